"""Which facts a decision on each move must read beyond the case itself, from the declarations."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.case_types import CaseKind, Move
from config.counted import counted_fields, named_by
from config.programme import Programme
from config.vocabulary import AtMostTimes
from states.decisions.inherited import UNIT, says_unit


@dataclass(frozen=True, slots=True)
class MoveNeeds:
    """Which facts a decision on a move must read beyond the case itself. `recounts`: the fields
    with which a slot that the case holds may move; `above`: slots of the parent may; `below`: the
    fields that the children follow."""

    parent: bool
    children: bool
    siblings: bool
    register: bool
    same_unit: bool
    past: bool
    made: bool
    quotas: bool
    above: bool
    recounts: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    own_events: frozenset[str] = frozenset()
    parent_events: frozenset[str] = frozenset()
    counts: tuple[str, ...] = ()

    @property
    def units(self) -> bool:
        """Whether what is known of the units is asked for."""
        return self.register or self.same_unit or self.past


def needs_of(programme: Programme, kind: str, name: str) -> MoveNeeds:
    """The facts that a decision on the move must read."""
    move = programme.cases[kind].moves[name]
    guards = {guard.name for guard in move.guards}
    own, above = _events_of(programme, kind, move)
    declared = programme.cases[kind]
    ends = not move.stays and declared.states[move.to].end is not None
    has_children = bool(_below(programme, kind))
    opens = any(effect.do == "open" for effect in move.effects)
    starts = any(name in events_above(programme, child) for child in _below(programme, kind))
    # a child that a wrong act had opened is not opened a second time
    opens = opens or any(_is_opened_by(child, kind, name) for child in programme.cases.values())
    # what is told of a child case names its parent
    upwards = {"move-parent", "set-parent", "notify"} & {effect.do for effect in move.effects}
    return MoveNeeds(
        parent=bool(upwards)
        or not move.from_
        or bool(guards & {"parent-in", "condition"})
        or _runs_from_parent(programme, kind),
        children=has_children
        and (ends or opens or starts or bool(guards & {"child-in", "condition"})),
        siblings=any(effect.do == "move-parent" for effect in move.effects)
        or bool(declared.of and _fields_below(programme, declared.of) & _set_above(move)),
        register="not-undertaken-before" in guards,
        same_unit="unit-once" in guards,
        past=bool(guards & {"no-earlier-outcome", "not-banned"}),
        made="other-person" in guards,
        quotas=bool(move.takes or move.gives_back),
        above=bool(declared.of) and _counts_above(programme, str(declared.of), move),
        recounts=counted_fields(programme, kind) & set(move.settable),
        below=_fields_below(programme, kind) & _settable(declared, move),
        own_events=own,
        parent_events=above,
        counts=tuple(_counted_by(programme, kind, move)),
    )


def _below(programme: Programme, kind: str) -> list[str]:
    return [name for name, child in programme.cases.items() if child.of == kind]


def _is_opened_by(child: CaseKind, kind: str, move: str) -> bool:
    return child.of == kind and child.opened is not None and child.opened.by == move


def events_above(programme: Programme, kind: str) -> frozenset[str]:
    """The moves of the parent from which duties of a kind run."""
    duties = programme.duties_of(kind).values()
    starts = (duty.counts_from.parent for duty in duties if duty.counts_from)
    return frozenset(start for start in starts if start)


def starts_of(programme: Programme, kind: str) -> frozenset[str]:
    """The moves of a case from which duties of its own run."""
    duties = programme.duties_of(kind).values()
    return frozenset(d.counts_from.move for d in duties if d.counts_from and d.counts_from.move)


def _events_of(
    programme: Programme, kind: str, move: Move
) -> tuple[frozenset[str], frozenset[str]]:
    """The earlier moves of the case, and of its parent, from which something may run that the move
    brings about, or whose number a guard asks for, or that stop the limits which it stops."""
    own = {g.parameters.move for g in move.guards if isinstance(g.parameters, AtMostTimes)}
    own |= starts_of(programme, kind)
    declared = programme.cases[kind]
    for duty in programme.duties_of(kind).values():
        if duty.when and named_by(duty.when, declared) & _settable(declared, move):
            own |= set(duty.opened)
    above = set(events_above(programme, kind))
    for name in _below(programme, kind):
        own |= events_above(programme, name)
    own |= _pacing(declared, move)
    for effect in move.effects if declared.of else ():
        parent = programme.cases[str(declared.of)]
        if effect.do == "move-parent" and effect.target in parent.moves:
            above |= _pacing(parent, parent.moves[effect.target])
    return frozenset(own), frozenset(above)


def _pacing(kind: CaseKind, move: Move) -> set[str]:
    """The moves of a kind that let the same limits stop running, or run on, as a move does."""
    paced = {effect.target for effect in move.effects if effect.paces}
    return {
        name
        for name, other in kind.moves.items()
        for effect in other.effects
        if effect.paces and effect.target in paced
    }


def _fields_below(programme: Programme, kind: str) -> frozenset[str]:
    """The fields of a kind from which duties of its children run, and the unit that they have from
    it."""
    children = _below(programme, kind)
    duties = [duty for name in children for duty in programme.duties_of(name).values()]
    starts = (duty.counts_from.parent_field for duty in duties if duty.counts_from)
    unit = {UNIT} if not all(says_unit(programme.cases[name]) for name in children) else set()
    return frozenset({start for start in starts if start} | unit)


def _runs_from_parent(programme: Programme, kind: str) -> bool:
    origins = [duty.counts_from for duty in programme.duties_of(kind).values()]
    return any(origin and (origin.parent or origin.parent_field) for origin in origins)


def _counted_by(programme: Programme, kind: str, move: Move) -> Iterator[str]:
    """The counted duties whose number the move may change."""
    for name, duty in programme.duties.items():
        count = duty.count
        if count is None or count.cases != kind or move.stays:
            continue
        if move.to in count.in_ or set(move.from_) & set(count.in_):
            yield name


def _counts_above(programme: Programme, parent: str, move: Move) -> bool:
    """Whether a child's move may take or give back a slot of its parent."""
    driven = [effect.target for effect in move.effects if effect.do == "move-parent"]
    moves = programme.cases[parent].moves
    counting = any(moves[name].takes or moves[name].gives_back for name in driven if name in moves)
    return counting or bool(counted_fields(programme, parent) & _set_above(move))


def _settable(kind: CaseKind, move: Move) -> frozenset[str]:
    """The fields that a move may change; a correction of a birth, any of the form."""
    return frozenset(move.settable if move.from_ else kind.form)


def _set_above(move: Move) -> frozenset[str]:
    """The fields of the parent that a move sets."""
    return frozenset(name for effect in move.effects for name in effect.fields)
