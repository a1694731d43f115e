"""How far long work has come: said on a terminal, to nobody else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime


def _say(now: datetime) -> None:
    sys.stderr.write(f"\r{now:%Y-%m-%d}")


@contextmanager
def counting() -> Iterator[Callable[[datetime], None]]:
    """What long work calls with the virtual instant that it has reached."""
    if not sys.stderr.isatty():
        yield lambda now: None
        return
    try:
        yield _say
    finally:
        sys.stderr.write("\r" + " " * 10 + "\r")
