"""A move as it is typed on the command line, with everything that it still lacks."""

from collections.abc import Iterator

from config.settings import as_typed
from states.queries.answers import NextMove
from states.queries.dossiers import Dossier

_BLANKS = {"zh": ("文件", "理由", "说明"), "en": ("FILE", "REASON", "REMARK")}


def typed(move: NextMove, case: Dossier, account: str, today: str, lang: str) -> str:
    """The command line of a move on a case, by that account."""
    return " ".join([as_typed(), *_words(move, case, account, today, lang)])


def _words(move: NextMove, case: Dossier, account: str, today: str, lang: str) -> Iterator[str]:
    file, reason, remark = _BLANKS[lang]
    if move.creates:
        yield f"new {move.creates} --of {case.code}"
    else:
        yield f"do {move.move} {case.code}"
    yield f"--as {account}"
    there = set() if move.creates else {document.slot for document in case.documents}
    there -= set(move.needs_anew)
    yield from (f"--file {slot}={file}" for slot in move.needs if slot not in there)
    # a move that only changes fields is none without one
    asked = [name for name in move.asks if name not in move.defaults]
    yield from (f"--set {name}=…" for name in (asked if move.asks else move.changes[:1]))
    if move.has_checklist:
        yield f"--check all=pass@{today}:{remark}"
    if move.reason == "required":
        yield f"--reason {reason}"
