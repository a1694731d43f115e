"""The quotas, counted again from the history in the order of writing: I7."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import or_, select

from states.audits.findings import Audit
from states.record.stored import ENTRY_COLUMNS, Entry, rows
from states.tables import cases, history, programmes, quotas

_DECLARED = ("quota", "jurisdiction", "category", "minimum", "cap")
"""What the programme says of a bucket, its cap last."""
_QUOTAS = select(
    quotas.c.programme,
    quotas.c.bucket,
    quotas.c.used,
    quotas.c.over,
    *(quotas.c[name] for name in _DECLARED),
)
_COUNTING = (
    select(*ENTRY_COLUMNS, cases.c.kind)
    .outerjoin(cases, cases.c.code == history.c.case_code)
    .where(or_(history.c.effects.like('%"takes":%'), history.c.effects.like('%"gives":%')))
    .order_by(history.c.id)
)
_VERSIONS = select(programmes.c.programme, programmes.c.version)

Bucket = tuple[str, str]


def count_quotas(audit: Audit) -> None:
    """Compare every bucket with what the history took and gave back, at every instant."""
    stored = {
        (programme, bucket): (used, over, tuple(about))
        for programme, bucket, used, over, *about in rows(audit.office, audit.tx, _QUOTAS)
    }
    counted = _counted(audit, {key: about[-1] for key, (_, _, about) in stored.items()})
    declared = _declared(audit, stored)
    for key, (used, over, about) in stored.items():
        right = counted.get(key, [0, 0])
        if [used, over] != right:
            audit.add(
                "I7",
                "QuotaDiffers",
                key[0],
                None,
                bucket=key[1],
                stored=used,
                stored_over=over,
                used=right[0],
                over=right[1],
            )
        if key not in declared:
            audit.add("I7", "QuotaUndeclared", key[0], None, bucket=key[1])
        elif about[-1] not in {said[-1] for said in declared[key]}:
            audit.add("I7", "CapDiffers", key[0], None, bucket=key[1], stored=about[-1])
        elif about not in declared[key]:
            audit.add("I7", "QuotaChanged", key[0], None, bucket=key[1])
    for key in sorted(counted.keys() - stored.keys()):
        audit.add("I7", "QuotaUnknown", key[0], None, bucket=key[1])
    for key in sorted(declared.keys() - stored.keys() - counted.keys()):
        audit.add("I7", "QuotaGone", key[0], None, bucket=key[1])


def _counted(audit: Audit, caps: dict[Bucket, int | None]) -> dict[Bucket, list[int]]:
    counts: dict[Bucket, list[int]] = {}
    for *row, kind in rows(audit.office, audit.tx, _COUNTING):
        entry = Entry._make(row)
        for bucket, column, by in _changes(entry.effects):
            key = (entry.programme, bucket)
            count = counts.setdefault(key, [0, 0])
            count[column == "over"] += by
            cap = caps.get(key)
            if by > 0 and column != "over" and cap is not None and count[0] > cap:
                named = {"bucket": bucket, "used": count[0], "cap": cap}
                audit.at("I7", "QuotaExceeded", entry, kind, **named)
    return counts


def _changes(text: str) -> list[tuple[str, str, int]]:
    try:
        effects: dict[str, Any] = orjson.loads(text)
        return [
            (bucket, column, by)
            for name, by in (("takes", 1), ("gives", -1))
            for bucket, column in effects.get(name, {}).items()
        ]
    except (AttributeError, TypeError, orjson.JSONDecodeError):
        return []  # the fold of the case names the damaged entry


def _declared(audit: Audit, stored: Iterable[Bucket]) -> dict[Bucket, set[tuple[Any, ...]]]:
    """Everything that some activated version declares of a bucket."""
    found: dict[Bucket, set[tuple[Any, ...]]] = {}
    for programme, version in rows(audit.office, audit.tx, _VERSIONS):
        compiled = audit.version(programme, version)
        if compiled is None:
            continue
        arisen = (compiled.buckets.arising(key) for owner, key in stored if owner == programme)
        for bucket in (*compiled.buckets.all(), *filter(None, arisen)):
            said = bucket.row(programme)
            about = tuple(said[name] for name in _DECLARED)
            found.setdefault((programme, bucket.key), set()).add(about)
    return found
