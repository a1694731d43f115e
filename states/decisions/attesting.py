"""Whose act stands for what the register of earlier pilots cannot say. Pure."""

from datetime import date

from config.case_types import Move
from config.vocabulary import SYSTEM, NotUndertakenBefore
from states.facts import Facts
from states.plan import Draft
from states.registers.looking_up import GUARD, REGISTER, answer


def attest(draft: Draft, facts: Facts, move: Move, entry: str, today: date) -> None:
    """Keep in an entry what the register says of the units that day, and whose act stands for what
    it cannot say: `by` names the roles that attest that those not found never undertook one. Of a
    recorded fact these are the roles of the move, whoever records it."""
    assert facts.register is not None
    units = draft.after.units
    roles = move.by if entry == "record" else (draft.role,)
    by = [role for role in roles if role != SYSTEM]
    found = []
    for guard in move.guards if units else ():
        if guard.name == GUARD:
            p = guard.parameters
            assert isinstance(p, NotUndertakenBefore)
            said = answer(facts.register, facts.earlier, units, p.levels, p.within_years, today)
            found.append({**said, "by": by if said["absent"] else []})
    if found:
        draft.extra[REGISTER] = found
