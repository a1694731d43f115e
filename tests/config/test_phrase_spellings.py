"""Limits as clerks write them and as keys spell them out: one rule, or a sentence that says why."""

from datetime import date

import pytest

from config.dates import rules
from config.dates.phrases import PhraseError, parse
from states.dates.when import explain

ISSUED = date(2026, 4, 9)


@pytest.mark.parametrize(
    ("entry", "phrase"),
    [
        ({"within": 15, "unit": "working-days", "of": "收到"}, "收到之日起15个工作日内"),
        ({"期限": "15个工作日", "起算": "收到"}, "收到之日起15个工作日内"),
        ({"day": "2026-06-30"}, "2026年6月30日前"),
        ({"day": date(2026, 6, 30), "time": "17:00", "named-day": "included"}, "2026-06-30 17:00"),
        ({"end-of": "month", "month": 11}, "11月底前"),
        ({"every": "year", "month": 11, "day": "end"}, "每年11月底前"),
        ({"before": "6 months", "of": "届满"}, "届满6个月前"),
        ({"last": 6, "unit": "months", "of": "届满"}, "届满前6个月内"),
        ({"lasting": "30 days"}, "不少于30日"),
        ({"times": 4, "noun": "期"}, "不少于4期"),
        ({"in": "year"}, "年内"),
        ({"within": "30 minutes", "of": "接报"}, "接报后30分钟内"),
        ({"期限": 30, "单位": "分钟"}, "半小时内"),
        ({"none": "及时"}, "及时"),
        ({"phrase": "每年11月底前"}, "每年11月底前"),
    ],
)
def test_the_structured_form_and_the_phrase_make_the_same_rule(
    entry: dict[str, object], phrase: str
) -> None:
    assert rules.from_mapping(entry) == parse(phrase).rule


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"within": 15}, "都要写单位"),
        ({"witin": 15, "unit": "days"}, "within"),
        ({"within": 15, "unit": "fortnights"}, "working-days"),
        ({"within": "many", "unit": "days"}, "数字"),
        ({"within": True, "unit": "days"}, "数字"),
        ({"day": "2027-02-29"}, "2027年2月没有29日"),
        ({"day": "30/06/2026"}, "2026-06-30"),
        ({"end-of": "month", "month": 13}, "1–12"),
        ({"end-of": "month", "quarter": 1}, "不用"),
        ({"every": "year", "month": 2, "day": 29}, "每年2月底"),
        ({"within": 15, "期限": 10, "unit": "days"}, "写了两次"),
        ({"day": "2026-06-30", "named-day": "maybe"}, "included"),
        ({"phrase": "尽快"}, "没有数字"),
        ({}, "其中之一"),
    ],
)
def test_a_structured_limit_that_makes_no_sense_says_why(
    entry: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        rules.from_mapping(entry)


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("每年1月和7月的15日前", ["2026-07-15", "2027-01-15"]),
        ("每年1月、4月、7月、10月的10日17时前", ["2026-04-10T17:00", "2026-07-10T17:00"]),
        ("每周一上午10时前", ["2026-04-13T10:00", "2026-04-20T10:00"]),
        ("每周五下午5时30分前", ["2026-04-10T17:30", "2026-04-17T17:30"]),
        ("每周五17:00前", ["2026-04-10T17:00", "2026-04-17T17:00"]),
        ("次月前5个工作日内", ["2026-05-11"]),
        ("下个月前3个工作日内", ["2026-05-08"]),
        ("每月结束后次月前5个工作日内", ["2026-05-11", "2026-06-05"]),
        ("每季度首月10日前", ["2026-04-10", "2026-07-10"]),
        ("每半年一次", ["2026-06-30", "2026-12-31"]),
        ("收到之日起一年半内", ["2027-10-09"]),
        ("至迟应于届满前3个月", ["2026-01-09"]),
        ("自2026年起逢单数年4月15日前", ["2027-04-15", "2029-04-15"]),
        ("自2026年起双年4月15日前", ["2026-04-15", "2028-04-15"]),
    ],
)
def test_what_clerks_write_is_understood(phrase: str, due: list[str]) -> None:
    found = explain(phrase, ISSUED, count=2)
    assert found["certainty"] in ("certain", "convention")
    assert found["due"] == due


@pytest.mark.parametrize(
    ("phrase", "readings", "way"),
    [
        ("5至7个工作日内", [["2026-04-20"], ["2026-04-16"]], "只写大的一个"),
        ("收到之日起3—5日内", [["2026-04-14"], ["2026-04-12"]], "不少于"),
        ("一个半月内", [["2026-05-24"]], "45日内"),
        ("每年1月、7月15日前", [["2026-07-15", "2027-01-15"], ["2026-07-15", "2027-01-31"]],
         "1月15日、7月15日"),
    ],
)  # fmt: skip
def test_what_has_two_readings_says_how_to_write_it(
    phrase: str, readings: list[list[str]], way: str
) -> None:
    found = explain(phrase, ISSUED, count=2)
    assert found["certainty"] == "ambiguous"
    assert [one["due"] for one in found["readings"]] == readings
    assert way in found["rule"]


def test_a_range_of_days_and_a_number_of_times_stay_what_they_are() -> None:
    assert explain("6月3-5日内", ISSUED)["window"] == ["2026-06-03", "2026-06-05"]
    assert explain("2-3份", ISSUED)["certainty"] == "convention"
    with pytest.raises(PhraseError) as caught:
        parse("7至5个工作日内")
    assert caught.value.code == "ends-before-it-starts"
    with pytest.raises(PhraseError) as caught:
        parse("次月前30个工作日内")
    assert caught.value.code == "no-such-working-day"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("最迟在收到之日起10个工作日内", "收到之日起10个工作日内"),
        ("应当自收到之日起10日内", "收到之日起10日内"),
        ("不晚于合同到期后6个月", "合同到期后6个月"),
        ("提前不少于30日", "提前30日"),
        ("收到之日起5日内（指工作日）", "收到之日起5个工作日内"),
        ("3日（工作日）内", "3个工作日内"),
        ("2027年3月1日至4月15日17时前", "2027年3月1日至4月15日17时"),
        ("每年3月1日起至4月15日17:00之前", "每年3月1日至4月15日17:00"),
    ],
)
def test_how_strictly_it_is_said_is_no_part_of_what_it_counts_from(said: str, plain: str) -> None:
    assert parse(said).rule == parse(plain).rule


def test_the_particle_before_an_amount_is_no_part_of_what_it_counts_from() -> None:
    told = parse("听证举行的7日前").in_words()
    assert told == parse("听证举行7日前").in_words()
    assert "听证举行的" not in told
