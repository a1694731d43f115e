"""Everything on one machine in one go: the pages first, then the scheduler beside them.

The pages, the sweep by the clock and the scheduler are independent: without Prefect, or with a
broken one, the pages stay and what is due is still done. Exit codes: 0 stopped by Ctrl-C or SIGTERM
· 2 no database, or not a demonstration · 3 already running in this data folder · 4 a port is taken,
or the pages ended by themselves.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from config.settings import CHECKOUT, Settings
from console import places
from console.beside.environment import address, home, log_file
from console.beside.supervisor import Status, Supervisor
from console.serving import exported
from console.serving.hindrances import MightyRole, NoDatabase, NotADemo, PagesStopped
from console.serving.lock import Marker
from console.serving.ports import ensure_free, taken
from console.serving.sweeper import Sweeper
from console.words.serving import say
from flows.remote import place_of
from states.duties import Swept
from states.errors import ShidianError, StoreGone
from states.keeping.powers import powers
from states.office import Office, open_office
from states.queries.viewers import viewer

DEPLOYMENTS = CHECKOUT / "prefect.yaml"

_running: "Installation | None" = None


def run(
    *,
    database: str | None = None,
    demo: bool = False,
    open_browser: bool = False,
    host: str | None = None,
    port: int | None = None,
    account: str | None = None,
    prefect: bool = True,
    lang: str = "zh",
    deployments: Path = DEPLOYMENTS,
) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 then. With `demo`, make a demonstration where there is none.

    Raises Running, PortTaken, NoDatabase, NotADemo, MightyRole, PagesStopped, BadInput for an
    unknown account, or what opening the database raises; each says what to do and carries its exit
    code."""
    global _running  # noqa: PLW0603
    given: dict[str, Any] = {"database": database, "host": host, "port": port, "account": account}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = replace(places.settings(), **chosen)
    one = Installation(settings, lang, deployments if prefect else None)
    with one.alone() as listening:
        one.ensure_database(demo)
        _running = one
        try:
            asyncio.run(one.serve(listening, open_browser))
        finally:
            _running = None
    return 0


def status() -> Status | None:
    """Where the scheduler beside this process stands; None if this process is not `shidian up`."""
    return _running.scheduler_status() if _running else None


@dataclass(slots=True)
class Installation:
    """One running console with what stands beside it."""

    settings: Settings
    lang: str
    deployments: Path | None
    marker: Marker = field(init=False)
    sweeper: Sweeper = field(init=False)
    supervisor: Supervisor | None = None

    def __post_init__(self) -> None:
        self.marker = Marker(self.settings)
        self.sweeper = Sweeper(self.settings, self._swept, self._sent)
        if self.deployments is not None:
            self.supervisor = Supervisor(self.settings, self.deployments, self._heard)

    @property
    def url(self) -> str:
        """Where the pages are."""
        host = self.settings.host
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.settings.port}"

    @contextlib.contextmanager
    def alone(self) -> Iterator[socket.socket]:
        """The data folder and the ports are ours meanwhile. Raises Running, OtherServed or
        PortTaken."""
        database = place_of(self.settings.database_url)
        self.marker.hold(url=self.url, database=database, scheduler=None)
        try:
            if self.supervisor is not None:
                ensure_free("127.0.0.1", self.settings.prefect_port, "SHIDIAN_PREFECT_PORT")
            with taken(self.settings.host, self.settings.port, "SHIDIAN_PORT") as listening:
                yield listening
        finally:
            self.marker.release()

    def ensure_database(self, demo: bool) -> None:
        """It is there afterwards. Raises NoDatabase, NotADemo, MightyRole, Behind, or what opening
        it raises."""
        url = self.settings.database_url
        try:
            with contextlib.closing(open_office(url)) as office:
                shown = office.store.shown()
                if demo and office.kind == "real":
                    raise NotADemo(url=shown)
                is_strict = office.kind == "real" and not self.settings.mighty_role
                if is_strict and (found := powers(office.store)):
                    raise MightyRole(url=shown, powers=list(found))
                exported.require(self.settings.var_dir / "keys", office)
                self._require_account(office)
        except StoreGone as error:
            if not error.is_free:
                raise
            if not demo:
                raise NoDatabase(url=error.parameters["url"]) from None
            self._make_demo(url)

    def _require_account(self, office: Office) -> None:
        """Raises BadInput if a real database does not know the account that is to see its pages."""
        if office.kind == "real" and self.settings.account:
            with office.store.read() as tx:
                viewer(tx, self.settings.account, office.clock.now())

    def _make_demo(self, url: str) -> None:
        from console.demo import open_demo

        self._tell("demo.making")
        open_demo(url, settings=self.settings).close()

    async def serve(self, listening: socket.socket, open_browser: bool) -> None:
        """Serve the pages, then start the rest; return after an orderly end."""
        asked = asyncio.Event()
        _on_signals(asked)
        server = self._server()
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        if server.started:
            self._welcome(open_browser)
            self.sweeper.start()
            if self.supervisor is not None:
                self.supervisor.start()
            else:
                self._tell("scheduler.off", minutes=self.settings.sweep_minutes)
        stopped = asyncio.create_task(asked.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await self._stop(server, serving)
        if not asked.is_set():
            raise PagesStopped

    async def _stop(self, server: Any, serving: "asyncio.Task[None]") -> None:
        self._tell("stopping")
        server.should_exit = True
        ends = [asyncio.to_thread(self.sweeper.stop)]
        if self.supervisor is not None:
            ends.append(asyncio.to_thread(self.supervisor.stop))
        await asyncio.gather(*ends)
        await asyncio.wait({serving}, timeout=3)
        database = place_of(self.settings.database_url)
        self._tell("stopped", database=database, var=self.settings.var_dir)

    def scheduler_status(self) -> Status:
        """Where the scheduler stands."""
        return self.supervisor.status if self.supervisor else Status()

    def _server(self) -> Any:
        import uvicorn

        from console.web.app import create_app

        class Server(uvicorn.Server):
            @contextlib.contextmanager
            def capture_signals(self) -> Iterator[None]:
                yield

        app = create_app(self.settings)
        app.state.scheduler = self.scheduler_status
        return Server(
            uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        )

    def _welcome(self, open_browser: bool) -> None:
        from console.welcome import welcome

        for line in welcome(self.settings, self.url, self.lang):
            _print(line)
        if open_browser:
            webbrowser.open(self.url)

    def _swept(self, found: Swept | ShidianError) -> None:
        if isinstance(found, ShidianError):
            self._tell("sweep.failed", detail=found.message(self.lang))
            return
        done = sum(found.moved.values()), sum(found.opened.values())
        if any(done) or found.overdue or found.reminded:
            counts = {"overdue": found.overdue, "reminded": found.reminded}
            self._tell("sweep.done", moved=done[0], opened=done[1], **counts)

    def _sent(self, found: dict[str, Any]) -> None:
        if found["sent"]:
            self._tell("messages.sent", count=found["sent"])
        for error in found["errors"]:
            self._tell("messages.failed", error=error)

    def _heard(self, status: Status) -> None:
        ready = status.phase == "ready"
        self.marker.write(scheduler=address(self.settings) if ready else None)
        if status.phase == "failed" and status.restarts:
            return
        self._tell(
            f"scheduler.{status.phase}",
            url=status.url,
            detail=status.detail,
            word=home(self.settings) / "auth",
            log=log_file(self.settings),
            minutes=self.settings.sweep_minutes,
        )

    def _tell(self, key: str, **parameters: Any) -> None:
        text = say(key, self.lang, **parameters)
        if text:
            _print(text)


def _print(text: str) -> None:
    # a closed terminal must not end the service
    with contextlib.suppress(OSError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _on_signals(asked: asyncio.Event) -> None:
    """The first one asks for an orderly end, a second one ends at once. Under `nohup` a closed
    terminal is no end."""

    def ask() -> None:
        if asked.is_set():
            os._exit(130)
        asked.set()

    loop = asyncio.get_running_loop()
    is_kept = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    for one in (signal.SIGINT, signal.SIGTERM, *(() if is_kept else (signal.SIGHUP,))):
        loop.add_signal_handler(one, ask)
