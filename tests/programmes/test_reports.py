"""A duty that recurs on one case: each act is for one stretch, the earliest that is owed."""

from pathlib import Path

from states.duties import sweep
from states.office import Office
from states.queries import dossier
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, refusals, sound
from tests.stores import rows_of


def an_office(tmp_path: Path) -> Office:
    office = office_of(
        tmp_path, "reports", accounts={"bureau": ("bureau", {})}, now="2026-07-01 09:00:00"
    )
    do(office, "bureau", "enter", title="甲", with_={"kind": "unit"})
    return office


def standing(office: Office, duty: str) -> list[str]:
    found = [d for d in dossier(office, "bureau", "PY-1").duties if d.duty == duty]
    return [d.status for d in sorted(found, key=lambda d: str(d.due_on))]


def test_one_report_is_for_one_quarter(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    assert standing(office, "reports") == ["open"] * 4
    do(office, "bureau", "report", "PY-1")
    assert standing(office, "reports") == ["met", "open", "open", "open"]
    assert sound(office)


def test_a_report_that_comes_late_is_for_the_quarter_that_was_missed(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    set_clock(office, "2026-10-08 09:00:00")
    sweep(office)
    assert standing(office, "reports") == ["overdue", "open", "open", "open"]
    do(office, "bureau", "report", "PY-1")
    do(office, "bureau", "report", "PY-1")
    assert standing(office, "reports") == ["late", "met", "open", "open"]
    assert sound(office)


def test_what_is_refused_when_late_is_for_the_stretch_that_is_still_open(
    tmp_path: Path,
) -> None:
    office = an_office(tmp_path)
    set_clock(office, "2027-01-01 00:00:00")
    sweep(office)
    do(office, "bureau", "sample", "PY-1")
    assert standing(office, "samples") == ["overdue", "met"]
    assert sound(office)


def test_after_the_last_stretch_nothing_is_taken_any_more(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    set_clock(office, "2027-07-01 00:00:00")
    assert refusals(office, "bureau", "sample", "PY-1") == ["TooLate"]
    sweep(office)
    assert standing(office, "samples") == ["waived", "waived"]
    assert sound(office)


def test_a_quarterly_paper_names_its_quarter_once(tmp_path: Path) -> None:
    office = office_of(tmp_path, "district-training", accounts={}, now="2026-04-01 09:00:00")
    sweep(office)
    found = rows_of(office, "SELECT DISTINCT title FROM cases WHERE kind = '季训' ORDER BY title")
    assert found == [("2026年第1季度培训",), ("2026年第2季度培训",)]
    office.close()
