"""A dry run says what the act then says: what happens, by when, and who must act next."""

import re

import pytest

from tests.console.shell import ALL_PASSED, Shell

TRIED = {"zh": "试办（未写入任何内容）：", "en": "dry run (nothing was written): "}


def tried_and_done(office: Shell, *words: str, lang: str = "zh") -> str:
    """What both a dry run and the act say; what the register of earlier pilots holds is named in
    full before the act only."""
    before = office.done("audit", "log", "--as", words[-1], "--json").out
    spoken = (*words, "--lang", lang)
    tried = office.done(*spoken, "--dry-run").out
    assert office.done("audit", "log", "--as", words[-1], "--json").out == before
    done = office.done(*spoken).out
    assert tried.count(TRIED[lang]) == 1
    assert plain(tried.replace(TRIED[lang], "")) == plain(done)
    return done


def plain(said: str) -> list[str]:
    # the clocks begin at nine or ten; a whole minute is said without its seconds
    lines = re.sub(r"\b(09|10):0\d(:\d\d)?\b|\d\d:\d\d:\d\d", "", said).splitlines()
    return [line for line in lines if "名册" not in line and "register" not in line]


@pytest.fixture
def complaints(shell: Shell) -> Shell:
    """A complaint office at the end of a year whose next one has no calendar yet."""
    shell.done("demo", "--programme", "complaints", "--empty", "--at", "2026-12-28T09:00")
    shell.done("user", "add", "boss", "--role", "superior")
    for account, role in (("desk", "desk"), ("chief", "head")):
        place = ("--jurisdiction", "E", "--as", "boss")
        shell.done("user", "add", account, "--role", role, *place)
    return shell


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_several_moves_and_a_changed_limit(complaints: Shell, lang: str) -> None:
    def both(*words: str) -> str:
        return tried_and_done(complaints, *words, lang=lang)

    fields = ("--set", "title=童车", "--set", "jurisdiction=E", "--set", "received-on=2026-12-28")
    both("new", "letter", *fields, "--as", "desk")
    letter = "TS-DQ-00001"
    said = both("do", "take-complaint", letter, "--as", "desk")
    assert {"zh": "暂定", "en": "provisional"}[lang] in said
    paper = complaints.file("notice.pdf")
    both("do", "accept", f"{letter}-T1", "--file", f"notice={paper}", "--as", "desk")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_changed_limits(shell: Shell, lang: str) -> None:
    file = "tests/programmes/urgent-reports.yaml"
    shell.done("demo", "--programme", file, "--empty", "--at", "2026-03-11T10:00:00")
    shell.done("user", "add", "city", "--role", "市")
    shell.done("user", "add", "an", "--role", "县", "--jurisdiction", "A", "--as", "city")
    code = str(shell.receipt("new", "事件", "--set", "title=溃坝", "--as", "an")["case"])
    words = ("--reason", "情况复杂", "--as", "city")
    tried_and_done(shell, "do", "书面", code, "--as", "an", lang=lang)
    said = tried_and_done(shell, "extend", code, "调查", "--to", "2026-06-09", *words, lang=lang)
    assert "2026-06-09" in said
    tried_and_done(shell, "pause", code, "调查", "--for", "鉴定", *words, lang=lang)
    shell.done("demo", "--advance", "2026-03-21T10:00")
    said = tried_and_done(shell, "resume", code, "调查", *words, lang=lang)
    assert "2026-06-19" in said


def test_what_a_second_person_would_do(shell: Shell) -> None:
    file = "tests/programmes/decisions.yaml"
    shell.done("demo", "--programme", file, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "li", "--role", "office")
    shell.done("user", "add", "wang", "--role", "office", "--as", "li")
    shell.done("user", "add", "zj", "--role", "city", "--jurisdiction", "浙江", "--as", "li")
    new = ("new", "project", "--set", "title=甲", "--as", "zj")
    code = str(shell.receipt(*new)["case"])
    shell.done("do", "agree", code, "--as", "li")
    shell.done("do", "start", code, "--id", "asked", "--as", "li")
    assert "完成" in tried_and_done(shell, "approve", "asked", "--as", "wang")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_moves_of_several_roles(shell: Shell, lang: str) -> None:
    shell.an_office()
    code = shell.a_pilot()
    letter = shell.file("letter.pdf")
    papers = ("--file", f"official-letter={letter}", "--file", f"application={letter}")
    for words in (
        ("do", "recommend", code, *papers, *ALL_PASSED, "--as", "zj"),
        ("do", "review", code, "--as", "committee"),
        ("do", "assign", code, *ALL_PASSED, "--as", "committee"),
    ):
        tried_and_done(shell, *words, lang=lang)


def test_an_end_and_an_exemption(shell: Shell) -> None:
    file = "tests/programmes/papers.yaml"
    shell.done("demo", "--programme", file, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "bureau", "--role", "bureau")
    shell.done("new", "lone", "--set", "title=甲", "--as", "bureau")
    shell.done("new", "free", "--set", "title=乙", "--as", "bureau")
    said = tried_and_done(shell, "exempt", "L-001", "报送", "--reason", "停办", "--as", "bureau")
    assert "（已豁免，无期限）" in said
    assert "没有下一步" in tried_and_done(shell, "do", "close", "F-001", "--as", "bureau")
