"""The rows that keep an unannounced decision from those who are not told: what they still see of
the case and after which entry, and which entries they do not."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Integer, Text, Update, bindparam, delete, insert, select, update

from states.facts import Unannounced
from states.history import as_text
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
            {name: bindparam(name) for name in ("case_code", "seq", "root", "state")}
        )
        # what is said of a decision is made known with it, whichever case that is announced on
        self.hide_said = insert(unannounced_entries).from_select(
            ["case_code", "seq", "root"],
            select(kept.c.case_code, bindparam("seq", type_=Integer), kept.c.root).where(
                kept.c.case_code == bindparam("in_case")
            ),
        )
        self.show_entry = _show_entry()
        self.show = _show()
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
        self.kept = select(*(kept.c[name] for name in Unannounced._fields)).where(
            among(kept.c.case_code, "codes", dialect)
        )


def _show_entry() -> Insert:
    kept = unannounced_cases
    return insert(unannounced_entries).from_select(
        ["case_code", "seq", "root", "state"],
        select(
            kept.c.case_code,
            bindparam("seq", type_=Integer).label("seq"),
            kept.c.root,
            bindparam("state", type_=Text).label("state"),
        ).where(kept.c.case_code == bindparam("in_case")),
    )


def _show() -> Update:
    kept = unannounced_cases
    now = select(cases.c.changed_at).where(cases.c.code == kept.c.case_code).scalar_subquery()
    stands: dict[str, Any] = {name: bindparam(name) for name in SEEN if name != "changed_at"}
    stands["changed_at"] = now
    return update(kept).where(kept.c.case_code == bindparam("in_case")).values(stands)


def _shown(draft: Draft, seen: Unannounced) -> dict[str, Any]:
    """What somebody who is not told sees besides the state: what he saw before, and his own."""
    given = {"fields": draft.fields, "documents": draft.documents, "checks": draft.checks}
    values = {name: as_text({**getattr(seen, name), **own}) for name, own in given.items()}
    holds = {b: c for b, c in {**seen.holds, **draft.takes}.items() if b not in draft.gives}
    return {"ended": seen.ended, "holds": as_text(holds), **values}


@lru_cache(maxsize=2)
def publishing_statements(dialect: str) -> PublishingStatements:
    """The statements of a dialect."""
    return PublishingStatements(dialect)


class Publishing:
    """What a batch of entries hides and announces."""

    def __init__(self) -> None:
        self._decided: list[dict[str, Any]] = []
        self._hidden: list[dict[str, Any]] = []
        self._said: list[dict[str, Any]] = []
        self._announced: list[dict[str, Any]] = []
        self._shown: list[dict[str, Any]] = []
        self._seen: list[dict[str, Any]] = []

    def add(self, draft: Draft, root: str) -> None:
        """Take an entry that is not simply public."""
        code = draft.after.code
        if draft.publicity == "announces":
            self._announced.append({"in_root": code})
        elif draft.seen is not None:
            state = draft.seen.state
            self._seen.append({"in_case": code, "seq": draft.after.seq, "state": state})
            self._shown.append({"in_case": code, "state": state, **_shown(draft, draft.seen)})
        elif draft.publicity == "hidden":
            self._said.append({"in_case": code, "seq": draft.after.seq})
        else:
            entry = {"case_code": code, "seq": draft.after.seq, "root": root, "state": None}
            self._hidden.append(entry)
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
        if not (self._hidden or self._said or self._announced or self._shown):
            return
        statements = publishing_statements(office.store.dialect)
        tx.many(statements.hide_entry, self._hidden)
        tx.many(statements.hide_said, self._said)
        tx.many(statements.show, self._shown)
        tx.many(statements.show_entry, self._seen)
        tx.many(statements.announced, self._announced)
        tx.many(statements.forget_cases, self._announced)
        tx.many(statements.forget_entries, self._announced)
