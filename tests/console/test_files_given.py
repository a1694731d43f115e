"""Files that a person names and that are no files: answered at once, never waited for."""

import os
from pathlib import Path

import pytest

from tests.console.shell import Shell

READERS = (
    ("when", "--file"),
    ("import",),
    ("reconcile",),
    ("apply",),
    ("audit", "verify"),
    ("calendar", "import"),
    ("check",),
    ("restore",),
)


@pytest.fixture
def pipe(tmp_path: Path) -> str:
    """A pipe into which nobody writes: who opens it waits for ever."""
    path = tmp_path / "pipe.xlsx"
    os.mkfifo(path)
    return str(path)


@pytest.mark.parametrize("words", READERS, ids=" ".join)
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_refused_at_once(
    shell: Shell, pipe: str, tmp_path: Path, words: tuple[str, ...], kind: str
) -> None:
    shell.an_office()
    given = {"pipe": pipe, "device": "/dev/zero", "folder": str(tmp_path)}[kind]
    ran = shell(*words, given, *(() if words[0] in ("when", "check", "restore") else as_(words)))
    assert ran.code == 2
    assert "error-" not in ran.err


def as_(words: tuple[str, ...]) -> tuple[str, ...]:
    """Who asks, where that is asked for."""
    return () if words[0] == "audit" else ("--as", "committee")


def test_no_pipe_or_device_is_a_template(shell: Shell, pipe: str) -> None:
    shell.an_office()
    code = shell.a_pilot()
    for given in (pipe, "/dev/zero"):
        words = ("export", "--document", "推荐函", code, "--with", given, "--as", "zj")
        assert shell(*words, "-o", f"{shell.folder}/letter.docx").code == 2


def test_no_pipe_or_device_is_attached(shell: Shell, pipe: str) -> None:
    shell.an_office()
    code = shell.a_pilot()
    for given in (pipe, "/dev/zero"):
        ran = shell("do", "amend", code, "--file", f"application={given}", "--as", "zj")
        assert ran.code == 2
        assert given in ran.err


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (("apply", "none.json"), "没有这个文件或文件夹", "No such file or directory"),
        (("backup", "none/copy.db"), "没有这个文件或文件夹", "No such file or directory"),
        (("audit", "verify", "f" * 300), "名字太长", "File name too long"),
    ],
)
def test_what_the_system_says_is_told_in_the_language_of_the_answer(
    shell: Shell, words: tuple[str, ...], chinese: str, english: str
) -> None:
    shell.an_office()
    for lang, said, other in (("zh", chinese, english), ("en", english, chinese)):
        for more in ((), ("--json",)):
            ran = shell(
                *words, *(("--as", "zj") if words[0] == "apply" else ()), "--lang", lang, *more
            )
            assert said in ran.err
            assert other not in ran.err
