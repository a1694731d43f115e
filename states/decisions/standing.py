"""Refusals of the asker: whose move it is, and whether it is its turn."""

from collections.abc import Sequence

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.commands import Command
from states.compiled import Compiled, is_by_system
from states.decisions.timing import window_of
from states.errors import Refusal
from states.facts import Account, Case, Facts, Grant
from states.steps import Cited
from states.words.joining import Titled, Unsaid, apart, beside, either, later, listed
from states.words.titles import NO_ROLE, NONE, UNQUOTED, titled, titles

SYSTEM_TITLE = Titled("系统", "the system")


def not_yours(compiled: Compiled, account: Account, move: Move, case: Case) -> Refusal:
    """The account may not make the move: its roles are others, or reach elsewhere, or the case does
    not say whether it is of the account's unit."""
    if is_by_system(move):
        return Refusal("OnlySystem", move.clause, titled(move=move))
    if not case.unit_codes and any(
        grant.unit and grant.role in move.by for grant in account.grants
    ):
        named = {"account": account.account, "unit": case.unit_name or NONE}
        return Refusal("UnitUntold", move.clause, named)
    roles = compiled.programme.roles
    able = titles(roles[name] for name in move.by if name in roles)
    able += [SYSTEM_TITLE] if SYSTEM in move.by else []
    ours = [g for g in account.grants if g.role in roles and g.programme in ("*", compiled.key)]
    held: list[Unsaid | Titled] = [_held(compiled, grant) for grant in ours]
    held = held or [NO_ROLE]
    named = {
        "account": account.account,
        "held": listed(held, "zh"),
        "held_en": listed(held, "en"),
    }
    return Refusal("NotYours", move.clause, {**named, **titled(move=move, who=able)})


def _held(compiled: Compiled, grant: Grant) -> Unsaid:
    """A role with its reach, 省级标准化行政主管部门（浙江）."""
    programme = compiled.programme
    role = programme.roles[grant.role]
    place = programme.jurisdictions.get(grant.jurisdiction or "")
    category = programme.categories.get(grant.category or "")
    field = Titled(category.title, category.title_en) if category else grant.category
    unit = UNQUOTED if grant.unit and programme.is_about_persons else grant.unit
    reach = (place.label if place else grant.jurisdiction) or field or unit or ""
    return later(beside, Titled(role.title, role.title_en), reach)


def reopens(compiled: Compiled, before: Case, move: Move) -> bool:
    """Whether a fact that is recorded of a case whose life had ended says that it went on. What
    ended with its parent stays ended."""
    states = compiled.kind(before.kind).states
    ended = before.ended and states[before.state].end is not None
    return ended and not move.stays and states[move.to].end is None


def stood_then(compiled: Compiled, case: Case, cited: Cited) -> Case:
    """The case as it stood when the entry was made whose place an act takes; as it stands, where
    the act opens again what that entry had ended."""
    if cited.how == "reopens" or cited.from_state is None:
        return case
    end = compiled.kind(case.kind).states[cited.from_state].end
    return case._replace(state=cited.from_state, ended=end is not None)


def able_grants(compiled: Compiled, account: Account, case: Case) -> list[Grant]:
    """The roles with which an account may act on a case."""
    roles = compiled.programme.roles
    return [
        grant
        for grant in account.grants
        if grant.covers(case) and grant.role in roles and not roles[grant.role].read_only
    ]


def out_of_turn(
    compiled: Compiled, facts: Facts, before: Case, command: Command, move: Move
) -> Refusal:
    """The move does not start from the state in which the case is, or was when the entry was made
    that it is to put right. Names what the account may do instead, or else whose turn it is."""
    kind = compiled.kind(before.kind)
    if before.seq == 0:
        return Refusal("NotCreating", move.clause, {**titled(move=move), "key": command.move})
    possible = [
        m
        for _, m in kind.moves_from(before.state)
        if not is_by_system(m) and compiled.applies(m.when, before)
    ]
    sources = [kind.states[state] for state in move.from_]
    named = titled(move=move, state=kind.states[before.state], sources=sources)
    if not sources:
        named |= {"sources": "（新建）", "sources_en": "(new)"}
    if command.corrects is not None:
        # of a fact it is told what fitted, whoever may have done it
        named |= titled(possible=possible)
        return Refusal("OutOfTurnThen", move.clause, {"case": before.code, **named})
    in_time = [one for one in possible if not window_of(compiled, one, facts.now)]
    turns = _turns(compiled, facts.account, before, in_time)
    return Refusal("OutOfTurn", move.clause, {"case": before.code, **named, **turns})


def _turns(
    compiled: Compiled, account: Account, case: Case, possible: Sequence[Move]
) -> dict[str, str | None]:
    """`possible`: those of the moves that the account may make; if it may make none, None, and
    under `turns` who may make which."""
    held = {grant.role for grant in able_grants(compiled, account, case)}
    own = [move for move in possible if held.intersection(move.by)]
    if own or not possible:
        return dict(titled(possible=own))
    by_roles: dict[tuple[str, ...], list[Move]] = {}
    for move in possible:
        by_roles.setdefault(move.by, []).append(move)
    roles = compiled.programme.roles
    turns = [
        later(beside, titles(moves), later(either, titles(roles[r] for r in by if r in roles)))
        for by, moves in by_roles.items()
    ]
    return {"possible": None, "turns": apart(turns, "zh"), "turns_en": apart(turns, "en")}
