"""Limits that moves pause and resume come out as if everything had been recorded in time, and their
record holds whatever is recorded and put right."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from config.loader import load
from config.settings import CHECKOUT
from states.accounts import add_account
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from tests.builders import a_command, happened, set_clock
from tests.properties.settings import examples
from tests.properties.worlds import World
from tests.stores import rows_of

WORLD = World(load(CHECKOUT / "tests" / "programmes" / "mended-papers.yaml"), "2026-05-04 09:00:00")
MOVES = ("送检", "检毕", "要求补正", "补正", "重审", "记录", "准予", "撤回")
ACTS = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(4, 28), st.booleans()), min_size=1, max_size=7
)
"""What is recorded one after the other: a move, its day of May, whether it puts the last right."""


def begun(now: str) -> tuple[Office, str]:
    office = WORLD.again()
    with office.store.write() as tx:
        for name, role in (("c", "窗口"), ("h", "处长")):
            add_account(office, tx, name, name, role=role)
    new = a_command("受理", kind="审查", actor="c", fields={"title": "甲所"})
    case = perform(office, new).case
    set_clock(office, now)
    return office, case


def record(
    office: Office, case: str, move: str, day: int, corrects: int | None = None
) -> int | None:
    given = {"occurrence": happened(f"2026-05-{day:02}"), "reason": "补录", "corrects": corrects}
    actor = "h" if move == "准予" else "c"
    try:
        return perform(office, a_command(move, case, actor=actor, **given)).seq
    except (BadInput, Refused):
        return None


def limit(office: Office) -> list[tuple[object, ...]]:
    asked = "SELECT due_on, status, paused_at, remainder FROM duties WHERE duty = '审查'"
    return [tuple(row) for row in rows_of(office, asked)]


@given(
    days=st.lists(st.integers(4, 24), min_size=2, max_size=2, unique=True).map(sorted),
    at=st.integers(21, 40),
)
@examples(20)
def test_a_pause_is_one_and_the_same_in_whatever_order_it_is_recorded(
    days: list[int], at: int
) -> None:
    facts = (("送检", days[0]), ("检毕", days[1]))
    ends = []
    for order in permutations(facts):
        for swept in (False, True):
            office, case = begun(f"2026-06-{at - 20:02} 09:00:00")
            if swept:
                sweep(office)
            for move, day in order:
                record(office, case, move, day)
            sweep(office)
            assert check(office) == []
            ends.append(limit(office))
            office.close()
    assert all(end == ends[0] for end in ends), ends


@given(acts=ACTS)
@examples(40)
def test_whatever_is_recorded_and_put_right_the_record_holds(
    acts: list[tuple[str, int, bool]],
) -> None:
    office, case = begun("2026-05-30 09:00:00")
    last: int | None = None
    for move, day, puts_right in acts:
        if done := record(office, case, move, day, last if puts_right else None):
            last = done
        assert [found.message() for found in check(office)] == []
    sweep(office)
    assert check(office) == []
    office.close()


@given(
    days=st.lists(st.integers(4, 24), min_size=2, max_size=2, unique=True).map(sorted),
    wrong=st.integers(4, 28),
    which=st.integers(0, 1),
)
@examples(25)
def test_a_day_that_is_put_right_leaves_what_the_right_one_would_have_left(
    days: list[int], wrong: int, which: int
) -> None:
    ends = []
    for first in (days[which], max(wrong, days[0]) if which else min(wrong, days[1])):
        office, case = begun("2026-06-20 09:00:00")
        given_days = [first if n == which else day for n, day in enumerate(days)]
        facts = zip(("送检", "检毕"), given_days, strict=True)
        seqs = [record(office, case, move, day) for move, day in facts]
        if first != days[which]:
            record(office, case, ("送检", "检毕")[which], days[which], seqs[which])
        sweep(office)
        assert check(office) == []
        ends.append(limit(office))
        office.close()
    assert ends[0] == ends[1]
