"""A small life that leaves one of everything in the record, for tests that then damage it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from states.actions import approve, perform
from states.commands import PYTHON, Occurrence
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from tests.builders import a_command, a_letter, an_application, an_office, at, set_clock

PILOT = "ZJ-2026-001"
SUMMARY = f"{PILOT}-2027"
WITHDRAWN = "ZJ-2026-002"
OTHER = "GD-2026-001"


@dataclass(frozen=True, slots=True)
class Story:
    """An office in which a pilot was recommended, assigned, reported on late and finished by two
    people; another was withdrawn; a third is only applied for, and one act was refused."""

    office: Office
    folder: Path


def a_story(where: Path | str) -> Office:
    """Tell the story in a fresh database."""
    office = an_office(where)
    perform(office, an_application())
    perform(office, a_command("recommend", PILOT, attachments=(a_letter(),)))
    perform(office, an_application(fields={"title": "物流标准化试点", "category": "services"}))
    perform(office, a_command("recommend", WITHDRAWN, attachments=(a_letter(),)))
    perform(office, a_command("withdraw", WITHDRAWN, reason="单位放弃"))
    perform(office, an_application(actor="guangdong"))
    with pytest.raises(Refused):
        perform(office, a_command("recommend", OTHER, actor="committee", attachments=(a_letter(),)))
    perform(office, a_command("assign", PILOT, actor="committee"))
    set_clock(office, "2027-12-05 09:00:00")
    sweep(office)
    on_time = Occurrence(at("2027-11-20 10:00:00"), "国家系统", "回执-1")
    perform(office, a_command("submit", f"{PILOT}-2028", occurrence=on_time))
    perform(office, a_command("submit", SUMMARY))
    perform(office, a_command("return", SUMMARY, reason="缺数据"))
    perform(office, a_command("submit", SUMMARY))
    perform(office, a_command("forward", SUMMARY))
    return office


def finish(office: Office) -> None:
    """One more act, by two people."""
    waiting = perform(office, a_command("finish", PILOT, actor="committee")).waiting
    assert waiting is not None
    approve(office, waiting, "committee-2", via=PYTHON)
