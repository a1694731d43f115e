"""Bulk acts in two steps: a plan that is verified and written down, then the plan applied.

A plan changes no case. It holds every act with what would become of it, and the programme's own
history holds its digest: a plan that was altered, is from another office, or has expired is not
applied. Applied twice, it gives the receipts of the first time.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, select

from states.actions import perform_all, perform_approved
from states.acts.requests import Approver
from states.commands import BATCH, Command, Verdict, Via, command_from
from states.decisions.publicity import is_told
from states.errors import BadInput
from states.facts import Case
from states.history import as_text, from_text, instant, stamp
from states.ledger import Event, note
from states.office import Office
from states.record.publishing import publishing_statements
from states.record.reading import Reader
from states.record.request_statements import request_statements
from states.store import Tx
from states.tables import history, quotas
from states.words.flags import as_kept

LIFETIME = timedelta(days=7)
"""For how long a plan may be applied."""
Outcome = Literal["done", "waits", "refused"]
_PLANNED = select(history.c.effects).where(
    history.c.case_code == bindparam("programme"), history.c.move == "plan-bulk"
)
_QUOTAS = select(quotas.c.bucket, quotas.c.used, quotas.c.cap).where(
    quotas.c.programme == bindparam("programme")
)


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """One act of a plan: the case as it was, and what would become of it. `waits`: a second person
    must approve. `reasons`: why it is refused; `flags`: what is noted against it; both as they are
    kept."""

    case: str
    seq: int
    state: str
    outcome: Outcome
    after: str = ""
    reasons: tuple[Mapping[str, Any], ...] = ()
    flags: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class QuotaEffect:
    """What a plan as a whole does to a bucket of a quota. `cap` None: no upper bound."""

    bucket: str
    used: int
    after: int
    cap: int | None


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """Acts that were verified together, in the order in which they would be done."""

    programme: str
    move: str
    actor: str
    made_at: str
    expires_at: str
    acts: tuple[PlannedAct, ...]
    quotas: tuple[QuotaEffect, ...]
    commands: tuple[Mapping[str, Any], ...]

    @property
    def digest(self) -> str:
        """What names the plan: the SHA-256 of all that it says."""
        return hashlib.sha256(as_text(asdict(self)).encode()).hexdigest()

    def count(self, outcome: Outcome) -> int:
        """How many of its acts end so."""
        return sum(act.outcome == outcome for act in self.acts)


def plan_text(plan: BulkPlan) -> str:
    """The plan as the file that is kept until it is applied."""
    return as_text({**asdict(plan), "digest": plan.digest})


def plan_from(text: str) -> BulkPlan:
    """A plan from its file. Raises BadInput if the text is no plan, or not as it was written."""
    try:
        values = dict(from_text(text))
        digest = values.pop("digest")
        acts = tuple(_act_from(act) for act in values.pop("acts"))
        effects = tuple(QuotaEffect(**effect) for effect in values.pop("quotas"))
        commands = tuple(values.pop("commands"))
        plan = BulkPlan(**values, acts=acts, quotas=effects, commands=commands)
    except ValueError as error:
        raise BadInput("NoPlan", detail=str(error).splitlines()[0]) from error
    except (KeyError, TypeError) as error:
        raise BadInput("PlanPartial") from error
    if plan.digest != digest:
        raise BadInput("PlanAltered")
    return plan


def _act_from(values: Mapping[str, Any]) -> PlannedAct:
    more = {"reasons": tuple(values["reasons"]), "flags": tuple(values["flags"])}
    return PlannedAct(**{**values, **more})


def make_plan(
    office: Office, commands: Sequence[Command], *, via: Via, keep: bool = True
) -> BulkPlan:
    """Verify acts of one person, one on each case, without performing any; the plan is noted in the
    programme's own history unless `keep` is off.

    Raises BadInput for an act that cannot be read, or for no acts at all."""
    if not commands:
        raise BadInput("NothingPlanned")
    with office.store.read() as tx:
        found = _cases(office, tx, [str(command.case) for command in commands])
        _veil(office, tx, commands[0].actor, found)
        used = {r["bucket"]: r for r in tx.all(_QUOTAS, programme=_programme(found))}
    bound = [replace(c, at_seq=found[str(c.case)]["seq"]) for c in commands]
    verdicts = perform_all(office, bound, atomic=False, dry_run=True)
    now = office.clock.now()
    plan = BulkPlan(
        programme=_programme(found),
        move=commands[0].move,
        actor=commands[0].actor,
        made_at=stamp(now),
        expires_at=stamp(now + LIFETIME),
        acts=tuple(_planned(verdict, found[str(verdict.command.case)]) for verdict in verdicts),
        quotas=tuple(_effects(verdicts, used)),
        commands=tuple(from_text(as_text(asdict(command))) for command in bound),
    )
    if keep:
        counts = {"acts": len(plan.acts), "done": plan.count("done")}
        _note(office, plan, "plan-bulk", via, counts, plan.actor)
    return plan


def _cases(office: Office, tx: Tx, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = tx.all(office.statements.cases, codes=tx.listed(codes))
    found = {row["code"]: row for row in rows}
    for code in codes:
        if code not in found:
            raise BadInput("UnknownCase", case=code)
    if len({row["programme"] for row in rows}) > 1:
        raise BadInput("PlanOfSeveral")
    return found


def _veil(office: Office, tx: Tx, actor: str, found: dict[str, dict[str, Any]]) -> None:
    """Whoever is not told of a decision that is announced later plans on what it still sees."""
    codes = [code for code, row in found.items() if row["unannounced"]]
    if not codes:
        return
    account = Reader(office, tx, office.clock.now()).account(actor)
    kept = publishing_statements(office.store.dialect).kept
    for row in tx.all(kept, codes=tx.listed(codes)):
        case = Case.from_row(found[row["case_code"]])
        compiled = office.compiled(tx, case.programme, case.programme_version)
        if not is_told(compiled, account, case):
            found[case.code] = {**found[case.code], "state": row["state"]}


def _programme(found: Mapping[str, Mapping[str, Any]]) -> str:
    return str(next(iter(found.values()))["programme"])


def _planned(verdict: Verdict, case: Mapping[str, Any]) -> PlannedAct:
    before = (case["code"], case["seq"], case["state"])
    if verdict.receipt is None:
        assert verdict.error is not None
        return PlannedAct(*before, "refused", reasons=tuple(as_kept(verdict.error)))
    receipt = verdict.receipt
    outcome: Outcome = "waits" if receipt.waiting else "done"
    return PlannedAct(*before, outcome, receipt.state, flags=receipt.noted)


def _effects(
    verdicts: Sequence[Verdict], used: Mapping[str, Mapping[str, Any]]
) -> list[QuotaEffect]:
    more: dict[str, int] = {}
    for verdict in verdicts:
        for bucket, by in verdict.quotas.items():
            more[bucket] = more.get(bucket, 0) + by
    found = []
    for bucket in sorted(more):
        row = used.get(bucket, {"used": 0, "cap": None})
        found.append(QuotaEffect(bucket, row["used"], row["used"] + more[bucket], row["cap"]))
    return found


def apply_plan(
    office: Office,
    plan: BulkPlan,
    *,
    actor: str,
    via: Via,
    reason: str = "",
    partial: bool = False,
    dry_run: bool = False,
) -> list[Verdict]:
    """Perform the acts of a plan, all or none; with `partial` those that are still as verified.

    Somebody else who applies it approves it: the acts stay those of the plan's maker, with this
    person as the second one. A verdict for each act of the plan, in its order. Raises BadInput for
    a plan that is not known here or has expired."""
    _check_known(office, plan)
    run = f"{BATCH}{plan.digest[:16]}"
    commands = [replace(command_from(c), run=run, via=via) for c in plan.commands]
    if actor == plan.actor:
        verdicts = perform_all(office, commands, atomic=not partial, dry_run=dry_run)
    else:
        approver = Approver(actor, via, reason)
        asked = _as_asked(office, commands)
        verdicts = perform_approved(office, asked, approver, atomic=not partial, dry_run=dry_run)
    done = sum(1 for verdict in verdicts if verdict.receipt is not None)
    if done and not dry_run:
        counts = {"done": done, "refused": len(verdicts) - done}
        _note(office, plan, "apply-bulk", via, counts, actor)
    return verdicts


def _as_asked(office: Office, commands: Sequence[Command]) -> list[Command]:
    """The commands; where one waits as a request already, as it was received then."""
    with office.store.read() as tx:
        listed = tx.listed(command.id for command in commands)
        rows = tx.all(request_statements(office.store.dialect).requests, requests=listed)
    asked = {row["request"]: command_from(from_text(row["command"])) for row in rows}
    return [asked.get(command.id, command) for command in commands]


def _check_known(office: Office, plan: BulkPlan) -> None:
    with office.store.read() as tx:
        noted = [from_text(row["effects"]) for row in tx.all(_PLANNED, programme=plan.programme)]
        ids = tx.listed(str(command["id"]) for command in plan.commands)
        began = bool(tx.all(office.statements.receipts, commands=ids))
    if not any(effects["event"]["digest"] == plan.digest for effects in noted):
        raise BadInput("PlanUnknown")
    if not began and office.clock.now() >= instant(plan.expires_at):
        raise BadInput("PlanExpired", expires=plan.expires_at)


def _note(
    office: Office,
    plan: BulkPlan,
    name: Literal["plan-bulk", "apply-bulk"],
    via: Via,
    counts: dict[str, int],
    actor: str,
) -> None:
    with office.store.write() as tx:
        compiled = office.current(tx, plan.programme)
        account = Reader(office, tx, office.clock.now()).account(actor)
        grant = next((g for g in account.grants if g.programme == plan.programme), None)
        reach = {n: getattr(grant, n, None) for n in ("jurisdiction", "category", "unit")}
        whom = {name: value for name, value in reach.items() if value}
        event = Event(name, {"digest": plan.digest, "move": plan.move, **counts, **whom})
        note(office, tx, compiled, [event], actor=actor, via=via, grant=grant)
