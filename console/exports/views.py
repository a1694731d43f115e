"""Lists that people take away: the same rows as on the screen, all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.texts import say
from states.queries.answers import Duty

if TYPE_CHECKING:
    from console.cli.desk import Desk

PAGE = 500
Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """A list: the keys of its headings, and how its rows are read."""

    head: tuple[str, ...]
    rows: Callable[["Desk", str | None], Rows]


def duties_of(desk: "Desk") -> list[Duty]:
    """Every unsettled duty within reach that has a day, the oldest first."""
    from states.queries.duties import due, overdue

    found: list[Duty] = []
    page: str | None = None
    while True:
        over = overdue(desk.office, desk.actor, page=page, limit=PAGE, lang=desk.lang)
        found += over.rows
        if (page := over.next) is None:
            break
    while True:
        soon = due(desk.office, desk.actor, days=36_500, page=page, limit=PAGE, lang=desk.lang)
        found += soon.rows
        if (page := soon.next) is None:
            return found


def _cases(desk: "Desk", programme: str | None) -> Rows:
    from console.cli.naming import Names
    from states.queries.lists import CaseFilter, list_cases

    outline = Names.of(desk, programme).outline
    rows: Rows = []
    for kind in outline.kinds:
        wanted = CaseFilter(programme=outline.key, kind=kind)
        page: str | None = None
        while True:
            found = list_cases(
                desk.office, desk.actor, wanted, page=page, limit=PAGE, lang=desk.lang
            )
            rows += [
                (
                    row.code,
                    row.kind_title,
                    row.title,
                    row.state_title,
                    row.jurisdiction_title,
                    row.field_title,
                    row.unit or "",
                    row.unit_code or "",
                    row.due_on or "",
                )
                for row in found.rows
            ]
            if (page := found.next) is None:
                break
    return rows


def _due(desk: "Desk", _: str | None) -> Rows:
    return [_duty(duty, desk.lang) for duty in duties_of(desk)]


def _overdue(desk: "Desk", _: str | None) -> Rows:
    return [_duty(duty, desk.lang) for duty in duties_of(desk) if duty.status == "overdue"]


def _duty(duty: Duty, lang: str) -> tuple[str, ...]:
    return (
        duty.case,
        duty.case_title,
        duty.title,
        "、".join(duty.owed_by_titles),
        duty.jurisdiction_title,
        duty.unit or "",
        duty.due_on or "",
        "" if duty.days_left is None else str(duty.days_left),
        say(f"status.{duty.status}", lang) or duty.status,
        "、".join(duty.clause),
    )


def _quota(desk: "Desk", programme: str | None) -> Rows:
    from states.queries.quotas import quota

    return [
        (
            row.jurisdiction_title,
            row.title,
            row.category_title,
            "" if row.cap is None else str(row.cap),
            str(row.used),
            str(row.over),
            "、".join(row.clause),
        )
        for row in quota(desk.office, desk.actor, programme=programme, lang=desk.lang)
    ]


_OF_CASES = ("code", "kind", "title", "state", "place", "field", "unit", "credit-code", "due")
_OF_DUTIES = (
    *("code", "title", "duty", "who", "place", "unit", "due", "days-left", "status", "clause"),
)
_OF_QUOTAS = ("place", "quota", "field", "cap", "used", "over", "clause")
VIEWS = {
    "cases": View(tuple(f"head.{name}" for name in _OF_CASES), _cases),
    "due": View(tuple(f"head.{name}" for name in _OF_DUTIES), _due),
    "overdue": View(tuple(f"head.{name}" for name in _OF_DUTIES), _overdue),
    "quota": View(tuple(f"head.{name}" for name in _OF_QUOTAS), _quota),
}
