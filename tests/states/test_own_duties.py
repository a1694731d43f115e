"""What a move does to the duties of its own case, one rule at a time."""

from typing import Any

import pytest

from states.compiled import Compiled
from states.decisions.consequences import blank, by_system
from states.decisions.duty_days import Around
from states.decisions.own_duties import lapse, on_own_duties, open_duties
from states.facts import Case, DutyRow
from states.history import stamp
from states.plan import Draft, Plan, Settled
from tests.builders import SMALL, a_programme, at

JULY = at("2026-07-01 00:00:00")
REPLY = {"title": "回复", "case": "pilot", "by": "province", "due": "5个工作日内"}
REPLY |= {"counts-from": {"settled": "recommendation"}, "bound-by": "assign"}
ROW = DutyRow(
    case_code="ZJ-2026-001",
    duty="recommendation",
    n=1,
    owed_by="province",
    due_on="2026-06-30",
    due_at=stamp(JULY),
    status="open",
    period=None,
)


def compiled(late: str = "accept", **duties: Any) -> Compiled:
    """The small programme in which a recommendation may come late, or lapses."""
    recommendation = {**SMALL["duties"]["recommendation"], "late": late}
    declared = SMALL["duties"] | {"recommendation": recommendation, **duties}
    cases = SMALL["cases"]
    pilot = cases["pilot"]
    lapsing = {"title": "逾期", "from": "applied", "to": "dropped", "by": "system"}
    lapsing |= {"lapse-of": "recommendation"}
    moves = pilot["moves"] | {"lapse": lapsing}
    kinds = cases | {"pilot": pilot | {"moves": moves}}
    return Compiled(a_programme(cases=kinds, duties=declared), 1, "")


def a_draft(known: Compiled, move: str = "lapse", **case: Any) -> Draft:
    pilot: Case = blank(known, "pilot", None, stamp(JULY))._replace(seq=2, **case)
    return by_system(pilot, move, "applied", ())


@pytest.mark.parametrize(
    ("late", "row", "marked"),
    [
        ("accept", ROW, True),
        ("accept", ROW._replace(status="overdue"), False),
        ("accept", ROW._replace(due_at=None), False),
        ("lapse", ROW, False),
    ],
)
def test_what_lapses_is_overdue_once_and_not_where_its_passing_is_nobodys_fault(
    late: str, row: DutyRow, marked: bool
) -> None:
    known = compiled(late)
    draft = a_draft(known)
    lapse(known, draft, [row], known.kind("pilot").moves["lapse"])
    assert draft.marks == ([("recommendation", 1)] if marked else [])
    assert draft.settles == [Settled("recommendation", 1, "waived")]


@pytest.mark.parametrize(("status", "arises"), [("met", True), ("late", True), ("waived", False)])
def test_what_counts_from_another_duty_arises_once_that_is_done_and_not_if_it_was_waived(
    status: str, arises: bool
) -> None:
    known = compiled(reply=REPLY)
    draft = a_draft(known, "recommend")
    draft.settles = [Settled("recommendation", 1, status)]
    open_duties(known, Around(JULY), draft, [ROW], creation=False)
    assert [new.duty for new in draft.opens] == (["reply"] if arises else [])


@pytest.mark.parametrize("ended", [False, True])
def test_nothing_arises_on_a_case_that_has_ended(ended: bool) -> None:
    known = compiled(reply=REPLY | {"counts-from": "received", "opened": "recommend"})
    draft = a_draft(known, "recommend", ended=ended)
    move = known.kind("pilot").moves["recommend"]
    on_own_duties(known, Around(JULY), Plan("x", JULY), draft, move, [])
    assert [new.duty for new in draft.opens] == ([] if ended else ["reply"])


def test_a_duty_that_arises_again_gets_the_next_number() -> None:
    known = compiled(reply=REPLY | {"counts-from": "received", "opened": "recommend"})
    draft = a_draft(known, "recommend")
    done = ROW._replace(duty="reply", status="met")
    open_duties(known, Around(JULY), draft, [done], creation=False)
    assert [(new.duty, new.n) for new in draft.opens] == [("reply", 2)]
