"""What a visitor sees when something goes wrong: a sentence and a reference, never a traceback."""

import logging
from collections.abc import Awaitable, Callable
from secrets import token_hex

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from console.web.demo import BadDay
from console.web.protection import Forged, Strange
from console.web.views import Nobody, Remote, Site, plain_writer
from states.errors import BadInput, Conflict, Refused, ShidianError, UnknownCase

_log = logging.getLogger("shidian.web")

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UnknownCase, 404),
    (Refused, 403),
    (BadInput, 400),
    (Conflict, 409),
    (ShidianError, 503),
    (BadDay, 400),
    (Forged, 403),
    (Strange, 421),
    (Remote, 403),
    (Nobody, 403),
)
KEYS: dict[type[Exception], str] = {
    Forged: "error.forgery",
    Strange: "error.host",
    Remote: "error.host",
    Nobody: "error.nobody",
    RequestValidationError: "error.400",
}

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Give every failure its page."""
    for kind, status in STATUS:
        app.add_exception_handler(kind, _handler(status))
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _handler(400))
    app.add_exception_handler(Exception, _unforeseen)


def _handler(status: int) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        return _answer(request, status, _sentence(request, error), error)

    return handle


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    key = {400: "error.400", 404: "error.404", 405: "error.405"}.get(status, "error.500")
    return _answer(request, status, plain_writer(request).t(key), error)


async def _unforeseen(request: Request, error: Exception) -> Response:
    return _answer(request, 500, plain_writer(request).t("error.500"), error)


def _sentence(request: Request, error: Exception) -> str:
    w = plain_writer(request)
    if isinstance(error, ShidianError):
        return error.message(w.lang)
    if isinstance(error, BadDay):
        return w.t("error.day", value=error.value)
    return w.t(KEYS.get(type(error), "error.500"))


def _answer(request: Request, status: int, sentence: str, error: Exception) -> Response:
    reference = token_hex(4)
    if status >= 500:
        # a fault with a sentence of its own needs no trace
        trace = None if isinstance(error, ShidianError) else error
        _log.error("%s %s: %s", reference, _harmless(request.url.path), error, exc_info=trace)
    code = error.code if isinstance(error, ShidianError) else type(error).__name__
    path = request.url.path
    if path.startswith("/api/") or path == "/health":
        shown = {"error": {"code": code, "message": sentence, "reference": reference}}
        return JSONResponse(shown, status_code=status)
    site: Site = request.app.state.site
    w = plain_writer(request)
    return site.templates.TemplateResponse(
        request,
        "error.html",
        {"w": w, "t": w.t, "lang": w.lang, "sentence": sentence, "reference": reference},
        status_code=status,
    )


def _harmless(path: str) -> str:
    """A path as a log may keep it: the address of a feed is a secret."""
    return "/feeds/…" if path.startswith("/feeds/") else path
