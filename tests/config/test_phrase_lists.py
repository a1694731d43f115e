"""Several days of a cycle, what runs into the next one, and events said in a roundabout way."""

from datetime import date

import pytest

from config.dates import rules
from config.dates.phrases import PhraseError, parse
from states import deadlines
from states.dates.when import explain

ISSUED = date(2026, 4, 9)
EXCLUDED = rules.Conventions(named_day="excluded")


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("每月10日、20日前", ["2026-04-10", "2026-04-20", "2026-05-10"]),
        ("每月10日和20日前", ["2026-04-10", "2026-04-20", "2026-05-10"]),
        ("每月10日前、20日前和月底前", ["2026-04-10", "2026-04-20", "2026-04-30"]),
        ("每旬末前", ["2026-04-10", "2026-04-20", "2026-04-30"]),
        ("每旬结束后2日内", ["2026-04-12", "2026-04-22", "2026-05-02"]),
        ("每周一、周四前", ["2026-04-09", "2026-04-13", "2026-04-16"]),
        ("每周二和周五的17:00前", ["2026-04-10T17:00", "2026-04-14T17:00", "2026-04-17T17:00"]),
        ("每季度首月10日、末月20日前", ["2026-04-10", "2026-06-20", "2026-07-10"]),
        ("每季度首月10日、20日前", ["2026-04-10", "2026-04-20", "2026-07-10"]),
        ("每半年首月10日、末月20日前", ["2026-06-20", "2026-07-10", "2026-12-20"]),
        ("每年6月底、12月底前", ["2026-06-30", "2026-12-31", "2027-06-30"]),
        ("每年3、6、9、12月底前", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每年1、4、7、10月10日前", ["2026-04-10", "2026-07-10", "2026-10-10"]),
        ("每年6月底和次年1月底前", ["2026-06-30", "2027-01-31", "2027-06-30"]),
        ("每年4月、7月、10月和次年1月的10日前", ["2026-04-10", "2026-07-10", "2026-10-10"]),
        ("逢双月10日前", ["2026-04-10", "2026-06-10", "2026-08-10"]),
        ("每逢单月底前", ["2026-05-31", "2026-07-31", "2026-09-30"]),
        ("每季度结束后次月10日前", ["2026-04-10", "2026-07-10", "2026-10-10"]),
        ("每年结束后次月20日前", ["2027-01-20", "2028-01-20", "2029-01-20"]),
    ],
)
def test_each_of_the_days_named_in_a_cycle_is_due(phrase: str, due: list[str]) -> None:
    found = explain(phrase, ISSUED, count=3)
    assert found["certainty"] in ("certain", "convention")
    assert found["due"] == due


def test_what_runs_into_the_next_year_belongs_to_the_year_that_names_it() -> None:
    rule = parse("每年6月底和次年1月底前").rule
    assert rule is not None
    two_years = (date(2027, 1, 1), date(2028, 12, 31))
    found = deadlines.dues(rule, anchor=ISSUED, period=two_years)
    assert [due.text for due in found] == ["2027-06-30", "2028-01-31", "2028-06-30", "2029-01-31"]


@pytest.mark.parametrize(
    ("phrase", "window"),
    [
        ("每月25日至次月5日", ["2026-04-25", "2026-05-05"]),
        ("每月25日至月底", ["2026-04-25", "2026-04-30"]),
        ("每年11月至次年3月", ["2026-11-01", "2027-03-31"]),
        ("每年11月1日—30日", ["2026-11-01", "2026-11-30"]),
        ("满3年前3个月内", ["2029-01-09", "2029-04-09"]),
    ],
)
def test_a_window_of_each_cycle_may_end_in_the_next(phrase: str, window: list[str]) -> None:
    assert explain(phrase, ISSUED)["window"] == window


@pytest.mark.parametrize(
    ("phrase", "readings", "way"),
    [
        ("每季度次月10日前", [["2026-04-10"], ["2026-05-10"]], "结束后次月"),
        ("每月10日、20日17时前", [["2026-04-10T17:00"], ["2026-04-10"]], "每一日后面都写"),
        ("6月30日、7月31日17时前",
         [["2026-06-30T17:00", "2026-07-31T17:00"], ["2026-06-30", "2026-07-31T17:00"]],
         "每一日后面都写"),
        ("季度结束后次月10日前", [["2026-04-10"], ["2026-07-10"]], "前面写“每”"),
        ("季后15日内", [["2026-04-15"], ["2026-07-15"]], "前面写“每”"),
        ("会计年度结束后4个月内", [["2026-04-30"], ["2027-04-30"]], "前面写“每”"),
        ("2年建设期满后1个月内", [["2026-05-09"], ["2028-05-09"]], "只写“期满”"),
        ("一年期满前", [["2026-04-09"], ["2027-04-09"]], "只写“期满”"),
        ("下一个工作日前", [["2026-04-09"], ["2026-04-10"]], "请写“内”"),
        ("开工前", [["2026-04-08"], ["2026-04-09"]], "1日前"),
        ("自2027年起每年3月底前", [["2027-03-31"]], "年份写成“期间”"),
        ("每月15日前，遇节假日顺延", [["2026-04-15"]], "写明日遇休息日"),
        ("2026年10月3日前（遇法定节假日、休息日顺延至其后第一个工作日）", [["2026-10-03"]],
         "只写“2026年10月3日前”"),
        ("受理之日起20个工作日内（补正时间不计入）", [["2026-05-11"]], "写成应办的 中止"),
        ("收到之日起15日内，检验、评审所需时间不计算在内", [["2026-04-24"]],
         "只写“收到之日起15日内”"),
        ("建设期内", [], "末日于"),
        ("6月30日上午前", [], "12:00前"),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_refused_with_both_and_with_the_way_to_write_it(
    phrase: str, readings: list[list[str]], way: str
) -> None:
    found = explain(phrase, ISSUED)
    assert found["certainty"] in ("ambiguous", "unknown")
    assert found["due"] == []
    assert [one["due"] for one in found["readings"]] == readings
    assert way in found["rule"]
    assert explain(phrase, ISSUED, lang="en")["rule"]


@pytest.mark.parametrize(
    ("phrase", "instead"),
    [
        ("每月10日、20日17时前", "每月10日17时、20日17时前"),
        ("每季度次月10日前", "每季度第2个月10日前"),
        ("2年建设期满后1个月内", "建设期满后1个月内"),
        ("开工前", "开工1日前"),
        ("自2027年起每年3月底前", "每年3月底前"),
        ("每月15日前，遇节假日顺延", "每月15日前"),
        ("6月30日上午前", "6月30日12:00前"),
    ],
)
def test_the_way_to_write_it_is_understood(phrase: str, instead: str) -> None:
    assert parse(phrase).rule is None
    assert parse(instead).rule is not None


def test_an_ambiguous_part_of_a_cycle_is_named_with_the_whole_phrase() -> None:
    assert "“每年第1季度前”" in parse("每年第一季度前").in_words()


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("次月5个工作日内", "2026-05-11"),
        ("下个月5个工作日内", "2026-05-11"),
        ("次季度前5个工作日内", "2026-07-07"),
        ("次月第5个工作日前", "2026-05-11"),
        ("下季度首月10日前", "2026-07-10"),
        ("本季度结束后次月10日前", "2026-07-10"),
        ("满一年后10个工作日内", "2027-04-23"),
        ("自验收合格之日起满6个月后1个月内", "2026-11-09"),
        ("自认定之日起满3年前", "2029-04-09"),
        ("有效期满3个月前", "2026-01-09"),
        ("上半年结束前", "2026-06-30"),
        ("2026年度结束前", "2026-12-31"),
        ("2026年年内", "2026-12-31"),
        ("“十五五”末", "2030-12-31"),
        ("“十四五”期末前", "2025-12-31"),
        ("次日10时前", "2026-04-10T10:00"),
        ("当日17时前", "2026-04-09T17:00"),
        ("下年1月底前", "2027-01-31"),
        ("6月30日前（以邮戳为准）", "2026-06-30"),
    ],
)
def test_a_limit_said_in_a_roundabout_way_has_its_day(phrase: str, due: str) -> None:
    found = explain(phrase, ISSUED)
    assert found["certainty"] in ("certain", "convention")
    assert found["due"] == [due]


def test_the_postmark_is_said_to_decide_the_act_and_not_the_day() -> None:
    assert "截止的日子不变" in parse("6月30日前（以邮戳为准）").in_words()


@pytest.mark.parametrize(
    "phrase",
    [
        "自验收合格或者收到申请之日（以较晚者为准）起20个工作日内",
        "自验收合格或收到申请之日起20个工作日内，以较晚的为准",
        "自验收合格之日或者收到申请之日起20个工作日内（以后到者为准）",
    ],
)
def test_the_later_of_two_days_is_where_a_limit_begins_and_not_how_the_act_is_measured(
    phrase: str,
) -> None:
    found = explain(phrase, ISSUED)
    assert found["due"] == ["2026-05-11"]
    assert "从两件事里的哪一天起算" in found["rule"]
    assert "截止的日子不变" not in found["rule"]


def test_a_five_year_plan_is_its_years() -> None:
    assert rules.period_of("“十五五”期间") == (date(2026, 1, 1), date(2030, 12, 31))


def test_before_the_end_leaves_nothing_to_the_convention_on_the_named_day() -> None:
    assert explain("上半年结束前", ISSUED, conventions=EXCLUDED)["due"] == ["2026-06-30"]
    assert explain("上半年末前", ISSUED, conventions=EXCLUDED)["due"] == ["2026-06-29"]


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("每季度结束后次月10日前", "2026-07-09"),
        ("次月第5个工作日前", "2026-05-10"),
        ("每月第5个工作日前", "2026-05-10"),
        ("下季度首月10日前", "2026-07-09"),
    ],
)
def test_a_day_of_the_next_cycle_follows_the_convention_on_the_named_day(
    phrase: str, due: str
) -> None:
    assert explain(phrase, "2026-04-11", conventions=EXCLUDED)["due"] == [due]


@pytest.mark.parametrize(
    "phrase", ["每月结束后次月31日前", "逢双月30日前", "每月10日、32日前", "次月25个工作日内"]
)
def test_a_day_that_not_every_cycle_has_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        parse(phrase)


@pytest.mark.parametrize(
    "phrase", ["每双月", "每年6月底和次年9月底前", "每月10日、抓紧前", "逢5日、10日"]
)
def test_what_the_grammar_cannot_place_is_not_read(phrase: str) -> None:
    assert parse(phrase).rule is None
