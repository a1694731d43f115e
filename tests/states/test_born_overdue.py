"""A case whose day had passed before it could be there says so; a late sweep alone says nothing."""

from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

from states.audits.oracle import check
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_programme, an_application, an_office, set_clock
from tests.stores import rows_of


def programme(of: str | None = None, **more: Any) -> Any:
    """A small programme with a report for each month of 2026, due on the 5th of the next; what its
    duty says `more`."""
    cases: Any = deepcopy(SMALL["cases"])
    report: dict[str, Any] = {
        "title": "月报",
        "code": "{parent}YB-{period}",
        "opened": {"each-month-of": "plan"},
        "states": {
            "due": {"title": "待报", "initial": True},
            "in": {"title": "已报", "end": "normal"},
        },
        "moves": {"file": {"title": "报", "from": "due", "to": "in", "by": "committee"}},
    }
    cases["report"] = report | ({"of": of} if of else {})
    duty = {"title": "月报", "case": "report", "by": "committee", "due": "次月5日前"}
    duties = {**SMALL["duties"], "report": duty | {"bound-by": "file", "clause": "四"} | more}
    periods = {**SMALL["periods"], "plan": "2026年1月1日—2026年12月31日"}
    return a_programme(cases=cases, duties=duties, periods=periods)


def flagged(office: Office) -> dict[str, list[str]]:
    codes = [code for (code,) in rows_of(office, "SELECT code FROM cases WHERE kind = 'report'")]
    shown = {code: dossier(office, "committee", code).flags for code in codes}
    assert {flag.code for flags in shown.values() for flag in flags} <= {
        "BornOverdue",
        "BornOverdueForGood",
    }
    return {code[-7:]: [f.message for f in flags] for code, flags in shown.items() if flags}


def test_what_was_due_before_the_programme_was_active_says_so(tmp_path: Path) -> None:
    declared = programme(exempt={"by": "committee"})
    with closing(an_office(tmp_path, declared, now="2026-04-20 09:00:00")) as office:
        sweep(office)
        found = flagged(office)
        assert sorted(found) == ["2026-01", "2026-02", "2026-03"]
        assert found["2026-03"] == [
            "“月报”应于 2026-04-05 前办，那时还没有这件事项（方案启用或上级产生于 2026-04-20）；"
            "在别处办过的，登记下来；不用办的，免除（第四条）"
        ]
        assert check(office) == []


def test_it_names_no_exemption_that_the_programme_does_not_allow(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme(), now="2026-04-20 09:00:00")) as office:
        sweep(office)
        (said,) = flagged(office)["2026-03"]
        assert said.endswith("在别处办过的，登记下来；方案没有规定谁可以免除（第四条）")


def test_a_late_sweep_is_no_excuse(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme(), now="2026-01-01 09:00:00")) as office:
        set_clock(office, "2026-04-20 09:00:00")
        sweep(office)
        assert flagged(office) == {}
        assert dossier(office, "committee", "YB-2026-01").duties[0].status == "overdue"


def test_what_was_due_before_the_parent_was_there_says_so(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme("pilot"), now="2026-01-01 09:00:00")) as office:
        from states.actions import perform

        set_clock(office, "2026-04-10 09:00:00")
        perform(office, an_application())
        set_clock(office, "2026-05-20 09:00:00")
        sweep(office)
        assert sorted(flagged(office)) == ["2026-01", "2026-02", "2026-03"]
        assert check(office) == []
