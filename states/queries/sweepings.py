"""What the database remembers of its sweeps, and of the flow runs that wrote its history."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, distinct, func, select

from states.history import from_text
from states.queries.answers import Answer
from states.tables import history, sweeps

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class Sweeping(Answer):
    """One sweep: when it started, as of when, what set it off, what it did, in which flow run."""

    started_at: str
    as_of: str
    trigger: str
    result: dict[str, Any]
    run: str | None


_LATEST = select(sweeps).order_by(sweeps.c.id.desc()).limit(bindparam("limit"))


def sweepings(office: "Office", *, limit: int = 20) -> tuple[Sweeping, ...]:
    """The latest sweeps, newest first."""
    with office.store.read() as tx:
        return tuple(
            Sweeping(r["started_at"], r["as_of"], r["trigger"], from_text(r["result"]), r["run"])
            for r in tx.all(_LATEST, limit=limit)
        )


@dataclass(frozen=True, slots=True)
class Written(Answer):
    """What a flow run wrote: when it began to, how many entries, on how many cases."""

    run: str
    recorded_at: str
    entries: int
    cases: int


_BY_RUN = (
    select(
        history.c.run,
        func.min(history.c.recorded_at).label("recorded_at"),
        func.count().label("entries"),
        func.count(distinct(history.c.case_code)).label("cases"),
    )
    .where(history.c.run.is_not(None))
    .group_by(history.c.run)
    .order_by(func.min(history.c.recorded_at).desc())
    .limit(bindparam("limit"))
)


def written(office: "Office", *, limit: int = 20) -> tuple[Written, ...]:
    """The latest flow runs that left entries, newest first."""
    with office.store.read() as tx:
        return tuple(Written(**row) for row in tx.all(_BY_RUN, limit=limit))
