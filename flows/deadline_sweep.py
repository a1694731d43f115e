"""Does everything that is due by now in every programme: moves, openings, overdue marks, reminders;
then sends what people are to be told.

Runs every hour, on the named days (30 June and the last day of November at 09:00) and just after
they are over (1 July and 1 December at 00:05), Asia/Shanghai. A missed run loses nothing: the next
one does it all.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import ended, this_run
from flows.orders import SWEEP_NOW, SweepOrder
from tasks.sweeps import deliver, sweep


@flow(name="deadline-sweep", description="期限巡查", flow_run_name="期限巡查 {order.occasion}")
def deadline_sweep(order: SweepOrder = SWEEP_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was moved, opened, marked and reminded, and what was sent."""
    run = this_run()
    swept = sweep(order.programme, order.until(), order.occasion, run)
    return ended("deadline_sweep", run, [swept, deliver()])
