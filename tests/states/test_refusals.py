"""What a refusal says: in words, in both languages, and always what to do."""

import ast
import copy
import re
from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.commands import Check
from states.errors import BadInput, Refusal, Refused
from states.guards import JUDGES
from states.office import Office
from states.words.remedies import REMEDIES
from states.words.texts import known_codes
from tests.acceptance.national import a_national_office, act, apply, assigned, recommend
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    set_clock,
)

STATES = Path("states")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_national_office(tmp_path)


def made_in(path: Path) -> set[str]:
    """The codes of the refusals that a module makes: `Refusal("X", …)`, `asked.refusal("X", …)`,
    and in a module of guards `yield "X", …`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in ("Refusal", "refusal") and isinstance(first, ast.Constant):
                found.add(first.value)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and node.value.elts:
            first = node.value.elts[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found & known_codes()


def test_every_refusal_says_what_to_do() -> None:
    made = set().union(*(made_in(path) for path in STATES.rglob("*.py")))
    assert len(made) > 40
    assert not [code for code in known_codes() if code.endswith(".remedy")]
    assert JUDGES
    assert made - set(REMEDIES) == set()
    assert {code.partition(".")[0] for code in REMEDIES} <= known_codes()


def test_a_refusal_in_english_uses_the_english_titles_of_the_programme(office: Office) -> None:
    case = apply(office, "services")
    with pytest.raises(Refused) as caught:
        act(office, "review", case, "zhejiang")
    not_yours, out_of_turn = (refusal.message("en") for refusal in caught.value.refusals)
    assert not_yours == (
        "“Pass the review” is for Standardization Administration within its scope; account"
        " zhejiang is Provincial authority (浙江) (clause 三)"
    )
    assert "is in “Applied”; “Pass the review” starts only from “Recommended”" in out_of_turn
    with pytest.raises(Refused) as caught:
        act(office, "recommend", case)
    english = caught.value.message("en")
    assert "missing document: Official letter of the province" in english
    assert "“Provincial check” lacks a verdict: Goals" in english
    assert "省级" in caught.value.message()


def test_who_acts_out_of_reach_is_told_how_far_his_role_reaches(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        apply(office, "services", "guangdong", jurisdiction="浙江")
    assert "账户 guangdong 是省级标准化行政主管部门（广东）" in caught.value.message()


def test_a_wrong_unit_is_corrected_where_the_refusal_says(office: Office) -> None:
    case = apply(office, "services", unit={"name": "某单位", "code": "12330000HC0000024X"})
    with pytest.raises(Refused) as caught:
        recommend(office, case)
    (refusal,) = caught.value.refusals
    assert (refusal.code, "--set unit=" in refusal.remedy()) == ("CreditCodeWrong", True)
    right = {"name": "某单位", "code": "12330000000000084X"}
    assert recommend(office, case, fields={"unit": right}).state == "recommended"


@pytest.mark.parametrize(
    ("moves", "remedy"),
    [
        ({"recommend": {"sets": ["unit"]}}, '补上：--set unit="名称 18位代码"'),
        (
            {"amend": {"sets": ["unit"]}},
            '先“更正”补上：shidian do amend ZJ-2026-001 --set unit="名称 18位代码"',
        ),
        (
            {"amend": {"sets": ["unit"], "guards": ["same-code"]}},
            "到这一步已不能改单位；不具备条件的，按不通过办理",
        ),
        ({}, "到这一步已不能改单位；不具备条件的，按不通过办理"),
    ],
)
def test_a_field_is_corrected_by_an_act_that_may_set_it(
    tmp_path: Path, moves: dict[str, Any], remedy: str
) -> None:
    declared = copy.deepcopy(SMALL["cases"])
    amend = {"title": "更正", "from": "applied", "to": "applied", "by": "province", "clause": "一"}
    for name, more in moves.items():
        kept = declared["pilot"]["moves"].setdefault(name, amend)
        kept.update({**more, "guards": [*kept.get("guards", []), *more.get("guards", [])]})
    office = an_office(tmp_path, a_programme(cases=declared))
    case = perform(office, an_application(fields={"unit": "没有代码的单位"})).case
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.remedy()) == ("UnitMissing", remedy)


def test_what_was_entered_wrongly_is_amended_before_it_is_recommended(office: Office) -> None:
    case = apply(office, "services")
    receipt = act(office, "amend", case, fields={"title": "改正的名称", "category": "民政专项"})
    assert (receipt.state, receipt.seq) == ("applied", 2)
    assert recommend(office, case).state == "recommended"
    with pytest.raises(Refused) as caught:
        act(office, "amend", case, fields={"title": "再改"})
    assert caught.value.refusals[0].code == "OutOfTurn"
    with office.store.read() as tx:
        (row,) = tx.all(office.statements.cases, codes=tx.listed([case]))
    assert (row["title"], row["category"]) == ("改正的名称", "civil-affairs")


def test_an_amendment_that_changes_nothing_is_no_act(office: Office) -> None:
    case = apply(office, "services")
    with office.store.read() as tx:
        (row,) = tx.all(office.statements.cases, codes=tx.listed([case]))
    for fields in ({}, {"title": row["title"]}):
        with pytest.raises(BadInput) as caught:
            act(office, "amend", case, fields=fields)
        assert caught.value.code == "NothingToChange"
        assert "--set" in caught.value.message()
        assert "项目名称（title）" in caught.value.message()
        assert "“Amend” changes nothing" in caught.value.message("en")
    unit = {"name": row["unit_name"], "code": row["unit_code"]}
    for fields in ({}, {"unit": unit}):
        with pytest.raises(BadInput):
            act(office, "rename", case, fields=fields, reason="更名登记")
    with pytest.raises(Refused) as refused:
        act(office, "amend", case, "committee")
    assert [one.code for one in refused.value.refusals] == ["NotYours"]
    assert act(office, "amend", case, fields={"title": "改正的名称"}).seq == 2


MEETING = {"title": "会商", "from": "applied", "to": "same", "by": "province", "sets": ["remark"]}


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "guidance"},
        {"reason": "required"},
        {"needs": ["official-letter"]},
        {"sets": []},
        {"effects": [{"notify": "committee"}]},
    ],
)
def test_a_move_that_stays_for_another_reason_needs_no_change(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    cases = copy.deepcopy(SMALL["cases"])
    cases["pilot"]["form"]["remark"] = {"title": "备注"}
    cases["pilot"]["moves"]["meet"] = MEETING | more
    office = an_office(tmp_path, a_programme(cases=cases))
    case = perform(office, an_application(fields={"remark": "已有"})).case
    letters = (a_letter(),) if "needs" in more else ()
    given = {"reason": "约谈", "attachments": letters}
    assert perform(office, a_command("meet", case, **given)).seq == 2


def test_a_move_that_a_duty_waits_for_needs_no_change(tmp_path: Path) -> None:
    cases = copy.deepcopy(SMALL["cases"])
    cases["pilot"]["form"]["remark"] = {"title": "备注"}
    cases["pilot"]["moves"]["meet"] = MEETING
    owed = {"title": "会商", "case": "pilot", "by": "province", "bound-by": "meet"}
    duties = SMALL["duties"] | {"meeting": owed | {"due": "2026年6月20日前"}}
    office = an_office(tmp_path, a_programme(cases=cases, duties=duties))
    case = perform(office, an_application(fields={"remark": "已有"})).case
    assert perform(office, a_command("meet", case)).seq == 2
    plain = an_office(tmp_path / "plain", a_programme(cases=cases))
    case = perform(plain, an_application(fields={"remark": "已有"})).case
    with pytest.raises(BadInput):
        perform(plain, a_command("meet", case))


def test_a_field_that_is_missing_is_told_once(office: Office) -> None:
    from states.commands import Command

    with pytest.raises(Refused) as caught:
        perform(office, Command("r-1", "zhejiang", "apply", kind="pilot", fields={"title": "x"}))
    assert [r.code for r in caught.value.refusals] == ["FieldMissing", "FieldMissing"]


def test_a_child_that_is_wanted_first_is_named_with_its_command(office: Office) -> None:
    case = assigned(office)
    with pytest.raises(Refused) as caught:
        act(office, "terminate", case, "committee", reason="无依据")
    (refusal,) = caught.value.refusals
    assert (refusal.code, "shidian new incident" in refusal.remedy()) == ("NoChildIn", True)


def test_a_soft_rule_says_by_which_name_it_may_be_passed() -> None:
    for code, rule in (
        ("ConditionFails", "condition"),
        ("UndertookBefore", "not-undertaken-before"),
    ):
        soft, hard = (Refusal(code, rule=rule, strength=kind) for kind in ("soft", "hard"))
        assert f"--override {rule} --reason" in soft.remedy()
        assert f"--override {rule} --reason" in soft.remedy("en")
        assert "--override" not in hard.remedy() + hard.remedy("en")


@pytest.mark.parametrize(
    ("kind", "given", "code", "said"),
    [
        ("number", "十", "NotANumber", "从业年数 应为数字，现为“十”"),
        ("date", "去年", "NotADate", "从业年数 应为日期，如 2026-06-30，现为“去年”"),
        ("text", "长" * 20_001, "TextTooLong", "从业年数 过长：20001 字，至多 20000"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_as_people_know_its_field(
    tmp_path: Path, kind: str, given: str, code: str, said: str
) -> None:
    declared = copy.deepcopy(SMALL["cases"])
    declared["pilot"]["form"]["years"] = {
        "title": "从业年数",
        "title-en": "Years of practice",
        "type": kind,
    }
    office = an_office(tmp_path, a_programme(cases=declared))
    with pytest.raises(BadInput) as caught:
        perform(office, an_application(fields={"years": given}))
    assert (caught.value.code, caught.value.parameters["key"]) == (code, "years")
    assert caught.value.message() == said
    assert caught.value.message("en").startswith("Years of practice")
    office.close()


def test_a_verdict_given_as_the_refusal_asks_for_it_is_enough(office: Office) -> None:
    case = apply(office, "services")
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks={})
    asked = [refusal.remedy() for refusal in caught.value.refusals]
    found = [re.fullmatch(r"写上：--check (.+)=pass@?(.*):说明", said) for said in asked]
    checks = {given[1]: Check("pass", "已查", given[2]) for given in found if given}
    assert recommend(office, case, checks=checks).state == "recommended"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (("收到之日起15个工作日内", "收到之日起5日内"), "TooLate"),
        (("2026年7月1日至7月31日", "2026年8月1日至8月31日"), "DutyTooEarly"),
    ],
)
def test_a_limit_that_refuses_is_told_as_the_place_of_the_case_has_it(
    tmp_path: Path, limits: tuple[str, str], code: str
) -> None:
    general, of_place = limits
    duty = {"title": "核对", "case": "pilot", "by": "province", "bound-by": "recommend"}
    duty |= {"due": general, "due-by": {"浙江": of_place}, "late": "refuse", "early": "refuse"}
    office = an_office(tmp_path, a_programme(duties={"check-over": duty}))
    case = perform(office, an_application()).case
    set_clock(office, "2026-06-15 09:00:00")
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    said = {refusal.code: refusal.parameters["phrase"] for refusal in caught.value.refusals}
    assert said == {code: of_place}
