"""What stands around every answer: who looks, which programmes there are, what a list can filter
by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from states.queries.answers import Answer
from states.queries.lists import chosen
from states.queries.outline import Outline, current_outlines
from states.queries.viewers import Reach, Viewer, seen
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class Frame(Answer):
    """Pairs are (key, title). `places` and `categories` are those that the viewer reaches;
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
        viewer = seen(tx, who, office.clock.now())
        o = chosen(office.store, tx, programme)
        places = o.declared.get("jurisdictions", {})
        categories = o.declared.get("categories", {})
        every = current_outlines(office.store, tx).values()
        return Frame(
            account=viewer.account,
            name=viewer.name,
            roles=tuple(dict.fromkeys(_role(o, reach, lang) for reach in viewer.reaches)),
            programme=o.key,
            programme_title=o.title(lang),
            zone=o.zone,
            programmes=tuple((p.key, p.title(lang)) for p in every),
            kinds=tuple((k, o.kind_title(k, lang)) for k in o.kinds),
            states=tuple(
                (s, o.state_title(kind or o.main_kind(), s, lang))
                for s in o.states(kind or o.main_kind())
            ),
            places=tuple((c, o.place(c)) for c in _within(viewer, "jurisdiction", places)),
            categories=tuple(
                (c, o.category_title(c, lang)) for c in _within(viewer, "category", categories)
            ),
            place=_only_place(viewer),
        )


def _role(o: Outline, reach: Reach, lang: Lang) -> str:
    where = o.place(reach.jurisdiction) or o.category_title(reach.category, lang) or reach.unit
    title = o.role_title(reach.role, lang)
    return f"{where} · {title}" if where else title


def _only_place(viewer: Viewer) -> str | None:
    places = {reach.jurisdiction for reach in viewer.reaches}
    return places.pop() if len(places) == 1 else None


def _within(viewer: Viewer, bound: str, declared: Iterable[str]) -> list[str]:
    """The declared keys that some role of the viewer reaches."""
    reached = {getattr(reach, bound) for reach in viewer.reaches}
    return [key for key in declared if None in reached or key in reached]
