"""Prefect: the move of by hand as a task run, or as a flow run, of its own.

Prefect's own records go to a server that this process starts on a free loopback port, with its
home in a temporary folder. The server's time is not counted; the client's talk to it is.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from typing import Any

from benchmarks.peers.by_hand import moves as moves_by_hand
from benchmarks.peers.worker import Move, serve, stay_on_one_core


def environment(home: str) -> dict[str, str]:
    """What keeps Prefect to itself and quiet."""
    return {
        "PREFECT_HOME": home,
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home}/prefect.db",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
    }


def act(move: Move) -> None:
    """What each run does."""
    move()


def runner(kind: str) -> Callable[[Move], Any]:
    """The act as a task or as a flow; its server answers afterwards."""
    import prefect
    from prefect.client.orchestration import get_client
    from prefect.settings import get_current_settings

    # a flow's heartbeat thread sleeps a second at a time and is waited for
    get_current_settings().flows.heartbeat_frequency = None
    with get_client(sync_client=True) as client:
        client.hello()
    if kind == "task":
        return prefect.task(act)
    return prefect.flow(act)


def moves(url: str, cases: int, run: Callable[[Move], Any]) -> Iterator[Move]:
    """The moves of by hand, each in a run."""
    for move in moves_by_hand(url, cases):
        yield partial(run, move)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        for name in [name for name in os.environ if name.startswith("PREFECT_")]:
            del os.environ[name]
        os.environ.update(environment(home))
        # before this process keeps to one core: its server shall not
        run = runner(sys.argv[3])
        stay_on_one_core()
        found = {"prefect": version("prefect")}
        serve(moves(sys.argv[1], int(sys.argv[2]), run), found)
