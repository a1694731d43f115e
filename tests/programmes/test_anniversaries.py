"""What may be done only once so long is over, and then within so long: 满1年后1个月内."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.loader import check
from states import queries
from states.office import Office
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, refusals, sound

FILE = """
programme: villages-2026
title: 2026年示范村
source: {document: 测村〔2026〕3号, issued: 2026-03-02}
roles:
  town: {title: 镇, scope: programme}
cases:
  village:
    title: 示范村
    form:
      title: {title: 村名, required: yes}
    states:
      named: {title: 已命名, initial: yes}
      looked-back: {title: 已回头看, end: normal}
    moves:
      name: {title: 命名, to: named, by: town, kind: application, clause: 一}
      look-back: {title: 回头看, from: named, to: looked-back, by: town, clause: 二}
duties:
  look-back:
    title: 回头看
    case: village
    opened: name
    by: town
    due: DUE
    bound-by: look-back
    early: refuse
    late: refuse
    clause: 二
"""


def opened(tmp_path: Path, due: str, late: str = "refuse") -> Office:
    text = FILE.replace("DUE", due).replace("late: refuse", f"late: {late}")
    (tmp_path / "villages.yaml").write_text(text, encoding="utf-8")
    return office_of(tmp_path, str(tmp_path / "villages"), accounts={"zhen": ("town", {})})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path, "满1年后1个月内")
    yield made
    made.close()


@pytest.mark.parametrize(
    "due", ["满1年后1个月内", "发证满10个工作日后5个工作日内", "届满前1个月内", "每年3月至5月"]
)
def test_what_has_a_first_day_may_be_too_early(due: str) -> None:
    period = "periods: {term: 2026年—2028年}\nduties:"
    text = (
        FILE.replace("DUE", due)
        .replace("duties:", period)
        .replace("    late", "    period: term\n    late")
    )
    codes = [problem.code for problem in check(text)[1]]
    assert "early-without-window" not in codes


@pytest.mark.parametrize("due", ["1个月内", "2026年6月30日前", "每年5月底前", "6月30日后15日内"])
def test_what_has_no_first_day_is_never_too_early(due: str) -> None:
    codes = [problem.code for problem in check(FILE.replace("DUE", due))[1]]
    assert "early-without-window" in codes


def test_it_may_be_done_from_the_day_after_the_year_is_full_for_a_month(office: Office) -> None:
    codes = [
        do(office, "zhen", "name", title=name, with_={"kind": "village"}).case for name in "甲乙丙"
    ]
    (duty,) = queries.calendar(office, "zhen", codes[0])
    assert (duty.due_on, duty.opens_at) == ("2027-06-04", "2027-05-04T16:00:00.000000Z")
    set_clock(office, "2027-05-04 23:59:59")
    assert refusals(office, "zhen", "look-back", codes[0]) == ["DutyTooEarly"]
    set_clock(office, "2027-05-05 00:00:00")
    do(office, "zhen", "look-back", codes[0])
    set_clock(office, "2027-06-04 23:59:59")
    do(office, "zhen", "look-back", codes[1])
    set_clock(office, "2027-06-05 00:00:00")
    assert refusals(office, "zhen", "look-back", codes[2]) == ["TooLate"]
    assert sound(office)


@pytest.mark.parametrize(
    ("due", "counts", "first"),
    [
        ("满1年后", "", "2027-05-05"),
        ("期满后", "counts-from: {day: 2026-12-31}", "2027-01-01"),
        ("2026年9月1日起", "", "2026-09-01"),
    ],
)
def test_what_opens_and_never_closes_may_not_be_done_before(
    tmp_path: Path, due: str, counts: str, first: str
) -> None:
    text = due if not counts else f"{due}\n    {counts}"
    with closing(opened(tmp_path, text, late="accept")) as office:
        case = do(office, "zhen", "name", title="甲村", with_={"kind": "village"}).case
        set_clock(office, f"{date.fromisoformat(first) - timedelta(days=1)} 23:59:00")
        assert refusals(office, "zhen", "look-back", case) == ["DutyTooEarly"]
        set_clock(office, f"{first} 00:00:00")
        do(office, "zhen", "look-back", case)
        assert sound(office)
