"""What was typed wrong, or cannot be: one sentence that names it and what is right."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.console.shell import Shell


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("shwo", "X"), "shidian show"),
        (("audit", "lgo"), "shidian audit log"),
        (("audit",), "audit verify"),
        (("show", "X", "--jsno"), "--json"),
        (("show", "X", "--lang", "fr"), "zh、en"),
        (("show",), "CODE"),
        (("show", "X", "Y"), "Y"),
        (("do", "recommend"), "编号"),
        (("do", "recommend", "X", "--reason", "-x"), "--reason=值"),
        (("show", "X", "--as", "a", "--as", "b"), "--as"),
        (("list", "--limit", "many"), "--limit"),
        (("do", "recommend", "X", "--at", "2026-01-01"), "shidian demo --advance"),
        (("user", "list", "--as", "x"), "“user list”不分账户，没有 --as；去掉它即可。可用：--lang"),
        (("sweep", "--as=x", "--lang", "en"), "takes no --as; leave it out. Known: --as-of"),
        (("when", "6月30日前", "--from", "2026/4/9"), "2026/4/9"),
        (("when", "6月30日前"), "--from"),
        (("calendar", "internal", "recommendation", "20260615"), "20260615"),
    ],
)
def test_a_wrong_command_line_is_answered_with_what_is_right(
    shell: Shell, words: tuple[str, ...], expected: str
) -> None:
    ran = shell(*words)
    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("do", "recommned", "ZJ-2026-001"), "recommend"),
        (("new", "pliot"), "pilot"),
        (("list", "--state", "推举"), "推荐"),
        (("list", "--jurisdiction", "浙冮"), "浙江"),
        (("list", "--category", "民政专顼"), "民政专项"),
        (("user", "grant", "zj", "--role", "provnce"), "province"),
        (("run", "deadline-swep"), "deadline_sweep"),
        (("history", "ZJ-2026-001", "--as-of", "now"), "2026-06-30T17:00"),
        (("list", "--due", "8"), "overdue"),
        (("show", "ZJ-2026-999"), "ZJ-2026-999"),
        (("do", "recommend", "ZJ-2026-001", "--set", "x"), "字段=值"),
        (("do", "recommend", "ZJ-2026-001", "--set", "rank=1", "--set", "rank=2"), "rank"),
        (("do", "recommend", "ZJ-2026-001", "--check", "all=maybe"), "pass"),
        (("do", "recommend", "ZJ-2026-001", "--check", "all=pass@2026-13-01"), "2026-13-01"),
        (("do", "recommend", "ZJ-2026-001", "--id", "空 格"), "--id"),
        (("do", "withdraw", "ZJ-2026-001", "--check", "all=pass"), "撤回"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_right_one(
    shell: Shell, words: tuple[str, ...], expected: str
) -> None:
    shell.an_office()
    shell.a_pilot()
    ran = shell(*words, "--as", "zj")
    assert ran.code == 2
    assert expected in ran.err
    assert "Traceback" not in ran.err


def test_without_an_account_the_candidates_are_listed(shell: Shell) -> None:
    shell.an_office()
    ran = shell("todo")
    assert ran.code == 2
    assert "committee、zj、zj2" in ran.err
    assert shell("todo", "--as", "nobody").code == 2


def test_a_wrong_setting_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIDIAN_PORT", "many")
    ran = shell("todo")
    assert ran.code == 2
    assert "SHIDIAN_PORT" in ran.err


def test_a_missing_database_says_how_to_make_one(shell: Shell) -> None:
    ran = shell("list", "--as", "zj")
    assert ran.code == 4
    assert "shidian init" in ran.err
    assert not shell.database.exists()
    wrong = shell("list", "--as", "zj", "--db", "mysql://x")
    assert wrong.code == 2


def test_the_unforeseen_gets_one_sentence_and_a_kept_trace(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    with sqlite3.connect(shell.database) as damaged:
        damaged.execute("DROP TRIGGER programmes_no_UPDATE")
        damaged.execute("UPDATE programmes SET compiled = '{}'")
    damaged.close()
    ran = shell("show", code, "--as", "zj")
    assert ran.code == 4
    assert "Traceback" not in ran.err + ran.out
    (trace,) = (shell.folder / "logs").glob("error-*.txt")
    assert trace.stem.rsplit("-", 1)[-1] in ran.err
    assert "Traceback" in trace.read_text(encoding="utf-8")
    as_json = json.loads(shell("show", code, "--as", "zj", "--json").err)
    assert as_json["error"]["code"] == "Unforeseen"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_an_answer_that_cannot_be_written_is_said(shell: Shell) -> None:
    import subprocess
    import sys

    shell.an_office()
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "console.cli", "list", "--as", "zj"]
        ran = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, "答复写不出去" in ran.stderr) == (4, True)
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_a_full_disk_is_a_fault_of_the_system(shell: Shell) -> None:
    ran = shell("diagram", "national-pilots-2026", "--write", "-o", "/dev/full")
    assert (ran.code, "/dev/full" in ran.err) == (4, True)
    assert not (shell.folder / "logs").exists(), "nothing that was not foreseen"


def test_a_file_that_is_no_checkpoint_is_called_that(shell: Shell) -> None:
    shell.an_office()
    path = shell.folder / "letter.txt"
    path.write_text("您好\n", encoding="utf-8")
    ran = shell("audit", "verify", str(path), "--json")
    assert (ran.code, ran.refused()["error"]["code"]) == (2, "NoCheckpoint")


def test_a_real_database_is_not_called_a_demonstration(shell: Shell) -> None:
    shell.done("init")
    ran = shell("demo", "--at", "2026-01-01", "--json")
    assert (ran.code, ran.refused()["error"]["code"]) == (2, "AlreadyReal")


@pytest.mark.parametrize("words", [("show", "x\udce4"), ("doctor", "\udce4"), ("\udce4",)])
def test_words_that_are_no_utf8_are_a_wrong_usage(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell(*words, "--json")
    assert (ran.code, ran.refused()["error"]["code"]) == (2, "NotUtf8")


@pytest.mark.parametrize(
    "words", [("--port", "99999"), ("--port", "0"), ("--host", "nowhere.invalid")]
)
def test_up_names_an_address_that_this_machine_has_not(
    shell: Shell, words: tuple[str, ...]
) -> None:
    ran = shell("up", "--demo", "--no-prefect", *words)
    assert (ran.code, words[1] in ran.err) == (2, True)
    assert not shell.database.exists()


def test_a_folder_that_cannot_be_made_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIDIAN_VAR_DIR", shell.file("occupied"))
    ran = shell("up", "--no-prefect")
    assert (ran.code, "occupied" in ran.err) == (4, True)


def test_an_option_that_is_lacking_is_named_as_it_is_typed(shell: Shell) -> None:
    shell.an_office()
    ran = shell("record", "recommend", "ZJ-2026-001", "--occurred", "2026-05-01", "--as", "zj")
    assert (ran.code, "缺少 --source" in ran.err) == (2, True)
    ran = shell("extend", "--as", "zj")
    assert (ran.code, "缺少 CODE" in ran.err) == (2, True)


def test_a_database_or_account_given_as_nothing_is_not_the_one_of_the_settings(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.an_office()
    monkeypatch.setenv("SHIDIAN_ACCOUNT", "zj")
    assert shell.done("list").out
    for words in (("list", "--db", ""), ("init", "--db="), ("sweep", "--db", "")):
        ran = shell(*words)
        assert (ran.code, "地址“”不可用" in ran.err) == (2, True), ran
    for words in (("do", "recommend", "ZJ-2026-001"), ("user", "add", "x", "--role", "committee")):
        ran = shell(*words, "--as", "")
        assert (ran.code, "--as" in ran.err) == (2, True)
