"""The days of a limit for one case, and what they were computed from where a calendar was needed:
so that they can be computed again when the calendar of a year arrives."""

from dataclasses import dataclass
from datetime import date, datetime

from config.calendar import Calendar
from config.dates import rules
from states import deadlines
from states.dates.due import Due
from states.history import as_text, from_text, stamp
from states.instants import DAY

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of a limit: the due, the first instant of its window if it has one, and its basis:
    rule, anchor and calendar, kept only where the arrangement of a year was looked up."""

    due: Due
    opens_at: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Opens:
    """The first day and instant of what has no last day, and its basis as of a day."""

    on: date
    at: str
    provisional: bool
    basis: str | None


def dated(
    rule: rules.Rule,
    anchor: date | datetime,
    span: Span | None,
    conventions: rules.Conventions,
    calendar: Calendar,
) -> tuple[Dated, ...]:
    """Every day of a rule counted from an anchor, in order; empty if it sets none."""
    pairs = deadlines.windows(
        rule, anchor=anchor, conventions=conventions, calendar=calendar, period=span
    )
    if isinstance(rule, rules.After) and rule.minimum:
        return ()
    found: list[Dated] = []
    for opening, due in pairs:
        if due is None:
            continue
        basis = None
        if due.calendar != calendar.name:
            basis = _basis(rule, anchor, span, len(found), due.calendar)
        found.append(Dated(due, stamp(opening.at) if opening else None, basis))
    return tuple(found)


def opens_only(
    rule: rules.Rule,
    anchor: date | datetime,
    conventions: rules.Conventions,
    calendar: Calendar,
) -> Opens | None:
    """When what has no last day begins: once so long as a rule asks for at the least has passed
    (公示不少于7日), or a window opens that never closes (满3年后). None for another rule."""
    is_least = isinstance(rule, rules.After) and rule.minimum
    if not is_least and not (isinstance(rule, rules.Window) and rule.closes is None):
        return None
    ((opening, due),) = deadlines.windows(
        rule, anchor=anchor, conventions=conventions, calendar=calendar
    )
    found = due if is_least else opening
    if found is None:
        return None
    is_counted = found.calendar != calendar.name
    basis = _basis(rule, anchor, None, 0, found.calendar) if is_counted else None
    on = found.on + DAY if is_least else found.on
    return Opens(on, stamp(found.at), found.provisional, basis)


def _basis(
    rule: rules.Rule, anchor: date | datetime, span: Span | None, n: int, calendar: str
) -> str:
    start = stamp(anchor) if isinstance(anchor, datetime) else anchor.isoformat()
    found = {"rule": rules.to_json(rule), "from": start, "n": n, "calendar": calendar}
    if span is not None:
        found["span"] = [day.isoformat() for day in span]
    return as_text(found)


def again(basis: str, conventions: rules.Conventions, calendar: Calendar) -> Dated:
    """The same day computed anew with a calendar as it is now."""
    rule, anchor, span, n = _read(basis)
    return dated(rule, anchor, span, conventions, calendar)[n]


def opens_again(basis: str, conventions: rules.Conventions, calendar: Calendar) -> Opens:
    """The same opening of what has no last day, computed anew."""
    rule, anchor, _, _ = _read(basis)
    found = opens_only(rule, anchor, conventions, calendar)
    assert found is not None
    return found


def _read(basis: str) -> tuple[rules.Rule, date | datetime, Span | None, int]:
    kept = from_text(basis)
    start: str = kept["from"]
    anchor = date.fromisoformat(start) if len(start) == 10 else datetime.fromisoformat(start)
    first, last = kept.get("span", (None, None))
    span = (date.fromisoformat(first), date.fromisoformat(last)) if first else None
    return rules.from_json(kept["rule"]), anchor, span, int(kept["n"])
