"""The audit of what waits to be announced: the rows that decide what everybody sees who is not told
of a decision are those that the history asks for."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from config.announcing import Announcement
from states.actions import perform
from states.acts.remarks import remark
from states.audits.oracle import check
from states.commands import ANNOUNCE, Occurrence
from states.office import Office
from tests.acceptance.national import a_national_office, act, recommended
from tests.administrator import as_administrator
from tests.builders import a_command, a_letter, a_programme, an_application, an_office, at
from tests.states.test_audit import said
from tests.stores import rows_of
from tests.stories import PILOT, SUMMARY

FIRST = "ZJ-2026-001"
HIDDEN = "INSERT INTO unannounced_entries (case_code, root, seq)"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = a_national_office(tmp_path)
    case = recommended(office)
    assert case == FIRST
    act(office, "review", case, "committee")
    remark(office, a_command("note", case, reason="请问进展"))
    remark(office, a_command("note", case, actor="committee", reason="拟不予下达"))
    act(office, "decline", case, "committee", reason="任务不明确")
    return office


CHANGED: dict[str, set[tuple[str, str]]] = {
    "DELETE FROM unannounced_entries": {("EntryShown", FIRST)},
    "DELETE FROM unannounced_entries WHERE seq = 3": {("EntryShown", FIRST)},
    "DELETE FROM unannounced_entries WHERE seq = 5": {("EntryShown", FIRST)},
    "UPDATE unannounced_entries SET root = 'x' WHERE seq = 6": {("EntryWaitsFor", FIRST)},
    f"{HIDDEN} VALUES ('{FIRST}', '{FIRST}', 2)": {("EntryHidden", FIRST)},
    f"{HIDDEN} VALUES ('{FIRST}', '{FIRST}', 4)": {("EntryHidden", FIRST)},
    f"{HIDDEN} VALUES ('{FIRST}', '{FIRST}', 9)": {("EntryHidden", FIRST)},
    f"{HIDDEN} VALUES ('x', 'x', 1)": {("KeptUnasked", "x")},
    "DELETE FROM unannounced_cases": {("KeptGone", FIRST)},
    "UPDATE unannounced_cases SET case_code = 'x'": {("KeptGone", FIRST), ("KeptUnasked", "x")},
    "UPDATE cases SET unannounced = 0": {("ColumnDiffers", FIRST)},
} | {
    f"UPDATE unannounced_cases SET {change}": {("KeptDiffers", FIRST)}
    for change in (
        "state = 'declined'",
        "root = 'x'",
        "programme = 'x'",
        "move = 'review'",
        "seq = 3",
        "ended = 1",
        "head = 'x'",
        "fields = '{}'",
        "documents = '{}'",
        "checks = '{}'",
        "holds = '{}'",
        "changed_at = '2026-05-01T00:00:00.000000Z'",
    )
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_is_kept_from_others_and_was_changed_by_hand_is_named(
    office: Office, change: str
) -> None:
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(change)
    found = check(office)
    assert said(found) == {("I1", subject, code) for code, subject in CHANGED[change]}
    for violation in found:
        assert FIRST in violation.message() or violation.subject == "x"
        assert "—" not in violation.message() + violation.message("en")


def test_what_was_announced_and_is_hidden_by_hand_is_named(office: Office) -> None:
    act(office, ANNOUNCE, FIRST, "committee")
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(f"{HIDDEN} VALUES ('{FIRST}', '{FIRST}', 6)")
    assert said(check(office)) == {("I1", FIRST, "EntryHidden")}


def recorded(office: Office, move: str, **given: Any) -> None:
    """A fact of 25 May that is recorded, by Zhejiang unless said otherwise."""
    happened = Occurrence(at("2026-05-25 08:00:00"), "国家系统", "R-1")
    command = a_command(move, FIRST, occurrence=happened, reason="来文", **given)
    perform(office, command)


RENAMED = {"unit": {"name": "新名", "code": ""}}
SHOWN = "UPDATE unannounced_entries SET state ="
MEANWHILE: dict[str, set[str]] = {
    "UPDATE unannounced_cases SET state = 'recommended'": {"KeptDiffers"},
    "UPDATE unannounced_cases SET ended = 0": {"KeptDiffers"},
    "UPDATE unannounced_cases SET fields = '{}'": {"KeptDiffers"},
    f"{SHOWN} 'declined' WHERE seq = 7": {"KeptDiffers"},
    f"{SHOWN} 'assigned' WHERE seq = 8": {"KeptDiffers"},
    f"{SHOWN} NULL WHERE seq = 7": {"EntryHidden"},
    f"{SHOWN} 'recommended' WHERE seq = 6": {"EntryShown"},
    "UPDATE unannounced_entries SET root = 'x' WHERE seq = 8": {"EntryWaitsFor"},
    "INSERT INTO unannounced_entries (case_code, root, seq, state) "
    f"VALUES ('{FIRST}', '{FIRST}', 4, 'withdrawn')": {"EntryHidden"},
}


@pytest.mark.parametrize("change", MEANWHILE)
def test_what_is_recorded_meanwhile_by_who_is_not_told_shows_where_he_sees_the_case(
    office: Office, change: str
) -> None:
    recorded(office, "rename", fields=RENAMED)
    recorded(office, "withdraw")
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(change)
    found = check(office)
    assert said(found) == {("I1", FIRST, code) for code in MEANWHILE[change]}
    assert not [one for one in found if "—" in one.message() + one.message("en")]


@pytest.mark.parametrize("moves", [*permutations(("rename", "review", "withdraw"), 2)])
@pytest.mark.parametrize("decided", ["review", "decline"])
def test_each_fact_leads_on_from_where_its_recorder_saw_the_case(
    fresh_url: str, decided: str, moves: tuple[str, str]
) -> None:
    office = a_national_office(fresh_url)
    assert recommended(office) == FIRST
    act(office, decided, FIRST, "committee", reason="任务不明确")
    for move in moves:
        recorded(office, move, fields=RENAMED if move == "rename" else {})
        remark(office, a_command("note", FIRST, reason="请问进展"))
    assert check(office) == []
    act(office, ANNOUNCE, FIRST, "committee")
    assert check(office) == []
    office.close()


def test_what_a_correction_undoes_below_is_announced_with_it(fresh_url: str) -> None:
    office = a_national_office(fresh_url)
    assert recommended(office) == FIRST
    recorded(office, "assign", actor="committee")
    recorded(office, "review", actor="committee", corrects=3)
    hidden = rows_of(office, "SELECT DISTINCT root FROM unannounced_entries")
    assert [tuple(row) for row in hidden] == [(FIRST,)]
    assert len(rows_of(office, "SELECT * FROM unannounced_cases")) > 1
    assert check(office) == []
    office.close()


def test_a_fact_from_before_its_state_was_kept_is_no_finding(office: Office) -> None:
    recorded(office, "withdraw")
    with as_administrator(office) as database:
        database.execute("DELETE FROM unannounced_entries WHERE state IS NOT NULL")
    assert check(office) == []


def an_office_that_stops_quietly(where: Path | str) -> Office:
    """Stopping a pilot is announced later there; one is stopped while its children are owed."""
    declared = a_programme()
    pilot = declared.cases["pilot"]
    stop = pilot.moves["stop"].model_copy(
        update={"announced_by": Announcement(by=("committee",), four_eyes=False)}
    )
    quiet = pilot.model_copy(update={"moves": {**pilot.moves, "stop": stop}})
    changed = {"cases": {**declared.cases, "pilot": quiet}}
    office = an_office(where, declared.model_copy(update=changed))
    perform(office, an_application())
    perform(office, a_command("recommend", PILOT, attachments=(a_letter(),)))
    perform(office, a_command("assign", PILOT, actor="committee"))
    perform(office, a_command("stop", PILOT, actor="committee", reason="违规"))
    return office


def test_what_follows_a_parent_is_hidden_and_announced_with_it(fresh_url: str) -> None:
    office = an_office_that_stops_quietly(fresh_url)
    remark(office, a_command("note", SUMMARY, actor="committee", reason="不再报送"))
    hidden = rows_of(office, "SELECT DISTINCT root FROM unannounced_entries")
    assert [tuple(row) for row in hidden] == [(PILOT,)]
    assert check(office) == []
    perform(office, a_command(ANNOUNCE, PILOT, actor="committee"))
    assert rows_of(office, "SELECT * FROM unannounced_entries") == []
    assert check(office) == []
    remark(office, a_command("note", SUMMARY, actor="committee", reason="已公布"))
    assert check(office) == []
    office.close()


def test_a_child_shown_before_its_parent_is_announced_is_named(tmp_path: Path) -> None:
    office = an_office_that_stops_quietly(tmp_path)
    with as_administrator(office) as database:
        for table in ("unannounced_cases", "unannounced_entries"):
            database.execute(f"DELETE FROM {table} WHERE case_code = ?", [SUMMARY])
        database.execute("UPDATE cases SET unannounced = 0 WHERE code = ?", [SUMMARY])
    codes = ("ColumnDiffers", "KeptGone", "EntryShown")
    assert said(check(office)) == {("I1", SUMMARY, code) for code in codes}
