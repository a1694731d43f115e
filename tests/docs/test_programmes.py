"""docs/programmes.md says what the loader does: each block loads, or is refused as it says."""

import json
import re

import jsonschema
import pytest
from ruamel.yaml import YAML

from config import schema
from config.act_kinds import ACT_KINDS
from config.calendar_years import BadCalendar
from config.checking.limit_texts import LIMIT_CHECKS
from config.checking.possible_texts import POSSIBLE_TEXTS
from config.checking.texts import CHECK_TEXTS
from config.checks import RESERVED
from config.dates.rules import FORM_KEYS
from config.language.closed_words import GUARD_NAMES, WORDS
from config.language.key_texts import GUARD_TEXTS, KEY_TEXTS
from config.language.limit_keys import LIMIT_TEXTS, SHORT_FORMS
from config.language.shapes import root
from config.loader import check
from config.texts import TEXTS
from config.vocabulary import FACTS, GUARDS
from config.year_files import read_year
from config.year_texts import YEAR_TEXTS
from console.simulate import simulate
from docs.build import built
from tests.docs.blocks import DOCS, Block, blocks, merged

YAML_BLOCKS = blocks("yaml")
WHOLE = {block.page: block for block in YAML_BLOCKS if not block.mark}
EXAMPLES = sorted((DOCS / "examples").glob("*.yaml"))
PAGE = (DOCS / "programmes.md").read_text("utf-8")
FRAMES = {"at-line", "did-you-mean", "settings-file", "setting-unknown", "setting-wrong"}


@pytest.mark.parametrize("block", YAML_BLOCKS, ids=str)
def test_a_block_loads_or_is_refused_as_it_says(block: Block) -> None:
    text = merged(WHOLE[block.page].text, block.text) if block.mark else block.text
    programme, problems = check(text)
    codes = [problem.code for problem in problems if problem.severity == "error"]
    if block.mark.startswith("refused="):
        assert block.mark.removeprefix("refused=") in codes
    else:
        assert [problem.in_words() for problem in problems if problem.severity == "error"] == []
        assert programme is not None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_no_problem_and_keeps_its_rules_on_a_virtual_clock(path) -> None:
    programme, problems = check(path)
    assert [problem.in_words() for problem in problems] == []
    assert programme is not None
    assert list(simulate(programme).violations) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_editor_finds_no_fault_with_an_example(path) -> None:
    plain = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(json.loads(schema.as_text()))
    found = validator.iter_errors(json.loads(json.dumps(plain, default=str)))
    assert [list(error.absolute_path) for error in found] == []


def test_the_first_example_is_the_file_beside_it() -> None:
    shops = (DOCS / "examples" / "shops.yaml").read_text("utf-8")
    assert WHOLE["programmes.md"].text == shops


def test_the_parts_made_from_the_code_are_fresh() -> None:
    stale = [path.name for path, text in built() if path.read_text("utf-8") != text]
    assert stale == [], "make docs"


@pytest.mark.parametrize("part", sorted(KEY_TEXTS))
def test_every_key_of_a_part_is_named_in_both_languages(part: str) -> None:
    for key, (chinese, _, _) in KEY_TEXTS[part].items():
        assert f"| `{chinese}` | `{key}` |" in PAGE


@pytest.mark.parametrize(
    "name", [*GUARDS, *ACT_KINDS, *GUARD_NAMES.values(), *FACTS, *FORM_KEYS, *SHORT_FORMS]
)
def test_every_guard_kind_fact_and_short_form_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", [*GUARD_TEXTS, *LIMIT_TEXTS])
def test_every_parameter_is_named(name: str) -> None:
    assert re.search(rf"\b{re.escape(name)}\b", PAGE)


def test_every_type_of_form_field_is_named() -> None:
    field = root().keys["cases"].each.keys["form"].each
    for english in field.keys["type"].words:
        assert f"`{english}`" in PAGE
        assert f"`{WORDS[english]}`" in PAGE


@pytest.mark.parametrize(
    "code", sorted({*TEXTS, *CHECK_TEXTS, *LIMIT_CHECKS, *POSSIBLE_TEXTS, *YEAR_TEXTS} - FRAMES)
)
def test_every_problem_is_explained(code: str) -> None:
    assert f"| `{code}` |" in (DOCS / "problems.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(set().union(*RESERVED.values())))
def test_every_name_that_the_system_uses_itself_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_format_of_a_calendar_year_is_what_its_reader_takes(tmp_path) -> None:
    (block,) = blocks("yml")
    path = tmp_path / "2027.yaml"
    path.write_text(block.text, "utf-8")
    with pytest.raises(BadCalendar) as caught:
        read_year(path)
    # only one holiday is shown
    assert {problem.code for problem in caught.value.problems} == {"year-gap"}
