"""Calendars: of a case to the end of the programme, a jurisdiction's own days, the years by which
working days are counted, and the address under which an account subscribes."""

from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.desk import Desk, at_desk
from console.cli.options import READING, SHOWN, WRITING, Flag, Many, Reading, Shown, Writing
from console.cli.parsing import count
from console.errors import Misuse
from console.moments import day as read_day
from console.words.texts import say

if TYPE_CHECKING:
    from config.calendar_years import CalendarYear

ALARMS = (1, 365)


def show(
    code: str, /, *, ics: str | None = None, alarm: Many = (), options: Reading = READING
) -> None:
    """Every duty of a case and of its children; with `ics` as a calendar file too."""
    alarms = _alarms(alarm)
    with at_desk(options) as desk:
        from console.cli import showing
        from states.queries.duties import calendar

        found = calendar(desk.office, desk.actor, code, lang=desk.lang)
        desk.out.data([duty.as_json() for duty in found])
        showing.duties(desk, found, empty="due.none", with_case=True)
        unsure = sum(duty.provisional for duty in found)
        if unsure:
            desk.out.say("calendar.provisional", n=unsure)
        if ics is not None:
            from console.cli.tables import write_calendar

            write_calendar(desk, found, ics, alarms)
            desk.out.say("export.done", path=ics)


def _alarms(given: tuple[str, ...]) -> tuple[int, ...]:
    found = []
    for text in given:
        number = text.strip().removesuffix("d").removesuffix("天")
        if not number.isascii() or not number.isdecimal():
            raise Misuse("BadValue", option="--alarm", value=text)
        found.append(count(int(number), "--alarm", *ALARMS))
    return tuple(found)


def internal(
    what: str,
    day: str | None = None,
    /,
    *,
    revoke: Flag = False,
    jurisdiction: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """Set an earlier internal day for a duty of a jurisdiction, or take it back."""
    if (day is None) != revoke:
        raise Misuse("DayOrRevoke")
    on = read_day(day, "DAY") if day is not None else None
    with at_desk(options) as desk:
        from console.cli.naming import Names
        from states.acts.internal_days import revoke_internal_day, set_internal_day

        names = Names.of(desk, programme)
        duty = names.duty(what)
        office, key = desk.office, names.outline.key
        act = {"actor": desk.actor, "reason": options.reason, "programme": key}
        where = {"jurisdiction": jurisdiction, "dry_run": options.dry_run, "via": desk.via}
        if on is None:
            place, legal = revoke_internal_day(office, duty, **act, **where), None  # type: ignore[arg-type]
            said = "internal.revoked"
        else:
            place, legal = set_internal_day(office, duty, on, **act, **where)  # type: ignore[arg-type]
            said = "internal.set-before" if legal else "internal.set"
        title = names.outline.duty_title(duty, desk.lang)
        found = {"duty": duty, "jurisdiction": place, "day": day}
        of = {"place": names.outline.place(place), "what": title}
        desk.done(found, said, day=day, legal=str(legal), **of)


def list_years(year: int | None = None, /, *, options: Shown = SHOWN) -> None:
    """Which years are published, by which document; or one of them day by day."""
    with at_desk(options) as desk:
        from console.cli import year_showing
        from states.queries.years import years

        found = years(desk.office, only=year)
        desk.out.data([row.as_json() for row in found])
        if year is None:
            year_showing.years(desk, found)
        for row in found if year is not None else ():
            year_showing.one_year(desk, row)


def import_(file: str, /, *, options: Writing = WRITING) -> None:
    """Take a published year of the calendar; what changes is shown, with --dry-run only that."""
    with at_desk(options) as desk:
        from config.year_files import uneven
        from console.cli import year_showing
        from states.calendars.importing import import_year

        year = _year(desk, file)
        found = import_year(desk.office, year, actor=desk.actor, **desk.signed)
        doubt = uneven(year)
        desk.out.data(year_showing.as_json(found, doubt, is_trial=desk.is_trial, lang=desk.lang))
        year_showing.imported(desk, found, doubt)


def _year(desk: Desk, file: str) -> "CalendarYear":
    """The year of a file; of a number, the one that comes with shidian."""
    from config.calendar import load_calendar
    from config.year_files import read_year

    if file.isascii() and file.isdecimal() and not Path(file).exists():
        name = desk.outline.declared["calendar"] if desk.outline else "china"
        shipped = load_calendar(name).shipped(int(file))
        if shipped is None:
            known = list(load_calendar(name).on_offer())
            raise Misuse("YearNotShipped", year=file, known=known)
        return shipped
    path = Path(file)
    year = read_year(path)
    festivals = load_calendar(year.calendar).festivals(year.year)
    return read_year(path, festivals=tuple(festivals))


def feed(account: str, /, *, revoke: Flag = False, options: Writing = WRITING) -> None:
    """A secret address under which a calendar program follows an account's duties."""
    with at_desk(options) as desk:
        from console import places
        from states.notices.feeds import make_feed, revoke_feeds

        act = {"actor": desk.actor, "via": desk.via, "dry_run": options.dry_run}
        if revoke:
            ended = revoke_feeds(desk.office, account, **act)  # type: ignore[arg-type]
            shown = {"account": account, "revoked": ended}
            desk.done(shown, "feed.revoked" if ended else "feed.none", account=account)
            return
        token = make_feed(desk.office, account, **act)  # type: ignore[arg-type]
        settings = places.settings()
        address = f"http://{settings.host}:{settings.port}/feeds/{token}.ics"
        if desk.is_trial:
            desk.done({"account": account}, "feed.would", account=account)
            return
        desk.out.data({"account": account, "address": address})
        desk.out.say("feed.made", account=account)
        desk.out.line(address)
        desk.out.line(say("feed.once", desk.lang, account=account))
