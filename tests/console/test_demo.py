"""The demonstration, as a newcomer meets it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Executable, select

from config.loader import load_shipped, load_text
from config.settings import Settings
from console.demo import (
    ISSUED,
    ZONE,
    accounts_to_show,
    advance,
    fill,
    open_demo,
    tamper,
    things_to_try,
)
from console.population import LABEL, Population, credit_code
from console.web.app import create_app
from states.accounts import add_account
from states.actions import approve, perform
from states.audits.oracle import check
from states.commands import PYTHON, Check, Command
from states.errors import BadInput, Refused, UnknownCase
from states.history import stamp
from states.office import Office
from states.registers.organisations import is_credit_code
from states.setup import activate, create_office
from states.tables import cases, duties, history, quotas, requests
from tests.console.test_simulate import OTHER

PASSED = [
    "applied",
    "recommended",
    "reviewed",
    "assigned",
    "annual-reporting",
    "self-evaluated",
    "publicized",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    open_demo(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    copy = tmp_path / "demo.db"
    shutil.copy(made, copy)
    with closing(open_demo(f"sqlite:///{copy}")) as opened:
        yield opened


def test_the_page_of_notices_says_where_the_earlier_ones_are(office: Office) -> None:
    app = create_app(Settings(account="committee"), opening=lambda: office)
    here = {"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 50000)}
    page = TestClient(app, **here).get("/outbox").text  # type: ignore[arg-type]
    assert "这里是最近 50 份" in page
    assert "outbox --as committee --limit 500" in page


def rows(office: Office, statement: Executable) -> list[dict[str, Any]]:
    with office.store.read() as tx:
        return tx.all(statement)


def recommendation(code: str, on: str = "2026-06-29") -> Command:
    items = ("credit-china", "credit-publicity", "qualification", "field-scope", "foundation")
    checks = {i: Check("pass", "已查", on) for i in (*items, "tasks", "goals", "participants")}
    return Command(f"test-{code}", "zhejiang", "recommend", case=code, checks=checks)


def of_zhejiang(office: Office) -> dict[str, dict[str, Any]]:
    found = rows(office, select(cases).where(cases.c.jurisdiction == "33"))
    return {row["code"]: row for row in found}


def test_it_begins_in_the_morning_of_the_day_before_the_last_day(office: Office) -> None:
    now = office.clock.now().astimezone(ZONE)
    assert (now.date().isoformat(), now.hour) == ("2026-06-29", 9)
    assert office.kind == "demo"


def test_nothing_in_it_breaks_an_invariant(office: Office) -> None:
    assert check(office) == []


def test_every_title_and_unit_says_that_it_is_made_up(office: Office) -> None:
    found = rows(office, select(cases).where(cases.c.kind == "pilot"))
    assert len(found) > 300
    assert {row["jurisdiction"] for row in found} >= {"11", "33", "44", "66"}
    assert all(row["title"].startswith(LABEL) for row in found)
    assert all(row["unit_name"].startswith(LABEL) for row in found)


def test_the_credit_codes_have_right_check_digits_and_belong_to_one_unit_each(
    office: Office,
) -> None:
    found = rows(office, select(cases.c.unit_code, cases.c.unit_name).where(cases.c.seq > 0))
    pairs = {(row["unit_code"], row["unit_name"]) for row in found if row["unit_code"]}
    codes = {code for code, _ in pairs}
    assert all(is_credit_code(code) for code in codes)
    assert len(codes) == len({name.removesuffix("（新名）") for _, name in pairs})


def test_the_ninth_general_recommendation_is_refused_with_its_clause_and_nothing_else(
    office: Office,
) -> None:
    with pytest.raises(Refused) as refused:
        perform(office, recommendation("ZJ-2026-009"))
    (only,) = [r for r in refused.value.refusals if r.strength != "warn"]
    assert (only.code, only.clause) == ("QuotaFull", ("二",))
    used = rows(office, select(quotas).where(quotas.c.bucket == "general/33"))
    assert used[0]["used"] == 8


def test_an_exception_waits_and_the_second_person_can_approve_it(office: Office) -> None:
    waiting = select(requests.c.request, requests.c.case_code).where(
        requests.c.status == "waiting", requests.c.actor == "zhejiang"
    )
    (row,) = rows(office, waiting)
    receipt = approve(office, row["request"], "zhejiang-2", via=PYTHON)
    assert (receipt.case, receipt.state) == (row["case_code"], "recommended")


def test_next_goes_to_the_last_morning_and_then_past_the_deadline(office: Office) -> None:
    assert advance(office, "next").now[:16] == "2026-06-30T01:00"
    moved = advance(office, "next")
    assert (moved.now[:16], moved.why) == ("2026-06-30T16:00", "due")
    states = {code: row["state"] for code, row in of_zhejiang(office).items()}
    # what was asked for in time waits for its second person beyond the last day
    asked = select(requests.c.case_code).where(requests.c.status == "waiting")
    waits = {row["case_code"] for row in rows(office, asked)} & states.keys()
    assert {code for code, state in states.items() if state == "applied"} == waits != set()
    assert set(states.values()) == {"recommended", "not-recommended", "applied"}


def test_past_the_deadline_a_complete_recommendation_comes_too_late(office: Office) -> None:
    advance(office, datetime(2026, 7, 1, tzinfo=ZONE))
    with pytest.raises(Refused) as refused:
        perform(office, recommendation("ZJ-2026-011"))
    assert {r.code for r in refused.value.refusals} >= {"TooLate"}


def test_the_others_act_meanwhile_and_the_newcomers_work_stays_his(office: Office) -> None:
    own = select(history.c.case_code, history.c.seq).where(
        history.c.actor.in_(("zhejiang", "zhejiang-2"))
    )
    with office.store.engine.connect() as connection:
        before = {code for code, _ in connection.execute(own)}
    moved = advance(office, datetime(2027, 12, 1, 9, tzinfo=ZONE))
    assert moved.entries > 1000
    with office.store.engine.connect() as connection:
        after = {code for code, _ in connection.execute(own)}
    assert {code for code in after - before if not code.startswith("ZJ-2026-001")} == set()
    late = select(duties).where(duties.c.jurisdiction == "33", duties.c.status == "overdue")
    overdue = rows(office, late)
    assert len(overdue) == 8
    assert {row["due_on"] for row in overdue} == {"2027-11-30"}
    assert check(office) == []


def test_in_2029_one_pilot_has_passed_all_its_states_with_dates_and_clauses(
    office: Office,
) -> None:
    advance(office, datetime(2029, 7, 1, 9, tzinfo=ZONE))
    passed = rows(
        office,
        select(history.c.to_state, history.c.recorded_at, history.c.clause)
        .where(history.c.case_code == "ZJ-2026-001")
        .order_by(history.c.seq),
    )
    assert [row["to_state"] for row in passed] == PASSED
    assert all(row["clause"] != "[]" for row in passed)
    assert "2026-07-01" < passed[2]["recorded_at"] < "2027"


def test_the_clock_is_moved_forward_only(office: Office) -> None:
    with pytest.raises(BadInput):
        advance(office, datetime(2026, 6, 1, tzinfo=UTC))


def test_an_entry_changed_behind_the_systems_back_is_found_and_the_guards_are_back(
    office: Office,
) -> None:
    changed = tamper(office, "ZJ-2026-002")
    (found,) = check(office)
    assert (found.subject, found.seq, found.code) == ("ZJ-2026-002", changed.seq, "EntryChanged")
    with pytest.raises(UnknownCase):
        tamper(office, "ZJ-2026-999")


def test_what_is_suggested_names_cases_that_are_there(office: Office) -> None:
    things = things_to_try(office)
    commands = " ".join(thing.command for thing in things)
    assert len(things) == 5
    assert "do recommend ZJ-2026-009" in commands
    for day in ("2026-07-01", "2027-12-01", "2029-04-01"):
        assert f"demo --advance {day}" in commands
    assert "audit verify" in things[-1].command
    assert len(things_to_try(office, "en")) == len(things)


def test_later_it_suggests_what_can_be_done_then(office: Office) -> None:
    advance(office, datetime(2027, 12, 1, 9, tzinfo=ZONE))
    commands = [thing.command for thing in things_to_try(office)]
    assert any("do submit ZJ-2026-002-2027" in command for command in commands)
    assert not any("do recommend" in command for command in commands)


def test_four_accounts_are_shown(office: Office) -> None:
    shown = [one.account for one in accounts_to_show(office)]
    assert shown == ["zhejiang", "zhejiang-2", "committee", "auditor"]


def test_opening_it_again_finds_it_as_it_was_left(office: Office) -> None:
    moved = advance(office, "next")
    with closing(open_demo(office.store.url)) as again:
        assert stamp(again.clock.now()) >= moved.now


def test_a_real_database_is_neither_filled_nor_moved_nor_tampered_with(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'real.db'}"
    with closing(create_office(url, "real")) as real:
        for act in (
            lambda: open_demo(url),
            lambda: fill(real),
            lambda: advance(real, "next"),
            lambda: tamper(real, "ZJ-2026-001"),
        ):
            with pytest.raises(BadInput) as refused:
                act()
            assert refused.value.code == "NotADemo"
        assert things_to_try(real) == []


def test_a_filled_demonstration_is_not_filled_again(office: Office) -> None:
    with pytest.raises(BadInput):
        fill(office)


@pytest.mark.parametrize("at", [datetime(2026, 5, 20), datetime(2026, 6, 30, 23, 59)])
def test_a_demonstration_can_be_filled_up_to_any_moment(tmp_path: Path, at: datetime) -> None:
    asked = at.replace(tzinfo=ZONE)
    url = f"sqlite:///{tmp_path / 'moment.db'}"
    with closing(create_office(url, "demo", virtual_start=ISSUED)) as made:
        fill(made, until=asked)
        assert timedelta(0) <= made.clock.now() - asked < timedelta(minutes=1)
        assert rows(made, select(cases).where(cases.c.kind == "pilot")) != []


def test_a_programme_of_another_agency_can_be_demonstrated_too(tmp_path: Path) -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    url = f"sqlite:///{tmp_path / 'other.db'}"
    with closing(create_office(url, "demo", virtual_start=start)) as other:
        activate(other, load_text(OTHER), "other.yaml")
        fill(other)
        found = rows(other, select(cases).where(cases.c.kind == "matter"))
        assert found != []
        advance(other, "next")
        assert check(other) == []


def test_in_an_empty_demonstration_nobody_acts_when_the_clock_is_moved(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    start = datetime(2026, 6, 1, 9, tzinfo=ZONE)
    with closing(create_office(url, "demo", virtual_start=start)) as empty:
        activate(empty, load_shipped("national-pilots-2026"), "national-pilots-2026.yaml")
        with empty.store.write() as tx:
            add_account(empty, tx, "mine", "某人", role="province", jurisdiction="33")
        unit = {"name": "某院", "code": credit_code("12", "33", 9)}
        fields = {"title": "某项", "category": "services", "unit": unit}
        perform(empty, Command("one", "mine", "apply", kind="pilot", fields=fields))
        advance(empty, datetime(2026, 7, 2, tzinfo=ZONE))
        found = rows(empty, select(history.c.actor).where(history.c.case_code == "ZJ-2026-001"))
        assert [row["actor"] for row in found] == ["mine", "system"]


def test_a_population_makes_the_same_applicant_for_the_same_number() -> None:
    programme = load_text(OTHER)
    first, again = (Population(programme, 4).applicant(7, "01", None) for _ in range(2))
    assert first == again
    assert first.title == f"{LABEL}东区线索（007）"
    assert credit_code("12", "33", 1) != credit_code("12", "33", 2)
