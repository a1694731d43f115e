"""Each kind of rule that a notice may hold has an example that runs from its file alone."""

import re
from pathlib import Path

import pytest

from config.loader import check
from console.simulate import simulate

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "programmes.md").read_text("utf-8")
TABLE = GUIDE.split("<!-- points -->")[1].split("<!-- end points -->")[0]
ROWS = [line for line in TABLE.splitlines() if line[2:3].isdigit()]
EXAMPLES = sorted({(DOCS / path).resolve() for path in re.findall(r"\]\(([^)]+)\)", TABLE)})
QUICK = ("county-checks", "district-training", "expert-pool", "joint-conference")
QUICK += ("mended-papers", "research-centres", "workshop-licence")


def test_all_fifteen_kinds_of_rules_have_an_example() -> None:
    assert [int(line.split("|")[1]) for line in ROWS] == list(range(1, 16))
    assert all("](" in line for line in ROWS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_passes_its_check(path: Path) -> None:
    programme, problems = check(path)
    assert programme is not None
    assert [problem.in_words() for problem in problems] == []


@pytest.mark.parametrize("name", QUICK)
def test_an_example_is_lived_through(name: str) -> None:
    programme, _ = check(DOCS.parent / "tests" / "programmes" / f"{name}.yaml")
    assert programme is not None
    report = simulate(programme, jurisdictions=2)
    assert report.violations == []
    assert report.tally.entries > 50
