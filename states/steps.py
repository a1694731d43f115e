"""What was done on a case before, as far as a decision looks back at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple


class Made(NamedTuple):
    """What people did on a case and when it really happened, as far as is known by now. `seq`: its
    entry; `place`: that, or the one whose place it took. `turns`: whether the state changed.
    `is_record`: whether it is a fact that was recorded, and no decision made here."""

    seq: int
    place: int
    move: str
    at: str
    turns: bool
    is_record: bool


class Step(NamedTuple):
    """An entry of a case as far as its course depends on it. `at`: when it happened; `known_at`:
    when that was first recorded."""

    seq: int
    move: str
    from_state: str | None
    to_state: str
    at: str
    known_at: str
    command: str
    fields: Mapping[str, Any]
    effects: Mapping[str, Any]

    @property
    def cause(self) -> str:
        """The command that brought the entry about on another case than its own; empty if none
        did."""
        root, _, number = self.command.rpartition(".")
        return root if number.isdecimal() else ""


def lifted_by(effects: Mapping[str, Any]) -> list[int]:
    """The entries that hold no longer with one that puts others right, besides the one whose place
    it takes: an end after which the case went on, what the clock did after what it ought not."""
    opened = effects.get("reopens")
    ends = [opened["seq"]] if opened else []
    return [*ends, *effects.get("corrects", {}).get("lifts", ())]


@dataclass(frozen=True, slots=True)
class Cited:
    """The entry that a correction puts right; `from_state`: where the case stood when the first at
    its place was made; `occurred_at` as the last correction has it. `flags`: what stands noted
    against it, code and words. `taken`, `given`: the slots that are its doing; `settled`: the
    duties. `how` it is cited: another act is put in its place, or the end that it was is an end no
    longer. `reopened`: the end that the first at its place had opened again; `lifts`: what holds no
    longer with it.
    `too_early`: what is to take its place would lead on from an end, but happened before that.
    `moved`: the fact that by its right day does not belong where it stands, but here; `again`: what
    holds again without it there."""

    seq: int
    move: str
    actor: str
    is_record: bool
    from_state: str | None
    occurred_at: str
    flags: frozenset[tuple[str, str]] = frozenset()
    taken: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    settled: frozenset[tuple[str, int]] = frozenset()
    how: Literal["corrects", "reopens"] = "corrects"
    reopened: Mapping[str, Any] | None = None
    lifts: tuple[int, ...] = ()
    too_early: bool = False
    moved: int | None = None
    again: tuple[int, ...] = ()
