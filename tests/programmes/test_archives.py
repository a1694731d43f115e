"""Archives that may be handed over only once ten years are full: unusual limits and quotas from the
act to the audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check, load
from console.simulate import simulate
from states import queries
from states.actions import approve_all, perform
from states.commands import PYTHON, Check
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from states.queries.quotas import quota
from tests.builders import a_command, set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound
from tests.stores import rows_of

UNIT = a_unit("水务局", 7)
ACCOUNTS = {
    "dw": ("单位", {"unit": UNIT.split()[1]}),
    "jia": ("馆", {"jurisdiction": "甲"}),
    "jia2": ("馆", {"jurisdiction": "甲"}),
    "sheng": ("省局", {}),
}
PAPER = {"files": ("清册",)}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(tmp_path, "archives", accounts=ACCOUNTS, now="2026-03-02 09:00:00")
    yield made
    made.close()


def a_batch(office: Office, formed: str, *, secret: str = "否", field: str = "文书") -> str:
    given = {
        "title": "水务",
        "unit": UNIT,
        "县": "甲",
        "门类": field,
        "形成日": formed,
        "涉密": secret,
    }
    return do(office, "dw", "登记", **given, with_={"kind": "批次"}).case


def received(office: Office, code: str) -> None:
    do(office, "dw", "移交", code, with_=PAPER)
    passed = {item: Check("pass", "", "2026-03-02") for item in ("件数", "目录")}
    do(office, "jia", "核对", code, with_={"checks": passed})
    do(office, "jia2", "接收", code)


def due(office: Office, code: str, name: str) -> tuple[str | None, str]:
    owed = [one for one in queries.calendar(office, "jia", code) if one.duty == name]
    return owed[-1].due_on, owed[-1].due_time


def move_day(office: Office, code: str, name: str, to: str, **more: object) -> object:
    fields = {"duty": name, "to": to, **more}
    return perform(office, a_command("extend-duty", code, actor="jia", fields=fields, reason="忙"))


def test_the_file_is_sound_and_lives_from_end_to_end() -> None:
    assert check(FOLDER / "archives.yaml")[1] == []
    report = simulate(load(FOLDER / "archives.yaml"))
    assert report.violations == []
    assert report.stopped == []
    assert report.tally.states["批次"]["进馆"] >= 5


def test_ten_years_must_be_full_and_then_there_is_a_year(office: Office) -> None:
    early, ripe = a_batch(office, "2016-03-02"), a_batch(office, "2016-03-01")
    assert refusals(office, "dw", "移交", early, with_=PAPER) == ["DutyTooEarly"]
    do(office, "dw", "移交", ripe, with_=PAPER)
    assert due(office, early, "移交")[0] == "2027-03-02"
    (waits,) = [w for w in dossier(office, "dw", early).waiting if w.duty == "移交"]
    assert (waits.opens_on, waits.due_on) == ("2026-03-03", "2027-03-02")
    set_clock(office, "2026-03-03 00:00:00")
    do(office, "dw", "移交", early, with_=PAPER)
    assert sound(office)


def test_two_years_more_take_a_second_person_and_a_document(office: Office) -> None:
    code = a_batch(office, "2016-03-01")
    asked = move_day(office, code, "移交", "2029-03-01", order="档〔2026〕1号")
    approve_all(office, [str(asked.waiting)], "jia2", via=PYTHON)  # type: ignore[attr-defined]
    assert due(office, code, "移交")[0] == "2029-03-01"
    assert sound(office)


def test_whoever_can_move_a_secret_batch_on_is_told(office: Office) -> None:
    code = a_batch(office, "2016-03-01", secret="是")
    assert refusals(office, "dw", "移交", code, with_=PAPER) == ["NotForThisCase"]
    offered = [item.verb for group in inbox(office, "jia").groups for item in group.items]
    assert offered == ["公示"]
    do(office, "jia", "公示", code)
    assert refusals(office, "dw", "移交解密", code, with_=PAPER) == ["DutyTooEarly"]
    set_clock(office, "2026-03-10 09:00:00")
    do(office, "dw", "移交解密", code, with_=PAPER)
    assert sound(office)


def test_each_year_takes_two_to_three_and_one_of_the_special_kind(office: Office) -> None:
    special = [a_batch(office, "2016-02-01", field="专题") for _ in range(2)]
    received(office, special[0])
    assert dossier(office, "jia", special[0]).fields[-1].value == "2026-03-02"
    do(office, "dw", "移交", special[1], with_=PAPER)
    passed = {item: Check("pass", "", "2026-03-02") for item in ("件数", "目录")}
    do(office, "jia", "核对", special[1], with_={"checks": passed})
    assert refusals(office, "jia", "接收", special[1]) == ["SamePerson", "QuotaFull"]
    set_clock(office, "2027-01-04 09:00:00")
    do(office, "jia2", "接收", special[1])
    said = {use.bucket: (use.used, use.short, use.missed) for use in quota(office, "jia")}
    assert said["每年/2026/甲"] == (1, 1, True)
    assert said["每年/2027/甲"] == (1, 1, False)
    assert sound(office)


def test_a_backup_is_due_by_the_hour_and_told_two_hours_after(office: Office) -> None:
    code = do(office, "jia", "登记活动", title="运动会", 县="甲", with_={"kind": "活动"}).case
    move_day(office, code, "备份", "2026-03-03T15:00")
    assert due(office, code, "备份") == ("2026-03-03", "15:00")
    told = "SELECT recipient FROM outbox WHERE topic = 'escalate'"
    for now, wanted in (("16:59:59", []), ("17:00:00", [("省局",)])):
        set_clock(office, f"2026-03-03 {now}")
        sweep(office)
        assert rows_of(office, told) == wanted
    assert sound(office)


def test_every_second_year_one_report_is_owed(office: Office) -> None:
    code = do(office, "sheng", "建馆", title="甲馆", 县="甲", with_={"kind": "馆情"}).case
    owed = [one.due_on for one in queries.calendar(office, "jia", code)]
    assert owed == ["2026-12-20", "2028-12-20", "2030-12-20"]
    do(office, "jia", "报检查", code, with_={"files": ("报告",)})
    statuses = [one.status for one in queries.calendar(office, "jia", code)]
    assert statuses == ["met", "open", "open"]
    assert sound(office)
