"""Whole programmes on a virtual clock."""

from datetime import date
from pathlib import Path

import pytest

from config.loader import load_shipped, load_text
from console.simulate import Report, simulate
from tests.console.shell import Shell

NOTHING_OWED = {"late": 0, "open": 0, "overdue": 0}
OTHER = """
programme: group-standards
title: 团体标准监督
source: {document: 某局〔2026〕1号, issued: 2026-01-05}
record: here
periods: {work: 2026年}
roles:
  unit: {title: 社会团体, scope: unit}
  bureau: {title: 区局, scope: jurisdiction}
  chief: {title: 市局, scope: programme}
  reader: {title: 监察, scope: programme, read-only: yes}
jurisdictions:
  "01": {name: 东区, abbr: DQ, kind: district}
  "02": {name: 西区, abbr: XQ, kind: district}
documents:
  report: {title: 整改报告}
cases:
  matter:
    title: 线索
    form:
      title: {title: 名称, required: yes}
      unit: {title: 团体, type: organisation, required: yes}
      district: {title: 区, type: jurisdiction, required: yes}
      kind: {title: 情形, type: choice, required: yes, options: {late: 未公开, low: 低于强标}}
      day: {title: 发现日, type: date}
      cost: {title: 费用, type: money}
    states:
      found: {title: 已登记, initial: yes}
      ordered: {title: 责令整改}
      mended: {title: 已整改}
      closed: {title: 销案, end: normal}
      dropped: {title: 不成立, end: exceptional}
    moves:
      register: {title: 登记, to: found, by: bureau}
      order: {title: 责令, from: found, to: ordered, by: bureau, reason: required}
      drop: {title: 不成立, from: found, to: dropped, by: bureau, reason: required}
      mend: {title: 报告整改, from: ordered, to: mended, by: unit, needs: report}
      close: {title: 销案, from: mended, to: closed, by: chief, four-eyes: yes}
duties:
  mending:
    title: 整改
    case: matter
    opened: order
    by: unit
    due: 收到之日起15个工作日内
    bound-by: mend
    late: accept
    remind: [3]
"""


@pytest.fixture(scope="module")
def full() -> Report:
    return simulate(load_shipped("national-pilots-2026"), jurisdictions=2, seed=7, full=True)


@pytest.fixture(scope="module")
def mixed() -> Report:
    return simulate(load_shipped("national-pilots-2026"), jurisdictions=5, seed=7)


def test_a_full_run_uses_every_slot_and_brings_every_pilot_to_its_self_evaluation(
    full: Report,
) -> None:
    states = full.tally.states
    assert sum(states["pilot"].values()) == 24
    assert set(states["pilot"]) <= {"self-evaluated", "publicized"}
    assert states["annual-summary"] == {"forwarded": 48}
    assert states["self-evaluation"] == {"forwarded": 24}
    assert full.tally.most_by_jurisdiction["pilot"] == 12


def test_a_full_run_has_no_refusal_nothing_late_and_nothing_owed(full: Report) -> None:
    assert full.tally.refused_acts == 0
    assert full.tally.duties == {**NOTHING_OWED, "on-time": 72, "without-limit": 192}


def test_a_full_on_time_life_takes_twelve_acts_by_people_and_thirteen_if_publicized(
    full: Report,
) -> None:
    pilots = full.tally.states["pilot"]
    assert full.tally.acts == {
        state: {{"self-evaluated": "12", "publicized": "13"}[state]: n}
        for state, n in sorted(pilots.items())
    }


def test_nothing_that_a_run_leaves_behind_breaks_an_invariant(full: Report, mixed: Report) -> None:
    assert full.violations == []
    assert mixed.violations == []


def test_a_mixed_run_meets_refusals_late_and_returned_work_and_every_kind_of_end(
    mixed: Report,
) -> None:
    tally = mixed.tally
    assert {"二", "三", "末段"} <= set(tally.refusals)
    assert tally.duties["late"] > 0
    assert {"not-recommended", "declined", "withdrawn"} <= set(tally.states["pilot"])
    assert tally.entries > sum(sum(states.values()) for states in tally.states.values())


def test_the_same_seed_gives_the_same_history_to_the_last_hash() -> None:
    programme = load_shipped("national-pilots-2026")
    runs = [
        simulate(programme, jurisdictions=1, seed=seed, last=date(2027, 3, 31))
        for seed in (3, 3, 4)
    ]
    assert runs[0].heads == runs[1].heads
    assert runs[0].heads != runs[2].heads


def test_a_run_can_end_before_the_programme_does() -> None:
    report = simulate(
        load_shipped("national-pilots-2026"), jurisdictions=1, full=True, last=date(2026, 7, 1)
    )
    assert report.tally.states == {"pilot": {"recommended": 12}}


def test_a_programme_of_another_agency_runs_with_its_units_working_days_and_four_eyes() -> None:
    report = simulate(load_text(OTHER), full=True)
    assert report.tally.states == {"matter": {"closed": 2}}
    assert report.tally.duties == {**NOTHING_OWED, "on-time": 2}
    assert report.last == "2026-12-31"
    assert report.violations == []


ASKING = """
programme: posts
title: 质量小站
source: {document: 某局〔2026〕3号, issued: 2026-03-20}
periods: {work: 2026年}
roles:
  district: {title: 区局, scope: jurisdiction}
  bureau: {title: 市局, scope: programme}
jurisdictions:
  E: {name: 东区, abbr: DQ}
cases:
  post:
    title: 质量小站
    form:
      title: {title: 站名, required: yes}
      place: {title: 所在区, type: jurisdiction, required: yes}
      blamed: {title: 被通报, type: yes-no, required: yes}
      size: {title: 规模, type: choice, required: yes, options: {small: 小, medium: 中, large: 大}}
      first: {title: 首日, type: date, required: yes}
      last: {title: 末日, type: date, required: yes}
      asked: {title: 申请金额, type: money, required: yes}
      granted: {title: 核定金额, type: money}
      light: {title: 简易, type: yes-no, required: yes}
    states:
      filed: {title: 已登记, initial: yes}
      passed: 已推荐
      paid: {title: 已拨付, end: normal}
      lapsed: {title: 逾期, end: exceptional}
    moves:
      file: {title: 登记, to: filed, by: district, kind: application}
      pass:
        title: 推荐
        from: filed
        to: passed
        by: district
        until: 2026年5月20日前
        guards:
          - condition: {cel: fields.blamed == false, says: 被通报的不推荐}
          - condition: {cel: 'fields.size != "small"', says: 规模太小}
          - condition: {cel: double(fields.asked) <= 30000.0, says: 金额太大}
          - condition: {cel: 'fields["first"] < fields["last"]', says: 末日须在首日之后}
      hurry: {title: 即办, from: filed, to: paid, by: bureau, when: fields.light == null}
      pay:
        title: 拨付
        from: passed
        to: paid
        by: bureau
        asks: granted
        guards:
          - condition: {cel: double(fields.granted) <= double(fields.asked), says: 多于申请}
          - condition: {cel: double(fields.granted) <= 20000.0, says: 超过上限}
      lapse: {title: 逾期, from: filed, to: lapsed, by: system, after: 2026年5月20日前}
quotas:
  each: {title: 每区, per: jurisdiction, at-most: 6}
"""


def test_forms_are_filled_so_that_the_conditions_of_the_file_can_hold() -> None:
    report = simulate(load_text(ASKING), full=True)
    states = report.tally.states["post"]
    assert states["paid"] == sum(states.values()) > 0
    assert report.tally.refusals == {}


def test_a_condition_on_what_an_earlier_move_will_fill_in_keeps_nobody_from_that_move() -> None:
    weighed = ASKING.replace(
        "      passed: 已推荐\n", "      passed: 已推荐\n      weighed: 已核定\n"
    )
    weigh = "      weigh: {title: 核定, from: passed, to: weighed, by: bureau, asks: granted}\n"
    weighed = weighed.replace("      pay:\n", f"{weigh}      pay:\n")
    weighed = weighed.replace("from: passed\n        to: paid", "from: weighed\n        to: paid")
    weighed = weighed.replace("        by: bureau\n        asks: granted\n", "        by: bureau\n")
    states = simulate(load_text(weighed), full=True).tally.states["post"]
    assert states["paid"] == sum(states.values()) > 0


def test_a_mixed_run_of_another_agency_keeps_every_invariant() -> None:
    assert simulate(load_text(OTHER), seed=5).violations == []


def test_a_report_says_that_its_data_are_made_up(full: Report) -> None:
    found = full.as_json()
    assert "合成" in found["synthetic"]
    assert {"states", "duties", "reminders", "refusals", "entries", "seconds"} <= set(found)


def test_what_a_programme_names_is_told_by_its_title_whatever_its_key(shell: Shell) -> None:
    text = OTHER.replace("  mending:", "  first:").replace("closed", "lapsed")
    path = shell.file("keys.yaml", text)
    told = shell.done("simulate", "--programme", path, "--full").out
    for line in ("应办 整改", "各状态件数 线索", "由人办理的步数 销案"):
        assert line in told
    assert "逾期失效" not in told


TWO_STEPS = """
programme: two-steps
title: 两步申报
source: {document: 某局〔2026〕7号, issued: 2026-03-16}
roles:
  unit: {title: 企业, scope: unit}
  city: {title: 市局, scope: jurisdiction}
  office: {title: 省厅, scope: programme}
jurisdictions:
  A: {name: 甲市, abbr: JS}
  B: {name: 乙市, abbr: YS}
documents:
  report: {title: 自评报告}
cases:
  works:
    title: 工厂
    form:
      title: {title: 厂名, required: yes}
      unit: {title: 企业, type: organisation, required: yes}
      place: {title: 所在市, type: jurisdiction, required: yes}
      since: {title: 投产年份, type: year, required: yes}
      checked: {title: 检测日, type: date, required: yes}
    states:
      drafted: {title: 填写, initial: yes}
      sent: 待审
      put-up: 已推荐
      shown: 公示
      named: {title: 已公布, end: normal}
      lapsed: {title: 未申报, end: exceptional}
      dropped: {title: 未入选, end: exceptional}
    moves:
      draft: {title: 新建, to: drafted, by: unit, kind: application, guards: [unit-once]}
      send:
        title: 提交
        from: drafted
        to: sent
        by: unit
        needs: report
        until: {due-of: sending}
        guards:
          - condition: {cel: fields.since < 2024, says: 2024年以前投产}
          - condition: {cel: 'fields.checked >= "2025-01-01" && fields.checked < "2025-02-01"', says: 2025年1月检测}
      lapse: {title: 逾期, from: drafted, to: lapsed, by: system, after: {due-of: sending}}
      return: {title: 退回, from: sent, to: drafted, by: city, reason: required, until: {due-of: sending}}
      put-up: {title: 推荐, from: sent, to: put-up, by: city, until: 2026年6月30日前, takes: [each, all]}
      miss: {title: 未推荐, from: sent, to: dropped, by: system, after: 2026年6月30日前}
      show: {title: 公示, from: put-up, to: shown, by: office, kind: publication}
      name: {title: 公布, from: shown, to: named, by: office, kind: publication, four-eyes: yes}
quotas:
  each: {title: 每市, per: jurisdiction, at-most: 2}
  all: {title: 合计, per: programme, at-most: 3}
duties:
  sending: {title: 提交, case: works, opened: draft, by: unit, due: 2026年6月10日前, bound-by: send, late: lapse}
  check: {title: 审核, case: works, opened: send, by: city, due: 收到之日起10个工作日内, bound-by: [put-up, return]}
  showing: {title: 公示, case: works, opened: show, by: office, due: 公示不少于5个工作日, bound-by: name, early: refuse}
rounds:
  naming: {title: 公布, case: works, lists: shown, releases: name, together: yes}
"""  # noqa: E501


def test_a_return_is_no_stage_that_holds_back_what_is_sent() -> None:
    tally = simulate(load_text(TWO_STEPS), full=True).tally
    assert tally.states == {"works": {"named": 3}}
    assert tally.refused_acts == 0
    assert (tally.duties["late"], tally.duties["open"]) == (0, 0)


def test_what_is_met_most_as_a_reason_is_told_in_its_words() -> None:
    tally = simulate(load_text(TWO_STEPS), seed=2).tally
    assert sum(one["n"] for one in tally.refused_for) >= tally.refused_acts > 0
    assert all(one["code"] and one["message"] for one in tally.refused_for)


def test_a_kind_of_case_without_a_normal_end_is_named_in_the_report() -> None:
    aimless = OTHER.replace(
        "closed: {title: 销案, end: normal}", "closed: {title: 销案, end: exceptional}"
    )
    assert simulate(load_text(OTHER)).without_normal_end == []
    assert simulate(load_text(aimless)).without_normal_end == ["matter"]


def test_what_may_be_renewed_is_renewed_by_some_and_lapses_with_the_others() -> None:
    source = Path(__file__).parent.parent / "programmes" / "expert-pool.yaml"
    report = simulate(load_text(source.read_text(encoding="utf-8")), seed=1)
    counted = report.tally.duties_by_name["expiry"]
    assert counted["on-time"] > 0 < counted["lapsed"]
    assert report.tally.refusals.get("第一条") is None
    assert report.violations == []


HURDLES = Path(__file__).parents[1] / "programmes" / "hurdles.yaml"


def hurdles(*changes: tuple[str, str]) -> Report:
    text = HURDLES.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return simulate(load_text(text), last=date(2027, 12, 31))


def test_people_fill_in_what_a_move_onward_looks_at() -> None:
    report = hurdles()
    assert report.violations == []
    assert set(report.tally.states["licence"]) > {"asked"}
    assert report.stopped == []


def test_the_condition_that_stops_a_case_is_told(shell: Shell) -> None:
    hard = ("says: 只许可食品, strength: soft", "says: 只许可食品")
    told = {"case": "许可", "state": "已申请", "move": "准予", "condition": "只许可食品"}
    assert hurdles(hard).stopped == [{"n": 2, **told}]
    path = shell.folder / "hurdles.yaml"
    path.write_text(HURDLES.read_text("utf-8").replace(*hard), "utf-8")
    said = shell.done("simulate", "--programme", str(path)).out
    assert "2 件许可停在“已申请”，“准予”的条件不满足：只许可食品" in said
    said = shell.done("simulate", "--programme", str(path), "--lang", "en").out
    assert "2 of 许可 stay in 已申请: 准予 asks for 只许可食品" in said
