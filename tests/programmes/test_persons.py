"""Programmes about persons: told apart by a number, which is personal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.loader import check as check_file
from states import queries
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.burden import burdens
from states.queries.dossiers import dossier
from states.queries.lists import CaseFilter, list_cases
from tests.builders import at, set_clock
from tests.programmes.offices import FOLDER, do, office_of, refusals, sound

ZHANG, OTHER_ZHANG = "张三 33010219900307001X", "张三（2026-007）"
NUMBER = "33010219900307001X"
TEXT = (FOLDER / "honours.yaml").read_text("utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(
        tmp_path,
        "honours",
        accounts={
            "east": ("district", {"jurisdiction": "E"}),
            "west": ("district", {"jurisdiction": "W"}),
            "city": ("city", {}),
            "reader": ("auditor", {}),
            "zhang": ("nominee", {"unit": ZHANG}),
            "other": ("nominee", {"unit": "2026-007"}),
        },
    )
    yield made
    made.close()


def propose(office: Office, person: Any, actor: str = "east", **given: Any) -> str:
    new = {"title": "抗洪", "unit": person, "with_": {"kind": "person"}}
    return do(office, actor, "propose", **new, **given).case


def test_two_persons_of_one_name_are_two(office: Office) -> None:
    first, second = propose(office, ZHANG), propose(office, OTHER_ZHANG)
    for account, case in (("zhang", first), ("other", second)):
        do(office, account, "agree", case)
        assert do(office, "east", "report", case).state == "reported"
    assert [unit.unit for unit in burdens(office, "city").units] == ["张三", "张三"]
    assert sound(office)


def test_a_case_says_what_the_programme_calls_the_person(office: Office) -> None:
    code = propose(office, ZHANG)
    assert dossier(office, "east", code).unit_title == "推荐对象"
    assert dossier(office, "east", code, lang="en").unit_title == "Nominee"


def test_one_person_under_two_names_is_one(office: Office) -> None:
    first = propose(office, ZHANG)
    second = propose(office, {"name": "张三丰", "code": NUMBER.lower()}, "west")
    do(office, "zhang", "agree", second)
    with pytest.raises(Refused) as caught:
        do(office, "west", "report", second)
    assert [refusal.code for refusal in caught.value.refusals] == ["UnitTwice"]
    assert "个人" in caught.value.message()
    assert first not in caught.value.message()
    assert NUMBER not in str(caught.value.as_json())


def test_a_person_without_a_number_is_not_taken(office: Office) -> None:
    for given in ("张三", {"name": "张三", "code": ""}, "2026-007", "张三 某人"):
        with pytest.raises(BadInput) as caught:
            propose(office, given)
        assert caught.value.code == "PersonWithoutNumber"
    assert caught.value.message().startswith("“推荐对象”要写姓名和编号")


def test_the_name_is_for_all_who_see_the_case_and_the_number_for_those_who_act(
    office: Office,
) -> None:
    case = propose(office, ZHANG, sponsor="李四 ZGH-8001")
    do(office, "zhang", "agree", case)
    assert refusals(office, "zhang", "report", case) == ["NotYours"]
    assert NUMBER in str(dossier(office, "east", case).as_json())
    shown = dossier(office, "reader", case)
    assert (shown.unit, shown.unit_code) == ("张三", None)
    assert [field.shown for field in shown.fields if field.personal] == ["张三", "李四"]
    then = queries.as_of(office, "reader", case, at("2026-05-04 09:00:00"))
    for answer in (
        shown,
        then,
        burdens(office, "reader"),
        *queries.quota(office, "reader"),
        *(list_cases(office, who, CaseFilter(kind="person")) for who in ("east", "reader")),
        *queries.history(office, "reader", case),
        queries.log(office, "reader"),
        queries.refusals(office, "reader"),
    ):
        assert NUMBER not in str(answer.as_json())
        assert "ZGH-8001" not in str(answer.as_json())


def test_a_person_reaches_its_own_case_by_the_number(office: Office) -> None:
    mine = propose(office, ZHANG)
    propose(office, OTHER_ZHANG)
    seen = list_cases(office, "zhang", CaseFilter(kind="person")).rows
    assert [row.code for row in seen] == [mine]


def test_a_renaming_quotes_no_number(office: Office) -> None:
    case = propose(office, ZHANG)
    with pytest.raises(Refused) as caught:
        do(office, "east", "rename", case, unit=OTHER_ZHANG)
    assert caught.value.refusals[0].message() == "代码由 … 变为 …，不是单纯更名"
    assert do(office, "east", "rename", case, unit={"name": "张山", "code": NUMBER}).case == case
    assert sound(office)


def test_who_is_named_as_a_person_stands_aside(office: Office) -> None:
    case = propose(office, ZHANG, sponsor="east 某 8001")
    do(office, "zhang", "agree", case)
    assert refusals(office, "east", "report", case) == ["Recused"]


def test_what_asks_for_a_legal_person_is_not_asked_of_persons() -> None:
    for guard in ("legal-person", "not-undertaken-before", "joint-units: {at-most: 2}"):
        asked = TEXT.replace("- not-recused: {field: sponsor, clause: 一}", f"- {guard}")
        assert [problem.code for problem in check_file(asked)[1]] == ["guard-needs-field"]


def test_a_quota_for_each_unit_counts_each_person(office: Office) -> None:
    for actor in ("east", "west"):
        do(office, "zhang", "agree", propose(office, ZHANG, actor))
    do(office, "other", "agree", propose(office, OTHER_ZHANG))
    third = propose(office, ZHANG)
    assert refusals(office, "zhang", "agree", third) == ["QuotaFull"]
    (full,) = [m.full for m in dossier(office, "zhang", third).moves if m.move == "agree"]
    assert [one.used for one in full] == [2]
    uses = queries.quota(office, "reader")
    assert NUMBER not in str([use.as_json() for use in uses])
    assert {(use.unit, use.unit_code) for use in uses} == {(None, None)}
    assert sound(office)


def test_who_was_dismissed_is_barred_and_a_colleague_is_not(tmp_path: Path) -> None:
    held = {"d": ("division", {}), "l": ("leader", {}), "s": ("secretary", {})}
    office = office_of(tmp_path, "expert-pool", accounts=held, now="2026-03-02 09:00:00")
    expert = {"title": "计量", "employer": "市计量院", "with_": {"kind": "expert"}}
    case = do(office, "d", "propose", unit="张三 ZJ-0007", **expert).case
    do(office, "s", "notice", case, with_={"files": ["cv"]})
    set_clock(office, "2026-03-12 09:00:00")
    do(office, "l", "appoint", case, expires="2029-03-11")
    do(office, "l", "dismiss", case, with_={"reason": "泄露评审意见"})
    assert refusals(office, "d", "propose", unit="张三丰 zj-0007", **expert) == ["EarlierOutcome"]
    assert do(office, "d", "propose", unit="张三 ZJ-0008", **expert).state == "proposed"
    assert sound(office)
    office.close()
