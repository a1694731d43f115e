"""A published year of the calendar, or its revision, taken into a database: the years kept, duties
counted again, each change an entry of its case, those concerned told once. All or nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.calendar_years import CalendarYear
from states.accounts import over_all, roles_over_all
from states.actions import retried
from states.acts.refused import refusals_kept
from states.calendars.changes import (
    DutyChange,
    Imported,
    days_changed,
    in_lines,
    recounted,
)
from states.calendars.recount import RECOMPUTE, Recounted
from states.calendars.years import NEW_YEAR, mark_of
from states.commands import Command, Via
from states.compiled import Compiled
from states.decisions.consequences import by_system
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Grant
from states.history import from_text, instant
from states.ledger import Event, note
from states.notices.reminders import recipients
from states.office import Office
from states.plan import Notice, Plan
from states.record.reading import Reader
from states.record.writing import Decided, append
from states.store import Tx
from states.tables import CALENDAR
from states.words.grounds import ground
from states.words.titles import NONE, titles

BY_CALENDAR = Via("calendar", auth="system")


def import_year(
    office: Office,
    year: CalendarYear,
    *,
    actor: str,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> Imported:
    """Count by a published year from now on. The same year again changes nothing. With `dry_run` it
    is only shown what would change.

    Raises Refused for an account that may not act for a whole programme that counts by the
    calendar; BadInput for a year that is not official, of an unused calendar, or that contradicts
    a revision already held."""
    work = _Import(office, year, actor, via, reason)
    with refusals_kept(office, "import-calendar", actor=actor, via=via, dry_run=dry_run):
        found = retried(lambda: work.done(dry_run=dry_run))
    if found.is_news and not dry_run:
        with office.store.read() as tx:
            office.renew_calendars(tx, mark_of(tx))
    return found


@dataclass(slots=True)
class _Import:
    office: Office
    year: CalendarYear
    actor: str
    via: Via
    reason: str

    def done(self, *, dry_run: bool) -> Imported:
        with self.office.store.write(keep=not dry_run) as tx:
            # whoever counts days from now on waits, and then counts by the new year
            mark = mark_of(tx, owning=True)
            now = self.office.recorded_at(tx)
            concerned = self._concerned(tx)
            grant = self._grant(tx, concerned, now)
            before = self.office.calendar(tx, self.year.calendar)
            held = before.year(self.year.year)
            if held.is_same(self.year):
                return Imported(self.year, held.version, is_news=False)
            if held.status == "official" and self.year.revision <= held.revision:
                raise BadInput("SameRevision", year=self.year.year, revision=held.revision)
            after = before.with_year(self.year)
            found = recounted(self.office, tx, concerned, self.year.year, after, instant(now))
            append(self.office, tx, [*self._decided(tx, found, now)], now)
            changes = tuple(change for _, _, change in found)
            told = self._tell(tx, concerned, changes, now)
            self._keep(tx, mark, now)
            self._note(tx, concerned, grant, changes)
        return Imported(
            self.year,
            held.version,
            True,
            (*days_changed(before, after, held, self.year),),
            changes,
            told,
        )

    def _concerned(self, tx: Tx) -> list[Compiled]:
        """The newest version of each programme that counts by the calendar."""
        if self.year.status != "official":
            raise BadInput("YearNotOfficial", year=self.year.year)
        versions = self.office.versions(tx).items()
        found = [self.office.compiled(tx, *version) for version in versions]
        found = [c for c in found if c.programme.calendar == self.year.calendar]
        if not found:
            raise BadInput("YearNotOfCalendar", calendar=self.year.calendar)
        return found

    def _grant(self, tx: Tx, concerned: list[Compiled], now: str) -> dict[str, Grant]:
        """The role in which the actor may, by programme. The year is the State Council's, not one
        programme's: who may act for the whole of one of them may say what it is."""
        account = Reader(self.office, tx, instant(now)).account(self.actor)
        grants = ((c.key, over_all(c.programme, account)) for c in concerned)
        found = {key: grant for key, grant in grants if grant is not None}
        if not found:
            able = [role for c in concerned for role in roles_over_all(c.programme)]
            who = list(dict.fromkeys(titles(able))) or NONE
            raise Refused([Refusal("MayNotImportYear", (), {"account": self.actor, "who": who})])
        return found

    def _decided(
        self, tx: Tx, found: list[tuple[Compiled, Recounted, DutyChange]], now: str
    ) -> Iterator[Decided]:
        written: dict[str, list[tuple[Compiled, Recounted, DutyChange]]] = {}
        for one in found:
            if one[1].change is not None:
                written.setdefault(one[2].case, []).append(one)
        codes = tx.listed(written)
        rows = tx.all(self.office.statements.cases, codes=codes) if written else []
        for row in rows:
            case = Case.from_row(row)
            after = case._replace(seq=case.seq + 1)
            of_case = written[case.code]
            clause = from_text(of_case[0][2].row["clause"])
            draft = by_system(after, RECOMPUTE, case.state, tuple(clause))
            draft.changes = [r.change for _, r, _ in of_case if r.change is not None]
            draft.extra = {"calendar": self._named()}
            name = f"system/calendar/{self.year.calendar}/{self.year.year}/{self.year.revision}"
            command = Command(
                f"{name}/{case.code}",
                draft.actor,
                RECOMPUTE,
                reason=self._ground(),
                via=BY_CALENDAR,
            )
            yield Decided(of_case[0][0], command, Plan(command.id, instant(now), [draft]))

    def _named(self) -> dict[str, Any]:
        document = self.year.source.document if self.year.source else ""
        found = {"calendar": self.year.calendar, "year": self.year.year}
        return found | {"revision": self.year.revision, "document": document}

    def _ground(self) -> str:
        document = self.year.source.document if self.year.source else ""
        key = "days-off-anew" if self.year.revision > 1 else "days-off"
        return ground(key, year=self.year.year, document=document)

    def _tell(
        self, tx: Tx, concerned: list[Compiled], changes: tuple[DutyChange, ...], now: str
    ) -> int:
        notices = [notice.row(now) for notice in self._notices(concerned, changes)]
        tx.many(self.office.statements.new_notice, notices)
        return len(notices)

    def _notices(
        self, concerned: list[Compiled], changes: tuple[DutyChange, ...]
    ) -> Iterator[Notice]:
        """One notice for each recipient, however many duties moved."""
        for compiled in concerned:
            of: dict[str, list[DutyChange]] = {}
            for change in changes:
                if change.programme == compiled.key and change.became == "moved":
                    roles = change.row["owed_by"].split(",")
                    for recipient in recipients(compiled.programme, roles, change.row):
                        of.setdefault(recipient, []).append(change)
            name = f"calendar/{self.year.calendar}/{self.year.year}/{self.year.revision}"
            for recipient, moved in of.items():
                yield Notice(
                    key=f"{name}/{compiled.key}/{recipient}",
                    topic="calendar",
                    recipient=recipient,
                    case=compiled.key,
                    subject=f"{self._ground()}，{len(moved)} 项期限按新安排重算",
                    body="\n".join(in_lines(moved)),
                )

    def _keep(self, tx: Tx, mark: str, now: str) -> None:
        body = self.year.model_dump_json(by_alias=True)
        tx.run(
            NEW_YEAR,
            **self._named(),
            digest=hashlib.sha256(body.encode()).hexdigest(),
            body=body,
            imported_at=now,
            imported_by=self.actor,
        )
        tx.run(self.office.statements.set_fact, key=CALENDAR, value=str(int(mark) + 1))

    def _note(
        self,
        tx: Tx,
        concerned: list[Compiled],
        grants: dict[str, Grant],
        changes: tuple[DutyChange, ...],
    ) -> None:
        digest = hashlib.sha256(self.year.model_dump_json(by_alias=True).encode()).hexdigest()
        for compiled in concerned:
            own = [change for change in changes if change.programme == compiled.key]
            counts = {
                word: sum(1 for change in own if change.became == word)
                for word in ("moved", "firm", "kept")
            }
            event = Event("import-calendar", {**self._named(), "digest": digest, **counts})
            note(
                self.office,
                tx,
                compiled,
                [event],
                actor=self.actor,
                via=self.via,
                reason=self.reason or self._ground(),
                grant=grants.get(compiled.key),
            )
