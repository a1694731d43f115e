"""Phrases of notices read as rules: the corpus, the promises of the parser, its limits."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.dates import rules
from config.dates.phrases import PhraseError, parse, stretch
from states.dates.when import explain

CORPUS = Path(__file__).parent.parent / "corpus" / "dates"
CASES = tomllib.loads((CORPUS / "expect.toml").read_text("utf-8"))
ISSUED = date(2026, 4, 9)
WORDS = tuple(
    """
    每年 每季度 每月 6月30日 2026年 11月底 上半年 第三季度 之日起
    收到 届满 届满前 15个工作日 30日 6个月 " "内 前
    之前 后 起 至 到 — 、 和 或
    不少于 4次 4期 及时 左右 17:00 24时 下旬 初
    （含当日） 应于 报送 次月 本 Z
    """.split()  # noqa: SIM905
)


def test_the_corpus_and_its_expectations_name_the_same_files() -> None:
    assert {path.name for path in CORPUS.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_phrase_of_the_corpus_comes_to_what_is_expected(name: str) -> None:
    expected, text = CASES[name], (CORPUS / name).read_text("utf-8")
    if expected["verdict"] == "reject":
        with pytest.raises(PhraseError) as caught:
            explain(text, ISSUED)
        assert caught.value.code == expected["code"]
        assert expected["says"] in caught.value.in_words("zh")
        return
    answer = explain(text, ISSUED)
    wanted = {key: value for key, value in expected.items() if key != "verdict"}
    assert {key: answer[key] for key in wanted} == wanted


@given(st.text(max_size=250) | st.lists(st.sampled_from(WORDS), max_size=8).map("".join))
@example("\ud800")
@example("²月³日")
@settings(max_examples=400, deadline=None)
def test_no_text_raises_anything_but_a_phrase_error(text: str) -> None:
    try:
        answer = explain(text, ISSUED, count=2)
    except PhraseError as error:
        assert error.in_words("zh")
        assert error.in_words("en")
    else:
        assert json.loads(json.dumps(answer))["phrase"] == text


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_rule_is_given_exactly_when_the_reading_is_sure(text: str) -> None:
    try:
        phrase = parse(text)
    except PhraseError:
        return
    assert (phrase.rule is None) == (phrase.certainty in ("ambiguous", "unknown"))
    assert phrase.remarks or phrase.certainty == "certain"
    if phrase.rule is not None:
        assert rules.from_json(json.loads(json.dumps(rules.to_json(phrase.rule)))) == phrase.rule


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{digits[tens]}十")
    return f"{head}{digits[ones] if ones else ''}"


SPELLINGS = (
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y} 年 {m} 月 {d} 日",
    "{y}-{m:02}-{d:02}",
    "{y}.{m}.{d}",
    "{y}/{m}/{d}",
    "{y}年{m}月{d}号",
    "{yc}年{mc}月{dc}日",
)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(SPELLINGS), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_spelling_of_a_day_is_the_same_day(day: date, spelling: str, wide: bool) -> None:
    text = spelling.format(
        y=day.year,
        m=day.month,
        d=day.day,
        yc="".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year)),
        mc=_chinese(day.month),
        dc=_chinese(day.day),
    )
    if wide:
        text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert explain(text, ISSUED)["due"] == [day.isoformat()]
    assert explain(f"{text}前", ISSUED)["certainty"] == "convention"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("11月前", [["2026-10-31"], ["2026-11-30"]]),
        ("2026年第三季度前", [["2026-06-30"], ["2026-09-30"]]),
        ("30日前", [["2026-04-30"], ["2026-03-10"]]),
        ("11月内", [["2026-11-30"], ["2027-03-09"]]),
        ("6月中", [["2026-06-15"], ["2026-06-20"]]),
        ("05/06/2026", [["2026-06-05"], ["2026-05-06"]]),
        ("6月30日左右", [["2026-06-30"]]),
        ("力争6月底前完成", [["2026-06-30"]]),
        ("6月30日或7月31日前", [["2026-06-30"], ["2026-07-31"]]),
    ],
)
def test_what_cannot_be_decided_comes_back_with_its_readings(
    text: str, readings: list[list[str]]
) -> None:
    answer = explain(text, ISSUED)
    assert answer["due"] == []
    assert [reading["due"] for reading in answer["readings"]] == readings
    assert all(reading["rule"] for reading in answer["readings"])


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("每季度", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每季度末前", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每半年", ["2026-06-30", "2026-12-31", "2027-06-30"]),
        ("每月5日前", ["2026-05-05", "2026-06-05", "2026-07-05"]),
        ("每月底前", ["2026-04-30", "2026-05-31", "2026-06-30"]),
        ("每季度结束后10日内", ["2026-04-10", "2026-07-10", "2026-10-10"]),
        ("每季度首月15日前", ["2026-04-15", "2026-07-15", "2026-10-15"]),
        ("每年3月、6月、9月、12月底前", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每年6月30日、12月31日前", ["2026-06-30", "2026-12-31", "2027-06-30"]),
        ("每月前5个工作日内", ["2026-05-11", "2026-06-05", "2026-07-07"]),
        ("每五年复审一次", ["2031-04-09", "2036-04-09", "2041-04-09"]),
        ("每周五前", ["2026-04-10", "2026-04-17", "2026-04-24"]),
        ("每两年一次", ["2028-04-09", "2030-04-09", "2032-04-09"]),
        ("隔年一次", ["2028-04-09", "2030-04-09", "2032-04-09"]),
        ("自2026年起隔年12月20日前", ["2026-12-20", "2028-12-20", "2030-12-20"]),
        ("2025年起，每两年12月底前", ["2027-12-31", "2029-12-31", "2031-12-31"]),
        ("自2025年起每三年3月1日至5月31日", ["2028-05-31", "2031-05-31", "2034-05-31"]),
        ("自2027年起每两年报送一次", ["2027-12-31", "2029-12-31", "2031-12-31"]),
        ("隔月报送一次", ["2026-06-09", "2026-08-09", "2026-10-09"]),
        ("每周", ["2026-04-12", "2026-04-19", "2026-04-26"]),
        ("每月最后一个工作日前", ["2026-04-30", "2026-05-29", "2026-06-30"]),
        ("每月结束后次月5日前", ["2026-05-05", "2026-06-05", "2026-07-05"]),
        ("每月31日前", ["2026-04-30", "2026-05-31", "2026-06-30"]),
        ("每月1日至5日", ["2026-05-05", "2026-06-05", "2026-07-05"]),
        ("每月上旬", ["2026-04-10", "2026-05-10", "2026-06-10"]),
        ("每季度末月底前", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每季度结束后2个月内", ["2026-05-31", "2026-08-31", "2026-11-30"]),
        ("每季度结束后15个工作日内", ["2026-04-22", "2026-07-21", "2026-10-27"]),
        ("每年1月1日至6月30日", ["2026-06-30", "2027-06-30", "2028-06-30"]),
        ("每年9月至11月", ["2026-11-30", "2027-11-30", "2028-11-30"]),
        ("每年第一季度", ["2027-03-31", "2028-03-31", "2029-03-31"]),
        ("每年6月、12月", ["2026-06-30", "2026-12-31", "2027-06-30"]),
        ("每年12月31日17:00前", ["2026-12-31T17:00", "2027-12-31T17:00", "2028-12-31T17:00"]),
        ("每半年不少于1次", ["2026-06-30", "2026-12-31", "2027-06-30"]),
        ("≥2次/季度", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("每3年至少2次", ["2029-04-09", "2032-04-09", "2035-04-09"]),
        ("每季度召开专题会议", ["2026-06-30", "2026-09-30", "2026-12-31"]),
        ("承担单位应于每年11月底前提交年度工作总结", ["2026-11-30", "2027-11-30", "2028-11-30"]),
    ],
)
def test_a_recurrence_lists_its_next_days(text: str, due: list[str]) -> None:
    answer = explain(text, ISSUED, count=3)
    assert answer["kind"] == "recurrence"
    assert answer["due"] == due


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("3月1日至5月31日", ["2026-03-01", "2026-05-31"]),
        ("2026年3月—10月", ["2026-03-01", "2026-10-31"]),
        ("2026年11月至次年3月", ["2026-11-01", "2027-03-31"]),
        ("11月至次年3月", ["2026-11-01", "2027-03-31"]),
        ("6-8月", ["2026-06-01", "2026-08-31"]),
        ("2026年6月1-30日", ["2026-06-01", "2026-06-30"]),
        ("2026年第1-3季度", ["2026-01-01", "2026-09-30"]),
        ("2026.6.1-6.30", ["2026-06-01", "2026-06-30"]),
        ("3月1日至2027年2月28日", ["2026-03-01", "2027-02-28"]),
        ("发布之日起满30日后施行", ["2026-05-10", None]),
        ("2028年12月31日后", ["2029-01-01", None]),
        ("即日起至6月30日", ["2026-04-09", "2026-06-30"]),
        ("2026年4月3日9:00至4月5日17:00", ["2026-04-03T09:00", "2026-04-05T17:00"]),
        ("建设期满后", ["2026-04-10", None]),
        ("自2029年1月1日起", ["2029-01-01", None]),
        ("征求意见不少于30日", ["2026-04-10", "2026-05-09"]),
        ("2026年上半年", ["2026-01-01", "2026-06-30"]),
        ("2027年2月下旬", ["2027-02-21", "2027-02-28"]),
    ],
)
def test_a_window_says_where_it_begins_and_ends(text: str, window: list[str | None]) -> None:
    answer = explain(text, ISSUED)
    assert (answer["kind"], answer["window"]) == ("window", window)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月30日、7月31日前", ["2026-06-30", "2026-07-31"]),
        ("2026年3月底、6月底、9月底前", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ("2026年6月、12月底前", ["2026-06-30", "2026-12-31"]),
        ("分别于2026年11月底前、2027年11月底前", ["2026-11-30", "2027-11-30"]),
        ("次年1月31日前", ["2027-01-31"]),
        ("今年3月底前", ["2026-03-31"]),
        ("次月10日前", ["2026-05-10"]),
        ("本季度末前", ["2026-06-30"]),
        ("半年内", ["2026-10-09"]),
        ("一周内", ["2026-04-16"]),
        ("会议召开前3个工作日之前", ["2026-04-03"]),
        ("至少提前15日通知", ["2026-03-25"]),
        ("自2026年4月9日起30日内", ["2026-05-09"]),
        ("2026年6月30日后15个工作日内", ["2026-07-21"]),
        ("自知道或者应当知道之日起60日内", ["2026-06-08"]),
        ("请各单位于6月30日下午5点前报送至邮箱", ["2026-06-30T17:00"]),
        ("应当自受理之日起20个工作日内作出行政许可决定", ["2026-05-11"]),
    ],
)
def test_one_or_several_days_are_named(text: str, due: list[str]) -> None:
    assert explain(text, ISSUED)["due"] == due


@pytest.mark.parametrize(
    "text",
    [
        "每年3月前",
        "每月中旬前",
        "每季度末月前",
        "6月上旬前",
        "2026年前",
        "26年6月30日前",
        "6月30日下班前",
        "2026年初",
    ],
)
def test_an_ambiguous_phrase_has_no_rule(text: str) -> None:
    phrase = parse(text)
    assert (phrase.certainty, phrase.rule) == ("ambiguous", None)
    assert phrase.in_words("zh")
    assert phrase.in_words("en")


@pytest.mark.parametrize(
    "text",
    [
        "每月32日前",
        "每季度第4个月10日前",
        "每月第30个工作日前",
        "每月结束后次月31日前",
        "第五季度",
        "6-13月",
        "6月10-5日",
        "每月20日至5日",
        "13/14/2026",
        "20261331",
        "3至2次",
        "每0年",
        "上午14点",
        "6月30日上午14点",
        "2026-06-30T10:00+15:00",
    ],
)
def test_what_cannot_be_is_refused_or_at_least_not_read(text: str) -> None:
    try:
        phrase = parse(text)
    except PhraseError:
        return
    assert phrase.rule is None


def test_a_window_over_the_turn_of_the_year_says_so() -> None:
    phrase = parse("2026年11月至3月")
    assert stretch("2026年11月至3月") == (date(2026, 11, 1), date(2027, 3, 31))
    assert phrase.certainty == "convention"
    assert "跨年" in phrase.in_words("zh")
    assert parse("2026年11月至次年3月").certainty == "certain"


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(PhraseError, match="终止早于起始"):
        parse("2028年—2027年")


def test_a_yearless_leap_day_is_refused_where_its_year_has_none() -> None:
    assert explain("2月29日前", "2028-01-01")["due"] == ["2028-02-29"]
    with pytest.raises(PhraseError, match="2027年2月没有29日"):
        explain("2月29日前", ISSUED)


def test_a_day_that_some_years_lack_cannot_recur() -> None:
    with pytest.raises(PhraseError, match="每年2月底前"):
        parse("每年2月29日前")


def test_the_inclusion_said_in_the_text_leaves_nothing_to_convention() -> None:
    assert parse("2026年6月30日前").certainty == "convention"
    assert parse("2026年6月30日前（含当日）").certainty == "certain"
    excluded = explain("2026年6月30日前（不含当日）", ISSUED)
    assert (excluded["certainty"], excluded["due"]) == ("certain", ["2026-06-29"])


def test_a_stretch_needs_both_years() -> None:
    assert stretch("2027年—2028年") == (date(2027, 1, 1), date(2028, 12, 31))
    assert rules.period_of("2027年1月至2028年6月") == (date(2027, 1, 1), date(2028, 6, 30))
    with pytest.raises(PhraseError, match="起止年份"):
        stretch("3月至5月")


def test_days_and_working_days_are_never_exchanged() -> None:
    by_days, by_work = parse("收到之日起10日内").rule, parse("收到之日起10个工作日内").rule
    assert isinstance(by_days, rules.After)
    assert isinstance(by_work, rules.After)
    assert (by_days.unit, by_work.unit) == ("days", "working-days")


def test_words_are_there_in_both_languages() -> None:
    zh, en = explain("每年11月底前", ISSUED), explain("每年11月底前", ISSUED, lang="en")
    assert "每年11月最后一日24:00（含当日）" in zh["rule"]
    assert "month 11, last day (included) of each year" in en["rule"]


@pytest.mark.parametrize("text", ["隔年12月20日前", "隔年年底前", "每2年3月1日至5月31日"])
def test_every_second_year_needs_the_year_from_which_they_are_counted(text: str) -> None:
    answer = explain(text, ISSUED)
    assert (answer["certainty"], answer["due"], answer["readings"]) == ("unknown", [], [])
    assert f"请写“自2026年起{text}”" in answer["rule"]


def test_a_rule_of_every_second_year_may_be_written_with_keys() -> None:
    form = {"每": "年", "间隔": 2, "年": 2026, "月": 12, "日期": 20}
    assert rules.from_mapping(form) == parse("自2026年起隔年12月20日前").rule
    with pytest.raises(ValueError, match="须写从哪年起"):
        rules.from_mapping({"every": "year", "interval": 2, "month": 12, "day": 20})
    with pytest.raises(ValueError, match="只用于每几年一次的"):
        rules.from_mapping({"every": "year", "year": 2026, "month": 12, "day": 20})
