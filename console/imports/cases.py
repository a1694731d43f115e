"""Rows of a table as commands that bring cases into being, and what became of each row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from console.imports.layout import Row
from console.texts import say
from states.actions import Verdict, perform_all
from states.commands import Command, Via
from states.errors import BadInput, Refused
from states.history import as_text, stamp
from states.organisations import name_key, normal_code

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
    again gives the case that it made the first time. Raises Conflict or a Fault."""
    spoiled = any(row.problems for row in rows)
    readable = [row for row in rows if not row.problems]
    began = stamp(office.clock.now())
    verdicts = perform_all(
        office,
        [command_of(row, into) for row in readable],
        atomic=not partial,
        dry_run=dry_run or (spoiled and not partial),
    )
    by_row = {id(row): verdict for row, verdict in zip(readable, verdicts, strict=True)}
    stopped = not partial and (spoiled or any(verdict.error for verdict in verdicts))
    return [_imported(row, by_row.get(id(row)), began, lang, stopped=stopped) for row in rows]


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
        reason=into.reason,
        via=into.via,
    )


def _natural_key(fields: Mapping[str, Any]) -> list[str]:
    given = fields.get("unit")
    unit = given if isinstance(given, dict) else {"name": given}
    code = normal_code(str(unit.get("code") or ""))
    name = str(unit.get("name") or "")
    title = name_key(str(fields.get("title") or ""))
    if title or code or name:
        return [title, code or name_key(name)]
    return [f"{key}={value}" for key, value in sorted(fields.items())]


def _imported(
    row: Row, verdict: Verdict | None, began: str, lang: str, *, stopped: bool
) -> Imported:
    if row.problems or verdict is None:
        says = tuple(f"{cell}：{say(key, lang)}" for cell, key in row.problems)
        return Imported(row, "wrong", says=says, marks=frozenset(c for c, _ in row.problems))
    if verdict.error is not None:
        return Imported(row, "wrong", says=tuple(_says(verdict, lang)), marks=_marks(row, verdict))
    receipt = verdict.receipt
    if receipt is not None and receipt.recorded_at < began:
        return Imported(row, "known", receipt.case)
    if stopped or receipt is None:
        return Imported(row, "left")
    return Imported(row, "new", receipt.case, says=receipt.flags)


def _says(verdict: Verdict, lang: str) -> list[str]:
    error = verdict.error
    if isinstance(error, Refused):
        return [refusal.message(lang) for refusal in error.refusals]
    if isinstance(error, BadInput) and error.code == "CommandIdReused":
        return [say("import.differs", lang)]
    return [error.message(lang)] if error is not None else []


def _marks(row: Row, verdict: Verdict) -> frozenset[str]:
    """The cells of the fields that the reasons name."""
    error = verdict.error
    found = error.refusals if isinstance(error, Refused) else [error]
    named = {
        str(reason.parameters.get(name))
        for reason in found
        if reason is not None
        for name in ("key", "field")
    }
    codes = {getattr(reason, "code", "") for reason in found}
    if codes & {"CreditCodeWrong", "UnitMissing", "NotLegalPerson", "UndertookBefore"}:
        named.add("unit")
    return frozenset(place for name, place in row.places.items() if name in named)
