"""One console at a time in one data folder; the lock is the system's, so a crash frees it."""

import fcntl
import os
from pathlib import Path
from typing import Any

import orjson

from config.settings import Settings
from console.serving.hindrances import OtherServed, Running
from flows.remote import marker_file

_UNTOLD = "？"


class Marker:
    """The lock while it is held, and what it tells others: address, database, scheduler."""

    def __init__(self, settings: Settings) -> None:
        self._path = marker_file(settings)
        self._values: dict[str, Any] = {}
        self._handle = -1

    def hold(self, **values: Any) -> None:
        """Take the lock and write down the values. Raises Running if another process has it, and
        OtherServed if that one serves another database."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = self._path.with_suffix(".lock")
        self._handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            found = _read(self._path)
            is_ours = found["database"] in (values.get("database"), _UNTOLD)
            raise (Running if is_ours else OtherServed)(**found) from None
        self.write(pid=os.getpid(), **values)

    def write(self, **values: Any) -> None:
        """Add to what others can read."""
        self._values |= values
        half = self._path.with_suffix(".half")
        half.write_bytes(orjson.dumps(self._values))
        half.replace(self._path)

    def release(self) -> None:
        """Give the lock back and take the notice down."""
        self._path.unlink(missing_ok=True)
        os.close(self._handle)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        found = {}
    return {name: found.get(name, _UNTOLD) for name in ("url", "pid", "database")}
