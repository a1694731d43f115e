"""Organisations: the 统一社会信用代码 and its check digit (GB 32100-2015), names that compare."""

import re
import unicodedata
from functools import lru_cache
from operator import mul

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = [pow(3, position, 31) for position in range(17)]
_CODE = re.compile(rf"[{_ALPHABET}]{{18}}")
_BRACKETS = str.maketrans("（）【】", "()[]")


def normal_code(text: str) -> str:
    """The code in half-width capitals without spaces."""
    return unicodedata.normalize("NFKC", text).strip().upper().replace(" ", "")


@lru_cache(maxsize=4096)
def is_credit_code(text: str) -> bool:
    """Whether the text is an 18-character code whose check digit is right."""
    code = normal_code(text)
    return bool(_CODE.fullmatch(code)) and code[17] == check_digit(code[:17])


def check_digit(first_seventeen: str) -> str:
    """The 18th character that GB 32100-2015 computes from the first seventeen."""
    values = map(_VALUES.__getitem__, first_seventeen)
    return _ALPHABET[-sum(map(mul, values, _WEIGHTS)) % 31]


def name_key(name: str) -> str:
    """A name reduced to what compares: NFKC, no spaces, one kind of bracket, lower case."""
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return "".join(text.split()).lower()


def is_sole_trader(code: str) -> bool:
    """Whether the code is a 个体工商户's (92…), which is no legal person. Whether a body is a mere
    branch cannot be seen in its code; the province's check answers that."""
    return normal_code(code).startswith("92")
