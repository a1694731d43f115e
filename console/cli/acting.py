"""Acts: moves, new cases, approvals, remarks, recorded facts."""

from dataclasses import replace
from typing import Annotated

from cyclopts import Parameter

from console.cli import receipts, records
from console.cli.asked import Asked, commands_for
from console.cli.desk import at_desk
from console.cli.following import Follows
from console.cli.options import WRITING, Many, Writing
from console.cli.parsing import command_id
from console.errors import Misuse
from console.moments import moment
from states.commands import Command, Occurrence

Set = Annotated[Many, Parameter(name="--set")]
ANNOUNCE, BATCH = "announce-decision", "bulk/"
# as in states.decisions.decide and states.acts.requests, which a start need not load


def do(
    move: str,
    /,
    *codes: str,
    set_: Set = (),
    check: Many = (),
    file: Many = (),
    override: Many = (),
    options: Writing = WRITING,
) -> int:
    """Make a move on one or several cases; all or none."""
    if not codes:
        raise Misuse("CodeMissing")
    asked = Asked(move, set_, check, file, override, options)
    with at_desk(options) as desk:
        commands = commands_for(desk, asked, codes)
        return receipts.perform(desk, commands, "done")


def new(
    kind: str,
    /,
    *,
    of: str | None = None,
    set_: Set = (),
    check: Many = (),
    file: Many = (),
    override: Many = (),
    move: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> int:
    """Bring a case into being."""
    asked = Asked(move, set_, check, file, override, options, kind, of, programme)
    with at_desk(options) as desk:
        return receipts.perform(desk, commands_for(desk, asked, ()), "done")


def record(
    move: str,
    /,
    *codes: str,
    occurred: str | None = None,
    source: str,
    reference: str = "",
    corrects: int | None = None,
    kind: str | None = None,
    of: str | None = None,
    set_: Set = (),
    check: Many = (),
    file: Many = (),
    programme: str | None = None,
    options: Writing = WRITING,
) -> int:
    """Record a fact that happened in another system: never refused for a rule, only flagged."""
    if bool(codes) == bool(kind):
        raise Misuse("OneOrKind")
    if corrects is not None and len(codes) != 1:
        raise Misuse("CorrectsOne")
    asked = Asked(move, set_, check, file, (), options, kind, of, programme)
    with at_desk(options) as desk:
        if occurred is not None:
            at = moment(occurred, "--occurred", desk.zone)
        elif corrects is not None:
            at = records.instant_of(desk, codes[0], corrects)
        else:
            raise Misuse("OccurredMissing")
        commands = commands_for(desk, asked, codes, Occurrence(at, source, reference))
        commands = [replace(command, corrects=corrects) for command in commands]
        return receipts.perform(desk, commands, "recorded")


def announce(*codes: str, options: Writing = WRITING) -> int:
    """Make known what was decided on one or several cases; all or none."""
    if not codes:
        raise Misuse("CodeMissing")
    with at_desk(options) as desk:
        given, unique = command_id(options.id), list(dict.fromkeys(codes))
        commands = [
            Command(
                given if len(unique) == 1 else f"{given}/{code}",
                desk.actor,
                ANNOUNCE,
                case=code,
                reason=options.reason,
                via=desk.via,
            )
            for code in unique
        ]
        return receipts.perform(desk, commands, "done")


def approve(request: str, /, *, options: Writing = WRITING) -> int:
    """Perform another person's waiting request, or all of a batch."""
    with at_desk(options) as desk:
        from states.actions import approve_all
        from states.acts.opening_balance import balance_of

        if not request.startswith(BATCH) and (balance := balance_of(desk.office, request)):
            return records.approve(desk, request, balance)
        look = Follows(desk)
        verdicts = approve_all(desk.office, [request], desk.actor, look=look, **desk.signed)
        return receipts.told_all(desk, verdicts, "done", look)


def reject(request: str, /, *, options: Writing = WRITING) -> int:
    """End another person's waiting request."""
    if not options.reason.strip():
        raise Misuse("ReasonNeeded")
    with at_desk(options) as desk:
        from states.actions import reject as refuse
        from states.acts.balance_approval import reject_balance
        from states.acts.opening_balance import balance_of

        end = reject_balance if balance_of(desk.office, request) else refuse
        end(desk.office, request, desk.actor, **desk.signed)
        desk.done({"request": request, "status": "rejected"}, "rejected", request=request)
    return 0


def note(code: str, text: str, /, *, options: Writing = WRITING) -> int:
    """A remark on a case. It asks nothing of anybody."""
    with at_desk(options) as desk:
        from states.acts.remarks import NOTE, remark

        command = Command(
            command_id(options.id), desk.actor, NOTE, case=code, reason=text, via=desk.via
        )
        receipt = remark(desk.office, command, dry_run=options.dry_run)
        desk.done(receipt.as_json(), "noted", seq=receipt.seq)
    return 0
