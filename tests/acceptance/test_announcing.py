"""Clause 三: decided first, announced later; until then provinces see what they saw before."""

import json
from pathlib import Path
from typing import Any

import pytest

from states import queries
from states.actions import perform, perform_all
from states.acts.remarks import remark
from states.audits.oracle import check
from states.commands import Check, Occurrence, Receipt, Verdict
from states.errors import Refused
from states.office import Office
from states.queries import CaseFilter, LogFilter
from states.queries.burden import burdens
from states.queries.calendars import subscribed
from states.queries.deadline_days import deadlines
from states.queries.holdings import holdings_of
from states.queries.lists import every_case
from states.queries.past import cases_at, dossier_at, duties_at
from states.queries.statistics import statistics
from states.queries.told import last_message
from tests.acceptance.national import (
    CHECKED,
    CHECKED_AGAIN,
    a_national_office,
    a_unit,
    act,
    apply,
    file,
    recommend,
    recommended,
    refusal_codes,
)
from tests.builders import a_command, at
from tests.stores import rows_of


def answers(office: Office, who: str, *codes: str) -> dict[str, Any]:
    """Everything that an account can ask for that could tell how the cases stand."""
    found: dict[str, Any] = {}
    for lang in ("zh", "en"):
        found[f"list-{lang}"] = queries.list_cases(office, who, lang=lang).as_json()
        found[f"inbox-{lang}"] = queries.inbox(office, who, lang=lang).as_json()
    for state in ("recommended", "reviewed", "declined", "assigned"):
        wanted = CaseFilter(state=state)
        found[f"list-{state}"] = queries.list_cases(office, who, wanted).as_json()
    found["board"] = queries.board(office, who).as_json()
    found["due"] = queries.due(office, who, days=900).as_json()
    found["overdue"] = queries.overdue(office, who).as_json()
    found["quota"] = [q.as_json() for q in queries.quota(office, who)]
    found["requests"] = [r.as_json() for r in queries.asked_for(office, who, closed=True)]
    found["log"] = [e.as_json() for e in queries.log(office, who, LogFilter()).rows]
    found["refusals"] = [r.as_json() for r in queries.refusals(office, who).rows]
    now = office.clock.now()
    kind = CaseFilter(kind="pilot", programme="national-pilots-2026")
    found["every"] = [row.as_json() for row in every_case(office, who, kind)]
    found["then"] = [row.as_json() for row in cases_at(office, who, kind, now)]
    found["owed-then"] = [duty.as_json() for duty in duties_at(office, who, now)]
    for at_ in (None, now):
        found[f"statistics-{at_}"] = statistics(office, who, at=at_).as_json()
    found["subscribed"] = [entry.as_json() for entry in subscribed(office, who)]
    found["deadlines"] = deadlines(office, who).as_json()
    found["told"] = last_message(office, who)
    held = holdings_of(office, who, "national-pilots-2026", "pilot")
    found["holdings"] = [repr(here) for here in held.all]
    found["burden"] = burdens(office, who).as_json()
    for code in codes:
        found[f"{code}-then"] = dossier_at(office, who, code, now).as_json()
        found[code] = queries.dossier(office, who, code).as_json()
        found[f"{code}-history"] = [e.as_json() for e in queries.history(office, who, code)]
        found[f"{code}-as-of"] = queries.as_of(office, who, code, office.clock.now()).as_json()
        found[f"{code}-calendar"] = [d.as_json() for d in queries.calendar(office, who, code)]
    return found


@pytest.mark.clause("三", "announcing")
@pytest.mark.parametrize("told", ["committee-2", "auditor"])
@pytest.mark.parametrize("kept", ["zhejiang", "moj"])
def test_a_decision_is_not_seen_before_it_is_announced(
    office: Office, kept: str, told: str, each_store: None
) -> None:
    good, bad = recommended(office, "judicial"), recommended(office, "judicial")
    before = answers(office, kept, good, bad)
    act(office, "review", good, "committee")
    with pytest.raises(Refused):
        act(office, "decline", bad, "committee")
    act(office, "decline", bad, "committee", reason="任务不明确")
    with pytest.raises(Refused):
        act(office, "assign", good, "committee")
    assert answers(office, kept, good, bad) == before
    seen = {r.code: r.state for r in queries.list_cases(office, told).rows}
    assert seen == {good: "reviewed", bad: "declined"}
    assert check(office) == []

    act(office, "assign", good, "committee", checks=CHECKED_AGAIN)
    act(office, "announce-decision", bad, "committee")
    seen = {r.code: r.state for r in queries.list_cases(office, kept).rows}
    assert seen == {good: "assigned", bad: "declined"}
    moves = [e.move for e in queries.history(office, kept, bad)]
    assert moves[-2:] == ["decline", "announce-decision"]
    assert "review" in [e.move for e in queries.history(office, kept, good)]
    assert queries.dossier(office, kept, bad).end == "exceptional"
    assert rows_of(office, "SELECT * FROM unannounced_cases") == []
    assert rows_of(office, "SELECT * FROM unannounced_entries") == []
    assert check(office) == []


@pytest.mark.clause("三", "announcing")
def test_no_act_of_a_province_finds_out_what_was_decided(office: Office, each_store: None) -> None:
    good, bad = recommended(office), recommended(office)
    act(office, "review", good, "committee")
    act(office, "decline", bad, "committee", reason="任务不明确")
    told = []
    for case in (good, bad):
        for move, given in (
            ("withdraw", {"reason": "单位放弃"}),
            ("rename", {"fields": {"unit": {"name": "新名", "code": ""}}, "reason": "更名"}),
            ("assign", {}),
            ("announce-decision", {}),
        ):
            with pytest.raises(Refused) as caught:
                act(office, move, case, "zhejiang", **given)
            said = json.dumps(caught.value.as_json(), ensure_ascii=False).replace(case, "")
            told.append(said.split('"command"')[0])
        note = remark(office, a_command("note", case, reason="请问进展"))
        assert (note.state, note.next) == ("recommended", ())
    assert told[:4] == told[4:]
    assert "不予下达" not in "".join(told) and "复核" not in "".join(told)
    shown = queries.history(office, "zhejiang", bad)[-1]
    assert (shown.move, shown.from_state, shown.to_state) == ("note", "recommended", "recommended")
    # what those who know remark on it is as private as the decision
    remark(office, a_command("note", bad, actor="committee", reason="拟不予下达"))
    assert [e.move for e in queries.history(office, "zhejiang", bad)][-1] == "note"
    assert "拟不予" not in str([e.as_json() for e in queries.history(office, "zhejiang", bad)])
    assert check(office) == []


def test_another_case_of_the_unit_does_not_find_out_either(office: Office) -> None:
    unit = a_unit()
    first = apply(office, "services", unit=unit)
    recommend(office, first)
    second = apply(office, "agriculture", unit=unit)
    wanted = {"checks": CHECKED, "attachments": (file("application"), file("official-letter"))}

    def tried() -> tuple[str, ...]:
        command = a_command("recommend", second, **wanted)
        return perform(office, command, dry_run=True).flags

    before = tried()
    assert first in "".join(before)
    act(office, "decline", first, "committee", reason="任务不明确")
    assert tried() == before
    act(office, "announce-decision", first, "committee")
    assert first not in "".join(tried())


def test_who_decides_otherwise_before_the_announcement_announces_only_the_last(
    office: Office, each_store: None
) -> None:
    case = recommended(office)
    act(office, "review", case, "committee")
    act(office, "decline", case, "committee", reason="再次核对信用不合格")
    assert queries.dossier(office, "zhejiang", case).state == "recommended"
    act(office, "announce-decision", case, "committee")
    assert queries.dossier(office, "zhejiang", case).state == "declined"
    told = rows_of(office, "SELECT body FROM outbox WHERE topic = 'move'")
    assert len(told) == 1 and "不予下达" in told[0][0]
    with pytest.raises(Refused) as caught:
        act(office, "announce-decision", case, "committee")
    assert refusal_codes(caught.value) == ["NothingToAnnounce"]
    assert check(office) == []


def test_a_slot_comes_back_with_the_announcement_and_not_before(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"slot-return": "always"})
    case = recommended(office)
    act(office, "decline", case, "committee", reason="任务不明确")
    assert {q.used for q in queries.quota(office, "zhejiang") if q.quota == "general"} == {0, 1}
    act(office, "announce-decision", case, "committee")
    assert {q.used for q in queries.quota(office, "zhejiang") if q.quota == "general"} == {0}
    assert check(office) == []


def test_what_a_province_records_meanwhile_shows_and_tells_nothing(office: Office) -> None:
    case = recommended(office)
    act(office, "decline", case, "committee", reason="任务不明确")
    happened = Occurrence(at("2026-05-25 08:00:00"), "国家系统", "R-1")
    receipt = act(office, "withdraw", case, "zhejiang", reason="放弃", occurrence=happened)
    assert receipt.state == "withdrawn"
    assert [flag for flag in receipt.flags if "不予" in flag] == []
    assert queries.dossier(office, "zhejiang", case).state == "withdrawn"
    assert "decline" not in [e.move for e in queries.history(office, "zhejiang", case)]
    assert "decline" in [e.move for e in queries.history(office, "committee", case)]
    assert check(office) == []


def recorded(
    office: Office, move: str, case: str, *, dry_run: bool = False, **given: Any
) -> Receipt:
    """A fact of 25 May that Zhejiang records of a case."""
    happened = Occurrence(at("2026-05-25 08:00:00"), "国家系统", "R-1")
    command = a_command(move, case, actor="zhejiang", occurrence=happened, **given)
    return perform(office, command, dry_run=dry_run)


RENAMED = {"fields": {"unit": {"name": "新名", "code": ""}}, "reason": "更名"}


@pytest.mark.parametrize("decided", ["review", "decline"])
@pytest.mark.parametrize(
    ("move", "stands"),
    [
        ("rename", "recommended"),
        ("review", "reviewed"),
        ("assign", "assigned"),
        ("withdraw", "withdrawn"),
    ],
)
def test_the_receipt_of_a_fact_says_what_its_recorder_sees_of_the_case(
    office: Office, decided: str, move: str, stands: str, each_store: None
) -> None:
    case = recommended(office)
    act(office, decided, case, "committee", reason="任务不明确")
    given = RENAMED if move == "rename" else {"reason": "来文"}
    tried = recorded(office, move, case, dry_run=True, **given)
    done = recorded(office, move, case, id="once", **given)
    again = recorded(office, move, case, id="once", **given)
    for receipt in (tried, done, again):
        assert (receipt.state, receipt.next, receipt.duties) == (stands, (), ())
    assert queries.dossier(office, "zhejiang", case).state == stands
    assert check(office) == []


def test_each_entry_shows_where_those_who_are_not_told_saw_the_case_then(
    office: Office, each_store: None
) -> None:
    case = recommended(office)
    act(office, "decline", case, "committee", reason="任务不明确")
    recorded(office, "rename", case, **RENAMED)
    said = a_command("note", case, reason="请问进展", id="asked")
    assert remark(office, said) == remark(office, said)
    recorded(office, "withdraw", case, reason="放弃")
    remark(office, a_command("note", case, reason="已放弃"))
    seen = queries.history(office, "zhejiang", case)
    assert [(e.move, e.from_state, e.to_state) for e in seen[-4:]] == [
        ("rename", "recommended", "recommended"),
        ("note", "recommended", "recommended"),
        ("withdraw", "recommended", "withdrawn"),
        ("note", "withdrawn", "withdrawn"),
    ]
    assert check(office) == []


def test_a_fact_shows_no_value_that_the_decision_gave(office: Office, each_store: None) -> None:
    case = recommended(office)
    before = queries.dossier(office, "zhejiang", case).checks
    act(office, "review", case, "committee", checks=CHECKED_AGAIN)
    recorded(office, "rename", case, **RENAMED)
    shown = queries.dossier(office, "zhejiang", case)
    assert (shown.unit, shown.checks) == ("新名", before)
    assert queries.dossier(office, "committee", case).checks != before
    assert check(office) == []


def test_all_or_none_are_assigned_where_the_reading_says_together(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, announcement="together")
    first, second = recommended(office), recommended(office, "agriculture")
    for case in (first, second):
        act(office, "review", case, "committee")
    with pytest.raises(Refused) as caught:
        act(office, "assign", first, "committee", checks=CHECKED_AGAIN)
    assert refusal_codes(caught.value) == ["NotTogether"]

    def both(checks: dict[str, Check]) -> list[Verdict]:
        asked = [
            a_command("assign", case, actor="committee", checks=given)
            for case, given in ((first, CHECKED_AGAIN), (second, checks))
        ]
        return perform_all(office, asked, atomic=False)

    # one that cannot be assigned holds back the others, also where each is asked for by itself
    assert [v.receipt for v in both({})] == [None, None]
    assert [v.receipt.state for v in both(CHECKED_AGAIN) if v.receipt] == ["assigned"] * 2
    assert check(office) == []
