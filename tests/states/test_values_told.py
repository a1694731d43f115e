"""Values that cannot be read: every one is told at once, by the name that people know it by."""

import json
from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.commands import Command
from states.errors import BadFields, BadInput
from states.office import Office
from tests.builders import a_command, a_programme, an_office
from tests.stores import rows_of

FIRST, SECOND = "12330000000000084X", "913300001000000844"
FORM = {
    "title": {"title": "名称", "required": True},
    "unit": {"title": "推荐对象", "title-en": "Nominee", "type": "organisation"},
    "partners": {"title": "联合单位", "type": "organisations", "joint": True},
    "born": {"title": "成立日", "title-en": "Founded on", "type": "date"},
    "phone": {"title": "电话", "type": "number", "personal": True},
    "members": {"title": "人数", "title-en": "Members", "type": "number"},
}


GROUP = {
    "title": "集体",
    "code": "{year}-{number}",
    "form": FORM,
    "states": {
        "proposed": {"title": "已推荐", "initial": True},
        "kept": {"title": "已存", "end": "normal"},
    },
    "moves": {
        "propose": {"title": "推荐", "to": "proposed", "by": "committee"},
        "keep": {"title": "存", "from": "proposed", "to": "kept", "by": "committee"},
    },
}
ONLY_GROUPS = {"cases": {"group": GROUP}, "quotas": {}, "duties": {}, "rounds": {}}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office(tmp_path, a_programme(**ONLY_GROUPS))


def kept_refusals(office: Office) -> str:
    return str(rows_of(office, "SELECT reasons FROM refusals"))


def fields_kept(office: Office) -> Any:
    [(fields,)] = rows_of(office, "SELECT fields FROM cases WHERE kind = 'group'")
    return json.loads(fields)


def proposed(**fields: object) -> Command:
    return a_command("propose", kind="group", actor="committee", fields=fields)


def test_all_values_that_cannot_be_read_are_told_at_once(office: Office) -> None:
    with pytest.raises(BadFields) as caught:
        perform(office, proposed(title="甲", born="1990.13.1", members="许多", size="3"))
    assert [mistake.code for mistake in caught.value.mistakes] == [
        "NotADate",
        "NotANumber",
        "UnknownField",
    ]
    assert caught.value.message().splitlines()[:2] == [
        "成立日 应为日期，如 2026-06-30，现为“1990.13.1”",
        "人数 应为数字，现为“许多”",
    ]


@pytest.mark.parametrize("day", ["1990-01-02", "1990/1/2", "1990.1.2", "１９９０年1月2日"])
def test_a_day_may_be_written_as_people_and_spreadsheets_do(office: Office, day: str) -> None:
    perform(office, proposed(title="甲", born=day))
    assert rows_of(office, "SELECT fields FROM cases WHERE kind = 'group'")[0][0].count(
        '"born":"1990-01-02"'
    )


@pytest.mark.parametrize("day", ["19900102", "1/2/1990", "90-1-2", "1990-W01-2", "1990-02-30"])
def test_a_day_that_may_be_read_in_two_ways_or_none_is_not_guessed(
    office: Office, day: str
) -> None:
    with pytest.raises(BadInput) as caught:
        perform(office, proposed(title="甲", born=day))
    assert caught.value.code == "NotADate"


def test_a_day_that_tells_the_version_is_told_with_the_rest(tmp_path: Path) -> None:
    applies = {"from": "2026-01-01", "by-field": "born"}
    office = an_office(tmp_path, a_programme(**ONLY_GROUPS, applies=applies))
    with pytest.raises(BadFields) as caught:
        perform(office, proposed(title="甲", born="去年", members="许多"))
    assert [mistake.code for mistake in caught.value.mistakes] == ["NotADate", "NotANumber"]


def test_one_value_is_told_by_its_title_in_each_language_and_by_its_key(office: Office) -> None:
    with pytest.raises(BadInput) as caught:
        perform(office, proposed(title="甲", unit={"name": "", "code": "91330000000000000X"}))
    assert caught.value.message() == "“推荐对象”缺少名称"
    assert caught.value.message("en") == "“Nominee” lacks the name"
    assert caught.value.parameters["key"] == "unit"


def test_what_is_personal_is_not_quoted_in_what_others_read(office: Office) -> None:
    with pytest.raises(BadInput) as caught:
        perform(office, proposed(title="甲", phone="139-1234-5678"))
    assert caught.value.message() == "电话 应为数字，现为“…”"
    kept = kept_refusals(office)
    assert "NotANumber" in kept
    assert "139-1234-5678" not in kept


BOTH = [{"name": "乙所", "code": FIRST}, {"name": "丙所", "code": SECOND}]


@pytest.mark.parametrize(
    "written",
    [
        f"乙所 {FIRST}；丙所 {SECOND}",
        f"乙所 {FIRST}、丙所 {SECOND}",
        f"乙所（{FIRST}）、丙所（{SECOND}）",
        f"乙所 {FIRST}\n丙所 {SECOND}",
        f"乙所 {FIRST}，丙所 {SECOND}",
        f"乙所 {FIRST} 丙所 {SECOND}",
    ],
)
def test_several_units_are_several_however_they_are_set_apart(office: Office, written: str) -> None:
    perform(office, proposed(title="甲", partners=written))
    kept = fields_kept(office)
    assert kept["partners"] == BOTH


def test_names_alone_are_set_apart_as_lists_are_shown(office: Office) -> None:
    perform(office, proposed(title="甲", partners="乙所、Foo Co., Ltd."))
    kept = fields_kept(office)
    names = [unit["name"] for unit in kept["partners"]]
    assert names == ["乙所", "Foo Co., Ltd."]


@pytest.mark.parametrize("written", [f"{FIRST} 乙所", f"乙所 {FIRST}、丙所 {SECOND}"])
def test_a_code_within_the_name_of_a_unit_is_no_name(office: Office, written: str) -> None:
    with pytest.raises(BadInput) as caught:
        perform(office, proposed(title="甲", unit=written))
    assert caught.value.code == "OrganisationsInOne"


@pytest.mark.parametrize("written", ["1990年1月2日", "1990/1/2", "1990.1.2", "1990-01-02"])
def test_a_day_is_read_as_tables_write_it(office: Office, written: str) -> None:
    perform(office, proposed(title="甲", born=written))
    kept = fields_kept(office)
    assert kept["born"] == "1990-01-02"
