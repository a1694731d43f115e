"""Rules that apply to some cases only: `when` on moves, needs, checklist items, quotas, duties."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check as check_file
from config.loader import load
from states.commands import ALL, Check
from states.duties import sweep
from states.errors import BadInput
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from tests.builders import set_clock
from tests.programmes.offices import FOLDER, do, office_of, refusals, sound
from tests.stores import rows_of

PASSED = {"资格": Check("pass")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(
        tmp_path,
        "cohorts",
        accounts={
            "hangzhou": ("市局", {"jurisdiction": "3301"}),
            "ningbo": ("市局", {"jurisdiction": "3302"}),
            "bureau": ("省局", {}),
        },
    )
    yield made
    made.close()


def apply(office: Office, actor: str, amount: int | None, category: str = "服务") -> str:
    fields = {"title": "补助", "领域": category, "with_": {"kind": "补助"}}
    place = {"hangzhou": "3301", "ningbo": "3302"}[actor]
    return do(office, actor, "申请", 机关=place, 金额=amount, **fields).case


def check_passed(office: Office, actor: str, case: str, *files: str) -> None:
    do(office, actor, "审核", case, with_={"checks": PASSED, "files": ("申请书", *files)})


def test_a_document_is_needed_only_where_its_condition_holds(office: Office) -> None:
    small, large = apply(office, "hangzhou", 99), apply(office, "hangzhou", 100)
    check_passed(office, "hangzhou", small)
    given = {"with_": {"checks": PASSED, "files": ("申请书",)}}
    assert refusals(office, "hangzhou", "审核", large, **given) == ["DocumentMissing"]
    check_passed(office, "hangzhou", large, "审计报告")
    assert sound(office)


def test_a_checklist_item_is_asked_only_where_its_condition_holds(office: Office) -> None:
    case = apply(office, "hangzhou", 5, "农业")
    given = {"with_": {"checks": PASSED, "files": ("申请书",)}}
    assert refusals(office, "hangzhou", "审核", case, **given) == ["CheckMissing"]


def test_all_items_are_those_that_apply_and_one_that_does_not_cannot_be_named(
    office: Office,
) -> None:
    service, farm = apply(office, "hangzhou", 5), apply(office, "hangzhou", 5, "农业")
    named = {**PASSED, "场地": Check("pass")}
    with pytest.raises(BadInput) as caught:
        do(office, "hangzhou", "审核", service, with_={"checks": named, "files": ("申请书",)})
    assert caught.value.parameters == {"item": ["场地"], "known": ["资格"]}
    turned = apply(office, "hangzhou", 5)
    given = {"checks": {ALL: Check("pass")}, "files": ("申请书",)}
    do(office, "hangzhou", "审核", service, with_=given)
    do(office, "hangzhou", "审核", farm, with_=given)
    do(office, "hangzhou", "审核", turned, 领域="农业", with_=given)
    both = {"资格", "场地"}
    for case, judged in ((service, {"资格"}), (farm, both), (turned, both)):
        assert {c.item for c in dossier(office, "hangzhou", case).checks} == judged
        kept = rows_of(office, f"SELECT checks FROM history WHERE case_code = '{case}' AND seq = 2")
        assert json.loads(kept[0][0]).keys() == judged
    assert sound(office)


def test_a_quota_counts_only_the_cases_that_it_applies_to(office: Office) -> None:
    for _ in range(2):
        check_passed(office, "hangzhou", apply(office, "hangzhou", 99))
    check_passed(office, "hangzhou", apply(office, "hangzhou", 100), "审计报告")
    case = apply(office, "hangzhou", 500)
    given = {"with_": {"checks": PASSED, "files": ("申请书", "审计报告")}}
    assert refusals(office, "hangzhou", "审核", case, **given) == ["QuotaFull"]
    assert sound(office)


def test_a_move_is_there_only_for_its_cohort_and_is_shown_only_there(office: Office) -> None:
    far, near = apply(office, "hangzhou", 5), apply(office, "ningbo", 5)
    assert refusals(office, "bureau", "快速发放", far) == ["NotForThisCase"]
    assert [m.move for m in dossier(office, "bureau", far).moves] == []
    assert [m.move for m in dossier(office, "bureau", near).moves] == ["快速发放"]
    waiting = [item.case for group in inbox(office, "bureau").groups for item in group.items]
    assert waiting == [near]
    assert do(office, "bureau", "快速发放", near).state == "已发放"


def test_a_condition_that_cannot_be_judged_does_not_hold(office: Office) -> None:
    case = apply(office, "ningbo", None)
    assert refusals(office, "bureau", "快速发放", case) == ["NotForThisCase"]
    check_passed(office, "ningbo", case)


def test_a_duty_arises_only_for_cases_opened_in_its_time(office: Office) -> None:
    apply(office, "hangzhou", 5)
    assert rows_of(office, "SELECT count(*) FROM duties") == [(0,)]
    set_clock(office, "2026-07-01 00:00:00")
    apply(office, "hangzhou", 5)
    assert rows_of(office, "SELECT due_on FROM duties") == [("2026-07-11",)]
    assert sound(office)


def test_the_system_makes_of_two_moves_the_one_that_applies_and_refuses_nothing(
    office: Office,
) -> None:
    other = apply(office, "hangzhou", 5)
    check_passed(office, "hangzhou", other)
    farm = apply(office, "hangzhou", 5, "农业")
    checks = {**PASSED, "场地": Check("pass")}
    do(office, "hangzhou", "审核", farm, with_={"checks": checks, "files": ("申请书",)})
    set_clock(office, "2026-12-01 00:00:00")
    assert sweep(office).moved == {"转办": 1, "退回": 1}
    assert rows_of(office, "SELECT code, state FROM cases WHERE kind = '补助' ORDER BY code") == [
        (other, "已退回"),
        (farm, "已发放"),
    ]
    assert rows_of(office, "SELECT count(*) FROM refusals") == [(0,)]
    assert sound(office)


@pytest.mark.parametrize(
    ("old", "new", "code", "suggestion"),
    [
        ("opened-on >= ", "opend_on >= ", "condition-unknown", "opened_on"),
        ("category == '农业'\"}\n事项", "today == ''\"}\n事项", "condition-unknown", ""),
        ('{审计报告: "', '{审记报告: "', "unknown-name", "审计报告"),
        ("\"fields['金额'] >= 100\"}]", "\"fields['金额'] >=\"}]", "condition-unreadable", ""),
        ("jurisdiction-kind ==", "jurisdiction_kin ==", "condition-unknown", "jurisdiction_kind"),
        (
            "至多: 1, 适用于: \"fields['金额']",
            "至多: 1, 适用于: \"fields['金']",
            "condition-unknown",
            "金额",
        ),
        ("\"!(category == '农业')\"", "\"category == '农业'\"", "two-at-once", ""),
    ],
)
def test_a_wrong_condition_is_found_when_the_file_is_read(
    old: str, new: str, code: str, suggestion: str
) -> None:
    text = (FOLDER / "cohorts.yaml").read_text("utf-8")
    assert old in text
    changed = text.replace(old, new)
    programme, problems = check_file(changed)
    assert programme is None
    errors = [p for p in problems if p.severity == "error"]
    assert [(p.code, p.suggestion) for p in errors] == [(code, suggestion)]
    rows = zip(text.splitlines(), changed.splitlines(), strict=True)
    assert errors[0].line == next(n for n, (a, b) in enumerate(rows, 1) if a != b)


def test_the_file_itself_has_no_problem() -> None:
    assert load(FOLDER / "cohorts.yaml").cases["补助"].moves["审核"].needs == ("申请书",)
