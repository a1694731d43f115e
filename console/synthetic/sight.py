"""What synthetic people see: the cases that changed since they last looked, with their families."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from console.synthetic.habits import Seen
from states.compiled import Compiled
from states.facts import Case, DutyRow
from states.history import instant
from states.instants import start_of_day
from states.notices.foreseen import taken_at
from states.notices.ladder import rung
from states.office import Office
from states.record.statements import among
from states.store import Tx
from states.tables import cases, duties, history, requests


class Sight:
    """A look at one programme's cases; `known` holds every case that has not ended."""

    def __init__(self, office: Office, compiled: Compiled) -> None:
        self.office, self.compiled = office, compiled
        self.known: dict[str, Seen] = {}
        self._after = 0
        dialect = office.store.dialect
        self._touched = (
            select(history.c.case_code, func.max(history.c.id).label("last"))
            .where(
                history.c.id > bindparam("after"),
                history.c.programme == compiled.key,
                history.c.case_code != compiled.key,
            )
            .group_by(history.c.case_code)
        )
        self._parents = select(cases.c.parent).where(
            among(cases.c.code, "codes", dialect), cases.c.parent.is_not(None)
        )
        self._family = (
            select(cases)
            .where(or_(among(cases.c.code, "codes", dialect), among(cases.c.parent, "of", dialect)))
            .order_by(cases.c.code)
        )
        self._duties: Select[Any] = (
            select(duties)
            .where(
                among(duties.c.case_code, "codes", dialect),
                or_(duties.c.status == "open", duties.c.status == "overdue"),
            )
            .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
        )
        self._waiting = (
            select(requests.c.request, requests.c.actor, requests.c.case_code, requests.c.batch)
            .where(requests.c.status == "waiting", requests.c.programme == compiled.key)
            .order_by(requests.c.requested_at, requests.c.request)
        )

    def changed(self) -> list[Seen]:
        """Every case that changed since the last look, its parent and its children."""
        with self.office.store.read() as tx:
            touched = tx.all(self._touched, after=self._after)
            if not touched:
                return []
            self._after = max(row["last"] for row in touched)
            codes = {row["case_code"] for row in touched}
            codes |= {r["parent"] for r in tx.all(self._parents, codes=tx.listed(codes))}
            found = self._families(tx, codes)
        self.known |= {seen.case.code: seen for seen in found}
        return found

    def waiting(self) -> list[dict[str, Any]]:
        """The requests that wait for a second person: request, actor, case_code, batch."""
        with self.office.store.read() as tx:
            return tx.all(self._waiting)

    def instants(self, duty: DutyRow) -> Iterator[datetime]:
        """When something happens to a duty by time alone: it is reminded of, due, reported."""
        declared = self.compiled.programme.duties.get(duty.duty)
        if duty.due_at is None or duty.due_on is None or declared is None:
            return
        due, calendar = date.fromisoformat(duty.due_on), self.compiled.calendar
        due_at = instant(duty.due_at)
        yield due_at
        for n in declared.remind:
            yield start_of_day(rung(calendar, due, n).on, self.compiled.programme.zone)
        for step in declared.escalate:
            yield taken_at(self.compiled, due, due_at, step.after)

    def _families(self, tx: Tx, codes: set[str]) -> list[Seen]:
        listed = tx.listed(codes)
        rows = tx.all(self._family, codes=listed, of=listed)
        members = {row["code"]: Case.from_row(row) for row in rows}
        owed: dict[str, list[DutyRow]] = {}
        for row in tx.all(self._duties, codes=tx.listed(members)):
            duty = DutyRow(**{name: row[name] for name in DutyRow._fields})
            owed.setdefault(duty.case_code, []).append(duty)
        children: dict[str, list[Case]] = {}
        for case in members.values():
            if case.parent is not None:
                children.setdefault(case.parent, []).append(case)
        return [
            Seen(
                case=case,
                since=instant(row["changed_at"]),
                duties=tuple(owed.get(case.code, ())),
                children=tuple(children.get(case.code, ())),
                parent=members.get(case.parent or ""),
            )
            for row, case in zip(rows, members.values(), strict=True)
        ]
