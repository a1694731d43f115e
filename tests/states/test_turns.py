"""Duties whose limits run from a date, or a move, that comes or changes after they arose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from states import queries
from states.office import Office
from tests.builders import happened, set_clock
from tests.programmes.offices import do, office_of, sound

FILE = """
programme: orchards-2026
title: 2026年果园改造
source: {document: 测果〔2026〕5号, issued: 2026-03-02}
roles:
  town: {title: 镇, scope: programme}
periods: {term: 2026年—2029年}
cases:
  orchard:
    title: 果园
    form:
      title: {title: 园名, required: yes}
      planted: {title: 定植日, type: date}
      organic: {title: 有机, type: yes-no}
    states:
      listed: {title: 已列入, initial: yes}
      closed: {title: 已办结, end: normal}
    moves:
      list: {title: 列入, to: listed, by: town, kind: application, clause: 一}
      report: {title: 报告, from: listed, to: same, by: town, clause: 二, sets: [planted]}
      plant: {title: 定植, from: listed, to: same, by: town, clause: 二, sets: [planted, organic]}
      start: {title: 开工, from: listed, to: same, by: town, clause: 三}
      close: {title: 办结, from: listed, to: closed, by: town, clause: 四, sets: [planted, organic]}
  plot:
    title: 地块
    of: orchard
    code: "{parent}-P{number}"
    states: {open: {title: 在册, initial: yes}, done: {title: 完成, end: normal}}
    moves:
      add: {title: 新增, to: open, by: town, kind: application, clause: 五}
      water: {title: 浇水, from: open, to: same, by: town, clause: 五}
      finish: {title: 完成, from: open, to: done, by: town, clause: 五}
duties:
  report:
    title: 报告
    case: CASE
    by: town
    due: DUE
    counts-from: ORIGIN
    period: term
    bound-by: SETTLES
    clause: 二
"""
FIRST = """
  first:
    title: 先一项
    case: orchard
    by: town
    due: 30日内
    bound-by: start
    clause: 二
"""
Opened = Callable[..., Office]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made: list[Office] = []

    def make(
        due: str, origin: str = "{field: planted}", *, case: str = "orchard", more: str = ""
    ) -> Office:
        settles = "report" if case == "orchard" else "water"
        text = FILE.rstrip() + more
        text = text.replace("DUE", due).replace("ORIGIN", origin)
        text = text.replace("CASE", case).replace("SETTLES", settles)
        (tmp_path / "orchards.yaml").write_text(text, encoding="utf-8")
        file = str(tmp_path / "orchards")
        made.append(office_of(tmp_path, file, accounts={"zhen": ("town", {})}))
        return made[-1]

    yield make
    for office in made:
        office.close()


def orchard(office: Office, **given: object) -> str:
    return do(office, "zhen", "list", title="甲", with_={"kind": "orchard"}, **given).case


def plot(office: Office, above: str) -> str:
    return do(office, "zhen", "add", with_={"kind": "plot", "parent": above}).case


def owed(office: Office, case: str) -> list[str | None]:
    """The days of what is owed on a case."""
    return [one.due_on for one in queries.calendar(office, "zhen", case) if one.is_unsettled]


YEARS = ["2026-11-30", "2027-11-30", "2028-11-30", "2029-11-30"]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("每年11月底前", YEARS[1:]),
        ("每年一次", ["2027-12-31", "2028-12-31", "2029-12-31"]),
        ("隔年一次", ["2029-03-01"]),
        ("自2026年起隔年11月底前", ["2028-11-30"]),
        (
            "每年5月底前、11月底前",
            [f"{y}-{d}" for y in (2027, 2028, 2029) for d in ("05-31", "11-30")],
        ),
    ],
)
def test_every_turn_arises_once_the_date_is_known(
    opened: Opened, due: str, days: list[str]
) -> None:
    office = opened(due)
    late, at_once = orchard(office), orchard(office, planted="2027-03-01")
    assert owed(office, late) == [None]
    do(office, "zhen", "plant", late, planted="2027-03-01")
    assert owed(office, late) == owed(office, at_once) == days
    assert sound(office)


def test_turns_come_and_go_with_the_date(opened: Opened) -> None:
    office = opened("每年11月底前")
    case = orchard(office, planted="2027-03-01")
    do(office, "zhen", "plant", case, planted="2026-03-01")
    assert owed(office, case) == YEARS
    do(office, "zhen", "plant", case, planted="2029-03-01")
    assert owed(office, case) == YEARS[3:]
    do(office, "zhen", "plant", case, planted="2026-05-01")
    assert owed(office, case) == YEARS
    assert sound(office)


def test_a_turn_that_is_done_or_let_off_does_not_come_again(opened: Opened) -> None:
    office = opened("每年11月底前")
    case = orchard(office, planted="2026-03-01")
    do(office, "zhen", "report", case)
    do(office, "zhen", "plant", case, planted="2026-04-01")
    assert owed(office, case) == YEARS[1:]
    assert sound(office)


def test_what_was_done_before_the_date_was_known_is_the_first_turn(opened: Opened) -> None:
    office = opened("每年11月底前")
    case = orchard(office)
    do(office, "zhen", "report", case, planted="2026-03-01")
    assert owed(office, case) == YEARS[1:]
    assert sound(office)


def test_the_turns_stay_when_the_date_is_emptied(opened: Opened) -> None:
    office = opened("每年11月底前")
    case = orchard(office, planted="2028-03-01")
    do(office, "zhen", "plant", case, planted=None)
    assert owed(office, case) == YEARS[2:]
    assert sound(office)


def test_no_turn_arises_on_a_case_that_ends_with_the_date(opened: Opened) -> None:
    office = opened("每年11月底前")
    case = orchard(office)
    do(office, "zhen", "close", case, planted="2026-03-01")
    assert owed(office, case) == []
    assert sound(office)


@pytest.mark.parametrize(
    ("due", "days"),
    [("10日内", ["2027-02-11"]), ("每年11月底前", YEARS[1:]), ("隔年一次", ["2029-02-01"])],
)
def test_a_limit_that_runs_from_a_later_move_begins_with_it(
    opened: Opened, due: str, days: list[str]
) -> None:
    office = opened(due, "{move: start}")
    case = orchard(office)
    assert owed(office, case) == [None]
    set_clock(office, "2027-02-01 09:00:00")
    do(office, "zhen", "start", case)
    assert owed(office, case) == days
    set_clock(office, "2027-02-05 09:00:00")
    do(office, "zhen", "start", case)
    assert owed(office, case) == days, "only an effect lets it run anew"
    assert sound(office)


@pytest.mark.parametrize(("due", "first"), [("10日内", "2026-06-11"), ("每年11月底前", YEARS[0])])
def test_it_runs_from_the_right_day_of_the_move(opened: Opened, due: str, first: str) -> None:
    office = opened(due, "{move: start}")
    case = orchard(office)
    set_clock(office, "2027-02-10 09:00:00")
    fact = {"reason": "补录", "occurrence": happened("2027-02-01")}
    wrong = do(office, "zhen", "start", case, with_=fact)
    fact |= {"occurrence": happened("2026-06-01"), "corrects": wrong.seq}
    do(office, "zhen", "start", case, with_=fact)
    assert owed(office, case)[0] == first
    assert sound(office)


@pytest.mark.parametrize(
    ("origin", "due", "days"),
    [
        ("{parent: start}", "10日内", ["2027-02-11"]),
        ("{parent: start}", "每年11月底前", YEARS[1:]),
        ("{parent-field: planted}", "10日内", ["2027-01-25"]),
        ("{parent-field: planted}", "每年11月底前", YEARS[1:]),
    ],
)
def test_it_runs_from_what_comes_on_the_parent(
    opened: Opened, origin: str, due: str, days: list[str]
) -> None:
    office = opened(due, origin, case="plot")
    above = orchard(office)
    case = plot(office, above)
    assert owed(office, case) == [None]
    set_clock(office, "2027-02-01 09:00:00")
    do(office, "zhen", "start", above)
    do(office, "zhen", "plant", above, planted="2027-01-15")
    assert owed(office, case) == owed(office, plot(office, above)) == days
    assert sound(office)


@pytest.mark.parametrize("opened_by", ["creation", "start"])
def test_a_duty_comes_and_goes_with_what_it_applies_by(opened: Opened, opened_by: str) -> None:
    office = opened(
        f"30日内\n    when: 'fields.organic == true'\n    opened: {opened_by}", "received"
    )
    case = orchard(office)
    do(office, "zhen", "start", case)
    assert owed(office, case) == []
    set_clock(office, "2026-06-01 09:00:00")
    do(office, "zhen", "plant", case, organic=True)
    assert owed(office, case) == ["2026-07-01"], "it counts from the day on which it applied"
    do(office, "zhen", "plant", case, organic=False)
    assert owed(office, case) == []
    do(office, "zhen", "plant", case, organic=True)
    do(office, "zhen", "report", case)
    do(office, "zhen", "plant", case, organic=False)
    do(office, "zhen", "plant", case, organic=True)
    assert owed(office, case) == [], "what was done is done"
    assert sound(office)


def test_a_duty_whose_move_was_not_made_does_not_come_with_its_condition(opened: Opened) -> None:
    office = opened("30日内\n    when: 'fields.organic == true'\n    opened: start", "received")
    case = orchard(office)
    do(office, "zhen", "plant", case, organic=True)
    assert owed(office, case) == []
    assert sound(office)


@pytest.mark.parametrize(
    ("due", "given"),
    [
        ("30日内\n    when: 'fields.organic == true'", {"organic": False}),
        ("每年11月底前", {"planted": "2029-01-01"}),
    ],
)
def test_what_a_case_owes_no_longer_as_it_ends_is_waived_once(
    opened: Opened, due: str, given: dict[str, object]
) -> None:
    office = opened(due)
    case = orchard(office, planted="2026-03-01", organic=True)
    assert owed(office, case)
    do(office, "zhen", "close", case, **given)
    assert owed(office, case) == []
    assert sound(office)


def test_what_follows_another_duty_waits_for_that_though_it_applies(opened: Opened) -> None:
    office = opened("5日内\n    when: 'fields.organic == true'", "{settled: first}", more=FIRST)
    case = orchard(office)
    do(office, "zhen", "plant", case, organic=True)
    assert owed(office, case) == ["2026-06-03"], "the first one alone"
    do(office, "zhen", "plant", case, organic=False)
    do(office, "zhen", "start", case)
    assert owed(office, case) == []
    do(office, "zhen", "plant", case, organic=True)
    assert owed(office, case) == ["2026-05-09"]
    assert sound(office)


def test_a_turn_that_comes_with_the_right_day_and_date_comes_once(opened: Opened) -> None:
    office = opened("每年11月底前\n    opened: plant")
    case = orchard(office)
    set_clock(office, "2027-02-10 09:00:00")
    fact = {"reason": "补录", "occurrence": happened("2027-02-01")}
    wrong = do(office, "zhen", "plant", case, planted="2028-02-01", with_=fact)
    assert owed(office, case) == YEARS[2:]
    fact |= {"occurrence": happened("2026-12-01"), "corrects": wrong.seq}
    do(office, "zhen", "plant", case, planted="2026-12-01", with_=fact)
    assert owed(office, case) == YEARS[1:]
    assert sound(office)
