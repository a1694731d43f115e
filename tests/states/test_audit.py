"""The audit: silent on a sound record, and naming whatever is not. What an intruder may do to the
chain itself is in tests/faults/test_tampering.py; here somebody changes the tables around it."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.audits.rulings import Act, rule
from states.audits.violations import Violation, known_codes
from states.commands import Occurrence
from states.history import CHAINED
from states.office import Office, open_office
from states.queries.histories import history
from states.record.stored import Entry
from tests.administrator import as_administrator, edit, reseal
from tests.builders import a_command, an_application, at
from tests.stories import OTHER, PILOT, SUMMARY, WITHDRAWN, a_story, finish


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_story(tmp_path)


def said(found: Sequence[Violation]) -> set[tuple[str, str, str]]:
    return {(v.invariant, v.subject, v.code) for v in found}


def test_a_sound_record_has_no_violations_on_either_database(fresh_url: str) -> None:
    office = a_story(fresh_url)
    finish(office)
    assert check(office) == []
    office.close()


def test_a_fact_recorded_against_the_rules_is_no_violation(office: Office) -> None:
    happened = Occurrence(at("2026-06-29 10:00:00"), "国家系统", "回执-9")
    receipt = perform(office, a_command("recommend", OTHER, actor="guangdong", occurrence=happened))
    assert receipt.state == "recommended" and len(receipt.flags) >= 2
    assert check(office) == []


def test_the_columns_are_read_in_the_order_in_which_they_are_hashed() -> None:
    assert Entry._fields == (*CHAINED, "hash", "id")


def test_every_sentence_of_the_audit_can_be_said_in_both_languages() -> None:
    for code in known_codes():
        violation = Violation("I1", "ZJ-1", 2, code, {})
        assert violation.message("zh") and "{" not in violation.message("zh")
        assert violation.message("en") and violation.message("en") != violation.message("zh")


Damage = Callable[[sqlite3.Connection], object]


def sql(statement: str, *parameters: object) -> Damage:
    return lambda database: database.execute(statement, parameters)


def forged(case: str, seq: int, **changes: object) -> Damage:
    """An entry changed, and its chain, its case and its receipt made to fit."""

    def damage(database: sqlite3.Connection) -> None:
        edit(database, case, seq, **changes)
        reseal(database, case)

    return damage


TAMPERED: dict[str, tuple[Damage, set[tuple[str, str, str]]]] = {
    "a state set by hand": (
        sql("UPDATE cases SET state = 'done' WHERE code = ?", PILOT),
        {("I1", PILOT, "StateDiffers")},
    ),
    "a field set by hand": (
        sql("""UPDATE cases SET fields = '{"title":"别的"}' WHERE code = ?""", PILOT),
        {("I1", PILOT, "ColumnDiffers")},
    ),
    "a unit set by hand": (
        sql("UPDATE cases SET unit_name = '别的单位' WHERE code = ?", PILOT),
        {("I1", PILOT, "ColumnDiffers")},
    ),
    "an end set by hand": (
        sql("UPDATE cases SET ended = 1 WHERE code = ?", PILOT),
        {("I1", PILOT, "ColumnDiffers")},
    ),
    "quota held by hand": (
        sql("UPDATE cases SET holds = '{}' WHERE code = ?", PILOT),
        {("I1", PILOT, "ColumnDiffers")},
    ),
    "a case turned into another kind": (
        sql("UPDATE cases SET kind = 'secret' WHERE code = ?", OTHER),
        {("I6", OTHER, "KindUnknown"), ("I1", OTHER, "ColumnDiffers")}
        | {("I1", OTHER, "DutyDiffers")},
    ),
    "an entry that is no JSON": (
        forged(PILOT, 2, effects="{"),
        {
            ("I2", PILOT, "EntryUnreadable"),
            ("I1", PILOT, "ColumnDiffers"),
            ("I1", PILOT, "DutyDiffers"),
            ("I7", "small", "QuotaDiffers"),
        },
    ),
    "an actor who never was": (
        forged(PILOT, 2, actor="nobody"),
        {("I5", PILOT, "AccountUnknown")},
    ),
    "no actor at all": (forged(PILOT, 2, actor=""), {("I5", PILOT, "ActorMissing")}),
    "an act of the wrong role": (
        forged(PILOT, 2, actor="committee", role="committee", scope="programme"),
        {("I5", PILOT, "RoleMayNot")},
    ),
    "an act out of scope": (
        forged(PILOT, 2, actor="guangdong", scope="jurisdiction:44"),
        {("I5", PILOT, "ScopeMayNot")},
    ),
    "a role that the account never held": (
        forged(PILOT, 3, actor="zhejiang"),
        {("I5", PILOT, "GrantMissing")},
    ),
    "an act before the role was granted": (
        sql("UPDATE grants SET granted_at = '2027-01-01T00:00:00.000000Z' WHERE id = 1"),
        {("I5", code, "GrantMissing") for code in (PILOT, WITHDRAWN)}
        | {("I5", "zhejiang", "GrantDiffers")},
    ),
    "a role added by hand": (
        sql(
            "INSERT INTO grants (account, programme, role, granted_at) "
            "VALUES ('zhejiang', 'small', 'committee', '2026-01-01T00:00:00.000000Z')"
        ),
        {("I5", "zhejiang", "GrantUnrecorded")},
    ),
    "an account closed before it acted": (
        sql("UPDATE accounts SET closed_at = '2027-12-01' WHERE account = 'zhejiang'"),
        {("I5", SUMMARY, "AccountClosed"), ("I5", f"{PILOT}-2028", "AccountClosed")}
        | {("I5", "zhejiang", "AccountDiffers")},
    ),
    "the system doing what people must": (
        forged(PILOT, 2, actor="system", role="system"),
        {("I5", PILOT, "SystemMayNot")},
    ),
    "a leap over states": (
        forged(PILOT, 2, to_state="done"),
        {("I6", PILOT, "NotAnEdge"), ("I6", PILOT, "FromDiffers"), ("I6", PILOT, "AfterEnd")}
        | {("I1", PILOT, "ColumnDiffers")},
    ),
    "a move that the programme does not know": (
        forged(PILOT, 2, move="bless"),
        {("I6", PILOT, "MoveUnknown")},
    ),
    "another version of the programme": (
        forged(PILOT, 2, programme_version=7),
        {("I6", PILOT, "VersionUnknown"), ("I6", PILOT, "VersionChanged")},
    ),
    "a receipt moved to another command": (
        sql(
            "UPDATE receipts SET command = 'another' WHERE command = (SELECT command FROM history "
            "WHERE case_code = ? AND seq = 2)",
            PILOT,
        ),
        {("I4", PILOT, "ReceiptMissing"), ("I4", PILOT, "ReceiptWithoutEntry")},
    ),
    "a quota counted down by hand": (
        sql("UPDATE quotas SET used = 0 WHERE bucket = 'general/33'"),
        {("I7", "small", "QuotaDiffers")},
    ),
    "a cap raised by hand": (
        sql("UPDATE quotas SET cap = 99 WHERE bucket = 'general/33'"),
        {("I7", "small", "CapDiffers")},
    ),
    "a cap that was exceeded": (
        sql("UPDATE quotas SET cap = 1 WHERE bucket = 'general/33'"),
        {("I7", WITHDRAWN, "QuotaExceeded"), ("I7", "small", "CapDiffers")},
    ),
    "refusals made unreadable": (
        sql("UPDATE refusals SET reasons = 'x'"),
        {("I8", "refusals", "RefusalUnreadable")},
    ),
    "a limit moved by hand": (
        sql("UPDATE duties SET due_at = '2030-01-01' WHERE case_code = ?", SUMMARY),
        {("I1", SUMMARY, "DutyDiffers")},
    ),
    "an overdue mark wiped": (
        sql("UPDATE duties SET overdue_at = NULL WHERE case_code = ?", SUMMARY),
        {("I1", SUMMARY, "DutyDiffers")},
    ),
    "a duty deleted": (
        sql("DELETE FROM duties WHERE case_code = ?", SUMMARY),
        {("I1", SUMMARY, "DutyMissing")},
    ),
    "lateness denied": (
        forged(SUMMARY, 3, effects='{"settles":[["summary",1,"met"]]}'),
        {("I11", SUMMARY, "LatenessWrong"), ("I1", SUMMARY, "DutyDiffers")},
    ),
    "a duty marked overdue twice": (
        forged(SUMMARY, 4, effects='{"overdue":[["summary",1]]}'),
        {("I9", SUMMARY, "OverdueTwice"), ("I1", SUMMARY, "DutyDiffers")},
    ),
    "a duty marked before it was due": (
        forged(f"{PILOT}-2028", 2, effects='{"overdue":[["summary",1]]}'),
        {
            ("I11", f"{PILOT}-2028", "OverdueEarly"),
            ("I1", f"{PILOT}-2028", "DutyDiffers"),
        },
    ),
    "a notice that nobody caused": (
        sql(
            "INSERT INTO outbox (key, topic, recipient, case_code, subject, body, created_at) "
            "VALUES ('x/ZJ/province', 'move', 'province', 'ZJ', '', '', '')"
        ),
        {("I13", "ZJ", "NoticeWithoutEntry")},
    ),
    "a notice taken and told to nobody": (
        sql(
            "INSERT INTO outbox (key, topic, recipient, case_code, subject, body, created_at, "
            "taken_at) VALUES ('x', 'remind', 'province', 'ZJ', '', '', '', 'now')"
        ),
        {("I14", "ZJ", "NoticeLost")},
    ),
    "time that went back": (
        forged(PILOT, 4, recorded_at="2026-01-01T00:00:00.000000Z"),
        {("I17", PILOT, "TimeWentBack"), ("I4", PILOT, "ReceiptDiffers")},
    ),
    "a programme changed after activation": (
        sql("UPDATE programmes SET compiled = replace(compiled, '小方案', '大方案')"),
        {("I22", "small", "ProgrammeChanged")},
    ),
    "a programme with a digest to match": (
        sql("UPDATE programmes SET digest = 'x'"),
        {("I22", "small", "ProgrammeChanged"), ("I22", "small", "ActivationUnrecorded")},
    ),
    "a parent deleted": (
        sql("UPDATE cases SET parent = 'ZJ-2026-999' WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ParentMissing")},
    ),
    "a history deleted under its case": (
        sql("DELETE FROM history WHERE case_code = ?", OTHER),
        {("I1", OTHER, "CaseWithoutHistory"), ("I4", OTHER, "ReceiptWithoutEntry")},
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_table_changed_by_hand_is_named(office: Office, what: str) -> None:
    damage, expected = TAMPERED[what]
    with as_administrator(office) as database:
        damage(database)
    found = check(office)
    assert said(found) == expected
    for violation in found:
        assert "—" not in violation.message(), violation


def test_an_entry_forged_without_approval_is_named(office: Office) -> None:
    finish(office)
    with as_administrator(office) as database:
        (seq,) = database.execute("SELECT seq FROM cases WHERE code = ?", [PILOT]).fetchone()
        (request,) = database.execute("SELECT request FROM requests").fetchone()
        edit(database, PILOT, seq, effects="{}")
        reseal(database, PILOT)
    expected = {("I5", PILOT, "ApprovalMissing"), ("I5", request, "RequestChanged")}
    assert said(check(office)) == expected


def test_an_entry_approved_by_its_own_actor_is_named(office: Office) -> None:
    finish(office)
    with as_administrator(office) as database:
        (seq,) = database.execute("SELECT seq FROM cases WHERE code = ?", [PILOT]).fetchone()
        (request,) = database.execute("SELECT request FROM requests").fetchone()
        edit(database, PILOT, seq, effects='{"approval":{"by":"committee"}}')
        reseal(database, PILOT)
    expected = {("I5", PILOT, "SelfApproved"), ("I5", request, "RequestChanged")}
    assert said(check(office)) == expected


def test_entries_with_values_of_a_strange_type_are_named_and_do_not_stop_the_audit(
    office: Office,
) -> None:
    with as_administrator(office) as database:
        edit(database, PILOT, 1, reason=b"\xff\x00")
        edit(database, PILOT, 2, effects='{"opens":7,"takes":[]}')
        edit(database, PILOT, 3, flags='[1,{"code":2}]', hash_name="md6")
    found = said(check(office))
    assert ("I2", PILOT, "EntryChanged") in found
    assert ("I2", PILOT, "EntryUnreadable") in found
    assert ("I2", PILOT, "HashUnknown") in found


def test_protection_that_was_taken_away_is_named(office: Office) -> None:
    assert office.store.path is not None
    with closing(sqlite3.connect(office.store.path)) as database:
        database.execute("DROP TRIGGER history_no_UPDATE")
    (violation,) = check(office)
    assert (violation.invariant, violation.code, violation.subject) == (
        "I2",
        "GuardMissing",
        "history",
    )


def test_findings_come_in_the_order_of_cases_and_entries(office: Office) -> None:
    with as_administrator(office) as database:
        for case, seq in ((PILOT, 3), (PILOT, 1), (OTHER, 1)):
            edit(database, case, seq, reason="改过")
    found = [(v.subject, v.seq) for v in check(office)]
    assert found == [(OTHER, 1), (PILOT, 1), (PILOT, 3)]


def test_what_is_found_can_be_read_by_programs(office: Office) -> None:
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过")
    (shown,) = [v.as_json("en") for v in check(office)]
    assert shown["invariant"] == "I2"
    assert (shown["subject"], shown["seq"], shown["code"]) == (PILOT, 2, "EntryChanged")
    assert shown["parameters"]["move"] == "推荐"


def test_states_are_named_in_the_language_of_whoever_reads(office: Office) -> None:
    with office.store.read() as tx:
        compiled = office.current(tx)
    act = Act("pilot", "decision", "assign", None, "reporting", "committee", False, frozenset())
    breaches = rule(compiled, act).breaches
    (found,) = [Violation(i, PILOT, 1, code, named) for i, code, named in breaches]
    assert "由“（新建）”到“年度报告”" in found.message()
    assert "from “(new)” to “年度报告”" in found.message("en")
    assert found.as_json("en")["parameters"]["from_state"] == "(new)"


def test_an_audit_sees_one_instant_while_others_write(office: Office) -> None:
    with office.store.read() as tx:
        assert check(office, tx) == []
        other = open_office(office.store.url)
        other.clock = office.clock
        perform(other, an_application())
        assert check(office, tx) == []
        other.close()
    assert check(office) == []


def test_rows_doubled_in_a_table_rebuilt_without_its_keys_are_named(office: Office) -> None:
    with as_administrator(office) as database:
        for table in ("history", "outbox"):
            database.execute(f"CREATE TABLE rebuilt AS SELECT * FROM {table}")
            database.execute(f"DROP TABLE {table}")
            database.execute(f"ALTER TABLE rebuilt RENAME TO {table}")
            database.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")
        database.execute("INSERT INTO history SELECT * FROM history WHERE case_code = ?", [OTHER])
    found = said(check(office))
    assert ("I3", OTHER, "EntryTwice") in found
    assert {code for _, _, code in found} >= {"EntryTwice", "CommandTwice"}


def test_an_entry_of_the_system_is_named_as_in_the_history(office: Office) -> None:
    with as_administrator(office) as database:
        edit(database, SUMMARY, 1, reason="改过")
    (found,) = check(office)
    opened = history(office, "zhejiang", SUMMARY)[0]
    assert found.as_json()["parameters"]["move"] == opened.move_title == "开立"
