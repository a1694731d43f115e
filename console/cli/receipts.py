"""What became of an act: what happened, who must act next and by when; or every reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.cli.following import Also, Follows, nothing
from console.cli.naming import Names
from console.words.texts import say
from states.actions import perform_all
from states.commands import Command, Receipt, Verdict, batch_of
from states.errors import BadInput, Refused
from states.queries.looked_up import in_full
from states.words.entries import SAID, phrase
from states.words.joining import worded
from states.words.retelling import flags_of, receipt_as_json

if TYPE_CHECKING:
    from console.cli.desk import Desk

REFUSED, MISTAKEN = 1, 2


def perform(desk: "Desk", commands: Sequence[Command], said: str, also: Also = nothing) -> int:
    """Do the acts, all or none, and tell what became of them; the exit code.

    Raises Refused or BadInput where there is only one act."""
    follows = Follows(desk, also)
    verdicts = perform_all(desk.office, commands, dry_run=desk.is_trial, look=follows)
    return told_all(desk, verdicts, said, follows)


def told_all(desk: "Desk", verdicts: Sequence[Verdict], said: str, follows: Follows) -> int:
    """Tell what became of acts that are done all or none; the exit code.

    Raises Refused or BadInput where there is only one act."""
    errors = [verdict for verdict in verdicts if verdict.error is not None]
    if errors and len(verdicts) == 1:
        assert errors[0].error is not None
        raise errors[0].error
    if errors:
        return _refused(desk, verdicts, errors)
    if not desk.is_trial:
        with desk.office.store.read() as tx:
            follows(tx, verdicts)
    _tell(desk, [(v.receipt, v.command) for v in verdicts if v.receipt is not None], said, follows)
    return 0


def _tell(
    desk: "Desk", done: Sequence[tuple[Receipt, Command]], said: str, follows: Follows
) -> None:
    """Tell what became of acts; one receipt as such, several as a list."""
    extra = {"dry_run": True} if desk.is_trial else {}
    shown = [receipt_as_json(receipt, desk.lang) | extra for receipt, _ in done]
    desk.out.data(shown[0] if len(shown) == 1 else shown)
    if desk.out.as_json:
        return
    for receipt, command in done:
        _show(desk, receipt, said, command)
        for line in follows.of(receipt.case):
            desk.out.line(line)
    for batch in dict.fromkeys(_batch(receipt, command) for receipt, command in done):
        if batch and not desk.is_trial:
            desk.out.say("waiting.batch", batch=batch)
    for line in follows.more:
        desk.out.line(line)


def _batch(receipt: Receipt, command: Command) -> str | None:
    """The batch in which an act waits for a second person, if it waits in one."""
    return batch_of(command) if receipt.waiting else None


def _show(desk: "Desk", receipt: Receipt, said: str, command: Command) -> None:
    names, kind = _names(desk, receipt, command)
    move = command.move
    title = names.outline.move_title(kind, move, desk.lang)
    prefix = say("dry-run", desk.lang) if desk.is_trial else ""
    if batch := _batch(receipt, command):
        named = {"move": title, "case": receipt.case, "batch": batch}
        desk.out.line(prefix + say("waiting.in-batch", desk.lang, **named))
    elif receipt.waiting:
        told = "waiting.tried" if desk.is_trial else "waiting"
        desk.out.line(prefix + say(told, desk.lang, move=title, request=receipt.waiting))
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
        desk.out.line(in_full(names.outline, kind, move, answer, desk.lang, named=desk.is_trial))


def _of_duty(news: Mapping[str, Any], case: str, lang: str) -> str:
    """What an act makes of one duty."""
    day = news["due_on"] or phrase("no-day", lang)
    given = {"duty": news["title_en" if lang == "en" else "title"], "day": day}
    how = str(news["how"])
    text = phrase(how, lang, **given) if how in SAID else say(f"righted.{how}", lang, **given)
    return text if news["case"] == case else say("righted.case", lang, case=news["case"], news=text)


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
