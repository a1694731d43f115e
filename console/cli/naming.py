"""Names as people write them: keys, titles, short names and codes all lead to the key."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.errors import Misuse
from console.meant import nearest
from states.errors import BadInput
from states.words.joining import Titled, beside, later
from states.words.titles import NONE

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
        known = cls.all(desk)
        if programme is None:
            return next(iter(known.values()))
        for key, names in known.items():
            if programme in (key, names.outline.title("zh"), names.outline.title("en")):
                return names
        raise BadInput("UnknownProgramme", programme=programme, known=list(known))

    @classmethod
    def all(cls, desk: "Desk") -> dict[str, "Names"]:
        """The words of every programme's current version, by its key, the first one first.

        Raises BadInput if there is none."""
        from states.queries.outline import current_outlines

        with desk.office.store.read() as tx:
            known = current_outlines(desk.office.store, tx)
        if not known:
            raise BadInput("NoProgramme")
        return {key: cls(outline) for key, outline in known.items()}

    @classmethod
    def that_has(cls, desk: "Desk", kind: str | None, programme: str | None = None) -> "Names":
        """The words of the named programme; without a name, of the only one that has such a kind of
        case (without a kind: of the only one), or of the first if none has. Of several it is the
        one in which alone the account holds a role.

        Raises BadInput naming the programmes that there are, Misuse if several could be meant."""
        if programme is not None:
            return cls.of(desk, programme)
        known = cls.all(desk)
        having = [key for key, names in known.items() if kind is None or names.has_kind(kind)]
        if len(having) > 1:
            having = _with_roles(desk, having) or having
        if len(having) > 1:
            code = "SeveralProgrammes" if kind is None else "KindInSeveral"
            raise Misuse(code, kind=kind, programmes=having, example=having[-1])
        return known[having[0]] if having else next(iter(known.values()))

    def has_kind(self, given: str) -> bool:
        """Whether the programme has a kind of case of that name."""
        try:
            self.kind(given)
        except Misuse:
            return False
        return True

    def kind(self, given: str) -> str:
        """The key of a kind of case. Raises Misuse."""
        return _key(self.outline.kinds, given, "kind")

    def state(self, kind: str, given: str) -> str:
        """The key of a state of a kind. Raises Misuse."""
        return _key(self.outline.states(kind), given, "state")

    def move(self, kind: str, given: str) -> str:
        """The key of a move of a kind. Raises Misuse."""
        return _key(self.outline.kinds[kind]["moves"], given, "move")

    def rule(self, kind: str, move: str, given: str) -> str:
        """The name of a rule that a move lets be passed by exception. Raises Misuse."""
        from config.exceptions import rules_of
        from config.language.closed_words import GUARD_NAMES

        guards = (self.outline.move(kind, move) or {}).get("guards", ())
        rules = rules_of([(guard["name"], guard["strength"]) for guard in guards])
        known = {}
        for rule, guard in zip(rules, guards, strict=True):
            if guard["strength"] == "soft":
                name = guard["name"]
                known[name] = {"title": GUARD_NAMES.get(name, name)}
                if rule != name:
                    known[rule] = {"title": guard["with"].get("says", "")}
        return _key(known, given, "rule")

    def duty(self, given: str) -> str:
        """The key of a duty. Raises Misuse."""
        return _key(self.declared.get("duties", {}), given, "duty")

    def role(self, given: str) -> str:
        """The key of a role. Raises Misuse."""
        return _key(self.declared["roles"], given, "role")

    def jurisdiction(self, given: str) -> str:
        """The code of a jurisdiction by code, name, short name or letters. Raises Misuse."""
        known: Json = self.declared.get("jurisdictions", {})
        for code, place in known.items():
            letters = str(place.get("abbr") or "")
            if given in (code, place["name"], place.get("short")):
                return str(code)
            if letters and given.upper() == letters.upper():
                return str(code)
        names = [str(n) for p in known.values() for n in (p.get("short"), p["name"]) if n]
        near = nearest(given, names)
        labels = [str(p.get("short") or p["name"]) for p in known.values()]
        what = "jurisdiction"
        raise Misuse("NoSuchName", what=what, given=given, meant=near, known=labels)

    def category(self, given: str) -> str:
        """The key of a field by key or title. Raises Misuse."""
        return _key(self.declared.get("categories", {}), given, "category")


def _with_roles(desk: "Desk", programmes: Sequence[str]) -> list[str]:
    """Those of the programmes in which the acting account holds a role now. Raises BadInput if
    there is no such account."""
    from states.queries.viewers import viewer

    if desk.named is None:
        return []
    with desk.office.store.read() as tx:
        who = viewer(tx, desk.named, desk.office.clock.now())
    reached = {reach.programme for reach in who.reaches}
    return [key for key in programmes if not reached.isdisjoint((key, "*"))]


def _key(known: Json, given: str, what: str) -> str:
    """The key of an item by key or title. Raises Misuse with the nearest right word."""
    text = given.strip()
    if text in known:
        return text
    for key, item in known.items():
        if text in (item.get("title"), item.get("title-en")):
            return str(key)
    words = [*known, *(str(item.get("title") or "") for item in known.values())]
    listed = [later(beside, key, _title(item)) for key, item in known.items()]
    near = nearest(text, words)
    raise Misuse("NoSuchName", what=what, given=given, meant=near, known=listed or NONE)


def _title(item: Json) -> Titled:
    return Titled(str(item.get("title") or ""), str(item.get("title-en") or ""))
