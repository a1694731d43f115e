"""Nobody gets to see more than the roles of the account reach."""

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import text

from states import queries
from states.accounts import close_account
from states.commands import Via
from states.errors import BadInput, Refused, UnknownCase
from states.office import Office
from states.queries import CaseFilter
from tests.an_agency import PHONE, UNIT, a_laboratory, a_moment, a_named_laboratory, act, pass_to
from tests.states.queries.answers import codes

EVERYONE = ("hangzhou", "ningbo", "bureau-1", "bio-desk", "auditor", "lab-1")


def test_a_city_sees_its_own_cases_only(office: Office) -> None:
    mine, theirs = a_laboratory(office), a_laboratory(office, account="ningbo")
    assert codes(queries.cases(office, "hangzhou")) == [mine]
    assert codes(queries.cases(office, "ningbo")) == [theirs]
    assert codes(queries.cases(office, "bureau-1")) == [mine, theirs]


def test_a_case_out_of_reach_answers_like_one_that_does_not_exist(office: Office) -> None:
    theirs = a_laboratory(office, account="ningbo")
    for ask in (queries.dossier, queries.history, queries.calendar):
        with pytest.raises(UnknownCase) as out_of_reach:
            ask(office, "hangzhou", theirs)
        with pytest.raises(UnknownCase) as missing:
            ask(office, "hangzhou", "NB-2026-999")
        assert out_of_reach.value.message() == missing.value.message().replace("999", "001")


def test_nothing_of_another_city_shows_anywhere(office: Office) -> None:
    theirs = a_named_laboratory(office, account="ningbo", title="甬江实验室")
    with pytest.raises(Refused):
        act(office, "nominate", theirs, "ningbo")
    pass_to(office, "2027-12-05")
    answers: list[Any] = [
        queries.cases(office, "hangzhou"),
        queries.cases(office, "hangzhou", CaseFilter(kind="report")),
        queries.cases(office, "hangzhou", CaseFilter(due="overdue")),
        queries.cases(office, "hangzhou", CaseFilter(jurisdiction="330200")),
        queries.inbox(office, "hangzhou"),
        queries.overdue(office, "hangzhou"),
        queries.due(office, "hangzhou", days=900),
        queries.log(office, "hangzhou"),
        queries.refusals(office, "hangzhou"),
        queries.board(office, "hangzhou"),
    ]
    for answer in answers:
        shown = str(answer.as_json())
        assert theirs not in shown
        assert "甬江" not in shown
    board = queries.board(office, "hangzhou")
    assert [kind.total for kind in board.kinds] == [0, 0, 0]
    assert board.duties == {"overdue": 0, "open": 0, "undated": 0}


def test_a_copy_recipient_sees_its_field_and_can_do_nothing(office: Office) -> None:
    mine = a_laboratory(office, branch="bio")
    a_laboratory(office, branch="chip")
    assert codes(queries.cases(office, "bio-desk")) == [mine]
    assert queries.dossier(office, "bio-desk", mine).moves == ()
    assert queries.inbox(office, "bio-desk").groups == ()


def test_a_unit_sees_its_own_case_by_its_code(office: Office) -> None:
    mine = a_laboratory(office, unit={"name": "一号", "code": UNIT})
    a_laboratory(office)
    assert codes(queries.cases(office, "lab-1")) == [mine]
    assert queries.quota(office, "lab-1") == ()


def test_personal_values_are_for_those_who_may_act(office: Office) -> None:
    code = a_laboratory(office)
    assert PHONE in str(queries.dossier(office, "hangzhou", code).as_json())
    assert PHONE not in str(queries.dossier(office, "auditor", code).as_json())
    at = a_moment("2026-05-12")
    assert PHONE not in str(queries.as_of(office, "auditor", code, at).as_json())
    for account in EVERYONE:
        assert PHONE not in str(queries.cases(office, account).as_json())


def test_a_city_sees_its_own_quotas_only(office: Office) -> None:
    act(office, "nominate", a_laboratory(office), "hangzhou")
    mine = queries.quota(office, "hangzhou")
    assert {use.jurisdiction for use in mine} == {"330100"}
    assert [(u.category, u.used, u.cap, u.minimum) for u in mine] == [
        (None, 1, 3, 1),
        ("bio", 1, 2, None),
        ("chip", 0, 2, None),
    ]
    assert {u.category for u in queries.quota(office, "bio-desk")} == {"bio"}
    assert len(queries.quota(office, "auditor")) == 6


def test_an_unknown_and_a_closed_account_get_no_answer(office: Office) -> None:
    close_account(office, "ningbo", by="system", via=Via("python"))
    for name in ("nobody", "ningbo", "system", "' OR 1=1 --"):
        with pytest.raises(BadInput, match="没有账户"):
            queries.cases(office, name)


def test_an_account_without_roles_sees_nothing(office: Office) -> None:
    code = a_laboratory(office)
    with office.store.write() as tx:
        tx.run(text("INSERT INTO accounts VALUES ('guest', '客', '2026-01-01', NULL)"))
    assert queries.cases(office, "guest").rows == ()
    with pytest.raises(UnknownCase):
        queries.dossier(office, "guest", code)


def test_reading_imports_no_server_no_machine_and_no_date_library() -> None:
    heavy = "prefect fastapi transitions pendulum pydantic"
    code = f"import sys, states.queries;print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_quotas_of_a_kind_are_those_that_count_it(office: Office) -> None:
    mine = queries.quota(office, "hangzhou", kind="laboratory")
    assert mine == queries.quota(office, "hangzhou")
    assert queries.quota(office, "hangzhou", kind="report") == ()
