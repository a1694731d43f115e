"""Starting a flow by its name, with or without a Prefect server; not a flow itself.

With a server beside this installation the run is a flow run of the flow's deployment; without one
the same work is done in this process, without Prefect. Either way the caller gets the plain result,
and the history carries the run's id.
"""

import hashlib
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Literal
from uuid import uuid4

import httpx
import orjson
from pydantic import BaseModel, ValidationError

from config.settings import load_settings
from flows.errors import BadOrder, RunFailed
from flows.orders import (
    CheckOrder,
    NamedOrder,
    ReleasingOrder,
    RoundOrder,
    SweepOrder,
    batch_of,
)
from flows.remote import WAIT_SECONDS, Remote, remote
from flows.texts import about
from states.office import Office
from states.words.joining import Unsaid, apart, headed, later
from tasks import work

Where = Literal["auto", "server", "here"]
Result = dict[str, Any]

ORDERS: Mapping[str, type[BaseModel]] = {
    "recommendation_round": RoundOrder,
    "review_round": RoundOrder,
    "assignment_round": ReleasingOrder,
    "annual_round": RoundOrder,
    "self_evaluation_round": RoundOrder,
    "publicity_round": ReleasingOrder,
    "declared_round": NamedOrder,
    "deadline_sweep": SweepOrder,
    "history_check": CheckOrder,
}
"""Each flow and the model of its one parameter."""

LOCAL = "local-"
"""How the id of a run without a server begins; the flow's name follows."""


def start(
    flow: str,
    *,
    key: str | None = None,
    where: Where = "auto",
    database: str | None = None,
    patience: float = WAIT_SECONDS,
    **params: Any,
) -> Result:
    """Run a flow to its end and return its plain result: `flow`, `run`, `where`, `reports`.

    `flow` is named with underscores or hyphens; `params` fill its one model. The same `key` with
    the same parameters is the same run, and never another one. A server counts only if it serves
    the same database. Raises BadOrder (unknown flow or parameter), RunFailed (the run did not
    complete), or what states raises."""
    name = flow.replace("-", "_")
    order = ordered(name, params)
    url = database or load_settings().database_url
    server = remote(load_settings(), url) if where != "here" else None
    if server is None and where == "server":
        raise RunFailed("no-server")
    if server is not None:
        with closing(server.client):
            if deployment := server.deployment(name):
                return _there(server, deployment, name, order, key, patience)
    return _here(name, order, f"{LOCAL}{name}-{key or uuid4()}", url)


def ordered(name: str, params: Mapping[str, Any]) -> BaseModel:
    """The order of a flow. Raises BadOrder naming what is wrong with each parameter."""
    model = ORDERS.get(name)
    if model is None:
        raise BadOrder("unknown-flow", flow=name, known=list(ORDERS))
    try:
        return model.model_validate(dict(params))
    except ValidationError as error:
        detail = later(apart, [_complaint(one, model) for one in error.errors()])
        raise BadOrder("bad-order", detail=detail) from None


def _complaint(one: Any, model: type[BaseModel]) -> Unsaid:
    name = ".".join(str(part) for part in one["loc"])
    key = _WRONG.get(one["type"])
    if key is None:
        return later(headed, name, one["msg"])
    return later(about, key, name, list(model.model_fields))


_WRONG = {
    "extra_forbidden": "order.unknown",
    "missing": "order.missing",
    "datetime_from_date_parsing": "order.instant",
    "datetime_parsing": "order.instant",
    "date_from_datetime_parsing": "order.instant",
    "date_parsing": "order.instant",
    "bool_parsing": "order.yes-no",
    "string_type": "order.text",
}
"""What our own words say better than the checker's."""


def _there(
    server: Remote, deployment: str, name: str, order: BaseModel, key: str | None, patience: float
) -> Result:
    body = order.model_dump(mode="json")
    run = ""
    try:
        run = server.create(deployment, body, _own_key(name, body, key), name)
        state = server.ended(run, patience)
        result = server.result(run)
    except httpx.HTTPError as error:
        raise RunFailed("server-lost", run=run or "—", detail=str(error)) from error
    if result is None:
        why = {"run": run, "state": state.get("name"), "detail": state.get("message") or ""}
        raise RunFailed("run-failed", **why)
    return {**result, "where": "server"}


def _own_key(name: str, body: Mapping[str, Any], key: str | None) -> str:
    """A key that differs when the parameters do: Prefect's own returns the first run whatever they
    are, silently."""
    text = orjson.dumps([name, body, key or str(uuid4())], option=orjson.OPT_SORT_KEYS)
    return f"shidian-{hashlib.sha256(text).hexdigest()}"


def _round(office: Office, name: str, order: Any, run: str) -> list[Result]:
    known = work.programmes_with(office, name, order.programme)
    release = batch_of(order, known)
    if release and isinstance(order, ReleasingOrder) and order.dry_run:
        return [work.release_tried(office, name, known[0], release, run)]
    return work.rounds_done(office, name, known, order.until(), release, run)


def _reports(office: Office, name: str, order: Any, run: str) -> list[Result]:
    if name == "deadline_sweep":
        swept = work.swept(office, order.programme, order.until(), order.occasion, run)
        return [swept, work.delivered(office)]
    if name == "history_check":
        return [work.history_checked(office)]
    return _round(office, order.round if name == "declared_round" else name, order, run)


def _here(name: str, order: BaseModel, run: str, database: str) -> Result:
    with work.opened(database) as office:
        reports = _reports(office, name, order, run)
    return {"flow": name, "run": run, "where": "here", "reports": reports}
