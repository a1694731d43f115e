"""What became of an act: what happened, who must act next and by when; or every reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.cli.naming import Names
from console.words.texts import say
from states.actions import perform_all
from states.commands import Command, Receipt, Verdict, batch_of
from states.errors import BadInput, Refused
from states.queries.looked_up import in_full
from states.words.entries import SAID, phrase
from states.words.joining import either, worded
from states.words.retelling import flags_of, receipt_as_json

if TYPE_CHECKING:
    from console.cli.desk import Desk
    from states.queries.outline import Outline

REFUSED, MISTAKEN = 1, 2


def perform(desk: "Desk", commands: Sequence[Command], said: str) -> int:
    """Do the acts, all or none, and tell what became of them; the exit code.

    Raises Refused or BadInput where there is only one act."""
    return told_all(desk, perform_all(desk.office, commands, dry_run=desk.is_trial), said)


def told_all(desk: "Desk", verdicts: Sequence[Verdict], said: str) -> int:
    """Tell what became of acts that are done all or none; the exit code.

    Raises Refused or BadInput where there is only one act."""
    errors = [verdict for verdict in verdicts if verdict.error is not None]
    if errors and len(verdicts) == 1:
        assert errors[0].error is not None
        raise errors[0].error
    if errors:
        return _refused(desk, verdicts, errors)
    tell(desk, [(v.receipt, v.command) for v in verdicts if v.receipt is not None], said)
    return 0


def tell(desk: "Desk", done: Sequence[tuple[Receipt, Command]], said: str) -> None:
    """Tell what became of acts; one receipt as such, several as a list."""
    extra = {"dry_run": True} if desk.is_trial else {}
    shown = [receipt_as_json(receipt, desk.lang) | extra for receipt, _ in done]
    desk.out.data(shown[0] if len(shown) == 1 else shown)
    if desk.out.as_json:
        return
    for receipt, command in done:
        _show(desk, receipt, said, command, dry_run=desk.is_trial)
    for batch in dict.fromkeys(_batch(receipt, command) for receipt, command in done):
        if batch and not desk.is_trial:
            desk.out.say("waiting.batch", batch=batch)


def _batch(receipt: Receipt, command: Command) -> str | None:
    """The batch in which an act waits for a second person, if it waits in one."""
    return batch_of(command) if receipt.waiting else None


def _show(desk: "Desk", receipt: Receipt, said: str, command: Command, *, dry_run: bool) -> None:
    names, kind = _names(desk, receipt, command)
    move = command.move
    title = names.outline.move_title(kind, move, desk.lang)
    prefix = say("dry-run", desk.lang) if dry_run else ""
    if batch := _batch(receipt, command):
        named = {"move": title, "case": receipt.case, "batch": batch}
        desk.out.line(prefix + say("waiting.in-batch", desk.lang, **named))
    elif receipt.waiting:
        desk.out.line(prefix + say("waiting", desk.lang, move=title, request=receipt.waiting))
    else:
        sentence = say(
            said,
            desk.lang,
            move=title,
            case=receipt.case,
            state=names.outline.state_title(kind, receipt.state, desk.lang),
            seq=receipt.seq,
            at=desk.local(receipt.recorded_at, seconds=True),
        )
        desk.out.line(prefix + sentence)
    for flag in flags_of(receipt, desk.lang):
        desk.out.say("flag", flag=flag)
    for news in receipt.duties:
        desk.out.line(_of_duty(news, receipt.case, desk.lang))
    for answer in receipt.register:
        desk.out.line(in_full(names.outline, kind, move, answer, desk.lang, named=dry_run))
    _follow(desk, receipt, names.outline, kind, is_written=not dry_run)


def _of_duty(news: Mapping[str, Any], case: str, lang: str) -> str:
    """What a correction makes of one duty."""
    day = news["due_on"] or phrase("no-day", lang)
    given = {"duty": news["title_en" if lang == "en" else "title"], "day": day}
    how = str(news["how"])
    text = phrase(how, lang, **given) if how in SAID else say(f"righted.{how}", lang, **given)
    return text if news["case"] == case else say("righted.case", lang, case=news["case"], news=text)


def _follow(desk: "Desk", receipt: Receipt, o: "Outline", kind: str, *, is_written: bool) -> None:
    """Who must act next and by when: what the case then waits for, or what a trial would open."""
    if receipt.waiting:
        return
    if is_written:
        _waiting(desk, receipt.case)
        return
    lines: dict[tuple[str, str | None], list[str]] = {}
    for step in receipt.next:
        roles = [o.role_title(role, desk.lang) for role in step.who.split(",")]
        title = _title(o, kind, step.move, desk.lang)
        lines.setdefault((either(roles, desk.lang), step.due), []).append(title)
    for (who, due), moves in lines.items():
        until = by(due, desk.lang) if due else say("no-limit", desk.lang)
        desk.out.say("next", who=who, moves=" / ".join(dict.fromkeys(moves)), due=until)
    if not lines and o.end(kind, receipt.state):
        desk.out.say("next.ended")


def _waiting(desk: "Desk", code: str) -> None:
    from console.cli.owing import how_long, until
    from states.queries.dossiers import dossier

    found = dossier(desk.office, desk.actor, code, lang=desk.lang)
    for waiting in found.waiting:
        who = either(waiting.who_titles, desk.lang)
        due = until(waiting, desk.lang)
        if waiting.due_on and not waiting.opens_on and not waiting.by_system:
            due = by(due, desk.lang)
        if waiting.status == "overdue":
            due = say("next.late", desk.lang, due=due, late=how_long(waiting, desk.lang))
        case = "" if waiting.case == code else f"{waiting.case} "
        desk.out.say("next", who=who, moves=f"{case}{waiting.move_title}", due=due)
    if found.end and not found.waiting:
        desk.out.say("next.ended")


def _title(o: "Outline", kind: str, move: str, lang: str) -> str:
    for name in (kind, *o.kinds):
        if o.move(name, move):
            return o.move_title(name, move, lang)
    return move


def _names(desk: "Desk", receipt: Receipt, command: Command) -> tuple[Names, str]:
    from states.queries.outline import outline

    office = desk.office
    with office.store.read() as tx:
        for row in tx.all(office.statements.cases, codes=tx.listed([receipt.case])):
            o = outline(office.store, tx, row["programme"], row["programme_version"])
            return Names(o), row["kind"]
    names = Names.of(desk, command.programme)
    return names, command.kind or names.outline.main_kind()


def _refused(desk: "Desk", verdicts: Sequence[Verdict], errors: Sequence[Verdict]) -> int:
    """Every reason of every act that cannot be done, on stderr."""
    refused = any(isinstance(verdict.error, Refused) for verdict in errors)
    if desk.out.as_json:
        reasons = [reason for verdict in errors for reason in _reasons(verdict, desk.lang)]
        command = verdicts[0].command.id.rpartition("/")[0]
        desk.out.wrong_data({"refused": reasons, "command": command})
    else:
        head = say("batch.refused", desk.lang, count=len(verdicts), refused=len(errors))
        desk.out.wrong(head)
        for verdict in errors:
            assert verdict.error is not None
            for line in verdict.error.message(desk.lang).splitlines():
                desk.out.wrong(f"  {verdict.command.case or ''}  {line}")
    return REFUSED if refused else MISTAKEN


def _reasons(verdict: Verdict, lang: str) -> Iterator[dict[str, Any]]:
    case = {"case": verdict.command.case}
    if isinstance(verdict.error, Refused):
        for refusal in verdict.error.refusals:
            yield refusal.as_json(lang) | case
    elif isinstance(verdict.error, BadInput):
        for mistake in verdict.error.mistakes:
            yield {
                "code": mistake.code,
                "message": mistake.message(lang),
                "clause": [],
                "parameters": {n: str(v) for n, v in worded(mistake.parameters, lang).items()},
                "remedy": "",
            } | case


def by(due: str, lang: str) -> str:
    """By when: a bracket that closes needs no space behind it in Chinese."""
    return say("next.due", lang, day=due).replace("） ", "）")
