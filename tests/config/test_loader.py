"""A file becomes a programme, or every reason why not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from config.dates import rules
from config.language.scalars import count_of, day_of, yes_no_of
from config.loader import check, load, load_text
from config.problems import BadProgramme, Problem
from config.programme import Programme
from config.vocabulary import GUARDS

CORPUS = Path(__file__).parent.parent / "corpus" / "config"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "expect.toml").read_text("utf-8"))
ACCEPTED = sorted(name for name, row in EXPECTED.items() if row.get("accept"))
REFUSED = sorted(name for name, row in EXPECTED.items() if "reject" in row)
SMALL = (CORPUS / "001-valid.yaml").read_text("utf-8")


def changed(*pairs: tuple[str, str]) -> str:
    """The small valid programme with some of its text replaced."""
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def problems_of(text: str) -> list[Problem]:
    programme, problems = check(text)
    assert programme is None
    return problems


def value_at(programme: Programme, place: str) -> str:
    found: Any = programme
    for part in place.split("."):
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return str(found)


def test_every_file_of_the_corpus_is_expected() -> None:
    assert sorted(path.name for path in CORPUS.glob("*.yaml")) == sorted(EXPECTED)
    assert sorted(ACCEPTED + REFUSED) == sorted(EXPECTED)


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_unusual_but_right_file_is_accepted(name: str) -> None:
    programme, problems = check(CORPUS / name)
    assert problems == []
    assert programme is not None
    for place, value in EXPECTED[name].get("value", {}).items():
        assert value_at(programme, place) == value


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_file_is_refused_at_its_line_with_a_sentence(name: str) -> None:
    expected = EXPECTED[name]
    programme, problems = check(CORPUS / name)
    found = [p for p in problems if p.code == expected["reject"]]
    assert programme is None
    assert found, [p.in_words() for p in problems]
    assert found[0].severity == "error"
    assert found[0].line == expected["line"]
    assert expected.get("says", "") in found[0].message
    assert found[0].suggestion == expected.get("suggestion", found[0].suggestion)
    assert found[0].in_words("en") != found[0].in_words("zh")


def test_all_problems_are_found_at_once_in_the_order_of_the_file() -> None:
    text = changed(
        ("scope: programme", "scope: programm"),
        ("at-most: 3", "at-most: many"),
        ("until: 2026年6月30日前", "until: 尽快"),
        ("to: named, by: bureau", "to: namd, by: bureau"),
        ("    bound-by:", "    bound_by:"),
    )
    found = [(p.code, p.key) for p in problems_of(text)]
    assert found == [
        ("not-an-option", "roles.bureau.scope"),
        ("not-a-count", "quotas.all.at-most"),
        ("said", "cases.laboratory.moves.nominate.until"),
        ("unknown-name", "cases.laboratory.moves.name.to"),
        ("missing-key", "duties.nomination.bound-by"),
        ("unknown-key", "duties.nomination.bound_by"),
    ]
    assert [p.line for p in problems_of(text)] == sorted(p.line for p in problems_of(text))


def test_the_error_carries_every_problem_and_names_the_file() -> None:
    with pytest.raises(BadProgramme) as caught:
        load_text(changed(("needs: letter", "neds: letter")), "labs.yaml")
    assert [p.code for p in caught.value.problems] == ["unknown-key"]
    assert "labs.yaml" in str(caught.value)
    assert "needs" in str(caught.value)


def test_a_problem_as_json_has_the_keys_that_programs_rely_on() -> None:
    (problem,) = problems_of(changed(("needs: letter", "neds: letter")))
    assert problem.as_json() == {
        "code": "unknown-key",
        "severity": "error",
        "line": 44,
        "key": "cases.laboratory.moves.nominate.neds",
        "message": problem.message,
        "suggestion": "needs",
        "clause": "",
    }


def test_a_missing_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    programme, problems = check(tmp_path / "none.yaml")
    assert programme is None
    assert [p.code for p in problems] == ["missing"]
    with pytest.raises(BadProgramme):
        load(tmp_path / "none.yaml")


def test_a_stored_programme_reads_back_the_same() -> None:
    programme = load_text(SMALL)
    assert Programme.model_validate_json(programme.model_dump_json(by_alias=True)) == programme


SETTINGS = """settings:
  cap: {value: "3", options: {"3": 三个, "4": 四个}, says: 每市几个}
  drop: {value: allowed, options: {allowed: 可以, refused: 不可}, says: 能否撤回}
"""


def with_settings() -> str:
    return changed(
        ("quotas:\n", SETTINGS + "quotas:\n"),
        ("at-most: 3", "at-most: {setting: cap}"),
        (
            "drop: {title: 撤回, from: proposed,",
            "drop: {only-if: {drop: allowed}, title: 撤回, from: proposed,",
        ),
        (
            "    by: city\n    due",
            "    by: city\n    remind: {setting: drop, allowed: [7, 1]}\n    due",
        ),
    )


def test_a_setting_stands_for_its_chosen_value() -> None:
    assert load_text(with_settings()).quotas["all"].at_most == 3
    other = load_text(with_settings(), settings={"cap": "4"})
    assert other.quotas["all"].at_most == 4
    assert other.settings["cap"].value == "4"


def test_a_rule_whose_setting_does_not_hold_is_left_out_with_the_names_that_point_at_it() -> None:
    kept = load_text(with_settings())
    left = load_text(with_settings(), settings={"drop": "refused"})
    assert "drop" in kept.cases["laboratory"].moves
    assert kept.cases["laboratory"].moves["drop"].only_if == {"drop": "allowed"}
    assert kept.duties["nomination"].remind == (7, 1)
    assert "drop" not in left.cases["laboratory"].moves
    assert left.duties["nomination"].bound_by == ("nominate",)
    assert left.duties["nomination"].remind == (30, 7, 1)


def test_a_name_that_a_setting_leaves_out_is_no_silent_gap() -> None:
    text = with_settings().replace("bound-by: [nominate, drop]", "bound-by: drop")
    assert check(text)[0] is not None
    programme, problems = check(text, {"drop": "refused"})
    assert programme is None
    assert [p.code for p in problems] == ["name-left-out"]


def test_a_setting_that_the_file_does_not_have_is_refused() -> None:
    _, unknown = check(with_settings(), {"cpa": "4"})
    assert [(p.code, p.suggestion) for p in unknown] == [("unknown-setting", "cap")]
    programme, wrong = check(with_settings(), {"cap": "5"})
    assert programme is None
    assert "5" in wrong[0].message


def test_days_of_a_period_and_limits_of_a_duty_are_said_once() -> None:
    text = changed(
        ("quotas:\n", "periods: {work: {title: 建设期, days: 2027年—2028年}}\nquotas:\n"),
        ("until: 2026年6月30日前", "until: {due-of: nomination}"),
        (
            "to: refused, by: bureau}",
            "to: refused, by: bureau, opens: {first-day-of: work}, until: {last-day-of: work}}",
        ),
        ("to: named, by: bureau}", "to: named, by: system, on: {day-after: work}}"),
    )
    moves = load_text(text).cases["laboratory"].moves
    nominate, refuse, name = moves["nominate"], moves["refuse"], moves["name"]
    assert nominate.until is not None
    assert nominate.until.phrase == "2026年6月30日前"
    assert refuse.opens is not None
    assert refuse.opens.phrase == "建设期第一日（2027年1月1日）"
    assert refuse.until is not None
    assert refuse.until.rule == rules.Day(year=2028, month=12, day=31, bound="included")
    assert name.on is not None
    assert name.on.phrase == "建设期期满后第一日（2029年1月1日）"


def test_parts_that_are_taken_from_themselves_are_refused() -> None:
    text = changed(("    due: 2026年6月30日前", "    due: {due-of: nomination}"))
    assert "ring" in [p.code for p in problems_of(text)]


def test_a_list_of_jurisdictions_comes_from_our_folder_only() -> None:
    old = SMALL[SMALL.index('  "330100"') : SMALL.index("categories:")]
    programme = load_text(changed((old, "  list: china-provinces\n")))
    assert len(programme.jurisdictions) == 32
    (problem,) = problems_of(changed((old, "  list: china-province\n")))
    assert (problem.code, problem.suggestion) == ("unknown-list", "china-provinces")
    for path in ("../programmes/national-pilots-2026", "/etc/hostname", "china-provinces.yaml"):
        assert [p.code for p in problems_of(changed((old, f"  list: {path}\n")))] == [
            "unknown-list"
        ]


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_with_a_strange_parameter_is_refused(name: str) -> None:
    guard = f"takes: all\n        guards: [{{name: {name}, with: {{strange: x}}}}]"
    keys = [(p.code, p.key.rsplit(".", 1)[-1]) for p in problems_of(changed(("takes: all", guard)))]
    assert ("unknown-key", "strange") in keys


def test_a_guard_written_without_brackets_is_looked_up_too() -> None:
    (problem,) = problems_of(changed(("takes: all", "takes: all\n        guards: os.system")))
    assert problem.code == "unknown-guard"


@pytest.mark.parametrize("entry", [
    "{legal-person: soft, clause: 二}",
    "{独立法人: 原则上, 条款: 二}",
    "{same-code: {}, strength: soft}",
    "{legal-person: soft, unit-once: soft}",
])  # fmt: skip
def test_one_entry_is_one_guard_with_its_own_keys_inside(entry: str) -> None:
    guards = f"takes: all\n        guards: [{entry}]"
    (problem,) = problems_of(changed(("takes: all", guards)))
    assert problem.code == "guard-in-parts"
    assert problem.key.rsplit(".", 1)[-1] == entry.rsplit(", ", 1)[1].split(":", maxsplit=1)[0]


def test_a_condition_may_name_fields_facts_and_its_own_variables_only() -> None:
    def codes(condition: str) -> list[str]:
        given = f'{{cel: "{condition}", says: 甲}}'
        guard = f"takes: all\n        guards: [{{name: condition, with: {given}}}]"
        return [p.code for p in check(changed(("takes: all", guard)))[1]]

    assert codes("fields.title != '' && children.exists(c, c.state != '')") == []
    assert codes("fields.titel != ''") == ["condition-unknown"]
    assert codes("open('x') == ''") == ["condition-unknown"]
    assert codes("(((") == ["condition-unreadable"]
    assert codes("1" + " + 1" * 600) == ["condition-too-long"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("8", 8), ("８", 8), ("八", 8), ("捌", 8), ("十二", 12), ("一百零五", 105), ("不超8个", 8)],
)
def test_a_count_is_read_as_people_write_it(text: str, number: int) -> None:
    assert count_of(text) == number


@pytest.mark.parametrize("text", ["8.0", "-1", "1e3", "∞", "1_000", "²", "二百五", "八八", "", "٨"])
def test_what_is_no_plain_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="count"):
        count_of(text)


def test_days_and_yes_are_read_strictly() -> None:
    assert day_of("２０２６年６月３０日").isoformat() == "2026-06-30"
    assert (yes_no_of("是"), yes_no_of("No")) == (True, False)
    for wrong in ("20260630", "1767225600", "2026-W27-2", "2026-6", "now"):
        with pytest.raises(ValueError, match="day"):
            day_of(wrong)
    with pytest.raises(ValueError, match="yes-no"):
        yes_no_of("on")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("periods: {p: {first: 2027-01-01, last: 2026-01-01}}", "ends on 2026-01-01, before"),
        ("applies: {from: 2026-05-01, until: 2026-01-01}", "it applies until 2026-01-01"),
        ("通知: {n: {用于: 提醒}}", "give a heading, a text or both"),
        ("settings: {s: {value: c, options: {a: A, b: B}, says: x}}", "'c' is none of"),
        ("  d: {title: 办, extension: {by: x, longest: 3炷香}}", "is no length of time"),
        ("  d: {title: 办, counts-from: {field: f, move: m}}", "takes just one of"),
    ],
)
def test_what_contradicts_itself_is_said_in_both_languages(wrong: str, said: str) -> None:
    lines = f"duties:\n{wrong}\n" if wrong.startswith(" ") else f"{wrong}\nduties:\n"
    text = changed(("duties:\n", lines))
    (found,) = [p for p in problems_of(text) if said in p.message_in("en")]
    assert not any("一" <= sign <= "鿿" for sign in found.message_in("en").replace("炷香", ""))
    assert said not in found.message_in("zh")
