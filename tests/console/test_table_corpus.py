"""Tables as the world writes them: each comes to what is expected, within bounds, or is refused."""

import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from config.settings import CHECKOUT
from console.errors import Misuse
from console.imports.grids import read_grid
from console.imports.layout import Column, Row, table_of
from tests.console.shell import Shell
from tests.console.workbooks import HEAD, ROW, WORKBOOKS, package, rows

CORPUS = Path(__file__).parents[1] / "corpus" / "tables"
EXPECTED: dict[str, Any] = tomllib.loads((CORPUS / "expect.toml").read_text("utf-8"))
COLUMNS = (
    Column("title", "项目名称", "text", required=True),
    Column("category", "领域", "category", required=True),
    Column("unit", "承担单位", "organisation", "name", required=True),
    Column("unit", "承担单位统一社会信用代码", "organisation", "code"),
    Column("rank", "推荐次序", "number"),
    Column("on", "申报日", "date"),
    Column("contact", "联系人", "text"),
)
SECONDS = 5
"""Two on a machine of one's own; this one is shared."""


def made(name: str, folder: Path) -> str:
    path = folder / name
    path.write_bytes(WORKBOOKS[name]() if name in WORKBOOKS else (CORPUS / name).read_bytes())
    return str(path)


def shown(row: Row) -> list[str]:
    unit = row.values.get("unit", {})
    more = [row.values[name] for name in ("rank", "on", "contact") if name in row.values]
    named = (row.values["title"], row.values["category"], unit.get("name", ""))
    return [str(row.line), *named, unit.get("code", ""), *more]


def test_every_table_of_the_corpus_is_expected() -> None:
    assert {path.name for path in CORPUS.glob("*.csv")} | set(WORKBOOKS) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_table_comes_to_what_is_expected(name: str, tmp_path: Path) -> None:
    expected, path = EXPECTED[name], made(name, tmp_path)
    start = time.monotonic()
    if expected["verdict"] == "reject":
        with pytest.raises(Misuse) as caught:
            table_of(read_grid(path), COLUMNS, path, "pilot")
        assert caught.value.code == expected["code"]
        assert path in caught.value.message()
    else:
        grid = read_grid(path)
        table = table_of(grid, COLUMNS, path, "pilot")
        assert [shown(row) for row in table.rows] == expected["rows"]
        problems = [list(problem) for row in table.rows for problem in row.problems]
        assert problems == expected.get("problems", [])
        assert [key for key, _ in grid.notes] == expected.get("notes", [])
        assert list(table.unknown) == expected.get("unknown", [])
    assert time.monotonic() - start < SECONDS


MEASURE = """
import resource, sys
from pathlib import Path
from console.imports.grids import read_grid
assert len(read_grid(sys.argv[1]).rows) == 4_901
# what the kernel counts for this process begins with the size of the one that started it
own = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
print(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="counts by the kernel")
def test_the_largest_table_that_is_read_takes_no_more_memory_than_it_may(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    path.write_bytes(rows(HEAD, *[("x" * 40,) * 100] * 4_900))
    words = [sys.executable, "-c", MEASURE, str(path)]
    ran = subprocess.run(words, cwd=CHECKOUT, capture_output=True, check=True, text=True)
    assert max(map(int, ran.stdout.split())) < 256 * 1024


def test_what_the_reader_dies_of_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(rows(HEAD, ROW))
    monkeypatch.setattr("console.imports.workbook.SECONDS", 0.001)
    with pytest.raises(Misuse) as caught:
        read_grid(str(path))
    assert caught.value.code == "TableTooLarge"


@pytest.mark.parametrize("name", [name for name in sorted(EXPECTED) if name > "3"])
def test_a_file_with_a_byte_changed_is_read_or_refused(name: str, tmp_path: Path) -> None:
    data = bytearray((Path(made(name, tmp_path))).read_bytes()[:50_000])
    for place in range(7, len(data), max(1, len(data) // 3)):
        data[place] ^= 0x55
    path = tmp_path / f"changed-{name}"
    path.write_bytes(bytes(data))
    try:
        table_of(read_grid(str(path)), COLUMNS, str(path), "pilot")
    except Misuse as refused:
        assert str(path) in refused.message()


def test_a_bad_cell_stops_the_import_and_is_said_in_words(shell: Shell) -> None:
    shell.an_office()
    for name in ("201-digits-lost.xlsx", "204-error.xlsx", "206-hidden-row.xlsx"):
        ran = shell("import", made(name, shell.folder), "--as", "zj", "--json")
        assert ran.code == 1
        wrong = [row for row in ran.json()["rows"] if row["outcome"] == "wrong"]
        (cell,) = wrong[0]["cells"]
        assert cell in wrong[0]["says"][0]
    assert shell.done("list", "--as", "zj", "--json").json()["total"] == 0


def test_a_file_of_another_make_is_refused_with_what_to_do(shell: Shell) -> None:
    shell.an_office()
    path = shell.folder / "m.xlsx"
    path.write_bytes(package("", **{"xl/vbaProject.bin": b"x"}))
    ran = shell("import", str(path), "--as", "zj")
    assert (ran.code, "宏" in ran.err) == (2, True)
