"""What the scheduler has planned: the proof that it really plans, not only answers."""

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort


async def next_run(client: PrefectClient) -> str | None:
    """When the next planned run is due, as an ISO text; None if none is planned."""
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    found = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=states),
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
        limit=1,
    )
    at = found[0].next_scheduled_start_time if found else None
    return at.isoformat() if at else None
