"""What a decision is made on: rows read under lock, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from states.commands import Check, Command
from states.history import from_text
from states.steps import Cited, Made, Step

if TYPE_CHECKING:
    from states.registers.coverage import Coverage


class Unit(NamedTuple):
    """A body that undertakes a case; `key` is its name reduced to what compares."""

    name: str
    code: str
    key: str

    def is_same(self, other: "Unit") -> bool:
        """By the code where both have one, else by the name."""
        if self.code and other.code:
            return self.code == other.code
        return bool(self.key) and self.key == other.key


def codes_of(units: Iterable[Unit]) -> set[str]:
    """The codes of those units that have one."""
    return {unit.code for unit in units if unit.code}


class Placed(Protocol):
    """What lies within somebody's reach or does not."""

    @property
    def programme(self) -> str: ...
    @property
    def jurisdiction(self) -> str | None: ...
    @property
    def category(self) -> str | None: ...
    @property
    def unit_codes(self) -> set[str]: ...


class Case(NamedTuple):
    """A case as it stands. A tuple, since a decision makes several changed copies of it."""

    code: str
    programme: str
    programme_version: int
    kind: str
    state: str
    seq: int
    head: str
    title: str
    jurisdiction: str | None
    category: str | None
    unit_name: str | None
    unit_code: str | None
    unit_key: str | None
    parent: str | None
    period: str | None
    fields: Mapping[str, Any]
    documents: Mapping[str, Mapping[str, Any]]
    checks: Mapping[str, Check]
    holds: Mapping[str, str]
    opened_at: str
    ended: bool
    joint: tuple[Unit, ...] = ()
    unannounced: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit that undertakes the case, the leading one first."""
        if not (self.unit_name or self.unit_code):
            return self.joint
        lead = Unit(self.unit_name or "", self.unit_code or "", self.unit_key or "")
        return (lead, *self.joint)

    @property
    def unit_codes(self) -> set[str]:
        """The codes of those units."""
        return codes_of(self.units)

    @classmethod
    def stored(cls, row: Iterable[Any]) -> "Case":
        """The values of the columns of the table cases that bear the names of the fields, in their
        order."""
        *plain, fields, documents, checks, holds, opened_at, ended, joint, unannounced = row
        kept = {item: Check(**check) for item, check in from_text(checks).items()}
        papers = (from_text(fields), from_text(documents), kept, from_text(holds))
        return cls._make(
            (*plain, *papers, opened_at, bool(ended), units_of(joint), bool(unannounced))
        )

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Case":
        """A row of the table cases by its names."""
        return cls.stored([row[name] for name in cls._fields])


def units_of(text: str) -> tuple[Unit, ...]:
    """The joint units as a row keeps them."""
    return () if text == "[]" else tuple(Unit(*unit) for unit in from_text(text))


class Unannounced(NamedTuple):
    """What is kept from those who are not told of a decision: the move that decided last, the case
    with whose announcement it is made known, and what they still see: the state and whether the
    case has ended there, the values and slots that it had, as the history stores them."""

    case_code: str
    root: str
    move: str
    state: str
    ended: int
    fields: Mapping[str, Any]
    documents: Mapping[str, Any]
    checks: Mapping[str, Any]
    holds: Mapping[str, str]

    @classmethod
    def stored(cls, row: Mapping[str, Any]) -> "Unannounced":
        """A row of the table of what is kept."""
        return cls(**{**row, **{name: from_text(row[name]) for name in cls._fields[-4:]}})

    def seen_of(self, case: Case) -> Case:
        """The case where they still see it stand."""
        return case._replace(state=self.state, ended=bool(self.ended))


class DutyRow(NamedTuple):
    """A duty as it stands. A tuple: every decision reads several."""

    case_code: str
    duty: str
    n: int
    owed_by: str
    due_on: str | None
    due_at: str | None
    status: str
    period: str | None
    provisional: int = 0
    overdue_at: str | None = None
    settled_at: str | None = None
    opens_at: str | None = None
    first_due_on: str | None = None
    basis: str | None = None
    paused_at: str | None = None
    remainder: str | None = None
    extended: int = 0
    target: int | None = None
    done: int = 0
    settled_seq: int | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "DutyRow":
        """A row of the table duties."""
        return cls._make([row[name] for name in cls._fields])

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody still owes it."""
        return self.status in ("open", "overdue")

    @property
    def is_struck(self) -> bool:
        """Whether by what is known now it never was owed."""
        return self.status == "waived" and self.settled_seq is None


@dataclass(slots=True)
class QuotaRow:
    """A bucket of a quota within the running transaction; acts of one batch count in it at once."""

    bucket: str
    quota: str
    cap: int | None
    used: int
    over: int

    @property
    def taken(self) -> int:
        """How many there are in fact: those counted apart are there too."""
        return self.used + self.over

    @property
    def is_full(self) -> bool:
        """Whether one more decision would exceed the cap."""
        return self.cap is not None and self.taken >= self.cap


class Grant(NamedTuple):
    """A role that an account holds, and how far it reaches."""

    role: str
    programme: str
    jurisdiction: str | None = None
    category: str | None = None
    unit: str | None = None
    on_behalf_of: str | None = None
    behalf_name: str = ""

    def covers(self, case: Placed) -> bool:
        """Whether the case lies within the grant's reach. Recommenders and units are compared by
        code."""
        return (
            self.programme in ("*", case.programme)
            and self.jurisdiction in (None, case.jurisdiction)
            and self.category in (None, case.category)
            and (self.unit is None or self.unit in case.unit_codes)
        )

    def scope(self) -> str:
        """The reach as the history stores it."""
        return _scope(self)


@lru_cache(maxsize=1024)
def _scope(grant: Grant) -> str:
    # every act writes the reach of one of the few roles that its account holds
    parts = {"jurisdiction": grant.jurisdiction, "category": grant.category, "unit": grant.unit}
    found = [f"{name}:{value}" for name, value in parts.items() if value] or ["programme"]
    return " ".join([*found, f"{BEHALF}{grant.on_behalf_of}"] if grant.on_behalf_of else found)


BEHALF = "代:"
"""What stands in a stored scope before the account on whose behalf another acts."""


def behalf_of(scope: str) -> str | None:
    """The account on whose behalf an act was done, as its stored scope says."""
    last = scope.rpartition(" ")[2]
    return last.removeprefix(BEHALF) if last.startswith(BEHALF) else None


@dataclass(frozen=True, slots=True)
class Account:
    """An account with the roles that it holds now."""

    account: str
    name: str
    grants: tuple[Grant, ...] = ()

    def name_in(self, grant: Grant) -> str:
        """The name under which the account acts in a role, with that of whom it stands in for."""
        if not grant.on_behalf_of:
            return self.name
        return f"{self.name}（代 {grant.behalf_name or grant.on_behalf_of}）"

    def sees(self, case: Placed) -> bool:
        """Whether the case lies within the reach of any of its roles."""
        for grant in self.grants:  # noqa: SIM110  (asked by every act; a generator takes as long again)
            if grant.covers(case):
                return True
        return False


class Undertaken(NamedTuple):
    """A case as far as anybody's reach depends on it: where it lies and who undertakes it."""

    code: str
    programme: str
    jurisdiction: str | None
    category: str | None
    units: tuple[Unit, ...]

    @property
    def unit_codes(self) -> set[str]:
        """The codes of its units."""
        return codes_of(self.units)


@dataclass(frozen=True, slots=True)
class Past:
    """Another case of a unit, of any programme: where it stands, and since which instant."""

    code: str
    programme: str
    jurisdiction: str | None
    category: str | None
    kind: str
    state: str
    state_title: str
    title: str
    since: str
    fields: Mapping[str, Any]
    units: tuple[Unit, ...]

    @property
    def unit_codes(self) -> set[str]:
        """The codes of its units."""
        return codes_of(self.units)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A row of the register of earlier pilots that may be the same unit."""

    project: str
    unit_name: str | None
    programme_title: str
    batch: str
    document: str | None
    level: str
    year: str | None
    status: str
    by_code: bool
    unit: str = ""


@dataclass(slots=True)
class Facts:
    """Everything that a decision on one command may look at. `made`: which moves of the case were
    made or approved by whom. `prospect`: the case before and after the command's values, if the
    reader had to know them already. `kept`: the decision on the case that is not announced yet.
    `register`: what the register covers, where a guard looks units up in it. `course`: what was
    done on the case before, read for recorded facts only. `cited`: the entry that the command puts
    right, or that a recorded fact overturns by itself; `lives`: the entries of the case and of
    those around it, read with that. `arrived`: when the command came in, however long it waited."""

    case: Case | None
    account: Account
    now: datetime
    duties: Sequence[DutyRow] = ()
    quotas: dict[str, QuotaRow] = field(default_factory=dict)
    parent: Case | None = None
    parent_duties: Sequence[DutyRow] = ()
    families: dict[str, list[Case]] = field(default_factory=dict)
    child_duties: dict[str, list[DutyRow]] = field(default_factory=dict)
    earlier: Sequence[Earlier] = ()
    register: "Coverage | None" = None
    same_unit: Sequence[Undertaken] = ()
    past: Sequence[Past] = ()
    made: frozenset[tuple[str, str]] = frozenset()
    number: int = 1
    prospect: tuple[Case, Case] | None = None
    events: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    kept: Unannounced | None = None
    cited: Cited | None = None
    course: tuple[Made, ...] = ()
    lives: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    arrived: datetime | None = None

    def received(self, command: Command) -> datetime:
        """When the complete request had arrived: as the command says, or else when it came in."""
        return command.received_at or self.arrived or self.now

    @property
    def children(self) -> list[Case]:
        """The child cases of the case itself."""
        return self.families.get(self.case.code, []) if self.case else []
