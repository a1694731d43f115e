"""Worlds of the property tests: a programme, its accounts, and random commands in it."""

import itertools
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from config.programme import Programme
from states.clock import FixedClock
from states.commands import Attachment, Check, Command, Occurrence
from states.office import Office
from states.registers.organisations import check_digit
from states.registers.register import EarlierPilot, add_earlier
from tests.builders import an_office
from tests.stores import rows_of

ACTORS = ("zhejiang", "zhejiang-2", "guangdong", "committee", "committee-2", "auditor", "nobody")
SHIFTS = tuple(timedelta(days=d) for d in (0, 0.01, 0.5, 1, 3, 7, 20, 40, 150))
CODES = [f"1233000047000{n:04}" for n in range(3)]
UNITS = (
    *(f"单位{n} {code}{check_digit(code)}" for n, code in enumerate(CODES)),
    "个体户 92330000470000000X",
    "没有代码的单位",
    "旧试点单位",
)
CHANGING = (
    "history",
    "cases",
    "duties",
    "quotas",
    "receipts",
    "requests",
    "counters",
    "outbox",
    "sweeps",
)


class World:
    """An office that can be put back to its beginning as often as wanted."""

    def __init__(self, programme: Programme, start: str) -> None:
        self.programme, self.start = programme, start
        self._folder = tempfile.TemporaryDirectory(prefix="shidian-world-")
        folder = Path(self._folder.name)
        self.office = an_office(folder, programme, now=start)
        earlier = EarlierPilot(
            "national", "旧", "旧试点单位", None, "33", "旧", "第七批", None, "2021", "下达", ""
        )
        add_earlier(self.office, [earlier], source="测试")
        self.began = self.office.clock.now()
        self.file = folder / "office.db"
        self._kept = folder / "kept"
        self.office.store.close()
        shutil.copy(self.file, self._kept)

    def again(self) -> Office:
        """The office as it was in the beginning."""
        self.office.store.close()
        for end in ("-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copy(self._kept, self.file)
        self.office.clock = FixedClock(self.began)
        return self.office

    def moves(self) -> list[tuple[str, str]]:
        """Every (kind, move) that people may try, the system's own among them."""
        return [
            (kind, move)
            for kind, declared in self.programme.cases.items()
            for move in declared.moves
        ]


def everything(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that an act may change, apart from the record of refusals."""
    return {table: rows_of(office, f"SELECT * FROM {table} ORDER BY 1, 2") for table in CHANGING}


def refusals(office: Office) -> int:
    """How many refusals are recorded."""
    return int(rows_of(office, "SELECT count(*) FROM refusals")[0][0])


_numbers = itertools.count(1)


@st.composite
def commands(
    draw: st.DrawFn, world: World, cases: list[tuple[str, str, str]], now: datetime
) -> Command:
    """A command that may be right or wrong: by anyone, on any of the cases (code, kind) or none."""
    creating = [(kind, move) for kind, move in world.moves() if not _move(world, kind, move).from_]
    about = draw(st.sampled_from(cases)) if cases and draw(st.integers(0, 3)) else None
    kind, move = draw(st.sampled_from(creating))
    if about is not None and draw(st.integers(0, 9)):
        kind = about[1]
        move = draw(st.sampled_from(list(world.programme.cases[kind].moves)))
        return _on(draw, world, about[0], kind, move, now)
    return _new(draw, world, kind, move, about[0] if about else None, now)


BY_ROLE = {"province": ("zhejiang", "zhejiang-2"), "committee": ("committee", "committee-2")}


@st.composite
def sensible(
    draw: st.DrawFn,
    world: World,
    cases: list[tuple[str, str, str]],
    now: datetime,
    on: int = 0,
) -> Command:
    """A command as somebody who knows the rules would send it: the right person, everything there.
    The rules may still say no."""
    parent = None
    if cases and draw(st.integers(on, 4)):
        code, kind, state = draw(st.sampled_from(cases))
        possible = [
            name
            for name, move in world.programme.cases[kind].moves_from(state)
            if set(move.by) & set(BY_ROLE)
        ]
        if possible:
            return _complete(draw, world, now, kind, draw(st.sampled_from(possible)), case=code)
        parent = (code, kind)
    creating = [
        (kind, move)
        for kind, move in world.moves()
        if not _move(world, kind, move).from_
        and world.programme.cases[kind].of == (parent[1] if parent else None)
    ]
    if not creating:
        creating, parent = [("pilot", "apply")], None
    kind, move = draw(st.sampled_from(creating))
    given = {"kind": kind, "parent": parent[0] if parent else None}
    return _complete(draw, world, now, kind, move, **given)


def _complete(
    draw: st.DrawFn, world: World, now: datetime, of: str, move: str, **given: Any
) -> Command:
    declared, programme = _move(world, of, move), world.programme
    role = next(r for r in declared.by if r in BY_ROLE)
    form = programme.cases[of].form
    names = list(declared.settable) if "case" in given else list(form)
    items = programme.checklists[declared.checklist].items if declared.checklist else {}
    happened = None
    if not draw(st.integers(0, 12)):
        happened = Occurrence(now - draw(st.sampled_from(SHIFTS)), "国家系统", "回执")
    return Command(
        id=f"p-{next(_numbers)}",
        actor=draw(st.sampled_from(BY_ROLE[role])),
        move=move,
        fields={name: draw(_good_value(world, form[name])) for name in names},
        attachments=tuple(Attachment(s, f"{s}.pdf", "ab" * 32, 9) for s in declared.needs),
        checks={item: Check("pass", "已查", "2026-06-01") for item in items},
        reason="确有理由",
        override=draw(st.sampled_from(((), ("not-undertaken-before",)))),
        occurrence=happened,
        **given,
    )


def _good_value(world: World, form_field: Any) -> st.SearchStrategy[Any]:
    return {
        "organisation": st.sampled_from((*UNITS[:3], f"旧试点单位 {UNITS[0].split()[1]}")),
        "category": st.sampled_from(list(world.programme.categories)[:3]),
        "jurisdiction": st.just("浙江"),
        "choice": st.sampled_from(list(form_field.options) or [""]),
        "date": st.just("2027-12-20"),
        "number": st.just("1"),
    }.get(form_field.type, st.just("文字"))


def _move(world: World, kind: str, move: str) -> Any:
    return world.programme.cases[kind].moves[move]


def _new(
    draw: st.DrawFn, world: World, kind: str, move: str, parent: str | None, now: datetime
) -> Command:
    form = world.programme.cases[kind].form
    fields = {name: draw(_value(world, f)) for name, f in form.items() if draw(st.integers(0, 5))}
    needs_parent = world.programme.cases[kind].of is not None
    return _with_the_rest(
        draw,
        world,
        now,
        move=move,
        kind=kind,
        parent=parent if needs_parent or not draw(st.integers(0, 9)) else None,
        fields=fields,
    )


def _on(draw: st.DrawFn, world: World, case: str, kind: str, move: str, now: datetime) -> Command:
    declared = _move(world, kind, move)
    form = world.programme.cases[kind].form
    names = list(declared.settable)
    fields = {name: draw(_value(world, form[name])) for name in names if draw(st.booleans())}
    return _with_the_rest(draw, world, now, move=move, case=case, fields=fields)


def _with_the_rest(draw: st.DrawFn, world: World, now: datetime, **given: Any) -> Command:
    kind = given.get("kind")
    slots = [s for s in world.programme.documents if draw(st.integers(0, 6))]
    checks = {}
    for checklist in world.programme.checklists.values():
        if draw(st.integers(0, 3)):
            checks |= {item: Check("pass", "已查", "2026-06-01") for item in checklist.items}
    declared = next(
        (
            k.moves[given["move"]]
            for name, k in world.programme.cases.items()
            if given["move"] in k.moves and kind in (None, name)
        ),
        None,
    )
    if declared is not None and draw(st.integers(0, 9)):
        known = (
            set(world.programme.checklists[declared.checklist].items)
            if (declared.checklist)
            else set()
        )
        checks = {item: check for item, check in checks.items() if item in known}
    happened = now - draw(st.sampled_from(SHIFTS[1:]))
    return Command(
        id=f"p-{next(_numbers)}",
        actor=draw(st.sampled_from(ACTORS)),
        attachments=tuple(Attachment(s, f"{s}.pdf", "ab" * 32, 9) for s in slots),
        checks=checks,
        reason=draw(st.sampled_from(("理由", "理由", ""))),
        override=draw(st.sampled_from(((), (), ("not-undertaken-before",), ("unit-once",)))),
        occurrence=Occurrence(happened, "国家系统", "回执")
        if not draw(st.integers(0, 7))
        else None,
        received_at=now - timedelta(hours=5) if not draw(st.integers(0, 9)) else None,
        **given,
    )


def _value(world: World, form_field: Any) -> st.SearchStrategy[Any]:
    programme = world.programme
    return {
        "organisation": st.sampled_from(UNITS),
        "organisations": st.lists(st.sampled_from(UNITS), max_size=2).map("；".join),
        "category": st.sampled_from(list(programme.categories)),
        "jurisdiction": st.sampled_from(("浙江", "浙江", "广东", "火星")),
        "choice": st.sampled_from([*form_field.options, "别的"]),
        "date": st.sampled_from(("2027-12-20", "2026-06-15", "昨天")),
        "number": st.sampled_from(("1", "２", "三")),
    }.get(form_field.type, st.sampled_from(("文字", "试点", "")))
