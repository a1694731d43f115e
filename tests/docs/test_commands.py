"""Every command in the docs exists, and what a page tells to type works, in order, from nothing."""

import re
import shlex
import subprocess
from datetime import date
from pathlib import Path

import pytest

from console.cli.main import main
from console.cli.verbs import VERBS, path_of
from tests.docs.blocks import DOCS, Block, blocks

# a block that stands for a certain day is typed on that day: test_a_clerks_year
SHELL = [block for block in blocks("sh") if not block.mark.startswith("at=")]
PAGES = sorted({block.page for block in SHELL if not block.page.startswith("README")})
NAMED = re.compile(r"(?:`|\./)shidian ([a-z][a-z-]*(?: [a-z][a-z-]*)?)")
SERVES = {"up"}


def commands(block: Block) -> list[str]:
    """The lines of a block without their remarks."""
    text = block.text.replace("\\\n", " ").replace("YEAR", str(date.today().year))  # noqa: DTZ011 — as new-programme dates a draft
    return [line for raw in text.splitlines() if (line := re.sub(r"\s+#.*", "", raw).strip())]


def every_mention() -> list[str]:
    pages = [*DOCS.glob("*.md"), *DOCS.parent.glob("README*.md")]
    return sorted({found for page in pages for found in NAMED.findall(page.read_text("utf-8"))})


@pytest.mark.parametrize("words", every_mention())
def test_a_command_that_the_docs_name_exists(words: str) -> None:
    groups = {path.split()[0] for path in VERBS}
    assert path_of(words.split())[0] or words.split(maxsplit=1)[0] in groups


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_command_is_named_in_the_docs(verb: str) -> None:
    assert f"shidian {verb}" in (DOCS / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_typed_from_top_to_bottom(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHIDIAN_VAR_DIR", str(tmp_path / "var"))
    for name in ("SHIDIAN_DATABASE_URL", "SHIDIAN_ACCOUNT", "SHIDIAN_LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "docs").symlink_to(DOCS)
    for block in SHELL:
        for line in commands(block) if block.page == page and block.mark != "static" else ():
            _type(line, monkeypatch, capsys, is_refused=block.mark == "refused")


def _type(
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_refused: bool,
) -> None:
    words = shlex.split(line)
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        monkeypatch.setenv(name, value)
    elif words[0] != "./shidian":
        subprocess.run(["bash", "-c", line], check=True)
    elif words[1] not in SERVES:
        code = main(words[1:])
        assert (code == 1) if is_refused else (code == 0), (
            f"{line}\n{capsys.readouterr().err[:600]}"
        )
