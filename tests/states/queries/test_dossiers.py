"""All about one case."""

import copy
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from states import queries
from states.actions import perform, perform_all
from states.commands import Verdict, Via
from states.duties import sweep
from states.office import Office
from states.queries.answers import Waiting
from states.queries.dossiers import awaited
from states.store import Tx
from tests.an_agency import LETTER, a_laboratory, a_named_laboratory, act, pass_to
from tests.builders import (
    SMALL,
    a_command,
    a_programme,
    an_application,
    an_office,
    set_clock,
)

Awaited = tuple[tuple[Waiting, ...], bool]


def test_steps_say_when_and_by_which_clause_each_state_was_reached(office: Office) -> None:
    code = a_named_laboratory(office)
    pass_to(office, "2027-01-02")
    sweep(office)
    steps = queries.dossier(office, "hangzhou", code).steps
    assert [(s.title, s.position, s.clause) for s in steps] == [
        ("提出", "done", ("一",)),
        ("提名", "done", ("二",)),
        ("命名", "done", ("三",)),
        ("运行", "current", ("四",)),
        ("结项", "ahead", ()),
    ]


def test_an_exceptional_end_closes_the_line(office: Office) -> None:
    from states.actions import approve

    code = a_laboratory(office)
    act(office, "nominate", code, "hangzhou")
    waiting = act(office, "drop", code, "bureau-1", reason="条件不符").waiting
    assert waiting
    approve(office, waiting, "bureau-2", via=Via("python"), reason="同意")
    shown = queries.dossier(office, "hangzhou", code)
    assert [(s.state, s.position) for s in shown.steps] == [
        ("proposed", "done"),
        ("nominated", "done"),
        ("dropped", "current"),
    ]
    assert shown.end == "exceptional"
    assert (shown.waiting, shown.moves) == ((), ())
    last = queries.history(office, "hangzhou", code)[-1]
    assert last.approval is not None
    assert last.approval["by"] == "bureau-2"


def test_it_names_who_must_act_and_what_the_viewer_may_do(office: Office) -> None:
    code = a_laboratory(office)
    act(office, "nominate", code, "hangzhou")
    (waiting,) = queries.dossier(office, "hangzhou", code).waiting
    assert (waiting.who_titles, waiting.move_title) == (("省科技厅",), "命名")
    assert queries.dossier(office, "hangzhou", code).moves == ()
    moves = queries.dossier(office, "bureau-1", code).moves
    assert [(m.move, m.is_forward, m.reason) for m in moves] == [
        ("name", True, "optional"),
        ("drop", False, "required"),
    ]
    (holds,) = [queries.dossier(office, "bureau-1", code).holds]
    assert [h.title for h in holds] == ["名额", "名额 · 生物"]


def test_what_the_system_will_do_is_said_with_its_day(office: Office) -> None:
    first, *_ = queries.dossier(office, "hangzhou", a_named_laboratory(office)).waiting
    assert (first.by_system, first.move, first.due_on) == (True, "start", "2027-01-01")


def test_the_calendar_holds_every_duty_of_the_family(office: Office) -> None:
    code = a_named_laboratory(office)
    found = queries.calendar(office, "hangzhou", code)
    assert [(d.case, d.due_on) for d in found] == [
        (f"{code}-R2027", "2027-11-30"),
        (f"{code}-R2028", "2028-11-30"),
    ]


def test_english_where_the_programme_has_it(office: Office) -> None:
    code = a_laboratory(office)
    shown = queries.dossier(office, "hangzhou", code, lang="en")
    assert (shown.state_title, shown.field_title) == ("proposed", "biology")
    assert shown.waiting[0].who_titles == ("city office",)
    assert shown.fields[-1].title == "联系电话"


def test_a_renewal_and_its_refusal_are_both_waited_for(fresh_url: str) -> None:
    """The way back is the other answer here, not a return."""
    declared: Any = copy.deepcopy(SMALL)
    pilot = declared["cases"]["pilot"]
    del pilot["progress"]
    pilot["states"] |= {"renewing": "延续审查中"}
    ask = {"title": "申请延续", "from": "applied", "to": "renewing", "by": "province"}
    grant = {"title": "准予延续", "from": "renewing", "to": "applied", "by": "committee"}
    refuse = {"title": "不予延续", "from": "renewing", "to": "done", "by": "committee"}
    pilot["moves"] |= {"ask": ask, "grant": grant, "refuse": refuse}
    answer = {"title": "决定延续", "case": "pilot", "opened": "ask", "by": "committee"}
    answer |= {"due": "收到之日起20个工作日内", "bound-by": ["grant", "refuse"]}
    duties = declared["duties"] | {"answer": answer}
    programme = a_programme(cases=declared["cases"], duties=duties)
    with closing(an_office(fresh_url, programme)) as office:
        case = perform(office, an_application()).case
        perform(office, a_command("ask", case))
        (waiting,) = queries.dossier(office, "zhejiang", case).waiting
        assert waiting.move_title == "准予延续或不予延续"


def test_what_must_last_first_is_waited_for_from_the_day_on_which_it_may_be_done(
    fresh_url: str,
) -> None:
    duties: Any = copy.deepcopy(SMALL["duties"])
    duties["showing"] = {
        "title": "公示",
        "case": "pilot",
        "by": "province",
        "opened": "apply",
        "due": "公示不少于7日",
        "bound-by": "recommend",
        "early": "refuse",
        "clause": "二",
    }
    with closing(an_office(fresh_url, a_programme(duties=duties))) as office:
        set_clock(office, "2026-06-01 10:00:00")
        case = perform(office, an_application()).case
        by_duty = {w.duty: w for w in queries.dossier(office, "zhejiang", case).waiting}
        assert by_duty["showing"].opens_on == "2026-06-09"
        assert by_duty["recommendation"].opens_on is None
        set_clock(office, "2026-06-09 00:00:00")
        by_duty = {w.duty: w for w in queries.dossier(office, "zhejiang", case).waiting}
        assert by_duty["showing"].opens_on is None


def test_a_dry_run_looks_at_what_the_act_would_leave(office: Office) -> None:
    code = a_laboratory(office)
    seen: list[Awaited] = []
    nominate = a_command("nominate", code, actor="hangzhou", attachments=(LETTER,))

    def look(tx: Tx, verdicts: Sequence[Verdict]) -> None:
        assert [verdict.done().case for verdict in verdicts] == [code]
        seen.append(awaited(office, tx, "hangzhou", code))

    def now() -> Awaited:
        with office.store.read() as tx:
            return awaited(office, tx, "hangzhou", code)

    before = now()
    perform_all(office, [nominate], dry_run=True, look=look)
    assert now() == before
    perform(office, nominate)
    assert seen == [now()] != [before]
    assert [waiting.move for waiting in seen[0][0]] == ["name"]
