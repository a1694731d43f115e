"""A sweep that comes months late leaves what a sweep of every day would have left."""

from datetime import timedelta
from pathlib import Path

from config.loader import check as check_text
from states.accounts import add_account
from states.duties import sweep
from states.history import stamp
from states.office import Office
from states.queries.histories import history
from tests.builders import an_office, at, set_clock
from tests.programmes.offices import FOLDER, do, office_of, sound
from tests.stores import rows_of

BEGUN, ENDED = at("2026-05-04 09:00:00"), at("2027-02-01 09:00:00")
ENTRIES = (
    "SELECT case_code, seq, move, from_state, to_state, effects FROM history "
    "WHERE case_code LIKE 'SX%' ORDER BY case_code, seq"
)
COUNTED = (
    "SELECT case_code, seq, move, occurred_at FROM history "
    "WHERE move <> 'mark-overdue' AND case_code <> programme ORDER BY case_code, seq"
)
DUTIES = "SELECT case_code, duty, n, due_on, status FROM duties ORDER BY case_code, duty, n"


def a_city(where: Path) -> Office:
    where.mkdir()
    office = office_of(where, "catching-up", accounts={"city": ("city", {})})
    for title in ("甲", "乙"):
        do(office, "city", "enter", title=title, with_={"kind": "matter"})
    return office


def asked(office: Office) -> None:
    do(office, "city", "ask", title="丁", with_={"kind": "request"})


def moves_of(office: Office, case: str) -> list[str]:
    found = rows_of(office, f"SELECT move FROM history WHERE case_code = '{case}' ORDER BY seq")
    return [move for (move,) in found]


def test_what_fell_first_is_done_first_however_late_the_sweep(tmp_path: Path) -> None:
    daily, late = a_city(tmp_path / "daily"), a_city(tmp_path / "late")
    asked(daily)
    asked(late)
    day = BEGUN
    while day < ENDED:
        day += timedelta(days=1)
        set_clock(daily, day.strftime("%Y-%m-%d %H:%M:%S"))
        sweep(daily)
    set_clock(late, ENDED.strftime("%Y-%m-%d %H:%M:%S"))
    sweep(late)
    assert rows_of(late, DUTIES) == rows_of(daily, DUTIES)
    assert rows_of(late, ENTRIES) == rows_of(daily, ENTRIES)
    assert rows_of(late, COUNTED) == rows_of(daily, COUNTED)
    assert moves_of(late, "SX-001") == ["enter", "tell", "delay", "mark-overdue", "warn", "close"]
    assert sound(late) and sound(daily)
    daily.close()
    late.close()


def test_what_follows_from_a_lapse_runs_from_the_end_of_the_limit(tmp_path: Path) -> None:
    office = a_city(tmp_path / "one")
    asked(office)
    set_clock(office, "2026-05-20 09:00:00")
    sweep(office)
    # asked on 4 May, in the holidays: the 9th is worked, so the fifth working day is the 11th
    limits = rows_of(
        office, "SELECT duty, due_on FROM duties WHERE kind = 'request' ORDER BY n, duty DESC"
    )
    assert limits == [("replying", "2026-05-11"), ("acting", "2026-06-11")]
    (agreed,) = [e for e in history(office, "city", "YJ-001") if e.move == "agree"]
    assert (agreed.occurred_at, agreed.is_made_up) == (stamp(at("2026-05-12 00:00:00")), True)
    assert agreed.recorded_at >= stamp(at("2026-05-20 09:00:00"))
    assert sound(office)
    office.close()


def test_what_lapses_on_a_later_change_counts_from_that(tmp_path: Path) -> None:
    office = a_city(tmp_path / "one")
    case = do(office, "city", "enter", title="丙", with_={"kind": "matter"}).case
    set_clock(office, "2026-09-15 09:00:00")
    sweep(office)
    told = {e.move: e.occurred_at for e in history(office, "city", case)}
    assert told["delay"] == stamp(at("2026-07-01 00:00:00"))
    assert told["warn"] == stamp(at("2026-09-01 00:00:00"))
    late = do(office, "city", "enter", title="己", with_={"kind": "matter"}).case
    set_clock(office, "2026-09-25 09:00:00")
    sweep(office)
    entered, *rest = history(office, "city", late)
    assert {
        e.occurred_at for e in rest if e.via.startswith("sweep") and e.move != "mark-overdue"
    } == {entered.occurred_at}, "not from before the case was there"
    office.close()


def test_a_second_sweep_finds_nothing_more_to_do(tmp_path: Path) -> None:
    office = a_city(tmp_path / "one")
    set_clock(office, "2026-09-15 09:00:00")
    assert sweep(office).moved == {"tell": 2, "delay": 2, "warn": 2}
    before = rows_of(office, ENTRIES)
    assert (sweep(office).moved, rows_of(office, ENTRIES)) == ({}, before)
    office.close()


def test_what_is_late_when_it_comes_is_taken_through_all_its_days(tmp_path: Path) -> None:
    office = a_city(tmp_path / "one")
    set_clock(office, "2026-09-15 09:00:00")
    sweep(office)
    case = do(office, "city", "enter", title="丙", with_={"kind": "matter"}).case
    sweep(office)
    assert moves_of(office, case) == ["enter", "tell", "delay", "warn", "mark-overdue"]
    office.close()


def test_moves_that_chase_each_other_do_not_hold_the_sweep(tmp_path: Path) -> None:
    text = (FOLDER / "catching-up.yaml").read_text("utf-8")
    back = "      back: {名称: 转回, 自: late, 至: open, 由: system, 期后: 2026年6月30日前}\n"
    chasing = text.replace("      tell:", back + "      tell:")
    assert "system-circle" in {problem.code for problem in check_text(chasing)[1]}
    # where a condition might stop it, the file alone cannot tell
    programme, _ = check_text(
        chasing.replace("由: system, 期后", "由: system, 适用于: title != '', 期后")
    )
    assert programme is not None
    office = an_office(tmp_path, programme, accounts=False)
    with office.store.write() as tx:
        add_account(office, tx, "city", "市局 某", role="city")
    do(office, "city", "enter", title="甲", with_={"kind": "matter"})
    set_clock(office, "2026-07-02 09:00:00")
    assert sweep(office).moved["back"] >= 1
    office.close()
