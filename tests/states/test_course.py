"""Facts whose days run backwards are flagged; a correction flags only what it newly raises."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from states.actions import perform
from states.audits.oracle import check
from states.commands import Command, Occurrence
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from tests.builders import a_command, an_application, an_office, at, happened, set_clock

NOW = "2026-07-20 09:00:00"


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, now=NOW)) as made:
        yield made


def recorded(move: str, case: str, on: str, **given: object) -> Command:
    return a_command(move, case, occurrence=happened(on), **given)


def recommended(office: Office, on: str = "2026-06-25") -> str:
    case = perform(office, an_application(occurrence=happened("2026-06-01"))).case
    perform(office, recorded("recommend", case, on))
    return case


def order_of(flags: tuple[str, ...]) -> list[str]:
    return [flag for flag in flags if "请核对" in flag]


def test_a_fact_before_the_earlier_step_is_flagged_with_its_day(office: Office) -> None:
    case = recommended(office)
    receipt = perform(office, recorded("assign", case, "2026-06-24", actor="committee"))
    (flag,) = order_of(receipt.flags)
    assert flag == "发生于 2026-06-24，早于此前的“推荐”（第 2 条，2026-06-25），请核对"
    assert receipt.state == "assigned"
    assert check(office) == []


def test_of_two_steps_of_one_instant_the_nearer_is_named(office: Office) -> None:
    case = recommended(office, "2026-06-01")
    receipt = perform(office, recorded("assign", case, "2026-05-30", actor="committee"))
    assert order_of(receipt.flags) == [
        "发生于 2026-05-30，早于此前的“推荐”（第 2 条，2026-06-01），请核对"
    ]


def test_the_same_day_is_in_order_whatever_the_hour(office: Office) -> None:
    case = recommended(office)
    early = Occurrence(at("2026-06-25 00:00:00"), "国家系统")
    receipt = perform(office, a_command("assign", case, actor="committee", occurrence=early))
    assert order_of(receipt.flags) == []


def test_a_decision_made_here_is_an_earlier_step_too(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, now="2026-06-01 09:00:00")) as office:
        case = perform(office, an_application()).case
        set_clock(office, "2026-06-10 09:00:00")
        receipt = perform(office, recorded("recommend", case, "2026-05-20"))
        assert order_of(receipt.flags) == [
            "发生于 2026-05-20，早于此前的“申报”（第 1 条，2026-06-01），请核对"
        ]


def test_a_correction_that_turns_the_order_round_is_flagged(office: Office) -> None:
    case = recommended(office)
    perform(office, recorded("assign", case, "2026-07-10", actor="committee"))
    receipt = perform(office, recorded("recommend", case, "2026-07-12", corrects=2))
    assert order_of(receipt.flags) == [
        "发生于 2026-07-12，晚于此后的“下达”（第 3 条，2026-07-10），请核对"
    ]
    receipt = perform(office, recorded("recommend", case, "2026-05-12", corrects=2))
    assert order_of(receipt.flags) == [
        "发生于 2026-05-12，早于此前的“申报”（第 1 条，2026-06-01），请核对"
    ]
    receipt = perform(office, recorded("recommend", case, "2026-06-26", corrects=2))
    assert order_of(receipt.flags) == []
    assert check(office) == []


def test_later_facts_are_held_against_the_corrected_day(office: Office) -> None:
    case = recommended(office, "2026-07-12")
    perform(office, recorded("recommend", case, "2026-06-20", corrects=2))
    receipt = perform(office, recorded("assign", case, "2026-06-22", actor="committee"))
    assert order_of(receipt.flags) == []


def test_a_wrong_act_is_no_step_any_more(office: Office) -> None:
    case = recommended(office)
    perform(office, recorded("assign", case, "2026-07-15", actor="committee"))
    receipt = perform(office, recorded("withdraw", case, "2026-07-01", corrects=3))
    assert order_of(receipt.flags) == []
    receipt = perform(office, recorded("withdraw", case, "2026-06-30", corrects=4))
    assert order_of(receipt.flags) == []
    assert check(office) == []


def test_a_correction_flags_only_what_it_newly_raises(office: Office) -> None:
    case = perform(office, an_application(occurrence=happened("2026-06-01"))).case
    first = perform(office, recorded("recommend", case, "2026-07-02"))
    assert any("公文" in flag for flag in first.flags)
    assert any("2026-07-02" in flag for flag in first.flags)
    again = perform(office, recorded("recommend", case, "2026-07-03", corrects=2))
    assert [flag for flag in again.flags if "公文" in flag] == []
    assert [flag for flag in again.flags if "2026-07-03" in flag] == list(again.flags)
    same = perform(office, recorded("recommend", case, "2026-07-03", corrects=2))
    assert same.flags == ()
    shown = dossier(office, "zhejiang", case).flags
    assert [f.corrected_by for f in shown if f.code == "TooLate"] == [4, None]
    assert [f.corrected_by for f in shown if f.code == "DocumentMissing"] == [None]
    assert check(office) == []


def test_another_move_repeats_no_warning_of_the_one_it_replaces(office: Office) -> None:
    made = an_application(occurrence=happened("2026-04-01"))
    case = perform(office, made).case
    perform(office, recorded("recommend", case, "2026-04-02"))
    old = [flag for flag in dossier(office, "zhejiang", case).flags if flag.seq == 2]
    assert "BeforeProgramme" in {flag.code for flag in old}
    receipt = perform(
        office, recorded("withdraw", case, "2026-04-02", corrects=2, reason="当时撤回")
    )
    assert not any("早于文件印发" in flag for flag in receipt.flags)
    shown = dossier(office, "zhejiang", case).flags
    (stands,) = [f for f in shown if f.code == "BeforeProgramme" and f.seq == 2]
    assert stands.corrected_by is None
    (gone,) = [f for f in shown if f.code == "DocumentMissing" and f.seq == 2]
    assert gone.corrected_by == 3
    assert history(office, "zhejiang", case)[-1].corrects is not None
    assert check(office) == []


def test_decisions_read_no_course(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, now="2026-06-01 09:00:00")) as office:
        case = perform(office, an_application()).case
        asked: list[str] = []

        def note(_c: object, _u: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        engine = office.store.engine
        event.listen(engine, "before_cursor_execute", note)
        perform(office, a_command("withdraw", case, reason="不再申报"))
        event.remove(engine, "before_cursor_execute", note)
        assert not [s for s in asked if s.startswith("SELECT") and "to_state" in s]
