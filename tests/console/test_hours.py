"""An hour that a limit names stands with its day wherever the day is shown."""

from pathlib import Path

import pytest

from tests.console.shell import Shell
from tests.programmes.offices import a_unit

FILE = Path(__file__).parent.parent / "programmes" / "food-counties.yaml"
UNIT = a_unit("乙县政府", 3)


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.done("demo", "--programme", str(FILE), "--empty", "--at", "2026-04-03T09:00")
    shell.done("user", "add", "boss", "--role", "省办")
    given = ("--set", "title=甲县", "--set", "unit=甲县政府", "--set", "省补=否")
    shell.done("new", "县", *given, "--as", "boss")
    return shell


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "XF-1"),
        ("due",),
        ("calendar", "show", "XF-1"),
        ("do", "报情况", "XF-1"),
    ],
)
def test_lists_and_answers_show_the_hour(office: Shell, words: tuple[str, ...]) -> None:
    assert "2026-04-06 10:00" in office.done(*words, "--as", "boss").out


def test_tables_and_calendars_carry_the_hour(office: Shell) -> None:
    for view in ("due", "cases"):
        path = office.folder / f"{view}.csv"
        office.done("export", "--view", view, "-o", str(path), "--as", "boss")
        assert "2026-04-06 10:00" in path.read_text("utf-8-sig")
    path = office.folder / "XF-1.ics"
    office.done("calendar", "show", "XF-1", "--ics", str(path), "--as", "boss")
    assert "DTSTART:20260406T020000Z" in path.read_text("utf-8")


def test_messages_name_the_hour(office: Shell) -> None:
    office.done("user", "add", "lead", "--role", "县", "--unit", UNIT.split()[1], "--as", "boss")
    given = ("--set", "title=乙县", "--set", f"unit={UNIT}", "--set", "省补=否")
    office.done("new", "县", *given, "--as", "boss")
    told = office.done("remind", "--preview", "--as", "boss").out
    assert "报进度：2026-04-06 10:00 已到期未办" in told
    assert "报进度：2026-04-13 10:00 截止" in told
