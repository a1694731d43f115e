"""Who is asking, and the condition that keeps every answer within that account's reach."""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    literal,
    literal_column,
    or_,
    select,
)

from states.errors import BadInput
from states.facts import units_of
from states.history import stamp
from states.queries.answers import Answer
from states.queries.veil import under_veil
from states.record.statements import ROLE, WITH_ROLES, among
from states.store import Prepared, Row, Tx
from states.tables import accounts, case_units, cases, grants, unannounced_cases

if TYPE_CHECKING:
    from states.queries.outline import Outline


@dataclass(frozen=True, slots=True)
class Reach(Answer):
    """One role of a viewer and how far it reaches; None means no bound."""

    role: str
    programme: str
    jurisdiction: str | None
    category: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Viewer(Answer):
    """Who is asking: an account that is open, and the roles it holds at an instant. `kept`: the
    moves (as programme/kind/move) whose decisions the viewer learns when they are announced;
    `veiled`: the cases on which there is such a decision now."""

    account: str
    name: str
    reaches: tuple[Reach, ...]
    at: str
    kept: tuple[str, ...] = ()
    veiled: tuple[str, ...] = ()

    def all(self, tx: Tx, statement: Executable, **values: Any) -> list[dict[str, Any]]:
        """Every row of a statement, as far as the viewer may know by now."""
        statement, values = self.asking(tx, statement, values)
        return tx.all(statement, **values)

    def one(self, tx: Tx, statement: Executable, **values: Any) -> dict[str, Any] | None:
        """The first row of a statement, as far as the viewer may know by now."""
        statement, values = self.asking(tx, statement, values)
        return tx.one(statement, **values)

    def knowing(self, tx: Tx) -> closing["Known"]:
        """A reading transaction as far as the viewer may know by now, for a block of statements."""
        return closing(Known(self, tx))

    def asking(
        self, tx: Tx, statement: Executable, values: Mapping[str, Any]
    ) -> tuple[Executable, dict[str, Any]]:
        """A statement and what fills it, so that it finds what the viewer may know by now."""
        asked = {"viewer": self.account, "viewer_at": self.at, **values}
        if not self.veiled:
            return statement, asked
        dialect = tx.store.dialect
        return under_veil(statement, dialect), asked | {"veiled": tx.listed(self.veiled)}

    def able_roles(
        self,
        outline: "Outline",
        case: Mapping[str, Any],
    ) -> tuple[str, ...]:
        """The roles with which the viewer may act on a case, given its row."""
        units = {case["unit_code"], *(unit.code for unit in units_of(case["joint"]))}
        return tuple(
            r.role
            for r in self.reaches
            if r.programme in ("*", outline.key)
            and r.jurisdiction in (None, case["jurisdiction"])
            and r.category in (None, case["category"])
            and (r.unit is None or r.unit in units)
            and not outline.is_read_only(r.role)
        )

    def acting_roles(self, outlines: list["Outline"]) -> set[str]:
        """The roles with which the viewer may act somewhere."""
        return {
            r.role
            for r in self.reaches
            for o in outlines
            if r.programme in ("*", o.key) and not o.is_read_only(r.role)
        }


class Known(Tx):
    """The same transaction, every statement of which finds what a viewer may know by now."""

    def __init__(self, viewer: Viewer, tx: Tx) -> None:
        super().__init__(tx.store, tx.driver)
        self._viewer = viewer

    def _run(self, statement: Executable, parameters: Row) -> Prepared:
        return super()._run(*self._viewer.asking(self, statement, parameters))


BOUNDS = ("jurisdiction", "category", "unit")


def held_now(grant: Any) -> ColumnElement[bool]:
    """The condition that a role is held by `:viewer` at the instant `:viewer_at`."""
    at: ColumnElement[str] = bindparam("viewer_at", type_=Text)
    return and_(
        grant.c.account == bindparam("viewer"),
        grant.c.revoked_at.is_(None),
        or_(grant.c.valid_from.is_(None), grant.c.valid_from <= at),
        or_(grant.c.valid_until.is_(None), grant.c.valid_until > at),
    )


_ACCOUNT = (
    select(accounts.c.name, accounts.c.closed_at, *ROLE)
    .select_from(WITH_ROLES)
    .where(accounts.c.account == bindparam("account"))
    .order_by(grants.c.id)
)


def viewer(tx: Tx, account: str, now: datetime) -> Viewer:
    """The account with the roles that it holds now. Raises BadInput if there is none, or it is
    closed."""
    rows = tx.all(_ACCOUNT, account=account)
    if not rows or rows[0]["closed_at"] is not None:
        raise BadInput("UnknownAccount", account=account)
    at = stamp(now)
    reaches = tuple(
        Reach(r["role"], r["programme"], r["jurisdiction"], r["category"], r["unit"])
        for r in rows
        if r["role"] is not None and _holds_at(r, at)
    )
    told, kept = _knowledge(tx, reaches)
    veiled = _veiled(tx, account, at, told) if kept else ()
    return Viewer(account, rows[0]["name"], reaches, at, kept, veiled)


def untold(tx: Tx, account: str, now: datetime) -> Viewer:
    """The account as one who learns of no decision before it is announced: for what is made
    public."""
    found = viewer(tx, account, now)
    return replace(found, veiled=_veiled(tx, account, found.at, ()))


def _veiled(tx: Tx, account: str, at: str, told: Collection[str]) -> tuple[str, ...]:
    statement = _untold(tx.store.dialect)
    rows = tx.all(statement, viewer=account, viewer_at=at, told=tx.listed(told))
    return tuple(row["case_code"] for row in rows)


def _holds_at(row: Mapping[str, Any], at: str) -> bool:
    since, until = row["valid_from"], row["valid_until"]
    return (since is None or since <= at) and (until is None or at < until)


def _knowledge(tx: Tx, reaches: tuple[Reach, ...]) -> tuple[set[str], tuple[str, ...]]:
    """The roles (as role@programme) with which a viewer is told of decisions at once, and the moves
    of which it is not told everywhere."""
    from states.queries.outline import all_outlines
    from states.words.entries import ANNOUNCE

    told: set[str] = set()
    kept: set[str] = set()
    for o in all_outlines(tx.store, tx):
        if not o.later:
            continue
        knowing = [r for r in reaches if r.programme in ("*", o.key) and r.role in o.told]
        told |= {f"{r.role}@{o.key}" for r in knowing}
        if not any(all(getattr(r, n) is None for n in BOUNDS) for r in knowing):
            kept |= {*o.later, *(f"{move.rpartition('/')[0]}/{ANNOUNCE}" for move in o.later)}
    return told, tuple(sorted(kept))


def seen(tx: Tx, who: str | Viewer, now: datetime) -> Viewer:
    """A viewer given by name or already known."""
    return who if isinstance(who, Viewer) else viewer(tx, who, now)


def in_reach(
    subject: FromClause = cases, role: Callable[[Any], ColumnElement[bool]] | None = None
) -> ColumnElement[bool]:
    """The condition that a role of the account `:viewer` reaches the case. Every query over cases
    and what belongs to them carries it; with `role` only the roles for which it holds count."""
    held = grants.alias()
    conditions = [
        held_now(held),
        or_(held.c.programme == "*", held.c.programme == subject.c.programme),
        or_(held.c.jurisdiction.is_(None), held.c.jurisdiction == subject.c.jurisdiction),
        or_(held.c.category.is_(None), held.c.category == subject.c.category),
        or_(
            held.c.unit.is_(None),
            held.c.unit == subject.c.unit_code,
            exists(
                select(literal_column("1"))
                .select_from(case_units)
                .where(
                    case_units.c.case_code == subject.c.code,
                    case_units.c.unit_code == held.c.unit,
                )
                .correlate_except(case_units)
            ),
        ),
    ]
    if role is not None:
        conditions.append(role(held.c.role))
    found: Select[Any] = select(literal_column("1")).select_from(held).where(*conditions)
    return exists(found.correlate_except(held))


@lru_cache(maxsize=2)
def _untold(dialect: str) -> Executable:
    """The cases within reach with a decision of which no role of the viewer there is told."""

    def is_told(role: ColumnElement[Any]) -> ColumnElement[bool]:
        return among(role + literal("@") + cases.c.programme, "told", dialect)

    kept = unannounced_cases
    # as a join SQLite would look through all cases within reach for the few that are kept
    unknown: Select[Any] = (
        select(literal_column("1"))
        .select_from(cases)
        .where(cases.c.code == kept.c.case_code, in_reach(), ~in_reach(role=is_told))
    )
    return select(kept.c.case_code).where(exists(unknown.correlate(kept)))


def covers_account(account: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that all that another account reaches lies within the reach of `:viewer`: so
    does then whatever that account tried without there being a case. An account that reaches
    nothing is covered by those who see a whole programme."""
    theirs, mine = grants.alias(), grants.alias()
    held: Select[Any] = (
        select(literal_column("1"))
        .select_from(theirs)
        .where(theirs.c.account == account, theirs.c.revoked_at.is_(None))
    )
    wide: Select[Any] = select(literal_column("1")).select_from(mine).where(held_now(mine))
    wider = wide.where(
        or_(mine.c.programme == "*", mine.c.programme == theirs.c.programme),
        *(or_(mine.c[n].is_(None), mine.c[n] == theirs.c[n]) for n in BOUNDS),
    )
    boundless = wide.where(*(mine.c[n].is_(None) for n in BOUNDS))
    beyond = held.where(~exists(wider.correlate_except(mine)))
    return case(
        (exists(held.correlate_except(theirs)), ~exists(beyond.correlate_except(theirs))),
        else_=exists(boundless.correlate_except(mine)),
    )
