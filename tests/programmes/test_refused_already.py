"""What will be refused whatever is given is said beforehand: in the case and in the to-do, with its
clause, exactly where the act would be refused for it; what may still be filled in is not."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from config.looked_at import PARTS
from config.vocabulary import GUARDS
from states.actions import perform
from states.commands import Check
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from tests.builders import a_command, set_clock
from tests.programmes.offices import a_unit, do, office_of

PASSED = {"clean": Check("pass", "", "2026-05-04")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    accounts = {"county": ("county", {"jurisdiction": "E"}), "bureau": ("bureau", {})}
    made = office_of(tmp_path, "hurdles", accounts=accounts)
    yield made
    made.close()


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Office]:
    clerks = {name: ("bureau", {}) for name in ("li", "wang")}
    experts = {"sun": ("expert", {}), "of-unit": ("member", {"unit": a_unit("甲公司", 1)[-18:]})}
    made = office_of(tmp_path, "panel", accounts={**clerks, **experts})
    yield made
    made.close()


def asked_for(office: Office, **fields: object) -> str:
    given = {"title": "甲", "field": "food", "unit": a_unit("甲公司", 1), "graded": "是"}
    with_ = {"kind": "licence"}
    return do(office, "county", "ask", with_=with_, **{**given, **fields}).case


def permitted(office: Office, expires: str = "2026-07-01", size: str = "5") -> str:
    case = asked_for(office)
    given = {"files": ("photo",), "checks": PASSED, "reason": "符合条件"}
    do(office, "county", "permit", case, with_=given, size=size, expires=expires)
    return case


def told(office: Office, account: str, case: str) -> dict[str, list[str]]:
    moves = dossier(office, account, case).moves
    return {move.move: [why.code for why in move.refused] for move in moves if move.refused}


def refused_for(office: Office, account: str, move: str, case: str, **given: object) -> set[str]:
    """What speaks against an act; nothing is kept of the try."""
    try:
        perform(office, a_command(move, case, actor=account, **given), dry_run=True)
    except Refused as refused:
        return {one.code for one in refused.refusals}
    except BadInput:
        return set()
    return set()


def test_what_the_act_cannot_change_is_said_with_its_clause(office: Office) -> None:
    case = asked_for(office, field="toys", unit="无代码单位", graded="否")
    (move,) = [m for m in dossier(office, "county", case).moves if m.refused]
    said = [(why.code, why.clause) for why in move.refused]
    assert said == [
        ("UnitMissing", ("二",)),
        ("FieldNotOneOf", ("三",)),
        ("ConditionFails", ("五",)),
    ]
    assert move.refused[0].message.endswith("（第二条）")
    english = dossier(office, "county", case, lang="en").moves
    assert next(m for m in english if m.refused).refused[0].message.endswith("(clause 二)")


def test_what_is_yet_to_be_filled_in_is_not_said(office: Office) -> None:
    """The size, a photograph, the verdicts, the reason: without them the act is refused as well."""
    case = asked_for(office, size="500")
    assert told(office, "county", case) == {}
    tried = refused_for(office, "county", "permit", case)
    assert tried >= {"DocumentMissing", "CheckMissing", "ReasonMissing", "ConditionFails"}


def test_a_window_that_is_not_open_yet_is_said_until_it_opens(office: Office) -> None:
    case = permitted(office)
    assert told(office, "county", case)["renew"] == ["DutyTooEarly"]
    set_clock(office, "2026-06-10 09:00:00")
    assert "renew" not in told(office, "county", case)
    assert refused_for(office, "county", "renew", case, fields={"expires": "2026-12-01"}) == set()


def test_what_was_done_as_often_as_it_may_be_is_said(office: Office) -> None:
    case = permitted(office)
    set_clock(office, "2026-06-10 09:00:00")
    do(office, "county", "renew", case, expires="2026-07-10")
    assert "DoneOften" in told(office, "county", case)["renew"]


def test_what_another_case_or_another_list_must_say_first_is_said(office: Office) -> None:
    case = permitted(office)
    set_clock(office, "2026-06-10 09:00:00")
    assert told(office, "bureau", case) == {"give-up": ["NoChildIn", "CheckMissing"]}
    complaint = do(office, "county", "complain", with_={"kind": "complaint", "parent": case}).case
    do(office, "county", "settle", complaint)
    assert told(office, "bureau", case) == {"give-up": ["CheckMissing"]}


def test_all_that_is_said_is_what_a_try_without_anything_is_refused_for(office: Office) -> None:
    cases = [
        asked_for(office),
        asked_for(office, field="toys"),
        asked_for(office, unit="无代码单位", graded="否"),
        permitted(office),
        permitted(office, "2026-08-20"),
    ]
    for day in ("2026-05-05", "2026-06-10", "2026-07-25"):
        set_clock(office, f"{day} 09:00:00")
        for case, account in product(cases, ("county", "bureau")):
            for move, codes in told(office, account, case).items():
                assert set(codes) <= refused_for(office, account, move, case)


def test_the_to_do_says_it_of_the_moves_of_who_looks(office: Office) -> None:
    """One duty of two roles, each with a move of its own."""
    case = permitted(office)
    offered = {
        "county": ("renew", [("renew", "DutyTooEarly")]),
        "bureau": (
            "give-up",
            [("give-up", why) for why in ("DutyTooEarly", "NoChildIn", "CheckMissing")],
        ),
    }
    for account, (verb, said) in offered.items():
        (item,) = [i for group in inbox(office, account).groups for i in group.items]
        assert (item.case, item.verb, item.also) == (case, verb, ())
        assert [(why.move, why.code) for why in item.refused] == said


def test_the_to_do_offers_a_move_only_where_it_is_for_the_case(office: Office) -> None:
    large = permitted(office, size="60")
    small = permitted(office)
    items = [i for group in inbox(office, "county").groups for i in group.items]
    assert {i.case: [name for name, _ in i.moves] for i in items} == {
        large: ["renew", "renew-large"],
        small: ["renew"],
    }


def test_who_made_an_earlier_move_is_told_so_and_nobody_else(panel: Office) -> None:
    given = {"title": "项目", "unit": a_unit("甲公司", 1), "with_": {"kind": "award"}}
    case = do(panel, "li", "receive", **given).case
    assert told(panel, "li", case) == {"check": ["SamePerson"]}
    assert told(panel, "wang", case) == {}


def test_who_must_stand_aside_is_told_so_and_nobody_else(panel: Office) -> None:
    given = {"title": "项目", "unit": a_unit("甲公司", 1), "with_": {"kind": "award"}}
    case = do(panel, "li", "receive", **given).case
    do(panel, "wang", "check", case, recused="某某")
    assert told(panel, "of-unit", case) == {"review": ["Recused"]}
    assert told(panel, "sun", case) == {}


def test_a_decision_that_is_not_announced_shows_in_nothing_of_it(office: Office) -> None:
    case = asked_for(office, field="toys")
    before = dossier(office, "county", case).moves
    do(office, "bureau", "decline", case)
    assert dossier(office, "county", case).moves == before
    assert told(office, "county", case) == {"permit": ["ConditionFails"]}


def test_looking_waits_for_nobody_who_acts(office: Office) -> None:
    case = asked_for(office, field="toys")
    with office.store.write(keep=False) as acting:
        acting.rows(office.statements.cases, codes=acting.listed([case]))
        assert told(office, "county", case) == {"permit": ["ConditionFails"]}


def test_every_guard_says_what_it_looks_at() -> None:
    assert set(PARTS) == set(GUARDS)
