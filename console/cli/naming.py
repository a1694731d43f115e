"""Names as people write them: keys, titles, short names and codes all lead to the key."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from console.cli.verbs import nearest
from states.errors import BadInput

if TYPE_CHECKING:
    from console.cli.desk import Desk
    from states.queries.outline import Outline

Json = Mapping[str, Any]


class Names:
    """The words of one programme version."""

    def __init__(self, outline: "Outline") -> None:
        self.outline = outline
        self.declared: Json = outline.declared

    @classmethod
    def of(cls, desk: "Desk", programme: str | None = None) -> "Names":
        """The words of a programme's current version; of the first one without a name.

        Raises BadInput naming the programmes that there are."""
        from states.queries.outline import current_outlines

        with desk.office.store.read() as tx:
            known = current_outlines(desk.office.store, tx)
        if not known:
            raise BadInput("NoProgramme")
        if programme is None:
            return cls(next(iter(known.values())))
        for key, outline in known.items():
            if programme in (key, outline.title("zh"), outline.title("en")):
                return cls(outline)
        raise BadInput("UnknownProgramme", programme=programme, known="、".join(known))

    def kind(self, given: str) -> str:
        """The key of a kind of case. Raises BadInput."""
        return self._key(self.outline.kinds, given, "UnknownKind", "kind")

    def state(self, kind: str, given: str) -> str:
        """The key of a state of a kind. Raises BadInput."""
        return self._key(self.outline.states(kind), given, "UnknownState", "state")

    def move(self, kind: str, given: str) -> str:
        """The key of a move of a kind; what is unknown is left to the engine, which knows whether
        the case may be named at all."""
        return _found(self.outline.kinds[kind]["moves"], given) or given

    def round_or_move(self, given: str) -> str:
        """The key of a round, duty or move: what an internal day can be set for."""
        places = [self.declared.get(part, {}) for part in ("duties", "rounds")]
        places += [kind["moves"] for kind in self.outline.kinds.values()]
        return next((key for part in places if (key := _found(part, given))), given)

    def duty(self, given: str) -> str:
        """The key of a duty. Raises BadInput."""
        return self._key(self.declared.get("duties", {}), given, "UnknownDuty", "duty")

    def role(self, given: str) -> str:
        """The key of a role. Raises BadInput."""
        return self._key(self.declared["roles"], given, "UnknownRole", "role")

    def jurisdiction(self, given: str) -> str:
        """The code of a jurisdiction by code, name, short name or letters. Raises BadInput."""
        known: Json = self.declared.get("jurisdictions", {})
        for code, place in known.items():
            letters = str(place.get("abbr") or "")
            if given in (code, place["name"], place.get("short")):
                return str(code)
            if letters and given.upper() == letters.upper():
                return str(code)
        names = [str(n) for p in known.values() for n in (p.get("short"), p["name"]) if n]
        meant = nearest(given, names) or next(iter(names), "—")
        raise BadInput("UnknownJurisdiction", jurisdiction=given, known=meant)

    def category(self, given: str) -> str:
        """The key of a field by key or title. Raises BadInput."""
        return self._key(self.declared.get("categories", {}), given, "UnknownCategory", "category")

    def flow_title(self, name: str) -> str:
        """The title of a round; the name itself for a flow that is none."""
        declared = self.declared.get("rounds", {}).get(name)
        return str(declared["title"]) if declared else name

    def _key(self, known: Json, given: str, code: str, name: str) -> str:
        key = _found(known, given)
        if key is None:
            raise BadInput(code, **{name: given, "known": "、".join(_listed(known))})
        return key


def _found(known: Json, given: str) -> str | None:
    text = given.strip()
    if text in known:
        return text
    return next(
        (key for key, item in known.items() if text in (item.get("title"), item.get("title-en"))),
        None,
    )


def _listed(known: Json) -> Iterable[str]:
    return (f"{key}（{item.get('title') or item.get('name', '')}）" for key, item in known.items())
