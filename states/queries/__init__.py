"""The read side. Every function answers only with what the asking account may see (I19).

    viewer(tx, account, now) -> Viewer                   BadInput for an unknown or closed account
    cases(office, who, CaseFilter(...), page=None, limit=50, lang="zh") -> CasePage
    dossier(office, who, code, lang="zh") -> Dossier
    history(office, who, code, as_of=None, known_at=None, lang="zh") -> tuple[Entry, ...]
    as_of(office, who, code, at, lang="zh") -> AsOf
    inbox(office, who, limit=50, lang="zh") -> Inbox
    overdue(office, who, more_than=0, page=None, limit=50, lang="zh") -> DutyPage
    due(office, who, days=30, page=None, limit=50, lang="zh") -> DutyPage
    calendar(office, who, code, lang="zh") -> tuple[Duty, ...]     the case and its children
    deadlines(office, who, year=None, lang="zh") -> Deadlines      every rule and its days
    subscribed(office, who, lang="zh") -> tuple[Entry, ...]        as a calendar file has them
    quota(office, who, programme=None, jurisdiction=None, lang="zh") -> tuple[QuotaUse, ...]
    log(office, who, LogFilter(...), page=None, limit=50, lang="zh") -> LogPage
    refusals(office, who, page=None, limit=50) -> RefusalPage
    board(office, who, programme=None, lang="zh") -> Board
    health(office, limit=SWEEP_LIMIT) -> Health
    frame(office, who, programme=None, kind=None, lang="zh") -> Frame
    next_instant(office, lang="zh") -> Upcoming | None     where a demonstration's clock may go
    asked_for(office, who, closed=False, lang="zh") -> tuple[Request, ...]
    people(office) -> tuple[AccountRow, ...]

`who` is an account's name or a Viewer. Every statement goes through `Viewer.all` or `Viewer.one`:
they bound it to the roles held now, and keep from the viewer what is not announced yet. A case
outside its reach raises UnknownCase, exactly as one
that does not exist. `page` is the `next` of the page before; one that cannot be read raises
BadInput. Instants of filters are aware.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from states.queries.everything import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        # one answer needs one module: the others are loaded once somebody asks for them here
        if name.startswith("_") or find_spec(f"{__name__}.{name}") is not None:
            raise AttributeError(name)
        from states.queries import everything

        return getattr(everything, name)
