"""The text of a phrase before its grammar: one spelling for digits, numerals, dashes, spaces."""

import re
import unicodedata

from config.dates.phrase_reading import PhraseError

LONGEST_PHRASE = 200
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "No"}
_DIGITS = {
    **dict(zip("零〇○一二三四五六七八九", "000123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    "两": "2",
    "拾": "十",
    "佰": "百",
    "仟": "千",
    "廿": "2十",
    "卅": "3十",
}
_NUMERAL = "零〇○一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_COUNTED = (
    "年|月|日|号|天|个|工作日|自然日|季|周|星期|礼拜|次|期|时|点|分|秒|小时"
    "|场|份|项|篇|批|轮|人|家|件|例|条|班"
)
_NUMERALS = re.compile(
    rf"(?<![0-9.{_NUMERAL}统唯])[{_NUMERAL}]+"
    rf"(?=(?:{_COUNTED})|[至到-][{_NUMERAL}0-9]+(?:{_COUNTED}))"
)
_PLACES = re.compile(r"(?:([1-9])千)?0?(?:([1-9])百)?0?(?:([1-9])?(十))?([1-9])?")


def normalised(text: str) -> str:
    """The phrase in one spelling: NFKC, ASCII digits for counted numerals, `-` for dashes.

    Spaces stay only between digits. Raises PhraseError for an empty or overlong text and for
    invisible or look-alike digit characters.
    """
    if len(text) > LONGEST_PHRASE:
        raise PhraseError("too-long", most=LONGEST_PHRASE)
    for at, char in enumerate(text, 1):
        if unicodedata.category(char) in _REFUSED and char not in "\t\r\n":
            raise PhraseError("odd-character", at=at, point=f"{ord(char):04X}")
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=[0-9])\s+(?=[0-9])", "\x00", plain)
    plain = re.sub(r"\s+", "", plain).replace("\x00", " ")
    plain = re.sub(r"[‐‑‒–—―−~〜∼─━]+", "-", plain)
    plain = re.sub(r"--+", "-", plain)
    plain = plain.replace("翌", "次")
    plain = re.sub(r"[“”‘’\"'「」《》【】]", "", plain).strip("。.,;:、")
    plain = _NUMERALS.sub(lambda found: _as_digits(found[0]), plain)
    if not plain:
        raise PhraseError("empty")
    return plain


def _as_digits(numeral: str) -> str:
    value = chinese_number(numeral)
    return numeral if value is None else value


def chinese_number(numeral: str) -> str | None:
    """A Chinese numeral as ASCII digits (二〇二六 → 2026, 廿五 → 25); None if it is malformed."""
    spelt = "".join(_DIGITS.get(char, char) for char in numeral)
    if not set(spelt) & set("十百千"):
        return spelt
    found = _PLACES.fullmatch(spelt)
    if not found:
        return None
    thousands, hundreds, tens, ten, ones = found.groups()
    value = int(thousands or 0) * 1000 + int(hundreds or 0) * 100 + int(ones or 0)
    return str(value + (int(tens or 1) * 10 if ten else 0))


def spelt_as_each(text: str) -> str:
    """Other ways to begin a recurrence, written with 每: 逐月, 半年一次, 每一年, 隔年."""
    text = re.sub(r"^隔(?=年|月|周|季)", "每2", text)
    text = re.sub(r"^[^0-9,;。每]{0,12}期(?:间|内),?(?:应?当?于?)?(?=每)", "", text)
    text = re.sub(r"^(?:逐|按|各|历)(?=年|月|季|半年|周)(?!月[0-9])", "每", text)
    text = re.sub(r"^(?=(?:半年|[0-9]{1,2}个?(?:年|季度|月|周))[^0-9]{0,8}1次$)", "每", text)
    text = re.sub(r"^(?=1(?:年|周)(?:至少|不少于)?[0-9]{1,2}次$)", "每", text)
    text = re.sub(r"^每[1一]?个?(?:会计|财政|自然)年度?", "每年", text)
    return re.sub(r"^每(?:1个?|一)(?=年|季|月|周|半)", "每", text)
