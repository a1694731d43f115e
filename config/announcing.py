"""What a move may say about making its decision known later."""

from typing import Any

from pydantic import model_validator

from config.declared import Declared, YesNo
from config.vocabulary import Names


class Announcement(Declared):
    """Who makes known, later, what a move has decided: `announced-by: committee`, or
    `{by: committee, four-eyes: yes}`. Until then only the roles that reach the whole programme, and
    those that decide so themselves, know of it. A later move of theirs without this key makes it
    known as well."""

    by: Names
    four_eyes: YesNo = False
    clause: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return {"by": value} if isinstance(value, str | list | tuple) else value
