"""Reading, under lock, the facts on which commands are decided: set-based for a whole batch."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Executable

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.commands import Command
from states.compiled import Compiled
from states.decisions.consequences import SYSTEM_NAME
from states.decisions.numbering import code_of, counter_of
from states.decisions.prospect import prospective
from states.errors import BadInput, Refused, UnknownCase
from states.facts import Account, Case, DutyRow, Facts, Grant, QuotaRow, Unannounced
from states.history import stamp
from states.needs import MoveNeeds
from states.office import Office
from states.plan import Plan
from states.record.around import families_of, sought_by
from states.record.cited import cited_by
from states.record.events import events_of
from states.record.publishing import publishing_statements
from states.registers.look_back import LookBack, who_made
from states.store import Tx
from states.versions import version_for

Judge = Callable[[Compiled, Facts, Command], Plan]
_ROLE = 4
"""Where in an account's row the role begins; before it name, end, and from when to when."""


@lru_cache(maxsize=1024)
def account_of(account: str, name: str, roles: tuple[tuple[Any, ...], ...]) -> Account:
    """An account by its name and the roles that it holds, each as a grant's row says."""
    made = map(Grant._make, roles)
    return Account(account, name, tuple(g._replace(behalf_name=g.behalf_name or "") for g in made))


class Ready(NamedTuple):
    """A command of which it is known what it is about, its place among those asked, and what its
    move looks at; None for what no file declares."""

    place: int
    command: Command
    compiled: Compiled
    facts: Facts
    needs: MoveNeeds | None


class Reader:
    """Facts of many commands within one transaction. Quota rows are shared, so that the acts of one
    batch count against each other."""

    def __init__(
        self, office: Office, tx: Tx, now: datetime, arrived: datetime | None = None
    ) -> None:
        self.office, self.tx, self.now, self.arrived = office, tx, now, arrived
        self._accounts: dict[str, Account] = {}
        self._quotas: dict[tuple[str, str], QuotaRow] = {}
        self._statements = office.statements

    def facts(self, commands: Sequence[Command]) -> list[tuple[Compiled, Facts] | BadInput]:
        """For each command the programme and the facts, or what is wrong with it."""
        cases = self._cases({code for c in commands for code in (c.case, c.parent) if code})
        office, tx = self.office, self.tx
        sought = [sought_by(office, tx, c, cases[c.case]) for c in commands if c.case in cases]
        parents = {one.case.parent for one in sought if one.parent and one.case.parent}
        parents -= cases.keys()
        if parents:
            cases |= self._cases(parents)
        families = families_of(office, tx, self._statements.children, sought)
        duties = self._duties(cases.keys() | {c.code for group in families.values() for c in group})
        found: list[tuple[Compiled, Facts] | BadInput] = []
        for command in commands:
            try:
                found.append(self._of(command, cases, families, duties))
            except BadInput as error:
                found.append(error)
        self._add_needed(commands, found)
        if any(one.looks_back for one in sought):
            from states.record.corrected import add_corrected

            add_corrected(office, tx, self.quotas_of, commands, found)
        return found

    def account(self, name: str) -> Account:
        """The account with its roles. Raises BadInput if there is none, or it is closed."""
        if name == SYSTEM:
            return Account(SYSTEM, SYSTEM_NAME)
        if name not in self._accounts:
            rows = self.tx.rows(self._statements.account, account=name)
            if not rows or rows[0][1] is not None:
                raise BadInput("UnknownAccount", account=name)
            held = tuple(r[_ROLE:] for r in rows if r[_ROLE] is not None and self._holds(*r[2:4]))
            self._accounts[name] = account_of(name, rows[0][0], held)
        return self._accounts[name]

    def _holds(self, since: str | None, until: str | None) -> bool:
        """Whether a role that is held for a time is held now."""
        if since is None and until is None:
            return True
        at = stamp(self.now)
        return (since is None or since <= at) and (until is None or at < until)

    def _of(
        self,
        command: Command,
        cases: dict[str, Case],
        families: dict[str, list[Case]],
        duties: dict[str, list[DutyRow]],
    ) -> tuple[Compiled, Facts]:
        case = cases.get(command.case) if command.case else None
        if command.case and case is None:
            raise UnknownCase(case=command.case)
        parent_code = case.parent if case else command.parent
        parent = cases.get(parent_code) if parent_code else None
        if command.parent and parent is None:
            raise UnknownCase(case=command.parent)
        compiled = self._compiled(command, case or parent)
        account = self.account(command.actor)
        named = case or parent
        if named is not None and account.account != SYSTEM and not account.sees(named):
            # whoever may not see a case is not to learn that there is one
            raise UnknownCase(case=named.code)
        facts = Facts(case, account, self.now, parent=parent, arrived=self.arrived)
        if case is not None:
            if command.corrects is not None:
                facts.cited = cited_by(self.tx, case.code, command.corrects)
            facts.duties = duties.get(case.code, [])
            codes = [case.code, case.parent or ""] if families else []
            for code in codes:
                if code in families and code not in facts.families:
                    facts.families[code] = families[code]
                    facts.child_duties |= {c.code: duties.get(c.code, []) for c in families[code]}
                    codes += [child.code for child in families[code]]
        if parent is not None:
            facts.parent_duties = duties.get(parent.code, [])
        return compiled, facts

    def _compiled(self, command: Command, known: Case | None) -> Compiled:
        """A case stays under its version, and so do its children; a new one falls under the version
        of the day on which it was received."""
        if known is not None:
            return self.office.compiled(self.tx, known.programme, known.programme_version)
        return version_for(self.office, self.tx, command, self.arrived or self.now)

    def _add_needed(
        self, commands: Sequence[Command], found: list[tuple[Compiled, Facts] | BadInput]
    ) -> None:
        """What only some moves look at, read once for the whole batch."""
        ready = []
        for n, (command, one) in enumerate(zip(commands, found, strict=True)):
            if not isinstance(one, BadInput):
                compiled, facts = one
                kind = facts.case.kind if facts.case else str(command.kind)
                needs = compiled.needs(kind, command.move)
                ready.append(Ready(n, command, compiled, facts, needs))
        self._add_kept(ready)
        self._add_events(ready)
        self._add_course(ready)
        asking: list[tuple[Ready, Case, Move, MoveNeeds]] = []
        for item in ready:
            try:
                asked = _asking(item)
            except BadInput as error:
                found[item.place] = error
                continue
            if asked is not None:
                asking.append((item, *asked))
        if not asking:
            return
        units = {unit for _, after, _, needs in asking if needs.units for unit in after.units}
        back = LookBack(self.office, self.tx, units) if units else None
        made_on = [after.code for _, after, _, needs in asking if needs.made]
        made = who_made(self.office, self.tx, made_on) if made_on else {}
        for (_, _, compiled, facts, _), after, move, needs in asking:
            facts.made = made.get(after.code, frozenset())
            if back:
                back.add(facts, after, needs)
            if wanted := _buckets(compiled, facts, move, after, needs):
                facts.quotas = self.quotas_of(compiled, wanted)

    def _add_kept(self, ready: Sequence[Ready]) -> None:
        """What is decided on the cases and not announced; the slots that come back with that."""
        kept = [one for one in ready if one.facts.case and one.facts.case.unannounced]
        if not kept:
            return
        rows = self.tx.all(
            publishing_statements(self.office.store.dialect).kept,
            codes=self.tx.listed(one.facts.case.code for one in kept if one.facts.case),
        )
        known = {row["case_code"]: Unannounced.stored(row) for row in rows}
        for _, _, compiled, facts, _ in kept:
            assert facts.case is not None
            facts.kept = known.get(facts.case.code)
            facts.quotas = self.quotas_of(compiled, set(facts.case.holds))

    def _add_events(self, ready: Sequence[Ready]) -> None:
        """Earlier moves from which something runs, or that may be made only so often."""
        codes: set[str] = set()
        moves: set[str] = set()
        for _, _, _, facts, needs in ready:
            if needs is not None and (needs.own_events or needs.parent_events):
                codes |= {case.code for case in (facts.case, facts.parent) if case}
                moves |= needs.own_events | needs.parent_events
        events = events_of(self.office, self.tx, codes, moves) if codes else {}
        for one in ready if events else ():
            one.facts.events = events

    def _add_course(self, ready: Sequence[Ready]) -> None:
        """What was done before on cases of which facts are recorded."""
        on_cases = [
            one.facts for one in ready if one.command.occurrence is not None and one.facts.case
        ]
        if not on_cases:
            return
        from states.record.courses import courses_of

        codes = {facts.case.code for facts in on_cases if facts.case}
        courses = courses_of(self.office, self.tx, codes)
        for facts in on_cases:
            assert facts.case is not None
            facts.course = courses.get(facts.case.code, ())

    def quotas_of(self, compiled: Compiled, wanted: set[str]) -> dict[str, QuotaRow]:
        """The buckets, under lock; those that a unit or a year takes first are opened."""
        missing = [b for b in wanted if (compiled.key, b) not in self._quotas]
        if missing:
            rows = self._buckets(compiled, missing)
            if len(rows) < len(missing):
                rows += self._opened(compiled, set(missing) - {bucket for bucket, *_ in rows})
            for row in rows:
                self._quotas[compiled.key, row[0]] = QuotaRow(*row)
        return {
            b: self._quotas[compiled.key, b] for b in wanted if (compiled.key, b) in self._quotas
        }

    def _buckets(self, compiled: Compiled, keys: list[str]) -> list[tuple[Any, ...]]:
        s, programme = self._statements, compiled.key
        if len(keys) == 1:
            return self.tx.rows(s.quota, programme=programme, bucket=keys[0])
        return self.tx.rows(s.quotas, programme=programme, buckets=self.tx.listed(keys))

    def _opened(self, compiled: Compiled, missing: set[str]) -> list[tuple[Any, ...]]:
        """The rows of units and years in which a quota is taken for the first time."""
        found = [bucket for key in sorted(missing) if (bucket := compiled.buckets.arising(key))]
        if not found:
            return []
        s = self._statements
        self.tx.many(s.open_bucket, [bucket.row(compiled.key) for bucket in found])
        return self._buckets(compiled, [bucket.key for bucket in found])

    def numbered(self, compiled: Compiled, facts: Facts, command: Command, judge: Judge) -> Plan:
        """What is decided on a new case, which has the next number; the number is free again if the
        act is refused or only asked for."""
        move = compiled.move(str(command.kind), command.move)
        if move is None:
            return judge(compiled, facts, command)
        _, after = prospective(compiled, facts, command, move)
        if after.parent is not None:
            row = self.tx.one(self._statements.count_children, parent=after.parent, kind=after.kind)
            facts.number = 1 + (int(next(iter(row.values()))) if row else 0)
            return judge(compiled, facts, command)
        name = counter_of(compiled, after)
        facts.number = self._next_number(name)
        # another programme of the office may give the same codes
        while self._cases({code_of(compiled, after, facts.number)}):
            facts.number = self._next_number(name)
        try:
            plan = judge(compiled, facts, command)
        except (Refused, BadInput):
            self.tx.run(self._statements.free_number, in_name=name)
            raise
        if plan.approval:
            self.tx.run(self._statements.free_number, in_name=name)
        return plan

    def _next_number(self, counter: str) -> int:
        row = self.tx.one(self._statements.next_number, name=counter)
        assert row is not None
        return int(row["value"])

    def _cases(self, codes: set[str]) -> dict[str, Case]:
        s = self._statements
        found = map(Case.stored, self._of_codes(s.case, s.cases, codes))
        return {case.code: case for case in found}

    def _of_codes(
        self, of_one: Executable, of_many: Executable, codes: set[str]
    ) -> list[tuple[Any, ...]]:
        if len(codes) == 1:
            return self.tx.rows(of_one, code=next(iter(codes)))
        return self.tx.rows(of_many, codes=self.tx.listed(codes)) if codes else []

    def _duties(self, codes: set[str]) -> dict[str, list[DutyRow]]:
        found: dict[str, list[DutyRow]] = {}
        s = self._statements
        for duty in map(DutyRow._make, self._of_codes(s.duties_of, s.duties, codes)):
            found.setdefault(duty.case_code, []).append(duty)
        return found


def _asking(one: Ready) -> tuple[Case, Move, MoveNeeds] | None:
    """The case as a command would leave it, where its move looks at more than cases and duties.
    Raises BadInput for values that cannot be read."""
    _, command, compiled, facts, needs = one
    if needs is None or _puts_right(command, facts):
        return None
    kind = facts.case.kind if facts.case else command.kind
    move = compiled.move(str(kind), command.move)
    assert move is not None
    slots = needs.quotas or needs.above or _moves_slots(facts, command, needs)
    if not (needs.units or slots or needs.made):
        return None
    before, after = prospective(compiled, facts, command, move)
    if facts.case is not None:
        facts.prospect = before, after
    return after, move, needs


def _moves_slots(facts: Facts, command: Command, needs: MoveNeeds) -> bool:
    """Whether slots that the case holds may move with what the command sets."""
    if not needs.recounts or facts.case is None or not facts.case.holds:
        return False
    return not needs.recounts.isdisjoint(command.fields)


def _buckets(
    compiled: Compiled, facts: Facts, move: Move, after: Case, needs: MoveNeeds
) -> set[str]:
    """The quotas in which an act may count."""
    wanted: set[str] = set()
    if needs.quotas:
        wanted = {*after.holds, *compiled.buckets.taken(move.takes, after)}
    if needs.above or (needs.recounts and after.holds):
        from states.decisions.recounting import concerned

        wanted |= concerned(compiled, facts, facts.case or after, after, move)
    return wanted


def _puts_right(command: Command, facts: Facts) -> bool:
    """Whether the command only says of the same move how it really was, where it stands."""
    cited = facts.cited
    return cited is not None and cited.move == command.move and cited.moved is None
