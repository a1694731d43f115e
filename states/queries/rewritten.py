"""What the entries of a history changed in the form of their case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from states.history import from_text
from states.queries.answers import Answer
from states.queries.form_values import shown_value
from states.queries.outline import Outline, outline, title_of
from states.store import Store, Tx
from states.words.entries import Lang, phrase

Json = Mapping[str, Any]
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Rewritten(Answer):
    """A field that an entry gave another value; `says`: the same in words. A personal one is named
    without its values."""

    field: str
    title: str
    before: Any
    after: Any
    says: str


def rewritten(
    store: Store, tx: Tx, rows: Iterable[Json], kind: str, lang: Lang
) -> dict[int, tuple[Rewritten, ...]]:
    """What each entry changed, by its number, given all of a case of the kind from the first on.
    The first fills the form and changes nothing."""
    stood: dict[str, Any] = {}
    found: dict[int, tuple[Rewritten, ...]] = {}
    for row in rows:
        given = from_text(row["fields"])
        if found and given:
            o = outline(store, tx, row["programme"], row["programme_version"])
            form = o.kinds.get(kind, {}).get("form", {})
            changed = (n for n in form if n in given and given[n] != stood.get(n))
            made = (_one(o, n, form[n], stood.get(n), given[n], lang) for n in changed)
            found[row["seq"]] = tuple(made)
        else:
            found[row["seq"]] = ()
        stood |= given
    return found


def _one(o: Outline, name: str, declared: Json, before: Any, after: Any, lang: Lang) -> Rewritten:
    title = title_of(declared, lang)
    if declared.get("personal"):
        return Rewritten(name, title, None, None, phrase("rewritten-unshown", lang, field=title))
    words = {"before": _brief(o, declared, before, lang), "after": _brief(o, declared, after, lang)}
    return Rewritten(name, title, before, after, phrase("rewritten", lang, field=title, **words))


def _brief(o: Outline, declared: Json, value: Any, lang: Lang) -> str:
    text = "—" if value is None else shown_value(o, declared, value, lang).replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
