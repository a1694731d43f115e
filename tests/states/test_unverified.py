"""A limit that nobody has seen in its source is shown and reminded of, and binds nobody."""

from pathlib import Path
from typing import Any

from config.checks import check_programme
from config.loader import check as problems_of
from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.office import Office
from states.queries import dossier, due, inbox, overdue
from states.store import Tx
from tests.builders import SMALL, a_command, an_application, an_office, set_clock

ANSWER = {
    "title": "答复",
    "case": "pilot",
    "by": "province",
    "due": "收到之日起10日内",
    "unverified": True,
    "counts-from": "received",
    "bound-by": "withdraw",
    "remind": [3],
    "clause": "二",
}


def a_world(where: Path, **changes: Any) -> Office:
    duties = SMALL["duties"] | {"answer": ANSWER | changes}
    office = an_office(where, Programme.model_validate(SMALL | {"duties": duties}))
    perform(office, an_application())
    return office


def reminders(office: Office) -> list[str]:
    def subjects(tx: Tx) -> list[str]:
        from sqlalchemy import select

        from states.tables import outbox

        wanted = select(outbox.c.subject).where(outbox.c.topic == "remind")
        return [row["subject"] for row in tx.all(wanted)]

    with office.store.read() as tx:
        return [s for s in subjects(tx) if s.startswith("答复")]


def test_its_day_is_shown_as_unverified_and_has_no_instant(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    (answer,) = [d for d in dossier(office, "zhejiang", "ZJ-2026-001").duties if d.duty == "answer"]
    assert (answer.due_on, answer.due_at, answer.unverified) == ("2026-06-11", None, True)
    assert (answer.status, answer.days_left) == ("open", 10)


def test_the_to_do_names_it_without_a_day_that_binds(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    groups = {group.bucket: group.items for group in inbox(office, "zhejiang").groups}
    (item,) = [item for item in groups["none"] if item.what == "答复"]
    assert (item.due_on, item.unverified) == ("2026-06-11", True)


def test_after_its_day_nothing_is_overdue_and_the_audit_agrees(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    set_clock(office, "2026-06-20 09:00:00")
    assert sweep(office).overdue == 0
    assert overdue(office, "zhejiang").total == 0
    (answer,) = [d for d in dossier(office, "zhejiang", "ZJ-2026-001").duties if d.duty == "answer"]
    assert (answer.status, answer.days_left, answer.waited_days) == ("open", None, 19)
    assert check(office) == []


def test_done_after_its_day_is_done_and_not_late(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    set_clock(office, "2026-06-20 09:00:00")
    perform(office, a_command("withdraw", "ZJ-2026-001", reason="答复后撤回"))
    (answer,) = [d for d in dossier(office, "zhejiang", "ZJ-2026-001").duties if d.duty == "answer"]
    assert answer.status == "met"
    assert check(office) == []


def test_it_reminds_once_before_its_day_and_says_that_it_is_unverified(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    set_clock(office, "2026-06-07 23:59:59")
    sweep(office)
    assert reminders(office) == []
    set_clock(office, "2026-06-08 00:00:00")
    sweep(office)
    sweep(office)
    assert reminders(office) == ["答复：2026-06-11 截止（待核）"]


def test_no_reminder_comes_after_its_day(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    set_clock(office, "2026-06-12 00:00:00")
    sweep(office)
    assert reminders(office) == []


def test_the_list_of_what_falls_due_holds_limits_of_law_only(tmp_path: Path) -> None:
    office = a_world(tmp_path)
    assert {row.duty for row in due(office, "zhejiang", days=60).rows} == {"recommendation"}


def test_it_can_neither_refuse_nor_lapse() -> None:
    for late in ("refuse", "lapse"):
        duties = SMALL["duties"] | {"answer": ANSWER | {"late": late}}
        found = check_programme(Programme.model_validate(SMALL | {"duties": duties}))
        assert "unverified-binds" in [finding.code for finding in found]


def test_it_can_be_neither_extended_nor_paused() -> None:
    parts = ({"extension": {"by": "committee"}}, {"pause": {"by": "committee", "for": "testing"}})
    for part in parts:
        duties = SMALL["duties"] | {"answer": ANSWER | part}
        found = check_programme(Programme.model_validate(SMALL | {"duties": duties}))
        assert "moves-no-day" in [finding.code for finding in found]


def test_no_move_opens_or_shuts_by_it() -> None:
    text = """
programme: tiny
title: 小
source: {document: 测试, issued: 2026-04-09}
roles: {clerk: {title: 经办, scope: programme}}
cases:
  letter:
    title: 来信
    code: "L{number}"
    states: {in: {title: 收到, initial: yes}, out: {title: 已复, end: normal}}
    moves:
      take: {title: 登记, to: in, by: clerk}
      answer: {title: 答复, from: in, to: out, by: clerk, until: {due-of: answer}}
duties:
  answer: {title: 答复, case: letter, by: clerk, due: 6月30日前, unverified: yes, bound-by: answer}
"""
    _, problems = problems_of(text)
    assert "unverified-elsewhere" in [problem.code for problem in problems]
