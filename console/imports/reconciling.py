"""Another system's table held against what is here: only there, only here, different, the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from console.imports.facts import MOVED, STATE, Told
from console.imports.mending import Mending
from console.imports.placing import Placed, Placing
from console.words.texts import say
from states.queries.holdings import Here
from states.queries.viewers import Viewer
from states.words.joining import headed
from states.words.titles import UNQUOTED

Verdict = Literal["same", "there", "here", "different", "outside", "unclear"]
VERDICTS: tuple[Verdict, ...] = ("different", "there", "here", "unclear", "outside", "same")


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one row, or of one case of ours that no row names. `differs`: (field in words,
    theirs, ours); `acts`: what would mend it; `near`: cases that are perhaps meant."""

    verdict: Verdict
    line: int | None
    title: str
    unit: str
    theirs: str
    ours: str
    case: str = ""
    differs: tuple[tuple[str, str, str], ...] = ()
    acts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Reconciling:
    """Holds rows against cases. `importing` is the act for what is only there."""

    def __init__(self, placing: Placing, mending: Mending, viewer: Viewer, importing: str) -> None:
        self.placing, self.mending = placing, mending
        self.viewer, self.importing = viewer, importing
        self.lang = placing.lang

    def findings(self, rows: Sequence[Told]) -> list[Finding]:
        """A finding for each row, then one for each case of ours that no row names."""
        found, named = [], set()
        first: dict[str, int] = {}
        for told in rows:
            key = told.sought.code or told.sought.key
            if key and key in first:
                twice = say("import.twice", self.lang, line=first[key])
                found.append(self._finding("unclear", told, acts=(twice,)))
                continue
            first[key] = told.row.line
            finding = self._of(told)
            named.add(finding.case)
            found.append(finding)
        left = (here for here in self.placing.there.all if here.code not in named)
        return [*found, *map(self._only_here, left)]

    def _of(self, told: Told) -> Finding:
        if told.row.problems:
            lang = self.lang
            says = tuple(headed(cell, say(key, lang), lang) for cell, key in told.row.problems)
            return self._finding("unclear", told, acts=says)
        if self._is_outside(told):
            return self._finding("outside", told)
        placed = self.placing.place(told)
        here = placed.here
        if placed.wrong:
            return self._finding("unclear", told, here, acts=tuple(s for _, s in placed.wrong))
        if here is None:
            near = tuple(one.code for one in self.placing.there.near(told.sought))
            return self._finding("there", told, acts=(self.importing,), near=near)
        differs = tuple(self._differs(placed, here))
        if not differs:
            return self._finding("same", told, here)
        acts = tuple(dict.fromkeys(self.mending.mends(placed)))
        return self._finding("different", told, here, differs, acts)

    def _differs(self, placed: Placed, here: Here) -> Iterator[tuple[str, str, str]]:
        if placed.way:
            moves = self.placing.declared.moves
            reached = moves[placed.way[-1]].to
            yield self._field(STATE), self._state(reached), self._state(here.state)
        for one in placed.differs:
            told = here.shows_personal or not self._is_personal(one.field)
            both = (one.theirs, one.ours) if told else (UNQUOTED, UNQUOTED)
            yield self._field(one.field), *both

    def _is_personal(self, field: str) -> bool:
        declared = self.placing.declared.form.get(field)
        return declared is not None and (declared.personal or declared.type == "person")

    def _field(self, field: str) -> str:
        if field == STATE:
            return say("reconcile.state", self.lang)
        if field.startswith(MOVED):
            title = self.placing.declared.moves[field.removeprefix(MOVED)].title
            return say("reconcile.day", self.lang, move=title)
        declared = self.placing.declared.form.get(field)
        return declared.title if declared else field

    def _is_outside(self, told: Told) -> bool:
        """Whether the row names a jurisdiction or a category that none of the viewer's roles in the
        programme reaches."""
        programme = self.placing.compiled.programme
        reaches = [r for r in self.viewer.reaches if r.programme in ("*", programme.programme)]
        values = self.placing.columns(told)
        for name in ("jurisdiction", "category"):
            value = values.get(name)
            if value and not any(getattr(r, name) in (None, value) for r in reaches):
                return True
        return False

    def _only_here(self, here: Here) -> Finding:
        return Finding(
            "here",
            None,
            here.title,
            here.unit.name,
            "",
            self._state(here.state),
            here.code,
            acts=(self.mending.gone(here),),
        )

    def _finding(
        self,
        verdict: Verdict,
        told: Told,
        here: Here | None = None,
        differs: tuple[tuple[str, str, str], ...] = (),
        acts: tuple[str, ...] = (),
        near: tuple[str, ...] = (),
    ) -> Finding:
        return Finding(
            verdict,
            told.row.line,
            told.sought.title or (here.title if here else ""),
            told.sought.unit_name or (here.unit.name if here else ""),
            self._state(told.state),
            self._state(here.state) if here else "",
            here.code if here else "",
            differs,
            acts,
            near,
        )

    def _state(self, state: str) -> str:
        declared = self.placing.declared.states.get(state)
        return declared.title if declared else state
