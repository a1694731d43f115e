"""Days of a form from which limits run and which can only lie behind: the day on which something
was received or published. One that is still to come is a slip, and every limit from it is wrong."""

from collections.abc import Iterator
from typing import Literal

from config.case_types import FormField
from config.dates import rules
from config.duty_types import Duty
from config.programme import Programme
from states.compiled import Compiled
from states.decisions.judging import Asked
from states.errors import Refusal
from states.facts import Case, Facts
from states.instants import local_day
from states.words.titles import UNQUOTED, titled

RECEIPT = ("收到", "接到", "签收")
"""Events that nobody can foresee: how the words for them begin."""
END = ("满", "到期", "结束", "完成", "终了")
"""Events that may be planned ahead: what the words for them hold."""
Tells = Literal["receipt", "past", "planned"]


def days_to_come(compiled: Compiled, facts: Facts, before: Case, after: Case) -> Iterator[Refusal]:
    """A day of receipt that is still to come is refused; of any other day that seems to lie behind
    this is said. A day that may be planned, such as the end of a term, may be in the future."""
    form = compiled.kind(after.kind).form
    today = local_day(facts.now, compiled.programme.zone).isoformat()
    for name, value in after.fields.items():
        declared = form.get(name)
        if declared is None or declared.type != "date" or not value or value <= today:
            continue
        if value != before.fields.get(name):
            yield from _judged(compiled.programme, after.kind, name, declared, value, today)


def may_be_planned(programme: Programme, kind: str, field: str) -> bool:
    """Whether a date of the form of a kind may be in the future, by the limits that run from it."""
    told = _told_of(programme, kind, field)
    return "receipt" not in told and ("planned" in told or "past" not in told)


def limits_gone(asked: Asked, move: str) -> Iterator[Refusal]:
    """A last day that the move gives to a duty of its own and that lies behind the act: the duty is
    overdue as it arises, which is said."""
    kind, fields, today = asked.case.kind, asked.case.fields, asked.today.isoformat()
    for duty in asked.programme.duties.values():
        if duty.case != kind or move not in duty.opened or not duty.day_from:
            continue
        day = fields.get(duty.day_from)
        if day and day < today and asked.compiled.applies(duty.when, asked.case):
            field = asked.compiled.kind(kind).form[duty.day_from]
            said = UNQUOTED if field.personal else day
            named = {**titled(field=field, duty=duty), "day": said, "today": today}
            named["key"] = duty.day_from
            yield Refusal("LimitGone", duty.clause, named, strength="warn")


def _judged(
    programme: Programme, kind: str, name: str, field: FormField, day: str, today: str
) -> Iterator[Refusal]:
    if may_be_planned(programme, kind, name):
        return
    duties = _running_from(programme, kind, name)
    clause = next((duty.clause for duty in duties if duty.clause), ())
    said = UNQUOTED if field.personal else day
    named = {**titled(field=field), "key": name, "day": said, "today": today}
    is_receipt = "receipt" in _told_of(programme, kind, name)
    yield Refusal("DayToCome", clause, named, strength="hard" if is_receipt else "warn")


def _told_of(programme: Programme, kind: str, field: str) -> set[Tells]:
    """What the limits that run from a date of the form of a kind tell of that day."""
    told = {tells for duty in _running_from(programme, kind, field) for tells in _tells(duty)}
    if programme.applies and programme.applies.by_field == field:
        told.add("receipt")
    return told


def _running_from(programme: Programme, kind: str, field: str) -> Iterator[Duty]:
    """The duties that run from, or are due on, a date of the form of a kind."""
    for duty in programme.duties.values():
        declared = programme.cases.get(duty.case)
        if declared is None:  # owed by nobody's case, so it runs from no form
            continue
        origin = duty.counts_from
        own = duty.day_from or (origin.field if origin else None)
        above = origin.parent_field if origin else None
        if (kind, field) in ((duty.case, own), (declared.of, above)):
            yield duty


def _tells(duty: Duty) -> Iterator[Tells]:
    """What the words of a limit tell of the day that it runs from."""
    if duty.day_from:
        yield "planned"
        return
    for limit in (duty.due, *duty.due_by.values()):
        for rule in _parts(limit.rule):
            if not isinstance(rule, rules.After):
                yield "planned"
            elif rule.of.startswith(RECEIPT):
                yield "receipt"
            else:
                yield "planned" if any(word in rule.of for word in END) else "past"


def _parts(rule: rules.Rule) -> Iterator[rules.Rule]:
    if isinstance(rule, rules.Several):
        for part in rule.rules:
            yield from _parts(part)
    elif not isinstance(rule, rules.NoLimit):
        yield rule
