"""The door for commands: every text can be shown and stored, every instant says which instant.

What passes here can be written to both databases; what does not is refused before anything is read.
"""

from datetime import datetime
from operator import attrgetter, itemgetter

from config.vocabulary import SYSTEM
from states.commands import Command
from states.errors import BadInput
from states.forms import MAX_TEXT, clean_text

_TEXT = itemgetter(1)
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
    texts = _texts(command)
    every = "".join(filter(None, map(_TEXT, texts)))
    # one look at all of them; only where something is wrong is it worth finding out which
    if len(every) > MAX_TEXT or not every.isprintable():
        for name, text in texts:
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


def _texts(command: Command) -> list[tuple[str, str | None]]:
    happened = command.occurrence
    found: list[tuple[str, str | None]] = list(zip(_NAMES, _ALWAYS(command), strict=True))
    found += [("override", rule) for rule in command.override]
    for item, check in command.checks.items():
        found += (("check", item), (item, check.remark), (item, check.on))
    for a in command.attachments:
        found += (("slot", a.slot), (a.slot, a.name), (a.slot, a.digest))
    if happened is not None:
        found += (("system", happened.system), ("reference", happened.reference))
        found.append(("digest", happened.digest))
    return found
