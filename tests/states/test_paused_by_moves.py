"""An audit judges again what a move paused: for which cause, from when, with how much left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.audits.oracle import check
from states.history import as_text, from_text
from states.office import Office
from tests.administrator import as_administrator, edit, entries, reseal
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, sound


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    accounts: dict[str, tuple[str, dict[str, str]]] = {"c": ("窗口", {}), "h": ("处长", {})}
    made = office_of(tmp_path, "mended-papers", accounts=accounts)
    yield made
    made.close()


def found_after(office: Office, case: str, seq: int, **changed: Any) -> set[str]:
    """What an audit finds once the change of an entry says something else."""
    with as_administrator(office) as connection:
        effects = from_text(entries(connection, case)[seq - 1]["effects"])
        (change,) = effects["changes"]
        remainder = changed.pop("remainder", {})
        if remainder:
            kept = from_text(change["now"]["remainder"]) | remainder
            change["now"]["remainder"] = as_text(kept)
        change["now"] |= changed.pop("now", {})
        change |= changed
        edit(connection, case, seq, effects=as_text(effects))
        reseal(connection, case)
    return {found.code for found in check(office)}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"for": "检测"}, "ChangeNotProvided"),
        ({"by": "送检", "for": "检测"}, "ChangeNotProvided"),
        ({"remainder": {"n": 18}}, "PauseWrong"),
        ({"remainder": {"on": "2026-05-26"}}, "PauseWrong"),
        ({"now": {"paused_at": "2026-05-07T02:00:00.000000Z"}}, "PauseWrong"),
    ],
)
def test_a_pause_is_what_its_move_and_its_day_make_of_it(
    office: Office, changed: dict[str, Any], code: str
) -> None:
    case = do(office, "c", "受理", title="甲所", with_={"kind": "审查"}).case
    set_clock(office, "2026-05-08 10:00:00")
    seq = do(office, "c", "要求补正", case).seq
    assert sound(office)
    assert code in found_after(office, case, seq, **changed)


def test_a_limit_cannot_be_paused_once_it_is_over(office: Office) -> None:
    case = do(office, "c", "受理", title="甲所", with_={"kind": "审查"}).case
    set_clock(office, "2026-05-08 10:00:00")
    seq = do(office, "c", "要求补正", case).seq
    with as_administrator(office) as connection:
        edit(connection, case, seq, occurred_at="2026-05-30T02:00:00.000000Z")
        reseal(connection, case)
    assert "PausedAfterDue" in {found.code for found in check(office)}


def test_what_runs_on_is_what_was_left(office: Office) -> None:
    case = do(office, "c", "受理", title="甲所", with_={"kind": "审查"}).case
    set_clock(office, "2026-05-08 10:00:00")
    do(office, "c", "送检", case)
    seq = do(office, "c", "检毕", case).seq
    assert "PauseWrong" in found_after(office, case, seq, left={"n": 20, "unit": "days"})
