"""Facts that only corrections look at: the entry that is put right, the quotas in which they may
count, the entries of the cases that a wrong act may have reached."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from states.commands import Command
from states.compiled import Compiled
from states.decisions.corrections import buckets_of
from states.decisions.courses import course_of, fact_of, turns_of
from states.decisions.late_facts import may_overturn, overturned, too_early
from states.decisions.limits_anew import limits_under
from states.decisions.moved_facts import moved_fact, turns_before
from states.decisions.reached import buckets_above
from states.errors import BadInput
from states.facts import Facts, QuotaRow
from states.office import Office
from states.record.cited import cited_by
from states.record.lives import lives_of
from states.steps import Cited
from states.store import Tx

Counting = Callable[[Compiled, set[str]], dict[str, QuotaRow]]


def add_corrected(
    office: Office,
    tx: Tx,
    quotas_of: Counting,
    commands: Sequence[Command],
    found: list[tuple[Compiled, Facts] | BadInput],
) -> None:
    """Add to the facts of corrections, and of facts that overturn an entry by themselves, what they
    look at, or say what is wrong with the command."""
    for n, (command, one) in enumerate(zip(commands, found, strict=True)):
        if isinstance(one, BadInput) or (case := one[1].case) is None:
            continue
        compiled, facts = one
        facts.cited = _overturned(office, tx, compiled, facts, command) or facts.cited
        if facts.cited is None:
            continue
        if moved := _moved(office, tx, compiled, facts, command):
            facts.cited = moved
            facts.course = tuple(one for one in facts.course if one.seq != moved.moved)
        move, is_over = compiled.move(case.kind, command.move), case.ended
        on_limits = move is not None and bool(limits_under(compiled, case, move, command.move))
        is_other = facts.cited.move != command.move or facts.cited.moved is not None
        if is_other or is_over or on_limits:
            near = [facts.case, facts.parent, *(c for g in facts.families.values() for c in g)]
            facts.lives = lives_of(office, tx, (case.code for case in near if case))
        if is_other and too_early(compiled, facts, command):
            facts.cited = replace(facts.cited, too_early=True)
        try:
            wanted = buckets_of(compiled, facts, command) | buckets_above(facts)
        except BadInput as error:
            found[n] = error
            continue
        facts.quotas = {**facts.quotas, **quotas_of(compiled, wanted)}


def _overturned(
    office: Office, tx: Tx, compiled: Compiled, facts: Facts, command: Command
) -> Cited | None:
    """The entry that brought the case to where it stands, if it has no ground by what is recorded
    now, with all that has none either; the one that is named, where one is."""
    case, named = facts.case, facts.cited
    move = compiled.move(case.kind, command.move) if case else None
    if case is None or move is None or not may_overturn(compiled, case, command):
        return None
    life = lives_of(office, tx, [case.code]).get(case.code, ())
    turns = turns_of(compiled, case.kind, course_of(life))
    if not turns or turns[0].to_state != case.state:
        return None
    entries = filter(None, (cited_by(tx, case.code, turn.seq) for turn in turns))
    found = overturned(compiled, facts, command, move, entries)
    if command.corrects is None or found is None:
        return found
    is_named = named is not None and (named.seq, named.how) == (found.seq, found.how)
    return found if is_named else None


def _moved(
    office: Office, tx: Tx, compiled: Compiled, facts: Facts, command: Command
) -> Cited | None:
    """The recorded fact that is named, if by its right day it does not belong where it stands."""
    case, named = facts.case, facts.cited
    move = compiled.move(case.kind, command.move) if case else None
    if case is None or named is None or move is None or command.occurrence is None:
        return None
    if command.corrects is None or not named.is_record:
        return None
    life = lives_of(office, tx, [case.code])[case.code]
    fact = {step.seq for step in fact_of(compiled, case.kind, life, named.seq)}
    turns = turns_before(compiled, case, life, fact)
    entries = [one for seq in turns if (one := cited_by(tx, case.code, seq, fact))]
    return moved_fact(compiled, facts, command, move, life, entries)
