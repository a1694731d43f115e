"""What a duty may say beyond who owes it by when: where it counts from, how it is counted, who may
move or waive its day, and who hears of it when it is overdue."""
# ruff: noqa: RUF012 -- pydantic copies the defaults of frozen models, seen only beside BaseModel

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from config.dates import rules
from config.declared import CivilDay, Count, Deadline, Declared, Length, When, YesNo
from config.vocabulary import Names, as_list


class CountsFrom(Declared):
    """The event from which a limit runs. A file writes `issued` or `received`, or one of these.

    `field`: a date of the case's own form, `{field: expires-on}`; the day moves with it.
    `parent-field`: a date of the form of the case that it belongs to.
    `move`: a move of the case, `parent`: one of its parent; the last time that it was made, or the
    first to come.
    `settled`: the duty arises when another duty of the same case is done, and runs from then.
    `day`: a day of the file itself, or `{last-day-of: PERIOD}` and its like in its place.
    """

    event: Literal["issued", "received"] | None = None
    field: str | None = None
    parent_field: str | None = None
    move: str | None = None
    parent: str | None = None
    settled: str | None = None
    day: CivilDay | None = None

    @property
    def gives_a_day(self) -> bool:
        """Whether no more than a day is known of it, and no time of day."""
        return self.event == "issued" or bool(self.field or self.parent_field or self.day)

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        if isinstance(value, dict) and "day" in value:
            # a day of a period comes with its words
            return {key: part for key, part in value.items() if key not in ("phrase", "named-day")}
        return {"event": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _just_one(self) -> Self:
        if sum(value is not None for _, value in self) != 1:
            raise ValueError(
                "起算（counts-from）须写且只写一处：issued、received、field、…"
                " / counts-from takes just one of issued, received, field, …"
            )
        return self


class Escalation(Declared):
    """One step after a duty is overdue: `{after: 7d, to: committee}`. The length is counted from
    the day on which it was due; the step is taken once, and only while the duty is still owed."""

    after: Length
    to: Names


class Extension(Declared):
    """Who may move the day of a duty to a later one, and how far.

    `times`: how often, 1 if not said. `longest`: at most so long each time, counted from the day
    due then; `longest-by` differs by jurisdiction (its code or name) or by `kind:KIND`. `in-all`:
    at most so long together, from the first day due. `order: required`: the document number is
    given. `four-eyes`: a second person approves. A reason is always given. `strength: soft`: a
    second person may approve what goes beyond these bounds.
    Example: `extension: {by: bureau, longest: 15个工作日, order: required}`.
    """

    by: Names
    times: Count = 1
    longest: Length | None = None
    longest_by: dict[str, Length] = {}
    in_all: Length | None = None
    order: Literal["optional", "required"] = "optional"
    strength: Literal["hard", "soft"] = "hard"
    four_eyes: YesNo = False
    clause: Names = ()


LADDER = (30, 7, 1)
"""How many days ahead a duty is reminded of if its file does not say."""


def _titled(value: Any) -> Any:
    listed = [value] if isinstance(value, str) else value
    return {key: key for key in listed} if isinstance(listed, list | tuple) else listed


class Pausing(Declared):
    """Who may stop the running of a limit, and for which reasons: `{by: bureau, for: {appraisal:
    检定鉴定}}`. What is left is kept in the limit's own unit and runs on when it is resumed.
    `four-eyes`: a second person approves the stop."""

    by: Names
    for_: Annotated[dict[str, str], BeforeValidator(_titled)]
    four_eyes: YesNo = False
    clause: Names = ()


class Exemption(Declared):
    """Who may waive a duty with a reason: `{by: committee, four-eyes: yes}`."""

    by: Names
    four_eyes: YesNo = False
    clause: Names = ()


class Counting(Declared):
    """A duty that is done by a number of cases and has no case of its own.

    `cases`: the kind that is counted; `in`: the states in which one counts; `day`: the date field
    that says when it happened (else the day it got there). `at-least` and `at-most` within `each`
    year, half, quarter or month of the duty's period; `each: period` counts the period as a whole.
    A phrase as `due` (每年不少于4期) says the same.
    Example: `count: {cases: training, in: held, at-least: 4, each: year}`.
    """

    cases: str
    in_: Names
    day: str | None = None
    at_least: Count | None = None
    at_most: Count | None = None
    each: Literal["year", "half", "quarter", "month", "period"] = "year"


_EACH = {"year": "每年", "half": "每半年", "quarter": "每季度", "month": "每月", "period": "期内"}


def written_out(value: Any) -> Any:
    """A counted duty with what its numbers say: no case of its own, and its limit, where no phrase
    says it: the end of each stretch in which it is counted."""
    if not isinstance(value, dict) or not isinstance(value.get("count"), dict):
        return value
    count = value["count"]
    value = {"case": "", "bound-by": (), **value}
    if value.get("due") is not None or "at-least" not in count:
        return value
    try:
        counted = Counting.model_validate(count, by_alias=True, by_name=False)
        each = "year" if counted.each == "period" else counted.each
        rule = rules.Count(at_least=counted.at_least or 1, at_most=counted.at_most, per=each)
    except ValueError:
        # the types of `count` say what is wrong with it
        return value | {"due": {"phrase": "", "rule": rules.to_json(rules.Count(at_least=1))}}
    most = f"、不多于{counted.at_most}" if counted.at_most else ""
    phrase = f"{_EACH[counted.each]}不少于{counted.at_least}{most}"
    return value | {"due": {"phrase": phrase, "rule": rules.to_json(rule)}}


class Duty(Declared):
    """Who owes what by when.

    Opened when a case reaches being (`opened: creation`) or by a move; settled by `bound-by`.
    `late`: accept (and mark) | refuse | lapse (a system move ends it). `counts`: whether the first
    submission settles it or only an accepted one. `unverified`: nobody has seen the limit in the
    source, so its day is shown as 待核 and reminded of, and nothing is ever late by it.

    `due-by`: another limit for a jurisdiction (its code or name) or for `kind:KIND`, resolved when
    the duty arises: `due-by: {上海市: 3年内}`. `counts-from`: the event it runs from. `count`: done
    by a number of cases, with no case of its own. `early: refuse`: not before its window opens
    (届满前6个月内). `escalate-to`: told at once when it is overdue; `escalate`: told later, step by
    step. `remind`: so many days ahead, on the working day before if that day is a rest day; 30, 7
    and 1 if nothing is said, `[]` for none. `reminders-at-most`: no more than so many in all for
    each day that it has. `extension`, `pause`, `exempt`: who may move, stop or waive its day.
    `when`: it arises only on cases of which the condition holds at that moment.
    """

    title: str
    title_en: str = ""
    case: str
    opened: Names = ("creation",)
    when: When = ""
    by: Names
    due: Deadline
    due_by: dict[str, Deadline] = {}
    unverified: YesNo = False
    day_from: str | None = None
    counts_from: CountsFrom | None = None
    period: str | None = None
    count: Counting | None = None
    bound_by: Names
    waived_by: Names = ()
    late: Literal["accept", "refuse", "lapse"] = "accept"
    remind: Annotated[tuple[Count, ...], BeforeValidator(as_list)] = LADDER
    reminders_at_most: Count | None = None
    early: Literal["accept", "refuse"] = "accept"
    escalate_to: Names = ()
    escalate: tuple[Escalation, ...] = ()
    extension: Extension | None = None
    pause: Pausing | None = None
    exempt: Exemption | None = None
    clause: Names = ()
    only_if: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, value: Any) -> Any:
        return written_out(value)

    @property
    def day_field(self) -> str | None:
        """The field of its case that gives its day, or the one that it counts from."""
        return self.day_from or (self.counts_from.field if self.counts_from else None)
