"""What the scheduler's process gets to see: its own home, database, word and address under var/."""

import os
import secrets
from pathlib import Path

from config.settings import CHECKOUT, Settings
from flows.remote import auth_file

HEARTBEAT_SECONDS = 30
CRASHED_AFTER_SECONDS = 120
"""At least three heartbeats: with less, live runs were marked as crashed."""


def home(settings: Settings) -> Path:
    """Where Prefect keeps everything; losing it loses run logs and nothing else."""
    return settings.var_dir / "prefect"


def address(settings: Settings) -> str:
    """Where its pages and its interface are; this machine only."""
    return f"http://127.0.0.1:{settings.prefect_port}"


def log_file(settings: Settings) -> Path:
    """Where the scheduler's process writes."""
    return settings.var_dir / "logs" / "prefect.log"


def database_file(settings: Settings) -> Path:
    """Prefect's own database; ours is another."""
    return home(settings) / "prefect.db"


def template_file(version: str) -> Path:
    """A migrated empty database of a version of Prefect, shared by all that start from here."""
    return CHECKOUT / "var" / "cache" / f"prefect-{version}.db"


def word(settings: Settings) -> str:
    """The shared word of server and runs; made once, readable by its owner alone."""
    path = auth_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return path.read_text().strip()
    made = f"shidian:{secrets.token_urlsafe(32)}"
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


def variables(settings: Settings) -> dict[str, str]:
    """The environment of the scheduler's process and of the flow runs that it starts.

    Nothing of a user's own Prefect setting comes through."""
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("PREFECT_")}
    return inherited | _ours(settings) | _prefects(settings)


def _ours(settings: Settings) -> dict[str, str]:
    return {
        "SHIDIAN_VAR_DIR": str(settings.var_dir),
        "SHIDIAN_DATABASE_URL": settings.database_url,
        "SHIDIAN_PREFECT_PORT": str(settings.prefect_port),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUTF8": "1",
    }


def _prefects(settings: Settings) -> dict[str, str]:
    api, secret = f"{address(settings)}/api", word(settings)
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(home(settings)),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database_file(settings)}",
        "PREFECT_API_URL": api,
        "PREFECT_UI_API_URL": api,
        "PREFECT_UI_STATIC_DIRECTORY": str(home(settings) / "ui"),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(settings.prefect_port),
        "PREFECT_SERVER_API_AUTH_STRING": secret,
        "PREFECT_API_AUTH_STRING": secret,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": address(settings),
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        # few runs are made ahead, so few are late after a stop; a year ahead, so that the named
        # days can be seen
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "3",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": "P400D",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        "PREFECT_RUNNER_POLL_FREQUENCY": "5",
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
        "PREFECT_SHOW_SPLASH": "false",
    }
