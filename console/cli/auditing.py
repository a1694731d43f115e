"""What an auditor asks: the log, the refusals, the verification, a checkpoint."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from console import places
from console.cli.desk import SYSTEM, Desk, at_desk
from console.cli.failing import readable
from console.cli.options import READING, Reading
from console.cli.parsing import count
from console.errors import Misuse
from console.files import text_of, unwritable
from console.moments import moment
from states.words.joining import apart

if TYPE_CHECKING:
    from states.queries.audit import RefusalRow

BROKEN = 1


def log(
    *,
    case: str | None = None,
    actor: str | None = None,
    role: str | None = None,
    move: str | None = None,
    entry: Literal["decision", "record"] | None = None,
    since: str | None = None,
    until: str | None = None,
    refused: bool = False,
    page: str | None = None,
    limit: int = 50,
    options: Reading = READING,
) -> None:
    """Entries of every case in reach, newest first; or what was refused."""
    with at_desk(options) as desk:
        most = count(limit, "--limit", 1, 500)
        if refused:
            _refusals(desk, page, most)
            return
        from console.cli import showing
        from states.queries.audit import LogFilter
        from states.queries.audit import log as entries

        wanted = LogFilter(
            case=case,
            actor=actor,
            role=role,
            move=move,
            entry=entry,
            since=moment(since, "--since", desk.zone) if since else None,
            until=moment(until, "--until", desk.zone) if until else None,
        )
        found = entries(desk.office, desk.actor, wanted, page=page, limit=most, lang=desk.lang)
        desk.out.data(found.as_json())
        showing.entries(desk, found.rows, "audit.log.none", with_case=True)
        _more(desk, found.next, len(found.rows))


def _refusals(desk: Desk, page: str | None, limit: int) -> None:
    from states.queries.audit import refusals

    found = refusals(desk.office, desk.actor, page=page, limit=limit, lang=desk.lang)
    desk.out.data(found.as_json())
    rows = [
        (
            desk.local(row.refused_at, seconds=True),
            row.actor,
            row.move_title,
            row.case or "",
            _why(row, desk.lang),
        )
        for row in found.rows
    ]
    head = ("head.when", "head.by", "head.move", "head.code", "head.reason")
    desk.out.table(head, rows, empty="audit.refused.none")
    _more(desk, found.next, len(found.rows))


def _why(row: "RefusalRow", lang: str) -> str:
    return apart([reason["message"] for reason in row.reasons], lang)


def _more(desk: Desk, page: str | None, shown: int) -> None:
    if page:
        desk.out.say("audit.more", shown=shown, page=page)


def verify(
    path: str | None = None, /, *, key: str | None = None, options: Reading = READING
) -> int:
    """Check every invariant from the stored rows; against an exported checkpoint if given."""
    with at_desk(options) as desk:
        from states.audits.oracle import check

        found = list(check(desk.office))
        if path is not None:
            from states.keeping.checkpoints import verify_against
            from states.keeping.notes import looks_like_one

            if not looks_like_one(text := text_of(path)):
                raise Misuse("NoCheckpoint", path=path)
            found += verify_against(desk.office, text, key)
        desk.out.data(
            {"ok": not found, "findings": [violation.as_json(desk.lang) for violation in found]}
        )
        if not found:
            desk.out.say("audit.ok")
            return 0
        if not options.json:
            for violation in found:
                desk.out.wrong(readable(f"{violation.invariant} {violation.message(desk.lang)}"))
            desk.out.note("audit.broken", count=len(found))
    return BROKEN


def checkpoint(*, out: str | None = None, options: Reading = READING) -> None:
    """A signed checkpoint of the log, to be kept elsewhere and compared with later. An account that
    is named must see every case; whoever keeps the database names none."""
    with at_desk(options) as desk:
        from console.serving.exported import keep
        from states.keeping.checkpoints import make
        from states.keeping.keys import signing_key

        try:
            text = make(
                desk.office,
                signing_key(places.keys()),
                Path(out) if out else None,
                by=desk.named or SYSTEM,
                via=desk.via,
            )
            keep(places.keys(), desk.office, text)
        except OSError as error:
            raise unwritable(error, error.filename or out or "") from error
        if out is None:
            desk.out.data({"checkpoint": text})
            desk.out.line(text.rstrip("\n"))
            return
        desk.out.data({"path": out})
        desk.out.say("checkpoint.made", path=out)
