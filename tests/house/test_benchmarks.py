"""The benchmarks run from end to end; what they measure is looked at by people, never asserted."""

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES, main
from tests.stores import absent


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_of_tiny_size_leaves_its_result_as_json(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "instructions" and shutil.which("valgrind") is None:
        absent("没有 valgrind / there is no valgrind")
    assert main([name, "--tiny", "--database", "sqlite", "--out", str(tmp_path)]) == 0
    kept = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert kept["benchmark"] == name
    assert {"python", "sqlite", "processor", "packages"} <= set(kept["machine"])
    assert kept["found"]
    assert "|" in capsys.readouterr().out
    left = {path.name for path in tmp_path.iterdir()}
    assert left - {"one_act.svg"} == {f"{name}.json"}


def test_the_lock_of_the_peers_names_hashes_and_no_address() -> None:
    lines = Path("benchmarks/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {"django==", "django-fsm-2==", "django-fsm-log=="} <= {
        line.split("==")[0] + "==" for line in lines if "==" in line
    }
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    pinned = [n for n, line in enumerate(lines) if "==" in line]
    assert all(lines[n + 1].lstrip().startswith("--hash=sha256:") for n in pinned)
