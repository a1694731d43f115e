"""A limit in hours is extended by hours, and reported upwards minutes after it is overdue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states import queries
from states.actions import perform
from states.commands import Receipt
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from tests.builders import a_command, set_clock
from tests.programmes.offices import do, office_of, sound
from tests.programmes.test_requests import codes_of
from tests.stores import rows_of

ACCOUNTS = {
    "an": ("县", {"jurisdiction": "A"}),
    "shi": ("市", {}),
    "du": ("督查室", {}),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(tmp_path, "urgent-reports", accounts=ACCOUNTS, now="2026-03-11 10:00:00")
    yield made
    made.close()


def an_event(office: Office) -> str:
    return do(office, "an", "接报", title="溃坝", with_={"kind": "事件"}).case


def extend(office: Office, code: str, to: str) -> Receipt:
    fields = {"duty": "书面", "to": to}
    command = a_command("extend-duty", code, actor="shi", fields=fields, reason="道路中断")
    return perform(office, command)


def due(office: Office, code: str) -> tuple[str | None, str, str]:
    (found,) = [one for one in queries.calendar(office, "shi", code) if one.duty == "书面"]
    return found.due_on, found.due_time, found.status


def told(office: Office, topic: str) -> list[tuple[str, ...]]:
    query = f"SELECT recipient FROM outbox WHERE topic = '{topic}' ORDER BY id"
    return rows_of(office, query)


def refused(office: Office, code: str, to: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        extend(office, code, to)
    return codes_of(caught.value)


def test_an_hour_more_ends_with_the_hour(office: Office) -> None:
    code = an_event(office)
    assert due(office, code) == ("2026-03-11", "12:00", "open")
    assert refused(office, code, "2026-03-11T13:00:01") == ["ExtendedTooFar"]
    assert refused(office, code, "2026-03-11") == ["ExtendedTooFar"]
    assert refused(office, code, "2026-03-11T12:00") == ["NotLater"]
    extend(office, code, "2026-03-11T13:00")
    assert due(office, code) == ("2026-03-11", "13:00", "open")
    extend(office, code, "2026-03-11 14:00")
    assert refused(office, code, "2026-03-11T14:30") == ["ExtendedOften"]
    set_clock(office, "2026-03-11 13:59:59")
    do(office, "an", "书面", code)
    assert due(office, code)[2] == "met"
    changes = [c for e in queries.history(office, "shi", code) for c in e.changes]
    assert [(c["from_time"], c["to_time"]) for c in changes] == [
        ("12:00", "13:00"),
        ("13:00", "14:00"),
    ]
    assert sound(office)


def test_an_hour_across_midnight_ends_on_the_next_day(office: Office) -> None:
    set_clock(office, "2026-03-11 21:30:00")
    code = an_event(office)
    extend(office, code, "2026-03-12T00:00")
    assert due(office, code) == ("2026-03-11", "", "open")
    extend(office, code, "2026-03-12T01:00")
    assert due(office, code) == ("2026-03-12", "01:00", "open")
    assert sound(office)


def test_a_time_that_is_none_is_said_so(office: Office) -> None:
    code = an_event(office)
    with pytest.raises(BadInput, match="25:00"):
        extend(office, code, "2026-03-11T25:00")


def test_half_an_hour_after_it_is_overdue_the_next_above_is_told(office: Office) -> None:
    code = an_event(office)
    set_clock(office, "2026-03-11 12:29:59")
    sweep(office)
    assert (told(office, "escalate"), due(office, code)[2]) == ([], "overdue")
    set_clock(office, "2026-03-11 12:30:00")
    sweep(office)
    sweep(office)
    assert told(office, "escalate") == [("督查室",)]
    assert sound(office)


def test_who_was_told_is_told_again_when_an_hour_more_is_over_too(office: Office) -> None:
    code = an_event(office)
    set_clock(office, "2026-03-11 12:40:00")
    sweep(office)
    before = len(told(office, "overdue"))
    extend(office, code, "2026-03-11T13:00")
    assert due(office, code)[2] == "open"
    set_clock(office, "2026-03-11 13:30:00")
    sweep(office)
    assert told(office, "escalate") == [("督查室",), ("督查室",)]
    assert len(told(office, "overdue")) > before
    assert sound(office)
