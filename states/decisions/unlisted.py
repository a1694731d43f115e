"""A place or field of the programme's own lists that the file asks no move to look at: a slip in it
would leave the case where nobody may act on it and no quota counts it."""

from config.vocabulary import NoParameters
from states.decisions.judging import Asked
from states.errors import Refusal
from states.facts import Case
from states.guards import JUDGES


def unlisted(asked: Asked, before: Case) -> list[Refusal]:
    """What speaks against a jurisdiction or a category that the act gives and the programme does
    not list; where a move of the case's kind asks for it by a guard, that guard says when."""
    after, programme = asked.case, asked.programme
    given = (
        ("listed-jurisdiction", before.jurisdiction, after.jurisdiction, programme.jurisdictions),
        ("listed-category", before.category, after.category, programme.categories),
    )
    kind = asked.compiled.kind(after.kind)
    guarded = {guard.name for move in kind.moves.values() for guard in move.guards}
    return [
        Refusal(code, asked.move.clause, {"case": after.code, **found})
        for name, old, new, known in given
        if new and new != old and known and name not in guarded
        for code, found in JUDGES[name](asked, NoParameters())
    ]
