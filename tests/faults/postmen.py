"""A mail server that keeps what it is given, an office whose people have mail addresses, and
deliverers in processes of their own."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from config.settings import Settings
from states.accounts import add_account
from states.actions import perform
from states.commands import PYTHON
from states.duties import sweep
from states.notices.addresses import set_address
from states.notices.deliveries import Delivered, Parcel, deliver, rules_of
from states.office import Office
from states.setup import activate, advance, create_office
from tasks.carriers import Post
from tests.builders import a_programme, an_application, at

DAY = "2026-06-23"


@dataclass(slots=True)
class Mailbox:
    """Everything that arrived, in order; `answer` is given to each letter."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Session, letter: Envelope) -> str:  # noqa: N802
        """Keep a letter, and only then say so."""
        if self.answer.startswith("250") and letter.content:
            content = bytes(letter.content) if isinstance(letter.content, bytes) else b""
            self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer

    @property
    def keys(self) -> list[str]:
        """The keys of what arrived."""
        return [str(letter["X-Shidian-Key"]) for letter in self.letters]

    @contextmanager
    def open(self) -> Iterator["Mailbox"]:
        """The server listens meanwhile."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def a_mailbox() -> Mailbox:
    """A mailbox at a free port, not yet open."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Mailbox(free.getsockname()[1])


def settings_for(folder: Path, mailbox: Mailbox) -> Settings:
    """An installation that sends through the mailbox's server at any time of day."""
    server = f"smtp://127.0.0.1:{mailbox.port}?from=shidian@example.cn"
    return Settings(var_dir=folder, smtp_url=server, quiet_hours="", quiet_rest_days=False)


def an_office_with_mail(url: str, people: int = 1) -> Office:
    """An office in which so many people of one province are reminded on DAY; its clock is the one
    that every process reads from the database."""
    office = create_office(url, "simulation", virtual_start=at("2026-06-01 09:00:00"))
    activate(office, a_programme(), "# test")
    names = [f"zj-{n}" for n in range(people)]
    with office.store.write() as tx:
        for name in names:
            add_account(office, tx, name, name, role="province", jurisdiction="浙江")
    for name in names:
        set_address(office, name, f"mailto:{name}@example.cn", by=name, via=PYTHON)
    perform(office, an_application(actor="zj-0"))
    pass_time(office, f"{DAY} 09:00:00")
    assert sweep(office).reminded == 1
    return office


def pass_time(office: Office, until: str) -> None:
    """Move the clock of the database."""
    advance(office, at(until))


class Dying(Post):
    """A deliverer that is killed after a message has arrived and before that is noted."""

    def carry(self, parcel: Parcel) -> None:
        """Bring it, and die."""
        super().carry(parcel)
        os.kill(os.getpid(), signal.SIGKILL)


def do_deliver(office: Office, settings: Settings, dies: bool = False) -> Delivered:
    """One delivery in this process."""
    kind = Dying if dies else Post
    return deliver(office, kind.of(office, settings), rules_of(office, settings))
