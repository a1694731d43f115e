"""Why an act that is still ahead would be refused now, whatever is given with it: said before
anybody prepares it, by the same guards that would refuse it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.looked_at import CATEGORY, JURISDICTION, PARTS, Given
from states.commands import Command
from states.errors import BadInput, Refusal
from states.queries.answers import Hindrance, NextMove
from states.queries.no_room import Ahead, full_ahead
from states.queries.outline import Outline
from states.queries.viewers import Viewer
from states.store import Tx
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

Json = Mapping[str, Any]
Act = tuple[str, str]
"""A case and a move."""


def warned(
    office: "Office",
    tx: Tx,
    viewer: Viewer,
    o: Outline,
    case: Json,
    moves: Sequence[NextMove],
    now: datetime,
    lang: Lang,
) -> tuple[NextMove, ...]:
    """The moves on a case, each with what speaks against it already."""
    ahead = [(o, move.move, case) for move in moves if not move.creates]
    full = full_ahead(tx, ahead, lang)
    refused = hindrances(office, tx, viewer, ahead, now, lang)
    acts = [(case["code"], "" if move.creates else move.move) for move in moves]
    return tuple(
        replace(move, full=full.get(act, ()), refused=refused.get(act, ()))
        for move, act in zip(moves, acts, strict=True)
    )


def hindrances(
    office: "Office", tx: Tx, viewer: Viewer, ahead: Iterable[Ahead], now: datetime, lang: Lang
) -> dict[Act, tuple[Hindrance, ...]]:
    """What speaks against each act already, by (case, move), read for all of them at once; acts
    with nothing against them are left out. To ask only for acts that the viewer may make."""
    asked: dict[Act, Collection[int]] = {}
    for o, name, row in ahead:
        guards = _to_judge(o, name, row)
        if guards is not None:
            asked[row["code"], name] = guards
    if not asked:
        return {}
    return {
        act: tuple(_as_hindrance(act, refusal, lang) for refusal in refusals)
        for act, refusals in _refusals(office, tx, viewer, asked, now)
        if refusals
    }


def _refusals(
    office: "Office", tx: Tx, viewer: Viewer, asked: Mapping[Act, Collection[int]], now: datetime
) -> Iterator[tuple[Act, list[Refusal]]]:
    # the types and machines of decisions cost as much as the rest of an answer: only acts of which
    # a rule may speak already pay for them
    from states.calendars.years import mark_of
    from states.decisions.decide import already_refused
    from states.record.looking import Looker

    office.renew_calendars(tx, mark_of(tx))
    commands = [Command("", viewer.account, move, case=case) for case, move in asked]
    # nobody is to find out by looking that there is a decision which is not announced
    with viewer.knowing(tx) as known:
        facts = Looker(office, known, now).facts(commands)
    for (act, guards), command, found in zip(asked.items(), commands, facts, strict=True):
        if not isinstance(found, BadInput):
            yield act, already_refused(*found, command, guards)


def _as_hindrance(act: Act, refusal: Refusal, lang: Lang) -> Hindrance:
    said = (refusal.message(lang), refusal.clause, refusal.remedy(lang))
    return Hindrance(act[1], refusal.code, *said)


def may_be_refused(o: Outline, kind: str, name: str) -> bool:
    """Whether the file has a rule that may refuse a move whatever is given with it."""
    return bool(_guards(o, kind, name)) or _is_bound_by_day(o, kind, name)


def _to_judge(o: Outline, name: str, row: Json) -> Collection[int] | None:
    """The guards of a move, by their place, to be asked about a case; None if neither they nor a
    day can have anything against it."""
    kind = row["kind"]
    declared = (o.move(kind, name) or {}).get("guards", ())
    guards = [n for n in _guards(o, kind, name) if not _is_listed(o, declared[n], row)]
    return guards if guards or _is_bound_by_day(o, kind, name) else None


def _guards(o: Outline, kind: str, name: str) -> list[int]:
    move = o.move(kind, name)
    if move is None:
        return []
    given = Given.by(move, o.kinds[kind].get("form", {}))
    return [
        place
        for place, guard in enumerate(move.get("guards", ()))
        if guard["strength"] != "warn" and not given.may_satisfy(guard)
    ]


def _is_bound_by_day(o: Outline, kind: str, name: str) -> bool:
    """Whether a duty that the move settles refuses what comes too early or too late."""
    duties = map(o.duty, o.duties_bound_by(kind, {name}))
    return any("refuse" in (duty.get("early"), duty.get("late")) for duty in duties)


def _is_listed(o: Outline, guard: Json, row: Json) -> bool:
    """Whether the guard asks only for what nearly every case has: a value that the file lists."""
    if not guard["name"].startswith("listed-"):
        return False
    listed = {CATEGORY: "categories", JURISDICTION: "jurisdictions"}
    part = str(PARTS[guard["name"]])
    return row[part] in o.declared.get(listed[part], {})
