"""Guards: facts in, refusals out. No I/O. One function for each name in vocabulary.GUARDS."""

from collections.abc import Iterator
from typing import Any

from config import vocabulary as v
from config.case_types import Guard
from config.programme import ChecklistItem
from states.commands import Check
from states.deadlines import local_day
from states.decisions import person_guards, unit_guards
from states.decisions.judging import Asked, Judge
from states.decisions.settable import field_of_type, where_to_set
from states.errors import Refusal
from states.words.titles import UNQUOTED, titled


def judge_person(asked: Asked) -> list[Refusal]:
    """What speaks against the person alone, such as one who approves what another asked for."""
    guards = [guard for guard in asked.move.guards if guard.name in person_guards.JUDGES]
    return [refusal for guard in guards for refusal in judge(guard, asked)]


def judge(guard: Guard, asked: Asked) -> list[Refusal]:
    """Every reason why a guard would not let the move happen; empty if it would."""
    move, refusals = asked.move, []
    for code, found in JUDGES[guard.name](asked, guard.parameters):
        clause, about = guard.clause or move.clause, {"case": asked.case.code, **found}
        refusals.append(Refusal(code, clause, about, move.rule_of(guard), guard.strength))
    return refusals


def _checklist_passed(asked: Asked, p: v.ChecklistPassed) -> Iterator[tuple[str, dict[str, Any]]]:
    checklist = asked.programme.checklists[p.list]
    day = local_day(asked.counts, asked.programme.zone).isoformat()
    for key, item in checklist.items.items():
        if not asked.compiled.applies(item.when, asked.case):
            continue
        check = asked.case.checks.get(key)
        wrong = _wrong(check, item, key in asked.documents, day)
        if wrong is not None:
            named: dict[str, Any] = {**titled(item=item, checklist=checklist), "key": key}
            named |= {"day": day, "verdict": f"pass@{day}" if item.dated else "pass"}
            if check is not None:
                named |= {"remark": check.remark, "on": check.on}
            yield wrong, named


def _wrong(check: Check | None, item: ChecklistItem, has_file: bool, day: str) -> str | None:
    if check is None:
        return "CheckMissing"
    if check.verdict != "pass":
        return "CheckFailed"
    if item.dated and not check.on:
        return "CheckUndated"
    if check.on > day:
        return "CheckAhead"
    if item.evidence and not has_file and not check.remark:
        return "CheckWithoutEvidence"
    return None


def _listed_category(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    # a field that is missing is told as such
    if asked.case.category and asked.case.category not in asked.programme.categories:
        known = titled(known=list(asked.programme.categories.values()))
        how = where_to_set(asked, field_of_type(asked, "category"))
        yield "CategoryUnknown", {"category": asked.case.category, **known, **how}


def _listed_jurisdiction(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.case.jurisdiction not in asked.programme.jurisdictions:
        yield (
            "JurisdictionUnknown",
            {
                "jurisdiction": asked.case.jurisdiction or "",
                "count": len(asked.programme.jurisdictions),
                **where_to_set(asked, field_of_type(asked, "jurisdiction")),
            },
        )


def _jurisdiction_kind(asked: Asked, p: v.JurisdictionKind) -> Iterator[tuple[str, dict[str, Any]]]:
    found = asked.programme.jurisdictions.get(asked.case.jurisdiction or "")
    if found is None or found.kind not in p.one_of:
        kind = found.kind if found else ""
        yield "JurisdictionKindWrong", {"kind": kind, "one_of": list(p.one_of)}


def _category_hint(asked: Asked, p: v.CategoryHint) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.case.category in p.categories:
        yield "CategoryHint", {"says": p.says}


def _field_is(asked: Asked, p: v.FieldIs) -> Iterator[tuple[str, dict[str, Any]]]:
    field = asked.compiled.kind(asked.case.kind).form[p.field]
    value = asked.case.fields.get(p.field)
    if not field.is_one_of(value, p.one_of):
        shown = "" if value is None else field.options.get(str(value), _YES_NO.get(value, value))
        shown = UNQUOTED if shown and field.personal else shown
        wanted = [field.options.get(word, word) for word in p.one_of]
        yield "FieldNotOneOf", {**titled(field=field), "value": shown, "one_of": wanted}


_YES_NO = {True: "是", False: "否"}


def _child_in(asked: Asked, p: v.ChildIn) -> Iterator[tuple[str, dict[str, Any]]]:
    if not any(c.kind == p.kind and c.state in p.states for c in asked.facts.children):
        kind = asked.programme.cases[p.kind]
        states = [kind.states[state] for state in p.states]
        yield "NoChildIn", {**titled(kind=kind, states=states), "key": p.kind}


def _parent_in(asked: Asked, p: v.ParentIn) -> Iterator[tuple[str, dict[str, Any]]]:
    parent = asked.facts.parent
    if parent is not None and parent.state not in p.states:
        kind = asked.programme.cases[parent.kind]
        states = [kind.states[state] for state in p.states]
        named = titled(state=kind.states[parent.state], states=states)
        yield "ParentNotIn", {"parent": parent.code, **named}


def _at_most_times(asked: Asked, p: v.AtMostTimes) -> Iterator[tuple[str, dict[str, Any]]]:
    _, done = asked.facts.events.get((asked.case.code, p.move), ("", 0))
    if done >= p.times:
        move = asked.programme.cases[asked.case.kind].moves[p.move]
        yield "DoneOften", {**titled(move=move), "times": p.times, "done": done}


def _condition(asked: Asked, p: v.Condition) -> Iterator[tuple[str, dict[str, Any]]]:
    from states.conditions import facts_of, judged, unfilled

    variables = asked.compiled.cohort(asked.case) | facts_of(asked.case, asked.facts, asked.today)
    held = judged(p.cel, variables)
    if held is False:
        yield "ConditionFails", {"says": p.says}
    elif held is None and (keys := unfilled(p.cel, variables)):
        form = asked.compiled.kind(asked.case.kind).form
        fields = titled(fields=[form[key] for key in keys])
        yield (
            "ConditionLacks",
            {"says": p.says, **fields, "keys": keys, **where_to_set(asked, keys[0])},
        )
    elif held is None:
        yield "ConditionUnjudged", {"says": p.says}


JUDGES: dict[str, Judge] = {
    **unit_guards.JUDGES,
    **person_guards.JUDGES,
    "checklist-passed": _checklist_passed,
    "listed-category": _listed_category,
    "listed-jurisdiction": _listed_jurisdiction,
    "jurisdiction-kind": _jurisdiction_kind,
    "category-hint": _category_hint,
    "field-is": _field_is,
    "child-in": _child_in,
    "parent-in": _parent_in,
    "at-most-times": _at_most_times,
    "condition": _condition,
}
