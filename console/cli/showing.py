"""Answers as a person reads them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.cli.owing import day, day_of, day_of_duty, how_long, next_left, status_of, until
from console.standing import allowed, barred, noted
from console.words.texts import say
from states.words.entries import SYSTEM, phrase
from states.words.joining import Unsaid, apart, beside, either, later, listed

if TYPE_CHECKING:
    from console.cli.desk import Desk
    from states.queries.answers import (
        Child,
        Duty,
        FullQuota,
        HeldBack,
        Hindrance,
        NextMove,
        Request,
        Waiting,
    )
    from states.queries.dossiers import Dossier, Flag, Step
    from states.queries.histories import AsOf, Entry
    from states.queries.inbox_items import InboxItem
    from states.queries.lists import CasePage
    from states.queries.looked_up import LookedUp
    from states.queries.quotas import QuotaUse
    from states.queries.told import Told

SHOWN_FLAGS = 2
STEP = {"done": "✓", "current": "●", "ahead": "○", "skipped": "–"}


def within(title: str, parent: str) -> str:
    """A title, behind that of the case to which it belongs."""
    return f"{parent} · {title}" if parent else title


def todo(desk: "Desk", items: "Sequence[InboxItem]") -> None:
    """What waits, one line each."""
    lang, rows = desk.lang, []
    for item in items:
        by = say("exempted", lang) if item.exempted else day_of(item, lang)
        how = how_long(item, lang)
        choices = " / ".join(title for _, title in item.moves) if item.verb else item.what
        named = within(item.title, item.parent_title)
        if item.request and item.case is None and item.title != item.what:
            about = item.unit or item.jurisdiction_title or item.parent or ""
            named = within(beside(item.title, about, lang), item.what)
        rows.append((item.request or item.case, named, item.state_title, choices, by, how))
    desk.out.line()
    desk.out.table(
        ("head.code", "head.title", "head.state", "head.move", "head.due", "head.left"), rows
    )
    for item in items:
        _not_yet(desk, item)
        titles = {move: f"{item.case} {title}" for move, title in item.moves}
        lifted(desk, item.request or "", item.lifts)
        _refused(desk, titles, item.verb, item.full, item.refused)


def _not_yet(desk: "Desk", item: "InboxItem") -> None:
    """That something owed cannot be done yet, and what must happen first."""
    if item.is_open or not item.verb:
        return
    moves = either((title for _, title in item.moves), desk.lang)
    key, first = "first", ""
    if item.first:
        key, first = "first.by", either((_first(w, desk.lang) for w in item.first), desk.lang)
    desk.out.say(key, case=item.case, moves=moves, first=first)


def _first(waiting: "Waiting", lang: str) -> str:
    who, due = either(waiting.who_titles, lang), until(waiting, lang)
    return say("first.who", lang, who=who, move=waiting.move_title, due=due)


def _refused(
    desk: "Desk",
    titles: Mapping[str, str],
    taking: str,
    full: "Sequence[FullQuota]",
    refused: "Sequence[Hindrance]",
) -> None:
    """Which acts would be refused now, before anybody prepares them; `taking`: the one for which
    quotas are full."""
    if full:
        said = listed([quota.says for quota in full], desk.lang)
        desk.out.say("show.no-room", move=titles[taking], quotas=said)
    for move, title in titles.items():
        if why := [one.message for one in refused if one.move == move]:
            desk.out.say("show.refused", move=title, reasons=apart(why, desk.lang))


def _request(request: "Request", lang: str) -> tuple[str, ...]:
    what = beside(request.move_title, barred(request, lang), lang)
    return request.request, what, request.actor_name, request.reason


def lifted(desk: "Desk", request: str, rules: Sequence[str]) -> None:
    """Which rules whoever approves a request lets pass."""
    if rules:
        desk.out.say("requests.lifts", request=request, rules=apart(rules, desk.lang))


def told_last(desk: "Desk") -> None:
    """The last message to the account that asks."""
    from states.queries.told import last_message

    told = last_message(desk.office, desk.actor)
    if told is not None:
        desk.out.line()
        _told(desk, "todo.told", told)


def _told(desk: "Desk", key: str, told: "Told") -> None:
    channel = say("channel.file", desk.lang) if told.channel == "file" else told.channel
    desk.out.say(
        key,
        at=desk.local(told.sent_at),
        account=told.account,
        channel=channel,
        subject=told.subject,
    )


def cases(desk: "Desk", page: "CasePage", *, has_fields: bool) -> None:
    """A page of a list; `has_fields`: whether the programme knows fields (领域) at all."""
    lang = desk.lang
    rows = [
        [
            row.code,
            row.title,
            row.state_title + (say("unannounced", lang) if row.unannounced else ""),
            row.jurisdiction_title,
            *((row.field_title,) if has_fields else ()),
            row.unit or "",
            day(row.due_on, lang, provisional=row.provisional, time=row.due_time),
            next_left(row, lang),
        ]
        for row in page.rows
    ]
    field = ("field",) if has_fields else ()
    head = ["code", "title", "state", "place", *field, "unit", "due", "left"]
    if any(row.recorded_at for row in page.rows):
        head.append("happened")
        for row, found in zip(rows, page.rows, strict=True):
            noted = _recorded(desk, found.recorded_at, "show.recorded")
            row.append(desk.local(found.reached_at)[:10] + noted if noted else "")
    called = {"head.unit": page.unit_title}
    desk.out.table([f"head.{name}" for name in head], rows, empty="list.none", called=called)
    if page.next:
        desk.out.say("list.more", total=page.total, shown=len(page.rows), page=page.next)
    elif page.rows:
        desk.out.say("list.total", total=page.total)


def dossier(desk: "Desk", found: "Dossier") -> None:
    """All about one case."""
    out, lang = desk.out, desk.lang
    out.say("show.head", code=found.code, title=found.title)
    out.say("show.kind", kind=found.kind_title)
    kept = say("unannounced", lang) if found.unannounced else ""
    out.say("show.state", state=found.state_title + kept)
    if found.steps:
        out.say("show.steps", steps=_steps(desk, found.steps))
    out.say("show.programme", programme=found.programme_title, version=found.programme_version)
    if found.jurisdiction:
        out.say("show.place", place=found.jurisdiction_title)
    if found.field:
        out.say("show.field", field=found.field_title)
    if found.unit:
        out.say("show.unit", title=found.unit_title, unit=found.unit, code=found.unit_code or "")
    if found.parent:
        out.say("show.parent", code=found.parent.code, title=found.parent.title)
    _part(desk, "show.fields", [(f.title, f.shown) for f in found.fields])
    _part(desk, "show.documents", [(d.title, d.name, d.digest[:12]) for d in found.documents])
    verdicts = [(c.title, say(f"verdict.{c.verdict}", lang), c.on, c.remark) for c in found.checks]
    _part(desk, "show.checks", verdicts)
    _part(desk, "show.children", [_child(desk, child) for child in found.children])
    if found.duties:
        out.line()
        duties(desk, found.duties)
    _part(desk, "show.flags", [_flag(desk, flag) for flag in found.flags])
    _part(desk, "show.register", [(_asked_of(desk, r), r.says) for r in found.register])
    _part(desk, "show.requests", [_request(r, lang) for r in found.requests])
    for request in found.requests:
        lifted(desk, request.request, request.lifts)
    if found.told is not None:
        _told(desk, "show.told", found.told)
    _part(desk, "show.waiting", [_waiting(desk, w) for w in found.waiting])
    _held_back(desk, found.held_back)
    if found.moves:
        out.line()
        out.say("show.moves", moves=[_move(move) for move in found.moves])
        for move in found.moves:
            if move.defaults:
                out.say("show.today", move=_move(move), fields=list(move.defaults))
        for move in found.moves:
            _refused(desk, {move.move: move.title}, move.move, move.full, move.refused)
    out.say("show.seal", seq=found.seq, hash=found.hash[:16])


def _held_back(desk: "Desk", found: "Sequence[HeldBack]") -> None:
    for stuck in found:
        full = listed([quota.says for quota in stuck.full], desk.lang)
        why = [say("held-back.full", desk.lang, quotas=full)] if full else []
        why += [one.message for one in stuck.refused]
        why += [say("held-back.asked", desk.lang)] if stuck.asked else []
        desk.out.say("held-back", move=stuck.title, reasons=apart(why, desk.lang))


def _part(desk: "Desk", title: str, rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    desk.out.line()
    desk.out.say(title)
    shown = [["", *(cell.replace("\n", " ") for cell in row)] for row in rows]
    desk.out.columns([""] * len(shown[0]), (), shown)


def _steps(desk: "Desk", steps: "Sequence[Step]") -> str:
    shown = []
    for step in steps:
        on = f" {desk.local(step.on)[:10]}" if step.on else ""
        on += _recorded(desk, step.recorded_on, "show.recorded")
        shown.append(f"{STEP[step.position]} {step.title}{on}")
    return "  ".join(shown)


def _flag(desk: "Desk", flag: "Flag") -> tuple[str, ...]:
    by = flag.corrected_by
    corrected = say("entry.corrected", desk.lang, seq=by) if by else ""
    message = allowed(flag.message, flag.approved_by, desk.lang)
    return (message, desk.local(flag.on), corrected)


def _asked_of(desk: "Desk", said: "LookedUp") -> str:
    """By which act the register was asked: one that was made, or one that is ahead."""
    if said.on is None:
        return say("show.register.ahead", desk.lang, move=said.move_title)
    return f"{said.move_title} {desk.local(said.on)}"


def _recorded(desk: "Desk", at: str | None, key: str) -> str:
    """When a fact that happened elsewhere was recorded here; empty for what was done here."""
    return say(key, desk.lang, day=desk.local(at)[:10]) if at else ""


def _child(desk: "Desk", child: "Child") -> tuple[str, ...]:
    by = day(child.due_on, desk.lang, provisional=child.provisional, time=child.due_time)
    return (child.code, child.title, child.state_title, by, next_left(child, desk.lang))


def _move(move: "NextMove") -> Unsaid:
    return later(beside, move.title, f"new {move.creates}" if move.creates else move.move)


def _waiting(desk: "Desk", waiting: "Waiting") -> tuple[str, ...]:
    who = either(waiting.who_titles, desk.lang)
    how = "" if waiting.days_left is None else how_long(waiting, desk.lang)
    return (waiting.case, who, waiting.move_title, until(waiting, desk.lang), how)


def duties(
    desk: "Desk", found: "Sequence[Duty]", *, empty: str = "", with_case: bool = False
) -> None:
    """Duties, one line each."""
    lang = desk.lang
    head = ["head.duty", "head.who", "head.due", "head.status", "head.met", "head.clause"]
    rows = []
    for duty in found:
        rows.append(
            [
                duty.title,
                either(duty.owed_by_titles, lang),
                day_of_duty(desk, duty),
                status_of(duty, lang),
                desk.local(duty.met_at, seconds=bool(duty.due_time)),
                listed(duty.clause, lang),
            ]
        )
    if with_case:
        head = ["head.code", "head.title", *head]
        is_one = len({d.parent_title or d.case_title for d in found}) == 1
        named = [within(d.case_title, "" if is_one else d.parent_title) for d in found]
        rows = [[d.case, name, *row] for d, name, row in zip(found, named, rows, strict=True)]
    desk.out.table(head, rows, empty)


def entries(desk: "Desk", found: "Sequence[Entry]", empty: str, *, with_case: bool = False) -> None:
    """Entries of a history, one line each."""
    lang, rows = desk.lang, []
    for entry in found:
        change = entry.to_title
        if entry.from_title and entry.from_title != entry.to_title:
            change = f"{entry.from_title} → {entry.to_title}"
        recorded = entry.recorded_at if entry.entry == "record" else None
        marks = [_recorded(desk, recorded, "entry.record")] if recorded else []
        marks += [_recorded(desk, entry.recorded_at, "entry.made-up")] if entry.is_made_up else []
        if entry.corrected_by:
            marks.append(say("entry.corrected", lang, seq=entry.corrected_by))
        marks += [say("entry.late", lang)] if entry.is_late else []
        marks += _few(noted(entry, lang), lang)
        moment = desk.local(entry.occurred_at, seconds=True)
        who = entry.actor_name or entry.actor
        who = phrase(SYSTEM, lang) if entry.actor == SYSTEM else who
        row = [str(entry.seq), moment, entry.move_title, change, who]
        reason = [part.replace("\n", " ") for part in _grounds(entry, lang) if part]
        row += [apart(reason, lang), listed(entry.clause, lang), apart(marks, lang)]
        rows.append([entry.case, *row] if with_case else row)
    head = ["head.seq", "head.when", "head.move", "head.from-to", "head.by", "head.reason"]
    head += ["head.clause", "head.flags"]
    desk.out.table(["head.code", *head] if with_case else head, rows, empty)


def _few(marks: list[str], lang: str) -> list[str]:
    """The first marks; how many more there are is said, `show` has them all."""
    if len(marks) <= SHOWN_FLAGS:
        return marks
    return [*marks[:SHOWN_FLAGS], say("flags.more", lang, count=len(marks) - SHOWN_FLAGS)]


def _grounds(entry: "Entry", lang: str) -> Sequence[str]:
    """Why, and for a recorded fact where it happened."""
    source = entry.source or {}
    approved, corrects = entry.approval or {}, entry.corrects or {}
    named = corrects.get("moved", corrects.get("seq"))
    return (
        entry.reason or "",
        f"{source.get('system', '')} {source.get('reference', '')}".strip(),
        say("entry.approved", lang, name=approved.get("name", "")) if approved else "",
        say("entry.corrects", lang, seq=named) if named else "",
        say("entry.follows", lang, **entry.follows) if entry.follows else "",
        *(said.brief for said in entry.register),
        *(wrote.says for wrote in entry.rewritten),
        *(_moved(change, lang) for change in entry.changes),
    )


def _moved(change: Mapping[str, Any], lang: str) -> str:
    """The old day and the new one of a limit that was moved, with the document that allows it or
    what it is paused for."""
    if "says" in change:
        return str(change["says"])
    before, after = (_day_and_time(change, end) for end in ("from", "to"))
    if before == after:
        firm = change["how"] == "recomputed" and change.get("firm")
        return say("entry.firm", lang, duty=change["title"]) if firm else ""
    days = {"before": before or "—", "day": after or "—"}
    text = say("entry.moved", lang, duty=change["title"], **days)
    return beside(text, change.get("order") or change.get("cause") or "", lang)


def _day_and_time(change: Mapping[str, Any], end: str) -> str:
    return f"{change.get(end) or ''} {change.get(f'{end}_time', '')}".strip()


def as_of(desk: "Desk", found: "AsOf") -> None:
    """How a case stood at a moment."""
    at = desk.local(found.at)
    desk.out.line()
    if found.true is None:
        desk.out.say("asof.unborn", code=found.code, at=at)
        return
    desk.out.say("asof.head", code=found.code, at=at, state=found.true.state_title)
    duties(desk, found.true.duties)


def quotas(desk: "Desk", found: "Sequence[QuotaUse]") -> None:
    """Quotas, one line each; those of several programmes say of which."""
    rows = []
    of_several = len({use.programme for use in found}) > 1
    has_minimum = any(use.minimum for use in found)
    of_units = any(use.unit for use in found)
    for use in found:
        free = "" if use.free is None else use.free
        named = use.title + (f" · {use.category_title}" if use.category else "")
        cap = "—" if use.cap is None else use.cap
        over = use.over or ""
        short = say("quota.missed", desk.lang, n=use.short) if use.missed else use.short or ""
        least = (use.minimum or "", short) if has_minimum else ()
        whose = (use.programme,) if of_several else ()
        unit = (use.owner,) if of_units else ()
        row = (*whose, use.jurisdiction_title, *unit, named, use.used, cap, free, *least, over)
        rows.append((*row, listed(use.clause, desk.lang)))
    unit_heads = ("head.unit",) if of_units else ()
    heads = ("head.place", *unit_heads, "head.quota", "head.used", "head.cap", "head.free")
    least_heads = ("head.minimum", "head.short") if has_minimum else ()
    whose_heads = ("head.programme",) if of_several else ()
    desk.out.table(
        (*whose_heads, *heads, *least_heads, "head.over", "head.clause"),
        rows,
        empty="quota.none",
    )
