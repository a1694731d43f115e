"""A scripted story whose every step may be sent again: commands, a refusal, approvals, sweeps."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from states.actions import approve, perform
from states.clock import FixedClock
from states.commands import PYTHON, Command, Occurrence
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from states.registers.organisations import check_digit
from states.registers.register import EarlierPilot, add_earlier
from tests.builders import UNIT, a_letter, an_office, at
from tests.stores import rows_of

FORMER = f"旧试点单位 1233000047000000A{check_digit('1233000047000000A')}"
A, B, C = "ZJ-2026-001", "ZJ-2026-002", "ZJ-2026-003"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, the instant on the clock, and whether the rules say no."""

    name: str
    now: str
    do: Callable[[Office], object]
    expected: str = ""


def a_stage(where: Path | str) -> None:
    """The database on which the story plays, before its first step."""
    office = an_office(where)
    earlier = EarlierPilot(
        "national", "旧试点", "旧试点单位", None, "33", "旧", "第七批", None, "2021", "下达", ""
    )
    add_earlier(office, [earlier], source="测试")
    office.close()


def resume(office: Office, acknowledged: Path, upto: int | None = None) -> None:
    """Do every step that has no acknowledgement yet, in order.

    Raises AssertionError if the answer is not the expected one."""
    done = acknowledged.read_text().split() if acknowledged.exists() else []
    with acknowledged.open("a", buffering=1) as note:
        for step in STORY[:upto]:
            if step.name not in done:
                office.clock = FixedClock(at(step.now))
                answer = _answer(step, office)
                assert answer in (step.expected, "RequestOver"), (step.name, answer)
                note.write(f"{step.name}\n")


def _answer(step: Step, office: Office) -> str:
    try:
        step.do(office)
    except Refused as refused:
        return "+".join(sorted(refusal.code for refusal in refused.refusals))
    return ""


def outcome(office: Office) -> dict[str, list[Any]]:
    """Everything that the story left behind, apart from row numbers and from what being asked twice
    may add: the same refusal, that a request is over, a line in the list of sweeps."""
    found: dict[str, list[Any]] = {}
    for table, columns, order in OUTCOME:
        source = _REFUSALS if table == "refusals" else table
        found[table] = rows_of(office, f"SELECT {columns} FROM {source} ORDER BY {order}")
    return found


_REFUSALS = "refusals WHERE reasons NOT LIKE '%\"RequestOver\"%'"
OUTCOME = (
    (
        "history",
        "case_code, seq, hash, prev_hash, move, actor, received_at, occurred_at, recorded_at, "
        "reason, flags, effects, command",
        "case_code, seq",
    ),
    ("cases", "code, state, seq, head, fields, documents, holds, changed_at, ended", "code"),
    ("duties", "*", "case_code, duty, n"),
    ("quotas", "programme, bucket, cap, used, over", "programme, bucket"),
    ("receipts", "*", "command"),
    ("requests", "*", "request"),
    ("counters", "*", "name"),
    ("outbox", "key, topic, recipient, case_code, subject, body, created_at", "key"),
    ("refusals", "DISTINCT command, actor, move, case_code, reasons", "command"),
)


def _act(
    name: str, now: str, move: str, case: str | None, expected: str = "", **given: Any
) -> Step:
    actor = given.pop("actor", "zhejiang")
    command = Command(id=f"story-{name}", actor=actor, move=move, case=case, **given)
    return Step(name, now, lambda office: perform(office, command), expected)


def _apply(name: str, now: str, unit: str, category: str = "agriculture") -> Step:
    fields = {"title": f"试点 {name}", "unit": unit, "category": category}
    return _act(name, now, "apply", None, kind="pilot", fields=fields)


def _approve(name: str, now: str, request: str, actor: str) -> Step:
    def do(office: Office) -> object:
        return approve(office, f"story-{request}", actor, via=PYTHON, reason="同意")

    return Step(name, now, do)


_TOO_MANY = "QuotaFull+UndertookBefore"
_LETTER = {"attachments": (a_letter(),)}
_EXCEPTION = {"reason": "确需", "override": ("not-undertaken-before",)}
_FACT = Occurrence(at("2026-08-20 10:00:00"), "国家系统", "回执 17")
STORY = (
    _apply("apply-a", "2026-06-01 09:00:00", UNIT),
    _act("recommend-a", "2026-06-02 09:00:00", "recommend", A, **_LETTER),
    _apply("apply-b", "2026-06-03 09:00:00", UNIT),
    _act("recommend-b", "2026-06-04 09:00:00", "recommend", B, **_LETTER),
    _apply("apply-c", "2026-06-05 09:00:00", FORMER),
    _act("too-many", "2026-06-06 09:00:00", "recommend", C, _TOO_MANY, **_LETTER),
    _act("withdraw-a", "2026-06-07 09:00:00", "withdraw", A, reason="单位放弃"),
    _act("ask-c", "2026-06-08 09:00:00", "recommend", C, **_LETTER, **_EXCEPTION),
    _approve("approve-c", "2026-06-09 09:00:00", "ask-c", "zhejiang-2"),
    _act("assign-b", "2026-08-01 09:00:00", "assign", B, actor="committee"),
    _act("record-c", "2026-09-01 09:00:00", "assign", C, actor="committee", occurrence=_FACT),
    Step("new-year", "2027-01-01 00:00:01", sweep),
    Step("december", "2027-12-01 00:00:01", sweep),
    _act("submit-late", "2027-12-05 09:00:00", "submit", f"{B}-2027"),
    _act("return", "2027-12-06 09:00:00", "return", f"{B}-2027", reason="缺附件"),
    _act("submit-again", "2027-12-07 09:00:00", "submit", f"{B}-2027"),
    _act("forward", "2027-12-08 09:00:00", "forward", f"{B}-2027"),
    _act("ask-finish", "2028-12-20 09:00:00", "finish", B, actor="committee"),
    _approve("approve-finish", "2028-12-21 09:00:00", "ask-finish", "committee-2"),
)
