"""transitions on the SQLAlchemy ORM, as its tutorials show it: a machine a loaded row, a flush."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from transitions import Machine

from benchmarks.peers.worker import Move, serve, stay_on_one_core


class Base(DeclarativeBase):
    """Of both tables."""


class Pilot(Base):
    """A case."""

    __tablename__ = "pilots"

    code: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    title: Mapped[str]
    jurisdiction: Mapped[str]

    def is_own(self) -> bool:
        """The guard."""
        return self.jurisdiction == "33"


class Log(Base):
    """An entry of the history."""

    __tablename__ = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    actor: Mapped[str]
    at: Mapped[str]


def move(engine: Engine, code: str) -> None:
    """One move in its own transaction."""
    with Session(engine) as session, session.begin():
        pilot = session.scalars(select(Pilot).where(Pilot.code == code).with_for_update()).one()
        machine = Machine(
            pilot,
            states=["submitted", "checked"],
            initial=pilot.state,
            auto_transitions=False,
        )
        machine.add_transition("check", "submitted", "checked", conditions="is_own")
        source = pilot.state
        pilot.trigger("check")  # type: ignore[attr-defined]
        at = datetime.now(UTC).isoformat()
        session.add(Log(code=code, source=source, target=pilot.state, actor="zhejiang", at=at))


def engine_of(url: str) -> Engine:
    """An engine with the durability and locking that shidian asks for."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, isolation_level=None)

    @event.listens_for(engine, "connect")
    def connected(connection, _record) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def moves(url: str, cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    engine = engine_of(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add_all(
            Pilot(code=f"ZJ-2026-{n:06}", state="submitted", title=f"项目{n}", jurisdiction="33")
            for n in range(cases)
        )
    for n in range(cases):
        yield partial(move, engine, f"ZJ-2026-{n:06}")


if __name__ == "__main__":
    stay_on_one_core()
    found = {name: version(name) for name in ("SQLAlchemy", "transitions")}
    serve(moves(sys.argv[1], int(sys.argv[2])), found)
