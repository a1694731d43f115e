"""Requests: listed, approved one by one or as a batch, taken back, expired; who stands in for whom
is never the second person of the one it stands in for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from states import queries
from states.accounts import close_account, grant_role
from states.actions import approve, approve_all, perform, perform_all, reject, retract
from states.acts.bulk import apply_plan, make_plan
from states.acts.delegation import Delegation, delegate, recall
from states.acts.remarks import remark
from states.commands import PYTHON, Command
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from tests.builders import a_command, set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound
from tests.stores import rows_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    people = {name: ("office", {}) for name in ("li", "wang", "zhao")}
    places = {name: ("city", {"jurisdiction": "浙江"}) for name in ("zj", "zj2")}
    others = {"gd": ("city", {"jurisdiction": "广东"}), "aud": ("auditor", {})}
    made = office_of(tmp_path, "decisions", accounts={**people, **places, **others})
    yield made
    made.close()


def asked(office: Office, number: int = 1) -> list[str]:
    new = {"kind": "project"}
    return [do(office, "zj", "ask", title=f"项目{n}", with_=new).case for n in range(number)]


def agreed(office: Office, number: int = 1) -> list[str]:
    codes = asked(office, number)
    for code in codes:
        do(office, "li", "agree", code)
    return codes


def codes_of(error: Refused) -> list[str]:
    return [refusal.code for refusal in error.refusals]


def extend(code: str, to: str, actor: str = "li", **more: object) -> Command:
    fields = {"duty": "report", "to": to, "order": "延〔2026〕1号"}
    return a_command("extend-duty", code, actor=actor, fields=fields, reason="洪水", **more)


def test_open_requests_are_listed_with_who_what_and_until_when(office: Office) -> None:
    first, second = agreed(office, 2)
    waiting = [do(office, "li", "start", code).waiting for code in (first, second)]
    found = queries.asked_for(office, "wang")
    assert [(r.request, r.case, r.actor, r.move_title) for r in found] == [
        (waiting[0], first, "li", "启动"),
        (waiting[1], second, "li", "启动"),
    ]
    assert all(r.may_approve and r.expires_at > r.requested_at for r in found)
    assert not any(r.may_approve for r in queries.asked_for(office, "li"))
    assert queries.asked_for(office, "gd") == ()
    approve(office, str(waiting[0]), "wang", via=PYTHON, reason="同意")
    reject(office, str(waiting[1]), "wang", via=PYTHON, reason="材料不全")
    assert queries.asked_for(office, "wang") == ()
    closed = queries.asked_for(office, "aud", closed=True)
    assert [(r.status, r.decided_by, r.decision_reason) for r in closed] == [
        ("approved", "wang 某", "同意"),
        ("rejected", "wang 某", "材料不全"),
    ]
    assert sound(office)


def test_one_takes_back_ones_own_request_and_nobody_elses(office: Office) -> None:
    (code,) = agreed(office)
    request = str(do(office, "li", "start", code).waiting)
    with pytest.raises(Refused) as caught:
        retract(office, request, "wang", via=PYTHON)
    assert codes_of(caught.value) == ["RequestOfAnother"]
    with pytest.raises(BadInput) as unknown:
        retract(office, request, "gd", via=PYTHON)
    assert unknown.value.code == "UnknownRequest"
    retract(office, request, "li", via=PYTHON, reason="写错了")
    for again in ("approve", "retract"):
        with pytest.raises(Refused) as caught:
            if again == "approve":
                approve(office, request, "wang", via=PYTHON)
            else:
                retract(office, request, "li", via=PYTHON)
        assert codes_of(caught.value) == ["RequestOver"]
    assert do(office, "li", "start", code).waiting
    kept = rows_of(office, "SELECT actor, move FROM refusals ORDER BY id")
    assert ("wang", "retract") in [tuple(row) for row in kept]
    assert sound(office)


def test_requests_on_duties_wait_in_the_to_do_of_who_may_approve_them(office: Office) -> None:
    (code,) = asked(office)
    fields = {"duty": "report"}
    exempt = a_command("exempt-duty", code, actor="li", fields=fields, reason="灾情")
    request = str(perform(office, exempt).waiting)
    (item,) = [i for g in queries.inbox(office, "wang").groups for i in g.items if i.request]
    assert (item.request, item.verb) == (request, "approve")
    assert "报告" in item.what
    assert not [i for g in queries.inbox(office, "zj").groups for i in g.items if i.request]
    approve(office, request, "wang", via=PYTHON)
    (duty,) = queries.calendar(office, "zj", code)
    assert (duty.status, duty.stands_as) == ("waived", "waived")
    assert sound(office)


def test_what_is_exempted_after_its_day_is_waived_and_did_not_lapse(office: Office) -> None:
    (code,) = asked(office)
    (duty,) = queries.calendar(office, "zj", code)
    set_clock(office, f"{date.fromisoformat(str(duty.due_on)) + timedelta(days=9)} 09:00:00")
    sweep(office)
    exempt = a_command("exempt-duty", code, actor="li", fields={"duty": "report"}, reason="灾情")
    approve(office, str(perform(office, exempt).waiting), "wang", via=PYTHON)
    (duty,) = queries.calendar(office, "zj", code)
    assert (duty.status, duty.stands_as) == ("waived", "waived")
    assert duty.overdue_at
    stood = queries.as_of(office, "zj", code, office.clock.now()).true
    assert stood and [duty.stands_as for duty in stood.duties] == ["waived"]


@pytest.mark.parametrize("how", ["batch", "plan"])
def test_a_batch_is_approved_in_one_act_by_a_second_person(office: Office, how: str) -> None:
    codes = agreed(office, 3)
    commands = [a_command("start", code, actor="li", reason="下达文件") for code in codes]
    plan = make_plan(office, commands, via=PYTHON)
    assert plan.count("waits") == 3
    verdicts = apply_plan(office, plan, actor="li", via=PYTHON)
    assert all(v.receipt and v.receipt.waiting for v in verdicts)
    again = apply_plan(office, plan, actor="li", via=PYTHON)
    assert [v.receipt for v in again] == [v.receipt for v in verdicts]
    (item,) = [i for g in queries.inbox(office, "wang").groups for i in g.items if i.request]
    assert "3 件" in item.what
    # who asks to start them tells that they were agreed to
    assert queries.asked_for(office, "zj") == ()
    assert queries.dossier(office, "zj", codes[0]).requests == ()
    batch = str(item.request)

    def released(actor: str) -> list[str | None]:
        if how == "batch":
            done = approve_all(office, [batch], actor, via=PYTHON, reason="主任办公会")
        else:
            done = apply_plan(office, plan, actor=actor, via=PYTHON, reason="主任办公会")
        return [v.receipt.state if v.receipt else codes_of(v.error)[0] for v in done]  # type: ignore[arg-type]

    if how == "batch":
        assert released("li") == ["SelfApproval"] * 3
    assert released("wang") == ["running"] * 3
    assert released("wang") == ["running"] * 3
    assert queries.asked_for(office, "wang") == ()
    last = queries.history(office, "zj", codes[0])[-1]
    assert (last.actor, last.approval["by"]) == ("li", "wang")  # type: ignore[index]
    assert sound(office)


def test_who_applies_anothers_plan_is_its_second_person_and_must_be_able_to(office: Office) -> None:
    codes = agreed(office, 2)
    commands = [a_command("start", code, actor="li") for code in codes]
    plan = make_plan(office, commands, via=PYTHON)
    for actor, code in (("zj", "MayNotApprove"), ("aud", "MayNotApprove")):
        verdicts = apply_plan(office, plan, actor=actor, via=PYTHON)
        assert [codes_of(v.error) for v in verdicts] == [[code]] * 2  # type: ignore[arg-type]
    verdicts = apply_plan(office, plan, actor="gd", via=PYTHON)
    assert {v.error.code for v in verdicts} == {"UnknownRequest"}  # type: ignore[union-attr]
    remark(office, a_command("note", codes[0], actor="zj", reason="另有来函"))
    verdicts = apply_plan(office, plan, actor="wang", via=PYTHON, partial=True)
    assert [v.receipt is not None for v in verdicts] == [False, True]
    assert codes_of(verdicts[0].error) == ["CaseChanged"]  # type: ignore[arg-type]
    moves = [e.move for e in queries.log(office, "aud").rows if e.case == "decisions"]
    assert moves[:2] == ["apply-bulk", "plan-bulk"]
    assert sound(office)


def test_a_decision_is_announced_by_two_where_the_file_says_so(office: Office) -> None:
    good, bad = asked(office, 2)
    do(office, "li", "agree", good)
    do(office, "li", "refuse", bad, with_={"reason": "不符"})
    commands = [a_command("announce-decision", code, actor="li") for code in (good, bad)]
    plan = make_plan(office, commands, via=PYTHON)
    apply_plan(office, plan, actor="li", via=PYTHON)
    # a request to announce is as private as what it announces
    assert queries.asked_for(office, "zj") == ()
    assert queries.dossier(office, "zj", bad).requests == ()
    assert len(queries.asked_for(office, "aud")) == 2
    assert {row.state for row in queries.list_cases(office, "zj").rows} == {"asked"}
    apply_plan(office, plan, actor="wang", via=PYTHON)
    assert {row.state for row in queries.list_cases(office, "zj").rows} == {"agreed", "refused"}
    notices = rows_of(office, "SELECT case_code FROM outbox WHERE topic = 'move'")
    assert [row[0] for row in notices] == [bad]
    assert sound(office)


def test_beyond_its_bounds_an_extension_passes_only_by_a_second_person(office: Office) -> None:
    (code,) = asked(office)
    with pytest.raises(Refused) as caught:
        perform(office, extend(code, "2026-09-30"))
    assert codes_of(caught.value) == ["ExtendedTooFar"]
    request = perform(office, extend(code, "2026-09-30", override=("extension",))).waiting
    (listed,) = queries.asked_for(office, "wang")
    assert (listed.to, listed.order) == ("2026-09-30", "延〔2026〕1号")
    approve(office, str(request), "wang", via=PYTHON)
    (duty,) = queries.calendar(office, "zj", code)
    assert (duty.due_on, duty.first_due_on, duty.extended) == ("2026-09-30", "2026-06-30", 1)
    assert queries.dossier(office, "zj", code).flags[0].kind == "overridden"
    assert sound(office)


def test_force_majeure_moves_the_day_of_many_by_one_order(office: Office) -> None:
    codes = asked(office, 3)
    perform(office, extend(codes[0], "2026-07-10"))
    set_clock(office, "2026-07-05 09:00:00")
    plan = make_plan(office, [extend(code, "2026-07-25") for code in codes], via=PYTHON)
    assert [act.outcome for act in plan.acts] == ["refused", "done", "done"]
    assert [r["code"] for r in plan.acts[0].reasons] == ["ExtendedOften"]
    apply_plan(office, plan, actor="li", via=PYTHON, partial=True)
    owed = {
        d.case: (d.due_on, d.first_due_on) for c in codes for d in queries.calendar(office, "zj", c)
    }
    assert owed == {
        codes[0]: ("2026-07-10", "2026-06-30"),
        codes[1]: ("2026-07-25", "2026-06-30"),
        codes[2]: ("2026-07-25", "2026-06-30"),
    }
    orders = {
        c["order"] for code in codes for e in queries.history(office, "zj", code) for c in e.changes
    }
    assert orders == {"延〔2026〕1号"}
    assert sound(office)


def leave(principal: str = "zj", deputy: str = "zj2", **more: object) -> Delegation:
    asked_for = Delegation(principal, deputy, date(2026, 5, 4), date(2026, 5, 6))
    return replace(asked_for, **more)  # type: ignore[arg-type]


def test_a_deputy_acts_on_behalf_and_both_names_stay(office: Office) -> None:
    (code,) = asked(office)
    delegate(office, leave("zj", "gd"), by="zj", via=PYTHON, reason="年假")
    note = remark(office, a_command("note", code, actor="gd", reason="代为说明"))
    entry = queries.history(office, "zj", code)[note.seq - 1]
    assert (entry.actor, entry.actor_name) == ("gd", "gd 某（代 zj 某）")
    assert entry.scope == "jurisdiction:33 代:zj"
    assert queries.dossier(office, "gd", code).code == code
    set_clock(office, "2026-05-07 00:00:00")
    with pytest.raises(BadInput):
        queries.dossier(office, "gd", code)
    with pytest.raises(BadInput):
        remark(office, a_command("note", code, actor="gd", reason="再说"))
    events = [e for e in queries.log(office, "aud").rows if e.move == "delegate"]
    assert [(e.actor, e.detail["account"]) for e in events] == [("zj", "gd")]  # type: ignore[index]
    assert sound(office)


def test_a_delegation_is_no_second_person(office: Office) -> None:
    (code,) = agreed(office)
    delegate(office, leave("li", "zj"), by="li", via=PYTHON)
    request = str(do(office, "li", "start", code).waiting)
    with pytest.raises(Refused) as caught:
        approve(office, request, "zj", via=PYTHON)
    assert codes_of(caught.value) == ["MayNotApprove"]
    retract(office, request, "li", via=PYTHON)
    # neither does the one on leave approve what was asked on its behalf
    request = str(do(office, "zj", "start", code).waiting)
    with pytest.raises(Refused) as caught:
        approve(office, request, "li", via=PYTHON)
    assert codes_of(caught.value) == ["SelfApproval"]
    assert approve(office, request, "wang", via=PYTHON).state == "running"
    assert sound(office)


def test_a_delegation_is_governed_and_ends(office: Office) -> None:
    def refused(asked_for: Delegation, by: str) -> list[str]:
        with pytest.raises(Refused) as caught:
            delegate(office, asked_for, by=by, via=PYTHON)
        return codes_of(caught.value)

    assert refused(leave("zj", "zj"), "zj") == ["SelfDelegation"]
    assert refused(leave("zj", "zj2", role="office"), "zj") == ["NothingToDelegate"]
    assert refused(leave("aud", "zj2"), "aud") == ["NothingToDelegate"]
    assert refused(leave("li", "zj"), "zj") == ["MayNotDelegate"]
    assert refused(leave("zj", "zj2", until=date(2026, 5, 3)), "zj") == ["DelegationPast"]
    delegate(office, leave("li", "zj"), by="wang", via=PYTHON)
    assert refused(leave("li", "zj"), "li") == ["DelegatedAlready"]
    # what is held on behalf of another is nobody's to pass on, nor to give roles with
    assert refused(leave("zj", "zj2", role="office"), "zj") == ["NothingToDelegate"]
    assert refused(leave("gd", "zj2"), "zj") == ["MayNotDelegate"]
    (code,) = agreed(office)
    assert queries.dossier(office, "zj", code).state == "agreed"
    recall(office, leave("li", "zj"), by="li", via=PYTHON)
    assert queries.dossier(office, "zj", code).state == "asked"
    with pytest.raises(Refused) as caught:
        recall(office, leave("li", "zj"), by="li", via=PYTHON)
    assert codes_of(caught.value) == ["NoDelegation"]
    delegate(office, leave("li", "zj"), by="li", via=PYTHON)
    close_account(office, "li", by="wang", via=PYTHON)
    assert refusals(office, "zj", "start", code) == ["NotYours", "BeingDecided"]
    assert sound(office)


@pytest.fixture
def by_two(tmp_path: Path) -> Iterator[Office]:
    """An office where two people of a city ask for a project together."""
    text = (FOLDER / "decisions.yaml").read_text(encoding="utf-8")
    text = text.replace("by: city, kind: application}", "by: city, four-eyes: yes}")
    unit = "      unit: {title: 单位, type: organisation}\n    states:"
    path = tmp_path / "two.yaml"
    path.write_text(text.replace("    states:", unit), encoding="utf-8")
    people = {"li": ("office", {}), "gd": ("city", {"jurisdiction": "广东"})}
    places = {name: ("city", {"jurisdiction": "浙江"}) for name in ("zj", "zj2")}
    made = office_of(tmp_path, str(path.with_suffix("")), accounts={**people, **places})
    yield made
    made.close()


def asks_for(title: str) -> Command:
    """What one person of the city asks for."""
    fields = {"title": title, "unit": a_unit("某中心", 1)}
    return a_command("ask", kind="project", actor="zj", fields=fields)


def test_what_is_only_asked_for_uses_up_no_number(by_two: Office) -> None:
    verdicts = perform_all(by_two, [asks_for(f"项目{n}") for n in range(3)])
    waiting = [str(v.done().waiting) for v in verdicts]
    reject(by_two, waiting[0], "zj2", via=PYTHON, reason="重复")
    alone = approve(by_two, waiting[2], "zj2", via=PYTHON)
    assert alone.case == "ZJ-2026-001"
    later = str(perform(by_two, asks_for("项目9")).waiting)
    done = approve_all(by_two, [later, waiting[1]], "zj2", via=PYTHON)
    assert [v.done().case for v in done] == ["ZJ-2026-002", "ZJ-2026-003"]
    assert sound(by_two)


def test_what_nobody_else_could_approve_says_so_at_once(office: Office) -> None:
    first, second = agreed(office, 2)
    assert do(office, "li", "start", first).flags == ()
    for account in ("wang", "zhao"):
        close_account(office, account, by="system", via=PYTHON)
    (flag,) = do(office, "li", "start", second).flags
    assert flag.startswith("除 li 外，现在没有别的账户能批准")
    assert [one.lacks_approver for one in queries.asked_for(office, "li")] == [True, True]
    grant_role(office, "zj", "zj 某", role="office", by="system", via=PYTHON, is_new=False)
    assert [one.lacks_approver for one in queries.asked_for(office, "li")] == [False, False]
    assert sound(office)
