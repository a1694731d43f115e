"""What is refused at load: the static checks on a whole programme."""

import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from typing import Any

from config.checking.announcing import check_announcing
from config.checking.cases import check_case
from config.checking.codes import check_codes
from config.checking.cut_cycles import check_cut_cycles
from config.checking.duties import check_duties
from config.checking.exploring import explore
from config.checking.findings import Finding, error, warning
from config.checking.forms import check_forms
from config.checking.limits import check_limits, runs_from_the_case
from config.checking.lost_duties import check_lost_duties
from config.checking.notices import check_notices
from config.checking.pauses import check_pauses
from config.checking.possible_checks import check_possible
from config.checking.quotas import check_quotas
from config.checking.same_days import check_same_days
from config.checking.seeds import check_seeds
from config.checking.state_graph import StateGraph
from config.checking.words import check_words
from config.dates.fixed_days import first_day, has_a_day, last_day
from config.declared import Deadline
from config.language.source import Place
from config.programme import Programme
from config.vocabulary import SYSTEM

_NAME = re.compile(r"[^\W\d][\w-]{0,39}")
_CODE = re.compile(r"[\w-]{1,40}")
RESERVED = {
    "moves": {"open", "update", "follow-parent", "creation", "note", "mark-overdue", "事项产生"}
    | {"extend-duty", "pause-duty", "resume-duty", "exempt-duty", "recompute-due", "count-case"}
    | {"announce-decision", "follow-field"},
    "roles": {"system", "系统"},
    "states": {"same", "不变"},
    "cases": {"programme"},
}
"""Names that the engine or the file's own short forms already use, by section."""
_NAMED: tuple[str, ...] = ("roles", "categories", "settings", "checklists", "documents", "cases")
_NAMED += ("quotas", "duties", "rounds", "periods", "notices", "document_templates")


def check_programme(programme: Programme) -> Iterator[Finding]:
    """Everything in a typed programme that cannot work, or that its source forbids."""
    yield from _names(programme)
    if any(kind.of and kind.of not in programme.cases for kind in programme.cases.values()):
        return  # an unknown parent is already reported, and nothing below it can be judged
    graphs = {name: StateGraph(programme, name) for name in programme.cases}
    for graph in graphs.values():
        yield from check_case(programme, graph)
    yield from _deadlines(programme)
    yield from check_duties(programme, graphs)
    yield from check_lost_duties(programme, graphs)
    yield from check_limits(programme)
    yield from check_pauses(programme, graphs)
    yield from check_cut_cycles(programme)
    yield from check_same_days(programme)
    yield from check_quotas(programme)
    yield from check_forms(programme)
    yield from check_announcing(programme)
    yield from check_seeds(programme)
    yield from check_possible(programme, graphs)
    yield from check_codes(programme)
    yield from check_notices(programme)
    yield from explore(programme, graphs)
    yield from check_words(programme)
    yield from _past(programme)
    yield from _roles(programme)
    yield from _rounds(programme)
    yield from _forbidden(programme)
    yield from _clauses(programme)


def _names(programme: Programme) -> Iterator[Finding]:
    for section in _NAMED:
        yield from _names_in(getattr(programme, section), (section.replace("_", "-"),))
    for name, kind in programme.cases.items():
        for section in ("states", "moves", "form"):
            yield from _names_in(getattr(kind, section), ("cases", name, section))
    for section in ("jurisdictions", "seeds"):
        for name in getattr(programme, section):
            if not _CODE.fullmatch(name):
                yield error("bad-name", (section, name), name=name)


def _names_in(named: dict[str, Any], place: Place) -> Iterator[Finding]:
    for name in named:
        if not _NAME.fullmatch(name) or unicodedata.normalize("NFKC", name) != name:
            yield error("bad-name", (*place, name), name=name)
        elif name in RESERVED.get(str(place[-1]), ()) or name == "setting":
            yield error("reserved-name", (*place, name), name=name)


def _deadlines(programme: Programme) -> Iterator[Finding]:
    """Limits that must lead to one day do, and what is read by convention only is said."""
    for place, deadline, needs_day in _all_deadlines(programme):
        if needs_day and not has_a_day(deadline):
            yield error("no-day", place, phrase=deadline.phrase or deadline.rule.kind)
        elif needs_day and runs_from_the_case(deadline):
            yield error("day-from-event", place, phrase=deadline.phrase)
        if deadline.certainty in ("ambiguous", "unknown"):
            yield warning("ambiguous-phrase", place, phrase=deadline.phrase)


def _all_deadlines(programme: Programme) -> Iterator[tuple[Place, Deadline, bool]]:
    for name, kind in programme.cases.items():
        if kind.opened and kind.opened.on:
            yield ("cases", name, "opened", "on"), kind.opened.on, True
        for key, move in kind.moves.items():
            for part in ("opens", "until", "on", "after"):
                if (deadline := getattr(move, part)) is not None:
                    yield ("cases", name, "moves", key, part), deadline, True
            if move.gives_back and move.gives_back.until:
                until = move.gives_back.until
                yield ("cases", name, "moves", key, "gives-back", "until"), until, True
    for name, duty in programme.duties.items():
        yield ("duties", name, "due"), duty.due, False
        for key, deadline in duty.due_by.items():
            yield ("duties", name, "due-by", key), deadline, False
    for name, stage in programme.rounds.items():
        for part in ("opens", "closes"):
            if (deadline := getattr(stage, part)) is not None:
                yield ("rounds", name, part), deadline, True


def _past(programme: Programme) -> Iterator[Finding]:
    """Windows and periods that were over before the document was issued."""
    issued = programme.source.issued
    for place, deadline, _ in _all_deadlines(programme):
        until = last_day(deadline, programme)
        if place[-1] in ("until", "closes") and until and until < issued:
            yield warning("window-past", place, until=until, issued=issued)
    if programme.applies and programme.applies.until and programme.applies.until < issued:
        until = programme.applies.until
        yield warning("window-past", ("applies", "until"), until=until, issued=issued)
    owed = {duty.period for duty in programme.duties.values()}
    owed |= {k.opened.cycle[1] for k in programme.cases.values() if k.opened and k.opened.cycle}
    for name, period in programme.periods.items():
        if name in owed and period.last < issued:
            named = {"period": period.title or name, "last": period.last, "issued": issued}
            yield warning("period-past", ("periods", name), **named)


def _roles(programme: Programme) -> Iterator[Finding]:
    acting = _acting(programme)
    for place, name in acting:
        if name in programme.roles and programme.roles[name].read_only:
            yield error("read-only-acts", place, role=programme.roles[name].title)
    busy = {name for _, name in acting} | _told(programme)
    for name, role in programme.roles.items():
        if name not in busy and not role.read_only:
            yield warning("idle-role", ("roles", name), role=role.title)


def _acting(programme: Programme) -> list[tuple[Place, str]]:
    found: list[tuple[Place, str]] = []
    for kind_name, kind in programme.cases.items():
        for key, move in kind.moves.items():
            found += [(("cases", kind_name, "moves", key, "by"), name) for name in move.by]
            later = move.announced_by.by if move.announced_by else ()
            found += [(("cases", kind_name, "moves", key, "announced-by"), n) for n in later]
    for key, duty in programme.duties.items():
        found += [(("duties", key, "by"), name) for name in duty.by]
        for part in ("extension", "pause", "exempt"):
            may = getattr(duty, part)
            found += [(("duties", key, part, "by"), name) for name in (may.by if may else ())]
    return found


def _told(programme: Programme) -> set[str]:
    """Roles that at least receive notices."""
    moves = [move for kind in programme.cases.values() for move in kind.moves.values()]
    told = {effect.target for move in moves for effect in move.effects if effect.do == "notify"}
    steps = [step for duty in programme.duties.values() for step in duty.escalate]
    told |= {role for step in steps for role in step.to}
    return told.union(*(duty.escalate_to for duty in programme.duties.values()))


def _rounds(programme: Programme) -> Iterator[Finding]:
    for name, stage in programme.rounds.items():
        opens = first_day(stage.opens)
        closes = last_day(stage.closes, programme)
        if opens and closes and closes < opens:
            yield error("window-empty", ("rounds", name, "closes"), opens=opens, until=closes)
        kind = programme.cases[stage.case]
        for key in stage.lists:
            if kind.states[key].end is not None:
                title = kind.states[key].title
                yield warning("round-lists-end", ("rounds", name, "lists"), state=title)
        for key in stage.releases:
            if SYSTEM in kind.moves[key].by:
                title = kind.moves[key].title
                yield error("round-releases-system", ("rounds", name, "releases"), move=title)


def _forbidden(programme: Programme) -> Iterator[Finding]:
    if programme.forbidden is None:
        return
    forbidden = partial(_if_forbidden, programme)
    for name, kind in programme.cases.items():
        for key, move in kind.moves.items():
            yield from forbidden(("cases", name, "moves", key, "kind"), move.kind, move.title)


def _if_forbidden(programme: Programme, place: Place, kind: str, title: str) -> Iterator[Finding]:
    assert programme.forbidden is not None
    if kind in programme.forbidden.kinds:
        clause = "、".join(programme.forbidden.clause)
        yield error(
            "forbidden-kind",
            place,
            clause=clause,
            move=title,
            what=kind,
            document=programme.source.document,
            cited=clause,
        )


def _clauses(programme: Programme) -> Iterator[Finding]:
    # Who cites which clause is needed only here and by the clause map.
    from config.clauses import citations

    cited = citations(programme)
    for name, clause in programme.clauses.items():
        if clause.by == "rules" and not cited.get(name):
            yield error("clause-uncited", ("clauses", name), name=name)
        if clause.by in ("principle", "none") and not clause.why:
            yield error("clause-without-why", ("clauses", name), name=name)
