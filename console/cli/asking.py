"""Questions: what waits, which cases, one case, its history, what falls due, quotas."""

from console.cli import showing
from console.cli.desk import Desk, at_desk
from console.cli.options import READING, Reading
from console.cli.parsing import count
from console.moments import past


def todo(*, limit: int = 50, options: Reading = READING) -> None:
    """What waits for the account that asks."""
    with at_desk(options) as desk:
        from states.queries.inboxes import inbox

        most = count(limit, "--limit", 1, 500)
        found = inbox(desk.office, desk.actor, limit=most, lang=desk.lang)
        desk.out.data(found.as_json())
        desk.out.say("todo.mine" if found.total else "todo.none", count=found.total)
        for group in found.groups:
            showing.todo(desk, group.items)
        shown = sum(len(group.items) for group in found.groups)
        if found.total > shown:
            desk.out.say("todo.more", shown=shown, most=min(found.total, 500))
        if not options.json:
            showing.told_last(desk)


def list_cases(
    *,
    kind: str | None = None,
    state: str | None = None,
    jurisdiction: str | None = None,
    category: str | None = None,
    text: str = "",
    due: str | None = None,
    sort: str = "code",
    programme: str | None = None,
    page: str | None = None,
    limit: int = 50,
    options: Reading = READING,
) -> None:
    """Cases in reach."""
    with at_desk(options) as desk:
        from console.cli.naming import Names
        from states.queries.lists import CaseFilter
        from states.queries.lists import list_cases as cases

        known = Names.all(desk)
        having = (key for key, names in known.items() if kind and names.has_kind(kind))
        names = Names.of(desk, programme or next(having, None))
        named, kind = kind, names.kind(kind) if kind else names.outline.main_kind()
        wanted = CaseFilter(
            programme=names.outline.key,
            kind=kind,
            state=names.state(kind, state) if state else None,
            jurisdiction=names.jurisdiction(jurisdiction) if jurisdiction else None,
            category=names.category(category) if category else None,
            text=text,
            due=due,
            sort=sort,
        )
        most = count(limit, "--limit", 1, 500)
        found = cases(desk.office, desk.actor, wanted, page=page, limit=most, lang=desk.lang)
        desk.out.data(found.as_json())
        showing.cases(desk, found, has_fields=bool(names.outline.declared.get("categories")))
        others = [name for name in names.outline.kinds if name != kind]
        if others and not named:
            titles = [names.outline.kind_title(name, desk.lang) for name in others]
            desk.out.say("list.others", kind=found.kind_title, kinds=titles)
        elsewhere = [key for key in known if key != names.outline.key]
        if elsewhere and programme is None:
            desk.out.say("list.elsewhere", title=found.programme_title, programmes=elsewhere)


def show(code: str, /, *, options: Reading = READING) -> None:
    """All about one case."""
    with at_desk(options) as desk:
        from states.queries.dossiers import dossier

        found = dossier(desk.office, desk.actor, code, lang=desk.lang)
        desk.out.data(found.as_json())
        if not options.json:
            showing.dossier(desk, found)


def history(
    code: str,
    /,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    options: Reading = READING,
) -> None:
    """The entries of a case, and with a moment given how it stood then."""
    with at_desk(options) as desk:
        from states.queries.histories import history as entries_of

        now = desk.office.clock.now()
        as_of_at = past(as_of, "--as-of", desk.zone, now) if as_of else None
        known = past(known_at, "--known-at", desk.zone, now) if known_at else None
        found = entries_of(
            desk.office, desk.actor, code, as_of=as_of_at, known_at=known, lang=desk.lang
        )
        desk.out.data([entry.as_json() for entry in found])
        if options.json:
            return
        showing.entries(desk, found, "history.none")
        if as_of_at and found:
            _stood(desk, code, as_of_at)


def _stood(desk: Desk, code: str, at: object) -> None:
    from states.queries.histories import as_of as stood

    found = stood(desk.office, desk.actor, code, at, lang=desk.lang)  # type: ignore[arg-type]
    showing.as_of(desk, found)


def due(*, days: int = 30, limit: int = 200, options: Reading = READING) -> None:
    """Duties overdue, and those falling due."""
    with at_desk(options) as desk:
        from states.queries.duties import due as coming
        from states.queries.duties import overdue

        most = count(limit, "--limit", 1, 500)
        within = count(days, "--days", 0, 36_500)
        over = overdue(desk.office, desk.actor, limit=most, lang=desk.lang)
        soon = coming(desk.office, desk.actor, days=within, limit=most, lang=desk.lang)
        desk.out.data({"overdue": over.as_json(), "due": soon.as_json()})
        showing.duties(desk, (*over.rows, *soon.rows), empty="due.none", with_case=True)
        for part in (over, soon):
            if part.total > len(part.rows):
                desk.out.say("list.total", total=part.total)


def quota(
    *,
    jurisdiction: str | None = None,
    programme: str | None = None,
    options: Reading = READING,
) -> None:
    """What is used of each quota."""
    with at_desk(options) as desk:
        from console.cli.naming import Names
        from states.queries.quotas import quota as use_of

        names = Names.of(desk, programme)
        place = names.jurisdiction(jurisdiction) if jurisdiction else None
        key = names.outline.key if programme else None
        found = use_of(desk.office, desk.actor, programme=key, jurisdiction=place, lang=desk.lang)
        desk.out.data([row.as_json() for row in found])
        showing.quotas(desk, found)
