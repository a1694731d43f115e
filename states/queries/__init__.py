"""The read side. Every function answers only with what the asking account may see (I19).

    viewer(tx, account) -> Viewer                        BadInput for an unknown or closed account
    cases(office, who, CaseFilter(...), page=None, limit=50, lang="zh") -> CasePage
    dossier(office, who, code, lang="zh") -> Dossier
    history(office, who, code, as_of=None, known_at=None, lang="zh") -> tuple[Entry, ...]
    as_of(office, who, code, at, lang="zh") -> AsOf
    inbox(office, who, limit=50, lang="zh") -> Inbox
    overdue(office, who, more_than=0, page=None, limit=50, lang="zh") -> DutyPage
    due(office, who, days=30, page=None, limit=50, lang="zh") -> DutyPage
    calendar(office, who, code, lang="zh") -> tuple[Duty, ...]     the case and its children
    quota(office, who, programme=None, lang="zh") -> tuple[QuotaUse, ...]
    log(office, who, LogFilter(...), page=None, limit=50, lang="zh") -> LogPage
    refusals(office, who, page=None, limit=50) -> RefusalPage
    board(office, who, programme=None, lang="zh") -> Board
    health(office, limit=SWEEP_LIMIT) -> Health

`who` is an account's name or a Viewer. A case outside its reach raises UnknownCase, exactly as one
that does not exist. `page` is the `next` of the page before; one that cannot be read raises
BadInput. Dates of filters are aware datetimes.

    CaseFilter(programme=None, kind=None, state=None, jurisdiction=None, category=None, text="",
               due=None | "overdue" | "7" | "30", overdue_days=None, sort="code")
               sort: code, -code, changed, -changed, due, -due
    LogFilter(case=None, actor=None, role=None, move=None, entry=None, since=None, until=None)
"""
