"""The lock files: hashes for everything, addresses of nobody, one version for run and tests."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from config.settings import CHECKOUT

LOCKS = ("requirements.lock", "requirements-dev.lock")
ADDRESS = re.compile(r"https?://|@\s*file:|--(?:extra-)?index-url|--find-links", re.IGNORECASE)


def pinned(name: str) -> dict[str, str]:
    text = (CHECKOUT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert ADDRESS.search((CHECKOUT / name).read_text("utf-8")) is None


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_a_hash(name: str) -> None:
    for part in re.split(r"^(?=\S+==)", (CHECKOUT / name).read_text("utf-8"), flags=re.M)[1:]:
        assert "--hash=sha256:" in part, part.partition(" ")[0]


def test_tests_run_on_the_versions_that_are_installed_for_running() -> None:
    run, dev = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


def test_every_direct_dependency_is_locked() -> None:
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[<>=! ]", line)[0].lower() for line in declared["dependencies"]}
    assert names - set(pinned("requirements.lock")) == set()


def test_set_up_does_nothing_where_everything_is_installed(tmp_path: Path) -> None:
    """With the marks of an installation of these locks, set-up neither asks nor prints."""
    for name in ("setup.sh", *LOCKS):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    (tmp_path / "setup.sh").chmod(0o755)
    bin_ = tmp_path / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "python").symlink_to(CHECKOUT / ".venv" / "bin" / "python")
    (tmp_path / ".venv" / "installed-run.lock").write_bytes(
        (CHECKOUT / "requirements.lock").read_bytes()
    )
    done = subprocess.run(
        ["./setup.sh"], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_before_set_up_has_finished_a_command_says_what_to_wait_for(tmp_path: Path) -> None:
    launcher = tmp_path / "shidian"
    launcher.write_bytes((CHECKOUT / "shidian").read_bytes())
    launcher.chmod(0o755)

    def refused() -> str:
        ran = subprocess.run(
            [launcher, "todo"], capture_output=True, text=True, timeout=30, check=False
        )
        assert (ran.returncode, ran.stdout) == (4, "")
        return ran.stderr

    assert "还没有安装：请在" in refused()
    bin_ = tmp_path / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "python").symlink_to(CHECKOUT / ".venv" / "bin" / "python")
    assert "安装还没有完成" in refused()


def test_without_a_python_set_up_says_what_to_install(tmp_path: Path) -> None:
    for name in ("setup.sh", *LOCKS):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "cmp", "mkdir", "rm", "printf"):
        found = next(p for d in ("/bin", "/usr/bin") if (p := Path(d) / tool).exists())
        (tools / tool).symlink_to(found)
    refused = subprocess.run(
        [str(tools / "sh"), "setup.sh"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 2
    assert "Python 3.11" in refused.stderr
