"""For auditors: the log of every entry, and of what was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, and_, bindparam, false, func, or_, select

from states.errors import BadInput
from states.history import from_text, stamp
from states.queries.answers import Answer
from states.queries.histories import OF_CASE, Entry, entry_of
from states.queries.outline import Outline, current_outlines, outline, title_of
from states.queries.pages import bounded, keys_of, token
from states.queries.rewritten import Rewritten, rewritten
from states.queries.veil import decided_since
from states.queries.viewers import Viewer, covers_account, in_reach, seen
from states.record.statements import among
from states.store import Tx
from states.tables import cases
from states.tables import history as entries
from states.tables import refusals as refused
from states.words.entries import Lang, entry_title
from states.words.retelling import told

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries a log shows; instants are aware, `until` is exclusive."""

    case: str | None = None
    actor: str | None = None
    role: str | None = None
    move: str | None = None
    entry: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogPage(Answer):
    """Entries, newest first."""

    rows: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RefusalRow(Answer):
    """A refused attempt."""

    id: int
    command: str
    refused_at: str
    actor: str
    via: str
    case: str | None
    move: str
    move_title: str
    reasons: tuple[dict[str, Any], ...]
    run: str | None


@dataclass(frozen=True, slots=True)
class RefusalPage(Answer):
    """Refused attempts, newest first."""

    rows: tuple[RefusalRow, ...]
    next: str | None


_FILTERS = {
    "case": entries.c.case_code == bindparam("case"),
    "actor": entries.c.actor == bindparam("actor"),
    "role": entries.c.role == bindparam("role"),
    "move": entries.c.move == bindparam("move"),
    "entry": entries.c.entry == bindparam("entry"),
    "since": entries.c.recorded_at >= bindparam("since"),
    "until": entries.c.recorded_at < bindparam("until"),
    "before": entries.c.id < bindparam("before"),
}


@lru_cache(maxsize=128)
def _log(shape: frozenset[str]) -> Executable:
    return (
        select(*entries.c, cases.c.kind.label("case_kind"))
        .select_from(entries.join(cases, cases.c.code == entries.c.case_code))
        .where(in_reach(), *(_FILTERS[name] for name in sorted(shape)))
        .order_by(entries.c.id.desc())
        .limit(bindparam("limit"))
    )


@lru_cache(maxsize=4)
def _refused(dialect: str, following: bool) -> Executable:
    mine = refused.c.actor == bindparam("viewer")
    act = cases.c.programme + "/" + cases.c.kind + "/" + refused.c.move
    veiled = and_(
        among(refused.c.case_code, "veiled", dialect),
        refused.c.refused_at >= decided_since(refused.c.case_code),
    )
    found = (
        select(refused, cases.c.kind.label("case_kind"), cases.c.programme)
        .select_from(refused.outerjoin(cases, cases.c.code == refused.c.case_code))
        .where(
            or_(
                # what somebody failed to decide tells of what is announced later
                and_(
                    cases.c.code.is_not(None),
                    in_reach(),
                    or_(mine, ~or_(among(act, "kept", dialect), func.coalesce(veiled, false()))),
                ),
                # an attempt on no case of ours is its author's, and of those who see all he does
                and_(cases.c.code.is_(None), or_(mine, covers_account(refused.c.actor))),
            )
        )
        .order_by(refused.c.id.desc())
        .limit(bindparam("limit"))
    )
    return found.where(refused.c.id < bindparam("before")) if following else found


def log(
    office: "Office",
    who: str | Viewer,
    wanted: LogFilter | None = None,
    *,
    page: str | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> LogPage:
    """One page of the log within the viewer's reach. Raises BadInput."""
    values = _values(wanted or LogFilter())
    if keys := keys_of(page, int):
        values["before"] = keys[0]
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        statement = _log(frozenset(values))
        rows = viewer.all(tx, statement, **values, limit=bounded(limit) + 1)
        wrote = _rewritten(office, tx, viewer, rows[:limit], lang)
        shown = tuple(
            replace(
                entry_of(
                    outline(office.store, tx, r["programme"], r["programme_version"]),
                    r,
                    r["case_kind"],
                    lang,
                ),
                rewritten=wrote.get((r["case_code"], r["seq"]), ()),
            )
            for r in rows[:limit]
        )
        return LogPage(shown, token(rows[limit - 1]["id"]) if len(rows) > limit else None)


def _rewritten(
    office: "Office", tx: Tx, viewer: Viewer, rows: Sequence[Mapping[str, Any]], lang: Lang
) -> dict[tuple[str, int], tuple[Rewritten, ...]]:
    kinds = {
        r["case_code"]: r["case_kind"] for r in rows if r["seq"] > 1 and from_text(r["fields"])
    }
    found = {}
    for code, kind in kinds.items():
        told = viewer.all(tx, OF_CASE, code=code)
        for seq, wrote in rewritten(office.store, tx, told, kind, lang).items():
            found[code, seq] = wrote
    return found


def _values(wanted: LogFilter) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("case", "actor", "role", "move", "entry"):
        if getattr(wanted, name):
            found[name] = getattr(wanted, name)
    for name in ("since", "until"):
        at = getattr(wanted, name)
        if at is not None:
            try:
                found[name] = stamp(at)
            except ValueError as error:
                known = "2026-06-30T12:00+08:00"
                raise BadInput("BadFilter", name=name, value=at, known=known) from error
    return found


def refusals(
    office: "Office",
    who: str | Viewer,
    *,
    page: str | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> RefusalPage:
    """One page of what was refused within the viewer's reach. Raises BadInput."""
    keys = keys_of(page, int)
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        values: dict[str, Any] = {"kept": tx.listed(viewer.kept), "limit": bounded(limit) + 1}
        values["veiled"] = tx.listed(viewer.veiled)
        if keys:
            values["before"] = keys[0]
        statement = _refused(office.store.dialect, keys is not None)
        rows = viewer.all(tx, statement, **values)
        now = current_outlines(office.store, tx)
        shown = tuple(
            RefusalRow(
                id=r["id"],
                command=r["command"],
                refused_at=r["refused_at"],
                actor=r["actor"],
                via=r["via"],
                case=r["case_code"],
                move=r["move"],
                move_title=_attempted(now, r, lang),
                reasons=tuple(told(one, lang) for one in from_text(r["reasons"])),
                run=r["run"],
            )
            for r in rows[:limit]
        )
        return RefusalPage(shown, token(rows[limit - 1]["id"]) if len(rows) > limit else None)


def _attempted(now: Mapping[str, Outline], row: Mapping[str, Any], lang: Lang) -> str:
    """The title of what was attempted. What was to create a case names no kind: the title is the
    one that all the kinds agree on, else the bare name."""
    move = row["move"]
    if row["case_kind"] and row["programme"] in now:
        return now[row["programme"]].move_title(row["case_kind"], move, lang)
    every = (o.move(kind, move) for o in now.values() for kind in o.kinds)
    titles = {title_of(declared, lang) for declared in every if declared}
    return titles.pop() if len(titles) == 1 else entry_title(move, lang)
