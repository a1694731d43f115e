"""A case that names no unit of its own has its parent's, also once that is another or has another
name; what has ended keeps the unit that did it."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest

from states.accounts import add_account
from states.actions import perform
from states.audits.oracle import check
from states.commands import Receipt
from states.office import Office
from states.queries.dossiers import Dossier, dossier
from states.queries.histories import history
from tests.builders import (
    SMALL,
    UNIT,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    happened,
    set_clock,
)

CODE = UNIT.split()[1]
RENAMED = f"浙江示范集团 {CODE}"
OTHER = "某养老服务中心 12330000000000084X"


def programme() -> Any:
    """A small programme whose units hand in the summaries themselves, and may change."""
    cases: Any = deepcopy(SMALL["cases"])
    change = {"title": "换单位", "from": ["recommended", "assigned", "reporting"], "to": "same"}
    cases["pilot"]["moves"]["change"] = change | {
        "by": "province",
        "sets": ["unit"],
        "clause": "三",
    }
    cases["summary"]["moves"]["submit"]["by"] = ["province", "unit"]
    cases["change"] = {
        "title": "变更单位",
        "of": "pilot",
        "code": "{parent}-U{number}",
        "form": {"unit": {"title": "新单位", "type": "organisation", "required": True}},
        "states": {
            "asked": {"title": "已申请", "initial": True},
            "granted": {"title": "同意", "end": "normal"},
        },
        "moves": {
            "ask": {"title": "申请变更", "to": "asked", "by": "province", "clause": "三"},
            "grant": {
                "title": "同意变更",
                "from": "asked",
                "to": "granted",
                "by": "committee",
                "effects": [{"set-parent": {"unit": "unit"}}],
                "clause": "三",
            },
        },
    }
    cases["handover"] = {
        "title": "移交",
        "of": "pilot",
        "code": "{parent}-H{number}",
        "form": {"successor": {"title": "接手单位", "type": "organisation", "required": True}},
        "states": {"asked": {"title": "已提出", "initial": True}, "handed": "已移交"},
        "moves": {
            "ask": {"title": "提出移交", "to": "asked", "by": "province", "clause": "三"},
            "hand-over": {
                "title": "移交",
                "from": "asked",
                "to": "handed",
                "by": "unit",
                "effects": [{"set-parent": {"unit": "successor"}}],
                "clause": "三",
            },
        },
    }
    for name, above in (("annex", "summary"), ("slip", "annex"), ("proof", "handover")):
        cases[name] = {
            "title": "附件",
            "of": above,
            "code": "{parent}-F{number}",
            "states": {"due": {"title": "待附", "initial": True}, "in": "已附"},
            "moves": {"add": {"title": "附上", "to": "due", "by": "province", "clause": "三"}},
        }
    roles = SMALL["roles"] | {"unit": {"title": "承担单位", "scope": "unit"}}
    return a_programme(cases=cases, roles=roles)


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases, with an account of the first unit."""
    with closing(an_office(fresh_url, programme())) as made:
        with made.store.write() as tx:
            add_account(made, tx, "unit", "经办", role="unit", unit=CODE)
        yield made


def do(office: Office, move: str, case: str, **given: Any) -> Receipt:
    receipt = perform(office, a_command(move, case, **given))
    assert [violation.message() for violation in check(office)] == []
    return receipt


def assigned(office: Office) -> tuple[str, str, str]:
    """A pilot and its two summaries."""
    case = perform(office, an_application()).case
    do(office, "recommend", case, attachments=(a_letter(),))
    do(office, "assign", case, actor="committee")
    first, second = (child.code for child in seen(office, case).children)
    return case, first, second


def seen(office: Office, case: str, actor: str = "committee") -> Dossier:
    return dossier(office, actor, case)


def units(office: Office, *cases: str) -> list[str | None]:
    return [seen(office, case).unit for case in cases]


def test_children_follow_a_rename_in_the_same_act_and_say_so(office: Office) -> None:
    case, first, second = assigned(office)
    do(office, "change", case, fields={"unit": RENAMED})
    assert units(office, case, first, second) == ["浙江示范集团"] * 3
    entry = history(office, "committee", first)[-1]
    assert (entry.move, entry.actor) == ("follow-field", "system")


def test_a_child_that_has_ended_keeps_the_unit_that_did_it(office: Office) -> None:
    case, first, second = assigned(office)
    set_clock(office, "2027-11-01 09:00:00")
    for move in ("submit", "forward"):
        do(office, move, first)
    do(office, "change", case, fields={"unit": OTHER})
    assert units(office, first, second) == ["浙江示范单位", "某养老服务中心"]


def test_a_change_decided_on_a_child_reaches_the_other_children(office: Office) -> None:
    case, first, second = assigned(office)
    asked = perform(office, a_command("ask", kind="change", parent=case, fields={"unit": OTHER}))
    do(office, "grant", asked.case, actor="committee")
    assert units(office, case, first, second, asked.case) == ["某养老服务中心"] * 4


def test_what_a_unit_did_before_the_change_stays_authorised(office: Office) -> None:
    case, first, second = assigned(office)
    set_clock(office, "2027-11-01 09:00:00")
    do(office, "submit", first, actor="unit")
    do(office, "change", case, fields={"unit": OTHER})
    do(office, "return", first, reason="补正")
    with office.store.write() as tx:
        add_account(office, tx, "other-unit", "经办", role="unit", unit=OTHER.split()[1])
    set_clock(office, "2028-11-01 09:00:00")
    do(office, "submit", second, actor="other-unit")


def test_verify_finds_a_unit_that_nobody_changed(office: Office) -> None:
    case, first, _ = assigned(office)
    do(office, "change", case, fields={"unit": OTHER})
    with office.store.write() as tx:
        tx.driver.execute(f"UPDATE cases SET unit_name = '别的单位' WHERE code = '{first}'")
    assert [violation.code for violation in check(office)] == ["ColumnDiffers"]


@pytest.mark.parametrize("corrects", [None, 4])
def test_a_child_that_is_opened_again_has_the_unit_of_that_time(
    office: Office, corrects: int | None
) -> None:
    case, there = perform(office, an_application()).case, {"occurrence": happened("2026-05-31")}
    do(office, "recommend", case, attachments=(a_letter(),))
    do(office, "assign", case, actor="committee", **there)
    do(office, "change", case, corrects=3, fields={"unit": RENAMED}, **there)
    do(office, "change", case, fields={"unit": OTHER})
    again = {"corrects": corrects, **there} if corrects else {}
    do(office, "assign", case, actor="committee", **again)
    assert units(office, case, f"{case}-2027") == ["某养老服务中心"] * 2


def test_a_child_whose_end_was_recorded_wrongly_has_the_unit_of_its_parent(office: Office) -> None:
    case, first, second = assigned(office)
    set_clock(office, "2027-11-01 09:00:00")
    there = {"occurrence": happened("2027-10-20"), "reason": "补正"}
    for move in ("submit", "forward"):
        do(office, move, first, **there)
    do(office, "change", case, fields={"unit": OTHER})
    do(office, "return", first, corrects=3, **there)
    assert units(office, first, second) == ["某养老服务中心"] * 2


def test_the_unit_that_hands_over_may_say_so_itself(office: Office) -> None:
    case, first, _ = assigned(office)
    told = perform(
        office, a_command("ask", kind="handover", parent=case, fields={"successor": OTHER})
    )
    do(office, "hand-over", told.case, actor="unit")
    assert units(office, case, first, told.case) == ["某养老服务中心"] * 3


def added(office: Office, kind: str, parent: str) -> str:
    return perform(office, a_command("add", kind=kind, parent=parent)).case


def test_what_lies_further_below_follows_too(office: Office) -> None:
    case, first, second = assigned(office)
    annex, other = added(office, "annex", first), added(office, "annex", second)
    slip = added(office, "slip", annex)
    do(office, "change", case, fields={"unit": OTHER})
    assert units(office, annex, other, slip) == ["某养老服务中心"] * 3
    assert [entry.move for entry in history(office, "committee", slip)] == ["add", "follow-field"]


def test_what_lies_below_a_child_that_has_ended_keeps_the_unit_of_that(office: Office) -> None:
    case, first, _ = assigned(office)
    annex = added(office, "annex", first)
    set_clock(office, "2027-11-01 09:00:00")
    for move in ("submit", "forward"):
        do(office, move, first)
    do(office, "change", case, fields={"unit": OTHER})
    assert units(office, first, annex) == ["浙江示范单位"] * 2


def test_a_change_decided_on_a_child_reaches_what_lies_below_all_of_them(office: Office) -> None:
    case, first, _ = assigned(office)
    annex = added(office, "annex", first)
    told = perform(
        office, a_command("ask", kind="handover", parent=case, fields={"successor": OTHER})
    )
    proof = added(office, "proof", told.case)
    do(office, "hand-over", told.case, actor="unit")
    assert units(office, annex, told.case, proof) == ["某养老服务中心"] * 3


def test_a_change_that_is_put_right_is_put_right_below(office: Office) -> None:
    case, first, _ = assigned(office)
    annex = added(office, "annex", first)
    there = {"occurrence": happened("2026-05-31")}
    seq = do(office, "change", case, fields={"unit": OTHER}, **there).seq
    do(office, "change", case, corrects=seq, fields={"unit": RENAMED}, **there)
    assert units(office, first, annex) == ["浙江示范集团"] * 2
