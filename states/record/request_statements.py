"""The fixed statements about requests, built once for each dialect."""

from functools import lru_cache

from sqlalchemy import bindparam, select, update

from states.record.statements import among
from states.tables import requests


class RequestStatements:
    """Statements on acts that wait for a second person."""

    def __init__(self, dialect: str) -> None:
        self.asked_before = select(
            requests.c.request,
            requests.c.actor,
            requests.c.case_code,
            requests.c.move,
            requests.c.command,
            requests.c.received_at,
        ).where(
            among(requests.c.case_code, "codes", dialect),
            requests.c.status == "waiting",
            requests.c.expires_at > bindparam("now"),
        )
        self.request = (
            select(requests).where(requests.c.request == bindparam("request")).with_for_update()
        )
        # a reading transaction may not lock what others are changing
        self.known = select(requests).where(requests.c.request == bindparam("request"))
        self.requests = (
            select(requests)
            .where(among(requests.c.request, "requests", dialect))
            .order_by(requests.c.request)
            .with_for_update()
        )
        self.requests_of_batch = (
            select(requests)
            .where(requests.c.batch == bindparam("request"))
            .order_by(requests.c.request)
        )
        self.decide_request = (
            update(requests)
            .where(requests.c.request == bindparam("in_request"), requests.c.status == "waiting")
            .values(
                status=bindparam("status"),
                decided_by=bindparam("decided_by"),
                decided_at=bindparam("decided_at"),
                decision_reason=bindparam("decision_reason"),
            )
        )


@lru_cache(maxsize=2)
def request_statements(dialect: str) -> RequestStatements:
    """The statements of a dialect."""
    return RequestStatements(dialect)
