"""Which conditions of the file kept synthetic cases where they stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from config.case_types import FormField, Guard, Move
from config.language.closed_words import GUARD_NAMES
from config.vocabulary import Condition, as_list
from console.synthetic.paths import Paths
from states.facts import Case


def stopped(paths: Paths, cases: Iterable[Case]) -> list[dict[str, Any]]:
    """For each state, move and condition how many cases it keeps there, the most first."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for case in cases:
        if case.ended:
            continue
        kind = paths.programme.cases[case.kind]
        for move, guard in paths.unmet(case):
            state = kind.states[case.state].title
            found[kind.title, state, move.title, _asked(move, guard, kind.form)] += 1
    return [
        {"n": n, "case": case, "state": state, "move": move, "condition": condition}
        for (case, state, move, condition), n in found.most_common()
    ]


def _asked(move: Move, guard: Guard | None, form: Mapping[str, FormField]) -> str:
    """What the condition asks for, as the file says it."""
    if guard is None:
        return move.when
    if isinstance(guard.parameters, Condition):
        return guard.parameters.says
    if guard.name == "field-is":
        wanted = " / ".join(as_list(guard.with_["one-of"]))
        return f"{form[guard.with_['field']].title} = {wanted}"
    return GUARD_NAMES.get(guard.name, guard.name)
