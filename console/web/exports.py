"""What the pages show as files: a list with its filters, a case's dossier."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.tables import READABLE, as_bytes
from console.exports.views import VIEWS, view_of
from console.web import pages
from console.web.views import View
from console.web.views import view_of as page_of
from states.errors import BadInput
from states.queries.lists import CaseFilter, chosen

router = APIRouter()
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
}
OF_LISTS = ("cases", "due", "overdue", "quota", "stats")


@router.get("/exports/{name}.{suffix}")
def a_list(request: Request, name: str, suffix: str) -> Response:
    """A list, with the filters of its page. Raises Misuse for one that there is not."""
    asked = pages.Asked.of(request)
    view = page_of(request, programme=asked["programme"] or None, kind=asked["kind"] or None)
    if name not in OF_LISTS:
        raise Misuse("NoSuchName", what="view", given=name, meant="", known=list(OF_LISTS))
    wanted = asked.filter() if VIEWS[name].narrows else CaseFilter(programme=asked["programme"])
    return _file(view, name, f".{suffix}", wanted)


@router.get("/pilots/{code}/dossier.{suffix}")
def a_dossier(request: Request, code: str, suffix: str) -> Response:
    """All about one case. Raises UnknownCase, or Misuse for another kind of file."""
    view = page_of(request)
    with view.office.store.read() as tx:
        from states.queries.case_rows import require
        from states.queries.viewers import seen

        programme = require(tx, seen(tx, view.who, view.office.clock.now()), code)["programme"]
    return _file(view, "dossier", f".{suffix}", CaseFilter(programme=programme, codes=(code,)))


def _file(view: View, name: str, suffix: str, wanted: CaseFilter) -> Response:
    known = READABLE if name != "dossier" else (".docx", ".xlsx")
    if suffix not in known:
        raise Misuse("SheetSuffix", path=f"{name}{suffix}", known=known)
    with view.office.store.read() as tx:
        outline = chosen(view.office.store, tx, wanted.programme or None)
    if wanted.kind and wanted.kind not in outline.kinds:
        raise BadInput("UnknownKind", kind=wanted.kind, known=list(outline.kinds))
    kinds = (wanted.kind or outline.main_kind(),) if name == "cases" else ()
    asked = Asked(view.office, view.who, outline, view.lang, wanted, kinds)
    tables, about = view_of(asked, name)
    on = f"{asked.moment.astimezone(outline.tz):%Y-%m-%d}"
    stem = "-".join(filter(None, (asked.mark, about.name, *wanted.codes, on)))
    return Response(
        as_bytes(suffix, tables, about),
        media_type=TYPES[suffix],
        headers={"Content-Disposition": disposition(f"{stem}{suffix}", f"{name}{suffix}")},
    )


def disposition(name: str, plain: str) -> str:
    """The name of a download (RFC 6266): in full for browsers that read it, plain for others."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
