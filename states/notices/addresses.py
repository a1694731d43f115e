"""Where an account wants its notices: mail, or a group robot. An address may hold a secret, so it
stays in its own table: history, logs and answers name it only in its masked form."""

from urllib.parse import parse_qs, urlsplit

from sqlalchemy import bindparam, insert, select, update

from states.accounts import manager_over, reach_of
from states.acts.refused import refusals_kept
from states.commands import Via
from states.errors import BadInput
from states.history import instant
from states.ledger import Event, note
from states.office import Office
from states.record.reading import Reader
from states.tables import addresses
from states.words.titles import NONE

MAIL = "mailto"
SERVED = {
    "mailto": "邮件",
    "mailtos": "邮件",
    "wecombot": "企业微信",
    "dingtalk": "钉钉",
    "feishu": "飞书",
    "lark": "飞书",
    "json": "接口",
    "jsons": "接口",
    "file": "文件",
}
"""The kinds of addresses, and what people call them."""
_OF_NOBODY = ("file",)
_NEW = insert(addresses).values(
    {name: bindparam(name) for name in ("account", "address", "shown", "added_at")}
)
_OPEN = select(addresses).where(
    addresses.c.account == bindparam("account"), addresses.c.closed_at.is_(None)
)
_CLOSE = (
    update(addresses)
    .where(addresses.c.id == bindparam("in_id"))
    .values(closed_at=bindparam("closed_at"))
)


def masked(address: str) -> str:
    """An address as it may be shown: which kind, and so much that its owner knows it again.

    Raises BadInput for one of a kind that is not served."""
    kind, colon, rest = address.partition(":")
    name = SERVED.get(kind.lower())
    if not colon or name is None:
        raise BadInput("BadAddress", known=[f"{known}:" for known in SERVED])
    if is_plain_mail(address):
        user, at, host = rest.strip("/").rpartition("@")
        if not at or not user or not host or any(c in rest for c in " /?#:,\r\n"):
            raise BadInput("BadMailAddress")
        return f"{name} {user[:1]}***@{host}"
    return f"{name} {_host(address, kind.lower())}".strip()


def is_plain_mail(address: str) -> bool:
    """Whether it is just somebody's mail address, sent to by the mail server of the settings."""
    return address.startswith(f"{MAIL}:") and not address.startswith(f"{MAIL}://")


def _host(address: str, kind: str) -> str:
    """The part of an address that is no secret: robots have only a secret, servers a name."""
    if kind in _OF_NOBODY:
        return ""
    if kind in ("wecombot", "dingtalk", "feishu", "lark"):
        return "***"
    try:
        parts = urlsplit(address)
        to = parse_qs(parts.query).get("to", [""])[0]
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise BadInput("BadAddress", known=[f"{known}:" for known in SERVED]) from None
    user, at, host = to.partition("@")
    whom = f"{user[:1]}***@{host} " if at else ""
    return f"{whom}{parts.hostname or ''}{port}"


def set_address(
    office: Office,
    account: str,
    address: str,
    *,
    by: str,
    via: Via,
    remove: bool = False,
    dry_run: bool = False,
) -> str:
    """Add an address to an account, or close one (`remove`; it may be named by its masked form).
    Everybody may for himself; for others those who may give them roles. The masked form is
    returned, and it alone is recorded.

    Raises BadInput for an address that is none or an unknown account, Refused (recorded)."""
    shown = address if remove else masked(address)
    with (
        refusals_kept(office, "address", actor=by, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        now = office.recorded_at(tx)
        theirs = Reader(office, tx, instant(now)).account(account)
        compiled = office.current(tx)
        grant = None if by == account else manager_over(office, tx, compiled, by, theirs)
        there = tx.all(_OPEN, account=account)
        same = [row for row in there if address in (row["address"], row["shown"])]
        if remove:
            if not same:
                known = [row["shown"] for row in there] or NONE
                raise BadInput("NoSuchAddress", account=account, known=known)
            shown = same[0]["shown"]
            tx.run(_CLOSE, in_id=same[0]["id"], closed_at=now)
        elif not same:
            tx.run(_NEW, account=account, address=address, shown=shown, added_at=now)
        reach = reach_of(theirs, compiled.key)
        event = Event("address", {"account": account, "address": shown, "removed": remove, **reach})
        note(office, tx, compiled, [event], actor=by, via=via, grant=grant)
    return shown
