"""Delegation: who stands in for whom during leave, and the end of it."""

from typing import Annotated

from cyclopts import Parameter

from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import WRITING, Writing
from console.moments import day

From = Annotated[str, Parameter(name="--from")]


def delegate(
    principal: str,
    deputy: str,
    /,
    *,
    from_: From,
    until: str,
    role: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """Let one account act on behalf of another from one day until another, both included."""
    since, last = day(from_, "--from"), day(until, "--until")
    with at_desk(options) as desk:
        from states.acts.delegation import Delegation
        from states.acts.delegation import delegate as let_act

        key, named, names = _named(desk, role, programme)
        asked = Delegation(principal, deputy, since, last, key, named)
        given = let_act(desk.office, asked, by=desk.actor, **desk.signed)
        roles = [names.outline.role_title(grant.role, desk.lang) for grant in given]
        shown = {
            "account": deputy,
            "on_behalf_of": principal,
            "from": since.isoformat(),
            "until": last.isoformat(),
            "roles": [grant.role for grant in given],
        }
        said = {"account": deputy, "principal": principal, "roles": roles}
        desk.done(shown, "user.delegated", **said, since=since, until=last)


def recall(
    principal: str,
    deputy: str,
    /,
    *,
    role: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """End a delegation before its last day."""
    with at_desk(options) as desk:
        from states.acts.delegation import Delegation
        from states.acts.delegation import recall as end

        key, named, _ = _named(desk, role, programme)
        today = desk.office.clock.now().astimezone(desk.zone).date()
        end(
            desk.office,
            Delegation(principal, deputy, today, today, key, named),
            by=desk.actor,
            **desk.signed,
        )
        shown = {"account": deputy, "on_behalf_of": principal, "ended": True}
        desk.done(shown, "user.recalled", account=deputy, principal=principal)


def _named(desk: Desk, role: str | None, programme: str | None) -> tuple[str | None, str, Names]:
    names = Names.of(desk, programme)
    return (names.role(role) if role else None), names.outline.key, names
