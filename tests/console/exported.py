"""Files that a clerk writes out, and what stands in them."""

from pathlib import Path

import docx

from tests.console.shell import Shell


def words(path: Path) -> str:
    """The text of a Word document."""
    document = docx.Document(str(path))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def written(office: Shell, name: str, *words: str, who: str = "zj") -> Path:
    """What `export` writes."""
    path = office.folder / name
    office.done("export", *words, "-o", str(path), "--as", who)
    return path


def recommended(office: Shell, title: str, **more: str) -> str:
    """The code of a pilot that is recommended."""
    code = office.a_pilot(title, **more)
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    return code
