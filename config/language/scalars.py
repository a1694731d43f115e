"""Single values of a programme file: texts as people write them -> counts, yes or no, days."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

_AROUND = re.compile(
    r"^(?:不超过?|至多|最多|不多于|不少于|至少|最少|提前)?\s*(?P<number>.+?)"
    r"\s*(?:个|项|家|名|份|期|次|篇|天|日|自然日|d)?$"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DIGITS |= {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_DAY = re.compile(r"([0-9]{4})(?:-|年|/|\.)([0-9]{1,2})(?:-|月|/|\.)([0-9]{1,2})日?")
YES_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def count_of(value: Any) -> Any:
    """The number in a text: 8, ８, 八, 捌, 8个, 不超8个. Anything but a text is left to the type.

    Raises ValueError if the text is no whole number written plainly."""
    if isinstance(value, bool):
        raise ValueError("count")
    if not isinstance(value, str):
        return value
    if any(unicodedata.category(character) == "No" for character in value):
        raise ValueError("count")
    text = unicodedata.normalize("NFKC", value).strip()
    matched = _AROUND.match(text)
    number = matched["number"] if matched else text
    if re.fullmatch(r"[0-9]{1,7}", number):
        return int(number)
    return _chinese_number(number)


def _chinese_number(text: str) -> int:
    """零 … 九千九百九十九."""
    total = digit = 0
    last = 10_000
    pending = False
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last or (not pending and (unit != 10 or total)):
                raise ValueError("count")
            total += (digit if pending else 1) * unit
            last, digit, pending = unit, 0, False
        elif character in _DIGITS and not (pending and digit):
            digit, pending = _DIGITS[character], True
        else:
            raise ValueError("count")
    # 二百五 is said for 250 and written for 205: neither is taken.
    if not text or len(text) > 9 or (last >= 100 and total and digit and text[-2] not in "零〇○"):
        raise ValueError("count")
    return total + digit


def yes_no_of(value: Any) -> bool:
    """True or false of yes, no, true, false, 是, 否. Raises ValueError for anything else."""
    if isinstance(value, bool):
        return value
    known = YES_NO.get(str(value).strip().lower())
    if known is None:
        raise ValueError("yes-no")
    return known


def day_of(value: Any) -> date:
    """The day of 2026-04-09, 2026年4月9日, 2026/4/9 or 2026.4.9. Raises ValueError otherwise."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    matched = _DAY.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    if matched is None:
        raise ValueError("day")
    year, month, day = (int(part) for part in matched.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("no-such-day") from None
