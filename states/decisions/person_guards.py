"""Guards on the person who acts: separation of duties, and standing aside."""

import re

from config import vocabulary as v
from config.vocabulary import SYSTEM
from states.decisions.judging import Asked, Found, Judge
from states.words.titles import titled

_BETWEEN = re.compile(r"[\s、，,；;]+")


def _other_person(asked: Asked, p: v.OtherPerson) -> Found:
    moves = asked.compiled.kind(asked.case.kind).moves
    for person in sorted(asked.persons):
        made = [moves[name] for name in p.moves if (name, person) in asked.facts.made]
        if made:
            yield "SamePerson", {"account": person, **titled(made=made, move=asked.move)}


def _not_recused(asked: Asked, p: v.NotRecused) -> Found:
    if not asked.persons or SYSTEM in asked.persons:
        return
    # clearing the field in the same move does not lift it
    before = asked.facts.case.fields if asked.facts.case else {}
    account = asked.facts.account
    ours = {*asked.persons, account.name}
    units = {grant.unit for grant in account.grants if grant.unit}
    for fields in (before, asked.case.fields):
        field = asked.compiled.kind(asked.case.kind).form[p.field]
        names, codes = _named(fields.get(p.field), field.type)
        if ours & names or units & codes:
            yield "Recused", {"account": account.account, **titled(field=field)}
            return


def _not_own_unit(asked: Asked, _: v.NoParameters) -> Found:
    if not asked.persons or SYSTEM in asked.persons:
        return
    # naming another unit in the same move does not lift it
    before = asked.facts.case
    units = [*(before.units if before else ()), *asked.case.units]
    held = {grant.unit for grant in asked.facts.account.grants if grant.unit}
    for unit in units:
        if unit.code in held:
            account = asked.facts.account.account
            yield "OwnUnit", {"account": account, "unit": unit.name, **titled(move=asked.move)}
            return


def _named(value: object, of_type: str) -> tuple[set[str], set[str]]:
    """The names of persons and the codes that a field holds."""
    if isinstance(value, str):
        return {value.strip(), *_BETWEEN.split(value)} - {""}, set()
    parts = value if isinstance(value, list) else [value]
    found = [part for part in parts if isinstance(part, dict)]
    names = {part["name"] for part in found} if of_type == "person" else set()
    return names, {part["code"] for part in found if part.get("code")}


JUDGES: dict[str, Judge] = {
    "other-person": _other_person,
    "not-recused": _not_recused,
    "not-own-unit": _not_own_unit,
}
