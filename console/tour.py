"""What a newcomer may try in the demonstration, as its database stands now."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from config.settings import as_typed
from console.synthetic.cast import SECOND
from console.synthetic.showcase import FIRST, HOME, leader_of
from console.words.tour import say
from states.compiled import Compiled
from states.facts import Case
from states.history import stamp
from states.office import Office
from states.store import Tx
from states.tables import accounts, cases, duties, quotas, requests

_CASES = select(cases).where(cases.c.jurisdiction == bindparam("home")).order_by(cases.c.code)
_OWED = (
    select(duties.c.case_code, duties.c.duty, duties.c.status, duties.c.due_at)
    .where(
        duties.c.jurisdiction == bindparam("home"),
        (duties.c.status == bindparam("open")) | (duties.c.status == bindparam("overdue")),
    )
    .order_by(duties.c.due_at, duties.c.case_code)
)
_FULL = select(quotas.c.bucket, quotas.c.used, quotas.c.cap).where(
    quotas.c.jurisdiction == bindparam("home"), quotas.c.used >= quotas.c.cap
)
_WAITING = (
    select(requests.c.request, requests.c.case_code)
    .where(requests.c.status == bindparam("status"), requests.c.actor == bindparam("actor"))
    .order_by(requests.c.requested_at)
)
_ACCOUNT = select(accounts.c.account, accounts.c.name).where(
    accounts.c.account == bindparam("account")
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to try: what it is, the command to type, and what will come of it."""

    title: str
    command: str
    expect: str

    def as_json(self) -> dict[str, str]:
        """For programs."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Shown:
    """An account to play, and what it is for."""

    account: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class _Home:
    """How the newcomer's province stands."""

    compiled: Compiled
    today: str
    applied: Sequence[Case]
    others: Sequence[Case]
    owed: Sequence[dict[str, Any]]
    full: dict[str, tuple[int, int]]
    waiting: Sequence[dict[str, Any]]
    now: str


def things_to_try(office: Office, lang: str = "zh") -> list[Thing]:
    """Five things, most telling first; only what really can be tried now. Empty in a database that
    is not the demonstration of the national pilots."""
    with office.store.read() as tx:
        home = _look(office, tx)
    if home is None:
        return []
    return list(_in_time(home, lang) if home.applied else _afterwards(home, lang))


def accounts_to_show(office: Office, lang: str = "zh") -> list[Shown]:
    """The four accounts that a newcomer plays; those of them that there are."""
    wanted = {
        FIRST: "account.first",
        FIRST + SECOND: "account.second",
        "committee": "account.committee",
        "auditor": "account.auditor",
    }
    with office.store.read() as tx:
        rows = {name: tx.one(_ACCOUNT, account=name) for name in wanted}
    return [Shown(name, row["name"], say(wanted[name], lang)) for name, row in rows.items() if row]


def _look(office: Office, tx: Tx) -> _Home | None:
    if office.kind != "demo" or tx.one(_ACCOUNT, account=FIRST) is None:
        return None
    compiled = office.current(tx)
    found = [Case.from_row(row) for row in tx.all(_CASES, home=HOME)]
    main, now = compiled.programme.main_kind(), office.clock.now()
    initial = compiled.kind(main).initial
    local = now.astimezone(ZoneInfo(compiled.programme.zone))
    return _Home(
        compiled=compiled,
        today=local.date().isoformat(),
        applied=[c for c in found if c.kind == main and c.state == initial],
        others=[c for c in found if c.kind != main or c.state != initial],
        owed=tx.all(_OWED, home=HOME, open="open", overdue="overdue"),
        full={r["bucket"]: (r["used"], r["cap"]) for r in tx.all(_FULL, home=HOME)},
        waiting=tx.all(_WAITING, status="waiting", actor=FIRST),
        now=stamp(now),
    )


def _in_time(home: _Home, lang: str) -> Iterator[Thing]:
    """While applications wait to be recommended: a life in five steps of the clock."""
    recommendable = home.compiled.kind(home.applied[0].kind).moves["recommend"]
    asked = {row["case_code"] for row in home.waiting}
    complete, full = [], []
    for case in home.applied:
        is_bare = any(slot not in case.documents for slot in recommendable.needs)
        if is_bare or case.code in asked:
            continue
        taken = home.compiled.buckets.taken(recommendable.takes, case)
        counts = next((home.full[bucket] for bucket in taken if bucket in home.full), None)
        if counts:
            full.append((case, counts))
        else:
            complete.append(case)
    for case, (used, cap) in full[:1]:
        yield _thing("ninth", _recommend(case, home), lang, used=used, cap=cap)
    for case in complete[:1]:
        command = f"demo --advance 2026-07-01 && {as_typed()} {_recommend(case, home)}"
        yield _thing("late", command, lang)
    overdue = f"{as_typed()} list --kind annual-summary --due overdue --as {FIRST}"
    yield _thing("november", f"demo --advance 2027-12-01 && {overdue}", lang)
    first = leader_of(home.compiled)
    command = f"demo --advance 2029-04-01 && {as_typed()} history {first} --as {FIRST}"
    yield _thing("six", command, lang, case=first)
    yield _tampering(first, lang)


def _recommend(case: Case, home: _Home) -> str:
    return f"do recommend {case.code} --as {FIRST} --check all=pass@{home.today}:已查"


def _afterwards(home: _Home, lang: str) -> Iterator[Thing]:
    """Once the applications have been passed on or have lapsed."""
    overdue = sum(1 for row in home.owed if row["status"] == "overdue")
    yield _thing("todo", f"todo --as {FIRST}", lang, owed=len(home.owed), overdue=overdue)
    summaries = [row for row in home.owed if row["duty"] == "annual-summary"]
    begun = [row for row in summaries if row["due_at"][:4] <= home.now[:4]]
    for row in begun[:1]:
        command = f"do submit {row['case_code']} --as {FIRST} --file annual-summary=README.md"
        yield _thing("submit", command, lang)
    yield _thing("next", "demo --advance next", lang)
    yield from _life(home, lang)


def _life(home: _Home, lang: str) -> Iterator[Thing]:
    first = leader_of(home.compiled)
    for case in home.others:
        if case.code == first:
            state = home.compiled.kind(case.kind).states[case.state]
            title = state.title_en if lang == "en" and state.title_en else state.title
            yield _thing("life", f"history {first} --as {FIRST}", lang, case=first, state=title)
            yield _tampering(first, lang)


def _tampering(case: str, lang: str) -> Thing:
    return _thing("tamper", f"demo --tamper {case} && {as_typed()} audit verify", lang, case=case)


def _thing(key: str, command: str, lang: str, **parameters: object) -> Thing:
    expect = say(f"{key}.expect", lang, **parameters)
    return Thing(say(key, lang), f"{as_typed()} {command}", expect)
