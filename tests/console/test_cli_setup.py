"""Making, keeping and checking by command line."""

import shutil
import socket
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.serving.exported import require
from states.clock import SystemClock
from states.office import open_office
from tests.console.shell import Shell
from tests.stores import absent

FIRST = ("--account", "committee=committee:国家标准委", "--account", "zj=province@浙江:浙江省局")
SMALL = """\
programme: small
title: 小方案
source: {document: 某发〔2026〕1号, issued: 2026-01-05}
roles:
  desk: {title: 窗口, scope: programme}
cases:
  matter:
    title: 事项
    code: "M-{number}"
    form:
      title: {title: 名称, required: yes}
    states:
      open: {title: 已受理, initial: yes}
      done: {title: 已办结, end: normal}
    moves:
      take-in: {title: 受理, to: open, by: desk}
      finish: {title: 办结, from: open, to: done, by: desk}
"""


def test_a_real_database_starts_with_its_programme_and_first_accounts(shell: Shell) -> None:
    made = shell.done("init", *FIRST, "--json").json()
    assert (made["kind"], made["accounts"]) == ("real", ["committee", "zj"])
    assert made["register"] > 0
    people = shell.done("user", "list", "--json").json()
    assert [(row["account"], row["name"]) for row in people] == [
        ("committee", "国家标准委"),
        ("zj", "浙江省局"),
    ]
    assert [role["jurisdiction"] for role in people[1]["roles"]] == ["33"]
    assert shell("init").code == 2, "a database is not made twice"
    assert shell("demo").code == 2, "a real database is no demonstration"
    assert shell.done("audit", "verify").code == 0


def test_whoever_keeps_the_database_makes_the_first_account_that_may_give_every_role(
    shell: Shell,
) -> None:
    shell.done("init", "--account", "zj=province@浙江:浙江省局")
    far = ("user", "add", "gd", "--role", "province", "--jurisdiction", "广东")
    refused = shell(*far, "--as", "zj")
    assert refused.code == 1
    assert "国家标准委" in refused.err
    assert "不写 --as" in refused.err
    assert shell(*far).code == 2, "only who may give every role is made without an account"
    shell.done("user", "add", "committee", "--role", "committee")
    assert shell("user", "add", "second", "--role", "committee").code == 2
    shell.done(*far, "--as", "committee")
    assert "不写 --as" not in shell("user", "add", "x", "--role", "auditor", "--as", "gd").err
    assert shell.done("audit", "verify").code == 0


def test_every_jurisdiction_may_get_an_account_at_once(shell: Shell) -> None:
    shell.done("init", "--each", "province")
    held = [row["roles"][0] for row in shell.done("user", "list", "--json").json()]
    assert len({role["jurisdiction"] for role in held}) == len(held) == 32


@pytest.mark.parametrize(
    "words",
    [
        ("--account", "zj=provnce@浙江"),
        ("--account", "zj=province@火星"),
        ("--account", "zj=province"),
        ("--account", "ZJ=province@浙江"),
        ("--account", "zj"),
        ("--programme", "nowhere.yaml"),
        ("--setting", "same-unit=perhaps"),
    ],
)
def test_a_failed_beginning_leaves_nothing_behind(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell("init", *words)
    assert ran.code == 2
    assert ran.err
    assert list(shell.folder.glob("shidian.db*")) == []


def test_a_beginning_can_be_tried(shell: Shell) -> None:
    tried = shell.done("init", *FIRST, "--dry-run", "--json").json()
    assert tried["accounts"] == ["committee", "zj"]
    assert not shell.database.exists()


def test_the_first_account_of_a_database_needs_no_other_one(shell: Shell) -> None:
    shell.done("init")
    shell.done("user", "add", "committee", "--role", "国家标准委")
    assert shell("user", "add", "second", "--role", "committee").code == 2
    shell.done("user", "add", "second", "--role", "committee", "--as", "committee")


def test_a_strangers_programme_runs_without_a_word_of_the_first_one(shell: Shell) -> None:
    path = shell.file("small.yaml", SMALL)
    shell.done("init", "--programme", path, "--account", "desk=窗口")
    code = shell.receipt("new", "事项", "--set", "名称=甲", "--as", "desk")["case"]
    assert code == "M-1"
    assert shell.receipt("do", "办结", code, "--as", "desk")["state"] == "done"
    assert "已办结" in shell.done("show", code, "--as", "desk").out
    shell.done("audit", "verify")


def test_a_programme_file_is_checked_with_every_problem(shell: Shell) -> None:
    good = shell.done("check", "national-pilots-2026", "--json").json()
    assert good["ok"] is True
    bad = SMALL.replace("by: desk", "by: dsek").replace("to: done", "to: dnoe")
    ran = shell("check", shell.file("bad.yaml", bad), "--json")
    assert ran.code == 2
    found = ran.json()
    assert found["ok"] is False
    keys = {"code", "severity", "line", "key", "message", "suggestion", "clause"}
    assert all(set(problem) == keys for problem in found["problems"])
    assert {problem["suggestion"] for problem in found["problems"]} >= {"desk", "done"}
    assert shell("check", "nowhere.yaml").code == 2
    assert shell("init", "--programme", shell.file("bad.yaml", bad)).code == 2
    assert "checklist-passed" in shell.done("check", "--guards").out


def test_a_warning_is_a_problem_but_refuses_no_file(shell: Shell) -> None:
    idle = SMALL.replace("roles:\n", "roles:\n  idle: {title: 闲职, scope: programme}\n")
    path = shell.file("idle.yaml", idle)
    ran = shell("check", path, "--json")
    assert (ran.code, ran.json()["ok"]) == (2, True)
    assert [problem["severity"] for problem in ran.json()["problems"]] == ["warning"]
    assert "可以启用" in shell("check", path).out
    shell.done("init", "--programme", path, "--account", "desk=窗口")


def test_the_problems_of_several_files_are_listed_together(shell: Shell) -> None:
    one = shell.file("one.yaml", SMALL.replace("by: desk", "by: dsek"))
    two = shell.file("two.yaml", SMALL.replace("to: done", "to: dnoe"))
    ran = shell("check", one, "national-pilots-2026", two, "--json")
    assert ran.code == 2
    found = {(problem["file"], problem["suggestion"]) for problem in ran.json()["problems"]}
    assert {(one, "desk"), (two, "done")} <= found
    assert shell("check", one, two, "--keys", "zh").code == 2


def test_each_clause_is_shown_with_what_becomes_of_it(shell: Shell) -> None:
    found = shell.done("clauses", "national-pilots-2026", "--json").json()
    by_clause = {row["clause"]: row for row in found}
    assert by_clause["五"]["rules"]
    assert by_clause["一"]["why"]
    assert "五" in shell.done("clauses", "national-pilots-2026").out


def test_a_new_version_starts_with_new_cases_only(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    words = ("activate", "national-pilots-2026", "--as", "committee")
    assert shell(*words).code == 2, "the same version is not activated twice"
    assert shell("activate", "national-pilots-2026", "--as", "zj").code == 1
    changed = (*words, "--setting", "same-unit=hard", "--reason", "修订")
    assert shell.done(*changed, "--dry-run", "--json").json()["version"] == 2
    assert shell.done(*changed, "--json").json()["version"] == 2
    shown = shell.done("show", code, "--as", "zj", "--json").json()
    newer = shell.done("show", shell.a_pilot("乙"), "--as", "zj", "--json").json()
    assert (shown["programme_version"], newer["programme_version"]) == (1, 2)


def test_a_backup_is_restored_after_it_has_been_verified(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    copy = str(shell.folder / "copy.db")
    shell.done("backup", copy)
    assert shell("backup", copy).code == 2, "a backup is never written over another file"
    shell.done("do", "withdraw", code, "--reason", "x", "--as", "zj")
    assert shell("restore", copy).code == 2, "a database is not replaced unasked"
    elsewhere = f"sqlite:///{shell.folder / 'other.db'}"
    shell.done("restore", copy, "--db", elsewhere)
    shown = shell.done("show", code, "--as", "zj", "--db", elsewhere, "--json").json()
    assert shown["state"] == "applied"
    assert shell("restore", shell.file("junk.db", "x"), "--db", elsewhere).code == 2


def test_a_checkpoint_kept_elsewhere_tells_of_a_lost_entry(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    copy, kept = str(shell.folder / "copy.db"), str(shell.folder / "checkpoint.txt")
    shell.done("backup", copy)
    shell.done("do", "withdraw", code, "--reason", "x", "--as", "zj")
    shell.done("audit", "checkpoint", "--out", kept, "--as", "committee")
    assert shell.done("audit", "verify", kept).code == 0
    elsewhere = f"sqlite:///{shell.folder / 'other.db'}"
    shell.done("restore", copy, "--db", elsewhere)
    older = shell("audit", "verify", kept, "--db", elsewhere, "--json")
    assert older.code == 1
    assert older.json()["findings"]


def test_the_doctor_tells_what_is_wrong(shell: Shell) -> None:
    missing = shell("doctor", "--json")
    assert missing.code == 4
    wrong = {row["item"] for row in missing.json()["findings"] if not row["ok"]}
    assert wrong == {"database"}
    shell.an_office()
    shell.done("sweep")
    well = shell("doctor", "--json").json()
    assert [row for row in well["findings"] if not row["ok"]] == []


def test_the_doctor_measures_each_disk_that_is_written_to_once(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(*words: str) -> list[str]:
        found = shell("doctor", *words, "--json").json()["findings"]
        return [row["detail"].split(" GB ")[1] for row in found if row["item"] == "space"]

    monkeypatch.setattr(tempfile, "tempdir", str(shell.folder))
    here = str(shell.folder.resolve())
    assert measured() == [here]
    assert measured("--db", "postgresql://nobody@127.0.0.1:1/none") == [here]
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == shell.folder.stat().st_dev:
        absent("no second disk")
    # a database, or what is written as files, may lie on another disk, if only by a link
    assert measured("--db", f"sqlite:///{other}/not/yet/office.db") == [here, f"{other}/not/yet"]
    monkeypatch.setattr(tempfile, "tempdir", str(other))
    assert measured() == [here, str(other)]
    (shell.folder / "outbox").symlink_to(other)
    assert measured("--db", f"sqlite:///{other}/office.db") == [here, str(other)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_doctor_says_how_to_go_on_after_a_wrong_clock(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    with monkeypatch.context() as wrong:
        wrong.setattr(SystemClock, "now", lambda _: ahead)
        shell.done("init", "--account", "zj=province@浙江:浙江经办")
        code = shell.a_pilot()
    refused = shell("do", "withdraw", code, "--reason", "x", "--as", "zj", "--lang", lang)
    assert refused.code == 4
    (found,) = [
        row["detail"]
        for row in shell("doctor", "--json", "--lang", lang).json()["findings"]
        if row["item"] == "clock" and not row["ok"]
    ]
    assert f"{ahead:%Y}" in found
    for said in (found, refused.err):
        assert "restore" in said
        assert "--replace --older" in said


def test_an_upgrade_of_a_present_database_changes_nothing(shell: Shell) -> None:
    assert shell("db", "upgrade").code == 2
    shell.an_office()
    found = shell.done("db", "upgrade", "--json").json()
    assert found["before"] == found["after"]


def test_the_clock_of_a_demonstration_moves_forward_only(shell: Shell) -> None:
    shell.an_office("2026-06-29T09:00")
    shell.a_pilot()
    assert shell("demo", "--advance", "2026-06-01").code == 2
    assert shell("demo", "--at", "2026-06-01").code == 2
    assert "演示" in shell.done("demo", "--advance", "next").out
    now = shell.done("demo", "--json").json()["now"]
    assert now > "2026-06-29T02"


def test_a_sweep_twice_is_a_sweep_once(shell: Shell) -> None:
    shell.an_office()
    shell.a_pilot()
    shell.done("demo", "--advance", "2026-07-02")
    again = shell.done("sweep", "--json").json()
    assert (again["overdue"], again["moved"], again["opened"]) == (0, {}, {})
    assert shell("sweep", "--as-of", "2030-01-01").code == 2
    assert shell.done("runs", "--json").json()["sweeps"]


def test_a_flow_runs_in_this_process_where_no_server_runs(shell: Shell) -> None:
    shell.an_office()
    ran = shell.done("run", "deadline-sweep", "--json").json()
    assert (ran["flow"], ran["where"]) == ("deadline_sweep", "here")
    assert shell("run", "deadline_sweep", "--dry-run").code == 2
    assert shell("run", "recommendation_round", "--param", "foo=1").code == 2
    assert shell("run", "recommendation_round", "--param", "foo").code == 2


def test_the_schedule_says_what_comes_next(shell: Shell) -> None:
    shell.an_office()
    rows = shell.done("schedule", "--json").json()
    assert {"deadline_sweep", "annual_round"} <= {row["flow"] for row in rows}
    assert all(row["next"] for row in rows if row["cron"])
    told = shell.done("schedule").out
    assert "shidian up" in told
    assert "真实时钟" in told
    assert "现在是 2026-06-01 09:" in told


def test_a_checkpoint_is_made_by_who_sees_all_or_keeps_the_database(shell: Shell) -> None:
    shell.an_office()
    kept = shell.folder / "checkpoint.txt"
    ran = shell("audit", "checkpoint", "--out", str(kept), "--as", "zj")
    assert (ran.code, kept.exists()) == (1, False)
    assert "MayNotCheckpoint" in ran.err
    assert "国家标准委" in ran.err
    assert shell.done("audit", "checkpoint").out.count("shidian-checkpoint") == 1
    shell.done("audit", "checkpoint", "--out", str(kept), "--as", "committee")


def test_an_old_copy_put_in_place_by_hand_is_not_served(shell: Shell) -> None:
    shell.an_office()
    old = shell.folder / "old.db"
    shell.done("backup", str(old))
    shell.a_pilot()
    shell.done("audit", "checkpoint", "--out", str(shell.folder / "kept"))
    shell.database.write_bytes(old.read_bytes())
    for companion in ("-wal", "-shm"):
        Path(f"{shell.database}{companion}").unlink(missing_ok=True)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    ran = shell("up", "--no-prefect", "--port", port)
    assert (ran.code, "检查点" in ran.err, "ZJ-2026-001" in ran.err) == (4, True, True)
    shell.done("restore", str(old), "--replace", "--older", "--checkpoint", f"{shell.folder}/kept")
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        require(shell.folder / "keys", office)


def test_an_account_of_a_unit_is_given_its_code_or_both_name_and_code(shell: Shell) -> None:
    made = ("--programme", "docs/examples/standards-subsidy-2026.yaml", "--at", "2026-06-01T09:00")
    shell.done("demo", "--empty", *made)
    shell.done("user", "add", "city", "--role", "bureau")
    code, by = "12330000000000084X", ("--as", "city")
    for account, unit in (("one", code), ("two", f"某中心 {code}")):
        ran = shell.done("user", "add", account, "--role", "firm", "--unit", unit, *by)
        assert ran.code == 0
    ran = shell("user", "add", "three", "--role", "firm", "--unit", "某中心", *by)
    assert ran.code == 2
    assert "--unit" in ran.err
    assert shell.done("user", "list").out.count(code) == 2


def test_a_limit_that_a_role_would_not_keep_is_refused(shell: Shell) -> None:
    shell.an_office()
    wide = ("user", "add", "x", "--role", "committee", "--jurisdiction", "浙江")
    ran = shell(*wide, "--as", "committee")
    assert (ran.code, "管全方案" in ran.err, "去掉 --jurisdiction" in ran.err) == (2, True, True)
    near = ("user", "add", "x", "--role", "province", "--jurisdiction", "浙江")
    ran = shell(*near, "--category", "服务业", "--as", "committee", "--lang", "en")
    assert (ran.code, "leave out --category" in ran.err) == (2, True)
    shell.done(*near, "--as", "committee")


def test_a_first_account_of_a_whole_programme_is_given_no_part_of_it(shell: Shell) -> None:
    ran = shell("init", "--account", "c=committee@浙江:委员会")
    assert (ran.code, "去掉 @浙江" in ran.err) == (2, True)
    assert not shell.database.exists()


def test_a_key_that_cannot_be_kept_is_named(shell: Shell) -> None:
    shell.an_office()
    keys = shell.folder / "keys"
    shutil.rmtree(keys)
    keys.write_text("")
    ran = shell("audit", "checkpoint")
    assert (ran.code, str(keys) in ran.err, "None" in ran.err) == (2, True, False)
