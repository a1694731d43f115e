"""What follows from an accepted move: duties, quotas, child cases, the parent. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from config.case_types import CaseKind, Effect, Move
from config.vocabulary import SYSTEM
from states.commands import Entry
from states.compiled import OPEN, Compiled
from states.dates.cycles import in_words
from states.decisions.born_overdue import note_overdue
from states.decisions.days_anew import DaysAnew
from states.decisions.done_before import done_before
from states.decisions.duty_days import Around
from states.decisions.inherited import UNIT, unit_effect, with_unit_of
from states.decisions.limit_effects import on_limit
from states.decisions.numbering import code_of
from states.decisions.own_duties import move_days, on_own_duties, open_duties
from states.decisions.recounting import (
    as_set,
    by_values,
    change,
    follow_values,
    values_set,
)
from states.decisions.slots import move_slots
from states.errors import Refusal
from states.facts import Case, DutyRow, Facts
from states.history import genesis, stamp
from states.notices.wording import about_move
from states.plan import Draft, Notice, Plan, Settled
from states.words.flags import flag_of
from states.words.titles import titled

SYSTEM_NAME = "系统"
FOLLOW_PARENT = "follow-parent"
"""The entry by which the system ends a child's duties when its parent's life has ended."""
FOLLOW_FIELD = "follow-field"
"""The entry by which the system brings to a child what has changed with its parent: days that run
from a field there, the undertaking unit."""
AGAIN = "open-again"
"""The entry by which the system opens a child case once more that a wrong act had opened."""
UPDATE = "update"
"""The entry by which a child's decision changes fields of its parent."""


def follow(
    compiled: Compiled,
    facts: Facts,
    plan: Plan,
    draft: Draft,
    move: Move,
    entry: Entry,
    there: frozenset[str] | None = None,
) -> None:
    """Add the draft to the plan with everything that the move brings about. `there`: given where
    the move puts an earlier one right, so that the duties of its own case are known to the draft
    already: the kinds of its child cases that need not be opened again."""
    plan.drafts.append(draft)
    kind = compiled.kind(draft.after.kind)
    rows = _duties_of(facts, draft.after) if there is None else []
    follow_values(compiled, facts, plan, draft, move)
    move_slots(compiled, facts, plan, draft, move, entry)
    around = _around(facts, plan, draft)
    if there is None:
        on_own_duties(compiled, around, plan, draft, move, rows)
        if draft.after.ended:
            draft.changes += done_before(
                compiled, draft.after, around.parent, rows, draft.move, plan.counts
            )
    for name, child in compiled.opened_by(draft.after.kind, draft.move):
        for period in compiled.periods_of(child) if name not in (there or ()) else ():
            number = len(plan.drafts)
            above = replace(around, parent=draft.after)
            if known := _known_child(facts, draft.after, name, period):
                if known.ended and child.states[known.state].end is None:
                    plan.drafts.append(_open_again(compiled, facts, above, draft, known))
                continue
            plan.drafts.append(open_child(compiled, above, draft.after, name, period, number))
    if kind.states[draft.after.state].end is not None:
        draft.after = draft.after._replace(ended=True)
        _end(compiled, facts, plan, draft, rows)
    move_below(compiled, facts, plan, draft, around)
    for effect in move.effects:
        if there is not None and (effect.is_on_limit or effect.target in there):
            continue
        seen = len(plan.drafts)
        _effect(compiled, facts, plan, draft, effect, entry)
        facts = left_by(facts, plan.drafts[seen:])


def blank(compiled: Compiled, kind: str, parent: Case | None, opened_at: str) -> Case:
    """A case that is not yet: state initial, seq 0, with what it inherits from its parent."""
    return Case(
        code="",
        programme=compiled.key,
        programme_version=compiled.version,
        kind=kind,
        state=compiled.kind(kind).initial,
        seq=0,
        head="",
        title=compiled.kind(kind).title,
        jurisdiction=parent.jurisdiction if parent else None,
        category=parent.category if parent else None,
        unit_name=parent.unit_name if parent else None,
        unit_code=parent.unit_code if parent else None,
        unit_key=parent.unit_key if parent else None,
        parent=parent.code if parent else None,
        period=None,
        fields={},
        documents={},
        checks={},
        holds={},
        opened_at=opened_at,
        ended=False,
        joint=parent.joint if parent else (),
    )


def open_child(
    compiled: Compiled,
    around: Around,
    parent: Case | None,
    kind: str,
    period: str | None,
    number: int,
    jurisdiction: str | None = None,
) -> Draft:
    """The entry by which the system opens a case below a parent, or one that stands by itself, with
    its duties."""
    case = blank(compiled, kind, parent, stamp(around.counts))._replace(period=period, seq=1)
    if jurisdiction is not None:
        case = case._replace(jurisdiction=jurisdiction)
    title = title_of(compiled.kind(kind), period)
    case = case._replace(code=code_of(compiled, case, number), title=title)
    case = case._replace(head=genesis(case.code))
    opening = compiled.kind(kind).opened
    draft = by_system(case, OPEN, None, opening.clause if opening else ())
    open_duties(compiled, around, draft, [], creation=True)
    note_overdue(compiled, around, draft)
    return draft


def _known_child(facts: Facts, parent: Case, kind: str, period: str | None) -> Case | None:
    """A child of the kind that is there already: an earlier act opened it. Where that was put
    right, or the parent had ended, the child is ended though its state is none of an end."""
    known = facts.families.get(parent.code, ())
    return next((c for c in known if (c.kind, c.period) == (kind, period)), None)


def _open_again(
    compiled: Compiled, facts: Facts, around: Around, draft: Draft, child: Case
) -> Draft:
    """The entry by which such a child is opened once more, with the duties that arise now."""
    kind = compiled.kind(child.kind)
    # the parent may have another unit by now
    after = with_unit_of(kind, child._replace(seq=child.seq + 1, ended=False), draft.after)
    clause = kind.opened.clause if kind.opened else ()
    again = by_system(after, AGAIN, child.state, clause)
    again.extra |= unit_effect(child, after)
    rows = _duties_of(facts, child)
    open_duties(compiled, around, again, rows, creation=True)
    counted: dict[str, int] = {}
    opened = []
    for new in again.opens:
        which = counted[new.duty] = counted.get(new.duty, -1) + 1
        opened.append([new.duty, new.n, after.seq, which])
    about = {"case": draft.after.code, "seq": draft.after.seq, "opened": opened, "ended": 0}
    again.extra["follows"] = about
    note_overdue(compiled, around, again)
    return again


def open_seed(
    compiled: Compiled, plan: Plan, case: Case, number: int, clause: tuple[str, ...]
) -> Draft:
    """The entry by which the system opens a case that the file lists, with its duties; those that
    were due before the programme was active are said with it."""
    case = case._replace(code=code_of(compiled, case, number))
    draft = by_system(case._replace(head=genesis(case.code)), OPEN, None, clause)
    draft.fields = dict(case.fields)
    around = Around(plan.counts)
    open_duties(compiled, around, draft, [], creation=True)
    note_overdue(compiled, around, draft)
    return draft


def by_system(after: Case, move: str, from_state: str | None, clause: tuple[str, ...]) -> Draft:
    """An entry of which the system is the actor."""
    return Draft(
        after=after,
        move=move,
        from_state=from_state,
        clause=clause,
        actor=SYSTEM,
        actor_name=SYSTEM_NAME,
        role=SYSTEM,
        scope="programme",
    )


def title_of(kind: CaseKind, period: str | None) -> str:
    """The title of a case that the system opens for a stretch."""
    if not period:
        return kind.title
    words = in_words(period)
    said = next((unit for unit in ("年度", "半年", "季度") if words.endswith(unit)), "")
    return f"{words}{kind.title.removeprefix(said)}"


def _duties_of(facts: Facts, case: Case) -> Sequence[DutyRow]:
    if facts.case is not None and case.code == facts.case.code:
        return facts.duties
    if facts.parent is not None and case.code == facts.parent.code:
        return facts.parent_duties
    return facts.child_duties.get(case.code, [])


def _around(facts: Facts, plan: Plan, draft: Draft) -> Around:
    return Around(plan.counts, (draft.after.code, draft.move), facts.parent, facts.events)


def move_below(compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, around: Around) -> None:
    """The days of the children that run from fields of a case move with what has changed there, and
    those that run from its move are known now; so does the unit move of those that are still open
    and name none themselves, and of those below."""
    state = compiled.kind(draft.after.kind).states[draft.after.state]
    moves_unit = UNIT in draft.fields or UNIT in draft.extra
    starts = draft.move in compiled.starts_below(draft.after.kind)
    if not (draft.fields or moves_unit or starts) or state.end == "exceptional":
        return
    made = (draft.after.code, draft.move)
    events = {**around.events, made: (stamp(around.counts), 1)} if starts else around.events
    # a fact may lie back: what is due by now is not to be called open again
    above = Around(facts.now, parent=draft.after, events=events)
    for child in facts.families.get(draft.after.code, []):
        acting = plan.drafts[0] if child.code == plan.drafts[0].after.code else None
        case = acting.after if acting else child
        ruled = _ruled(acting) if acting else set()
        anew = DaysAnew(compiled, above, case, _duties_of(facts, child), ruled)
        anew.by_parent(draft.fields, draft.move)
        now = case
        if moves_unit:
            now = with_unit_of(compiled.kind(case.kind), case, draft.after)
        unit = unit_effect(case, now)
        if acting:
            acting.changes += anew.changes
            acting.opens += anew.opens
            acting.after, acting.extra = now, acting.extra | unit
            if unit:
                # what its own values move below has been moved with them
                move_below(compiled, facts, plan, replace(acting, move="", fields={}), around)
        elif anew or unit:
            after = now._replace(seq=case.seq + 1)
            follows = by_system(after, FOLLOW_FIELD, case.state, draft.clause)
            follows.changes, follows.opens, follows.extra = anew.changes, anew.opens, unit
            plan.drafts.append(follows)
            move_below(compiled, facts, plan, follows, around)


def _ruled(acting: Draft) -> set[tuple[str, int]]:
    """The duties of which an entry says already what becomes of them."""
    changed = {(one.row.duty, one.row.n) for one in acting.changes}
    return changed | {(one.duty, one.n) for one in acting.settles}


def _end(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, rows: Sequence[DutyRow]
) -> None:
    """Nobody can act on an ended case, so what it still owed is waived. Its children keep their
    duties after a normal end, and lose them with an exceptional one."""
    ended = {(s.duty, s.n) for s in draft.settles}
    draft.settles += [
        Settled(row.duty, row.n, "waived")
        for row in rows
        if row.is_unsettled and (row.duty, row.n) not in ended
    ]
    if compiled.kind(draft.after.kind).states[draft.after.state].end == "normal":
        return
    for child in facts.families.get(draft.after.code, []):
        if facts.case is not None and child.code == facts.case.code:
            continue
        owed = [row for row in facts.child_duties.get(child.code, []) if row.is_unsettled]
        if child.ended or not owed:
            continue
        after = child._replace(seq=child.seq + 1, ended=True)
        closing = by_system(after, FOLLOW_PARENT, child.state, draft.clause)
        closing.settles = [Settled(row.duty, row.n, "waived") for row in owed]
        plan.drafts.append(closing)


def _effect(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, effect: Effect, entry: Entry
) -> None:
    case = draft.after
    if effect.do == "notify":
        if draft.publicity != "later":
            tell(compiled, facts, plan, draft, effect)
    elif effect.do == "open":
        there = facts.families.get(case.code, ())
        number = 1 + sum(1 for child in there if child.kind == effect.target)
        above = replace(_around(facts, plan, draft), parent=case)
        plan.drafts.append(open_child(compiled, above, case, effect.target, None, number))
    elif effect.is_on_limit:
        on_limit(compiled, _around(facts, plan, draft), draft, effect, _duties_of(facts, case))
    elif facts.parent is not None and effect.do == "move-parent":
        _move_parent(compiled, facts, plan, draft, effect.target, entry)
    elif facts.parent is not None:
        _set_parent(compiled, facts, plan, draft, effect.fields)


def tell(compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, effect: Effect) -> None:
    """The notice of a move to a role, if its effect is one."""
    if effect.do == "notify":
        plan.notices.append(_notice(compiled, facts, plan, draft, effect.target))


def _move_parent(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, name: str, entry: Entry
) -> None:
    parent = facts.parent
    assert parent is not None
    move = compiled.move(parent.kind, name)
    if move is not None and not compiled.applies(move.when, parent):
        return
    target = compiled.machines[parent.kind].target(name, parent.state)
    if move is None or target is None:
        named = titled(move=move) if move else {"move": name}
        stays = Refusal("ParentStays", draft.clause, {"parent": parent.code, **named}, "", "warn")
        draft.flags.append(flag_of(stays, entry))
        return
    after = parent._replace(state=target, seq=parent.seq + 1)
    follow(compiled, facts, plan, by_system(after, name, parent.state, move.clause), move, entry)


def _set_parent(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, fields: dict[str, str]
) -> None:
    parent = facts.parent
    assert parent is not None
    after = as_set(compiled, parent, draft.after, fields)._replace(seq=parent.seq + 1)
    update = by_system(after, UPDATE, parent.state, draft.clause)
    update.fields = values_set(draft.after, fields)
    if facts.quotas:
        change(facts, update, by_values(compiled, parent, after))
    around = _around(facts, plan, update)
    move_days(compiled, around, update, facts.parent_duties)
    plan.drafts.append(update)
    move_below(compiled, facts, plan, update, around)


def left_by(facts: Facts, drafts: Sequence[Draft]) -> Facts:
    """The facts as entries leave them: a second effect on a parent follows upon the first."""
    for draft in drafts:
        code = draft.after.code
        if facts.parent is not None and code == facts.parent.code:
            rows = draft.left(facts.parent_duties)
            facts = replace(facts, parent=draft.after, parent_duties=rows)
        elif code in facts.child_duties:
            families = {
                of: [draft.after if child.code == code else child for child in group]
                for of, group in facts.families.items()
            }
            rows = draft.left(facts.child_duties[code])
            duties = {**facts.child_duties, code: rows}
            facts = replace(facts, families=families, child_duties=duties)
    return facts


def _notice(compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, recipient: str) -> Notice:
    case, parent = draft.after, None
    if case.parent is not None:
        above = (facts.parent, facts.case, *(other.after for other in plan.drafts))
        parent = next((known for known in above if known and known.code == case.parent), None)
    subject, body = about_move(compiled, case, parent, draft.move, draft.clause)
    return Notice(
        key=f"{plan.command}/{case.code}/{recipient}",
        topic="move",
        recipient=recipient,
        case=case.code,
        subject=subject,
        body=body,
        seq=case.seq,
        rule="办理后告知",
    )
