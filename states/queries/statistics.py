"""Figures of one programme within the viewer's reach: where cases stand, how far they came, how
long they stayed, what was done in time and what is overdue for how long."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from states.errors import BadInput
from states.history import stamp
from states.queries.answers import Answer
from states.queries.histories import standings
from states.queries.lists import chosen
from states.queries.outline import Outline
from states.queries.stat_statements import BUCKETS, StatStatements, statements_of
from states.queries.viewers import Viewer, seen
from states.record.cited import leading_on, replaced
from states.store import Tx
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class Count(Answer):
    """How many cases of a kind stand in a state, in one jurisdiction and field."""

    kind: str
    kind_title: str
    state: str
    state_title: str
    jurisdiction: str | None
    jurisdiction_title: str
    field: str | None
    field_title: str
    count: int


@dataclass(frozen=True, slots=True)
class Reached(Answer):
    """How many cases of a kind were in a state of the progress line; `share` of all that began."""

    kind: str
    kind_title: str
    state: str
    state_title: str
    count: int
    share: float | None


@dataclass(frozen=True, slots=True)
class DutyRate(Answer):
    """What became of a duty. `rate`: done in time, of all of which the day decides: done in time or
    late, overdue, or ended undone after their day (lapsed). What is not due yet, was exempted or
    has no day counts on neither side."""

    duty: str
    title: str
    on_time: int
    late: int
    overdue: int
    open: int
    waived: int
    lapsed: int
    without_limit: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class Dwell(Answer):
    """Days in a state: the median of the stays that ended, and of those that last."""

    kind: str
    kind_title: str
    state: str
    state_title: str
    left: int
    median_days: float | None
    standing: int
    standing_median_days: float | None


@dataclass(frozen=True, slots=True)
class Ageing(Answer):
    """How many duties of a name are overdue for how long; `bucket` is one of BUCKETS."""

    duty: str
    title: str
    bucket: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics(Answer):
    """The figures of a programme at an instant."""

    programme: str
    programme_title: str
    at: str
    counts: tuple[Count, ...]
    funnel: tuple[Reached, ...]
    duties: tuple[DutyRate, ...]
    dwell: tuple[Dwell, ...]
    ageing: tuple[Ageing, ...]


JUDGED = ("met", "late", "overdue", "lapsed")
"""What of a duty's fates the rate is of."""
_Tallied = tuple[str, str, int, str]
"""A duty's name, its status, whether it has no day, for how long it is overdue."""


def statistics(
    office: "Office",
    who: str | Viewer,
    *,
    programme: str | None = None,
    at: datetime | None = None,
    lang: Lang = "zh",
) -> Statistics:
    """The figures of a programme, now or as they were at an instant. Raises BadInput."""
    moment = _moment(at, office.clock.now())
    with office.store.read() as tx:
        o = chosen(office.store, tx, programme)
        asked = _Asked(
            office, tx, seen(tx, who, office.clock.now()), o, moment, at is not None, lang
        )
        tallied = asked.duties()
        return Statistics(
            programme=o.key,
            programme_title=o.title(lang),
            at=stamp(moment),
            counts=asked.counts(),
            funnel=asked.funnel(),
            duties=_rates(o, tallied, lang),
            dwell=asked.dwell(),
            ageing=_ages(o, tallied, lang),
        )


def _moment(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now
    if at.tzinfo is None:
        raise BadInput("BadFilter", name="as-of", value=at, known="2026-06-30T12:00+08:00")
    return at


class _Asked:
    """One question within one snapshot."""

    def __init__(
        self,
        office: "Office",
        tx: Tx,
        viewer: Viewer,
        o: Outline,
        at: datetime,
        looks_back: bool,
        lang: Lang,
    ) -> None:
        self.store, self.tx, self.viewer, self.o, self.lang = office.store, tx, viewer, o, lang
        self.at, self.looks_back = at, looks_back
        self.s: StatStatements = statements_of(office.store.dialect)
        self.wanted = {"programme": o.key}
        self.at_text = stamp(at)
        self.gone = {"gone": tx.listed(self._gone())}

    def _rows(self, now: Any, then: Any, **more: Any) -> list[dict[str, Any]]:
        if self.looks_back:
            return self.viewer.all(self.tx, then, **self.wanted, at=self.at_text, **more)
        return self.viewer.all(self.tx, now, **self.wanted, **more)

    def _gone(self) -> Iterator[str]:
        """The entries that led nowhere by what is known now: put right, or back from such a one."""
        rows = self.viewer.all(self.tx, self.s.righted, **self.wanted)
        for code, of_case in groupby(rows, key=itemgetter("case_code")):
            entries = {row["seq"]: row for row in of_case}
            holding = {row["seq"] for row in leading_on(list(entries.values()))}
            for wrong, right in replaced(entries.values()).items():
                came, stays = entries[wrong]["to_state"], entries[right]
                if came == stays["from_state"] == stays["to_state"]:
                    holding.add(wrong)  # the true move came to the same state
            yield from (f"{code} {seq}" for seq in entries if seq not in holding)

    def counts(self) -> tuple[Count, ...]:
        """Where the cases stand."""
        o, lang = self.o, self.lang
        rows = self._rows(self.s.counts, self.s.counts_at)
        found = [
            Count(
                kind=r["kind"],
                kind_title=o.kind_title(r["kind"], lang),
                state=r["state"],
                state_title=o.state_title(r["kind"], r["state"], lang),
                jurisdiction=r["jurisdiction"],
                jurisdiction_title=o.place(r["jurisdiction"]),
                field=r["category"],
                field_title=o.category_title(r["category"], lang),
                count=r["n"],
            )
            for r in rows
            if r["kind"] in o.kinds
        ]
        return tuple(sorted(found, key=self._in_order))

    def _in_order(self, row: Count) -> tuple[Any, ...]:
        places, fields = (self.o.declared.get(n, {}) for n in ("jurisdictions", "categories"))
        return (
            list(self.o.kinds).index(row.kind),
            _place(self.o.states(row.kind), row.state),
            _place(places, row.jurisdiction),
            _place(fields, row.field),
        )

    def funnel(self) -> tuple[Reached, ...]:
        """How many cases were in each state of the progress line; ends by the way do not count."""
        o, found = self.o, []
        been: dict[str, Counter[str]] = {}
        totals: Counter[str] = Counter()
        for row in self._rows(self.s.reached, self.s.reached_at, **self.gone):
            totals[row["kind"]] += row["n"]
            counts = been.setdefault(row["kind"], Counter())
            for state in row["states"].split(" "):
                counts[state] += row["n"]
        for kind in (kind for kind in o.kinds if kind in been):
            for state in o.progress(kind):
                reached = been[kind][state]
                found.append(
                    Reached(
                        kind,
                        o.kind_title(kind, self.lang),
                        state,
                        o.state_title(kind, state, self.lang),
                        reached,
                        _share(reached, totals[kind]),
                    )
                )
        return tuple(found)

    def dwell(self) -> tuple[Dwell, ...]:
        """How long the cases stay in each state that is no end."""
        o = self.o
        at = {"programme": o.key, "at": self.at_text, **self.gone}
        rows = self.viewer.all(self.tx, self.s.dwell_at if self.looks_back else self.s.dwell, **at)
        by_state = {(r["kind"], r["state"], r["stands"]): r for r in rows}
        found = []
        for kind in o.kinds:
            for state in o.states(kind):
                past, present = (by_state.get((kind, state, stands)) for stands in (0, 1))
                if o.end(kind, state) or not (past or present):
                    continue
                found.append(
                    Dwell(
                        kind,
                        o.kind_title(kind, self.lang),
                        state,
                        o.state_title(kind, state, self.lang),
                        past["n"] if past else 0,
                        _rounded(past),
                        present["n"] if present else 0,
                        _rounded(present),
                    )
                )
        return tuple(found)

    def duties(self) -> Counter[_Tallied]:
        """Every duty that had arisen, counted by what became of it."""
        bounds = _bounds(self.o, self.at)
        statement = self.s.duties_at if self.looks_back else self.s.duties
        rows = self.viewer.all(self.tx, statement, **self.wanted, at=self.at_text, **bounds)
        found: Counter[_Tallied] = Counter()
        for r in rows:
            found[r["duty"], r["status"], r["undated"], r["bucket"]] += r["n"]
        if self.looks_back:
            self._add_moved(found, bounds)
        return found

    def _add_moved(self, found: Counter[_Tallied], bounds: Mapping[str, str]) -> None:
        """Duties whose day was moved at some time stood at another day then."""
        moved = {
            tuple(row.values()) for row in self.viewer.all(self.tx, self.s.moved, **self.wanted)
        }
        rows = self.viewer.all(self.tx, self.s.moved_cases, **self.wanted)
        stood = standings(self.store, self.tx, self.viewer, rows, self.at, self.lang)
        for duty in (duty for one in stood.values() for duty in one.duties):
            if (duty.case, duty.duty, duty.n) in moved:
                bucket = _bucket(duty.due_at, bounds) if duty.status == "overdue" else ""
                status = "lapsed" if duty.lapsed else duty.status
                found[duty.duty, status, int(duty.due_at is None), bucket] += 1


def _place(names: Mapping[str, Any], name: str | None) -> tuple[int, str]:
    return (list(names).index(name or "") if name in names else len(names), name or "")


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(row: Mapping[str, Any] | None) -> float | None:
    return round(float(row["median"]), 1) if row else None


def _bounds(o: Outline, at: datetime) -> dict[str, str]:
    """The last instants of the days that are over by more than so many days."""
    today = o.today(at)
    return {f"over_{n}": o.midnight(today - timedelta(days=n)) for n in (7, 30, 90)}


def _bucket(due_at: str | None, bounds: Mapping[str, str]) -> str:
    for bound, bucket in (("over_90", "more"), ("over_30", "90"), ("over_7", "30")):
        if (due_at or "") <= bounds[bound]:
            return bucket
    return "7"


def _names(o: Outline, tallied: Counter[_Tallied]) -> Sequence[str]:
    declared = o.declared.get("duties", {})
    return sorted({row[0] for row in tallied}, key=lambda name: _place(declared, name))


def _rates(o: Outline, tallied: Counter[_Tallied], lang: Lang) -> tuple[DutyRate, ...]:
    found = []
    for name in _names(o, tallied):
        counts: Counter[str] = Counter()
        for (duty, status, undated, _), n in tallied.items():
            if duty == name:
                counts["without-limit" if status == "met" and undated else status] += n
        judged = sum(counts[status] for status in JUDGED)
        found.append(
            DutyRate(
                duty=name,
                title=o.duty_title(name, lang),
                on_time=counts["met"],
                late=counts["late"],
                overdue=counts["overdue"],
                open=counts["open"],
                waived=counts["waived"],
                lapsed=counts["lapsed"],
                without_limit=counts["without-limit"],
                rate=_share(counts["met"], judged),
            )
        )
    return tuple(found)


def _ages(o: Outline, tallied: Counter[_Tallied], lang: Lang) -> tuple[Ageing, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for (duty, status, _, bucket), n in tallied.items():
        if status == "overdue":
            counts[duty, bucket] += n
    return tuple(
        Ageing(name, o.duty_title(name, lang), bucket, counts[name, bucket])
        for name in _names(o, tallied)
        for bucket in BUCKETS
        if counts[name, bucket]
    )
