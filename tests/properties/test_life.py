"""Any life of a programme: whatever people try, in whatever order, what must hold holds."""

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pytest import raises

from config.loader import load_shipped
from states.actions import approve, perform, perform_all, reject
from states.audits.oracle import check
from states.clock import FixedClock
from states.commands import PYTHON, Command, Receipt
from states.duties import sweep
from states.errors import BadInput, Refused, ShidianError
from tests.builders import a_programme
from tests.properties.settings import examples
from tests.properties.worlds import ACTORS, SHIFTS, World, commands, everything, refusals, sensible
from tests.stores import rows_of

LASTING = ("assigned", "reporting", "annual-reporting", "self-evaluated")


class Life(RuleBasedStateMachine):
    """People act at random; time passes; nothing that was promised is broken."""

    world: ClassVar[World]

    @initialize()
    def begin(self) -> None:
        self.office = self.world.again()
        self.done: list[tuple[Command, Receipt]] = []
        self.waiting: list[str] = []
        self.cases: list[tuple[str, str, str]] = []

    def drawn(self, data: st.DataObject) -> Command:
        now = self.office.clock.now()
        return data.draw(commands(self.world, self.cases, now), label="command")

    def look(self) -> None:
        """See which cases there are now."""
        query = "SELECT code, kind, state FROM cases WHERE kind <> 'programme' ORDER BY code"
        self.cases = [(code, kind, state) for code, kind, state in rows_of(self.office, query)]

    def keep(self, command: Command, receipt: Receipt) -> None:
        if receipt.waiting:
            self.waiting.append(receipt.waiting)
        self.done.append((command, receipt))
        self.look()

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        command = self.drawn(data)
        before, refused = everything(self.office), refusals(self.office)
        try:
            receipt = perform(self.office, command)
        except (Refused, BadInput):
            assert everything(self.office) == before
            assert refusals(self.office) == refused + 1
            return
        assert refusals(self.office) == refused
        self.keep(command, receipt)

    @rule(data=st.data(), again=st.booleans())
    def act_rightly(self, data: st.DataObject, again: bool) -> None:
        """An act that is likely to be possible, so that lives get on. What a rehearsal says is what
        happens."""
        now = self.office.clock.now()
        command = data.draw(sensible(self.world, self.cases, now), label="command")
        try:
            rehearsed = perform(self.office, command, dry_run=True)
        except (Refused, BadInput) as error:
            with raises(type(error)):
                perform(self.office, command)
            return
        done = perform(self.office, command)
        assert done == rehearsed
        self.keep(command, done)
        if again:
            assert perform(self.office, command) == done

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def one_case_gets_on(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(self.cases), label="case")[0]
        for _ in range(5):
            about = [case for case in self.cases if case[0] == code]
            now = self.office.clock.now()
            command = data.draw(sensible(self.world, about, now, on=1), label="command")
            with suppress(Refused, BadInput):
                self.keep(command, perform(self.office, command))
            sweep(self.office)

    @rule(data=st.data(), atomic=st.booleans())
    def act_together(self, data: st.DataObject, atomic: bool) -> None:
        batch = [self.drawn(data) for _ in range(3)]
        before, refused = everything(self.office), refusals(self.office)
        verdicts = perform_all(self.office, batch, atomic=atomic)
        wrong = [v for v in verdicts if v.error]
        assert refusals(self.office) == refused + len(wrong)
        if wrong and (atomic or len(wrong) == len(batch)):
            assert everything(self.office) == before
            assert all(v.receipt is None for v in verdicts)
        for verdict in verdicts:
            if verdict.receipt is not None:
                self.keep(verdict.command, verdict.receipt)

    @rule(data=st.data())
    def rehearse(self, data: st.DataObject) -> None:
        command = self.drawn(data)
        before, refused = everything(self.office), refusals(self.office)
        with suppress(Refused, BadInput):
            perform(self.office, command, dry_run=True)
        assert (everything(self.office), refusals(self.office)) == (before, refused)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        command, receipt = data.draw(st.sampled_from(self.done))
        before = everything(self.office)
        again = perform(self.office, command)
        if receipt.waiting and not again.waiting:
            # it was approved meanwhile
            assert again.seq == receipt.seq + 1
        else:
            assert again == receipt
        assert everything(self.office) == before

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), actor=st.sampled_from(ACTORS), yes=st.booleans())
    def decide_request(self, data: st.DataObject, actor: str, yes: bool) -> None:
        request = data.draw(st.sampled_from(self.waiting))
        before = everything(self.office)
        try:
            if yes:
                approve(self.office, request, actor, via=PYTHON, reason="同意")
            else:
                reject(self.office, request, actor, via=PYTHON, reason="不同意")
        except ShidianError:
            assert everything(self.office) == before
        self.look()

    @rule(by=st.sampled_from(SHIFTS))
    def time_passes(self, by: timedelta) -> None:
        assert isinstance(self.office.clock, FixedClock)
        self.office.clock.advance(self.office.clock.now() + by)

    @precondition(lambda self: any(state in LASTING for _, _, state in self.cases))
    @rule(by=st.sampled_from((timedelta(days=200), timedelta(days=400))))
    def years_pass(self, by: timedelta) -> None:
        self.time_passes(by)

    @rule()
    def sweep_twice(self) -> None:
        sweep(self.office)
        before = everything(self.office)
        again = sweep(self.office)
        assert (again.moved, again.opened, again.overdue) == ({}, {}, 0)
        after = everything(self.office)
        del before["sweeps"], after["sweeps"]
        assert after == before
        self.look()

    @invariant()
    def caps_hold_and_history_leads_to_the_present(self) -> None:
        if not hasattr(self, "office"):
            return
        assert rows_of(self.office, "SELECT * FROM quotas WHERE used > cap OR used < 0") == []
        strange = (
            "SELECT c.code FROM cases c LEFT JOIN history h "
            "ON h.case_code = c.code AND h.seq = c.seq "
            "WHERE h.seq IS NULL OR h.to_state <> c.state OR h.hash <> c.head "
            "OR c.seq <> (SELECT count(*) FROM history WHERE case_code = c.code)"
        )
        assert rows_of(self.office, strange) == []

    def teardown(self) -> None:
        if hasattr(self, "office"):
            found = check(self.office)
            self.office.store.close()
            assert found == [], [v.code for v in found]


class SmallLife(Life):
    world = World(a_programme(), "2026-05-20 09:00:00")


class NationalLife(Life):
    world = World(load_shipped("national-pilots-2026"), "2026-05-20 09:00:00")


TestSmallLife = SmallLife.TestCase
TestSmallLife.settings = examples(30, steps=25)
TestNationalLife = NationalLife.TestCase
TestNationalLife.settings = examples(30, steps=25)
