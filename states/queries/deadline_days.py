"""Every deadline of a year that an account's roles reach, by the rule that sets it: for each day
how many are owed, done or late, and whether it is a day of work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Executable, bindparam, case, func, literal_column, select

from states.history import from_text, stamp
from states.instants import hours_to
from states.queries.answers import Answer
from states.queries.duties import OF_CASES, days_to
from states.queries.outline import Outline, current_outlines, outline
from states.queries.viewers import in_reach, seen
from states.queries.working_days import working_days_left
from states.store import Store, Tx
from states.tables import cases, duties
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

DayKind = Literal["working", "make-up", "weekend", "holiday"]
AHEAD = 2
"""So many years to come stand in the strip even if nothing falls into them."""
SHOWN = 24
"""Days of one rule that are listed; of a rule that counts from events there may be hundreds."""


@dataclass(frozen=True, slots=True)
class DeadlineDay(Answer):
    """One day on which duties of a rule fall due. `kind` is what the day is by the calendar;
    `rolled_from` the day before a rest-day rule moved it; `moved` how many have another day than
    at first."""

    on: str
    at: str
    kind: DayKind
    weekday: int
    is_guessed: bool
    rolled_from: str | None
    provisional: int
    owed: int
    overdue: int
    met: int
    late: int
    moved: int
    days_left: int | None
    hours_left: int | None
    working_days_left: int | None


@dataclass(frozen=True, slots=True)
class DeadlineRule(Answer):
    """A rule as written and in words, with its days of the year; `more` of them are not listed."""

    programme_title: str
    duty: str
    title: str
    phrase: str
    words: str
    clause: tuple[str, ...]
    owed_by: tuple[str, ...]
    days: tuple[DeadlineDay, ...]
    more: int


@dataclass(frozen=True, slots=True)
class YearShown(Answer):
    """A year in the strip: how many duties fall into it, how many are owed, and whether the
    arrangement of its working days is published."""

    year: int
    total: int
    owed: int
    is_published: bool
    document: str


@dataclass(frozen=True, slots=True)
class Deadlines(Answer):
    """One year. `zone_today` is the present civil day."""

    year: int
    today: str
    years: tuple[YearShown, ...]
    rules: tuple[DeadlineRule, ...]


_OWED = duties.c.status.in_([literal_column("'open'"), literal_column("'overdue'")])
_YEAR: ColumnElement[str] = func.substr(duties.c.due_on, 1, 4)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    one: ColumnElement[Any] = case((condition, literal_column("1")), else_=literal_column("0"))
    return func.sum(one)


@lru_cache(maxsize=1)
def _by_year() -> Executable:
    return (
        select(_YEAR.label("year"), func.count().label("total"), _sum(_OWED).label("owed"))
        .select_from(OF_CASES)
        .where(duties.c.due_on.is_not(None), duties.c.status != literal_column("'waived'"))
        .where(in_reach())
        .group_by(_YEAR)
        .order_by(_YEAR)
    )


@lru_cache(maxsize=1)
def _by_day() -> Executable:
    keys = (
        duties.c.programme,
        cases.c.programme_version,
        duties.c.duty,
        duties.c.phrase,
        duties.c.clause,
        duties.c.owed_by,
        duties.c.due_on,
        duties.c.due_at,
    )
    is_overdue = _OWED & (duties.c.due_at <= bindparam("now"))
    counted = {
        "provisional": _sum(_OWED & (duties.c.provisional == literal_column("1"))),
        "owed": _sum(_OWED),
        "overdue": _sum(is_overdue),
        "met": _sum(duties.c.status == literal_column("'met'")),
        "late": _sum(duties.c.status == literal_column("'late'")),
        "moved": _sum(duties.c.first_due_on != duties.c.due_on),
    }
    return (
        select(
            *keys,
            *(column.label(name) for name, column in counted.items()),
            func.max(duties.c.basis).label("basis"),
        )
        .select_from(OF_CASES)
        .where(
            duties.c.due_on >= bindparam("first"),
            duties.c.due_on <= bindparam("last"),
            duties.c.status != literal_column("'waived'"),
            in_reach(),
        )
        .group_by(*keys)
        .order_by(duties.c.due_on, duties.c.duty)
    )


def deadlines(
    office: "Office", who: str, *, year: int | None = None, lang: Lang = "zh"
) -> Deadlines:
    """The deadlines of a year; without one, of the present year, or of the next that has any."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        first = next(iter(current_outlines(office.store, tx).values()))
        today = first.today(now)
        counts = {
            int(r["year"]): (int(r["total"]), int(r["owed"])) for r in viewer.all(tx, _by_year())
        }
        chosen = year or _nearest(counts, today.year)
        found = viewer.all(
            tx,
            _by_day(),
            now=stamp(now),
            first=f"{chosen}-01-01",
            last=f"{chosen}-12-31",
        )
        return Deadlines(
            year=chosen,
            today=today.isoformat(),
            years=tuple(_years(first, counts, today.year, chosen)),
            rules=tuple(_rules(office.store, tx, found, now, lang)),
        )


def _nearest(counts: Mapping[int, tuple[int, int]], present: int) -> int:
    """The present year if anything of it is owed, else the next in which something is."""
    return next((y for y in sorted(counts) if y >= present and counts[y][1]), present)


def _years(
    o: Outline, counts: Mapping[int, tuple[int, int]], present: int, chosen: int
) -> Iterator[YearShown]:
    for number in sorted({*counts, *range(present, present + AHEAD + 1), chosen}):
        year = o.calendar.year(number)
        total, owed = counts.get(number, (0, 0))
        published = year.status == "official"
        document = year.source.document if year.source else ""
        yield YearShown(number, total, owed, published, document)


def _rules(
    store: Store, tx: Tx, found: list[dict[str, Any]], now: datetime, lang: Lang
) -> Iterator[DeadlineRule]:
    by_rule: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in found:
        declared = outline(store, tx, row["programme"], row["programme_version"])
        # limits that each case has for itself stand together
        phrase = row["phrase"] if _is_general(declared, row) else ""
        by_rule.setdefault((row["programme"], row["duty"], phrase), []).append(row)
    for rows in by_rule.values():
        last = rows[-1]
        o = outline(store, tx, last["programme"], last["programme_version"])
        days = [_day(o, row, now) for row in rows]
        yield DeadlineRule(
            programme_title=o.title(lang),
            duty=last["duty"],
            title=o.duty_title(last["duty"], lang),
            phrase=last["phrase"] if len({row["phrase"] for row in rows}) == 1 else "",
            words=_words(o, last, lang),
            clause=tuple(from_text(last["clause"])),
            owed_by=tuple(o.role_title(role, lang) for role in last["owed_by"].split(",")),
            days=tuple(_listed(days)),
            more=max(0, len(days) - SHOWN),
        )


def _listed(days: list[DeadlineDay]) -> list[DeadlineDay]:
    """The days still owed first, then the latest of the others, in their order."""
    owed = [day for day in days if day.owed][:SHOWN]
    rest = [day for day in days if not day.owed]
    room = SHOWN - len(owed)
    return sorted([*owed, *(rest[-room:] if room else [])], key=lambda day: day.at or day.on)


def _day(o: Outline, row: Mapping[str, Any], now: datetime) -> DeadlineDay:
    on = date.fromisoformat(row["due_on"])
    counts = {n: int(row[n]) for n in ("provisional", "owed", "overdue", "met", "late", "moved")}
    return DeadlineDay(
        on=row["due_on"],
        at=row["due_at"] or "",
        kind=_kind(o, on),
        weekday=on.weekday(),
        is_guessed=o.calendar.is_provisional(on.year),
        rolled_from=_rolled_from(o, row),
        days_left=days_to(o, row["due_on"], row["due_at"], now),
        hours_left=hours_to(row["due_on"], row["due_at"], now, o.zone),
        working_days_left=working_days_left(o, row["duty"], row["phrase"], row["due_on"], now),
        **counts,
    )


def _kind(o: Outline, on: date) -> DayKind:
    if o.calendar.is_working_day(on):
        return "make-up" if on.weekday() > 4 else "working"
    return "holiday" if o.calendar.is_holiday(on) else "weekend"


def _rolled_from(o: Outline, row: Mapping[str, Any]) -> str | None:
    if row["basis"] is None:
        return None
    from config.dates.rules import Conventions
    from states.dates.dated import again

    conventions = Conventions.model_validate(o.declared.get("conventions") or {})
    found = again(row["basis"], conventions, o.calendar).due
    is_this = found.on.isoformat() == row["due_on"]
    return found.rolled_from.isoformat() if is_this and found.rolled_from else None


def _is_general(o: Outline, row: Mapping[str, Any]) -> bool:
    """Whether a duty is owed by the limit that its programme declares for all cases."""
    declared = o.duty(row["duty"]).get("due") or {}
    return bool(declared.get("phrase") == row["phrase"])


def _words(o: Outline, row: Mapping[str, Any], lang: Lang) -> str:
    """The rule in words; empty where a duty has another limit than the general one."""
    from config.dates.rules import Conventions, from_json
    from config.dates.texts import Lang as Words
    from states.dates.due import rule_words

    if not _is_general(o, row):
        return ""
    declared = o.duty(row["duty"])["due"]
    conventions = Conventions.model_validate(o.declared.get("conventions") or {})
    spoken: Words = "en" if lang == "en" else "zh"
    return rule_words(from_json(dict(declared["rule"])), spoken, conventions)
