"""The pages: what waits for me, the list of cases, one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.web.typed import typed
from console.web.views import View, view_of
from states import queries

if TYPE_CHECKING:
    from console.tour import Thing

router = APIRouter()
PAGE = 50
FILTERS = ("programme", "kind", "state", "jurisdiction", "category", "q", "due", "sort")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in a list's address; empty ones count as absent."""

    values: dict[str, str]

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Those of a request."""
        given = request.query_params
        return cls({name: given[name].strip() for name in FILTERS if given.get(name, "").strip()})

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def filter(self) -> queries.CaseFilter:
        """As the query takes them."""
        return queries.CaseFilter(
            programme=self["programme"] or None,
            kind=self["kind"] or None,
            state=self["state"] or None,
            jurisdiction=self["jurisdiction"] or None,
            category=self["category"] or None,
            text=self["q"],
            due=self["due"] or None,
            sort=self["sort"] or "code",
        )

    def link(self, **changes: str | None) -> str:
        """The address of the same list with other filters, from its first page."""
        wanted = {**self.values, **changes}
        kept = {name: value for name, value in wanted.items() if value}
        return "/pilots" + (f"?{urlencode(kept)}" if kept else "")

    def file(self, suffix: str) -> str:
        """The address of the same list as a file."""
        kept = {name: value for name, value in self.values.items() if value}
        return f"/exports/cases.{suffix}" + (f"?{urlencode(kept)}" if kept else "")

    def sort_link(self, column: str) -> str:
        """The address that sorts by a column, or turns it round."""
        return self.link(sort=f"-{column}" if self.sorted_by(column) == "up" else column)

    def sorted_by(self, column: str) -> str:
        """up, down, or empty."""
        sort = self["sort"] or "code"
        return {column: "up", f"-{column}": "down"}.get(sort, "")

    @property
    def is_narrow(self) -> bool:
        """Whether anything but kind, programme and order is asked for."""
        return any(self[name] for name in ("state", "jurisdiction", "category", "q", "due"))


@router.get("/")
def home() -> Response:
    """The to-do is where everybody starts."""
    return RedirectResponse("/inbox", status_code=307)


@router.get("/inbox")
def inbox(request: Request) -> Response:
    """What the account has to do."""
    view = view_of(request)
    found = queries.inbox(view.office, view.who, limit=PAGE, lang=view.lang)
    uses = _uses(view, None)
    return view.page("inbox.html", here="inbox", inbox=found, uses=uses, things=_things(view))


def _things(view: View) -> "Sequence[Thing]":
    """What a newcomer may try in the demonstration."""
    if not view.is_demo:
        return ()
    from console.tour import things_to_try

    return things_to_try(view.office, view.lang)


@router.get("/pilots")
def cases(request: Request) -> Response:
    """The list of cases; its address holds the filters."""
    asked = Asked.of(request)
    view = view_of(request, programme=asked["programme"] or None, kind=asked["kind"] or None)
    found = queries.cases(
        view.office,
        view.who,
        asked.filter(),
        page=request.query_params.get("page"),
        limit=PAGE,
        lang=view.lang,
    )
    is_first = not request.query_params.get("page")
    return view.page("cases.html", here="cases", found=found, asked=asked, is_first=is_first)


@router.get("/pilots/{code}")
def case(request: Request, code: str) -> Response:
    """All about one case."""
    view = view_of(request)
    shown = queries.dossier(view.office, view.who, code, lang=view.lang)
    entries = queries.history(view.office, view.who, code, lang=view.lang)
    duties = queries.calendar(view.office, view.who, code, lang=view.lang)
    return view.page(
        "case.html",
        here="cases",
        case=shown,
        entries=tuple(reversed(entries)),
        duties=duties,
        uses=_uses(view, shown),
        typed=partial(
            typed,
            case=shown,
            account=view.frame.account,
            today=view.w.iso_day(view.health.now),
            lang=view.lang,
        ),
    )


def _uses(view: View, shown: queries.Dossier | None) -> tuple[queries.QuotaUse, ...]:
    """The quotas of one body: totals, and on a case's page those that count it in its own field."""
    place = shown.jurisdiction if shown else view.frame.place
    if place is None:
        return ()
    wanted: dict[str, Any] = {"jurisdiction": place, "lang": view.lang}
    if shown:
        wanted |= {"programme": shown.programme, "kind": shown.kind}
    found = queries.quota(view.office, view.who, **wanted)
    held = {h.bucket for h in shown.holds} if shown else set()
    field = shown.field if shown else None
    years = (None, view.w.iso_day(view.health.now)[:4])
    return tuple(
        use
        for use in found
        if use.bucket in held
        or (use.year in years and (use.category is None or (shown and use.category == field)))
    )
