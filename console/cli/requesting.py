"""Requests: what waits for a second person, and to take back one's own."""

from typing import TYPE_CHECKING

from console.cli.desk import Desk, at_desk
from console.cli.options import READING, WRITING, Flag, Reading, Writing
from console.cli.showing import lifted
from console.standing import barred
from console.words.texts import say
from states.words.joining import beside, spaced

if TYPE_CHECKING:
    from states.queries.answers import Request


def requests(*, all_: Flag = False, options: Reading = READING) -> None:
    """Every request within reach that waits; with `all_` those too that are over."""
    with at_desk(options) as desk:
        from states.queries.asked import asked_for

        found = asked_for(desk.office, desk.actor, closed=all_, lang=desk.lang)
        desk.out.data([request.as_json() for request in found])
        heads = ["head.request", "head.who", "head.move", "head.code"]
        heads += ["head.title", "head.until", "head.reason"]
        rows = [_row(desk, request) for request in found]
        if all_:
            heads.append("head.status")
            rows = [(*row, _ended(desk, request)) for row, request in zip(rows, found, strict=True)]
        desk.out.table(heads, rows, empty="requests.none")
        for request in [one for one in found if one.status == "waiting"]:
            lifted(desk, request.batch or request.request, request.lifts)
        mine = sum(request.may_approve for request in found)
        if mine:
            desk.out.say("requests.mine", count=mine)


def _row(desk: Desk, request: "Request") -> tuple[str, ...]:
    what = request.move_title
    if request.to:
        what = f"{what} → {request.to} {request.order}".strip()
    what = beside(what, barred(request, desk.lang), desk.lang)
    until = desk.local(request.expires_at)
    case = request.case or ""
    name = request.batch or request.request
    title = request.case_title
    if request.case is None:
        about = request.unit or request.jurisdiction_title or request.parent
        title = beside(title, about or "", desk.lang)
    return name, request.actor_name, what, case, title, until, request.reason


def _ended(desk: Desk, request: "Request") -> str:
    status = say(f"request.{request.status}", desk.lang)
    by = f"{request.decided_by or ''} {desk.local(request.decided_at)}".strip()
    parts = [part for part in (status, by, request.decision_reason or "") if part]
    return spaced(parts, desk.lang)


def retract(request: str, /, *, options: Writing = WRITING) -> None:
    """Take back one's own waiting request."""
    with at_desk(options) as desk:
        from states.actions import retract as take_back

        take_back(desk.office, request, desk.actor, **desk.signed)
        desk.done({"request": request, "status": "withdrawn"}, "retracted", request=request)
