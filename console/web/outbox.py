"""The page of notices: what is to go out, what went out, what did not arrive."""

from fastapi import APIRouter, Request, Response

from console.web.views import view_of

router = APIRouter()
PAGE = 50


@router.get("/outbox")
def outbox(request: Request) -> Response:
    """The account's own messages, and those of accounts within its reach."""
    # most pages need no programme in full, which the quiet hours do
    from states.notices.deliveries import rules_of
    from states.queries.messages import held_until, messages

    view = view_of(request)
    rules = rules_of(view.office, view.site.settings)
    found = messages(view.office, view.who, rules, limit=PAGE + 1, lang=view.lang)
    shown, has_more = found[:PAGE], len(found) > PAGE
    return view.page(
        "outbox.html", here="outbox", messages=shown, held=held_until(found), has_more=has_more
    )
