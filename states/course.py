"""The course of a case: what people did on it in which order, and when it really happened."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, select

from config.vocabulary import SYSTEM
from states.cited import CORRECT, corrected
from states.compiled import Compiled
from states.errors import Refusal
from states.facts import Facts, Made
from states.history import from_text, instant
from states.office import Office
from states.statements import among
from states.store import Tx
from states.tables import history
from states.titles import titled


def courses_of(office: Office, tx: Tx, codes: Iterable[str]) -> dict[str, tuple[Made, ...]]:
    """What people did on each of the cases, in the order of its entries."""
    rows = tx.all(_entries(office.store.dialect), codes=tx.listed(sorted(set(codes))))
    grouped = groupby(rows, key=itemgetter("case_code"))
    return {code: tuple(_course(list(entries))) for code, entries in grouped}


@cache
def _entries(dialect: str) -> Executable:
    h = history.c
    named = (h.case_code, h.seq, h.move, h.actor, h.from_state, h.to_state)
    return (
        select(*named, h.occurred_at, h.effects)
        .where(among(h.case_code, "codes", dialect))
        .order_by(h.case_code, h.seq)
    )


def _course(rows: list[Mapping[str, Any]]) -> Iterator[Made]:
    really, place = corrected(rows), {}
    gone = set()
    for row in rows:
        place[row["seq"]] = row["seq"]
        if row["move"] != CORRECT and '"corrects"' in row["effects"]:
            cited = from_text(row["effects"])["corrects"]["seq"]
            place[row["seq"]] = place.get(cited, cited)
            gone.add(cited)
    for row in rows:
        if row["actor"] != SYSTEM and row["seq"] not in gone:
            at = really.get(row["seq"], row["occurred_at"])
            turns = row["from_state"] != row["to_state"]
            yield Made(row["seq"], place[row["seq"]], row["move"], at, turns)


def place_of(facts: Facts) -> int:
    """The place of a fact in the course of its case: that of the one it puts right, or the last."""
    assert facts.case is not None
    cited = facts.cited
    if cited is None:
        return facts.case.seq + 1
    return next((made.place for made in facts.course if made.seq == cited.seq), cited.seq)


def out_of_order(
    compiled: Compiled, facts: Facts, at: datetime, *, turns: bool
) -> Iterator[Refusal]:
    """What speaks against a fact that happened at an instant: an earlier step of a later day, or a
    later one of an earlier day. Days are compared, because a fact often comes without its hour."""
    assert facts.case is not None
    place = place_of(facts)
    moves = compiled.kind(facts.case.kind).moves
    zone = ZoneInfo(compiled.programme.zone)
    known = [made for made in facts.course if made.move in moves]
    before = [made for made in known if made.place < place and made.turns]
    after = [made for made in known if made.place > place and turns]
    on = at.astimezone(zone).date()
    for code, near in (
        ("BeforeEarlierMove", max(before, key=_when, default=None)),
        ("AfterLaterMove", min(after, key=_when, default=None)),
    ):
        if near is None:
            continue
        day = instant(near.at).astimezone(zone).date()
        if on < day if code == "BeforeEarlierMove" else on > day:
            days = {"at": on.isoformat(), "on": day.isoformat(), "seq": near.seq}
            named = titled(move=moves[near.move])
            yield Refusal(code, (), named | days, strength="warn")


def _when(made: Made) -> tuple[str, int]:
    return made.at, made.place
