"""Sending a message again, as somebody's act: it goes out under the same key."""

from states.accounts import reach_of
from states.commands import Via
from states.errors import BadInput
from states.history import stamp
from states.ledger import Event, note
from states.notices.delivery_statements import delivery_statements
from states.office import Office
from states.queries.told import visible_accounts
from states.queries.viewers import viewer
from states.record.reading import Reader


def resend(office: Office, key: str, *, by: str, via: Via, dry_run: bool = False) -> None:
    """Let a message that failed or was sent wait to be sent once more; recorded.

    Raises BadInput if there is none within the account's reach, or it still waits."""
    s = delivery_statements(office.store.dialect)
    with office.store.write(keep=not dry_run) as tx:
        row = tx.one(s.delivery, key=key)
        if row is None or row["account"] not in visible_accounts(
            tx, viewer(tx, by, office.clock.now())
        ):
            raise BadInput("UnknownMessage", key=key)
        if not tx.run(s.again, in_key=key, now=stamp(office.clock.now())):
            raise BadInput("NotResendable", key=key)
        compiled = office.current(tx)
        heard = Reader(office, tx, office.clock.now()).account(row["account"])
        event = Event("resend", {"message": key, **reach_of(heard, compiled.key)})
        note(office, tx, compiled, [event], actor=by, via=via)
