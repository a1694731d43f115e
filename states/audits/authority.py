"""Whether the person who acted could: an account, a role held then, a scope that covers the case, a
second person where one was needed. I5."""

from collections.abc import Mapping
from typing import Any

import orjson

from config.vocabulary import SYSTEM
from states.audits.columns import COLUMNS
from states.audits.findings import Audit
from states.compiled import Compiled
from states.facts import BEHALF, behalf_of, units_of
from states.ledger import LEDGER
from states.record.stored import Entry

_SCOPED = {"jurisdiction": "jurisdiction", "category": "category", "unit": "unit_code"}


def _about(entry: Entry) -> Mapping[str, Any]:
    try:
        event = orjson.loads(entry.effects)["event"]
    except (TypeError, KeyError, orjson.JSONDecodeError):
        return {}  # the chain names the damaged entry
    return event if isinstance(event, dict) else {}


class Person:
    """Judges the entries that people made on one case."""

    __slots__ = ("_audit", "_compiled", "_kind", "_row", "_waiting")

    def __init__(self, audit: Audit, row: Mapping[str, Any], compiled: Compiled | None) -> None:
        self._audit, self._row, self._compiled = audit, row, compiled
        self._kind = str(row["kind"])
        self._waiting: list[tuple[Entry, Mapping[str, Any]]] = []

    def acted(self, entry: Entry, columns: Mapping[str, Any]) -> None:
        """Whether the actor had an account and the role, and the scope covered the case; `columns`
        is what the case's form had said so far."""
        audit = self._audit
        if entry.actor not in audit.accounts:
            code = "AccountUnknown" if entry.actor else "ActorMissing"
            audit.at("I5", code, entry, self._kind)
            return
        closed = audit.accounts[entry.actor]
        if closed is not None and closed < entry.recorded_at:
            audit.at("I5", "AccountClosed", entry, self._kind)
        if self._kind == LEDGER and entry.role == SYSTEM:
            return
        held = audit.held.get((entry.actor, entry.role, entry.scope), ())
        # who may act for the whole of another programme gives the first roles of a new one
        anywhere = self._kind == LEDGER and entry.move == "grant" and entry.scope == "programme"
        if not any(stretch.covers(entry, anywhere=anywhere) for stretch in held):
            self._note("GrantMissing", entry)
        elif entry.scope != "programme" and not self._covers(entry, columns):
            if "unit_code" in columns:
                self._note("ScopeMayNot", entry)
            else:
                # an inherited unit that changes later is named by the entry with which it does
                self._waiting.append((entry, dict(columns)))

    def unit_was(self, code: str | None) -> None:
        """The inherited unit was this one until now: whoever acted for it could."""
        self._waiting, waiting = [], self._waiting
        for entry, columns in waiting:
            if not self._covers(entry, {**columns, "unit_code": code}):
                self._note("ScopeMayNot", entry)

    def close(self) -> None:
        """No unit followed any more: whoever acted for another than the row's could not."""
        for entry, _ in self._waiting:
            self._note("ScopeMayNot", entry)

    def approved(
        self,
        entry: Entry,
        four_eyes: bool,
        flags: list[dict[str, Any]],
        effects: Mapping[str, Any],
    ) -> None:
        """Whether a second person approved where the move or an overridden rule asks for one."""
        approval = effects.get("approval")
        if approval is None:
            if four_eyes or any(flag.get("kind") == "overridden" for flag in flags):
                self._audit.at("I5", "ApprovalMissing", entry, self._kind)
            return
        by = approval.get("by") if isinstance(approval, dict) else None
        if by is None:
            named = {"column": COLUMNS["effects"], "column_en": "effects"}
            self._audit.at("I2", "EntryUnreadable", entry, self._kind, **named)
        elif {by, approval.get("on_behalf_of")} & ({entry.actor, behalf_of(entry.scope)} - {None}):
            self._audit.at("I5", "SelfApproved", entry, self._kind)
        elif by not in self._audit.accounts:
            self._audit.at("I5", "AccountUnknown", entry, self._kind, actor=str(by))

    def _covers(self, entry: Entry, columns: Mapping[str, Any]) -> bool:
        """By the form's values so far, else by the row, whose value was inherited and never
        changed. What happens to the programme itself says whom it concerns."""
        about = _about(entry) if self._kind == LEDGER else {}
        for part in entry.scope.split(" "):
            name, _, value = part.partition(":")
            if part == "programme" or part.startswith(BEHALF):
                continue
            if self._kind == LEDGER:
                if about.get(name) != value:
                    return False
                continue
            if name == "unit" and value in self._joint(columns):
                continue
            column = _SCOPED.get(name)
            if column is None or columns.get(column, self._row[column]) != value:
                return False
        return True

    def _joint(self, columns: Mapping[str, Any]) -> set[str]:
        """The codes of the joint units: those of the form so far, else the inherited ones."""
        if "unit_codes" in columns:
            return columns["unit_codes"]  # type: ignore[no-any-return]
        try:
            return {unit.code for unit in units_of(self._row["joint"]) if unit.code}
        except (TypeError, orjson.JSONDecodeError):
            return set()  # the fold of the case names the damaged column

    def _note(self, code: str, entry: Entry) -> None:
        roles = self._compiled.programme.roles if self._compiled else {}
        declared = roles.get(entry.role)
        named = {"role": declared.title if declared else entry.role, "role_en": entry.role}
        self._audit.at("I5", code, entry, self._kind, scope=entry.scope, **named)
