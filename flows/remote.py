"""The Prefect server beside this installation, spoken to over its REST interface.

Importing Prefect's client costs seconds; starting a run needs five requests.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from config.settings import Settings
from flows.errors import BadOrder, RunFailed
from states.engines import displayed
from tasks.work import RESULT

ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
PROBE_SECONDS = 2.0
POLL_SECONDS = 1.0
WAIT_SECONDS = 900.0
BUSY_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


def auth_file(settings: Settings) -> Path:
    """Where the shared word of the scheduler is kept, readable by its owner alone."""
    return settings.var_dir / "prefect" / "auth"


def marker_file(settings: Settings) -> Path:
    """Where a running installation says which database it serves and where its scheduler is."""
    return settings.var_dir / "up.json"


def place_of(database: str) -> str:
    """Which database a marker names: its address without a password, which anybody may read. What
    is no address is said when it is opened; here it is nothing."""
    try:
        return displayed(make_url(database))
    except (ArgumentError, ValueError):
        return ""


@dataclass(frozen=True, slots=True)
class Remote:
    """A server that answers to our word."""

    client: httpx.Client

    def deployment(self, flow: str) -> str | None:
        """The id of the deployment of a flow; None if the server has none."""
        wanted = {"flows": {"name": {"any_": [flow.replace("_", "-")]}}, "limit": 1}
        found = self._post("/deployments/filter", wanted)
        return str(found[0]["id"]) if found else None

    def create(self, deployment: str, order: dict[str, Any], key: str, name: str) -> str:
        """The id of a new run; the same key again gives the first run's id."""
        body = {
            "parameters": {"order": order},
            "idempotency_key": key,
            "state": {"type": "SCHEDULED"},
            "tags": ["shidian", name],
        }
        return str(self._post(f"/deployments/{deployment}/create_flow_run", body)["id"])

    def ended(self, run: str, patience: float) -> dict[str, Any]:
        """The last state of a run. Raises RunFailed if it does not end in time."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            state = dict(self._get(f"/flow_runs/{run}").get("state") or {})
            if state.get("type") in ENDED:
                return state
            time.sleep(POLL_SECONDS)
        raise RunFailed("run-slow", run=run, seconds=int(patience))

    def result(self, run: str) -> dict[str, Any] | None:
        """The plain result that the run kept; None if it ended before."""
        wanted = {
            "artifacts": {"flow_run_id": {"any_": [run]}, "type": {"any_": [RESULT]}},
            "sort": "CREATED_DESC",
            "limit": 1,
        }
        found = self._post("/artifacts/filter", wanted)
        return dict(orjson.loads(found[0]["data"])) if found else None

    def recent(self, limit: int) -> list[dict[str, Any]]:
        """The latest runs that have begun, newest first: id, flow, state, started_at, ended_at."""
        wanted = {
            "flow_runs": {"start_time": {"is_null_": False}},
            "sort": "START_TIME_DESC",
            "limit": limit,
        }
        names = {flow["id"]: flow["name"] for flow in self._post("/flows/filter", {})}
        return [
            {
                "run": run["id"],
                "flow": names.get(run["flow_id"], run["name"]).replace("-", "_"),
                "state": run["state_name"],
                "started_at": run["start_time"],
                "ended_at": run["end_time"],
            }
            for run in self._post("/flow_runs/filter", wanted)
        ]

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", path, body)

    def _get(self, path: str) -> Any:
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self.client.request(method, path, json=body)
        for pause in BUSY_PAUSES:
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            # its SQLite was locked for a moment; our keys make asking again safe
            time.sleep(pause)
            answer = self.client.request(method, path, json=body)
        if answer.status_code in (400, 409, 422):
            raise BadOrder("server-refused", detail=answer.text[:500])
        answer.raise_for_status()
        return answer.json()


def remote(settings: Settings, database: str) -> Remote | None:
    """The server of this installation if it runs, serves this database and knows our word."""
    try:
        marker = orjson.loads(marker_file(settings).read_bytes())
        user, _, password = auth_file(settings).read_text().strip().partition(":")
    except (OSError, orjson.JSONDecodeError):
        return None
    if marker.get("database") != place_of(database) or not marker.get("scheduler"):
        return None
    client = httpx.Client(
        base_url=f"{marker['scheduler']}/api",
        auth=(user, password),
        timeout=httpx.Timeout(30.0, connect=PROBE_SECONDS),
        trust_env=False,
    )
    try:
        if client.get("/admin/version", timeout=PROBE_SECONDS).status_code == 200:
            return Remote(client)
    except httpx.HTTPError:
        pass
    client.close()
    return None
