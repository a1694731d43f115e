"""A limit that recurs and has no day in the last stretch of its period is warned of."""

from copy import deepcopy
from typing import Any

import pytest

from config.checks import check_programme
from tests.builders import SMALL, a_programme


def warned(due: str, period: str) -> list[str]:
    duties: Any = deepcopy(SMALL["duties"])
    duties["summary"]["due"] = due
    programme = a_programme(duties=duties, periods={"construction": period})
    found = [one for one in check_programme(programme) if one.code == "last-cycle-without-day"]
    assert {one.severity for one in found} <= {"warning"}
    return [str(dict(one.say)["last"]) for one in found]


@pytest.mark.parametrize(
    ("due", "period"),
    [
        ("每年11月底前", "2027年1月1日—2028年6月30日"),
        ("每年7月15日前", "2027年1月1日—2028年7月14日"),
        ("每季度末月20日前", "2027年1月1日—2028年5月31日"),
        ("每年7月和10月的15日前", "2027年1月1日—2028年6月30日"),
    ],
)
def test_a_last_stretch_without_a_day_is_warned_of(due: str, period: str) -> None:
    (last,) = warned(due, period)
    assert last in ("2028-06-30", "2028-07-14", "2028-05-31")


@pytest.mark.parametrize(
    ("due", "period"),
    [
        ("每年11月底前", "2027年—2028年"),
        ("每年7月15日前", "2027年1月1日—2028年7月15日"),
        ("每年1月和7月的15日前", "2027年1月1日—2028年6月30日"),
        ("每年结束后30日内", "2027年1月1日—2028年6月30日"),
        ("每年11月底前", "2027年12月1日—2028年12月31日"),
        ("每年不少于4期", "2027年1月1日—2028年6月30日"),
    ],
)
def test_a_stretch_with_a_day_is_not(due: str, period: str) -> None:
    assert warned(due, period) == []
