"""Rounds: stages that flows open, list, remind, move and close, as the programme declares them."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from config.programme import Round
from states.actions import perform_all
from states.acts.refused import keep_refusals_of
from states.commands import Command, Verdict, Via
from states.compiled import Compiled
from states.duties import sweep
from states.errors import BadInput, Refusal, Refused
from states.facts import Case
from states.history import from_text, stamp
from states.intake import check_aware
from states.ledger import Event, note
from states.office import Office
from states.store import Tx
from states.sweeps.by_clock import Only
from states.words.titles import NONE, titled

FLOW = Via("flow")


@dataclass(slots=True)
class Listed:
    """A case that a round is waiting for."""

    case: str
    title: str
    jurisdiction: str
    category: str
    state: str
    unit: str
    checked_on: dict[str, str]


@dataclass(slots=True)
class RoundReport:
    """What one run of a round found and did; plain values throughout."""

    round: str
    title: str
    programme: str
    as_of: str
    status: str
    opened_now: bool = False
    closed_now: bool = False
    moved: dict[str, int] = field(default_factory=dict)
    opened_children: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    reminded: int = 0
    released: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For programs, and as a flow's result."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Release:
    """A batch that people have decided and that a flow performs in the name of an account."""

    actor: str
    move: str
    cases: tuple[str, ...]
    reason: str
    id: str
    via: Via = FLOW


def run_round(
    office: Office,
    name: str,
    *,
    programme: str | None = None,
    as_of: datetime | None = None,
    release: Release | None = None,
    run: str | None = None,
) -> RoundReport:
    """Run one round as of an instant (the present if None). Twice is once.

    Raises BadInput if the programme declares no such round or `as_of` lies after the clock."""
    check_aware("as_of", as_of)
    with office.store.read() as tx:
        compiled = office.current(tx, programme)
    declared = compiled.programme.rounds.get(name)
    if declared is None:
        raise BadInput("UnknownRound", round=name, known=list(compiled.programme.rounds) or NONE)
    at = as_of or office.clock.now()
    report = RoundReport(name, declared.title, compiled.key, stamp(at), "waiting")
    if declared.opens is not None and at < compiled.opening(declared.opens):
        report.listed = _listed(office, compiled, declared)
        return report
    swept = sweep(office, as_of=as_of, run=run, programme=compiled.key, only=_only(declared))
    report.moved, report.opened_children = swept.moved, swept.opened
    report.overdue, report.reminded = swept.overdue, swept.reminded
    if release is not None:
        _release(office, compiled, declared, release, report, run)
    report.listed = _listed(office, compiled, declared)
    _keep(office, compiled, name, declared, at, report, run)
    return report


def _only(declared: Round) -> Only:
    return Only(
        frozenset(declared.duties), frozenset(declared.moves), frozenset(declared.opens_children)
    )


def _release(
    office: Office,
    compiled: Compiled,
    declared: Round,
    release: Release,
    report: RoundReport,
    run: str | None,
) -> None:
    waiting = {listed.case for listed in _listed(office, compiled, declared)}
    if declared.together and waiting - set(release.cases):
        left = sorted(waiting - set(release.cases))
        move = compiled.move(declared.case, release.move)
        named = {"left": left, **(titled(move=move) if move else {"move": release.move})}
        refused = Refused([Refusal("NotTogether", declared.clause, named)], release.id)
        attempt = Command(release.id, release.actor, release.move, via=release.via)
        keep_refusals_of(office, [Verdict(attempt, error=refused)])
        raise refused
    if release.move not in declared.releases:
        known = list(declared.releases) or NONE
        raise BadInput("UnknownMove", move=release.move, known=known, kind=declared.title)
    commands = [
        Command(
            id=f"{release.id}/{code}",
            actor=release.actor,
            move=release.move,
            case=code,
            reason=release.reason,
            via=release.via,
            run=run,
        )
        for code in release.cases
    ]
    for verdict in perform_all(office, commands, atomic=False):
        if verdict.receipt is not None and verdict.receipt.waiting:
            report.waiting.append(verdict.receipt.waiting)
        elif verdict.receipt is not None:
            report.released.append(verdict.receipt.case)
        elif isinstance(verdict.error, Refused):
            report.refused.append({"case": verdict.command.case, **verdict.error.as_json()})
        elif verdict.error is not None:
            wrong = {"code": verdict.error.code, "message": verdict.error.message()}
            report.refused.append({"case": verdict.command.case, "refused": [wrong]})


def _listed(office: Office, compiled: Compiled, declared: Round) -> list[Listed]:
    with office.store.read() as tx:
        rows = tx.all(
            office.statements.in_states,
            programme=compiled.key,
            kind=declared.case,
            states=tx.listed(declared.lists),
        )
    return [_row(compiled, Case.from_row(row)) for row in rows]


def _row(compiled: Compiled, case: Case) -> Listed:
    programme = compiled.programme
    place = programme.jurisdictions.get(case.jurisdiction or "")
    category = programme.categories.get(case.category or "")
    return Listed(
        case=case.code,
        title=case.title,
        jurisdiction=place.label if place else case.jurisdiction or "",
        category=category.title if category else case.category or "",
        state=compiled.kind(case.kind).states[case.state].title,
        unit=case.unit_name or "",
        checked_on={item: check.on for item, check in case.checks.items() if check.on},
    )


def _keep(
    office: Office,
    compiled: Compiled,
    name: str,
    declared: Round,
    at: datetime,
    report: RoundReport,
    run: str | None,
) -> None:
    """Record the opening and the closing of the round, each once."""
    closes = compiled.due(declared.closes) if declared.closes else None
    is_over = closes is not None and at >= closes.at
    with office.store.write() as tx:
        known = _known(office, tx, compiled.key, name)
        events = []
        if "open-round" not in known:
            report.opened_now = True
            events.append(Event("open-round", {"round": name}, declared.clause))
        if is_over and "close-round" not in known:
            report.closed_now = True
            detail = {"round": name, "left": len(report.listed), "moved": report.moved}
            events.append(Event("close-round", detail, declared.clause))
        note(office, tx, compiled, events, run=run)
    report.status = "closed" if is_over else "open"


def _known(office: Office, tx: Tx, programme: str, name: str) -> set[str]:
    found = set()
    for row in tx.all(office.statements.ledger_events, programme=programme):
        event = from_text(row["effects"]).get("event", {})
        if event.get("round") == name:
            found.add(row["move"])
    return found
