"""The facts of acts that nobody makes yet: read like those of a decision, but nothing is locked."""

from copy import copy
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select

from states.compiled import Compiled
from states.facts import Case, QuotaRow
from states.office import Office
from states.record.reading import Reader
from states.record.statements import Statements, among, statements
from states.store import Tx
from states.tables import cases


class Looker(Reader):
    """Facts of many commands within one reading transaction. No bucket of a quota is read: that of
    a unit which takes one for the first time would have to be opened."""

    def __init__(self, office: Office, tx: Tx, now: datetime) -> None:
        super().__init__(office, tx, now)
        self._statements = _unlocked(office.store.dialect)

    def quotas_of(self, compiled: Compiled, wanted: set[str]) -> dict[str, QuotaRow]:
        """None."""
        return {}


@lru_cache(maxsize=2)
def _unlocked(dialect: str) -> Statements:
    found = copy(statements(dialect))
    columns = [cases.c[name] for name in Case._fields]
    found.case = select(*columns).where(cases.c.code == bindparam("code"))
    found.cases = select(*columns).where(among(cases.c.code, "codes", dialect))
    found.children = select(*columns).where(among(cases.c.parent, "codes", dialect))
    found.cases, found.children = (s.order_by(cases.c.code) for s in (found.cases, found.children))
    return found
