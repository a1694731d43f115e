"""The closed lists of the programme language: kinds of acts, field types, guards, effects.

A name in a programme file is looked up here and nowhere else: nothing in a file is ever imported or
evaluated as code. `states/guards.py` holds one function for each guard named here.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from config.act_kinds import ActKind as ActKind
from config.language.scalars import count_of

FieldType = Literal[
    "text",
    "long-text",
    "number",
    "money",
    "date",
    "year",
    "yes-no",
    "choice",
    "organisation",
    "organisations",
    "person",
    "jurisdiction",
    "category",
]

UNDERTAKING = ("organisation", "person")
"""The types of the field `unit`: who carries a case."""

Strength = Literal["hard", "soft", "warn"]


def as_list(value: Any) -> Any:
    """A list of one, where a file writes one name without brackets."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]
"""One name, or a list of names."""


class Parameters(BaseModel):
    """Parameters of a guard as a file gives them: typed, and no key but the declared ones."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


class NoParameters(Parameters):
    """A guard that takes none."""


class NotUndertakenBefore(Parameters):
    """Which earlier projects count: only national ones, or of every level."""

    levels: Literal["national", "any"] = "national"
    within_years: Annotated[int, BeforeValidator(count_of)] | None = None


ANY = "any"
"""In a list of programmes: every programme of the database."""


class LookBack(Parameters):
    """Which cases of the same unit are looked at. `programmes`: their keys, or any; none: this
    programme. `kinds` and `states`: none means all."""

    programmes: Names = ()
    kinds: Names = ()
    states: Names = ()

    def looks_at(self, own: str, programme: str, kind: str, state: str) -> bool:
        """Whether a case of that programme, kind and state counts; `own` is the programme that
        asks."""
        listed = self.programmes or (own,)
        return (
            (ANY in listed or programme in listed)
            and (not self.kinds or kind in self.kinds)
            and (not self.states or state in self.states)
        )


class NoEarlierOutcome(LookBack):
    """No case of the same unit stands in one of the states, or entered it within so many years."""

    states: Names
    within_years: Annotated[int, BeforeValidator(count_of)] | None = None


class NotBanned(LookBack):
    """The date field that says until which day (included) a unit is banned."""

    field: str


class JointUnits(Parameters):
    """How many undertaking units there may be, the leading one included."""

    at_most: Annotated[int, BeforeValidator(count_of)] | None = None
    at_least: Annotated[int, BeforeValidator(count_of)] | None = None


class OtherPerson(Parameters):
    """Whoever made or approved one of these moves on the case may not make this one."""

    moves: Names


class NotRecused(Parameters):
    """A field that names accounts or organisations that may not act on the case."""

    field: str


class ChecklistPassed(Parameters):
    """The checklist whose items must all be passed at this move."""

    list: str


class FieldIs(Parameters):
    """A form field must hold one of the values."""

    field: str
    one_of: Names


class ChildIn(Parameters):
    """At least one child case of the kind must stand in one of the states."""

    kind: str
    states: Names


class ParentIn(Parameters):
    """The parent case must stand in one of the states."""

    states: Names


class CategoryHint(Parameters):
    """Warns when the case's category is one of these, since another may fit as well."""

    categories: Names
    says: str


class JurisdictionKind(Parameters):
    """The case's jurisdiction must be of one of these kinds."""

    one_of: Names


class AtMostTimes(Parameters):
    """A move of the case may be made at most so many times, this one included: renewals."""

    move: str
    times: Annotated[int, BeforeValidator(count_of)] = 1


class Condition(Parameters):
    """A condition in CEL over the case's fields and the facts named in docs/programmes.md."""

    cel: str
    says: str


@dataclass(frozen=True, slots=True)
class GuardSpec:
    """What `check --guards` prints: the name, its parameters, and what it asks."""

    parameters: type[Parameters]
    help: str


GUARDS: dict[str, GuardSpec] = {
    "legal-person": GuardSpec(
        NoParameters, "承担单位须为独立法人：统一社会信用代码有效，且机构类别不是分支机构"
    ),
    "checklist-passed": GuardSpec(ChecklistPassed, "清单每一项都有结论且通过"),
    "not-undertaken-before": GuardSpec(
        NotUndertakenBefore,
        "承担单位不在以往试点名册中（按代码或规范化名称查）；没有查到的，办理者以此动作确认未承担过，"
        "留痕写明名册当日所收",
    ),
    "no-earlier-outcome": GuardSpec(
        NoEarlierOutcome, "同一承担单位没有以往事项处于所列状态（可只看最近几年、可跨方案）"
    ),
    "not-banned": GuardSpec(NotBanned, "同一承担单位不在禁期内（以往事项所写的日子，含当日）"),
    "joint-units": GuardSpec(JointUnits, "承担单位（牵头和联合合计）的家数，且不重复"),
    "other-person": GuardSpec(OtherPerson, "办过所列动作的人不得再办这一动作"),
    "not-recused": GuardSpec(NotRecused, "表单项所列的账户、姓名或单位的人须回避"),
    "not-own-unit": GuardSpec(
        NoParameters, "承担单位（联合承担的也算）自己的人不得办这一动作：单位不能替自己确认"
    ),
    "listed-category": GuardSpec(NoParameters, "所报领域在通知附件所列领域之内"),
    "listed-jurisdiction": GuardSpec(NoParameters, "推荐机关在通知主送机关之列"),
    "jurisdiction-kind": GuardSpec(JurisdictionKind, "推荐机关属于所列类别"),
    "unit-once": GuardSpec(NoParameters, "同一承担单位在本方案中没有其他在办事项"),
    "same-code": GuardSpec(NoParameters, "新单位与原单位统一社会信用代码相同（仅更名）"),
    "category-hint": GuardSpec(CategoryHint, "提示：该领域的项目也可能适合其他领域"),
    "field-is": GuardSpec(FieldIs, "表单字段须为所列值之一"),
    "child-in": GuardSpec(ChildIn, "须有一件子事项处于所列状态"),
    "parent-in": GuardSpec(ParentIn, "上级事项须处于所列状态"),
    "at-most-times": GuardSpec(AtMostTimes, "该动作在本事项上至多办几次（如只可续期一次）"),
    "condition": GuardSpec(Condition, "CEL 条件成立"),
}

PUBLIC_PARTS = (
    "code",
    "title",
    "state",
    "unit",
    "credit-code",
    "jurisdiction",
    "category",
    "period",
)
"""What the public list may show of every case, whatever its form asks for."""
SYSTEM = "system"
"""The actor of moves that happen by time or as a consequence; it names its rule."""

COHORT = (
    "fields",
    "kind",
    "title",
    "jurisdiction",
    "jurisdiction_kind",
    "category",
    "unit",
    "period",
    "opened_on",
)
"""What `when` may name: which cases a rule applies to. states/conditions.py gives the values."""

FACTS = (*COHORT, "state", "today", "children", "parent")
"""What a guard's condition may name besides."""
