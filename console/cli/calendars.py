"""Calendars of duties: of a case to the end of the programme, and a jurisdiction's own days."""

from console.cli.desk import at_desk
from console.cli.options import READING, WRITING, Reading, Writing
from console.cli.parsing import day as read_day


def show(code: str, /, *, ics: str | None = None, options: Reading = READING) -> None:
    """Every duty of a case and of its children; with `ics` as a calendar file too."""
    with at_desk(options) as desk:
        from console.cli import showing
        from states.queries.duties import calendar

        found = calendar(desk.office, desk.actor, code, lang=desk.lang)
        desk.out.data([duty.as_json() for duty in found])
        showing.duties(desk, found, empty="due.none", with_case=True)
        if ics is not None:
            from console.cli.tables import write_calendar

            write_calendar(desk, found, ics)
            desk.out.say("export.done", path=ics)


def internal(
    what: str,
    day: str,
    /,
    *,
    jurisdiction: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """Set an earlier internal day for a duty of a jurisdiction."""
    on = read_day(day, "DAY")
    with at_desk(options) as desk:
        from console.cli.naming import Names
        from states.internal_days import set_internal_day

        names = Names.of(desk, programme)
        duty = names.duty(what)
        place = set_internal_day(
            desk.office,
            duty,
            on,
            actor=desk.actor,
            via=desk.via,
            jurisdiction=jurisdiction,
            programme=names.outline.key,
            reason=options.reason,
            dry_run=options.dry_run,
        )
        title = names.outline.duty_title(duty, desk.lang)
        found = {"duty": duty, "jurisdiction": place, "day": day}
        shown = names.outline.place(place)
        desk.done(found, "internal.set", place=shown, what=title, day=day)
