"""The history of a case as people read it, and how a case stood at an instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Executable, bindparam, select

from states.commands import CORRECT
from states.errors import BadInput
from states.history import from_text, instant, stamp
from states.instants import local_day, time_of
from states.queries.answers import Answer, Duty, Held
from states.queries.case_rows import require
from states.queries.duties_then import duties_then
from states.queries.form_values import sees_personal
from states.queries.looked_up import LookedUp, kept_by
from states.queries.outline import Outline, outline, title_of
from states.queries.persons import detail_shown, impersonal, scope_shown
from states.queries.quotas import held
from states.queries.rewritten import Rewritten, rewritten
from states.queries.viewers import Viewer, seen
from states.record.cited import corrected, replaced, truly
from states.record.statements import among
from states.registers.looking_up import REGISTER
from states.store import Store, Tx
from states.sweeps.by_clock import BY_CLOCK
from states.tables import history as entries
from states.words.entries import SAID, Lang, phrase
from states.words.grounds import in_english
from states.words.retelling import told

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class Entry(Answer):
    """One entry of the history. `from_state` is `from` and `to_state` is `to` in JSON. `settles`
    (duty, its title, status), `opens` (duty, its title, day), `overdue` (duty, its title) and
    `changes` (old day, new day, how, with which document) say what became of duties; `detail` is
    what an entry of the programme's own history is about; `corrects`: the entry that it puts right;
    `follows`: another case's correction that reached it; `register`: what the register said;
    `rewritten`: the fields that it gave another value."""

    case: str
    seq: int
    entry: Literal["decision", "record"]
    move: str
    move_title: str
    from_state: str | None
    from_title: str
    to_state: str
    to_title: str
    actor: str
    actor_name: str
    role: str
    role_title: str
    scope: str
    via: str
    received_at: str
    occurred_at: str
    recorded_at: str
    source: dict[str, Any] | None
    reason: str | None
    clause: tuple[str, ...]
    flags: tuple[dict[str, Any], ...]
    documents: dict[str, Any]
    run: str | None
    programme_version: int
    command: str
    prev_hash: str
    hash: str
    settles: tuple[tuple[str, str, str], ...]
    opens: tuple[tuple[str, str, str | None], ...]
    overdue: tuple[tuple[str, str], ...]
    changes: tuple[dict[str, Any], ...]
    approval: dict[str, Any] | None
    detail: dict[str, Any] | None
    corrects: dict[str, Any] | None
    follows: dict[str, Any] | None
    corrected_by: int | None
    register: tuple[LookedUp, ...] = ()
    rewritten: tuple[Rewritten, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether the entry settled a duty after its day."""
        return any(status == "late" for _, _, status in self.settles)

    @property
    def is_made_up(self) -> bool:
        """Whether a sweep brought it about a day or more after the instant from which it counts."""
        if not self.via.startswith(BY_CLOCK.channel):
            return False
        return instant(self.recorded_at) - instant(self.occurred_at) >= timedelta(days=1)

    def as_json(self) -> dict[str, Any]:
        """`history --json`."""
        renamed = {"from_state": "from", "to_state": "to"}
        return {renamed.get(k, k): v for k, v in Answer.as_json(self).items()}


@dataclass(frozen=True, slots=True)
class Standing(Answer):
    """How a case stood, folded from its history."""

    state: str
    state_title: str
    seq: int
    fields: dict[str, Any]
    documents: dict[str, Any]
    duties: tuple[Duty, ...]
    holds: tuple[Held, ...]
    checks: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AsOf(Answer):
    """Two answers about an instant: what was true then, by what is recorded now, and what was known
    then. None where the case was not yet."""

    code: str
    at: str
    true: Standing | None
    known: Standing | None


OF_CASE = select(entries).where(entries.c.case_code == bindparam("code")).order_by(entries.c.seq)


def history(
    office: "Office",
    who: str | Viewer,
    code: str,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    lang: Lang = "zh",
) -> tuple[Entry, ...]:
    """A case's entries from the first: `as_of` keeps those that had happened by then, `known_at`
    those that were recorded by then. Raises UnknownCase, or BadInput for a naive instant."""
    happened, recorded = _bound(as_of, "as-of"), _bound(known_at, "known-at")
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        row = require(tx, viewer, code)
        rows = [r for r in viewer.all(tx, OF_CASE, code=code) if r["recorded_at"] <= recorded]
        really, by = corrected(rows), replaced(rows)
        store = office.store
        wrote = rewritten(store, tx, rows, row["kind"], lang)
        return tuple(
            replace(
                entry_of(
                    outline(store, tx, r["programme"], r["programme_version"]), r, row["kind"], lang
                ),
                corrected_by=by.get(r["seq"]),
                rewritten=wrote[r["seq"]],
            )
            for r in rows
            if really.get(r["seq"], r["occurred_at"]) <= happened
        )


def as_of(
    office: "Office", who: str | Viewer, code: str, at: datetime, *, lang: Lang = "zh"
) -> AsOf:
    """How a case stood at an instant. Raises UnknownCase, or BadInput for a naive instant."""
    bound = _bound(at, "as-of")
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        case = require(tx, viewer, code)
        rows = viewer.all(tx, OF_CASE, code=code)
        personal = sees_personal(office.store, tx, viewer, case)

        known = [r | {"occurred_at": at} for r, at in zip(rows, truly(rows), strict=True)]

        def fold(column: str) -> Standing | None:
            kept = [r for r in (known if column == "occurred_at" else rows) if r[column] <= bound]
            return _standing(office.store, tx, case, kept, at, personal, lang) if kept else None

        return AsOf(code, bound, fold("occurred_at"), fold("recorded_at"))


def standings(
    store: Store,
    tx: Tx,
    viewer: Viewer,
    rows: Sequence[Mapping[str, Any]],
    at: datetime,
    lang: Lang,
) -> dict[str, Standing]:
    """How cases stood at an instant, given their rows; by code, those that were there by then."""
    happened = _bound(at, "as-of")
    entries_by: dict[str, list[dict[str, Any]]] = {}
    codes = [row["code"] for row in rows]
    for n in range(0, len(codes), _AT_ONCE):
        listed = tx.listed(codes[n : n + _AT_ONCE])
        for entry in viewer.all(tx, _of_cases(store.dialect), codes=listed, at=happened):
            entries_by.setdefault(entry["case_code"], []).append(entry)
    found = {}
    for row in rows:
        if kept := entries_by.get(row["code"]):
            personal = sees_personal(store, tx, viewer, row)
            found[row["code"]] = _standing(store, tx, row, kept, at, personal, lang)
    return found


_AT_ONCE = 1_000


@lru_cache(maxsize=2)
def _of_cases(dialect: str) -> Executable:
    return (
        select(entries)
        .where(
            among(entries.c.case_code, "codes", dialect),
            entries.c.occurred_at <= bindparam("at"),
        )
        .order_by(entries.c.case_code, entries.c.seq)
    )


def _bound(at: datetime | None, name: str) -> str:
    if at is None:
        return "9999"
    try:
        return stamp(at)
    except ValueError as error:
        raise BadInput("BadFilter", name=name, value=at, known="2026-06-30T12:00+08:00") from error


def entry_of(o: Outline, row: Mapping[str, Any], kind: str, lang: Lang) -> Entry:
    """A stored entry as people read it."""
    effects = from_text(row["effects"])
    return Entry(
        case=row["case_code"],
        seq=row["seq"],
        entry=row["entry"],
        move=row["move"],
        move_title=o.move_title(kind, row["move"], lang),
        from_state=row["from_state"],
        from_title=o.state_title(kind, row["from_state"], lang),
        to_state=row["to_state"],
        to_title=o.state_title(kind, row["to_state"], lang),
        actor=row["actor"],
        actor_name=row["actor_name"],
        role=row["role"],
        role_title=o.role_title(row["role"], lang),
        scope=scope_shown(o, kind, row["scope"]),
        via=row["via"],
        received_at=row["received_at"],
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
        source=from_text(row["source"]) if row["source"] else None,
        reason=_reason(o, row, lang),
        clause=tuple(from_text(row["clause"])),
        flags=tuple(told(flag, lang) for flag in from_text(row["flags"])),
        documents=from_text(row["documents"]),
        run=row["run"],
        programme_version=row["programme_version"],
        command=row["command"],
        prev_hash=row["prev_hash"],
        hash=row["hash"],
        settles=tuple((d, o.duty_title(d, lang), s) for d, _, s in effects.get("settles", ())),
        opens=tuple((d[0], o.duty_title(d[0], lang), d[2]) for d in effects.get("opens", ())),
        overdue=tuple((d, o.duty_title(d, lang)) for d, _ in effects.get("overdue", ())),
        changes=tuple(_changed(o, change, lang) for change in effects.get("changes", ())),
        approval=effects.get("approval"),
        detail=detail_shown(o, effects.get("event")),
        corrects=effects.get("corrects"),
        follows=effects.get("follows"),
        corrected_by=None,
        register=tuple(kept_by(o, kind, [row], lang)) if REGISTER in effects else (),
    )


def _reason(o: Outline, row: Mapping[str, Any], lang: Lang) -> str | None:
    reason: str | None = row["reason"]
    if not reason or lang != "en":
        return reason
    duties = o.declared.get("duties", {}).values()
    titles = {title_of(duty, "zh"): title_of(duty, "en") for duty in duties}
    return in_english(reason, by_system=row["actor"] == "system", titles=titles)


def _standing(
    store: Store,
    tx: Tx,
    case: Mapping[str, Any],
    rows: list[dict[str, Any]],
    at: datetime,
    personal: bool,
    lang: Lang,
) -> Standing:
    """Entries follow one another by number, also where a fact was recorded after a later one."""
    # what puts an earlier entry right says nothing of where the case stood then
    last = next(row for row in reversed(rows) if row["move"] != CORRECT)
    o = outline(store, tx, last["programme"], last["programme_version"])
    form = o.kinds.get(case["kind"], {}).get("form", {})
    fields: dict[str, Any] = {}
    documents: dict[str, Any] = {}
    checks: dict[str, Any] = {}
    holds: dict[str, str] = {}
    for row in rows:
        fields |= from_text(row["fields"])
        documents |= from_text(row["documents"])
        checks |= from_text(row["checks"])
        effects = from_text(row["effects"])
        holds |= effects.get("takes", {})
        for bucket in effects.get("gives", {}):
            holds.pop(bucket, None)
    return Standing(
        state=last["to_state"],
        state_title=o.state_title(case["kind"], last["to_state"], lang),
        seq=last["seq"],
        fields=fields if personal else impersonal(form, fields),
        documents=documents,
        duties=duties_then(o, case, rows, at, lang),
        holds=held(o, holds, lang),
        checks=checks,
    )


def _changed(o: Outline, change: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """A change of a duty as people read it: the old day and the new one side by side."""
    now = change["now"]
    shown: dict[str, Any] = {
        "duty": change["duty"],
        "n": change["n"],
        "title": o.duty_title(change["duty"], lang),
        "how": change["how"],
    }
    if "was" in change:
        on, at = change["was"]
        shown |= {"from": on, "from_time": time_of(on, at, o.zone), "to": now.get("due_on")}
        shown |= {"to_time": time_of(now.get("due_on"), now.get("due_at"), o.zone)}
    if "opened_at" in change:
        days = [local_day(instant(at), o.zone) for at in (change["opened_at"], now["opens_at"])]
        shown |= {"from": days[0].isoformat(), "to": days[1].isoformat()}
    if change["how"] in SAID:
        day = now.get("due_on") or change.get("due") or phrase("no-day", lang)
        shown["says"] = phrase(change["how"], lang, duty=shown["title"], day=day)
    if "for" in change:
        causes = (o.duty(change["duty"]).get("pause") or {}).get("for") or {}
        shown["cause"] = causes.get(change["for"], change["for"])
    known = ("order", "for", "left", "case", "kept", "why")
    rest = {key: change[key] for key in known if key in change}
    if now.get("provisional") == 0:
        rest["firm"] = True
    return shown | rest | {key: now[key] for key in ("status", "done") if key in now}
