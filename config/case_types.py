"""The types of a kind of case: its form, its states, its moves, and where it comes from."""
# ruff: noqa: RUF012 -- pydantic copies the defaults of frozen models, seen only beside BaseModel

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, model_validator

from config.announcing import Announcement
from config.dates import rules
from config.declared import Deadline, Declared, When, YesNo
from config.exceptions import rules_of
from config.language.scalars import yes_no_of
from config.vocabulary import GUARDS, ActKind, FieldType, Names, Strength, as_list

STAYS = "="
"""Where a move leads that leaves the case in its state; a file writes `same` or 不变."""


def _same_state(value: Any) -> Any:
    return STAYS if value in ("same", "不变") else value


class FormField(Declared):
    """A typed field of a case. `personal` values are kept out of exports and lists; the units of a
    `joint` one undertake the case together with the field `unit`. `default: today`: a date that an
    act which asks for it leaves out is the day of the act."""

    title: str
    title_en: str = ""
    type: FieldType = "text"
    required: YesNo = False
    options: dict[str, str] = {}
    joint: YesNo = False
    personal: YesNo = False
    default: Literal["today"] | None = None
    help: str = ""

    def is_one_of(self, value: Any, words: Collection[str]) -> bool:
        """Whether a value is one of those listed; of a yes-no field 是, yes and true are one word.
        Raises ValueError for another word there."""
        if self.type == "yes-no":
            return value is not None and value in {yes_no_of(word) for word in words}
        return str(value) in words


class State(Declared):
    """A state of a case. `end`: the life ends here, normally or exceptionally."""

    title: str
    title_en: str = ""
    initial: YesNo = False
    end: Literal["normal", "exceptional"] | None = None
    public: YesNo = False

    @model_validator(mode="before")
    @classmethod
    def _read_title(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value


OF_GUARDS = ("strength", "with", "clause", "only-if")
"""What stands beside the parameters of a guard in its short form."""


def in_full(short: Any) -> Any:
    """The rest of a guard under its name with its parameters under `with`."""
    if not isinstance(short, dict):
        return short
    given = {key: value for key, value in short.items() if key not in OF_GUARDS}
    rest = {key: value for key, value in short.items() if key in OF_GUARDS}
    if given and isinstance(rest.get("with", {}), dict):
        rest["with"] = {**rest.get("with", {}), **given}
    return rest


class Guard(Declared):
    """A condition on a move: its name in the registry, its strength, its parameters."""

    name: str
    strength: Strength = "hard"
    with_: dict[str, Any] = {}
    clause: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"name": value}
        if isinstance(value, dict) and len(value) == 1 and "name" not in value:
            ((name, rest),) = value.items()
            return {"name": name, **in_full({"strength": rest} if isinstance(rest, str) else rest)}
        return value

    @cached_property
    def parameters(self) -> BaseModel:
        """The parameters as the registry's type; read once, judged by often."""
        return GUARDS[self.name].parameters.model_validate(self.with_)


PACES = frozenset({"pause", "resume"})
"""The effects by which a limit stops running, and runs on."""
ON_LIMITS = PACES | {"renew"}
"""The effects on the limit of a duty of the same case."""


class Effect(Declared):
    """What a move brings about besides the new state.

    `move-parent` NAME · `set-parent` {field: from-field} · `open` KIND · `notify` ROLE ·
    `renew` DUTY: the duty runs anew from this move, its old day staying in the history.
    `pause` DUTY with `for` CAUSE: its limit stops running, for one of the causes that the duty
    names. `resume` DUTY: what was left runs on; with `for`, only where it was paused for that.
    """

    do: Literal["move-parent", "set-parent", "open", "notify", "renew", "pause", "resume"]
    target: str = ""
    fields: dict[str, str] = {}
    for_: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        cause = {key: part for key, part in value.items() if key == "for"}
        short = {key: part for key, part in value.items() if key not in cause}
        if len(short) != 1 or (cause and not short.keys() & PACES):
            return value
        ((do, what),) = short.items()
        return {"do": do, "fields" if isinstance(what, dict) else "target": what, **cause}

    @property
    def paces(self) -> bool:
        """Whether it lets the limit of a duty stop running, or run on."""
        return self.do in PACES

    @property
    def is_on_limit(self) -> bool:
        """Whether it is about the limit of a duty of the same case."""
        return self.do in ON_LIMITS


class GiveBack(Declared):
    """Which quotas a move returns, and until when."""

    quotas: Names
    until: Deadline | None = None


class Move(Declared):
    """A move from one or several states to one: who, when, with what, and on which clause.

    `lapse-of` DUTY: the system makes the move once that duty's instant has passed unsettled
    (neither accepted nor declined in time: deemed accepted, deemed declined, or closed).
    `when`: the move is there only for cases of which the condition holds; `needs-when`: documents
    that only such cases need. `asks`: fields that the case must hold by then; `asks-anew`: fields
    that must be given with the move itself; `needs` and `needs-anew` the same of documents.
    `announced-by`: what it decides is made known later,
    and by whom."""

    title: str
    title_en: str = ""
    from_: Names = ()
    to: Annotated[str, BeforeValidator(_same_state)]
    by: Names
    kind: ActKind = "decision"
    when: When = ""
    needs: Names = ()
    needs_anew: Names = ()
    needs_when: dict[str, When] = {}
    sets: Names = ()
    asks: Names = ()
    asks_anew: Names = ()
    checklist: str | None = None
    guards: Annotated[tuple[Guard, ...], BeforeValidator(as_list)] = ()
    takes: Names = ()
    gives_back: GiveBack | None = None
    reason: Literal["none", "optional", "required"] = "optional"
    four_eyes: YesNo = False
    announced_by: Announcement | None = None
    opens: Deadline | None = None
    until: Deadline | None = None
    on: Deadline | None = None
    after: Deadline | None = None
    lapse_of: str | None = None
    effects: tuple[Effect, ...] = ()
    clause: Names = ()
    only_if: dict[str, str] = {}

    @cached_property
    def _rules(self) -> tuple[str, ...]:
        return rules_of([(guard.name, guard.strength) for guard in self.guards])

    def rule_of(self, guard: Guard) -> str:
        """By which name an exception from one of the move's guards is asked for."""
        return next(
            rule for one, rule in zip(self.guards, self._rules, strict=True) if one is guard
        )

    @property
    def settable(self) -> tuple[str, ...]:
        """The fields of the form that it may change."""
        return (*self.asks, *self.asks_anew, *self.sets)

    @property
    def stays(self) -> bool:
        """Whether the case keeps its state: a change of its fields, not of its standing."""
        return self.to == STAYS


class Opening(Declared):
    """How cases come to be without anybody making them: `by` a move of the parent, or `on` a day
    while it stands in, one for each year, half, quarter or month of a period if that is said.

    With neither `by` nor `on` each one opens on the first day of its own stretch:
    `opened: {each-quarter-of: plan}`. Then the kind may also stand by itself (without `of`): the
    system opens it for the programme, or `per: jurisdiction` for each one.
    """

    by: str | None = None
    on: Deadline | None = None
    each_year_of: str | None = None
    each_half_of: str | None = None
    each_quarter_of: str | None = None
    each_month_of: str | None = None
    per: Literal["programme", "jurisdiction"] = "programme"
    while_: Names = ()
    clause: Names = ()

    @cached_property
    def cycle(self) -> tuple[rules.CycleUnit, str] | None:
        """The unit and the period of which each stretch gets a case; None for just one case."""
        units: tuple[rules.CycleUnit, ...] = ("year", "half", "quarter", "month")
        found = ((unit, getattr(self, f"each_{unit}_of")) for unit in units)
        return next(((unit, period) for unit, period in found if period is not None), None)

    @property
    def as_it_begins(self) -> bool:
        """Whether each case opens on the first day of its own stretch."""
        return self.by is None and self.on is None and self.cycle is not None


class Publication(Declared):
    """What the public list shows of cases of a kind: those in these states, besides the states that
    say `public` themselves, with these fields of the form. PUBLIC_PARTS every case has."""

    states: Names = ()
    fields: Names = ("title", "unit", "jurisdiction", "category")


class CaseKind(Declared):
    """A kind of case: its form, its states, its moves, and where it comes from."""

    title: str
    title_en: str = ""
    code: str = "{jurisdiction}-{year}-{number:03}"
    of: str | None = None
    opened: Opening | None = None
    form: dict[str, FormField] = {}
    states: dict[str, State]
    moves: dict[str, Move]
    progress: Names = ()
    public: Publication | None = None

    @property
    def initial(self) -> str:
        """The one initial state."""
        return next(name for name, state in self.states.items() if state.initial)

    @property
    def goes_well(self) -> bool:
        """Whether some state is a normal end."""
        return any(state.end == "normal" for state in self.states.values())

    @property
    def undertaken_by(self) -> str:
        """The type of its own field `unit`, an organisation or a person; empty without one."""
        return self.form["unit"].type if "unit" in self.form else ""

    def creating(self) -> dict[str, Move]:
        """Moves that bring a case into being: those without a state to come from."""
        return {name: move for name, move in self.moves.items() if not move.from_}

    def moves_from(self, state: str) -> Iterator[tuple[str, Move]]:
        """The moves that the file declares out of a state, in the file's order."""
        return ((name, move) for name, move in self.moves.items() if state in move.from_)

    def published(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The states whose cases are on the public list, and the fields that it shows: nothing
        personal, whatever is said."""
        said = self.public or Publication()
        shown = (name for name, s in self.states.items() if s.public or name in said.states)
        personal = {name for name, field in self.form.items() if field.personal}
        return tuple(shown), tuple(name for name in said.fields if name not in personal)
