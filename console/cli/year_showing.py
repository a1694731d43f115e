"""Years of a calendar as a person reads them, and what a new one changes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from console.words.texts import say

if TYPE_CHECKING:
    from config.problems import Problem
    from console.cli.desk import Desk
    from states.calendars.changes import DutyChange, Imported
    from states.queries.years import Year

LISTED = 40
"""Duties named one by one; the rest are counted, and all are in the JSON."""


def years(desk: "Desk", found: "Sequence[Year]") -> None:
    """The years, one line each."""
    lang = desk.lang
    rows = [
        (
            f"{year.calendar} {year.year}",
            say(f"year.{year.status}", lang),
            _source(year, lang),
            say(f"year.{year.origin}", lang, by=year.given_by or "", at=desk.local(year.given_at)),
            year.working_days,
            year.provisional or "",
        )
        for year in found
    ]
    head = ("head.year", "head.status", "head.year-source", "head.origin")
    desk.out.table((*head, "head.working-days", "head.provisional"), rows, "year.none")
    for year in found:
        if year.on_offer:
            desk.out.say("year.offer", year=year.year)


def _source(year: "Year", lang: str) -> str:
    again = say("year.revision", lang, n=year.revision) if year.revision > 1 else ""
    doubt = "" if year.verified or not year.document else say("year.unseen", lang)
    return f"{year.document}{again}{doubt}"


def one_year(desk: "Desk", year: "Year") -> None:
    """One year with its days off and its make-up workdays."""
    lang, out = desk.lang, desk.out
    status = say(f"year.{year.status}", lang)
    out.line(f"{year.calendar} {year.year}  {status}  {_source(year, lang)}".rstrip())
    if year.status == "unpublished":
        out.say("year.guessed-how")
        if not year.lunar:
            out.say("year.no-lunar", year=year.year)
    for name, first, last in year.holidays:
        out.line(f"  {name}  {first}" + (f" — {last}" if last != first else ""))
    if year.workdays:
        out.say("year.workdays", days=year.workdays)
    out.say("year.worked", n=year.working_days)


def as_json(
    found: "Imported", doubt: "Problem | None", *, is_trial: bool, lang: str
) -> dict[str, Any]:
    """What an import changes, for programs."""
    year = found.year
    shown: dict[str, Any] = {
        "calendar": year.calendar,
        "year": year.year,
        "revision": year.revision,
        "document": year.source.document if year.source else "",
        "before": found.before,
        "changed": found.is_news,
        "days": [
            {"day": day.day.isoformat(), "worked": day.is_worked, "name": day.name}
            for day in found.days
        ],
        "duties": [change.as_json() for change in found.duties],
        "told": found.told,
        "warnings": [doubt.message_in(lang)] if doubt else [],
    }
    return shown | ({"dry_run": True} if is_trial else {})


def imported(desk: "Desk", found: "Imported", doubt: "Problem | None") -> None:
    """What an import changes, or would."""
    lang, out = desk.lang, desk.out
    version = found.year.version
    if not found.is_news:
        out.say("year.same", version=version)
        return
    tried = say("dry-run", lang) if desk.is_trial else ""
    out.line(tried + say("year.becomes", lang, before=_named(found.before, lang), version=version))
    if doubt:
        out.line(say("year.doubt", lang, what=doubt.message_in(lang)))
    out.say("year.days", n=len(found.days))
    for day in found.days:
        how = say("year.now-worked" if day.is_worked else "year.now-off", lang)
        weekday = say("weekdays", lang).split()[day.day.weekday()]
        out.line(f"  {day.day} {weekday}  {how}  {day.name}".rstrip())
    for became in ("moved", "kept", "firm"):
        _duties(desk, found.of(became), became)
    if not found.duties:
        out.say("year.no-duties")
    if found.told:
        out.say("year.would-tell" if desk.is_trial else "year.told", n=found.told)


def _named(version: str, lang: str) -> str:
    year, _, document = version.partition(" ")
    word = say("year.unpublished", lang) if document == "unpublished" else document
    return f"{year} {word}"


def _duties(desk: "Desk", changes: "Sequence[DutyChange]", became: str) -> None:
    if not changes:
        return
    lang = desk.lang
    desk.out.line()
    desk.out.say(f"became.{became}", n=len(changes))
    if became == "firm":
        return
    rows = [
        (
            change.case,
            change.case_title,
            change.title,
            change.before,
            change.after if became == "moved" else change.by_calendar,
            _why(change, lang),
        )
        for change in changes[:LISTED]
    ]
    last = "head.new-day" if became == "moved" else "head.by-calendar"
    desk.out.table(
        ("head.code", "head.title", "head.duty", "head.old-day", last, "head.remark"), rows
    )
    if len(changes) > LISTED:
        desk.out.say("flags.more", count=len(changes) - LISTED)


def _why(change: "DutyChange", lang: str) -> str:
    if change.is_revoked:
        return say(f"revoked.{change.status_before}", lang)
    return say(f"kept.{change.why}", lang) if change.why else ""
