"""A first programme file from a few answers: it passes `check`, and says what to change."""

from collections.abc import Mapping
from pathlib import Path

from config.language.rewriting import Language, in_language
from config.language.source import parse
from config.problems import BadProgramme

FOLDER = Path(__file__).parent / "starters"
ANSWERS = (
    "programme",
    "title",
    "document",
    "issued",
    "case",
    "recommender",
    "decider",
    "due",
    "cap",
    "report",
    "period",
)
"""What a starter asks for; each stands in the file as «name»."""


def started(answers: Mapping[str, str], keys: Language, comments: Language = "zh") -> str:
    """The file. `keys`: the language of its keys; `comments`: of its comments and sentences.

    Raises BadProgramme if the answers make a file that cannot be read."""
    text = (FOLDER / f"programme.{comments}.yaml").read_text("utf-8")
    for name in ANSWERS:
        text = text.replace(f"«{name}»", quoted(answers[name]))
    return in_language(text, keys)


def quoted(text: str) -> str:
    """A text as YAML reads it back: plain if that works, else in double quotes."""
    try:
        if parse(f"{{a: {text}}}\n").root == {"a": text}:
            return text
    except BadProgramme:
        pass
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
