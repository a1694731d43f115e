"""Rows brought into the register of earlier pilots from the command line."""

from pathlib import Path

import pytest

from tests.console.shell import UNIT, Shell

HEAD = (
    "level,project,unit_name,unit_code,jurisdiction,programme_title,batch,document,year,status,note"
)
NAME, CODE = UNIT.split()
ROW = f"national,养老服务试点,{NAME},{CODE},33,服务业标准化试点,第五批,,2021,下达,"
OTHER = "local,另一试点,另一单位,,33,省级试点,,,,下达,"


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    shell = Shell(tmp_path, monkeypatch, capsys)
    shell.an_office()
    return shell


def a_list(shell: Shell, *rows: str, head: str = HEAD) -> str:
    return shell.file("往年.csv", "\n".join((head, *rows)) + "\n")


def brought(shell: Shell, *words: str) -> tuple[int, int]:
    found = shell.receipt("register", "import", *words, "--as", "committee")
    return found["new"], found["held"]


def test_a_row_that_was_brought_in_is_found_by_the_next_recommendation(shell: Shell) -> None:
    case = shell.a_pilot()
    before = shell("do", "recommend", case, *shell.papers(), "--dry-run", "--as", "zj")
    assert before.code == 0
    assert brought(shell, a_list(shell, ROW, OTHER)) == (2, 0)
    after = shell("do", "recommend", case, *shell.papers(), "--as", "zj", "--json")
    assert after.code == 1
    (refused,) = after.refused()["refused"]
    assert refused["code"] == "UndertookBefore"
    assert refused["parameters"]["match"] == "code"
    assert shell.done("audit", "verify", "--as", "committee").code == 0


def test_no_row_comes_twice_and_a_trial_adds_none(shell: Shell) -> None:
    path = a_list(shell, ROW, OTHER, OTHER)
    assert brought(shell, path, "--dry-run") == (2, 1)
    assert brought(shell, path) == (2, 1)
    assert brought(shell, path) == (0, 3)
    log = shell.done("audit", "log", "--as", "committee", "--json").json()["rows"]
    kept = [entry["actor"] for entry in log if entry["move"] == "import-register"]
    assert kept.count("committee") == 1


def test_only_who_acts_for_the_whole_programme_may_add_rows(shell: Shell) -> None:
    ran = shell("register", "import", a_list(shell, ROW), "--as", "zj", "--json")
    assert ran.code == 1
    assert [one["code"] for one in ran.refused()["refused"]] == ["MayNotBringRows"]
    assert brought(shell, a_list(shell, ROW)) == (1, 0)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (f"{HEAD}\n{ROW}\nprovincial,项目,,,,方案,,,,,\n", "RegisterLine", "3"),
        (f"{HEAD}\n{ROW.replace(CODE, CODE[:-1] + 'A')}\n", "RegisterLine", "unit_code"),
        (f"{HEAD}\nlocal,,,,,方案,,,,,\n", "RegisterLine", "project"),
        (f"{HEAD}\nlocal,项\u202e目,,,,方案,,,,,\n", "RegisterLine", "U+202E"),
        ("level,project\nlocal,项目\n", "RegisterColumns", "unit_name"),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_adds_nothing(
    shell: Shell, text: str, code: str, says: str
) -> None:
    ran = shell("register", "import", shell.file("坏.csv", text), "--as", "committee", "--json")
    assert ran.code == 2
    wrong = ran.refused()["error"]
    assert wrong["code"] == code
    assert says in wrong["message"]
    assert brought(shell, a_list(shell, ROW)) == (1, 0)


def test_a_file_in_another_encoding_or_none_at_all_is_said_in_words(shell: Shell) -> None:
    path = shell.folder / "gbk.csv"
    path.write_bytes(f"{HEAD}\n{ROW}\n".encode("gbk"))
    for given, code in ((path, "RegisterUnreadable"), (shell.folder / "none", "FileUnreadable")):
        ran = shell("register", "import", str(given), "--as", "committee", "--json")
        assert (ran.code, ran.refused()["error"]["code"]) == (2, code)
