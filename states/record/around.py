"""Which cases around its own a command looks at, and those below it."""

from typing import NamedTuple

from sqlalchemy import Executable

from states.commands import ANNOUNCE, Command
from states.decisions.late_facts import may_overturn
from states.facts import Case
from states.office import Office
from states.store import Tx


class Sought(NamedTuple):
    """Which cases around its own a command looks at; `looks_back`: it puts an earlier entry right,
    or may turn out to do so."""

    case: Case
    looks_back: bool
    parent: bool
    children: bool
    siblings: bool


def sought_by(office: Office, tx: Tx, command: Command, case: Case) -> Sought:
    """What a command on a case looks at besides that."""
    compiled = office.compiled(tx, case.programme, case.programme_version)
    looks_back = command.corrects is not None
    if command.occurrence is not None and not looks_back:
        looks_back = may_overturn(compiled, case, command)
    if looks_back:
        # a wrong act may have reached all
        return Sought(case, looks_back, parent=True, children=True, siblings=True)
    needs = compiled.needs(case.kind, command.move)
    if needs is None:
        parent = command.move == ANNOUNCE
        return Sought(case, looks_back, parent, children=False, siblings=False)
    children = needs.children or not needs.below.isdisjoint(command.fields)
    return Sought(case, looks_back, needs.parent, children, needs.siblings)


def families_of(
    office: Office, tx: Tx, children: Executable, sought: list[Sought]
) -> dict[str, list[Case]]:
    """The children of the cases, and of the parents, whose decision looks at them; and those below
    that follow what a child follows. `children`: the statement that reads, or locks, those of many
    parents."""
    wanted: set[str] = set()
    for one in sought:
        if one.children:
            wanted.add(one.case.code)
        if one.siblings and one.case.parent:
            wanted.add(one.case.parent)
    found: dict[str, list[Case]] = {}
    while wanted:
        below = list(map(Case.stored, tx.rows(children, codes=tx.listed(wanted))))
        for child in below:
            found.setdefault(str(child.parent), []).append(child)
        wanted = {child.code for child in below if _hands_on(office, tx, child)} - found.keys()
    return found


def _hands_on(office: Office, tx: Tx, child: Case) -> bool:
    """Whether cases below a child may follow what it follows: its unit."""
    compiled = office.compiled(tx, child.programme, child.programme_version)
    return not child.ended and child.kind in compiled.handing_on
