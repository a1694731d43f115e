"""Who was exempted from a duty is not asked for its move, unless nothing else leads the case on;
then it is said that nobody owes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli.owing import until
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from states.queries.past import dossier_at
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, sound


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    people = {"li": ("bureau", {}), "xue": ("school", {})}
    made = office_of(tmp_path, "papers", accounts=people)
    yield made
    made.close()


def a_case(office: Office, kind: str, duty: str = "") -> str:
    """A new case, exempted from the duty if one is named."""
    code = do(office, "li", f"begin-{kind}", title="甲", with_={"kind": kind}).case
    if duty:
        do(office, "li", "exempt-duty", code, duty=duty, with_={"reason": "停办"})
    return code


def todo(office: Office, who: str) -> list[tuple[str, tuple[str, ...], str | None, bool]]:
    """What is asked of somebody: bucket, moves, day, whether it says that it is exempted."""
    found = inbox(office, who)
    assert found.total == sum(len(group.items) for group in found.groups)
    return [
        (group.bucket, tuple(move for move, _ in item.moves), item.due_on, item.exempted)
        for group in found.groups
        for item in group.items
    ]


def waiting(office: Office, code: str) -> list[tuple[str, str]]:
    return [(w.move_title, until(w, "zh")) for w in dossier(office, "li", code).waiting]


def test_the_only_way_on_is_shown_as_exempted_and_without_a_day(office: Office) -> None:
    code = a_case(office, "lone")
    assert todo(office, "xue") == [("later", ("send",), "2026-09-30", False)]
    do(office, "li", "exempt-duty", code, duty="sending", with_={"reason": "停办"})
    assert todo(office, "xue") == [("none", ("send",), None, True)]
    assert waiting(office, code) == [("报送", "已豁免，无期限")]
    (duty,) = dossier(office, "li", code).duties
    assert (duty.exempted, duty.lapsed) == (True, False)
    then = dossier_at(office, "li", code, office.clock.now())
    assert [(d.exempted, d.status) for d in then.duties] == [(True, "waived")]
    assert [w.exempted for w in then.waiting] == [True]
    assert sound(office)


def test_another_way_on_leaves_out_what_was_exempted(office: Office) -> None:
    code = a_case(office, "free", "reporting")
    assert todo(office, "xue") == [("later", ("declare",), "2026-06-30", False)]
    assert waiting(office, code) == [("说明", "2026-06-30"), ("结束", "2026-06-30")]
    set_clock(office, "2026-07-01 00:00:00")
    # what else led on is over: only the exempted move is left
    assert todo(office, "xue") == [("none", ("report",), None, True)]
    assert todo(office, "li") == []
    assert waiting(office, code) == [("报告", "已豁免，无期限")]


def test_a_case_that_goes_on_by_itself_asks_nobody(office: Office) -> None:
    code = a_case(office, "timed", "telling")
    assert todo(office, "xue") == []
    assert waiting(office, code) == [("期满", "2026-12-31 自动")]


def test_a_new_duty_asks_for_the_exempted_move_again(office: Office) -> None:
    code = a_case(office, "lone", "sending")
    do(office, "xue", "send", code)
    do(office, "li", "send-back", code)
    assert todo(office, "xue") == [("30", ("send",), "2026-05-14", False)]
    assert waiting(office, code) == [("报送", "2026-05-14")]


def test_one_exempted_case_takes_nothing_from_the_others(office: Office) -> None:
    a_case(office, "free", "reporting")
    other = a_case(office, "free")
    items = [item for group in inbox(office, "xue").groups for item in group.items]
    assert [(i.case, i.verb, i.exempted) for i in items if i.case == other] == [
        (other, "report", False)
    ]
