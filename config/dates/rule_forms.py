"""The structured form of a rule, as a programme file may write it: {within: 15, unit: …}."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from config.dates import rule_types as types

FORM_KEYS: dict[str, str] = {
    "day": "日期",
    "end-of": "月末",
    "in": "期内",
    "every": "每",
    "within": "期限",
    "before": "提前",
    "last": "届满前",
    "lasting": "不少于",
    "times": "次数",
    "from": "起",
    "to": "止",
    "set-by": "指定",
    "none": "无期限",
    "unit": "单位",
    "of": "起算",
    "since": "起算日",
    "year": "年",
    "half": "半年",
    "quarter": "季度",
    "month": "月",
    "third": "旬",
    "time": "时刻",
    "named-day": "当日",
    "interval": "间隔",
    "working-day": "工作日",
    "after": "期后",
    "per": "周期",
    "at-most": "至多",
    "noun": "名称",
    "phrase": "原文",
}
"""Every key of the structured form, English to Chinese; a file may use either."""

_CYCLES = {
    "年": "year",
    "半年": "half",
    "季度": "quarter",
    "月": "month",
    "周": "week",
    "旬": "third",
}
_UNITS = {
    "工作日": "working-days",
    "working-day": "working-days",
    "日": "days",
    "天": "days",
    "自然日": "days",
    "day": "days",
    "月": "months",
    "month": "months",
    "年": "years",
    "周年": "years",
    "year": "years",
    "小时": "hours",
    "hour": "hours",
    "分钟": "minutes",
    "minute": "minutes",
}
_BOUNDS: dict[str, types.Bound] = {
    "included": "included",
    "含": "included",
    "excluded": "excluded",
    "不含": "excluded",
}
_ENGLISH = {chinese: english for english, chinese in FORM_KEYS.items()}
_AMOUNT = re.compile(r"([0-9]{1,5}) *个?([A-Za-z-]+|[一-鿿]+)")
_DATE = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})")


class RuleError(ValueError):
    """A structured limit cannot be read; `key` says where, the message why (Chinese, English)."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(message)


class _Form:
    """The mapping while it is read: every key is taken once, what is left over is an error."""

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self.left: dict[str, Any] = {}
        for key, value in data.items():
            name = _ENGLISH.get(str(key), str(key))
            if name in self.left:
                raise RuleError(name, f"写了两次：{key} / given twice: {name}")
            self.left[name] = value

    def take(self, key: str) -> Any:
        return self.left.pop(key, None)

    def word(self, key: str, table: Mapping[str, str]) -> str | None:
        value = self.take(key)
        return None if value is None else table.get(str(value), str(value))

    def number(self, key: str) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,5}", str(value).strip()):
            raise RuleError(key, f"{FORM_KEYS[key]}应为数字：{value} / {key} must be a number")
        return int(value)

    def bound(self) -> types.Bound:
        value = self.take("named-day")
        if value is None:
            return "convention"
        if str(value) not in _BOUNDS:
            raise RuleError(
                "named-day", f"当日只能是 included 或 excluded：{value} / included or excluded"
            )
        return _BOUNDS[str(value)]

    def finish(self) -> None:
        self.take("phrase")
        for key in self.left:
            near = get_close_matches(key, [*FORM_KEYS, *_ENGLISH], 1)
            hint = f"；是否想写 {near[0]} / did you mean {near[0]}" if near else ""
            raise RuleError(key, f"此处不用“{key}” / {key!r} does not belong here{hint}")


def from_mapping(data: Mapping[Any, Any]) -> types.Rule:
    """The rule that a structured entry declares; keys may be English or Chinese.

    Raises RuleError, whose message says in Chinese and English what is wrong and near which key.
    """
    form = _Form(data)
    opener = next((key for key in _READERS if key in form.left), None)
    if opener is None:
        names = "、".join(_READERS)
        known = [key for key in form.left if key in FORM_KEYS]
        if not known:
            form.finish()
        raise RuleError("", f"期限须用其中之一：{names} / one of these keys is needed")
    try:
        rule = _READERS[opener](form)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or opener
        reason = first["msg"].removeprefix("Value error, ")
        raise RuleError(where, f"{FORM_KEYS.get(where, where)}：{reason}") from error
    form.finish()
    return rule


def _date_of(value: Any, key: str) -> dict[str, int | None]:
    if isinstance(value, datetime):
        raise RuleError(key, "日期与时刻请分开写 / write the day and the time apart")
    if isinstance(value, date):
        return {"year": value.year, "month": value.month, "day": value.day}
    found = _DATE.fullmatch(str(value).strip())
    if not found:
        raise RuleError(key, f"日期应写成 2026-06-30 或 06-30：{value} / not a date")
    year, month, day = found.groups()
    return {"year": int(year) if year else None, "month": int(month), "day": int(day)}


def _clock_of(form: _Form) -> str | None:
    value = form.take("time")
    return None if value is None else str(value)


def _day(form: _Form) -> types.Rule:
    found = _date_of(form.take("day"), "day")
    return types.Day.model_validate(found | {"clock": _clock_of(form), "bound": form.bound()})


def _span(form: _Form, key: str) -> types.Span:
    unit = form.word(key, _CYCLES)
    indexes = {name: form.number(name) for name in ("half", "quarter", "month", "third")}
    index = indexes["month"] if unit == "third" else indexes.get(str(unit))
    third = indexes["third"] if unit == "third" else None
    allowed = {"third": {"third", "month"}}.get(str(unit), {str(unit)})
    for name, value in indexes.items():
        if value is not None and name not in allowed:
            raise RuleError(name, f"{unit} 不用 {name} / {name} does not belong to {unit}")
    return types.Span.model_validate(
        {"unit": unit, "year": form.number("year"), "index": index, "third": third}
    )


def _end_of(form: _Form) -> types.Rule:
    return types.EndOf(span=_span(form, "end-of"), clock=_clock_of(form), bound=form.bound())


def _in(form: _Form) -> types.Rule:
    return types.InSpan(span=_span(form, "in"))


def _every(form: _Form) -> types.Rule:
    day: Any = form.take("day")
    after: Any = form.take("after")
    mark: dict[str, Any] = {
        "month": form.number("month"),
        "day": None if day in (None, "end", "底") else day,
        "third": form.number("third"),
        "nth": form.number("working-day"),
        "clock": _clock_of(form),
    }
    if after is not None:
        mark["after"], mark["after_unit"] = _amount(after, form.word("unit", _UNITS), "after")
    return types.Every.model_validate(
        {
            "unit": form.word("every", _CYCLES),
            "interval": form.number("interval") or 1,
            "since": form.number("year"),
            "marks": (mark,),
            "bound": form.bound(),
        }
    )


def _amount(value: Any, unit: str | None, key: str) -> tuple[int, str]:
    found = _AMOUNT.fullmatch(str(value).strip())
    if found:
        own = _UNITS.get(found[2], found[2])
        if unit is not None and unit != own:
            raise RuleError("unit", f"单位写了两次：{own}、{unit} / two units")
        return int(found[1]), own
    if not re.fullmatch(r"[0-9]{1,5}", str(value).strip()) or isinstance(value, bool):
        raise RuleError(key, f"应为数字，如 15：{value} / not a number")
    if unit is None:
        raise RuleError(
            "unit", "每个期限都要写单位：working-days 或 days / a limit carries its unit"
        )
    return int(value), unit


def _limit(key: str, kind: type[types.After | types.Before | types.Last]) -> Any:
    def read(form: _Form) -> types.Rule:
        n, unit = _amount(form.take(key), form.word("unit", _UNITS), key)
        since = form.take("since")
        made: dict[str, Any] = {"n": n, "unit": unit, "of": str(form.take("of") or "")}
        if since is not None:
            made["start"] = {"kind": "day", **_date_of(since, "since")}
        if key == "before":
            made["bound"] = form.bound()
        if key == "lasting":
            made["minimum"] = True
        return kind.model_validate(made)

    return read


def _times(form: _Form) -> types.Rule:
    return types.Count.model_validate(
        {
            "at_least": form.number("times"),
            "at_most": form.number("at-most"),
            "noun": str(form.take("noun") or "次"),
            "per": form.word("per", _CYCLES) or "year",
            "interval": form.number("interval") or 1,
        }
    )


def _edge(value: Any, key: str) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, date) or _DATE.fullmatch(str(value).strip()):
        return {"kind": "day", "bound": "included", **_date_of(value, key)}
    if re.fullmatch(r"[0-9]{4}", str(value).strip()):
        return {"kind": "in", "span": {"unit": "year", "year": int(value)}}
    if re.search(r"[0-9]", str(value)):
        return {"kind": "day", **_date_of(value, key)}
    return {"kind": "event", "of": str(value)}


def _window(form: _Form) -> types.Rule:
    opens, closes = _edge(form.take("from"), "from"), _edge(form.take("to"), "to")
    bound = form.bound()
    return types.Window.model_validate(
        {"opens": opens, "closes": closes, "bound": "included" if bound == "convention" else bound}
    )


def _set_by(form: _Form) -> types.Rule:
    word = str(form.take("set-by"))
    return types.ByDocument(word="由文书指定" if word == "document" else word)


def _none(form: _Form) -> types.Rule:
    return types.NoLimit(word=str(form.take("none")))


def _phrase(form: _Form) -> types.Rule:
    # The parser builds rules, so it can only be imported once these modules stand.
    from config.dates.phrases import parse

    found = parse(str(form.take("phrase")))
    if found.rule is None:
        raise RuleError("phrase", found.in_words())
    return found.rule


_READERS: dict[str, Callable[[_Form], types.Rule]] = {
    "every": _every,
    "within": _limit("within", types.After),
    "before": _limit("before", types.Before),
    "last": _limit("last", types.Last),
    "lasting": _limit("lasting", types.After),
    "times": _times,
    "end-of": _end_of,
    "in": _in,
    "from": _window,
    "to": _window,
    "set-by": _set_by,
    "none": _none,
    "day": _day,
    "phrase": _phrase,
}
