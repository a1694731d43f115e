"""What time has come to shows by the office's clock, whether or not a sweep has marked it."""

from typing import Any

import pytest

from config.programme import Programme
from states import queries
from states.actions import perform
from states.commands import Command
from states.duties import sweep
from states.history import stamp
from states.office import Office
from states.queries import CaseFilter
from states.queries.outline import current_outlines
from states.setup import activate
from tests.an_agency import LABORATORIES, a_laboratory, a_moment, a_named_laboratory, act, pass_to
from tests.states.queries.answers import codes, todo


def test_what_no_sweep_has_marked_is_overdue_all_the_same(office: Office) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, "2027-12-02T00:00:00")
    (duty,) = queries.dossier(office, "hangzhou", report).duties
    assert (duty.status, duty.days_left, duty.overdue_at) == ("overdue", -2, None)
    (waiting,) = queries.dossier(office, "hangzhou", report).waiting
    assert (waiting.status, waiting.move) == ("overdue", "send")
    before = queries.overdue(office, "hangzhou")
    sweep(office)
    after = queries.overdue(office, "hangzhou")
    assert [d.case for d in before.rows] == [d.case for d in after.rows] == [report]
    assert after.rows[0].overdue_at is not None


@pytest.mark.parametrize(
    ("at", "status", "left"),
    [
        ("2027-11-23T12:00:00", "open", 7),
        ("2027-11-30T23:59:59", "open", 0),
        ("2027-12-01T00:00:00", "overdue", -1),
    ],
)
def test_the_last_day_counts_to_its_last_instant(
    office: Office, at: str, status: str, left: int
) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, at)
    (duty,) = queries.dossier(office, "hangzhou", report).duties
    assert (duty.status, duty.days_left) == (status, left)


@pytest.mark.parametrize(
    ("at", "bucket"),
    [
        ("2027-10-30", "later"),
        ("2027-10-31", "30"),
        ("2027-11-22", "30"),
        ("2027-11-23", "7"),
        ("2027-11-30", "7"),
        ("2027-12-01", "overdue"),
    ],
)
def test_the_to_do_groups_by_civil_days(office: Office, at: str, bucket: str) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, at)
    found = {case: group for group, case, _, _ in todo(office, "hangzhou")}
    assert found[report] == bucket


def test_a_list_filters_by_days_and_by_how_long_overdue(office: Office) -> None:
    code = a_named_laboratory(office)
    a_laboratory(office)
    pass_to(office, "2027-12-08")

    def shown(**filters: Any) -> list[str]:
        return codes(queries.cases(office, "bureau-1", CaseFilter(**filters)))

    assert shown(due="overdue") == [code]
    assert shown(overdue_days=7) == [code]
    assert shown(overdue_days=8) == []
    assert shown(due="30") == []
    assert queries.overdue(office, "bureau-1", more_than=7).total == 1
    assert queries.overdue(office, "bureau-1", more_than=8).total == 0


def test_a_submission_after_the_day_is_shown_as_late(office: Office) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, "2027-12-02")
    act(office, "send", report, "hangzhou")
    (duty,) = queries.dossier(office, "hangzhou", report).duties
    assert (duty.status, duty.met_at) == ("late", stamp(a_moment("2027-12-02")))
    assert queries.history(office, "hangzhou", report)[-1].is_late


def test_what_has_no_day_shows_its_age_and_is_never_overdue(office: Office) -> None:
    code = a_named_laboratory(office)
    fields = Command("tell-1", "hangzhou", "tell", kind="accident", parent=code)
    accident = perform(office, fields).case
    pass_to(office, "2026-06-10")
    (item,) = [
        i for g in queries.inbox(office, "hangzhou").groups for i in g.items if i.case == accident
    ]
    assert (item.status, item.days_left, item.waited_days) == ("open", None, 30)
    assert queries.overdue(office, "hangzhou").total == 0


def test_a_window_reads_like_the_engine_reads_it(office: Office) -> None:
    with office.store.read() as tx:
        (outline,) = current_outlines(office.store, tx).values()
        compiled = office.current(tx)
    move = compiled.move("laboratory", "nominate")
    assert move is not None
    assert move.until is not None
    due = compiled.due(move.until)
    assert due is not None
    window = outline.window("laboratory", "nominate")
    assert (window.due_on, window.due_at) == (due.on.isoformat(), stamp(due.at))


def test_a_window_that_needs_the_calendar_reads_the_same(office: Office) -> None:
    moves = LABORATORIES["cases"]["laboratory"]["moves"]
    late = {**moves["nominate"], "until": "2026年6月底前"}
    cases = {
        **LABORATORIES["cases"],
        "laboratory": {
            **LABORATORIES["cases"]["laboratory"],
            "moves": {**moves, "nominate": late},
        },
    }
    other = {**LABORATORIES, "programme": "other-2026", "cases": cases}
    activate(office, Programme.model_validate(other), "test")
    with office.store.read() as tx:
        outline = current_outlines(office.store, tx)["other-2026"]
        compiled = office.current(tx, "other-2026")
    move = compiled.move("laboratory", "nominate")
    assert move is not None
    assert move.until is not None
    due = compiled.due(move.until)
    assert due is not None
    assert outline.window("laboratory", "nominate").due_at == stamp(due.at)
