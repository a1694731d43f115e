"""The fixed statements of the hot path, built once a dialect and compiled once a store."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Executable,
    Label,
    Text,
    and_,
    any_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from states.facts import Case, DutyRow, Grant
from states.notices.reminder_statements import OF_PARENT
from states.tables import (
    CALENDAR,
    accounts,
    cases,
    counters,
    duties,
    grants,
    history,
    meta,
    outbox,
    programmes,
    quotas,
    receipts,
    refusals,
    requests,
    sweeps,
)

ROLE = (
    grants.c.role,
    grants.c.programme,
    grants.c.jurisdiction,
    grants.c.category,
    grants.c.unit,
    grants.c.on_behalf_of,
    grants.c.valid_from,
    grants.c.valid_until,
)
"""What a role is, how far it reaches, in whose stead and from when to when."""
WITH_ROLES = accounts.outerjoin(
    grants, and_(grants.c.account == accounts.c.account, grants.c.revoked_at.is_(None))
)
"""Accounts, each with the roles that were not taken from it."""


def among(column: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[bool]:
    """column IN a list given as one parameter: JSON text on SQLite, an array on PostgreSQL."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(name, type_=ARRAY(Text)))


_CASE = [cases.c[name] for name in Case._fields]
_DUTY = [duties.c[name] for name in DutyRow._fields]


_NEVER_AT_FIRST = (
    "settled_at",
    "settled_seq",
    "overdue_at",
    "reminded",
    "escalated",
    "first_due_on",
    "paused_at",
    "remainder",
    "extended",
    "done",
    "restarted_at",
    "told",
    "reminded_internal",
)
"""What a duty that has just arisen cannot have."""


def _change_case(*columns: str) -> Executable:
    return (
        update(cases)
        .where(cases.c.code == bindparam("in_code"), cases.c.seq == bindparam("in_seq"))
        .values({name: bindparam(name) for name in columns})
    )


def _insert(table: Any, *, but: Collection[str] = ("id",)) -> Executable:
    names = [c.name for c in table.columns if c.name not in but]
    return insert(table).values({name: bindparam(name) for name in names})


def _upsert(dialect: str) -> Any:
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as of_sqlite

        return of_sqlite
    # a fifth of the import of SQLAlchemy itself; only those who have such a database pay
    from sqlalchemy.dialects.postgresql import insert as of_postgresql

    return of_postgresql


def _receipts(of_request: ColumnElement[bool], of_act: ColumnElement[bool]) -> Executable:
    """What was answered to a command: that it waits, or, later, that it was done."""
    waits: Label[Any] = literal_column("0").label("done")
    done: Label[Any] = literal_column("1").label("done")
    named = requests.c.request.label("command")
    return union_all(
        select(named, requests.c.digest, requests.c.receipt, waits).where(of_request),
        select(receipts.c.command, receipts.c.digest, receipts.c.receipt, done).where(of_act),
    )


class Statements:
    """One object for each dialect; every attribute is a statement built once."""

    def __init__(self, dialect: str) -> None:
        make = _upsert(dialect)
        self._for_one_key()
        self.receipts = _receipts(
            among(requests.c.request, "commands", dialect),
            among(receipts.c.command, "commands", dialect),
        )
        principals = accounts.alias("principals")
        calendar = select(meta.c.value).where(meta.c.key == CALENDAR).scalar_subquery()
        self.last_recorded = (
            select(history.c.recorded_at, calendar.label("calendar"))
            .order_by(history.c.id.desc())
            .limit(1)
        )
        self.account = (
            select(
                accounts.c.name,
                accounts.c.closed_at,
                grants.c.valid_from,
                grants.c.valid_until,
                *(grants.c[name] for name in Grant._fields if name != "behalf_name"),
                principals.c.name.label("behalf_name"),
            )
            .select_from(
                WITH_ROLES.outerjoin(principals, principals.c.account == grants.c.on_behalf_of)
            )
            .where(accounts.c.account == bindparam("account"))
            .order_by(grants.c.id)
        )
        self.cases = (
            select(*_CASE)
            .where(among(cases.c.code, "codes", dialect))
            .order_by(cases.c.code)
            .with_for_update()
        )
        self.children = (
            select(*_CASE)
            .where(among(cases.c.parent, "codes", dialect))
            .order_by(cases.c.code)
            .with_for_update()
        )
        self.count_children = (
            select(func.count())
            .select_from(cases)
            .where(cases.c.parent == bindparam("parent"), cases.c.kind == bindparam("kind"))
        )
        self.duties = (
            select(*_DUTY)
            .where(among(duties.c.case_code, "codes", dialect))
            .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
        )
        self._of_quotas(dialect)
        self._of_sweeps(dialect)
        self.counter = select(counters.c.value).where(counters.c.name == bindparam("name"))
        self.next_number = (
            make(counters)
            .values(name=bindparam("name"), value=1)
            .on_conflict_do_update(
                index_elements=[counters.c.name], set_={"value": counters.c.value + 1}
            )
            .returning(counters.c.value)
        )
        self.free_number = (
            update(counters)
            .where(counters.c.name == bindparam("in_name"))
            .values(value=counters.c.value - 1)
        )
        self.programme = select(programmes.c.digest, programmes.c.compiled).where(
            programmes.c.programme == bindparam("programme"),
            programmes.c.version == bindparam("version"),
        )
        newer = programmes.alias()
        self.current_programmes = (
            select(programmes.c.programme, programmes.c.version)
            .where(
                ~exists().where(
                    newer.c.programme == programmes.c.programme,
                    newer.c.version > programmes.c.version,
                )
            )
            .order_by(programmes.c.activated_at, programmes.c.programme)
        )
        self.new_programme = _insert(programmes, but=())
        self.new_case = _insert(cases, but=())
        noted = ("seq", "changed_at", "head")
        moved = ("state", "documents", "checks", "holds", "unannounced")
        filled = (
            "title",
            "jurisdiction",
            "category",
            "unit_name",
            "unit_code",
            "unit_key",
            "fields",
            "joint",
        )
        # an index is written anew for every column named here, changed or not
        self.change_case = _change_case(*noted, *moved, "ended", *filled)
        self.end_case = _change_case(*noted, *moved, "ended")
        self.move_case = _change_case(*noted, *moved)
        self.note_entry = _change_case(*noted)
        self.new_entry = _insert(history)
        # the driver takes longer over a NULL than over a text
        self.new_duty = _insert(duties, but=_NEVER_AT_FIRST)
        self.settle_duty = (
            update(duties)
            .where(
                duties.c.case_code == bindparam("in_case"),
                duties.c.duty == bindparam("in_duty"),
                duties.c.n == bindparam("in_n"),
                duties.c.status.in_([literal_column("'open'"), literal_column("'overdue'")]),
            )
            .values(
                status=bindparam("status"),
                settled_at=bindparam("settled_at"),
                settled_seq=bindparam("settled_seq"),
            )
        )
        self.mark_overdue = (
            update(duties)
            .where(
                duties.c.case_code == bindparam("in_case"),
                duties.c.duty == bindparam("in_duty"),
                duties.c.n == bindparam("in_n"),
                duties.c.status == literal_column("'open'"),
            )
            .values(status=literal_column("'overdue'"), overdue_at=bindparam("overdue_at"))
        )
        self.new_notice = (
            make(outbox)
            .values(
                {
                    c.name: bindparam(c.name)
                    for c in outbox.columns
                    if c.name not in ("id", "sent_at", "taken_at", "dropped")
                }
            )
            .on_conflict_do_nothing()
        )
        self.new_receipt = _insert(receipts, but=())
        self.new_refusal = _insert(refusals)
        self.new_request = _insert(requests, but=())
        self.due_duties = (
            select(duties, *OF_PARENT)
            .where(
                duties.c.status == "open",
                duties.c.due_at <= bindparam("as_of"),
                duties.c.programme == bindparam("programme"),
                ~among(duties.c.duty, "lapsing", dialect),
            )
            .order_by(duties.c.due_at, duties.c.case_code, duties.c.duty, duties.c.n)
            .limit(bindparam("limit"))
        )
        self.live_versions = select(programmes.c.programme, programmes.c.version).order_by(
            programmes.c.programme, programmes.c.version
        )
        self.expire_requests = (
            update(requests)
            .where(requests.c.status == "waiting", requests.c.expires_at <= bindparam("as_of"))
            .values(status="expired", decided_at=bindparam("decided_at"))
        )
        self.new_sweep = _insert(sweeps)
        self.ledger_events = (
            select(history.c.move, history.c.effects)
            .where(history.c.case_code == bindparam("programme"))
            .order_by(history.c.seq)
        )
        self.in_states = (
            select(cases)
            .where(
                cases.c.programme == bindparam("programme"),
                cases.c.kind == bindparam("kind"),
                among(cases.c.state, "states", dialect),
                cases.c.ended == 0,
            )
            .order_by(cases.c.jurisdiction, cases.c.code)
        )
        self.fact = select(meta.c.value).where(meta.c.key == bindparam("key"))
        self.set_fact = (
            make(meta)
            .values(key=bindparam("key"), value=bindparam("value"))
            .on_conflict_do_update(index_elements=[meta.c.key], set_={"value": bindparam("value")})
        )

    def _of_quotas(self, dialect: str) -> None:
        self.quotas_of = (
            select(quotas)
            .where(quotas.c.programme == bindparam("programme"))
            .order_by(quotas.c.bucket)
            .with_for_update()
        )
        self.quotas = self.quotas_of.with_only_columns(
            *(quotas.c[name] for name in ("bucket", "quota", "cap", "used", "over"))
        )
        self.quota = self.quotas.where(quotas.c.bucket == bindparam("bucket"))
        self.quotas = self.quotas.where(among(quotas.c.bucket, "buckets", dialect))
        self.new_bucket = _insert(quotas, but=())
        # two cases of a unit may be the first at once
        new = _upsert(dialect)(quotas).values({c.name: bindparam(c.name) for c in quotas.columns})
        self.open_bucket = new.on_conflict_do_nothing(
            index_elements=[quotas.c.programme, quotas.c.bucket]
        )
        self.move_quota = (
            update(quotas)
            .where(
                quotas.c.programme == bindparam("in_programme"),
                quotas.c.bucket == bindparam("in_bucket"),
            )
            .values(
                used=quotas.c.used + bindparam("more_used"),
                over=quotas.c.over + bindparam("more_over"),
            )
        )
        self.set_cap = (
            update(quotas)
            .where(
                quotas.c.programme == bindparam("in_programme"),
                quotas.c.bucket == bindparam("in_bucket"),
            )
            .values(cap=bindparam("cap"), minimum=bindparam("minimum"))
        )

    def _of_sweeps(self, dialect: str) -> None:
        """The cases that a sweep may move, and those under which it opens others."""
        child = cases.alias()
        standing = and_(
            cases.c.programme == bindparam("programme"),
            cases.c.programme_version == bindparam("version"),
            cases.c.kind == bindparam("kind"),
            among(cases.c.state, "states", dialect),
            cases.c.ended == 0,
        )
        self.movable = select(cases.c.code, cases.c.seq).where(standing).order_by(cases.c.code)
        self.cases_read = select(cases).where(among(cases.c.code, "codes", dialect))
        self.childless = (
            select(cases)
            .where(
                standing,
                ~exists().where(
                    child.c.parent == cases.c.code, child.c.kind == bindparam("child_kind")
                ),
            )
            .order_by(cases.c.code)
            .limit(bindparam("limit"))
            .with_for_update(of=cases)
        )

    def _for_one_key(self) -> None:
        """Twins of look-ups by a list, for one act: a list costs SQLite more than the look-up."""
        self.receipt = _receipts(
            requests.c.request == bindparam("command"), receipts.c.command == bindparam("command")
        )
        self.case = select(*_CASE).where(cases.c.code == bindparam("code")).with_for_update()
        self.duties_of = (
            select(*_DUTY)
            .where(duties.c.case_code == bindparam("code"))
            .order_by(duties.c.duty, duties.c.n)
        )


@lru_cache(maxsize=2)
def statements(dialect: str) -> Statements:
    """The statements of a dialect."""
    return Statements(dialect)
