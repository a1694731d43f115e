"""Checks on words: whatever a person will read, a refusal above all, says something."""

from collections.abc import Iterator

from config.checking.findings import Finding, error
from config.language.source import Place
from config.programme import Programme
from config.vocabulary import CategoryHint, Condition

_TITLED = ("roles", "categories", "checklists", "documents", "cases", "quotas", "duties", "rounds")


def check_words(programme: Programme) -> Iterator[Finding]:
    """The texts that are empty."""
    for place, text in _texts(programme):
        if not text.strip():
            yield error("no-words", place)


def _texts(programme: Programme) -> Iterator[tuple[Place, str]]:
    yield ("title",), programme.title
    yield ("source", "document"), programme.source.document
    for section in _TITLED:
        for name, part in getattr(programme, section).items():
            yield (section, name, "title"), part.title
    for name, place in programme.jurisdictions.items():
        yield ("jurisdictions", name, "name"), place.name
    for name, clause in programme.clauses.items():
        yield ("clauses", name, "says"), clause.says
    for name, checklist in programme.checklists.items():
        for key, item in checklist.items.items():
            yield ("checklists", name, "items", key, "title"), item.title
    for name, kind in programme.cases.items():
        for section in ("form", "states", "moves"):
            for key, part in getattr(kind, section).items():
                yield ("cases", name, section, key, "title"), part.title
        for key, move in kind.moves.items():
            for index, guard in enumerate(move.guards):
                if isinstance(given := guard.parameters, Condition | CategoryHint):
                    yield ("cases", name, "moves", key, "guards", index, "says"), given.says
