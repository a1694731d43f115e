"""The act that would mend a difference with another system, as a command line to copy."""

import shlex
from collections.abc import Iterator
from datetime import datetime

from console.imports.facts import MOVED, STATE, Common
from console.imports.placing import Difference, Placed, Placing
from console.texts import say
from states.queries.holdings import Here

UNKNOWN_DAY = "YYYY-MM-DD"


class Mending:
    """Writes acts for one table."""

    def __init__(self, placing: Placing, common: Common, account: str | None) -> None:
        self.placing, self.common, self.account = placing, common, account

    def mends(self, placed: Placed) -> Iterator[str]:
        """What would bring us level with a row of which we have the case."""
        here = placed.here
        assert here is not None
        for difference in placed.differs:
            yield self._mend(placed, here, difference)
        days = self._days(placed)
        for move in placed.way:
            yield self._record(placed, move, here, days.get(move))

    def gone(self, here: Here) -> str:
        """What to do about a case that the other system does not have: record why, if somebody can
        end it."""
        ends = {n for n, s in self.placing.declared.states.items() if s.end == "exceptional"}
        able = [
            name
            for name, move in self.placing.declared.moves_from(here.state)
            if move.to in ends and "system" not in move.by
        ]
        if here.is_ended or not able:
            return say("mend.there", self.placing.lang, code=here.code)
        name = "withdraw" if "withdraw" in able else able[0]
        return self._line(
            "record", name, here.code, "--occurred", UNKNOWN_DAY, "--source", self._source(None)
        )

    def _mend(self, placed: Placed, here: Here, difference: Difference) -> str:
        made, field = difference.made, difference.field
        if made is None:
            return say("mend.there", self.placing.lang, code=here.code)
        cited = ("--corrects", str(made.seq))
        source = ("--source", self._source(placed))
        if field == STATE or field.startswith(MOVED):
            if not made.is_record:
                return say("mend.decided", self.placing.lang, code=here.code, seq=made.seq)
            if field == STATE:
                days = self._days(placed)
                move = self._leading_to(placed)
                when = ("--occurred", self._day(days.get(move)))
                return self._line("record", move, here.code, *cited, *when, *source)
            move = field.removeprefix(MOVED)
            when = ("--occurred", self._day(placed.told.days.get(move)))
            return self._line("record", move, here.code, *cited, *when, *source)
        given = ("--set", f"{field}={difference.theirs}")
        return self._line("record", made.move, here.code, *cited, *given, *source)

    def _leading_to(self, placed: Placed) -> str:
        """The move that leads to the state which the row names."""
        moves = self.placing.declared.moves
        for name, move in moves.items():
            if move.to == placed.told.state and "system" not in move.by:
                return name
        return next(iter(moves))

    def _days(self, placed: Placed) -> dict[str, datetime]:
        days = dict(placed.told.days)
        if placed.told.occurred and placed.way:
            days.setdefault(placed.way[-1], placed.told.occurred)
        return days

    def _record(self, placed: Placed, move: str, here: Here, at: datetime | None) -> str:
        reference = placed.told.reference
        given = ("--reference", reference) if reference else ()
        when = ("--occurred", self._day(at))
        source = ("--source", self._source(placed))
        return self._line("record", move, here.code, *when, *source, *given)

    def _source(self, placed: Placed | None) -> str:
        told = placed.told.source if placed else self.common.source
        return told or self.placing.compiled.programme.record_system or "—"

    def _day(self, at: datetime | None) -> str:
        if at is None:
            return UNKNOWN_DAY
        local = at.astimezone(self.placing.zone)
        whole = (local.hour, local.minute, local.second) == (0, 0, 0)
        return local.date().isoformat() if whole else local.strftime("%Y-%m-%dT%H:%M:%S")

    def _line(self, *words: str) -> str:
        by = ("--as", self.account) if self.account else ()
        return shlex.join(("shidian", *words, *by))
