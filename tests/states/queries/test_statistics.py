"""Figures: what they count, whose, and as of when; and what a programme asked of each unit."""

import copy
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.loader import load_shipped
from config.programme import Programme
from states import queries
from states.accounts import add_account
from states.actions import perform
from states.clock import FixedClock
from states.commands import Command
from states.duties import sweep
from states.errors import UnknownCase
from states.office import Office
from states.queries.burden import burdens
from states.queries.outline import Outline
from states.queries.past import cases_at, dossier_at, duties_at
from states.queries.repeats import repeats_of
from states.queries.statistics import Statistics, statistics
from states.setup import activate
from states.store import Store
from tests.an_agency import LABORATORIES, a_laboratory, a_moment, a_named_laboratory, act, pass_to
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    at,
    happened,
    set_clock,
)

JULY = at("2026-07-04T09:00+08:00")


def states(found: Statistics) -> Counter[tuple[str, str | None, str | None]]:
    counted: Counter[tuple[str, str | None, str | None]] = Counter()
    for count in found.counts:
        counted[count.state, count.jurisdiction, count.field] += count.count
    return counted


def figures(found: Statistics) -> dict[str, Any]:
    return {key: value for key, value in found.as_json().items() if key != "at"}


def test_counts_are_by_state_jurisdiction_and_field_within_reach(office: Office) -> None:
    a_laboratory(office)
    a_laboratory(office, branch="chip")
    a_named_laboratory(office, account="ningbo")
    assert states(statistics(office, "bureau-1")) == {
        ("proposed", "330100", "bio"): 1,
        ("proposed", "330100", "chip"): 1,
        ("named", "330200", "bio"): 1,
        ("due", "330200", "bio"): 2,
    }
    assert states(statistics(office, "hangzhou")) == {
        ("proposed", "330100", "bio"): 1,
        ("proposed", "330100", "chip"): 1,
    }
    assert states(statistics(office, "bio-desk")).total() == 4


def test_the_funnel_counts_how_far_cases_came_and_no_ends_by_the_way(office: Office) -> None:
    a_laboratory(office)
    dropped = a_laboratory(office)
    act(office, "nominate", dropped, "hangzhou")
    a_named_laboratory(office, account="ningbo")
    funnel = [r for r in statistics(office, "auditor").funnel if r.kind == "laboratory"]
    assert [(r.state, r.count) for r in funnel] == [
        ("proposed", 3),
        ("nominated", 2),
        ("named", 1),
        ("running", 0),
        ("closed", 0),
    ]
    assert funnel[1].share == pytest.approx(2 / 3, abs=1e-4)


def test_a_state_that_a_case_passed_by_is_not_counted_as_reached(fresh_url: str) -> None:
    """A side state, and two ends that take each other's place."""
    cases: Any = copy.deepcopy(SMALL["cases"])
    pilot = cases["pilot"]
    del pilot["progress"]
    pilot["states"] |= {"amending": "补正", "other": {"title": "另一结果", "end": "normal"}}
    pilot["moves"] |= {
        "ask": {"title": "要求补正", "from": "applied", "to": "amending", "by": "province"},
        "amend": {"title": "补正", "from": "amending", "to": "applied", "by": "province"},
        "settle": {"title": "另行了结", "from": "applied", "to": "other", "by": "province"},
    }
    with closing(an_office(fresh_url, a_programme(cases=cases))) as office:
        for moves in (["settle"], ["ask", "amend", "settle"]):
            case = perform(office, an_application()).case
            for move in moves:
                perform(office, a_command(move, case))
        funnel = statistics(office, "zhejiang").funnel
    counts = {r.state: r.count for r in funnel if r.kind == "pilot"}
    assert (counts["applied"], counts["amending"], counts["other"]) == (2, 1, 2)
    assert (counts["recommended"], counts["done"]) == (0, 0)


def test_stays_are_measured_by_their_median(office: Office) -> None:
    codes = [a_laboratory(office, account=who) for who in ("hangzhou", "hangzhou", "ningbo")]
    for day, code, who in zip(
        ("2026-05-12", "2026-05-15", "2026-05-21"),
        codes,
        ("hangzhou", "hangzhou", "ningbo"),
        strict=True,
    ):
        pass_to(office, day)
        act(office, "nominate", code, who)
    found = {d.state: d for d in statistics(office, "auditor").dwell}
    assert (found["proposed"].left, found["proposed"].median_days) == (3, 4.0)
    assert found["proposed"].standing_median_days is None
    assert (found["nominated"].standing, found["nominated"].standing_median_days) == (3, 6.0)


def late_reports(office: Office) -> list[str]:
    """Four reports of 2027: in time, late, overdue, and extended after its day."""
    codes = [a_named_laboratory(office, account=a) for a in ("hangzhou", "ningbo")]
    pass_to(office, "2027-01-02")
    sweep(office)
    pass_to(office, "2027-11-20")
    act(office, "send", f"{codes[0]}-R2027", "hangzhou")
    pass_to(office, "2027-12-08")
    sweep(office)
    return codes


def test_rates_and_ages_are_of_what_was_done_and_is_overdue(office: Office) -> None:
    codes = late_reports(office)
    (rate,) = statistics(office, "auditor").duties
    assert (rate.on_time, rate.late, rate.overdue, rate.open, rate.rate) == (1, 0, 1, 2, 0.5)
    ((age),) = statistics(office, "auditor").ageing
    assert (age.duty, age.bucket, age.count) == ("yearly-report", "30", 1)
    act(office, "send", f"{codes[1]}-R2027", "ningbo")
    (rate,) = statistics(office, "auditor").duties
    assert (rate.on_time, rate.late, rate.overdue) == (1, 1, 0)
    assert statistics(office, "auditor").ageing == ()


def test_what_lapsed_undone_was_not_done_in_time(fresh_url: str) -> None:
    duties: Any = copy.deepcopy(SMALL["duties"])
    duties["recommendation"]["exempt"] = {"by": "committee"}
    with closing(an_office(fresh_url, a_programme(duties=duties))) as office:
        done, exempted, _, _ = (perform(office, an_application()).case for _ in range(4))
        perform(office, a_command("recommend", done, attachments=(a_letter(),)))
        waived = {"fields": {"duty": "recommendation"}, "reason": "灾情"}
        perform(office, a_command("exempt-duty", exempted, actor="committee", **waived))
        before = office.clock.now()
        set_clock(office, "2026-07-02 09:00:00")
        sweep(office)
        (rate,) = statistics(office, "committee").duties
        assert (rate.on_time, rate.lapsed, rate.waived, rate.overdue) == (1, 2, 1, 0)
        assert rate.rate == round(1 / 3, 4)
        (then,) = statistics(office, "committee", at=before).duties
        assert (then.on_time, then.lapsed, then.open, then.rate) == (1, 0, 2, 1.0)


def test_figures_of_a_day_are_those_that_were_shown_on_it(office: Office) -> None:
    code = a_laboratory(office)
    first = figures(statistics(office, "auditor"))
    at = [a_moment("2026-05-11")]
    shown = [first]
    pass_to(office, "2026-06-01")
    act(office, "nominate", code, "hangzhou")
    act(office, "name", code, "bureau-1")
    late_reports(office)
    for day in ("2027-12-20", "2028-02-01"):
        pass_to(office, day)
        sweep(office)
        shown.append(figures(statistics(office, "auditor")))
        at.append(a_moment(day))
    pass_to(office, "2028-06-01")
    act(office, "send", f"{code}-R2027", "hangzhou")
    assert [figures(statistics(office, "auditor", at=moment)) for moment in at] == shown


def an_extending_agency(folder: Path, url: str) -> Office:
    """The same agency, whose bureau may extend the reports."""
    declared = copy.deepcopy(LABORATORIES)
    declared["duties"]["yearly-report"]["extension"] = {"by": "bureau", "order": "optional"}
    store = Store(url)
    store.create(kind="real", office="test", created_at="2026-01-01T00:00:00.000000Z")
    office = Office.over(store, FixedClock(a_moment("2026-05-11")), "real")
    activate(office, Programme.model_validate(declared), "test")
    with office.store.write() as tx:
        add_account(office, tx, "hangzhou", "杭州", role="city", jurisdiction="330100")
        add_account(office, tx, "ningbo", "宁波", role="city", jurisdiction="330200")
        add_account(office, tx, "bureau-1", "科技厅", role="bureau")
        add_account(office, tx, "auditor", "审计", role="auditor")
    return office


def test_a_day_moved_since_does_not_change_what_was_overdue(tmp_path: Path, fresh_url: str) -> None:
    office = an_extending_agency(tmp_path, fresh_url)
    codes = late_reports(office)
    before = figures(statistics(office, "auditor"))
    pass_to(office, "2027-12-09")
    fields = {"duty": "yearly-report", "to": "2027-12-31", "order": "科函〔2027〕9号"}
    command = Command(
        "extend-1",
        "bureau-1",
        "extend-duty",
        case=f"{codes[1]}-R2027",
        fields=fields,
        reason="灾害",
    )
    perform(office, command)
    (rate,) = statistics(office, "auditor").duties
    assert (rate.overdue, rate.open) == (0, 3)
    assert figures(statistics(office, "auditor", at=a_moment("2027-12-08"))) == before
    then = duties_at(office, "auditor", a_moment("2027-12-08"))
    assert [d.case for d in then if d.status == "overdue"] == [f"{codes[1]}-R2027"]
    office.close()


def test_lists_and_dossiers_of_a_day_stay_within_reach(office: Office) -> None:
    mine, theirs = a_laboratory(office), a_laboratory(office, account="ningbo")
    at = a_moment("2026-05-12")
    pass_to(office, "2026-06-01")
    act(office, "nominate", mine, "hangzhou")
    rows = list(cases_at(office, "hangzhou", queries.CaseFilter(), at))
    assert [(row.code, row.state) for row in rows] == [(mine, "proposed")]
    assert list(cases_at(office, "auditor", queries.CaseFilter(state="nominated"), at)) == []
    found = dossier_at(office, "hangzhou", mine, at)
    first, second = queries.history(office, "hangzhou", mine)
    assert (found.state, found.hash, found.documents, found.holds) == (
        "proposed",
        first.hash,
        (),
        (),
    )
    assert found.hash != second.hash
    for code, when in ((theirs, at), (mine, a_moment("2026-05-01"))):
        with pytest.raises(UnknownCase):
            dossier_at(office, "hangzhou", code, when)


def test_the_burden_is_counted_by_unit_and_jurisdiction(office: Office) -> None:
    code = a_named_laboratory(office)
    a_laboratory(office, account="ningbo")
    pass_to(office, "2027-11-20")
    sweep(office)
    act(office, "send", f"{code}-R2027", "hangzhou")
    act(office, "return", f"{code}-R2027", "bureau-1")
    act(office, "send", f"{code}-R2027", "hangzhou")
    found = burdens(office, "auditor")
    assert [(b.jurisdiction, b.units, b.cases) for b in found.jurisdictions] == [
        ("330100", 1, 3),
        ("330200", 1, 1),
    ]
    (unit,) = [b for b in found.units if b.jurisdiction == "330100"]
    assert (unit.duties, unit.reminders, unit.returns, unit.documents) == (2, 1, 1, 0)
    assert unit.fields == 4
    assert (found.total.twice, found.twice) == (0, ())
    assert [b.jurisdiction for b in burdens(office, "ningbo").units] == ["330200"]


def asking_twice() -> dict[str, Any]:
    """The agency with a report that asks for the branch, the phone and the level again, and a
    closing that asks for the level which a case may hold."""
    declared = copy.deepcopy(LABORATORIES)
    report = declared["cases"]["report"]
    report["form"] = {
        "telephone": {"title": "联系电话"},
        "branch-again": {"title": "所属方向", "type": "category"},
        "summary": {"title": "小结"},
        "title": {"title": "报告名"},
    }
    report["moves"]["send"]["asks"] = ["telephone", "summary"]
    declared["cases"]["laboratory"]["moves"]["name"]["asks"] = ["level"]
    return declared


def an_outline(declared: dict[str, Any]) -> Outline:
    programme = Programme.model_validate(declared)
    return Outline(programme.model_dump(mode="json", by_alias=True), 1)


def test_what_a_programme_asks_twice_is_read_from_its_file() -> None:
    """The report's own title is none of it: each case has its name."""
    found = {(r.kind, r.field) for r in repeats_of(an_outline(asking_twice()))}
    assert found == {
        ("report", "telephone"),
        ("report", "branch-again"),
        ("report", "summary"),
        ("laboratory", "level"),
    }
    national = load_shipped("national-pilots-2026")
    again = repeats_of(Outline(national.model_dump(mode="json", by_alias=True), 1))
    assert [(r.kind, r.field, r.holder) for r in again] == [("incident", "conclusion", "incident")]


def test_a_field_that_the_case_holds_already_counts_when_it_is_asked_again(
    tmp_path: Path, fresh_url: str
) -> None:
    store = Store(fresh_url)
    store.create(kind="real", office="test", created_at="2026-01-01T00:00:00.000000Z")
    office = Office.over(store, FixedClock(a_moment("2026-05-11")), "real")
    activate(office, Programme.model_validate(asking_twice()), "test")
    with office.store.write() as tx:
        add_account(office, tx, "hangzhou", "杭州", role="city", jurisdiction="330100")
        add_account(office, tx, "bureau-1", "科技厅", role="bureau")
    held, new = a_laboratory(office, level="a"), a_laboratory(office)
    for code in (held, new):
        act(office, "nominate", code, "hangzhou")
        act(office, "name", code, "bureau-1", fields={"level": "b"})
    assert [(t.field, t.count) for t in burdens(office, "bureau-1").twice] == [("level", 1)]
    given = {"telephone": "13800000000", "summary": "好"}
    act(office, "send", f"{new}-R2027", "hangzhou", fields=given)
    found = burdens(office, "bureau-1")
    assert {t.field: t.count for t in found.twice} == {"level": 1, "telephone": 1}
    assert (found.total.twice, [b.twice for b in found.units]) == (2, [1, 1])
    office.close()


def test_what_the_clock_did_wrongly_counts_in_no_figure(fresh_url: str) -> None:
    """Recommended in time elsewhere, lapsed here by the clock, recorded late: the lapse is neither
    a state that was reached nor what ended the stay before it."""
    cases: Any = copy.deepcopy(SMALL["cases"])
    cases["pilot"]["progress"] = ["applied", "recommended", "done", "dropped"]
    with closing(an_office(fresh_url, a_programme(cases=cases))) as office:
        set_clock(office, "2026-06-20T10:00+08:00")
        case = perform(office, an_application()).case
        set_clock(office, "2026-07-03T09:00+08:00")
        sweep(office)
        lapsed = {r.state: r.count for r in statistics(office, "zhejiang").funnel}
        assert (lapsed["recommended"], lapsed["dropped"]) == (0, 1)
        fact = a_command("recommend", case, occurrence=happened("2026-06-29"))
        perform(office, fact)
        for found in (statistics(office, "zhejiang"), statistics(office, "zhejiang", at=JULY)):
            reached = {r.state: r.count for r in found.funnel}
            assert (reached["applied"], reached["recommended"], reached["dropped"]) == (1, 1, 0)
            stay = {d.state: d for d in found.dwell}["applied"]
            assert (stay.left, stay.median_days) == (1, 9.0)


def test_a_true_move_to_the_same_state_is_shown_and_counted_in_place_of_the_wrong_one(
    fresh_url: str,
) -> None:
    cases: Any = copy.deepcopy(SMALL["cases"])
    moves = cases["pilot"]["moves"]
    moves["order"] = {k: v for k, v in moves["recommend"].items() if k != "until"} | {
        "title": "指定"
    }
    with closing(an_office(fresh_url, a_programme(cases=cases))) as office:
        set_clock(office, "2026-06-01 10:00:00")
        case = perform(office, an_application()).case
        set_clock(office, "2026-07-03 09:00:00")
        perform(office, a_command("recommend", case, occurrence=happened("2026-06-20")))
        right = {"occurrence": happened("2026-06-25"), "corrects": 2}
        perform(office, a_command("order", case, **right))
        shown = queries.dossier(office, "zhejiang", case).steps
        steps = {step.state: (step.on or "")[:10] for step in shown}
        assert (steps["applied"], steps["recommended"]) == ("2026-06-01", "2026-06-25")
        reached = {r.state: r.count for r in statistics(office, "zhejiang").funnel}
        assert (reached["applied"], reached["recommended"], reached["assigned"]) == (1, 1, 0)
