"""The clause map: each clause of the source, the rules that cite it, and the tests that prove them.

An acceptance test names what it proves: `@pytest.mark.clause("二", "general-quota")`.
"""

import ast
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from config.act_kinds import ACT_KINDS
from config.language.source import Place, dotted
from config.programme import Programme, Seed


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule of the programme that cites a clause: where it stands and what it is called."""

    place: str
    title: str


@dataclass(frozen=True, slots=True)
class MarkedTest:
    """A test that says which clause it proves, and which rule."""

    test: str
    rule: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause. `by`: rules, recorded, principle or none; `why`: why nothing enforces it."""

    clause: str
    says: str
    by: str
    why: str
    rules: tuple[Citation, ...]
    readings: tuple[Citation, ...]
    tests: tuple[MarkedTest, ...]

    @property
    def is_proved(self) -> bool:
        """Whether a test proves the clause, or nothing in it can be enforced."""
        return self.by != "rules" or bool(self.tests)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self) | {"proved": self.is_proved}


def clause_map(programme: Programme, tests: Path | None = None) -> list[ClauseRow]:
    """The clauses in the order of the source; with a tests folder, the tests that prove each."""
    cited, open_readings = citations(programme), _readings(programme)
    proofs = tests_by_clause(tests) if tests is not None else {}
    return [
        ClauseRow(
            clause=name,
            says=clause.says,
            by=clause.by,
            why=clause.why,
            rules=tuple(cited.get(name, ())),
            readings=tuple(open_readings.get(name, ())),
            tests=tuple(proofs.get(name, ())),
        )
        for name, clause in programme.clauses.items()
    ]


def citations(programme: Programme) -> dict[str, list[Citation]]:
    """Clause -> the rules that cite it. Settings are readings, not rules, and stand apart."""
    found: dict[str, list[Citation]] = {}
    for place, part in _parts(programme):
        if place[:1] != ("settings",):
            _cite(found, place, part)
    return found


def _readings(programme: Programme) -> dict[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for name, setting in programme.settings.items():
        chosen = setting.options.get(setting.value, setting.value)
        for clause in setting.clause:
            found.setdefault(clause, []).append(Citation(f"settings.{name}", chosen))
    return found


def _cite(found: dict[str, list[Citation]], place: Place, part: BaseModel) -> None:
    for clause in getattr(part, "clause", ()):
        found.setdefault(clause, []).append(Citation(dotted(place), _title(part, place)))


def _title(part: BaseModel, place: Place) -> str:
    if kinds := getattr(part, "kinds", None):
        return "、".join(ACT_KINDS[kind] for kind in kinds)
    if isinstance(part, Seed):
        return part.fields.get("title") or str(place[-1])
    title = str(getattr(part, "title", "") or getattr(part, "name", "") or place[-1])
    return f"{title}（待核）" if getattr(part, "unverified", False) else title


def _parts(value: Any, place: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Every declared part of a programme with its place."""
    if isinstance(value, BaseModel):
        if place:
            yield place, value
        for name, info in type(value).model_fields.items():
            yield from _parts(getattr(value, name), (*place, info.alias or name))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _parts(part, (*place, key))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _parts(part, (*place, index))


def tests_by_clause(folder: Path) -> dict[str, list[MarkedTest]]:
    """Clause -> the tests below a folder that are marked with it. The tests are read, not run."""
    found: dict[str, list[MarkedTest]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=path.name)
        base = path.relative_to(folder.parent).as_posix()
        for name, clause, rule in _marked(tree, _module_marks(tree)):
            found.setdefault(clause, []).append(MarkedTest(f"{base}::{name}", rule))
    return found


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return list(node.value.elts) if isinstance(node.value, ast.List) else [node.value]
    return []


def _marked(
    node: ast.Module | ast.ClassDef, outer: list[ast.expr], prefix: str = ""
) -> Iterator[tuple[str, str, str]]:
    for child in node.body:
        if isinstance(child, ast.ClassDef) and child.name.startswith("Test"):
            marks = [*outer, *child.decorator_list]
            yield from _marked(child, marks, f"{prefix}{child.name}::")
        elif isinstance(child, ast.FunctionDef) and child.name.startswith("test"):
            for mark in [*outer, *child.decorator_list]:
                yield from ((prefix + child.name, *found) for found in _clause_of(mark))


def _clause_of(mark: ast.expr) -> Iterator[tuple[str, str]]:
    if not isinstance(mark, ast.Call) or not ast.unparse(mark.func).endswith("mark.clause"):
        return
    words = [a.value for a in mark.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if words:
        yield words[0], words[1] if len(words) > 1 else ""
