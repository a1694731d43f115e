"""Somebody who opens the pages."""

import re
from typing import Any

from fastapi.testclient import TestClient

from config.settings import Settings
from console.web.app import create_app
from states.office import Office

PAGES = ("/inbox", "/pilots", "/deadlines", "/outbox")


def a_client(office: Office, account: str | None = "hangzhou", **more: Any) -> TestClient:
    """A browser of this machine, as an account; it follows no redirection."""
    app = create_app(Settings(account=account), opening=lambda: office)
    here = {"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 50000), **more}
    return TestClient(app, follow_redirects=False, **here)


def token_in(page: str) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def own(path: str = "/inbox") -> dict[str, str]:
    """The headers that a browser sends with a form of our own page."""
    return {"origin": "http://127.0.0.1", "referer": f"http://127.0.0.1{path}"}
