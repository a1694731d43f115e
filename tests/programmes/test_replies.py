"""Who is complained of answers in a child case of its own, and reaches nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.errors import UnknownCase
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.lists import CaseFilter, list_cases
from tests.programmes.offices import a_unit, do, office_of, refusals, sound

PLAINTIFF, RESPONDENT = a_unit("甲公司", 1), a_unit("乙公司", 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    units = {
        name: ("company", {"unit": unit.split()[1]})
        for name, unit in (("jia", PLAINTIFF), ("yi", RESPONDENT))
    }
    made = office_of(tmp_path, "replies", accounts={**units, "shi": ("office", {})})
    yield made
    made.close()


def complained(office: Office) -> tuple[str, str]:
    new = {"title": "外观设计侵权", "unit": PLAINTIFF, "against": RESPONDENT, "demand": "停止侵权"}
    case = do(office, "jia", "complain", **new, with_={"kind": "complaint"}).case
    child = {"kind": "reply", "parent": case}
    return case, do(office, "shi", "ask", unit=RESPONDENT, with_=child).case


def seen_by(office: Office, account: str) -> list[str]:
    kinds = ("complaint", "reply")
    found = [list_cases(office, account, CaseFilter(kind=kind)).rows for kind in kinds]
    return [row.code for rows in found for row in rows]


def test_who_is_named_in_a_field_of_the_case_does_not_reach_it(office: Office) -> None:
    case, reply = complained(office)
    assert seen_by(office, "yi") == [reply]
    assert seen_by(office, "jia") == [case]
    with pytest.raises(UnknownCase):
        dossier(office, "yi", case)


def test_the_respondent_alone_gives_its_answer(office: Office) -> None:
    case, reply = complained(office)
    with pytest.raises(UnknownCase):
        do(office, "jia", "reply", reply, says="代答")
    assert refusals(office, "shi", "settle", case) == ["NoChildIn"]
    assert do(office, "yi", "reply", reply, says="不侵权").state == "given"
    assert do(office, "shi", "settle", case).state == "settled"
    assert sound(office)
