"""Separation of duties and standing aside: who made one move may not make, or approve, another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check as check_file
from states.accounts import grant_role
from states.actions import approve, perform
from states.commands import PYTHON, Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.asked import asked_for
from states.queries.inboxes import inbox
from tests.builders import a_command, at
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound

UNIT, OTHER = a_unit("甲公司", 1), a_unit("乙公司", 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clerks = {name: ("bureau", {}) for name in ("li", "wang", "zhao", "qian")}
    experts = {"sun": ("expert", {}), "zhou": ("expert", {})}
    units = {
        "of-unit": ("member", {"unit": UNIT.split()[1]}),
        "of-other": ("member", {"unit": OTHER.split()[1]}),
    }
    made = office_of(tmp_path, "panel", accounts={**clerks, **experts, **units})
    # an expert who is also a member of a unit
    whole = {"role": "expert", "by": "system", "via": PYTHON, "is_new": False}
    grant_role(made, "of-other", "of-other 某", **whole)
    yield made
    made.close()


def checked(office: Office, **fields: object) -> str:
    case = do(office, "li", "receive", title="项目", unit=UNIT, with_={"kind": "award"}).case
    do(office, "wang", "check", case, **fields)
    return case


def reviewed(office: Office) -> str:
    case = checked(office)
    do(office, "sun", "review", case)
    return case


def test_who_received_a_case_may_not_check_it(office: Office) -> None:
    case = do(office, "li", "receive", title="项目", unit=UNIT, with_={"kind": "award"}).case
    assert refusals(office, "li", "check", case) == ["SamePerson"]
    assert do(office, "wang", "check", case).state == "checked"
    assert sound(office)


def test_neither_asks_nor_approves_who_made_an_earlier_move(office: Office) -> None:
    case = reviewed(office)
    assert refusals(office, "wang", "grant", case) == ["SamePerson"]
    request = do(office, "zhao", "grant", case).waiting
    assert request is not None
    for account, code in (("li", "SamePerson"), ("zhao", "SelfApproval")):
        with pytest.raises(Refused) as caught:
            approve(office, request, account, via=PYTHON)
        assert code in [refusal.code for refusal in caught.value.refusals]
    assert approve(office, request, "qian", via=PYTHON).state == "granted"
    assert sound(office)


def test_what_one_is_kept_away_from_is_not_offered_for_approval(office: Office) -> None:
    case = reviewed(office)
    do(office, "zhao", "grant", case)
    able = {name: [r.may_approve for r in asked_for(office, name)] for name in ("li", "qian")}
    assert able == {"li": [False], "qian": [True]}
    to_do = {name: inbox(office, name).groups for name in ("li", "qian")}
    verbs = {name: [i.verb for g in groups for i in g.items] for name, groups in to_do.items()}
    assert ("approve" in verbs["li"], "approve" in verbs["qian"]) == (False, True)


def test_a_named_expert_stands_aside_and_cannot_lift_it_himself(office: Office) -> None:
    case = checked(office, recused="某某、sun")
    assert refusals(office, "sun", "review", case) == ["Recused"]
    assert refusals(office, "sun", "review", case, recused="某某") == ["Recused"]
    assert do(office, "zhou", "review", case).state == "reviewed"
    assert sound(office)


def test_an_expert_is_known_by_the_name_of_the_account_as_well(office: Office) -> None:
    case = checked(office, recused="sun 某")
    assert refusals(office, "sun", "review", case) == ["Recused"]


def test_experts_of_the_unit_itself_or_of_a_related_one_stand_aside(office: Office) -> None:
    case = checked(office, related=[OTHER])
    assert refusals(office, "of-unit", "review", case) == ["Recused"]
    assert "Recused" in refusals(office, "of-other", "review", case)


def test_who_only_kept_a_record_of_a_move_has_not_made_it(office: Office) -> None:
    happened = Occurrence(at("2026-05-01 10:00:00"), "纸质")
    given = {"kind": "award", "fields": {"title": "项目", "unit": UNIT}, "occurrence": happened}
    case = perform(office, a_command("receive", actor="li", **given)).case
    assert do(office, "li", "check", case).state == "checked"


@pytest.mark.parametrize(
    ("old", "new", "code", "suggestion"),
    [
        ("moves: [receive, check]", "moves: [receive, chek]", "unknown-name", "check"),
        ("field: recused", "field: recusd", "unknown-name", "recused"),
        ("type: text}", "type: date}", "recused-type", ""),
    ],
)
def test_wrong_names_are_found_when_the_file_is_read(
    old: str, new: str, code: str, suggestion: str
) -> None:
    text = (FOLDER / "panel.yaml").read_text("utf-8")
    assert old in text
    programme, problems = check_file(text.replace(old, new))
    assert programme is None
    assert [(p.code, p.suggestion) for p in problems] == [(code, suggestion)]
