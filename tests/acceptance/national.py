"""What the acceptance tests do at an office that runs the 2026 notice."""

from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from config.loader import load
from config.programme import Programme
from states.accounts import add_account
from states.actions import perform
from states.commands import Attachment, Check, Command, Receipt
from states.errors import Refused
from states.office import Office
from states.registers.organisations import check_digit
from tests.builders import an_office

FILE = Path("config/programmes/national-pilots-2026.yaml")
_serial = count(1)

GENERAL = (
    "agriculture",
    "consumer-goods",
    "high-tech",
    "services",
    "basic-public-services",
    "social-management",
)
CHECKED = {
    item: Check("pass", "查询无不良记录", "2026-05-20")
    for item in (
        "credit-china",
        "credit-publicity",
        "qualification",
        "field-scope",
        "foundation",
        "tasks",
        "goals",
        "participants",
    )
}
CHECKED_AGAIN = {
    "credit-china-again": Check("pass", "无", "2026-05-20"),
    "credit-publicity-again": Check("pass", "无", "2026-05-20"),
}


@cache
def the_notice(**settings: str) -> Programme:
    """The programme of the notice, with open readings chosen otherwise if named."""
    return load(FILE, settings=settings)


def a_national_office(
    where: Path | str, *, now: str = "2026-05-25 09:00:00", **settings: str
) -> Office:
    """An office that runs the notice, with two officers each for Zhejiang, Guangdong, committee."""
    office = an_office(where, the_notice(**settings), now=now)
    with office.store.write() as tx:
        for account, role, category in (
            ("moj", "judicial-ministry", "司法行政专项"),
            ("moca", "civil-ministry", "民政专项"),
        ):
            add_account(office, tx, account, account, role=role, category=category)
    return office


def a_unit() -> dict[str, str]:
    """A unit of its own, with a right credit code."""
    body = f"91330000{next(_serial):09d}"
    return {"name": f"合成单位{body[-4:]}", "code": body + check_digit(body)}


def file(slot: str) -> Attachment:
    """A file for a slot."""
    return Attachment(slot, f"{slot}.pdf", f"{next(_serial):064x}", 2048)


def act(office: Office, move: str, case: str, actor: str = "zhejiang", **given: Any) -> Receipt:
    """One act on a case."""
    return perform(office, Command(f"acc-{next(_serial)}", actor, move, case, **given))


def apply(office: Office, category: str, actor: str = "zhejiang", **fields: Any) -> str:
    """The code of a new application in a field."""
    values = {"title": "合成项目", "unit": a_unit(), "category": category, **fields}
    command = Command(f"acc-{next(_serial)}", actor, "apply", kind="pilot", fields=values)
    return perform(office, command).case


def recommend(office: Office, case: str, actor: str = "zhejiang", **given: Any) -> Receipt:
    """Recommend a case with everything that the notice asks for, unless said otherwise."""
    full = {
        "checks": CHECKED,
        "attachments": (file("application"), file("official-letter")),
        **given,
    }
    return act(office, "recommend", case, actor, **full)


def recommended(office: Office, category: str = "services", actor: str = "zhejiang") -> str:
    """The code of a pilot that was applied for and recommended."""
    case = apply(office, category, actor)
    recommend(office, case, actor)
    return case


def assigned(office: Office, category: str = "services") -> str:
    """The code of a pilot that was assigned."""
    case = recommended(office, category)
    act(office, "review", case, "committee")
    act(office, "assign", case, "committee", checks=CHECKED_AGAIN)
    return case


def refusal_codes(error: Refused) -> list[str]:
    """The codes of all reasons."""
    return [refusal.code for refusal in error.refusals]
