"""One day for every case of a series is warned of; a day of each one's own stretch is not."""

from copy import deepcopy
from typing import Any

import pytest

from config.checks import check_programme
from tests.builders import SMALL, a_programme


def warned(period: str = "2027年—2028年", **given: Any) -> list[str]:
    duties: Any = deepcopy(SMALL["duties"])
    duties["summary"] |= given
    found = check_programme(a_programme(duties=duties, periods={"construction": period}))
    return [one.severity for one in found if one.code == "same-day-each-stretch"]


@pytest.mark.parametrize(
    "given",
    [
        {"due": "2027年11月底前"},
        {"due": "2027年12月10日20个工作日前"},
        {"due": "2027年1月1日至3月31日"},
        {"due": "会议召开20个工作日前", "counts-from": {"day": "2027-12-10"}},
    ],
)
def test_one_day_for_the_cases_of_every_year_is_warned_of(given: dict[str, Any]) -> None:
    assert warned(**given) == ["warning"]
    assert warned("2027年1月1日—2027年12月31日", **given) == []


@pytest.mark.parametrize(
    "due", ["每年11月底前", "11月底前", "12月10日20个工作日前", "收到之日起15日内", "及时"]
)
def test_a_day_of_each_year_is_not(due: str) -> None:
    assert warned(due=due) == []
