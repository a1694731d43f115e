"""What tests of the read side look at in its answers."""

from states import queries
from states.office import Office


def codes(page: queries.CasePage) -> list[str]:
    return [row.code for row in page.rows]


def todo(office: Office, account: str) -> list[tuple[str, str | None, str, int | None]]:
    found = queries.inbox(office, account)
    return [(g.bucket, i.case, i.verb, i.days_left) for g in found.groups for i in g.items]
