"""A new database with its programme, the register of earlier pilots and the first accounts."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console import places
from console.cli.desk import Desk
from console.cli.options import Shown
from console.cli.parsing import pairs
from console.errors import Misuse
from console.printing import Out

if TYPE_CHECKING:
    from config.programme import Programme, Role
    from states.store import Tx

_ACCOUNT = re.compile(
    r"(?P<account>[^=@:]+)=(?P<role>[^@:]+)(@(?P<scope>[^:]+))?(:(?P<name>.*))?", re.S
)


@dataclass(frozen=True, slots=True)
class First:
    """One of the first accounts, as typed."""

    account: str
    role: str
    scope: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Founding:
    """All that a new database starts with, checked before anything is made."""

    path: Path
    programme: "Programme"
    accounts: tuple[First, ...]

    @classmethod
    def read(
        cls, given: str, accounts: Sequence[str], each: Sequence[str], setting: Sequence[str]
    ) -> "Founding":
        """Read the programme and the accounts. Raises BadProgramme, Misuse or BadInput."""
        from config.loader import load

        path = programme_file(given)
        programme = load(path, pairs(setting, "--setting", "设置=值"))
        first = [_first(text) for text in accounts]
        first += [one for role in each for one in _one_each(programme, role)]
        for one in first:
            _require_whole(programme.roles[_role(programme, one.role)], one)
        return cls(path, programme, tuple(first))

    def make(self, url: str, options: Shown) -> None:
        """Make a real database and tell about it; on an error nothing is left behind."""
        from console.new_databases import in_whole
        from states.office import open_office
        from states.setup import create_office

        with (
            in_whole(url) as making,
            closing(create_office(making, "real", unfinished=True)) as office,
        ):
            rows = self.found(Desk(office, options))
        with closing(open_office(url)) as office:
            self._say_done(Desk(office, options), rows)

    def found(self, desk: Desk) -> int:
        """Put the programme, the first accounts and the register into a new database; how many rows
        of the register."""
        from states.keeping.checkpoints import name_key
        from states.keeping.keys import signing_key
        from states.registers.register import add_earlier, read_register
        from states.setup import activate

        name_key(desk.office, signing_key(places.keys()))
        source = self.path.name
        activate(desk.office, self.programme, source, via=desk.via)
        with desk.office.store.write() as tx:
            for first in self.accounts:
                self._hire(desk, tx, first)
        shipped = places.ROOT / "config" / "registers" / "earlier-pilots.csv"
        if not self._looks_back() or not shipped.is_file():
            return 0
        return add_earlier(desk.office, read_register(shipped), source=shipped.name)

    def _looks_back(self) -> bool:
        return any(
            guard.name == "not-undertaken-before"
            for kind in self.programme.cases.values()
            for move in kind.moves.values()
            for guard in move.guards
        )

    def _hire(self, desk: Desk, tx: "Tx", first: First) -> None:
        from states.accounts import add_account

        role = _role(self.programme, first.role)
        scope = self.programme.roles[role].scope
        reach = {scope: first.scope}
        add_account(
            desk.office,
            tx,
            first.account,
            first.name,
            role=role,
            jurisdiction=reach.get("jurisdiction"),
            category=reach.get("category"),
            unit=reach.get("unit"),
            via=desk.via,
        )

    def say_plan(self, out: Out, url: str) -> None:
        """What would be made."""
        accounts = [first.account for first in self.accounts]
        out.data({"dry_run": True, "programme": self.programme.programme, "accounts": accounts})
        out.say("init.plan", url=url, title=self.programme.title, accounts=accounts)

    def _say_done(self, desk: Desk, register: int) -> None:
        out, url = desk.out, desk.office.store.shown()
        programme = self.programme
        accounts = [first.account for first in self.accounts]
        made = {"url": url, "kind": "real", "programme": programme.programme}
        out.data(made | {"register": register, "accounts": accounts})
        out.say("init.done", url=url, programme=programme.programme, title=programme.title)
        if register:
            out.say("init.register", register=register)
        if accounts:
            out.say("demo.accounts", accounts=accounts)
        else:
            out.say("init.accounts", roles=list(programme.roles))


def require_room(url: str) -> None:
    """Raises Misuse or BadInput if a database is there already or would be gone at once, or what
    opening it raises."""
    from states.errors import BadInput, StoreGone
    from states.office import open_office

    try:
        with closing(open_office(url)) as office:
            shown = office.store.shown()
            if office.kind == "demo":
                raise Misuse("DemoInTheWay", url=shown)
            raise BadInput("StoreExists", url=shown)
    except StoreGone as error:
        if not error.is_free:
            raise
    if url.startswith("sqlite") and url.endswith((":memory:", "://")):
        raise BadInput("BadDatabaseUrl", url=url)


def programme_file(given: str) -> Path:
    """A programme file by its path, or a shipped one by its name. Raises Misuse."""
    shipped = places.shipped_programmes()
    if given in shipped:
        return shipped[given]
    path = Path(given)
    if path.is_file():
        return path
    raise Misuse("NoSuchProgrammeFile", given=given, known=list(shipped))


def _first(text: str) -> First:
    found = _ACCOUNT.fullmatch(text)
    if found is None:
        raise Misuse("BadAccountOption", value=text)
    return First(found["account"], found["role"], found["scope"], (found["name"] or "").strip())


def _one_each(programme: "Programme", role: str) -> Iterator[First]:
    """An account of a role for every jurisdiction, named by its letters."""
    for code, place in programme.jurisdictions.items():
        account = (place.abbr or f"{role}-{code}").lower()
        yield First(account, role, code, place.name)


def _role(programme: "Programme", given: str) -> str:
    from states.errors import BadInput

    for key, role in programme.roles.items():
        if given in (key, role.title, role.title_en):
            return key
    raise BadInput("UnknownRole", role=given, known=list(programme.roles))


def _require_whole(role: "Role", first: First) -> None:
    from states.accounts import unkept_limit

    if first.scope and role.scope == "programme":
        raise unkept_limit(role, f"@{first.scope}")
