"""The office as the pages see it: opened once, its sweeps kept running."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from config.settings import Settings
from states import queries
from states.errors import ShidianError
from states.office import Office

_log = logging.getLogger("shidian.web")


class Desk:
    """One office, opened at the first request, shared by all of them."""

    def __init__(self, open_office: Callable[[], Office], settings: Settings) -> None:
        self._open = open_office
        self._office: Office | None = None
        self._opening = threading.Lock()
        self._sweeping = threading.Lock()
        self.interval = timedelta(minutes=settings.sweep_minutes)

    @property
    def office(self) -> Office:
        """The office. Raises a Fault if it cannot be opened; the next request tries again."""
        with self._opening:
            if self._office is None:
                self._office = self._open()
            return self._office

    @property
    def limit(self) -> timedelta:
        """The age of the last sweep from which on it is stale."""
        return 2 * self.interval

    def sweep_if_stale(self, health: queries.Health) -> threading.Thread | None:
        """Start a sweep beside the request if the last is older than the interval; one at a time.
        The page does not wait for it."""
        age = health.sweep_age_seconds
        if health.clock_went_back or (age is not None and age <= self.interval.total_seconds()):
            return None
        if not self._sweeping.acquire(blocking=False):
            return None
        thread = threading.Thread(target=self._sweep, name="page-load-sweep", daemon=True)
        thread.start()
        return thread

    def _sweep(self) -> None:
        from states.duties import sweep

        try:
            sweep(self.office, trigger="page")
        except ShidianError as error:
            _log.warning("sweep on page load: %s", error)
        finally:
            self._sweeping.release()

    def close(self) -> None:
        """Give the database back, once a running sweep is done."""
        with self._sweeping, self._opening:
            if self._office is not None:
                self._office.close()
                self._office = None
