"""The scheduler's process: Prefect's server and the runner of our deployments, in one.

Started by console.beside.supervisor, never by hand. It says where it stands on its standard output,
one JSON object a line, and ends itself when the console that holds the other end of its standard
input is gone.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

BEAT_SECONDS = 10.0
LAST_SECONDS = 5.0
"""How long an orderly end may take before the whole process group is killed."""
_serving = threading.Event()


def main() -> None:
    """Serve until told to end. Exits 0 after an orderly end, 1 if Prefect could not work."""
    threading.Thread(target=_watch_console, daemon=True).start()
    told = _claim_stdout()
    try:
        asyncio.run(_serve(Path(sys.argv[1]), told))
    except Exception as error:
        _tell(told, "failed", detail=f"{type(error).__name__}: {error}")
        raise SystemExit(1) from error


def _claim_stdout() -> int:
    """Standard output belongs to the reports; what Prefect and its runs print goes to the log."""
    told = os.dup(1)
    os.dup2(2, 1)
    return told


def _tell(told: int, what: str, **more: Any) -> None:
    # the console may be gone already
    with contextlib.suppress(OSError):
        os.write(told, orjson.dumps({"now": what, **more}) + b"\n")


def _watch_console() -> None:
    while os.read(0, 1024):
        pass
    if not _serving.is_set():
        # nothing runs yet, and imports cannot be interrupted in order
        os._exit(0)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_SECONDS)
    os.killpg(0, signal.SIGKILL)


async def _serve(file: Path, told: int) -> None:
    asked = asyncio.Event()
    _on_signals(asked)
    _tell(told, "loading")
    import uvicorn
    from prefect.runner import Runner
    from prefect.server.api.server import create_app

    from config.settings import load_settings
    from console.beside.database import prepare

    _tell(told, "migrating")
    await prepare(load_settings())
    server = _quiet(uvicorn)(
        uvicorn.Config(
            create_app(final=True),
            host="127.0.0.1",
            port=load_settings().prefect_port,
            log_level="warning",
            timeout_graceful_shutdown=2,
        )
    )
    serving = asyncio.create_task(server.serve())
    await _until(lambda: server.started, serving)
    _serving.set()
    runner = Runner(name="shidian", pause_on_shutdown=False, limit=2, webserver=False)
    running = await _start_runner(runner, file, told)
    _on_signals(asked)
    beats = asyncio.create_task(_beat(runner, told))
    stopped = asyncio.create_task(asked.wait())
    await asyncio.wait({serving, running, beats, stopped}, return_when=asyncio.FIRST_COMPLETED)
    await _end(runner, running, server, serving, beats)
    if not asked.is_set():
        raise RuntimeError("Prefect ended by itself")
    # everything is written down; taking the modules apart would cost seconds
    os._exit(0)


async def _start_runner(runner: Any, file: Path, told: int) -> "asyncio.Task[None]":
    from prefect.client.orchestration import get_client

    from console.beside.deployments import read
    from console.beside.mending import end_abandoned, keep_rule

    _tell(told, "registering")
    async with get_client() as client:
        ended = await end_abandoned(client)
        for deployment in read(file):
            await runner.aadd_deployment(deployment)
        await keep_rule(client)
    running = asyncio.create_task(runner.start())
    await _until(lambda: runner.started, running)
    _tell(told, "ready", ended=ended)
    return running


async def _beat(runner: Any, told: int) -> None:
    """Say that runs are planned and asked for; end runs that are stuck."""
    from prefect.client.orchestration import get_client

    from console.beside.mending import STUCK_AFTER, end_abandoned
    from console.beside.planned import next_run

    async with get_client() as client:
        while True:
            polled = runner.last_polled
            age = (datetime.now(UTC) - polled).total_seconds() if polled else None
            planned = await next_run(client)
            _tell(told, "beat", polled_seconds=age, next=planned)
            await end_abandoned(client, STUCK_AFTER)
            await asyncio.sleep(BEAT_SECONDS)


async def _end(
    runner: Any,
    running: "asyncio.Task[None]",
    server: Any,
    serving: "asyncio.Task[None]",
    beats: "asyncio.Task[None]",
) -> None:
    """Runs first, while the server can still write down how they ended; then the server."""
    beats.cancel()
    with contextlib.suppress(Exception):
        async with asyncio.timeout(LAST_SECONDS - 2):
            if runner.started:
                await runner.astop()
            await asyncio.wait({running})
    server.should_exit = True
    await asyncio.wait({serving}, timeout=2)


async def _until(is_so: Any, task: "asyncio.Task[None]") -> None:
    while not is_so():
        if task.done():
            task.result()
            raise RuntimeError("Prefect did not start; see the log")
        await asyncio.sleep(0.05)


def _on_signals(asked: asyncio.Event) -> None:
    """Ours, also after the runner has set its own."""
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, asked.set)


def _quiet(uvicorn: Any) -> Any:
    class Server(uvicorn.Server):  # type: ignore[misc]
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Server


if __name__ == "__main__":
    main()
