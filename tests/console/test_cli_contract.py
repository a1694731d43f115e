"""The contract of the command line: exit codes, JSON, words."""

import json
import sqlite3
from pathlib import Path

import pytest

from console.cli.verbs import VERBS
from console.words.texts import known_keys, tables
from tests.console.shell import Shell

RECEIPT = {"case", "state", "seq", "hash", "recorded_at", "next", "command", "flags"}
SHOWN = {
    *("code", "kind", "title", "state", "jurisdiction", "field", "unit", "fields", "duties"),
    "children",
}
DUTY = {"duty", "due_on", "due_at", "clause", "status", "met_at", "provisional"}
ENTRY = {
    *("seq", "entry", "move", "from", "to", "actor", "role", "scope", "via", "received_at"),
    *("occurred_at", "recorded_at", "source", "reason", "clause", "flags", "documents", "run"),
    *("programme_version", "prev_hash", "hash"),
}
QUOTA = {"jurisdiction", "bucket", "cap", "used", "over", "minimum"}


def test_a_receipt_has_the_keys_that_programs_rely_on(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    receipt = shell.receipt("do", "withdraw", code, "--reason", "x", "--as", "zj", "--id", "a-1")
    assert set(receipt) == RECEIPT
    assert (receipt["case"], receipt["state"], receipt["command"]) == (code, "withdrawn", "a-1")


def test_a_refusal_is_json_on_stderr_and_nothing_on_stdout(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    ran = shell("do", "review", code, "--as", "zj", "--id", "a-2", "--json")
    assert (ran.code, ran.out) == (1, "")
    refusal = ran.refused()
    assert set(refusal) == {"refused", "command"}
    assert refusal["command"] == "a-2"
    assert [reason["code"] for reason in refusal["refused"]] == ["NotYours", "OutOfTurn"]
    keys = {"code", "message", "clause", "parameters", "remedy"}
    assert all(set(reason) == keys for reason in refusal["refused"])
    people = shell("do", "review", code, "--as", "zj")
    assert people.code == 1
    assert people.err.splitlines()[0].startswith("NotYours ")
    assert "（第三条）" in people.err


def test_answers_have_the_keys_that_programs_rely_on(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    shown = shell.done("show", code, "--as", "zj", "--json").json()
    assert set(shown) >= SHOWN
    assert set(shown["duties"][0]) >= DUTY
    (listed,) = shell.done("list", "--as", "zj", "--json").json()["rows"]
    assert set(listed) >= SHOWN
    (entry,) = shell.done("history", code, "--as", "zj", "--json").json()
    assert set(entry) >= ENTRY
    quotas = shell.done("quota", "--as", "zj", "--json").json()
    assert all(set(row) >= QUOTA for row in quotas)
    assert shell.done("todo", "--as", "zj", "--json").json()["total"] == 1
    assert set(shell.done("due", "--as", "zj", "--json").json()) == {"overdue", "due"}


def test_when_answers_a_program(shell: Shell) -> None:
    ran = shell.done("when", "11月底前", "--from", "2026-04-09", "--json").json()
    keys = {"phrase", "certainty", "kind", "due", "window", "rule", "readings", "provisional"}
    assert set(ran) == keys
    assert ran["due"] == ["2026-11-30"]
    yearly = ("when", "每年11月底前", "--from", "2026-04-09", "--count", "2", "--json")
    assert shell.done(*yearly).json()["due"] == ["2026-11-30", "2027-11-30"]


def test_when_reads_a_file_of_phrases_line_by_line(shell: Shell) -> None:
    lines = [
        {"phrase": "6月30日前", "from": "2026-04-09"},
        {"phrase": "2月30日前", "from": "2026-04-09"},
        {"phrase": "尽快", "from": "2026-04-09"},
    ]
    path = shell.file("phrases.jsonl", "\n".join(json.dumps(line) for line in lines))
    found = [json.loads(line) for line in shell.done("when", "--file", path).out.splitlines()]
    assert found[0]["due"] == ["2026-06-30"]
    assert "error" in found[1]
    assert found[2]["certainty"] == "unknown"
    bad = shell("when", "--file", shell.file("bad.jsonl", '{"phrase": "x"}\n'))
    assert bad.code == 2


def test_the_account_may_come_from_the_environment(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.an_office()
    monkeypatch.setenv("SHIDIAN_ACCOUNT", "zj")
    assert shell.done("todo", "--json").json()["viewer"] == "zj"
    assert shell.done("todo", "--as", "zj2", "--json").json()["viewer"] == "zj2"


def test_the_keyboard_is_kept_with_every_entry(shell: Shell) -> None:
    shell.an_office()
    entry = shell.done("history", shell.a_pilot(), "--as", "zj", "--json").json()[0]
    channel, auth, keyboard = entry["via"].split(" ")
    assert (channel, auth) == ("cli", "declared")
    assert "@" in keyboard


def test_it_speaks_english_where_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.an_office()
    code = shell.a_pilot()
    assert "state: Applied" in shell.done("--lang", "en", "show", code, "--as", "zj").out
    assert "Did you mean shidian show?" in shell("shwo", "--lang", "en").err
    monkeypatch.setenv("SHIDIAN_LANG", "en")
    assert "state: Applied" in shell.done("show", code, "--as", "zj").out
    assert "状态：申报" in shell.done("show", code, "--as", "zj", "--lang", "zh").out
    assert "there is no case" in shell("show", "X", "--as", "zj").err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{code}", "--as", "zj"),
        ("history", "{code}", "--as", "zj"),
        ("due", "--days", "400", "--as", "zj"),
        ("do", "recommend", "{code}", "--as", "zj"),
        ("do", "review", "{code}", "--as", "zj"),
        ("do", "recommned", "{code}", "--as", "zj"),
        ("do", "recommend", "{code}", "--file", "letter=README.md", "--as", "zj"),
        ("new", "pilot", "--set", "titel=x", "--as", "zj"),
        ("extend", "{code}", "summary", "--to", "2027-01-01", "--as", "committee"),
        ("list", "--due", "soon", "--as", "zj"),
        ("outbox", "--standing", "lost", "--as", "zj"),
        ("export", "--view", "none", "--as", "zj", "-o", "x.xlsx"),
        ("user", "add", "x", "--role", "none", "--as", "committee"),
        ("user", "list"),
        ("doctor",),
        ("show", "X", "--lang", "en"),
        ("when", "3月底或4月初", "--from", "2026-04-09"),
        ("audit",),
    ],
)
def test_an_english_answer_joins_its_words_in_english(shell: Shell, words: tuple[str, ...]) -> None:
    shell.an_office()
    code = shell.a_pilot(title="Pilot", unit="Unit 12330000000000084X")
    ran = shell("--lang", "en", *(word.format(code=code) for word in words))
    assert not set("、；：（）　") & set(ran.out + ran.err), ran


def test_control_characters_are_shown_and_not_obeyed(shell: Shell) -> None:
    shell.an_office()
    ran = shell("show", "X\x1b[2J\u202eY", "--as", "zj")
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", list(VERBS))
def test_every_verb_has_help_with_an_example(shell: Shell, path: str, lang: str) -> None:
    ran = shell.done(*path.split(), "--help", "--lang", lang)
    assert f"shidian {path}" in ran.out
    taken = json.loads(shell.done(*path.split(), "--help", "--lang", lang, "--json").out)
    assert [name for name, meaning in taken["takes"].items() if not meaning] == []
    assert taken["example"].startswith("shidian ")


def test_help_lists_every_verb(shell: Shell) -> None:
    shown = shell.done("--help").out
    assert [path for path in VERBS if path not in shown] == []
    assert shell.done().out == shown
    assert shell.done("help").out == shown
    assert "audit verify" in shell.done("audit", "--help").out


def test_every_meaning_belongs_to_something_that_is_taken(shell: Shell) -> None:
    taken = set()
    for path in VERBS:
        help_of = json.loads(shell.done(*path.split(), "--help", "--json").out)
        names = {name.strip("-").replace("-", "_").lower() for name in help_of["takes"]}
        taken |= names | {f"{path}.{name}" for name in names}
    keys = {key.removeprefix("option.") for key in known_keys() if key.startswith("option.")}
    assert sorted(keys - taken) == []


def test_no_sentence_hides_another_of_its_key(shell: Shell) -> None:
    assert len(known_keys()) == sum(map(len, tables()))
    takes = json.loads(shell.done("new-programme", "--help", "--json").out)["takes"]
    assert (takes["--document"], takes["--case"]) == ("发文字号", "一件事项叫什么")
    assert "事项编号" in shell.done("audit", "log", "--help").out


def test_history_can_be_asked_as_of_a_day(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    shell.done("demo", "--advance", "2026-06-10")
    shell.done("do", "withdraw", code, "--reason", "x", "--as", "zj")
    words = ("history", code, "--as", "zj")
    before = shell.done(*words, "--as-of", "2026-06-09", "--json").json()
    assert [entry["move"] for entry in before] == ["apply"]
    assert "申报" in shell.done(*words, "--as-of", "2026-06-09").out
    assert len(shell.done(*words, "--as-of", "2026-06-10", "--json").json()) == 2
    assert shell.done(*words, "--known-at", "2026-05-01", "--json").json() == []


def test_a_list_is_paged(shell: Shell) -> None:
    shell.an_office()
    codes = [shell.a_pilot(f"试点{n}") for n in range(3)]
    first = shell.done("list", "--limit", "2", "--as", "zj", "--json").json()
    rest = shell.done("list", "--limit", "2", "--page", first["next"], "--as", "zj", "--json")
    assert [row["code"] for row in (*first["rows"], *rest.json()["rows"])] == codes
    assert shell("list", "--page", "§", "--as", "zj").code == 2


def test_columns_stand_under_each_other_whatever_the_script(shell: Shell) -> None:
    from console.widths import width

    shell.an_office()
    shell.a_pilot("智慧养老")
    shell.a_pilot("AB")
    lines = [line for line in shell.done("list", "--as", "zj").out.splitlines() if "ZJ-" in line]
    assert len({width(line.split("申报")[0]) for line in lines}) == 1


def test_a_path_with_a_strange_name_is_no_surprise(shell: Shell, tmp_path: Path) -> None:
    strange = tmp_path / "推荐函 = 第1号.pdf"
    strange.write_text("x", encoding="utf-8")
    shell.an_office()
    code = shell.a_pilot()
    papers = (*shell.papers()[:2], "--file", f"official-letter={strange}", *shell.papers()[4:])
    shell.done("do", "recommend", code, *papers, "--as", "zj")
    shown = shell.done("show", code, "--as", "zj", "--json").json()
    assert strange.name in {paper["name"] for paper in shown["documents"]}


def test_each_clause_names_the_tests_that_prove_it(shell: Shell) -> None:
    found = shell.done("clauses", "national-pilots-2026", "--json").json()
    assert [row["clause"] for row in found if row["by"] == "rules" and not row["tests"]] == []
    assert "test_recommending.py::" in shell.done("clauses", "national-pilots-2026").out


def test_a_run_answers_in_words_and_a_broken_history_is_no_success(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    said = shell.done("run", "recommendation_round").out
    assert "- 截至：2026-06-01 09:00" in said
    assert "{" not in said
    assert code in said
    assert "round" in shell.done("run", "recommendation_round", "--lang", "en").out
    wrong = shell("run", "recommendation_round", "--param", "programm=x")
    assert (wrong.code, "没有参数“programm”，可用：programme" in wrong.err) == (2, True)
    with sqlite3.connect(shell.database) as broken:
        broken.execute("DROP TRIGGER history_no_update")
        broken.execute("UPDATE history SET actor = 'x' WHERE case_code = ?", (code,))
    broken.close()
    found = shell("run", "history_check")
    assert (found.code, code in found.out) == (1, True)


def test_an_instant_in_an_error_is_one_that_people_read(shell: Shell) -> None:
    shell.an_office()
    ran = shell("run", "deadline_sweep", "--as-of", "2030-01-01", "--lang", "en")
    assert ran.code == 2
    assert "+0800" in ran.err
    assert "Z" not in ran.err


def test_what_the_system_did_is_by_the_system_in_the_language_that_was_asked_for(
    shell: Shell,
) -> None:
    shell.an_office()
    code = shell.a_pilot()
    shell.done("demo", "--advance", "2026-07-01T09:00")
    shell.done("sweep")
    assert "系统" in shell.done("history", code, "--as", "zj").out
    english = shell.done("--lang", "en", "history", code, "--as", "zj").out
    assert "the system" in english
    assert "系统" not in english
