"""The door for commands: every text can be shown and stored, every instant says which instant.

What passes here can be written to both databases; what does not is refused before anything is read.
"""

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from config.vocabulary import SYSTEM
from states.commands import Command
from states.errors import BadInput
from states.forms import MAX_TEXT, clean_text

_PARTS = ("id", "actor", "move", "case", "kind", "parent", "programme", "run")
_VIA = ("via.channel", "via.user", "via.host")
_ALWAYS = attrgetter(*_PARTS, *_VIA)
"""The texts that every command has; the names under which they are complained of follow."""
_NAMES = (*_PARTS, *("via" for _ in _VIA))
_OF_THE_SYSTEM = ("system/", "ledger/")
"""How the ids of what the clock brings about, and of what befalls a programme, begin; what follows
from a command has its id with a number appended."""


def check_readable(command: Command) -> None:
    """Raises BadInput naming the first part that holds hidden characters, is too long, is an id of
    the system's own, or an instant without a time zone."""
    # one look at all of them; only where something is wrong is it worth finding out which
    every = "".join(filter(None, _texts(command)))
    if len(every) > MAX_TEXT or not every.isprintable():
        for name, text in zip(_names(command), _texts(command), strict=True):
            clean_text(text or "", name)
    if command.actor != SYSTEM:
        check_own_id(command.id)
    check_aware("received_at", command.received_at)
    if command.occurrence is not None:
        check_aware("occurred_at", command.occurrence.at)


def check_own_id(given: str) -> None:
    """Raises BadInput for an id that what the system does by itself will have: whoever took it
    beforehand would keep that from ever being done."""
    if given.startswith(_OF_THE_SYSTEM) or (given.rpartition(".")[2].isdigit() and "." in given):
        raise BadInput("CommandIdOfSystem", command=given)


def check_aware(name: str, instant: datetime | None) -> None:
    """Raises BadInput for an instant without a time zone: it does not say which instant."""
    if instant is not None and instant.utcoffset() is None:
        raise BadInput("NaiveInstant", field=name, value=instant.isoformat())


def printable(text: str | None) -> str | None:
    """The text with everything that cannot be stored replaced by a question mark in a box, so that
    a refusal of unreadable input can be recorded too."""
    if text is None or text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def _texts(command: Command) -> list[str | None]:
    """Every text of a command, in the order of their names."""
    happened = command.occurrence
    found: list[str | None] = [*_ALWAYS(command), *command.override]
    for item, check in command.checks.items():
        found += (item, check.remark, check.on)
    for a in command.attachments:
        found += (a.slot, a.name, a.digest)
    if happened is not None:
        found += (happened.system, happened.reference, happened.digest)
    return found


def _names(command: Command) -> Iterator[str]:
    """Under what each text of a command is complained of."""
    yield from _NAMES
    yield from ("override" for _ in command.override)
    for item in command.checks:
        yield from ("check", item, item)
    for a in command.attachments:
        yield from ("slot", a.slot, a.slot)
    if command.occurrence is not None:
        yield from ("system", "reference", "digest")
