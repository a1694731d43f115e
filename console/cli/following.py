"""Who must act next and by when: what the cases wait for after acts, or would wait for after a
trial. Read from the rows that the acts left, in a trial before these are undone: so both say the
same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from console.words.texts import say
from states.errors import UnknownCase
from states.words.joining import either

if TYPE_CHECKING:
    from console.cli.desk import Desk
    from states.commands import Verdict
    from states.queries.answers import Waiting
    from states.store import Tx

SHOWN = 8
"""How many lines tell what follows; a case with a report for each quarter waits for dozens."""
Also = Callable[["Tx"], Iterable[str]]
"""What else is to be told of what the acts left."""


def nothing(_tx: "Tx") -> Iterable[str]:
    """Nothing else."""
    return ()


class Follows:
    """What follows the acts, in lines."""

    def __init__(self, desk: "Desk", also: Also = nothing) -> None:
        self._desk, self._also = desk, also
        self._lines: dict[str, list[str]] = {}
        self.more: list[str] = []

    def __call__(self, tx: "Tx", verdicts: "Sequence[Verdict]") -> None:
        """Look at what the acts left."""
        if self._desk.out.as_json or any(verdict.error for verdict in verdicts):
            return
        receipts = [verdict.receipt for verdict in verdicts if verdict.receipt is not None]
        codes = {receipt.case for receipt in receipts if not receipt.waiting}
        self._lines = {code: list(_next(self._desk, tx, code)) for code in codes}
        self.more = list(self._also(tx))

    def of(self, code: str) -> Sequence[str]:
        """What follows on a case; nothing where the act waits for a second person."""
        return self._lines.get(code, ())


def _next(desk: "Desk", tx: "Tx", code: str) -> Iterator[str]:
    found, ended, above = _awaited(desk, tx, code)
    asked = code
    if ended and not found:
        # what a child's end sets going is asked of the case above
        asked = above or code
        found = _awaited(desk, tx, asked)[0] if above else ()
        yield say("next.done" if found else "next.ended", desk.lang)
    for waiting in found[:SHOWN]:
        yield _line(waiting, code, desk.lang)
    if len(found) > SHOWN:
        yield say("next.more", desk.lang, count=len(found) - SHOWN, case=asked)


def _awaited(desk: "Desk", tx: "Tx", code: str) -> "tuple[tuple[Waiting, ...], bool, str | None]":
    from states.queries.dossiers import awaited

    try:
        return awaited(desk.office, tx, desk.actor, code, lang=desk.lang)
    except UnknownCase:
        # the act itself took the case out of the actor's reach
        return (), False, None


def by(due: str, lang: str) -> str:
    """By when: a bracket that closes needs no space behind it in Chinese."""
    return say("next.due", lang, day=due).replace("） ", "）")


def _line(waiting: "Waiting", code: str, lang: str) -> str:
    from console.cli.owing import how_long, until

    who, due = either(waiting.who_titles, lang), until(waiting, lang)
    if waiting.due_on and not waiting.opens_on and not waiting.by_system:
        due = by(due, lang)
    if waiting.status == "overdue":
        due = say("next.late", lang, due=due, late=how_long(waiting, lang))
    case = "" if waiting.case == code else f"{waiting.case} "
    return say("next", lang, who=who, moves=f"{case}{waiting.move_title}", due=due)
