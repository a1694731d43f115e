"""The same answers as JSON, for programs on this machine; and whether time is being kept."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from console.web.pages import Asked
from console.web.views import Site, view_of
from states import queries

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """200 while time is kept; 503 when the last sweep or the scheduler beside the console is stale,
    or the clock went back."""
    site: Site = request.app.state.site
    site.protection.check_host(request)
    found = queries.health(site.desk.office, limit=site.desk.limit)
    site.desk.sweep_if_stale(found)
    beside = getattr(request.app.state, "scheduler", None)
    scheduler = beside() if beside else None
    is_ok = found.ok and not (scheduler and scheduler.is_stale)
    shown = found.as_json() | {"ok": is_ok, "scheduler": scheduler.as_json() if scheduler else None}
    return JSONResponse(shown, status_code=200 if is_ok else 503)


@router.get("/api/inbox")
def inbox(request: Request) -> dict[str, Any]:
    """`todo --json`."""
    view = view_of(request)
    return queries.inbox(view.office, view.who, lang=view.lang).as_json()


@router.get("/api/cases")
def cases(request: Request) -> dict[str, Any]:
    """`list --json`, a page at a time."""
    asked = Asked.of(request)
    view = view_of(request, programme=asked["programme"] or None, kind=asked["kind"] or None)
    page = request.query_params.get("page")
    found = queries.cases(view.office, view.who, asked.filter(), page=page, lang=view.lang)
    return found.as_json()


@router.get("/api/cases/{code}")
def case(request: Request, code: str) -> dict[str, Any]:
    """`show --json`."""
    view = view_of(request)
    return queries.dossier(view.office, view.who, code, lang=view.lang).as_json()


@router.get("/api/cases/{code}/history")
def history(request: Request, code: str) -> list[dict[str, Any]]:
    """`history --json`."""
    view = view_of(request)
    found = queries.history(view.office, view.who, code, lang=view.lang)
    return [entry.as_json() for entry in found]


@router.get("/api/quota")
def quota(request: Request) -> list[dict[str, Any]]:
    """`quota --json`."""
    view = view_of(request)
    return [use.as_json() for use in queries.quota(view.office, view.who, lang=view.lang)]
