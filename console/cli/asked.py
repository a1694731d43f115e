"""From what was typed to commands: names become keys, files become digests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console import uploads
from console.cli.naming import Names
from console.cli.options import Writing
from console.cli.parsing import checks, command_id, pairs
from console.errors import Misuse
from states.commands import Attachment, Command, Occurrence

if TYPE_CHECKING:
    from console.cli.desk import Desk

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as typed."""

    move: str | None
    set_: Sequence[str]
    check: Sequence[str]
    file: Sequence[str]
    override: Sequence[str]
    options: Writing
    kind: str | None = None
    of: str | None = None
    programme: str | None = None


def commands_for(
    desk: "Desk", asked: Asked, codes: Sequence[str], occurrence: Occurrence | None = None
) -> list[Command]:
    """A command for each code, or one that brings a case into being.

    Raises Misuse or BadInput for what cannot be read."""
    if asked.override and not asked.options.reason.strip():
        raise Misuse("OverrideWithoutReason")
    given = command_id(asked.options.id)
    if not codes:
        names = _names_of_new(desk, asked)
        kind = names.kind(str(asked.kind))
        move = creating(names, kind, asked.move)
        return [_command(desk, asked, names, kind, move, occurrence, command=given, case=None)]
    found = _kinds(desk, codes)
    unique = list(dict.fromkeys(codes))
    commands = []
    for code in unique:
        # an unknown code is read like its neighbours; the engine answers that there is none
        names, kind = found.get(code) or next(iter(found.values()), None) or _main(desk)
        move = names.move(kind, str(asked.move)) if found else str(asked.move)
        one = given if len(unique) == 1 else f"{given}/{code}"
        commands.append(
            _command(desk, asked, names, kind, move, occurrence, command=one, case=code)
        )
    return commands


def _command(
    desk: "Desk",
    asked: Asked,
    names: Names,
    kind: str,
    move: str,
    occurrence: Occurrence | None,
    *,
    command: str,
    case: str | None,
) -> Command:
    declared = names.outline.move(kind, move) or {}
    items = _items(names, declared)
    title = declared.get("title", move)
    fields = _keyed(
        names.outline.kinds[kind].get("form", {}), pairs(asked.set_, "--set", "字段=值")
    )
    return Command(
        id=command,
        actor=desk.actor,
        move=move,
        case=case,
        kind=kind if case is None else None,
        parent=asked.of,
        programme=names.outline.key if case is None else None,
        fields=fields,
        checks=_keyed(items, checks(asked.check, items, title)),
        attachments=files_given(names, declared, asked.file, keep=not asked.options.dry_run),
        reason=asked.options.reason,
        override=tuple(names.rule(kind, move, rule) for rule in asked.override),
        occurrence=occurrence,
        via=desk.via,
    )


def files_given(
    names: Names, move: Json, file: Sequence[str], *, keep: bool
) -> tuple[Attachment, ...]:
    """The files of an act, by the slots of the programme or of the move's checklist."""
    slots = {**names.declared.get("documents", {}), **_items(names, move)}
    files = _keyed(slots, pairs(file, "--file", "材料=文件"))
    return tuple(uploads.attach(slot, path, keep=keep) for slot, path in files.items())


def _items(names: Names, move: Json) -> Json:
    found: Json = names.declared.get("checklists", {}).get(move.get("checklist"), {})
    return found.get("items", {})  # type: ignore[no-any-return]


def _keyed(known: Json, given: Mapping[str, Any]) -> dict[str, Any]:
    """Names written by title under their keys; what is unknown stays for the engine to refuse."""
    by_title = {item["title"]: key for key, item in known.items()}
    return {
        name if name in known else by_title.get(name, name): value for name, value in given.items()
    }


def creating(names: Names, kind: str, given: str | None) -> str:
    """The move that brings a case of the kind into being. Raises Misuse if people make none."""
    if given is not None:
        return names.move(kind, given)
    moves = dict(names.outline.creating(kind))
    if not moves:
        raise Misuse("NotCreatable", kind=names.outline.kind_title(kind, "zh"))
    return next(iter(moves))


def kind_of_rows(desk: "Desk", names: Names, given: str | None) -> str:
    """The kind of the rows of a table: as given, else the main one; that is said if it might have
    been another. Raises Misuse for an unknown one."""
    if given:
        return names.kind(given)
    outline = names.outline
    meant = outline.main_kind()
    others = [
        outline.kind_title(name, desk.lang)
        for name, declared in outline.kinds.items()
        if name != meant and not declared.get("of") and any(outline.creating(name))
    ]
    if others:
        desk.out.say("import.meant", kind=outline.kind_title(meant, desk.lang), kinds=others)
    return meant


def _names_of_new(desk: "Desk", asked: Asked) -> Names:
    """The programme of a case that is to be: of the case that it belongs to, if it names one."""
    parents = _kinds(desk, (asked.of,)) if asked.of and asked.programme is None else {}
    for names, _ in parents.values():
        return Names.of(desk, names.outline.key)
    return Names.that_has(desk, str(asked.kind), asked.programme)


def _main(desk: "Desk") -> tuple[Names, str]:
    names = Names.of(desk)
    return names, names.outline.main_kind()


def _kinds(desk: "Desk", codes: Sequence[str]) -> dict[str, tuple[Names, str]]:
    """For each case that exists the words of its programme version, and its kind."""
    from states.queries.outline import outline

    office, found = desk.office, {}
    with office.store.read() as tx:
        for row in tx.all(office.statements.cases, codes=tx.listed(codes)):
            o = outline(office.store, tx, row["programme"], row["programme_version"])
            if row["kind"] in o.kinds:
                found[row["code"]] = (Names(o), row["kind"])
    return found
