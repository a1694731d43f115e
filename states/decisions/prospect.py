"""The case as a command would leave it, and in which role somebody acts on it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.case_types import Move
from config.programme import ChecklistItem
from config.vocabulary import SYSTEM
from states.commands import ALL, Check, Command
from states.compiled import Compiled, is_by_system
from states.decisions import consequences
from states.decisions.columns import with_columns
from states.decisions.standing import able_grants
from states.errors import BadInput, Refusal
from states.facts import Case, Facts, Grant
from states.forms import read_fields
from states.history import stamp
from states.registers.organisations import is_credit_code
from states.words.titles import NONE


def _unborn(compiled: Compiled, facts: Facts, command: Command) -> Case:
    assert command.kind is not None
    kind = compiled.kind(command.kind)
    parent = facts.parent
    if kind.of is not None and parent is None:
        raise BadInput("ParentMissing", kind=kind.title, parent=compiled.kind(kind.of).title)
    if parent is not None and parent.kind != kind.of:
        raise BadInput("ParentWrong", kind=kind.title, parent=parent.code)
    case = consequences.blank(compiled, command.kind, parent, stamp(facts.now))
    if case.jurisdiction is None:
        places = {grant.jurisdiction for grant in facts.account.grants if grant.jurisdiction}
        case = case._replace(jurisdiction=places.pop() if len(places) == 1 else None)
    return case


def prospective(
    compiled: Compiled, facts: Facts, command: Command, move: Move
) -> tuple[Case, Case]:
    """The case before the command, and as it would be with the command's fields, checks and
    documents; its state, code and number are not yet changed. Raises BadInput."""
    before = facts.case or _unborn(compiled, facts, command)
    given: Mapping[str, Any] = command.fields
    if before.kind in compiled.dating and command.actor != SYSTEM:
        from states.decisions.todays import with_today

        given = with_today(compiled, facts, command, before.kind, move)
    if not (given or command.checks or command.attachments):
        return before, before
    kind = compiled.kind(before.kind)
    allowed = set(kind.form) if facts.case is None else set(move.settable)
    values = read_fields(compiled.programme, kind, given, allowed)
    after = with_columns(compiled, before._replace(fields={**before.fields, **values}), values)
    slots = {*compiled.programme.documents, *_items(compiled, move)}
    if strange := {a.slot for a in command.attachments} - slots:
        raise BadInput("UnknownSlot", slot=sorted(strange), known=sorted(slots))
    documents = {
        a.slot: {"name": a.name, "digest": a.digest, "size": a.size} for a in command.attachments
    }
    return before, after._replace(
        documents={**before.documents, **documents},
        checks={**before.checks, **checks_given(compiled, command, move, after)},
    )


def checks_given(
    compiled: Compiled, command: Command, move: Move, after: Case
) -> Mapping[str, Check]:
    """The verdict of a command on each item that it judges of the case as it leaves it. Raises
    BadInput for an item that is not asked for of such a case."""
    if not command.checks:
        return command.checks
    asked = items_asked(compiled, move, after)
    named = dict(command.checks)
    every = dict.fromkeys(asked, named.pop(ALL)) if ALL in named and move.checklist else {}
    if strange := sorted(named.keys() - set(asked)):
        raise BadInput("UnknownCheck", item=strange, known=sorted(asked) or NONE)
    return every | named


def items_asked(compiled: Compiled, move: Move, case: Case) -> list[str]:
    """The items of a move's checklist that apply to a case."""
    items = _items(compiled, move)
    return [key for key, item in items.items() if compiled.applies(item.when, case)]


def _items(compiled: Compiled, move: Move) -> Mapping[str, ChecklistItem]:
    return compiled.programme.checklists[move.checklist].items if move.checklist else {}


def applied_to(facts: Facts, command: Command, before: Case, after: Case) -> Case:
    """The case by which it is judged whether a move applies: as it stood, with what was empty given
    by the act, so that a move may change what it goes by. A new one, and one that is put right, as
    it would be."""
    if facts.case is None or command.corrects is not None:
        return after
    held = {name: value for name, value in before.fields.items() if value is not None}
    columns = ("title", "jurisdiction", "category", "unit_name", "unit_code")
    kept = {name: getattr(before, name) or getattr(after, name) for name in columns}
    return after._replace(fields={**after.fields, **held}, **kept)


def grant_for(
    compiled: Compiled, facts: Facts, after: Case, move: Move, command: Command
) -> Grant | None:
    if facts.account.account == SYSTEM:
        return Grant(SYSTEM, compiled.key) if SYSTEM in move.by else None
    if is_by_system(move):
        return None
    able = able_grants(compiled, facts.account, after)
    for grant in able:
        if grant.role in move.by:
            return grant
    return able[0] if able and command.entry == "record" else None


def doubtful(compiled: Compiled, before: Case, after: Case) -> Iterator[Refusal]:
    """A credit code whose check digit is wrong is said as soon as it is written, so that nobody
    learns of it on the last day."""
    if after.fields is before.fields:
        return
    form = compiled.kind(after.kind).form
    for name, value in after.fields.items():
        if value == before.fields.get(name) or form[name].type == "person":
            continue
        for part in value if isinstance(value, list) else [value]:
            code = part.get("code") if isinstance(part, dict) else None
            if code and not is_credit_code(code):
                yield Refusal("CreditCodeWrong", (), {"code": code}, strength="warn")
