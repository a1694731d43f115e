"""The shipped file says what the 2026 notice says, line against line."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from config.clauses import clause_map
from config.language.places import in_chinese, title_in_chinese
from config.language.source import parse
from config.loader import PROGRAMMES, check, load_shipped
from config.programme import Programme

FILE = PROGRAMMES / "national-pilots-2026.yaml"
PROGRAMME = load_shipped("national-pilots-2026")
PILOT = PROGRAMME.cases["pilot"]
SETTINGS = parse(FILE.read_text("utf-8")).root["settings"]


def differences(first: Any, second: Any, place: str = "") -> Iterator[str]:
    if isinstance(first, dict) and isinstance(second, dict):
        for key in {**first, **second}:
            yield from differences(
                first.get(key), second.get(key), f"{place}.{key}" if place else key
            )
    elif isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        for index, (one, other) in enumerate(zip(first, second, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif first != second:
        yield place


def changed_by(name: str, option: str) -> set[str]:
    """The places in which the programme differs under another reading."""
    other = load_shipped("national-pilots-2026", {name: option})
    found = differences(PROGRAMME.model_dump(by_alias=True), other.model_dump(by_alias=True))
    return {place for place in found if not place.startswith("settings.")}


def test_the_file_has_no_problem_and_no_warning() -> None:
    programme, problems = check(FILE)
    assert programme == PROGRAMME
    assert [problem.in_words() for problem in problems] == []


def test_it_reads_back_from_its_stored_form() -> None:
    stored = PROGRAMME.model_dump_json(by_alias=True)
    assert Programme.model_validate_json(stored) == PROGRAMME


def test_thirty_two_bodies_recommend() -> None:
    kinds = [place.kind for place in PROGRAMME.jurisdictions.values()]
    assert (kinds.count("province"), kinds.count("corps")) == (31, 1)
    assert PROGRAMME.jurisdictions["33"].label == "浙江"
    assert len({place.abbr for place in PROGRAMME.jurisdictions.values()}) == 32


def test_six_general_fields_and_two_special_ones() -> None:
    groups = [category.group for category in PROGRAMME.categories.values()]
    assert (groups.count("general"), len(groups)) == (6, 8)
    assert all(category.priorities for category in PROGRAMME.categories.values())


def test_the_moves_of_a_pilot_are_those_of_the_table() -> None:
    moves = {name: (move.from_, move.to, move.by) for name, move in PILOT.moves.items()}
    assert moves == {
        "apply": ((), "applied", ("province",)),
        "amend": (("applied",), "=", ("province",)),
        "recommend": (("applied",), "recommended", ("province",)),
        "not-recommend": (("applied",), "not-recommended", ("province",)),
        "lapse": (("applied",), "not-recommended", ("system",)),
        "withdraw": (("applied", "recommended"), "withdrawn", ("province",)),
        "review": (("recommended",), "reviewed", ("committee",)),
        "decline": (("recommended", "reviewed"), "declined", ("committee",)),
        "assign": (("reviewed",), "assigned", ("committee",)),
        "begin-reporting": (("assigned",), "annual-reporting", ("system",)),
        "self-evaluate": (("annual-reporting",), "self-evaluated", ("system",)),
        "publicize": (("self-evaluated",), "publicized", ("committee",)),
        "conclude": (("self-evaluated",), "concluded", ("committee",)),
        "terminate": (("assigned", "annual-reporting"), "terminated", ("committee",)),
        "rename": (
            (
                "applied",
                "recommended",
                "reviewed",
                "assigned",
                "annual-reporting",
                "self-evaluated",
            ),
            "=",
            ("province",),
        ),
    }


def test_the_ends_are_normal_and_exceptional() -> None:
    ends = {name: state.end for name, state in PILOT.states.items() if state.end}
    assert ends == {
        "publicized": "normal",
        "concluded": "normal",
        "not-recommended": "exceptional",
        "declined": "exceptional",
        "withdrawn": "exceptional",
        "terminated": "exceptional",
    }


def test_the_notice_gives_two_dates_and_no_more() -> None:
    limits = {duty.due.phrase for duty in PROGRAMME.duties.values()}
    assert limits == {"2026年6月30日前", "每年11月底前", "无期限", "及时"}


def test_the_two_ministries_and_the_auditor_only_read() -> None:
    readers = {name for name, role in PROGRAMME.roles.items() if role.read_only}
    assert readers == {"auditor", "judicial-ministry", "civil-ministry"}


def test_every_clause_of_the_notice_is_in_the_map() -> None:
    rows = clause_map(PROGRAMME, Path(__file__).parent.parent)
    names = [row.clause for row in rows]
    assert names == ["首部", *"一二三四五六七八九", "末段", "附件", "抄送"]
    for row in rows:
        assert row.rules or row.why
        assert row.by == "rules" or row.why


def test_the_clause_map_names_the_tests_that_prove_a_rule(tmp_path: Path) -> None:
    marked = '@pytest.mark.clause("二", "general-quota")\ndef test_eight() -> None: ...\n'
    mark = 'pytestmark = pytest.mark.clause("五", "november")\n'
    whole = mark + "class TestA:\n    def test_b(self): ...\n"
    (tmp_path / "test_one.py").write_text(marked, "utf-8")
    (tmp_path / "test_two.py").write_text(whole, "utf-8")
    rows = {row.clause: row for row in clause_map(PROGRAMME, tmp_path)}
    assert [(t.test.split("::", 1)[1], t.rule) for t in rows["二"].tests] == [
        ("test_eight", "general-quota")
    ]
    assert [t.test.split("::", 1)[1] for t in rows["五"].tests] == ["TestA::test_b"]
    assert (rows["二"].is_proved, rows["三"].is_proved, rows["九"].is_proved) == (True, False, True)


OTHER_READINGS = [
    (name, option)
    for name, setting in SETTINGS.items()
    for option in setting["options"]
    if option != setting["value"]
]


@pytest.mark.parametrize(("name", "option"), OTHER_READINGS)
def test_every_other_reading_is_a_valid_programme_that_differs(name: str, option: str) -> None:
    assert changed_by(name, option)


PLACES = {
    ("specials", "also-inside"): {"quotas.everything", "quotas.judicial.at-most"},
    ("named-day", "excluded"): {"conventions.named_day"},
    ("november-binds", "forward"): {"duties.annual-summary.bound-by[0]"},
    ("after-return", "last-submission"): {"duties.annual-resubmission.due.phrase"},
    ("undertaken-before", "hard"): {"cases.pilot.moves.recommend.guards[4].strength"},
    ("earlier-pilots", "any"): {"cases.pilot.moves.recommend.guards[4].with.levels"},
    ("slot-return", "never"): {"cases.pilot.moves.withdraw.gives-back"},
    ("slot-return", "always"): {"cases.pilot.moves.decline.gives-back"},
    ("credit-again", "once"): {"cases.pilot.moves.assign.guards", "duties.credit-again"},
    ("announcement", "together"): {"rounds.assignment_round.together"},
    ("publicity", "earlier-too"): {"cases.pilot.moves.publicize-early"},
    ("incident-outcome", "record-only"): {"cases.pilot.moves.terminate"},
    ("unit-change", "refused"): {"cases.unit-change"},
    ("unit-change", "province"): {"cases.unit-change.moves.approve.by[0]"},
    ("pension-hint", "none"): {"cases.pilot.moves.recommend.guards"},
    ("same-unit", "hard"): {"cases.pilot.moves.recommend.guards[5].strength"},
}


@pytest.mark.parametrize(
    ("reading", "places"), PLACES.items(), ids=["=".join(reading) for reading in PLACES]
)
def test_each_open_reading_changes_its_rule(reading: tuple[str, str], places: set[str]) -> None:
    assert places <= changed_by(*reading)


def test_every_setting_has_a_test_of_its_place() -> None:
    assert {name for name, _ in PLACES} == set(PROGRAMME.settings)


def _allowed(programme: Programme, general: int, judicial: int, civil: int) -> bool:
    used = {"general": general, "judicial": judicial, "civil-affairs": civil}
    return all(
        sum(used[group] for group in quota.groups) <= (quota.at_most or 0)
        for quota in programme.quotas.values()
    )


def test_specials_are_extra_or_also_fill_the_eight_exactly_as_the_reading_says() -> None:
    inside = load_shipped("national-pilots-2026", {"specials": "also-inside"})
    for general, judicial, civil in product(range(12), range(7), range(7)):
        extra_only = general <= 8 and judicial <= 2 and civil <= 2
        beyond = max(0, judicial - 2) + max(0, civil - 2)
        also_inside = general + beyond <= 8 and judicial <= 4 and civil <= 4
        assert _allowed(PROGRAMME, general, judicial, civil) == extra_only
        assert _allowed(inside, general, judicial, civil) == also_inside


def test_a_place_is_told_in_the_words_of_a_chinese_file() -> None:
    guard = "cases.pilot.moves.recommend.guards[0]"
    assert in_chinese(guard) == "事项.pilot.动作.recommend.把关[0]"
    assert title_in_chinese("unit-once", guard) == "单位不重复"
    assert title_in_chinese("extension", "duties.核实.extension") == "延期"
    assert title_in_chinese("推荐", "duties.推荐") == "推荐"
