"""When a line of the schedule comes round next."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from console.crontab import next_time

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("7 * * * *", "2026-06-30T09:07", "2026-06-30T10:07"),
        ("0 9 1 * *", "2026-06-30T09:07", "2026-07-01T09:00"),
        ("0 9 30 6 *", "2026-06-30T09:00", "2027-06-30T09:00"),
        ("0 9 L 11 *", "2026-06-30T09:00", "2026-11-30T09:00"),
        ("0 0 L 2 *", "2027-06-30T09:00", "2028-02-29T00:00"),
        ("5 0 29 2 *", "2026-01-01T00:00", "2028-02-29T00:05"),
        ("*/20 8,17 * * *", "2026-06-30T08:40", "2026-06-30T17:00"),
        ("30 2 * * 0", "2026-06-30T00:00", "2026-07-05T02:30"),
    ],
)
def test_a_line_comes_round(cron: str, after: str, expected: str) -> None:
    start = datetime.fromisoformat(after).replace(tzinfo=ZONE)
    assert next_time(cron, ZONE, start) == datetime.fromisoformat(expected).replace(tzinfo=ZONE)


def test_a_day_that_never_comes_is_none() -> None:
    assert next_time("0 0 31 2 *", ZONE, datetime(2026, 1, 1, tzinfo=ZONE)) is None
