"""What a programme asked of each unit: fields, documents, duties, reminders, returns; and what it
asked twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, bindparam, case, func, select

from states.history import from_text
from states.queries.answers import Answer
from states.queries.lists import chosen
from states.queries.outline import STAYS, Outline, outline
from states.queries.persons import unit_code
from states.queries.repeats import Repeat, repeats_of
from states.queries.viewers import Viewer, in_reach, seen
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases, duties, outbox
from states.tables import history as entries
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

AT_ONCE = 25_000
MEASURES = ("cases", "fields", "documents", "duties", "reminders", "returns", "twice")


@dataclass(frozen=True, slots=True)
class Burden(Answer):
    """What was asked of a unit, or of all units of a jurisdiction (`unit` None): values of forms,
    documents handed in (shared ones belong to no unit), duties, reminders, times sent back, and
    fields asked for although the case held them already."""

    unit: str | None
    unit_code: str | None
    jurisdiction: str | None
    jurisdiction_title: str
    units: int
    cases: int
    fields: int
    documents: int
    duties: int
    reminders: int
    returns: int
    twice: int


@dataclass(frozen=True, slots=True)
class AskedTwice(Answer):
    """A field asked for a second time, where and how often."""

    kind: str
    kind_title: str
    field: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Burdens(Answer):
    """The burden of a programme within the viewer's reach."""

    programme: str
    programme_title: str
    total: Burden
    jurisdictions: tuple[Burden, ...]
    units: tuple[Burden, ...]
    twice: tuple[AskedTwice, ...]


_OURS = (
    cases.c.programme == bindparam("programme"),
    cases.c.kind != "programme",
    in_reach(),
)
_OF_UNIT = (cases.c.unit_key, cases.c.jurisdiction)
_N: Any = func.count().label("n")
_PAGE = (
    select(
        cases.c.code,
        cases.c.kind,
        cases.c.programme_version,
        cases.c.fields,
        cases.c.documents,
        cases.c.jurisdiction,
        cases.c.unit_key,
        cases.c.unit_name,
        cases.c.unit_code,
    )
    .where(*_OURS, cases.c.code > bindparam("after"))
    .order_by(cases.c.code)
    .limit(AT_ONCE)
)
_DUTIES = (
    select(*_OF_UNIT, _N)
    .select_from(duties.join(cases, cases.c.code == duties.c.case_code))
    .where(*_OURS)
    .group_by(*_OF_UNIT)
)
# one reminder goes to each role that owes the duty: its key without the recipient is the occasion
_occasion = case(
    (outbox.c.rule.is_(None), outbox.c.key),
    else_=func.substr(
        outbox.c.key, 1, func.length(outbox.c.key) - func.length(outbox.c.recipient) - 1
    ),
)
_REMINDERS = (
    select(*_OF_UNIT, func.count(_occasion.distinct()).label("n"))
    .select_from(outbox.join(cases, cases.c.code == outbox.c.case_code))
    .where(*_OURS, outbox.c.topic == "remind")
    .group_by(*_OF_UNIT)
)
_MOVED = (cases.c.kind, cases.c.programme_version, entries.c.move, entries.c.from_state)
_MOVES = (
    select(*_OF_UNIT, *_MOVED, _N)
    .select_from(entries.join(cases, cases.c.code == entries.c.case_code))
    .where(*_OURS, entries.c.from_state.is_not(None), entries.c.from_state != entries.c.to_state)
    .group_by(*_OF_UNIT, *_MOVED)
)
_ASKING = (
    select(cases.c.code, cases.c.kind, cases.c.parent, cases.c.programme_version, *_OF_UNIT)
    .where(*_OURS)
    .order_by(cases.c.code)
)


@lru_cache(maxsize=2)
def _filled(dialect: str) -> Executable:
    """The entries of cases that hold values of the form, in the order of writing."""
    return (
        select(entries.c.case_code, entries.c.move, entries.c.fields)
        .where(among(entries.c.case_code, "codes", dialect), entries.c.fields != "{}")
        .order_by(entries.c.id)
    )


_Key = tuple[str, str]
"""A unit's key and its jurisdiction."""


def burdens(
    office: "Office", who: str | Viewer, *, programme: str | None = None, lang: Lang = "zh"
) -> Burdens:
    """What a programme asked of each unit. Raises BadInput."""
    with office.store.read() as tx:
        o = chosen(office.store, tx, programme)
        asked = _Asked(office.store, tx, seen(tx, who, office.clock.now()), o)
        counts, names = asked.counts()
        repeated = asked.repeated(counts)
        units = [
            _burden(o, [(key, count)], names.get(key)) for key, count in counts.items() if key[0]
        ]
        by_place: dict[str, list[tuple[_Key, Counter[str]]]] = {}
        for key, count in counts.items():
            by_place.setdefault(key[1], []).append((key, count))
        places = o.declared.get("jurisdictions", {})
        order = [p for p in places if p in by_place] + [p for p in by_place if p not in places]
        return Burdens(
            programme=o.key,
            programme_title=o.title(lang),
            total=_burden(o, counts.items(), None, None),
            jurisdictions=tuple(_burden(o, by_place[p], None, p) for p in order if p),
            units=tuple(sorted(units, key=lambda u: (u.jurisdiction or "", u.unit or ""))),
            twice=tuple(
                AskedTwice(
                    kind,
                    o.kind_title(kind, lang),
                    field,
                    o.kinds.get(kind, {}).get("form", {}).get(field, {}).get("title", field),
                    n,
                )
                for (kind, field), n in sorted(repeated.items())
            ),
        )


def _burden(
    o: Outline,
    counts: Iterable[tuple[_Key, Counter[str]]],
    unit: tuple[str, str | None] | None,
    place: str | None = None,
) -> Burden:
    found = list(counts)
    sums: Counter[str] = Counter()
    for _, count in found:
        sums.update(count)
    where = place or (found[0][0][1] if unit else None)
    return Burden(
        unit=unit[0] if unit else None,
        unit_code=unit[1] if unit else None,
        jurisdiction=where or None,
        jurisdiction_title=o.place(where),
        units=len({key[0] for key, _ in found if key[0]}),
        **{name: sums[name] for name in MEASURES},
    )


class _Asked:
    """One question within one snapshot."""

    def __init__(self, store: Store, tx: Tx, viewer: Viewer, o: Outline) -> None:
        self.store, self.tx, self.viewer, self.o = store, tx, viewer, o
        self.wanted = {"programme": o.key}
        self._shared: dict[int, set[str]] = {}
        self._asked: dict[int, tuple[Repeat, ...]] = {}
        self._returning: dict[tuple[int, str, str, str], bool] = {}

    def counts(self) -> tuple[dict[_Key, Counter[str]], dict[_Key, tuple[str, str | None]]]:
        """What was asked, by unit; and how the units are called."""
        found: dict[_Key, Counter[str]] = {}
        names: dict[_Key, tuple[str, str | None]] = {}
        for row in self._cases():
            key = _key(row)
            counts = found.setdefault(key, Counter())
            counts["cases"] += 1
            values = from_text(row["fields"]).values()
            counts["fields"] += sum(value not in (None, "", []) for value in values)
            shared = self._shared_slots(row["programme_version"])
            counts["documents"] += sum(d not in shared for d in from_text(row["documents"]))
            if row["unit_name"]:
                names[key] = (row["unit_name"], unit_code(self.o, row))
        for measure, statement in (("duties", _DUTIES), ("reminders", _REMINDERS)):
            for row in self.viewer.all(self.tx, statement, **self.wanted):
                found.setdefault(_key(row), Counter())[measure] += row["n"]
        for row in self.viewer.all(self.tx, _MOVES, **self.wanted):
            if self._is_return(row):
                found.setdefault(_key(row), Counter())["returns"] += row["n"]
        return found, names

    def _cases(self) -> Iterator[dict[str, Any]]:
        after = ""
        while rows := self.viewer.all(self.tx, _PAGE, **self.wanted, after=after):
            yield from rows
            after = rows[-1]["code"]

    def _version(self, version: int) -> Outline:
        return outline(self.store, self.tx, self.o.key, version)

    def _shared_slots(self, version: int) -> set[str]:
        if version not in self._shared:
            declared = self._version(version).declared.get("documents", {})
            self._shared[version] = {slot for slot, d in declared.items() if d.get("shared")}
        return self._shared[version]

    def _is_return(self, row: Mapping[str, Any]) -> bool:
        """Whether a move sends a case back: away from its normal end, and to no end. One by which a
        duty runs anew is a renewal, wherever it leads."""
        move = (row["programme_version"], row["kind"], row["move"], row["from_state"])
        if move not in self._returning:
            o = self._version(move[0])
            declared = o.move(row["kind"], row["move"]) or {"to": STAYS}
            renews = any(effect["do"] == "renew" for effect in declared.get("effects", ()))
            back = o.is_backward(row["kind"], row["from_state"], declared)
            self._returning[move] = back and not renews
        return self._returning[move]

    def repeated(self, counts: dict[_Key, Counter[str]]) -> Counter[tuple[str, str]]:
        """How often each field was asked for again, by kind and field; counted for its unit too."""
        found: Counter[tuple[str, str]] = Counter()
        rows = {row["code"]: row for row in self.viewer.all(self.tx, _ASKING, **self.wanted)}
        wanted = {
            code: repeats
            for code, row in rows.items()
            if (repeats := self._repeats(row["programme_version"], row["kind"]))
        }
        lines = {code: _line(rows, code) for code in wanted}
        held = self._entries({code for line in lines.values() for code in line})
        holds: dict[str, set[str]] = {}
        for entry in held:
            code, given = entry["case_code"], from_text(entry["fields"])
            for repeat in wanted.get(code, ()):
                if repeat.field not in given or given[repeat.field] in (None, "", []):
                    continue
                above = [c for c in lines[code] if rows[c]["kind"] == repeat.holder]
                is_held = any(repeat.held in holds.get(c, ()) for c in above)
                if is_held and (not repeat.moves or entry["move"] in repeat.moves):
                    found[rows[code]["kind"], repeat.field] += 1
                    counts[_key(rows[code])]["twice"] += 1
            holds.setdefault(code, set()).update(k for k, v in given.items() if v is not None)
        return found

    def _repeats(self, version: int, kind: str) -> tuple[Repeat, ...]:
        if version not in self._asked:
            self._asked[version] = repeats_of(self._version(version))
        return tuple(repeat for repeat in self._asked[version] if repeat.kind == kind)

    def _entries(self, codes: set[str]) -> list[dict[str, Any]]:
        if not codes:
            return []
        return self.viewer.all(self.tx, _filled(self.store.dialect), codes=self.tx.listed(codes))


def _line(rows: Mapping[str, Mapping[str, Any]], code: str) -> list[str]:
    """A case and those above it that are in reach."""
    found = [code]
    while (parent := rows[found[-1]]["parent"]) and parent in rows:
        found.append(parent)
    return found


def _key(row: Mapping[str, Any]) -> _Key:
    return row["unit_key"] or "", row["jurisdiction"] or ""
