"""What Prefect leaves behind when its processes die: runs that would stand for ever, and the rule
that ends a run whose heartbeat stops."""

from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

from console.beside.environment import CRASHED_AFTER_SECONDS

RULE = "心跳停止即记为异常结束"
STUCK_AFTER = timedelta(minutes=3)
"""A submitted run starts within seconds; one that has not by then never will."""

_BEAT = "prefect.flow-run.heartbeat"
_ENDS = ("Completed", "Failed", "Cancelled", "Crashed")


async def end_abandoned(client: PrefectClient, older_than: timedelta = timedelta(0)) -> int:
    """End runs that were submitted or running and whose process is gone; their number.

    At a start every such run is one; later only those submitted long ago."""
    kinds = [StateType.PENDING] + ([StateType.RUNNING] if not older_than else [])
    ended = 0
    for run in await _in(client, kinds):
        if run.updated is None or datetime.now(UTC) - run.updated >= older_than:
            state: State[None] = Crashed(message="执行它的进程已不在；期限巡查会补上该办的事")
            await client.set_flow_run_state(run.id, state, force=True)
            ended += 1
    return ended


async def _in(client: PrefectClient, kinds: list[StateType]) -> list[FlowRun]:
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=kinds))
    return await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=states))


async def keep_rule(client: PrefectClient) -> None:
    """The rule that ends a run without heartbeat is there afterwards, once."""
    rule = AutomationCore(
        name=RULE,
        description="一次运行的进程若中途消失，不再有心跳，这条规则把它记为异常结束。",
        trigger=EventTrigger(
            after={_BEAT},
            expect={_BEAT, *(f"prefect.flow-run.{end}" for end in _ENDS)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=CRASHED_AFTER_SECONDS),
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="心跳停止")],
    )
    known = await client.read_automations_by_name(RULE)
    if known:
        await client.update_automation(known[0].id, rule)
    else:
        await client.create_automation(rule)
