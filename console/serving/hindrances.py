"""What can keep `shidian up` from starting.

BadInput
└── Hindrance
    ├── Running        3   another console serves this data folder
    ├── OtherServed    3   it does so for another database
    ├── PortTaken      4   another program listens on the port
    ├── NoAddress      2   this machine has no such address or port
    ├── NotADemo       2   a demonstration was asked for and the database is a real one
    ├── NoDatabase     2   there is no database yet
    ├── MightyRole     2   the database's role could change what was written
    ├── Behind         4   the database lacks what an exported checkpoint names
    └── PagesStopped   4   the pages ended by themselves
"""

from collections.abc import Sequence
from typing import Any

from console.words.serving import say
from states.audits.violations import Violation
from states.errors import BadInput


class Hindrance(BadInput):
    """Says what is in the way and what to do."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(type(self).code, **parameters)

    def message(self, lang: str = "zh") -> str:
        """The sentence to show."""
        return say(self.code, lang, **self.parameters)


class Running(Hindrance):
    """Another console serves this data folder."""

    code = "already-running"
    exit_code = 3


class OtherServed(Hindrance):
    """Another console serves this data folder, and shows another database."""

    code = "other-served"
    exit_code = 3


class PortTaken(Hindrance):
    """Another program listens on the port; nothing was wrong with the command."""

    code = "port-taken"
    exit_code = 4


class NoAddress(Hindrance):
    """This machine has no such address or port."""

    code = "no-address"


class NotADemo(Hindrance):
    """A demonstration was asked for and the database is a real one."""

    code = "not-a-demo"


class NoDatabase(Hindrance):
    """There is no database yet."""

    code = "no-database"


class MightyRole(Hindrance):
    """The role with which a real database is used could change what was written."""

    code = "mighty-role"


class Behind(Hindrance):
    """The database lacks what an exported checkpoint names, or holds it changed."""

    code = "behind"
    exit_code = 4

    def __init__(self, url: str, found: Sequence[Violation]) -> None:
        self.found = tuple(found)
        super().__init__(url=url)

    def message(self, lang: str = "zh") -> str:
        """The sentence, and a line for each thing that was found."""
        lines = (violation.message(lang) for violation in self.found)
        return "\n".join([super().message(lang), *lines])


class PagesStopped(Hindrance):
    """The pages ended by themselves."""

    code = "pages-stopped"
    exit_code = 4
