"""Moves that a round releases for all its cases at once: none is made for some of them alone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from states.commands import Command
from states.compiled import Compiled
from states.errors import BadInput, Refusal, Refused
from states.facts import Facts
from states.office import Office
from states.store import Tx
from states.words.titles import titled

Found = tuple[Compiled, Facts] | BadInput


class Together(NamedTuple):
    """`refused`: for each command (by identity) that must go together with others that are not
    asked for, the refusal that names them. `members`: the ids of all that go together."""

    refused: Mapping[int, Refused]
    members: frozenset[str]


_ALONE = Together({}, frozenset())


def together_of(
    office: Office, tx: Tx, commands: Sequence[Command], found: Mapping[int, Found]
) -> Together:
    """Which commands of a batch go together. Recorded facts happened as they did."""
    groups: dict[tuple[str, str, str], list[Command]] = {}
    by_group: dict[tuple[str, str, str], Compiled] = {}
    for command in commands:
        one = found.get(id(command))
        if one is None or isinstance(one, BadInput):
            continue
        compiled, facts = one
        if not compiled.together or facts.case is None or command.entry == "record":
            continue
        if (facts.case.kind, command.move) not in compiled.together:
            continue
        key = (compiled.key, facts.case.kind, command.move)
        groups.setdefault(key, []).append(command)
        by_group[key] = compiled
    if not groups:
        return _ALONE
    refused: dict[int, Refused] = {}
    for key, asked in groups.items():
        left = _left(office, tx, by_group[key], key, {str(command.case) for command in asked})
        for command in asked if left else ():
            stage = by_group[key].together[key[1:]]
            named = {"left": left, **titled(move=by_group[key].kind(key[1]).moves[key[2]])}
            refused[id(command)] = Refused(
                [Refusal("NotTogether", stage.clause, named)], command.id
            )
    members = frozenset(command.id for asked in groups.values() for command in asked)
    return Together(refused, members)


def _left(
    office: Office, tx: Tx, compiled: Compiled, key: tuple[str, str, str], asked: set[str]
) -> list[str]:
    programme, kind, move = key
    stage = compiled.together[kind, move]
    states = tx.listed(stage.lists)
    rows = tx.all(office.statements.in_states, programme=programme, kind=kind, states=states)
    return [row["code"] for row in rows if row["code"] not in asked]
