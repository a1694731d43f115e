"""What waits for a second person, or did, is what was asked for; what was approved was done: I5."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import select

from states.acts.opening_balance import BALANCE, digest_of_balance, read_balance
from states.acts.requests import VALID_FOR
from states.audits.findings import Audit
from states.commands import Command, batch_of, command_from, digest_of
from states.history import instant, stamp
from states.record.stored import rows
from states.tables import cases, history, requests

_ROW = (
    *("request", "kind", "command", "programme", "programme_version", "case_code", "move"),
    *("actor", "reason", "received_at", "requested_at", "expires_at", "status", "digest"),
    *("receipt", "decided_by", "batch"),
)
_REQUESTS = (
    select(
        *(requests.c[name] for name in _ROW),
        history.c.effects,
        history.c.received_at,
        cases.c.programme,
        cases.c.programme_version,
    )
    .outerjoin(history, history.c.command == requests.c.request)
    .outerjoin(cases, cases.c.code == requests.c.case_code)
    .order_by(requests.c.request)
)


def check_requests(audit: Audit) -> None:
    """Name the requests that were changed, and those said to be approved of which nothing came."""
    for stored in rows(audit.office, audit.tx, _REQUESTS):
        row = dict(zip(_ROW, stored, strict=False))
        effects, received_at, *version = stored[len(_ROW) :]
        request, code = row["request"], None
        if not _is_as_asked(row) or not _is_of_version(row, version):
            code = "RequestChanged"
        elif row["kind"] != BALANCE and (row["status"] == "approved") != (effects is not None):
            code = "RequestNotDone" if effects is None else "RequestChanged"
        elif effects is not None:
            done = (_approver(effects), received_at)
            code = None if done == (row["decided_by"], row["received_at"]) else "RequestChanged"
        if code is not None:
            audit.add("I5", code, request, None, request=request)


def _is_as_asked(row: Mapping[str, Any]) -> bool:
    """Whether all of a row agrees that follows from the command that it keeps, from its receipt, or
    from the rest of it."""
    try:
        asked = command_from(orjson.loads(row["command"]))
        said = _follows(row, asked)
        receipt = orjson.loads(row["receipt"])
        proved = {"command": asked.id, "waiting": asked.id, "recorded_at": row["requested_at"]}
        is_proved = receipt | proved == receipt and receipt["case"] == (asked.case or "")
    except (TypeError, KeyError, ValueError):
        return False
    return is_proved and said == {name: row[name] for name in said}


def _follows(row: Mapping[str, Any], asked: Command) -> dict[str, Any]:
    received = stamp(asked.received_at) if asked.received_at else row["requested_at"]
    is_balance = row["kind"] == BALANCE
    return {
        "request": asked.id,
        "case_code": asked.case,
        "move": asked.move,
        "actor": asked.actor,
        "reason": asked.reason,
        "received_at": received,
        "expires_at": stamp(instant(row["requested_at"]) + VALID_FOR),
        "digest": digest_of_balance(read_balance(row), asked.actor)
        if is_balance
        else digest_of(asked),
        "batch": None if is_balance else batch_of(asked),
    }


def _is_of_version(row: Mapping[str, Any], version: list[Any]) -> bool:
    """Whether a request on a case names the version of that case."""
    return version[0] is None or version == [row["programme"], row["programme_version"]]


def _approver(effects: str) -> Any:
    try:
        return orjson.loads(effects)["approval"]["by"]
    except (TypeError, KeyError, orjson.JSONDecodeError):
        return None
