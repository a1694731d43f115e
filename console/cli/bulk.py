"""Many cases at once: a plan that shows what would happen, then the plan applied."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from console.cli.asked import Asked, commands_for
from console.cli.bulk_acts import OnDuty, act_of
from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import WRITING, Flag, Many, Writing
from console.cli.where import where_of
from console.errors import Misuse
from console.exports import tables as sheets
from console.files import text_of, write_text
from console.words.texts import say
from states.words.joining import apart
from states.words.retelling import receipt_as_json, retold, told

if TYPE_CHECKING:
    from states.acts.bulk import BulkPlan, PlannedAct
    from states.commands import Verdict

Set = Annotated[Many, Parameter(name="--set")]
For = Annotated[str, Parameter(name="--for")]
MOST, PAGE, SHOWN = 10_000, 500, 30
REFUSED = 1


def bulk(
    move: str,
    /,
    *,
    where: Many = (),
    plan: str,
    set_: Set = (),
    check: Many = (),
    file: Many = (),
    override: Many = (),
    duty: str | None = None,
    to: str | None = None,
    order: str = "",
    for_: For = "",
    programme: str | None = None,
    options: Writing = WRITING,
) -> int:
    """Plan a move, an act on a duty or an announcement on every case that matches; nothing is done
    yet."""
    path = Path(plan)
    if path.exists():
        raise Misuse("PlanExists", path=plan)
    asked = Asked(move, set_, check, file, override, options, programme=programme)
    on_duty = OnDuty(duty, to, order, for_)
    with at_desk(options) as desk:
        from states.acts.bulk import make_plan, plan_text

        names = Names.of(desk, programme)
        act = act_of(names, move, on_duty)
        codes = _matching(desk, names, where, act.kind if act else None)
        if not codes:
            raise Misuse("NothingMatches")
        if act is not None:
            commands = act.on(codes, desk.actor, options, desk.via, tuple(override))
        else:
            commands = commands_for(desk, asked, codes)
        made = make_plan(desk.office, commands, via=desk.via, keep=not desk.is_trial)
        if not desk.is_trial:
            write_text(plan, plan_text(made) + "\n")
        _show(desk, names, made, plan)
        return 0 if made.count("refused") < len(made.acts) else REFUSED


def _matching(desk: Desk, names: Names, where: Sequence[str], kind_of_act: str | None) -> list[str]:
    """The codes of the cases in reach that match, in the order of their codes."""
    from states.queries.lists import list_cases

    wanted = where_of(names, where, kind_of_act).filter
    found: list[str] = []
    page: str | None = None
    while True:
        shown = list_cases(desk.office, desk.actor, wanted, page=page, limit=PAGE)
        if shown.total > MOST:
            raise Misuse("TooManyMatch", total=shown.total, most=MOST)
        found += [row.code for row in shown.rows]
        if (page := shown.next) is None:
            return found


def _show(desk: Desk, names: Names, made: "BulkPlan", path: str) -> None:
    from states.queries.quotas import bucket_in_words

    outcomes = {name: made.count(name) for name in ("done", "waits", "refused")}
    shown: dict[str, Any] = {
        "plan": path,
        "digest": made.digest,
        "move": made.move,
        "expires_at": made.expires_at,
        "count": len(made.acts),
        **outcomes,
        "acts": [_as_json(act, desk.lang) for act in made.acts],
        "quotas": [
            {"bucket": q.bucket, "used": q.used, "after": q.after, "cap": q.cap}
            for q in made.quotas
        ],
    }
    shown |= {"register": _register(desk, made)}
    desk.out.data(shown | ({"dry_run": True} if desk.is_trial else {}))
    desk.out.say("bulk.planned", count=len(made.acts), **outcomes)
    head = ("head.code", "head.result", "head.reason")
    desk.out.table(head, [_row(act, desk.lang) for act in made.acts[:SHOWN]])
    if len(made.acts) > SHOWN:
        desk.out.say("bulk.more", count=len(made.acts) - SHOWN)
    if shown["register"]:
        desk.out.line(shown["register"])
    for effect in made.quotas:
        cap = "—" if effect.cap is None else effect.cap
        bucket = bucket_in_words(names.outline, effect.bucket, desk.lang)
        desk.out.say("bulk.quota", bucket=bucket, used=effect.used, after=effect.after, cap=cap)
    if outcomes["refused"] == len(made.acts):
        desk.out.say("bulk.nothing")
    elif not desk.is_trial:
        until = desk.local(made.expires_at)
        partial = " --partial" if outcomes["refused"] else ""
        desk.out.say("bulk.next", path=path, until=until, partial=partial)


def _register(desk: Desk, made: "BulkPlan") -> str:
    """What the register of earlier pilots says of the units, if the move asks that."""
    from states.queries.looked_up import among_cases

    codes = [act.case for act in made.acts if act.outcome != "refused"]
    return among_cases(desk.office, desk.actor, codes, made.move, lang=desk.lang)


def _as_json(act: "PlannedAct", lang: str) -> dict[str, Any]:
    return {
        "case": act.case,
        "seq": act.seq,
        "state": act.state,
        "outcome": act.outcome,
        "after": act.after,
        "reasons": [told(reason, lang) for reason in act.reasons],
        "flags": [retold(flag, lang) for flag in act.flags],
    }


def _row(act: "PlannedAct", lang: str) -> tuple[str, str, str]:
    reasons = [retold(one, lang) for one in (*act.reasons, *act.flags)]
    return act.case, say(f"bulk.{act.outcome}", lang), apart(reasons, lang)


def apply(
    path: str,
    /,
    *,
    partial: Flag = False,
    results: Annotated[str | None, Parameter(name=("--results", "-o"))] = None,
    options: Writing = WRITING,
) -> int:
    """Perform a plan: all of it, or with `partial` what is still as it was verified."""
    sheet = sheets.check_suffix(results) if results else None
    with at_desk(options) as desk:
        from states.acts.bulk import apply_plan, plan_from

        made = plan_from(text_of(path))
        verdicts = apply_plan(desk.office, made, actor=desk.actor, partial=partial, **desk.signed)
        rows = [_result(verdict, desk.lang) for verdict in verdicts]
        head = ("head.code", "head.result", "head.reason")
        if sheet and not desk.is_trial:
            sheets.write_sheet(sheet, [say(key, desk.lang) for key in head], rows)
        _tell(desk, verdicts, rows, head, results)
        waits = [v.receipt.waiting for v in verdicts if v.receipt and v.receipt.waiting]
        if waits and not desk.is_trial:
            desk.out.say("bulk.approve", path=path, batch=f"bulk/{made.digest[:16]}")
        return REFUSED if any(verdict.error for verdict in verdicts) else 0


def _outcome(verdict: "Verdict") -> str:
    if verdict.error is not None:
        return "refused"
    if verdict.receipt is None:
        return "left"
    return "waits" if verdict.receipt.waiting else "done"


def _result(verdict: "Verdict", lang: str) -> tuple[str, str, str]:
    reason = apart(verdict.error.message(lang).splitlines(), lang) if verdict.error else ""
    if verdict.receipt and verdict.receipt.waiting:
        reason = verdict.receipt.waiting
    outcome = _outcome(verdict)
    shown = say("bulk.performed" if outcome == "done" else f"bulk.{outcome}", lang)
    return verdict.command.case or "", shown, reason


def _tell(
    desk: Desk,
    verdicts: Sequence["Verdict"],
    rows: Sequence[tuple[str, str, str]],
    head: Sequence[str],
    results: str | None,
) -> None:
    counts = Counter(_outcome(verdict) for verdict in verdicts)
    found = {name: counts[name] for name in ("done", "waits", "refused", "left")}
    acts = [
        {
            "case": verdict.command.case,
            "outcome": _outcome(verdict),
            "receipt": receipt_as_json(verdict.receipt, desk.lang) if verdict.receipt else None,
            "reason": row[2],
        }
        for verdict, row in zip(verdicts, rows, strict=True)
    ]
    desk.out.data({**found, "acts": acts} | ({"dry_run": True} if desk.is_trial else {}))
    tried = say("dry-run", desk.lang) if desk.is_trial else ""
    desk.out.line(tried + say("bulk.applied", desk.lang, **found))
    wrong = [row for row, v in zip(rows, verdicts, strict=True) if v.error is not None]
    desk.out.table(head, wrong[:SHOWN] or rows[:SHOWN])
    if counts["left"]:
        desk.out.say("bulk.none-done")
    if results and not desk.is_trial:
        desk.out.say("bulk.sheet", path=results)
