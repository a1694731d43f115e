"""Guards on the units that undertake a case: who they are, and what they did before.

What they say of another case is read by everybody who sees this one, now and in its history."""

from typing import Any

from config import vocabulary as v
from states.deadlines import add_period, local_day
from states.decisions.judging import Asked, Found, Judge
from states.decisions.settable import how_to_change_unit, where_to_set
from states.facts import Past, Placed, Unit
from states.history import instant
from states.registers.looking_up import counted
from states.registers.organisations import is_credit_code, is_sole_trader
from states.words.joining import Titled, beside, later
from states.words.registers import row_in_words
from states.words.titles import NONE, UNQUOTED

LEAD = "unit"
"""The field of every form that names the undertaking unit."""
_UNNAMED = Titled("另一范围的一件（此处不写编号）", "one of another scope, not named here")


def _legal_person(asked: Asked, _: v.NoParameters) -> Found:
    lead = Unit(asked.case.unit_name or "", asked.case.unit_code or "", "")
    for n, unit in enumerate((lead, *asked.case.joint)):
        if not unit.code and n:
            yield "JointUnitWithoutCode", {"unit": unit.name}
        elif not unit.code:
            yield "UnitMissing", {"unit": unit.name, **where_to_set(asked, LEAD)}
        elif not is_credit_code(unit.code):
            field = _field_of(asked, unit) if n else LEAD
            yield "CreditCodeWrong", {"code": unit.code, **where_to_set(asked, field)}
        elif is_sole_trader(unit.code):
            yield "NotLegalPerson", {"unit": unit.name or unit.code}


def _field_of(asked: Asked, unit: Unit) -> str:
    """The field of the form that lists a joint unit."""
    fields = asked.case.fields
    return next(
        name
        for name in asked.compiled.joint_fields(asked.case.kind)
        if any(one["code"] == unit.code for one in fields.get(name) or ())
    )


def _not_undertaken(asked: Asked, p: v.NotUndertakenBefore) -> Found:
    for row in counted(asked.facts.earlier, p.levels, p.within_years, asked.today):
        yield (
            "UndertookBefore",
            {
                "unit": row.unit or asked.case.unit_name,
                "project": row.project,
                "programme": row.programme_title,
                "batch": row.batch,
                "document": row.document,
                "year": row.year,
                "level": row.level,
                "match": "code" if row.by_code else "name",
                **row_in_words(row),
            },
        )


def _unit_once(asked: Asked, _: v.NoParameters) -> Found:
    twins = asked.facts.same_unit
    if twins:
        named = [twin.code for twin in twins if _may_name(asked, twin)]
        rest = [_UNNAMED] if len(named) < len(twins) else []
        yield "UnitTwice", {"unit": asked.case.unit_name, "others": [*named, *rest]}


def _may_name(asked: Asked, other: Placed) -> bool:
    """Whether whoever asks sees the other case, and those of this one's place do too."""
    return asked.case.jurisdiction == other.jurisdiction and asked.facts.account.sees(other)


def _which(asked: Asked, other: Past) -> dict[str, Any]:
    if not _may_name(asked, other):
        return {"which": _UNNAMED}
    which = later(beside, other.code, other.title)
    return {"which": which, "other": other.code, "title": other.title}


def _same_code(asked: Asked, _: v.NoParameters) -> Found:
    before = asked.facts.case.unit_code if asked.facts.case else None
    after = asked.case.unit_code
    if after == before:
        return
    if asked.compiled.kind(asked.case.kind).undertaken_by == "person":
        before = after = UNQUOTED
    named = {"before": before or NONE, "after": after or NONE}
    yield "CodeDiffers", {**named, **how_to_change_unit(asked)}


def _no_earlier_outcome(asked: Asked, p: v.NoEarlierOutcome) -> Found:
    for row in asked.facts.past:
        if not p.looks_at(asked.programme.programme, row.programme, row.kind, row.state):
            continue
        on = local_day(instant(row.since), asked.programme.zone)
        if p.within_years is not None and asked.today > add_period(on, p.within_years, "years"):
            continue
        named = {**_which(asked, row), "on": on.isoformat(), "state": row.state_title}
        yield "EarlierOutcome", {"unit": _shared(asked, row), **named}


def _not_banned(asked: Asked, p: v.NotBanned) -> Found:
    today = asked.today.isoformat()
    for row in asked.facts.past:
        until = str(row.fields.get(p.field) or "")
        if until < today or not p.looks_at(
            asked.programme.programme, row.programme, row.kind, row.state
        ):
            continue
        yield "Banned", {"unit": _shared(asked, row), "until": until, **_which(asked, row)}


def _shared(asked: Asked, row: Past) -> list[str]:
    return [
        unit.name for unit in asked.case.units if any(unit.is_same(other) for other in row.units)
    ]


def _joint_units(asked: Asked, p: v.JointUnits) -> Found:
    units = asked.case.units
    for n, unit in enumerate(units):
        if any(unit.is_same(other) for other in units[:n]):
            yield "JointUnitTwice", {"unit": unit.name}
    if p.at_most is not None and len(units) > p.at_most:
        yield "JointUnitsMany", {"count": len(units), "most": p.at_most}
    if p.at_least is not None and len(units) < p.at_least:
        yield "JointUnitsFew", {"count": len(units), "least": p.at_least}


JUDGES: dict[str, Judge] = {
    "legal-person": _legal_person,
    "not-undertaken-before": _not_undertaken,
    "unit-once": _unit_once,
    "same-code": _same_code,
    "no-earlier-outcome": _no_earlier_outcome,
    "not-banned": _not_banned,
    "joint-units": _joint_units,
}
