"""A file of one calendar year -> a checked year; every complaint names its line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from config.calendar_years import BadCalendar, CalendarYear, FlawedYear, lunar_days, missing
from config.language.complaints import problems_of
from config.language.source import Tree, dotted, parse, read_file
from config.problems import BadProgramme, Problem, in_order


def read_year(
    path: Path, *, calendar: str | None = None, festivals: tuple[date, ...] = ()
) -> CalendarYear:
    """The year of a file. With `festivals` an official year must also give their holidays.

    Raises BadCalendar with every problem at its line."""
    try:
        tree = parse(read_file(path), path.name)
    except BadProgramme as error:
        raise BadCalendar(path.name, error.problems) from error
    problems: list[Problem] = []
    found: CalendarYear | None = None
    try:
        found = CalendarYear.model_validate(tree.root, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += _said(error, tree)
    if found is not None:
        problems += _of_file(found, tree, path, calendar, festivals)
    if found is None or problems:
        raise BadCalendar(path.name, in_order(problems))
    return found


def _said(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    flawed = [found.get("ctx", {}).get("error") for found in error.errors()]
    for found in flawed:
        if isinstance(found, FlawedYear):
            for flaw in found.flaws:
                place = flaw.place
                yield Problem.of(flaw.code, tree.line(place), dotted(place), **flaw.parameters)
            return
    yield from problems_of(error, tree, CalendarYear)


def _of_file(
    found: CalendarYear, tree: Tree, path: Path, calendar: str | None, festivals: tuple[date, ...]
) -> Iterator[Problem]:
    if path.stem.isdecimal() and int(path.stem) != found.year:
        yield Problem.of("year-name", tree.line(("year",)), "year", year=found.year, name=path.name)
    if calendar is not None and found.calendar != calendar:
        line = tree.line(("calendar",))
        yield Problem.of("year-calendar", line, "calendar", found=found.calendar, calendar=calendar)
    if found.status == "official":
        for flaw in missing(found, lunar_days(found.year, festivals)):
            line = tree.line(flaw.place)
            yield Problem.of(flaw.code, line, dotted(flaw.place), **flaw.parameters)


def uneven(found: CalendarYear) -> Problem | None:
    """A warning where the days off and the make-up workdays do not add up to the holidays that the
    law gives: most likely one was left out or mistyped."""
    taken, given = found.balance()
    if found.status != "official" or taken == given:
        return None
    return Problem.of("year-uneven", severity="warning", taken=taken, given=given)
