"""An opening balance: nothing before a second person agrees, then all; each fact by its own day."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from states.actions import approve, perform, reject
from states.acts.balance_approval import approve_balance, reject_balance
from states.acts.opening_balance import (
    Balance,
    Course,
    Taken,
    ask,
    balance_of,
    weigh,
)
from states.audits.oracle import check
from states.commands import PYTHON
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.duties import overdue
from states.queries.histories import history
from states.queries.inboxes import inbox
from states.queries.lists import list_cases
from states.queries.quotas import quota
from tests.builders import a_command, an_application, an_office, happened, set_clock
from tests.stores import rows_of

DIGEST = "ab" * 32
UNITS = ("91330000142916567N", "12330000000000084X", "913300001000000844")


NOW = "2026-11-02 09:00:00"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(an_office(tmp_path, now=NOW)) as made:
        yield made


@pytest.fixture
def either(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, now=NOW)) as made:
        yield made


def a_course(n: int, *days: str, moves: tuple[str, ...] = ("apply", "recommend")) -> Course:
    title = f"试点{n}"
    born = an_application(
        fields={"title": title, "unit": f"单位{n} {UNITS[n % 3]}"},
        occurrence=happened(days[0], DIGEST),
    )
    rest = [
        a_command(move, occurrence=happened(day, DIGEST))
        for move, day in zip(moves[1:], days[1:], strict=True)
    ]
    return Course((born, *rest), key=f"{title}\n{UNITS[n % 3]}")


def a_balance(*courses: Course) -> Balance:
    return Balance("small", "pilot", courses, "汇总表.xlsx", DIGEST)


def asked(office: Office, *courses: Course, request: str = "balance") -> str:
    return ask(office, a_balance(*courses), request, actor="zhejiang", via=PYTHON).command


def agreed(office: Office, request: str = "balance") -> list[Taken]:
    return approve_balance(office, request, "zhejiang-2", via=PYTHON, reason="核对无误")


def test_nothing_is_recorded_before_a_second_person_agrees(office: Office) -> None:
    receipt = ask(
        office,
        a_balance(a_course(1, "2026-06-01", "2026-06-25")),
        "balance",
        actor="zhejiang",
        via=PYTHON,
    )
    assert receipt.waiting == "balance"
    assert list_cases(office, "zhejiang").total == 0
    assert quota(office, "zhejiang")[0].used == 0
    (item,) = [i for g in inbox(office, "zhejiang-2").groups for i in g.items]
    assert item.request == "balance"
    assert inbox(office, "zhejiang").total == inbox(office, "guangdong").total == 0
    assert check(office) == []


def test_each_fact_keeps_both_times_the_source_and_who_agreed(either: Office) -> None:
    asked(either, a_course(1, "2026-06-01", "2026-06-25"))
    (taken,) = agreed(either)
    assert taken.case == "ZJ-2026-001"
    born, recommended = history(either, "zhejiang", "ZJ-2026-001")
    assert (born.entry, recommended.move) == ("record", "recommend")
    assert recommended.occurred_at == "2026-06-25T02:00:00.000000Z"
    assert recommended.recorded_at.startswith("2026-11-02")
    assert recommended.actor == "zhejiang"
    assert recommended.source == {"system": "国家系统", "reference": "回执", "digest": DIGEST}
    assert recommended.approval is not None
    assert (recommended.approval["by"], recommended.run) == ("zhejiang-2", "balance/balance")
    row = list_cases(either, "zhejiang").rows[0]
    assert (row.reached_at, row.recorded_at) == (recommended.occurred_at, recommended.recorded_at)
    steps = {step.state: step for step in dossier(either, "zhejiang", "ZJ-2026-001").steps}
    assert steps["recommended"].recorded_on == recommended.recorded_at
    ledger = rows_of(either, "SELECT actor, effects FROM history WHERE move = 'opening-balance'")
    assert [actor for actor, _ in ledger] == ["zhejiang-2"]
    assert DIGEST in ledger[0][1]
    assert check(either) == []


def test_lateness_is_judged_by_when_it_happened(office: Office) -> None:
    asked(office, a_course(1, "2026-06-01", "2026-06-30"), a_course(2, "2026-06-01", "2026-07-01"))
    agreed(office)
    for code, status in (("ZJ-2026-001", "met"), ("ZJ-2026-002", "late")):
        shown = dossier(office, "zhejiang", code)
        assert [duty.status for duty in shown.duties] == [status]
        assert ("TooLate" in {flag.code for flag in shown.flags}) == (status == "late")
    assert overdue(office, "zhejiang").total == 0
    assert check(office) == []


def test_a_fourth_recommendation_is_recorded_beyond_the_quota_and_flagged(either: Office) -> None:
    courses = [a_course(n, "2026-06-01", "2026-06-20") for n in range(1, 4)]
    weighed = weigh(either, courses)
    assert [bool([f for f in one.flags() if "名额已满" in f]) for one in weighed] == [
        False,
        False,
        True,
    ]
    asked(either, *courses)
    agreed(either)
    used = {(row.quota, row.category): (row.used, row.over) for row in quota(either, "zhejiang")}
    assert used["general", "agriculture"] == (2, 1)
    assert check(either) == []


def test_neither_the_asker_nor_another_province_nor_an_auditor_agrees(office: Office) -> None:
    asked(office, a_course(1, "2026-06-01", "2026-06-25"))
    with pytest.raises(Refused) as caught:
        approve_balance(office, "balance", "zhejiang", via=PYTHON)
    assert [r.code for r in caught.value.refusals] == ["SelfApproval"]
    with pytest.raises(BadInput) as unknown:
        approve_balance(office, "balance", "guangdong", via=PYTHON)
    assert unknown.value.code == "UnknownRequest"
    with pytest.raises(Refused) as only_looks:
        approve_balance(office, "balance", "auditor", via=PYTHON)
    assert [r.code for r in only_looks.value.refusals] == ["MayNotApprove"]
    assert list_cases(office, "zhejiang").total == 0
    kept = rows_of(office, "SELECT actor, move FROM refusals ORDER BY id")
    assert kept == [("zhejiang", "approve"), ("auditor", "approve")]


def test_agreed_twice_it_tells_what_it_told(either: Office) -> None:
    asked(either, a_course(1, "2026-06-01", "2026-06-25"))
    first, again = agreed(either), agreed(either)
    assert [one.receipts for one in first] == [one.receipts for one in again]
    assert list_cases(either, "zhejiang").total == 1
    with pytest.raises(Refused) as over:
        approve_balance(either, "balance", "committee", via=PYTHON)
    assert [r.code for r in over.value.refusals] == ["RequestOver"]


def test_rejected_it_is_over_and_can_be_asked_for_again(office: Office) -> None:
    course = a_course(1, "2026-06-01", "2026-06-25")
    asked(office, course)
    with pytest.raises(Refused):
        reject_balance(office, "balance", "zhejiang", via=PYTHON, reason="不对")
    reject_balance(office, "balance", "zhejiang-2", via=PYTHON, reason="不对")
    with pytest.raises(Refused):
        agreed(office)
    assert list_cases(office, "zhejiang").total == 0
    asked(office, course, request="again")
    agreed(office, "again")
    assert list_cases(office, "zhejiang").total == 1


def test_the_same_request_again_is_the_first_and_another_under_its_id_is_not(
    office: Office,
) -> None:
    course = a_course(1, "2026-06-01", "2026-06-25")
    first = ask(office, a_balance(course), "one", actor="zhejiang", via=PYTHON)
    assert ask(office, a_balance(course), "one", actor="zhejiang", via=PYTHON) == first
    with pytest.raises(BadInput) as caught:
        ask(office, a_balance(a_course(2, "2026-06-01", "2026-06-25")), "one",
            actor="zhejiang", via=PYTHON)  # fmt: skip
    assert caught.value.code == "CommandIdReused"


def test_an_expired_request_is_not_performed(office: Office) -> None:
    asked(office, a_course(1, "2026-06-01", "2026-06-25"))
    set_clock(office, "2026-12-03 09:00:00")
    with pytest.raises(Refused) as caught:
        agreed(office)
    assert [r.code for r in caught.value.refusals] == ["RequestExpired"]


def test_a_case_that_came_in_meanwhile_stops_the_whole(office: Office) -> None:
    asked(
        office,
        a_course(1, "2026-06-01", "2026-06-25"),
        a_course(2, "2026-06-01", "2026-06-25"),
    )
    perform(office, an_application(fields={"title": "试点 1", "unit": f"单位1 {UNITS[1]}"}))
    with pytest.raises(Refused) as caught:
        agreed(office)
    assert [r.code for r in caught.value.refusals] == ["BalanceStale"]
    assert list_cases(office, "zhejiang").total == 1


def test_a_case_that_is_here_already_goes_on_from_where_it_stands(office: Office) -> None:
    case = perform(office, an_application()).case
    asked(
        office, Course((a_command("recommend", occurrence=happened("2026-06-25", DIGEST)),), case)
    )
    (taken,) = agreed(office)
    assert (taken.case, taken.receipts[0].seq) == (case, 2)
    assert check(office) == []


def test_one_fact_that_cannot_be_leaves_all_undone(office: Office) -> None:
    tomorrow = (office.clock.now() + timedelta(days=1)).date().isoformat()
    weighed = weigh(
        office,
        [a_course(1, "2026-06-01", "2026-06-25"), a_course(2, "2026-06-01", tomorrow)],
    )
    assert [one.error.code if one.error else None for one in weighed] == [None, "InFuture"]
    assert list_cases(office, "zhejiang").total == 0


def test_assigned_elsewhere_it_owes_its_summaries_here(office: Office) -> None:
    moves = ("apply", "recommend", "assign")
    asked(office, a_course(1, "2026-06-01", "2026-06-25", "2026-10-08", moves=moves))
    agreed(office)
    shown = dossier(office, "zhejiang", "ZJ-2026-001")
    assert [child.due_on for child in shown.children] == ["2027-11-30", "2028-11-30"]
    assert check(office) == []


def test_whoever_decides_on_requests_in_general_does_not_perform_one_of_these(
    office: Office,
) -> None:
    asked(office, a_course(1, "2026-06-01", "2026-06-25"))
    assert balance_of(office, "balance") is not None
    assert balance_of(office, "nothing") is None
    for decide in (approve, reject):
        with pytest.raises(Refused):
            decide(office, "balance", "zhejiang-2", via=PYTHON, reason="x")
    assert list_cases(office, "zhejiang").total == 0
