"""What was recorded beyond a cap is there all the same: it leaves no room for a decision."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.quotas import QuotaUse, quota
from tests.builders import a_command, a_letter, an_application, an_office, at


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url)) as made:
        yield made


def applied(office: Office) -> str:
    return perform(office, an_application()).case


def recorded(office: Office, case: str, reference: str) -> tuple[str, ...]:
    """The flags of a recommendation that another system holds."""
    happened = Occurrence(at("2026-05-30 10:00:00"), "国家系统", reference)
    return perform(office, a_command("recommend", case, occurrence=happened)).flags


def used(office: Office) -> QuotaUse:
    """The quota of the field, of which there are two."""
    (use,) = [one for one in quota(office, "zhejiang") if one.category and one.used + one.over]
    return use


def test_nothing_is_decided_until_as_many_have_come_back(office: Office) -> None:
    decided = [applied(office), applied(office)]
    for case in decided:
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    for reference in ("回执 17", "回执 18"):
        recorded(office, applied(office), reference)
    waiting = a_command("recommend", applied(office), attachments=(a_letter(),))
    for n, case in enumerate(decided):
        perform(office, a_command("withdraw", case, reason="单位放弃"))
        with pytest.raises(Refused) as caught:
            perform(office, replace(waiting, id=f"{waiting.id}/{n}"))
        told = [(full.code, full.parameters["used"]) for full in caught.value.refusals]
        # the province as a whole may have three
        assert told == [("QuotaFull", 3 - n)] * (2 - n)
        assert (used(office).used, used(office).over, used(office).free) == (1 - n, 2, 0)
    assert any("名额已满" in flag for flag in recorded(office, applied(office), "回执 19"))
    assert check(office) == []


def test_a_slot_is_free_again_once_fewer_are_there_than_may_be(office: Office) -> None:
    first, second = applied(office), applied(office)
    for case in (first, second):
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    recorded(office, applied(office), "回执 17")
    for case in (first, second):
        perform(office, a_command("withdraw", case, reason="单位放弃"))
    assert used(office).free == 1
    perform(office, a_command("recommend", applied(office), attachments=(a_letter(),)))
    assert (used(office).used, used(office).over, used(office).free) == (1, 1, 0)
    assert check(office) == []
