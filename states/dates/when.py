"""The answer of `when`: a phrase, what it means from a day on, and how sure that is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.calendar import Calendar, load_calendar
from config.dates import rules
from config.dates.phrase_reading import Reading
from config.dates.phrases import Phrase, PhraseError, parse
from config.dates.texts import Lang, say
from states.dates.due import Due, Opening, rule_words
from states.deadlines import windows
from states.instants import start_of_day
from states.words.joining import beside

_FROM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?")
_LONGEST_LIST = 1000
_STANDARD = rules.Conventions()


def explain(
    text: str,
    from_date: date | datetime | str,
    count: int | None = None,
    calendar: Calendar | None = None,
    lang: Lang = "zh",
    conventions: rules.Conventions = _STANDARD,
) -> dict[str, Any]:
    """What a phrase means from a day on, in the shape that `when --json` prints.

    `from_date` is the day the document was issued or of the event counted from; a text may carry
    a time of day of the programme's zone (2026-04-09T10:00). Raises PhraseError where a day does
    not exist or the text cannot be a phrase, ValueError for a day that is none.
    """
    if count is not None and not 1 <= count <= _LONGEST_LIST:
        raise ValueError(f"次数应为1–{_LONGEST_LIST} / count must be 1 to {_LONGEST_LIST}: {count}")
    anchor = _anchor(from_date, conventions.zone)
    phrase = parse(text)
    asked = _Question(anchor, count, calendar or load_calendar(), lang, conventions)
    body: dict[str, Any] = {"due": [], "window": [], "provisional": False}
    if phrase.rule is not None and _lacks_a_time(phrase.rule, anchor):
        return _hours_unknown(phrase, phrase.rule, asked)
    if phrase.rule is not None:
        body = asked.dates(phrase.rule, phrase.text)
    return {
        "phrase": text,
        "certainty": phrase.certainty,
        "kind": phrase.kind,
        "due": body["due"],
        "window": body["window"],
        "rule": _words(phrase, lang, conventions),
        "readings": [asked.reading(reading) for reading in phrase.readings],
        "provisional": body["provisional"],
    }


class _Question:
    def __init__(
        self,
        anchor: date | datetime,
        count: int | None,
        calendar: Calendar,
        lang: Lang,
        conventions: rules.Conventions,
    ) -> None:
        self.anchor, self.count, self.calendar = anchor, count, calendar
        self.lang, self.conventions = lang, conventions

    def dates(self, rule: rules.Rule, text: str = "") -> dict[str, Any]:
        pairs = windows(
            rule,
            anchor=self.anchor,
            conventions=self.conventions,
            calendar=self.calendar,
            count=self.count,
            phrase=text,
        )
        minimum = isinstance(rule, rules.After) and rule.minimum
        found = [due for _, due in pairs if due is not None]
        return {
            "due": [] if minimum else [due.text for due in found],
            "window": _window_of(pairs),
            "provisional": any(due.provisional for due in found),
        }

    def reading(self, reading: Reading) -> dict[str, Any]:
        words = rule_words(reading.rule, self.lang, self.conventions)
        try:
            dates = self.dates(reading.rule)
        except PhraseError as error:
            return {"due": [], "rule": beside(words, error.in_words(self.lang), self.lang)}
        key = "window" if reading.kind == "window" and dates["window"] else "due"
        return {key: dates[key], "rule": words}


def _window_of(pairs: tuple[tuple[Opening | None, Due | None], ...]) -> list[str | None]:
    """The first window that opens; an open end is None."""
    for opening, due in pairs:
        if opening is not None:
            return [opening.text, due.text if due is not None else None]
    return []


def _words(phrase: Phrase, lang: Lang, conventions: rules.Conventions) -> str:
    if phrase.rule is None:
        return phrase.in_words(lang)
    remarks = [remark for remark in phrase.remarks if remark.code != "year-inferred"]
    words = [rule_words(phrase.rule, lang, conventions)]
    return say("join", lang).join(words + [remark.in_words(lang) for remark in remarks])


def _anchor(from_date: date | datetime | str, zone: str) -> date | datetime:
    if isinstance(from_date, str):
        found = _FROM.fullmatch(from_date.strip())
        if not found:
            raise ValueError(f"日期应写成 2026-04-09：{from_date} / not a day")
        day = date.fromisoformat(found[1])
        if found[2]:
            from_date = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(
                tzinfo=ZoneInfo(zone)
            )
        else:
            from_date = day
    if not rules.FIRST_YEAR <= from_date.year <= rules.LAST_YEAR:
        raise PhraseError("no-such-year", year=from_date.year)
    return from_date


def _lacks_a_time(rule: rules.Rule, anchor: date | datetime) -> bool:
    if not isinstance(rule, rules.After | rules.Before | rules.Last):
        return False
    return rule.unit in rules.BY_THE_CLOCK and not isinstance(anchor, datetime)


def _hours_unknown(phrase: Phrase, rule: rules.Rule, asked: _Question) -> dict[str, Any]:
    """A limit in hours from a mere day: the earliest and the latest that it can be."""
    day = asked.anchor if not isinstance(asked.anchor, datetime) else asked.anchor.date()
    readings = []
    for code, start in (("in-hours-earliest", day), ("in-hours-latest", day + timedelta(days=1))):
        at = start_of_day(start, asked.conventions.zone)
        once = _Question(at, asked.count, asked.calendar, asked.lang, asked.conventions)
        if isinstance(rule, rules.After) and rule.start is None:
            readings.append({"due": once.dates(rule)["due"], "rule": say(code, asked.lang)})
    return {
        "phrase": phrase.text,
        "certainty": "unknown",
        "kind": "due",
        "due": [],
        "window": [],
        "rule": f"{phrase.in_words(asked.lang)}{say('join', asked.lang)}"
        f"{say('hours-need-a-time', asked.lang)}",
        "readings": readings,
        "provisional": False,
    }
