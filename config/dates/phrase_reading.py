"""What reading a phrase gives: a rule and how sure it is, or the readings it could have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from config.dates import rule_types as types
from config.dates.texts import Lang, say
from config.dates.words import in_words

Certainty = Literal["certain", "convention", "ambiguous", "unknown"]
Kind = Literal["due", "window", "recurrence", "none"]

_AMBIGUOUS = {
    "before-or-by-end",
    "in-month-or-months",
    "day-or-days",
    "vague-start",
    "vague-middle",
    "before-which-way",
    "two-digit-year",
    "foreign-order",
    "no-clock",
    "which-cycle",
    "range-of-limits",
    "month-and-half",
    "day-of-which-months",
    "clock-of-which-days",
    "month-after-or-second",
    "length-of-its-own",
    "before-event",
    "before-the-next-day",
}
_UNKNOWN = {
    "alternatives",
    "approximate",
    "soft",
    "no-separator",
    "no-number",
    "festival",
    "not-understood",
    "hours-need-a-time",
    "half-day",
    "years-apart",
    "since-which-year",
    "rest-days-apart",
    "pause-apart",
    "within-a-stretch",
    "from-a-stretch",
}


class PhraseError(ValueError):
    """A phrase names what cannot be (11月31日), or is no text for a phrase at all."""

    def __init__(self, code: str, **parts: Any) -> None:
        self.code = code
        self.parts = parts
        super().__init__(f"{self.in_words('zh')} / {self.in_words('en')}")

    def in_words(self, lang: Lang = "zh") -> str:
        """The complaint in one language."""
        return say(self.code, lang, **self.parts)


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a reading is not simply certain; a code of the text table and the words it concerns."""

    code: str
    text: str = ""
    core: str = ""

    def in_words(self, lang: Lang = "zh") -> str:
        """The remark in one language."""
        return say(self.code, lang, text=self.text, word=self.text, core=self.core)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a phrase may mean."""

    rule: types.Rule
    kind: Kind

    def in_words(self, lang: Lang = "zh") -> str:
        """The reading in one language."""
        return in_words(self.rule, lang)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as read. `rule` is None unless there is exactly one reading.

    certain: nothing was assumed · convention: read by a declared convention, named in `remarks` ·
    ambiguous: several readings, none chosen · unknown: no date can be computed from it.
    """

    text: str
    certainty: Certainty
    kind: Kind
    rule: types.Rule | None
    readings: tuple[Reading, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def in_words(self, lang: Lang = "zh") -> str:
        """The rule, or why there is none, then what was assumed."""
        words = [in_words(self.rule, lang)] if self.rule else []
        said = {"year-inferred"} if self.rule else set()
        words += [remark.in_words(lang) for remark in self.remarks if remark.code not in said]
        return ("；" if lang == "zh" else "; ").join(words)


@dataclass(frozen=True, slots=True)
class Found:
    """A reading in the making, without the text and the certainty."""

    kind: Kind
    rule: types.Rule | None = None
    remarks: tuple[Remark, ...] = ()
    readings: tuple[Reading, ...] = ()

    def noting(self, *codes: str) -> Found:
        """The same with further remarks."""
        return replace(self, remarks=(*self.remarks, *(Remark(code) for code in codes)))

    def as_readings(self) -> tuple[Reading, ...]:
        """What an uncertain phrase around this one may mean."""
        return (Reading(self.rule, self.kind),) if self.rule else self.readings


def several(code: str, text: str, kind: Kind, *readings: Reading) -> Found:
    """A phrase that is not decided, with the readings it could have."""
    return Found(kind, None, (Remark(code, text),), readings)


def finished(text: str, found: Found) -> Phrase:
    """The phrase with its certainty, which follows from the remarks."""
    remarks = tuple(dict.fromkeys(found.remarks))
    codes = {remark.code for remark in remarks}
    certainty: Certainty = "convention" if codes else "certain"
    if codes & _AMBIGUOUS:
        certainty = "ambiguous"
    if codes & _UNKNOWN:
        certainty = "unknown"
    if certainty in ("certain", "convention"):
        return Phrase(text, certainty, found.kind, found.rule, found.readings, remarks)
    readings = tuple(dict.fromkeys(found.as_readings()))
    return Phrase(text, certainty, found.kind, None, readings, remarks)
