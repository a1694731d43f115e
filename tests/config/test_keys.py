"""A programme file may be written in Chinese, in English or in both."""

import re
from pathlib import Path

import pytest

from config.checking.limit_texts import LIMIT_CHECKS
from config.checking.possible_texts import POSSIBLE_TEXTS
from config.checking.texts import CHECK_TEXTS
from config.dates.rules import from_mapping
from config.language.closed_words import LIMIT_WORDS
from config.language.rewriting import in_language
from config.language.shapes import Shape, guard_named, parameters, root
from config.loader import PROGRAMMES, check, load_text
from config.problems import BadProgramme, Problem
from config.starters import started
from config.texts import TEXTS
from config.vocabulary import GUARDS

SMALL = (Path(__file__).parents[1] / "corpus" / "config" / "001-valid.yaml").read_text("utf-8")
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FILES = [*sorted(PROGRAMMES.glob("*.yaml")), *sorted(EXAMPLES.glob("*.yaml"))]


def shapes() -> list[Shape]:
    found: dict[int, Shape] = {}
    todo = [root(), *map(guard_named, GUARDS), *map(parameters, GUARDS)]
    while todo:
        shape = todo.pop()
        if id(shape) not in found:
            found[id(shape)] = shape
            todo += [*shape.keys.values(), *([shape.each] if shape.each else [])]
    return list(found.values())


def problems_of(text: str) -> list[Problem]:
    programme, problems = check(text)
    assert programme is None
    return problems


def test_every_key_has_a_chinese_name_of_its_own() -> None:
    for shape in shapes():
        assert {key for key in shape.keys if key not in shape.texts} == set(), shape.name
        assert len(shape.english) == len(shape.keys), shape.name


def test_every_word_of_a_closed_list_has_a_chinese_one_of_its_own() -> None:
    for shape in shapes():
        chinese = list(shape.words.values())
        assert "" not in chinese, shape.name
        assert len(set(chinese)) == len(chinese), shape.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_in_the_other_language_is_the_same_programme(path: Path) -> None:
    text = path.read_text("utf-8")
    chinese, english = in_language(text, "zh"), in_language(text, "en")
    assert load_text(chinese) == load_text(english) == load_text(text)
    assert in_language(in_language(chinese, "en"), "zh") == chinese


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_words_of_ours_change_and_every_remark_stays(path: Path) -> None:
    text = path.read_text("utf-8")
    chinese = in_language(text, "zh")
    remarks = [line.partition("#")[2] for line in text.splitlines() if line.startswith("#")]
    assert [line for line in remarks if line not in chinese] == []
    assert len(chinese.splitlines()) == len(text.splitlines())


def test_languages_mix_in_one_file() -> None:
    mixed = SMALL.replace("title: ", "名称: ", 2).replace("from: ", "自: ", 1)
    assert load_text(mixed) == load_text(SMALL)


def test_a_key_in_both_languages_is_written_twice() -> None:
    (found,) = problems_of(SMALL.replace("roles:", "名称: 又一个\nroles:", 1))
    assert (found.code, found.key) == ("duplicate-key", "名称")


def test_a_name_of_the_authors_is_never_taken_for_a_key() -> None:
    text = in_language(SMALL, "zh").replace("proposed", "名额").replace("nominated", "动作")
    programme = load_text(text)
    (kind,) = programme.cases.values()
    assert {"名额", "动作"} <= set(kind.states)


def test_a_wrong_chinese_key_is_answered_in_chinese() -> None:
    text = in_language(SMALL, "zh").replace("自: ", "从: ", 1)
    found = next(p for p in problems_of(text) if p.code == "unknown-key")
    assert found.key.endswith(".从")
    assert "至、由、性质" in found.message


def test_a_chinese_key_misspelt_is_recognised() -> None:
    found = problems_of(in_language(SMALL, "zh").replace("应办:", "应办事项:", 1))
    assert [p.suggestion for p in found if p.code == "unknown-key"] == ["应办"]


def test_an_english_key_misspelt_is_recognised_in_english() -> None:
    found = problems_of(SMALL.replace("quotas:", "quota:", 1))
    assert [p.suggestion for p in found if p.code == "unknown-key"] == ["quotas"]


def test_a_missing_key_is_named_as_the_file_names_keys() -> None:
    lines = in_language(SMALL, "zh").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("来源")) + "\n"
    found = next(p for p in problems_of(text) if p.code == "missing-key")
    assert (found.key, "来源" in found.message) == ("来源", True)


def test_a_wrong_chinese_word_is_answered_with_the_chinese_ones() -> None:
    text = in_language(SMALL, "zh").replace("范围: 辖区", "范围: 辖地", 1)
    found = next(p for p in problems_of(text) if p.code == "not-an-option")
    assert "单位、辖区、领域、全方案" in found.message
    assert found.suggestion == "辖区"


def test_a_setting_whose_options_are_words_of_ours_decides_in_chinese() -> None:
    text = in_language(SMALL, "zh") + (
        "设置:\n  宽严: {取值: 提示, 选项: {提示: 只提示, 必须: 不许}, 说明: 通知没写}\n"
    )
    guard = "[{条件: 辖区在列, 强度: {设置: 宽严}}]"
    text = text.replace("至: nominated", f"至: nominated\n        把关: {guard}", 1)
    programme = load_text(text)
    guards = [g for k in programme.cases.values() for m in k.moves.values() for g in m.guards]
    assert [g.strength for g in guards if g.name == "listed-jurisdiction"] == ["warn"]


@pytest.mark.parametrize(("english", "chinese"), [("issued", "发文"), ("received", "收到")])
def test_the_event_that_a_limit_runs_from_is_a_word_of_both_languages(
    english: str, chinese: str
) -> None:
    due = "    due: 2026年6月30日前\n"
    text = SMALL.replace(due, f"{due}    counts-from: {english}\n", 1)
    assert f"起算: {chinese}" in in_language(text, "zh")
    assert in_language(in_language(text, "zh"), "en") == text
    (duty,) = load_text(in_language(text, "zh")).duties.values()
    assert duty.counts_from is not None
    assert duty.counts_from.event == english


@pytest.mark.parametrize("unit", LIMIT_WORDS["unit"].items())
def test_the_units_of_a_limit_are_words_of_both_languages(unit: tuple[str, str]) -> None:
    english, chinese = unit
    assert from_mapping({"within": 15, "unit": english}) == from_mapping(
        {"期限": 15, "单位": chinese}
    )


CYCLES = [(e, c) for e, c in LIMIT_WORDS["per"].items() if e != "third"]
"""Nothing recurs by thirds of a month."""


@pytest.mark.parametrize(("english", "chinese"), CYCLES)
def test_the_cycles_of_a_limit_are_words_of_both_languages(english: str, chinese: str) -> None:
    assert from_mapping({"every": english}) == from_mapping({"每": chinese})


def test_a_text_that_is_no_programme_is_not_rewritten() -> None:
    with pytest.raises(BadProgramme):
        in_language("a: &b [*b]\n", "zh")


@pytest.mark.parametrize("keys", ["zh", "en"])
@pytest.mark.parametrize("comments", ["zh", "en"])
def test_a_starter_works_with_whatever_it_is_told(keys, comments) -> None:
    answers = {
        "programme": "labs",
        "title": 'A, "quoted": {title} #1',
        "document": "某局〔2026〕1号",
        "issued": "2026-03-02",
        "case": "实验室",
        "recommender": "县区局",
        "decider": "市局",
        "due": "2026年6月30日前",
        "cap": "不超3个",
        "report": "每年11月底前",
        "period": "2027年—2028年",
    }
    text = started(answers, keys, comments)
    programme, problems = check(text)
    assert problems == []
    assert programme is not None
    assert programme.title == answers["title"]
    assert programme.quotas["each"].at_most == 3


BRACKETS = re.compile(r"（[^（）]*）|\{[^{}]*\}")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@pytest.mark.parametrize("texts", [CHECK_TEXTS, LIMIT_CHECKS, POSSIBLE_TEXTS, TEXTS])
def test_a_chinese_sentence_names_a_key_in_chinese_and_in_english_only_beside_it(
    texts: dict[str, tuple[str, str]],
) -> None:
    keys = {key for shape in shapes() for key in shape.keys} - {"unit"}
    for code, (chinese, _) in texts.items():
        assert not keys & set(WORD.findall(BRACKETS.sub("", chinese))), code
