"""Who is told of a decision that is announced later, and what the others meet until then. Pure."""

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.compiled import Compiled
from states.errors import Refusal
from states.facts import Account, Case, Facts
from states.plan import Draft, Plan, Publicity

BEING_DECIDED = "BeingDecided"


def is_told(compiled: Compiled, account: Account, case: Case) -> bool:
    """Whether an account knows at once of a decision on a case."""
    if account.account == SYSTEM:
        return True
    return any(grant.role in compiled.told and grant.covers(case) for grant in account.grants)


def kept_from(compiled: Compiled, facts: Facts) -> Case | None:
    """The case with a decision that the actor is not told of, on which or under which the act
    would be; None if there is none."""
    case = facts.case or facts.parent
    if case is None or not case.unannounced or is_told(compiled, facts.account, case):
        return None
    return case


def being_decided(case: Case, clause: tuple[str, ...]) -> Refusal:
    """All that somebody who is not told may learn: that there is something to wait for."""
    return Refusal(BEING_DECIDED, clause, {"case": case.code})


def publicity_of(compiled: Compiled, facts: Facts, move: Move, role: str) -> Publicity:
    """When what a move does is seen by those who are not told."""
    told = role == SYSTEM or role in compiled.told
    if move.announced_by is not None and told:
        return "later"
    if facts.case is None or not facts.case.unannounced:
        return ""
    return "announces" if told else "shows"


def spread(plan: Plan, draft: Draft) -> None:
    """What follows from a decision that is announced later is announced with it."""
    if draft.publicity != "later":
        return
    for other in plan.drafts:
        other.publicity = "later"
        other.after = other.after._replace(unannounced=True)
