"""Acts that wait for a second person, within the viewer's reach."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from states.history import from_text, stamp
from states.queries.answers import Request
from states.queries.outline import Outline, outline
from states.queries.viewers import Viewer, covers_account, in_reach
from states.queries.words import Lang
from states.store import Store, Tx
from states.tables import accounts, cases, requests

BALANCE = "opening-balance"
# as in states.opening_balance, which reads need not load
_WAITING = (
    select(
        *requests.c,
        accounts.c.name.label("actor_name"),
        cases.c.kind.label("case_kind"),
        cases.c.title.label("case_title"),
        cases.c.state.label("case_state"),
        cases.c.jurisdiction,
        cases.c.category,
        cases.c.unit_name,
        cases.c.unit_code,
        cases.c.joint,
    )
    .select_from(
        requests.outerjoin(cases, cases.c.code == requests.c.case_code).outerjoin(
            accounts, accounts.c.account == requests.c.actor
        )
    )
    .where(
        requests.c.status == "waiting",
        requests.c.expires_at > bindparam("now"),
        or_(
            and_(cases.c.code.is_not(None), in_reach()),
            # a new case has no row yet: its requester's reach stands for it
            and_(requests.c.case_code.is_(None), covers_account(requests.c.actor)),
        ),
    )
    .order_by(requests.c.requested_at, requests.c.request)
)
WAITING_OF_CASE = _WAITING.where(requests.c.case_code == bindparam("code"))
WAITING_FOR_OTHERS = _WAITING.where(requests.c.actor != bindparam("viewer"))


def of_case(
    store: Store, tx: Tx, viewer: Viewer, code: str, now: datetime, lang: Lang
) -> tuple[Request, ...]:
    """The requests that wait on a case."""
    rows = tx.all(WAITING_OF_CASE, viewer=viewer.account, now=stamp(now), code=code)
    return tuple(_request(*_read(store, tx, row), viewer, row, lang) for row in rows)


def to_approve(
    store: Store, tx: Tx, viewer: Viewer, now: datetime, lang: Lang
) -> list[tuple[Request, Outline, dict[str, Any]]]:
    """The requests that the viewer could approve, with the row of each."""
    found = []
    for row in tx.all(WAITING_FOR_OTHERS, viewer=viewer.account, now=stamp(now)):
        o, kind = _read(store, tx, row)
        asked = _request(o, kind, viewer, row, lang)
        if asked.may_approve:
            found.append((asked, o, {**row, "kind": kind}))
    return found


def _read(store: Store, tx: Tx, row: dict[str, Any]) -> tuple[Outline, str]:
    o = outline(store, tx, row["programme"], row["programme_version"])
    kind = row["case_kind"] or from_text(row["command"]).get("kind") or o.main_kind()
    return o, kind


def _request(o: Outline, kind: str, viewer: Viewer, row: dict[str, Any], lang: Lang) -> Request:
    move = o.move(kind, row["move"])
    if row["case_code"] is None:
        roles = {r.role for r in viewer.reaches if not o.is_read_only(r.role)}
    else:
        roles = set(viewer.able_roles(o, row))
    # facts from another system are recorded by whoever may act on their cases
    may = set(move["by"]) if move else roles if row["kind"] == BALANCE else set()
    able = bool(roles & may)
    return Request(
        request=row["request"],
        case=row["case_code"],
        move=row["move"],
        move_title=o.move_title(kind, row["move"], lang),
        kinds=tuple(row["kind"].split(",")),
        actor=row["actor"],
        actor_name=row["actor_name"] or row["actor"],
        reason=row["reason"],
        requested_at=row["requested_at"],
        expires_at=row["expires_at"],
        may_approve=able and row["actor"] != viewer.account,
    )
