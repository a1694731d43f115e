"""The row of one case, within the viewer's reach."""

from typing import Any

from sqlalchemy import bindparam, select

from states.errors import UnknownCase
from states.queries.viewers import Viewer, in_reach
from states.store import Tx
from states.tables import cases

CASE = select(cases).where(cases.c.code == bindparam("code"), in_reach())


def require(tx: Tx, viewer: Viewer, code: str) -> dict[str, Any]:
    """The row of a case within the viewer's reach. Raises UnknownCase otherwise, in the same words
    for a case that does not exist and for one out of reach."""
    row = viewer.one(tx, CASE, code=code)
    if row is None:
        raise UnknownCase(case=code)
    return row
