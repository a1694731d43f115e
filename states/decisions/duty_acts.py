"""Acts on a duty itself: to extend, pause, resume or waive it. The file says who may, how far, for
which reasons; every act is an entry of the history in which the old day stays visible. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.calendar import Calendar
from config.dates.rules import After
from config.declared import Length
from config.duty_types import Duty, Exemption, Extension, Pausing
from states.commands import Command
from states.compiled import Compiled
from states.deadlines import dues, local_day
from states.decisions import pausing
from states.decisions.duty_days import on_another_day
from states.decisions.publicity import being_decided, kept_from
from states.decisions.reasons import in_turn, needs_approval
from states.decisions.standing import able_grants
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, DutyRow, Facts, Grant
from states.forms import clean_text
from states.history import instant, stamp
from states.instants import with_time
from states.plan import Changed, Draft, NewDuty, Plan, Settled
from states.words.flags import flag_of
from states.words.joining import beside, later
from states.words.titles import NONE, titled

EXTEND, PAUSE, RESUME, EXEMPT = "extend-duty", "pause-duty", "resume-duty", "exempt-duty"
PARTS = {EXTEND: "extension", PAUSE: "pause", RESUME: "pause", EXEMPT: "exempt"}
"""The part of a duty that allows the act."""
BOUNDS = "extension"
"""The rule that an override names to go beyond the bounds of an extension."""
Right = Extension | Pausing | Exemption


@dataclass(frozen=True, slots=True)
class _Asked:
    """One act on one duty, with everything that decides about it."""

    compiled: Compiled
    facts: Facts
    command: Command
    case: Case
    name: str
    duty: Duty
    row: DutyRow | None
    right: Right | None
    counts: datetime

    @property
    def clause(self) -> tuple[str, ...]:
        return (self.right.clause if self.right else ()) or self.duty.clause

    def refusal(self, code: str, **parameters: Any) -> Refusal:
        named = {"case": self.case.code, **titled(duty=self.duty), "key": self.name}
        return Refusal(code, self.clause, named | parameters)

    def beyond(self, code: str, **parameters: Any) -> Refusal:
        """A refusal for going beyond the bounds of an extension, passed as the file says."""
        strength = getattr(self.right, "strength", "hard")
        return replace(self.refusal(code, **parameters), rule=BOUNDS, strength=strength)


def right_of(duty: Duty, act: str) -> Right | None:
    """What a duty declares about an act; None if it does not allow it to anybody."""
    found: Right | None = getattr(duty, PARTS[act])
    return found


def who_may(compiled: Compiled, command: Command) -> tuple[str, ...]:
    """The roles that may do the act that a command asks for."""
    duty = compiled.programme.duties.get(str(command.fields.get("duty")))
    right = right_of(duty, command.move) if duty else None
    return right.by if right else ()


def decide_on_duty(compiled: Compiled, facts: Facts, command: Command) -> Plan:
    """What an act on a duty would write. Raises Refused with every reason, or BadInput; the rules
    of `decide` for recorded facts and second persons hold."""
    received = facts.received(command)
    plan = Plan(command.id, command.occurrence.at if command.occurrence else received)
    if kept := kept_from(compiled, facts):
        raise Refused([being_decided(kept, ())], command.id)
    asked = _asked(compiled, facts, command, plan.counts)
    grant = _grant(asked)
    refusals = [*_rights(asked, grant), *_reason(asked)]
    change: Changed | None = None
    if asked.row is not None and asked.right is not None:
        found, change = _ACTS[command.move](asked, asked.row)
        refusals += found
    if grant is None or asked.row is None or asked.right is None:
        raise Refused(in_turn(refusals), command.id)
    impossible = change is None and command.move != EXEMPT
    if refusals and command.entry == "decision" and not impossible:
        # beyond its bounds only a second person lets it go
        plan.approval = needs_approval(command, refusals, {"move": command.move})
    if refusals and not plan.approval and (command.entry == "decision" or impossible):
        raise Refused(in_turn(refusals), command.id)
    draft = _draft(asked, grant, refusals)
    if change is not None:
        draft.changes = [change]
    else:
        draft.settles = [Settled(asked.name, asked.row.n, "waived")]
    two = getattr(asked.right, "four_eyes", False) and command.move != RESUME
    if two and command.entry == "decision":
        plan.approval.append("four-eyes")
    if command.approves:
        plan.approval = []
    plan.drafts = [draft]
    return plan


def _asked(compiled: Compiled, facts: Facts, command: Command, counts: datetime) -> _Asked:
    case = facts.case
    if case is None:
        raise BadInput("UnknownCase", case=command.case or "")
    owed = {row.duty for row in facts.duties}
    name = str(command.fields.get("duty", ""))
    duty = compiled.programme.duties.get(name)
    if duty is None or name not in owed:
        raise BadInput("UnknownDuty", duty=name, known=sorted(owed) or NONE)
    rows = [row for row in facts.duties if row.duty == name and row.is_unsettled]
    if command.fields.get("n") is not None:
        rows = [row for row in rows if row.n == int(command.fields["n"])]
    if command.move == RESUME:
        rows = sorted(rows, key=lambda row: row.paused_at is None)
    else:
        rows = sorted(rows, key=lambda row: (row.due_at is None, row.due_at or "", row.n))
    right = right_of(duty, command.move)
    row = rows[0] if rows else None
    return _Asked(compiled, facts, command, case, name, duty, row, right, counts)


def _grant(asked: _Asked) -> Grant | None:
    able = able_grants(asked.compiled, asked.facts.account, asked.case)
    may = asked.right.by if asked.right else ()
    of_right = [grant for grant in able if grant.role in may]
    if not of_right and asked.command.entry == "record":
        return able[0] if able else None
    return of_right[0] if of_right else None


def _rights(asked: _Asked, grant: Grant | None) -> list[Refusal]:
    found = []
    roles = asked.compiled.programme.roles
    if asked.right is None:
        found.append(asked.refusal(_NOT_DECLARED[asked.command.move]))
    elif grant is None:
        who = titled(who=[roles[role] for role in asked.right.by if role in roles])
        account = asked.facts.account.account
        found.append(asked.refusal("MayNotMoveDuty", account=account, **who))
    if asked.case.ended:
        found.append(Refusal("CaseEnded", asked.clause, {"case": asked.case.code}))
    elif asked.row is None:
        found.append(asked.refusal("NothingOwed"))
    return found


def _reason(asked: _Asked) -> list[Refusal]:
    if clean_text(asked.command.reason, "reason"):
        return []
    return [asked.refusal("DutyReasonMissing")]


def _draft(asked: _Asked, grant: Grant, refusals: list[Refusal]) -> Draft:
    return Draft(
        after=asked.case._replace(seq=asked.case.seq + 1),
        move=asked.command.move,
        from_state=asked.case.state,
        clause=asked.clause,
        actor=asked.facts.account.account,
        actor_name=asked.facts.account.name_in(grant),
        role=grant.role,
        scope=grant.scope(),
        flags=[flag_of(refusal, asked.command.entry) for refusal in refusals],
    )


Judged = tuple[list[Refusal], Changed | None]


def _extend(asked: _Asked, row: DutyRow) -> Judged:
    right = asked.right
    assert isinstance(right, Extension)
    on, at = _until(asked.compiled, asked.command.fields.get("to"))
    order = clean_text(str(asked.command.fields.get("order") or ""), "order")
    if row.paused_at:
        return [asked.refusal("DutyIsPaused")], None
    if row.due_on is None or row.due_at is None:
        return [asked.refusal("NoDayToMove")], None
    refusals = []
    zone = asked.compiled.programme.zone
    to = with_time(on, at, zone)
    if at <= row.due_at:
        due = with_time(row.due_on, row.due_at, zone)
        refusals.append(asked.refusal("NotLater", due=due, to=to))
    if asked.command.entry == "decision" and at <= stamp(asked.counts):
        refusals.append(asked.refusal("ExtendedIntoPast", to=to))
    if row.extended >= right.times:
        often = asked.beyond("ExtendedOften", times=right.times)
        if often.strength == "hard" and asked.command.entry == "decision":
            return [often], None  # no other day would do either
        refusals.append(often)
    refusals += _too_far(asked, right, row, on, at)
    if right.order == "required" and not order:
        refusals.append(asked.refusal("OrderMissing"))
    if at <= row.due_at:
        return refusals, None
    day = NewDuty(row.duty, row.n, row.owed_by, "", (), on, at, False, row.opens_at)
    change = on_another_day(
        row, "extended", day, asked.counts, **({"order": order} if order else {})
    )
    return refusals, replace(change, now=change.now | {"extended": row.extended + 1})


def _too_far(asked: _Asked, right: Extension, row: DutyRow, on: str, at: str) -> list[Refusal]:
    found = []
    zone = asked.compiled.programme.zone
    longest = right.longest
    if right.longest_by:
        by_place = asked.compiled.by_place(right.longest_by, asked.case.jurisdiction)
        longest = by_place or longest
    for length, since, code in (
        (longest, row.due_on, "ExtendedTooFar"),
        (right.in_all, row.first_due_on or row.due_on, "ExtendedTooFarInAll"),
    ):
        if length is not None and since is not None:
            last = extended_until(asked.compiled, since, str(row.due_at), length)
            if at > last[1]:
                named = {"longest": length.phrase or length.n, "last": with_time(*last, zone)}
                found.append(asked.beyond(code, to=with_time(on, at, zone), **named))
    return found


def extended_until(
    compiled: Compiled, on: str, at: str, length: Length, calendar: Calendar | None = None
) -> tuple[str, str]:
    """The last day, and the instant after it, to which a limit may be moved by so long: counted
    from its instant where the length is by the clock, else from its day like any limit, off a rest
    day where the programme says so."""
    if (spell := length.by_the_clock) is not None:
        return _ends(compiled, instant(at) + spell)
    rule = After(n=length.n, unit=length.unit)
    (last,) = dues(
        rule,
        anchor=date.fromisoformat(on),
        conventions=compiled.programme.conventions,
        calendar=calendar or compiled.calendar,
    )
    return compiled.end_of_day(last.on.isoformat())


def _pause(asked: _Asked, row: DutyRow) -> Judged:
    right = asked.right
    assert isinstance(right, Pausing)
    why = str(asked.command.fields.get("for") or "")
    titles = {title: key for key, title in right.for_.items()}
    why = titles.get(why, why)
    found = pausing.pause(asked.compiled, asked.case, row, asked.counts, why)
    refusals = []
    if why not in right.for_ and not pausing.stands_still(row):
        known = [later(beside, key, title) for key, title in right.for_.items()]
        refusals.append(asked.refusal("NoReasonToPause", given=why, known=known))
    return _judged(asked, refusals, found)


def _resume(asked: _Asked, row: DutyRow) -> Judged:
    return _judged(asked, [], pausing.resume(asked.compiled, row, asked.counts))


def _judged(asked: _Asked, refusals: list[Refusal], found: Changed | pausing.Against) -> Judged:
    if isinstance(found, Changed):
        return refusals, found
    code, parameters = found
    return [*refusals, asked.refusal(code, **parameters)], None


def _exempt(_asked: _Asked, _row: DutyRow) -> Judged:
    return [], None


def _until(compiled: Compiled, value: Any) -> tuple[str, str]:
    """The day to which a limit is moved, and the instant after it: a day ends with itself, else the
    text says when, on the clock of the programme's zone."""
    try:
        return compiled.end_of_day(date.fromisoformat(str(value)).isoformat())
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadInput("NotADate", field="--to", value=value) from None
    zone = at.tzinfo or ZoneInfo(compiled.programme.zone)
    return _ends(compiled, at.replace(tzinfo=zone))


def _ends(compiled: Compiled, at: datetime) -> tuple[str, str]:
    """The last day of a limit that ends at an instant, and that instant; midnight ends the day
    before."""
    on = local_day(at - timedelta(microseconds=1), compiled.programme.zone)
    return on.isoformat(), stamp(at.astimezone(UTC))


_ACTS = {EXTEND: _extend, PAUSE: _pause, RESUME: _resume, EXEMPT: _exempt}
_NOT_DECLARED = {
    EXTEND: "NotExtendable",
    PAUSE: "NotPausable",
    RESUME: "NotPausable",
    EXEMPT: "NotExemptible",
}
