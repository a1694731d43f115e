"""The act that makes known what was decided before: by those whom the file names, on their own or
with a second person. Pure."""

from config.announcing import Announcement
from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled
from states.decisions.consequences import tell
from states.decisions.publicity import is_told
from states.decisions.reasons import in_turn
from states.decisions.slots import give_back
from states.decisions.standing import able_grants
from states.errors import Refusal, Refused, UnknownCase
from states.facts import Case, Facts, Grant
from states.plan import Draft, Plan
from states.words.titles import NONE, titles


def decide_to_announce(compiled: Compiled, facts: Facts, command: Command) -> Plan:
    """What the announcement of the decision on a case would write. Raises Refused with every
    reason, UnknownCase without a case."""
    case = facts.case
    if case is None:
        raise UnknownCase(case=command.case or "")
    received = facts.received(command)
    plan = Plan(command.id, command.occurrence.at if command.occurrence else received)
    move = decided_by(compiled, facts, case)
    says = move.announced_by if move else None
    grant = _grant(compiled, facts, case, says)
    refusals = _refusals(compiled, facts, command, case, says, grant)
    if refusals or move is None or says is None or grant is None:
        raise Refused(in_turn(refusals), command.id)
    if says.four_eyes and command.entry == "decision" and not command.approves:
        plan.approval = ["four-eyes"]
    draft = Draft(
        after=case._replace(seq=case.seq + 1, unannounced=False),
        move=command.move,
        from_state=case.state,
        clause=says.clause or move.clause,
        actor=facts.account.account,
        actor_name=facts.account.name_in(grant),
        role=grant.role,
        scope=grant.scope(),
        publicity="announces",
    )
    plan.drafts = [draft]
    give_back(compiled, plan, draft, move)
    for effect in move.effects:
        tell(compiled, facts, plan, draft, effect)
    return plan


def decided_by(compiled: Compiled, facts: Facts, case: Case) -> Move | None:
    """The move whose decision on a case waits to be announced."""
    return compiled.move(case.kind, facts.kept.move) if facts.kept else None


def _grant(compiled: Compiled, facts: Facts, case: Case, says: Announcement | None) -> Grant | None:
    may = says.by if says else compiled.announcers(case.kind)
    able = able_grants(compiled, facts.account, case)
    return next((grant for grant in able if grant.role in may), None)


def _refusals(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    case: Case,
    says: Announcement | None,
    grant: Grant | None,
) -> list[Refusal]:
    clause = says.clause if says else ()
    if not is_told(compiled, facts.account, case):
        # whether there is anything to announce is not for them to learn
        return [_may_not(compiled, facts, compiled.announcers(case.kind), ())]
    found = []
    if grant is None:
        may = says.by if says else compiled.announcers(case.kind)
        found.append(_may_not(compiled, facts, may, clause))
    if says is None:
        found.append(Refusal("NothingToAnnounce", clause, {"case": case.code}))
    elif facts.kept is not None and facts.kept.root != case.code:
        found.append(Refusal("AnnouncedWith", clause, {"case": case.code, "root": facts.kept.root}))
    if command.at_seq is not None and case.seq != command.at_seq:
        found.append(Refusal("CaseChanged", (), {"case": case.code}))
    return found


def _may_not(
    compiled: Compiled, facts: Facts, may: tuple[str, ...], clause: tuple[str, ...]
) -> Refusal:
    roles = compiled.programme.roles
    who = titles(roles[role] for role in may if role in roles) or NONE
    return Refusal("MayNotAnnounce", clause, {"account": facts.account.account, "who": who})
