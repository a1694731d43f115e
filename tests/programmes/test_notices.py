"""Other agencies' notices, each run from its file alone: what each is an example of holds."""

from pathlib import Path

import pytest

from states.actions import approve
from states.commands import PYTHON
from states.duties import sweep
from states.errors import Refused
from states.queries.dossiers import dossier
from states.queries.quotas import quota
from tests.builders import set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound

UNIT, OTHER = a_unit("甲公司", 1), a_unit("乙公司", 2)
LICENCE = {"title": "豆腐坊", "unit": UNIT, "冷链": "否"}
FORM = {"kind": "登记", "files": ["申请表"]}


def test_a_centre_is_shown_for_seven_days_and_a_city_with_no_slot_owes_none(tmp_path: Path) -> None:
    held = {"jia": ("推荐单位", {"jurisdiction": "A"}), "yi": ("推荐单位", {"jurisdiction": "B"})}
    held |= {"wei": ("省委", {}), "wei-2": ("省委", {}), "li": ("专家", {})}
    office = office_of(tmp_path, "research-centres", accounts=held, now="2026-04-01 09:00:00")
    made = {"title": "中心", "unit": UNIT, "联合": [OTHER], "with_": {"kind": "中心"}}
    files = {"with_": {"files": ["申报书", "推荐函"]}}
    other = do(office, "yi", "申报", **made | {"unit": OTHER, "联合": []}).case
    assert refusals(office, "yi", "推荐", other, **files) == ["QuotaFull"]
    case = do(office, "jia", "申报", **made).case
    do(office, "jia", "推荐", case, **files)
    do(office, "li", "评审", case)
    do(office, "wei", "公示", case)
    set_clock(office, "2026-04-08 23:59:59")
    assert refusals(office, "wei", "认定", case) == ["DutyTooEarly"]
    set_clock(office, "2026-04-09 00:00:00")
    objection = do(
        office, "jia", "提出", None, title="有误", with_={"kind": "异议", "parent": case}
    )
    assert refusals(office, "wei", "认定", case) == ["ConditionFails"]
    do(office, "wei", "驳回", objection.case, with_={"reason": "不实"})
    asked = do(office, "wei", "认定", case).waiting
    assert asked and approve(office, asked, "wei-2", via=PYTHON).state == "建设中"
    assert [(use.minimum, use.short) for use in quota(office, "wei")] == [(1, 0), (None, 0), (1, 1)]
    set_clock(office, "2028-08-30 09:00:00")
    late = {"with_": {"files": ["验收报告"]}}
    assert refusals(office, "jia", "申请验收", case, **late) == ["DutyTooEarly"]
    set_clock(office, "2028-10-01 00:00:00")
    sweep(office)
    assert dossier(office, "wei", case).state == "已撤销"
    assert sound(office)
    office.close()


def test_a_workshop_is_taken_to_be_accepted_across_the_spring_festival(tmp_path: Path) -> None:
    held = {"c": ("窗口", {"jurisdiction": "甲"})}
    office = office_of(tmp_path, "workshop-licence", accounts=held, now="2026-02-12 09:00:00")
    case = do(office, "c", "收件", **LICENCE, with_=FORM).case
    # 13 and 14 February are worked, the festival lasts from the 15th to the 23rd
    assert [(d.duty, d.due_on) for d in dossier(office, "c", case).duties] == [
        ("受理", "2026-02-26")
    ]
    set_clock(office, "2026-02-26 23:59:59")
    sweep(office)
    assert dossier(office, "c", case).state == "已收"
    set_clock(office, "2026-02-27 00:00:00")
    sweep(office)
    assert dossier(office, "c", case).state == "已受理"
    assert sound(office)
    office.close()


def test_an_expert_is_renewed_once_in_the_last_thirty_days(tmp_path: Path) -> None:
    held = {
        "d": ("division", {}),
        "l": ("leader", {}),
        "l2": ("leader", {}),
        "s": ("secretary", {}),
    }
    office = office_of(tmp_path, "expert-pool", accounts=held, now="2026-03-02 09:00:00")
    expert = {"title": "计量", "unit": "张三 ZJ-0007", "employer": UNIT}
    case = do(office, "d", "propose", **expert, with_={"kind": "expert"}).case
    do(office, "s", "notice", case, with_={"files": ["cv"]})
    set_clock(office, "2026-03-10 00:00:00")
    do(office, "l", "appoint", case, expires="2028-12-31")
    set_clock(office, "2028-11-30 23:59:59")
    with pytest.raises(Refused, match="到 2028-12-01 再办"):
        do(office, "l", "renew", case, expires="2031-12-31")
    set_clock(office, "2028-12-01 00:00:00")
    assert refusals(office, "l", "renew", case) == ["FieldNotAnew"]
    asked = do(office, "l", "renew", case, expires="2031-12-31").waiting
    assert asked and approve(office, asked, "l2", via=PYTHON).state == "serving"
    set_clock(office, "2031-12-15 09:00:00")
    assert refusals(office, "l", "renew", case, expires="2034-12-31") == ["DoneOften"]
    set_clock(office, "2032-01-01 00:00:00")
    sweep(office)
    assert dossier(office, "l", case).state == "retired"
    assert sound(office)
    office.close()


def test_each_district_counts_its_own_trainings(tmp_path: Path) -> None:
    held = {"e": ("区局", {"jurisdiction": "E"}), "w": ("区局", {"jurisdiction": "W"})}
    office = office_of(tmp_path, "district-training", accounts=held, now="2026-04-01 09:00:00")
    sweep(office)
    east, west = "JX-DQ-2026Q2", "JX-XQ-2026Q2"
    given = {"title": "培训", "日": "2026-05-06", "with_": {"kind": "培训", "parent": east}}
    training = do(office, "e", "计划", **given, 人数="19.5").case
    signed = {"with_": {"files": ["签到"]}}
    assert refusals(office, "e", "举办", training, **signed) == ["ConditionFails"]
    training = do(office, "e", "计划", **given, 人数=20).case
    do(office, "e", "举办", training, **signed)
    assert do(office, "e", "办结", east).state == "办结"
    assert refusals(office, "w", "办结", west) == ["ConditionFails"]
    assert sound(office)
    office.close()


def test_topics_are_asked_for_ten_working_days_before_the_conference(tmp_path: Path) -> None:
    held = {"b": ("办公室", {}), "m": ("成员", {"jurisdiction": "MZ"})}
    office = office_of(tmp_path, "joint-conference", accounts=held, now="2026-01-21 09:00:00")
    sweep(office)
    do(office, "b", "定期", "LX-2026Q1-1", 召开日="2026-03-10")
    assert [d.due_on for d in dossier(office, "b", "LX-2026Q1-1").duties] == ["2026-02-25"]
    set_clock(office, "2026-03-25 17:00:00")
    sweep(office)
    assert [d.status for d in dossier(office, "b", "HZ-2026Q1").duties] == ["overdue"]
    assert sound(office)
    office.close()


def test_codes_go_on_where_another_programme_has_taken_some(tmp_path: Path) -> None:
    """Two programmes of one office may write the same pattern of codes."""
    held = {"c": ("窗口", {"jurisdiction": "甲"}), "k": ("窗口", {"jurisdiction": "甲"})}
    held["k"][1]["programme"] = "workshop-licence-2"
    text = (Path(__file__).parent / "workshop-licence.yaml").read_text("utf-8")
    text = text.replace("方案: workshop-licence", "方案: workshop-licence-2")
    (tmp_path / "again.yaml").write_text(text, "utf-8")
    office = office_of(tmp_path, "workshop-licence", str(tmp_path / "again"), accounts=held)
    first = do(office, "c", "收件", **LICENCE, with_=FORM).case
    again = FORM | {"programme": "workshop-licence-2"}
    second = do(office, "k", "收件", **LICENCE, with_=again).case
    assert (first, second) == ("JX-2026-001", "JX-2026-002")
    assert sound(office)
    office.close()


def test_a_condition_whose_field_is_empty_is_said_to_be_unjudged_and_names_it(
    tmp_path: Path,
) -> None:
    text = (FOLDER / "district-training.yaml").read_text("utf-8")
    optional = text.replace("{名称: 人数, 类型: 数字, 必填: 是}", "{名称: 人数, 类型: 数字}")
    settable = optional.replace("性质: 报送, 须附: 签到", "性质: 报送, 可填: 人数, 须附: 签到")
    asked = optional.replace("性质: 报送, 须附: 签到", "性质: 报送, 须填: 人数, 须附: 签到")
    found = []
    for name, changed in (("optional", optional), ("settable", settable), ("asked", asked)):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.yaml").write_text(changed, "utf-8")
        held = {"e": ("区局", {"jurisdiction": "E"})}
        file = str(tmp_path / name)
        office = office_of(tmp_path / name, file, accounts=held, now="2026-04-01 09:00:00")
        sweep(office)
        given = {"title": "培训", "日": "2026-05-06"}
        under = {"with_": {"kind": "培训", "parent": "JX-DQ-2026Q2"}}
        case = do(office, "e", "计划", **given, **under).case
        with pytest.raises(Refused) as caught:
            do(office, "e", "举办", case, with_={"files": ["签到"]})
        found.append(str(caught.value).splitlines())
        office.close()
    lacks = "ConditionLacks 缺少人数，无法判断这一条件（不足20人不计）（第一条）"
    assert found == [
        [f"{lacks} 到这一步已不能补填；按不通过办理"],
        [f"{lacks} 填写：--set 人数=…"],
        ["FieldMissing 缺少：人数（第一条） 填写：--set 人数=…"],
    ]
