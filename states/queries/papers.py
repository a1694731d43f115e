"""What lies with a case: its documents and the verdicts of its checklists."""

from collections.abc import Mapping
from typing import Any

from states.history import from_text
from states.queries.answers import CheckShown, Document
from states.queries.outline import Outline

Json = Mapping[str, Any]


def documents_of(o: Outline, case: Json) -> tuple[Document, ...]:
    slots = dict(o.declared.get("documents", {}))
    for checklist in o.declared.get("checklists", {}).values():
        slots |= checklist["items"]
    return tuple(
        Document(slot, slots.get(slot, {}).get("title", slot), d["name"], d["digest"], d["size"])
        for slot, d in from_text(case["documents"]).items()
    )


def checks_of(o: Outline, case: Json) -> tuple[CheckShown, ...]:
    items = {
        key: item
        for checklist in o.declared.get("checklists", {}).values()
        for key, item in checklist["items"].items()
    }
    return tuple(
        CheckShown(
            key, items.get(key, {}).get("title", key), c["verdict"], c["remark"], c.get("on", "")
        )
        for key, c in from_text(case["checks"]).items()
    )
