"""What simulated people give, and when they act, so that what a file makes possible happens."""

from config.loader import load_text
from console.simulate import simulate
from tests.console.test_simulate import TWO_STEPS


def test_a_document_that_only_certain_cases_need_is_brought_by_them() -> None:
    needs = "        needs: report\n"
    when = "        needs-when: {report: fields.since < 2024}\n"
    put_up = "put-up: {title: 推荐, from: sent,"
    # with the move itself, and with one that comes later
    for text in (
        TWO_STEPS.replace(needs, when),
        TWO_STEPS.replace(needs, "").replace(put_up, f"{put_up} {when.strip()},"),
    ):
        tally = simulate(load_text(text), full=True).tally
        assert tally.states == {"works": {"named": 3}}
        assert tally.refused_acts == 0


ASKED_FOR = """
programme: asked-for
title: 信息公开
source: {document: 某局〔2026〕8号, issued: 2026-03-16}
roles:
  desk: {title: 收件, scope: jurisdiction}
jurisdictions:
  A: {name: 甲市, abbr: JS}
documents:
  more: {title: 补正书}
cases:
  request:
    title: 申请
    form:
      title: {title: 内容, required: yes}
      place: {title: 所在市, type: jurisdiction, required: yes}
      came: {title: 收到日, type: date, required: yes, default: today}
    states:
      in: {title: 已收到, initial: yes}
      answered: {title: 已答复, end: normal}
    moves:
      file: {title: 登记, to: in, by: desk, kind: application}
      mend: {title: 补正, from: in, to: same, by: desk, needs-anew: more, asks-anew: came, effects: [{renew: answer}]}
      answer: {title: 答复, from: in, to: answered, by: desk}
duties:
  answer: {title: 答复, case: request, opened: file, by: desk, due: 收到之日起20个工作日内, counts-from: {field: came}, bound-by: answer}
"""  # noqa: E501


def test_a_day_of_receipt_from_which_a_limit_may_run_anew_is_no_day_to_come() -> None:
    tally = simulate(load_text(ASKED_FOR), full=True).tally
    assert tally.refused_acts == 0
    assert set(tally.states["request"]) == {"answered"}


SHOWN_FIRST = """
programme: shown-first
title: 先公示后申报
source: {document: 某局〔2026〕9号, issued: 2026-04-01}
roles:
  unit: {title: 单位, scope: unit}
  city: {title: 市局, scope: jurisdiction}
jurisdictions:
  A: {name: 甲市, abbr: JS}
  B: {name: 乙市, abbr: YS}
cases:
  title:
    title: 申报
    form:
      title: {title: 名称, required: yes}
      unit: {title: 单位, type: organisation, required: yes}
      place: {title: 所在市, type: jurisdiction, required: yes}
    states:
      drafted: {title: 草拟, initial: yes}
      shown: 公示
      sent: {title: 已申报, end: normal}
      lapsed: {title: 未申报, end: exceptional}
    moves:
      draft: {title: 填报, to: drafted, by: unit, kind: application}
      show: {title: 公示, from: drafted, to: shown, by: unit, kind: publication}
      send: {title: 申报, from: shown, to: sent, by: city, until: {due-of: sending}}
      lapse: {title: 逾期, from: [drafted, shown], to: lapsed, by: system, after: {due-of: sending}}
quotas:
  each: {title: 每市, per: jurisdiction, at-most: 6}
duties:
  showing: {title: 公示, case: title, opened: show, by: city, due: 公示不少于5个工作日, bound-by: send, early: refuse}
  sending: {title: 申报, case: title, opened: draft, by: city, due: 2026年4月30日前, bound-by: send, late: lapse}
"""  # noqa: E501


def test_what_must_be_waited_for_is_begun_so_early_that_the_move_after_it_is_in_time() -> None:
    for seed in (1, 2, 3):
        tally = simulate(load_text(SHOWN_FIRST), seed=seed, full=True).tally
        assert set(tally.states["title"]) == {"sent"}
        assert tally.refused_acts == 0
