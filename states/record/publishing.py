"""The rows that keep an unannounced decision from those who are not told: what they still see of
the case, and which entries they do not."""

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from states.office import Office
from states.plan import Draft
from states.record.statements import among
from states.store import Tx
from states.tables import SEEN, cases, unannounced_cases, unannounced_entries


class PublishingStatements:
    """The fixed statements, built once for each dialect."""

    def __init__(self, dialect: str) -> None:
        kept = unannounced_cases
        stays = ("code", "programme", "seq", "head", *SEEN)
        self.keep = insert(kept).from_select(
            ["root", "move", "case_code", *stays[1:]],
            select(
                bindparam("root").label("root"),
                bindparam("move").label("move"),
                *(cases.c[name] for name in stays),
            ).where(cases.c.code == bindparam("in_case"), cases.c.unannounced == 0),
        )
        self.decided_last = (
            update(kept)
            .where(kept.c.case_code == bindparam("in_case"))
            .values(move=bindparam("move"))
        )
        self.hide_entry = insert(unannounced_entries).values(
            {name: bindparam(name) for name in ("case_code", "seq", "root")}
        )
        of_case = cases.c.code == kept.c.case_code
        now = {n: select(cases.c[n]).where(of_case).scalar_subquery() for n in SEEN}
        values = {n: value for n, value in now.items() if n not in ("state", "ended")}
        self.show = update(kept).where(kept.c.case_code == bindparam("in_case")).values(now)
        self.show_values = (
            update(kept).where(kept.c.case_code == bindparam("in_case")).values(values)
        )
        of_root = kept.c.root == bindparam("in_root")
        self.announced = (
            update(cases)
            .where(cases.c.code.in_(select(kept.c.case_code).where(of_root)))
            .values(unannounced=0)
        )
        self.forget_cases = delete(kept).where(of_root)
        self.forget_entries = delete(unannounced_entries).where(
            unannounced_entries.c.root == bindparam("in_root")
        )
        self.kept = select(kept.c.case_code, kept.c.root, kept.c.move, kept.c.state).where(
            among(kept.c.case_code, "codes", dialect)
        )


@lru_cache(maxsize=2)
def publishing_statements(dialect: str) -> PublishingStatements:
    """The statements of a dialect."""
    return PublishingStatements(dialect)


class Publishing:
    """What a batch of entries hides and announces."""

    def __init__(self) -> None:
        self._decided: list[dict[str, Any]] = []
        self._hidden: list[dict[str, Any]] = []
        self._announced: list[dict[str, Any]] = []
        self._shown: list[dict[str, Any]] = []
        self._filled: list[dict[str, Any]] = []

    def add(self, draft: Draft, root: str) -> None:
        """Take an entry that is not simply public."""
        code = draft.after.code
        if draft.publicity == "announces":
            self._announced.append({"in_root": code})
        elif draft.publicity == "shows":
            stays = draft.from_state == draft.after.state
            (self._filled if stays else self._shown).append({"in_case": code})
        else:
            self._hidden.append({"case_code": code, "seq": draft.after.seq, "root": root})
            if draft.publicity == "later":
                self._decided.append({"in_case": code, "root": root, "move": draft.move})

    def before(self, office: Office, tx: Tx) -> None:
        """Keep the cases as they still are."""
        if self._decided:
            statements = publishing_statements(office.store.dialect)
            tx.many(statements.keep, self._decided)
            changes = ({k: row[k] for k in ("in_case", "move")} for row in self._decided)
            tx.many(statements.decided_last, list(changes))

    def after(self, office: Office, tx: Tx) -> None:
        """Hide entries, or make known what was hidden."""
        if not (self._hidden or self._announced or self._shown or self._filled):
            return
        statements = publishing_statements(office.store.dialect)
        tx.many(statements.hide_entry, self._hidden)
        tx.many(statements.show, self._shown)
        tx.many(statements.show_values, self._filled)
        tx.many(statements.announced, self._announced)
        tx.many(statements.forget_cases, self._announced)
        tx.many(statements.forget_entries, self._announced)
