"""How a command ends that is told to: what it has half made is taken away first."""

import os
import signal

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_told: list[int] = []


def heed() -> None:
    """From now on Ctrl-C, a request to end and a closed terminal end this process in order, each
    unless whoever started it wants it ignored, as `nohup` does. A second one ends it at once."""
    for one in _ENDINGS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _end)


def code() -> int | None:
    """The exit code of a process that was told to end, as a shell would say it; None if it was not.

    Who is interrupted may say so with an error of its own, so this is asked of every error."""
    return 128 + _told[0] if _told else None


def _end(number: int, _frame: object) -> None:
    if _told:
        os._exit(128 + number)
    _told.append(number)
    raise KeyboardInterrupt
