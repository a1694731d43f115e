"""Tables fit the terminal; anywhere else they are as wide as they are."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import CHECKOUT
from console.fitting import Fitted, fitted
from console.widths import folded, shortened, width
from tests.console.shell import Shell
from tests.properties.settings import examples

TEXTS = st.text(alphabet="试点（），。 ab-2026/…é", max_size=60)
HEAD = {
    "code": "编号",
    "title": "名称",
    "state": "状态",
    "unit": "承担单位",
    "due": "期限",
    "reason": "理由",
    "clause": "条款",
}
ROWS = [
    ("ZJ-2026-001", "智慧养老服务标准化试点", "申报", "某养老服务中心", "2026-06-30", "", "二"),
    (
        "ZJ-2026-002",
        "茶叶加工标准化试点",
        "撤回",
        "某茶叶研究院",
        "",
        "单位来函撤回，附件已存",
        "九",
    ),
]


def at(columns: int, names: Sequence[str] = tuple(HEAD)) -> Fitted:
    places = [list(HEAD).index(name) for name in names]
    rows = [[row[place] for place in places] for row in ROWS]
    titles = [HEAD[name] for name in names]
    return fitted(names, titles, rows, columns, lambda title, cell: f"{title}：{cell}")


@examples(300)
@given(TEXTS, st.integers(2, 40))
def test_a_folded_text_fits_and_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = folded(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@examples(300)
@given(TEXTS, st.integers(1, 40))
def test_a_shortened_text_fits_and_says_that_more_follows(text: str, columns: int) -> None:
    short = shortened(text, columns)
    assert width(short) <= columns
    assert short == text or short.endswith("…")


def test_a_line_breaks_between_words_and_never_within_a_date() -> None:
    assert folded("期限由 2026-06-30 改为 2026-07-15", 12) == [
        "期限由",
        "2026-06-30",
        "改为",
        "2026-07-15",
    ]
    assert folded("按期办结，不必再报", 10) == ["按期办结，", "不必再报"]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
def test_codes_and_dates_stay_whole_in_every_terminal(columns: int) -> None:
    found = at(columns)
    shown = "\n".join(found.lines)
    assert all(whole in shown for whole in ("ZJ-2026-001", "ZJ-2026-002", "2026-06-30"))
    assert columns < 60 or max(width(line) for line in found.lines) <= columns


def test_with_room_enough_nothing_is_left_out_or_shortened() -> None:
    found = at(160)
    assert len(found.lines) == 3
    assert found.left_out == []
    assert "…" not in "".join(found.lines)


def test_what_another_answer_has_goes_first_and_is_named() -> None:
    assert at(95).left_out == ["条款"]
    assert at(60).left_out == ["承担单位", "条款"]


def test_reasons_go_below_their_row_rather_than_away() -> None:
    lines = at(80).lines
    place = next(n for n, line in enumerate(lines) if "ZJ-2026-002" in line)
    assert lines[place + 1].strip() == "理由：单位来函撤回，附件已存"


def test_a_column_without_a_word_goes_without_a_word() -> None:
    found = fitted(
        ("code", "title", "clause"),
        ("编号", "名称", "条款"),
        [("ZJ-2026-001", "某" * 13, "")],
        40,
        str,
    )
    assert found.left_out == []
    assert found.lines[0].split() == ["编号", "名称"]


def on_a_terminal(shell: Shell, columns: int, *words: str) -> str:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    known = {name: text for name, text in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "console.cli", *words]
    with subprocess.Popen(command, stdout=theirs, cwd=CHECKOUT, env=known) as running:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:
            pass  # the other end is closed: it has said everything
        assert running.wait() == 0
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def test_a_terminal_gets_what_fits_and_a_pipe_gets_everything(shell: Shell) -> None:
    shell.an_office()
    shell.a_pilot("一个名称相当长的智慧养老服务标准化试点项目")
    words = ("list", "--as", "zj")
    whole = shell.done(*words).out
    assert max(width(line) for line in whole.splitlines()) > 100
    narrow = on_a_terminal(shell, 80, *words)
    table = narrow.split("共 1 件")[0]
    assert max(width(line) for line in table.splitlines()) <= 80
    assert "未列：地区、领域、承担单位。全列：--wide" in narrow
    assert on_a_terminal(shell, 80, *words, "--wide") == whole
    assert on_a_terminal(shell, 200, *words) == whole
