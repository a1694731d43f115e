"""An office with one pilot applied for, the settings of its installation, and the letters that its
messages become."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from config.programme import Programme
from config.settings import Settings
from states.actions import perform
from states.duties import sweep
from states.notices.deliveries import Delivered, deliver, rules_of
from states.office import Office
from tasks.carriers import Post
from tests.builders import SMALL, a_letter, an_application, an_office, set_clock
from tests.builders import a_command as a_command

CASE = "ZJ-2026-001"


def a_file(changes: dict[str, Any] | None = None, **duty: Any) -> Programme:
    """The small programme with other words of the duty `recommendation`."""
    duties = SMALL["duties"] | {"recommendation": SMALL["duties"]["recommendation"] | duty}
    return Programme.model_validate(SMALL | {"duties": duties} | (changes or {}))


class Postbox:
    """Time is told by `at`; what then went out is in `letters`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(var_dir=folder)
        self.office: Office

    def opens(
        self, programme: Programme | None = None, now: str = "2026-05-20 09:00:00"
    ) -> "Postbox":
        """With the case applied for at that time."""
        self.office = an_office(self.folder, programme, now=now)
        perform(self.office, an_application())
        return self

    def at(self, time: str) -> int:
        """Move the clock and sweep; how many duties were reminded of."""
        set_clock(self.office, time)
        return sweep(self.office).reminded

    def act(self, move: str, case: str = CASE, **given: Any) -> None:
        """One act by a person."""
        if move == "recommend":
            given.setdefault("attachments", (a_letter(),))
        perform(self.office, a_command(move, case, **given))

    def deliver(self) -> Delivered:
        """One delivery."""
        rules = rules_of(self.office, self.settings)
        return deliver(self.office, Post.of(self.office, self.settings), rules)

    def letters(self, account: str = "zhejiang") -> list[EmailMessage]:
        """What went into an account's files, oldest first."""
        paths = sorted((self.folder / "outbox").glob(f"*/{account}/*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]  # type: ignore[misc]

    def subjects(self, account: str = "zhejiang") -> list[str]:
        """Their subjects without the mark of a database that is not real."""
        return [str(letter["Subject"]).removeprefix("【演示】") for letter in self.letters(account)]

    def text(self, account: str = "zhejiang") -> str:
        """The text of the last one."""
        return str(self.letters(account)[-1].get_content())
