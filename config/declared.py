"""What every part of a programme file is made of: single values, limits, lengths of time."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.dates import rules
from config.language.scalars import count_of, day_of, yes_no_of


def _hyphens(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Declared(BaseModel):
    """A part of a programme file: no unknown key, never changed after loading."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_hyphens, populate_by_name=True
    )


Count = Annotated[int, BeforeValidator(count_of), Field(ge=0, le=1_000_000)]
"""A whole number: 8, ８, 八, 8个, 不超8个."""

YesNo = Annotated[bool, BeforeValidator(yes_no_of)]
"""yes, no, true, false, 是, 否."""

CivilDay = Annotated[date, BeforeValidator(day_of)]
"""A day: 2026-04-09 or 2026年4月9日."""


When = Annotated[str, Field(max_length=2_000)]
"""A condition in CEL over a case's cohort (vocabulary.COHORT); empty: it always applies."""


class Deadline(Declared):
    """A legal limit: the phrase as the source writes it, and the rule it was read as."""

    phrase: str
    rule: rules.Rule = Field(discriminator="kind")
    certainty: Literal["certain", "convention", "ambiguous", "unknown"] = "certain"

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, value: Any) -> Any:
        if isinstance(value, str):
            # Only files hold phrases; reading a stored programme must not pay for the grammar.
            from config.dates.phrases import parse

            phrase = parse(value)
            if phrase.rule is None:
                raise ValueError(f"{phrase.in_words('zh')} / {phrase.in_words('en')}")
            return {"phrase": value, "rule": phrase.rule, "certainty": phrase.certainty}
        if isinstance(value, dict) and "rule" not in value:
            return {"phrase": value.get("phrase", ""), "rule": rules.from_mapping(value)}
        return value


class Length(Declared):
    """A length of time with its unit, as an extension or an escalation names it: 7d, 7天,
    15个工作日, 3个月, 1年, 1小时, 30分钟. `phrase` keeps the words of the file."""

    n: Annotated[int, Field(ge=1, le=9999)]
    unit: rules.Unit
    phrase: str = ""

    @property
    def by_the_clock(self) -> timedelta | None:
        """How long it is where it counts from an instant and not from a day."""
        return timedelta(**{self.unit: self.n}) if self.unit in rules.BY_THE_CLOCK else None

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = _LENGTH.fullmatch(value.strip())
        unit = _UNITS.get(found["unit"].lower()) if found else None
        if found is None or unit is None:
            zh = f"“{value}”不是一段时间；请写 7d、7天、15个工作日、3个月、1年、2小时或30分钟"
            en = (
                f"'{value}' is no length of time; write 7d, 15 working-days, 3 months, 1 year, "
                "2 hours or 30 minutes"
            )
            raise ValueError(f"{zh} / {en}")
        n, times = count_of(found["n"]), 1
        if unit == "weeks":
            unit, times = "days", 7
        return {"n": n * times, "unit": unit, "phrase": value.strip()}


_LENGTH = re.compile(
    r"(?:不超过|至多|最长)?(?P<n>[0-9零一二三四五六七八九十百两]{1,6})\s*个?(?P<unit>\D+)"
)
_UNITS = {
    **dict.fromkeys(
        ("工作日", "wd", "working-days", "working-day", "working days"), "working-days"
    ),
    **dict.fromkeys(("日", "天", "自然日", "d", "day", "days"), "days"),
    **dict.fromkeys(("周", "星期", "w", "week", "weeks"), "weeks"),
    **dict.fromkeys(("月", "mo", "month", "months"), "months"),
    **dict.fromkeys(("年", "y", "year", "years"), "years"),
    **dict.fromkeys(("小时", "h", "hour", "hours"), "hours"),
    **dict.fromkeys(("分钟", "min", "minute", "minutes"), "minutes"),
}
