"""Checks on what a duty says beyond its limit: where it runs from, how it is counted, who may move
it. And on the system's moves and openings that its limits and periods bring about."""

from collections.abc import Iterator

from config.case_types import CaseKind, Move
from config.checking.exclusive import exclude
from config.checking.findings import Finding, error, warning
from config.dates import rules
from config.declared import Deadline
from config.duty_types import Duty
from config.language.source import Place
from config.programme import Programme


def check_limits(programme: Programme) -> Iterator[Finding]:
    """What is wrong with the limits of duties and with what follows from them."""
    for name, duty in programme.duties.items():
        place: Place = ("duties", name)
        yield from _anchor(programme, duty, place)
        yield from _by_the_clock(duty, place)
        yield from _movable(duty, place)
        yield from _told(duty, place)
        if duty.count is not None:
            yield from _counted(programme, duty, place)
    for name, kind in programme.cases.items():
        yield from _lapses(programme, name, kind)
        yield from _renewals(programme, name, kind)
        yield from _openings(name, kind)
    yield from _judged(programme)


def limits_of(duty: Duty) -> list[tuple[str, Deadline]]:
    """Every limit of a duty, with the place that it holds for; empty for the general one."""
    return [("", duty.due), *duty.due_by.items()]


def runs_from_the_case(deadline: Deadline) -> bool:
    """Whether a limit names an event of the case itself (收到之日起10日内), which only a duty has;
    what counts from the notice (印发之日起30日内) is a day of the programme."""
    rule = deadline.rule
    edges = (rule.opens, rule.closes) if isinstance(rule, rules.Window) else (rule,)
    named = [str(getattr(edge, "of", "")) for edge in edges]
    if not rules.counts_from_event(rule) or rules.counts_from_notice(rule):
        return False
    return any(named)


def gets_a_day(duty: Duty) -> bool:
    """Whether the duty can fall due: by a limit that is verified, or by a day that is given."""
    if duty.day_from is not None:
        return True
    return not duty.unverified and any(_has_day(limit) for _, limit in limits_of(duty))


def _has_day(deadline: Deadline) -> bool:
    return not (
        isinstance(deadline.rule, rules.NoLimit | rules.ByDocument) or _is_minimum(deadline)
    )


def _anchor(programme: Programme, duty: Duty, place: Place) -> Iterator[Finding]:
    origin = duty.counts_from
    kind = programme.cases.get(duty.case)
    if origin is None or kind is None:
        return
    parent = programme.cases.get(kind.of or "")
    for form, key, name in (
        (kind.form, "field", origin.field),
        (parent.form if parent else {}, "parent-field", origin.parent_field),
    ):
        if name in form and form[name].type != "date":
            where = (*place, "counts-from", key)
            yield error("day-from-no-date", where, field=form[name].title)
    if parent is None and (origin.parent or origin.parent_field):
        yield error("counts-from-no-parent", (*place, "counts-from"), case=kind.title)
    if origin.settled is not None and _returns(programme, origin.settled, duty):
        yield error("settled-ring", (*place, "counts-from"), duty=duty.title)


def _by_the_clock(duty: Duty, place: Place) -> Iterator[Finding]:
    """Hours are counted forward from an instant, and from nothing else."""
    origin = duty.counts_from
    for where, limit in limits_of(duty):
        part = (*place, "due-by", where) if where else (*place, "due")
        if rules.has_uncounted_hours(limit.rule):
            yield error("hours-not-counted", part, phrase=limit.phrase)
        elif rules.counts_in_hours(limit.rule) and origin is not None and origin.gives_a_day:
            named = {"phrase": limit.phrase, "duty": duty.title}
            yield error("hours-from-a-day", (*place, "counts-from"), **named)


def _returns(programme: Programme, name: str | None, duty: Duty) -> bool:
    for _ in programme.duties:
        found = programme.duties.get(name or "")
        if found is None or found is duty:
            break
        name = found.counts_from.settled if found.counts_from else None
    return programme.duties.get(name or "") is duty


def _movable(duty: Duty, place: Place) -> Iterator[Finding]:
    for part in ("extension", "pause"):
        if getattr(duty, part) and not gets_a_day(duty):
            yield error("moves-no-day", (*place, part), duty=duty.title)
    if duty.extension is not None and not duty.extension.times:
        yield error("extends-never", (*place, "extension", "times"), duty=duty.title)
    in_all = duty.extension.in_all if duty.extension else None
    if in_all and in_all.by_the_clock:
        yield error("hours-in-all", (*place, "extension", "in-all"), duty=duty.title)
    if duty.pause is not None and not duty.pause.for_:
        yield error("pauses-for-nothing", (*place, "pause", "for"), duty=duty.title)
    if duty.early == "refuse" and not any(rules.opens(limit.rule) for _, limit in limits_of(duty)):
        yield error("early-without-window", (*place, "early"), duty=duty.title)
    if (
        duty.early == "accept"
        and not duty.unverified
        and any(_is_minimum(limit) for _, limit in limits_of(duty))
    ):
        yield warning("minimum-not-held", (*place, "due"), duty=duty.title, phrase=duty.due.phrase)


def _is_minimum(deadline: Deadline) -> bool:
    return isinstance(deadline.rule, rules.After) and deadline.rule.minimum


def _told(duty: Duty, place: Place) -> Iterator[Finding]:
    if duty.escalate and not gets_a_day(duty):
        yield warning("reminds-without-day", (*place, "escalate"), duty=duty.title)


def _counted(programme: Programme, duty: Duty, place: Place) -> Iterator[Finding]:
    count = duty.count
    assert count is not None
    rule = duty.due.rule
    if not isinstance(rule, rules.Count):
        yield error("count-without-number", (*place, "due"), duty=duty.title)
        return
    if count.at_least is not None and count.at_least != rule.at_least:
        where = (*place, "count", "at-least")
        yield error("count-twice", where, first=count.at_least, second=rule.at_least)
    if duty.period is None:
        yield error("recurs-for-ever", (*place, "due"), phrase=duty.due.phrase)
    if not duty.by:
        yield error("duty-of-nobody", place, duty=duty.title)
    scopes = {programme.roles[role].scope for role in duty.by if role in programme.roles}
    if scopes & {"jurisdiction", "unit"} and len(programme.jurisdictions) != 1:
        yield warning("count-for-all", place, duty=duty.title)
    if duty.case or duty.bound_by:
        yield error("count-has-case", place, duty=duty.title)
    kind = programme.cases[count.cases]
    if count.day in kind.form and kind.form[count.day].type != "date":
        field = kind.form[count.day].title
        yield error("day-from-no-date", (*place, "count", "day"), field=field)


def _lapses(programme: Programme, name: str, kind: CaseKind) -> Iterator[Finding]:
    seen: dict[tuple[str, object], str] = {}
    for key, move in kind.moves.items():
        if move.lapse_of is None:
            continue
        place = ("cases", name, "moves", key, "lapse-of")
        duty = programme.duties[move.lapse_of]
        if not gets_a_day(duty):
            yield error("lapse-without-day", place, duty=duty.title)
        for state in move.from_:
            first = seen.setdefault((state, _passes(duty)), key)
            if first != key and not _apart(programme, kind.moves[first], move):
                yield error(
                    "two-at-once",
                    place,
                    state=kind.states[state].title,
                    first=kind.moves[first].title,
                    second=move.title,
                )


def _renewals(programme: Programme, name: str, kind: CaseKind) -> Iterator[Finding]:
    """A duty that runs anew has another day only if what its day is counted from is another."""
    for key, move in kind.moves.items():
        for n, effect in enumerate(move.effects):
            duty = programme.duties.get(effect.target) if effect.do == "renew" else None
            if duty is None:
                continue
            source = duty.day_field
            given = (*move.settable, *_given_below(programme, name, key))
            if source in kind.form and source not in given:
                where = ("cases", name, "moves", key, "effects", n)
                named = {"move": move.title, "duty": duty.title, "field": kind.form[source].title}
                yield warning("renews-same-day", where, key=source, **named)


def _given_below(programme: Programme, parent: str, name: str) -> Iterator[str]:
    """The fields of a case that the moves of its children write which drive one of its own."""
    for child in programme.cases.values():
        for move in child.moves.values() if child.of == parent else ():
            if any(e.do == "move-parent" and e.target == name for e in move.effects):
                yield from (key for effect in move.effects for key in effect.fields)


def _passes(duty: Duty) -> object:
    """What the instant of a duty hangs on; two duties with the same pass at the same instant."""
    limits = tuple((place, limit.rule) for place, limit in limits_of(duty))
    return (limits, duty.opened, duty.counts_from, duty.day_from, duty.period)


def _apart(programme: Programme, first: Move, second: Move) -> bool:
    """Whether two lapses never meet on one case."""
    conditions = {programme.duties[str(move.lapse_of)].when for move in (first, second)}
    return exclude(first, second) or (len(conditions) == 2 and "" not in conditions)


def _openings(name: str, kind: CaseKind) -> Iterator[Finding]:
    opening = kind.opened
    if opening is None:
        return
    place = ("cases", name, "opened")
    units = [opening.each_year_of, opening.each_half_of, opening.each_quarter_of]
    if sum(unit is not None for unit in (*units, opening.each_month_of)) > 1:
        yield error("two-cycles", place, case=kind.title)
    if opening.per == "jurisdiction" and kind.of is not None:
        yield error("per-with-parent", (*place, "per"), case=kind.title)


def _judged(programme: Programme) -> Iterator[Finding]:
    for name, stage in programme.rounds.items():
        for key in stage.judges:
            if programme.quotas[key].at_least is None:
                quota = programme.quotas[key].title
                yield error("judges-no-minimum", ("rounds", name, "judges"), quota=quota)
            elif programme.quotas[key].year_from is not None:
                quota = programme.quotas[key].title
                yield error("judges-a-year", ("rounds", name, "judges"), quota=quota)
        if stage.judges and stage.closes is None:
            yield error("judges-never", ("rounds", name, "judges"), round=stage.title)
