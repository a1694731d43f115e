"""The calendar of working days: its data against two libraries, its guesses, its refusals."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import load_calendar
from config.calendar_years import BadCalendar, CalendarYear, Holiday
from config.year_files import read_year, uneven

DAY = timedelta(days=1)
YEAR_2027 = """\
calendar: china
year: 2027
status: official
source: {document: 测试发〔2026〕1号, issued: 2026-11-05}
holidays:
  - {name: 元旦, from: 2026-12-31, to: 2027-01-02}
  - {name: 春节, from: 2027-02-05, to: 2027-02-11}
  - {name: 清明节, from: 2027-04-03, to: 2027-04-05}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05}
  - {name: 端午节, from: 2027-06-09, to: 2027-06-09}
  - {name: 中秋节, from: 2027-09-15, to: 2027-09-15}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07}
workdays: [2027-01-03, 2027-04-25, 2027-09-26, 2027-10-09, 2027-02-20]
"""


def _days(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + DAY * i for i in range((date(last + 1, 1, 1) - start).days)]


def _file(folder: Path, text: str, name: str = "2027.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_every_day_of_2024_to_2026_agrees_with_both_libraries() -> None:
    ours, other = load_calendar(), holidays.country_holidays("CN", years=[2024, 2025, 2026])
    days = _days(2024, 2026)
    assert len(days) == 1096
    assert [
        day for day in days if ours.is_working_day(day) != chinese_calendar.is_workday(day)
    ] == []
    assert [day for day in days if ours.is_working_day(day) != other.is_working_day(day)] == []


def test_the_festivals_of_unpublished_years_agree_with_the_library() -> None:
    ours = load_calendar()
    for year in range(2027, 2041):
        other = holidays.country_holidays("CN", years=year, language="zh_CN")
        for holiday in ours.year(year).holidays:
            assert other.get(holiday.first) is not None, (year, holiday.name)


def test_an_unpublished_year_is_computed_and_says_so() -> None:
    ours = load_calendar()
    assert ours.is_provisional(2027)
    assert not ours.is_provisional(2026)
    assert not ours.is_working_day(date(2027, 1, 1))
    assert not ours.is_working_day(date(2027, 10, 1))
    assert ours.is_working_day(date(2027, 10, 8))
    assert ours.version([2026, 2027]) == "china: 2026 国办发明电〔2025〕7号; 2027 unpublished"


def test_the_source_numbers_are_not_claimed_to_be_verified() -> None:
    sources = [load_calendar().year(year).source for year in (2024, 2025, 2026)]
    assert [source.verified for source in sources if source] == [False] * 3
    assert all(source and source.note for source in sources)


def test_a_year_that_is_published_later_replaces_the_guess(tmp_path: Path) -> None:
    published = read_year(_file(tmp_path, YEAR_2027))
    before, after = load_calendar(), load_calendar().with_year(published)
    assert before.add_working_days(date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert after.add_working_days(date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert after.is_working_day(date(2027, 1, 3))
    assert not after.is_working_day(date(2026, 12, 31))
    assert not after.is_provisional(2027)
    assert before.is_provisional(2027)


def test_a_folder_of_the_users_own_comes_before_what_is_shipped(tmp_path: Path) -> None:
    _file(tmp_path, YEAR_2027)
    assert load_calendar("china", tmp_path).year(2027).version == "2027 测试发〔2026〕1号"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("year: 2027", "year: 2028", "缺少法定假日 2028-01-01"),
        ("2027-02-20]", "2027-02-22]", "周六或周日"),
        ("2027-02-20]", "2027-05-02]", "既放假又上班"),
        ("2027-02-20]", "2027-01-03]", "列了两次"),
        ("to: 2027-10-07", "to: 2027-09-07", "起止有误"),
        ("from: 2027-10-01", "from: 2027-10-02", "缺少法定假日 2027-10-01"),
        ("document: 测试发〔2026〕1号", 'document: ""', "文号"),
        ("source:", "sorce:", "sorce"),
        ("from: 2027-10-01", "from: 20271001", "第12行.*20271001"),
        ("to: 2027-05-05", "to: 2027-05-35", "第9行.*没有"),
        ("to: 2027-05-05}", "to: 2027-05-05, weekday: 3}", "第9行.*weekday"),
        ("2027-06-09, to: 2027-06-09", "2027-05-05, to: 2027-05-05", "第10行.*端午节与劳动节重叠"),
        ("workdays: [2027-01-03", "workdays: [2026-01-03", "第13行.*2026-01-03 不在2027年"),
        ("source: {document: 测试发〔2026〕1号, issued: 2026-11-05}\n", "", "文号"),
        ("calendar: china", "calendar: china\ncalendar: china", "第2行"),
        ("calendar: china", "calendar: &a china", "锚点"),
        ("calendar: china", "calendar: macau", "macau"),
        (YEAR_2027, "- 1", "键: 值"),
        ("year: 2027", "\tyear: 2027", "第2行"),
    ],
)
def test_a_wrong_yearly_file_is_refused_with_the_reason(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = _file(tmp_path, YEAR_2027.replace(old, new))
    with pytest.raises(BadCalendar, match=says):
        read_year(path, calendar="china")


def test_every_reason_is_named_at_once(tmp_path: Path) -> None:
    text = YEAR_2027.replace("2027-02-20]", "2027-02-22]").replace(
        "to: 2027-10-07", "to: 2027-09-07"
    )
    with pytest.raises(BadCalendar) as caught:
        read_year(_file(tmp_path, text))
    assert [(p.code, p.line) for p in caught.value.problems] == [
        ("year-gap", 5),
        ("year-gap", 5),
        ("year-gap", 5),
        ("year-span", 12),
        ("year-weekday", 13),
    ]


def test_a_festival_that_is_not_given_is_a_gap(tmp_path: Path) -> None:
    text = YEAR_2027.replace("2027-06-09, to: 2027-06-09", "2027-06-10, to: 2027-06-10")
    festivals = tuple(load_calendar().festivals(2027))
    with pytest.raises(BadCalendar, match="2027-06-09（端午节）"):
        read_year(_file(tmp_path, text), festivals=festivals)


def test_days_off_and_make_up_days_add_up_to_what_the_law_gives(tmp_path: Path) -> None:
    for year in (2024, 2025, 2026):
        assert uneven(load_calendar().year(year)) is None
    assert uneven(read_year(_file(tmp_path, YEAR_2027))) is None
    short = YEAR_2027.replace(", 2027-02-20", "")
    warned = uneven(read_year(_file(tmp_path, short)))
    assert warned is not None
    assert warned.severity == "warning"


def test_years_to_come_are_sane_and_marked() -> None:
    ours = load_calendar()
    for year in (2027, 2028, 2029, 2030, 2100):
        assert ours.is_provisional(year)
        assert not ours.is_working_day(date(year, 1, 1))
        assert 240 < len(ours.worked(year)) < 262
    names = {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节"}
    assert {h.name for h in ours.year(2027).holidays} == names
    # the moon festival falls into the national days
    assert not ours.is_working_day(date(2028, 10, 3))
    assert {h.name for h in ours.year(2028).holidays} == names - {"中秋节"}
    # nobody has told us when the moon festivals of 2100 are; the fixed days hold
    assert {h.name for h in ours.year(2100).holidays} == {"元旦", "劳动节", "国庆节"}
    with pytest.raises(BadCalendar, match="2400"):
        ours.is_working_day(date(2400, 1, 1))


def test_a_calendar_that_is_not_there_is_named() -> None:
    for name in ("mars", "../china", ""):
        with pytest.raises(BadCalendar, match="china"):
            load_calendar(name)


def test_a_year_survives_its_own_json() -> None:
    year = load_calendar().year(2026)
    assert CalendarYear.model_validate_json(year.model_dump_json(by_alias=True)) == year


def test_a_holiday_knows_its_days() -> None:
    holiday = Holiday(name="元旦", first=date(2026, 1, 1), last=date(2026, 1, 3))
    assert holiday.days() == [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 80))
@settings(max_examples=150, deadline=None)
def test_counting_working_days_is_the_same_as_walking(start: date, n: int) -> None:
    ours = load_calendar()
    day, left = start, n
    while left:
        day += DAY
        left -= ours.is_working_day(day)
    assert ours.add_working_days(start, n) == day
    assert ours.working_days_between(start, day) == n
    day, left = start, n
    while left:
        day -= DAY
        left -= ours.is_working_day(day)
    assert ours.add_working_days(start, -n) == day


def test_reading_deadlines_needs_neither_library_nor_pendulum_nor_yaml() -> None:
    code = (
        "import sys; from datetime import date; from config.dates.phrases import parse;"
        "from states.deadlines import dues;"
        "dues(parse('每年11月底前').rule, anchor=date(2026,4,9));"
        "print([m for m in ('pendulum','holidays','chinese_calendar','ruamel.yaml')"
        " if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
