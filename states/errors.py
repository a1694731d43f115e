"""What can go wrong, as a tree.

ShidianError                exit
├── Refused                 1   a rule says no; carries ALL refusals, each with its clause
├── BadInput                2   the request itself cannot be read; names the place
│   ├── BadFields           2   several of its values cannot
│   └── UnknownCase         2
├── Conflict                3   somebody else was faster, after bounded retries
└── Fault                   4   the system cannot work
    ├── StoreBusy           4   another process holds the database
    ├── StoreGone           4   no such database, or it cannot be opened
    ├── StoreForeign        4   it holds something else
    ├── StoreNewer          4   written by a newer shidian
    ├── StoreOlder          4   must be upgraded first
    └── ClockWentBack       4   the machine's clock is behind what is already recorded
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from states.words.joining import beside, brief, listed, worded
from states.words.remedies import EXCEPTION
from states.words.texts import advise, say
from states.words.titles import spoken


class ShidianError(Exception):
    """Something a user gets to read; `code` names it, `parameters` fill its sentence."""

    code = "ShidianError"
    exit_code = 4

    def __init__(self, code: str | None = None, **parameters: Any) -> None:
        self.code = code or type(self).__name__
        self.parameters = parameters
        super().__init__(self.message())

    def message(self, lang: str = "zh") -> str:
        """The sentence to show, in the language asked for."""
        return say(self.code, lang, **spoken(brief(self.parameters), lang))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a move may not happen: what, why (clause), what to do."""

    code: str
    clause: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    strength: str = "hard"

    def message(self, lang: str = "zh") -> str:
        """What went wrong, with its clause."""
        return say(self.code, lang, **spoken(self.parameters, lang)) + cite(self.clause, lang)

    def remedy(self, lang: str = "zh") -> str:
        """What the person can do now."""
        advice = advise(self.code, lang, **spoken(self.parameters, lang))
        if self.strength != "soft" or not self.rule:
            return advice
        return (advice + EXCEPTION[lang == "en"].format(rule=self.rule)).lstrip("；; ")

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The contract of the command line: code, message, clause, parameters, remedy."""
        return {
            "code": self.code,
            "message": self.message(lang),
            "clause": list(self.clause),
            "parameters": worded(self.parameters, lang),
            "remedy": self.remedy(lang),
        }


_NUMERALS = frozenset("〇零一二三四五六七八九十百")


def cite(clause: tuple[str, ...], lang: str = "zh") -> str:
    """（第二条、末段） for display; empty without a clause."""
    if not clause:
        return ""
    if lang == "en":
        return f" (clause {listed(clause, lang)})"
    named = [f"第{c}条" if set(c) <= _NUMERALS else c for c in clause]
    return beside("", listed(named, lang), lang)


class Refused(ShidianError):
    """A rule says no. Carries every reason, not only the first."""

    exit_code = 1

    def __init__(self, refusals: list[Refusal], command: str = "") -> None:
        self.refusals = refusals
        self.command = command
        super().__init__()

    def message(self, lang: str = "zh") -> str:
        """All reasons, a line each."""
        return "\n".join(
            f"{r.code} {r.message(lang)} {r.remedy(lang)}".rstrip() for r in self.refusals
        )

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """`{"refused": [...], "command"}`."""
        return {"refused": [r.as_json(lang) for r in self.refusals], "command": self.command}


class BadInput(ShidianError):
    """The request cannot be read; the sentence names the place and what to do."""

    exit_code = 2

    @property
    def mistakes(self) -> tuple["BadInput", ...]:
        """Everything that is wrong with the request, one by one."""
        return (self,)


class BadFields(BadInput):
    """Several parts of one request cannot be read; all are told at once."""

    def __init__(self, mistakes: Iterable[BadInput]) -> None:
        self._mistakes = tuple(mistakes)
        super().__init__()

    @property
    def mistakes(self) -> tuple[BadInput, ...]:
        """Everything that is wrong with the request, one by one."""
        return self._mistakes

    def message(self, lang: str = "zh") -> str:
        """All mistakes, a line each."""
        return "\n".join(mistake.message(lang) for mistake in self._mistakes)


def together(mistakes: Sequence[BadInput]) -> BadInput:
    """The one mistake that there is, or all of them as one."""
    return mistakes[0] if len(mistakes) == 1 else BadFields(mistakes)


class UnknownCase(BadInput):
    """There is no such case within the actor's scope."""


class Conflict(ShidianError):
    """Another act changed the same case or quota first, and retries did not help."""

    exit_code = 3


class Fault(ShidianError):
    """The system cannot work now; nothing was changed."""


class StoreBusy(Fault):
    """Another process holds the database."""


class StoreGone(Fault):
    """The database is not there or cannot be opened."""

    @property
    def is_free(self) -> bool:
        """Whether nothing is in its place, or only what was left half made, so that one can be made
        there."""
        return self.code in (StoreGone.__name__, "StoreUnfinished")


class StoreForeign(Fault):
    """The file or server holds something else."""


class StoreNewer(Fault):
    """The database was written by a newer shidian."""


class StoreOlder(Fault):
    """The database must be upgraded first."""


class ClockWentBack(Fault):
    """The machine's clock is behind what is already recorded."""
