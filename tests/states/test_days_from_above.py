"""Days of a child that run from a field of its parent move with that field."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.commands import Occurrence, Receipt
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import Dossier, dossier
from states.queries.duties import Duty
from states.queries.histories import history
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    at,
    set_clock,
)


def programme() -> Any:
    """A small programme whose summaries are owed 30 days after a date of the pilot."""
    cases: Any = deepcopy(SMALL["cases"])
    pilot, summary = cases["pilot"], cases["summary"]
    pilot["form"]["received"] = {"title": "收到日期", "type": "date"}
    change = {"title": "改日期", "from": ["applied", "assigned"], "to": "same", "by": "province"}
    pilot["moves"]["change"] = change | {"sets": ["received"], "clause": "五"}
    summary["form"] = {"received": {"title": "收到日期", "type": "date"}}
    summary["opened"] = {"by": "assign", "clause": "五"}
    summary["code"] = "{parent}-{number}"
    moves = summary["moves"]
    moves["ask-again"] = {"title": "重新收件", "from": "due", "to": "same", "by": "province"}
    moves["ask-again"] |= {"asks": ["received"], "clause": "五"}
    moves["ask-again"]["effects"] = [{"set-parent": {"received": "received"}}]
    pilot["moves"]["reopen"] = {"title": "退回申报", "from": "assigned", "to": "applied"}
    pilot["moves"]["reopen"] |= {"by": "system", "clause": "五"}
    both = [{"set-parent": {"received": "received"}}, {"move-parent": "reopen"}]
    moves["set-and-reopen"] = {**moves["ask-again"], "effects": both}
    moves["reopen-and-set"] = {**moves["ask-again"], "effects": both[::-1]}
    duties: Any = deepcopy(SMALL["duties"])
    del duties["summary"]["period"]
    duties["summary"] |= {"due": "收到之日起30日内", "counts-from": {"parent-field": "received"}}
    return a_programme(cases=cases, duties=duties, rounds={})


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases, with one assigned pilot and its summary."""
    with closing(an_office(fresh_url, programme())) as made:
        yield made


def do(office: Office, move: str, case: str, **given: Any) -> Receipt:
    receipt = perform(office, a_command(move, case, **given))
    assert [violation.message() for violation in check(office)] == []
    return receipt


def assigned(office: Office, received: str | None = "2026-06-01") -> tuple[str, str]:
    fields = {"received": received} if received else {}
    case = perform(office, an_application(fields=fields)).case
    do(office, "recommend", case, attachments=(a_letter(),))
    do(office, "assign", case, actor="committee")
    (child,) = seen(office, case).children
    set_clock(office, "2026-06-30 09:00:00")
    return case, child.code


def seen(office: Office, case: str) -> Dossier:
    return dossier(office, "zhejiang", case)


def owed(office: Office, child: str) -> Duty:
    (duty,) = seen(office, child).duties
    return duty


def test_the_day_moves_and_the_entry_is_the_childs_own(office: Office) -> None:
    case, child = assigned(office)
    assert owed(office, child).due_on == "2026-07-01"
    do(office, "change", case, fields={"received": "2026-06-11"})
    assert owed(office, child).due_on == "2026-07-11"
    entry = history(office, "zhejiang", child)[-1]
    assert (entry.move, entry.actor) == ("follow-field", "system")
    assert entry.move_title == "随上级事项变动"
    do(office, "submit", child)
    assert owed(office, child).status == "met"


def test_a_day_that_was_not_known_is_known_with_the_field(office: Office) -> None:
    case, child = assigned(office, None)
    assert owed(office, child).due_on is None
    do(office, "change", case, fields={"received": "2026-06-11"})
    assert owed(office, child).due_on == "2026-07-11"


def test_what_was_done_keeps_its_day_and_its_lateness(office: Office) -> None:
    case, child = assigned(office)
    set_clock(office, "2026-07-05 09:00:00")
    do(office, "submit", child)
    assert owed(office, child).status == "late"
    do(office, "change", case, fields={"received": "2026-06-20"})
    found = owed(office, child)
    assert (found.status, found.due_on) == ("late", "2026-07-01")
    assert history(office, "zhejiang", child)[-1].move == "submit"


def test_what_is_overdue_is_so_no_longer_only_if_the_new_day_is_to_come(office: Office) -> None:
    case, child = assigned(office)
    set_clock(office, "2026-07-05 09:00:00")
    sweep(office)
    assert owed(office, child).status == "overdue"
    do(office, "change", case, fields={"received": "2026-06-03"})
    assert (owed(office, child).status, owed(office, child).due_on) == ("overdue", "2026-07-03")
    do(office, "change", case, fields={"received": "2026-07-01"})
    assert (owed(office, child).status, owed(office, child).due_on) == ("open", "2026-07-31")


def test_a_fact_that_lies_back_does_not_open_again_what_is_due_by_now(office: Office) -> None:
    case, child = assigned(office)
    set_clock(office, "2026-07-20 09:00:00")
    sweep(office)
    back = Occurrence(at("2026-07-01 10:00:00"), "国家系统")
    do(office, "change", case, fields={"received": "2026-06-05"}, occurrence=back)
    assert (owed(office, child).status, owed(office, child).due_on) == ("overdue", "2026-07-05")


def test_a_child_that_sets_the_field_moves_its_own_day_and_its_siblings(office: Office) -> None:
    case, child = assigned(office)
    do(office, "ask-again", child, fields={"received": "2026-06-11"})
    assert owed(office, child).due_on == "2026-07-11"
    assert history(office, "zhejiang", child)[-1].move == "ask-again"
    assert history(office, "zhejiang", case)[-1].move == "update"


@pytest.mark.parametrize("move", ["set-and-reopen", "reopen-and-set"])
def test_one_act_of_a_child_may_set_a_field_of_its_parent_and_move_it(
    office: Office, move: str
) -> None:
    case, child = assigned(office)
    do(office, move, child, fields={"received": "2026-06-11"})
    first, second = history(office, "zhejiang", case)[-2:]
    assert [first.move, second.move] == (
        ["update", "reopen"] if move == "set-and-reopen" else ["reopen", "update"]
    )
    assert seen(office, case).state == "applied"
    assert owed(office, child).due_on == "2026-07-11"


def test_a_corrected_date_moves_what_runs_from_it(office: Office) -> None:
    case, child = assigned(office)
    happened = Occurrence(at("2026-06-01 09:00:00"), "国家系统")
    fields = {"received": "2026-06-09"}
    do(office, "apply", case, corrects=1, occurrence=happened, fields=fields)
    assert owed(office, child).due_on == "2026-07-09"


def test_another_field_moves_nothing(office: Office) -> None:
    case, child = assigned(office)
    happened = Occurrence(at("2026-06-01 09:00:00"), "国家系统")
    do(office, "apply", case, corrects=1, occurrence=happened, fields={"title": "茶园试点"})
    assert history(office, "zhejiang", child)[-1].move == "open"
