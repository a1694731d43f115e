"""Whom a case waits for, and what the viewer may do about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from states.history import instant, stamp
from states.instants import hours_to, local_day, time_of
from states.queries.answers import Duty, NextMove, Waiting
from states.queries.duties import days_left, status_at, waited
from states.queries.outline import STAYS, Outline, Window
from states.queries.viewers import Viewer
from states.words.entries import ANNOUNCE, SYSTEM, Lang, phrase
from states.words.joining import either

Json = Mapping[str, Any]
LAST = "9999"
WITHOUT_DAY: dict[str, Any] = {
    "phrase": "",
    "due_on": None,
    "due_at": None,
    "status": "open",
    "days_left": None,
    "provisional": False,
    "due_time": "",
    "hours_left": None,
}


def is_by_system(move: Json) -> bool:
    """Whether no person may make the move."""
    return list(move["by"]) == [SYSTEM]


def waiting_of(
    o: Outline, case: Json, duties: Sequence[Duty], now: datetime, lang: Lang
) -> list[Waiting]:
    """What the case itself waits for: duties that can be met in its present state, then moves
    towards its end; what falls due first comes first."""
    if case["unannounced"] and case["ended"]:
        return [_announcing(o, case, now, lang)]
    if case["ended"]:
        return []
    moves = moves_now(o, case)
    found, bound = _for_duties(o, case, duties, moves, now, lang)
    ahead = {k: m for k, m in moves.items() if k not in bound and _leads_on(o, case, k, m, now)}
    off, goes_on = exempted(o, case, duties, now)
    asked = {k: m for k, m in ahead.items() if k not in off}
    found += _for_moves(o, case, asked, now, lang)
    if not goes_on:
        left = {k: m for k, m in ahead.items() if k in off}
        rest = _for_moves(o, case, left, now, lang)
        found += [replace(one, **WITHOUT_DAY, exempted=True) for one in rest]
    return sorted(found, key=in_order)


def waiting_for(
    o: Outline,
    case: Json,
    duties: Sequence[Duty],
    moves: dict[str, Json],
    now: datetime,
    lang: Lang,
) -> list[Waiting]:
    """Who may make any of some moves that are possible now, and by when it is owed."""
    found, bound = _for_duties(o, case, duties, moves, now, lang)
    rest = {name: move for name, move in moves.items() if name not in bound}
    return sorted([*found, *_for_moves(o, case, rest, now, lang)], key=in_order)


def exempted(
    o: Outline, case: Json, duties: Iterable[Duty], now: datetime
) -> tuple[set[str], bool]:
    """The moves of duties from which the case is exempted and that no other duty asks for; and
    whether the case has anything to go on with besides them."""
    moves, off, bound = moves_now(o, case), set(), set()
    for duty in duties:
        names = {name for name in o.bound_moves(duty.duty) if name in moves}
        if duty.is_unsettled:
            bound |= names
        elif duty.exempted:
            off |= {name for name in names if not is_by_system(moves[name])}
    off -= bound
    rest = (name for name in moves if name not in off)
    return off, bool(bound) or any(_leads_on(o, case, name, moves[name], now) for name in rest)


def moves_now(o: Outline, case: Json) -> dict[str, Json]:
    """The moves out of the present state whose condition holds for the case."""
    return {n: m for n, m in o.moves_from(case["kind"], case["state"]) if o.applies(m, case)}


def _announcing(o: Outline, case: Json, now: datetime, lang: Lang) -> Waiting:
    """What was decided last waits only to be made known."""
    who = o.announcers(case["kind"])
    return Waiting(
        case=case["code"],
        case_title=case["title"],
        who=who,
        who_titles=tuple(o.role_title(role, lang) for role in who),
        move=ANNOUNCE,
        move_title=phrase(ANNOUNCE, lang),
        duty=None,
        duty_title="",
        phrase="",
        clause=(),
        due_on=None,
        due_at=None,
        status="open",
        days_left=None,
        waited_days=waited(o, case["changed_at"], now),
        provisional=False,
    )


def in_order(waiting: Waiting) -> tuple[bool, str, str]:
    """Sort key: what can be done now by its instant, what has none after, what is not open last."""
    return (waiting.opens_on is not None, waiting.due_at or waiting.opens_on or LAST, waiting.case)


def _for_duties(
    o: Outline,
    case: Json,
    duties: Iterable[Duty],
    moves: dict[str, Json],
    now: datetime,
    lang: Lang,
) -> tuple[list[Waiting], set[str]]:
    """One line for each duty that any of the moves settles, and which moves those are."""
    found, bound = [], set()
    for duty in duties:
        names = [name for name in o.bound_moves(duty.duty) if name in moves]
        if duty.is_unsettled and names:
            bound |= set(names)
            opens_on = _opening(o, duty, now)
            names = in_time(o, case["kind"], names, now)
            one = _for_duty(o, case, duty, names, moves, lang)
            found.append(replace(one, opens_on=opens_on))
    return found, bound


def _for_duty(
    o: Outline, case: Json, duty: Duty, names: list[str], moves: dict[str, Json], lang: Lang
) -> Waiting:
    return Waiting(
        case=case["code"],
        case_title=case["title"],
        who=duty.owed_by,
        who_titles=duty.owed_by_titles,
        move=names[0],
        move_title=_joined(o, case["kind"], _forward_first(o, case, names, moves), lang),
        duty=duty.duty,
        duty_title=duty.title,
        phrase=duty.phrase,
        clause=duty.clause,
        due_on=duty.due_on,
        due_at=duty.due_at,
        status=duty.status,
        days_left=duty.days_left,
        waited_days=duty.waited_days,
        provisional=duty.provisional,
        internal_day=duty.internal_day,
        unverified=duty.unverified,
        due_time=duty.due_time,
        hours_left=duty.hours_left,
        working_days_left=duty.working_days_left,
        paused_at=duty.paused_at,
        remainder=duty.remainder,
    )


def _opening(o: Outline, duty: Duty, now: datetime) -> str | None:
    """The day from which a duty may be done, while that is still to come: of one that has no last
    day, or that the file lets nobody do before."""
    if not duty.opens_at or duty.opens_at <= stamp(now):
        return None
    if duty.due_on and o.duty(duty.duty).get("early") != "refuse":
        return None
    return local_day(instant(duty.opens_at), o.zone).isoformat()


def in_time(o: Outline, kind: str, names: list[str], now: datetime) -> list[str]:
    """The moves whose declared days are not over; all of them where none is left."""
    at = stamp(now)
    return [name for name in names if not o.window(kind, name).has_closed(at)] or names


def _forward_first(o: Outline, case: Json, names: list[str], moves: dict[str, Json]) -> list[str]:
    """Of the moves that settle a duty those towards the normal end, and those that leave the case
    as near to it: a call beside the report that makes it needless. Where each of the former ends
    the case, one that lets it go on is the other answer: a renewal beside its refusal."""
    kind, state = case["kind"], case["state"]
    ends = {n for n in names if o.end(kind, moves[n]["to"])}
    ahead = {n for n in names if o.is_forward(kind, state, moves[n])}
    ahead |= {n for n in names if ahead and _is_sideways(o, kind, state, moves[n])}
    if ahead and ahead <= ends:
        ahead |= set(names) - ends
    return [n for n in names if n in ahead] or names


def _is_sideways(o: Outline, kind: str, state: str, move: Json) -> bool:
    """Whether a move leaves the case where it is, or in a state that is no end and no further from
    the normal end."""
    to = move["to"]
    if to in (state, STAYS):
        return True
    return not (o.end(kind, to) or o.is_backward(kind, state, move))


def _for_moves(
    o: Outline, case: Json, moves: dict[str, Json], now: datetime, lang: Lang
) -> Iterator[Waiting]:
    """One line for each group of roles: choices of the same people stand side by side."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, move in moves.items():
        groups.setdefault(tuple(move["by"]), []).append(name)
    for who, names in groups.items():
        yield _for_group(o, case, who, names, moves, now, lang)


def _leads_on(o: Outline, case: Json, name: str, move: Json, now: datetime) -> bool:
    """Whether a move brings the case further and can still be made, if by the system on a day."""
    window = o.window(case["kind"], name)
    if not o.is_forward(case["kind"], case["state"], move) or window.has_closed(stamp(now)):
        return False
    return not is_by_system(move) or window.opens_on is not None


def _for_group(
    o: Outline,
    case: Json,
    who: tuple[str, ...],
    names: list[str],
    moves: dict[str, Json],
    now: datetime,
    lang: Lang,
) -> Waiting:
    window = o.window(case["kind"], names[0])
    system = is_by_system(moves[names[0]])
    shut = not window.has_opened(stamp(now))
    due_on, due_at = (
        (window.opens_on, window.opens_at) if system else (window.due_on, window.due_at)
    )
    return Waiting(
        case=case["code"],
        case_title=case["title"],
        who=who,
        who_titles=tuple(o.role_title(role, lang) for role in who),
        move=names[0],
        move_title=_joined(o, case["kind"], names, lang),
        duty=None,
        duty_title="",
        phrase=window.opening_phrase if system else window.phrase,
        clause=tuple(moves[names[0]].get("clause", ())),
        due_on=due_on,
        due_at=due_at,
        status="open" if system else status_at("open", due_at, now),
        days_left=days_left(o, due_on, now),
        waited_days=waited(o, case["changed_at"], now),
        provisional=window.provisional,
        by_system=system,
        due_time="" if system else time_of(due_on, due_at, o.zone),
        hours_left=None if system else hours_to(due_on, due_at, now, o.zone),
        opens_on=window.opens_on if shut and not system else None,
    )


def _joined(o: Outline, kind: str, names: Sequence[str], lang: Lang) -> str:
    return either([o.move_title(kind, name, lang) for name in names], lang)


def moves_for(
    o: Outline, viewer: Viewer, case: Json, now: datetime, lang: Lang
) -> tuple[NextMove, ...]:
    """The moves that the viewer may make on the case now, those towards its end first; then the
    child cases that the viewer may open under it."""
    if case["kind"] not in o.kinds:
        return ()
    roles = set(viewer.able_roles(o, case))
    announces = roles & set(o.announcers(case["kind"])) if case["unannounced"] else set()
    last = (_to_announce(o, case, lang),) if announces else ()
    return last if case["ended"] else (*_moves(o, case, roles, now, lang), *last)


def _to_announce(o: Outline, case: Json, lang: Lang) -> NextMove:
    state = case["state"]
    title, of_state = phrase(ANNOUNCE, lang), o.state_title(case["kind"], state, lang)
    return NextMove(ANNOUNCE, title, state, of_state, "optional", False, (), (), is_forward=False)


def _moves(
    o: Outline, case: Json, roles: set[str], now: datetime, lang: Lang
) -> tuple[NextMove, ...]:
    found = [
        _next(
            o,
            case["kind"],
            name,
            move,
            lang,
            state=case["state"],
            is_forward=o.is_forward(case["kind"], case["state"], move),
        )
        for name, move in o.moves_from(case["kind"], case["state"])
        if _may(o.window(case["kind"], name), move, roles, now) and o.applies(move, case)
    ]
    found.sort(key=lambda move: not move.is_forward)
    for child, declared in o.kinds.items():
        if declared.get("of") == case["kind"]:
            found += [
                _next(o, child, name, move, lang, creates=child)
                for name, move in o.creating(child)
                if _may(o.window(child, name), move, roles, now) and _stands(move, case["state"])
            ]
    return tuple(found)


def _may(window: Window, move: Json, roles: set[str], now: datetime) -> bool:
    at = stamp(now)
    return bool(roles & set(move["by"])) and window.has_opened(at) and not window.has_closed(at)


def _stands(move: Json, state: str) -> bool:
    """Whether the parent stands where a creating move asks it to."""
    for guard in move.get("guards", ()):
        if guard["name"] == "parent-in" and state not in guard["with"].get("states", ()):
            return False
    return True


def _next(
    o: Outline,
    kind: str,
    name: str,
    move: Json,
    lang: Lang,
    *,
    state: str = "",
    creates: str | None = None,
    is_forward: bool = False,
) -> NextMove:
    window = o.window(kind, name)
    to = state if move["to"] == STAYS else move["to"]
    return NextMove(
        move=name,
        title=o.move_title(kind, name, lang),
        to=to,
        to_title=o.state_title(kind, to, lang),
        reason=move.get("reason", "optional"),
        four_eyes=bool(move.get("four-eyes")),
        needs=tuple(dict.fromkeys([*move.get("needs", ()), *move.get("needs-anew", ())])),
        needs_anew=tuple(move.get("needs-anew", ())),
        clause=tuple(move.get("clause", ())),
        closes_on=window.due_on,
        creates=creates,
        is_forward=is_forward,
        asks=tuple(dict.fromkeys([*_required(o, creates), *_asked(move)])),
        defaults=_defaults(o, creates, kind, move),
        changes=tuple(move.get("sets", ())) if move["to"] == STAYS else (),
        has_checklist=bool(move.get("checklist")),
    )


def _asked(move: Json) -> list[str]:
    return [*move.get("asks", ()), *move.get("asks-anew", ())]


def _required(o: Outline, created: str | None) -> list[str]:
    form = o.kinds[created].get("form", {}) if created else {}
    return [name for name, field in form.items() if field.get("required")]


def _defaults(o: Outline, created: str | None, kind: str, move: Json) -> dict[str, str]:
    """The fields that the act fills in by itself where they are left out, and with what."""
    form = o.kinds[created or kind].get("form", {})
    asked = [*_required(o, created), *_asked(move)]
    return {name: form[name]["default"] for name in asked if form[name].get("default")}
