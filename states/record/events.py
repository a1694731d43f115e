"""When moves were made on cases: what was put right by another move was never made, and neither was
what only that had brought about."""

from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import ColumnElement, Executable, Select, literal_column, or_, select

from states.decisions.courses import Course, course_of
from states.decisions.duty_days import Events
from states.history import from_text
from states.office import Office
from states.record.statements import among
from states.steps import Step
from states.store import Tx
from states.tables import history


def events_of(office: Office, tx: Tx, codes: Iterable[str], moves: Iterable[str]) -> Events:
    """When each of the moves was last made on each of the cases, as far as is known by now, and
    how often."""
    wanted, asked = sorted(set(codes)), sorted(set(moves))
    if not wanted or not asked:
        return {}
    listed = {"codes": tx.listed(wanted), "moves": tx.listed(asked)}
    courses = _courses(tx, _of_moves(office.store.dialect), listed)
    made = [(code, step) for code, course in courses.items() for step in course.steps]
    gone = _gone(office, tx, {step.cause for _, step in made} - {""})
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for code, step in made:
        if step.move in asked and step.cause not in gone:
            at, times = found.get((code, step.move), ("", 0))
            found[code, step.move] = (max(at, step.at), times + 1)
    return found


def _gone(office: Office, tx: Tx, causes: set[str]) -> set[str]:
    """Those of the commands that were put right by another move."""
    if not causes:
        return set()
    courses = _courses(tx, _of_causes(office.store.dialect), {"causes": tx.listed(sorted(causes))})
    return {command for course in courses.values() for command in course.gone}


def _courses(tx: Tx, asked: Executable, listed: Mapping[str, object]) -> dict[str, Course]:
    steps: dict[str, list[Step]] = {}
    for code, *plain, effects in tx.rows(asked, **listed):
        step = Step._make((*plain, {}, from_text(effects)))
        steps.setdefault(code, []).append(step)
    return {code: course_of(entries) for code, entries in steps.items()}


@cache
def _of_moves(dialect: str) -> Executable:
    asked = or_(among(history.c.move, "moves", dialect), *_PUTTING_RIGHT)
    return _STEPS.where(among(history.c.case_code, "codes", dialect), asked)


@cache
def _of_causes(dialect: str) -> Executable:
    """The commands, and what puts entries of their cases right."""
    caused = among(history.c.command, "causes", dialect)
    codes = select(history.c.case_code).where(caused)
    return _STEPS.where(history.c.case_code.in_(codes), or_(caused, *_PUTTING_RIGHT))


_PUTTING_RIGHT: tuple[ColumnElement[bool], ...] = tuple(
    history.c.effects.like(literal_column(f"'%\"{how}\"%'")) for how in ("corrects", "reopens")
)
_STEPS: Select[tuple[object, ...]] = select(
    history.c.case_code,
    history.c.seq,
    history.c.move,
    history.c.from_state,
    history.c.to_state,
    history.c.occurred_at,
    history.c.recorded_at,
    history.c.command,
    history.c.effects,
).order_by(history.c.case_code, history.c.seq)
