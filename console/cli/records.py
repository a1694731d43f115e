"""Facts from another system: an opening balance by table, and two tables held side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console import uploads
from console.cli.asked import kind_of_rows
from console.cli.desk import Desk
from console.cli.naming import Names
from console.cli.parsing import command_id, pairs
from console.cli.verdicts import told as tell
from console.cli.verdicts import usual_of
from console.errors import Misuse
from console.moments import moment
from console.words.texts import say
from states.errors import BadInput, Refused
from states.history import instant
from states.words.joining import apart, headed, later, listed
from states.words.retelling import receipt_as_json

if TYPE_CHECKING:
    from console.imports.cases import Imported
    from console.imports.cells import Grid
    from console.imports.facts import Common, Told
    from console.imports.layout import Column, Row, Table
    from console.imports.placing import Placing, Wrong
    from states.acts.opening_balance import Balance, Course, Taken


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A table of another system, as typed."""

    path: str
    kind: str | None
    set_: Sequence[str]
    map_: Sequence[str]
    source: str
    reference: str
    occurred: str | None
    state: Sequence[str]


@dataclass(frozen=True, slots=True)
class Read:
    """The same table, read: what each row says, and where it is to be placed."""

    names: Names
    kind: str
    grid: "Grid"
    table: "Table"
    common: "Common"
    placing: "Placing"
    told: "tuple[Told, ...]"


def read_elsewhere(desk: Desk, given: Elsewhere, programme: str | None, digest: str = "") -> Read:
    """Read a table of another system. Raises Misuse or BadInput for what cannot be read."""
    from dataclasses import replace

    from console.imports.facts import columns_of_facts, told_by
    from console.imports.grids import read_grid
    from console.imports.layout import columns_of, table_of, with_aliases
    from console.imports.placing import Placing
    from states.queries.holdings import holdings_of

    names = Names.that_has(desk, given.kind, programme)
    kind = kind_of_rows(desk, names, given.kind)
    compiled = desk.compiled(names.outline.key)
    grid = read_grid(given.path)
    form = [replace(column, required=False) for column in columns_of(names.declared, kind)]
    columns = with_aliases(
        [*form, *columns_of_facts(compiled, kind)], pairs(given.map_, "--map", "列=字段")
    )
    table = table_of(grid, columns, given.path, f"{kind} --as-record")
    _check_naming(table, columns, given.path)
    if not table.rows:
        raise Misuse("TableEmpty", path=given.path)
    common = _common(desk, given, names, kind, compiled.programme.record_system, digest)
    there = holdings_of(desk.office, desk.actor, names.outline.key, kind)
    placing = Placing(compiled, kind, there, desk.zone, desk.lang)
    told = tuple(told_by(row, compiled, kind, common, desk.lang) for row in table.rows)
    return Read(names, kind, grid, table, common, placing, told)


def _check_naming(table: "Table", columns: "Sequence[Column]", path: str) -> None:
    """Raises Misuse if nothing in the table says which cases its rows mean."""
    from console.imports.facts import CODE

    wanted = [c.title for c in columns if c.field in ("title", "unit") and c.part != "code"]
    named = {column.field for column in table.columns if column}
    if CODE not in named and not {"title", "unit"} <= named:
        raise Misuse("NothingNamesCases", path=path, columns=wanted)


def _common(
    desk: Desk, given: Elsewhere, names: Names, kind: str, system: str, digest: str
) -> "Common":
    from console.imports.facts import Common

    renamed = pairs([s for s in given.state if "=" in s], "--state", "对方叫法=状态")
    for_all = [s for s in given.state if "=" not in s]
    if len(for_all) > 1:
        raise Misuse("GivenTwice", option="--state")
    states = {theirs: names.state(kind, ours) for theirs, ours in renamed.items()}
    return Common(
        actor=desk.actor,
        via=desk.via,
        zone=desk.zone,
        source=given.source or system,
        reference=given.reference,
        occurred=moment(given.occurred, "--occurred", desk.zone) if given.occurred else None,
        state=names.state(kind, for_all[0]) if for_all else "",
        states=states,
        fields=pairs(given.set_, "--set", "字段=值"),
        reason=getattr(desk.options, "reason", ""),
        digest=digest,
    )


def as_recorded(
    desk: Desk, given: Elsewhere, programme: str | None, *, partial: bool, errors: str | None
) -> int:
    """Ask a second person to record what a table says had happened; nothing is recorded yet."""
    from states.acts.opening_balance import Balance, ask, waiting_keys, weigh

    paper = uploads.attach("file", given.path, keep=not desk.is_trial)
    read = read_elsewhere(desk, given, programme, paper.digest)
    waiting = waiting_keys(desk.office, read.names.outline.key)
    sorted_out = _sorted_out(read, waiting, desk.lang)
    courses = [one for one in sorted_out if one.course is not None]
    taken = weigh(desk.office, [one.course for one in courses if one.course])
    for one, weighed in zip(courses, taken, strict=True):
        one.weigh(weighed, desk.lang)
    wrong = [one for one in sorted_out if one.wrong]
    asked = [one.course for one in courses if one.course and not one.wrong]
    request = None
    if asked and (partial or not wrong):
        balance = Balance(read.names.outline.key, read.kind, tuple(asked), paper.name, paper.digest)
        request = ask(
            desk.office,
            balance,
            command_id(getattr(desk.options, "id", None)),
            actor=desk.actor,
            **desk.signed,
        ).command
    found = [one.imported(asked=request is not None) for one in sorted_out]
    code = tell(desk, read.grid, read.table, found, errors, {"request": request})
    if request and not desk.is_trial:
        desk.out.say("facts.asked", request=request, count=len(asked))
    return code


class _Row:
    """What becomes of one row on its way into a balance."""

    def __init__(self, told: "Told", lang: str) -> None:
        self.told, self.lang = told, lang
        self.course: Course | None = None
        self.case = ""
        self.says: list[str] = []
        self.wrong: list[Wrong] = []

    @property
    def row(self) -> "Row":
        """The row in the table."""
        return self.told.row

    def weigh(self, taken: "Taken", lang: str) -> None:
        """What the rules say of it."""
        self.says = list(dict.fromkeys(taken.flags(lang)))
        error = taken.error
        if isinstance(error, Refused):
            self.wrong = [
                (str(r.parameters.get("key", "")), r.message(lang)) for r in error.refusals
            ]
        elif isinstance(error, BadInput):
            self.wrong = [
                (str(one.parameters.get("key", "")), one.message(lang)) for one in error.mistakes
            ]

    def imported(self, *, asked: bool) -> "Imported":
        """The verdict."""
        from console.imports.cases import Imported

        if self.wrong:
            marks = {self.row.places[f] for f, _ in self.wrong if f in self.row.places}
            marks |= {cell for cell, _ in self.row.problems}
            says = tuple(sentence for _, sentence in self.wrong)
            return Imported(self.row, "wrong", self.case, says, frozenset(marks))
        if self.course is None:
            return Imported(self.row, "known", self.case, tuple(self.says))
        outcome: Any = "waits" if asked else "left"
        return Imported(self.row, outcome, self.case, tuple(self.says))


def _sorted_out(read: Read, waiting: Mapping[str, str], lang: str) -> list[_Row]:
    """Each row with what of it is still to be recorded: nothing, a course, or why it cannot be."""
    from console.imports.mending import Mending
    from console.imports.placing import course_of
    from states.acts.opening_balance import Course

    mending = Mending(read.placing, read.common, None)
    found = []
    seen: dict[str, int] = {}
    for told in read.told:
        one = _Row(told, lang)
        found.append(one)
        row = told.row
        if row.problems:
            one.wrong = [("", headed(cell, say(key, lang), lang)) for cell, key in row.problems]
            continue
        key = told.sought.code or told.sought.key
        if key and key in seen:
            one.wrong = [("title", say("import.twice", lang, line=seen[key]))]
            continue
        seen[key] = row.line
        placed = read.placing.place(told)
        one.case = placed.here.code if placed.here else ""
        if placed.wrong:
            one.wrong = list(placed.wrong)
        elif placed.differs and placed.here:
            one.wrong = [
                (d.field, say("facts.differs", lang, theirs=d.theirs, ours=d.ours))
                for d in placed.differs
            ]
            acts = "  ".join(dict.fromkeys(mending.mends(placed)))
            one.wrong.append(("", say("facts.mend", lang, acts=acts)))
        elif placed.way:
            known = waiting.get(one.case or told.sought.key)
            if known:
                one.says = [say("facts.waits", lang, request=known)]
                continue
            course = course_of(placed, read.placing, read.common)
            if isinstance(course, Course):
                one.course = course
            else:
                one.wrong = list(course)
    return found


def approve(desk: Desk, request: str, balance: "Balance") -> int:
    """Record a waiting balance as its second person, and tell what was recorded."""
    from states.acts.balance_approval import approve_balance

    taken = approve_balance(desk.office, request, desk.actor, **desk.signed)
    shown = {
        "request": request,
        "receipts": [receipt_as_json(r, desk.lang) for t in taken for r in t.receipts],
    }
    noted = [one.flags(desk.lang) for one in taken]
    flagged = sum(map(bool, noted))
    desk.done(shown, "facts.recorded", count=len(taken), flagged=flagged)
    outline = Names.of(desk, balance.programme).outline
    usual = usual_of(noted)
    rows = []
    for one, flags in zip(taken, noted, strict=True):
        state = outline.state_title(balance.kind, one.receipts[-1].state, desk.lang)
        own = [flag for flag in dict.fromkeys(flags) if flag not in usual]
        days = [desk.at(f.occurrence.at)[:10] for f in one.course.facts if f.occurrence]
        rows.append(
            (one.case or "", _title_of(one), state, listed(days, desk.lang), apart(own, desk.lang))
        )
    head = ("head.code", "head.title", "head.state", "head.happened", "head.flags")
    desk.out.table(head, rows)
    if usual:
        desk.out.say("import.usual", flags=later(apart, usual))
    return 0


def _title_of(taken: "Taken") -> str:
    return str(taken.course.facts[0].fields.get("title", ""))


def instant_of(desk: Desk, code: str, seq: int) -> datetime:
    """When an entry happened, as far as is known by now. Raises BadInput if there is none."""
    from states.queries.histories import history

    entries = {entry.seq: entry for entry in history(desk.office, desk.actor, code)}
    cited = entries.get(seq)
    if cited is None:
        raise BadInput("NoSuchEntry", case=code, seq=seq)
    corrected = entries.get(cited.corrected_by or 0)
    return instant((corrected or cited).occurred_at)
