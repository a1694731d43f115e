"""The text of a programme file: strict, never guessing, and cheap to refuse."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.language.source import LIMIT_BYTES, LIMIT_DEPTH, LIMIT_NODES, decode, parse, read_file
from config.loader import PROGRAMMES, check
from config.problems import BadProgramme

NATIONAL = (PROGRAMMES / "national-pilots-2026.yaml").read_bytes()


def codes(text: str) -> list[str]:
    with pytest.raises(BadProgramme) as caught:
        parse(text)
    return [problem.code for problem in caught.value.problems]


def code_of_file(path: Path) -> str:
    with pytest.raises(BadProgramme) as caught:
        read_file(path)
    return caught.value.problems[0].code


def test_every_scalar_stays_the_text_that_was_written() -> None:
    tree = parse("a: 17:30\nb: no\nc: 010\nd: 1_000\ne: null\nf: [2026-06-30, 1e3, on, ~]\n")
    assert tree.root == {
        "a": "17:30",
        "b": "no",
        "c": "010",
        "d": "1_000",
        "e": "null",
        "f": ["2026-06-30", "1e3", "on", "~"],
    }


def test_every_part_knows_its_line() -> None:
    tree = parse("a:\n  b: 1\n  c:\n    - x\n    - {d: y}\n")
    assert tree.line(("a", "b")) == 2
    assert tree.line(("a", "c", 1, "d")) == 5
    assert tree.line(("a", "c", 1, "no", "such")) == 5


def test_duplicate_keys_are_all_named_with_both_lines() -> None:
    with pytest.raises(BadProgramme) as caught:
        parse("a: 1\nb: {x: 1, x: 2}\na: 3\n")
    found = [(p.code, p.line, p.key, "第一次在第" in p.message) for p in caught.value.problems]
    assert found == [("duplicate-key", 2, "b.x", True), ("duplicate-key", 3, "a", True)]


@pytest.mark.timeout(60)  # walking 100,000 levels would take minutes
def test_a_deep_file_is_refused_without_reading_it_to_its_end() -> None:
    assert codes("a: " + "[" * 100_000) == ["too-deep"]
    assert codes("a: " + "{a: " * 40_000) == ["too-deep"]
    assert codes("- " * 60_000) == ["too-deep"]


def test_the_deepest_allowed_file_is_read() -> None:
    levels = LIMIT_DEPTH - 1
    assert parse("a: " + "[" * levels + "]" * levels).root["a"] != []
    assert codes("a: " + "[" * (levels + 1) + "]" * (levels + 1)) == ["too-deep"]


def test_a_file_of_too_many_parts_is_refused() -> None:
    assert codes("a: [" + "x, " * LIMIT_NODES + "x]") == ["too-many-nodes"]


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a]\n" for n in range(9))
    assert codes(bomb) == ["anchor"]


def test_a_file_of_ten_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(BadProgramme, match="256 KB"):
        decode(b"a: " + b"x" * 10_000_000, "big.yaml")
    assert codes("a: " + "好" * (LIMIT_BYTES // 3)) == ["too-big"]


def test_files_that_are_no_files_get_a_sentence(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * (LIMIT_BYTES + 1))
    assert code_of_file(tmp_path) == "is-directory"
    assert code_of_file(tmp_path / "none.yaml") == "missing"
    assert code_of_file(loop) == "unreadable"
    assert code_of_file(pipe) == "not-a-file"
    assert code_of_file(big) == "too-big"
    assert code_of_file(tmp_path / "nul\0.yaml") == "unreadable"


def test_a_gbk_file_is_named_as_such_and_never_shown_garbled() -> None:
    with pytest.raises(BadProgramme) as caught:
        decode("title: 国家标准化\n".encode("gbk"), "x.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("gb-encoding", 1)
    assert "第 8 个字节" in problem.message
    assert "鍥" not in str(caught.value)


def test_english_sentences_stand_beside_the_chinese_ones() -> None:
    with pytest.raises(BadProgramme) as caught:
        parse("a: 1\na: 2\n")
    assert "written twice" in caught.value.problems[0].in_words("en")


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_flipped_bytes_of_the_national_file_end_in_problems_or_a_programme(
    chance: random.Random, flips: int
) -> None:
    data = bytearray(NATIONAL)
    for _ in range(flips):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        text = decode(bytes(data), "x.yaml")
    except BadProgramme as error:
        assert error.problems
        return
    programme, problems = check(text)
    assert (programme is None) == any(problem.severity == "error" for problem in problems)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_moved_lines_of_the_national_file_end_in_problems_or_a_programme(
    chance: random.Random, edits: int
) -> None:
    lines = NATIONAL.decode().split("\n")
    for _ in range(edits):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        act = chance.choice(["drop", "swap", "copy", "indent", "cut"])
        if act == "drop":
            del lines[at]
        elif act == "swap":
            lines[at], lines[to % len(lines)] = lines[to % len(lines)], lines[at]
        elif act == "copy":
            lines.insert(to, lines[at])
        elif act == "indent":
            lines[at] = "  " + lines[at]
        else:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
    programme, problems = check("\n".join(lines))
    assert (programme is None) == any(problem.severity == "error" for problem in problems)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=":-[]{}#&*!|>'\"%@`,? \n\tab中：，01", max_size=200))
def test_any_text_ends_in_problems_or_a_tree(text: str) -> None:
    try:
        tree = parse(text)
    except BadProgramme as error:
        assert error.problems
    else:
        assert isinstance(tree.root, dict)
