"""What a person or the system asks for, and what comes back."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from states.errors import BadInput, Refused
from states.history import as_text, instant, stamp

Entry = Literal["decision", "record"]
DUTY_ACTS = frozenset({"extend-duty", "pause-duty", "resume-duty", "exempt-duty"})
"""Acts on a duty itself. Every programme has them, so no file declares them as moves."""
ANNOUNCE = "announce-decision"
"""The act that makes a decision known which is announced later; no file declares it either."""
CORRECT = "correct-record"
"""The entry that says of an earlier one how it really was; no file declares it."""


@dataclass(frozen=True, slots=True)
class Via:
    """How a command came in: the channel, the user and host at the keyboard, how identity is known.

    On the local command line identity is declared, not proven: whoever may write the database may
    act under any account, so the history keeps who was at the keyboard."""

    channel: str
    user: str = ""
    host: str = ""
    auth: Literal["declared", "token", "session", "system"] = "declared"


PYTHON = Via("python")
SYSTEM_VIA = Via("python", auth="system")


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one item of a checklist."""

    verdict: Literal["pass", "fail"]
    remark: str = ""
    on: str = ""


ALL = "all"
"""What stands, among the checks of a command, for every item that applies and is not named."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a named slot, known by the digest of its bytes."""

    slot: str
    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where and when a recorded fact happened: the other system, its receipt or document number."""

    at: datetime
    system: str
    reference: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One act asked for: a move on a case, or the creation of one (`case` None, `kind` given).

    `id` makes it safe to send twice. `received_at` is the instant at which the complete request had
    arrived; None means now. `occurrence` makes it a recorded fact. `at_seq`: it was asked for when
    the case had so many entries, and is refused if there are more by now. `corrects`: the entry of
    the case that this one puts right."""

    id: str
    actor: str
    move: str
    case: str | None = None
    kind: str | None = None
    parent: str | None = None
    programme: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    reason: str = ""
    override: tuple[str, ...] = ()
    received_at: datetime | None = None
    occurrence: Occurrence | None = None
    via: Via = PYTHON
    run: str | None = None
    approves: str | None = None
    at_seq: int | None = None
    corrects: int | None = None

    @property
    def entry(self) -> Entry:
        """decision: done here; record: happened elsewhere."""
        return "record" if self.occurrence else "decision"


BATCH = "bulk/"
"""How the name of a batch of requests begins."""


def batch_of(command: Command) -> str | None:
    """The name under which a command waits together with others: the run of the plan that made
    it, or what its id has in common with those of the same act on other cases."""
    if command.run and command.run.startswith(BATCH):
        return command.run
    own = f"/{command.case}"
    if command.case is None or not command.id.endswith(own):
        return None
    return f"{BATCH}{command.id.removesuffix(own)}"


class Next(NamedTuple):
    """Who may act next on a case, how, and until when."""

    who: str
    move: str
    due: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a committed act. `waiting`: the request for which a second person must approve.
    `register`: what the register of earlier pilots said of the units, as the entry keeps it;
    `duties`: what a correction by another move makes of duties: case, duty, n, title (`title_en`),
    how (reopened, struck, opened, righted, or what a duty becomes that ends), `due_on`; and those
    whose limits a move pauses or lets run on (paused, resumed). `noted`:
    the flags in full, which the receipt of what was done does not repeat when it is given again."""

    case: str
    state: str
    seq: int
    hash: str
    recorded_at: str
    next: tuple[Next, ...]
    command: str
    flags: tuple[str, ...] = ()
    waiting: str | None = None
    register: tuple[Mapping[str, Any], ...] = ()
    duties: tuple[Mapping[str, Any], ...] = ()
    noted: tuple[Mapping[str, Any], ...] = field(default=(), compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The contract of the command line."""
        shown: dict[str, Any] = {
            "case": self.case,
            "state": self.state,
            "seq": self.seq,
            "hash": self.hash,
            "recorded_at": self.recorded_at,
            "next": [{"who": who, "move": move, "due": due} for who, move, due in self.next],
            "command": self.command,
            "flags": list(self.flags),
        }
        if self.register:
            shown["register"] = list(self.register)
        if self.duties:
            shown["duties"] = list(self.duties)
        return shown | ({"waiting": self.waiting} if self.waiting else {})


class Verdict(NamedTuple):
    """What became, or would become, of one command of a batch: a receipt or an error. `quotas`: the
    buckets that it takes from (+1) or gives back to (-1)."""

    command: Command
    receipt: Receipt | None = None
    error: Refused | BadInput | None = None
    quotas: Mapping[str, int] = MappingProxyType({})

    def done(self) -> Receipt:
        """The receipt. Raises what speaks against the command if there is none."""
        if self.error is not None:
            raise self.error
        assert self.receipt is not None
        return self.receipt


def command_text(command: Command) -> str:
    """The command as the text that a request keeps until it is approved."""
    return as_text(asdict(command))


def command_from(text_of: Mapping[str, Any]) -> Command:
    """A command from the values that `command_text` wrote."""
    values = dict(text_of)
    values["checks"] = {item: Check(**check) for item, check in values["checks"].items()}
    values["attachments"] = tuple(Attachment(**a) for a in values["attachments"])
    values["override"] = tuple(values["override"])
    values["via"] = Via(**values["via"])
    if values["received_at"]:
        values["received_at"] = instant(values["received_at"])
    if values["occurrence"]:
        happened = values["occurrence"]
        values["occurrence"] = Occurrence(**{**happened, "at": instant(happened["at"])})
    return Command(**values)


def digest_of(command: Command) -> str:
    """What makes two commands the same act: everything but how and when they came in."""
    occurrence = command.occurrence
    same: list[Any] = [
        command.id,
        command.actor,
        command.move,
        command.case,
        command.kind,
        command.parent,
        command.programme,
        command.fields,
        {item: [c.verdict, c.remark, c.on] for item, c in command.checks.items()},
        [[a.slot, a.name, a.digest, a.size] for a in command.attachments],
        command.reason,
        command.override,
        [stamp(occurrence.at), occurrence.system, occurrence.reference, occurrence.digest]
        if occurrence
        else None,
    ]
    if command.corrects is not None:
        same.append(command.corrects)
    return hashlib.sha256(as_text(same).encode()).hexdigest()


def receipt_from(values: Mapping[str, Any]) -> Receipt:
    """A stored receipt."""
    return Receipt(
        **{
            **values,
            "next": tuple(Next(**n) for n in values["next"]),
            "flags": tuple(values["flags"]),
            "register": tuple(values.get("register", ())),
            "duties": tuple(values.get("duties", ())),
            "noted": tuple(values.get("noted", ())),
        }
    )
