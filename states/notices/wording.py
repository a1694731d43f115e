"""The words of a notice about a case or one of its duties, as the programme has them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from config.dates.rules import to_json
from config.duty_types import Duty
from config.notices import words
from config.settings import called
from config.topics import Topic
from config.worked_days import in_working_days
from states.compiled import Compiled
from states.errors import cite
from states.facts import Case
from states.history import from_text
from states.instants import with_time
from states.plan import Notice, Told
from states.words.entries import days_left, entry_title, working_days_left

Row = Mapping[str, Any]
UNVERIFIED = "（待核）"
NO_PARENT = {"parent_title": None, "parent_unit": None}


def about_duty(compiled: Compiled, topic: Topic, row: Row, today: date) -> tuple[str, str]:
    """The heading and text about a duty; its row carries title, unit_name and state of the case,
    parent_title and parent_unit."""
    programme = compiled.programme
    declared = programme.duties.get(row["duty"])
    due = row["due_on"] or ""
    mark = UNVERIFIED if declared and declared.unverified else ""
    values = _about_case(compiled, row["case_code"], row)
    values.update(
        duty=declared.title if declared else row["duty"],
        due=with_time(due, row["due_at"], programme.zone),
        days=abs((date.fromisoformat(due) - today).days) if due else "",
        left=days_left((date.fromisoformat(due) - today).days) if due else "",
        phrase=f"{row['phrase']}{mark}",
        rests_on=tuple(from_text(row["clause"])),
    )
    working = _working_days_left(compiled, declared, row, today)
    if working:
        values["left"] = working
    heading, text = words(programme.notices, topic, row["duty"], values)
    if working and topic == "remind" and working not in heading + text:
        text = f"{text}\n{working}。"
    return heading + mark, _with_case(heading, text, values)


def _working_days_left(compiled: Compiled, duty: Duty | None, row: Row, today: date) -> str:
    """还剩 3 个工作日, of a limit that is counted in them and not over; empty for any other."""
    last = date.fromisoformat(row["due_on"]) if row["due_on"] else today
    limits = [duty.due, *duty.due_by.values()] if duty and last > today else []
    if any(one.phrase == row["phrase"] and in_working_days(to_json(one.rule)) for one in limits):
        return working_days_left(compiled.calendar.working_days_between(today, last), "zh")
    return ""


def about_move(
    compiled: Compiled, case: Case, parent: Case | None, move: str, clause: tuple[str, ...]
) -> tuple[str, str]:
    """The heading and text about a move that was made."""
    declared = compiled.kind(case.kind).moves.get(move)
    above = {"parent_title": parent.title, "parent_unit": parent.unit_name} if parent else NO_PARENT
    values = _about_case(compiled, case.code, {**of_case(case), **above})
    values["move"] = declared.title if declared else entry_title(move, "zh")
    values["rests_on"] = clause
    heading, text = words(compiled.programme.notices, "move", move, values)
    return heading, _with_case(heading, text, values)


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


def which(compiled: Compiled, code: str, row: Row) -> str:
    """A case as somebody knows it who sees nothing else:
    浙江 2027年度工作总结（ZJ-2026-001-2027，某某项目，某某单位）."""
    return _which(code, row, _place(compiled, row), _unit(compiled, row))


def _which(code: str, row: Row, place: str, unit: str) -> str:
    named = [part for part in (code, row["parent_title"], unit) if part]
    return f"{place} {row['title']}（{'，'.join(named)}）".strip()


def _about_case(compiled: Compiled, code: str, row: Row) -> "_Words":
    kind = compiled.programme.cases.get(row["kind"])
    state = kind.states.get(row["state"]) if kind else None
    parent = row["parent_title"] or ""
    place, unit = _place(compiled, row), _unit(compiled, row)
    return _Words(
        programme=compiled.programme.title,
        case=code,
        title=f"{parent} · {row['title']}" if parent else row["title"],
        parent=parent,
        which=_which(code, row, place, unit),
        unit=unit,
        place=place,
        state=state.title if state else "",
    )


class _Words(dict[str, Any]):
    """What the texts of a notice may name. What takes time to say is said only where one does."""

    def __missing__(self, name: str) -> str:
        if name == "clause":
            return cite(self["rests_on"]).strip("（）")
        if name == "command":
            return f"{called()} show {self['case']}"
        raise KeyError(name)


def _with_case(heading: str, text: str, values: Mapping[str, Any]) -> str:
    """The text; if neither it nor the heading says whose case it is, with the case in full."""
    said = heading + text
    if (values["parent"] or values["title"]) in said and values["unit"] in said:
        return text
    return f"{text.rstrip()}\n{values['which']}。"


def _place(compiled: Compiled, row: Row) -> str:
    place = compiled.programme.jurisdictions.get(row["jurisdiction"] or "")
    return place.label if place else ""


def _unit(compiled: Compiled, row: Row) -> str:
    """The undertaking unit: of a child case without one of its own, the parent's as it is now."""
    kind = compiled.programme.cases.get(row["kind"])
    inherits = kind is None or "unit" not in kind.form
    return (inherits and row["parent_unit"]) or row["unit_name"] or ""


def duty_key(row: Row, topic: Told, place: str, recipient: str) -> str:
    """The key under which a recipient is told of a duty, once; `place`: what makes it another
    notice than the duty's others."""
    return f"{topic}/{row['case_code']}/{row['duty']}/{row['n']}/{place}/{recipient}"


def duty_notice(
    row: Row,
    topic: Told,
    place: str,
    recipient: str,
    told: tuple[str, str],
    *,
    rule: str,
    due_on: str | None = None,
    basis: str | None = None,
) -> Notice:
    """A notice about a duty; `told`: its subject and its text."""
    subject, body = told
    return Notice(
        key=duty_key(row, topic, place, recipient),
        topic=topic,
        recipient=recipient,
        case=row["case_code"],
        subject=subject,
        body=body,
        duty=row["duty"],
        n=row["n"],
        due_on=due_on or row["due_on"],
        basis=basis,
        rule=rule,
    )
