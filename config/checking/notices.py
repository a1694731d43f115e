"""Checks on the texts of notices: only names that can be filled in."""

from collections.abc import Iterator

from config.checking.findings import Finding, error, warning
from config.language.keys import nearest_chinese
from config.language.shortforms import nearest
from config.notices import NoTemplate, NoticeText, chinese, known_for, named_in
from config.programme import Programme


def check_notices(programme: Programme) -> Iterator[Finding]:
    """What is wrong with the notices of a programme."""
    for name, notice in programme.notices.items():
        for part in ("heading", "text"):
            yield from _text(notice, getattr(notice, part), ("notices", name, part))
        if notice.for_ == "move" and notice.duties:
            yield warning("notice-aside", ("notices", name, "duties"), name="duties")
        if notice.for_ != "move" and notice.moves:
            yield warning("notice-aside", ("notices", name, "moves"), name="moves")


def _text(notice: NoticeText, text: str, place: tuple[str, ...]) -> Iterator[Finding]:
    try:
        named = named_in(text)
    except NoTemplate as wrong:
        yield error("notice-text", place, text=wrong.name)
        return
    known = known_for(notice.for_)
    for name in named:
        if name not in known:
            choices = "、".join(f"{key}（{chinese(key)}）" for key in known)
            meant = nearest(name, known) or nearest_chinese(name, map(chinese, known))
            yield error("notice-variable", place, suggestion=meant, name=name, choices=choices)
