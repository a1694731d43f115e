"""Whose case a notice is about: a child case is named with its parent and the unit, everywhere."""

import copy
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.notices.deliveries import rules_of
from states.notices.foreseen import foreseen
from tests.builders import SMALL, an_application
from tests.notices.postbox import CASE, Postbox, a_command, a_file
from tests.stores import rows_of

CHILD = f"{CASE}-2027"
NAMED = f"浙江 2027年度工作总结（{CHILD}，茶叶标准化试点，浙江示范单位）"


def a_programme_that_tells(**notices: Any) -> Any:
    """The small programme whose summaries are told of at every turn."""
    cases = copy.deepcopy(SMALL["cases"])
    cases["summary"]["moves"]["submit"]["effects"] = [{"notify": "committee"}]
    escalate = [{"after": "5天", "to": ["committee"]}]
    duties = {"summary": SMALL["duties"]["summary"] | {"escalate": escalate}}
    return a_file({"cases": cases, "duties": SMALL["duties"] | duties, "notices": notices})


def an_assigned_pilot(postbox: Postbox, **notices: Any) -> Postbox:
    box = postbox.opens(a_programme_that_tells(**notices))
    box.act("recommend")
    box.act("assign", actor="committee")
    box.at("2027-01-04 09:00:00")
    return box


def told(box: Postbox, topic: str) -> list[tuple[str, str]]:
    statement = (
        f"SELECT subject, body FROM outbox WHERE topic = '{topic}' AND case_code = '{CHILD}'"
    )
    return [(row[0], row[1]) for row in rows_of(box.office, statement)]


def test_every_notice_of_a_child_case_names_its_pilot_and_the_unit(postbox: Postbox) -> None:
    box = an_assigned_pilot(postbox)
    box.at("2027-11-23 09:00:00")
    ahead = [one.body for one in foreseen(box.office, rules_of(box.office, box.settings), 9)]
    box.deliver()
    assert NAMED in box.text()
    box.at("2027-12-01 09:00:00")
    box.deliver()
    assert NAMED in box.text()
    box.at("2027-12-08 09:00:00")
    box.act("submit", CHILD)
    box.deliver()
    for topic in ("remind", "overdue", "escalate", "move"):
        assert {NAMED in body for _, body in told(box, topic)} == {True}, topic
    assert all(NAMED in body for body in ahead if CHILD in body)
    assert [subject for subject, _ in told(box, "move")] == [
        "茶叶标准化试点 · 2027年度工作总结：提交"
    ]
    assert check(box.office) == []


@pytest.mark.parametrize(
    ("text", "is_added"),
    [
        ("{编号}请办理。", True),
        ("{上级}的{应办}请办理。", True),
        ("{上级}（{单位}）的{应办}请办理。", False),
        ("{名称}，{单位}。", False),
        ("{事项}请办理。", False),
    ],
)
def test_a_text_of_the_file_that_does_not_say_whose_it_is_gets_it_added(
    postbox: Postbox, text: str, is_added: bool
) -> None:
    box = an_assigned_pilot(postbox, ours={"for": "remind", "text": text})
    box.at("2027-11-23 09:00:00")
    ((_, body),) = told(box, "remind")
    assert "茶叶标准化试点" in body and "浙江示范单位" in body
    assert body.endswith(f"\n{NAMED}。") == is_added


def test_a_child_is_named_with_the_unit_that_its_pilot_has_now(postbox: Postbox) -> None:
    cases = copy.deepcopy(SMALL["cases"])
    cases["pilot"]["moves"]["rename"] = {
        **{"title": "单位更名", "from": ["reporting"], "to": "reporting", "by": "province"},
        **{"asks": ["unit"], "clause": "三"},
    }
    box = postbox.opens(a_file({"cases": cases}))
    box.act("recommend")
    box.act("assign", actor="committee")
    box.at("2027-01-04 09:00:00")
    renamed = {"name": "浙江更名单位", "code": "91330000142916567N"}
    perform(box.office, a_command("rename", CASE, fields={"unit": renamed}))
    box.at("2027-11-23 09:00:00")
    ((_, body),) = told(box, "remind")
    assert f"（{CHILD}，茶叶标准化试点，浙江更名单位）" in body


def test_a_case_without_a_parent_is_named_with_its_unit(postbox: Postbox) -> None:
    box = postbox.opens()
    perform(box.office, an_application(fields={"title": "另一项", "unit": "没有代码的单位"}))
    box.at("2026-06-29 09:00:00")
    box.deliver()
    assert f"浙江 茶叶标准化试点（{CASE}，浙江示范单位）" in box.text()
    assert "浙江 另一项（ZJ-2026-002，没有代码的单位）" in box.text()
