"""Two writers at one history: who had to wait for the other is stamped after it."""

import threading
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest
from sqlalchemy.engine import make_url

from states.accounts import add_account
from states.actions import perform
from states.acts.remarks import remark
from states.audits.oracle import check
from states.clock import FixedClock
from states.duties import sweep
from states.office import Office, open_office
from tests.builders import a_command, an_application, an_office, at
from tests.stores import a_postgresql, rows_of

pytestmark = pytest.mark.postgres
EARLIER, LATER = "2026-07-02 09:00:01", "2026-07-02 09:00:02"


def a_new_account(office: Office) -> None:
    with office.store.write() as tx:
        add_account(office, tx, "zj-9", "某", role="province", jurisdiction="33")


def a_remark(office: Office) -> None:
    remark(office, a_command("note", "ZJ-2026-001", reason="请补充材料"))


def a_sweep(office: Office) -> None:
    sweep(office, trigger="timer")


def wait_until_blocked(url: str) -> None:
    """Return once a connection to the database waits for a lock of another."""
    server = make_url(url).set(drivername="postgresql")
    blocked = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = %s AND cardinality(pg_blocking_pids(pid)) > 0"
    )
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as watch:
        for _ in range(500):
            if watch.execute(blocked, [server.database]).fetchall():
                return
            time.sleep(0.02)
    pytest.fail("the second writer never waited")


@pytest.mark.parametrize("second", [a_new_account, a_remark, a_sweep])
def test_the_stamp_is_taken_after_the_wait_and_never_runs_back(
    second: Callable[[Office], None],
) -> None:
    with a_postgresql() as url, closing(an_office(url)) as first:
        assert perform(first, an_application()).case == "ZJ-2026-001"
        first.clock = FixedClock(at(LATER))
        with closing(open_office(url)) as other:
            other.clock = FixedClock(at(EARLIER))
            waiting = threading.Thread(target=second, args=(other,))
            with first.store.write() as tx:
                tx.driver.execute("SELECT 1 FROM cases ORDER BY code FOR UPDATE")
                waiting.start()
                wait_until_blocked(url)
                add_account(first, tx, "zj-8", "某", role="province", jurisdiction="33")
            waiting.join(30)
        stamps = [row[0] for row in rows_of(first, "SELECT recorded_at FROM history ORDER BY id")]
        assert len(stamps) > 3
        assert stamps == sorted(stamps)
        assert check(first) == []
