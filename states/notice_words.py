"""The words of a notice about a case or one of its duties, as the programme has them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from config.notices import words
from config.settings import called
from config.topics import Topic
from states.compiled import Compiled
from states.errors import cite
from states.facts import Case
from states.history import from_text
from states.queries.words import entry_title

Row = Mapping[str, Any]
UNVERIFIED = "（待核）"


def about_duty(compiled: Compiled, topic: Topic, row: Row, today: date) -> tuple[str, str]:
    """The heading and text about a duty; its row carries title, unit_name and state of the case."""
    programme = compiled.programme
    declared = programme.duties.get(row["duty"])
    due = row["due_on"] or ""
    mark = UNVERIFIED if declared and declared.unverified else ""
    values = _about_case(compiled, row["case_code"], row) | {
        "duty": declared.title if declared else row["duty"],
        "due": due,
        "days": abs((date.fromisoformat(due) - today).days) if due else "",
        "phrase": f"{row['phrase']}{mark}",
        "clause": cite(tuple(from_text(row["clause"]))).strip("（）"),
    }
    heading, text = words(programme.notices, topic, row["duty"], values)
    return heading + mark, text


def about_move(
    compiled: Compiled, case: Case, move: str, clause: tuple[str, ...]
) -> tuple[str, str]:
    """The heading and text about a move that was made."""
    declared = compiled.kind(case.kind).moves.get(move)
    values = _about_case(compiled, case.code, of_case(case)) | {
        "move": declared.title if declared else entry_title(move, "zh"),
        "clause": cite(clause).strip("（）"),
    }
    return words(compiled.programme.notices, "move", move, values)


def of_case(case: Case) -> dict[str, Any]:
    """What a notice says of a case, as a row has it."""
    return {
        "kind": case.kind,
        "title": case.title,
        "unit_name": case.unit_name,
        "unit_code": case.unit_code,
        "state": case.state,
        "jurisdiction": case.jurisdiction,
    }


def _about_case(compiled: Compiled, code: str, row: Row) -> dict[str, Any]:
    programme = compiled.programme
    place = programme.jurisdictions.get(row["jurisdiction"] or "")
    kind = programme.cases.get(row["kind"])
    state = kind.states.get(row["state"]) if kind else None
    return {
        "programme": programme.title,
        "case": code,
        "title": row["title"],
        "unit": row["unit_name"] or "",
        "place": place.label if place else "",
        "state": state.title if state else "",
        "command": f"{called()} show {code}",
    }
