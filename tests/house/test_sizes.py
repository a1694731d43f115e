"""Files and functions stay small; what people call clear differs from the rest in the tail."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import CHECKOUT

PACKAGES = ("config", "states", "tasks", "flows", "console")
AROUND = ("tests", "benchmarks", "docs")
MOST_LINES = 400
LONGEST_FUNCTION = 50
MOST_TASK_LINES = 15
NINE_IN_TEN = 25


def files() -> list[Path]:
    return sorted(path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function, its docstring and decorators not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            says = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            text = (first.end_lineno or 0) - first.lineno + 1 if says else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - text


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    every = [*files(), *(path for name in AROUND for path in (CHECKOUT / name).rglob("*.py"))]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in every}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_function_is_long_and_nine_in_ten_are_short() -> None:
    # a migration and a catalogue of statements are lists, however long
    living = [p for p in files() if "migrations" not in p.parts and "statements" not in p.stem]
    measured = [(size, f"{path.name}:{name}") for path in living for name, size in functions(path)]
    assert [named for size, named in measured if size > LONGEST_FUNCTION] == []
    sizes = sorted(size for size, _ in measured)
    assert sizes[int(len(sizes) * 0.9)] <= NINE_IN_TEN


def test_a_task_is_a_thin_wrapper() -> None:
    for path in (CHECKOUT / "tasks").glob("*.py"):
        if "@task" in path.read_text("utf-8"):
            assert all(size <= MOST_TASK_LINES for _, size in functions(path)), path.name


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "base", "manager"])
def test_no_file_is_a_drawer_for_everything(word: str) -> None:
    assert [path for path in files() if path.stem == word] == []


def test_prefect_and_the_pages_are_not_imported_where_the_truth_is() -> None:
    for path in files():
        if path.relative_to(CHECKOUT).parts[0] in ("states", "config"):
            imported = _imported(path)
            assert imported.isdisjoint({"prefect", "fastapi", "starlette", "uvicorn"}), path.name
            if path.name not in ("deadlines.py", "clock.py"):
                assert "pendulum" not in imported, path.name
            if path.name != "machine.py":
                assert "transitions" not in imported, path.name


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found
