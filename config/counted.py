"""Which fields of a form decide in which part of a quota a case counts, and which rules apply."""

from collections.abc import Iterator

from config.case_types import CaseKind, FormField
from config.programme import Programme, Quota


def counted_fields(programme: Programme, kind: str) -> frozenset[str]:
    """The fields of a kind by which a quota counts that a move of the kind takes."""
    declared = programme.cases[kind]
    taken = {name for move in declared.moves.values() for name in move.takes}
    found = (field for name in taken for field in _fields(programme.quotas[name], declared))
    return frozenset(found)


def _fields(quota: Quota, kind: CaseKind) -> Iterator[str]:
    for name, field in kind.form.items():
        by_place = quota.per == "jurisdiction" and field.type == "jurisdiction"
        by_unit = quota.per == "unit" and name == "unit"
        by_category = (quota.groups or quota.each) and field.type == "category"
        named = name == quota.year_from or _names(quota.when, name, field)
        if by_place or by_unit or by_category or named:
            yield name


def named_by(condition: str, kind: CaseKind) -> frozenset[str]:
    """The fields of a kind at which a condition may look."""
    return frozenset(name for name, field in kind.form.items() if _names(condition, name, field))


def _names(condition: str, name: str, field: FormField) -> bool:
    # a condition names fields by name, and place and category also by what they are
    typed = field.type if field.type in ("jurisdiction", "category") else name
    return name in condition or typed in condition
