"""The buckets of a programme's quotas: which there are, and from which of them a case takes."""

import hashlib
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from states.facts import Case

if TYPE_CHECKING:
    from config.programme import Programme, Quota


_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Bucket:
    """One counted quota: which one, for whom, and its cap."""

    key: str
    quota: str
    jurisdiction: str | None
    category: str | None
    cap: int | None
    minimum: int | None

    def is_below(self, used: int) -> bool:
        """Whether more is used than the cap allows."""
        return self.cap is not None and used > self.cap

    def row(self, programme: str) -> dict[str, Any]:
        """The bucket as a row from which nobody has taken yet."""
        return {
            "programme": programme,
            "bucket": self.key,
            "quota": self.quota,
            "jurisdiction": self.jurisdiction,
            "category": self.category,
            "cap": self.cap,
            "minimum": self.minimum,
            "used": 0,
            "over": 0,
        }


class Share(NamedTuple):
    """What a quota's declaration says of whom it counts and under which key: the one rule for those
    who decide and for those who only look. `persons`: units may be persons, whose numbers stand in
    no key, for keys are shown."""

    name: str
    per: str
    case: str
    groups: Sequence[str]
    by_category: bool
    persons: bool
    year_from: str | None = None

    @classmethod
    def declared(cls, name: str, quota: Mapping[str, Any], persons: bool) -> "Share":
        """Of a quota as an activated programme keeps it."""
        by_category = quota["each"] == "category"
        # a version from before does not know it
        year_from = quota.get("year-from")
        return cls(
            name, quota["per"], quota["case"], quota["groups"], by_category, persons, year_from
        )

    def counts(self, case: Case, group: str | None) -> bool:
        """Whether it counts a case whose field (领域) is of this group; its condition apart."""
        if self.case and self.case != case.kind:
            return False
        return not self.groups or group in self.groups

    def keys(self, case: Case) -> Iterator[str]:
        """The buckets that a case takes; none while it lacks the year by which it counts."""
        parts = [self.name]
        if self.year_from is not None:
            day = case.fields.get(self.year_from)
            if not day:
                return
            parts.append(str(day)[:4])
        if owner := self._owner(case):
            parts.append(owner)
        stem = "/".join(parts)
        yield stem
        if self.by_category:
            yield f"{stem}/{case.category}"

    def year(self, key: str) -> str | None:
        """The year in which a bucket of this quota counts; None if it counts all years together."""
        if self.year_from is None:
            return None
        year = key.split("/")[1:2]
        return year[0] if year and _YEAR.fullmatch(year[0]) else None

    def owner(self, key: str) -> str | None:
        """Whose part of the quota a bucket is: a place, or a unit by its code or name. None of what
        is one for all, and of a person, whose number nobody is to see."""
        if self.per == "programme" or (self.per == "unit" and self.persons):
            return None
        parts = self._parts(key)
        return parts[0] if parts else None

    def category(self, key: str) -> str | None:
        """The field (领域) that a bucket counts alone; None if it counts all of them."""
        if not self.by_category:
            return None
        parts = self._parts(key)[0 if self.per == "programme" else 1 :]
        return parts[0] if parts else None

    def _parts(self, key: str) -> list[str]:
        """What a key says after its quota and year."""
        return key.split("/")[1 if self.year(key) is None else 2 :]

    def _owner(self, case: Case) -> str | None:
        """Whose part of the quota a case takes; a unit without a code goes by its name."""
        if self.per == "jurisdiction":
            return case.jurisdiction
        if self.per == "unit" and self.persons and case.unit_code:
            return self._unlike(case.unit_code)
        return unit_part(case.unit_code, case.unit_key) if self.per == "unit" else None

    def _unlike(self, code: str) -> str:
        return hashlib.sha256(f"{self.name}/{code}".encode()).hexdigest()[:16]


def unit_part(code: str | None, key: str | None) -> str | None:
    """What stands for a unit in the keys of its buckets: its code, without one its name."""
    return code or (key or "").replace("/", "／") or None


class Buckets:
    """The buckets of one programme. `applies`: whether the condition of a rule holds for a case."""

    def __init__(self, programme: "Programme", applies: Callable[[str, Case], bool]) -> None:
        self._programme, self._applies = programme, applies
        self._known: dict[Hashable, tuple[str, ...]] = {}
        persons = programme.is_about_persons
        self._shares = {
            name: Share(
                name,
                quota.per,
                quota.case,
                quota.groups,
                quota.each == "category",
                persons,
                quota.year_from,
            )
            for name, quota in programme.quotas.items()
        }
        # in these each case may count differently, by its unit or its fields
        self._own = frozenset(
            name
            for name, quota in programme.quotas.items()
            if quota.when or quota.per == "unit" or quota.year_from
        )

    def taken(self, names: tuple[str, ...], case: Case) -> Sequence[str]:
        """The buckets that a case takes from the named quotas, in the fixed order of locking."""
        if not self._own.isdisjoint(names):
            return self._taken(names, case)
        key = (names, case.kind, case.jurisdiction, case.category)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._taken(names, case)
        return known

    def beside(self, kind: str, names: Set[str]) -> set[str]:
        """The named quotas with all that a move of a kind takes together with one of them."""
        moves = self._programme.cases[kind].moves.values()
        together = (move.takes for move in moves if not names.isdisjoint(move.takes))
        return {*names, *(name for takes in together for name in takes)}

    def _taken(self, names: tuple[str, ...], case: Case) -> tuple[str, ...]:
        category = self._programme.categories.get(case.category or "")
        group = category.group if category else None
        taken: list[str] = []
        for name in names:
            share = self._shares[name]
            applies = self._applies(self._programme.quotas[name].when, case)
            if applies and share.counts(case, group):
                taken += share.keys(case)
        return tuple(sorted(taken))

    def all(self) -> Iterator[Bucket]:
        """Every bucket that is there before any case: of quotas counted by jurisdiction or for the
        whole programme, all years together."""
        yield from self._before_any_case(None)

    def of_year(self, year: str) -> Iterator[Bucket]:
        """Every bucket that a year begins with, of quotas that each year begin anew."""
        yield from self._before_any_case(year)

    def _before_any_case(self, year: str | None) -> Iterator[Bucket]:
        for name, quota in self._programme.quotas.items():
            if (quota.year_from is None) != (year is None):
                continue
            stem = name if year is None else f"{name}/{year}"
            if quota.per == "programme":
                yield from self._with_categories(name, quota, stem, None)
            elif quota.per == "jurisdiction":
                for code in self._programme.jurisdictions:
                    yield from self._with_categories(name, quota, f"{stem}/{code}", code)

    def arising(self, key: str) -> Bucket | None:
        """The bucket of a quota counted by unit or by year, which is there from its first case on;
        None if the key is of no such quota."""
        name, *parts = key.split("/")
        quota = self._programme.quotas.get(name)
        if quota is None or not (quota.per == "unit" or quota.year_from):
            return None
        stem = [name]
        if quota.year_from:
            if self.year(key) is None:
                return None
            stem.append(parts.pop(0))
        place = None
        if quota.per != "programme":
            owner = parts.pop(0) if parts else ""
            place = owner if quota.per == "jurisdiction" else None
            if not owner or (place and place not in self._programme.jurisdictions):
                return None
            stem.append(owner)
        buckets = self._with_categories(name, quota, "/".join(stem), place)
        return next((bucket for bucket in buckets if bucket.key == key), None)

    def year(self, key: str) -> str | None:
        """The year in which a bucket counts; None if it counts all years together."""
        share = self._shares.get(key.partition("/")[0])
        return share.year(key) if share else None

    def category(self, key: str) -> str | None:
        """The field (领域) that a bucket counts alone; None if it counts all of them."""
        share = self._shares.get(key.partition("/")[0])
        return share.category(key) if share else None

    def _with_categories(
        self, name: str, quota: "Quota", stem: str, place: str | None
    ) -> Iterator[Bucket]:
        cap = quota.at_most
        if place is not None:
            cap = quota.caps.get(self._programme.jurisdictions[place].kind, cap)
        # who may take nothing owes nothing
        yield Bucket(stem, name, place, None, cap, quota.at_least if cap != 0 else None)
        if quota.each == "category":
            for key, category in self._programme.categories.items():
                if not quota.groups or category.group in quota.groups:
                    each = quota.each_at_most
                    capped = min(each, cap) if each is not None and cap is not None else each
                    yield Bucket(f"{stem}/{key}", name, place, key, capped, None)
