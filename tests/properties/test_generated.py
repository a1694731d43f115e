"""Any walk through any programme: what must hold holds, and the past stays what it was."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.programme import Programme
from states.accounts import add_account
from states.actions import approve, perform
from states.audits.oracle import check
from states.clock import FixedClock
from states.commands import PYTHON, Command, Occurrence
from states.duties import sweep
from states.errors import BadInput, Refused
from states.history import from_text
from states.queries import as_of, dossier, quota
from states.queries.answers import Duty
from tests.builders import an_office
from tests.properties.generated import ACCOUNTS, PLACES, programmes
from tests.properties.settings import examples
from tests.properties.test_machines import agree
from tests.stores import rows_of

Shown = dict[str, Any]
_ids = count(1)


def stands(state: str, seq: int, fields: Mapping[str, Any], duties: tuple[Duty, ...]) -> Shown:
    """What is compared of a case: its standing and every day of its duties."""
    owed = [
        (d.duty, d.n, d.status, d.due_on, d.due_at, d.met_at, d.overdue_at, d.days_left)
        for d in duties
    ]
    return {"state": state, "seq": seq, "fields": dict(fields), "duties": sorted(owed)}


class Walk(RuleBasedStateMachine):
    """People act in turn, days go by, the clock's own work is done; all of it is looked at."""

    @initialize(programme=programmes())
    def begin(self, programme: Programme) -> None:
        self.programme = programme
        self.folder = tempfile.TemporaryDirectory(prefix="shidian-walk-")
        where = Path(self.folder.name)
        self.office = an_office(where, programme, now="2026-06-20 09:00:00", accounts=False)
        with self.office.store.write() as tx:
            for name, (role, place) in ACCOUNTS.items():
                add_account(self.office, tx, name, name, role=role, jurisdiction=place)
        self.past: list[tuple[datetime, dict[str, Shown]]] = []
        for kind in programme.cases.values():
            agree(kind)

    def cases(self) -> list[tuple[str, str, str]]:
        query = "SELECT code, kind, state FROM cases WHERE kind <> 'programme' ORDER BY code"
        return [(code, kind, state) for code, kind, state in rows_of(self.office, query)]

    def passes(self, by: timedelta) -> None:
        assert isinstance(self.office.clock, FixedClock)
        self.office.clock.advance(self.office.clock.now() + by)

    def attempt(self, actor: str, move: str, **given: Any) -> None:
        """An act that the rules may refuse; what waits for a second person gets one."""
        self.passes(timedelta(seconds=1))
        try:
            receipt = perform(self.office, Command(f"walk-{next(_ids)}", actor, move, **given))
            if receipt.waiting:
                approve(self.office, receipt.waiting, "boss-2", via=PYTHON)
        except (Refused, BadInput):
            return

    @rule(place=st.sampled_from(PLACES))
    def somebody_begins(self, place: str) -> None:
        actor = "east" if place == "E" else "west"
        given = {"title": "甲", "place": place}
        self.attempt(actor, "enter", kind="job", fields=given)
        self.look()

    @precondition(lambda self: self.cases())
    @rule(
        data=st.data(),
        actor=st.sampled_from(("boss", "boss", "east", "west")),
        earlier=st.sampled_from((0, 0, 0, 3)),
    )
    def somebody_acts(self, data: st.DataObject, actor: str, earlier: int) -> None:
        code, kind, state = data.draw(st.sampled_from(self.cases()), label="case")
        moves = [name for name, _ in self.programme.cases[kind].moves_from(state)]
        if not moves:
            return
        move = data.draw(st.sampled_from(moves), label="move")
        happened = self.office.clock.now() - timedelta(days=earlier)
        fact = Occurrence(happened, "别处", "回执") if earlier else None
        self.attempt(actor, move, case=code, occurrence=fact)
        self.look()

    @rule(days=st.sampled_from((1, 6, 15, 40, 100)))
    def days_go_by(self, days: int) -> None:
        self.passes(timedelta(days=days))
        sweep(self.office)
        self.look()

    def look(self) -> None:
        """What is shown now is the fold of what was written, and is kept for later."""
        now = self.office.clock.now()
        shown = {}
        for code, _, _ in self.cases():
            seen = dossier(self.office, "boss", code)
            fields = {field.key: field.value for field in seen.fields if field.value is not None}
            own = tuple(duty for duty in seen.duties if duty.case == code)
            shown[code] = stands(seen.state, seen.seq, fields, own)
        assert shown == {code: self.stood(code, now) for code in shown}
        self.past.append((now, shown))

    def stood(self, code: str, at: datetime) -> Shown | None:
        """A case as it was known at an instant, folded from its history."""
        known = as_of(self.office, "boss", code, at).known
        return known and stands(known.state, known.seq, known.fields, known.duties)

    @invariant()
    def no_quota_is_over_by_decisions(self) -> None:
        if hasattr(self, "office"):
            assert [
                q for q in quota(self.office, "boss") if q.cap is not None and q.used > q.cap
            ] == []

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        try:
            for at, shown in self.past:
                assert {code: self.stood(code, at) for code in shown} == shown, at
            self.duties_are_settled_once()
            assert [violation.message() for violation in check(self.office)] == []
        finally:
            self.office.close()
            self.folder.cleanup()

    def duties_are_settled_once(self) -> None:
        settled: Counter[tuple[str, str, int]] = Counter()
        for code, effects in rows_of(self.office, "SELECT case_code, effects FROM history"):
            for duty, n, _ in from_text(effects).get("settles", ()):
                settled[code, duty, n] += 1
        assert [key for key, times in settled.items() if times > 1] == []


TestWalk = Walk.TestCase
TestWalk.settings = examples(25, steps=15)
