"""An hour that a limit names stands with its day wherever the day is shown."""

from contextlib import closing
from pathlib import Path

import pytest

from config.settings import load_settings
from console.welcome import welcome
from states.office import open_office
from tests.console.shell import Shell
from tests.console.visitor import a_client
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


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("2026-04-05T09:30", "还剩 1 天", "1 day left"),
        ("2026-04-05T10:05", "还剩 23 小时", "23 hours left"),
        ("2026-04-06T08:30", "还剩 1 小时", "1 hour left"),
        ("2026-04-06T09:30", "还剩不到 1 小时", "less than an hour left"),
    ],
)
def test_less_than_a_day_before_its_hour_a_limit_shows_the_hours(
    office: Shell, at: str, zh: str, en: str
) -> None:
    office.done("demo", "--advance", at)
    for lang, said in (("zh", zh), ("en", en)):
        spoken = ("--as", "boss", "--lang", lang)
        for words in (("list",), ("show", "XF-1"), ("due",)):
            assert said in office.done(*words, *spoken).out, words
        with closing(open_office(f"sqlite:///{office.database}")) as opened:
            browser = a_client(opened, "boss")
            for page in ("/pilots", "/pilots/XF-1", "/deadlines"):
                assert said in browser.get(f"{page}?lang={lang}").text, page


@pytest.mark.parametrize("at", ["2026-04-06T08:30", "2026-04-06T09:30"])
def test_the_start_names_the_hour_of_what_comes_next(office: Shell, at: str) -> None:
    office.done("demo", "--advance", at)
    told = list(welcome(load_settings(), "http://127.0.0.1:8230"))
    assert "接下来  2026-04-06 10:00 截止：" in "\n".join(told)
    told = list(welcome(load_settings(), "http://127.0.0.1:8230", "en"))
    assert "2026-04-06 10:00, the last of: " in "\n".join(told)


def test_a_to_do_shows_the_hours(office: Shell) -> None:
    office.done("user", "add", "lead", "--role", "县", "--unit", UNIT.split()[1], "--as", "boss")
    given = ("--set", "title=乙县", "--set", f"unit={UNIT}", "--set", "省补=否")
    office.done("new", "县", *given, "--as", "boss")
    office.done("demo", "--advance", "2026-04-05T20:30")
    assert "还剩 13 小时" in office.done("todo", "--as", "lead").out
    with closing(open_office(f"sqlite:///{office.database}")) as opened:
        assert "还剩 13 小时" in a_client(opened, "lead").get("/inbox?lang=zh").text
