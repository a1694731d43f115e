"""How an error is told: its sentence and exit code; for the unforeseen, one sentence and an id."""

import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from console.cli.desk import STANDARD_ZONE
from console.printing import Out
from console.words.texts import say
from states.errors import BadFields, Refused, ShidianError
from states.words.joining import worded

_INSTANT = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z")
FAULT = 4
BAD_FILE = 2


def explain(error: Exception, out: Out) -> int:
    """Tell the error on stderr, as JSON if that was asked for; the exit code."""
    if isinstance(error, Refused):
        return _refused(error, out)
    if isinstance(error, ShidianError):
        return _ours(error, out)
    if any(kind.__name__ == "BadProgramme" for kind in type(error).__mro__):
        return _bad_programme(error, out)
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return _of_file(error, out)
    if isinstance(error, MemoryError):
        return _named("NoMemory", out)
    if isinstance(error, FileNotFoundError) and not _has_folder():
        return _named("FolderGone", out)
    return _unforeseen(error, out)


def _refused(error: Refused, out: Out) -> int:
    if out.as_json:
        out.wrong_data(error.as_json(out.lang))
    else:
        out.wrong(readable(error.message(out.lang)))
    return error.exit_code


def readable(sentence: str) -> str:
    """The sentence with stored instants as a clock on the wall shows them."""
    return _INSTANT.sub(_local, sentence)


def _local(found: re.Match[str]) -> str:
    at = datetime.fromisoformat(found[0]).astimezone(ZoneInfo(STANDARD_ZONE))
    return f"{at:%Y-%m-%d %H:%M:%S} {at:%z}"


def _ours(error: ShidianError, out: Out) -> int:
    if out.as_json:
        found = _told(error, out)
        if isinstance(error, BadFields):
            found["mistakes"] = [_told(mistake, out) for mistake in error.mistakes]
        out.wrong_data({"error": found})
    else:
        out.wrong(readable(error.message(out.lang)))
    return error.exit_code


def _told(error: ShidianError, out: Out) -> dict[str, Any]:
    said = worded(error.parameters, out.lang)
    return {
        "code": error.code,
        "message": readable(error.message(out.lang)),
        "parameters": {key: str(value) for key, value in said.items()},
    }


def _bad_programme(error: Exception, out: Out) -> int:
    problems = getattr(error, "problems", ())
    if out.as_json:
        out.wrong_data({"ok": False, "problems": [p.as_json(out.lang) for p in problems]})
    for problem in () if out.as_json else problems:
        out.wrong(f"{getattr(error, 'name', '')}: {problem.in_words(out.lang)}")
    return BAD_FILE


def _of_file(error: OSError, out: Out) -> int:
    return _named("FileFault", out, path=str(error.filename), detail=error.strerror or "")


def _named(code: str, out: Out, **named: str) -> int:
    if out.as_json:
        message = say(code, out.lang, **named)
        out.wrong_data({"error": {"code": code, "message": message, "parameters": named}})
    else:
        out.note(code, **named)
    return FAULT


def _has_folder() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _unforeseen(error: Exception, out: Out) -> int:
    found = uuid4().hex[:8]
    where = _keep(found, error)
    if out.as_json:
        out.wrong_data({"error": {"code": "Unforeseen", "id": found, "trace": where}})
    else:
        out.note("Unforeseen" if where else "UnforeseenUnkept", id=found, where=where)
    return FAULT


def _keep(found: str, error: Exception) -> str:
    """The file that holds the trace; empty if it could not be written."""
    try:
        folder = _logs()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"error-{datetime.now(UTC):%Y%m%d}-{found}.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return ""
    return _short(path)


def _logs() -> Path:
    from console import places

    try:
        return places.logs()
    except ShidianError:
        return places.ROOT / "var" / "logs"


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
