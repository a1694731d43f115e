"""One case, folded from its history and compared with its row: I1, I5, I6."""

from typing import Any

import orjson

from config.vocabulary import SYSTEM
from states.chains import Chain
from states.compiled import Compiled
from states.consequences import FOLLOW_PARENT
from states.duty_fold import DutyFold
from states.findings import Audit
from states.ledger import LEDGER
from states.remarks import NOTE
from states.rulings import Act, state_title
from states.stored import Entry
from states.violations import COLUMNS

_NOTHING: frozenset[str] = frozenset()
_EMPTY = ("{}", "[]")
_SCOPED = {"jurisdiction": "jurisdiction", "category": "category", "unit": "unit_code"}


class CaseFold:
    """Takes a case's rows in order of their numbers, then the rows that they must add up to."""

    def __init__(self, audit: Audit, row: dict[str, Any]) -> None:
        self._audit, self._row = audit, row
        self.code, self._kind = row["code"], row["kind"]
        self._compiled = audit.version(row["programme"], row["programme_version"])
        self._chain = Chain(audit, self.code, self._kind)
        self._duties = DutyFold(audit, self.code, self._kind, self._compiled)
        self._first: Entry | None = None
        self._last: Entry | None = None
        self._ended = False
        self._values: dict[str, dict[str, Any]] = {"fields": {}, "documents": {}, "checks": {}}
        self._holds: dict[str, str] = {}
        self._columns: dict[str, Any] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        """Verify one entry against the ones before it and against its programme version."""
        self._chain.link(row)
        entry = Entry._make(row)
        self._follows(entry)
        flags = self._parsed(entry, "flags", entry.flags)
        effects = self._parsed(entry, "effects", entry.effects)
        for column, values in self._values.items():
            text = getattr(entry, column)
            if text != "{}":
                values.update(self._parsed(entry, column, text))
        self._fold_columns(entry)
        if effects:
            self._effects(entry, effects)
        self._allowed(entry, flags)
        if entry.actor != SYSTEM:
            self._by_person(entry, flags, effects)
        self._first = self._first or entry
        self._last = entry

    def close(self, duties: list[dict[str, Any]]) -> None:
        """Compare what the entries add up to with the case row and the duty rows."""
        if self._last is None:
            self._audit.add("I1", "CaseWithoutHistory", self.code)
            return
        self._chain.close(self._row, self._last)
        if self._row["state"] != self._last.to_state:
            self._audit.add(
                "I1",
                "StateDiffers",
                self.code,
                self._last.seq,
                stored=state_title(self._compiled, self._kind, self._row["state"]),
                folded=state_title(self._compiled, self._kind, self._last.to_state),
            )
        self._compare()
        self._duties.close(duties)

    def _effects(self, entry: Entry, effects: dict[str, Any]) -> None:
        try:
            self._holds.update(effects.get("takes", {}))
            for bucket in effects.get("gives", {}):
                self._holds.pop(bucket, None)
            self._duties.add(entry, effects)
        except (AttributeError, TypeError, ValueError):
            self._unreadable(entry, "effects")

    def _follows(self, entry: Entry) -> None:
        last = self._last
        if last is None:
            if entry.seq == 1 and entry.from_state is not None:
                self._from_differs(entry, None)
            return
        if entry.from_state != last.to_state and entry.seq == last.seq + 1:
            self._from_differs(entry, last.to_state)
        if entry.programme_version != last.programme_version and self._kind != LEDGER:
            self._audit.at(
                "I6",
                "VersionChanged",
                entry,
                self._kind,
                before=last.programme_version,
                after=entry.programme_version,
            )

    def _from_differs(self, entry: Entry, before: str | None) -> None:
        self._audit.at(
            "I6",
            "FromDiffers",
            entry,
            self._kind,
            from_state=state_title(self._compiled, self._kind, entry.from_state),
            before=state_title(self._compiled, self._kind, before),
        )

    def _allowed(self, entry: Entry, flags: list[dict[str, Any]]) -> None:
        compiled = self._audit.version(entry.programme, entry.programme_version)
        if compiled is None:
            named = {"programme": entry.programme, "version": entry.programme_version}
            self._audit.at("I6", "VersionUnknown", entry, self._kind, **named)
            return
        is_record = entry.entry == "record"
        act = Act(
            self._kind,
            entry.entry,
            entry.move,
            entry.from_state,
            entry.to_state,
            entry.role,
            entry.actor == SYSTEM,
            frozenset(str(f.get("code")) for f in flags) if is_record and flags else _NOTHING,
        )
        for invariant, code, parameters in self._audit.ruling(compiled, act):
            self._audit.at(invariant, code, entry, self._kind, **parameters)
        self._told(compiled, entry)
        is_act = not act.is_system and not is_record and entry.move != NOTE
        if self._ended and is_act:
            self._audit.at("I6", "AfterEnd", entry, self._kind)
        self._ended = self._ended or entry.move == FOLLOW_PARENT or self._is_end(compiled, entry)

    def _told(self, compiled: Compiled, entry: Entry) -> None:
        known = self._kind in compiled.programme.cases
        move = compiled.move(self._kind, entry.move) if known else None
        for effect in move.effects if move else ():
            if effect.do != "notify":
                continue
            # what follows from a command carries its id with a number appended
            commands = (entry.command, entry.command.rpartition(".")[0])
            keys = {f"{command}/{self.code}/{effect.target}" for command in commands}
            if not keys & self._audit.notices:
                self._audit.at(
                    "I13", "NoticeMissing", entry, self._kind, recipient=self._role(effect.target)
                )

    def _is_end(self, compiled: Compiled, entry: Entry) -> bool:
        kind = compiled.programme.cases.get(self._kind)
        state = kind.states.get(entry.to_state) if kind else None
        return state is not None and state.end is not None

    def _by_person(
        self, entry: Entry, flags: list[dict[str, Any]], effects: dict[str, Any]
    ) -> None:
        audit = self._audit
        if not entry.actor:
            audit.at("I5", "ActorMissing", entry, self._kind)
            return
        if entry.actor not in audit.accounts:
            audit.at("I5", "AccountUnknown", entry, self._kind)
            return
        closed = audit.accounts[entry.actor]
        if closed is not None and closed < entry.recorded_at:
            audit.at("I5", "AccountClosed", entry, self._kind)
        if self._kind == LEDGER and entry.role == SYSTEM:
            return
        parameters = {"role": self._role(entry.role), "role_en": entry.role, "scope": entry.scope}
        held = audit.held.get((entry.actor, entry.role, entry.scope), ())
        if not any(
            h.programme in ("*", entry.programme)
            and h.since <= entry.recorded_at
            and (h.until is None or h.until >= entry.recorded_at)
            for h in held
        ):
            audit.at("I5", "GrantMissing", entry, self._kind, **parameters)
        elif entry.scope != "programme" and not self._covers(entry.scope):
            audit.at("I5", "ScopeMayNot", entry, self._kind, **parameters)
        self._approved(entry, flags, effects)

    def _role(self, role: str) -> str:
        declared = self._compiled.programme.roles.get(role) if self._compiled else None
        return declared.title if declared else role

    def _covers(self, scope: str) -> bool:
        """Whether a scope covers the case as it stood: by the form's values so far, else by the
        row, whose value was inherited and never changed."""
        for part in scope.split(" "):
            name, _, value = part.partition(":")
            column = _SCOPED.get(name)
            if column is None:
                return False
            if self._columns.get(column, self._row[column]) != value:
                return False
        return True

    def _approved(self, entry: Entry, flags: list[dict[str, Any]], effects: dict[str, Any]) -> None:
        if self._compiled is None or self._kind == LEDGER or entry.entry == "record":
            return
        known = self._kind in self._compiled.programme.cases
        move = self._compiled.move(self._kind, entry.move) if known else None
        is_needed = any(f.get("kind") == "overridden" for f in flags)
        is_needed = is_needed or (move is not None and move.four_eyes)
        approval = effects.get("approval") if effects else None
        if approval is None:
            if is_needed:
                self._audit.at("I5", "ApprovalMissing", entry, self._kind)
        elif approval.get("by") == entry.actor:
            self._audit.at("I5", "SelfApproved", entry, self._kind)
        elif approval.get("by") not in self._audit.accounts:
            by = str(approval.get("by"))
            self._audit.at("I5", "AccountUnknown", entry, self._kind, actor=by)

    def _parsed(self, entry: Entry, column: str, text: str) -> Any:
        if text in _EMPTY:
            return {} if text == "{}" else []
        try:
            found = orjson.loads(text)
        except (TypeError, orjson.JSONDecodeError):
            found = None
        if column == "flags" and isinstance(found, list):
            return [flag for flag in found if isinstance(flag, dict)]
        if column != "flags" and isinstance(found, dict):
            return found
        self._unreadable(entry, column)
        return [] if column == "flags" else {}

    def _unreadable(self, entry: Entry, column: str) -> None:
        named = {"column": COLUMNS[column], "column_en": column}
        self._audit.at("I2", "EntryUnreadable", entry, self._kind, **named)

    def _fold_columns(self, entry: Entry) -> None:
        if entry.fields == "{}" or self._compiled is None:
            return
        kind = self._compiled.programme.cases.get(self._kind)
        for name, field in kind.form.items() if kind else ():
            value = self._values["fields"].get(name)
            if value is None:
                continue
            if name == "title":
                self._columns["title"] = value
            elif field.type in ("jurisdiction", "category"):
                self._columns[field.type] = value
            elif field.type == "organisation" and name == "unit" and isinstance(value, dict):
                self._columns["unit_name"] = value.get("name")
                self._columns["unit_code"] = value.get("code") or None

    def _compare(self) -> None:
        assert self._first is not None and self._last is not None
        row = self._row
        folded: dict[str, Any] = {
            **self._columns,
            "holds": self._holds,
            "ended": int(self._ended),
            "opened_at": self._first.recorded_at,
            "changed_at": self._last.recorded_at,
            "programme": self._last.programme,
            **self._values,
        }
        if self._kind != LEDGER:
            folded["programme_version"] = self._last.programme_version
        for column, value in folded.items():
            is_json = column in self._values or column == "holds"
            stored = _without_none(_json(row[column])) if is_json else row[column]
            expected = _without_none(value) if is_json else value
            if stored != expected:
                self._differs(column, stored, expected)

    def _differs(self, column: str, stored: Any, folded: Any) -> None:
        if isinstance(stored, dict) and isinstance(folded, dict):
            keys = [k for k in {**stored, **folded} if stored.get(k) != folded.get(k)]
            stored = {k: stored.get(k) for k in keys}
            folded = {k: folded.get(k) for k in keys}
        last = self._last
        self._audit.add(
            "I1",
            "ColumnDiffers",
            self.code,
            last.seq if last else None,
            column=COLUMNS.get(column, column),
            column_en=column,
            stored=_shown(stored),
            folded=_shown(folded),
        )


def _json(text: Any) -> Any:
    try:
        return orjson.loads(text)
    except (TypeError, orjson.JSONDecodeError):
        return text


def _without_none(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if item is not None}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
