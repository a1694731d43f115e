"""The code of a new case, and the counter that its number comes from. Pure."""

from states.compiled import Compiled
from states.facts import Case
from states.history import instant
from states.instants import local_day


def code_of(compiled: Compiled, case: Case, number: int) -> str:
    """The code that the kind's pattern gives a new case."""
    place = compiled.programme.jurisdictions.get(case.jurisdiction or "")
    return compiled.kind(case.kind).code.format(
        jurisdiction=(place.abbr if place else "") or case.jurisdiction or "X",
        year=compiled.programme.source.issued.year,
        opened=_year_of(compiled, case),
        number=number,
        parent=case.parent or "",
        period=case.period or "",
    )


def counter_of(compiled: Compiled, case: Case) -> str:
    """The counter that numbers a new case: one for each jurisdiction where the code names it, and
    for each year in which cases are opened where it names that."""
    pattern = compiled.kind(case.kind).code
    place = case.jurisdiction if "{jurisdiction" in pattern else None
    year = f"/{_year_of(compiled, case)}" if "{opened" in pattern else ""
    return f"{compiled.key}/{case.kind}/{place or ''}{year}"


def _year_of(compiled: Compiled, case: Case) -> int:
    return local_day(instant(case.opened_at), compiled.programme.zone).year
