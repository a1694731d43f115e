"""What every page needs to know: who looks, in which language, at which time."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from config.settings import Settings, as_typed
from console.web.desk import Desk
from console.web.protection import CSRF_COOKIE, LOOPBACK, Protection
from console.web.shown import Writer
from states import queries
from states.office import Office

ACCOUNT_COOKIE = "shidian_account"
LANG_COOKIE = "shidian_lang"
YEAR = 365 * 24 * 3600
DEFAULT_ZONE = "Asia/Shanghai"


class Nobody(Exception):
    """Nobody is set to look as."""


class Remote(Exception):
    """A visitor from another machine, whose identity a local console cannot know."""


@dataclass(frozen=True, slots=True)
class Site:
    """What all requests share."""

    desk: Desk
    protection: Protection
    settings: Settings
    templates: Jinja2Templates


@dataclass(slots=True)
class View:
    """One request: `w` writes, `who` looks."""

    request: Request
    site: Site
    lang: str
    office: Office
    who: str
    frame: queries.Frame
    w: Writer
    health: queries.Health
    visitor: str

    @property
    def is_demo(self) -> bool:
        """Whether the database is a demonstration."""
        return self.office.kind == "demo"

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page with everything around it."""
        shown = self._around() | values
        answer = self.site.templates.TemplateResponse(
            self.request, template, shown, status_code=status
        )
        return self._cookies(answer)

    def _around(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "view": self,
            "w": self.w,
            "t": self.w.t,
            "lang": self.lang,
            "shidian": as_typed(),
            "frame": self.frame,
            "health": self.health,
            "kind": self.office.kind,
            "token": self.site.protection.token(self.visitor),
            "now": self.health.now,
            "other_lang": self._with_lang(),
            "todo": queries.inbox(self.office, self.who, limit=1, lang=self.lang).total,
        }
        if self.is_demo:
            found["upcoming"] = queries.next_instant(self.office, lang=self.lang)
            found["people"] = players(self.office)
        return found

    def _with_lang(self) -> str:
        other = "zh" if self.lang == "en" else "en"
        return str(self.request.url.include_query_params(lang=other).replace(scheme="", netloc=""))

    def _cookies(self, answer: Response) -> Response:
        if CSRF_COOKIE not in self.request.cookies:
            answer.set_cookie(CSRF_COOKIE, self.visitor, httponly=True, samesite="strict")
        if self.request.query_params.get("lang") in ("zh", "en"):
            answer.set_cookie(LANG_COOKIE, self.lang, max_age=YEAR, httponly=True, samesite="lax")
        return answer


def view_of(request: Request, *, programme: str | None = None, kind: str | None = None) -> View:
    """Who looks at what. Raises Nobody, Remote, Strange, BadInput or a Fault."""
    site: Site = request.app.state.site
    site.protection.check_host(request)
    lang = lang_of(request)
    office = site.desk.office
    who = account_of(request, office, site.settings)
    health = queries.health(office, limit=site.desk.limit)
    site.desk.sweep_if_stale(health)
    frame = queries.frame(office, who, programme=programme, kind=kind, lang=lang)
    writer = Writer(lang, frame.zone, office.clock.now())
    visitor = site.protection.visitor(request)
    return View(request, site, lang, office, who, frame, writer, health, visitor)


def lang_of(request: Request) -> str:
    """The language asked for, else remembered, else Chinese: a clerk's browser may say anything."""
    asked = request.query_params.get("lang")
    known = request.cookies.get(LANG_COOKIE)
    for lang in (asked, known):
        if lang in ("zh", "en"):
            return lang
    return "zh"


def account_of(request: Request, office: Office, settings: Settings) -> str:
    """Under which account this visitor looks. Only the demonstration lets a visitor choose.

    Raises Nobody, or Remote for a visitor of a real database who is not at this machine."""
    if office.kind != "real":
        chosen = request.cookies.get(ACCOUNT_COOKIE) or settings.account
        people = [p.account for p in players(office)]
        if chosen in people:
            return str(chosen)
        if people:
            return people[0]
        raise Nobody
    if request.client is None or request.client.host not in LOOPBACK:
        raise Remote
    if not settings.account:
        raise Nobody
    return settings.account


def players(office: Office) -> list[queries.AccountRow]:
    """The open accounts of a demonstration, those that a newcomer plays first."""
    # the demonstration's people are no part of a real database's pages
    from console.tour import accounts_to_show

    first = [shown.account for shown in accounts_to_show(office)]
    people = [p for p in queries.people(office) if p.closed_at is None]
    return sorted(people, key=lambda p: first.index(p.account) if p.account in first else 99)


def plain_writer(request: Request) -> Writer:
    """A writer for pages that know nothing of the office."""
    from datetime import UTC, datetime

    return Writer(lang_of(request), DEFAULT_ZONE, datetime.now(UTC))
