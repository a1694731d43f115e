"""The entry: one command line in, an exit code out. Never a traceback."""

import os
import sys
from collections.abc import Sequence

from config.settings import naming
from console import places
from console.cli import ending
from console.cli.peek import Peeked, peek
from console.errors import OF_THE_DISK, Misuse
from console.printing import Out

INTERRUPTED = 130
FAULT = 4
USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (the process's own if None).

    0 done · 1 refused by a rule · 2 wrong usage or bad file · 3 conflict · 4 system fault."""
    _speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    peeked = peek([_shown(word) for word in words])
    out = Out(peeked.lang or "zh", peeked.as_json)
    try:
        for place, word in enumerate(words, 1):
            if _shown(word) != word:
                raise Misuse("NotUtf8", place=place, word=_shown(word))
        if not peeked.lang:
            out.lang = places.lang()
        with naming(peeked.db):
            return _answered(peeked.spoken(out.lang), out)
    except BrokenPipeError:
        _to_nowhere()
        return 0
    except KeyboardInterrupt:
        return ending.code() or INTERRUPTED
    except Exception as error:
        if (told := ending.code()) is not None:
            return told
        if isinstance(error, OSError) and error.errno in OF_THE_DISK and not error.filename:
            _to_nowhere()
            out.note("AnswerLost", detail=error.strerror)
            return FAULT
        return _explained(error, peeked, out)


def _explained(error: Exception, peeked: Peeked, out: Out) -> int:
    try:
        from console.cli.failing import explain

        with naming(peeked.db):
            return explain(error, out)
    except Exception as another:
        return ending.unexplained(another)


def _shown(word: str) -> str:
    """A word as it can be printed and kept: bytes that are no UTF-8 become visible escapes."""
    return word.encode("utf-8", "backslashreplace").decode()


def _to_nowhere() -> None:
    # nobody can read any more; the interpreter must not complain about it when it flushes
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answered(peeked: Peeked, out: Out) -> int:
    code = _answer(peeked, out)
    sys.stdout.flush()
    return code


def _answer(peeked: Peeked, out: Out) -> int:
    if peeked.wants_help or not peeked.path:
        from console.cli.guide import show_help

        return show_help(peeked, out)
    from console.cli.dispatch import dispatch

    return dispatch(peeked)


def _speak_utf8() -> None:
    # started with its output closed: the answer goes nowhere, the work is done all the same; with
    # its input closed there is nothing to read
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
