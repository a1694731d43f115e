"""The work plan of 2026: all 53 items as tasks, and what the plan counts."""

import hashlib
import re
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from config.clauses import citations
from config.loader import load_shipped
from states.accounts import add_account
from states.actions import approve, perform
from states.audits.oracle import check
from states.commands import PYTHON, Attachment, Command
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from states.queries import CaseFilter, cases, dossier, overdue
from states.queries.answers import Duty
from states.queries.statistics import Statistics, statistics
from states.tables import duties
from tests.builders import an_office, at, set_clock

PLAN = load_shipped("key-tasks-2026")
ITEMS = [str(number) for number in range(1, 54)]
FINGERPRINTS = Path(__file__).parents[1] / "data" / "workplan-2026-fingerprints.txt"
RUN = 10
_ids = count(1)


def an_office_of_the_plan(where: Path, now: str = "2026-01-05 09:00:00", **settings: str) -> Office:
    programme = load_shipped("key-tasks-2026", settings) if settings else PLAN
    office = an_office(where, programme, now=now, accounts=False)
    with office.store.write() as tx:
        for name in ("office", "office-2"):
            add_account(office, tx, name, f"{name} 某", role="office")
        add_account(
            office, tx, "standards", "标准化科", role="responsible", jurisdiction="standards"
        )
    return office


def do(office: Office, move: str, case: str | None = None, **given: Any) -> str:
    """Make a move as the lead office, with the named files; the case's code is returned."""
    files = tuple(Attachment(s, f"{s}.pdf", "ab" * 32, 10) for s in given.pop("files", ()))
    command = Command(
        **{
            "id": f"plan-{next(_ids)}",
            "actor": "office",
            "move": move,
            "case": case,
            "attachments": files,
            **given,
        }
    )
    receipt = perform(office, command)
    if receipt.waiting:
        receipt = approve(office, receipt.waiting, "office-2", via=PYTHON)
    return receipt.case


def decomposed(office: Office, case: str = "KT2026-04", **fields: str) -> str:
    given = {"jurisdiction": "standards", "measure": "修订稿送审", **fields}
    return do(office, "decompose", case, fields=given)


def the(office: Office, case: str, duty: str) -> Duty:
    (found,) = [d for d in dossier(office, "office", case).duties if d.duty == duty]
    return found


def status_of(office: Office, counted: str) -> str:
    """How a counted duty of the year stands; it stands on no case of its own."""
    wanted = select(duties.c.status).where(duties.c.duty == counted)
    with office.store.read() as tx:
        (row,) = tx.all(wanted)
    return str(row["status"])


def test_every_item_of_the_plan_is_a_task_and_nothing_else_is() -> None:
    tasks = {name: seed for name, seed in PLAN.seeds.items() if seed.case == "task"}
    assert list(tasks) == ITEMS == [seed.fields["item"] for seed in tasks.values()]
    assert len(PLAN.seeds) == 53


def test_every_item_is_a_clause_and_its_task_cites_it() -> None:
    assert list(PLAN.clauses) == ITEMS
    assert [PLAN.seeds[item].clause for item in ITEMS] == [(item,) for item in ITEMS]
    cited = citations(PLAN)
    assert all(f"seeds.{item}" in {c.place for c in cited[item]} for item in ITEMS)


@pytest.mark.parametrize("field", ["title", "measure", "expected", "period", "date-note"])
def test_every_task_says_what_is_to_be_shown_by_when(field: str) -> None:
    assert [item for item in ITEMS if not PLAN.seeds[item].fields.get(field)] == []


def test_every_task_has_a_responsible_unit_that_the_file_declares() -> None:
    named = {PLAN.seeds[item].fields["jurisdiction"] for item in ITEMS}
    assert named <= set(PLAN.jurisdictions)


def test_no_two_tasks_have_the_same_title_or_measure() -> None:
    for field in ("title", "measure"):
        assert len({PLAN.seeds[item].fields[field] for item in ITEMS}) == 53


def test_where_the_plan_gives_no_date_the_task_says_so() -> None:
    dated = {item: PLAN.seeds[item].fields["date-note"] for item in ITEMS}
    undated = {item for item, note in dated.items() if note.startswith("未定日期")}
    assert set(ITEMS) - undated == {"2", "5", "6", "8", "30", "35", "46"}
    assert not any("finish-by" in PLAN.seeds[item].fields for item in ITEMS)


def test_the_words_are_our_own() -> None:
    marks = {
        mark
        for line in FINGERPRINTS.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for mark in line.split()
    }
    assert len(marks) > 5000
    texts = [clause.says for clause in PLAN.clauses.values()]
    texts += [PLAN.seeds[i].fields[f] for i in ITEMS for f in ("title", "measure", "expected")]
    plain = [re.sub(r"[\W_]+", "", text) for text in texts]
    runs = {text[i : i + RUN] for text in plain for i in range(len(text) - RUN + 1)}
    assert [r for r in runs if hashlib.sha256(r.encode()).hexdigest()[:8] in marks] == []


def test_a_task_goes_from_the_list_to_its_confirmation() -> None:
    kind = PLAN.cases["task"]
    assert kind.progress == (
        "listed",
        "decomposed",
        "under-way",
        "evidence-submitted",
        "confirmed",
    )
    ends = {name: state.end for name, state in kind.states.items() if state.end}
    assert ends == {
        "confirmed": "normal",
        "not-met": "exceptional",
        "carried-over": "exceptional",
    }


def test_activation_lists_the_tasks_under_the_numbers_of_their_items(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    rows = cases(office, "office", CaseFilter(kind="task"), limit=60).rows
    assert {row.code: row.fields["item"] for row in rows} == {
        f"KT2026-{number:02}": number for number in range(1, 54)
    }
    assert {row.state for row in rows} == {"listed"}
    assert check(office) == []


def test_a_task_without_a_day_is_due_by_the_end_of_the_year(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    completion = the(office, decomposed(office), "completion")
    assert (completion.due_on, completion.due_at) == ("2026-12-31", "2026-12-31T16:00:00.000000Z")


def test_a_day_set_when_it_is_decomposed_is_the_day(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    code = decomposed(office, **{"finish-by": "2026-09-30"})
    assert the(office, code, "completion").due_on == "2026-09-30"


def test_a_plan_that_is_read_as_undated_gives_no_day(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path, **{"year-end": "open"})
    assert the(office, decomposed(office), "completion").due_on is None


@pytest.mark.parametrize(
    ("at", "status"), [("2026-12-31 23:59:59", "met"), ("2027-01-01 00:00:00", "late")]
)
def test_the_last_instant_of_the_year_is_in_time_and_the_next_is_late(
    tmp_path: Path, at: str, status: str
) -> None:
    office = an_office_of_the_plan(tmp_path)
    code = decomposed(office)
    do(office, "begin", code)
    set_clock(office, at)
    do(office, "submit-evidence", code, files=["evidence"], fields={"result": "办法已印发"})
    assert the(office, code, "completion").status == status
    assert check(office) == []


def test_what_nobody_reported_is_overdue_in_the_new_year(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    code = decomposed(office)
    set_clock(office, "2026-12-31 23:59:59")
    sweep(office)
    assert code not in {row.case for row in overdue(office, "office").rows}
    set_clock(office, "2027-01-01 00:00:00")
    sweep(office)
    assert code in {row.case for row in overdue(office, "office").rows}
    assert check(office) == []


def test_nobody_confirms_alone(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    code = decomposed(office)
    do(office, "begin", code, actor="standards")
    do(office, "submit-evidence", code, files=["evidence"], fields={"result": "已办"})
    receipt = perform(office, Command(f"plan-{next(_ids)}", "office", "confirm", code))
    assert receipt.waiting is not None
    with pytest.raises(Refused):
        approve(office, receipt.waiting, "office", via=PYTHON)
    assert dossier(office, "office", code).state == "evidence-submitted"
    approve(office, receipt.waiting, "office-2", via=PYTHON)
    assert dossier(office, "office", code).state == "confirmed"


def test_a_responsible_unit_sees_its_own_tasks_only(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    mine = cases(office, "standards", CaseFilter(kind="task"), limit=60)
    assert mine.total == 51
    assert {row.jurisdiction for row in mine.rows} == {"standards"}


@pytest.mark.parametrize(
    ("move", "fields", "state"),
    [("find-not-met", {}, "not-met"), ("carry-over", {"carried-to": "2027"}, "carried-over")],
)
def test_a_task_that_is_not_done_ends_with_a_reason(
    tmp_path: Path, move: str, fields: dict[str, str], state: str
) -> None:
    office = an_office_of_the_plan(tmp_path)
    code = decomposed(office)
    with pytest.raises(Refused):
        do(office, move, code, fields=fields)
    do(office, move, code, fields=fields, reason="经费未落实")
    assert dossier(office, "office", code).state == state
    assert check(office) == []


def test_each_quarter_opens_its_conference_due_by_its_last_day(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    days: list[str] = []
    for now in ("2026-01-06", "2026-04-01", "2026-07-01", "2026-10-01"):
        set_clock(office, f"{now} 09:00:00")
        sweep(office)
        found = cases(office, "office", CaseFilter(kind="conference")).rows
        days = sorted(str(the(office, row.code, "conference").due_on) for row in found)
    assert days == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
    assert check(office) == []


@pytest.mark.parametrize(
    ("at", "status"), [("2026-03-31 23:59:59", "met"), ("2026-04-01 00:00:00", "late")]
)
def test_a_conference_counts_for_its_quarter_until_its_last_instant(
    tmp_path: Path, at: str, status: str
) -> None:
    office = an_office_of_the_plan(tmp_path)
    sweep(office)
    (row,) = cases(office, "office", CaseFilter(kind="conference")).rows
    do(office, "agree-agenda", row.code, fields={"topic": "跨部门标准"})
    set_clock(office, at)
    do(office, "hold", row.code, fields={"held-on": at[:10]})
    assert the(office, row.code, "conference").status == status


def test_each_quarter_opens_its_statistics(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    set_clock(office, "2026-10-01 09:00:00")
    sweep(office)
    assert cases(office, "office", CaseFilter(kind="statistics")).total == 4


def test_the_figures_of_a_quarter_come_from_the_cases(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    done, begun = decomposed(office), decomposed(office, "KT2026-05")
    for code in (done, begun):
        do(office, "begin", code)
    set_clock(office, "2026-05-06 09:00:00")
    do(office, "submit-evidence", done, files=["evidence"], fields={"result": "已办"})
    quarter = statistics(office, "office", at=at("2026-03-31 23:59:59"))
    assert standing(quarter) == {"listed": 51, "under-way": 2}
    assert standing(statistics(office, "office")) == {
        "listed": 51,
        "under-way": 1,
        "evidence-submitted": 1,
    }


def standing(found: Statistics) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for count_ in found.counts:
        if count_.kind == "task":
            counted[count_.state] += count_.count
    return dict(counted)


def test_statistics_may_be_read_as_half_yearly(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path, statistics="half-yearly")
    set_clock(office, "2026-10-01 09:00:00")
    sweep(office)
    assert cases(office, "office", CaseFilter(kind="statistics")).total == 2


def a_training(office: Office, day: str) -> None:
    given = {"title": "标准化专题培训", "audience": "both"}
    code = do(office, "plan", kind="training", fields=given)
    held = {"held-on": day, "people": "60"}
    do(office, "hold", code, fields=held, files=["training-record"])


@pytest.mark.parametrize(("trainings", "status"), [(3, "overdue"), (4, "met")])
def test_four_trainings_a_year_are_owed_and_three_are_not_enough(
    tmp_path: Path, trainings: int, status: str
) -> None:
    office = an_office_of_the_plan(tmp_path)
    sweep(office)
    for month in range(2, 2 + trainings):
        set_clock(office, f"2026-{month:02}-10 09:00:00")
        a_training(office, f"2026-{month:02}-10")
    set_clock(office, "2027-01-01 00:00:00")
    sweep(office)
    assert status_of(office, "trainings") == status
    assert check(office) == []


def test_a_training_planned_or_cancelled_does_not_count(tmp_path: Path) -> None:
    office = an_office_of_the_plan(tmp_path)
    sweep(office)
    for day in ("2026-02-10", "2026-03-10", "2026-04-10"):
        set_clock(office, f"{day} 09:00:00")
        a_training(office, day)
    given = {"title": "第四期", "audience": "units"}
    code = do(office, "plan", kind="training", fields=given)
    do(office, "cancel", code, reason="讲师有事")
    assert status_of(office, "trainings") == "open"
