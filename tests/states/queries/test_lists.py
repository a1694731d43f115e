"""Lists of cases: filtered, sorted, by pages."""

import pytest

from states import queries
from states.errors import BadInput
from states.office import Office
from states.queries import CaseFilter
from tests.an_agency import PHONE, a_laboratory, a_named_laboratory, act
from tests.states.queries.answers import codes


@pytest.mark.parametrize("sort", queries.SORTS)
def test_pages_hold_every_case_once_and_in_order(office: Office, sort: str) -> None:
    for n in range(7):
        a_laboratory(office, title=f"实验室{n % 2}")
    a_named_laboratory(office, branch="chip")
    found, page = [], None
    while True:
        answer = queries.cases(office, "bureau-1", CaseFilter(sort=sort), page=page, limit=3)
        found += codes(answer)
        page = answer.next
        if page is None:
            break
    whole = codes(queries.cases(office, "bureau-1", CaseFilter(sort=sort)))
    assert found == whole
    assert len(set(found)) == len(found) == 8
    assert answer.total == 8


def test_state_counts_leave_out_the_filter_by_state(office: Office) -> None:
    a_laboratory(office)
    act(office, "nominate", a_laboratory(office), "hangzhou")
    page = queries.cases(office, "bureau-1", CaseFilter(state="nominated"))
    assert page.total == 1
    assert {s.state: s.count for s in page.states if s.count} == {
        "proposed": 1,
        "nominated": 1,
    }


def test_text_finds_code_title_and_unit_and_nothing_by_its_wildcards(office: Office) -> None:
    code = a_laboratory(office, title="100%智能_实验室")
    other = a_laboratory(office, title="海洋实验室")

    def found(text: str) -> list[str]:
        return codes(queries.cases(office, "hangzhou", CaseFilter(text=text)))

    assert found("100%") == [code]
    assert found("能_实") == [code]
    assert found("%") == [code]
    assert found("_") == [code]
    assert found("hz-2026") == [code, other]
    assert found("实验室 海洋") == [other]
    assert found("ＨＺ") == [code, other]
    assert found("' OR '1'='1") == []
    assert found(PHONE) == []


def test_filters_that_mean_nothing_are_refused(office: Office) -> None:
    for wanted in (
        CaseFilter(state="nowhere"),
        CaseFilter(kind="nothing"),
        CaseFilter(programme="none"),
        CaseFilter(due="soon"),
        CaseFilter(sort="title; DROP TABLE cases"),
        CaseFilter(overdue_days=-1),
    ):
        with pytest.raises(BadInput):
            queries.cases(office, "hangzhou", wanted)
    for page in ("xx", "W10", "WzEsMl0", "é"):
        with pytest.raises(BadInput, match="读不出"):
            queries.cases(office, "hangzhou", page=page)
    with pytest.raises(BadInput):
        queries.cases(office, "hangzhou", limit=0)
