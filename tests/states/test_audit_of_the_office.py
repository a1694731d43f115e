"""The audit of what no chain of a case holds by itself: what a case has by its birth, the people
and their roles, the programmes, what was asked for, the register."""

from datetime import date
from pathlib import Path

import pytest

from states.accounts import close_account
from states.actions import perform
from states.acts.delegation import Delegation, delegate, recall
from states.acts.internal_days import revoke_internal_day, set_internal_day
from states.audits.oracle import check
from states.commands import PYTHON
from states.office import Office
from states.registers.register import EarlierPilot, add_earlier
from tests.administrator import as_administrator
from tests.builders import a_command
from tests.states.test_audit import Damage, said, sql
from tests.stories import PILOT, SUMMARY, WITHDRAWN, a_story, finish


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_story(tmp_path)


CHANGED: dict[str, tuple[Damage, set[tuple[str, str, str]]]] = {
    "a role taken away by hand": (
        sql("UPDATE grants SET revoked_at = '2026-06-02T00:00:00Z' WHERE account = 'auditor'"),
        {("I5", "auditor", "GrantDiffers")},
    ),
    "a role deleted": (
        sql("DELETE FROM grants WHERE account = 'auditor'"),
        {("I5", "auditor", "GrantGone")},
    ),
    "an account renamed": (
        sql("UPDATE accounts SET name = '别人' WHERE account = 'zhejiang-2'"),
        {("I5", "zhejiang-2", "AccountDiffers")},
    ),
    "an account added by hand": (
        sql("INSERT INTO accounts (account, name, created_at) VALUES ('x', 'x', '2026-06-01')"),
        {("I5", "x", "AccountUnrecorded")},
    ),
    "a child given to another parent": (
        sql("UPDATE cases SET parent = ? WHERE code = ?", WITHDRAWN, SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers")},
    ),
    "a child without its parent": (
        sql("UPDATE cases SET parent = NULL WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers")},
    ),
    "a child moved to another place": (
        sql("UPDATE cases SET jurisdiction = '44' WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers"), ("I1", SUMMARY, "DutyDiffers")}
        | {("I5", SUMMARY, "ScopeMayNot")},
    ),
    "a child's unit set by hand": (
        sql("UPDATE cases SET unit_name = '别的单位' WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers")},
    ),
    "what a unit is looked up by": (
        sql("UPDATE cases SET unit_key = 'x' WHERE code = ?", WITHDRAWN),
        {("I1", WITHDRAWN, "ColumnDiffers")},
    ),
    "a child of another year": (
        sql("UPDATE cases SET period = '2026' WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers"), ("I1", SUMMARY, "DutyDiffers")},
    ),
    "a child's title set by hand": (
        sql("UPDATE cases SET title = '别的' WHERE code = ?", SUMMARY),
        {("I1", SUMMARY, "ColumnDiffers")},
    ),
    "a limit hidden from its place": (
        sql("UPDATE duties SET jurisdiction = '44' WHERE case_code = ?", f"{PILOT}-2028"),
        {("I1", f"{PILOT}-2028", "DutyDiffers")},
    ),
    "another wording of a limit": (
        sql("UPDATE duties SET phrase = '随时' WHERE case_code = ?", SUMMARY),
        {("I1", SUMMARY, "DutyDiffers")},
    ),
    "another clause of a limit": (
        sql("UPDATE duties SET clause = '[]' WHERE case_code = ?", SUMMARY),
        {("I1", SUMMARY, "DutyDiffers")},
    ),
    "a receipt of another day": (
        sql(
            "UPDATE receipts SET recorded_at = '2026-05-01T00:00:00.000000Z' WHERE command = "
            "(SELECT command FROM history WHERE case_code = ? AND seq = 2)",
            PILOT,
        ),
        {("I4", PILOT, "ReceiptDiffers")},
    ),
    "a minimum taken away": (
        sql("UPDATE quotas SET minimum = 9 WHERE bucket = 'general/44'"),
        {("I7", "small", "QuotaChanged")},
    ),
    "a quota given to another place": (
        sql("UPDATE quotas SET bucket = 'general/x' WHERE bucket = 'general/44'"),
        {("I7", "small", "QuotaUndeclared"), ("I7", "small", "QuotaGone")},
    ),
    "a programme's file changed": (
        sql("UPDATE programmes SET source = '# 别的'"),
        {("I22", "small", "SourceChanged")},
    ),
    "an activation by somebody else": (
        sql("UPDATE programmes SET activated_by = 'committee'"),
        {("I22", "small", "ActivationDiffers")},
    ),
    "an activation before its day": (
        sql("UPDATE programmes SET activated_at = '2026-05-01T00:00:00.000000Z'"),
        {("I22", "small", "ActivationDiffers")},
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_changed_by_hand_is_named(office: Office, what: str) -> None:
    damage, expected = CHANGED[what]
    with as_administrator(office) as database:
        damage(database)
    found = check(office)
    assert said(found) == expected
    for violation in found:
        assert "—" not in violation.message(), violation


@pytest.mark.parametrize(
    "change",
    [
        "status = 'waiting'",
        "decided_by = 'committee'",
        'command = replace(command, \'"move":"finish"\', \'"move":"withdraw"\')',
        "actor = 'committee-2'",
        "received_at = '2027-11-01T00:00:00.000000Z'",
    ],
)
def test_a_request_changed_by_hand_is_named(office: Office, change: str) -> None:
    finish(office)
    assert check(office) == []
    with as_administrator(office) as database:
        (request,) = database.execute("SELECT request FROM requests").fetchone()
        database.execute(f"UPDATE requests SET {change}")
    assert said(check(office)) == {("I5", request, "RequestChanged")}


@pytest.mark.parametrize(
    "change",
    [
        "received_at = '2027-11-01T00:00:00.000000Z'",
        "requested_at = '2027-11-01T00:00:00.000000Z'",
        "expires_at = '2029-01-01T00:00:00.000000Z'",
        "programme_version = 2",
        "digest = 'x'",
        "batch = 'bulk/x'",
        "receipt = '{}'",
        """receipt = replace(receipt, '"waiting":"', '"waiting":"x')""",
        """command = replace(command, '"received_at":"2027', '"received_at":"2026')""",
    ],
)
def test_a_waiting_request_changed_by_hand_is_named(office: Office, change: str) -> None:
    request = perform(office, a_command("finish", PILOT, actor="committee")).waiting
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(f"UPDATE requests SET {change}")
    assert said(check(office)) == {("I5", request, "RequestChanged")}


def test_when_a_request_came_in_is_not_changed_with_its_command_once_it_is_done(
    office: Office,
) -> None:
    finish(office)
    with as_administrator(office) as database:
        (request, stamped) = database.execute(
            "SELECT request, received_at FROM requests"
        ).fetchone()
        earlier = stamped.replace("2027", "2026", 1)
        database.execute(
            "UPDATE requests SET received_at = ?, command = replace(command, ?, ?)",
            [earlier, stamped, earlier],
        )
    assert said(check(office)) == {("I5", request, "RequestChanged")}


def test_a_request_said_to_be_approved_is_named(office: Office) -> None:
    request = perform(office, a_command("finish", PILOT, actor="committee")).waiting
    with as_administrator(office) as database:
        database.execute("UPDATE requests SET status = 'approved', decided_by = 'committee-2'")
    assert said(check(office)) == {("I5", str(request), "RequestNotDone")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE register SET unit_name = '别的'", "RegisterChanged"),
        ("DELETE FROM register", "RegisterDiffers"),
    ],
)
def test_a_register_changed_by_hand_is_named(office: Office, change: str, code: str) -> None:
    earlier = EarlierPilot(
        "national", "旧试点", "旧单位", None, "33", "旧", "第七批", None, "2021", "下达", ""
    )
    add_earlier(office, [earlier, earlier], source="名册.csv")
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(f"{change} WHERE id = 2")
    assert said(check(office)) == {("I2", "register", code)}


def test_who_is_closed_and_stood_in_for_nobody_any_more_is_no_violation(office: Office) -> None:
    while_away = {"since": date(2027, 12, 1), "until": date(2028, 1, 31)}
    for principal, deputy in (("committee", "committee-2"), ("zhejiang", "zhejiang-2")):
        asked = Delegation(principal, deputy, **while_away)
        delegate(office, asked, by=principal, via=PYTHON)
    recall(office, Delegation("zhejiang", "zhejiang-2", **while_away), by="zhejiang", via=PYTHON)
    close_account(office, "committee", by="committee-2", via=PYTHON)
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute("UPDATE accounts SET closed_at = NULL")
        database.execute("UPDATE grants SET revoked_at = NULL WHERE account = 'zhejiang-2'")
    expected = {("I5", "committee", "AccountDiffers"), ("I5", "zhejiang-2", "GrantDiffers")}
    assert said(check(office)) == expected


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM internal_days",
        "INSERT INTO internal_days (programme, duty, jurisdiction, day) "
        "VALUES ('small', 'summary', '44', '2027-11-01')",
        "UPDATE internal_days SET day = '2027-10-01'",
        "UPDATE internal_days SET due_on = '2028-01-01'",
        "UPDATE internal_days SET set_at = '2026-01-01T00:00:00.000000Z'",
        "UPDATE internal_days SET seq = 1",
        "UPDATE internal_days SET jurisdiction = '44'",
    ],
)
def test_a_day_that_a_place_set_for_itself_and_was_changed_is_named(
    office: Office, change: str
) -> None:
    for day in (date(2027, 11, 2), date(2027, 11, 3)):
        set_internal_day(office, "summary", day, actor="zhejiang", via=PYTHON)
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(change)
    found = check(office)
    assert said(found) == {("I2", "small", "InternalDayDiffers")}
    assert all("summary" in violation.message() for violation in found)


def test_a_day_that_was_taken_back_and_is_there_again_is_named(office: Office) -> None:
    set_internal_day(office, "summary", date(2027, 11, 3), actor="zhejiang", via=PYTHON)
    revoke_internal_day(office, "summary", actor="zhejiang", via=PYTHON)
    assert check(office) == []
    with as_administrator(office) as database:
        database.execute(
            "INSERT INTO internal_days (programme, duty, jurisdiction, day) "
            "VALUES ('small', 'summary', '33', '2027-11-03')"
        )
    assert said(check(office)) == {("I2", "small", "InternalDayDiffers")}
