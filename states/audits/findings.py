"""What an audit knows beforehand, and where it puts what it finds."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config.vocabulary import SYSTEM
from states.audits.rulings import Act, Ruling, rule, title
from states.audits.violations import Violation
from states.calendars.years_held import Years
from states.compiled import Compiled
from states.errors import ShidianError
from states.facts import Grant
from states.history import instant
from states.office import Office
from states.record.stored import Entry, rows
from states.store import Tx
from states.tables import accounts, grants

_ACCOUNTS = select(accounts.c.account, accounts.c.closed_at)
_GRANTS = select(
    grants.c.account,
    grants.c.role,
    grants.c.programme,
    grants.c.jurisdiction,
    grants.c.category,
    grants.c.unit,
    grants.c.granted_at,
    grants.c.revoked_at,
    grants.c.on_behalf_of,
    grants.c.valid_from,
    grants.c.valid_until,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of time in which an account held a role."""

    programme: str
    since: str
    until: str | None

    def covers(self, entry: Entry, *, anywhere: bool = False) -> bool:
        """Whether an entry was recorded while the role was held, there or `anywhere`."""
        return (
            (anywhere or self.programme in ("*", entry.programme))
            and self.since <= entry.recorded_at
            and (self.until is None or self.until >= entry.recorded_at)
        )


@dataclass(slots=True)
class Audit:
    """One run over one snapshot."""

    office: Office
    tx: Tx
    found: list[Violation] = field(default_factory=list)
    accounts: dict[str, str | None] = field(default_factory=dict)
    held: dict[tuple[str, str, str], list[Held]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    unannounced: dict[str, dict[str, Any]] = field(default_factory=dict)
    hidden: dict[str, dict[int, str]] = field(default_factory=dict)
    shown: dict[str, dict[int, tuple[str, str]]] = field(default_factory=dict)
    _versions: dict[tuple[str, int], Compiled | None] = field(default_factory=dict)
    _rulings: dict[tuple[Any, ...], Ruling | None] = field(default_factory=dict)
    _years: Years | None = None

    @classmethod
    def of(cls, office: Office, tx: Tx) -> "Audit":
        """A run that knows the accounts and who held which role when."""
        audit = cls(office, tx, accounts=dict(rows(office, tx, _ACCOUNTS)))
        for account, *held, since, until, principal, first, last in rows(office, tx, _GRANTS):
            role, programme, place, category, unit = held
            scope = Grant(role, programme, place, category, unit, principal).scope()
            ends = [end for end in (until, last) if end is not None]
            stretch = Held(programme, max(since, first or since), min(ends, default=None))
            audit.held.setdefault((account, role, scope), []).append(stretch)
        return audit

    @property
    def years(self) -> Years:
        """The calendar years that the database was given."""
        self._years = self._years or Years.of(self.tx)
        return self._years

    def version(self, programme: str, number: int) -> Compiled | None:
        """The activated version, or None if it is not there or cannot be read."""
        key = (programme, number)
        if key not in self._versions:
            try:
                self._versions[key] = self.office.compiled(self.tx, programme, number)
            except (ShidianError, ValueError):
                self._versions[key] = None
        return self._versions[key]

    def ruling(
        self, kind: str, entry: Entry, flagged: frozenset[str], stood: str | None = None
    ) -> Ruling | None:
        """What the version that an entry names says of it, None without that version. `stood`: the
        state from which an entry is judged that takes the place of an earlier one. Equal acts are
        judged once."""
        act = (kind, *entry[2:6], entry.role, entry.actor == SYSTEM, flagged, stood)
        key = (entry.programme, entry.programme_version, act)
        if key not in self._rulings:
            compiled = self.version(entry.programme, entry.programme_version)
            self._rulings[key] = rule(compiled, Act(*act)) if compiled else None
        return self._rulings[key]

    def add(
        self,
        invariant: str,
        code: str,
        subject: str,
        seq: int | None = None,
        /,
        **parameters: Any,
    ) -> None:
        """Note a broken invariant."""
        self.found.append(Violation(invariant, subject, seq, code, parameters))

    def at(
        self, invariant: str, code: str, entry: Entry, kind: str | None, /, **parameters: Any
    ) -> None:
        """Note a broken invariant of one entry, named as people know it."""
        known = self.named(entry, kind)
        self.add(invariant, code, entry.case_code, entry.seq, **{**known, **parameters})

    def named(self, entry: Entry, kind: str | None) -> dict[str, str]:
        """An entry in words: the title of its move, who, and when by the programme's clock."""
        compiled = self.version(entry.programme, entry.programme_version)
        zone = compiled.programme.zone if compiled else "Asia/Shanghai"
        return {
            **title(compiled, kind or "", entry.move),
            "actor": str(entry.actor_name or entry.actor),
            "recorded_at": local(entry.recorded_at, zone),
        }


def local(stamped: str, zone: str) -> str:
    """A stored instant by a place's clock; as it stands if it is none."""
    try:
        return instant(stamped).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    except (TypeError, ValueError):
        return str(stamped)
