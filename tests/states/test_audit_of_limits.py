"""The audit of limits that were moved: what the programme does not provide is named, even if the
chain of the case was made to fit."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from config.programme import Programme
from states.actions import approve, perform
from states.audits.duty_fold import COMPARED
from states.audits.oracle import check
from states.commands import PYTHON
from states.duties import sweep
from states.office import Office
from states.tables import duties
from states.words.entries import RIGHTED
from tests.administrator import as_administrator, edit, entries, reseal
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    happened,
    set_clock,
)
from tests.stores import rows_of
from tests.wrong_acts import a_lapsing_programme, applied, recorded

CASE = "ZJ-2026-001"
ANSWER: dict[str, Any] = {
    "title": "答复",
    "case": "pilot",
    "by": "province",
    "due": "2026年7月31日前",
    "bound-by": "assign",
    "extension": {"by": "committee", "longest": "15日", "in-all": "20日", "order": "required"},
    "pause": {"by": "committee", "for": {"appraisal": "检定"}},
    "exempt": {"by": "committee"},
}
BY_PROVINCE = {"extension": {"by": "province"}, "exempt": {"by": "province"}}
OTHER: dict[str, Any] = ANSWER | {"title": "回访"} | BY_PROVINCE
Damage = Callable[[dict[str, Any]], None]


def a_file(**answer: Any) -> Programme:
    """The small programme in which a case owes an answer, and a visit that others may extend."""
    lapsing = {**SMALL["duties"]["recommendation"], "late": "accept"}
    pilot = SMALL["cases"]["pilot"]
    moves = {name: move for name, move in pilot["moves"].items() if name != "lapse"}
    cases = {**SMALL["cases"], "pilot": {**pilot, "moves": moves}}
    duties = {"answer": ANSWER | answer, "visit": OTHER, "recommendation": lapsing}
    rounds = {"annual_round": SMALL["rounds"]["annual_round"]}
    return a_programme(cases=cases, duties=SMALL["duties"] | duties, rounds=rounds)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = an_office(tmp_path, a_file())
    perform(office, an_application())
    return office


def moved(office: Office, act: str = "extend-duty", **given: Any) -> int:
    """An act of the committee on the answer; the number of its entry."""
    fields = {"duty": "answer"} | given.pop("fields", {})
    if act == "extend-duty":
        fields = {"to": "2026-08-10", "order": "国标委函〔2026〕7号", **fields}
    given = {"actor": "committee", "reason": "来函", **given}
    return perform(office, a_command(act, CASE, fields=fields, **given)).seq


def forge(office: Office, seq: int, damage: Damage | None = None, **columns: Any) -> None:
    """An entry changed, its effects by `damage`, and its chain made to fit."""
    with as_administrator(office) as database:
        if damage is not None:
            effects = orjson.loads(entries(database, CASE)[seq - 1]["effects"])
            damage(effects)
            columns["effects"] = orjson.dumps(effects).decode()
        edit(database, CASE, seq, **columns)
        reseal(database, CASE)


def said(office: Office) -> set[tuple[str, str]]:
    """What is wrong, but for tables that differ from what was forged."""
    return {(v.invariant, v.code) for v in check(office) if v.code != "DutyDiffers"}


def now(**columns: Any) -> Damage:
    return lambda effects: effects["changes"][0]["now"].update(columns)


def change(**parts: Any) -> Damage:
    return lambda effects: effects["changes"][0].update(parts)


def without(part: str) -> Damage:
    return lambda effects: effects["changes"][0].pop(part)


def ends(day: str) -> Damage:
    """The limit moved to the end of a day."""
    return now(due_on=day, due_at=f"{day}T16:00:00.000000Z")


EXTENDED: dict[str, tuple[Damage | None, dict[str, Any], set[tuple[str, str]]]] = {
    "without a reason": (None, {"reason": ""}, {("I12", "ChangeWithoutReason")}),
    "by whom another duty is entrusted to": (
        None,
        {"actor": "zhejiang", "role": "province", "scope": "jurisdiction:33"},
        {("I5", "RoleMayNot")},
    ),
    "in a way that nobody knows": (change(how="vanished"), {}, {("I12", "ChangeNotProvided")}),
    "in the way of another act": (change(how="resumed"), {}, {("I12", "ChangeNotProvided")}),
    "as if it had been put right": (change(how=RIGHTED), {}, {("I12", "ChangeNotProvided")}),
    "of another duty than it may": (change(duty="summary"), {}, {("I1", "DutyNeverOpened")}),
    "from a day that was none": (
        change(was=["2026-07-01", "2026-07-01T16:00:00.000000Z"]),
        {},
        {("I12", "OldDayDiffers")},
    ),
    "to the very same day": (ends("2026-07-31"), {}, {("I12", "DueShortened")}),
    "to an earlier day": (ends("2026-07-15"), {}, {("I12", "DueShortened")}),
    "to no day": (now(due_on=None, due_at=None), {}, {("I12", "DueShortened")}),
    "without a document": (without("order"), {}, {("I12", "ChangeWithoutOrder")}),
    "to the last day that it may": (ends("2026-08-15"), {}, set()),
    "by a day too many": (ends("2026-08-16"), {}, {("I12", "ExtendedBeyond")}),
    "without counting it": (now(extended=0), {}, {("I12", "ExtendedBeyond")}),
    "with a rule passed that is hard": (
        ends("2026-09-30"),
        {"flags": '[{"clause":[],"code":"ExtendedTooFar","kind":"overridden","message":"x"}]'},
        {("I12", "ExtendedBeyond"), ("I5", "ApprovalMissing")},
    ),
}


@pytest.mark.parametrize("how", EXTENDED)
def test_an_extension_that_was_not_provided_is_named(office: Office, how: str) -> None:
    damage, columns, expected = EXTENDED[how]
    seq = moved(office)
    assert said(office) == set()
    forge(office, seq, damage, **columns)
    assert said(office) == expected


def test_an_extension_once_more_than_the_file_allows_is_named(office: Office) -> None:
    moved(office)
    again = {"to": "2026-08-12", "order": "国标委函〔2026〕8号"}
    set_clock(office, "2026-06-02 12:00:00")
    seq = moved(office, fields=again, occurrence=happened("2026-06-02"))
    assert said(office) == set()
    forge(office, seq, entry="decision", flags="[]")
    assert ("I12", "ExtendedBeyond") in said(office)


def test_extensions_that_go_too_far_together_are_named(tmp_path: Path) -> None:
    twice = ANSWER["extension"] | {"times": 2}
    office = an_office(tmp_path, a_file(extension=twice))
    perform(office, an_application())
    moved(office, fields={"to": "2026-08-15"})
    seq = moved(office, fields={"to": "2026-08-20"})
    assert said(office) == set()
    forge(office, seq, ends("2026-08-21"))
    assert said(office) == {("I12", "ExtendedBeyond")}


def test_an_extension_without_the_second_person_is_named(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_file(extension=ANSWER["extension"] | {"four-eyes": True}))
    perform(office, an_application())
    fields = {"duty": "answer", "to": "2026-08-10", "order": "国标委函〔2026〕7号"}
    asked = a_command("extend-duty", CASE, actor="committee", fields=fields, reason="来函")
    waiting = perform(office, asked).waiting
    assert waiting is not None
    approve(office, waiting, "committee-2", via=PYTHON)
    assert said(office) == set()
    forge(office, 2, lambda effects: effects.pop("approval"))
    assert said(office) == {("I5", "ApprovalMissing"), ("I5", "RequestChanged")}


@pytest.mark.parametrize("why", ["holiday", None])
def test_a_pause_for_another_reason_than_the_file_names_is_named(
    office: Office, why: str | None
) -> None:
    seq = moved(office, "pause-duty", fields={"for": "appraisal"})
    assert said(office) == set()
    forge(office, seq, change(**{"for": why}))
    assert said(office) == {("I12", "ChangeNotProvided")}


def test_an_exemption_by_whom_nobody_entrusted_is_named(office: Office) -> None:
    seq = moved(office, "exempt-duty")
    assert said(office) == set()
    forge(office, seq, actor="zhejiang", role="province", scope="jurisdiction:33")
    assert said(office) == {("I5", "RoleMayNot")}


def test_an_overdue_mark_that_a_past_day_takes_back_is_named(office: Office) -> None:
    set_clock(office, "2026-08-03 09:00:00")
    sweep(office)
    seq = moved(office)
    assert said(office) == set()
    forge(office, seq, ends("2026-08-02"))
    assert said(office) == {("I12", "OverdueRevoked")}


def test_an_act_on_a_duty_that_provides_no_such_act_is_named(office: Office) -> None:
    seq = moved(office)
    forge(office, seq, change(duty="recommendation"))
    assert ("I12", "ChangeNotProvided") in said(office)


def done_late(office: Office) -> int:
    """The entry of a fact from before the end that had waived the answer."""
    perform(office, a_command("withdraw", CASE, reason="单位放弃"))
    set_clock(office, "2026-06-05 12:00:00")
    done = a_command("assign", CASE, actor="committee", occurrence=happened("2026-05-20"))
    return perform(office, done).seq


DONE: dict[str, tuple[Damage | None, dict[str, Any]]] = {
    "by a decision": (None, {"entry": "decision"}),
    "on another day than its entry says": (now(settled_at="2026-05-21T02:00:00.000000Z"), {}),
    "after the end": (
        now(settled_at="2026-06-02T02:00:00.000000Z"),
        {"occurred_at": "2026-06-02T02:00:00.000000Z"},
    ),
}


@pytest.mark.parametrize("how", DONE)
def test_what_was_not_done_before_an_end_is_named(office: Office, how: str) -> None:
    damage, columns = DONE[how]
    seq = done_late(office)
    assert said(office) == set()
    forge(office, seq, damage, **columns)
    assert ("I12", "ChangeNotProvided") in said(office)


def test_what_is_marked_or_done_at_the_very_instant_of_its_limit_is_late_and_no_violation(
    office: Office,
) -> None:
    other = perform(office, an_application(fields={"category": "services"})).case
    perform(office, a_command("recommend", other, attachments=(a_letter(),)))
    set_clock(office, "2026-08-01 00:00:00")
    perform(office, a_command("assign", other, actor="committee"))
    sweep(office)
    owed = "SELECT case_code, status FROM duties WHERE duty = 'answer' ORDER BY case_code"
    assert rows_of(office, owed) == [(CASE, "overdue"), (other, "late")]
    assert said(office) == set()


def test_a_recorded_fact_that_an_act_cites_is_there(office: Office) -> None:
    set_clock(office, "2026-06-05 12:00:00")
    perform(office, a_command("recommend", CASE, occurrence=happened("2026-06-02")))
    right = a_command("recommend", CASE, occurrence=happened("2026-06-03"), corrects=2)
    seq = perform(office, right).seq
    assert said(office) == set()
    forge(office, seq, lambda effects: effects["corrects"].update(move="assign"))
    assert ("I6", "CitesNothing") in said(office)


def test_a_fact_in_the_place_of_the_clock_came_before_the_limit(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, a_lapsing_programme(), now="2026-07-20 09:00:00")) as office:
        case = applied(office)
        sweep(office)
        recorded(office, "withdraw", case, "2026-06-25")
        seq = recorded(office, "withdraw", case, "2026-06-26", corrects=3).seq
        late = "2026-07-01T02:00:00.000000Z"
        forge(office, seq, lambda effects: effects["corrects"].update(now=late))
        assert ("I6", "ClockWasRight") in said(office)
        # put right once more, the lapse counts again
        recorded(office, "withdraw", case, "2026-07-01", corrects=3)


def test_what_holds_again_is_there(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, a_lapsing_programme(), now="2026-07-20 09:00:00")) as office:
        case = applied(office)
        sweep(office)
        recorded(office, "withdraw", case, "2026-06-25")
        seq = recorded(office, "withdraw", case, "2026-07-01", corrects=3).seq
        forge(office, seq, lambda effects: effects["corrects"].update(again=[9]))
        assert ("I6", "CitesNothing") in said(office)


@pytest.mark.parametrize("column", COMPARED)
def test_each_column_of_a_duty_is_what_the_history_gives(office: Office, column: str) -> None:
    numbers = ("provisional", "opened_seq", "settled_seq", "extended", "target", "done")
    wrong = {"status": "waived"} | dict.fromkeys(numbers, 7)
    with as_administrator(office) as database:
        database.execute(
            f"UPDATE duties SET {column} = ? WHERE duty = 'answer'",
            [wrong.get(column, "2030-01-01T00:00:00.000000Z")],
        )
    (found,) = check(office)
    assert (found.code, found.parameters["column_en"]) == ("DutyDiffers", column)


def test_every_column_of_a_duty_that_the_history_gives_is_compared() -> None:
    # what is told, and what says which duty it is, the history of the case does not give
    apart = {"case_code", "duty", "n", "programme", "kind", "jurisdiction", "category", "period"}
    apart |= {"phrase", "clause", "reminded", "escalated", "restarted_at", "told"}
    apart |= {"reminded_internal"}
    assert {column.name for column in duties.columns} - apart == set(COMPARED)
