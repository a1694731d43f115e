"""Writing programmes at the command line: a first file, the other language, diagrams."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from config.loader import PROGRAMMES, load, load_shipped
from console.diagrams.layout import Layout, Slot, lay_out, y_of
from console.diagrams.lives import lives
from console.diagrams.mermaid import as_mermaid
from console.diagrams.svg import as_svg
from states.machine import CaseMachine
from tests.console.shell import Shell

NATIONAL = load_shipped("national-pilots-2026")
EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.yaml"))
ALL = [NATIONAL, *map(load, EXAMPLES)]


@pytest.fixture
def at(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return shell


def test_a_first_file_passes_check_and_lives_on_a_virtual_clock(at: Shell) -> None:
    at.done("new-programme", "--programme", "labs", "--issued", "2026-03-02")
    assert at.done("check", "labs.yaml", "--json").json() == {"ok": True, "problems": []}
    assert at.done("simulate", "--programme", "labs.yaml", "--json").json()["violations"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_first_file_speaks_the_language_that_is_asked_for(at: Shell, lang: str) -> None:
    at.done("new-programme", "--programme", "labs", "--lang", lang)
    text = Path("labs.yaml").read_text("utf-8")
    assert text.count("\n名额:") == (lang == "zh")
    assert text.count("\nquotas:") == (lang == "en")


def test_a_file_that_is_there_is_left_alone(at: Shell) -> None:
    Path("labs.yaml").write_text("mine", "utf-8")
    assert at("new-programme", "--programme", "labs").code == 2
    assert Path("labs.yaml").read_text("utf-8") == "mine"
    at.done("new-programme", "--programme", "labs", "--write")
    assert Path("labs.yaml").read_text("utf-8") != "mine"


def test_answers_that_make_no_programme_are_refused_and_nothing_is_written(at: Shell) -> None:
    ran = at("new-programme", "--programme", "Labs!", "--cap", "几个")
    assert ran.code == 2
    assert "Labs!" in ran.err
    assert "几个" in ran.err
    assert list(Path().glob("*.yaml")) == []


def test_keys_are_shown_in_the_other_language_and_the_file_stays(at: Shell) -> None:
    source = PROGRAMMES / "national-pilots-2026.yaml"
    before = source.read_text("utf-8")
    shown = at.done("check", str(source), "--keys", "zh").out
    assert "方案: national-pilots-2026" in shown
    assert source.read_text("utf-8") == before


def test_keys_are_rewritten_only_where_that_is_asked_for(at: Shell) -> None:
    at.done("new-programme", "--programme", "labs")
    chinese = Path("labs.yaml").read_text("utf-8")
    assert at("check", "labs.yaml", "--keys", "en", "-o", "labs.yaml").code == 2
    assert Path("labs.yaml").read_text("utf-8") == chinese
    at.done("check", "labs.yaml", "--keys", "en", "-o", "other.yaml")
    at.done("check", "labs.yaml", "--keys", "en", "--write")
    assert Path("labs.yaml").read_text("utf-8") == Path("other.yaml").read_text("utf-8")
    at.done("check", "labs.yaml", "--keys", "zh", "--write")
    assert Path("labs.yaml").read_text("utf-8") == chinese


def test_a_diagram_names_every_state_and_every_move_of_the_machine() -> None:
    text = as_mermaid(lives(NATIONAL))
    for kind in NATIONAL.cases.values():
        for state in kind.states.values():
            assert f'"{state.title}"' in text
        for move, _, _ in CaseMachine(kind).edges():
            assert re.search(rf"-->.* : .*{kind.moves[move].title}", text)


def test_a_diagram_in_english_has_english_titles(at: Shell) -> None:
    text = at.done("diagram", "national-pilots-2026", "--lang", "en").out
    assert "Recommended" in text
    assert "推荐" not in text


def test_titles_cannot_break_the_text_of_a_diagram() -> None:
    kinds = {"k": NATIONAL.cases["pilot"].model_copy(update={"title": 'a"; b\n[*] --> c'})}
    text = as_mermaid(lives(NATIONAL.model_copy(update={"cases": kinds})))
    assert "[*] --> c" not in text


def overlapping(layout: Layout) -> list[tuple[Slot, Slot]]:
    slots = [*layout.boxes.values(), *(line.label for line in layout.lines)]
    return [
        (one, other)
        for n, one in enumerate(slots)
        for other in slots[:n]
        if one.row == other.row and abs(one.x - other.x) < (one.width + other.width) / 2
    ]


@pytest.mark.parametrize("programme", ALL, ids=lambda programme: programme.programme)
def test_no_box_and_no_label_lies_on_another(programme) -> None:
    for life in lives(programme):
        layout = lay_out(life)
        assert overlapping(layout) == []
        for slot in layout.boxes.values():
            assert slot.width / 2 - 0.01 <= slot.x <= layout.width - slot.width / 2 + 0.01
            assert y_of(slot.row) < layout.height


@pytest.mark.parametrize("programme", ALL, ids=lambda programme: programme.programme)
def test_the_main_way_stands_in_one_column(programme) -> None:
    for life in lives(programme):
        layout = lay_out(life)
        rows = {layout.boxes[name].row for name in life.main}
        if len(rows) == len(life.main):
            assert len({round(layout.boxes[name].x, 3) for name in life.main}) <= 1


@pytest.mark.parametrize("programme", ALL, ids=lambda programme: programme.programme)
def test_the_picture_is_well_formed_and_holds_every_state(programme) -> None:
    picture = ElementTree.fromstring(as_svg(programme.title, lives(programme)))
    texts = {element.text for element in picture.iter() if element.text}
    for kind in programme.cases.values():
        assert {state.title for state in kind.states.values()} <= texts
    lines = [e for e in picture.iter() if "line" in e.get("class", "").split()]
    assert len(lines) == sum(len(life.arrows) for life in lives(programme))


def test_a_picture_goes_to_a_file_and_only_one_kind_if_wanted(at: Shell) -> None:
    at.done("diagram", "national-pilots-2026", "--kind", "incident", "-o", "incident.svg")
    text = Path("incident.svg").read_text("utf-8")
    assert text.startswith("<svg")
    assert "问题情况" in text
    assert "自我评价" not in text
    assert at("diagram", "national-pilots-2026", "-o", "incident.svg").code == 2
    assert at("diagram", "national-pilots-2026", "--kind", "nothing").code == 2
