"""Form values: what a person typed, as the typed value that is kept. One check, every entrance."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from config.case_types import CaseKind, FormField
from config.language.scalars import day_of
from config.programme import Programme
from states.errors import BadInput, together
from states.registers.organisations import normal_code
from states.words.joining import Titled
from states.words.titles import NONE, UNQUOTED

MAX_TEXT = 20_000
_CODE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚ]{18}")
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z-]{1,32}")
_NUMBERED = re.compile(r"(?P<name>.*?)(?:^|\s+|\s*[(（])(?P<number>[^\s()（）]+)[)）]?")
_BREAK = re.compile(r"[^\S\n\t]*[\n\t]\s*")
_UNFIT = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_BEFORE_CODE = " \t\n\u3000/(（"
_ONE_CODE = r"(?<![0-9A-Za-z])(?=[A-Za-z]*[0-9])[0-9A-Za-z]{18}(?![0-9A-Za-z])"
_AFTER_CODE = re.compile(rf"({_ONE_CODE}[)）]?)[\s,，]+")
_BETWEEN_UNITS = re.compile(r"[;；、\n]")


class _Place(NamedTuple):
    """Where a mistake is: the title that people read, the key, and whether what stands there is
    personal, for what was refused is kept and read by others."""

    field: Titled | str
    key: str
    personal: bool = False

    def wrong(self, code: str, **named: Any) -> BadInput:
        """The mistake."""
        return BadInput(code, field=self.field, key=self.key, **named)

    def misread(self, code: str, raw: Any, **named: Any) -> BadInput:
        """The mistake that quotes what was given, unless it is personal."""
        return self.wrong(code, value=UNQUOTED if self.personal else str(raw)[:40], **named)


def read_fields(
    programme: Programme, kind: CaseKind, given: Mapping[str, Any], allowed: set[str]
) -> dict[str, Any]:
    """The typed values of the given fields.

    Raises BadInput naming every field that is unknown, not settable now, or cannot be read."""
    values: dict[str, Any] = {}
    mistakes = []
    for name, raw in given.items():
        try:
            values[name] = _read_field(programme, kind, name, raw, allowed)
        except BadInput as mistake:
            mistakes.append(mistake)
    if mistakes:
        raise together(mistakes)
    return values


def _read_field(
    programme: Programme, kind: CaseKind, name: str, raw: Any, allowed: set[str]
) -> Any:
    form_field = kind.form.get(name)
    if form_field is None:
        raise BadInput("UnknownField", field=name, known=list(kind.form) or NONE)
    if name not in allowed:
        raise _place(form_field, name).wrong("FieldClosed")
    return read_value(programme, form_field, name, raw)


def read_value(programme: Programme, form_field: FormField, name: str, raw: Any) -> Any:
    """One value as its type says. Raises BadInput with what was expected."""
    if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return None
    place = _place(form_field, name)
    if form_field.type == "choice":
        return _choice(form_field, place, raw)
    if form_field.type == "jurisdiction":
        return _named(programme.jurisdictions, lambda j: (j.name, j.label, j.abbr), place, raw)
    if form_field.type == "category":
        return _named(programme.categories, lambda c: (c.title, c.title_en), place, raw)
    return _READERS[form_field.type](place, raw)


def _place(form_field: FormField, name: str) -> _Place:
    return _Place(Titled(form_field.title, form_field.title_en), name, form_field.personal)


def clean_text(text: str, name: str) -> str:
    """The text without surrounding space. Raises BadInput for control and direction characters."""
    return _clean(text, _Place(name, name))


def _clean(text: str, place: _Place) -> str:
    if len(text) > MAX_TEXT:
        raise place.wrong("TextTooLong", limit=MAX_TEXT, length=len(text))
    if text.isprintable():
        return text.strip()
    for character in text:
        if character not in "\n\t" and _is_unfit(character):
            raise place.wrong("BadCharacter", character=f"U+{ord(character):04X}")
    return text.strip()


def _is_unfit(character: str) -> bool:
    """Whether no document may hold it: unseen, without a meaning, or for programs alone."""
    place = ord(character)
    is_never_used = place & 0xFFFE == 0xFFFE or 0xFDD0 <= place <= 0xFDEF
    return is_never_used or unicodedata.category(character) in _UNFIT


def clean_line(text: str, name: str) -> str:
    """A text of one line: where a table cell was broken into several, they are joined. Raises
    BadInput as `clean_text` does."""
    return _joined(text, _Place(name, name))


def _joined(text: str, place: _Place) -> str:
    return _BREAK.sub(" ", _clean(text, place))


def _text(place: _Place, raw: Any) -> str:
    return _clean(str(raw), place)


def _line(place: _Place, raw: Any) -> str:
    return _joined(str(raw), place)


def _number(place: _Place, raw: Any) -> int | str:
    """A whole number; one with decimals stays exact as a text."""
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text):
        raise place.misread("NotANumber", raw)
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def _money(place: _Place, raw: Any) -> str:
    text = unicodedata.normalize("NFKC", str(raw)).strip().replace(",", "")
    try:
        if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", text):
            raise InvalidOperation
        return str(Decimal(text))
    except InvalidOperation as error:
        raise place.misread("NotMoney", raw) from error


def _date(place: _Place, raw: Any) -> str:
    try:
        return day_of(raw).isoformat()
    except ValueError as error:
        raise place.misread("NotADate", raw) from error


def _year(place: _Place, raw: Any) -> str:
    text = unicodedata.normalize("NFKC", str(raw)).strip().removesuffix("年")
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise place.misread("NotAYear", raw)
    return text


def _yes_no(place: _Place, raw: Any) -> bool:
    known = {"yes": True, "是": True, "true": True, "no": False, "否": False, "false": False}
    if isinstance(raw, bool):
        return raw
    if str(raw).strip().lower() not in known:
        raise place.misread("NotYesNo", raw)
    return known[str(raw).strip().lower()]


def _parts(raw: Any, parted: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
    """A name and what stands beside it, also where both were written into the one place."""
    given, code = (raw.get("name"), raw.get("code")) if isinstance(raw, Mapping) else (raw, "")
    name = str(given or "").strip()
    return (name, str(code)) if code else parted(name)


def _organisation(place: _Place, raw: Any) -> dict[str, str]:
    given, code = _parts(raw, name_and_code)
    given, code = _joined(given, place), _clean(code, place)
    if not given:
        raise place.wrong("OrganisationWithoutName")
    if re.search(_ONE_CODE, unicodedata.normalize("NFKC", given)):
        raise place.wrong("OrganisationsInOne")
    return {"name": given, "code": normal_code(code)}


def _person(place: _Place, raw: Any) -> dict[str, str]:
    """A name and the number that tells one person from another of the same name."""
    given, number = _parts(raw, name_and_number)
    given, number = _joined(given, place), normal_code(_clean(number, place))
    if not given or not _NUMBER.fullmatch(number):
        raise place.wrong("PersonWithoutNumber")
    return {"name": given, "code": number}


def name_and_number(text: str) -> tuple[str, str]:
    """“张三 2026001”, “张三（2026001）”, or a number alone; without one the whole is the name."""
    found = _NUMBERED.fullmatch(text.strip())
    if found is None or not _NUMBER.fullmatch(normal_code(found["number"])):
        return text.strip(), ""
    return found["name"], normal_code(found["number"])


def name_and_code(text: str) -> tuple[str, str]:
    """“名称 18位代码”, “名称（代码）”; without a code the whole is the name."""
    end = len(text) - text.endswith((")", "）"))
    code = text[max(0, end - 18) : end]
    if not _CODE.fullmatch(code):
        return text, ""
    return text[: end - 18].rstrip(_BEFORE_CODE), code


def _organisations(place: _Place, raw: Any) -> list[dict[str, str]] | None:
    """Several in a list or a text: between them a semicolon, a 、, a new line, or after a code a
    comma or a space."""
    if not isinstance(raw, list):
        apart = _AFTER_CODE.sub(r"\1;", str(raw))
        raw = [part for part in _BETWEEN_UNITS.split(apart) if part.strip()]
    return [_organisation(place, part) for part in raw] or None


def _choice(form_field: FormField, place: _Place, raw: Any) -> str:
    by_title = {title: key for key, title in form_field.options.items()}
    text = _clean(str(raw), place)
    value = by_title.get(text, text)
    if value not in form_field.options:
        options = list(form_field.options.values())
        raise place.misread("NotAnOption", value, options=options)
    return value


def _named(
    known: Mapping[str, Any], names: Callable[[Any], tuple[str, ...]], place: _Place, raw: Any
) -> str:
    """The key of what a person may write by key or by any of its names; an unknown one is kept as
    written, so that the guard that knows the clause can refuse it."""
    text = _clean(str(raw), place)
    if text in known:
        return text
    return next((key for key, item in known.items() if text and text in names(item)), text)


PARTED: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "organisation": name_and_code,
    "person": name_and_number,
}
"""How a text that holds a name and what stands beside it is taken apart, by type."""

_READERS: dict[str, Callable[[_Place, Any], Any]] = {
    "text": _line,
    "long-text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "year": _year,
    "yes-no": _yes_no,
    "organisation": _organisation,
    "organisations": _organisations,
    "person": _person,
}
