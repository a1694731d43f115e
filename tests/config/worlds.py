"""An office that runs one of the shipped programmes, and people who act in it."""

from itertools import count
from pathlib import Path
from typing import Any

from config.programme import Programme
from states.accounts import add_account
from states.actions import approve, perform
from states.commands import PYTHON, Attachment, Check, Command, Receipt
from states.duties import sweep
from states.queries import dossier
from states.queries.answers import Duty
from tests.builders import an_office, set_clock

_ids = count(1)


class World:
    """An office on a clock that only moves when told; `roles`: account -> (role, jurisdiction)."""

    def __init__(
        self,
        where: Path,
        programme: Programme,
        now: str,
        **roles: tuple[str, str | None],
    ) -> None:
        self.programme = programme
        self.office = an_office(where, programme, now=now, accounts=False)
        with self.office.store.write() as tx:
            for account, (role, place) in roles.items():
                add_account(self.office, tx, account, account, role=role, jurisdiction=place)

    def do(self, actor: str, move: str, case: str | None = None, **given: Any) -> Receipt:
        """Make a move: `files` are slots, `passed` a checklist whose items all pass."""
        files = tuple(Attachment(s, f"{s}.pdf", "ab" * 32, 10) for s in given.pop("files", ()))
        passed = given.pop("passed", None)
        items = self.programme.checklists[passed].items if passed else {}
        checks = {item: Check("pass", "属实", "2026-01-05") for item in items}
        values: dict[str, Any] = {
            "id": f"further-{next(_ids)}",
            "actor": actor,
            "move": move,
            "case": case,
        }
        return perform(self.office, Command(**values, attachments=files, checks=checks, **given))

    def agreed(self, receipt: Receipt, second: str) -> Receipt:
        """The receipt of a request once a second person has approved it."""
        assert receipt.waiting is not None
        return approve(self.office, receipt.waiting, second, via=PYTHON)

    def clock(self, text: str) -> None:
        """Move the clock forward and do everything that is due."""
        set_clock(self.office, text)
        sweep(self.office)

    def state(self, who: str, case: str) -> str:
        """Where a case stands."""
        return dossier(self.office, who, case).state

    def duty(self, who: str, case: str, name: str) -> Duty:
        """The newest duty of a name on a case."""
        return [d for d in dossier(self.office, who, case).duties if d.duty == name][-1]
