"""The life of each kind of case as boxes and arrows, taken from the machine that decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.case_types import CaseKind
from config.programme import Programme
from config.vocabulary import SYSTEM
from console.words.texts import say
from states.machine import CaseMachine


@dataclass(frozen=True, slots=True)
class Box:
    """A state. `end`: normal, exceptional or empty; `loops`: moves that keep it."""

    name: str
    title: str
    is_initial: bool
    end: str
    loops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """All moves from one state to another."""

    source: str
    target: str
    label: str
    is_system: bool


@dataclass(frozen=True, slots=True)
class Life:
    """One kind of case. `origin` says where its cases come from."""

    kind: str
    title: str
    origin: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    main: tuple[str, ...]


def lives(programme: Programme, lang: str = "zh", only: str | None = None) -> list[Life]:
    """The lives of a programme's kinds in the file's order, or of one of them."""
    kinds = programme.cases.items()
    return [_life(programme, name, kind, lang) for name, kind in kinds if only in (None, name)]


def _life(programme: Programme, name: str, kind: CaseKind, lang: str) -> Life:
    edges = CaseMachine(kind).edges()
    loops = {
        state: tuple(_title(m, lang) for k, m in kind.moves.items() if (k, state, state) in edges)
        for state in kind.states
    }
    boxes = tuple(
        Box(key, _title(state, lang), state.initial, state.end or "", loops[key])
        for key, state in kind.states.items()
    )
    arrows = tuple(_arrows(kind, edges, _labels(programme, name, lang)))
    origin = _origin(programme, kind, lang)
    return Life(name, _title(kind, lang), origin, boxes, arrows, tuple(kind.progress))


def _labels(programme: Programme, kind: str, lang: str) -> dict[str, str]:
    """What each move is called; one whose limit nobody has verified says so."""
    duties = programme.duties_of(kind).values()
    doubtful = {move for duty in duties if duty.unverified for move in duty.bound_by}
    titles = {name: _title(move, lang) for name, move in programme.cases[kind].moves.items()}
    return {
        name: say("diagram.unverified", lang, move=title) if name in doubtful else title
        for name, title in titles.items()
    }


def _arrows(
    kind: CaseKind, edges: set[tuple[str, str, str]], labels: dict[str, str]
) -> Iterator[Arrow]:
    for source in kind.states:
        for target in kind.states:
            names = [name for name in kind.moves if (name, source, target) in edges]
            if names and source != target:
                moves = [kind.moves[name] for name in names]
                label = " / ".join(dict.fromkeys(labels[name] for name in names))
                yield Arrow(source, target, label, all(move.by == (SYSTEM,) for move in moves))


def _origin(programme: Programme, kind: CaseKind, lang: str) -> str:
    if kind.creating():
        moves = " / ".join(_title(move, lang) for move in kind.creating().values())
        return say("diagram.created", lang, moves=moves)
    if listed := sum(programme.cases[seed.case] is kind for seed in programme.seeds.values()):
        return say("diagram.listed", lang, number=listed)
    if kind.opened is None or kind.of is None:
        return ""
    parent = programme.cases[kind.of]
    if kind.opened.by is not None:
        return say("diagram.by-move", lang, move=_title(parent.moves[kind.opened.by], lang))
    phrase = kind.opened.on.phrase if kind.opened.on else ""
    return say("diagram.on-day", lang, day=phrase)


def _title(part: object, lang: str) -> str:
    english = str(getattr(part, "title_en", ""))
    return english if lang == "en" and english else str(getattr(part, "title", ""))
