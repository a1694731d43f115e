"""What stands around every answer: who looks, which programmes there are, what a list can filter
by."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Executable, bindparam, select

from states.queries.answers import Answer
from states.queries.lists import chosen
from states.queries.outline import Outline, current_outlines
from states.queries.viewers import Reach, Viewer, in_reach, seen
from states.queries.words import Lang
from states.store import Tx
from states.tables import cases

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class Frame(Answer):
    """Pairs are (key, title). `places` and `categories` are those in which the viewer sees cases;
    `place` is set if the viewer reaches one jurisdiction only."""

    account: str
    name: str
    roles: tuple[str, ...]
    programme: str
    programme_title: str
    zone: str
    programmes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    place: str | None


@lru_cache(maxsize=1)
def _found() -> tuple[Executable, Executable]:
    """Jurisdictions and categories of the cases in reach."""
    wanted = (cases.c.programme == bindparam("programme"), in_reach())
    return (
        select(cases.c.jurisdiction).where(*wanted).distinct(),
        select(cases.c.category).where(*wanted).distinct(),
    )


def frame(
    office: "Office",
    who: str | Viewer,
    *,
    programme: str | None = None,
    kind: str | None = None,
    lang: Lang = "zh",
) -> Frame:
    """The viewer, the programme named or the first one, and what its lists can be filtered by.
    Raises BadInput."""
    with office.store.read() as tx:
        viewer = seen(tx, who)
        o = chosen(office.store, tx, programme)
        every = current_outlines(office.store, tx).values()
        return Frame(
            account=viewer.account,
            name=viewer.name,
            roles=tuple(_role(o, reach, lang) for reach in viewer.reaches),
            programme=o.key,
            programme_title=o.title(lang),
            zone=o.zone,
            programmes=tuple((p.key, p.title(lang)) for p in every),
            kinds=tuple((k, o.kind_title(k, lang)) for k in o.kinds),
            states=tuple(
                (s, o.state_title(kind or o.main_kind(), s, lang))
                for s in o.states(kind or o.main_kind())
            ),
            places=_places(o, tx, viewer),
            categories=_categories(o, tx, viewer, lang),
            place=_only_place(viewer),
        )


def _role(o: Outline, reach: Reach, lang: Lang) -> str:
    where = o.place(reach.jurisdiction) or o.category_title(reach.category, lang) or reach.unit
    title = o.role_title(reach.role, lang)
    return f"{where} · {title}" if where else title


def _only_place(viewer: Viewer) -> str | None:
    places = {reach.jurisdiction for reach in viewer.reaches}
    return places.pop() if len(places) == 1 else None


def _places(o: Outline, tx: Tx, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    rows = tx.all(_found()[0], programme=o.key, viewer=viewer.account)
    found = {row["jurisdiction"] for row in rows}
    return tuple((c, o.place(c)) for c in o.declared.get("jurisdictions", {}) if c in found)


def _categories(o: Outline, tx: Tx, viewer: Viewer, lang: Lang) -> tuple[tuple[str, str], ...]:
    rows = tx.all(_found()[1], programme=o.key, viewer=viewer.account)
    found = {row["category"] for row in rows}
    return tuple(
        (c, o.category_title(c, lang)) for c in o.declared.get("categories", {}) if c in found
    )
