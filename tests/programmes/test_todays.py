"""A date that a form fills in by itself is the day of the act, in the zone of the programme."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check
from states import queries
from states.commands import Occurrence
from states.history import from_text
from states.office import Office
from tests.builders import at, set_clock
from tests.programmes.offices import do, office_of, refusals, sound
from tests.stores import rows_of

FILE = """
programme: lifts-2026
title: 2026年电梯检验
source: {document: 测特〔2026〕2号, issued: 2026-03-02}
roles:
  station: {title: 检验站, scope: programme}
cases:
  lift:
    title: 电梯
    form:
      title: {title: 编号, required: yes}
      reported: {title: 报检日, type: date, required: yes, default: today}
      inspected: {title: 检验日, type: date, 默认: 当日}
      checked: {title: 抽查日, type: date, default: today}
      entered: {title: 录入日, type: date, default: today}
      issued: {title: 发证日, type: date}
    states:
      waiting: {title: 待检, initial: yes}
      passed: {title: 合格, end: normal}
    moves:
      report: {title: 报检, to: waiting, by: station, kind: application, clause: 一}
      spot-check: {title: 抽查, from: waiting, to: same, by: station, asks-anew: checked}
      inspect: {title: 检验, from: waiting, to: passed, by: station, asks: inspected, clause: 二}
duties:
  inspect:
    title: 检验
    case: lift
    by: station
    due: 10个工作日内
    counts-from: {field: reported}
    bound-by: inspect
    clause: 二
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "lifts.yaml").write_text(FILE, encoding="utf-8")
    made = office_of(
        tmp_path,
        str(tmp_path / "lifts"),
        accounts={"zhan": ("station", {})},
        now="2026-05-04 00:10:00",
    )
    yield made
    made.close()


def reported(office: Office, **more: object) -> str:
    return do(office, "zhan", "report", title="甲", **{"with_": {"kind": "lift"}, **more}).case


def held(office: Office, code: str) -> dict[str, object]:
    fields = queries.dossier(office, "zhan", code).fields
    return {field.key: field.value for field in fields if field.value is not None}


def given(office: Office, code: str) -> list[dict[str, object]]:
    query = f"SELECT fields FROM history WHERE case_code = '{code}' ORDER BY seq"
    return [dict(from_text(row[0])) for row in rows_of(office, query)]


def test_what_a_new_case_needs_or_no_later_move_sets_is_the_day_of_the_act(office: Office) -> None:
    code = reported(office)
    days = {"reported": "2026-05-04", "entered": "2026-05-04"}
    assert held(office, code) == {"title": "甲", **days}
    assert given(office, code) == [{"title": "甲", **days}]
    (duty,) = queries.calendar(office, "zhan", code)
    assert duty.due_on == "2026-05-18"
    assert sound(office)


def test_what_is_given_or_left_empty_on_purpose_stays(office: Office) -> None:
    code = reported(office, reported="2026-05-01", entered="")
    assert held(office, code) == {"title": "甲", "reported": "2026-05-01"}
    with_empty = {"title": "乙", "reported": "", "with_": {"kind": "lift"}}
    assert refusals(office, "zhan", "report", **with_empty) == ["FieldMissing"]


def test_a_later_move_fills_in_only_what_it_asks_for_and_is_not_there(office: Office) -> None:
    first, second = reported(office), reported(office, inspected="2026-05-02")
    set_clock(office, "2026-05-07 23:59:59")
    do(office, "zhan", "inspect", first)
    assert given(office, first)[-1] == {"inspected": "2026-05-07"}
    do(office, "zhan", "inspect", second)
    assert given(office, second)[-1] == {}
    assert sound(office)


def test_what_is_asked_for_anew_is_today_each_time(office: Office) -> None:
    code = reported(office)
    set_clock(office, "2026-05-08 10:00:00")
    do(office, "zhan", "spot-check", code)
    assert given(office, code)[-1] == {"checked": "2026-05-08"}
    assert sound(office)


def test_of_a_recorded_fact_it_is_the_day_on_which_it_happened(office: Office) -> None:
    set_clock(office, "2026-05-20 10:00:00")
    happened = Occurrence(at("2026-05-11 16:00:00"), "检验平台", "T-1")
    code = reported(office, with_={"kind": "lift", "occurrence": happened})
    assert held(office, code)["reported"] == "2026-05-11"
    assert sound(office)


def test_moves_tell_what_they_fill_in(office: Office) -> None:
    code = reported(office)
    told = {m.move: dict(m.defaults) for m in queries.dossier(office, "zhan", code).moves}
    assert told == {"spot-check": {"checked": "today"}, "inspect": {"inspected": "today"}}


def test_only_a_date_has_a_day_by_default() -> None:
    wrong = FILE.replace("编号, required: yes", "编号, required: yes, default: today")
    (found,) = [p for p in check(wrong)[1] if p.code == "default-no-date"]
    assert found.message.startswith("“编号”不是日期")
    assert "default: today" in wrong.splitlines()[found.line - 1]
    other = FILE.replace("默认: 当日", "默认: 明日")
    assert [p.severity for p in check(other)[1]] == ["error"]
    assert check(FILE)[1] == []
