"""What leaves the system: lists, dossiers and documents, read back as their readers would."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from config.settings import load_settings
from console.errors import Misuse
from console.exports.cells import About, Table
from console.exports.tables import as_bytes
from console.web.app import create_app
from tests.console.exported import recommended, words, written
from tests.console.shell import Shell

RISKY = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
)


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


def sheet(path: Path, name: str | int = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(path)
    found = book.get_sheet_by_index(name) if isinstance(name, int) else book.get_sheet_by_name(name)
    return found.to_python()


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RISKY)
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    table = Table("", ("甲", "乙"), [(text, -5)])
    rows = list(csv.reader(io.StringIO(as_bytes(".csv", [table], About()).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'")
    assert rows[1][1] == "-5"
    data = as_bytes(".xlsx", [table], About())
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        cells = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in cells
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")
    found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert isinstance(found[1][0], str)
    assert found[1][1] == -5
    assert docx.Document(io.BytesIO(as_bytes(".docx", [table], About()))).tables[0].cell(1, 1).text


def test_too_many_rows_are_refused_with_what_to_do() -> None:
    with pytest.raises(Misuse) as refused:
        as_bytes(".docx", [Table("", ("甲",), [("1",)] * 3_001)], About())
    assert "3000" in refused.value.message()
    long = as_bytes(".xlsx", [Table("", ("甲",), [("长" * 40_000,)])], About())
    (_, row) = CalamineWorkbook.from_filelike(io.BytesIO(long)).get_sheet_by_index(0).to_python()
    assert row[0].endswith("……")


def test_columns_are_chosen_and_keep_their_types(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    office.done("do", "recommend", code, *office.papers(), "--set", "rank=7", "--as", "zj")
    path = written(
        office, "l.xlsx", "--view", "cases", "--columns", "编号,项目名称，推荐次序、建立"
    )
    head, row = sheet(path)
    assert head[:4] == ["编号", "项目名称", "推荐次序", "建立"]
    assert row[:3] == [code, "试点甲", 7]
    assert row[3].date() == date(2026, 6, 1)


def test_an_unknown_column_is_named_and_a_personal_one_kept_back(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    for column, said in (
        ("项目名", "是不是 项目名称"),
        ("联系人", "个人信息"),
        ("contact", "个人信息"),
    ):
        ran = office("export", "--view", "cases", "--columns", column, "-o", "x.csv", "--as", "zj")
        assert (ran.code, said in ran.err) == (2, True), ran.err
    office.done(
        "new",
        "pilot",
        "--set",
        "title=乙",
        "--set",
        "category=消费品",
        "--set",
        "unit=乙单位",
        "--set",
        "contact=王某某13800000000",
        "--as",
        "zj",
    )
    for n, what in enumerate(
        (("--view", "dossier", code), ("--view", "history"), ("--view", "cases"))
    ):
        assert "王某某" not in written(office, f"{n}.csv", *what).read_text("utf-8")


def test_what_was_changed_is_written_without_personal_values(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    office.done(
        "do", "amend", code, "--set", "title=试点乙", "--set", "contact=王某某", "--as", "zj"
    )
    for n, what in enumerate((("--view", "dossier", code), ("--view", "history"))):
        text = written(office, f"{n}.csv", *what).read_text("utf-8")
        assert "项目名称：试点甲 → 试点乙" in text
        assert "已更改" in text
        assert "王某某" not in text


def test_only_what_the_account_reaches_is_written(office: Shell) -> None:
    code = recommended(office, "浙江的试点")
    words_ = ("--role", "province", "--jurisdiction", "江苏", "--as", "committee")
    office.done("user", "add", "js", *words_)
    for view in ("cases", "due", "overdue", "quota", "history", "stats", "burden"):
        text = written(office, f"{view}.csv", "--view", view, who="js").read_text("utf-8")
        assert "浙江" not in text
        assert code not in text
    for what in (
        ("--view", "dossier", code),
        ("--view", "history", code),
        ("--document", "推荐函", code),
    ):
        ran = office("export", *what, "-o", "x.docx", "--as", "js")
        assert (ran.code, code in ran.err) == (2, True), ran.err


def test_the_overdue_list_says_by_how_many_days_and_by_which_clause(office: Shell) -> None:
    code = recommended(office, "试点甲")
    for move, who in (("review", "committee"), ("assign", "committee")):
        office.done("do", move, code, "--check", "all=pass@2026-06-01:已查", "--as", who)
    office.done("demo", "--advance", "2027-12-10")
    head, *rows = sheet(written(office, "o.xlsx", "--view", "overdue"))
    (row,) = rows
    found = dict(zip(head, row, strict=True))
    assert found["编号"] == f"{code}-2027"
    assert (found["期限"], found["逾期天数"], found["条款"]) == (date(2027, 11, 30), 10, "五")
    assert found["演示"] == "演示"
    earlier = written(office, "e.csv", "--view", "overdue", "--as-of", "2027-11-30")
    assert len(lines(earlier)) == 1
    due = written(office, "d.csv", "--view", "due", "--as-of", "2027-11-20")
    assert [(r[0], r[8]) for r in lines(due)[1:]] == [
        (f"{code}-2027", "10"),
        (f"{code}-2028", "376"),
    ]


def test_lists_show_how_things_were(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    office.done("demo", "--advance", "2026-06-10")
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    for at, state in (("2026-06-05", "申报"), ("2026-06-10", "推荐")):
        path = written(
            office, f"{at}.csv", "--view", "cases", "--as-of", at, "--columns", "编号,状态"
        )
        assert lines(path)[1][:2] == [code, state]
        only = ("--where", f"状态={state}", "--as-of", at)
        assert len(lines(written(office, "w.csv", "--view", "cases", *only))) == 2
    assert len(lines(written(office, "n.csv", "--view", "cases", "--as-of", "2026-05-01"))) == 1
    path = written(office, "h.csv", "--view", "history", code, "--as-of", "2026-06-05")
    assert [row[5] for row in lines(path)] == ["动作", "申报"]
    ran = office("export", "--view", "quota", "--as-of", "2026-06-05", "-o", "q.csv", "--as", "zj")
    assert (ran.code, "--as-of" in ran.err) == (2, True)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_dossier_holds_everything_about_a_case(office: Shell, suffix: str) -> None:
    code = recommended(office, "试点甲")
    path = written(office, f"d.{suffix}", "--view", "dossier", code)
    history = office.done("history", code, "--as", "zj", "--json").json()
    if suffix == "docx":
        text = words(path)
    else:
        book = CalamineWorkbook.from_path(path)
        parts = ["基本情况", "状态", "应办和期限", "材料", "清单", "以往试点名册", "留痕"]
        assert book.sheet_names == [f"演示{part}" for part in parts]
        text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    for entry in history:
        assert entry["hash"] in text
        assert all(file["digest"] in text for file in entry["documents"].values())
    assert "试点甲" in text
    assert "2026年6月30日前" in text
    before = written(office, f"b.{suffix}", "--view", "dossier", code, "--as-of", "2026-06-01")
    assert before.stat().st_size > 0
    ran = office("export", "--view", "dossier", "-o", f"x.{suffix}", "--as", "zj")
    assert (ran.code, "哪件" in ran.err) == (2, True)


def test_statistics_are_shown_and_written_alike(office: Shell) -> None:
    recommended(office, "试点甲")
    shown = office.done("stats", "--as", "zj").out
    for part in ("各地区", "到过各状态的件数", "应办按期率", "100.0"):
        assert part in shown
    found = office.done("stats", "--as", "zj", "--json").json()
    assert [(c["state"], c["count"]) for c in found["counts"]] == [("recommended", 1)]
    rows = sheet(written(office, "s.xlsx", "--view", "stats"), "演示应办按期率")
    assert rows[1][:2] == ["推荐", 1]
    burden = office.done("stats", "--burden", "--as", "zj", "--json").json()
    assert (burden["total"]["fields"], burden["total"]["twice"]) == (3, 0)
    assert office("stats", "--burden", "--as-of", "2026-06-01", "--as", "zj").code == 2


def test_a_burden_of_nothing_says_that_nothing_was_asked(shell: Shell) -> None:
    shell.an_office()
    told = shell.done("stats", "--burden", "--as", "zj").out
    assert "还没有要求任何单位填报或办理什么" in told
    assert "各地区" not in told


def test_the_pages_offer_the_same_files(office: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    code = recommended(office, "试点甲")
    monkeypatch.setenv("SHIDIAN_ACCOUNT", "zj")
    with TestClient(create_app(load_settings()), base_url="http://127.0.0.1") as browser:
        page = browser.get("/pilots?state=recommended").text
        assert '/exports/cases.xlsx?state=recommended"' in page
        answer = browser.get("/exports/cases.xlsx?state=recommended")
        named = answer.headers["content-disposition"]
        assert named.startswith("attachment; filename=\"cases.xlsx\"; filename*=UTF-8''%E6%BC%94")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
        assert [row[0] for row in rows.to_python()] == ["编号", code]
        assert browser.get(f"/pilots/{code}").text.count("/dossier.") == 2
        assert browser.get(f"/pilots/{code}/dossier.docx").content[:2] == b"PK"
        for address, status in (
            ("/exports/cases.exe", 400),
            ("/exports/dossier.csv", 400),
            ("/exports/nothing.csv", 400),
            ("/pilots/XX-2026-001/dossier.docx", 404),
        ):
            assert browser.get(address).status_code == status
