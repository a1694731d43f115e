"""What the to-do says beside a duty: that it cannot be done yet, or that it was exempted."""

from contextlib import closing
from pathlib import Path

import pytest

from states.office import open_office
from tests.console.shell import Shell
from tests.console.visitor import a_client

PROGRAMMES = Path(__file__).parents[1] / "programmes"


def a_demo(shell: Shell, programme: str, *people: str) -> None:
    file = str(PROGRAMMES / f"{programme}.yaml")
    shell.done("demo", "--programme", file, "--empty", "--at", "2026-05-04T09:00")
    for role in people:
        by = ("--as", people[0]) if role != people[0] else ()
        shell.done("user", "add", role, "--role", role, *by)


def page(shell: Shell, account: str, path: str, lang: str) -> str:
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        return a_client(office, account).get(f"{path}?lang={lang}").text


FIRST = {
    "zh": (
        "W-001 现在还不能办：办结；先要：主管局 — 规划或补规划（2026-06-30）",
        "先要主管局：规划或补规划",
    ),
    "en": (
        "W-001: not possible yet: 办结; first: 主管局 — 规划 or 补规划",
        "first 主管局: 规划 or 补规划",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_duty_that_cannot_be_done_yet_says_what_must_happen_first(
    shell: Shell, lang: str
) -> None:
    a_demo(shell, "works", "bureau", "builder")
    words = ("--set", "title=甲", "--set", "big=否", "--as", "bureau")
    shell.done("new", "work", *words)
    said = shell.done("todo", "--as", "builder", "--lang", lang).out
    assert FIRST[lang][0] in said
    assert FIRST[lang][1] in page(shell, "builder", "/inbox", lang)
    (group,) = shell.done("todo", "--as", "builder", "--json").json()["groups"]
    (item,) = group["items"]
    assert item["is_open"] is False
    (first,) = item["first"]
    assert (first["who"], first["move"], first["due_on"]) == (["bureau"], "plan", "2026-06-30")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_exempted_says_so_instead_of_a_day(shell: Shell, lang: str) -> None:
    a_demo(shell, "papers", "bureau", "school")
    shell.done("new", "lone", "--set", "title=甲", "--as", "bureau")
    shell.done("exempt", "L-001", "报送", "--reason", "停办", "--as", "bureau")
    says = {"zh": "已豁免，无期限", "en": "exempted, no"}[lang]
    for words in (("todo",), ("show", "L-001")):
        said = shell.done(*words, "--as", "school", "--lang", lang).out
        assert says in said
        assert "2026-09-30" not in said.partition("等谁")[2]
    for path in ("/inbox", "/pilots/L-001"):
        assert says in page(shell, "school", path, lang)


@pytest.mark.parametrize(("lang", "never"), [("zh", "现状态还不能办"), ("en", "present state")])
def test_what_is_met_by_a_number_of_cases_is_named_and_hindered_by_no_state(
    shell: Shell, lang: str, never: str
) -> None:
    a_demo(shell, "expert-pool", "division")
    shell.done("sweep")
    lines = shell.done("todo", "--as", "division", "--lang", lang).out.splitlines()
    (owed,) = [line for line in lines if "2026-12-31" in line]
    assert "每年评审不少于2次" in owed
    shown = page(shell, "division", "/inbox", lang)
    assert "每年评审不少于2次" in shown
    assert (never in shown, 'href="/pilots/' in shown) == (False, False)


def test_what_is_overdue_for_the_whole_programme_is_listed_as_of_a_day(shell: Shell) -> None:
    a_demo(shell, "expert-pool", "division")
    shell.done("demo", "--advance", "2027-02-20T09:00")
    path = shell.folder / "overdue.csv"
    on = ("--as-of", "2027-02-10", "-o", str(path), "--as", "division")
    shell.done("export", "--view", "overdue", *on)
    assert "每年评审不少于2次" in path.read_text("utf-8-sig")
