"""Fields that may stay empty: whose a case is that nobody ever fills, and a rule only for those who
answered no."""

import pytest

from config.loader import check
from config.problems import Problem
from tests.config.fairs import CITY, DUTY, NO_ASK, SEE, SHOW, SIZE, Change, changed, more, opened

SEEN = SEE.replace("by: district", "by: maker")
MAKERS = (
    (CITY, f"  maker: {{title: 参展商, scope: unit}}\n{CITY}"),
    opened("{by: show}\n    form: {unit: {title: 展商, type: organisation}}"),
    NO_ASK,
    (SEE, SEEN),
)
FEE = (SIZE, f"      fee: {{title: 收费, type: yes-no}}\n{SIZE}")


def found(code: str, *changes: Change) -> list[Problem]:
    return [one for one in check(changed(*changes))[1] if one.code == code]


def test_a_unit_that_nobody_ever_fills_is_told_to_those_who_would_see_by_it() -> None:
    (one,) = found("reach-unfilled", *MAKERS)
    assert one.message.startswith("参展商的范围是承担单位，而回访的承担单位从来没有人填")
    assert "nobody ever fills" in one.message_in("en")


@pytest.mark.parametrize(
    "change",
    [
        (SEEN, f"{SEEN}\n      name: {{title: 指定, from: open, to: same, by: city, asks: unit}}"),
        ("      size: {", "      unit: {title: 承办, type: organisation}\n      size: {"),
    ],
)
def test_a_unit_that_a_move_asks_for_or_the_case_above_has_is_there(change: Change) -> None:
    assert not found("reach-unfilled", *MAKERS, change)


@pytest.mark.parametrize("when", ["fields.fee == false", "'!fields.fee'"])
def test_a_rule_for_those_who_said_no_is_none_for_those_who_said_nothing(when: str) -> None:
    (one,) = found("no-and-not-empty", FEE, more(DUTY, f"when: {when}"))
    assert "“收费”可以空着，空着的不是“否”，公示对它就不适用" in one.message
    assert "fields.fee != true" in one.message_in("en")


def test_where_everybody_answers_or_the_empty_count_as_well_nothing_is_said() -> None:
    assert not found("no-and-not-empty", FEE, more(DUTY, "when: fields.fee != true"))
    only_no = more(DUTY, "when: fields.fee == false")
    assert not found("no-and-not-empty", FEE, only_no, more(SHOW, "asks: fee"))
    assert not found("no-and-not-empty", FEE, only_no, ("收费, type", "收费, required: yes, type"))
