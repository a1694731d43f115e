"""What a newcomer sees at once: where the page is, what is due next, who to be, what to try."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

from config.settings import Settings
from console.demo import accounts_to_show, things_to_try
from console.widths import aligned
from console.words.welcome import say
from states.office import Office, open_office
from states.queries.staff import people
from states.queries.upcoming import next_instant

NAMED = 8
ZONE = ZoneInfo("Asia/Shanghai")


def welcome(settings: Settings, url: str, lang: str = "zh") -> Iterator[str]:
    """The lines to print once the pages answer."""
    with closing(open_office(settings.database_url)) as office:
        yield ""
        yield from aligned(list(_where(office, settings, url, lang)))
        if office.kind != "demo":
            yield say("stop", lang)
            return
        yield ""
        yield from _to_try(office, lang)
        yield say("stop", lang)
        if office.store.path:
            yield say("anew", lang, path=office.store.path)


def _to_try(office: Office, lang: str) -> Iterator[str]:
    things = things_to_try(office, lang)
    if not things:
        return
    yield say("try", lang)
    for number, thing in enumerate(things, 1):
        yield f"  {number}. {thing.title}"
        yield f"     {thing.command}"
        yield f"     → {thing.expect}"
    yield ""


def _where(office: Office, settings: Settings, url: str, lang: str) -> Iterator[tuple[str, str]]:
    now = _local(office.clock.now())
    yield say(f"kind.{office.kind}", lang), say("clock", lang, at=now.strftime("%Y-%m-%d %H:%M"))
    yield say("open", lang), url
    coming = next_instant(office, lang="en" if lang == "en" else "zh")
    if coming is not None:
        key = "last-day" if coming.until else "comes"
        day = f"{coming.on} {coming.until}".strip()
        what = {"on": day, "title": coming.title, "phrase": coming.phrase}
        yield say("next", lang), say(key, lang, **what)
    if office.kind == "real" and not settings.account:
        known = [found.account for found in people(office) if not found.closed_at]
        yield say("as", lang), say("as.nobody" if known else "as.none", lang, known=known[:NAMED])
    shown = accounts_to_show(office, lang) if office.kind == "demo" else []
    for place, one in enumerate(shown):
        yield say("accounts", lang) if not place else "", f"{one.account}  {one.what}"


def _local(at: datetime) -> datetime:
    return at.astimezone(ZONE)
