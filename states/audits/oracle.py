"""The oracle: every invariant, checked from SQL.

`shidian audit verify` and the end of every fault test are this one function.
"""

from typing import Any

from states.audits.birthright import check_birthright
from states.audits.calendars import check_years
from states.audits.case_fold import CaseFold
from states.audits.findings import Audit
from states.audits.internal_days import check_internal_days
from states.audits.people import check_people
from states.audits.quota_fold import count_quotas
from states.audits.set_checks import between_tables
from states.audits.violations import Violation
from states.keeping.checkpoints import against_own
from states.office import Office
from states.record.stored import (
    CASES_PAGE,
    DUTIES_BETWEEN,
    ENTRIES_BETWEEN,
    HIDDEN_BETWEEN,
    KEPT_BETWEEN,
    NOTICES_BETWEEN,
    SHOWN_BETWEEN,
    rows,
)
from states.store import Tx
from states.tables import cases, duties, unannounced_cases

PAGE = 1000
_CASE_COLUMNS = [column.name for column in cases.columns]
_DUTY_COLUMNS = [column.name for column in duties.columns]
_KEPT_COLUMNS = [column.name for column in unannounced_cases.columns]


def check(office: Office, tx: Tx | None = None) -> list[Violation]:
    """Everything that does not hold, by case and entry; empty if all does. Also compares with the
    newest checkpoint that the database keeps. Reads one snapshot and changes nothing; memory grows
    with the findings, not with the history.

    Raises a Fault if the database itself cannot be read."""
    if tx is not None:
        return _checked(office, tx)
    with office.store.read() as reading:
        return _checked(office, reading)


def _checked(office: Office, tx: Tx) -> list[Violation]:
    audit = Audit.of(office, tx)
    _cases(audit)
    check_years(audit)
    count_quotas(audit)
    between_tables(audit)
    check_birthright(audit)
    check_people(audit)
    check_internal_days(audit)
    audit.found += against_own(office, tx)
    return sorted(audit.found, key=lambda v: (v.subject, v.seq or 0, v.invariant, v.code))


def _cases(audit: Audit) -> None:
    after = ""
    while page := _page(audit, after):
        upto = next(reversed(page))
        _fold(audit, page, {"after": after, "upto": upto})
        after = upto


def _page(audit: Audit, after: str) -> dict[str, dict[str, Any]]:
    found = rows(audit.office, audit.tx, CASES_PAGE, after=after, count=PAGE)
    return {row[0]: dict(zip(_CASE_COLUMNS, row, strict=True)) for row in found}


def _fold(audit: Audit, page: dict[str, dict[str, Any]], limits: dict[str, str]) -> None:
    office, tx = audit.office, audit.tx
    owed: dict[str, list[dict[str, Any]]] = {}
    for row in rows(office, tx, DUTIES_BETWEEN, **limits):
        owed.setdefault(row[0], []).append(dict(zip(_DUTY_COLUMNS, row, strict=True)))
    audit.notices = {key for (key,) in rows(office, tx, NOTICES_BETWEEN, **limits)}
    kept = rows(office, tx, KEPT_BETWEEN, **limits)
    audit.unannounced = {row[0]: dict(zip(_KEPT_COLUMNS, row, strict=True)) for row in kept}
    audit.hidden, audit.shown = {}, {}
    for code, seq, root in rows(office, tx, HIDDEN_BETWEEN, **limits):
        audit.hidden.setdefault(code, {})[seq] = root
    for code, seq, root, state in rows(office, tx, SHOWN_BETWEEN, **limits):
        audit.shown.setdefault(code, {})[seq] = root, state
    fold: CaseFold | None = None
    for row in rows(office, tx, ENTRIES_BETWEEN, **limits):
        if fold is None or row[0] != fold.code:
            if fold is not None:
                fold.close(owed.get(fold.code, []))
            # a history without its case is named by the checks between tables
            case = page.pop(row[0], None)
            fold = CaseFold(audit, case) if case else None
        if fold is not None:
            fold.add(row)
    if fold is not None:
        fold.close(owed.get(fold.code, []))
    for code, case in page.items():
        CaseFold(audit, case).close(owed.get(code, []))
