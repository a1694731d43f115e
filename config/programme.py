"""The types of a programme: what a file declares, frozen. Texts and words: docs/programmes.md."""
# ruff: noqa: RUF012 -- pydantic copies the defaults of frozen models, seen only beside BaseModel

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from config.case_types import CaseKind
from config.dates import rules
from config.declared import CivilDay, Count, Deadline, Declared, When, YesNo
from config.duty_types import Duty
from config.notices import NoticeText
from config.vocabulary import ActKind, Names, as_list


class Source(Declared):
    """The document that the programme comes from."""

    document: str
    issued: CivilDay
    title: str = ""
    issuer: str = ""


class Clause(Declared):
    """One clause of the source in our own words, and what becomes of it.

    `by`: rules (the rules that cite it enforce it), recorded (kept as a record, nothing enforced),
    principle (measured or shown, not enforceable), none (software cannot: `why` says so).
    """

    says: str
    by: Literal["rules", "recorded", "principle", "none"] = "rules"
    why: str = ""


class Period(Declared):
    """A named stretch of days, both ends included; `days` may give both at once: 2027年—2028年."""

    first: CivilDay
    last: CivilDay
    title: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"days": value}
        if isinstance(value, dict) and isinstance(value.get("days"), str):
            first, last = rules.period_of(value["days"])
            return {"first": first, "last": last} | {k: v for k, v in value.items() if k != "days"}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(
                f"期间的结束日 {self.last} 早于开始日 {self.first}"
                f" / the period ends on {self.last}, before it begins on {self.first}"
            )
        return self

    def years(self) -> range:
        """The calendar years that the period touches."""
        return range(self.first.year, self.last.year + 1)


class Role(Declared):
    """Who acts, and how far an account of the role sees and reaches."""

    title: str
    title_en: str = ""
    scope: Literal["unit", "jurisdiction", "category", "programme"]
    read_only: YesNo = False
    clause: Names = ()


class Jurisdiction(Declared):
    """A body that recommends or is responsible, and its kind."""

    name: str
    short: str = ""
    abbr: str = ""
    kind: str = "jurisdiction"
    note: str = ""

    @property
    def label(self) -> str:
        """The short name that lists show, 浙江 for 浙江省."""
        return self.short or self.name


class Category(Declared):
    """A field (领域) of the programme; `group` says which quota counts it."""

    title: str
    title_en: str = ""
    group: str = "general"
    priorities: Names = ()
    clause: Names = ()


class Setting(Declared):
    """A reading that the source leaves open: the chosen value, the options, a sentence."""

    value: str
    options: dict[str, str] = {}
    says: str
    clause: Names = ()

    @model_validator(mode="after")
    def _known_option(self) -> Self:
        if self.options and self.value not in self.options:
            raise ValueError(
                f"“{self.value}”不在可选值 {'、'.join(self.options)} 之内"
                f" / '{self.value}' is none of the options {', '.join(self.options)}"
            )
        return self


class ChecklistItem(Declared):
    """One question of a checklist. `dated`: the day of the check is kept; `evidence`: a file."""

    title: str
    title_en: str = ""
    dated: YesNo = False
    evidence: YesNo = False
    clause: Names = ()
    when: When = ""


class Checklist(Declared):
    """Questions that each get a verdict and a remark."""

    title: str
    title_en: str = ""
    items: dict[str, ChecklistItem]
    clause: Names = ()


class Document(Declared):
    """A named slot for a file. `shared`: one file may serve many cases."""

    title: str
    title_en: str = ""
    shared: YesNo = False
    clause: Names = ()


class DocumentTemplate(Declared):
    """A document that is written about cases from a Word template: a letter, a list. `in`: only
    cases in these states; `per` jurisdiction: one document is about one jurisdiction only."""

    title: str
    title_en: str = ""
    file: Annotated[str, Field(pattern=r"^\w[\w-]{0,59}$")]
    case: str
    in_: Names = ()
    per: Literal["programme", "jurisdiction"] = "programme"
    clause: Names = ()


class Quota(Declared):
    """A cap (and optionally a minimum) across cases; `caps` overrides it by jurisdiction kind.
    `year_from`: the date or year of the form by whose year each case counts, every year anew."""

    title: str
    title_en: str = ""
    per: Literal["jurisdiction", "unit", "programme"] = "jurisdiction"
    case: str = ""
    year_from: str | None = None
    groups: Names = ()
    at_most: Count | None = None
    caps: dict[str, Count] = {}
    at_least: Count | None = None
    each: Literal["category"] | None = None
    each_at_most: Count | None = None
    when: When = ""
    clause: Names = ()
    only_if: dict[str, str] = {}


class Round(Declared):
    """A stage that a flow opens, lists, reminds, moves and closes.

    `reminds` whom; `releases`: a move that people decide and the flow performs for a whole batch in
    the name of an account, with `together` only for all cases listed at once; system moves and
    openings of children named here fire in this round. `judges`: the quotas whose minimum is judged
    when it closes; without it those that the moves out of the listed states take.
    """

    title: str
    case: str
    lists: Names
    opens: Deadline | None = None
    closes: Deadline | None = None
    duties: Names = ()
    moves: Names = ()
    opens_children: Names = ()
    releases: Names = ()
    together: YesNo = False
    judges: Names = ()
    clause: Names = ()


class Seed(Declared):
    """A case that the file itself lists, such as an item of a plan: the system opens it when the
    programme is activated, with these fields; a later version opens only what it adds."""

    case: str
    fields: dict[str, str] = {}
    clause: Names = ()


class Applies(Declared):
    """The days on which a case must have been received to fall under this version, both included:
    `applies: {from: 2026-04-15, until: 2027-12-31}`. Without `until` it applies until a later
    version begins. `by-field`: a date of the form is that day, if it is given."""

    from_: CivilDay | None = None
    until: CivilDay | None = None
    by_field: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(
                f"适用的截止日 {self.until} 早于开始日 {self.from_}"
                f" / it applies until {self.until}, before it begins on {self.from_}"
            )
        return self


class Forbidden(Declared):
    """Kinds of acts that the source forbids in this programme."""

    kinds: Annotated[tuple[ActKind, ...], BeforeValidator(as_list)]
    clause: Names


def _underscored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {str(key).replace("-", "_"): rest for key, rest in value.items()}


def _one_initial(kinds: dict[str, CaseKind]) -> dict[str, CaseKind]:
    for name, kind in kinds.items():
        initial = [key for key, state in kind.states.items() if state.initial]
        if len(initial) != 1:
            raise ValueError(
                f"{name} 须有且只有一个起始状态，现有 {len(initial)} 个"
                f" / {name} needs just one initial state and has {len(initial)}"
            )
    return kinds


class Programme(Declared):
    """A whole programme as one file declares it; immutable once activated."""

    programme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
    title: str
    title_en: str = ""
    source: Source
    applies: Applies | None = None
    record: Literal["here", "elsewhere"] = "here"
    record_system: str = ""
    zone: str = "Asia/Shanghai"
    calendar: str = "china"
    conventions: Annotated[rules.Conventions, BeforeValidator(_underscored)] = rules.Conventions()
    periods: dict[str, Period] = {}
    clauses: dict[str, Clause] = {}
    roles: dict[str, Role]
    jurisdictions: dict[str, Jurisdiction] = {}
    categories: dict[str, Category] = {}
    settings: dict[str, Setting] = {}
    checklists: dict[str, Checklist] = {}
    documents: dict[str, Document] = {}
    document_templates: dict[str, DocumentTemplate] = {}
    cases: Annotated[dict[str, CaseKind], AfterValidator(_one_initial)]
    quotas: dict[str, Quota] = {}
    duties: dict[str, Duty] = {}
    rounds: dict[str, Round] = {}
    notices: dict[str, NoticeText] = {}
    seeds: dict[str, Seed] = {}
    forbidden: Forbidden | None = None

    def told(self) -> frozenset[str]:
        """The roles that know at once what a move decides that is announced later: those that reach
        the whole programme, and those that decide so themselves."""
        wide = {name for name, role in self.roles.items() if role.scope == "programme"}
        moves = [move for kind in self.cases.values() for move in kind.moves.values()]
        return frozenset(wide.union(*(move.by for move in moves if move.announced_by)))

    def duties_of(self, kind: str) -> dict[str, Duty]:
        """The duties that arise on cases of a kind."""
        return {name: duty for name, duty in self.duties.items() if duty.case == kind}

    def is_moved_by_child(self, kind: str, move: str) -> bool:
        """Whether a move of a child kind brings this move of a case of the kind about."""
        return any(
            effect.do == "move-parent" and effect.target == move
            for child in self.cases.values()
            if child.of == kind
            for declared in child.moves.values()
            for effect in declared.effects
        )

    @property
    def is_about_persons(self) -> bool:
        """Whether persons stand where units do in some kind of case."""
        return any(kind.undertaken_by == "person" for kind in self.cases.values())

    def main_kind(self) -> str:
        """The kind without a parent that the file names first: what people mean by 项目."""
        return next(name for name, kind in self.cases.items() if kind.of is None)
