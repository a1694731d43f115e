"""A fact whose day is put right across a limit ends as if its right day had been recorded."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from states.queries.statistics import statistics
from tests.properties.settings import examples
from tests.properties.test_late_facts import CASE, PILOTS, begun, record, standing
from tests.stores import rows_of

ACROSS = ("2026-06-22", "2026-06-28", "2026-07-10", "2026-07-20", "2026-10-10", "2026-11-10")
"""Days before and after each of the limits by which the clock acts."""


def told(office: Office) -> list[object]:
    """How the family stands, what lapsed, which states cases have been in, what the clock made that
    holds, and what is noted that does."""
    lapsed = (
        "SELECT case_code, duty, settled_at FROM duties WHERE status = 'waived' "
        "AND settled_at >= due_at AND settled_seq IS NOT NULL ORDER BY case_code, duty, n"
    )
    entries = history(office, "committee", CASE)
    found = dossier(office, "committee", CASE)
    noted = {flag.code for flag in found.flags if flag.corrected_by is None}
    noted = {code.replace("OutOfTurnThen", "OutOfTurn") for code in noted}
    return [
        *standing(office, PILOTS),
        *map(tuple, rows_of(office, lapsed)),
        statistics(office, "committee").funnel,
        {row.state for row in statistics(office, "committee").dwell},
        [(one.move, one.corrected_by is None) for one in entries if one.actor == "system"],
        noted - {"ClockHoldsAgain", "StateBack"},
    ]


def recorded(moves: Sequence[str], fact: str, days: Sequence[str]) -> Office:
    """An office that knew of some moves when the clock acted, then of a fact, first of one day."""
    office = begun("2026-11-20 10:00:00")
    for move in moves:
        record(office, move)
    sweep(office)
    cited = record(office, fact, days[0])
    for on in days[1:]:
        record(office, fact, on, cited)
    return office


@examples(60)
@given(
    st.sampled_from(((), ("recommend",), ("recommend", "assign"))),
    st.sampled_from(("recommend", "withdraw", "assign", "plan", "stop")),
    st.lists(st.sampled_from(ACROSS), min_size=2, max_size=4),
)
def test_whatever_day_was_recorded_first_the_right_one_decides(
    moves: Sequence[str], fact: str, days: Sequence[str]
) -> None:
    assume(fact not in moves and all(was != now for was, now in pairwise(days)))
    assert told(recorded(moves, fact, days)) == told(recorded(moves, fact, days[-1:]))
