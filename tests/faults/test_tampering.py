"""The twelve attacks of an administrator on the record, and what finds each: the chain inside the
database, a checkpoint kept elsewhere, a receipt in somebody's hands, or, after the last checkpoint,
nothing. The last is the window that docs say is open."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.audits.violations import Violation
from states.commands import Receipt
from states.history import as_text
from states.keeping.checkpoints import make, verify_against, verify_receipt
from states.keeping.keys import SigningKey, signing_key
from states.office import Office
from tests.administrator import (
    as_administrator,
    copy_of,
    edit,
    entries,
    forget_checkpoints,
    put_back,
    reseal,
    reseal_one,
    undo_case,
)
from tests.builders import a_command, an_application, set_clock
from tests.stories import OTHER, PILOT, SUMMARY, WITHDRAWN, a_story, finish


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = a_story(tmp_path)
    assert check(office) == []
    return office


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return signing_key(tmp_path / "keys")


def codes(found: Sequence[Violation], subject: str | None = None) -> set[str]:
    return {v.code for v in found if subject in (None, v.subject)}


def place_of(found: Sequence[Violation], code: str) -> tuple[str, int | None]:
    (violation,) = [v for v in found if v.code == code]
    return violation.subject, violation.seq


def test_1_an_edited_entry_is_named_by_the_chain(office: Office) -> None:
    with as_administrator(office) as database:
        edit(database, PILOT, 2, actor_name="别人")
    found = check(office)
    assert place_of(found, "EntryChanged") == (PILOT, 2)
    (violation,) = found
    assert f"{PILOT} 第 2 条（推荐，别人，2026-06-01 09:00:00）写入后被改动" in violation.message()
    assert f"{PILOT} entry 2 (recommend, 别人" in violation.message("en")


def test_2_an_entry_edited_with_its_own_hash_breaks_the_next_link(office: Office) -> None:
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过的理由")
        reseal_one(database, PILOT, 2)
    found = check(office)
    assert place_of(found, "ChainBroken") == (PILOT, 3)
    assert place_of(found, "ReceiptDiffers") == (PILOT, 2)


def test_2b_a_last_entry_edited_with_its_own_hash_differs_from_the_case(office: Office) -> None:
    with as_administrator(office) as database:
        last = len(entries(database, SUMMARY))
        edit(database, SUMMARY, last, reason="改过的理由")
        reseal_one(database, SUMMARY, last)
    assert place_of(check(office), "HeadDiffers") == (SUMMARY, last)


def test_3_a_whole_chain_recomputed_is_found_only_by_the_checkpoint(
    office: Office, key: SigningKey
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过的理由")
        reseal(database, PILOT)
        forget_checkpoints(database)
    assert check(office) == []
    found = verify_against(office, kept, key.public)
    assert place_of(found, "ChainRewritten") == (PILOT, 4)
    assert codes(found) == {"ChainRewritten"}


def test_3b_the_databases_own_checkpoint_finds_it_too_if_it_was_left(
    office: Office, key: SigningKey
) -> None:
    make(office, key)
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过的理由")
        reseal(database, PILOT)
    assert codes(check(office)) == {"ChainRewritten"}


def test_3c_a_checkpoint_deleted_from_the_database_is_missed_by_the_ledger(
    office: Office, key: SigningKey
) -> None:
    make(office, key)
    with as_administrator(office) as database:
        database.execute("DELETE FROM checkpoints")
    assert codes(check(office)) == {"CheckpointMissing"}


def test_4_a_tail_deleted_carelessly_is_found_in_the_database(office: Office) -> None:
    with as_administrator(office) as database:
        last = len(entries(database, SUMMARY))
        database.execute("DELETE FROM history WHERE case_code = ? AND seq = ?", [SUMMARY, last])
    found = check(office)
    assert {"LastEntryDiffers", "ReceiptWithoutEntry", "StateDiffers"} <= codes(found)


def test_4b_an_entry_deleted_from_the_middle_is_named_as_missing(office: Office) -> None:
    with as_administrator(office) as database:
        database.execute("DELETE FROM history WHERE case_code = ? AND seq = 2", [PILOT])
    assert place_of(check(office), "EntryMissing") == (PILOT, 2)


def test_5_a_tail_deleted_with_all_its_traces_is_found_only_by_the_checkpoint(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    before = copy_of(office, tmp_path / "before.db")
    perform(office, a_command("stop", PILOT, actor="committee", reason="违规"))
    kept = make(office, key)
    with as_administrator(office) as database:
        undo_case(database, before, PILOT)
        for child in (SUMMARY, f"{PILOT}-2028"):
            undo_case(database, before, child)
        forget_checkpoints(database)
    assert check(office) == []
    found = verify_against(office, kept, key.public)
    assert place_of(found, "TailCut")[0] == PILOT
    assert codes(found) == {"TailCut", "CountFell"}


def test_6_a_case_deleted_with_its_history_is_found_by_receipts_and_checkpoint(
    office: Office, key: SigningKey
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        for table, column in (("history", "case_code"), ("duties", "case_code"), ("cases", "code")):
            database.execute(f"DELETE FROM {table} WHERE {column} = ?", [OTHER])
    assert codes(check(office), OTHER) == {"ReceiptWithoutEntry", "CaseGone"}
    assert codes(verify_against(office, kept, key.public), OTHER) == {"CaseGone"}


def test_6b_a_case_deleted_but_for_its_history_is_found_in_the_database(office: Office) -> None:
    with as_administrator(office) as database:
        database.execute("DELETE FROM cases WHERE code = ?", [OTHER])
    (violation,) = check(office)
    assert (violation.code, violation.subject) == ("HistoryWithoutCase", OTHER)
    assert violation.message() == f"{OTHER} 有 2 条留痕，但事项本身已不在：被删除"


def test_7_a_log_cut_before_the_checkpoint_looks_like_an_old_copy(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    before = copy_of(office, tmp_path / "before.db")
    finish(office)
    kept = make(office, key)
    put_back(office, before)
    assert check(office) == []
    found = verify_against(office, kept, key.public)
    assert codes(found) == {"TailCut", "CountFell"}


def test_8_a_log_cut_after_the_checkpoint_is_seen_only_by_who_holds_a_receipt(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    kept = make(office, key)
    after = copy_of(office, tmp_path / "after.db")
    receipt = perform(office, an_application())
    put_back(office, after)
    assert check(office) == []
    assert verify_against(office, kept, key.public) == []
    assert codes(verify_receipt(office, receipt.as_json())) == {"ReceiptWithoutEntry"}


def back_date(database: sqlite3.Connection, case: str, seq: int, **changes: object) -> None:
    """Insert a copy of an entry after it, with other contents, moving the later ones up."""
    later = [e["seq"] for e in entries(database, case) if e["seq"] > seq]
    for number in reversed(later):
        edit(database, case, number, seq=number + 1)
    entry = entries(database, case)[seq - 1]
    entry |= {"seq": seq + 1, "from_state": entry["to_state"], "effects": "{}", **changes}
    del entry["id"]
    names = ", ".join(entry)
    database.execute(
        f"INSERT INTO history ({names}) VALUES ({', '.join('?' * len(entry))})",
        list(entry.values()),
    )
    reseal(database, case)


def test_9_a_back_dated_entry_before_the_checkpoint_is_found(
    office: Office, key: SigningKey
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        back_date(database, PILOT, 1, command="forged", reason="补记")
    found = check(office)
    assert {"TimeWentBack", "ReceiptMissing", "NotAnEdge"} <= codes(found, PILOT)
    assert codes(verify_against(office, kept, key.public)) == {"ChainRewritten"}


def test_10_an_entry_forged_after_the_checkpoint_with_its_receipt_goes_unseen(
    office: Office, key: SigningKey
) -> None:
    case = f"{PILOT}-2028"
    kept = make(office, key)
    with as_administrator(office) as database:
        (now,) = database.execute("SELECT max(recorded_at) FROM history").fetchone()
        stamps = dict.fromkeys(("received_at", "occurred_at", "recorded_at"), now)
        forged = {"entry": "decision", "source": None, "move": "forward", "to_state": "forwarded"}
        back_date(database, case, 2, command="forged", **forged, **stamps)
        receipt = {"case": case, "seq": 3, "hash": entries(database, case)[2]["hash"]}
        database.execute(
            "INSERT INTO receipts VALUES ('forged', '', ?, ?)", [as_text(receipt), now]
        )
        database.execute("UPDATE cases SET ended = 1 WHERE code = ?", [case])
    assert check(office) == []
    assert verify_against(office, kept, key.public) == []


def test_11_a_log_rewritten_from_the_start_is_found_by_the_checkpoint(
    office: Office, key: SigningKey
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        database.execute("UPDATE history SET via = 'cli declared nobody@nowhere'")
        for (case,) in database.execute("SELECT code FROM cases").fetchall():
            reseal(database, case)
        forget_checkpoints(database)
    assert check(office) == []
    found = verify_against(office, kept, key.public)
    assert codes(found) == {"ChainRewritten"}
    assert {v.subject for v in found} >= {PILOT, SUMMARY, WITHDRAWN, OTHER, "small"}


def test_12_an_old_backup_is_known_as_one(office: Office, key: SigningKey, tmp_path: Path) -> None:
    old = copy_of(office, tmp_path / "old.db")
    set_clock(office, "2028-03-01 09:00:00")
    finish(office)
    kept = make(office, key)
    put_back(office, old)
    assert check(office) == []
    found = verify_against(office, kept, key.public)
    assert place_of(found, "OlderThanCheckpoint") == ("checkpoint", None)
    assert codes(found, PILOT) == {"TailCut"}


def test_12b_an_old_backup_in_which_work_went_on_is_found_as_a_rewriting(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    old = copy_of(office, tmp_path / "old.db")
    finish(office)
    kept = make(office, key)
    put_back(office, old)
    perform(office, a_command("stop", PILOT, actor="committee", reason="违规"))
    perform(office, an_application())
    assert check(office) == []
    assert codes(verify_against(office, kept, key.public), PILOT) == {"ChainRewritten"}


def test_a_forged_checkpoint_satisfies_the_database_but_not_the_kept_public_key(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过的理由")
        reseal(database, PILOT)
        forget_checkpoints(database)
    forged = make(office, signing_key(tmp_path / "other-keys"))
    assert check(office) == []
    assert codes(verify_against(office, forged, key.public)) == {"CheckpointSignature"}
    assert "ChainRewritten" in codes(verify_against(office, kept, key.public))


def test_a_receipt_that_still_holds_is_confirmed(office: Office) -> None:
    receipt: Receipt = perform(office, an_application())
    assert verify_receipt(office, receipt.as_json()) == []
    with as_administrator(office) as database:
        edit(database, receipt.case, 1, reason="改过的理由")
        reseal(database, receipt.case)
    assert codes(verify_receipt(office, receipt.as_json())) == {"ReceiptDiffers"}
