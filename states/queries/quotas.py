"""Quotas: what is used of each, within the viewer's reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, literal_column, or_, select

from states.buckets import Bucket, Share, unit_part
from states.instants import local_day
from states.queries.answers import Answer, Held
from states.queries.outline import Outline, current_outlines, title_of
from states.queries.persons import about_persons
from states.queries.viewers import Viewer, held_now, seen
from states.store import Tx
from states.tables import cases, grants, quotas
from states.words.entries import Lang
from states.words.titles import in_year

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class QuotaUse(Answer):
    """One counted quota. `year`: the year in which it counts; None: in all. `cap` None: no upper
    bound. `over`: recorded facts beyond the cap. `missed`: its year is over and stayed below the
    minimum. `unit`: whose it is, if units have their own and are no persons."""

    programme: str
    jurisdiction: str | None
    jurisdiction_title: str
    bucket: str
    quota: str
    title: str
    category: str | None
    category_title: str
    year: str | None
    cap: int | None
    used: int
    over: int
    minimum: int | None
    clause: tuple[str, ...]
    missed: bool = False
    unit: str | None = None
    unit_code: str | None = None

    @property
    def free(self) -> int | None:
        """How many more may be decided on; None without a cap. What was recorded beyond it leaves
        no room until as many have come back."""
        return None if self.cap is None else max(0, self.cap - self.used - self.over)

    @property
    def owner(self) -> str:
        """The unit whose it is, with its code; empty if none has its own."""
        return f"{self.unit or ''} {self.unit_code or ''}".strip()

    @property
    def short(self) -> int:
        """How many are missing to the minimum; 0 without one."""
        return max(0, (self.minimum or 0) - self.used - self.over)


_held = grants.alias()
_IN_REACH = (
    select(quotas)
    .where(
        quotas.c.programme == bindparam("programme"),
        exists(
            select(literal_column("1"))
            .select_from(_held)
            .where(
                held_now(_held),
                or_(_held.c.programme == "*", _held.c.programme == quotas.c.programme),
                or_(
                    _held.c.jurisdiction.is_(None),
                    _held.c.jurisdiction == quotas.c.jurisdiction,
                ),
                or_(_held.c.category.is_(None), _held.c.category == quotas.c.category),
                # a unit sees its own cases, not how its province stands
                _held.c.unit.is_(None),
            )
            .correlate_except(_held)
        ),
    )
    .order_by(quotas.c.jurisdiction, quotas.c.bucket)
)
_UNITS = (
    select(cases.c.unit_name, cases.c.unit_code, cases.c.unit_key)
    .where(cases.c.programme == bindparam("programme"), cases.c.unit_key.is_not(None))
    .order_by(cases.c.opened_at)
)
_OF_PLACE = _IN_REACH.where(
    and_(quotas.c.jurisdiction == bindparam("jurisdiction"), quotas.c.jurisdiction.is_not(None))
)


def quota(
    office: "Office",
    who: str | Viewer,
    *,
    programme: str | None = None,
    jurisdiction: str | None = None,
    kind: str | None = None,
    lang: Lang = "zh",
) -> tuple[QuotaUse, ...]:
    """Every counted quota of one programme, or of all; `jurisdiction` narrows to one body, `kind`
    to those that count such cases. Of those that begin anew each year this one, every year of which
    somebody has taken, and the years before that should have had so many at the least. Raises
    BadInput for an unknown account."""
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        found: list[QuotaUse] = []
        for o in current_outlines(office.store, tx).values():
            if programme not in (None, o.key):
                continue
            wanted = {"programme": o.key}
            if jurisdiction is None:
                rows = viewer.all(tx, _IN_REACH, **wanted)
            else:
                rows = viewer.all(tx, _OF_PLACE, **wanted, jurisdiction=jurisdiction)
            if any(declared.get("year-from") for declared in o.declared.get("quotas", {}).values()):
                there = {row["bucket"] for row in rows}
                unused = _of_years(office, tx, viewer, o)
                in_place = (b for b in unused if jurisdiction in (None, b.jurisdiction))
                rows += [b.row(o.key) for b in in_place if b.key not in there]
            counting = [r for r in rows if kind is None or _counts(o, r["quota"], kind)]
            this = local_day(office.clock.now(), o.zone).year
            units = _units(tx, o, counting)
            found += [
                replace(_use(o, row, this, lang), **units.get(row["bucket"], {}))
                for row in sorted(counting, key=_as_declared(o))
            ]
        return tuple(found)


def _of_years(office: "Office", tx: Tx, viewer: Viewer, o: Outline) -> Iterator[Bucket]:
    """The buckets within reach of quotas that each year begin anew, also those of which nobody has
    taken yet, for they have no rows of their own: of this year, and of the years before that should
    have had so many at the least."""
    this = local_day(office.clock.now(), o.zone).year
    # a unit sees its own cases, not how its province stands
    reaches = [r for r in viewer.reaches if r.unit is None and r.programme in ("*", o.key)]
    buckets = office.compiled(tx, o.key, o.version).buckets
    for year in range(_first_year(o, this), this + 1):
        for bucket in buckets.of_year(str(year)):
            if (year == this or bucket.minimum) and any(
                r.jurisdiction in (None, bucket.jurisdiction)
                and r.category in (None, bucket.category)
                for r in reaches
            ):
                yield bucket


def _first_year(o: Outline, this: int) -> int:
    """The year of issue, or that from which the programme applies."""
    applies = o.declared.get("applies") or {}
    return min(this, int(str(applies.get("from") or o.declared["source"]["issued"])[:4]))


def _counts(o: Outline, quota: str, kind: str) -> bool:
    declared = o.declared.get("quotas", {}).get(quota, {})
    moves = o.kinds.get(kind, {}).get("moves", {}).values()
    return declared.get("case", "") in ("", kind) and any(
        quota in m.get("takes", ()) for m in moves
    )


def _as_declared(o: Outline) -> Any:
    names = list(o.declared.get("quotas", {}))
    places = list(o.declared.get("jurisdictions", {}))
    fields = list(o.declared.get("categories", {}))

    def place(row: dict[str, Any]) -> tuple[int, int, int, str]:
        return (
            _at(places, row["jurisdiction"]),
            _at(names, row["quota"]),
            _at(fields, row["category"]),
            row["bucket"],
        )

    return place


def _at(names: list[str], name: str | None) -> int:
    return names.index(name) if name in names else -1


def _use(o: Outline, row: dict[str, Any], this: int, lang: Lang) -> QuotaUse:
    declared = o.declared.get("quotas", {}).get(row["quota"], {})
    share = _share(o, row["bucket"])
    year = share.year(row["bucket"]) if share else None
    had = row["used"] + row["over"]
    return QuotaUse(
        programme=row["programme"],
        jurisdiction=row["jurisdiction"],
        jurisdiction_title=o.place(row["jurisdiction"]),
        bucket=row["bucket"],
        quota=row["quota"],
        title=_title(o, row["bucket"], lang),
        category=row["category"],
        category_title=o.category_title(row["category"], lang),
        year=year,
        cap=row["cap"],
        used=row["used"],
        over=row["over"],
        minimum=row["minimum"],
        clause=tuple(declared.get("clause", ())),
        missed=year is not None and int(year) < this and had < (row["minimum"] or 0),
    )


def _units(tx: Tx, o: Outline, rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By bucket the unit whose it is, as its newest case names it."""
    owners = {
        row["bucket"]: owner
        for row in rows
        if (share := _share(o, row["bucket"])) and share.per == "unit"
        if (owner := share.owner(row["bucket"]))
    }
    if not owners:
        return {}
    named = {
        unit_part(code, key): {"unit": name, "unit_code": code}
        for name, code, key in tx.rows(_UNITS, programme=o.key)
    }
    return {bucket: named.get(owner, {"unit": owner}) for bucket, owner in owners.items()}


def _share(o: Outline, bucket: str) -> Share | None:
    """How the quota of a bucket counts; None if this version has no such quota."""
    name = bucket.partition("/")[0]
    declared = o.declared.get("quotas", {}).get(name)
    return Share.declared(name, declared, about_persons(o)) if declared else None


def _title(o: Outline, bucket: str, lang: Lang) -> str:
    """The title of the quota of a bucket, with the year in which it counts."""
    name, share = bucket.partition("/")[0], _share(o, bucket)
    title = title_of(o.declared.get("quotas", {}).get(name, {}), lang, name)
    return in_year(title, share.year(bucket) if share else None, lang)


def held(o: Outline, holds: Mapping[str, str], lang: Lang) -> tuple[Held, ...]:
    """The quota slots that a case holds, in words."""
    return tuple(
        Held(bucket, bucket_title(o, bucket, lang), column == "over")
        for bucket, column in sorted(holds.items())
    )


def bucket_in_words(o: Outline, bucket: str, lang: Lang) -> str:
    """A bucket in words, and whose it is: 浙江 · 一般领域 · 服务业."""
    share = _share(o, bucket)
    owner = share.owner(bucket) if share else None
    holder = o.place(owner) if share and share.per == "jurisdiction" else owner
    return " · ".join(part for part in (holder, bucket_title(o, bucket, lang)) if part)


def bucket_title(o: Outline, bucket: str, lang: Lang) -> str:
    """A bucket in words: its quota, its year and the field (领域) where it counts one."""
    share = _share(o, bucket)
    category = o.category_title(share.category(bucket) if share else None, lang)
    return " · ".join(part for part in (_title(o, bucket, lang), category) if part)
