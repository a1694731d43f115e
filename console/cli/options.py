"""The options that verbs share."""

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

Flag = Annotated[bool, Parameter(negative=())]
Many = Annotated[tuple[str, ...], Parameter(negative=(), consume_multiple=False)]
"""An option that may be given several times, one value each."""


@Parameter(name="*", negative=())
@dataclass(frozen=True, kw_only=True)
class Shown:
    """How to answer, and from which database."""

    lang: Literal["zh", "en"] = "zh"
    json: bool = False
    wide: bool = False
    db: str | None = None


@Parameter(name="*", negative=())
@dataclass(frozen=True, kw_only=True)
class Reading(Shown):
    """A question asked by somebody."""

    as_: Annotated[str | None, Parameter(name="--as")] = None


@Parameter(name="*", negative=())
@dataclass(frozen=True, kw_only=True)
class Writing(Reading):
    """An act of somebody."""

    reason: str = ""
    dry_run: bool = False
    id: str | None = None


SHOWN = Shown()
READING = Reading()
WRITING = Writing()
