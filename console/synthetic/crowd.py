"""A virtual clock moved from event to event, and synthetic people who act when it comes to them.

What is due is done by the code that the flows call (rounds and the sweep), what people do goes
through states.actions: nothing here writes a case. The crowd looks only at the database, so that it
can be stopped and taken up again at any instant.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from console.synthetic.calls import Call
from console.synthetic.cast import partner
from console.synthetic.foresight import SECOND_LOOK
from console.synthetic.habits import Act, Diligent, Seen
from console.synthetic.messenger import SYNTHETIC, Messenger
from console.synthetic.sight import Sight
from states.actions import approve_all, perform_all, reject
from states.commands import Command, Verdict
from states.compiled import Compiled
from states.duties import sweep
from states.errors import Refused
from states.history import stamp
from states.office import Office
from states.setup import reach
from states.sweeps.rounds import Release, run_round

REJECTION = "〔合成〕不同意例外"
Progress = Callable[[datetime], None]
Away = Callable[[str, str], bool]
Post = Callable[[], datetime | None]
"""Sends the letters that may go now, and says from when the rest may; None if nothing waits."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An act in the queue; void once something else is planned for the case."""

    code: str
    plan: int
    act: Act


@dataclass(frozen=True, slots=True)
class Approval:
    """Requests that a second person will decide, all of them alike."""

    requests: tuple[str, ...]
    account: str


@dataclass(frozen=True, slots=True)
class Tick:
    """An instant at which something is due by itself."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An instant from which letters that were held go out."""


Event = Call | Planned | Approval | Tick | Mail


@dataclass(frozen=True, slots=True)
class Tried:
    """What was refused to a case at its present entry."""

    seq: int
    at: datetime
    times: int
    codes: frozenset[str]
    soft: tuple[str, ...]


class Crowd:
    """The people of one programme in one office."""

    def __init__(
        self,
        office: Office,
        compiled: Compiled,
        habits: Diligent,
        messenger: Messenger,
        *,
        away: Away = lambda account, case: False,
        progress: Progress = lambda now: None,
        post: Post = lambda: None,
    ) -> None:
        """`away(account, case)`: who does not act on which case, since a real person plays them."""
        self.office, self.compiled, self.habits = office, compiled, habits
        self.messenger, self.away, self.progress = messenger, away, progress
        self.post = post
        self.sight = Sight(office, compiled)
        self._queue: list[tuple[datetime, int, Event]] = []
        self._order = count()
        self._ticks: set[datetime] = set()
        self._mails: set[datetime] = set()
        self._plans: dict[str, int] = {}
        self._tried: dict[str, Tried] = {}
        self._requests: set[str] = set()

    def expect(self, calls: Iterable[Call]) -> None:
        """Put applications into the queue."""
        for call in calls:
            self._put(call.at, call)

    def run(self, until: datetime) -> None:
        """Live through everything up to an instant, at which the clock stands afterwards."""
        for at in self.habits.paths.instants:
            self._tick_at(at)
        self._look()
        self._send()
        while self._queue and self._queue[0][0] <= until:
            self._live(max(self._queue[0][0], self.office.clock.now()))
        self._move_clock(until)
        self._tick()
        self._look()
        self._send()

    def _put(self, at: datetime, event: Event) -> None:
        heapq.heappush(self._queue, (at, next(self._order), event))

    def _tick_at(self, at: datetime) -> None:
        if at not in self._ticks and at >= self.office.clock.now():
            self._ticks.add(at)
            self._put(at, Tick())

    def _move_clock(self, at: datetime) -> None:
        if at > self.office.clock.now():
            reach(self.office, at, via=SYNTHETIC)

    def _live(self, at: datetime) -> None:
        """One instant: first the clock's own work, then people's."""
        self._move_clock(at)
        found: list[Event] = []
        while self._queue and self._queue[0][0] <= at:
            found.append(heapq.heappop(self._queue)[2])
        if any(isinstance(event, Tick) for event in found):
            self._tick()
            self._look()
        self._apply([event for event in found if isinstance(event, Call)])
        self._act([event for event in found if isinstance(event, Planned)])
        self._decide([event for event in found if isinstance(event, Approval)])
        self._look()
        self._send()
        self.progress(at)

    def _send(self) -> None:
        later = self.post()
        if later is not None and later not in self._mails:
            self._mails.add(later)
            self._put(later, Mail())

    def _tick(self) -> None:
        for name in self.compiled.programme.rounds:
            run_round(self.office, name, programme=self.compiled.key)
        sweep(self.office, programme=self.compiled.key, trigger="synthetic")

    def _look(self) -> None:
        """See what has changed and plan what comes next of it."""
        for seen in self.sight.changed():
            self._plan(seen)
            for duty in seen.duties:
                for at in self.sight.instants(duty):
                    self._tick_at(at)
        waiting: dict[str, list[dict[str, Any]]] = {}
        for request in self.sight.waiting():
            waiting.setdefault(request["batch"] or request["request"], []).append(request)
        for batch in waiting.values():
            self._plan_approval(batch)

    def _plan(self, seen: Seen) -> None:
        code = seen.case.code
        self._plans[code] = self._plans.get(code, 0) + 1
        if seen.case.ended:
            return
        act = self.habits.act(self._with_tries(seen))
        if act is None:
            return
        actor = self.messenger.actor(seen.case, act)
        if actor is not None and not self.away(actor, code):
            self._put(act.at, Planned(code, self._plans[code], act))

    def _with_tries(self, seen: Seen) -> Seen:
        tried = self._tried.get(seen.case.code)
        if tried is None or tried.seq != seen.case.seq:
            return seen
        return replace(
            seen, since=tried.at, tries=tried.times, refused=tried.codes, soft=tried.soft
        )

    def _plan_approval(self, batch: Sequence[dict[str, Any]]) -> None:
        account = partner(batch[0]["actor"])
        asked = tuple(
            one["request"]
            for one in batch
            if one["request"] not in self._requests
            and not self.away(account, one["case_code"] or "")
        )
        self._requests.update(asked)
        if asked:
            self._put(self.office.clock.now() + SECOND_LOOK, Approval(asked, account))

    def _apply(self, calls: Sequence[Call]) -> None:
        commands = []
        for call in calls:
            if (made := self.messenger.application(call)) is not None:
                commands.append(made[0])
                self._hire(made[0].actor, call.who.unit.code)
        self._perform(commands)

    def _act(self, planned: Sequence[Planned]) -> None:
        now = self.office.clock.now()
        plain: list[Command] = []
        twice: list[Command] = []
        batches: dict[tuple[str, str, str], list[Command]] = {}
        for one in planned:
            if self._plans[one.code] != one.plan:
                continue
            seen = self._with_tries(self.sight.known[one.code])
            command = self.messenger.command(seen, one.act, now)
            if command is None:
                continue
            self._hire(command.actor, seen.case.unit_code or "")
            batch = self.habits.paths.round_of(seen.case.kind, one.act.move)
            if batch and not one.act.creates and self.messenger.is_bare(command, seen.case):
                batches.setdefault((batch, command.actor, command.move), []).append(command)
            else:
                plain.append(command)
                twice += [command] if one.act.is_sent_twice else []
        self._perform(plain)
        if twice:
            perform_all(self.office, twice, atomic=False)
        if batches:
            self._look()
        for (name, actor, move), commands in batches.items():
            self._release(name, actor, move, commands)

    def _hire(self, actor: str, unit: str) -> None:
        self.messenger.cast.ensure_unit(self.office, actor, unit)

    def _perform(self, commands: Sequence[Command]) -> None:
        if commands:
            for verdict in perform_all(self.office, commands, atomic=False):
                self._keep(verdict)

    def _release(self, name: str, actor: str, move: str, commands: Sequence[Command]) -> None:
        declared = self.compiled.programme.rounds[name]
        cases = tuple(command.case or "" for command in commands)
        if declared.together:
            listed = [
                seen.case.code
                for seen in self.sight.known.values()
                if seen.case.kind == declared.case and seen.case.state in declared.lists
            ]
            cases = tuple(sorted({*cases, *listed}))
        batch = f"synthetic/{name}/{move}/{stamp(self.office.clock.now())}"
        release = Release(actor, move, cases, commands[0].reason, batch, SYNTHETIC)
        report = run_round(self.office, name, programme=self.compiled.key, release=release)
        for refused in report.refused:
            codes = frozenset(str(one["code"]) for one in refused["refused"])
            self._remember(refused["case"], codes, ())

    def _keep(self, verdict: Verdict) -> None:
        case = verdict.command.case or verdict.command.parent
        if verdict.error is None or case is None:
            return
        if isinstance(verdict.error, Refused):
            refusals = verdict.error.refusals
            codes = frozenset(r.code for r in refusals if r.strength != "warn")
            soft = tuple(sorted({r.rule for r in refusals if r.strength == "soft"}))
            self._remember(case, codes, soft)
        else:
            self._remember(case, frozenset({verdict.error.code}), ())

    def _remember(self, case: str, codes: frozenset[str], soft: tuple[str, ...]) -> None:
        seen = self.sight.known[case]
        before = self._with_tries(seen).tries
        now = self.office.clock.now()
        self._tried[case] = Tried(seen.case.seq, now, before + 1, codes, soft)
        self._plan(seen)

    def _decide(self, approvals: Sequence[Approval]) -> None:
        for one in approvals:
            try:
                if self.habits.approves(one.requests[0]):
                    approve_all(self.office, one.requests, one.account, via=SYNTHETIC)
                    continue
                for name in one.requests:
                    reject(self.office, name, one.account, via=SYNTHETIC, reason=REJECTION)
            except Refused:
                continue
