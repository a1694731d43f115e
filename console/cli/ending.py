"""How a command ends that is told to: what it has half made is taken away first."""

import os
import signal
import sys
from contextlib import suppress

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FAULT = 4
_told: list[int] = []


def heed() -> None:
    """From now on Ctrl-C, a request to end and a closed terminal end this process in order, each
    unless whoever started it wants it ignored, as `nohup` does. A second one ends it at once."""
    for one in _ENDINGS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _end)
    signal.signal(signal.SIGALRM, _end_at_last)
    sys.unraisablehook = _not_raised


def code() -> int | None:
    """The exit code of a process that was told to end, as a shell would say it; None if it was not.

    Who is interrupted may say so with an error of its own, so this is asked of every error."""
    return 128 + _told[0] if _told else None


def unexplained(error: Exception) -> int:
    """Say in one line that nothing works any more, not even to say why: memory or open files are
    at an end, or a part of the program cannot be loaded. The exit code of a system fault."""
    kind = f"{type(error).__name__} {error}".split("\n", 1)[0].strip()
    if isinstance(error, MemoryError):
        kind = "内存不够 out of memory"
    said = f"程序运行不下去，未完成（{kind}）。the program cannot go on, not finished ({kind})\n"
    with suppress(OSError):
        os.write(2, said.encode("utf-8", "backslashreplace"))
    return FAULT


def _end(number: int, _frame: object) -> None:
    if _told:
        os._exit(128 + number)
    _told.append(number)
    raise KeyboardInterrupt


def _not_raised(unraisable: "sys.UnraisableHookArgs") -> None:
    # Python goes on after what is raised while an object is taken away: that would lose the request
    if _told and isinstance(unraisable.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, 0.01)
    else:
        sys.__unraisablehook__(unraisable)


def _end_at_last(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
