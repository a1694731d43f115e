"""What a wrong act on a child had brought about on its parent counts no longer once another move
takes its place: moves from which something runs, slots, values."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.quotas import quota
from tests.builders import an_application, an_office, happened
from tests.programmes.offices import a_unit
from tests.wrong_acts import a_longer_programme, applied, assigned, recorded


def a_programme_that_reaches_up() -> Programme:
    """The longer programme, in which a complaint about a summary admonishes its pilot, from which
    the day of an explanation counts; a refusal gives back its slots, and a transfer gives it
    another unit, each of which has a slot of its own."""
    declared: Any = a_longer_programme().model_dump(mode="json", by_alias=True)
    declared["quotas"]["own"] = {"title": "每单位", "per": "unit", "at-most": 1, "clause": "二"}
    declared["cases"]["pilot"]["moves"]["recommend"]["takes"] = ["general", "own"]
    declared["cases"]["pilot"]["moves"]["close"]["gives-back"] = {"quotas": ["general", "own"]}
    declared["cases"]["summary"]["form"] = {
        "successor": {"title": "承接单位", "type": "organisation"}
    }
    pilot, summary = (declared["cases"][kind]["moves"] for kind in ("pilot", "summary"))
    pilot["admonish"] = {
        "title": "告诫", "from": "assigned", "to": "same", "by": "system", "kind": "guidance",
        "clause": "七",
    }  # fmt: skip
    summary["complain"] = {
        "title": "投诉", "from": "due", "to": "submitted", "by": "province", "clause": "七",
        "effects": [{"do": "move-parent", "target": "admonish"}],
    }  # fmt: skip
    summary["transfer"] = {
        **summary["complain"], "title": "移交", "sets": ["successor"],
        "effects": [{"do": "set-parent", "fields": {"unit": "successor"}}],
    }  # fmt: skip
    declared["duties"]["explain"] = {
        **declared["duties"]["answer"], "title": "说明", "counts-from": {"move": "admonish"},
    }  # fmt: skip
    declared["duties"]["review"] = {
        **declared["duties"]["answer"], "title": "复查", "case": "summary", "opened": "creation",
        "counts-from": {"parent": "recommend"}, "bound-by": "submit",
    }  # fmt: skip
    return Programme.model_validate(declared)


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    programme = a_programme_that_reaches_up()
    with closing(an_office(fresh_url, programme, now="2026-07-20 09:00:00")) as made:
        yield made


def day_of(office: Office, case: str, duty: str) -> str | None:
    (found,) = [d for d in dossier(office, "committee", case).duties if d.duty == duty]
    return found.due_on


def test_nothing_counts_from_a_move_that_only_a_wrong_act_of_a_child_had_made(
    office: Office,
) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "complain", child, "2026-07-12")
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    recorded(office, "visit", case, "2026-07-13")
    assert day_of(office, case, "explain") is None
    assert check(office) == []


def test_what_counts_from_it_counts_again_once_the_act_proves_right(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "complain", child, "2026-07-12")
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    recorded(office, "complain", child, "2026-07-11", corrects=3)
    recorded(office, "visit", case, "2026-07-13")
    assert day_of(office, case, "explain") == "2026-07-21"


def held(office: Office, case: str) -> set[str]:
    return {slot.bucket for slot in dossier(office, "zhejiang", case).holds}


def used(office: Office) -> dict[str, tuple[int, int]]:
    found = quota(office, "committee")
    return {row.bucket: (row.used, row.over) for row in found if row.used or row.over}


def unit_of(office: Office, case: str) -> str | None:
    return dossier(office, "zhejiang", case).unit


def test_slots_that_only_a_wrong_act_of_a_child_gave_back_are_held_again(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    before = held(office, case)
    recorded(office, "refuse", child, "2026-07-12")
    assert used(office) == {}
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    assert held(office, case) == before
    recorded(office, "refuse", child, "2026-07-12", corrects=3)
    assert used(office) == {}


def test_a_slot_that_others_took_meanwhile_is_held_again_beyond_the_cap(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "refuse", child, "2026-07-12")
    another = applied(office)
    recorded(office, "recommend", another, "2026-06-26")
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    assert used(office)["own/91330000142916567N"] == (1, 1)


def test_a_unit_that_only_a_wrong_act_of_a_child_gave_is_no_longer_that_of_the_family(
    office: Office,
) -> None:
    case = assigned(office)
    child, other = f"{case}-2027", f"{case}-2028"
    before, unit = held(office, case), unit_of(office, case)
    recorded(office, "transfer", child, "2026-07-12", fields={"successor": a_unit("乙公司", 2)})
    assert {unit_of(office, one) for one in (case, child, other)} == {"乙公司"}
    assert held(office, case) != before
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    assert {unit_of(office, one) for one in (case, child, other)} == {unit}
    assert held(office, case) == before
    recorded(office, "transfer", child, "2026-07-12", corrects=3)
    assert {unit_of(office, one) for one in (case, child, other)} == {"乙公司"}
    recorded(office, "submit", child, "2026-07-12", corrects=4)
    assert {unit_of(office, one) for one in (case, child, other)} == {unit}
    assert held(office, case) == before


def test_a_unit_that_was_given_later_stays(office: Office) -> None:
    case = assigned(office)
    child, other = f"{case}-2027", f"{case}-2028"
    recorded(office, "transfer", child, "2026-07-12", fields={"successor": a_unit("乙公司", 2)})
    recorded(office, "transfer", other, "2026-07-13", fields={"successor": a_unit("丙公司", 3)})
    recorded(office, "submit", child, "2026-07-12", corrects=2)
    assert {unit_of(office, one) for one in (case, child, other)} == {"丙公司"}
    assert {bucket for bucket in used(office) if bucket.startswith("own")} == {
        f"own/{a_unit('丙公司', 3).split()[1]}"
    }


def test_days_of_children_that_the_right_act_opens_do_not_count_from_the_wrong_one(
    office: Office,
) -> None:
    case = perform(office, an_application(occurrence=happened("2026-05-01"))).case
    recorded(office, "recommend", case, "2026-05-10")
    recorded(office, "recommend", case, "2026-06-20")
    recorded(office, "assign", case, "2026-06-20", corrects=3)
    assert day_of(office, f"{case}-2027", "review") == "2026-05-20"
