"""prefect.yaml as the runner takes it: the same file, whether this machine runs it or a server."""

from pathlib import Path
from typing import Any

from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import construct_schedule
from prefect.deployments.runner import RunnerDeployment
from ruamel.yaml import YAML

_SHAPES = ("cron", "rrule", "interval", "anchor_date", "timezone")


def read(path: Path) -> list[RunnerDeployment]:
    """The deployments that the file declares, in its order.

    Raises ValueError for a schedule that Prefect does not take."""
    declared = YAML(typ="safe").load(path.read_text("utf-8"))
    return [_deployment(one) for one in declared["deployments"]]


def _deployment(one: dict[str, Any]) -> RunnerDeployment:
    limit = one.get("concurrency_limit")
    return RunnerDeployment.from_entrypoint(
        one["entrypoint"],
        name=one["name"],
        description=one.get("description"),
        tags=one.get("tags"),
        parameters=one.get("parameters"),
        concurrency_limit=ConcurrencyLimitConfig(**limit) if limit else None,
        schedules=[_schedule(each) for each in one.get("schedules") or ()],
    )


def _schedule(each: dict[str, Any]) -> DeploymentScheduleCreate:
    shape = {name: each[name] for name in _SHAPES if name in each}
    return DeploymentScheduleCreate(
        schedule=construct_schedule(**shape),
        slug=each["slug"],
        active=each.get("active", True),
        parameters=each.get("parameters") or {},
    )
