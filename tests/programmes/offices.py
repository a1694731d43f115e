"""Offices that run nothing but a file of this folder, and what people do there."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config.loader import load
from config.programme import Programme
from states.accounts import add_account
from states.actions import perform
from states.audits.oracle import check
from states.commands import Attachment, Receipt
from states.errors import Refused
from states.office import Office
from states.registers.organisations import check_digit
from states.setup import activate
from tests.builders import a_command, an_office

FOLDER = Path(__file__).parent
Held = tuple[str, dict[str, str]]


def office_of(
    where: Path | str,
    *files: str,
    accounts: Mapping[str, Held],
    now: str = "2026-05-04 09:00:00",
) -> Office:
    """An office in which the named files are active, the first one first. Accounts: name to role
    and reach; `programme` in the reach is the first one unless said."""
    programmes = [_loaded(name) for name in files]
    office = an_office(where, programmes[0], now=now, accounts=False)
    for programme in programmes[1:]:
        activate(office, programme, "# test", actor="system")
    with office.store.write() as tx:
        for account, (role, reach) in accounts.items():
            add_account(office, tx, account, f"{account} 某", role=role, **reach)  # type: ignore[arg-type]
    return office


@cache
def _loaded(name: str) -> Programme:
    return load(FOLDER / f"{name}.yaml")


def do(office: Office, actor: str, move: str, case: str | None = None, /, **given: Any) -> Receipt:
    """One act; fields of the form by keyword, and whatever else a command takes in `with_`."""
    more = dict(given.pop("with_", {}))
    files = tuple(Attachment(slot, f"{slot}.pdf", "ab" * 32, 9) for slot in more.pop("files", ()))
    fields = {name.replace("_", "-"): value for name, value in given.items()}
    command = a_command(move, case, actor=actor, fields=fields, attachments=files, **more)
    return perform(office, command)


def refusals(
    office: Office, actor: str, move: str, case: str | None = None, /, **given: Any
) -> list[str]:
    """The codes of everything that speaks against an act."""
    with pytest.raises(Refused) as caught:
        do(office, actor, move, case, **given)
    return [refusal.code for refusal in caught.value.refusals]


def sound(office: Office) -> bool:
    """Whether every invariant holds; what does not is shown."""
    found = [violation.message() for violation in check(office)]
    assert found == [], found
    return True


def a_unit(name: str, number: int) -> str:
    """A unit with a code of its own whose check digit is right."""
    stem = f"91330000{number:09d}"
    return f"{name} {stem}{check_digit(stem)}"
