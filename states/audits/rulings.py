"""Whether a stored entry was allowed by the version of the programme that it names.

Who, which move, from where to where: judged from the declarations alone."""

from dataclasses import dataclass
from typing import Any

from config.case_types import CaseKind, Move
from config.vocabulary import SYSTEM
from states.acts.remarks import NOTE
from states.calendars.recount import RECOMPUTE
from states.commands import ANNOUNCE, CORRECT, DUTY_ACTS
from states.compiled import OPEN, Compiled
from states.decisions.consequences import AGAIN, FOLLOW_FIELD, FOLLOW_PARENT, UPDATE
from states.decisions.corrections import OFF_EDGE
from states.decisions.courses import RIGHT
from states.decisions.duty_acts import right_of
from states.decisions.publicity import BEING_DECIDED
from states.duties import MARK_OVERDUE
from states.ledger import LEDGER
from states.words.entries import STATE_BACK, entry_title
from states.words.joining import Titled

STAYING = frozenset({UPDATE, FOLLOW_FIELD, FOLLOW_PARENT, MARK_OVERDUE, RECOMPUTE})
"""Entries of the system that no file declares and that leave the state as it is."""
OUT_OF_TURN = OFF_EDGE - {"NotCreating"}
"""Flags with which a recorded fact need not start where the case stands."""
LEDGER_STATE = "active"
NEW = Titled("（新建）", "(new)")
"""The state of a case before it is there."""


@dataclass(frozen=True, slots=True)
class Act:
    """What of an entry a ruling depends on. Equal acts get the same ruling. `stood`: where the case
    stood when the entry was made whose place this one takes."""

    kind: str
    entry: str
    move: str
    from_state: str | None
    to_state: str
    role: str
    is_system: bool
    flagged: frozenset[str]
    stood: str | None = None


Breaches = tuple[tuple[str, str, dict[str, Any]], ...]
"""Invariant, code and parameters of everything that was not allowed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the version says of an act: what it breaks, whether a case ends with it, whom it tells,
    whether a second person must approve it."""

    breaches: Breaches
    ends: bool
    tells: tuple[str, ...]
    four_eyes: bool


def rule(compiled: Compiled, act: Act) -> Ruling:
    """What the version says of an act."""
    kind = compiled.programme.cases.get(act.kind)
    move = kind.moves.get(act.move) if kind else None
    state = kind.states.get(act.to_state) if kind else None
    # whom an announced decision tells is known once it is announced
    effects = move.effects if move and move.announced_by is None else ()
    return Ruling(
        _breaches(compiled, act),
        act.move == FOLLOW_PARENT or (state is not None and state.end is not None),
        tuple(effect.target for effect in effects if effect.do == "notify"),
        move.four_eyes if move else act.move == ANNOUNCE and _announced_by_two(kind),
    )


def _announced_by_two(kind: CaseKind | None) -> bool:
    """Whether a second person must approve the announcement of any decision of the kind."""
    says = [move.announced_by for move in kind.moves.values()] if kind else []
    return bool(says) and all(one.four_eyes for one in says if one) and any(says)


def _breaches(compiled: Compiled, act: Act) -> Breaches:
    if act.kind == LEDGER:
        return _ledger(act)
    if act.kind not in compiled.programme.cases:
        return (("I6", "KindUnknown", {"kind": act.kind}),)
    if act.move == OPEN and act.from_state is None:
        return _by_system(compiled, act, _opens(compiled, act))
    if act.move in STAYING:
        return _by_system(compiled, act, act.from_state == act.to_state)
    if act.move in (RIGHT, AGAIN):
        return _by_system(compiled, act, act.to_state in compiled.kind(act.kind).states)
    if act.move == NOTE:
        return _noted(compiled, act)
    if act.move == ANNOUNCE:
        return _announced(compiled, act)
    if act.move == CORRECT:
        return _noted(compiled, act) or _recorded(compiled, act)
    if act.move in DUTY_ACTS:
        return _on_duty(compiled, act)
    move = compiled.move(act.kind, act.move)
    if move is None:
        return (("I6", "MoveUnknown", {"move": act.move}),)
    return (*_edge(compiled, act, move), *_actor(compiled, act, move))


def title(compiled: Compiled | None, kind: str, move: str) -> dict[str, str]:
    """The name of a move, or of an entry that no file declares, as people know it, in both
    languages."""
    declared = compiled.move(kind, move) if compiled else None
    if declared is not None:
        return {"move": declared.title, "move_en": declared.title_en or move}
    return {"move": entry_title(move, "zh"), "move_en": entry_title(move, "en")}


def _ledger(act: Act) -> Breaches:
    if act.to_state == LEDGER_STATE and act.from_state in (None, LEDGER_STATE):
        return ()
    return (_not_an_edge(None, act),)


def _opens(compiled: Compiled, act: Act) -> bool:
    kind = compiled.kind(act.kind)
    alone = kind.opened is not None and kind.opened.as_it_begins
    is_opened = (
        alone
        or kind.of is not None
        or any(seed.case == act.kind for seed in compiled.programme.seeds.values())
    )
    return is_opened and act.to_state == kind.initial


def _by_system(compiled: Compiled, act: Act, is_edge: bool) -> Breaches:
    found: list[tuple[str, str, dict[str, Any]]] = []
    if not act.is_system:
        found.append(("I5", "RoleMayNot", {"role": act.role}))
    if not is_edge:
        found.append(_not_an_edge(compiled, act))
    return tuple(found)


def _noted(compiled: Compiled, act: Act) -> Breaches:
    found: list[tuple[str, str, dict[str, Any]]] = []
    role = compiled.programme.roles.get(act.role)
    if act.is_system or role is None or role.read_only:
        found.append(("I5", "RoleMayNot", {"role": act.role}))
    if act.from_state != act.to_state:
        found.append(_not_an_edge(compiled, act))
    return tuple(found)


def _announced(compiled: Compiled, act: Act) -> Breaches:
    found: list[tuple[str, str, dict[str, Any]]] = []
    if act.is_system or act.role not in compiled.announcers(act.kind):
        found.append(("I5", "RoleMayNot", {"role": act.role}))
    if act.from_state != act.to_state:
        found.append(_not_an_edge(compiled, act))
    return tuple(found)


def _recorded(compiled: Compiled, act: Act) -> Breaches:
    return () if act.entry == "record" else (_not_an_edge(compiled, act),)


def _on_duty(compiled: Compiled, act: Act) -> Breaches:
    """Which duty it is about, and what of it, is judged where the duties are folded."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    role = compiled.programme.roles.get(act.role)
    rights = [right_of(duty, act.move) for duty in compiled.programme.duties_of(act.kind).values()]
    may = {name for right in rights if right for name in right.by}
    is_able = role is not None and not role.read_only
    if act.is_system or not is_able or (act.role not in may and act.entry != "record"):
        found.append(("I5", "RoleMayNot", {"role": act.role}))
    if act.from_state != act.to_state:
        found.append(_not_an_edge(compiled, act))
    return tuple(found)


def _edge(compiled: Compiled, act: Act, move: Move) -> Breaches:
    if act.from_state is None:
        is_edge = not move.from_ or "NotCreating" in act.flagged
        is_edge = is_edge and act.to_state == move.to
    else:
        target = compiled.machines[act.kind].target(act.move, act.stood or act.from_state)
        if act.stood is not None and move.stays and target is not None:
            # it was its turn there, and leaves the state where later entries have brought it
            target = act.from_state
        excused = act.flagged & OUT_OF_TURN
        out_of_turn = target is None and bool(excused)
        meant = act.from_state if move.stays else move.to
        is_edge = act.to_state == target or (out_of_turn and act.to_state == meant)
        # what happened before an end leaves that as it is, also one that its recorder may not know
        at_end = bool(excused & {"CaseEnded", BEING_DECIDED})
        is_edge = is_edge or (at_end and act.to_state == act.from_state)
        # where a wrong act is put right by one that leaves the state, the case goes back
        leaves = move.stays or "CaseEnded" in excused
        is_back = leaves and STATE_BACK in act.flagged
        is_edge = is_edge or (is_back and act.to_state in compiled.kind(act.kind).states)
    return () if is_edge else (_not_an_edge(compiled, act),)


def _not_an_edge(compiled: Compiled | None, act: Act) -> tuple[str, str, dict[str, Any]]:
    states = {
        "from_state": state_title(compiled, act.kind, act.from_state),
        "to_state": state_title(compiled, act.kind, act.to_state),
    }
    return ("I6", "NotAnEdge", states)


def state_title(compiled: Compiled | None, kind: str, state: str | None) -> Titled:
    """The name of a state as people know it; what is stored if the version knows none."""
    if state is None:
        return NEW
    if compiled is None or kind not in compiled.programme.cases:
        return Titled(state)
    declared = compiled.kind(kind).states.get(state)
    return Titled(declared.title, declared.title_en) if declared else Titled(state)


def _actor(compiled: Compiled, act: Act, move: Move) -> Breaches:
    programme = compiled.programme
    if act.is_system:
        if SYSTEM in move.by or programme.is_moved_by_child(act.kind, act.move):
            return ()
        return (("I5", "SystemMayNot", {}),)
    role = programme.roles.get(act.role)
    is_able = role is not None and not role.read_only
    # a recorded fact may be kept by whoever may act on the case; the legal act was another's
    if is_able and (act.role in move.by or act.entry == "record"):
        return ()
    named = role.title if role else act.role
    return (("I5", "RoleMayNot", {"role": named, "role_en": act.role}),)
