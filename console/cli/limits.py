"""Acts on the limit of a duty: to extend, pause, resume or waive it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from console.cli import receipts
from console.cli.desk import Desk, at_desk
from console.cli.options import WRITING, Many, Writing
from console.cli.parsing import command_id
from console.errors import Misuse
from console.moments import ending, moment
from console.words.texts import say
from states.commands import Command, Occurrence

if TYPE_CHECKING:
    from states.store import Tx

For = Annotated[str, Parameter(name="--for")]


@Parameter(name="*", negative=())
@dataclass(frozen=True, kw_only=True)
class Happened:
    """When something happened in another system, which one, and under what number."""

    occurred: str | None = None
    source: str = ""
    reference: str = ""


HERE = Happened()


def extend(
    code: str,
    duty: str,
    /,
    *,
    to: str,
    order: str = "",
    override: Many = (),
    n: int | None = None,
    happened: Happened = HERE,
    options: Writing = WRITING,
) -> int:
    """Move the day of a duty to a later one."""
    asked = {"to": ending(to, "--to"), "order": order, "n": n}
    return _act("extend-duty", code, duty, asked, happened, options, override)


def pause(
    code: str,
    duty: str,
    /,
    *,
    for_: For,
    n: int | None = None,
    happened: Happened = HERE,
    options: Writing = WRITING,
) -> int:
    """Stop counting the limit of a duty, for a reason that the programme declares."""
    asked = {"for": for_, "n": n}
    return _act("pause-duty", code, duty, asked, happened, options)


def resume(
    code: str,
    duty: str,
    /,
    *,
    n: int | None = None,
    happened: Happened = HERE,
    options: Writing = WRITING,
) -> int:
    """Count what was left of a paused limit from now on."""
    return _act("resume-duty", code, duty, {"n": n}, happened, options)


def exempt(
    code: str,
    duty: str,
    /,
    *,
    n: int | None = None,
    happened: Happened = HERE,
    options: Writing = WRITING,
) -> int:
    """Waive a duty."""
    return _act("exempt-duty", code, duty, {"n": n}, happened, options)


def _act(
    move: str,
    code: str,
    duty: str,
    asked: dict[str, Any],
    happened: Happened,
    options: Writing,
    override: Many = (),
) -> int:
    if happened.occurred and not happened.source.strip():
        raise Misuse("SourceNeeded")
    with at_desk(options) as desk:
        occurrence = None
        if happened.occurred:
            at = moment(happened.occurred, "--occurred", desk.zone)
            occurrence = Occurrence(at, happened.source, happened.reference)
        name = _duty(desk, code, duty)
        command = Command(
            command_id(options.id),
            desk.actor,
            move,
            case=code,
            fields={"duty": name, **{k: v for k, v in asked.items() if v not in (None, "")}},
            reason=options.reason,
            override=override,
            occurrence=occurrence,
            via=desk.via,
        )
        said = "recorded" if occurrence else "done"
        return receipts.perform(desk, [command], said, lambda tx: _day(desk, tx, code, name))


def _duty(desk: Desk, code: str, given: str) -> str:
    """The key of a duty of the case, by key or title; what is unknown is for the engine to say."""
    from states.queries.duties import calendar

    owed = calendar(desk.office, desk.actor, code, lang=desk.lang)
    named = {duty.title: duty.duty for duty in owed if duty.case == code}
    return named.get(given.strip(), given.strip())


def _day(desk: Desk, tx: "Tx", code: str, name: str) -> Iterator[str]:
    from console.standing import standing
    from states.queries.duties import duties_of
    from states.queries.viewers import seen

    now, lang = desk.office.clock.now(), desk.lang
    owed = duties_of(desk.office.store, tx, seen(tx, desk.actor, now), [code], now, lang)
    for duty in owed.get(code, ()):
        if duty.duty != name:
            continue
        if duty.stands_as == "paused":
            how = standing(duty, lang)
            yield say("limit.paused", lang, duty=duty.title, how=how, case=code, name=name)
        elif duty.status == "waived":
            yield say("limit.waived", lang, duty=duty.title)
        elif duty.is_unsettled and duty.first_due_on:
            day = f"{duty.due_on or '—'} {duty.due_time}".rstrip()
            before = duty.first_due_on
            said = "limit.now" if before == duty.due_on else "limit.moved"
            yield say(said, lang, duty=duty.title, before=before, day=day)
