"""Tables in and out: what clerks fill in, what comes back, what nobody may slip in."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from console.cli.following import by
from console.cli.main import main
from console.imports.cells import address
from states.words.joining import beside
from tests.console.shell import Shell

HEAD = ("项目名称", "领域", "承担单位", "统一社会信用代码")
ROWS = (
    ("试点甲", "农业农村", "甲单位", "12330000000000084X"),
    ("试点乙", "消费品", "乙单位", "913300001000000844"),
)

ROUNDS = """\
programme: rounds
title: 两轮
source: {document: 某发〔2026〕1号, issued: 2026-01-05}
roles: {desk: {title: 窗口, scope: programme}}
cases:
  first:
    title: 第一轮
    code: "A-{number}"
    form: {title: {title: 名称, required: yes}}
    states: {open: {title: 已登记, initial: yes}, done: {title: 已办结, end: normal}}
    moves:
      enter: {title: 登记, to: open, by: desk}
      finish: {title: 办结, from: open, to: done, by: desk}
  second:
    title: 第二轮
    code: "B-{number}"
    form: {title: {title: 名称, required: yes}}
    states: {open: {title: 已登记, initial: yes}, done: {title: 已办结, end: normal}}
    moves:
      enter: {title: 登记, to: open, by: desk}
      finish: {title: 办结, from: open, to: done, by: desk}
"""


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


def excel(path: Path, *rows: Sequence[Any]) -> str:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            for m, value in enumerate(row):
                sheet.write(n, m, value)
    return str(path)


def headings(office: Shell) -> list[str]:
    path = office.folder / "empty.xlsx"
    office.done("export", "--template", "pilot", "-o", str(path), "--as", "zj")
    return [str(c) for c in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]]


def brought_in(office: Shell, path: str, *more: str) -> tuple[int, dict[str, Any]]:
    ran = office("import", path, "--as", "zj", "--json", *more)
    return ran.code, json.loads(ran.out) if ran.out else json.loads(ran.err)


def count(office: Shell) -> int:
    return int(office.done("list", "--as", "zj", "--json").json()["total"])


def test_the_template_holds_every_field_and_is_read_back(office: Shell) -> None:
    head = headings(office)
    assert [title for title in head if title.endswith("*")]
    filled = {"title": "试点甲", "category": "农业农村"}
    titles = {h.rstrip("*"): n for n, h in enumerate(head)}
    row = [""] * len(head)
    row[titles["项目名称"]], row[titles["领域"]] = filled.values()
    row[titles["承担单位"]], row[titles["承担单位统一社会信用代码"]] = ROWS[0][2:]
    code, found = brought_in(office, excel(office.folder / "a.xlsx", head, row))
    assert (code, found["new"], count(office)) == (0, 1, 1)


def test_the_same_rows_again_change_nothing(office: Shell) -> None:
    path = excel(office.folder / "a.xlsx", ("2026年推荐汇总表",), (), HEAD, *ROWS)
    assert brought_in(office, path)[1]["new"] == 2
    code, again = brought_in(office, path)
    assert (code, again["new"], again["known"], count(office)) == (0, 0, 2, 2)
    changed = ("试点甲", "高新技术", *ROWS[0][2:])
    code, found = brought_in(office, excel(office.folder / "b.xlsx", HEAD, changed))
    assert (code, found["wrong"]) == (1, 1)
    assert "此前已导入" in found["rows"][0]["says"][0]


def test_a_unit_and_its_code_may_stand_in_the_one_cell_of_the_name(office: Shell) -> None:
    joined = [(title, field, f"{unit} {code}") for title, field, unit, code in ROWS]
    code, made = brought_in(office, excel(office.folder / "a.xlsx", HEAD[:3], *joined))
    assert (code, made["new"], count(office)) == (0, 2, 2)
    code, again = brought_in(office, excel(office.folder / "b.xlsx", HEAD, *ROWS))
    assert (code, again["new"], again["known"]) == (0, 0, 2)


def test_what_the_first_move_needs_is_given_to_each_row(shell: Shell) -> None:
    text = ROUNDS.replace("cases:", "documents: {form: {title: 申请表}}\ncases:")
    text = text.replace("to: open, by: desk}", "to: open, by: desk, needs: form}")
    file = Path(shell.file("rounds.yaml", text))
    shell.done("demo", "--programme", str(file), "--empty", "--at", "2026-06-01T09:00")
    shell.done("user", "add", "chuang", "--role", "desk")
    path, by = shell.file("t.csv", "名称\n甲\n乙\n"), ("--as", "chuang", "--json")
    refused = json.loads(shell("import", path, *by).out)
    assert [row["outcome"] for row in refused["rows"]] == ["wrong", "wrong"]
    paper = f"申请表={shell.file('form.pdf')}"
    made = json.loads(shell("import", path, "--file", paper, *by).out)
    assert [row["outcome"] for row in made["rows"]] == ["new", "new"]
    shown = shell.done("show", made["rows"][1]["case"], "--as", "chuang").out
    assert "申请表  form.pdf" in shown
    beside_record = shell("import", path, "--as-record", "--file", paper, "--as", "chuang")
    assert (beside_record.code, "--file" in beside_record.err) == (2, True)


def test_one_wrong_row_stops_the_whole_and_is_marked_in_red(office: Shell) -> None:
    wrong = ("试点丙", "没有的领域", "丙单位", "")
    path, marked = (
        excel(office.folder / "a.xlsx", HEAD, *ROWS, wrong),
        office.folder / "marked.xlsx",
    )
    ran = office("import", path, "--errors", str(marked), "--as", "zj")
    assert (ran.code, count(office)) == (1, 0)
    assert "4" in ran.out
    rows = CalamineWorkbook.from_path(marked).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[:3]] == ["理由或依据", "", ""]
    assert rows[3][4] != ""
    with zipfile.ZipFile(marked) as book:
        assert b"FFC7CE" in book.read("xl/styles.xml")
    code, found = brought_in(office, path, "--partial")
    assert (code, found["new"], found["wrong"], count(office)) == (1, 2, 1, 2)


def test_a_trial_says_the_same_and_writes_nothing(office: Shell) -> None:
    code, found = brought_in(office, excel(office.folder / "a.xlsx", HEAD, *ROWS), "--dry-run")
    assert (code, found["new"], found["dry_run"], count(office)) == (0, 2, True, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_offices_use(office: Shell, encoding: str) -> None:
    path = office.folder / "a.csv"
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *ROWS])
    path.write_bytes(text.getvalue().encode(encoding))
    code, found = brought_in(office, str(path))
    assert (code, found["new"]) == (0, 2)
    titles = {row["title"] for row in office.done("list", "--as", "zj", "--json").json()["rows"]}
    assert titles == {"试点甲", "试点乙"}


def test_merged_cells_count_for_each_row_and_remarks_are_left_out(office: Shell) -> None:
    path = office.folder / "m.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for n, title in enumerate(HEAD):
            sheet.write(0, n, title)
        for n, row in enumerate(ROWS, 1):
            for m, value in enumerate(row):
                sheet.write_string(n, m, value)
        sheet.merge_range(1, 1, 2, 1, "农业农村")
        sheet.merge_range(4, 0, 4, 3, "注：按推荐次序排列")
    code, found = brought_in(office, str(path))
    assert (code, found["new"]) == (0, 2)
    fields = {row["field"] for row in office.done("list", "--as", "zj", "--json").json()["rows"]}
    assert fields == {"agriculture"}


@pytest.mark.parametrize(
    ("cell", "place", "said"),
    [
        ("=A2", "A2", "公式"),
        (913300001000000844, "D2", "位数会丢失"),
    ],
)
def test_what_is_not_what_it_looks_like_is_named_by_its_cell(
    office: Shell, cell: Any, place: str, said: str
) -> None:
    row = list(ROWS[0])
    row[ord(place[0]) - ord("A")] = cell
    code, found = brought_in(office, excel(office.folder / "a.xlsx", HEAD, row))
    assert (code, count(office)) == (1, 0)
    (says,) = found["rows"][0]["says"]
    assert place in says
    assert said in says


def test_dates_are_days_whatever_the_cell_is(office: Shell) -> None:
    path = office.folder / "d.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROWS[0])
        sheet.write_datetime(1, 0, date(2026, 5, 4), day)  # type: ignore[arg-type]
    assert brought_in(office, str(path))[0] == 0
    (row,) = office.done("list", "--as", "zj", "--json").json()["rows"]
    assert row["title"] == "2026-05-04"


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)


def entity(path: Path) -> None:
    excel(path, HEAD, *ROWS)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("a.xlsx", lambda p: p.write_bytes(b"not a workbook"), "读不出来"),
        ("a.xlsx", bomb, "太大"),
        ("a.xlsx", entity, "DOCTYPE"),
        ("a.xlsx", lambda p: excel(p, ("甲", "乙"), ("1", "2")), "缺这些列"),
        ("a.xlsx", lambda p: excel(p, HEAD), "没有内容"),
        ("a.xls", lambda p: p.write_bytes(b"x"), "另存为"),
        ("a.csv", lambda p: p.write_bytes(b"\x00\xff\xfe\x81"), "文本"),
        ("a.csv", lambda p: p.write_text('项目名称,领域\n"甲,乙\n', "utf-8"), "读不出来"),
        ("a.csv", lambda p: None, "读不了文件"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(
    office: Shell, name: str, spoil: Any, said: str
) -> None:
    path = office.folder / name
    spoil(path)
    ran = office("import", str(path), "--as", "zj")
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert count(office) == 0


def test_lists_come_as_excel_and_csv_without_formulas(office: Shell) -> None:
    office.a_pilot("=cmd|' /C calc'!A0")
    for name in ("l.xlsx", "l.csv"):
        path = office.folder / name
        office.done("export", "--view", "cases", "-o", str(path), "--as", "zj")
        if path.suffix == ".csv":
            rows: list[list[Any]] = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
            assert rows[1][2].startswith("'=")
        else:
            rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
            with zipfile.ZipFile(path) as book:
                assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert rows[0][:3] == ["编号", "类别", "名称"]
        assert len(rows) == 2


@pytest.mark.parametrize("view", ["due", "overdue", "quota"])
def test_every_list_can_be_taken_away(office: Shell, view: str) -> None:
    office.a_pilot()
    office.done("demo", "--advance", "2026-07-02")
    path = office.folder / f"{view}.csv"
    office.done("export", "--view", view, "-o", str(path), "--as", "zj")
    assert path.read_text("utf-8-sig").count("\n") >= 1


def test_a_calendar_keeps_the_names_of_its_entries(office: Shell) -> None:
    code = office.a_pilot()
    paths = [office.folder / name for name in ("one.ics", "all.ics")]
    office.done("calendar", "show", code, "--ics", str(paths[0]), "--as", "zj")
    office.done("export", "--view", "due", "-o", str(paths[1]), "--as", "zj")
    found = []
    for path in paths:
        calendar = Calendar.from_ical(path.read_bytes())
        (event,) = calendar.walk("VEVENT")
        assert event.decoded("dtstart") == date(2026, 6, 30)
        assert code in str(event["summary"])
        found.append(str(event["uid"]))
    assert found[0] == found[1]


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    assert [address(0, 0), address(2, 25), address(9, 26)] == ["A1", "Z3", "AA10"]


def test_help_names_both_ways(office: Shell) -> None:
    ran = office("export", "-o", "x.xlsx", "--as", "zj")
    assert ran.code == 2
    assert "--template" in ran.err
    assert main(["export", "--help"]) == 0


def test_a_remark_that_is_the_word_itself_is_not_said_twice_and_brackets_close_tightly() -> None:
    assert beside("受理", "受理", "zh") == "受理"
    assert by("2027-04-15（暂定）", "zh") == "2027-04-15（暂定）截止"
    assert by("2027-04-15", "zh") == "2027-04-15 截止"


def test_which_kind_the_rows_are_taken_for_is_said_where_there_are_several(shell: Shell) -> None:
    shell.done("init", "--programme", shell.file("rounds.yaml", ROUNDS), "--account", "d=desk")
    table = shell.file("rows.csv", "名称\n甲\n")
    meant = "每行作为一件“第一轮”读；其他类别用 --kind：第二轮"
    assert meant in shell.done("import", table, "--as", "d", "--dry-run").out
    chosen = shell.done("import", table, "--as", "d", "--kind", "second")
    assert "--kind" not in chosen.out
    assert shell.done("list", "--kind", "second", "--as", "d", "--json").json()["total"] == 1
