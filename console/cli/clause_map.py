"""Which rules of a programme enforce each clause of its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.texts import say

if TYPE_CHECKING:
    from config.programme import Programme


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared rule that cites a clause: its part of the file, its key, its title."""

    part: str
    key: str
    title: str
    clause: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause, what becomes of it, and the rules that cite it."""

    clause: str
    says: str
    by: str
    why: str
    rules: tuple[Rule, ...]

    def as_json(self) -> dict[str, Any]:
        """`clauses --json`."""
        rules = [{"part": r.part, "key": r.key, "title": r.title} for r in self.rules]
        shown = {"clause": self.clause, "says": self.says, "by": self.by, "why": self.why}
        return shown | {"rules": rules}


def of(programme: "Programme") -> list[ClauseRow]:
    """Every declared clause in the file's order; then those that only a rule names."""
    rules = list(_rules(programme))
    cited = dict.fromkeys(clause for rule in rules for clause in rule.clause)
    rows = []
    for name in [*programme.clauses, *(c for c in cited if c not in programme.clauses)]:
        declared = programme.clauses.get(name)
        mine = tuple(rule for rule in rules if name in rule.clause)
        says, by, why = (
            (declared.says, declared.by, declared.why) if declared else ("", "rules", "")
        )
        rows.append(ClauseRow(name, says, by, why, mine))
    return rows


def lines(row: ClauseRow, lang: str) -> Iterator[str]:
    """What becomes of the clause, in words."""
    if row.by != "rules":
        yield say(f"clause.{row.by}", lang, why=row.why)
    for rule in row.rules:
        yield f"{say(f'part.{rule.part}', lang)}  {rule.title}（{rule.key}）"
    if row.by == "rules" and not row.rules:
        yield say("clause.unused", lang)


def _rules(programme: "Programme") -> Iterator[Rule]:
    for part in ("roles", "categories", "settings", "quotas", "documents", "checklists", "duties"):
        for key, item in getattr(programme, part).items():
            title = getattr(item, "title", "") or getattr(item, "says", "")
            yield Rule(part, key, title, tuple(item.clause))
    for key, checklist in programme.checklists.items():
        for name, item in checklist.items.items():
            yield Rule("items", f"{key}/{name}", item.title, tuple(item.clause))
    for key, declared in programme.rounds.items():
        yield Rule("rounds", key, declared.title, tuple(declared.clause))
    for kind, case in programme.cases.items():
        if case.opened is not None:
            yield Rule("opened", kind, case.title, tuple(case.opened.clause))
        for key, move in case.moves.items():
            yield Rule("moves", f"{kind}/{key}", f"{case.title} · {move.title}", tuple(move.clause))
            for guard in move.guards:
                if guard.clause:
                    named = f"{case.title} · {move.title}"
                    yield Rule("guards", f"{kind}/{key}/{guard.name}", named, tuple(guard.clause))
    if programme.forbidden is not None:
        kinds = "、".join(programme.forbidden.kinds)
        yield Rule("forbidden", kinds, kinds, tuple(programme.forbidden.clause))
