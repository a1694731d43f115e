"""A history recorded wrongly and put right owes what it would have owed recorded right at once."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from states.actions import perform
from states.audits.oracle import check
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import a_command, an_application, happened
from tests.properties.settings import examples
from tests.properties.worlds import World
from tests.stores import rows_of
from tests.wrong_acts import a_longer_programme

WORLD = World(a_longer_programme(), "2026-09-01 09:00:00")
MOVES = ("recommend", "assign", "visit", "plan", "withdraw", "stop")
CASE = "ZJ-2026-001"


def record(office: Office, move: str, day: int, corrects: int | None = None) -> int:
    """Record a move of that day in July; the number of its entry."""
    occurrence = happened(f"2026-07-{day:02}")
    given = {"occurrence": occurrence, "corrects": corrects, "reason": "理由"}
    actor = "committee" if move in ("assign", "stop") else "zhejiang"
    return perform(office, a_command(move, CASE, actor=actor, **given)).seq


def begun() -> Office:
    office = WORLD.again()
    perform(office, an_application(occurrence=happened("2026-06-01")))
    return office


def outcome(office: Office) -> tuple[str, list[tuple[str, str, str]], set[str]]:
    """The state, what is owed on the case and its children by when, and the slots that it holds."""
    assert check(office) == []
    asked = "SELECT case_code, duty, due_on FROM duties WHERE status IN ('open', 'overdue')"
    owed = sorted((code, duty, due or "") for code, duty, due in rows_of(office, asked))
    found = dossier(office, "committee", CASE)
    return found.state, owed, {slot.bucket for slot in found.holds}


@examples(60)
@given(
    st.lists(st.sampled_from(MOVES), min_size=1, max_size=5),
    st.integers(0, 4),
    st.lists(st.sampled_from(MOVES), min_size=1, max_size=2),
    st.booleans(),
)
# another end, after which the case went on, came between the place and what opened it again
@example(["withdraw", "visit", "withdraw", "recommend"], 1, ["recommend"], False)
@example(["recommend", "assign", "stop", "visit", "assign"], 3, ["plan"], False)
# what was put right elsewhere had reached the children that are opened again now
@example(["assign", "withdraw", "withdraw", "assign"], 2, ["recommend"], True)
def test_recorded_wrongly_and_put_right_it_owes_what_it_would_have_owed(
    moves: Sequence[str], place: int, wrong: Sequence[str], at_once: bool
) -> None:
    assume(place < len(moves))
    chain = [*wrong, moves[place]]
    assume(all(before != after for before, after in pairwise(chain)))
    office = begun()
    for day, move in enumerate(moves, 10):
        record(office, move, day)
    expected = outcome(office)
    office = begun()
    cited = 0
    for day, move in enumerate(moves, 10):
        seq = record(office, wrong[0] if day == place + 10 else move, day)
        if day == place + 10:
            cited = seq
            for right in chain[1:] if at_once else ():
                record(office, right, day, cited)
    for right in () if at_once else chain[1:]:
        record(office, right, place + 10, cited)
    found = outcome(office)
    # a correction brings the case to where the right move leads, also where later acts follow
    assume(found[0] == expected[0])
    assert found == expected
