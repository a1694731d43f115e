"""What the register of earlier pilots says of units, under whatever rule a file sets."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from states.queries.looked_up import LookedUp
from states.registers.coverage import TITLES, year_of
from states.registers.register import EarlierPilot, add_earlier
from states.words.registers import programmes
from tests.builders import SMALL, a_command, a_letter, an_application, an_office
from tests.stores import each_store as each_store

RULE = "not-undertaken-before"
LEAD, SECOND = "甲研究院 12330000000000084X", "乙研究院 913300001000000844"


def a_row(unit: str | None, title: str, level: str, year: str | None) -> EarlierPilot:
    return EarlierPilot(level, "旧试点", unit, None, "33", title, "", None, year, "下达", "")


def asking(*guards: dict[str, Any]) -> Programme:
    """The small programme with joint units, whose recommendation has only these guards."""
    declared = deepcopy(SMALL)
    pilot = declared["cases"]["pilot"]
    pilot["form"]["joint"] = {"title": "联合单位", "type": "organisations", "joint": True}
    rules = [{"name": RULE, "strength": "warn", "with": with_} for with_ in guards]
    pilot["moves"]["recommend"]["guards"] = rules
    return Programme.model_validate(declared)


def an_office_with(folder: Path, rows: list[EarlierPilot], *guards: dict[str, Any]) -> Office:
    office = an_office(folder, asking(*guards), now="2026-06-01 09:00:00")
    if rows:
        add_earlier(office, rows, source="测试")
    return office


def looked_up(office: Office, lang: str = "zh", **fields: Any) -> tuple[LookedUp, ...]:
    """What an entry keeps of a recommendation; what was foreseen was the same."""
    case = perform(office, an_application(fields={"unit": LEAD, **fields})).case
    foreseen = [said.answer for said in dossier(office, "zhejiang", case).register]
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    kept = history(office, "zhejiang", case, lang=lang)[-1].register
    assert [said.answer for said in kept] == foreseen
    assert list(check(office)) == []
    return kept


def test_only_the_years_that_the_rule_looks_at_are_told(each_store: None, tmp_path: Path) -> None:
    rows = [
        a_row("别的单位", "老试点", "national", "2023"),
        a_row("别的单位", "新试点", "local", "2024"),
        a_row("别的单位", "无年份试点", "national", None),
    ]
    office = an_office_with(tmp_path, rows, {"levels": "any", "within-years": 3})
    (said,) = looked_up(office)
    assert (said.answer["rows"], programmes(said.answer, "zh")) == (2, ["新试点", "无年份试点"])
    assert "名册收国家级 1 条、地方 1 条（只看 2024 年起和未写年份的）" in said.says
    assert "2024 年、1 条未写年份，含 2 类试点" in said.says


def test_where_no_row_is_recent_enough_nothing_could_be_checked(tmp_path: Path) -> None:
    rows = [a_row("别的单位", "老试点", "national", "2019")]
    office = an_office_with(tmp_path, rows, {"within-years": 3})
    (said,) = looked_up(office, "en")
    assert said.says == (
        "The register of earlier pilots has no row of a national pilot since 2024 or undated, so "
        "whether 甲研究院 undertook one could not be checked; by “推荐” the 省级部门 attests that "
        "it never undertook one."
    )


def test_of_joint_units_those_not_found_are_attested_and_those_found_are_not(
    each_store: None, tmp_path: Path
) -> None:
    rows = [a_row("乙研究院", "老试点", "national", "2019")]
    office = an_office_with(tmp_path, rows, {})
    (said,) = looked_up(office, joint=[SECOND])
    assert (said.answer["found"], said.answer["absent"]) == (1, ["甲研究院"])
    assert said.says.startswith("以往试点名册中有 1 条与承担单位相符，见标注；")
    assert "没有查到甲研究院；" in said.says
    assert said.brief == "名册相符 1 条；名册未查到（共 1 条），以此确认未承担过"


def test_two_rules_on_one_move_keep_two_answers(tmp_path: Path) -> None:
    rows = [a_row("甲研究院", "地方试点", "local", "2019")]
    office = an_office_with(tmp_path, rows, {"levels": "national"}, {"levels": "any"})
    assert [said.answer["found"] for said in looked_up(office)] == [0, 1]


def test_a_case_without_a_unit_has_nothing_to_look_up(tmp_path: Path) -> None:
    office = an_office_with(tmp_path, [], {})
    assert looked_up(office, unit=None) == ()


def test_of_a_large_register_the_most_frequent_programmes_are_named(tmp_path: Path) -> None:
    rows = [a_row(None, f"试点{n:02}", "national", "2020") for n in range(TITLES + 5)]
    office = an_office_with(tmp_path, [*rows, *rows[-1:]], {})
    case = perform(office, an_application()).case
    (said,) = dossier(office, "zhejiang", case).register
    assert (len(said.answer["of"]), said.answer["titles"]) == (TITLES, TITLES + 5)
    assert f"含试点{TITLES + 4}、试点00、" in said.says
    assert f"等 {TITLES + 5} 类试点" in said.says


@pytest.mark.parametrize(
    ("text", "year"),
    [("2021", 2021), ("2021年度", 2021), ("2010/2011", 2010), ("第七批", None), (None, None)],
)
def test_a_year_is_read_only_where_one_is_written(text: str | None, year: int | None) -> None:
    assert year_of(text) == year
