"""Under the pinned versions Prefect's scheduler really plans.

With SQLAlchemy 2.1 it raised on every loop and planned nothing, while its API kept answering.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import asyncio
from prefect.server import models, schemas
from prefect.server.database import provide_database_interface


async def planned():
    db = provide_database_interface()
    await db.create_db()
    async with db.session_context(begin_transaction=True) as session:
        flow = await models.flows.create_flow(session, schemas.core.Flow(name="guard"))
        cron = schemas.schedules.CronSchedule(cron="* * * * *", timezone="Asia/Shanghai")
        schedule = schemas.core.DeploymentSchedule(schedule=cron, active=True)
        deployment = await models.deployments.create_deployment(
            session,
            schemas.core.Deployment(name="guard", flow_id=flow.id, schedules=[schedule]),
        )
        return await models.deployments.schedule_runs(session, deployment.id)


print(len(asyncio.run(planned())))
"""


@pytest.mark.prefect
def test_the_scheduler_plans_runs_under_the_pinned_versions(tmp_path: Path) -> None:
    own = {
        "PREFECT_HOME": str(tmp_path),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{tmp_path / 'guard.db'}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    kept = {name: v for name, v in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=kept | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 1
