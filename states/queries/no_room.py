"""The quotas that have no slot left for an act that is still ahead: said before anybody prepares
what would be refused."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, bindparam, select

from config.looked_at import CATEGORY, Given
from states.buckets import Share
from states.errors import cite
from states.facts import Case
from states.queries.answers import FullQuota
from states.queries.outline import Outline
from states.queries.persons import about_persons
from states.queries.quotas import bucket_title
from states.record.statements import among
from states.store import Tx
from states.tables import quotas
from states.words.entries import Lang

Json = Mapping[str, Any]
Ahead = tuple[Outline, str, Json]
"""A move that may be made next: under which version, its name, the row of the case."""


def full_ahead(
    tx: Tx, ahead: Iterable[Ahead], lang: Lang
) -> dict[tuple[str, str], tuple[FullQuota, ...]]:
    """What is full for each act, by (case, move); acts with room everywhere are left out. To ask
    only for acts that the viewer may make: their refusal would tell the same."""
    wanted: dict[str, dict[tuple[str, str], list[str]]] = {}
    outlines: dict[str, Outline] = {}
    for o, name, row in ahead:
        buckets = sorted(_taken(o, name, row))
        if buckets:
            wanted.setdefault(o.key, {})[row["code"], name] = buckets
            outlines[o.key] = o
    found = {}
    for key, acts in wanted.items():
        asked = tx.listed(bucket for buckets in acts.values() for bucket in buckets)
        rows = tx.all(_named(tx.store.dialect), programme=key, buckets=asked)
        full = {one.bucket: one for one in _full(outlines[key], rows, lang)}
        for act, buckets in acts.items():
            if any(bucket in full for bucket in buckets):
                found[act] = tuple(full[bucket] for bucket in buckets if bucket in full)
    return found


@lru_cache(maxsize=2)
def _named(dialect: str) -> Executable:
    return select(quotas).where(
        quotas.c.programme == bindparam("programme"), among(quotas.c.bucket, "buckets", dialect)
    )


def _taken(o: Outline, name: str, row: Json) -> Iterator[str]:
    """The buckets that a move would newly take for the case as it stands, whatever is given with
    it."""
    move = o.move(row["kind"], name)
    if move is None or not move.get("takes"):
        return
    case, given = Case.from_row(row), Given.by(move, o.kinds[row["kind"]].get("form", {}))
    group = o.declared.get("categories", {}).get(case.category or "", {}).get("group")
    for quota in move["takes"]:
        declared = o.declared["quotas"][quota]
        share = Share.declared(quota, declared, about_persons(o))
        if given.may_move(declared) or not share.counts(case, group):
            continue
        if o.applies(declared, row):
            keys = tuple(share.keys(case))
            sure = keys[:1] if CATEGORY in given.parts else keys
            yield from (key for key in sure if key not in case.holds)


def _full(o: Outline, rows: Iterable[Json], lang: Lang) -> Iterator[FullQuota]:
    for row in rows:
        taken = row["used"] + row["over"]
        if row["cap"] is None or taken < row["cap"]:
            continue
        title = bucket_title(o, row["bucket"], lang)
        clause = tuple(o.declared["quotas"].get(row["quota"], {}).get("clause", ()))
        says = f"{title} {taken}/{row['cap']}{cite(clause, lang)}"
        yield FullQuota(row["bucket"], title, taken, row["cap"], clause, says)
