"""What lies with a case: its documents and the verdicts of its checklists."""

from collections.abc import Mapping
from typing import Any

from states.history import from_text
from states.queries.answers import CheckShown, Document
from states.queries.outline import Outline, title_of
from states.words.entries import Lang

Json = Mapping[str, Any]


def documents_of(o: Outline, case: Json, lang: Lang) -> tuple[Document, ...]:
    """The documents of a case by slot."""
    slots = dict(o.declared.get("documents", {}))
    for checklist in o.declared.get("checklists", {}).values():
        slots |= checklist["items"]
    return tuple(
        Document(slot, title_of(slots.get(slot, {}), lang, slot), d["name"], d["digest"], d["size"])
        for slot, d in from_text(case["documents"]).items()
    )


def checks_of(o: Outline, case: Json, lang: Lang) -> tuple[CheckShown, ...]:
    """The verdicts of its checklists by item."""
    items = {
        key: item
        for checklist in o.declared.get("checklists", {}).values()
        for key, item in checklist["items"].items()
    }
    return tuple(
        CheckShown(
            key, title_of(items.get(key, {}), lang, key), c["verdict"], c["remark"], c.get("on", "")
        )
        for key, c in from_text(case["checks"]).items()
    )
