"""shidian itself: `plain` and `check` pass the check of an annual summary, `quota` recommends a
pilot of which nothing else is asked, `recommend` one with all that the notice asks for."""

import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version

from benchmarks.offices import (
    an_office,
    applied,
    bare_recommendations,
    checks,
    recommendations,
    roomy_notice,
    submitted_summaries,
)
from benchmarks.peers.worker import Move, serve, stay_on_one_core
from states.actions import perform

DUTIES_OF_CHECKING = ("annual-check", "annual-forwarding")


def moves(url: str, cases: int, act: str) -> Iterator[Move]:
    """The acts of a fresh office of so many cases."""
    without = DUTIES_OF_CHECKING if act == "plain" else ()
    office = an_office(url, roomy_notice(without, plain_forms=act == "quota"))
    if act == "quota":
        commands = bare_recommendations(applied(office, cases))
    elif act == "recommend":
        commands = recommendations(applied(office, cases))
    else:
        commands = checks(submitted_summaries(office, cases))
    for command in commands:
        yield partial(perform, office, command)


if __name__ == "__main__":
    stay_on_one_core()
    found = {name: version(name) for name in ("SQLAlchemy", "transitions", "orjson", "pydantic")}
    serve(moves(sys.argv[1], int(sys.argv[2]), sys.argv[3]), found)
