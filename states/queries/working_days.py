"""How many working days are left of a limit that is counted in them."""

from datetime import date, datetime

from config.worked_days import in_working_days, worked_days
from states.queries.outline import Outline


def working_days_left(
    o: Outline, duty: str, phrase: str, due_on: str | None, now: datetime
) -> int | None:
    """The working days after today up to the day of a duty; None where its limit is counted in
    another unit, where none is left, or where the calendar does not reach."""
    if due_on is None:
        return None
    today, last = o.today(now), date.fromisoformat(due_on)
    if last <= today or not _counted(o, duty, phrase):
        return None
    given = tuple(row["body"] for row in o.years)
    return worked_days(o.declared["calendar"], given).between(today, last) or None


def _counted(o: Outline, duty: str, phrase: str) -> bool:
    """Whether the limit of a phrase, the general one or that of a place, is in working days."""
    declared = o.duty(duty)
    limits = [declared.get("due") or {}, *(declared.get("due-by") or {}).values()]
    return any(in_working_days(limit["rule"]) for limit in limits if limit.get("phrase") == phrase)
