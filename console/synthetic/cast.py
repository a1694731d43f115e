"""The accounts of synthetic offices: one person, and a second one, for every role and reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from config.programme import Programme, Role
from console.population import LABEL
from states.accounts import add_account
from states.commands import SYSTEM_VIA
from states.facts import Case
from states.office import Office
from states.store import Tx

SECOND = "-2"
"""What the account of a second person ends with."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account to be made: its name, its role, and the scope of the role."""

    account: str
    name: str
    role: str
    reach: str | None = None


class Cast:
    """Who acts in a synthetic office. `names` overrides what accounts are called by place."""

    def __init__(self, programme: Programme, names: dict[str, str] | None = None) -> None:
        self.programme = programme
        self._names = names or {}
        self._units: set[str] = set()

    def members(self, places: set[str] | None = None) -> Iterator[Member]:
        """Every account of a role that is not a unit's, the first and the second person."""
        for role, declared in self.programme.roles.items():
            for reach, title in self._reaches(role, declared, places):
                account = self.account(role, reach)
                yield Member(account, f"{LABEL}{title}·经办", role, reach)
                if not declared.read_only:
                    yield Member(account + SECOND, f"{LABEL}{title}·复核", role, reach)

    def account(self, role: str, reach: str | None) -> str:
        """The name of the first person's account."""
        name = _word(role) or f"role{list(self.programme.roles).index(role) + 1}"
        if reach is None:
            return name
        if reach in self._names:
            several = [
                name
                for name, r in self.programme.roles.items()
                if r.scope == self.programme.roles[role].scope
            ]
            return self._names[reach] if several[0] == role else f"{self._names[reach]}-{role}"
        return f"{name}-{self._reach_word(reach)}"

    def _reach_word(self, reach: str) -> str:
        places, categories = self.programme.jurisdictions, self.programme.categories
        place = places.get(reach)
        if word := _word((place.abbr if place else "") or reach) or _word(reach):
            return word
        return f"place{[*places, *categories].index(reach) + 1}"

    def hire(self, office: Office, tx: Tx, places: set[str] | None = None) -> int:
        """Make every account; their number is returned."""
        members = list(self.members(places))
        for member in members:
            self._add(office, tx, member)
        return len(members)

    def actor(self, by: tuple[str, ...], case: Case) -> str | None:
        """The account that may make a move of these roles on a case; None if only the system may
        or the case's place has none."""
        for role in by:
            declared = self.programme.roles.get(role)
            if declared is None or declared.read_only or self._is_off(declared):
                continue
            reach = reach_of(declared, case)
            if declared.scope == "programme" or reach:
                return self.account(role, reach)
        return None

    def ensure_unit(self, office: Office, account: str, code: str) -> None:
        """Make the accounts of a unit, if the account is one and is not there yet."""
        role = next((r for r in self._unit_roles() if account == self.account(r, code)), None)
        if role is None or account in self._units:
            return
        self._units.add(account)
        with office.store.write() as tx:
            for suffix in ("", SECOND):
                name = f"{LABEL}承担单位{code}"
                self._add(office, tx, Member(account + suffix, name, role, code))

    def _unit_roles(self) -> list[str]:
        """The roles of units, where units have accounts."""
        roles = self.programme.roles.items()
        return [name for name, r in roles if r.scope == "unit" and not self._is_off(r)]

    def _is_off(self, role: Role) -> bool:
        return role.scope == "unit" and self.programme.record == "elsewhere"

    def _reaches(
        self, name: str, role: Role, places: set[str] | None
    ) -> Iterator[tuple[str | None, str]]:
        if role.scope == "programme":
            yield None, role.title
        elif role.scope == "jurisdiction":
            for code, place in self.programme.jurisdictions.items():
                if places is None or code in places:
                    yield code, place.label
        elif role.scope == "category":
            for key in self._categories(name):
                yield key, f"{role.title}{self.programme.categories[key].title}"

    def _categories(self, role: str) -> list[str]:
        """The categories of a role: those whose key begins like the role's name, else all."""
        first = role.split("-", maxsplit=1)[0]
        named = [k for k in self.programme.categories if k.split("-", maxsplit=1)[0] == first]
        return named or list(self.programme.categories)

    def _add(self, office: Office, tx: Tx, member: Member) -> None:
        scope = self.programme.roles[member.role].scope
        add_account(
            office,
            tx,
            member.account,
            member.name,
            role=member.role,
            programme=self.programme.programme,
            via=SYSTEM_VIA,
            jurisdiction=member.reach if scope == "jurisdiction" else None,
            category=member.reach if scope == "category" else None,
            unit=member.reach if scope == "unit" else None,
        )


def reach_of(role: Role, case: Case) -> str | None:
    """What an account of the role must be bound to, to reach the case."""
    return {
        "programme": None,
        "jurisdiction": case.jurisdiction,
        "category": case.category,
        "unit": case.unit_code,
    }[role.scope]


def partner(account: str) -> str:
    """The second person of an account, or the first one of a second person's."""
    return account.removesuffix(SECOND) if account.endswith(SECOND) else account + SECOND


def _word(text: str) -> str:
    """Letters, digits and hyphens, beginning with a letter; empty where other letters, which
    cannot be told apart without them, are left out."""
    if not text.isascii():
        return ""
    word = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")
    return word if word[:1].isalpha() else f"a{word}"
