"""The act that would mend a difference with another system, as a command line to copy."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import datetime

from config.settings import as_typed
from console.imports.facts import MOVED, STATE, Common
from console.imports.placing import Difference, Placed, Placing
from console.words.texts import say
from states.queries.holdings import Here
from states.words.titles import titles

UNKNOWN_DAY = "YYYY-MM-DD"


class Mending:
    """Writes acts for one table."""

    def __init__(self, placing: Placing, common: Common, account: str | None) -> None:
        self.placing, self.common, self.account = placing, common, account

    def mends(self, placed: Placed) -> Iterator[str]:
        """What would bring us level with a row of which we have the case."""
        here = placed.here
        assert here is not None
        fields = [one for one in placed.differs if not one.field.startswith("@")]
        if fields:
            yield self._values(placed, here, fields)
        for difference in placed.differs:
            if difference.field.startswith("@"):
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

    def _values(self, placed: Placed, here: Here, differs: Sequence[Difference]) -> str:
        """Other values of the form: what the entry that brought the case into being said."""
        form = self.placing.declared.form
        fixed = [one for one in differs if form[one.field].type in ("jurisdiction", "category")]
        if fixed:
            named = titles(form[one.field] for one in fixed)
            return say("mend.fixed", self.placing.lang, code=here.code, fields=named)
        born = here.made[0]
        given = [word for one in differs for word in ("--set", f"{one.field}={one.theirs}")]
        cited = ("--corrects", str(born.seq))
        source = ("--source", self._source(placed))
        return self._line("record", born.move, here.code, *cited, *given, *source)

    def _mend(self, placed: Placed, here: Here, difference: Difference) -> str:
        made = difference.made
        if made is None or not made.is_record:
            seq = made.seq if made else "—"
            return say("mend.decided", self.placing.lang, code=here.code, seq=seq)
        if difference.field == STATE:
            move = self._leading_to(placed)
            at = self._days(placed).get(move)
        else:
            move = difference.field.removeprefix(MOVED)
            at = placed.told.days.get(move)
        when = ("--occurred", self._day(at), "--source", self._source(placed))
        return self._line("record", move, here.code, "--corrects", str(made.seq), *when)

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
        asked = self.placing.asked(placed.told, move).items()
        values = [w for n, v in asked for w in ("--set", f"{n}={self.placing.text(n, v)}")]
        source = ("--source", self._source(placed))
        return self._line("record", move, here.code, *when, *values, *source, *given)

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
        return f"{as_typed()} {shlex.join((*words, *by))}"
