"""What is wrong with a programme file: one problem each, all of them in one error."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Self

from config.texts import say

Severity = Literal["error", "warning"]
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and the nearest right word if there is one.

    `line` counts from 1 and is 0 where no line can be named; `key` is the dotted place in the file.
    """

    code: str
    severity: Severity
    line: int
    key: str
    parameters: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""
    clause: str = ""

    @classmethod
    def of(
        cls,
        code: str,
        line: int = 0,
        key: str = "",
        /,
        *,
        severity: Severity = "error",
        suggestion: str = "",
        clause: str = "",
        **parameters: object,
    ) -> Self:
        """A problem whose sentence is the text `code` filled with the parameters."""
        filled = tuple((name, _bounded(str(value))) for name, value in parameters.items())
        return cls(code, severity, line, _bounded(key), filled, _bounded(suggestion), clause)

    @property
    def message(self) -> str:
        """The sentence in Chinese."""
        return self.message_in("zh")

    def message_in(self, lang: str) -> str:
        """The sentence in a language: zh or en."""
        return say(self.code, lang, **dict(self.parameters))

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The shape that `check --json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "line": self.line,
            "key": self.key,
            "message": self.message_in(lang),
            "suggestion": self.suggestion,
            "clause": self.clause,
        }

    def in_words(self, lang: str = "zh") -> str:
        """One line for a person: place, what is wrong, what may be meant."""
        place = say("at-line", lang, line=self.line) if self.line else ""
        key = f"{self.key}: " if self.key else ""
        hint = say("did-you-mean", lang, word=self.suggestion) if self.suggestion else ""
        return f"{place}{key}{self.message_in(lang)}{hint}"


def _bounded(text: str) -> str:
    """What a stranger wrote is quoted, but not at any length."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class BadProgramme(ValueError):
    """A programme file is refused; `problems` holds every reason, in the order of the file."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {found.in_words()}" for found in self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems once each, by line, errors before warnings on one line."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda found: (found.line, found.severity, found.key, found.code))


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Only those that refuse the file."""
    return [found for found in problems if found.severity == "error"]
