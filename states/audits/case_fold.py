"""One case, folded from its history and compared with its row: I1, I5, I6."""

from typing import Any

import orjson

from config.vocabulary import SYSTEM, UNDERTAKING
from states.acts.remarks import NOTE
from states.audits.authority import Person
from states.audits.chains import Chain
from states.audits.columns import COLUMNS
from states.audits.comparing import differing
from states.audits.displaced import Displaced
from states.audits.duty_fold import DutyFold
from states.audits.findings import Audit
from states.audits.rulings import state_title
from states.audits.unannounced import Unannounced
from states.commands import ANNOUNCE
from states.decisions.columns import joint_of
from states.decisions.inherited import UNIT
from states.history import as_text
from states.ledger import LEDGER
from states.plan import PUTTING_RIGHT
from states.record.cited import stands_after
from states.record.stored import Entry

_NOTHING: frozenset[str] = frozenset()
RUN = "balance/"
# as in states.acts.opening_balance: facts of an opening balance need a second person


class CaseFold:
    """Takes a case's rows in order of their numbers, then the rows that they must add up to."""

    def __init__(self, audit: Audit, row: dict[str, Any]) -> None:
        self._audit, self._row = audit, row
        self.code, self._kind = row["code"], row["kind"]
        self._compiled = audit.version(row["programme"], row["programme_version"])
        self._chain = Chain(audit, self.code, self._kind)
        self._person = Person(audit, row, self._compiled)
        self._duties = DutyFold(audit, self.code, self._kind, self._compiled, row["unit_code"])
        self._displaced = Displaced(self._kind, self._compiled, self._duties)
        self._first: Entry | None = None
        self._last: Entry | None = None
        self._ended = False
        self._values: dict[str, dict[str, Any]] = {"fields": {}, "documents": {}, "checks": {}}
        self._holds: dict[str, str] = {}
        self._columns: dict[str, Any] = {}
        self._unannounced = Unannounced(audit, self.code, self._kind, self._compiled)
        self._made: dict[int, tuple[str, str | None, str]] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        """Verify one entry against the ones before it and against its programme version."""
        self._chain.link(row)
        entry = Entry._make(row)
        self._follows(entry)
        flags = self._parsed(entry, "flags", entry.flags) if entry.flags != "[]" else []
        effects = self._parsed(entry, "effects", entry.effects) if entry.effects != "{}" else {}
        announced = effects.get("announced")
        if announced == "later":
            self._unannounced.decided(entry, self._last, self._seen())
        if entry.fields != "{}":
            self._fold(entry, "fields", entry.fields)
            self._fold_columns()
        if entry.documents != "{}":
            self._fold(entry, "documents", entry.documents)
        if entry.checks != "{}":
            self._fold(entry, "checks", entry.checks)
        if effects:
            self._effects(entry, effects)
        cited = effects.get("corrects")
        stood = self._stood(cited) if cited else None
        self._allowed(entry, flags, effects, stood)
        if moved := effects.get(UNIT):
            # whoever lets the unit be another acts for the one that it was
            self._unit_follows(entry, moved)
        self._first = self._first or entry
        self._last = entry
        self._made[entry.seq] = entry.move, stood if cited else entry.from_state, entry.to_state
        if entry.actor == SYSTEM:
            self._displaced.made(entry)
        if self._unannounced and announced != "later":
            self._unannounced.follows(entry, effects, self._seen())

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
        self._unannounced.close(bool(self._row["unannounced"]))
        self._person.close()
        self._duties.close(duties)
        self._displaced.close(self._audit)

    def _effects(self, entry: Entry, effects: dict[str, Any]) -> None:
        try:
            self._holds.update(effects.get("takes", {}))
            for bucket in effects.get("gives", {}):
                self._holds.pop(bucket, None)
            if cited := effects.get("corrects"):
                self._cites(entry, cited)
                self._displaced.put_right(entry, cited)
            self._duties.add(entry, effects)
            if opened := effects.get("reopens"):
                self._cites(entry, opened)
            if effects.get("reopened"):
                # written before an entry named the end that is none any more
                self._ended = False
            for says in filter(None, map(effects.get, PUTTING_RIGHT)):
                self._ended = bool(says.get("ended", self._ended))
        except (AttributeError, KeyError, TypeError, ValueError):
            self._unreadable(entry, "effects")

    def _unit_follows(self, entry: Entry, moved: Any) -> None:
        try:
            self._person.unit_was(moved["from"]["code"])
            self._columns["unit_name"] = moved["to"]["name"]
            self._columns["unit_code"] = moved["to"]["code"]
        except (KeyError, TypeError):
            self._unreadable(entry, "effects")

    def _cites(self, entry: Entry, cited: dict[str, Any]) -> None:
        """A correction, or an end that is none any more, names an entry that was there, by its
        move."""
        move, *_ = self._made.get(cited.get("seq", 0), (None,))
        lost = [] if move == cited.get("move") else [cited.get("seq")]
        others = [*cited.get("again", ()), *([cited["moved"]] if "moved" in cited else [])]
        for seq in [*lost, *(seq for seq in others if seq not in self._made)]:
            self._audit.at("I6", "CitesNothing", entry, self._kind, cited=seq)

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

    def _allowed(
        self,
        entry: Entry,
        flags: list[dict[str, Any]],
        effects: dict[str, Any],
        stood: str | None,
    ) -> None:
        is_record = entry.entry == "record"
        flagged = _NOTHING
        if flags and is_record:
            flagged = frozenset(str(flag.get("code")) for flag in flags)
        ruling = self._audit.ruling(self._kind, entry, flagged, stood)
        if ruling is None:
            named = {"programme": entry.programme, "version": entry.programme_version}
            self._audit.at("I6", "VersionUnknown", entry, self._kind, **named)
            return
        for invariant, code, parameters in ruling.breaches:
            self._audit.at(invariant, code, entry, self._kind, **parameters)
        if ruling.tells:
            self._told(entry, ruling.tells)
        if entry.actor != SYSTEM:
            after_end = (NOTE, ANNOUNCE)
            if self._ended and not is_record and entry.move not in after_end:
                self._audit.at("I6", "AfterEnd", entry, self._kind)
            self._person.acted(entry, self._columns)
            if not is_record:
                self._person.approved(entry, ruling.four_eyes, flags, effects)
            elif entry.run and entry.run.startswith(RUN):
                self._person.approved(entry, True, [], effects)
        self._ended = self._ended or ruling.ends

    def _stood(self, cited: Any) -> str | None:
        """Where the case stood at the place that a correction takes: when the first entry there was
        made, or after what holds again there."""
        try:
            after = stands_after(cited)
            _, stood, state = self._made[after or cited["seq"]]
        except (IndexError, KeyError, TypeError, AttributeError):
            return None
        return state if after else stood

    def _told(self, entry: Entry, recipients: tuple[str, ...]) -> None:
        # what follows from a command carries its id with a number appended
        commands = (entry.command, entry.command.rpartition(".")[0])
        for recipient in recipients:
            keys = {f"{command}/{self.code}/{recipient}" for command in commands}
            if not keys & self._audit.notices:
                self._audit.at("I13", "NoticeMissing", entry, self._kind, recipient=recipient)

    def _fold(self, entry: Entry, column: str, text: str) -> None:
        self._values[column].update(self._parsed(entry, column, text))

    def _parsed(self, entry: Entry, column: str, text: str) -> Any:
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

    def _fold_columns(self) -> None:
        if self._compiled is None:
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
            elif field.type in UNDERTAKING and name == "unit" and isinstance(value, dict):
                self._columns["unit_name"] = value.get("name")
                self._columns["unit_code"] = value.get("code") or None

        if joint := self._compiled.joint_fields(self._kind) if kind else ():
            self._fold_joint(joint)

    def _fold_joint(self, names: tuple[str, ...]) -> None:
        fields = self._values["fields"]
        if not any(name in fields for name in names):
            return
        try:
            joint = joint_of(fields, names)
        except (KeyError, TypeError, AttributeError):
            return  # the chain names the damaged entry
        self._columns["joint"] = as_text([list(unit) for unit in joint])
        self._columns["unit_codes"] = {unit.code for unit in joint if unit.code}

    def _compare(self) -> None:
        assert self._first is not None and self._last is not None
        row, folded = self._row, self._columns
        folded.pop("unit_codes", None)
        folded["ended"] = int(self._ended)
        folded["opened_at"] = self._first.recorded_at
        folded["changed_at"] = self._last.recorded_at
        folded["programme"] = self._last.programme
        if self._kind != LEDGER:
            folded["programme_version"] = self._last.programme_version
        for column, value in {**folded, **self._values, "holds": self._holds}.items():
            if found := differing(row[column], value):
                self._audit.add(
                    "I1",
                    "ColumnDiffers",
                    self.code,
                    self._last.seq,
                    column=COLUMNS.get(column, column),
                    column_en=column,
                    stored=found[0],
                    folded=found[1],
                )

    def _seen(self) -> dict[str, Any]:
        """What of the case its decisions change, as it stands."""
        values = {**self._values, "holds": self._holds}
        seen: dict[str, Any] = {name: dict(value) for name, value in values.items()}
        if self._last is not None:
            seen |= {"state": self._last.to_state, "changed_at": self._last.recorded_at}
        return seen | {"ended": int(self._ended)}
