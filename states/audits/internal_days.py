"""The days that places set for themselves are those that the programmes' histories leave: I2."""

from typing import Any

from sqlalchemy import select

from states.acts.internal_days import EVENT
from states.audits.events import is_then, told
from states.audits.findings import Audit
from states.record.stored import rows
from states.tables import internal_days

_KEYS = ("programme", "duty", "jurisdiction")
_SET = select(
    *(internal_days.c[name] for name in (*_KEYS, "day", "due_on", "seq", "set_at")),
)


def check_internal_days(audit: Audit) -> None:
    """Name the days that were set, moved or taken back by hand."""
    left: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for event in told(audit, EVENT):
        said = event.detail
        key = tuple(said.get(name) for name in _KEYS)
        left[key] = (said.get("day"), said.get("due-on"), event.seq, event.recorded_at)
        if said.get("revoked"):
            del left[key]
    for *names, day, due_on, seq, set_at in rows(audit.office, audit.tx, _SET):
        key = tuple(names)
        given = left.pop(key, (None, None, None, ""))
        is_same = day == given[0]
        # a day from before the rest was kept says no more
        if (seq, set_at, due_on) != (0, None, None):
            is_same = is_same and (due_on, seq) == given[1:3] and is_then(set_at, given[3])
        if not is_same:
            _differs(audit, key, _shown(day, due_on, seq, set_at), _shown(*given))
    for key, given in left.items():
        _differs(audit, key, None, _shown(*given))


def _shown(day: Any, *more: Any) -> str | None:
    return None if day is None else " ".join(str(value or "") for value in (day, *more))


def _differs(audit: Audit, key: tuple[Any, ...], stored: str | None, folded: str | None) -> None:
    programme, duty, place = key
    named = {"duty": duty, "jurisdiction": place, "stored": stored, "folded": folded}
    audit.add("I2", "InternalDayDiffers", str(programme), None, **named)
