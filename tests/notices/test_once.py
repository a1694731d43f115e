"""A notice lies in the outbox once, whatever is tried again, about a case or about none."""

import pytest

from states.plan import Notice
from tests.notices.postbox import Postbox
from tests.stores import rows_of


@pytest.mark.parametrize("case", ["ZJ-1", None])
def test_a_notice_of_the_same_key_lies_in_the_outbox_once(
    postbox: Postbox, case: str | None
) -> None:
    office = postbox.opens().office
    notice = Notice("calendar/2028/committee", "calendar", "committee", case, "日历", "已公布")
    for _ in range(2):
        with office.store.write() as tx:
            tx.many(office.statements.new_notice, [notice.row("2026-05-25T01:00:00.000000Z")] * 2)
    kept = rows_of(office, "SELECT case_code FROM outbox WHERE topic = 'calendar'")
    assert kept == [(case,)]
