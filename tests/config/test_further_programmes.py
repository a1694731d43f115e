"""The further shipped programmes: each is sound, runs from end to end, and keeps its limits."""

from pathlib import Path

import pytest

from config.clauses import clause_map
from config.loader import PROGRAMMES, check, load_shipped
from config.programme import Programme
from console.diagrams.lives import lives
from console.simulate import simulate

FURTHER = (
    "key-tasks-2026",
    "local-standards",
    "complaints",
    "complaints-decree-20",
    "spot-checks",
    "local-pilots",
)
UNVERIFIED = {
    "key-tasks-2026": set(),
    "local-standards": {"consultation", "filing", "catalogue"},
    "complaints": {"competence", "mediation", "end-notice", "clue", "informing"},
    "complaints-decree-20": set(),
    "spot-checks": set(),
    "local-pilots": set(),
}
"""The limits that nobody has seen in their source."""


def options(name: str) -> list[tuple[str, str]]:
    programme = load_shipped(name)
    return [
        (s, option) for s, declared in programme.settings.items() for option in declared.options
    ]


def test_every_shipped_file_is_named_here_or_is_the_national_one() -> None:
    shipped = {path.stem for path in PROGRAMMES.glob("*.yaml")}
    assert shipped == {*FURTHER, "national-pilots-2026"}


@pytest.mark.parametrize("name", FURTHER)
def test_it_is_checked_without_a_remark(name: str) -> None:
    assert check(PROGRAMMES / f"{name}.yaml")[1] == []


@pytest.mark.parametrize(
    ("name", "setting", "option"),
    [(name, setting, option) for name in FURTHER for setting, option in options(name)],
)
def test_it_is_sound_under_every_reading(name: str, setting: str, option: str) -> None:
    assert check(PROGRAMMES / f"{name}.yaml", {setting: option})[1] == []


@pytest.mark.parametrize("name", FURTHER)
def test_exactly_the_limits_nobody_has_seen_are_unverified(name: str) -> None:
    duties = load_shipped(name).duties
    assert {key for key, duty in duties.items() if duty.unverified} == UNVERIFIED[name]


@pytest.mark.parametrize("name", FURTHER)
def test_every_duty_and_move_cites_its_source(name: str) -> None:
    programme = load_shipped(name)
    moves = {
        f"{kind}.{key}": move
        for kind, declared in programme.cases.items()
        for key, move in declared.moves.items()
    }
    silent = [key for key, move in moves.items() if not move.clause]
    silent += [key for key, duty in programme.duties.items() if not duty.clause]
    assert silent == []


@pytest.mark.parametrize("full", [False, True], ids=["mixed", "full"])
@pytest.mark.parametrize("name", FURTHER)
def test_it_runs_on_a_virtual_clock_and_its_history_holds(name: str, full: bool) -> None:
    report = simulate(load_shipped(name), jurisdictions=2, seed=3, full=full)
    assert report.violations == []
    assert report.tally.entries > 10


def test_diagrams_and_clauses_mark_the_limits_that_nobody_has_verified() -> None:
    programme = load_shipped("local-standards")
    (standard, *_) = lives(programme)
    marked = {arrow.label for arrow in standard.arrows if "待核" in arrow.label}
    assert "报国家备案（期限待核）" in marked
    assert not any("复审结论" in label for label in marked)
    cited = {rule.title for row in clause_map(programme) for rule in row.rules}
    assert {"报国家备案（待核）", "复审"} <= cited


def test_a_mid_term_check_and_an_acceptance_are_legal_in_local_pilots_only() -> None:
    local, national = load_shipped("local-pilots"), load_shipped("national-pilots-2026")
    assert local.forbidden is None
    assert national.forbidden is not None
    used = {move.kind for move in local.cases["pilot"].moves.values()}
    assert {"inspection-visit", "acceptance"} <= used & set(national.forbidden.kinds)


def test_the_same_acts_are_refused_where_the_source_forbids_them() -> None:
    text = (PROGRAMMES / "local-pilots.yaml").read_text("utf-8")
    text += "\nforbidden: {kinds: [inspection-visit, assessment, acceptance], clause: 不适用}\n"
    programme, problems = check(text)
    assert programme is None
    assert {problem.code for problem in problems} == {"forbidden-kind"}


def ends(programme: Programme, kind: str) -> set[str]:
    return {name for name, state in programme.cases[kind].states.items() if state.end}


def test_three_violations_have_three_ends_and_none_is_called_penalty() -> None:
    programme = load_shipped("spot-checks")
    assert {"published-38", "abolished-39", "number-revoked-42"} <= ends(programme, "check")
    titles = [state.title for state in programme.cases["check"].states.values()]
    assert not any("处罚" in title for title in titles)


def test_both_decrees_are_versions_of_one_programme_divided_by_the_day_received() -> None:
    old, new = load_shipped("complaints-decree-20"), load_shipped("complaints")
    assert old.programme == new.programme == "complaints"
    assert old.applies is not None and new.applies is not None
    assert (str(old.applies.until), str(new.applies.from_)) == ("2026-04-14", "2026-04-15")
    assert old.applies.by_field == new.applies.by_field == "received-on"


def test_the_file_of_the_docs_names_every_shipped_programme() -> None:
    docs: Path = Path(__file__).parents[2] / "docs" / "programmes-shipped.md"
    text = docs.read_text("utf-8")
    assert [name for name in FURTHER if name not in text] == []
