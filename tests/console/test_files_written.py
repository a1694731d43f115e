"""Files that a command writes: in whole or not at all."""

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.console.shell import Ran, Shell

SHIPPED = Path(__file__).parents[2] / "config" / "programmes" / "complaints.yaml"


@contextmanager
def a_full_disk() -> Iterator[None]:
    """A disk on which no file grows beyond a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def on_a_full_disk(shell: Shell, *words: str) -> Ran:
    with a_full_disk():
        ran = shell(*words)
    assert ran.code == 2, ran.err
    assert "error-" not in ran.err
    return ran


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_programme_that_is_rewritten_stays_where_the_disk_is_full(shell: Shell) -> None:
    text = SHIPPED.read_text("utf-8")
    own = shell.file("own.yaml", text)
    on_a_full_disk(shell, "check", own, "--keys", "zh", "--write")
    assert names(shell.folder) == ["own.yaml"]
    assert Path(own).read_text("utf-8") == text
    shell.done("check", own, "--keys", "zh", "--write")
    assert Path(own).read_text("utf-8") != text


def test_nothing_half_written_is_left_where_the_disk_is_full(shell: Shell) -> None:
    picture = shell.folder / "states.svg"
    first = shell.folder / "labs.yaml"
    on_a_full_disk(shell, "diagram", str(SHIPPED), "-o", str(picture))
    labs = ("new-programme", "--programme", "labs", "--title", "实验室", "-o", str(first))
    on_a_full_disk(shell, *labs)
    assert names(shell.folder) == []
    shell.done("diagram", str(SHIPPED), "-o", str(picture))
    shell.done(*labs)
    assert picture.read_text("utf-8").endswith("</svg>\n")


def test_a_file_is_replaced_through_a_link_and_keeps_who_may_read_it(shell: Shell) -> None:
    own = Path(shell.file("own.yaml", SHIPPED.read_text("utf-8")))
    own.chmod(0o640)
    link = shell.folder / "link.yaml"
    link.symlink_to(own)
    shell.done("check", str(link), "--keys", "zh", "--write")
    assert link.is_symlink()
    assert stat.S_IMODE(own.stat().st_mode) == 0o640
    assert "方案:" in own.read_text("utf-8")


def test_a_file_that_is_there_is_not_replaced_unasked(shell: Shell) -> None:
    own = shell.file("states.svg", "我的")
    ran = shell("diagram", str(SHIPPED), "-o", own)
    assert ran.code == 2
    assert "--write" in ran.err
    assert Path(own).read_text("utf-8") == "我的"
