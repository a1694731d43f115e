"""What the database remembers of its sweeps."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from states.history import from_text
from states.queries.answers import Answer
from states.tables import sweeps

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
