"""Checks on what can come about at all: moves that nothing ever lets happen, roles that never see a
case they should act on, fields that nobody fills."""

from collections.abc import Iterator, Mapping

from config.case_types import CaseKind
from config.checking.findings import Finding, error, warning
from config.checking.forms import lineage
from config.checking.possible import Possible
from config.checking.state_graph import StateGraph
from config.conditions import fields_in, is_for_no
from config.language.scalars import YES_NO
from config.language.shortforms import nearest
from config.language.source import Place
from config.programme import Programme
from config.vocabulary import UNDERTAKING, FieldIs


def check_possible(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """What in a programme can never happen, and why."""
    possible = Possible(programme)
    for blocked in possible.blocked():
        graph = graphs[blocked.kind]
        way = graph.in_words(graph.ways[blocked.state]) if blocked.state else graph.kind.title
        say = {**blocked.say, "way": f"{way} →（{blocked.move}）"}
        yield Finding(blocked.code, blocked.place, tuple(say.items()))
    for name, kind in programme.cases.items():
        if (name, kind.initial) in possible.states:
            yield from _required(programme, name, kind)
            yield from _days(programme, name, possible)
            yield from _blanks(programme, name, kind)
        yield from _options(name, kind)
    yield from _out_of_reach(programme)


def _required(programme: Programme, name: str, kind: CaseKind) -> Iterator[Finding]:
    """A field is asked for when a person makes the case; the system fills none."""
    if kind.creating() or any(seed.case == name for seed in programme.seeds.values()):
        return
    asked = {name for move in kind.moves.values() for name in (*move.asks, *move.asks_anew)}
    for key, field in kind.form.items():
        if field.required and key not in asked:
            place = ("cases", name, "form", key, "required")
            yield warning("required-unasked", place, field=field.title, case=kind.title)


def _days(programme: Programme, name: str, possible: Possible) -> Iterator[Finding]:
    above = programme.cases[name].of
    for key, duty in programme.duties_of(name).items():
        origin = duty.counts_from
        wanted = [
            (name, duty.day_from, "day-from"),
            (name, origin.field if origin else None, "counts-from"),
            (above, origin.parent_field if origin else None, "counts-from"),
        ]
        for kind, field, part in wanted:
            if kind is not None and field is not None and not possible.is_filled(kind, field):
                title = programme.cases[kind].form[field].title
                yield error("never-filled", ("duties", key, part), field=title, duty=duty.title)
        if origin and origin.field and possible.is_filled(name, origin.field):
            yield from _may_lack(programme, name, key, origin.field)


def _may_lack(programme: Programme, name: str, key: str, field: str) -> Iterator[Finding]:
    """A duty is never overdue while what its limit runs from is empty; a date that nobody has to
    give may stay so. What the cases below write is theirs to ask for."""
    kind = programme.cases[name]
    asked = {one for move in kind.moves.values() for one in (*move.asks, *move.asks_anew)}
    below = (child for child in programme.cases.values() if child.of == name)
    effects = (e for child in below for move in child.moves.values() for e in move.effects)
    written = {one for effect in effects if effect.do == "set-parent" for one in effect.fields}
    declared = kind.form[field]
    if not (declared.required or declared.default) and field not in asked | written:
        where, duty = ("duties", key, "counts-from"), programme.duties[key].title
        yield warning("counts-from-may-lack", where, field=declared.title, duty=duty)


def _blanks(programme: Programme, name: str, kind: CaseKind) -> Iterator[Finding]:
    """A rule only for those who answered no does not hold for those who left it empty."""
    rules = {("cases", name, "moves", key): move for key, move in kind.moves.items()}
    duties = {("duties", key): duty for key, duty in programme.duties_of(name).items()}
    asked = {one for move in kind.moves.values() for one in (*move.asks, *move.asks_anew)}
    for place, rule in (rules | duties).items():
        for field in fields_in(rule.when):
            declared = kind.form.get(field)
            if declared is None or declared.type != "yes-no":
                continue
            if not (declared.required or field in asked) and is_for_no(rule.when, field):
                named = {"field": declared.title, "rule": rule.title, "key": field}
                yield warning("no-and-not-empty", (*place, "when"), **named)


def _options(name: str, kind: CaseKind) -> Iterator[Finding]:
    for key, move in kind.moves.items():
        for index, guard in enumerate(move.guards):
            given = guard.parameters
            if not isinstance(given, FieldIs):
                continue
            place = ("cases", name, "moves", key, "guards", index)
            field = kind.form[given.field]
            options = dict.fromkeys(YES_NO, "") if field.type == "yes-no" else field.options
            if not options:
                continue
            for value in given.one_of:
                if value not in options:
                    meant = [option for option, title in options.items() if title == value]
                    yield error(
                        "no-such-choice",
                        place,
                        suggestion=meant[0] if meant else nearest(value, options),
                        field=kind.form[given.field].title,
                        name=value,
                        choices="、".join(options),
                    )


def _out_of_reach(programme: Programme) -> Iterator[Finding]:
    for name, kind in programme.cases.items():
        said: set[str] = set()
        for place, role in _acting_on(programme, name):
            declared = programme.roles.get(role)
            if declared is None or role in said or _sees(programme, kind, declared.scope):
                continue
            said.add(role)
            named = {"role": declared.title, "case": kind.title, "what": declared.scope}
            is_there = bool(_told_by(programme, kind, declared.scope))
            yield error("reach-unfilled" if is_there else "out-of-reach", place, **named)


def _acting_on(programme: Programme, kind: str) -> Iterator[tuple[Place, str]]:
    for key, move in programme.cases[kind].moves.items():
        yield from ((("cases", kind, "moves", key, "by"), role) for role in move.by)
    for key, duty in programme.duties_of(kind).items():
        yield from ((("duties", key, "by"), role) for role in duty.by)
        for part in ("extension", "pause", "exempt"):
            may = getattr(duty, part)
            yield from ((("duties", key, part, "by"), role) for role in (may.by if may else ()))


def _sees(programme: Programme, kind: CaseKind, scope: str) -> bool:
    """Whether an account whose reach is one unit, place or field ever sees a case of the kind."""
    if scope == "programme" or (scope == "jurisdiction" and _has_place(programme, kind)):
        return True
    return any(_is_given(programme, *one) for one in _told_by(programme, kind, scope))


def _told_by(programme: Programme, kind: CaseKind, scope: str) -> list[tuple[CaseKind, str]]:
    """The fields, of a kind and of those that it belongs to, that say whose a case is."""
    types = UNDERTAKING if scope == "unit" else (scope,)
    return [
        (one, key)
        for one in lineage(programme, kind)
        for key, field in one.form.items()
        if field.type in types and (scope != "unit" or key == "unit")
    ]


def _is_given(programme: Programme, kind: CaseKind, field: str) -> bool:
    """Whether anybody ever fills a field: by making the case, by a move of it or of one below."""
    moves = list(kind.moves.values())
    below = [
        child for child in programme.cases.values() if programme.cases.get(child.of or "") is kind
    ]
    effects = (e for child in below for move in child.moves.values() for e in move.effects)
    return (
        bool(kind.creating())
        or any(field in move.settable for move in moves)
        or any(e.do == "set-parent" and field in e.fields for e in effects)
        or any(
            field in seed.fields
            for seed in programme.seeds.values()
            if programme.cases.get(seed.case) is kind
        )
    )


def _has_place(programme: Programme, kind: CaseKind) -> bool:
    """Whether cases belong to a place without a field that says so: to that of whoever makes them,
    or one is opened for each."""
    for one in lineage(programme, kind):
        makers = {role for move in one.creating().values() for role in move.by}
        if any(programme.roles[r].scope == "jurisdiction" for r in makers if r in programme.roles):
            return True
        if one.opened is not None and one.opened.per == "jurisdiction":
            return True
    return False
