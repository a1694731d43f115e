"""Checks on the cases that a file itself lists: of a kind of their own, with values that fit."""

import re
from collections.abc import Iterator
from datetime import date

from config.case_types import FormField
from config.checking.findings import Finding, error
from config.programme import Programme

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMS = {
    "number": r"-?[0-9]{1,15}",
    "money": r"[0-9]{1,15}(\.[0-9]{1,2})?",
    "year": "[12][0-9]{3}",
}


def check_seeds(programme: Programme) -> Iterator[Finding]:
    """What is wrong with the listed cases of a programme."""
    for name, seed in programme.seeds.items():
        kind, place = programme.cases[seed.case], ("seeds", name)
        if kind.of is not None:
            yield error("seed-of-child", (*place, "case"), case=kind.title)
        for key, field in kind.form.items():
            if field.required and not seed.fields.get(key):
                yield error("seed-field-missing", place, field=field.title)
        for key, value in seed.fields.items():
            field = kind.form[key]
            if value and not _fits(programme, field, value):
                yield error("seed-value", (*place, "fields", key), field=field.title, value=value)


def _fits(programme: Programme, field: FormField, value: str) -> bool:
    if field.type == "choice":
        return value in field.options or value in field.options.values()
    if field.type == "jurisdiction":
        places = programme.jurisdictions
        return value in places or any(value in (p.name, p.short, p.abbr) for p in places.values())
    if field.type == "category":
        return value in programme.categories or any(
            value in (c.title, c.title_en) for c in programme.categories.values()
        )
    if field.type == "yes-no":
        return value.lower() in ("yes", "no", "true", "false", "是", "否")
    if field.type == "date":
        return _is_day(value)
    return field.type not in _FORMS or re.fullmatch(_FORMS[field.type], value) is not None


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
