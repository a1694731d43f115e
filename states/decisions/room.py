"""Whether the quotas have room for what an act takes, and how room may come back. Pure."""

from collections.abc import Iterable
from datetime import datetime

from config.programme import Quota
from states.compiled import Compiled, is_by_system
from states.errors import Refusal
from states.facts import Case, Facts
from states.words.joining import listed
from states.words.titles import in_year, titled


def full(compiled: Compiled, facts: Facts, after: Case, buckets: Iterable[str]) -> list[Refusal]:
    """The buckets that have no slot left for a case that holds none in them."""
    found = []
    for bucket in buckets:
        row = facts.quotas.get(bucket)
        if row is None or not row.is_full or bucket in after.holds:
            continue
        quota = compiled.programme.quotas[row.quota]
        parameters = {
            **named(compiled, after, row.quota, bucket),
            "used": row.taken,
            "cap": row.cap,
            "bucket": bucket,
            **_giving_back(compiled, after.kind, row.quota, facts.now),
        }
        found.append(Refusal("QuotaFull", quota.clause, parameters))
    return found


def named(compiled: Compiled, case: Case, quota: str, bucket: str) -> dict[str, str]:
    """Whose quota a bucket is, and what it counts, with the year where each has its own."""
    declared = compiled.programme.quotas[quota]
    category = compiled.programme.categories.get(compiled.buckets.category(bucket) or "")
    year = compiled.buckets.year(bucket)
    lang = {"quota": "zh", "quota_en": "en"}
    counted = titled(quota=category or declared)
    in_words = {key: in_year(title, year, lang[key]) for key, title in counted.items()}
    return {"holder": _holder(compiled, declared, case), **in_words}


def _holder(compiled: Compiled, quota: Quota, case: Case) -> str:
    """Whose quota it is, in words."""
    if quota.per == "unit":
        return case.unit_name or case.unit_code or ""
    if quota.per == "programme":
        return compiled.programme.title
    place = compiled.programme.jurisdictions.get(case.jurisdiction or "")
    return place.label if place else case.jurisdiction or ""


def _giving_back(compiled: Compiled, kind: str, quota: str, now: datetime) -> dict[str, str | None]:
    """The moves that may still return a slot of the quota, if the file declares any: neither the
    move itself is over nor the days in which it returns something. Only one that is alone and made
    by people is proposed: of several, one may be a withdrawal and one a rejection."""
    moves = {}
    for name, move in compiled.kind(kind).moves.items():
        back = move.gives_back
        if back is None or quota not in back.quotas:
            continue
        dues = [compiled.due(limit) for limit in (move.until, back.until) if limit]
        if all(due is None or now < due.at for due in dues):
            moves[name] = move
    if not moves:
        return {"giving": None}
    alone = len(moves) == 1 and not any(is_by_system(move) for move in moves.values())
    key = "giving" if alone else "first"
    return {key: listed(moves, "zh"), **titled(giving_title=list(moves.values()))}
