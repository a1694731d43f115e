"""What an office holds, counted: states, duties, reminders, refusals, entries, acts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from config.vocabulary import SYSTEM
from states.compiled import Compiled
from states.history import from_text
from states.queries.duties import LAPSED
from states.store import Tx
from states.tables import cases, duties, history, outbox, refusals

_REASONS = 5
"""How many of the reasons met most are told."""
_STATES = select(cases.c.kind, cases.c.state, func.count().label("n")).group_by(
    cases.c.kind, cases.c.state
)
_DUTIES = select(
    duties.c.duty,
    duties.c.status,
    duties.c.due_at.is_(None).label("open_ended"),
    LAPSED.label("lapsed"),
    func.count().label("n"),
).group_by(duties.c.duty, duties.c.status, duties.c.due_at.is_(None), LAPSED)
_PLACES = select(
    cases.c.kind, cases.c.jurisdiction, cases.c.category, func.count().label("n")
).group_by(cases.c.kind, cases.c.jurisdiction, cases.c.category)
_REMINDERS = select(func.count().label("n")).select_from(outbox).where(outbox.c.topic == "remind")
_ENTRIES = select(history.c.entry, func.count().label("n")).group_by(history.c.entry)
_REFUSALS = select(refusals.c.reasons).order_by(refusals.c.id)
_ACTS = (
    select(
        func.coalesce(cases.c.parent, cases.c.code).label("code"),
        func.count().label("n"),
    )
    .select_from(history.join(cases, cases.c.code == history.c.case_code))
    .where(history.c.actor != SYSTEM, history.c.from_state.is_not(None))
    .group_by(func.coalesce(cases.c.parent, cases.c.code))
)
_MAIN = select(cases.c.code, cases.c.state, cases.c.kind, cases.c.head).order_by(cases.c.code)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of everything in an office.

    `acts`: for each state of the main kind, how many acts by people its cases took with all their
    children, besides the one that brought each case into being, as {number of acts: cases}.
    `refused_for`: the reasons met most, `n` times each, with the sentence of the first time."""

    states: dict[str, dict[str, int]]
    duties: dict[str, int]
    duties_by_name: dict[str, dict[str, int]]
    most_by_jurisdiction: dict[str, int]
    by_category: dict[str, dict[str, int]]
    reminders: int
    refusals: dict[str, int]
    refused_acts: int
    refused_for: list[dict[str, Any]]
    entries: int
    recorded_facts: int
    acts: dict[str, dict[str, int]]


def tally(tx: Tx, compiled: Compiled) -> tuple[Tally, list[str]]:
    """The counts, and the head of every case's chain in order of codes."""
    main = {row["code"]: row for row in tx.all(_MAIN)}
    by_name = _duties(tx)
    totals = dict.fromkeys(("on-time", "late", "open", "overdue"), 0)
    for counts in by_name.values():
        for status, n in counts.items():
            totals[status] = totals.get(status, 0) + n
    entries = {row["entry"]: int(row["n"]) for row in tx.all(_ENTRIES)}
    reasons = [from_text(row["reasons"]) for row in tx.all(_REFUSALS)]
    reminders = tx.one(_REMINDERS)
    by_place, by_category = _spread(tx)
    counted = Tally(
        states=_states(tx, compiled),
        duties=totals,
        duties_by_name=by_name,
        most_by_jurisdiction=by_place,
        by_category=by_category,
        reminders=int(reminders["n"]) if reminders else 0,
        refusals=_by_clause(reasons),
        refused_acts=len(reasons),
        refused_for=_met_most(reasons),
        entries=sum(entries.values()),
        recorded_facts=entries.get("record", 0),
        acts=_acts(tx, compiled, main),
    )
    return counted, [f"{code} {row['head']}" for code, row in main.items()]


def _states(tx: Tx, compiled: Compiled) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(_STATES):
        if row["kind"] in compiled.programme.cases:
            found.setdefault(row["kind"], {})[row["state"]] = int(row["n"])
    return {
        kind: {state: found[kind][state] for state in declared.states if state in found[kind]}
        for kind, declared in compiled.programme.cases.items()
        if kind in found
    }


def _duties(tx: Tx) -> dict[str, dict[str, int]]:
    """on-time, late, open, overdue, waived, lapsed; without-limit: done where no day was set."""
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(_DUTIES):
        status = "on-time" if row["status"] == "met" else row["status"]
        if status == "on-time" and row["open_ended"]:
            status = "without-limit"
        if row["lapsed"]:
            status = "lapsed"
        counts = found.setdefault(row["duty"], {})
        counts[status] = counts.get(status, 0) + int(row["n"])
    return found


def _by_clause(refused: list[list[dict[str, Any]]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for reasons in refused:
        for clause in {one for reason in reasons for one in reason.get("clause") or ["—"]}:
            found[clause] = found.get(clause, 0) + 1
    return dict(sorted(found.items()))


def _met_most(refused: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """A reason is the same for the same move or the same condition, whatever the case."""
    met: dict[tuple[str, ...], dict[str, Any]] = {}
    for reason in (one for reasons in refused for one in reasons):
        named = reason.get("parameters") or {}
        about = [str(named.get(name, "")) for name in ("move", "says", "document", "quota")]
        first = met.setdefault((str(reason["code"]), *about), {"n": 0, **reason})
        first["n"] += 1
    return sorted(met.values(), key=lambda one: -int(one["n"]))[:_REASONS]


def _spread(tx: Tx) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """For each kind the most cases of one jurisdiction, and the cases of each category."""
    places: dict[str, dict[str, int]] = {}
    categories: dict[str, dict[str, int]] = {}
    for row in tx.all(_PLACES):
        for found, name in ((places, row["jurisdiction"]), (categories, row["category"])):
            if name:
                counts = found.setdefault(row["kind"], {})
                counts[name] = counts.get(name, 0) + int(row["n"])
    return {kind: max(counts.values()) for kind, counts in places.items()}, categories


def _acts(tx: Tx, compiled: Compiled, main: dict[str, dict[str, str]]) -> dict[str, dict[str, int]]:
    counts = {row["code"]: int(row["n"]) for row in tx.all(_ACTS)}
    found: dict[str, dict[str, int]] = {}
    for code, row in main.items():
        if row["kind"] == compiled.programme.main_kind():
            number = str(counts.get(code, 0))
            by_state = found.setdefault(row["state"], {})
            by_state[number] = by_state.get(number, 0) + 1
    return {state: dict(sorted(acts.items())) for state, acts in sorted(found.items())}
