"""The sweep by the console's own clock: at the start, then every so many minutes.

It needs no Prefect, so nothing that is due waits for one.
"""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from states.duties import Swept, sweep
from states.errors import ShidianError
from states.office import open_office

AGAIN_SECONDS = 60.0

Heard = Callable[[Swept | ShidianError], None]


@dataclass(slots=True)
class Sweeper:
    """Sweeps one database in a thread of its own; `heard` is told of each result."""

    database: str
    minutes: int
    heard: Heard
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin with a sweep now; returns at once."""
        self._thread = threading.Thread(target=self._keep, name="sweeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let a sweep under way finish its transaction, then end."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5)

    def _keep(self) -> None:
        trigger, pause = "start", 0.0
        while not self._stopping.wait(pause):
            try:
                with closing(open_office(self.database)) as office:
                    self.heard(sweep(office, trigger=trigger))
                trigger, pause = "timer", self.minutes * 60.0
            except ShidianError as error:
                self.heard(error)
                pause = min(AGAIN_SECONDS, self.minutes * 60.0)
