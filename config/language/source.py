"""YAML text -> a plain tree of texts, lists and mappings, with the line of every part.

Strict on purpose: every scalar stays the text that was written (`17:30`, `no`, `010`), and what
YAML can hide — aliases, tags, merge keys, a key written twice — is refused with its place. The
events of the parser are counted as they come, so a bomb costs nothing.
"""

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from config.language.syntax import WIDE_COLON, shown, syntax_problem
from config.problems import BadProgramme, Problem

LIMIT_BYTES = 256 * 1024
LIMIT_DEPTH = 20
LIMIT_NODES = 10_000

Place = tuple[str | int, ...]
"""The way from the root to a part: keys of mappings and positions in lists."""


@dataclass(slots=True)
class Tree:
    """What a file says: texts, lists and mappings, and the line of each key and value."""

    root: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a part, or of the nearest part around it; 0 if none is known."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)

    def complain(self, code: str, line: int, place: Place = (), **parameters: object) -> None:
        """Adds a problem of the text itself."""
        self.problems.append(Problem.of(code, line, dotted(place), **parameters))  # type: ignore[arg-type]


def dotted(place: Place) -> str:
    """`cases.pilot.moves.recommend.guards[2]`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_file(path: Path | str) -> str:
    """The text of a file. Raises BadProgramme if it is missing, too big or not readable as text."""
    path = Path(path)
    return decode(_read_bytes(path), path.name)


def _read_bytes(path: Path) -> bytes:
    found: Problem | None = None
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            found = Problem.of("is-directory")
        elif not stat.S_ISREG(mode):
            found = Problem.of("not-a-file")
        else:
            with path.open("rb") as stream:
                return stream.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        found = Problem.of("missing")
    except PermissionError:
        found = Problem.of("no-permission")
    except (OSError, ValueError) as error:
        # A loop of symbolic links is an OSError; a name with a NUL is a ValueError.
        reason = getattr(error, "strerror", None) or str(error)
        found = Problem.of("unreadable", reason=reason)
    raise BadProgramme(path.name, [found])


def decode(data: bytes, name: str) -> str:
    """UTF-8, with or without its mark. Raises BadProgramme; an encoding is never guessed."""
    if len(data) > LIMIT_BYTES:
        raise BadProgramme(name, [Problem.of("too-big", limit=LIMIT_BYTES // 1024)])
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadProgramme(name, [Problem.of("utf-16")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        code = "gb-encoding" if _is_gb(data) else "not-utf-8"
        raise BadProgramme(name, [Problem.of(code, line, byte=error.start + 1)]) from None


def _is_gb(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def parse(text: str, name: str = "programme.yaml") -> Tree:
    """The tree of a text. Raises BadProgramme with all complaints that the text itself earns."""
    text = text.removeprefix("\ufeff")
    if len(text) > LIMIT_BYTES or len(text.encode("utf-8", "replace")) > LIMIT_BYTES:
        raise BadProgramme(name, [Problem.of("too-big", limit=LIMIT_BYTES // 1024)])
    bad = list(_bad_characters(text))
    if bad:
        raise BadProgramme(name, bad[:20])
    tree = Tree()
    try:
        _build(text, tree)
    except MarkedYAMLError as error:
        tree.problems.append(syntax_problem(text, error))
    except (YAMLError, RecursionError, ValueError, IndexError, TypeError) as error:
        tree.complain("not-yaml", 0, reason=type(error).__name__)
    if tree.problems:
        raise BadProgramme(name, tree.problems)
    return tree


# Planes 2 and 3 hold only Han characters; some are newer than this Python's tables.
_SUSPECT = re.compile(r"[^\n\r\x20-\x7e\u4e00-\u9fff\u3000-\u303f\U00020000-\U0003fffd]")
_REFUSED_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}


def _bad_characters(text: str) -> Iterator[Problem]:
    for found in _SUSPECT.finditer(text):
        character = found.group()
        if unicodedata.category(character) not in _REFUSED_CATEGORIES:
            continue
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        code = "tab" if character == "\t" else "control-character"
        yield Problem.of(code, line, "", column=column, point=f"U+{ord(character):04X}")


class _Stop(Exception):
    """The text has a flaw after which reading on makes no sense."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled."""

    holder: Any
    place: Place
    key: str | None = None
    skipped: bool = False


def _build(text: str, tree: Tree) -> None:
    lines = text.split("\n")
    frames: list[_Frame] = []
    nodes = documents = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                _begin_document(event, documents, tree)
            elif isinstance(event, CollectionEndEvent):
                frames.pop()
            elif isinstance(event, NodeEvent):
                nodes += 1
                _check_node(event, nodes, len(frames), tree)
                _add(event, frames, tree, lines)
    except _Stop:
        return
    if nodes == 0:
        tree.complain("empty", 0)
    elif not isinstance(tree.root, dict):
        is_text = isinstance(tree.root, str) and "：" in tree.root
        tree.complain("full-width-colon" if is_text else "not-a-mapping", tree.line(()) or 1)


def _begin_document(event: DocumentStartEvent, documents: int, tree: Tree) -> None:
    line = event.start_mark.line + 1
    if event.version or event.tags:
        tree.complain("directive", line)
        raise _Stop
    if documents > 1:
        tree.complain("several-documents", line)
        raise _Stop


def _check_node(event: NodeEvent, nodes: int, depth: int, tree: Tree) -> None:
    line = event.start_mark.line + 1
    if isinstance(event, AliasEvent):
        tree.complain("alias", line, name=event.anchor)
        raise _Stop
    if event.anchor:
        tree.complain("anchor", line, name=event.anchor)
        raise _Stop
    if tag := getattr(event, "tag", None):
        tree.complain("tag", line, tag=shown(str(tag)))
        raise _Stop
    if nodes > LIMIT_NODES:
        tree.complain("too-many-nodes", line, limit=LIMIT_NODES)
        raise _Stop
    if depth >= LIMIT_DEPTH:
        tree.complain("too-deep", line, limit=LIMIT_DEPTH)
        raise _Stop


def _add(event: Event, frames: list[_Frame], tree: Tree, lines: list[str]) -> None:
    line = event.start_mark.line + 1
    frame = frames[-1] if frames else None
    if frame is not None and isinstance(frame.holder, dict) and frame.key is None:
        _add_key(event, frame, tree)
        return
    place: Place = () if frame is None else (*frame.place, _position(frame))
    value = _value(event, place, tree, lines)
    if frame is None:
        tree.root = value
        tree.lines[()] = line
    elif isinstance(frame.holder, list):
        tree.lines[place] = line
        frame.holder.append(value)
    else:
        if not frame.skipped:
            frame.holder[frame.key] = value
        frame.key, frame.skipped = None, False
    if isinstance(value, dict | list):
        frames.append(_Frame(value, place))


def _position(frame: _Frame) -> str | int:
    return len(frame.holder) if isinstance(frame.holder, list) else str(frame.key)


def _add_key(event: Event, frame: _Frame, tree: Tree) -> None:
    line = event.start_mark.line + 1
    if not isinstance(event, ScalarEvent):
        tree.complain("key-not-text", line, frame.place)
        raise _Stop
    _check_escapes(event, tree)
    key = event.value
    place = (*frame.place, key)
    if key == "<<":
        tree.complain("merge-key", line, frame.place)
    elif not key.strip():
        tree.complain("empty-key", line, frame.place)
    elif key in frame.holder:
        tree.complain("duplicate-key", line, place, first=tree.lines[place], name=shown(key))
        frame.skipped = True
    else:
        tree.lines[place] = line
    frame.key = key


def _value(event: Event, place: Place, tree: Tree, lines: list[str]) -> Any:
    if isinstance(event, MappingStartEvent):
        return {}
    if isinstance(event, SequenceStartEvent):
        return []
    assert isinstance(event, ScalarEvent)
    line = event.start_mark.line + 1
    _check_escapes(event, tree)
    if event.implicit[0] and event.value == "":
        swallowed = place and "：" in str(place[-1])
        code = "full-width-colon" if swallowed else "no-value"
        tree.complain(code, tree.line(place) or line, place)
    if event.implicit[0]:
        _look_for_wide_colon(event, place, tree, lines)
    return event.value


def _check_escapes(event: ScalarEvent, tree: Tree) -> None:
    """Characters that only an escape in double quotes can bring in."""
    if event.style == '"':
        mark = event.start_mark
        for found in _bad_characters(event.value):
            point = dict(found.parameters)["point"]
            tree.complain("control-character", mark.line + 1, column=mark.column + 1, point=point)


def _look_for_wide_colon(event: ScalarEvent, place: Place, tree: Tree, lines: list[str]) -> None:
    """A plain text that runs on over a line like `截止：6月30日前` has swallowed a key."""
    first, last = event.start_mark.line, event.end_mark.line
    for number in range(first + 1, min(last + 1, len(lines))):
        inside = number < last or event.end_mark.column > 0
        if inside and WIDE_COLON.match(lines[number]):
            tree.complain("full-width-colon", number + 1, place)
