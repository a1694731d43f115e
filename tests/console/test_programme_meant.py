"""A programme for each year: what is meant is asked where it could be either."""

from pathlib import Path

import pytest

from tests.console.shell import Shell

WHEN = ("--occurred", "2026-06-01T10:00")


@pytest.fixture
def two(shell: Shell) -> Shell:
    """Two programmes of the same kinds of case; `east` recommends in both."""
    first, second = (str(shell.folder / f"labs-{year}.yaml") for year in (2026, 2027))
    for year, path in ((2026, first), (2027, second)):
        shell.done("new-programme", "--programme", f"labs-{year}", "--title", f"{year}", "-o", path)
    renamed = Path(second).read_text(encoding="utf-8").replace("年度总结", "年报")
    Path(second).write_text(renamed, encoding="utf-8")
    people = ("--account", "boss=decider:局长", "--account", "east=recommender@东区")
    shell.done("init", "--programme", first, *people)
    shell.done("activate", second, "--as", "boss", "--reason", "新一年")
    for account, role, *place in (("boss", "decider"), ("east", "recommender", "东区")):
        at = ("--jurisdiction", *place) if place else ()
        words = ("--role", role, *at, "--programme", "labs-2027", "--as", "boss")
        shell.done("user", "grant", account, *words)
    return shell


def in_year(two: Shell, year: int) -> str:
    """The code of a case of that year's programme."""
    unit = "某养老服务中心 12330000000000084X"
    words = ("--set", f"title=甲{year}", "--set", f"unit={unit}", "--programme", f"labs-{year}")
    return str(two.receipt("new", "project", *words, "--as", "east")["case"])


def test_what_is_to_be_made_asks_in_which_of_them(two: Shell) -> None:
    wanted = two.folder / "rows.xlsx"
    two.done("export", "--template", "project", "--programme", "labs-2027", "-o", str(wanted))
    for words in (
        ("new", "project", "--set", "title=甲"),
        ("new", "项目", "--set", "title=甲"),
        ("record", "apply", "--kind", "project", "--source", "别处", *WHEN),
        ("import", str(wanted), "--kind", "project"),
        ("import", str(wanted)),
        ("export", "--template", "project", "-o", str(two.folder / "other.xlsx")),
    ):
        ran = two(*words, "--as", "east")
        assert ran.code == 2, ran
        assert "labs-2026、labs-2027" in ran.err
        assert "--programme labs-2027" in ran.err


def test_who_has_a_role_in_only_one_of_them_is_not_asked(two: Shell) -> None:
    for year in (2026, 2027):
        account = f"of-{year}"
        at = ("--role", "recommender", "--jurisdiction", "西区", "--programme", f"labs-{year}")
        two.done("user", "add", account, "--name", account, *at, "--as", "boss")
        unit = "unit=某养老服务中心 12330000000000084X"
        words = ("--set", f"title=乙{year}", "--set", unit, "--as", account)
        made = two.receipt("new", "project", *words)
        assert f"labs-{year}" in two.done("show", made["case"], "--json", "--as", account).out


def test_what_belongs_to_a_case_belongs_to_its_programme(two: Shell) -> None:
    for year, title in ((2026, "年度总结"), (2027, "年报")):
        case = in_year(two, year)
        refused = two("new", "summary", "--of", case, "--as", "east", "--json").refused()["error"]
        assert (refused["code"], refused["parameters"]) == ("NotCreatable", {"kind": title})


def test_a_list_says_that_it_is_of_one(two: Shell) -> None:
    first, second = in_year(two, 2026), in_year(two, 2027)
    for words in ((), ("--kind", "project")):
        ran = two.done("list", *words, "--as", "east")
        assert first in ran.out
        assert "labs-2027" in ran.out
    ran = two.done("list", "--programme", "labs-2027", "--as", "east")
    assert second in ran.out
    assert "labs-2026" not in ran.out
