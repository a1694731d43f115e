"""Cases that a file lists are opened by the system at activation, once for all versions."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.checks import check_programme
from config.programme import Programme
from states.audits.oracle import check
from states.errors import BadInput
from states.queries import CaseFilter, cases, dossier
from states.setup import activate
from tests.builders import SMALL, a_programme, an_office

FIRST = {"case": "pilot", "fields": {"title": "甲项", "jurisdiction": "浙江"}, "clause": "一"}
SECOND = {"case": "pilot", "fields": {"title": "乙项", "jurisdiction": "44"}, "clause": "二"}


def a_listing_programme(**seeds: Any) -> Programme:
    return a_programme(seeds=seeds or {"1": FIRST, "2": SECOND})


def test_activation_opens_every_listed_case_with_its_fields_and_duties(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_listing_programme())
    rows = cases(office, "committee", CaseFilter()).rows
    assert [(row.code, row.title, row.state, row.jurisdiction) for row in rows] == [
        ("GD-2026-001", "乙项", "applied", "44"),
        ("ZJ-2026-001", "甲项", "applied", "33"),
    ]
    assert check(office) == []


def test_a_listed_case_is_opened_by_the_system_and_cites_its_clause(tmp_path: Path) -> None:
    from states.queries import history

    office = an_office(tmp_path, a_listing_programme())
    (entry,) = history(office, "committee", "ZJ-2026-001")
    assert (entry.actor, entry.move, entry.clause) == ("system", "open", ("一",))


def test_a_listed_case_moves_like_any_other(tmp_path: Path) -> None:
    from states.actions import perform
    from tests.builders import a_command

    office = an_office(tmp_path, a_listing_programme())
    perform(office, a_command("withdraw", "ZJ-2026-001", reason="并入他项"))
    assert dossier(office, "committee", "ZJ-2026-001").state == "withdrawn"
    assert check(office) == []


def test_codes_that_name_no_jurisdiction_are_numbered_together(tmp_path: Path) -> None:
    kinds = SMALL["cases"] | {"pilot": SMALL["cases"]["pilot"] | {"code": "P{number:02}"}}
    programme = a_programme(cases=kinds, seeds={"1": FIRST, "2": SECOND})
    rows = cases(an_office(tmp_path, programme), "committee", CaseFilter()).rows
    assert {row.code: row.title for row in rows} == {"P01": "甲项", "P02": "乙项"}


def test_a_later_version_opens_only_what_it_adds(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_listing_programme(**{"1": FIRST}))
    activate(office, a_listing_programme(), "# test", actor="committee")
    rows = cases(office, "committee", CaseFilter()).rows
    assert sorted(row.title for row in rows) == ["乙项", "甲项"]
    assert check(office) == []


def test_trying_an_activation_opens_nothing(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_listing_programme(**{"1": FIRST}))
    activate(office, a_listing_programme(), "# test", actor="committee", dry_run=True)
    assert cases(office, "committee", CaseFilter()).total == 1


def test_a_listed_value_that_cannot_be_read_opens_nothing(tmp_path: Path) -> None:
    wrong = FIRST | {"fields": {"title": "甲\u202e项"}}
    with pytest.raises(BadInput):
        an_office(tmp_path, a_listing_programme(**{"1": wrong}))


@pytest.mark.parametrize(
    ("seed", "code"),
    [
        ({"case": "summary", "fields": {}}, "seed-of-child"),
        ({"case": "pilot", "fields": {}}, "seed-field-missing"),
        ({"case": "pilot", "fields": {"title": "甲", "category": "矿业"}}, "seed-value"),
        ({"case": "pilot", "fields": {"title": "甲", "jurisdiction": "11"}}, "seed-value"),
    ],
)
def test_a_listed_case_that_cannot_be_opened_refuses_the_file(
    seed: dict[str, Any], code: str
) -> None:
    found = check_programme(Programme.model_validate(SMALL | {"seeds": {"1": seed}}))
    assert [finding.code for finding in found if finding.place[0] == "seeds"] == [code]


def test_what_a_listed_case_owed_before_the_programme_was_active_is_no_new_failure(
    tmp_path: Path,
) -> None:
    programme = a_listing_programme(**{"1": FIRST})
    with closing(an_office(tmp_path, programme, now="2026-08-01 09:00:00")) as office:
        (flag,) = dossier(office, "committee", "ZJ-2026-001").flags
        assert (flag.code, "2026-06-30" in flag.message) == ("BornOverdueForGood", True)
        assert check(office) == []
    other = tmp_path / "other"
    other.mkdir()
    with closing(an_office(other, programme, now="2026-06-01 09:00:00")) as office:
        assert dossier(office, "committee", "ZJ-2026-001").flags == ()
