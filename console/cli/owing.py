"""By when something is owed, and how long that is: the day with all that must be said about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from console.standing import paused, standing
from console.words.texts import say
from states.words.entries import hours_left, working_days_left

if TYPE_CHECKING:
    from console.cli.desk import Desk
    from states.queries.answers import Child, Duty, Waiting
    from states.queries.list_rows import CaseRow


class Owed(Protocol):
    """What has a day, or waits without one."""

    @property
    def due_on(self) -> str | None: ...
    @property
    def due_time(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def days_left(self) -> int | None: ...
    @property
    def hours_left(self) -> int | None: ...
    @property
    def working_days_left(self) -> int | None: ...
    @property
    def waited_days(self) -> int: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def unverified(self) -> bool: ...
    @property
    def internal_day(self) -> str | None: ...
    @property
    def paused_at(self) -> str | None: ...
    @property
    def remainder(self) -> Mapping[str, Any] | None: ...


def left(days: int | None, lang: str, hours: int | None = None, working: int | None = None) -> str:
    """How many days are left, or over; of a limit that names an hour, and is near, the hours; the
    working days of one that is counted in them."""
    if days is None:
        return ""
    if hours is not None:
        return hours_left(hours, lang)
    if working is not None:
        return working_days_left(working, lang)
    if days == 0:
        return say("left.today", lang)
    if abs(days) == 1:
        return say("left.day" if days > 0 else "left.over.day", lang)
    return say("left.days" if days > 0 else "left.over", lang, days=abs(days))


def next_left(row: "CaseRow | Child", lang: str) -> str:
    """How long the next day of a case in a list is away, or over."""
    if row.due_status == "overdue" and row.days_left == 0:
        return say("left.passed", lang)
    return left(row.days_left, lang, row.hours_left, row.working_days_left)


def waited(days: int, lang: str) -> str:
    """How many days something without a limit has waited."""
    if days <= 0:
        return say("waited.today", lang)
    return say("waited.day", lang) if days == 1 else say("waited", lang, days=days)


def how_long(owed: Owed, lang: str) -> str:
    """How many days are left or over, of a paused limit too; without a day how long it waits."""
    if owed.paused_at:
        return paused(owed.remainder, lang)
    if owed.days_left is None:
        return waited(owed.waited_days, lang)
    if owed.status == "overdue" and owed.days_left == 0:
        return say("left.passed", lang)
    return left(owed.days_left, lang, owed.hours_left, owed.working_days_left)


def day(
    due_on: str | None,
    lang: str,
    *,
    provisional: bool,
    internal: str | None = None,
    unverified: bool = False,
    before: str | None = None,
    time: str = "",
) -> str:
    """A due day with what must be said about it; empty for none."""
    if not due_on:
        return ""
    shown = f"{due_on} {time}".rstrip() + (say("provisional", lang) if provisional else "")
    shown += say("unverified", lang) if unverified else ""
    shown += say("before", lang, day=before) if before and before != due_on else ""
    return shown + (say("internal", lang, day=internal) if internal else "")


def day_of(owed: Owed, lang: str, before: str | None = None) -> str:
    """The day on which something is due; `before`: the one that it had at first."""
    if owed.unverified and not owed.due_on:
        return say("no-limit", lang) + say("unverified", lang)
    return day(
        owed.due_on,
        lang,
        provisional=owed.provisional,
        internal=owed.internal_day,
        unverified=owed.unverified,
        before=before,
        time=owed.due_time,
    )


def day_of_duty(desk: "Desk", duty: "Duty") -> str:
    """The day of a duty, the day from which it may be done, or that it has none."""
    if by := day_of(duty, desk.lang, duty.first_due_on):
        return by
    if duty.opens_at:
        unsure = say("provisional", desk.lang) if duty.provisional else ""
        return say("opens-on", desk.lang, day=desk.local(duty.opens_at)[:10] + unsure)
    if not duty.paused_at:
        return say("no-limit", desk.lang)
    day = desk.local(duty.paused_at)[:10]
    return say("paused-since", desk.lang, day=day) if duty.is_unsettled else ""


def until(waiting: "Waiting", lang: str) -> str:
    """By when somebody must act, or from when."""
    if waiting.opens_on:
        unsure = say("provisional", lang) if waiting.provisional and not waiting.due_on else ""
        return say(
            "opens-until" if waiting.due_on else "opens",
            lang,
            day=waiting.opens_on + unsure,
            due=day_of(waiting, lang),
        )
    if waiting.exempted:
        return say("exempted", lang)
    if waiting.paused_at:
        return paused(waiting.remainder, lang)
    if waiting.due_on and waiting.by_system:
        return say("next.by-itself", lang, day=waiting.due_on)
    return day_of(waiting, lang) or say("no-limit", lang)


def status_of(duty: "Duty", lang: str) -> str:
    """How a duty stands: what became of it, or how long it is still owed."""
    if duty.stands_as not in ("open", "overdue"):
        return standing(duty, lang)
    counted = ""
    if duty.target and duty.days_left is not None:
        counted = say("status.counted", lang, done=duty.done, target=duty.target)
    return how_long(duty, lang) + counted
