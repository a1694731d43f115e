"""A programme file with its keys in the other language: only keys and closed words change, so that
comments, order, quotes and blank lines stay as they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from config.language.keys import Pair, in_english
from config.language.source import Place, parse

Language = Literal["zh", "en"]


def in_language(text: str, language: Language, name: str = "programme.yaml") -> str:
    """The text with our keys and words in a language.

    Raises BadProgramme if the text is not one that a programme can be read from."""
    translated = in_english(parse(text, name))
    text = text.removeprefix("\ufeff")
    edits = []
    for place, is_key, start, end in _scalars(text):
        pair = (translated.keys if is_key else translated.words).get(place)
        if pair is not None:
            edits.append((start, end, _written(pair, language)))
    return _edited(text, edits)


def _written(pair: Pair, language: Language) -> str:
    return pair[1] if language == "zh" else pair[0]


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    made, last = [], 0
    for start, end, word in sorted(edits):
        made += [text[last:start], word]
        last = end
    return "".join([*made, text[last:]])


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read."""

    place: Place
    is_list: bool
    count: int = 0
    key: str | None = None


def _scalars(text: str) -> Iterator[tuple[Place, bool, int, int]]:
    """(place, whether it is the key there, start, end) of every scalar of a text that parses."""
    frames: list[_Frame] = []
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, CollectionEndEvent):
            frames.pop()
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            frame = frames[-1] if frames else None
            if isinstance(event, ScalarEvent) and _is_key(frame):
                assert frame is not None
                frame.key = event.value
                yield (*frame.place, event.value), True, *_span(event)
                continue
            place = _next_place(frame)
            if isinstance(event, ScalarEvent):
                yield place, False, *_span(event)
            else:
                frames.append(_Frame(place, isinstance(event, SequenceStartEvent)))


def _is_key(frame: _Frame | None) -> bool:
    return frame is not None and not frame.is_list and frame.key is None


def _next_place(frame: _Frame | None) -> Place:
    """Where the value that comes now stands; the frame moves on."""
    if frame is None:
        return ()
    if frame.is_list:
        frame.count += 1
        return (*frame.place, frame.count - 1)
    key, frame.key = frame.key, None
    return (*frame.place, str(key))


def _span(event: Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert isinstance(start.index, int) and isinstance(end.index, int)
    return start.index, end.index
