"""Cases that stand by themselves: one for each stretch and place, also a place that came later."""

from pathlib import Path
from typing import Any

from config.programme import Programme
from states.accounts import add_account
from states.duties import sweep
from states.office import Office
from states.setup import activate
from tests.builders import SMALL, a_programme, an_office, set_clock
from tests.stores import rows_of

MEETING: dict[str, Any] = {
    "title": "例会",
    "code": "M-{jurisdiction}-{period}",
    "opened": {"each-quarter-of": "half", "per": "jurisdiction"},
    "states": {
        "due": {"title": "待开", "initial": True},
        "held": {"title": "已开", "end": "normal"},
    },
    "moves": {"hold": {"title": "开会", "from": "due", "to": "held", "by": "province"}},
}


def a_file(*places: str) -> Programme:
    half = {"first": "2026-07-01", "last": "2026-12-31"}
    known = SMALL["jurisdictions"]
    return a_programme(
        periods=SMALL["periods"] | {"half": half},
        cases=SMALL["cases"] | {"meeting": MEETING},
        jurisdictions={place: known[place] for place in places},
    )


def opened(office: Office, now: str) -> list[str]:
    set_clock(office, now)
    sweep(office)
    found = rows_of(office, "SELECT code FROM cases WHERE kind = 'meeting' ORDER BY code")
    return [code for (code,) in found]


def test_a_place_that_a_later_version_adds_gets_the_cases_that_others_have(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_file("33"), accounts=False)
    with office.store.write() as tx:
        add_account(office, tx, "committee", "委员会", role="committee")
    assert opened(office, "2026-06-30 23:59:59") == []
    assert opened(office, "2026-07-01 00:00:00") == ["M-ZJ-2026Q3"]
    activate(office, a_file("33", "44"), "# more", actor="committee", reason="增加广东")
    assert opened(office, "2026-07-02 09:00:00") == ["M-GD-2026Q3", "M-ZJ-2026Q3"]
    assert opened(office, "2026-07-03 09:00:00") == ["M-GD-2026Q3", "M-ZJ-2026Q3"]
