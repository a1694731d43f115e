"""A history that is recorded after the clock has acted ends as if it had been recorded in time."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.office import Office
from tests.builders import a_command, an_application, happened, set_clock
from tests.properties.settings import examples
from tests.properties.worlds import World
from tests.stores import rows_of
from tests.wrong_acts import a_lapsing_programme

WORLD = World(a_lapsing_programme(), "2026-07-20 09:00:00")
CASE = "ZJ-2026-001"
DAYS = {
    "recommend": "2026-06-20",
    "withdraw": "2026-06-24",
    "assign": "2026-06-25",
    "plan": "2026-07-01",
    "submit": "2026-07-03",
    "stop": "2026-07-05",
}
HISTORIES = (
    ("recommend",),
    ("recommend", "withdraw"),
    ("recommend", "assign"),
    ("recommend", "assign", "plan"),
    ("recommend", "assign", "plan", "stop"),
    ("recommend", "assign", "stop"),
)
"""Each before the days on which the clock would act for lack of it."""


PILOTS = "kind = 'pilot'"
"""A child case that only a wrong act had opened is there, and ended."""


def begun(now: str) -> Office:
    office = WORLD.again()
    perform(office, an_application(occurrence=happened("2026-06-01")))
    set_clock(office, now)
    return office


def outcome(
    moves: Sequence[str], late: int, now: str, which: str = "1 = 1"
) -> list[tuple[object, ...]]:
    """How the family, or those of its cases, and its duties stand in the end; from the entry `late`
    on everything is recorded after the clock has acted."""
    office = begun(now)
    for n, move in enumerate(moves):
        if n == late:
            sweep(office)
        record(office, move)
    sweep(office)
    return standing(office, which)


def standing(office: Office, which: str = "1 = 1") -> list[tuple[object, ...]]:
    """How the family, or those of its cases, and its duties stand."""
    assert check(office) == []
    cases = f"SELECT code, state, ended, holds FROM cases WHERE {which} ORDER BY code"
    duties = (
        "SELECT case_code, duty, due_on, status, settled_at FROM duties WHERE status != 'waived' "
        "ORDER BY case_code, duty, n"
    )
    return [*map(tuple, rows_of(office, cases)), *map(tuple, rows_of(office, duties))]


def record(
    office: Office, move: str, on: str = "", corrects: int | None = None, case: str = CASE
) -> int:
    """Record a move, of its own day unless another is given; the number of its entry."""
    actor = "committee" if move in ("assign", "stop", "begin") else "zhejiang"
    happening = happened(on or DAYS[move])
    given = {"actor": actor, "reason": "理由", "occurrence": happening, "corrects": corrects}
    return perform(office, a_command(move, case, **given)).seq


@examples(30)
@given(
    st.sampled_from(HISTORIES),
    st.data(),
    st.sampled_from(("2026-07-20 10:00:00", "2026-08-20 10:00:00", "2026-11-20 10:00:00")),
)
def test_recorded_late_it_ends_as_recorded_in_time(
    moves: Sequence[str], data: st.DataObject, now: str
) -> None:
    late = data.draw(st.integers(0, len(moves) - 1))
    assert outcome(moves, late, now) == outcome(moves, len(moves), now)


@examples(40)
@given(
    st.sampled_from(HISTORIES),
    st.integers(0, 3),
    st.sampled_from(("visit", "plan", "recommend", "assign", "withdraw", "stop")),
    st.sampled_from(("2026-07-20 10:00:00", "2026-08-20 10:00:00", "2026-11-20 10:00:00")),
)
def test_put_right_after_the_clock_has_acted_it_ends_as_recorded_in_time(
    moves: Sequence[str], place: int, wrong: str, now: str
) -> None:
    assume(place < len(moves) and wrong != moves[place])
    expected = outcome(moves, len(moves), now, PILOTS)
    office = begun(now)
    for move in moves[:place]:
        record(office, move)
    cited = record(office, wrong, DAYS[moves[place]])
    sweep(office)
    record(office, moves[place], corrects=cited)
    for move in moves[place + 1 :]:
        record(office, move)
    sweep(office)
    assert standing(office, PILOTS) == expected


ENDED = (("recommend", "withdraw"), ("recommend", "assign", "stop"), ())
"""Histories that people, or the clock, have ended."""


@examples(40)
@given(
    st.sampled_from(ENDED),
    st.sampled_from(("recommend", "assign")),
    st.sampled_from(("2026-06-27", "2026-07-10")),
    st.lists(st.sampled_from(("visit", "plan", "assign", "withdraw")), min_size=1, max_size=3),
    st.booleans(),
)
@example(("recommend", "assign", "stop"), "recommend", "2026-07-10", ["assign"], True)
def test_a_fact_that_is_corrected_away_and_put_back_leaves_all_as_it_was(
    moves: Sequence[str], fact: str, on: str, wrong: Sequence[str], swept: bool
) -> None:
    chain = [fact, *wrong, fact]
    assume(all(before != after for before, after in pairwise(chain)))
    assume(all(DAYS[move] < on for move in moves))
    office = begun("2026-11-20 10:00:00")
    for move in moves:
        record(office, move)
    sweep(office)
    cited = record(office, fact, on)
    expected = standing(office, PILOTS)
    for other in chain[1:]:
        record(office, other, on, cited)
        if swept and other != fact:
            sweep(office)
    assert standing(office, PILOTS) == expected


@examples(40)
@given(
    st.sampled_from(ENDED),
    st.sampled_from(("recommend", "assign")),
    st.sampled_from(("visit", "plan", "withdraw")),
    st.sampled_from(("2026-06-22", "2026-06-27", "2026-07-04", "2026-07-10")),
    st.sampled_from(("2026-06-22", "2026-06-27", "2026-07-04", "2026-07-10")),
)
def test_put_right_an_act_on_an_ended_case_does_what_it_does_recorded_at_once(
    moves: Sequence[str], fact: str, wrong: str, wrong_on: str, on: str
) -> None:
    def ended() -> Office:
        office = begun("2026-11-20 10:00:00")
        for move in moves:
            record(office, move)
        sweep(office)
        return office

    office = ended()
    record(office, fact, on)
    expected = standing(office, PILOTS)
    office = ended()
    record(office, fact, on, record(office, wrong, wrong_on))
    assert standing(office, PILOTS) == expected


CHILD = f"{CASE}-2027"


@examples(30)
@given(st.permutations(("plan", "submit", "stop")), st.booleans())
def test_what_was_done_before_the_end_is_done_in_whichever_order_it_is_recorded(
    order: Sequence[str], reopened: bool
) -> None:
    def ended(moves: Sequence[str]) -> list[tuple[object, ...]]:
        office = begun("2026-07-20 10:00:00")
        for move in ("recommend", "assign", *moves):
            record(office, move, case=CHILD if move == "submit" else CASE)
        if reopened:
            record(office, "assign", "2026-07-10")
        return standing(office, PILOTS)

    assert ended(order) == ended(("plan", "submit", "stop"))


@examples(40)
@given(
    st.lists(
        st.sampled_from(("2026-07-01", "2026-07-04", "2026-07-05", "2026-07-10")),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_only_the_day_says_whether_an_act_came_before_the_end(
    days: Sequence[str], at_first: bool
) -> None:
    def ended(days: Sequence[str], at_first: bool) -> list[tuple[object, ...]]:
        office = begun("2026-07-20 10:00:00")
        for move in ("recommend", "assign", *(() if at_first else ("stop",))):
            record(office, move)
        cited = record(office, "plan", days[0])
        if at_first:
            record(office, "stop")
        for on in days[1:]:
            record(office, "plan", on, cited)
        return standing(office)

    # on the day of the end it counts which was recorded first
    assume(not at_first or days[0] <= DAYS["stop"])
    rests = at_first and days[-1] == DAYS["stop"]
    assert ended(days, at_first) == ended(days[-1:], rests)
