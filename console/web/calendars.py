"""期限: the page of deadlines, calendars to download, and the feed that programs follow."""

import hashlib
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from console.web.marks import Mark, marks_of
from console.web.views import Site, View, lang_of, view_of
from console.words.web import text
from states import queries
from states.office import Office
from states.store import ALL_FACTS

router = APIRouter()
CALENDAR = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)
ALARMS = 5
FAR = 365


@router.get("/deadlines")
def page(request: Request) -> Response:
    """Every deadline of a year by its rule."""
    view = view_of(request)
    found = queries.deadlines(view.office, view.who, year=_year(request), lang=view.lang)
    marks: tuple[Mark, ...] = marks_of(found)
    today = _place(found.today, found.year)
    return view.page("deadlines.html", here="deadlines", found=found, marks=marks, today=today)


@router.get("/deadlines.ics")
def download(request: Request) -> Response:
    """The same as a calendar file."""
    view = view_of(request)
    entries = queries.subscribed(view.office, view.who, lang=view.lang)
    return _file(request, view.office, entries, view.frame.programme_title, "deadlines.ics")


@router.get("/pilots/{code}/calendar.ics")
def of_case(request: Request, code: str) -> Response:
    """The duties of one case as a calendar file."""
    view: View = view_of(request)
    from states.queries.calendars import entries

    owed = queries.calendar(view.office, view.who, code, lang=view.lang)
    return _file(request, view.office, entries(view.office, owed), code, "calendar.ics")


@router.api_route("/feeds/{token}.ics", methods=["GET", "HEAD"])
def feed(request: Request, token: str) -> Response:
    """The calendar of the account whose secret this is. Nobody logs in: who has the address has the
    calendar, from any machine that reaches the server."""
    from states.notices.feeds import account_of

    site: Site = request.app.state.site
    office = site.desk.office
    account = account_of(office, token)
    if account is None:
        raise HTTPException(404)
    entries = queries.subscribed(office, account, lang=lang_of(request))
    return _file(request, office, entries, account, "shidian.ics")


def _file(request: Request, office: Office, entries: Any, name: str, file: str) -> Response:
    from console.exports.calendars import as_ics

    with office.store.read() as tx:
        facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    lang = lang_of(request)
    mark = "" if office.kind == "real" else f"【{text(f'{office.kind}.mark', lang)}】"
    body = as_ics(
        entries,
        f"{mark}{text('brand', lang)} · {name}",
        office=facts["office"],
        alarms=_alarms(request),
        refresh=REFRESH,
        lang=lang,
    )
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = [
        part.strip().removeprefix("W/")
        for part in request.headers.get("if-none-match", "").split(",")
    ]
    if tag in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return Response(body, media_type=CALENDAR, headers=headers)


def _alarms(request: Request) -> list[int]:
    """`?alarm=7&alarm=1`: so many days before; what is no such number is left out."""
    given = [text for value in request.query_params.getlist("alarm") for text in value.split(",")]
    days = [int(t) for t in given if t.isascii() and t.isdecimal() and len(t) < 4]
    return [day for day in days if 1 <= day <= FAR][:ALARMS]


def _year(request: Request) -> int | None:
    given = request.query_params.get("year", "")
    is_year = given.isascii() and given.isdecimal() and 2000 <= int(given[:5]) <= 2300
    return int(given) if is_year else None


def _place(on: str, year: int) -> int | None:
    """How many days of the year have gone by before a day; None if it lies in another year."""
    day = date.fromisoformat(on)
    return day.timetuple().tm_yday - 1 if day.year == year else None
