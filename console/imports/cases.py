"""Rows of a table as commands that bring cases into being, and what became of each row."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from console.imports.facts import sought_by
from console.imports.layout import Row
from console.imports.placing import is_all_there
from console.words.texts import say
from states.actions import perform_all
from states.commands import Attachment, Command, Verdict, Via
from states.errors import BadInput, Refusal, Refused
from states.history import as_text, stamp
from states.queries.holdings import holdings_of
from states.registers.organisations import name_key
from states.words.joining import headed
from states.words.retelling import flags_of

if TYPE_CHECKING:
    from states.office import Office

Outcome = Literal["new", "waits", "known", "wrong", "left"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a row. `waits`: a second person must approve; `known`: the same row was
    imported before; `left`: nothing is wrong with it, but another row stopped the whole. `marks`:
    the cells that are to blame."""

    row: Row
    outcome: Outcome
    case: str = ""
    says: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Into:
    """What every row of an import has in common."""

    programme: str
    kind: str
    move: str
    actor: str
    via: Via
    common: Mapping[str, Any]
    reason: str = ""
    files: tuple[Attachment, ...] = ()


def bring_in(
    office: "Office",
    rows: Sequence[Row],
    into: Into,
    *,
    partial: bool = False,
    dry_run: bool = False,
    lang: str = "zh",
) -> list[Imported]:
    """A case for each row, all or none; with `partial` those that the rules allow. The same row
    again, or one that names a case which is here already, makes none. Raises Conflict or a Fault.
    """
    judged = {id(row): said for row, said in _beforehand(office, rows, into, lang)}
    spoiled = any(one.outcome == "wrong" for one in judged.values())
    left = [row for row in rows if id(row) not in judged]
    began = stamp(office.clock.now())
    verdicts = perform_all(
        office,
        [command_of(row, into) for row in left],
        atomic=not partial,
        dry_run=dry_run or (spoiled and not partial),
    )
    by_row = {id(row): verdict for row, verdict in zip(left, verdicts, strict=True)}
    stopped = not partial and (spoiled or any(verdict.error for verdict in verdicts))
    return [
        judged.get(id(row)) or _imported(row, by_row[id(row)], began, lang, stopped=stopped)
        for row in rows
    ]


def _beforehand(
    office: "Office", rows: Sequence[Row], into: Into, lang: str
) -> Iterator[tuple[Row, Imported]]:
    """Rows of which it is clear before anything is asked: unreadable, twice in the table, or about
    a case that came in by another way."""
    there = holdings_of(office, into.actor, into.programme, into.kind)
    commands = {id(row): command_of(row, into) for row in rows}
    with office.store.read() as tx:
        compiled = office.current(tx, into.programme)
        ids = tx.listed(command.id for command in commands.values())
        known = {row["command"] for row in tx.all(office.statements.receipts, commands=ids)}
    seen: dict[str, int] = {}
    for row in rows:
        command = commands[id(row)]
        if row.problems:
            yield row, _unreadable(row, lang)
        elif command.id in seen:
            twice = say("import.twice", lang, line=seen[command.id])
            yield row, Imported(row, "wrong", says=(twice,), marks=frozenset(row.places.values()))
        elif here := there.find(sought_by(command.fields)):
            if is_all_there(compiled, into.kind, here[0], command.fields):
                yield row, Imported(row, "known", here[0].code)
            elif command.id not in known:
                differs = say("import.elsewise", lang, case=here[0].code)
                yield row, Imported(row, "wrong", here[0].code, (differs,))
        seen.setdefault(command.id, row.line)


def _unreadable(row: Row, lang: str) -> Imported:
    says = tuple(headed(cell, say(key, lang), lang) for cell, key in row.problems)
    return Imported(row, "wrong", says=says, marks=frozenset(cell for cell, _ in row.problems))


def command_of(row: Row, into: Into) -> Command:
    """The command of a row. Its id comes from what makes the case the same one: who undertakes it
    and what it is called, not the place in the table."""
    fields = {**into.common, **{name: value for name, value in row.values.items() if value}}
    same = hashlib.sha256(as_text(_natural_key(fields)).encode()).hexdigest()
    return Command(
        id=f"import/{into.programme}/{into.kind}/{same[:32]}",
        actor=into.actor,
        move=into.move,
        kind=into.kind,
        programme=into.programme,
        fields=fields,
        attachments=into.files,
        reason=into.reason,
        via=into.via,
    )


def _natural_key(fields: Mapping[str, Any]) -> list[str]:
    """Of a kind without unit and title the whole row says which case it is."""
    sought = sought_by(fields)
    title, unit = name_key(sought.title), sought.unit
    if title or unit.code or unit.key:
        return [title, unit.code or unit.key]
    return [f"{key}={value}" for key, value in sorted(fields.items())]


def _imported(row: Row, verdict: Verdict, began: str, lang: str, *, stopped: bool) -> Imported:
    if verdict.error is not None:
        return Imported(row, "wrong", says=tuple(_says(verdict, lang)), marks=_marks(row, verdict))
    receipt = verdict.receipt
    if receipt is not None and receipt.recorded_at < began:
        return Imported(row, "known", receipt.case)
    if stopped or receipt is None:
        return Imported(row, "left")
    return Imported(row, "new", receipt.case, says=flags_of(receipt, lang))


def _says(verdict: Verdict, lang: str) -> list[str]:
    error = verdict.error
    if isinstance(error, Refused):
        return [refusal.message(lang) for refusal in error.refusals]
    if isinstance(error, BadInput) and error.code == "CommandIdReused":
        return [say("import.differs", lang)]
    return [mistake.message(lang) for mistake in error.mistakes] if error is not None else []


def _marks(row: Row, verdict: Verdict) -> frozenset[str]:
    """The cells of the fields that the reasons name."""
    error = verdict.error
    found: Sequence[Refusal | BadInput] = ()
    if error is not None:
        found = error.refusals if isinstance(error, Refused) else error.mistakes
    named = {str(reason.parameters.get(name)) for reason in found for name in ("key", "field")}
    codes = {reason.code for reason in found}
    if codes & {"CreditCodeWrong", "UnitMissing", "NotLegalPerson", "UndertookBefore"}:
        named.add("unit")
    return frozenset(place for name, place in row.places.items() if name in named)
