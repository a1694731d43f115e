"""Sizes of a run, the machine it ran on, results as JSON and as tables."""

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

NAMED = ("sqlalchemy", "transitions", "pydantic", "orjson", "psycopg", "cyclopts")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured, on which database, in which folder, drawn from which seed."""

    folder: Path
    seed: int = 23
    database: str = "both"
    rounds: int = 15
    moves: int = 100
    bulk: int = 1000
    repeats: int = 5
    sweeps: tuple[tuple[int, int], ...] = ((100, 10_000), (10_000, 10_000), (100, 100_000))
    history: int = 30_000
    as_of: int = 100_000
    starts: int = 15
    counted: tuple[str, ...] = ("by hand", "by hand, all", "plain", "check", "quota", "recommend")

    def tiny(self) -> "Sizes":
        """Just enough to see that everything runs."""
        return replace(
            self,
            rounds=2,
            moves=3,
            bulk=6,
            repeats=2,
            sweeps=((2, 10),),
            history=30,
            as_of=60,
            starts=2,
            counted=("by hand",),
        )

    def large(self) -> "Sizes":
        """A million duties and a million entries of history as well."""
        return replace(self, sweeps=(*self.sweeps, (100, 1_000_000)), as_of=1_000_000)


def machine() -> dict[str, Any]:
    """Facts about the machine that a reader needs to judge the figures by."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.system(),
        "release": platform.release(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: version(name) for name in NAMED},
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and most."""
    return {
        "median": round(statistics.median(values), 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
    }


def write_json(sizes: Sizes, name: str, found: dict[str, Any]) -> Path:
    """Keep a result as NAME.json in the folder of the run."""
    sizes.folder.mkdir(parents=True, exist_ok=True)
    path = sizes.folder / f"{name}.json"
    text = {"benchmark": name, "seed": sizes.seed, "machine": machine(), "found": found}
    path.write_text(json.dumps(text, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads the same in a terminal and in Markdown."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(head), rule, *(line(row) for row in rows)])
