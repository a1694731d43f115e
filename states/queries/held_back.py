"""What the system ought to have done by now and may not. No sweep tells anybody that a quota is
full or that a rule speaks against it, so the case does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from states.history import stamp
from states.queries.answers import Duty, HeldBack
from states.queries.hindered import hindrances
from states.queries.no_room import full_ahead
from states.queries.outline import Outline
from states.queries.viewers import Viewer
from states.queries.waiting import is_by_system, moves_now
from states.store import Tx
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

Json = Mapping[str, Any]


def held_back(
    office: "Office",
    tx: Tx,
    viewer: Viewer,
    o: Outline,
    case: Json,
    duties: Sequence[Duty],
    now: datetime,
    lang: Lang,
) -> tuple[HeldBack, ...]:
    """The moves of the system on a case whose instant has passed and against which something
    speaks, `duties` being those of the case; the next sweep makes the others."""
    fell = dict(_due(o, case, duties, now))
    if not fell:
        return ()
    due = [(o, name, case) for name in fell]
    full = full_ahead(tx, due, lang)
    refused = hindrances(office, tx, viewer, due, now, lang)
    asked = _asked(office, tx, case, fell, now)
    return tuple(
        HeldBack(
            move=name,
            title=o.move_title(case["kind"], name, lang),
            full=full.get((case["code"], name), ()),
            refused=refused.get((case["code"], name), ()),
            asked=name in asked,
        )
        for name in fell
        if (case["code"], name) in full or (case["code"], name) in refused or name in asked
    )


def _asked(
    office: "Office", tx: Tx, case: Json, fell: Mapping[str, str], now: datetime
) -> set[str]:
    """Those of the moves that wait for what was asked for before they fell due."""
    # only a case whose instant has passed pays for the types of decisions
    from states.sweeps.asked_for import asked_in_time

    compiled = office.compiled(tx, case["programme"], case["programme_version"])
    moves = compiled.kind(case["kind"]).moves
    return {
        name
        for name, at in fell.items()
        if asked_in_time(office, tx, compiled, case["kind"], moves[name], {case["code"]: at}, now)
    }


def _due(
    o: Outline, case: Json, duties: Sequence[Duty], now: datetime
) -> Iterator[tuple[str, str]]:
    """The moves of the system that are due on a case, and since when."""
    if case["ended"]:
        return
    passed = [d for d in duties if d.is_unsettled and d.due_at and d.due_at <= stamp(now)]
    for name, move in moves_now(o, case).items():
        if not is_by_system(move):
            continue
        if move.get("lapse-of"):
            ends = [str(d.due_at) for d in passed if d.duty == move["lapse-of"]]
            if ends:
                yield name, min(ends)
        elif move.get("on") or move.get("after"):
            window = o.window(case["kind"], name)
            if window.has_opened(stamp(now)):
                yield name, window.opens_at or stamp(now)
