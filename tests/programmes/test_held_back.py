"""What the clock cannot do when it falls due the case says: nobody is told of what a sweep is
refused."""

from pathlib import Path

import pytest

from config.loader import check
from states.accounts import add_account
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import an_office, set_clock
from tests.programmes.offices import do, sound

TACIT = """
方案: tacit
名称: 视为受理
来源: {文号: 测试〔2026〕9号, 发文日: 2026-03-02}
角色: {city: {名称: 市局, 范围: 全方案}}
名额: {room: {名称: 受理数, 按: 全方案, 至多: 1, 条款: 四}}
事项:
  request:
    名称: 申请
    编号: "YJ-{number:03}"
    表单: {title: {名称: 名称, 必填: 是}, 面积: {名称: 面积, 类型: 数字}}
    状态:
      asked: {名称: 已申请, 起始: 是}
      agreed: 已受理
      done: {名称: 已办, 终点: normal}
    动作:
      ask: {名称: 申请, 至: asked, 由: city}
      reply: {名称: 答复, 自: asked, 至: done, 由: city}
      agree:
        名称: 视为受理
        自: asked
        至: agreed
        由: 系统
        逾期于: replying
        占用: [room]
        把关: [{条件式: {算式: "fields.面积 < 100", 说明: 面积须小于100}}]
      act: {名称: 办理, 自: agreed, 至: done, 由: city}
应办:
  replying:
    名称: 答复
    事项: request
    由: city
    期限: 收到之日起5个工作日内
    办结: reply
    逾期: 失效
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    programme, problems = check(TACIT)
    assert programme is not None, problems
    made = an_office(tmp_path, programme, now="2026-05-11 09:00:00", accounts=False)
    with made.store.write() as tx:
        add_account(made, tx, "city", "市局 某", role="city")
    return made


def stuck(office: Office, case: str) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.title, [quota.says for quota in one.full], [why.code for why in one.refused])
        for one in dossier(office, "city", case).held_back
    ]


def test_a_full_quota_that_holds_the_clock_back_is_told_by_the_case(office: Office) -> None:
    first, second = (
        do(office, "city", "ask", title=title, 面积=9, with_={"kind": "request"}).case
        for title in ("甲", "乙")
    )
    assert stuck(office, second) == [], "its day has not come"
    set_clock(office, "2026-05-25 09:00:00")
    assert stuck(office, second) == [], "the next sweep may do it"
    assert sweep(office).moved == {"agree": 1}
    assert stuck(office, first) == []
    assert stuck(office, second) == [("视为受理", ["受理数 1/1（第四条）"], [])]
    do(office, "city", "reply", second)
    assert stuck(office, second) == []
    assert sound(office)


def test_a_rule_that_holds_the_clock_back_is_told_by_the_case(office: Office) -> None:
    case = do(office, "city", "ask", title="甲", 面积=900, with_={"kind": "request"}).case
    set_clock(office, "2026-05-25 09:00:00")
    sweep(office)
    ((title, full, why),) = stuck(office, case)
    assert (title, full, why) == ("视为受理", [], ["ConditionFails"])
