"""Lists that people take away: the same rows as on the screen, all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from console.errors import Misuse
from console.exports import dossiers, figures, public
from console.exports.asked import Asked
from console.exports.cells import About, Cell, Table
from console.exports.columns import columns_of, day
from console.standing import standing
from console.words.texts import say
from states.queries.answers import Duty
from states.words.joining import Titled, beside, in_words, later

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """A list by its Chinese name: how its tables are made. `looks_back`: it can be shown as of a
    day; `narrows`: only some cases can be asked for; `ics`: it can be a calendar."""

    title: str
    tables: Callable[[Asked], list[Table]]
    looks_back: bool = True
    narrows: bool = True
    ics: bool = False


def _cases(asked: Asked) -> list[Table]:
    if asked.at is not None and (asked.filter.text or asked.filter.due):
        raise Misuse("NotAsOf", what=asked.say("what.where-text"))
    columns = columns_of(asked)
    rows: Rows = [tuple(column.of(row) for column in columns) for row in asked.cases()]
    return [Table("", tuple(column.heading for column in columns), rows)]


def _due(asked: Asked) -> list[Table]:
    head = ("code", "title", "parent", "duty", "who", "place", "unit", "due")
    left = ("days-left", "working-days-left")
    rows: Rows = [
        (*_owed(asked, d), d.days_left, d.working_days_left, *_why(asked, d)) for d in asked.owed()
    ]
    return [_table(asked, (*head, *left, "status", "phrase", "clause"), rows)]


def _overdue(asked: Asked) -> list[Table]:
    """What is overdue: by how many days, and by which clause."""
    head = ("code", "title", "parent", "duty", "who", "place", "unit", "due", "days-over")
    rows: Rows = [
        (*_owed(asked, d), -(d.days_left or 0), day(d.first_due_on), *_why(asked, d)[1:])
        for d in asked.owed()
        if d.status == "overdue"
    ]
    return [_table(asked, (*head, "first-due", "phrase", "clause"), rows)]


def _owed(asked: Asked, duty: Duty) -> tuple[Cell, ...]:
    return (
        duty.case,
        duty.case_title,
        duty.parent_title,
        duty.title,
        asked.listed(duty.owed_by_titles),
        duty.jurisdiction_title,
        duty.unit,
        day(duty.due_on, duty.due_time),
    )


def _why(asked: Asked, duty: Duty) -> tuple[Cell, ...]:
    unsure = asked.say("provisional") if duty.provisional else ""
    unsure += asked.say("unverified") if duty.unverified else ""
    return (standing(duty, asked.lang), f"{duty.phrase}{unsure}", asked.listed(duty.clause))


def _quota(asked: Asked) -> list[Table]:
    from states.queries.quotas import quota

    place = asked.filter.jurisdiction
    found = quota(
        asked.office, asked.who, programme=asked.outline.key, jurisdiction=place, lang=asked.lang
    )
    of_units = any(use.unit for use in found)
    rows: Rows = [
        (
            use.jurisdiction_title,
            *((use.owner,) if of_units else ()),
            use.title,
            use.category_title,
            use.cap,
            use.used,
            use.free,
            use.over,
            use.short,
            asked.listed(use.clause),
        )
        for use in found
    ]
    unit = ("unit",) if of_units else ()
    head = ("quota", "field", "cap", "used", "free", "over", "short", "clause")
    return [_table(asked, ("place", *unit, *head), rows)]


def _table(asked: Asked, head: tuple[str, ...], rows: Rows) -> Table:
    return Table("", tuple(asked.heading(name) for name in head), rows)


VIEWS = {
    "cases": View("事项清单", _cases),
    "due": View("到期清单", _due, ics=True),
    "overdue": View("办理逾期清单", _overdue, ics=True),
    "quota": View("名额", _quota, looks_back=False),
    "public": View("公开名单", public.lists, looks_back=False),
    "history": View("留痕", dossiers.histories),
    "dossier": View("案卷", dossiers.dossiers),
    "stats": View("统计", figures.statistics_tables, narrows=False),
    "burden": View("负担", figures.burden_tables, looks_back=False, narrows=False),
}


def view_named(given: str) -> str:
    """The name of a view by either of its names. Raises Misuse naming those that there are."""
    for name, view in VIEWS.items():
        if given in (name, view.title):
            return name
    known = [later(beside, name, _title(name)) for name in VIEWS]
    raise Misuse("NoSuchName", what="view", given=given, meant="", known=known)


def view_of(asked: Asked, name: str) -> tuple[list[Table], About]:
    """The tables of a view and what stands over them. Raises Misuse for what a view cannot do."""
    view = VIEWS[name]
    if asked.at is not None and not view.looks_back:
        raise Misuse("NotAsOf", what=_title(name))
    if asked.columns and name != "cases":
        raise Misuse("NoColumns", view=_title(name))
    if asked.is_narrow and not view.narrows:
        raise Misuse("NotNarrowed", view=_title(name))
    return view.tables(asked), asked.about(in_words(_title(name), asked.lang))


def _title(name: str) -> Titled:
    return Titled(VIEWS[name].title, say(f"view.{name}", "en"))
