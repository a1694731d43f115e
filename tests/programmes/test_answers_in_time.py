"""What is offered can still be done: no answer whose own days are over is named, neither to those
who owe an answer nor to those who look for a slot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, refusals

FILE = """
programme: register-2026
title: 2026年名录
source: {document: 测录〔2026〕1号, issued: 2026-03-02}
roles:
  bureau: {title: 主管局, scope: programme}
cases:
  entry:
    title: 入录
    code: "RL-{number:03}"
    form:
      title: {title: 名称, required: yes}
    states:
      asked: {title: 待推荐, initial: yes}
      put-up: 待审核
      entered: {title: 已入录, end: normal}
      refused: {title: 未入录, end: exceptional}
    moves:
      ask: {title: 申请, to: asked, by: bureau, kind: application, clause: 一}
      put-up: {title: 推荐, from: asked, to: put-up, by: bureau, takes: all, clause: 一}
      return:
        title: 退回
        from: put-up
        to: asked
        by: bureau
        until: 2026-05-15
        gives-back: {quotas: all}
        clause: 二
      enter-early: {title: 提前入录, from: put-up, to: entered, by: bureau, until: 2026-05-15}
      enter: {title: 入录, from: put-up, to: entered, by: bureau, clause: 二}
      refuse:
        title: 不予入录
        from: put-up
        to: refused
        by: bureau
        gives-back: {quotas: all}
        clause: 二
quotas:
  all: {title: 合计, per: programme, at-most: 1, clause: 一}
duties:
  judge:
    title: 审核
    case: entry
    opened: put-up
    by: bureau
    due: 收到之日起20个工作日内
    bound-by: [return, enter-early, enter, refuse]
    clause: 二
"""
ON_TIME, TOO_LATE = "2026-05-15 23:59:59", "2026-05-16 00:00:00"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "register.yaml").write_text(FILE, encoding="utf-8")
    made = office_of(tmp_path, str(tmp_path / "register"), accounts={"li": ("bureau", {})})
    yield made
    made.close()


def put_up(office: Office) -> str:
    case = do(office, "li", "ask", title="甲", with_={"kind": "entry"}).case
    return do(office, "li", "put-up", case).case


def offered(office: Office, case: str) -> list[str]:
    groups = inbox(office, "li").groups
    (item,) = [item for group in groups for item in group.items if item.case == case]
    return [move for move, _ in item.moves]


def advice(office: Office) -> str:
    case = do(office, "li", "ask", title="乙", with_={"kind": "entry"}).case
    with pytest.raises(Refused) as caught:
        do(office, "li", "put-up", case)
    (refusal,) = caught.value.refusals
    return refusal.remedy()


def test_an_answer_whose_days_are_over_waits_for_nobody(office: Office) -> None:
    case = put_up(office)
    set_clock(office, ON_TIME)
    assert offered(office, case) == ["return", "enter-early", "enter", "refuse"]
    assert [w.move_title for w in dossier(office, "li", case).waiting] == ["退回或提前入录或入录"]
    set_clock(office, TOO_LATE)
    assert refusals(office, "li", "return", case) == ["TooLate"]
    assert offered(office, case) == ["enter", "refuse"]
    assert [w.move_title for w in dossier(office, "li", case).waiting] == ["入录"]


def test_a_full_quota_names_all_moves_that_return_a_slot_and_no_past_one(
    office: Office,
) -> None:
    put_up(office)
    set_clock(office, ON_TIME)
    assert advice(office) == "占着名额的一项办了下列之一，才有余额：退回、不予入录"
    set_clock(office, TOO_LATE)
    assert advice(office) == "可先把占着名额的一项“不予入录”：shidian do refuse 编号"
