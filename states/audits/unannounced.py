"""What is decided on one case and not announced yet, folded from its history and compared with the
rows that decide what everybody sees who is not told of it: I1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, bindparam, select

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.acts.remarks import NOTE
from states.audits.columns import COLUMNS
from states.audits.comparing import as_read, differing
from states.audits.findings import Audit
from states.commands import CORRECT
from states.compiled import Compiled
from states.record.stored import Entry, rows
from states.tables import SEEN, history

_VALUES = tuple(name for name in SEEN if name not in ("state", "ended"))
Stand = tuple[str, int]
"""A state, and whether the case has ended there."""
_later = history.alias("later")
_ROOT = (
    select(history.c.case_code, _later.c.seq)
    .select_from(
        history.outerjoin(
            _later,
            and_(
                _later.c.case_code == history.c.case_code,
                _later.c.seq > history.c.seq,
                _later.c.effects.like('%"announced":"now"%'),
            ),
        )
    )
    .where(history.c.command == bindparam("command"))
)


@dataclass(slots=True)
class Waiting:
    """An entry that is not announced yet. `root`: the case with which it is; `kept`: the case as it
    was before, but for where it stood, if this is its first; `is_sure`: whether it must be hidden,
    or may be."""

    entry: Entry
    root: str
    kept: dict[str, Any] | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of somebody who is not told. `states`: where he may see the case since."""

    entry: Entry
    root: str
    states: tuple[str, ...]


def _given(entry: Entry, effects: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody who is not told sees after an entry of his own: what he saw, and that."""
    own = {name: as_read(getattr(entry, name)) for name in ("fields", "documents", "checks")}
    # an entry that cannot be read is named where the case is folded
    seen = {n: {**before[n], **given} for n, given in own.items() if isinstance(given, dict)}
    holds = {**before["holds"], **effects.get("takes", {})}
    gone = effects.get("gives", {})
    seen["holds"] = {bucket: column for bucket, column in holds.items() if bucket not in gone}
    return {**seen, "changed_at": entry.recorded_at}


class Unannounced:
    """Takes the decisions on a case that are announced later, and what is done until they are."""

    def __init__(self, audit: Audit, code: str, kind: str, compiled: Compiled | None) -> None:
        self._audit, self._code, self._kind, self._compiled = audit, code, kind, compiled
        self._waiting: list[Waiting] = []
        self._shown: list[Shown] = []
        # where those who are not told may see the case stand by now
        self._stands: list[Stand] = []
        self._move = ""

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def decided(self, entry: Entry, last: Entry | None, stood: Mapping[str, Any]) -> None:
        """Take a decision that is announced later; `last` is the entry before it, `stood` what was
        seen of the case until then."""
        self._move = entry.move
        root = self._root(entry)
        if root is None:
            return
        kept = None
        if last is not None and self._kept() is None:
            kept = {"programme": last.programme, "seq": last.seq, "head": last.hash}
            kept |= {name: stood[name] for name in _VALUES}
            self._stands = [(stood["state"], stood["ended"])]
        self._waiting.append(Waiting(entry, root, kept))

    def follows(self, entry: Entry, effects: Mapping[str, Any], stands: Mapping[str, Any]) -> None:
        """Take any other entry while something waits; `stands` is what the case is after it."""
        if effects.get("announced"):
            # what another case announces stays hidden until that one does
            others = [one for one in self._waiting if one.root != self._code]
            self._waiting = [replace(one, kept=None) for one in others]
            self._shown = [one for one in self._shown if one.root != self._code]
            return
        kept = self._kept()
        if kept is None or kept.kept is None or self._compiled is None:
            return
        is_told = entry.role in self._compiled.told
        if entry.move == CORRECT or (entry.move == NOTE and (is_told or self._is_told(entry))):
            is_sure = entry.move == CORRECT or is_told
            self._waiting.append(Waiting(entry, kept.root, is_sure=is_sure))
        elif (move := self._compiled.move(self._kind, entry.move)) and not (
            is_told or entry.role == SYSTEM
        ):
            kept.kept |= _given(entry, effects, kept.kept)
            led = [to for at in self._stands for to in self._led(entry, move, effects, at)]
            self._shows(entry, kept.root, led, (stands["state"], stands["ended"]))

    def close(self, is_said: bool) -> None:
        """Compare with the rows; `is_said`: whether the case says that something waits."""
        kept, stored = self._kept(), self._audit.unannounced.get(self._code)
        if is_said != (kept is not None):
            self._differs("unannounced", int(is_said), int(kept is not None), "ColumnDiffers")
        if kept is not None and stored is None:
            self._audit.at("I1", "KeptGone", kept.entry, self._kind)
        elif kept is None and stored is not None:
            self._audit.add("I1", "KeptUnasked", self._code)
        elif kept is not None and kept.kept is not None and stored is not None:
            folded = {"root": kept.root, "move": self._move, **kept.kept}
            if (stored["state"], stored["ended"]) not in self._stands:
                folded["state"], folded["ended"] = self._stands[0]
            for column, value in folded.items():
                self._differs(column, stored[column], value, "KeptDiffers")
        self._close_entries(dict(self._audit.hidden.get(self._code, {})))
        self._close_shown(dict(self._audit.shown.get(self._code, {})))

    def _close_entries(self, hidden: dict[int, str]) -> None:
        for one in self._waiting:
            root = hidden.pop(one.entry.seq, None)
            if root != one.root and (one.is_sure or root is not None):
                code = "EntryShown" if root is None else "EntryWaitsFor"
                named = {"stored": root, "folded": one.root}
                self._audit.at("I1", code, one.entry, self._kind, **named)
        for seq in hidden:
            self._audit.add("I1", "EntryHidden", self._code, seq)

    def _close_shown(self, stored: dict[int, tuple[str, str]]) -> None:
        for one in self._shown:
            root, state = stored.pop(one.entry.seq, (one.root, one.states[0]))
            if root != one.root:
                named = {"stored": root, "folded": one.root}
                self._audit.at("I1", "EntryWaitsFor", one.entry, self._kind, **named)
            if state not in one.states:
                self._differs("state", state, one.states[0], "KeptDiffers", one.entry.seq)
        # one that must be hidden is named for that
        for seq in sorted(stored.keys() - {one.entry.seq for one in self._waiting if one.is_sure}):
            self._audit.add("I1", "EntryHidden", self._code, seq)

    def _shows(self, entry: Entry, root: str, led: list[Stand], went: Stand) -> None:
        """Take an entry of somebody who is not told; `led`: where it may lead from what he saw,
        `went`: where the case stands."""
        row = self._audit.shown.get(self._code, {}).get(entry.seq)
        if row is None:
            # one from before such rows were written has none, and led where the case went
            led = led + (self._stands if entry.from_state == entry.to_state else [went])
        self._shown.append(Shown(entry, root, tuple(state for state, _ in led)))
        seen = [at for at in led if row is None or at[0] == row[1]]
        self._stands = list(dict.fromkeys(seen or led))

    def _led(
        self, entry: Entry, move: Move, effects: Mapping[str, Any], before: Stand
    ) -> Iterator[Stand]:
        """Where a move may lead those who saw the case stand elsewhere than it did."""
        assert self._compiled is not None
        state, ended = before
        target = self._compiled.machines[self._kind].target(entry.move, state)
        led = target or (state if move.stays else move.to)
        goes_on = ended and self._ends(state) and not (move.stays or self._ends(move.to))
        if goes_on and not effects.keys() & {"corrects", "reopens"}:
            # it happened before the end, which stands
            led = state
        yield led, ended if led == state else int(self._ends(led))
        if "corrects" in effects:
            # whether that came before an end depends on the whole course
            yield before

    def _ends(self, state: str) -> bool:
        declared = self._compiled.kind(self._kind).states.get(state) if self._compiled else None
        return declared is not None and declared.end is not None

    def _kept(self) -> Waiting | None:
        return next((one for one in self._waiting if one.kept is not None), None)

    def _root(self, entry: Entry) -> str | None:
        """The case with which a decision is announced; None if it has been."""
        if entry.actor != SYSTEM:
            return self._code
        # what follows from a command carries its id with a number appended
        command = entry.command.rpartition(".")[0]
        found = next(rows(self._audit.office, self._audit.tx, _ROOT, command=command), None)
        if found is None and self._compiled and self._compiled.move(self._kind, entry.move):
            return self._code  # the clock made it, and it followed from nothing
        if found is None or found[1] is not None:
            return None  # an entry that is gone is named by its chain
        return str(found[0])

    def _is_told(self, entry: Entry) -> bool:
        """Whether the actor held another role then that is told, here or elsewhere."""
        told = self._compiled.told if self._compiled else ()
        return any(
            stretch.covers(entry)
            for (account, role, _), held in self._audit.held.items()
            if account == entry.actor and role in told
            for stretch in held
        )

    def _differs(
        self, column: str, stored: Any, folded: Any, code: str, seq: int | None = None
    ) -> None:
        found = differing(stored, folded)
        if found is not None:
            named = {"column": COLUMNS[column], "column_en": column}
            shown = {"stored": found[0], "folded": found[1]}
            self._audit.add("I1", code, self._code, seq, **named, **shown)
