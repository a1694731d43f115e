"""Deadline rules: what a phrase or a structured entry of a programme says about time.

A rule is frozen, hashable and serialises to compact JSON (defaults left out), discriminated
by `kind`. It holds no dates of its own making: `states.deadlines` turns it into days.
"""

from __future__ import annotations

from calendar import monthrange
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST = {
    "working-days": 9999,
    "days": 36500,
    "months": 1200,
    "years": 100,
    "hours": 9999,
    "minutes": 9999,
}
BY_THE_CLOCK = ("hours", "minutes")
"""Units that count from the instant of an event and not from its day."""

Unit = Literal["working-days", "days", "months", "years", "hours", "minutes"]
SpanUnit = Literal["year", "half", "quarter", "month", "third"]
CycleUnit = Literal["year", "half", "quarter", "month", "week"]
RestDay = Literal["keep", "next", "previous", "next-after-holiday"]
Bound = Literal["convention", "included", "excluded"]
Limit = TypeVar("Limit", "After", "Before", "Last")
ClockText = Annotated[
    str, Field(pattern=r"^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?|24:00(?::00)?)$")
]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class Part(BaseModel):
    """A frozen piece of a rule whose JSON leaves out everything that is a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_serializer(mode="wrap")
    def _compact(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = type(self).model_fields
        return {
            name: value
            for name, value in handler(self).items()
            if name == "kind" or getattr(self, name) != fields[name].default
        }


class Conventions(Part):
    """How a programme reads its own dates. Defaults: the day named by 前 counts, rest days stay.

    `rest_day` moves the end of what is counted (15日内); `named_rest_day` a day that the source
    itself names (6月30日前, 每季度末月25日前), which stays unless the source says otherwise.
    """

    named_day: Literal["included", "excluded"] = "included"
    rest_day: RestDay = "keep"
    named_rest_day: RestDay = "keep"
    zone: str = "Asia/Shanghai"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError(f"没有这个时区 / no such time zone: {value!r}") from error
        return value


class Span(Part):
    """A stretch of the civil calendar: a year, half, quarter, month or third of a month (旬).

    `index` is the month, quarter or half (for a third: the month); without it the span is the
    one holding the day counted from. `shift` says which one relative to that day: years on when
    an index is given (明年3月 = 1), else whole spans on (次月 = 1); without year and shift an
    indexed span is the next one whose end is not past.
    """

    unit: SpanUnit
    year: Year | None = None
    shift: int | None = None
    index: int | None = None
    third: int | None = Field(default=None, ge=1, le=3)

    @model_validator(mode="after")
    def _index_fits(self) -> Span:
        most = {"year": 0, "half": 2, "quarter": 4, "month": 12, "third": 12}[self.unit]
        if self.index is not None and not 1 <= self.index <= most:
            raise ValueError(f"{self.unit} 的序号应为 1–{most} / index must be 1–{most}")
        if (self.unit == "third") != (self.third is not None):
            raise ValueError("旬须写明上、中、下 / a third of a month needs third: 1, 2 or 3")
        return self


class Day(Part):
    """A named day, with or without its year, month (本月5日) and time of day.

    `shift` moves by years, or by months when no month is named; without year and shift it is the
    next such day, the day counted from included. `offset` (minutes east) fixes
    the zone of a clock time written with one. A time of 24:00 is the end of the day.
    """

    kind: Literal["day"] = "day"
    year: Year | None = None
    shift: int | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    day: int = Field(ge=1, le=31)
    clock: ClockText | None = None
    offset: int | None = None
    bound: Bound = "convention"

    @model_validator(mode="after")
    def _exists(self) -> Day:
        if self.month is None:
            return self
        last = monthrange(self.year or 2000, self.month)[1]
        if self.day > last:
            where = f"{self.year}年{self.month}月" if self.year else f"{self.month}月"
            raise ValueError(f"{where}没有{self.day}日 / no day {self.day} in month {self.month}")
        return self


class EndOf(Part):
    """The last day of a span: 11月底, 第一季度末, 年底."""

    kind: Literal["end-of"] = "end-of"
    span: Span
    clock: ClockText | None = None
    bound: Bound = "convention"


class InSpan(Part):
    """Any time within a span: opens with its first instant, due by its last."""

    kind: Literal["in"] = "in"
    span: Span


class Event(Part):
    """The day of an event, moved by `shift` days (期满后 = the day after); `clock` on that day."""

    kind: Literal["event"] = "event"
    of: str = ""
    shift: int = 0
    clock: ClockText | None = None


Start = Annotated["Day | EndOf | After", Field(discriminator="kind")]


class Mark(Part):
    """Where in each cycle the day falls.

    `month` counts within the cycle (a quarter's third month is 3; without it the last one),
    `day` is the day of the month or week (without it the last), `third` the 旬, `nth` the n-th
    working day of the cycle (-1 the last), `after`+`after_unit` a limit counted from its end.
    With `shift` the day lies in the next cycle (每年…次年1月底前) and still belongs to this one.
    """

    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    third: int | None = Field(default=None, ge=1, le=3)
    nth: int | None = Field(default=None, ge=-1, le=260)
    after: int | None = Field(default=None, ge=1, le=3660)
    after_unit: Unit = "days"
    clock: ClockText | None = None
    shift: int = Field(default=0, ge=0, le=1)


class Every(Part):
    """Something due in every year, half, quarter, month or week.

    With `interval` above 1 the cycle is counted from the event (每五年 = five years on, to the
    corresponding day), or from the year `since` on (自2026年起隔年12月20日前). With `opens`, each
    due has a first day of its own.
    """

    kind: Literal["every"] = "every"
    unit: CycleUnit
    interval: int = Field(default=1, ge=1, le=100)
    since: Year | None = None
    marks: tuple[Mark, ...] = Field(default=(Mark(),), min_length=1)
    opens: Mark | None = None
    bound: Bound = "convention"

    @model_validator(mode="after")
    def _marks_exist(self) -> Every:
        for mark in (*self.marks, *((self.opens,) if self.opens else ())):
            self._check(mark)
        if self.interval > 1 and self.since is None and self.marks != (Mark(),):
            raise ValueError(
                "隔年（月）的周期按事件日推算，不能再写日子；隔年写日子的，须写从哪年起（自2026年起……）"
                " / a cycle of several units is counted from the event and takes no day; one of"
                " several years takes a day where its first year is said"
            )
        if self.since is not None and (self.interval == 1 or self.unit != "year"):
            raise ValueError(
                "从哪年起只用于每几年一次的 / a first year is for what recurs every several years"
            )
        return self

    @property
    def runs_from_event(self) -> bool:
        """Whether its days depend on the day of an event and not on the calendar alone."""
        return self.interval > 1 and self.since is None

    def skips(self, year: int) -> bool:
        """Whether nothing is due in a year of the calendar."""
        return self.since is not None and (
            year < self.since or (year - self.since) % self.interval != 0
        )

    def _check(self, mark: Mark) -> None:
        months = {"year": 12, "half": 6, "quarter": 3, "month": 1, "week": 0}[self.unit]
        if mark.month is not None and mark.month > months:
            raise ValueError(f"每个周期没有第{mark.month}个月 / no month {mark.month} in a cycle")
        if mark.day is None:
            return
        if self.unit == "week" and mark.day > 7:
            raise ValueError("一周只有七天 / a week has seven days")
        if self.unit == "year" and mark.month and mark.day > monthrange(2001, mark.month)[1]:
            raise ValueError(
                f"不是每年{mark.month}月都有{mark.day}日，可写“每年{mark.month}月底”"
                f" / month {mark.month} does not have a day {mark.day} every year"
            )


class After(Part):
    """Within N units of an event, whose own day is not counted (民法典 201).

    `start` names the day counted from when the phrase itself does; another such limit there must
    be full first (满一年后10个工作日内). `minimum` turns it round: the period lasts at least so
    long (征求意见不少于30日).
    """

    kind: Literal["after"] = "after"
    n: int = Field(ge=1)
    unit: Unit
    of: str = ""
    start: Start | None = None
    minimum: bool = False

    @model_validator(mode="after")
    def _sane(self) -> After:
        return _within_reason(self)


class Before(Part):
    """At the latest N units before an event or expiry (届满6个月前)."""

    kind: Literal["before"] = "before"
    n: int = Field(ge=1)
    unit: Unit
    of: str = ""
    start: Start | None = None
    bound: Bound = "convention"

    @model_validator(mode="after")
    def _sane(self) -> Before:
        return _within_reason(self)


class Last(Part):
    """Within the last N units before an event or expiry (届满前6个月内): a window."""

    kind: Literal["last"] = "last"
    n: int = Field(ge=1)
    unit: Unit
    of: str = ""
    start: Start | None = None

    @model_validator(mode="after")
    def _sane(self) -> Last:
        return _within_reason(self)


Edge = Annotated[Day | EndOf | InSpan | Event | After, Field(discriminator="kind")]


class Window(Part):
    """From one edge to another; an open end has no deadline (期满后), an open start no opening."""

    kind: Literal["window"] = "window"
    opens: Edge | None = None
    closes: Edge | None = None
    opens_after: bool = False
    bound: Bound = "included"

    @model_validator(mode="after")
    def _one_edge(self) -> Window:
        if self.opens is None and self.closes is None:
            raise ValueError("窗口至少要有一端 / a window needs at least one end")
        return self


class Count(Part):
    """At least (and perhaps at most) so many times in each cycle; due by the cycle's end."""

    kind: Literal["count"] = "count"
    at_least: int = Field(ge=1, le=9999)
    at_most: int | None = Field(default=None, ge=1, le=9999)
    noun: str = Field(default="次", max_length=20)
    per: CycleUnit = "year"
    interval: int = Field(default=1, ge=1, le=100)

    @model_validator(mode="after")
    def _ordered(self) -> Count:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("最多少于最少 / at-most is below at-least")
        return self


class ByDocument(Part):
    """A limit that a document of the case sets (限期改正)."""

    kind: Literal["document"] = "document"
    word: str = "由文书指定"


class NoLimit(Part):
    """A trigger without a number (及时): its age is shown, it is never overdue."""

    kind: Literal["none"] = "none"
    word: str = "及时"


class Several(Part):
    """Several limits named in one phrase, each due on its own."""

    kind: Literal["several"] = "several"
    rules: tuple[Simple, ...] = Field(min_length=2)


Simple = Annotated[
    Day | EndOf | InSpan | Window | Every | After | Before | Last | Count | ByDocument | NoLimit,
    Field(discriminator="kind"),
]
Rule = (
    Day
    | EndOf
    | InSpan
    | Window
    | Every
    | After
    | Before
    | Last
    | Count
    | ByDocument
    | NoLimit
    | Several
)
for _waiting in (After, Before, Last, Window, Several):
    _waiting.model_rebuild()


def _within_reason(rule: Limit) -> Limit:
    if rule.n > LONGEST[rule.unit]:
        raise ValueError(f"期限过长：{rule.n} {rule.unit} / longer than {LONGEST[rule.unit]}")
    return rule
