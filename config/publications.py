"""What a programme makes public of its cases: which are on the public list, what it shows."""

from typing import TYPE_CHECKING

from config.declared import Declared
from config.vocabulary import Names

if TYPE_CHECKING:
    from config.programme import CaseKind


class Publication(Declared):
    """What the public list shows of cases of a kind: those in these states, besides the states that
    say `public` themselves, with these fields of the form. PUBLIC_PARTS every case has."""

    states: Names = ()
    fields: Names = ("title", "unit", "jurisdiction", "category")


def published(kind: "CaseKind") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The states whose cases are on the public list, and the fields that it shows: nothing
    personal, whatever is said."""
    said = kind.public or Publication()
    states = (name for name, state in kind.states.items() if state.public or name in said.states)
    personal = {name for name, field in kind.form.items() if field.personal}
    return tuple(states), tuple(name for name in said.fields if name not in personal)
