"""What a clerk sees of a move that pauses the limit of a duty: tried, done, and later."""

from pathlib import Path

import pytest

from tests.console.shell import Shell

FILE = Path(__file__).parent.parent / "programmes" / "mended-papers.yaml"


@pytest.mark.parametrize(
    ("lang", "paused", "resumed"),
    [
        ("zh", "审查决定：期限从此中止计算", "审查决定：恢复计算，期限 2026-06-03"),
        ("en", ": its limit is paused from now on", ": its limit runs on, due 2026-06-03"),
    ],
)
def test_a_move_says_whose_limit_it_pauses_and_lets_run_on(
    shell: Shell, lang: str, paused: str, resumed: str
) -> None:
    shell.done("demo", "--programme", str(FILE), "--empty", "--at", "2026-05-04T09:00:00")
    shell.done("user", "add", "c", "--role", "窗口")
    code = str(shell.receipt("new", "审查", "--set", "title=甲所", "--as", "c")["case"])
    shell.done("demo", "--advance", "2026-05-08T10:00")
    words = ("要求补正", code, "--as", "c", "--lang", lang)
    assert paused in shell.done("do", *words, "--dry-run").out
    assert paused in shell.done("do", *words).out
    told = shell.done("history", code, "--as", "c").out
    assert "审查决定：2026-05-24 → —（补正）" in told
    shell.done("demo", "--advance", "2026-05-18T10:00")
    assert resumed in shell.done("do", "补正", code, "--as", "c", "--lang", lang).out
    shell.done("do", "送检", code, "--as", "c")
    shell.done("demo", "--advance", "2026-05-20T10:00")
    shell.done("do", "要求补正", code, "--as", "c")
    said = shell.done("history", code, "--as", "c").out
    assert "“审查决定”自 2026-05-18 起已因“检测”中止，没有再因“补正”中止" in said
    assert shell.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}
