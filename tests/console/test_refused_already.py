"""What would be refused whatever is given is said by the command line and on the pages alike."""

from contextlib import closing
from pathlib import Path

import pytest

from states.office import open_office
from tests.console.shell import Shell
from tests.console.visitor import a_client

HURDLES = str(Path(__file__).parents[1] / "programmes" / "hurdles.yaml")


@pytest.fixture
def case(shell: Shell) -> str:
    """A licence of a field that is never permitted."""
    shell.done("demo", "--programme", HURDLES, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "bureau", "--role", "bureau")
    words = ("--role", "county", "--jurisdiction", "东县", "--as", "bureau")
    shell.done("user", "add", "county", *words)
    fields = (*("--set", "title=甲", "--set", "field=toys", "--set", "graded=是"), "--set")
    unit = "unit=某养老服务中心 12330000000000084X"
    return str(shell.receipt("new", "licence", *fields, unit, "--as", "county")["case"])


SAID = {"zh": "只许可食品", "en": "refused now"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_stands_beside_the_act_everywhere(shell: Shell, case: str, lang: str) -> None:
    spoken = ("--as", "county", "--lang", lang)
    for words in (("show", case), ("todo",)):
        assert SAID[lang] in shell.done(*words, *spoken).out
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        browser = a_client(office, "county")
        for page in ("/inbox", f"/pilots/{case}"):
            assert SAID[lang] in browser.get(f"{page}?lang={lang}").text


def test_programs_get_code_and_clause(shell: Shell, case: str) -> None:
    moves = shell.done("show", case, "--as", "county", "--json").json()["moves"]
    refused = {move["move"]: move["refused"] for move in moves}
    assert refused["fill"] == []
    (why,) = refused["permit"]
    assert (why["code"], why["clause"]) == ("ConditionFails", ["五"])
    assert "只许可食品" in why["message"]
    assert "--override condition" in why["remedy"]


def test_who_may_do_nothing_now_is_told_whose_turn_it_is(shell: Shell, case: str) -> None:
    ran = shell("do", "give-up", case, "--as", "bureau")
    assert "你现在可办：不予许可" in ran.err
    shell.done("user", "add", "auditor", "--role", "auditor", "--as", "bureau")
    ran = shell("do", "give-up", case, "--as", "auditor")
    assert "现在可由别人办：补正、准予（县局）；不予许可（市局）" in ran.err
    assert "补正" not in shell.done("show", case, "--as", "auditor").out.partition("等谁")[2]


@pytest.fixture
def asked(shell: Shell, case: str) -> str:
    """The request for an exception on it."""
    words = ("--role", "county", "--jurisdiction", "东县", "--as", "bureau")
    shell.done("user", "add", "county-2", *words)
    given = ("--set", "size=5", "--set", "expires=2027-05-01", "--check", "clean=pass@2026-05-04")
    paper = ("--file", f"photo={shell.file('p.jpg')}", "--reason", "示范", "--as", "county")
    words = ("do", "permit", case, *given, *paper)
    strange = shell(*words, "--override", "只许可衣服")
    assert "condition:1（只许可食品）" in strange.err
    named = ("--override", "只许可食品", "--id", "asked")
    return str(shell.receipt(*words, *named)["waiting"])


def test_an_exception_is_named_in_words_and_shown_to_who_approves(
    shell: Shell, case: str, asked: str
) -> None:
    said = f"批准 {asked} 即例外放过：只许可食品（第五条）"
    for words in (("requests",), ("todo",), ("show", case)):
        assert said in shell.done(*words, "--as", "county-2").out
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        browser = a_client(office, "county-2")
        for page in ("/inbox", f"/pilots/{case}"):
            assert "批准即例外放过：只许可食品（第五条）" in browser.get(page).text
    shell.done("approve", asked, "--as", "county-2")
    assert "即例外放过" not in shell.done("requests", "--all", "--as", "county-2").out


@pytest.mark.usefixtures("asked")
def test_an_exception_that_nobody_can_approve_any_more_is_offered_nowhere(
    shell: Shell, case: str
) -> None:
    shell.done("do", "decline", case, "--as", "bureau")
    # what is not announced is told by no request either
    assert "即例外放过" in shell.done("show", case, "--as", "county-2").out
    assert "不能再批准" not in shell.done("requests", "--as", "county-2", "--wide").out
    shell.done("announce", case, "--as", "bureau")
    told = [
        shell.done(*w, "--as", "county-2", "--wide").out for w in (("requests",), ("show", case))
    ]
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        told.append(a_client(office, "county-2").get(f"/pilots/{case}").text)
    for text in told:
        assert "不能再批准" in text
        assert "即例外放过" not in text
