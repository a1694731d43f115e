"""Facts that only corrections look at: the quotas in which they may count, the entries of the cases
that a wrong act may have reached."""

from collections.abc import Callable, Sequence

from states.commands import Command
from states.compiled import Compiled
from states.decisions.corrections import buckets_of
from states.errors import BadInput
from states.facts import Facts, QuotaRow
from states.office import Office
from states.record.lives import lives_of
from states.store import Tx

Counting = Callable[[Compiled, set[str]], dict[str, QuotaRow]]


def add_corrected(
    office: Office,
    tx: Tx,
    quotas_of: Counting,
    commands: Sequence[Command],
    found: list[tuple[Compiled, Facts] | BadInput],
) -> None:
    """Add to the facts of corrections what they look at, or say what is wrong with the command."""
    for n, (command, one) in enumerate(zip(commands, found, strict=True)):
        if isinstance(one, BadInput) or one[1].cited is None or one[1].case is None:
            continue
        compiled, facts = one
        try:
            more = quotas_of(compiled, buckets_of(compiled, facts, command))
        except BadInput as error:
            found[n] = error
            continue
        facts.quotas = {**facts.quotas, **more}
        if one[1].cited.move != command.move:
            near = [one[1].case, facts.parent, *(c for g in facts.families.values() for c in g)]
            facts.lives = lives_of(office, tx, (case.code for case in near if case))
