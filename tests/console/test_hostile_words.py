"""Words that no clerk means: each is answered with a sentence and an exit code, and nothing is
done."""

import pytest

from tests.console.shell import Shell

DAYS = ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    "words",
    [
        ("stats", "--as-of", "DAY"),
        ("history", "CODE", "--as-of", "DAY"),
        ("history", "CODE", "--known-at", "DAY"),
        ("audit", "log", "--since", "DAY"),
        ("export", "--view", "cases", "--as-of", "DAY", "-o", "x.csv"),
        ("record", "recommend", "CODE", "--occurred", "DAY", "--source", "x"),
        ("user", "delegate", "zj", "zj2", "--from", "DAY", "--until", "2026-07-01"),
        ("user", "delegate", "zj", "zj2", "--from", "2026-06-02", "--until", "DAY"),
        ("calendar", "internal", "recommendation", "DAY"),
        ("do", "recommend", "CODE", "--check", "all=pass@DAY:已查"),
        ("simulate", "--from", "DAY"),
        ("demo", "--advance", "DAY"),
    ],
    ids=" ".join,
)
def test_a_year_beyond_reach_is_named(shell: Shell, words: tuple[str, ...], day: str) -> None:
    shell.an_office()
    known = {"DAY": day, "CODE": shell.a_pilot()}
    given = [word.replace("DAY", day) if "DAY" in word else known.get(word, word) for word in words]
    who = () if words[0] in ("simulate", "demo") else ("--as", "zj")
    ran = shell(*given, *who, "--lang", "en")
    assert ran.code == 2
    assert "1900 and 2199" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("stats",),
        ("export", "--view", "cases", "-o", "x.csv"),
        ("history", "CODE"),
    ],
    ids=" ".join,
)
def test_nothing_is_told_as_of_a_time_to_come(shell: Shell, words: tuple[str, ...]) -> None:
    shell.an_office()
    code = shell.a_pilot()
    given = [code if word == "CODE" else word for word in words]
    for at in ("2026-06-02", "2026-06-01T23:00"):
        ran = shell(*given, "--as-of", at, "--as", "zj")
        assert ran.code == 2
        assert "2026-06-01 09:0" in ran.err


def test_as_of_today_is_as_of_now(shell: Shell) -> None:
    shell.an_office()
    shell.a_pilot()
    assert "截至 2026-06-01 09:0" in shell.done("stats", "--as-of", "2026-06-01", "--as", "zj").out


def test_a_very_long_word_is_not_repeated_in_full(shell: Shell) -> None:
    shell.an_office()
    long = "a" * 15_000
    for words in (("show", long), ("list", "--state", long), (long,)):
        ran = shell(*words, *(("--as", "zj") if len(words) > 1 else ()))
        assert ran.code == 2
        assert "aaa…" in ran.err
        assert len(ran.err) < 2000


@pytest.mark.parametrize("name", ["a\x1b[31mb", "浙\u202e江", "浙\u200b江", "长" * 101])
def test_an_account_has_a_name_that_can_be_read(shell: Shell, name: str) -> None:
    shell.an_office()
    words = ("user", "add", "new", "--role", "province", "--jurisdiction", "浙江")
    ran = shell(*words, "--name", name, "--as", "committee")
    assert ran.code == 2
    assert "new" not in shell.done("user", "list").out


def test_the_lines_of_a_title_become_one(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot("智慧养老\n  试点\t项目")
    shown = shell.done("show", code, "--as", "zj", "--json").json()
    assert shown["title"] == "智慧养老 试点 项目"


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\ufdd0", "\U0001ffff", "\u2028"])
def test_what_no_document_may_hold_is_refused(shell: Shell, character: str) -> None:
    shell.an_office()
    code = shell.a_pilot()
    ran = shell("do", "amend", code, "--set", f"title=甲{character}乙", "--as", "zj")
    assert ran.code == 2
    assert f"U+{ord(character):04X}" in ran.err


def test_a_required_field_cannot_be_emptied(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    for field in ("title", "unit", "category"):
        ran = shell("do", "amend", code, "--set", f"{field}=", "--as", "zj", "--json")
        assert ran.code == 1
        assert [found["code"] for found in ran.refused()["refused"]] == ["FieldMissing"]
    assert len(shell.done("history", code, "--as", "zj", "--json").json()) == 1


def test_emptying_what_is_empty_changes_nothing(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    ran = shell("do", "amend", code, "--set", "contact=", "--as", "zj")
    assert (ran.code, "什么也没有改" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("quota", "--programme", "nope"), "nope"),
        (("due", "--days", "1e3"), "整数"),
        (("simulate", "--seed", "x"), "整数"),
        (("simulate", "--from", "2027-01-01", "--to", "2026-01-01"), "早于"),
        (("remind", "--preview", "--as-of", "2026-05-31"), "366 天之内"),
        (("when", "6月30日前", "--from", "2026-02-30"), "--from 应为 2026-06-30"),
        (("when", "6月30日前", "--from", "２０２６-０４-０９"), "--from 应为 2026-06-30"),
        (("audit", "--lang", "en"), "“audit” needs one more word"),
        (("do", "recommend", "X", "--received", "2026-06-28T10:00"), "没有选项“--received”。可用"),
    ],
)
def test_what_cannot_be_meant_is_said(shell: Shell, words: tuple[str, ...], expected: str) -> None:
    shell.an_office()
    ran = shell(*words, *(() if words[0] in ("simulate", "when") else ("--as", "zj")))
    assert ran.code == 2
    assert expected in ran.err
