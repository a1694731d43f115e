"""What the register of earlier pilots says of the units of a case: before the act that asks for it,
and as the entry of the act keeps it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, select

from config.language.scalars import count_of
from states.facts import Case, Earlier, Unit
from states.history import from_text, stamp
from states.queries.answers import Answer
from states.queries.outline import Outline, outline
from states.queries.viewers import Viewer, in_reach, seen
from states.queries.waiting import is_by_system
from states.record.statements import among
from states.record.unit_statements import naming
from states.registers.coverage import coverage
from states.registers.looking_up import GUARD, REGISTER, answer, counted, matching, parted
from states.store import Tx
from states.tables import cases
from states.words.entries import SYSTEM, Lang
from states.words.joining import either
from states.words.registers import briefly, in_words, row_in_words, rows_in_words, say
from states.words.titles import spoken

if TYPE_CHECKING:
    from states.office import Office

Json = Mapping[str, Any]
Rule = tuple[str, int | None]
"""Which levels a guard looks at, and of how many years."""


@dataclass(frozen=True, slots=True)
class LookedUp(Answer):
    """One answer of the register. `seq`: of the entry that keeps it, `on`: when it was looked up
    for that; None where the move is still ahead. `answer`: what was found, what not, what the
    register covered, who attests; `says`: the same in words; `brief`: for a line. `rows`: what was
    found, while it is ahead."""

    move: str
    move_title: str
    seq: int | None
    on: str | None
    answer: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    says: str
    brief: str


def kept_by(o: Outline, kind: str, entries: Iterable[Json], lang: Lang) -> Iterator[LookedUp]:
    """The answers that entries keep."""
    for entry in entries:
        for said in from_text(entry["effects"]).get(REGISTER, ()):
            move, says = entry["move"], in_full(o, kind, entry["move"], said, lang)
            about = (move, o.move_title(kind, move, lang), entry["seq"], entry["recorded_at"])
            yield LookedUp(*about, said, (), says, briefly(said, lang))


def in_full(
    o: Outline, kind: str, move: str, said: Json, lang: Lang, *, named: bool = False
) -> str:
    """An answer in words; `named`: with the programmes and batches that the register holds."""
    by = either([o.role_title(role, lang) for role in said["by"]], lang)
    return in_words(said, lang, move=o.move_title(kind, move, lang), by=by, named=named)


def ahead(
    o: Outline, tx: Tx, viewer: Viewer, row: Json, now: datetime, lang: Lang
) -> Iterator[LookedUp]:
    """The answers that the next moves of a case would get now, whoever may make them."""
    asking = list(_asking(o, row, stamp(now)))
    units = Case.from_row(row).units if asking else ()
    if not units:
        return
    register = _Register(tx, viewer, units)
    for name, move, guard in asking:
        rule = _rule(guard)
        said = register.says_of(units, rule, o.today(now), move)
        rows = counted(register.earlier(units), *rule, o.today(now))
        found = [{"unit": r.unit, "project": r.project, **row_in_words(r)} for r in rows]
        says = [rows_in_words([spoken(one, lang) for one in found], lang)] if found else []
        if said["absent"]:
            says.append(in_full(o, row["kind"], name, {**said, "found": 0}, lang, named=True))
        about = (name, o.move_title(row["kind"], name, lang), None, None)
        yield LookedUp(*about, said, tuple(found), " ".join(says), briefly(said, lang))


def among_cases(
    office: "Office", who: str | Viewer, codes: Sequence[str], move: str, *, lang: Lang = "zh"
) -> str:
    """How many of the cases have a unit that the register does not hold, and what it covers, if the
    move asks that; else empty."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        rows = viewer.all(tx, _of_codes(tx.store.dialect), codes=tx.listed(codes))
        if not rows:
            return ""
        kind = rows[0]["kind"]
        o = outline(office.store, tx, rows[0]["programme"], rows[0]["programme_version"])
        declared = o.move(kind, move) or {}
        guard = next((g for g in declared.get("guards", ()) if g["name"] == GUARD), None)
        units_of = [units for row in rows if (units := Case.from_row(row).units)]
        if guard is None or not units_of:
            return ""
        register = _Register(tx, viewer, [unit for units in units_of for unit in units])
        answers = [
            register.says_of(units, _rule(guard), o.today(now), declared) for units in units_of
        ]
        absent = [said for said in answers if said["absent"]]
        if not absent:
            return ""
        several = {**absent[0], "found": 0, "absent": [say("several", lang, n=len(absent))]}
        return in_full(o, kind, move, several, lang, named=True)


@lru_cache(maxsize=2)
def _of_codes(dialect: str) -> Executable:
    return select(cases).where(among(cases.c.code, "codes", dialect), in_reach())


class _Register:
    """The register as far as it concerns some units, within one snapshot."""

    def __init__(self, tx: Tx, viewer: Viewer, units: Sequence[Unit]) -> None:
        statements, wanted = naming(tx, set(units))
        through, rows = parted(viewer.all(tx, statements.earlier, **wanted))
        self._covers = coverage(tx, through)
        self._rows: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            for name in {row["unit_code"], row["unit_key"]} - {None, ""}:
                self._rows.setdefault(name, []).append(row)

    def earlier(self, units: Sequence[Unit]) -> list[Earlier]:
        """The rows that may be one of the units."""
        return [found for unit in units for found in matching(self._near(unit), unit)]

    def _near(self, unit: Unit) -> Iterable[dict[str, Any]]:
        named = {row["id"]: row for name in unit[1:] for row in self._rows.get(name, ())}
        return (named[n] for n in sorted(named))

    def says_of(self, units: Sequence[Unit], rule: Rule, today: date, move: Json) -> dict[str, Any]:
        """Its answer, and who would attest the rest by the move."""
        said = answer(self._covers, self.earlier(units), units, *rule, today)
        by = [role for role in move["by"] if role != SYSTEM] if said["absent"] else []
        return {**said, "by": by}


def _rule(guard: Json) -> Rule:
    """What of the register a guard looks at, as its file may write it."""
    given = {name.replace("_", "-"): value for name, value in guard["with"].items()}
    return given.get("levels", "national"), count_of(given.get("within-years"))


def _asking(o: Outline, case: Json, now: str) -> Iterator[tuple[str, Json, Json]]:
    """The moves ahead that look units up, each with its guard."""
    if case["ended"] or case["kind"] not in o.kinds:
        return
    for name, move in o.moves_from(case["kind"], case["state"]):
        guards = [guard for guard in move.get("guards", ()) if guard["name"] == GUARD]
        if not guards or is_by_system(move) or o.window(case["kind"], name).has_closed(now):
            continue
        if o.applies(move, case):
            yield from ((name, move, guard) for guard in guards)
