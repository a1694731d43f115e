"""Offices to measure on: the 2026 notice with room for as many pilots as a run needs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count, islice

from config.loader import load_shipped
from config.programme import Programme
from states.accounts import add_account
from states.actions import perform_all
from states.clock import SystemClock, VirtualClock
from states.commands import Attachment, Check, Command, Verdict
from states.duties import sweep
from states.office import Office
from states.registers.organisations import check_digit
from states.setup import activate, create_office

NOTICE = "national-pilots-2026"
ROOM = 1_000_000
START = datetime(2026, 5, 25, 1, 0, tzinfo=UTC)
REPORTING = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
CATEGORY = "services"
CHUNK = 500
_DAY = "2026-05-20"
_serial = count(1)


def roomy_notice(without: Sequence[str] = (), *, plain_forms: bool = False) -> Programme:
    """The notice with quotas that a run cannot fill and without the named duties. Recommending also
    opens a duty of the committee and tells it, so that one act does all that an act can. With
    `plain_forms` it asks for no checklist, no files and no look-back, and takes one quota."""
    declared = load_shipped(NOTICE).model_dump(mode="json", by_alias=True)
    for quota in declared["quotas"].values():
        quota |= {"at-most": ROOM, "each-at-most": ROOM, "caps": {}}
    recommend = declared["cases"]["pilot"]["moves"]["recommend"]
    recommend["effects"] = [{"do": "notify", "target": "committee"}]
    declared["duties"]["review"] = {
        "title": "复核",
        "case": "pilot",
        "by": "committee",
        "opened": ["recommend"],
        "due": "收到之日起20个工作日内",
        "bound-by": ["review"],
        "clause": ["三"],
    }
    if plain_forms:
        declared["quotas"]["general"] |= {"each": None, "each-at-most": None}
        recommend |= {"needs": [], "checklist": None, "guards": recommend["guards"][:3]}
    for duty in without:
        del declared["duties"][duty]
    return Programme.model_validate(declared)


def an_office(url: str, programme: Programme | None = None) -> Office:
    """A new simulation with the roomy notice and the accounts zhejiang and committee."""
    office = create_office(url, "simulation", virtual_start=START)
    set_clock(office, START)
    activate(office, programme or roomy_notice(), "# benchmark")
    with office.store.write() as tx:
        add_account(office, tx, "zhejiang", "浙江 某", role="province", jurisdiction="33")
        add_account(office, tx, "committee", "委员会 某", role="committee")
    return office


def applied(office: Office, wanted: int) -> list[str]:
    """The codes of so many new applications."""
    return _done(office, islice(_applications(), wanted))


def bare_recommendations(codes: Sequence[str]) -> list[Command]:
    """The commands that recommend them where neither checks nor files are asked for."""
    return [Command(f"recommend/{code}", "zhejiang", "recommend", code) for code in codes]


def recommendations(codes: Sequence[str]) -> list[Command]:
    """The commands that recommend them, each with its checklist and its two files."""
    checks = {item: Check("pass", "查询无不良记录", _DAY) for item in _items("provincial")}
    return [
        Command(
            id=f"recommend/{code}",
            actor="zhejiang",
            move="recommend",
            case=code,
            checks=checks,
            attachments=(_file("application", n), _file("official-letter", n)),
        )
        for n, code in enumerate(codes)
    ]


def submitted_summaries(office: Office, wanted: int) -> list[str]:
    """The codes of so many annual summaries that wait for the province's check."""
    pilots = assigned(office, -(-wanted // 2))
    if office.clock.now() < REPORTING:
        set_clock(office, REPORTING)
    sweep(office)
    codes = [f"{pilot}-{year}" for pilot in pilots for year in (2027, 2028)][:wanted]
    file = (_file("annual-summary", 1),)
    return _done(
        office,
        (Command(f"submit/{c}", "zhejiang", "submit", c, attachments=file) for c in codes),
    )


def assigned(office: Office, wanted: int) -> list[str]:
    """The codes of so many pilots that the committee has assigned; their summaries are open."""
    codes = _done(office, iter(recommendations(applied(office, wanted))))
    again = {item: Check("pass", "无", _DAY) for item in _items("credit-again")}
    _done(office, (Command(f"review/{c}", "committee", "review", c) for c in codes))
    return _done(
        office, (Command(f"assign/{c}", "committee", "assign", c, checks=again) for c in codes)
    )


def checks(codes: Sequence[str]) -> list[Command]:
    """The commands that pass the check of summaries: a move and nothing else."""
    return [Command(f"check/{code}", "zhejiang", "check", code) for code in codes]


def set_clock(office: Office, to: datetime) -> None:
    """Let the office's clock show an instant and run on from there.

    A clock of the process, as a real office has: a simulation's own is read from its database."""
    office.clock = VirtualClock(to, datetime.now(UTC), SystemClock())


def _applications() -> Iterator[Command]:
    while True:
        n = next(_serial)
        body = f"91330000{n:09d}"
        unit = {"name": f"合成单位{n}", "code": body + check_digit(body)}
        fields = {"title": f"合成项目{n}", "unit": unit, "category": CATEGORY}
        yield Command(f"apply/{n}", "zhejiang", "apply", kind="pilot", fields=fields)


def _done(office: Office, commands: Iterator[Command]) -> list[str]:
    codes: list[str] = []
    while chunk := list(islice(commands, CHUNK)):
        codes += [_code(verdict) for verdict in perform_all(office, chunk)]
    return codes


def _code(verdict: Verdict) -> str:
    if verdict.receipt is None:
        raise RuntimeError(f"the office refused to be prepared: {verdict.error}")
    return verdict.receipt.case


def _items(checklist: str) -> list[str]:
    return list(load_shipped(NOTICE).checklists[checklist].items)


def _file(slot: str, n: int) -> Attachment:
    return Attachment(slot, f"{slot}.pdf", f"{n:064x}", 2048)
