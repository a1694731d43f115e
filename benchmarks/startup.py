"""`shidian show` against an interpreter that only imports what it stands on.

CPU of the whole child process, in turns: bare Python, the imports of cyclopts, pydantic and
SQLAlchemy Core alone, and `shidian show CASE`, which reads one case and prints it.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks import offices
from benchmarks.contest import ROOT
from benchmarks.databases import Place
from benchmarks.report import Sizes, spread, table

IMPORTS = "import cyclopts, pydantic, sqlalchemy"
LIMIT = 1.3


def measure(sizes: Sizes) -> dict[str, Any]:
    """Milliseconds of CPU of each, and the command as a multiple of the imports."""
    with Place("sqlite", sizes.folder).fresh("startup") as url:
        office = offices.an_office(url)
        (code,) = offices.applied(office, 1)
        office.close()
        shown = [sys.executable, "-P", "-m", "console.cli", "show", code, "--as", "zhejiang"]
        commands = {
            "python": [sys.executable, "-P", "-c", "pass"],
            "imports": [sys.executable, "-P", "-c", IMPORTS],
            "show": shown,
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        environment = os.environ | {"PYTHONPATH": str(ROOT), "SHIDIAN_DATABASE_URL": url}
        # without compiled files every start would pay for the compiler
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(sizes.starts + 1):
            for name, command in commands.items():
                taken[name].append(_milliseconds(command, environment))
    # the first start compiles and fills the system's cache
    taken = {name: values[1:] for name, values in taken.items()}
    pairs = zip(taken["show"], taken["imports"], strict=True)
    times = spread([shown / alone for shown, alone in pairs])
    return {name: spread(values) for name, values in taken.items()} | {"show_times_imports": times}


def _milliseconds(command: Sequence[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return (user + system) * 1000


def summary(found: dict[str, Any]) -> str:
    """Milliseconds of CPU."""
    named = {"python": "python", "imports": IMPORTS, "show": "shidian show CASE"}
    rows = [(title, f"{found[name]['median']:.0f}") for name, title in named.items()]
    times = found["show_times_imports"]
    shown = f"{times['median']:.2f} ({times['min']:.2f}–{times['max']:.2f})"
    return table(("", "CPU ms"), [*rows, ("show × imports", shown)])
