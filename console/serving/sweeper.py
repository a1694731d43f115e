"""The sweep by the console's own clock, at the start, then every so many minutes; and every minute
whatever is to be told and may go out now.

It needs no Prefect, so nothing that is due waits for one.
"""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from config.settings import Settings
from states.duties import Swept, sweep
from states.errors import ShidianError
from states.office import Office, open_office

AGAIN_SECONDS = 60.0
"""How long after a sweep that failed, and how often messages are sent."""

Heard = Callable[[Swept | ShidianError], None]
Sent = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Sweeper:
    """Sweeps one database in a thread of its own; `heard` is told of each result, `sent` of what
    went out."""

    settings: Settings
    heard: Heard
    sent: Sent
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
        trigger, pause, again = "start", 0.0, 0.0
        while not self._stopping.wait(pause):
            pause = min(AGAIN_SECONDS, self.settings.sweep_minutes * 60.0)
            try:
                with closing(open_office(self.settings.database_url)) as office:
                    if time.monotonic() >= again:
                        self.heard(sweep(office, trigger=trigger))
                        trigger = "timer"
                        again = time.monotonic() + self.settings.sweep_minutes * 60.0
                    self._send(office)
            except ShidianError as error:
                self.heard(error)

    def _send(self, office: Office) -> None:
        # mail and its robots are loaded after the pages are up
        from tasks.work import delivered

        self.sent(delivered(office, self.settings))
