"""What must happen first on a case before something that is owed can be done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from states.history import stamp
from states.queries.answers import Waiting
from states.queries.duties import duties_of
from states.queries.inbox_items import InboxItem
from states.queries.outline import STAYS, Outline, outline
from states.queries.viewers import Viewer
from states.queries.waiting import moves_now, waiting_for
from states.store import Store, Tx
from states.words.entries import Lang
from states.words.joining import headed

Json = Mapping[str, Any]


def with_first(
    store: Store,
    tx: Tx,
    viewer: Viewer,
    items: Sequence[InboxItem],
    by_code: Mapping[str, Json],
    now: datetime,
    lang: Lang,
) -> list[InboxItem]:
    """The items; those that cannot be done yet with what must happen first. `by_code`: the rows of
    their cases."""
    codes = sorted({item.case for item in items if item.case and not item.is_open})
    owed = duties_of(store, tx, viewer, codes, now, lang) if codes else {}

    def with_its(item: InboxItem) -> InboxItem:
        if item.case is None or item.is_open:
            return item
        case = by_code[item.case]
        o = outline(store, tx, case["programme"], case["programme_version"])
        moves = _towards(o, case, [name for name, _ in item.moves], now)
        waiting = waiting_for(o, case, owed.get(item.case, []), moves, now, lang)
        return replace(item, first=tuple(_below(o, case, one, lang) for one in waiting))

    return [with_its(item) for item in items]


def _towards(o: Outline, case: Json, wanted: Collection[str], now: datetime) -> dict[str, Json]:
    """The moves that are possible now and with which the shortest ways begin to where any of the
    wanted ones is; none where that is already so, or is nowhere ahead."""
    kind, here = case["kind"], case["state"]
    goals = {state for name in wanted for state in (o.move(kind, name) or {}).get("from") or ()}
    at = stamp(now)
    first = {
        name: move
        for name, move in moves_now(o, case).items()
        if not o.window(kind, name).has_closed(at)
    }
    ways = {here: set(first)}
    reached = {here}
    while ways and not goals & reached:
        further: dict[str, set[str]] = {}
        for state, begun in ways.items():
            for name, move in first.items() if state == here else o.moves_from(kind, state):
                to = move["to"]
                if to != STAYS and to not in reached and o.applies(move, case):
                    further.setdefault(to, set()).update({name} if state == here else begun)
        ways = further
        reached |= ways.keys()
    begun = {name for state, names in ways.items() if state in goals for name in names}
    return {name: move for name, move in first.items() if name in begun and here not in goals}


def _below(o: Outline, case: Json, waiting: Waiting, lang: Lang) -> Waiting:
    """What is waited for; a move that follows one on a child case, as that one."""
    for child, name, move in _driving(o, case["kind"], waiting):
        title = headed(o.kind_title(child, lang), o.move_title(child, name, lang), lang)
        titles = tuple(o.role_title(role, lang) for role in move["by"])
        return replace(
            waiting,
            who=tuple(move["by"]),
            who_titles=titles,
            move=name,
            move_title=title,
            by_system=False,
        )
    return waiting


def _driving(o: Outline, kind: str, waiting: Waiting) -> Iterator[tuple[str, str, Json]]:
    """The moves of child cases which bring about one of the system that has no day."""
    if not waiting.by_system or waiting.opens_on or waiting.due_on:
        return
    for child, declared in o.kinds.items():
        for name, move in declared["moves"].items() if declared.get("of") == kind else ():
            if any(
                effect["do"] == "move-parent" and effect["target"] == waiting.move
                for effect in move.get("effects", ())
            ):
                yield child, name, move
