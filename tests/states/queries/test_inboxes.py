"""What waits for an account."""

from states import queries
from states.office import Office
from tests.an_agency import a_laboratory, a_named_laboratory, act, pass_to
from tests.states.queries.answers import todo


def test_moves_wait_for_the_roles_that_make_them(office: Office) -> None:
    code = a_laboratory(office)
    assert todo(office, "hangzhou") == [("later", code, "nominate", 50)]
    assert todo(office, "bureau-1") == []
    act(office, "nominate", code, "hangzhou")
    assert todo(office, "hangzhou") == []
    assert todo(office, "bureau-1") == [("none", code, "name", None)]


def test_a_closed_window_asks_for_nothing(office: Office) -> None:
    code = a_laboratory(office)
    pass_to(office, "2026-07-01")
    assert todo(office, "hangzhou") == []
    assert [m.move for m in queries.dossier(office, "hangzhou", code).moves] == []


def test_a_request_waits_for_the_second_person_only(office: Office) -> None:
    code = a_laboratory(office)
    act(office, "nominate", code, "hangzhou")
    receipt = act(office, "drop", code, "bureau-1", reason="条件不符")
    assert receipt.waiting
    assert "approve" not in [verb for _, _, verb, _ in todo(office, "bureau-1")]
    assert "approve" not in [verb for _, _, verb, _ in todo(office, "hangzhou")]
    assert "approve" in [verb for _, _, verb, _ in todo(office, "bureau-2")]
    seen = {
        account: [r.may_approve for r in queries.dossier(office, account, code).requests]
        for account in ("bureau-1", "bureau-2", "hangzhou", "auditor")
    }
    assert seen == {
        "bureau-1": [False],
        "bureau-2": [True],
        "hangzhou": [False],
        "auditor": [False],
    }


def test_the_next_deadline_is_mine_or_else_anyones(office: Office) -> None:
    assert queries.inbox(office, "hangzhou").next_deadline is None
    a_named_laboratory(office)
    a_named_laboratory(office)
    mine = queries.inbox(office, "hangzhou").next_deadline
    theirs = queries.inbox(office, "bureau-1").next_deadline
    assert mine is not None
    assert theirs is not None
    assert (mine.due_on, mine.count, mine.is_mine) == ("2027-11-30", 2, True)
    assert (theirs.due_on, theirs.is_mine) == ("2027-11-30", False)


def test_a_groups_total_counts_what_is_not_shown(office: Office) -> None:
    for _ in range(4):
        a_laboratory(office)
    (group,) = queries.inbox(office, "hangzhou", limit=3).groups
    assert (group.total, len(group.items)) == (4, 3)
