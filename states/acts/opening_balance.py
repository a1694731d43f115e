"""The opening balance: what had happened elsewhere before an office began, recorded as a whole.

One person asks, with the facts of every case in their order and the digest of the file that they
came from; nothing of it is recorded until a second person approves the whole.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from sqlalchemy import bindparam, select

from states.actions import decide_all, retried
from states.acts.requests import VALID_FOR
from states.commands import Command, Receipt, Via, command_from, command_text, receipt_from
from states.errors import BadInput, Refused
from states.history import as_text, from_text, instant, stamp
from states.office import Office
from states.record.reading import Reader
from states.store import Tx
from states.tables import requests
from states.words.retelling import flags_of

BALANCE: Literal["opening-balance"] = "opening-balance"
"""What such a request asks for. No file declares it as a move."""
RUN = "balance/"
"""How the run of an entry begins that came in with an opening balance."""
_REQUEST = select(requests.c.kind, requests.c.command).where(
    requests.c.request == bindparam("request")
)
_WAITING = select(requests.c.request, requests.c.command).where(
    requests.c.kind == BALANCE,
    requests.c.programme == bindparam("programme"),
    requests.c.status == "waiting",
    requests.c.expires_at > bindparam("now"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """The facts of one case in their order. Without `case` the first brings it into being; `key`
    then says which case it is (`Sought.key`)."""

    facts: tuple[Command, ...]
    case: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """All courses of one file."""

    programme: str
    kind: str
    courses: tuple[Course, ...]
    file: str
    digest: str


@dataclass(slots=True)
class Taken:
    """What became, or would become, of a course: a receipt for each fact, or an error."""

    course: Course
    receipts: tuple[Receipt, ...] = ()
    error: Refused | BadInput | None = None

    @property
    def case(self) -> str | None:
        """The code of the case, once it is here."""
        return self.receipts[0].case if self.receipts else self.course.case

    def flags(self, lang: str = "zh") -> tuple[str, ...]:
        """What is noted against the facts."""
        return tuple(flag for receipt in self.receipts for flag in flags_of(receipt, lang))


def weigh(office: Office, courses: Sequence[Course]) -> list[Taken]:
    """What would become of each course if all were recorded now; nothing is written."""

    numbered = [_numbered(course, f"{RUN}trial", n) for n, course in enumerate(courses, 1)]

    def work() -> list[Taken]:
        with office.store.write(keep=False) as tx:
            return record_all(office, tx, numbered, None)

    return retried(work)


def waiting_keys(office: Office, programme: str) -> dict[str, str]:
    """Which cases wait in a request already: what a course is known by, to the request."""
    with office.store.read() as tx:
        rows = tx.all(_WAITING, programme=programme, now=stamp(office.clock.now()))
    found = {}
    for row in rows:
        for course in from_text(row["command"])["fields"]["courses"]:
            found[course["case"] or course["key"]] = str(row["request"])
    return found


def ask(
    office: Office,
    balance: Balance,
    request: str,
    *,
    actor: str,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> Receipt:
    """Keep the balance as a request for a second person. The same request again gives the first
    receipt. Raises BadInput if there is nothing to record, or the id was used for something else.
    """
    if not balance.courses:
        raise BadInput("NothingPlanned")
    numbered = [_numbered(course, request, n) for n, course in enumerate(balance.courses, 1)]
    balance = replace(balance, courses=tuple(numbered))
    digest = digest_of_balance(balance, actor)

    def work() -> Receipt:
        with office.store.write(keep=not dry_run) as tx:
            known = tx.all(office.statements.receipt, command=request)
            if known:
                if known[0]["digest"] != digest:
                    raise BadInput("CommandIdReused", command=request)
                return receipt_from(from_text(known[0]["receipt"]))
            return _keep(office, tx, balance, request, digest, actor, via, reason)

    return retried(work)


def digest_of_balance(balance: Balance, actor: str) -> str:
    """What makes two requests ask for the same balance."""
    return hashlib.sha256(as_text([asdict(balance), actor]).encode()).hexdigest()


def _numbered(course: Course, request: str, n: int) -> Course:
    facts = [
        replace(fact, id=f"{request}/{n}/{m}", run=f"{RUN}{request}")
        for m, fact in enumerate(course.facts, 1)
    ]
    return replace(course, facts=tuple(facts))


def _keep(
    office: Office,
    tx: Tx,
    balance: Balance,
    request: str,
    digest: str,
    actor: str,
    via: Via,
    reason: str,
) -> Receipt:
    recorded_at = office.recorded_at(tx)
    compiled = office.current(tx, balance.programme)
    # an account that is closed asks for nothing
    Reader(office, tx, instant(recorded_at)).account(actor)
    receipt = Receipt("", "", 0, "", recorded_at, (), request, (), request)
    tx.run(
        office.statements.new_request,
        request=request,
        kind=BALANCE,
        command=command_text(_whole(balance, request, actor, via, reason)),
        programme=compiled.key,
        programme_version=compiled.version,
        case_code=None,
        move=BALANCE,
        actor=actor,
        reason=reason,
        received_at=recorded_at,
        requested_at=recorded_at,
        expires_at=stamp(instant(recorded_at) + VALID_FOR),
        status="waiting",
        digest=digest,
        receipt=as_text(receipt.as_json()),
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        batch=None,
    )
    return receipt


def _whole(balance: Balance, request: str, actor: str, via: Via, reason: str) -> Command:
    """The balance as one more command, so that whoever reads requests can read this one too."""
    return Command(
        request,
        actor,
        BALANCE,
        kind=balance.kind,
        programme=balance.programme,
        fields={
            "courses": [_stored(course) for course in balance.courses],
            "file": balance.file,
            "digest": balance.digest,
        },
        reason=reason,
        via=via,
    )


def _stored(course: Course) -> dict[str, Any]:
    facts = [from_text(command_text(fact)) for fact in course.facts]
    return {"case": course.case, "key": course.key, "facts": facts}


def balance_of(office: Office, request: str) -> Balance | None:
    """What a request for an opening balance asks for; None for any other request."""
    with office.store.read() as tx:
        row = tx.one(_REQUEST, request=request)
    return read_balance(row) if row is not None and row["kind"] == BALANCE else None


def record_all(
    office: Office, tx: Tx, courses: Sequence[Course], approval: Mapping[str, Any] | None
) -> list[Taken]:
    """The first facts of all courses together, then the second ones, and so on."""
    taken = [Taken(course) for course in courses]
    for stage in range(max((len(course.facts) for course in courses), default=0)):
        live = [one for one in taken if not one.error and stage < len(one.course.facts)]
        commands = [replace(one.course.facts[stage], case=one.case) for one in live]
        for one, verdict in zip(
            live, decide_all(office, tx, commands, signed=approval), strict=True
        ):
            one.error = verdict.error
            if verdict.receipt is not None:
                one.receipts = (*one.receipts, verdict.receipt)
    return taken


def read_balance(row: Mapping[str, Any]) -> Balance:
    whole = from_text(row["command"])
    given = whole["fields"]
    courses = [
        Course(tuple(command_from(fact) for fact in one["facts"]), one["case"], one["key"])
        for one in given["courses"]
    ]
    return Balance(
        whole["programme"], whole["kind"], tuple(courses), given["file"], given["digest"]
    )
