"""The light reading of an activated programme: titles, the shape of lives, windows of moves.

Reads the stored JSON as it is, so that a page or a listing builds neither types nor machines.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Executable, bindparam, exists, select

from states.calendars.years import YEARS, given_calendar_of
from states.history import stamp
from states.queries.distances import distances, is_only_way
from states.store import Store, Tx
from states.tables import CALENDAR, meta, programmes
from states.words.entries import ACTIVE, SYSTEM, Lang, entry_title, phrase

if TYPE_CHECKING:
    from config.calendar import Calendar

Json = Mapping[str, Any]
_FAR = 10_000
STAYS = "="
# as in config.case_types: a move that leaves the case in its state

_newer = programmes.alias()
_MARK = select(meta.c.value).where(meta.c.key == CALENDAR).scalar_subquery().label("calendar")
CURRENT = (
    select(programmes.c.programme, programmes.c.version, _MARK)
    .where(
        ~exists().where(
            _newer.c.programme == programmes.c.programme,
            _newer.c.version > programmes.c.version,
        )
    )
    .order_by(programmes.c.activated_at, programmes.c.programme)
)
VERSIONS = select(programmes.c.programme, programmes.c.version, _MARK).order_by(
    programmes.c.activated_at, programmes.c.programme, programmes.c.version
)
COMPILED = select(programmes.c.compiled).where(
    programmes.c.programme == bindparam("programme"), programmes.c.version == bindparam("version")
)


@dataclass(frozen=True, slots=True)
class Window:
    """When a move may be made: from an instant, until a day (and its exclusive instant)."""

    opens_on: str | None = None
    opens_at: str | None = None
    due_on: str | None = None
    due_at: str | None = None
    phrase: str = ""
    opening_phrase: str = ""
    provisional: bool = False

    def has_opened(self, now: str) -> bool:
        """Whether the first instant has come."""
        return self.opens_at is None or now >= self.opens_at

    def has_closed(self, now: str) -> bool:
        """Whether the last instant has gone."""
        return self.due_at is not None and now >= self.due_at


class Outline:
    """One version of a programme, as plain stored values."""

    def __init__(self, declared: Json, version: int, years: Sequence[dict[str, Any]] = ()) -> None:
        self.declared = declared
        self.years = years
        self.version = version
        self.key: str = declared["programme"]
        self.zone: str = declared.get("zone", "Asia/Shanghai")
        self.kinds: Mapping[str, Json] = declared["cases"]
        self._windows: dict[tuple[str, str], Window] = {}
        self._distances: dict[str, dict[str, int]] = {}

    @cached_property
    def later(self) -> tuple[str, ...]:
        """The moves whose decision is announced later, as programme/kind/move."""
        return tuple(
            f"{self.key}/{kind}/{move}"
            for kind, declared in self.kinds.items()
            for move, says in declared["moves"].items()
            if says.get("announced-by")
        )

    def announcers(self, kind: str) -> tuple[str, ...]:
        """The roles that may announce a decision on a case of a kind."""
        moves = self.kinds.get(kind, {}).get("moves", {}).values()
        found = [role for m in moves for role in (m.get("announced-by") or {}).get("by", ())]
        return tuple(dict.fromkeys(found))

    @cached_property
    def told(self) -> frozenset[str]:
        """The roles that know of such a decision at once, as in config.programme."""
        roles = self.declared["roles"]
        wide = {name for name, role in roles.items() if role["scope"] == "programme"}
        moves = [m for kind in self.kinds.values() for m in kind["moves"].values()]
        return frozenset(wide.union(*(m["by"] for m in moves if m.get("announced-by"))))

    @cached_property
    def tz(self) -> ZoneInfo:
        """The programme's zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def calendar(self) -> "Calendar":
        """The calendar of working days, with the years that the database was given."""
        return given_calendar_of(self.declared["calendar"], self.years)

    def today(self, now: datetime) -> date:
        """The civil day in the programme's zone."""
        return now.astimezone(self.tz).date()

    def midnight(self, day: date) -> str:
        """The stored first instant of a day."""
        return stamp(datetime.combine(day, time(0), self.tz))

    def title(self, lang: Lang) -> str:
        """The programme's title."""
        return title_of(self.declared, lang)

    def main_kind(self) -> str:
        """What people mean by 项目: the first kind without a parent."""
        return next(name for name, kind in self.kinds.items() if not kind.get("of"))

    def kind_title(self, kind: str, lang: Lang) -> str:
        """The title of a kind; of the programme's own history, the programme's."""
        return title_of(self.kinds[kind], lang) if kind in self.kinds else self.title(lang)

    def states(self, kind: str) -> Mapping[str, Json]:
        """The states of a kind in the file's order."""
        found: Mapping[str, Json] = self.kinds[kind]["states"] if kind in self.kinds else {}
        return found

    def state_title(self, kind: str, state: str | None, lang: Lang) -> str:
        """The title of a state; empty for none."""
        declared = self.states(kind).get(state or "")
        if state == ACTIVE and kind not in self.kinds:
            return phrase(ACTIVE, lang)
        return title_of(declared, lang) if declared else state or ""

    def end(self, kind: str, state: str) -> Any:
        """How a life ends in a state: normal, exceptional, or None."""
        return self.states(kind).get(state, {}).get("end")

    def move(self, kind: str, move: str) -> Json | None:
        """A declared move."""
        found: Json | None = self.kinds.get(kind, {}).get("moves", {}).get(move)
        return found

    def move_title(self, kind: str, move: str, lang: Lang) -> str:
        """The title of a move or of an entry of the system."""
        declared = self.move(kind, move)
        return title_of(declared, lang) if declared else entry_title(move, lang)

    def role_title(self, role: str, lang: Lang) -> str:
        """The title of a role."""
        if role == SYSTEM:
            return phrase(SYSTEM, lang)
        declared = self.declared["roles"].get(role)
        return title_of(declared, lang) if declared else role

    def is_read_only(self, role: str) -> bool:
        """Whether the role only looks on. An undeclared role can do nothing."""
        declared = self.declared["roles"].get(role)
        return declared is None or bool(declared.get("read-only"))

    def place(self, code: str | None) -> str:
        """The short name of a jurisdiction."""
        declared = self.declared.get("jurisdictions", {}).get(code or "")
        return (declared.get("short") or declared["name"]) if declared else code or ""

    def category_title(self, key: str | None, lang: Lang) -> str:
        """The title of a field (领域)."""
        declared = self.declared.get("categories", {}).get(key or "")
        return title_of(declared, lang) if declared else key or ""

    def duty(self, name: str) -> Json:
        """A declared duty; empty if this version has none of that name."""
        found: Json = self.declared.get("duties", {}).get(name, {})
        return found

    def duty_title(self, name: str, lang: Lang) -> str:
        """The title of a duty."""
        declared = self.duty(name)
        return title_of(declared, lang) if declared else name

    def is_unverified(self, name: str, due_at: str | None) -> bool:
        """Whether a duty's limit is 待核. One that a document of the case has set is not."""
        return due_at is None and bool(self.duty(name).get("unverified"))

    def bound_moves(self, duty: str) -> tuple[str, ...]:
        """The moves that settle a duty."""
        return tuple(self.duty(duty).get("bound-by", ()))

    def duties_bound_by(self, kind: str, moves: set[str]) -> list[str]:
        """The duties of a kind that any of the moves settles."""
        return [
            name
            for name, duty in self.declared.get("duties", {}).items()
            if duty["case"] == kind and moves & set(duty.get("bound-by", ()))
        ]

    def progress(self, kind: str) -> tuple[str, ...]:
        """The states of the progress line; without a declared one, those of a normal life."""
        declared = tuple(self.kinds[kind].get("progress") or ())
        if declared:
            return declared
        return tuple(s for s, d in self.states(kind).items() if d.get("end") != "exceptional")

    def moves_from(self, kind: str, state: str) -> Iterator[tuple[str, Json]]:
        """The moves out of a state that the chosen settings allow, in the file's order."""
        for name, move in self.kinds.get(kind, {}).get("moves", {}).items():
            if state in (move.get("from") or ()) and self._applies(move):
                yield name, move

    def creating(self, kind: str) -> Iterator[tuple[str, Json]]:
        """The moves that bring a case of the kind into being."""
        for name, move in self.kinds.get(kind, {}).get("moves", {}).items():
            if not move.get("from") and self._applies(move):
                yield name, move

    def applies(self, move: Json, case: Json) -> bool:
        """Whether the condition of a move holds for a case, given its row."""
        when = move.get("when")
        if not when:
            return True
        # only files with conditions pay for them
        from states.conditions import cohort, holds
        from states.facts import Case

        found = Case.from_row(case)
        place = self.declared.get("jurisdictions", {}).get(found.jurisdiction or "", {})
        form = self.kinds[found.kind].get("form", {})
        return holds(when, cohort(found, form, place.get("kind", ""), self.zone))

    def is_forward(self, kind: str, state: str, move: Json) -> bool:
        """Whether a move brings a case nearer to its normal end, or further along its progress."""
        to = move["to"]
        if to in (state, STAYS) or self.end(kind, to) == "exceptional":
            return False
        far = self._distance(kind)
        if far.get(to, _FAR) < far.get(state, _FAR):
            return True
        if is_only_way(self.states(kind), self._ways(kind), state, move):
            return True
        line = self.kinds[kind].get("progress") or ()
        return to in line and (state not in line or line.index(to) > line.index(state))

    def is_backward(self, kind: str, state: str, move: Json) -> bool:
        """Whether a move takes a case further from its normal end without ending it: a return."""
        to = move["to"]
        if to in (state, STAYS) or self.end(kind, to):
            return False
        far = self._distance(kind)
        return far.get(to, _FAR) > far.get(state, _FAR)

    def window(self, kind: str, move: str) -> Window:
        """When the declared days let a move be made."""
        known = self._windows.get((kind, move))
        if known is None:
            known = self._windows[kind, move] = self._window(self.move(kind, move) or {})
        return known

    def _applies(self, move: Json) -> bool:
        settings = self.declared.get("settings", {})
        wanted = move.get("only-if") or {}
        return all(settings.get(name, {}).get("value") == value for name, value in wanted.items())

    def _distance(self, kind: str) -> dict[str, int]:
        """Fewest moves from each state to a normal end."""
        if kind not in self._distances:
            self._distances[kind] = distances(self.states(kind), self._ways(kind))
        return self._distances[kind]

    def _ways(self, kind: str) -> list[Json]:
        return [m for m in self.kinds[kind]["moves"].values() if self._applies(m)]

    def _window(self, move: Json) -> Window:
        opens_on = opens_at = due_on = due_at = None
        says, opening, provisional = "", "", False
        for name in ("opens", "on", "after"):
            if move.get(name):
                on, at, _ = self.due(move[name])
                if on:
                    opens_on, opening = on, move[name]["phrase"]
                    opens_at = at if name == "after" else self.midnight(date.fromisoformat(on))
        if move.get("until"):
            due_on, due_at, provisional = self.due(move["until"])
            says = move["until"]["phrase"]
        return Window(opens_on, opens_at, due_on, due_at, says, opening, provisional)

    def due(self, deadline: Json) -> tuple[str | None, str | None, bool]:
        """The one day of a declared deadline, its exclusive instant, and whether provisional."""
        fixed = self._fixed_day(deadline["rule"])
        if fixed is not None:
            return fixed.isoformat(), self.midnight(fixed + timedelta(days=1)), False
        return self._computed(deadline["rule"])

    def _fixed_day(self, rule: Json) -> date | None:
        """A plain named day that counts itself and stays where it is, read without the machinery
        of deadlines; None for anything else."""
        plain = {"kind", "year", "month", "day"}
        conventions = self.declared.get("conventions") or {}
        if rule.get("kind") != "day" or set(rule) - {"bound"} != plain:
            return None
        if rule.get("bound", "included") not in ("included", "convention"):
            return None
        asked = {
            "named_day": "included",
            "named_rest_day": "keep",
            "zone": "Asia/Shanghai",
            **conventions,
        }
        if (asked["named_day"], asked["named_rest_day"], asked["zone"]) != (
            "included",
            "keep",
            self.zone,
        ):
            return None
        return date(rule["year"], rule["month"], rule["day"])

    def _computed(self, rule: Json) -> tuple[str | None, str | None, bool]:
        # these cost a good part of a listing's start, and few programmes need them
        from config.dates.rules import Conventions, from_json
        from states import deadlines

        found = deadlines.dues(
            from_json(dict(rule)),
            anchor=date.fromisoformat(self.declared["source"]["issued"]),
            conventions=Conventions.model_validate(self.declared.get("conventions") or {}),
            calendar=self.calendar,
        )
        if not found:
            return None, None, False
        return found[0].on.isoformat(), stamp(found[0].at), found[0].provisional


def title_of(declared: Json, lang: Lang, key: str = "") -> str:
    """The title in the language asked for, where the file gives it; `key` for what has none."""
    title = declared.get("title-en") if lang == "en" else ""
    return str(title or declared.get("title", key))


_KNOWN: WeakKeyDictionary[Store, dict[tuple[str, int], Outline]] = WeakKeyDictionary()
_MARKS: WeakKeyDictionary[Store, str] = WeakKeyDictionary()


def outline(store: Store, tx: Tx, programme: str, version: int) -> Outline:
    """The outline of an activated version. Versions never change, so each is read once, until the
    database is given another year of their calendar."""
    known = _KNOWN.setdefault(store, {})
    found = known.get((programme, version))
    if found is None:
        row = tx.one(COMPILED, programme=programme, version=version)
        assert row is not None
        declared = orjson.loads(row["compiled"])
        years = tx.all(YEARS, calendar=declared["calendar"])
        found = known[programme, version] = Outline(declared, version, years)
    return found


def _listed(store: Store, tx: Tx, statement: Executable) -> list[dict[str, Any]]:
    found = tx.all(statement)
    mark = str(found[0]["calendar"]) if found else ""
    if _MARKS.get(store) != mark:
        _KNOWN.pop(store, None)
        _MARKS[store] = mark
    return found


def all_outlines(store: Store, tx: Tx) -> list[Outline]:
    """Every activated version, oldest programme first."""
    return [outline(store, tx, r["programme"], r["version"]) for r in _listed(store, tx, VERSIONS)]


def current_outlines(store: Store, tx: Tx) -> dict[str, Outline]:
    """The newest version of each programme, oldest programme first."""
    return {
        r["programme"]: outline(store, tx, r["programme"], r["version"])
        for r in _listed(store, tx, CURRENT)
    }
