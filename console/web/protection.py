"""What every answer carries and every unsafe request must prove."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response

SELF = ("same-origin", "none")
CSRF_COOKIE = "shidian_page"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_NAME = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._~-]+)(:[0-9]{1,5})?")

Next = Callable[[Request], Awaitable[Response]]


class Forged(Exception):
    """An unsafe request that does not come from a page of ours."""


class Strange(Exception):
    """A request under a name that is not this machine's: a page elsewhere may be behind it."""


class Protection:
    """The secret of one process, with which its forms are signed."""

    def __init__(self, hosts: tuple[str, ...] = LOOPBACK) -> None:
        self.hosts = hosts
        self._secret = secrets.token_bytes(32)

    def check_host(self, request: Request) -> None:
        """Raises Strange unless the request names this machine as the server was told to be
        called."""
        # a name that cannot be read is passed over for the server's own
        named = request.headers.get("host")
        is_readable = named is None or _NAME.fullmatch(named)
        if not is_readable or (request.url.hostname or "") not in self.hosts:
            raise Strange

    def visitor(self, request: Request) -> str:
        """The random value of this browser's cookie; a new one if it has none."""
        return request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)

    def token(self, visitor: str) -> str:
        """What a form of this browser must send back."""
        return hmac.new(self._secret, visitor.encode(), hashlib.sha256).hexdigest()

    def check(self, request: Request, token: str) -> None:
        """Raises Forged unless the request comes from one of our pages in this browser."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site")
        if origin is None and site is None:
            raise Forged
        if origin is not None and not _is_own(origin, request):
            raise Forged
        if site is not None and site not in SELF:
            raise Forged
        visitor = request.cookies.get(CSRF_COOKIE, "")
        wanted = self.token(visitor).encode()
        if not visitor or not hmac.compare_digest(wanted, token.encode("utf-8", "replace")):
            raise Forged


def _is_own(origin: str, request: Request) -> bool:
    try:
        sent = urlsplit(origin)
    except ValueError:
        return False
    return (sent.scheme, sent.netloc) == (request.url.scheme, request.url.netloc)


async def add_headers(request: Request, call_next: Next) -> Response:
    """Every answer carries the headers; only files that never change may be kept."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
