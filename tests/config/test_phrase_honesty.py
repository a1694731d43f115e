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
