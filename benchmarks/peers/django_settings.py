"""The settings of the peers on Django: the durability and locking that shidian asks for."""

from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings


def configure(url: str, *apps: str) -> None:
    """Set Django up over one database."""
    settings.configure(
        DATABASES={"default": _database(url)},
        INSTALLED_APPS=list(apps),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="benchmark",
    )
    django.setup()


def _database(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        }
        name = url.removeprefix("sqlite:///")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": parts.username,
        "HOST": parts.hostname,
        "PORT": parts.port,
    }
