"""What an export is asked for: by whom, of which cases, as of when; and the rows it reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from console.exports.cells import About
from console.words.texts import say
from states.history import instant, stamp
from states.queries.lists import CaseFilter, every_case
from states.queries.persons import is_about_a_person, unit_title
from states.words.joining import apart, listed

if TYPE_CHECKING:
    from states.office import Office
    from states.queries.answers import Duty
    from states.queries.list_rows import CaseRow
    from states.queries.outline import Outline
    from states.queries.viewers import Viewer

PAGE = 500
EVERY = CaseFilter()


@dataclass(frozen=True)
class Asked:
    """One export. Without `kinds` every kind of case is meant; `at` looks back to an instant."""

    office: "Office"
    who: str
    outline: "Outline"
    lang: str = "zh"
    filter: CaseFilter = EVERY
    kinds: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    at: datetime | None = None

    def say(self, key: str, **parameters: Any) -> str:
        """A sentence of the message table."""
        return say(key, self.lang, **parameters)

    def heading(self, name: str) -> str:
        """What stands over a column. The units, or persons, of the kinds that are meant are called
        as their form does; where forms differ, by a word that fits them all."""
        if name != "unit":
            return self.say(f"head.{name}")
        kinds = self.kinds or tuple(self.outline.kinds)
        titles = {unit_title(self.outline, kind, self.lang) for kind in kinds} - {""}
        if len(titles) == 1:
            return titles.pop()
        persons = {is_about_a_person(self.outline, kind) for kind in kinds}
        return self.say("head.unit" if True not in persons else "head.unit-or-person")

    def listed(self, words: Iterable[Any]) -> str:
        """A list in words."""
        return listed(words, self.lang)

    def apart(self, parts: Iterable[Any]) -> str:
        """Remarks one after another."""
        return apart(parts, self.lang)

    def local(self, stamped: str | None) -> datetime | None:
        """A stored instant as it is read in the programme's zone."""
        if not stamped:
            return None
        return instant(stamped).astimezone(self.outline.tz).replace(tzinfo=None, microsecond=0)

    @property
    def mark(self) -> str:
        """What a demonstration or a simulation carries; empty for a real database."""
        kind = self.office.kind
        return "" if kind == "real" else self.say(f"mark.{kind}")

    @property
    def warning(self) -> str:
        """The mark with what it means."""
        return self.say("mark.says", mark=self.mark) if self.mark else ""

    @property
    def moment(self) -> datetime:
        """The instant that the export shows."""
        return self.at or self.office.clock.now()

    def about(self, name: str) -> About:
        """What stands over the export."""
        shown = self.local(stamp(self.moment))
        says = self.say(
            "export.as-of", at=f"{shown:%Y-%m-%d %H:%M}", by=self.outline.title(self.lang)
        )
        return About(name, says, self.mark, self.warning)

    @property
    def is_narrow(self) -> bool:
        """Whether only some cases are meant."""
        f = self.filter
        return bool(
            f.codes or self.kinds or f.state or f.jurisdiction or f.category or f.text or f.due
        )

    def cases(self, viewer: "Viewer | None" = None) -> "Iterator[CaseRow]":
        """The cases that are meant, kind by kind in order of their codes; as another viewer sees
        them if one is given."""
        for kind in self.kinds or self.outline.kinds:
            wanted = _of_kind(self.filter, self.outline.key, kind)
            if self.at is None:
                yield from every_case(self.office, viewer or self.who, wanted, lang=self.lang)
            else:
                yield from self._then(wanted)

    def _then(self, wanted: CaseFilter) -> "Iterator[CaseRow]":
        from states.queries.past import cases_at

        assert self.at is not None
        yield from cases_at(self.office, self.who, wanted, self.at, lang=self.lang)

    @cached_property
    def meant(self) -> frozenset[str] | None:
        """The codes of the cases that are meant; None for all."""
        return frozenset(row.code for row in self.cases()) if self.is_narrow else None

    def owed(self) -> "list[Duty]":
        """Every unsettled duty that has a day, on the cases that are meant and on their children,
        the oldest first."""
        found = duties_of(self.office, self.who, at=self.at, lang=self.lang)
        if self.meant is None:
            return found
        return [d for d in found if d.case in self.meant or d.parent in self.meant]


def duties_of(
    office: "Office", who: str, *, at: datetime | None = None, lang: str = "zh"
) -> "list[Duty]":
    """Every unsettled duty within reach that has a day, the oldest first."""
    if at is not None:
        from states.queries.past import duties_at

        return [duty for duty in duties_at(office, who, at, lang=lang) if duty.due_on]
    from states.queries.duties import due, overdue

    found: list[Duty] = []
    page: str | None = None
    while True:
        over = overdue(office, who, page=page, limit=PAGE, lang=lang)
        found += over.rows
        if (page := over.next) is None:
            break
    while True:
        soon = due(office, who, days=36_500, page=page, limit=PAGE, lang=lang)
        found += soon.rows
        if (page := soon.next) is None:
            return found


def _of_kind(wanted: CaseFilter, programme: str, kind: str) -> CaseFilter:
    from dataclasses import replace

    return replace(wanted, programme=programme, kind=kind)
