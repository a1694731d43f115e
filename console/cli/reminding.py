"""Notices: what will go to whom, what went out, and where to."""

import sys
from typing import TYPE_CHECKING, Any

from console import places
from console.cli.desk import Desk, at_desk
from console.cli.options import READING, WRITING, Flag, Reading, Writing
from console.cli.parsing import count
from console.errors import Misuse
from console.moments import day as read_day
from console.printing import Out
from console.words.texts import say
from states.words.joining import listed

if TYPE_CHECKING:
    from states.notices.deliveries import Rules
    from states.notices.foreseen import Foreseen
    from states.queries.messages import ItemShown, MessageShown


MOST_DAYS = 366


def remind(
    *,
    preview: Flag = False,
    days: int = 7,
    as_of: str | None = None,
    options: Reading = READING,
) -> None:
    """Put what is due into the outbox and send it, or only show what would go out."""
    with at_desk(options) as desk:
        within = count(days, "--days", 0, MOST_DAYS)
        if not preview and as_of is None:
            _remind(desk)
            return
        from states.notices.foreseen import foreseen
        from states.queries.told import visible_accounts
        from states.queries.viewers import viewer

        on = read_day(as_of, "--as-of") if as_of else None
        if on is not None:
            today = desk.office.clock.now().astimezone(desk.zone).date()
            if not 0 <= (within := (on - today).days) <= MOST_DAYS:
                raise Misuse("NotForeseen", value=as_of, today=today, days=MOST_DAYS)
        with desk.office.store.read() as tx:
            shown = visible_accounts(tx, viewer(tx, desk.actor, desk.office.clock.now()))
        found = [
            one
            for one in foreseen(desk.office, rules(desk), within)
            if one.message.account in shown
            and (on is None or one.at.astimezone(desk.zone).date() == on)
        ]
        desk.out.data([_as_json(desk, one) for one in found])
        _tell_foreseen(desk, found)


def _remind(desk: Desk) -> None:
    from states.duties import remind_all

    reminded = remind_all(desk.office)
    sent = deliver(desk)
    desk.out.data({"reminded": reminded, "delivery": sent})
    desk.out.say("remind.done", count=reminded)
    tell_delivery(desk.out, sent)


def rules(desk: Desk) -> "Rules":
    """When it is quiet here, and what stands around a message."""
    from states.notices.deliveries import rules_of

    return rules_of(desk.office, places.settings())


def deliver(desk: Desk) -> dict[str, Any]:
    """Send whatever may go now."""
    from tasks.work import delivered

    found = delivered(desk.office, places.settings())
    return {name: value for name, value in found.items() if name not in ("kind", "part")}


def tell_delivery(out: Out, found: dict[str, Any]) -> None:
    """What a delivery did, and where something did not arrive."""
    counts = {name: found[name] for name in ("sent", "failed", "dropped")}
    if any(counts.values()):
        out.say("delivery.done", **counts)
    for error in found["errors"]:
        out.note("delivery.failed", error=error)
    if found["errors"]:
        out.note("delivery.again")


def _as_json(desk: Desk, one: "Foreseen") -> dict[str, Any]:
    from states.queries.messages import items_of

    return {
        "at": one.at.astimezone(desk.zone).isoformat(),
        "account": one.message.account,
        "channel": _channels(desk)(one.message.account),
        "subject": one.subject,
        "body": one.body,
        "items": [item.as_json() for item in items_of(one.message)],
    }


def _channels(desk: Desk) -> Any:
    from states.notices.deliveries import FILE, addresses_of

    with desk.office.store.read() as tx:
        homes = addresses_of(desk.office, tx)
    return lambda account: (
        listed([home["shown"] for home in homes.get(account, ()) if home], desk.lang) or FILE
    )


def _tell_foreseen(desk: Desk, found: list["Foreseen"]) -> None:
    from states.queries.messages import items_of

    channel = _channels(desk)
    for one in found:
        where = _channel(channel(one.message.account), desk.lang)
        desk.out.say("remind.head", at=desk.at(one.at), account=one.message.account, channel=where)
        _rules(desk, items_of(one.message))
        desk.out.line(f"  {say('outbox.subject', desk.lang)}{one.subject}")
        desk.out.lines(f"  | {line}" for line in one.body.splitlines())
        desk.out.line()
    desk.out.say("remind.total" if found else "remind.none", count=len(found))


def _channel(shown: str, lang: str) -> str:
    return say("channel.file", lang) if shown == "file" else shown


def _rules(desk: Desk, items: "tuple[ItemShown, ...]") -> None:
    for item in items:
        desk.out.line(f"  {item.case or ''}  {item.subject}  ← {item.rule or '—'}")


def outbox(
    key: str | None = None,
    /,
    *,
    standing: str | None = None,
    limit: int = 50,
    options: Reading = READING,
) -> None:
    """What waits, what went out, what did not arrive; one message with its text."""
    from states.queries.messages import STANDINGS, message, messages

    known = {say(f"standing.{name}", lang): name for name in STANDINGS for lang in ("zh", "en")}
    chosen = known.get(standing or "", standing)
    if chosen is not None and chosen not in STANDINGS:
        given = {"option": "--standing", "value": standing, "meant": ""}
        raise Misuse("NotAChoice", **given, known=STANDINGS)
    with at_desk(options) as desk:
        if key is not None:
            one = message(desk.office, desk.actor, key)
            desk.out.data(one.as_json())
            _tell_one(desk, one)
            return
        most = count(limit, "--limit", 1, 500)
        asked = desk.office, desk.actor, rules(desk)
        found = messages(*asked, standing=chosen, limit=most, lang=desk.lang)
        desk.out.data([one.as_json() for one in found])
        _tell_list(desk, found)


def _tell_list(desk: Desk, found: "tuple[MessageShown, ...]") -> None:
    from states.queries.messages import held_until

    rows = [
        (
            one.key or "",
            one.whom,
            _channel(one.channel, desk.lang),
            say(f"standing.{one.standing}", desk.lang),
            desk.local(one.at),
            one.subject,
        )
        for one in found
    ]
    head = ("head.message", "head.account", "head.channel", "head.status", "head.when", "head.says")
    desk.out.table(head, rows, empty="outbox.none")
    for one in found:
        if one.error:
            desk.out.say("outbox.error", message=one.key, attempts=one.attempts, error=one.error)
    standings = {one.standing for one in found}
    if held := held_until(found):
        desk.out.say("outbox.held", at=desk.local(held))
        if desk.office.kind == "demo":
            desk.out.say("outbox.held-demo", at=desk.local(held).replace(" ", "T"))
    for standing in ("planned", "nobody", "failed"):
        if standing in standings:
            desk.out.say(f"outbox.{standing}")


def _tell_one(desk: Desk, one: "MessageShown") -> None:
    standing = say(f"standing.{one.standing}", desk.lang)
    channel = _channel(one.channel, desk.lang)
    desk.out.say("outbox.head", message=one.key, account=one.account, channel=channel)
    desk.out.say("outbox.standing", standing=standing, at=desk.local(one.at), tries=one.attempts)
    if one.error:
        desk.out.say("outbox.error", message=one.key, attempts=one.attempts, error=one.error)
    _rules(desk, one.items)
    desk.out.line(f"  {say('outbox.subject', desk.lang)}{one.subject}")
    desk.out.lines(f"  | {line}" for line in one.body.splitlines())


def resend(key: str, /, *, options: Writing = WRITING) -> None:
    """Send a message again that did not arrive, or that was lost on the way."""
    with at_desk(options) as desk:
        from states.notices.resending import resend as again

        again(desk.office, key, by=desk.actor, via=desk.via, dry_run=options.dry_run)
        desk.done({"message": key, "again": True}, "outbox.again", message=key)
        if not desk.is_trial:
            tell_delivery(desk.out, deliver(desk))


def address(
    account: str,
    address: str | None = None,
    /,
    *,
    remove: Flag = False,
    stdin: Flag = False,
    options: Writing = WRITING,
) -> None:
    """Where an account wants its notices."""
    with at_desk(options) as desk:
        if stdin:
            address = sys.stdin.readline().strip()
        if address is None:
            _tell_addresses(desk, account)
            return
        from states.notices.addresses import set_address

        shown = set_address(
            desk.office,
            account,
            address,
            by=desk.actor,
            via=desk.via,
            remove=remove,
            dry_run=options.dry_run,
        )
        value = {"account": account, "address": shown, "removed": remove}
        desk.done(value, "address.removed" if remove else "address.added", **value)


def _tell_addresses(desk: Desk, account: str) -> None:
    from states.queries.messages import addresses_shown

    found = addresses_shown(desk.office, desk.actor, account)
    desk.out.data(list(found))
    desk.out.lines(found)
    if not found:
        desk.out.say("address.none", account=account)
