"""A duty that a case can leave behind is named, with the move after which it is never done."""

from pathlib import Path

import pytest

from config.loader import check
from tests.config.fairs import DUTY, SHOW, Change, beside, changed

FOLDER = Path(__file__).parents[2]
SKIP = beside(SHOW, "skip: {title: 免公示, from: noted, to: shown, by: city}")


def left(*changes: Change) -> list[str]:
    return [p.message for p in check(changed(*changes))[1] if p.code == "left-behind"]


def test_what_can_never_be_done_after_another_move_is_named_with_its_line() -> None:
    text = changed(SKIP, (DUTY, DUTY.replace("[show, drop]", "show")))
    (found,) = [p for p in check(text)[1] if p.code == "left-behind"]
    assert found.severity == "warning"
    assert found.message.startswith(
        "“公示”没有办，“免公示”以后到了“公示”，就再也办不了 公示，到事项了结都欠着；"
    )
    line = text.splitlines()[found.line - 1]
    assert "showing" in line
    assert "bound-by" in line


ONCE = "showing: {title: 公示, case: fair, by: city, due: 2026年6月30日前, bound-by: show"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((SKIP, (DUTY, f"{ONCE}, waived-by: skip}}")), id="waived by the move"),
        pytest.param((SKIP, (DUTY, f"{ONCE[:-4]}[show, skip]}}")), id="settled by the move"),
        pytest.param(((DUTY, f"{ONCE}}}"),), id="the other way is an end"),
        pytest.param(
            (
                (SHOW, f"{SKIP[1]}\n      back: {{title: 退回, from: shown, to: noted, by: city}}"),
                (DUTY, f"{ONCE}}}"),
            ),
            id="a way leads back",
        ),
        pytest.param(
            (
                (SHOW, SKIP[1].replace("by: city}", "by: city, when: 'size == \"big\"'}")),
                (DUTY, f"{ONCE}, when: 'size == \"small\"'}}"),
            ),
            id="conditions keep them apart",
        ),
        pytest.param(
            (
                (SHOW, SKIP[1].replace("by: city}", "by: city, opens: 2026-07-01}")),
                (DUTY, f"{ONCE}, late: refuse}}"),
            ),
            id="its time is over by then",
        ),
    ],
)
def test_what_is_no_longer_owed_or_can_still_be_done_is_not_left_behind(
    changes: tuple[Change, ...],
) -> None:
    assert left(*changes) == []


@pytest.mark.parametrize(("opens", "late"), [("2026-07-01", "accept"), ("2026-06-30", "refuse")])
def test_what_may_still_be_done_on_that_day_is_left_behind(opens: str, late: str) -> None:
    skip = (SHOW, SKIP[1].replace("by: city}", f"by: city, opens: {opens}}}"))
    assert left(skip, (DUTY, f"{ONCE}, late: {late}}}"))


@pytest.mark.parametrize(
    "path",
    [
        *FOLDER.glob("config/programmes/*.yaml"),
        *FOLDER.glob("docs/examples/*.yaml"),
        *FOLDER.glob("tests/programmes/*.yaml"),
    ],
    ids=lambda path: path.stem,
)
def test_no_file_that_runs_is_said_to_leave_a_duty_behind(path: Path) -> None:
    assert [p.code for p in check(path)[1] if p.code == "left-behind"] == []
