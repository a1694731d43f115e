"""Days from which limits run: what was received cannot lie ahead, what was done hardly does, and
what is planned may."""

import copy
from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_command, a_programme, an_application, an_office, at

TODAY, TOMORROW = "2026-06-01", "2026-06-02"


def an_office_with(where: Path, *limits: str, **more: Any) -> Office:
    """Duties of these limits run from the date field `day` of the pilot's form."""
    cases = copy.deepcopy(SMALL["cases"])
    form = cases["pilot"]["form"]
    form["day"] = {"title": "起算日", "title-en": "First day", "type": "date"}
    duty = {
        "title": "答复",
        "case": "pilot",
        "by": "province",
        "bound-by": "withdraw",
        "clause": "四",
    }
    run = {"counts-from": {"field": "day"}}
    duties = {f"answer-{n}": duty | run | {"due": limit} for n, limit in enumerate(limits)}
    duties |= {name: duty | given for name, given in more.pop("duties", {}).items()}
    return an_office(where, a_programme(cases=cases, duties=SMALL["duties"] | duties, **more))


def flags_of(office: Office, day: str) -> list[str]:
    return list(perform(office, an_application(fields={"day": day})).flags)


@pytest.mark.parametrize("limit", ["收到之日起7个工作日内", "自接到举报材料之日起15日内"])
def test_a_day_of_receipt_that_is_still_to_come_is_refused(tmp_path: Path, limit: str) -> None:
    office = an_office_with(tmp_path, limit)
    with pytest.raises(Refused) as caught:
        perform(office, an_application(fields={"day": TOMORROW}))
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.clause) == ("DayToCome", ("四",))
    assert "“起算日”写的是 2026-06-02，还没有到（今天是 2026-06-01）" in refusal.message()
    assert "“First day” says 2026-06-02" in refusal.message("en")
    assert refusal.remedy() == "改为实际发生的日子：--set day=日期"
    assert flags_of(office, TODAY) == []


def test_the_day_by_which_a_version_is_chosen_is_one_of_receipt(tmp_path: Path) -> None:
    office = an_office_with(tmp_path, applies={"from": "2026-01-01", "by-field": "day"})
    with pytest.raises(Refused):
        perform(office, an_application(fields={"day": TOMORROW}))
    assert flags_of(office, "2026-05-20") == []


@pytest.mark.parametrize("limit", ["发布之日起30日内", "5个工作日内", "受理后60日内"])
def test_any_other_day_that_lies_ahead_is_said_and_taken(tmp_path: Path, limit: str) -> None:
    office = an_office_with(tmp_path, limit)
    (flag,) = flags_of(office, TOMORROW)
    assert "“起算日”写的是 2026-06-02，还没有到" in flag
    assert flags_of(office, TODAY) == []


@pytest.mark.parametrize(
    "limits",
    [("届满前30日内",), ("期满后30日内",), ("会议召开10日前", "5日内"), ("任务完成后10日内",)],
)
def test_a_day_that_is_planned_may_lie_ahead(tmp_path: Path, limits: tuple[str, ...]) -> None:
    assert flags_of(an_office_with(tmp_path, *limits), "2028-12-31") == []


def test_a_date_from_which_nothing_runs_or_that_is_the_limit_may_lie_ahead(tmp_path: Path) -> None:
    assert flags_of(an_office_with(tmp_path / "none"), "2028-12-31") == []
    set_by_hand = {"own": {"due": "无期限", "day-from": "day"}}
    assert flags_of(an_office_with(tmp_path / "own", duties=set_by_hand), "2028-12-31") == []


def test_a_day_that_was_there_before_is_not_said_again(tmp_path: Path) -> None:
    office = an_office_with(tmp_path, "5个工作日内")
    case = perform(office, an_application(fields={"day": TOMORROW})).case
    receipt = perform(office, a_command("withdraw", case, reason="x"))
    assert receipt.flags == ()


def test_what_happened_elsewhere_is_recorded_all_the_same(tmp_path: Path) -> None:
    office = an_office_with(tmp_path, "收到之日起7个工作日内")
    happened = Occurrence(at("2026-05-20 10:00:00"), "国家系统", "回执1")
    given = an_application(fields={"day": TOMORROW}, occurrence=happened)
    (flag,) = perform(office, given).flags
    assert "还没有到（今天是 2026-06-01）" in flag


def test_a_day_that_a_correction_puts_right_is_no_longer_said_to_lie_ahead(tmp_path: Path) -> None:
    office = an_office_with(tmp_path, "5个工作日内")
    case = perform(office, an_application(fields={"day": TOMORROW})).case
    righted = Occurrence(at("2026-06-01 09:00:00"), "送达回证")
    given = {"occurrence": righted, "corrects": 1}
    still = a_command("apply", case, fields={"day": "2026-06-03"}, **given)
    (flag,) = perform(office, still, dry_run=True).flags
    assert "“起算日”写的是 2026-06-03，还没有到" in flag
    assert perform(office, a_command("apply", case, fields={"day": TODAY}, **given)).flags == ()
    (said,) = [f for f in dossier(office, "zhejiang", case).flags if f.code == "DayToCome"]
    assert said.corrected_by == 2


@pytest.mark.parametrize(("day", "flags"), [("2026-05-31", 1), (TODAY, 0), (TOMORROW, 0)])
def test_a_last_day_that_is_over_as_it_is_given_is_said(
    tmp_path: Path, day: str, flags: int
) -> None:
    mend = {"title": "补正", "opened": "apply", "due": "由文书指定", "day-from": "day"}
    office = an_office_with(tmp_path, duties={"mend": mend})
    found = flags_of(office, day)
    said = "“起算日”写的是 2026-05-31，办理那天（2026-06-01）已经过去，“补正”一产生就逾期（第四条）"
    assert found == [said][:flags]
