"""A duty that cannot be done yet says in the to-do what must happen first, and by whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.office import Office
from states.queries.inboxes import inbox
from tests.builders import set_clock
from tests.programmes.offices import do, office_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    people = {
        name: (role, {})
        for name, role in (("li", "bureau"), ("shi", "builder"), ("zhuan", "expert"))
    }
    made = office_of(tmp_path, "works", accounts=people)
    yield made
    made.close()


def a_work(office: Office, big: str = "否") -> str:
    return do(office, "li", "begin", title="甲", big=big, with_={"kind": "work"}).case


def first(office: Office) -> Any:
    """Whether the builder's duty can be done, and who must do what by when before it."""
    items = [item for group in inbox(office, "shi").groups for item in group.items]
    (item,) = [item for item in items if item.verb == "finish"]
    before = [(w.who_titles, w.move_title, w.due_on) for w in item.first]
    return item.is_open, before


def test_the_shortest_way_to_where_it_can_be_done_is_named(office: Office) -> None:
    code = a_work(office)
    assert first(office) == (False, [(("主管局",), "规划或补规划", "2026-06-30")])
    set_clock(office, "2026-07-01 00:00:00")
    assert first(office) == (False, [(("主管局",), "补规划", "2026-06-30")])
    do(office, "li", "plan-late", code)
    assert first(office) == (False, [(("施工方",), "建", None)])
    do(office, "shi", "build", code)
    # a move that follows one on a child case is named as that
    assert first(office) == (False, [(("专家",), "查验单：通过", None)])
    assert [w.move for g in inbox(office, "shi").groups for i in g.items for w in i.first] == [
        "pass"
    ]
    child = do(
        office, "li", "order-check", title="乙", with_={"kind": "check", "parent": code}
    ).case
    do(office, "zhuan", "pass", child)
    assert first(office) == (True, [])


def test_a_move_that_is_not_for_the_case_is_no_way(office: Office) -> None:
    code = a_work(office, big="是")
    do(office, "li", "plan", code)
    assert first(office) == (False, [(("专家",), "评审", None)])
    do(office, "zhuan", "judge", code)
    assert first(office) == (False, [(("施工方",), "建大型", None)])
