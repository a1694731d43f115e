"""Guards: facts in, refusals out. No I/O. One function for each name in vocabulary.GUARDS."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config import vocabulary as v
from config.programme import ChecklistItem, Guard, Move, Programme
from states.commands import Check
from states.errors import Refusal
from states.facts import Case, Facts
from states.organisations import is_credit_code, is_sole_trader


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guard judges: the case as it would be after the move, the move, and the facts."""

    programme: Programme
    case: Case
    move: Move
    facts: Facts
    documents: Mapping[str, Mapping[str, Any]]


Judge = Callable[[Asked, Any], Iterator[tuple[str, dict[str, Any]]]]


def judge(guard: Guard, asked: Asked) -> list[Refusal]:
    """Every reason why a guard would not let the move happen; empty if it would."""
    clause = guard.clause or asked.move.clause
    return [
        Refusal(code, clause, {"case": asked.case.code, **found}, guard.name, guard.strength)
        for code, found in JUDGES[guard.name](asked, guard.parameters)
    ]


def _legal_person(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    code = asked.case.unit_code or ""
    if not code:
        yield "UnitMissing", {"unit": asked.case.unit_name or ""}
    elif not is_credit_code(code):
        yield "CreditCodeWrong", {"code": code}
    elif is_sole_trader(code):
        yield "NotLegalPerson", {"unit": asked.case.unit_name or code}


def _checklist_passed(asked: Asked, p: v.ChecklistPassed) -> Iterator[tuple[str, dict[str, Any]]]:
    checklist = asked.programme.checklists[p.list]
    for key, item in checklist.items.items():
        check = asked.case.checks.get(key)
        wrong = _wrong(check, item, key in asked.documents)
        if wrong is not None:
            named = {"item": item.title, "key": key, "checklist": checklist.title}
            if check is not None and wrong == "CheckFailed":
                named["remark"] = check.remark
            yield wrong, named


def _wrong(check: Check | None, item: ChecklistItem, has_file: bool) -> str | None:
    if check is None:
        return "CheckMissing"
    if check.verdict != "pass":
        return "CheckFailed"
    if item.dated and not check.on:
        return "CheckUndated"
    if item.evidence and not has_file and not check.remark:
        return "CheckWithoutEvidence"
    return None


def _not_undertaken(asked: Asked, p: v.NotUndertakenBefore) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in asked.facts.earlier:
        if p.levels == "national" and row.level != "national":
            continue
        if p.within_years is not None and not _is_recent(row.year, p.within_years, asked):
            continue
        yield (
            "UndertookBefore",
            {
                "unit": asked.case.unit_name,
                "project": row.project,
                "batch": row.batch,
                "match": "code" if row.by_code else "name",
            },
        )


def _is_recent(year: str | None, years: int, asked: Asked) -> bool:
    return year is None or int(year[:4]) > asked.facts.now.year - years


def _listed_category(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.case.category not in asked.programme.categories:
        yield (
            "CategoryUnknown",
            {
                "category": asked.case.category or "",
                "known": "、".join(c.title for c in asked.programme.categories.values()),
            },
        )


def _listed_jurisdiction(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.case.jurisdiction not in asked.programme.jurisdictions:
        yield (
            "JurisdictionUnknown",
            {
                "jurisdiction": asked.case.jurisdiction or "",
                "count": len(asked.programme.jurisdictions),
            },
        )


def _jurisdiction_kind(asked: Asked, p: v.JurisdictionKind) -> Iterator[tuple[str, dict[str, Any]]]:
    found = asked.programme.jurisdictions.get(asked.case.jurisdiction or "")
    if found is None or found.kind not in p.one_of:
        kind = found.kind if found else ""
        yield "JurisdictionKindWrong", {"kind": kind, "one_of": "、".join(p.one_of)}


def _unit_once(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.facts.same_unit:
        yield (
            "UnitTwice",
            {"unit": asked.case.unit_name, "others": "、".join(asked.facts.same_unit)},
        )


def _same_code(asked: Asked, _: v.NoParameters) -> Iterator[tuple[str, dict[str, Any]]]:
    before = asked.facts.case.unit_code if asked.facts.case else None
    if asked.case.unit_code != before:
        yield "CodeDiffers", {"before": before, "after": asked.case.unit_code}


def _category_hint(asked: Asked, p: v.CategoryHint) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.case.category in p.categories:
        yield "CategoryHint", {"says": p.says}


def _field_is(asked: Asked, p: v.FieldIs) -> Iterator[tuple[str, dict[str, Any]]]:
    value = asked.case.fields.get(p.field)
    if str(value) not in p.one_of:
        yield "FieldNotOneOf", {"field": p.field, "value": value, "one_of": "、".join(p.one_of)}


def _child_in(asked: Asked, p: v.ChildIn) -> Iterator[tuple[str, dict[str, Any]]]:
    if not any(c.kind == p.kind and c.state in p.states for c in asked.facts.children):
        kind = asked.programme.cases[p.kind]
        titles = "、".join(kind.states[state].title for state in p.states)
        yield "NoChildIn", {"kind": kind.title, "states": titles}


def _parent_in(asked: Asked, p: v.ParentIn) -> Iterator[tuple[str, dict[str, Any]]]:
    parent = asked.facts.parent
    if parent is not None and parent.state not in p.states:
        kind = asked.programme.cases[parent.kind]
        yield (
            "ParentNotIn",
            {
                "parent": parent.code,
                "state": kind.states[parent.state].title,
                "states": "、".join(kind.states[state].title for state in p.states),
            },
        )


def _condition(asked: Asked, p: v.Condition) -> Iterator[tuple[str, dict[str, Any]]]:
    from states.conditions import holds

    problem = holds(p.cel, asked.case, asked.facts)
    if problem is not None:
        yield "ConditionFails", {"says": p.says, "problem": problem}


JUDGES: dict[str, Judge] = {
    "legal-person": _legal_person,
    "checklist-passed": _checklist_passed,
    "not-undertaken-before": _not_undertaken,
    "listed-category": _listed_category,
    "listed-jurisdiction": _listed_jurisdiction,
    "jurisdiction-kind": _jurisdiction_kind,
    "unit-once": _unit_once,
    "same-code": _same_code,
    "category-hint": _category_hint,
    "field-is": _field_is,
    "child-in": _child_in,
    "parent-in": _parent_in,
    "condition": _condition,
}
