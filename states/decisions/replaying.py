"""The duties of a case as its course makes them: every entry that holds is made once more. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from states.compiled import OPEN, Compiled
from states.decisions.columns import with_columns
from states.decisions.consequences import AGAIN, FOLLOW_PARENT, UPDATE
from states.decisions.courses import RIGHT, Course, is_by_clock
from states.decisions.done_before import done_before, not_done_by
from states.decisions.duty_days import Around
from states.decisions.limit_effects import on_limit
from states.decisions.own_duties import move_days, on_own_duties, open_duties, settled_as
from states.decisions.pausing import pause, resume
from states.facts import Case, DutyRow
from states.history import instant
from states.plan import PUTTING_RIGHT, Changed, Draft, NewDuty, Plan, Settled
from states.steps import Step


class Arisen(NamedTuple):
    """What makes a duty the same whichever act stands at a place: its name, the place where it
    arose, and which of several of that name it is."""

    duty: str
    place: int
    which: int


STANDS = ("status", "settled_at", "settled_seq", "overdue_at")
"""What of a duty says how it stands, apart from its day."""
Numbers = Mapping[Arisen, int]
"""The numbers under which duties of a case are stored."""


def numbers_of(steps: Iterable[Step], course: Course) -> dict[Arisen, int]:
    """The numbers that the duties of a case have, by what its entries say that they opened."""
    found: dict[Arisen, int] = {}
    for step in steps:
        says = (step.effects.get(key, {}).get("opened") for key in PUTTING_RIGHT)
        stated = next(filter(None, says), None)
        if stated is not None:
            found |= {Arisen(duty, place, which): n for duty, n, place, which in stated}
            continue
        counted: dict[str, int] = {}
        for duty, n, *_ in step.effects.get("opens", ()):
            which = counted[duty] = counted.get(duty, -1) + 1
            found[Arisen(duty, course.places.get(step.seq, step.seq), which)] = n
    return found


@dataclass(slots=True)
class Replay:
    """The duties of one case while its course runs once more. `above`: the course of its parent;
    `stored`: the numbers of its duties; `last`: for each name the highest number given.
    `groundless`: what the clock did and by this course would not have done."""

    compiled: Compiled
    case: Case
    parent: Case | None
    above: Course | None
    stored: Numbers
    last: dict[str, int]
    groundless: list[Step] = field(default_factory=list)
    rows: dict[Arisen, DutyRow] = field(default_factory=dict)
    born: dict[Arisen, NewDuty] = field(default_factory=dict)
    _made: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    _fields: dict[str, Any] = field(default_factory=dict)
    _stood: dict[int, str] = field(default_factory=dict)
    _state: str = ""
    _is_open: bool = False
    _followed: bool = False
    _spared: int = 0

    def run(self, course: Course, state: str | None) -> "Replay":
        """Make every entry of the course; the duties then stand in `rows`. `state`: where the case
        stands in the end. If that is no end, no end in the course is the last word."""
        turning = [step for step in course.steps if step.from_state != step.to_state]
        if turning and not self._is_end(state):
            self._spared = turning[-1].seq
        places = {step.seq: place for place, step in course.holders.items()}
        for step in course.steps:
            if is_by_clock(self.compiled, self.case.kind, step) and not self._has_ground(step):
                self.groundless.append(step)
            self._make(step, places[step.seq])
        return self

    def _is_end(self, state: str | None) -> bool:
        declared = self.compiled.kind(self.case.kind).states
        return state is not None and declared[state].end is not None

    def end(self, at: str, seq: int) -> None:
        """What is still owed when the life of a case has ended is waived."""
        for key, row in self.rows.items():
            if row.is_unsettled:
                self.rows[key] = row._replace(status="waived", settled_at=at, settled_seq=seq)

    def _make(self, step: Step, place: int) -> None:
        move = self.compiled.move(self.case.kind, step.move)
        if move is None and step.move not in (OPEN, AGAIN, UPDATE):
            if step.move == FOLLOW_PARENT:
                self._take_later(step)
                self.end(step.at, step.seq)
                self._is_open, self._followed = False, True
            elif step.move != RIGHT:
                self._as_stored(step, place)
            return
        self._fields |= step.fields
        self._stood[step.seq] = self._state
        # a move that leaves the state, as one does that happened before an end, was recorded where
        # the case was believed to stand
        stays = move is not None and self._state and (move.stays or step.to_state != move.to)
        state = self._state if stays else step.to_state
        self._followed = self._followed and step.move not in (OPEN, AGAIN)
        stands: dict[str, Any] = {"state": state, "seq": place, "ended": self._followed}
        known = self.case._replace(fields=dict(self._fields), **stands)
        after = with_columns(self.compiled, known, dict(step.fields))
        draft = Draft(after, step.move, step.from_state, (), "", "", "", "", dict(step.fields))
        around = self._around(step)
        rows = list(self.rows.values())
        if move is not None:
            plan = Plan("", around.counts)
            on_own_duties(self.compiled, around, plan, draft, move, rows)
            if self._has_ended:
                self._done_before(draft, step, rows)
            for effect in (one for one in move.effects if one.is_on_limit):
                on_limit(self.compiled, around, draft, effect, rows)
        elif step.move == OPEN or (step.move == AGAIN and not self._is_open):
            self._is_open = True
            open_duties(self.compiled, around, draft, [], creation=True)
        elif step.move == UPDATE:
            move_days(self.compiled, around, draft, rows)
        self._take(draft, step, place)
        if not self._is_end(state):
            self._state = state
        elif step.seq != self._spared:
            self._take_later(step)
            self._state = state
            if move is not None:
                self.end(step.at, step.seq)
        note(self._made, self.case.code, step)

    def _has_ground(self, step: Step) -> bool:
        """Whether the clock found the case where its move starts, and what lapses with it undone by
        its day."""
        move = self.compiled.kind(self.case.kind).moves[step.move]
        if self._state not in move.from_:
            return False
        lapsing = (row for row in self.rows.values() if row.duty == move.lapse_of)
        ends = ((row.due_at, row.settled_at or step.known_at) for row in lapsing)
        return move.lapse_of is None or any(
            due and due <= min(end, step.known_at) for due, end in ends
        )

    def _take_later(self, end: Step) -> None:
        """What is of a later day than the end was not done by then."""
        for key, row in self.rows.items() if not self._has_ended else ():
            if row.status in ("met", "late") and row.settled_seq in self._stood:
                stood = self._stood[row.settled_seq]
                if not_done_by(self.compiled, self.case.kind, end, str(row.settled_at), stood):
                    self.rows[key] = row._replace(status="open")

    @property
    def _has_ended(self) -> bool:
        return self._followed or bool(self._state and self._is_end(self._state))

    def _done_before(self, draft: Draft, step: Step, rows: Sequence[DutyRow]) -> None:
        at = instant(step.at)
        for done in done_before(self.compiled, draft.after, self.parent, rows, step.move, at):
            for key in self._keys(done.row.duty, done.row.n):
                self.rows[key] = self.rows[key]._replace(**{**done.now, "settled_seq": step.seq})

    def _around(self, step: Step) -> Around:
        made, parent = dict(self._made), self.parent
        if self.above is not None and parent is not None:
            # the parent as it was known to be then; what follows it later says so itself
            known = [one for one in self.above.steps if one.known_at <= step.known_at]
            fields: dict[str, Any] = {}
            for one in known:
                note(made, parent.code, one)
                fields |= one.fields
            parent = parent._replace(fields=fields)
        making = (self.case.code, step.move)
        return Around(instant(step.at), making, parent, made)

    def _take(self, draft: Draft, step: Step, place: int) -> None:
        for change in draft.changes:
            self._set(change.row.duty, change.row.n, change.now)
        for duty, n in draft.marks:
            self._set(duty, n, {"status": "overdue", "overdue_at": step.known_at})
        for done in draft.settles:
            self._settle(done, step)
        self._arise(draft.opens, place)

    def _arise(self, opens: Iterable[NewDuty], place: int) -> None:
        counted: dict[str, int] = {}
        for new in opens:
            which = counted[new.duty] = counted.get(new.duty, -1) + 1
            key = Arisen(new.duty, place, which)
            new.n = self.stored.get(key) or self.last.get(new.duty, 0) + 1
            self.last[new.duty] = max(new.n, self.last.get(new.duty, 0))
            self.born[key], self.rows[key] = new, row_of(self.case, new)

    def _as_stored(self, step: Step, place: int) -> None:
        """What no file declares (an extension, a pause, a new calendar, a mark, what follows from
        the parent) did what it says, if it still meets a duty that is owed."""
        for change in step.effects.get("changes", ()):
            if change["how"] in ("paused", "resumed"):
                self._pace(change, instant(step.at))
            else:
                self._set(change["duty"], change["n"], change["now"])
        self._arise(map(self._stored, step.effects.get("opens", ())), place)
        for duty, n in step.effects.get("overdue", ()):
            for key in self._keys(duty, n):
                row = self.rows[key]
                if row.due_at and row.status == "open" and step.known_at >= row.due_at:
                    self._set(duty, n, {"status": "overdue", "overdue_at": step.known_at})
        for duty, n, status in step.effects.get("settles", ()):
            self._settle(Settled(duty, n, status), step)

    def _stored(self, opened: Sequence[Any]) -> NewDuty:
        """A duty as an entry says that it arose."""
        name, n, due_on, due_at, provisional, owed_by, *more = opened
        duty = self.compiled.programme.duties[name]
        phrase = self.compiled.limit_of(duty, self.case.jurisdiction).phrase
        known = {"phrase": phrase, **(more[0] if more else {})}
        return NewDuty(
            name,
            n,
            owed_by,
            known.pop("phrase"),
            duty.clause,
            due_on,
            due_at,
            bool(provisional),
            **known,
        )

    def _pace(self, change: Mapping[str, Any], at: datetime) -> None:
        """A limit that people stopped, or let run on, does so from the day that it has here."""
        for key in self._keys(change["duty"], change["n"]):
            row = self.rows[key]
            if change["how"] == "paused":
                found = pause(self.compiled, self.case, row, at, change["for"])
            else:
                found = resume(self.compiled, row, at)
            if row.is_unsettled and isinstance(found, Changed):
                self._set(row.duty, row.n, found.now)

    def _settle(self, done: Settled, step: Step) -> None:
        for key in self._keys(done.duty, done.n):
            row = self.rows[key]
            if row.is_unsettled:
                self.rows[key] = row._replace(
                    status=done.status, settled_at=step.at, settled_seq=step.seq
                )

    def _set(self, duty: str, n: int, now: Mapping[str, Any]) -> None:
        for key in self._keys(duty, n):
            row = self.rows[key]
            kept = {k: v for k, v in now.items() if row.is_unsettled or k not in STANDS}
            self.rows[key] = _judged(row._replace(**kept))

    def _keys(self, duty: str, n: int) -> Iterator[Arisen]:
        return iter([key for key, row in self.rows.items() if (row.duty, row.n) == (duty, n)])


def note(made: dict[tuple[str, str], tuple[str, int]], case: str, step: Step) -> None:
    """Count an entry of a case among those made. The last time is that of the latest day: facts are
    recorded in any order."""
    at, times = made.get((case, step.move), ("", 0))
    made[case, step.move] = (max(at, step.at), times + 1)


def _judged(row: DutyRow) -> DutyRow:
    """What was done is late or in time by the day that it has."""
    if row.status in ("met", "late") and row.settled_at and (row.due_at or row.paused_at):
        return row._replace(status=settled_as(row, row.settled_at))
    return row


def row_of(case: Case, new: NewDuty) -> DutyRow:
    """A duty as it stands when it has just arisen."""
    return DutyRow(
        case_code=case.code,
        duty=new.duty,
        n=new.n,
        owed_by=new.owed_by,
        due_on=new.due_on,
        due_at=new.due_at,
        status="open",
        period=case.period,
        provisional=int(new.provisional),
        opens_at=new.opens_at,
        basis=new.basis,
        target=new.target,
    )
