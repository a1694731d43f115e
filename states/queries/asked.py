"""Acts that wait for a second person, within the viewer's reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from states.facts import Undertaken, Unit, units_of
from states.history import from_text, stamp
from states.queries.answers import Request
from states.queries.hindered import hindrances
from states.queries.outline import Outline, outline
from states.queries.veil import decided_since
from states.queries.viewers import Viewer, covers_account, in_reach, seen
from states.record.second_persons import SecondPersons
from states.store import Store, Tx
from states.tables import accounts, cases, requests
from states.words.entries import ANNOUNCE, Lang
from states.words.retelling import retold

if TYPE_CHECKING:
    from states.office import Office

PARTS = {
    "extend-duty": "extension",
    "pause-duty": "pause",
    "resume-duty": "pause",
    "exempt-duty": "exempt",
}
# as in states.decisions.duty_acts, whose engine a listing need not load
BALANCE = "opening-balance"
# as in states.acts.opening_balance, which reads need not load
_OF_PERSONS = {"SamePerson", "Recused", "OwnUnit"}
"""What speaks against whoever acts, and so against whoever approves."""
_deciders = accounts.alias("deciders")
_WAITS: ColumnElement[bool] = and_(
    requests.c.status == "waiting", requests.c.expires_at > bindparam("now")
)


def _asked(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *requests.c,
            accounts.c.name.label("actor_name"),
            _deciders.c.name.label("decider_name"),
            cases.c.kind.label("case_kind"),
            cases.c.title.label("case_title"),
            cases.c.state.label("case_state"),
            cases.c.ended.label("case_ended"),
            cases.c.parent.label("case_parent"),
            cases.c.jurisdiction,
            cases.c.category,
            cases.c.unit_name,
            cases.c.unit_code,
            cases.c.joint,
            decided_since(requests.c.case_code).label("decided_since"),
        )
        .select_from(
            requests.outerjoin(cases, cases.c.code == requests.c.case_code)
            .outerjoin(accounts, accounts.c.account == requests.c.actor)
            .outerjoin(_deciders, _deciders.c.account == requests.c.decided_by)
        )
        .where(
            *conditions,
            or_(
                and_(cases.c.code.is_not(None), in_reach()),
                # a new case has no row yet: its requester's reach stands for it
                and_(requests.c.case_code.is_(None), covers_account(requests.c.actor)),
            ),
        )
        .order_by(requests.c.requested_at, requests.c.request)
    )


WAITING_OF_CASE = _asked(_WAITS, requests.c.case_code == bindparam("code"))
WAITING_FOR_OTHERS = _asked(_WAITS, requests.c.actor != bindparam("viewer"))
WAITING = _asked(_WAITS)
ALL = _asked()


def asked_for(
    office: "Office", who: str | Viewer, *, closed: bool = False, lang: Lang = "zh"
) -> tuple[Request, ...]:
    """Every request that waits within the viewer's reach, oldest first; with `closed` those too
    that are over. Raises BadInput for an unknown account."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        rows = viewer.all(tx, ALL) if closed else viewer.all(tx, WAITING, now=stamp(now))
        able = _able(office, tx, viewer, rows, now, lang)
        return tuple(_by_now(request, now) for request in _with_second_persons(tx, able, now))


def _with_second_persons(
    tx: Tx, found: Iterable[tuple[Request, Outline, dict[str, Any]]], now: datetime
) -> Iterator[Request]:
    """The requests, each with whether anybody else could approve it."""
    persons: dict[str, SecondPersons] = {}
    for request, o, row in found:
        if o.key not in persons:
            persons[o.key] = SecondPersons(tx, o.key, stamp(now))
        lacks = _lacks_approver(o, request, row, persons[o.key])
        yield replace(request, lacks_approver=lacks)


def _able(
    office: "Office",
    tx: Tx,
    viewer: Viewer,
    rows: list[dict[str, Any]],
    now: datetime,
    lang: Lang,
) -> Iterator[tuple[Request, Outline, dict[str, Any]]]:
    """The requests, without the approval of those from whose move the viewer is kept away."""
    found = list(_requests(office.store, tx, viewer, rows, lang))
    ahead = [(o, one.move, row) for one, o, row in found if one.may_approve and one.case]
    refused = hindrances(office, tx, viewer, ahead, now, lang)
    for request, o, row in found:
        against = {why.code for why in refused.get((request.case or "", request.move), ())}
        able = request.may_approve and not against & _OF_PERSONS
        yield replace(request, may_approve=able), o, row


def _lacks_approver(
    o: Outline, request: Request, row: dict[str, Any], persons: SecondPersons
) -> bool:
    """Whether nobody but the one who asks could approve what waits on a case that is there."""
    if request.case is None or request.status != "waiting" or BALANCE in request.kinds:
        return False
    duty = str((from_text(row["command"]).get("fields") or {}).get("duty", ""))
    may = _may(o, row["kind"], request.move, duty)
    lead = Unit(row["unit_name"] or "", row["unit_code"] or "", "")
    units = (lead, *units_of(row["joint"]))
    case = Undertaken(request.case, o.key, row["jurisdiction"], row["category"], units)
    return persons.lacking(request.actor, [r for r in may if not o.is_read_only(r)], case)


def of_case(
    store: Store, tx: Tx, viewer: Viewer, code: str, now: datetime, lang: Lang
) -> tuple[Request, ...]:
    """The requests that wait on a case."""
    rows = viewer.all(tx, WAITING_OF_CASE, now=stamp(now), code=code)
    found = _requests(store, tx, viewer, rows, lang)
    return tuple(_with_second_persons(tx, found, now))


def to_approve(
    office: "Office", tx: Tx, viewer: Viewer, now: datetime, lang: Lang
) -> list[tuple[Request, Outline, dict[str, Any]]]:
    """The requests that the viewer could approve, with the row of each. Those of one batch come as
    one, which `approve` takes by the batch's name."""
    rows = viewer.all(tx, WAITING_FOR_OTHERS, now=stamp(now))
    found: dict[str, tuple[Request, Outline, dict[str, Any]]] = {}
    for request, o, row in _able(office, tx, viewer, rows, now, lang):
        if not request.may_approve:
            continue
        key = request.batch or request.request
        if key in found:
            first, *rest = found[key]
            lifts = tuple(dict.fromkeys((*first.lifts, *request.lifts)))
            found[key] = (replace(first, count=first.count + 1, lifts=lifts), *rest)  # type: ignore[assignment]
        else:
            found[key] = (replace(request, request=key), o, row)
    return list(found.values())


def _requests(
    store: Store, tx: Tx, viewer: Viewer, rows: list[dict[str, Any]], lang: Lang
) -> Iterator[tuple[Request, Outline, dict[str, Any]]]:
    for row in rows:
        o = outline(store, tx, row["programme"], row["programme_version"])
        command = from_text(row["command"])
        kind = row["case_kind"] or command.get("kind") or o.main_kind()
        if row["actor"] != viewer.account and _tells(o, kind, viewer, row):
            continue
        fields = command.get("fields") or {}
        if row["case_code"] is None:
            row.update(_to_be(o, kind, fields), case_parent=command.get("parent"))
        request = _request(o, kind, viewer, row, fields, lang)
        case = {"code": row["case_code"], "kind": kind}
        lifts = _lifted(row, lang) if request.is_open else ()
        yield replace(request, lifts=lifts), o, {**row, **case}


def _lifted(row: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    """The rules that an exception was asked from, each with why it speaks against the act."""
    noted = from_text(row["receipt"]).get("noted", ())
    return tuple(retold(flag, lang) for flag in noted if flag["kind"] == "overridden")


def _to_be(o: Outline, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns of a case will say that is not there yet, by the fields as they were
    given."""
    form = o.kinds.get(kind, {}).get("form", {})
    places = [fields[n] for n, f in form.items() if f.get("type") == "jurisdiction" and n in fields]
    of_type = form.get("unit", {}).get("type")
    unit = fields.get("unit") if of_type in ("organisation", "person") else None
    if isinstance(unit, str):
        from states.forms import PARTED

        unit = {"name": PARTED[of_type](unit.strip())[0]}
    return {
        "case_title": str(fields.get("title") or ""),
        "unit_name": unit["name"] if unit else None,
        "jurisdiction": str(places[-1]) if places else None,
    }


def _tells(o: Outline, kind: str, viewer: Viewer, row: dict[str, Any]) -> bool:
    """Whether a request tells the viewer of a decision that is not announced: it asks for one, or
    for what comes after one."""
    if f"{o.key}/{kind}/{row['move']}" in viewer.kept:
        return True
    since = row["decided_since"]
    return row["case_code"] in viewer.veiled and (since is None or row["requested_at"] >= since)


def _by_now(request: Request, now: datetime) -> Request:
    """Expired is expired, whether or not a sweep has said so."""
    is_over = request.status == "waiting" and request.expires_at <= stamp(now)
    return replace(request, status="expired", may_approve=False) if is_over else request


def _request(
    o: Outline, kind: str, viewer: Viewer, row: dict[str, Any], fields: dict[str, Any], lang: Lang
) -> Request:
    if row["case_code"] is None:
        roles = {r.role for r in viewer.reaches if not o.is_read_only(r.role)}
    else:
        roles = set(viewer.able_roles(o, row))
    duty = str(fields.get("duty", "")) if row["move"] in PARTS else ""
    title = o.move_title(kind, row["move"], lang)
    is_mine = row["actor"] == viewer.account
    # facts from another system are recorded by whoever may act on their cases
    may = roles if row["kind"] == BALANCE else _may(o, kind, row["move"], duty)
    is_waiting = row["status"] == "waiting"
    is_open = not (is_waiting and _has_moved_on(o, kind, row))
    return Request(
        request=row["request"],
        case=row["case_code"],
        move=row["move"],
        move_title=f"{title} · {o.duty_title(duty, lang)}" if duty else title,
        kinds=tuple(row["kind"].split(",")),
        actor=row["actor"],
        actor_name=row["actor_name"] or row["actor"],
        reason=row["reason"],
        requested_at=row["requested_at"],
        expires_at=row["expires_at"],
        may_approve=bool(roles & may) and is_waiting and is_open and not is_mine,
        case_title=row["case_title"] or "",
        to=str(fields.get("to", "")) if duty else "",
        order=str(fields.get("order", "")) if duty else "",
        batch=row["batch"],
        status=row["status"],
        decided_by=row["decider_name"] or row["decided_by"],
        decided_at=row["decided_at"],
        decision_reason=row["decision_reason"],
        unit=row["unit_name"],
        jurisdiction_title=o.place(row["jurisdiction"]),
        parent=row["case_parent"],
        is_open=is_open,
    )


def _has_moved_on(o: Outline, kind: str, row: dict[str, Any]) -> bool:
    """Whether the case has ended, or stands where the act does not start. What is decided is
    announced on an ended case as well."""
    if row["case_state"] is None or row["move"] == ANNOUNCE:
        return False
    sources = (o.move(kind, row["move"]) or {}).get("from") or (row["case_state"],)
    return bool(row["case_ended"]) or row["case_state"] not in sources


def _may(o: Outline, kind: str, move: str, duty: str) -> set[str]:
    """The roles that may do what is asked for, and so may approve it."""
    if move in PARTS:
        right = o.duty(duty).get(PARTS[move]) or {}
        return set(right.get("by", ()))
    if move == ANNOUNCE:
        return set(o.announcers(kind))
    declared = o.move(kind, move)
    return set(declared["by"]) if declared else set()
