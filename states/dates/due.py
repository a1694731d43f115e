"""What a deadline comes to: the last civil day, the first instant too late, and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.calendar import Calendar
from config.dates import rules
from config.dates.phrases import PhraseError
from config.dates.texts import Lang, say
from config.dates.words import in_words
from states.dates.days import Stretch
from states.instants import DAY, instant_at_offset, instant_of, start_of_day

_DAY_END = ("24:00", "23:59")


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    `on` is the last civil day on which it is in time, `at` the first instant (UTC) that is too
    late; `clock` is set if a time of day was named. `inclusive` says whether the day that the
    phrase names counts itself. `rolled_from` is the day before a rest-day rule moved it.
    `provisional`: a year without a published calendar was needed; `calendar` says which were.
    """

    on: date
    at: datetime
    phrase: str
    rule_words_zh: str
    rule_words_en: str
    provisional: bool
    inclusive: bool
    rolled_from: date | None
    calendar: str
    clock: str | None = None

    @property
    def text(self) -> str:
        """The day, with the time of day if one was named: 2026-06-30, 2024-04-03T17:00."""
        return f"{self.on}T{self.clock}" if self.clock else self.on.isoformat()


@dataclass(frozen=True, slots=True)
class Opening:
    """The first civil day and instant (UTC, inclusive) of a window, and when it closes.
    `provisional` and `calendar` as of a due."""

    on: date
    at: datetime
    closes: Due | None
    clock: str | None = None
    provisional: bool = False
    calendar: str = ""

    @property
    def text(self) -> str:
        """The day, with the time of day if one was named."""
        return f"{self.on}T{self.clock}" if self.clock else self.on.isoformat()


def rule_words(rule: rules.Rule, lang: Lang, conventions: rules.Conventions) -> str:
    """The rule in words as a programme reads it: its named day and its rest days included."""
    words = in_words(rule, lang, conventions.named_day)
    how = conventions.rest_day if _is_counted(rule) else conventions.named_rest_day
    stays = _ends_with_its_event(rule) or (isinstance(rule, rules.Before) and how != "previous")
    if stays or how == "keep":
        return words
    return say("join", lang).join((words, say(f"rest-{how}", lang)))


def _ends_with_its_event(rule: rules.Rule) -> bool:
    """Whether it ends on the day of an event itself, which is neither counted nor named."""
    closes = rule.closes if isinstance(rule, rules.Window) else None
    is_very_day = isinstance(closes, rules.Event) and closes.shift == 0
    return is_very_day or isinstance(rule, rules.Last)


def _is_counted(rule: rules.Rule) -> bool:
    """Whether an end of the rule is counted from something, and not named by the source."""
    match rule:
        case rules.After() | rules.Before() | rules.Last():
            return True
        case rules.Every():
            return rule.runs_from_event or any(mark.after for mark in rule.marks)
        case rules.Count():
            return rule.interval > 1
        case rules.Window():
            closes = rule.closes
            is_after = isinstance(closes, rules.After)
            return closes.shift > 0 if isinstance(closes, rules.Event) else is_after
        case rules.Several():
            return any(_is_counted(part) for part in rule.rules)
        case _:
            return False


class Maker:
    """Turns civil stretches into openings and dues under one programme's conventions."""

    def __init__(
        self, rule: rules.Rule, conventions: rules.Conventions, calendar: Calendar, phrase: str
    ) -> None:
        self.rule, self.conventions = rule, conventions
        self.calendar, self.phrase = calendar, phrase

    def opening(self, stretch: Stretch) -> Opening | None:
        if stretch.opens is None:
            return None
        zone, clock = self.conventions.zone, stretch.opens_clock
        at = instant_of(stretch.opens, clock, zone) if clock else start_of_day(stretch.opens, zone)
        years = stretch.looked_up
        unsure = any(self.calendar.is_provisional(year) for year in years)
        closes, version = self.due(stretch), self.calendar.version(years)
        return Opening(stretch.opens, at, closes, clock, unsure, version)

    def due(self, stretch: Stretch) -> Due | None:
        named = stretch.closes
        if named is None:
            return None
        conventions, clock = self.conventions, stretch.clock
        if clock and stretch.offset is not None:
            return self._at(instant_at_offset(named, clock, stretch.offset))
        excluded = not clock and (
            stretch.bound == "excluded"
            or (stretch.bound == "convention" and conventions.named_day == "excluded")
        )
        on = named - DAY if excluded else named
        last, looked_up = _rolled(on, stretch, conventions, self.calendar)
        if clock and not clock.startswith(_DAY_END):
            at = instant_of(last, clock, conventions.zone)
        else:
            at = start_of_day(last + DAY, conventions.zone)
            clock = None if clock == "24:00" else clock
        return self._due(last, at, clock, on, looked_up, inclusive=not excluded)

    def _due(
        self,
        on: date,
        at: datetime,
        clock: str | None,
        unrolled: date,
        looked_up: tuple[int, ...],
        *,
        inclusive: bool = True,
    ) -> Due:
        return Due(
            on=on,
            at=at,
            phrase=self.phrase,
            rule_words_zh=rule_words(self.rule, "zh", self.conventions),
            rule_words_en=rule_words(self.rule, "en", self.conventions),
            provisional=any(self.calendar.is_provisional(year) for year in looked_up),
            inclusive=inclusive,
            rolled_from=unrolled if on != unrolled else None,
            calendar=self.calendar.version(looked_up),
            clock=clock,
        )

    def in_hours(self, rule: rules.After, anchor: date | datetime) -> Due:
        if rule.start is not None or not isinstance(anchor, datetime):
            raise PhraseError("hours-need-a-time")
        return self._at(anchor + timedelta(**{rule.unit: rule.n}))

    def _at(self, at: datetime) -> Due:
        local = at.astimezone(ZoneInfo(self.conventions.zone))
        spelt = f"{local:%H:%M:%S}".removesuffix(":00") if local.second else f"{local:%H:%M}"
        if spelt == "00:00" and not local.microsecond:
            on: date = local.date() - DAY
            return self._due(on, at, None, on, ())
        return self._due(local.date(), at, spelt, local.date(), ())


def _rolled(
    day: date, stretch: Stretch, conventions: rules.Conventions, calendar: Calendar
) -> tuple[date, tuple[int, ...]]:
    """The day after the rest-day rule, and every year whose calendar was consulted."""
    looked_up = stretch.looked_up
    how = conventions.named_rest_day if stretch.rolls == "named" else conventions.rest_day
    # Counting back, a later day would cut the notice that the limit guarantees.
    if how == "keep" or stretch.rolls == "no" or (stretch.rolls == "back" and how != "previous"):
        return day, looked_up
    moved = day
    if how == "next-after-holiday":
        while calendar.is_holiday(moved):
            moved += DAY
    elif not calendar.is_working_day(day):
        moved = calendar.add_working_days(day, 1 if how == "next" else -1)
    return moved, (*looked_up, day.year, moved.year)
