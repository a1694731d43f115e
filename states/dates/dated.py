"""The days of a limit for one case, and what they were computed from where a calendar was needed:
so that they can be computed again when the calendar of a year arrives."""

from dataclasses import dataclass
from datetime import date, datetime

from config.calendar import Calendar
from config.dates import rules
from states import deadlines
from states.dates.due import Due
from states.history import as_text, from_text, stamp

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of a limit: the due, the first instant of its window if it has one, and its basis:
    rule, anchor and calendar, kept only where the arrangement of a year was looked up."""

    due: Due
    opens_at: str | None
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


def least(
    rule: rules.Rule,
    anchor: date | datetime,
    conventions: rules.Conventions,
    calendar: Calendar,
) -> Dated | None:
    """When so long as a rule asks for at the least has passed (公示不少于7日): its last day, and
    the first instant after it as the opening. None for a rule of another kind."""
    if not isinstance(rule, rules.After) or not rule.minimum:
        return None
    ((_, due),) = deadlines.windows(rule, anchor=anchor, conventions=conventions, calendar=calendar)
    if due is None:
        return None
    is_counted = due.calendar != calendar.name
    basis = _basis(rule, anchor, None, 0, due.calendar) if is_counted else None
    return Dated(due, stamp(due.at), basis)


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
    kept = from_text(basis)
    start: str = kept["from"]
    anchor = date.fromisoformat(start) if len(start) == 10 else datetime.fromisoformat(start)
    span = tuple(date.fromisoformat(day) for day in kept["span"]) if "span" in kept else None
    rule = rules.from_json(kept["rule"])
    shortest = least(rule, anchor, conventions, calendar)
    if shortest is not None:
        return shortest
    found = dated(rule, anchor, span, conventions, calendar)  # type: ignore[arg-type]
    return found[int(kept["n"])]
