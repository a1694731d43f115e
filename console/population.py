"""Synthetic applicants. Everything they write is made from a programme's declarations and carries
a label, so that nobody takes it for real."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from zlib import crc32

from config.case_types import CaseKind, FormField
from config.programme import Programme
from config.vocabulary import FieldIs
from states.commands import Attachment, Check
from states.registers.organisations import check_digit
from states.words.grounds import ground

LABEL = "〔合成〕"
NOTICE = ground("synthetic")
FORMS = (
    ("12", "研究院"),
    ("91", "有限公司"),
    ("52", "服务中心"),
    ("51", "协会"),
    ("11", "管理中心"),
    ("93", "专业合作社"),
)
"""Categories of legal persons by the first two characters of their code, and a matching name."""
_SOLE_TRADER = ("92", "个体经营部")
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY = "HC"
"""What the organisation part of every synthetic code starts with."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A made-up organisation with a code whose check digits are right."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies for what: the main case that one synthetic unit brings."""

    number: int
    jurisdiction: str | None
    category: str | None
    title: str
    unit: Unit


class Population:
    """Applicants and what they write, for any programme; the same seed gives the same ones."""

    def __init__(self, programme: Programme, seed: int) -> None:
        self.programme = programme
        self.seed = seed

    def applicant(
        self,
        number: int,
        jurisdiction: str | None,
        category: str | None,
        *,
        kind: str = "",
        sole_trader: bool = False,
    ) -> Applicant:
        """The applicant of a number, unique within its jurisdiction, and what the case of a kind
        (the main one if none is named) is called."""
        chance = Random(f"{self.seed}/{jurisdiction}/{number}")
        declared = self.programme.categories.get(category or "")
        topic = chance.choice(declared.priorities or (declared.title,)) if declared else ""
        place = self.place(jurisdiction)
        prefix, suffix = _SOLE_TRADER if sole_trader else chance.choice(FORMS)
        name = f"{LABEL}{place}{topic or '示范'}{suffix}{number:03}"
        unit = Unit(name, credit_code(prefix, jurisdiction, number))
        called = self.programme.cases[kind or self.programme.main_kind()].title
        title = f"{LABEL}{place}{topic}{called}（{number:03}）"
        return Applicant(number, jurisdiction, category, title, unit)

    def place(self, jurisdiction: str | None) -> str:
        """The short name of a jurisdiction."""
        found = self.programme.jurisdictions.get(jurisdiction or "")
        return found.label if found else ""

    def fields(
        self, kind: CaseKind, names: set[str], who: Applicant, day: date, chance: Random
    ) -> dict[str, Any]:
        """A plausible value for each of the named fields of a kind."""
        wanted = _wanted_values(kind)
        return {
            name: chance.choice(wanted[name])
            if name in wanted
            else self._value(name, field, who, day, chance)
            for name, field in kind.form.items()
            if name in names
        }

    def checks(self, items: Iterable[str], day: date, *, fails: str = "") -> dict[str, Check]:
        """A verdict on each of the items of a checklist; all pass but the one named."""
        return {
            item: Check("fail", f"{LABEL}查询有异常", day.isoformat())
            if item == fails
            else Check("pass", f"{LABEL}查询无异常", day.isoformat())
            for item in items
        }

    def attachments(self, slots: list[str], who: Applicant) -> tuple[Attachment, ...]:
        """A file for each slot; a shared one is the same for a whole jurisdiction."""
        return tuple(self._attachment(slot, who) for slot in slots)

    def _attachment(self, slot: str, who: Applicant) -> Attachment:
        declared = self.programme.documents.get(slot)
        shared = declared is not None and declared.shared
        owner = who.jurisdiction if shared else f"{who.jurisdiction}/{who.number}"
        digest = hashlib.sha256(f"synthetic/{self.seed}/{slot}/{owner}".encode()).hexdigest()
        title = declared.title if declared else slot
        return Attachment(slot, f"{LABEL}{title}.pdf", digest, 10_000 + int(digest[:4], 16))

    def _value(self, name: str, field: FormField, who: Applicant, day: date, chance: Random) -> Any:
        other = self._other_unit(who, name, chance)
        simple = {
            "number": chance.randint(1, 60),
            "money": f"{chance.randint(10, 500)}0000.00",
            "date": day.isoformat(),
            "year": str(day.year),
            "yes-no": Random(f"{self.seed}/{name}/{who.title}").random() < 0.5,
            "organisation": {"name": other.name, "code": other.code},
            "organisations": [{"name": other.name, "code": other.code}],
            "person": {"name": other.name, "code": other.code},
            "jurisdiction": who.jurisdiction,
            "category": who.category,
        }
        if field.type in simple:
            return simple[field.type]
        if field.type == "choice":
            return chance.choice(list(field.options)) if field.options else None
        return self._text(name, field, who)

    def _text(self, name: str, field: FormField, who: Applicant) -> str:
        if name == "title":
            return who.title
        if "phone" in name or "电话" in field.title:
            return "000-00000000（合成）"
        if field.personal:
            return f"{LABEL}联系人{who.number:03}"
        return f"{LABEL}{who.title.removeprefix(LABEL)}的{field.title}"

    def _other_unit(self, who: Applicant, name: str, chance: Random) -> Unit:
        if name == "unit":
            return who.unit
        number = 500_000 + 1000 * (who.number % 400) + chance.randint(0, 999)
        return self.applicant(number, who.jurisdiction, who.category).unit


def later(day: date, days: int = 20) -> date:
    """A day that leaves somebody time."""
    return day + timedelta(days=days)


def credit_code(prefix: str, jurisdiction: str | None, number: int) -> str:
    """A 统一社会信用代码 with both check digits, unique for a prefix, jurisdiction and number."""
    digits = "".join(c for c in jurisdiction or "" if c.isdecimal())
    region = (digits + "000000")[:6] if digits else "100000"
    if jurisdiction and not digits:
        region = str(100_000 + crc32(jurisdiction.encode()) % 900_000)
    body = f"{_BODY}{number:06}"[-8:]
    first = f"{prefix}{region}{body}{_body_check(body)}"
    return first + check_digit(first)


def _body_check(body: str) -> str:
    """The check character of an organisation code (GB 11714)."""
    total = sum(
        weight * int(character, 36) for weight, character in zip(_BODY_WEIGHTS, body, strict=True)
    )
    return "0123456789X"[(11 - total % 11) % 11]


def _wanted_values(kind: CaseKind) -> dict[str, list[str]]:
    """Values that hard conditions of the kind's moves ask for."""
    found: dict[str, list[str]] = {}
    for guard in (guard for move in kind.moves.values() for guard in move.guards):
        if guard.name == "field-is" and guard.strength == "hard":
            asked = FieldIs.model_validate(guard.with_)
            values = found.setdefault(asked.field, [])
            values += [value for value in asked.one_of if value not in values]
    return found
