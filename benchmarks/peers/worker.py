"""A contestant's side: prepare once, make so many moves whenever told, and say what they cost."""

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

Move = Callable[[], Any]


def client_seconds() -> float:
    """The user and system seconds that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def serve(moves: Iterable[Move], versions: dict[str, str]) -> None:
    """Answer each number on standard input with what so many moves took; end at its end.

    Written answers are JSON lines: first the versions, then {"cpu", "wall"} in seconds."""
    waiting: Iterator[Move] = iter(moves)
    waiting = chain((next(waiting),), waiting)
    # what was made before the first move is no garbage of any: looked through before each turn, it
    # would leave the caches cold, the colder the more a peer has imported
    gc.freeze()
    _say(versions | {"python": sys.version.split()[0]})
    for line in sys.stdin:
        wanted = int(line)
        todo = [next(waiting) for _ in range(wanted)]
        gc.collect()
        cpu, wall = client_seconds(), time.perf_counter()
        for move in todo:
            move()
        _say({"cpu": client_seconds() - cpu, "wall": time.perf_counter() - wall})


def stay_on_one_core() -> None:
    """Keep to the last core that this process may use, where the system lets one choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _say(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()
