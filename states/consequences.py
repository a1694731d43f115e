"""What follows from an accepted move: duties, quotas, child cases, the parent. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from config.duty_types import Duty
from config.programme import Effect, Move
from config.vocabulary import SYSTEM
from states.commands import Entry
from states.compiled import OPEN, Compiled
from states.facts import Case, DutyRow, Facts, Unit
from states.history import genesis, stamp
from states.organisations import name_key
from states.plan import Draft, NewDuty, Notice, Plan, Settled

SYSTEM_NAME = "系统"
FOLLOW_PARENT = "follow-parent"
"""The entry by which the system ends a child's duties when its parent's life has ended."""
UPDATE = "update"
"""The entry by which a child's decision changes fields of its parent."""


def follow(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, move: Move, entry: Entry
) -> None:
    """Add the draft to the plan with everything that the move brings about."""
    plan.drafts.append(draft)
    kind = compiled.kind(draft.after.kind)
    rows = _duties_of(facts, draft.after)
    _quotas(compiled, facts, plan, draft, move, entry)
    _settle(compiled, plan, draft, rows)
    _open_duties(compiled, plan, draft, rows, creation=draft.is_new)
    for name, child in compiled.opened_by(draft.after.kind, draft.move):
        for period in compiled.periods_of(child):
            plan.drafts.append(
                open_child(compiled, plan, draft.after, name, period, len(plan.drafts))
            )
    if kind.states[draft.after.state].end is not None:
        draft.after = draft.after._replace(ended=True)
        _end(compiled, facts, plan, draft, rows)
    for effect in move.effects:
        _effect(compiled, facts, plan, draft, effect, entry)


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


def code_of(compiled: Compiled, case: Case, number: int) -> str:
    """The code that the kind's pattern gives a new case."""
    place = compiled.programme.jurisdictions.get(case.jurisdiction or "")
    return compiled.kind(case.kind).code.format(
        jurisdiction=(place.abbr if place else "") or case.jurisdiction or "X",
        year=compiled.programme.source.issued.year,
        number=number,
        parent=case.parent or "",
        period=case.period or "",
    )


def counter_of(compiled: Compiled, case: Case) -> str:
    """The counter that numbers a new case: one for each jurisdiction where the code names it."""
    place = case.jurisdiction if "{jurisdiction" in compiled.kind(case.kind).code else None
    return f"{compiled.key}/{case.kind}/{place or ''}"


def with_columns(compiled: Compiled, case: Case, values: dict[str, Any]) -> Case:
    """The columns that lists and scopes need, taken from the form by the types of its fields."""
    form = compiled.kind(case.kind).form
    changes: dict[str, Any] = {}
    if values.get("title"):
        changes["title"] = values["title"]
    for name, value in values.items():
        if value is None:
            continue
        if form[name].type == "jurisdiction":
            changes["jurisdiction"] = value
        elif form[name].type == "category":
            changes["category"] = value
        elif form[name].type == "organisation" and name == "unit":
            changes |= {
                "unit_name": value["name"],
                "unit_code": value["code"] or None,
                "unit_key": name_key(value["name"]),
            }
    joint = compiled.joint_fields(case.kind)
    if any(name in values for name in joint):
        changes["joint"] = joint_of(case.fields, joint)
    return case._replace(**changes) if changes else case


def joint_of(fields: Mapping[str, Any], names: Iterable[str]) -> tuple[Unit, ...]:
    """The joint units that the named fields of a form list."""
    return tuple(
        Unit(unit["name"], unit["code"], name_key(unit["name"]))
        for name in names
        for unit in fields.get(name) or ()
    )


def open_child(
    compiled: Compiled, plan: Plan, parent: Case, kind: str, period: str | None, number: int
) -> Draft:
    """The entry by which the system opens a child case, with its duties."""
    case = blank(compiled, kind, parent, stamp(plan.counts))._replace(period=period, seq=1)
    case = case._replace(code=code_of(compiled, case, number), title=_title(compiled, kind, case))
    case = case._replace(head=genesis(case.code))
    opening = compiled.kind(kind).opened
    draft = by_system(case, OPEN, None, opening.clause if opening else ())
    _open_duties(compiled, plan, draft, [], creation=True)
    return draft


def open_seed(
    compiled: Compiled, plan: Plan, case: Case, number: int, clause: tuple[str, ...]
) -> Draft:
    """The entry by which the system opens a case that the file lists, with its duties."""
    case = case._replace(code=code_of(compiled, case, number))
    draft = by_system(case._replace(head=genesis(case.code)), OPEN, None, clause)
    draft.fields = dict(case.fields)
    _open_duties(compiled, plan, draft, [], creation=True)
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


def _title(compiled: Compiled, kind: str, case: Case) -> str:
    title = compiled.kind(kind).title
    return f"{case.period}年度{title.removeprefix('年度')}" if case.period else title


def _duties_of(facts: Facts, case: Case) -> list[DutyRow]:
    if facts.case is not None and case.code == facts.case.code:
        return facts.duties
    if facts.parent is not None and case.code == facts.parent.code:
        return facts.parent_duties
    return facts.child_duties.get(case.code, [])


def _quotas(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, move: Move, entry: Entry
) -> None:
    case = draft.after
    holds = dict(case.holds)
    for bucket in compiled.buckets_for(move.takes, case):
        row = facts.quotas.get(bucket)
        if bucket in holds or row is None:
            continue
        column = "over" if entry == "record" and row.is_full else "used"
        holds[bucket] = draft.takes[bucket] = column
    if move.gives_back is not None and _returns(compiled, move, plan.counts):
        for bucket in sorted(holds):
            if bucket.split("/", 1)[0] in move.gives_back.quotas:
                draft.gives[bucket] = holds.pop(bucket)
    if draft.takes or draft.gives:
        draft.after = case._replace(holds=holds)


def _returns(compiled: Compiled, move: Move, counts: datetime) -> bool:
    assert move.gives_back is not None
    if move.gives_back.until is None:
        return True
    due = compiled.due(move.gives_back.until)
    return due is None or counts < due.at


def _settle(compiled: Compiled, plan: Plan, draft: Draft, rows: list[DutyRow]) -> None:
    for row in rows:
        duty = compiled.programme.duties.get(row.duty)
        if duty is None or not row.is_unsettled:
            continue
        if draft.move in duty.bound_by:
            is_late = row.due_at is not None and stamp(plan.counts) >= row.due_at
            draft.settles.append(Settled(row.duty, row.n, "late" if is_late else "met"))
        elif draft.move in duty.waived_by:
            draft.settles.append(Settled(row.duty, row.n, "waived"))


def _open_duties(
    compiled: Compiled, plan: Plan, draft: Draft, rows: list[DutyRow], *, creation: bool
) -> None:
    for name, duty in compiled.programme.duties_of(draft.after.kind).items():
        if draft.move in duty.opened or (creation and "creation" in duty.opened):
            taken = sum(1 for row in rows if row.duty == name)
            draft.opens += _new_duties(compiled, plan, draft.after, name, duty, taken)


def _new_duties(
    compiled: Compiled, plan: Plan, case: Case, name: str, duty: Duty, taken: int
) -> list[NewDuty]:
    owed_by = ",".join(duty.by)
    day = case.fields.get(duty.day_from) if duty.day_from else None
    if day:
        on, at = compiled.end_of_day(str(day))
        phrase = f"{day}前"
        return [NewDuty(name, taken + 1, owed_by, phrase, duty.clause, on, at, False)]
    dues = compiled.dues_of(duty, case.period, plan.counts)
    if dues and duty.unverified:
        # a day that nobody may hold against anyone: it has no instant, so nothing is ever late
        phrase, on = duty.due.phrase, dues[0].on.isoformat()
        return [NewDuty(name, taken + 1, owed_by, phrase, duty.clause, on, None, False)]
    if not dues:
        phrase = duty.due.phrase
        return [NewDuty(name, taken + 1, owed_by, phrase, duty.clause, None, None, False)]
    return [
        NewDuty(
            name,
            taken + n,
            owed_by,
            duty.due.phrase,
            duty.clause,
            due.on.isoformat(),
            stamp(due.at),
            due.provisional,
        )
        for n, due in enumerate(dues, 1)
    ]


def _end(compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, rows: list[DutyRow]) -> None:
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
        plan.notices.append(_notice(compiled, plan, case, draft, effect.target))
    elif effect.do == "open":
        number = 1 + sum(1 for child in facts.children if child.kind == effect.target)
        plan.drafts.append(open_child(compiled, plan, case, effect.target, None, number))
    elif facts.parent is not None and effect.do == "move-parent":
        _move_parent(compiled, facts, plan, draft, effect.target, entry)
    elif facts.parent is not None:
        _set_parent(compiled, facts, plan, draft, effect.fields)


def _move_parent(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, name: str, entry: Entry
) -> None:
    parent = facts.parent
    assert parent is not None
    move = compiled.move(parent.kind, name)
    target = compiled.machines[parent.kind].target(name, parent.state)
    if move is None or target is None:
        draft.flags.append(
            {
                "code": "ParentStays",
                "kind": "warning",
                "clause": list(draft.clause),
                "message": f"{parent.code} 未随之变动：现状态不允许 {name}",
            }
        )
        return
    after = parent._replace(state=target, seq=parent.seq + 1)
    follow(compiled, facts, plan, by_system(after, name, parent.state, move.clause), move, entry)


def _set_parent(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, fields: dict[str, str]
) -> None:
    parent = facts.parent
    assert parent is not None
    values = {name: draft.after.fields.get(source) for name, source in fields.items()}
    values = {name: value for name, value in values.items() if value is not None}
    after = parent._replace(seq=parent.seq + 1, fields={**parent.fields, **values})
    update = by_system(with_columns(compiled, after, values), UPDATE, parent.state, draft.clause)
    update.fields = values
    plan.drafts.append(update)


def _notice(compiled: Compiled, plan: Plan, case: Case, draft: Draft, recipient: str) -> Notice:
    kind = compiled.kind(case.kind)
    move = kind.moves.get(draft.move)
    return Notice(
        key=f"{plan.command}/{case.code}/{recipient}",
        topic="move",
        recipient=recipient,
        case=case.code,
        subject=f"{case.title}：{move.title if move else draft.move}",
        body=f"{case.code} 现为“{kind.states[case.state].title}”。",
    )
