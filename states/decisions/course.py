"""Where a fact stands in the course of its case, and what its day says against that. Pure."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from states.compiled import Compiled
from states.errors import Refusal
from states.facts import Facts
from states.history import instant
from states.steps import Made
from states.words.titles import titled


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


def made_already(compiled: Compiled, facts: Facts, name: str) -> Iterator[Refusal]:
    """The entry that a fact says again: the last of the same move, where the case stands beyond it.
    Whoever means to mend that entry is told how."""
    case = facts.case
    assert case is not None
    move = compiled.kind(case.kind).moves[name]
    goes_on = not case.ended and compiled.machines[case.kind].target(name, case.state) is not None
    made = [one for one in facts.course if one.move == name]
    if made and not goes_on and facts.cited is None:
        last = max(made, key=_when)
        on = instant(last.at).astimezone(ZoneInfo(compiled.programme.zone)).date().isoformat()
        named = titled(move=move) | {"seq": last.seq, "on": on}
        code = "MadeAlready" if last.is_record else "DecidedAlready"
        yield Refusal(code, (), named, strength="warn")


def _when(made: Made) -> tuple[str, int]:
    return made.at, made.place
