"""Limits of a programme whose ends move off rest days, and two procedures of which a case has one:
what is left of a limit, how far it may be extended, what does not apply to a case, and how cases
that come all year round are numbered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.year_files import read_year
from states.actions import perform
from states.calendars.importing import import_year
from states.commands import PYTHON
from states.errors import Refused
from states.office import Office
from states.queries.answers import Duty
from states.queries.dossiers import dossier
from tests.builders import a_command, happened, set_clock
from tests.programmes.offices import do, office_of, sound

INVENTED = Path(__file__).parents[2] / "docs" / "examples" / "calendars" / "2027.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(
        tmp_path, "reconsideration", accounts={"j": ("机构", {})}, now="2026-02-01 09:00:00"
    )
    yield made
    made.close()


def accepted(office: Office, day: str, procedure: str = "普通") -> str:
    set_clock(office, f"{day} 09:00:00")
    return do(office, "j", "受理", title="罚款", 程序=procedure, with_={"kind": "案件"}).case


def on(office: Office, day: str, move: str, case: str, **given: str) -> tuple[str, ...]:
    """What is flagged when the move is made on a day."""
    set_clock(office, f"{day} 10:00:00")
    return do(office, "j", move, case, **given).flags


def owed(office: Office, case: str) -> dict[str, Duty]:
    return {duty.duty: duty for duty in dossier(office, "j", case).duties}


@pytest.mark.parametrize(
    ("paused", "left", "resumed", "due"),
    [
        ("2026-09-04", 30, "2026-10-20", "2026-11-19"),
        # on a day to which the end was only put off there is nothing left, nor on a rest day an end
        ("2026-10-06", 0, "2026-10-18", "2026-10-19"),
        ("2026-10-06", 0, "2026-10-20", "2026-10-20"),
    ],
)
def test_a_rest_day_that_put_off_the_end_is_no_day_of_the_limit(
    office: Office, paused: str, left: int, resumed: str, due: str
) -> None:
    case = accepted(office, "2026-08-05")  # sixty days end on the fourth of October
    assert owed(office, case)["普通"].due_on == "2026-10-08"
    on(office, paused, "中止", case)
    remainder = owed(office, case)["普通"].remainder
    assert remainder is not None
    told = {"n": left, "unit": "days", "on": "2026-10-08", "for": "鉴定"}
    assert {name: value for name, value in remainder.items() if name != "at"} == told
    assert on(office, resumed, "恢复", case) == ()
    assert owed(office, case)["普通"].due_on == due
    assert sound(office)


def test_what_is_left_of_what_ran_on_is_counted_the_same_way(office: Office) -> None:
    case = accepted(office, "2026-08-05")
    for paused, resumed in (("2026-08-07", "2026-08-08"), ("2026-08-10", "2026-08-11")):
        on(office, paused, "中止", case)
        on(office, resumed, "恢复", case)
    assert owed(office, case)["普通"].due_on == "2026-10-08"  # the sixth, a holiday
    set_clock(office, "2026-08-20 10:00:00")
    earlier = a_command("中止", case, actor="j", occurrence=happened("2026-08-09"))
    perform(office, earlier)
    assert sound(office)


def extend(office: Office, case: str, to: str) -> None:
    fields = {"duty": "普通", "to": to, "order": "批1"}
    perform(office, a_command("extend-duty", case, actor="j", fields=fields, reason="情况复杂"))


def test_an_extension_may_last_to_the_working_day_after_the_rest_day_on_which_it_ends(
    office: Office,
) -> None:
    case = accepted(office, "2026-02-02")
    assert owed(office, case)["普通"].due_on == "2026-04-03"
    with pytest.raises(Refused) as caught:  # thirty days on is the third of May
        extend(office, case, "2026-05-07")
    assert "最晚到 2026-05-06" in str(caught.value)
    extend(office, case, "2026-05-06")
    assert owed(office, case)["普通"].due_on == "2026-05-06"
    assert sound(office)


def test_an_extension_was_right_by_the_calendar_of_its_day(office: Office) -> None:
    case = accepted(office, "2026-11-22")
    extend(office, case, "2027-02-22")  # the twentieth is a Saturday, as long as nobody works on it
    import_year(office, read_year(INVENTED), actor="j", via=PYTHON)
    assert sound(office)


def test_a_duty_that_does_not_apply_is_neither_paused_nor_does_it_run_anew(office: Office) -> None:
    case = accepted(office, "2026-03-02", "简易")
    assert on(office, "2026-03-10", "中止", case) == ()
    assert on(office, "2026-03-20", "恢复", case) == ()
    assert on(office, "2026-03-23", "重审", case) == ()
    assert set(owed(office, case)) == {"简易"}
    assert sound(office)


def test_a_move_may_change_what_it_applies_by(office: Office) -> None:
    case = accepted(office, "2026-03-02", "简易")
    assert on(office, "2026-03-20", "转普通", case, 程序="普通") == ()
    found = {name: (duty.status, duty.due_on) for name, duty in owed(office, case).items()}
    assert found == {"普通": ("open", "2026-05-06"), "简易": ("waived", "2026-04-01")}
    with pytest.raises(Refused) as caught:
        on(office, "2026-03-23", "转普通", case, 程序="简易")
    assert [refusal.code for refusal in caught.value.refusals] == ["NotForThisCase"]
    assert sound(office)


def test_why_a_move_does_not_apply_names_the_field_that_nobody_filled(office: Office) -> None:
    case = accepted(office, "2026-03-02")
    with pytest.raises(Refused) as caught:
        on(office, "2026-03-20", "公开", case)
    assert "不适用于这件事项（fields.涉密 == false；是否涉密没有填）" in str(caught.value)
    assert "(fields.涉密 == false; 是否涉密 not filled in)" in caught.value.message("en")


def test_numbers_begin_anew_in_each_year_in_which_cases_are_opened(office: Office) -> None:
    found = [accepted(office, day) for day in ("2026-03-02", "2026-12-31", "2027-01-01")]
    found.append(accepted(office, "2027-01-04"))
    earlier = a_command(
        "受理",
        actor="j",
        kind="案件",
        fields={"title": "补录", "程序": "普通"},
        occurrence=happened("2026-12-30"),
    )
    found.append(perform(office, earlier).case)
    assert found == ["复2026-001", "复2026-002", "复2027-001", "复2027-002", "复2027-003"]
    assert sound(office)
