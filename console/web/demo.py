"""The demonstration's controls: its clock, and as whom one looks. A real database has neither."""

from datetime import datetime, time
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.errors import Misuse
from console.moments import day as day_of
from console.web.protection import SELF
from console.web.views import ACCOUNT_COOKIE, View, view_of
from states import queries
from states.errors import BadInput

router = APIRouter(prefix="/demo")
MORNING = time(9)


class BadDay(Exception):
    """What was typed is no day."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


@router.post("/clock")
def move_clock(
    request: Request,
    token: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
) -> Response:
    """Move the clock forward, to the next deadline or to the morning of a day; meanwhile the
    others act and what is due happens. Raises BadInput in a real database or for a step back."""
    # its people and their habits are no part of any other page
    from console.demo import advance

    view = _checked(request, token)
    settings, zone = view.site.settings, view.frame.zone
    advance(view.office, "next" if to == "next" else _morning(to, zone), settings)
    return _back(request)


@router.post("/account")
def switch_account(
    request: Request,
    token: Annotated[str, Form()] = "",
    account: Annotated[str, Form()] = "",
) -> Response:
    """Look as another of the demonstration's accounts."""
    view = _checked(request, token)
    with view.office.store.read() as tx:
        queries.viewer(tx, account, view.office.clock.now())
    answer = _back(request)
    answer.set_cookie(ACCOUNT_COOKIE, account, httponly=True, samesite="lax")
    return answer


def _checked(request: Request, token: str) -> View:
    view = view_of(request)
    view.site.protection.check(request, token)
    if not view.is_demo:
        raise BadInput("NotADemo")
    return view


def _morning(text: str, zone: str) -> datetime:
    try:
        return datetime.combine(day_of(text, "to"), MORNING, ZoneInfo(zone))
    except Misuse as error:
        raise BadDay(text[:40]) from error


def _back(request: Request) -> Response:
    """To the page that the form stood on; only ever one of ours."""
    try:
        came = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        came = urlsplit("")
    is_own = came.netloc == request.url.netloc or request.headers.get("sec-fetch-site") in SELF
    path = came.path if is_own and came.path.startswith("/") and came.path[:2] != "//" else "/inbox"
    query = f"?{came.query}" if is_own and came.query else ""
    return RedirectResponse(path + query, status_code=303)
