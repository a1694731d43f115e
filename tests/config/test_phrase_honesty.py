"""Phrases that look like limits from an event and are none: never a date out of thin air."""

import pytest

from states.dates.when import explain

FROM = "2026-04-09"


@pytest.mark.parametrize(
    "phrase",
    ["春节后10个工作日内", "国庆节后3个工作日内", "节后一周内", "年后5日内", "端午节前3个工作日",
     "春节前", "2027年春节前", "五一前", "元旦前", "每年春节前"],
)  # fmt: skip
def test_a_festival_is_no_event_whose_day_the_file_gives(phrase: str) -> None:
    found = explain(phrase, FROM)
    assert (found["certainty"], found["due"], found["readings"]) == ("unknown", [], [])
    assert "请写明日期" in found["rule"]


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("季度终了后15日内", [["2026-04-15"], ["2026-07-15"]]),
        ("年度终了后3个月内", [["2027-03-31"], ["2027-03-31"]]),
    ],
)
def test_after_the_end_of_a_cycle_says_which_one(phrase: str, readings: list[list[str]]) -> None:
    found = explain(phrase, FROM)
    assert found["certainty"] == "ambiguous"
    assert [reading["due"] for reading in found["readings"]] == readings


@pytest.mark.parametrize(
    ("phrase", "due"),
    [("本年度结束后20日内", "2027-01-20"), ("2026年度结束后1个月内", "2027-01-31")],
)
def test_the_end_of_a_cycle_that_is_named_counts(phrase: str, due: str) -> None:
    assert explain(phrase, FROM)["due"] == [due]


@pytest.mark.parametrize(
    "phrase",
    [
        "公示7日",
        "公示期为7日",
        "征求意见7日",
        "公示期不少于7日",
        "自公示之日起，不少于7日",
        "档案保存期限为7日",
        "自验收之日起保存7日",
        "保存不少于7日",
    ],
)
def test_what_is_shown_is_shown_for_all_of_its_days(phrase: str) -> None:
    found = explain(phrase, FROM)
    assert (found["kind"], found["due"]) == ("window", [])
    assert found["window"] == ["2026-04-10", "2026-04-16"]


@pytest.mark.parametrize("phrase", ["届满之日", "有效期届满之日", "至任期届满之日止", "受理当日"])
def test_the_day_of_an_event_is_a_limit(phrase: str) -> None:
    found = explain(phrase, FROM)
    assert (found["certainty"], found["due"]) == ("certain", [FROM])


@pytest.mark.parametrize(
    "phrase",
    [
        "自作出决定之日下月起3个月内",
        "自作出确认同意决定之日下月起",
        "自批准的次月起3个月内",
        "自翌月起3个月内",
        "批准次年起3年内",
        "自收到后下年度起1年内",
        "自批准下季度起30日内",
        "自批准之月起6个月内",
        "自批准当月起不少于30日",
        "自批准之日下月起满3个月后",
        "批准当年年底后10日内",
        "批准次月起至年底",
    ],
)
def test_what_runs_from_a_month_or_year_is_not_counted_from_the_day(phrase: str) -> None:
    found = explain(phrase, FROM)
    assert (found["certainty"], found["due"], found["readings"]) == ("unknown", [], [])
    assert "日期取自" in found["rule"]


@pytest.mark.parametrize(
    "phrase", ["批准次月前10日内", "自收到次日起24小时内", "自批准之日下一工作日起3日内"]
)
def test_what_begins_later_than_its_event_is_not_counted_from_it(phrase: str) -> None:
    found = explain(phrase, FROM)
    assert (found["certainty"], found["due"], found["readings"]) == ("unknown", [], [])


@pytest.mark.parametrize(
    ("phrase", "window"),
    [
        ("自公布之日次日起", ["2026-04-10", None]),
        ("次日起", ["2026-04-10", None]),
        ("翌日起", ["2026-04-10", None]),
        ("公布的次日起至6月30日", ["2026-04-10", "2026-06-30"]),
        ("公布之日起", ["2026-04-09", None]),
        ("自下月起", ["2026-05-01", None]),
        ("从下年度起", ["2027-01-01", None]),
    ],
)
def test_what_opens_later_than_its_event_opens_then(phrase: str, window: list[str | None]) -> None:
    assert explain(phrase, FROM)["window"] == window


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("自成年之日起1年内", "2027-04-09"),
        ("周年后10日内", "2026-04-19"),
        ("下月底后10日内", "2026-06-10"),
        ("收到翌日起10日内", "2026-04-19"),
    ],
)
def test_a_day_is_counted_from_whatever_words_name_it(phrase: str, due: str) -> None:
    assert explain(phrase, FROM)["due"] == [due]
