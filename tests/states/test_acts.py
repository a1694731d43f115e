"""One act: what it writes, what refuses it, and that nothing happens twice."""

from pathlib import Path

import pytest

from states.accounts import close_account
from states.actions import approve, perform, perform_all, reject
from states.acts.remarks import remark
from states.commands import PYTHON, Occurrence
from states.duties import sweep
from states.errors import BadInput, Refused, UnknownCase
from states.office import Office
from states.registers.register import EarlierPilot, add_earlier
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


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office(tmp_path)


def codes_of(error: Refused) -> list[str]:
    return [refusal.code for refusal in error.refusals]


def recommended(office: Office, **fields: str) -> str:
    case = perform(office, an_application(fields=fields)).case
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    return case


def test_a_receipt_says_who_must_act_next_and_by_when(office: Office) -> None:
    receipt = perform(office, an_application())
    assert (receipt.case, receipt.state, receipt.seq) == ("ZJ-2026-001", "applied", 1)
    assert ("province", "recommend", "2026-06-30") in [(n.who, n.move, n.due) for n in receipt.next]


def test_the_same_command_again_gives_the_first_receipt(office: Office) -> None:
    command = an_application()
    assert perform(office, command) == perform(office, command)
    assert perform(office, an_application()).case == "ZJ-2026-002"


def test_a_command_id_used_for_something_else_is_bad_input(office: Office) -> None:
    perform(office, an_application(id="once"))
    with pytest.raises(BadInput) as caught:
        perform(office, an_application(id="once", fields={"title": "另一个"}))
    assert caught.value.code == "CommandIdReused"


@pytest.mark.parametrize("taken", ["ledger/small/8", "system/lapse/ZJ-2026-001", "request.1"])
def test_no_one_takes_an_id_that_the_system_will_need(office: Office, taken: str) -> None:
    case = perform(office, an_application()).case
    for attempt in (
        lambda: perform(office, an_application(id=taken)),
        lambda: remark(office, a_command("note", case, id=taken, reason="占号")),
    ):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.code == "CommandIdOfSystem"
    close_account(office, "guangdong", by="committee", via=PYTHON)
    set_clock(office, "2026-07-01 09:00:00")
    assert sweep(office).moved == {"lapse": 1}


def test_a_refusal_names_every_reason_at_once(office: Office) -> None:
    case = perform(office, an_application(fields={"unit": "没有代码的单位"})).case
    set_clock(office, "2026-07-01 00:00:00")
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", case, actor="committee"))
    assert set(codes_of(caught.value)) == {"NotYours", "TooLate", "DocumentMissing", "UnitMissing"}


def test_the_last_second_of_the_named_day_is_in_time_and_the_next_is_not(office: Office) -> None:
    first = perform(office, an_application()).case
    second = perform(office, an_application()).case
    set_clock(office, "2026-06-30 23:59:59.999999")
    perform(office, a_command("recommend", first, attachments=(a_letter(),)))
    set_clock(office, "2026-07-01 00:00:00")
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", second, attachments=(a_letter(),)))
    assert codes_of(caught.value) == ["TooLate"]


def test_what_had_arrived_in_time_is_judged_by_its_arrival(office: Office) -> None:
    case = perform(office, an_application()).case
    set_clock(office, "2026-07-01 00:00:05")
    arrived = at("2026-06-30 23:59:59")
    command = a_command("recommend", case, attachments=(a_letter(),), received_at=arrived)
    assert perform(office, command).state == "recommended"


def test_a_full_field_and_a_full_total_refuse_with_their_clause(office: Office) -> None:
    recommended(office)
    recommended(office)
    third = perform(office, an_application()).case
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", third, attachments=(a_letter(),)))
    (refusal,) = caught.value.refusals
    assert refusal.clause == ("二",)
    assert refusal.message() == "浙江 · 农业农村 名额已满 2/2（第二条）"
    recommended(office, category="services")
    fourth = perform(office, an_application(fields={"category": "goods"})).case
    with pytest.raises(Refused) as caught:
        perform(office, a_command("recommend", fourth, attachments=(a_letter(),)))
    assert caught.value.refusals[0].parameters["bucket"] == "general/33"


def test_a_slot_comes_back_before_the_day_and_not_after(office: Office) -> None:
    first, _ = recommended(office), recommended(office)
    perform(office, a_command("withdraw", first, reason="单位放弃"))
    third = recommended(office)
    set_clock(office, "2026-07-02 09:00:00")
    perform(office, a_command("withdraw", third, reason="单位放弃"))
    with office.store.read() as tx:
        rows = tx.all(
            office.statements.quotas,
            programme="small",
            buckets=tx.listed(["general/33", "general/33/agriculture"]),
        )
    assert [row["used"] for row in rows] == [2, 2]


def test_a_refused_act_changes_nothing_and_is_recorded(office: Office) -> None:
    case = perform(office, an_application()).case
    with pytest.raises(Refused):
        perform(office, a_command("recommend", case))
    with office.store.read() as tx:
        rows = tx.driver.execute("SELECT actor, move, reasons FROM refusals").fetchall()
        (row,) = tx.all(office.statements.cases, codes=tx.listed([case]))
    assert (row["state"], row["seq"]) == ("applied", 1)
    assert [(r[0], r[1]) for r in rows] == [("zhejiang", "recommend")]
    assert "DocumentMissing" in rows[0][2]


def test_a_dry_run_writes_nothing(office: Office) -> None:
    assert perform(office, an_application(), dry_run=True).case == "ZJ-2026-001"
    with pytest.raises(UnknownCase):
        perform(office, a_command("recommend", "ZJ-2026-001"), dry_run=True)
    assert perform(office, an_application()).case == "ZJ-2026-001"


def test_all_or_none_leaves_nothing_of_a_batch_with_one_refusal(office: Office) -> None:
    cases = [perform(office, an_application()).case for _ in range(3)]
    acts = [a_command("recommend", case, attachments=(a_letter(),)) for case in cases]
    verdicts = perform_all(office, acts)
    assert [v.error is not None for v in verdicts] == [False, False, True]
    assert all(v.receipt is None for v in verdicts)
    done = perform_all(office, acts, atomic=False)
    assert [v.receipt is not None for v in done] == [True, True, False]


def test_a_soft_rule_is_passed_only_by_a_second_person(office: Office) -> None:
    earlier = EarlierPilot(
        "national",
        "旧试点",
        "浙江示范单位",
        None,
        "33",
        "旧方案",
        "第七批",
        None,
        "2021",
        "下达",
        "",
    )
    add_earlier(office, [earlier], source="测试")
    case = perform(office, an_application()).case
    act = a_command("recommend", case, attachments=(a_letter(),), reason="确需")
    with pytest.raises(Refused) as caught:
        perform(office, act)
    assert codes_of(caught.value) == ["UndertookBefore"]
    asked = a_command(
        "recommend",
        case,
        attachments=(a_letter(),),
        reason="确需",
        override=("not-undertaken-before",),
    )
    waiting = perform(office, asked).waiting
    assert waiting == asked.id
    with pytest.raises(Refused) as caught:
        approve(office, waiting, "zhejiang", via=PYTHON)
    assert codes_of(caught.value) == ["SelfApproval"]
    with pytest.raises(Refused) as caught:
        approve(office, waiting, "committee", via=PYTHON)
    assert codes_of(caught.value) == ["MayNotApprove"]
    with pytest.raises(BadInput) as unknown:
        approve(office, waiting, "guangdong", via=PYTHON)
    assert unknown.value.code == "UnknownRequest"
    set_clock(office, "2026-07-01 08:00:00")
    receipt = approve(office, waiting, "zhejiang-2", via=PYTHON)
    assert receipt.state == "recommended"
    assert receipt.flags and "曾承担过试点" in receipt.flags[0]
    assert approve(office, waiting, "zhejiang-2", via=PYTHON) == receipt


def test_a_move_declared_four_eyes_waits_and_can_be_rejected(office: Office) -> None:
    case = recommended(office)
    perform(office, a_command("assign", case, actor="committee"))
    set_clock(office, "2027-01-02 09:00:00")
    assert sweep(office).moved == {"begin-reporting": 1}
    asked = perform(office, a_command("finish", case, actor="committee"))
    assert asked.waiting is not None
    with pytest.raises(Refused) as caught:
        perform(office, a_command("finish", case, actor="committee-2"))
    assert codes_of(caught.value) == ["AlreadyAsked"]
    assert f"retract {asked.waiting}" in caught.value.refusals[0].remedy()
    reject(office, asked.waiting, "committee-2", via=PYTHON, reason="材料不全")
    again = perform(office, a_command("finish", case, actor="committee"))
    assert approve(office, str(again.waiting), "committee-2", via=PYTHON).state == "done"


def test_a_recorded_fact_beyond_the_cap_is_flagged_and_counted_apart(office: Office) -> None:
    recommended(office)
    recommended(office)
    third = perform(office, an_application()).case
    happened = Occurrence(at("2026-05-30 10:00:00"), "国家系统", "回执 17")
    receipt = perform(office, a_command("recommend", third, actor="zhejiang", occurrence=happened))
    assert receipt.state == "recommended"
    assert any("名额已满" in flag for flag in receipt.flags)
    with office.store.read() as tx:
        (row,) = tx.all(
            office.statements.quotas,
            programme="small",
            buckets=tx.listed(["general/33/agriculture"]),
        )
    assert (row["used"], row["over"]) == (2, 1)


def test_a_recorded_fact_of_the_future_or_out_of_scope_is_refused(office: Office) -> None:
    case = perform(office, an_application()).case
    tomorrow = Occurrence(at("2026-06-02 10:00:00"), "国家系统")
    with pytest.raises(BadInput) as caught:
        perform(office, a_command("recommend", case, occurrence=tomorrow))
    assert caught.value.code == "InFuture"
    today = Occurrence(at("2026-06-01 08:00:00"), "国家系统")
    with pytest.raises(UnknownCase):
        perform(office, a_command("recommend", case, actor="guangdong", occurrence=today))
    with pytest.raises(Refused):
        perform(office, a_command("recommend", case, actor="auditor", occurrence=today))


def test_the_end_of_a_pilot_waives_what_its_children_owed(office: Office) -> None:
    case = recommended(office)
    perform(office, a_command("assign", case, actor="committee"))
    perform(office, a_command("stop", case, actor="committee", reason="违法"))
    with office.store.read() as tx:
        rows = tx.all(office.statements.duties, codes=tx.listed([f"{case}-2027", f"{case}-2028"]))
    assert [row["status"] for row in rows] == ["waived", "waived"]
    with pytest.raises(Refused) as caught:
        perform(office, a_command("submit", f"{case}-2027"))
    assert codes_of(caught.value) == ["CaseEnded"]


def test_a_duty_that_refuses_lateness_binds_its_move(tmp_path: Path) -> None:
    duties = SMALL["duties"]
    strict = {**duties, "summary": {**duties["summary"], "late": "refuse"}}
    office = an_office(tmp_path, a_programme(duties=strict))
    case = recommended(office)
    perform(office, a_command("assign", case, actor="committee"))
    set_clock(office, "2027-12-01 00:00:00")
    with pytest.raises(Refused) as caught:
        perform(office, a_command("submit", f"{case}-2027"))
    assert codes_of(caught.value) == ["TooLate"]
    assert perform(office, a_command("submit", f"{case}-2028")).state == "submitted"


def test_whoever_may_not_see_a_case_is_answered_as_if_there_were_none(office: Office) -> None:
    case = perform(office, an_application()).case
    for code in (case, "ZJ-2026-999"):
        with pytest.raises(UnknownCase) as caught:
            perform(office, a_command("recommend", code, actor="guangdong"))
        assert caught.value.message() == UnknownCase(case=code).message()


def test_a_wrong_credit_code_is_said_as_soon_as_it_is_written(office: Office) -> None:
    receipt = perform(office, an_application(fields={"unit": "某单位 913300001429165670"}))
    assert any("校验码" in flag for flag in receipt.flags)
