"""Facts of another system by command line: opening balance, corrections, reconciliation."""

import hashlib
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.console.shell import UNIT, Ran, Shell

HEAD = (
    *("项目名称", "领域", "承担单位", "统一社会信用代码", "所处状态"),
    *("推荐日期", "复核通过日期", "下达日期", "发生日期", "回执号"),
)
CODES = ("12330000000000084X", "913300001000000844")
ON_TIME = ("试点甲", "农业农村", "甲单位", CODES[0], "推荐", date(2026, 6, 25), "", "", "", "一号")
LATE = ("试点乙", "消费品", "乙单位", CODES[1], "下达", "2026.7.2", "", "2026年9月10日", "", "")
BARE = ("试点丙", "服务业", "丙单位", CODES[0], "推荐", "", "", "", "２０２６-06-29", "")
SYSTEM = "国家标准化试点项目管理信息系统"


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office("2026-11-02T09:00")
    return shell


def table(path: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> str:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, head)
        for n, row in enumerate(rows, 1):
            for m, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(n, m, value, day)  # type: ignore[arg-type]
                else:
                    sheet.write(n, m, value)
    return str(path)


def imported(office: Shell, path: str, *more: str, account: str = "zj") -> Ran:
    return office("import", path, "--as-record", "--as", account, "--json", *more)


def begun(office: Shell, *rows: Sequence[Any]) -> None:
    """An office that has taken in what these rows say."""
    path = table(office.folder / "begun.xlsx", *rows)
    assert imported(office, path, "--id", "begun").code == 0
    office.done("approve", "begun", "--as", "zj2")


def count(office: Shell) -> int:
    return int(office.done("list", "--as", "zj", "--json").json()["total"])


def typed(office: Shell, line: str) -> Ran:
    """Run a line that was printed to be copied."""
    words = shlex.split(line)
    assert words[0] == "shidian"
    return office(*words[1:])


def test_an_opening_balance_waits_for_a_second_person_and_is_then_recorded(office: Shell) -> None:
    path = table(office.folder / "a.xlsx", ON_TIME, LATE, BARE)
    ran = imported(office, path, "--id", "begin", "--reason", "年中接手")
    found = ran.json()
    assert (ran.code, found["waits"], found["request"], count(office)) == (0, 3, "begin", 0)
    tried = office.receipt("approve", "begin", "--as", "zj2", "--dry-run")
    assert (tried["dry_run"], len(tried["receipts"]), count(office)) == (True, 8, 0)
    assert office("approve", "begin", "--as", "zj").code == 1
    told = office.done("approve", "begin", "--as", "zj2").out
    assert "已登记 3 件" in told
    rows = office.done("list", "--as", "zj", "--json").json()["rows"]
    assert [row["state"] for row in rows] == ["recommended", "assigned", "recommended"]
    duty = office.done("show", rows[1]["code"], "--as", "zj", "--json").json()["duties"][0]
    assert (duty["duty"], duty["status"]) == ("recommendation", "late")
    entry = office.done("history", rows[0]["code"], "--as", "zj", "--json").json()[-1]
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    assert entry["source"] == {"system": SYSTEM, "reference": "一号", "digest": digest}
    assert (office.folder / "uploads" / digest[:2] / digest).is_file()
    assert office.done("audit", "verify").code == 0


def test_both_times_are_shown_wherever_a_fact_is(office: Shell) -> None:
    begun(office, ON_TIME)
    for words in (("show", "ZJ-2026-001"), ("history", "ZJ-2026-001"), ("list",)):
        shown = office.done(*words, "--as", "zj").out
        assert "2026-06-25" in shown
        assert "记于 2026-11-02" in shown


def test_the_same_rows_again_change_nothing_whoever_brings_them(office: Shell) -> None:
    path = table(office.folder / "a.xlsx", ON_TIME, BARE)
    imported(office, path, "--id", "begin")
    waiting = imported(office, path, account="zj2").json()
    assert (waiting["known"], waiting["request"]) == (2, None)
    assert "begin" in waiting["rows"][0]["says"][0]
    office.done("approve", "begin", "--as", "zj2")
    again = imported(office, table(office.folder / "b.xlsx", BARE, ON_TIME), account="zj2").json()
    assert (again["known"], again["waits"], count(office)) == (2, 0, 2)
    further = (*LATE[:4], "推荐", "2026-07-02", *[""] * 4)
    begun(office, further)
    assert imported(office, table(office.folder / "c.xlsx", LATE), "--id", "on").code == 0
    office.done("approve", "on", "--as", "zj2")
    moves = office.done("history", "ZJ-2026-003", "--as", "zj", "--json").json()
    assert [entry["move"] for entry in moves] == ["apply", "recommend", "review", "assign"]


@pytest.mark.parametrize(
    ("change", "cell", "said"),
    [
        ({"所处状态": "不知道"}, "E2", "没有“不知道”这个状态"),
        ({"所处状态": "", "推荐日期": ""}, "E2", "不知办到哪一步"),
        ({"所处状态": "自评"}, "E2", "不能由人登记"),
        ({"所处状态": "下达", "推荐日期": "", "发生日期": "2026-09-01"}, "F2", "是否按期"),
        ({"推荐日期": ""}, "I2", "缺“推荐”的日期"),
        ({"推荐日期": "六月"}, "F2", "不是日期"),
        ({"推荐日期": "2026-02-30"}, "F2", "不是日期"),
        ({"推荐日期": "2027-06-01"}, "", "未来"),
        ({"所处状态": "下达", "下达日期": "2026-06-01"}, "F2", "晚于后一步"),
        ({"项目名称": ""}, "A2", "认不出是哪一件"),
    ],
)
def test_a_row_that_does_not_say_enough_is_told_so_in_its_cell(
    office: Shell, change: dict[str, Any], cell: str, said: str
) -> None:
    row = [change.get(name, value) for name, value in zip(HEAD, ON_TIME, strict=True)]
    ran = imported(office, table(office.folder / "a.xlsx", row, BARE))
    verdict = ran.json()["rows"][0]
    assert (ran.code, verdict["outcome"]) == (1, "wrong")
    assert said in "".join(verdict["says"])
    assert [cell] == verdict["cells"] or not cell
    assert ran.json()["request"] is None


def test_with_partial_the_others_are_asked_for_and_the_wrong_ones_marked(office: Shell) -> None:
    marked = office.folder / "marked.xlsx"
    wrong = (*BARE[:4], "不知道", *BARE[5:])
    path = table(office.folder / "a.xlsx", ON_TIME, wrong)
    ran = imported(office, path, "--partial", "--errors", str(marked), "--id", "some")
    assert (ran.code, ran.json()["waits"], ran.json()["wrong"]) == (1, 1, 1)
    cells = CalamineWorkbook.from_path(marked).get_sheet_by_index(0).to_python()
    assert "不知道" in cells[2][-1]
    office.done("approve", "some", "--as", "zj2")
    assert count(office) == 1


def test_the_empty_table_for_facts_is_read_back(office: Shell) -> None:
    path = office.folder / "empty.xlsx"
    office.done("export", "--template", "pilot", "--as-record", "-o", str(path), "--as", "zj")
    book = CalamineWorkbook.from_path(path)
    head = [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]]
    assert {"所处状态", "推荐日期", "来源系统", "回执号"} <= set(head)
    assert "撤回日期" not in head
    filled = dict.fromkeys(head, "")
    filled |= {"项目名称*": "试点甲", "领域*": "农业农村", "承担单位*": "甲单位"}
    filled |= {"所处状态": "推荐", "推荐日期": "2026-06-25", "来源系统": "省级系统"}
    ran = imported(office, table(office.folder / "f.xlsx", list(filled.values()), head=head))
    assert (ran.code, ran.json()["waits"]) == (0, 1)


def test_options_say_what_holds_for_every_row(office: Shell) -> None:
    head, row = ("名称", "单位", "类别"), ("试点甲", "甲单位", "农业农村")
    path = table(office.folder / "a.xlsx", row, head=head)
    maps = ("--map", "名称=项目名称", "--map", "单位=承担单位", "--map", "类别=category")
    given = ("--state", "推荐", "--occurred", "2026-06-25", "--source", "省级系统")
    assert imported(office, path).code == 2
    ran = imported(office, path, *maps, *given, "--reference", "文号", "--id", "all")
    assert (ran.code, ran.json()["waits"]) == (0, 1)
    office.done("approve", "all", "--as", "zj2")
    entry = office.done("history", "ZJ-2026-001", "--as", "zj", "--json").json()[-1]
    assert (entry["source"]["system"], entry["source"]["reference"]) == ("省级系统", "文号")
    unknown = imported(office, path, "--map", "名称=没有的")
    assert (unknown.code, "没有的" in unknown.err) == (2, True)
    both = imported(office, path, "--map", "名称=项目名称", "--map", "单位=项目名称")
    assert (both.code, "都对应" in both.err) == (2, True)
    assert office("import", path, "--source", "x", "--as", "zj").code == 2


def test_a_fact_is_put_right_by_a_new_entry(office: Shell) -> None:
    begun(office, LATE)
    words = ("record", "recommend", "ZJ-2026-001", "--source", SYSTEM, "--as", "zj")
    office.done(*words, "--corrects", "2", "--occurred", "2026-06-30")
    shown = office.done("show", "ZJ-2026-001", "--as", "zj").out
    assert "按期办结" in shown
    assert "已由第 5 条更正" in shown
    told = office.done("history", "ZJ-2026-001", "--as", "zj").out
    assert "更正第 2 条" in told
    assert "2026-07-02" in told
    assert office(*words).code == 2, "when it happened must be said"
    assert office(*words, "--corrects", "99", "--occurred", "2026-06-30").code == 2
    assert office(*words, "--corrects", "2", "--occurred", "2027-06-30").code == 2
    assert office.done("audit", "verify").code == 0


def test_a_trial_of_a_correction_says_what_is_owed_again(office: Shell) -> None:
    begun(office, ON_TIME)
    words = ("record", "amend", "ZJ-2026-001", "--source", SYSTEM, "--as", "zj")
    words = (*words, "--corrects", "2", "--occurred", "2026-06-25")
    said = office.done(*words, "--dry-run").out
    assert "推荐：重新应办，期限 2026-06-30" in said
    assert "状态回到“申报”" in said
    english = office.done(*words, "--dry-run", "--lang", "en").out
    assert "owed again, due 2026-06-30" in english
    assert office.done("show", "ZJ-2026-001", "--as", "zj", "--json").json()["state"] == (
        "recommended"
    )
    office.done(*words)
    assert "逾期" in office.done("show", "ZJ-2026-001", "--as", "zj").out
    assert "重新应办" in office.done("history", "ZJ-2026-001", "--as", "zj").out
    assert office.done("audit", "verify").code == 0


def held_against(office: Shell, *rows: Sequence[Any], more: Sequence[str] = ()) -> Any:
    path = table(office.folder / "theirs.xlsx", *rows)
    return office.done("reconcile", path, "--as", "zj", "--json", *more).json()


def test_what_is_the_same_is_said_to_be(office: Shell) -> None:
    begun(office, ON_TIME, LATE)
    spelled = ("试点　甲", "农业农村", "甲单位", CODES[0], "已推荐", "2026年6月25日", *[""] * 4)
    found = held_against(office, spelled, LATE)
    assert (found["same"], found["different"], found["there"], found["here"]) == (2, 0, 0, 0)


def test_each_difference_comes_with_the_act_that_mends_it(office: Shell) -> None:
    begun(office, ON_TIME, BARE, LATE)
    mine = office.a_pilot("只在这里")
    theirs = (
        ("试点甲", "农业农村", "甲单位", CODES[0], "推荐", "2026-06-26", *[""] * 4),
        ("试点丙", "服务业", "丙单位有限公司", CODES[0], "下达", "2026-06-29", "2026-08-01",
         "2026-09-01", "", ""),
        ("试点丁", "服务业", "丁单位", CODES[1], "推荐", "2026-06-11", *[""] * 4),
        LATE,
    )  # fmt: skip
    found = held_against(office, *theirs)
    assert (found["different"], found["there"], found["here"], found["same"]) == (2, 1, 1, 1)
    by_title = {one["title"]: one for one in found["findings"]}
    assert by_title["只在这里"]["acts"][0].startswith(f"shidian record withdraw {mine}")
    for title in ("试点甲", "试点丙"):
        for line in by_title[title]["acts"]:
            assert typed(office, line).code == 0, line
    (taking_in,) = by_title["试点丁"]["acts"]
    assert typed(office, f"{taking_in} --id more").code == 0
    office.done("approve", "more", "--as", "zj2")
    after = held_against(office, *theirs)
    assert (after["same"], after["different"], after["there"], after["here"]) == (4, 0, 0, 1)
    assert office.done("audit", "verify").code == 0


def test_ours_further_than_theirs_cites_the_entry_that_took_it_there(office: Shell) -> None:
    begun(office, LATE)
    found = held_against(office, (*LATE[:4], "推荐", "2026-07-02", *[""] * 4))
    (one,) = found["findings"]
    assert (one["theirs"], one["ours"]) == ("推荐", "下达")
    (line,) = one["acts"]
    assert "--corrects 4" in line
    assert typed(office, line).code == 0
    assert office.done("show", "ZJ-2026-001", "--as", "zj", "--json").json()["state"] == (
        "recommended"
    )


def test_what_was_decided_here_is_not_put_right_from_a_table(office: Shell) -> None:
    code = office.a_pilot("试点甲", unit=UNIT)
    row = ("试点甲", "服务业", "某养老服务中心", UNIT.split()[1], "申报", *[""] * 5)
    (one,) = held_against(office, row)["findings"]
    assert (one["case"], one["verdict"]) == (code, "different")
    assert one["differs"] == [{"field": "领域", "theirs": "服务业", "ours": "农业农村"}]
    assert "不能更正" in one["acts"][0]


def test_other_peoples_cases_are_left_out_and_it_is_said(office: Shell) -> None:
    words = ("--role", "province", "--jurisdiction", "江苏", "--as", "committee")
    office.done("user", "add", "js", *words)
    office.done("new", "pilot", "--set", "title=江苏的", "--set", "category=服务业",
                "--set", "unit=江苏单位", "--as", "js")  # fmt: skip
    head = (*HEAD, "推荐机关")
    rows = (
        ("江苏的", "服务业", "江苏单位", "", "申报", *[""] * 5, "江苏"),
        (*ON_TIME, "浙江"),
    )
    path = table(office.folder / "theirs.xlsx", *rows, head=head)
    found = office.done("reconcile", path, "--as", "zj", "--json").json()
    assert (found["outside"], found["there"], found["here"]) == (1, 1, 0)
    told = office.done("reconcile", path, "--as", "zj").out
    assert "不在您的范围内" in told
    wide = office.done("reconcile", path, "--as", "committee", "--json").json()
    assert (wide["outside"], wide["same"], wide["there"]) == (0, 1, 1)


def test_their_names_for_columns_and_states_are_taken_as_they_are_said_to_be(
    office: Shell,
) -> None:
    begun(office, ON_TIME)
    head = ("名称", "单位", "审核状态", "承担单位")
    row = ("试点甲", "甲单位", "上报国家", "不相干")
    path = table(office.folder / "theirs.xlsx", row, head=head)
    assert office("reconcile", path, "--as", "zj").code == 2
    maps = ("--map", "名称=项目名称", "--map", "单位=承担单位", "--map", "审核状态=状态")
    unclear = office.done("reconcile", path, *maps, "--as", "zj", "--json").json()
    assert unclear["unclear"] == 1
    assert "--state 上报国家=" in unclear["findings"][0]["acts"][0]
    words = ("reconcile", path, *maps, "--state", "上报国家=推荐", "--as", "zj", "--json")
    found = office.done(*words).json()
    assert (found["same"], found["unknown"]) == (1, ["承担单位"])


def test_nothing_is_changed_and_the_sheet_holds_every_difference(office: Shell) -> None:
    begun(office, ON_TIME)
    before = office.done("audit", "log", "--as", "committee", "--json").out
    path = table(office.folder / "theirs.xlsx", LATE, LATE)
    sheet = office.folder / "differences.xlsx"
    told = office.done("reconcile", path, "-o", str(sheet), "--as", "zj").out
    assert "与第 2 行是同一件" in told
    cells = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert cells[0][:3] == ["结论", "行", "编号"]
    assert [row[0] for row in cells[1:]] == ["只有对方有", "对不上", "只有本系统有"]
    assert office.done("audit", "log", "--as", "committee", "--json").out == before
    assert office("reconcile", path, "-o", "x.docx", "--as", "zj").code == 2


def test_a_case_that_came_in_by_another_way_is_not_made_again(office: Shell) -> None:
    code = office.a_pilot("试点甲", unit=f"甲单位 {CODES[0]}")
    path = table(office.folder / "a.xlsx", ON_TIME[:4], head=HEAD[:4])
    same = office.done("import", path, "--as", "zj2", "--json").json()
    assert (same["known"], same["rows"][0]["case"], count(office)) == (1, code, 1)
    other = table(office.folder / "b.xlsx", ("试点甲", "服务业", *ON_TIME[2:4]), head=HEAD[:4])
    ran = office("import", other, "--as", "zj", "--json")
    assert (ran.code, code in ran.json()["rows"][0]["says"][0]) == (1, True)


def test_a_row_twice_in_a_table_is_wrong_the_second_time(office: Shell) -> None:
    path = table(office.folder / "a.xlsx", ON_TIME[:4], ON_TIME[:4], head=HEAD[:4])
    ran = office("import", path, "--as", "zj", "--json")
    first, second = ran.json()["rows"]
    assert (ran.code, first["outcome"], second["outcome"]) == (1, "left", "wrong")
    assert "第 2 行" in second["says"][0]


def test_child_cases_are_named_by_their_code_and_go_on_from_where_they_stand(
    office: Shell,
) -> None:
    begun(office, LATE)
    office.done("demo", "--advance", "2027-12-05T09:00")
    head = ("编号", "所处状态", "提交日期", "审核通过日期", "报送日期")
    row = ("ZJ-2026-001-2027", "报送", "2027-11-28", "2027-11-29", "2027-12-01")
    path = table(office.folder / "s.xlsx", row, head=head)
    kind = ("--kind", "annual-summary")
    assert imported(office, path, *kind, "--id", "one").code == 0
    office.done("reject", "one", "--reason", "再核", "--as", "zj2")
    assert imported(office, path, *kind, "--id", "two").json()["waits"] == 1
    office.done("approve", "two", "--as", "zj2")
    shown = office.done("show", row[0], "--as", "zj", "--json").json()
    assert (shown["state"], shown["duties"][0]["status"]) == ("forwarded", "met")
    found = office.done("reconcile", path, *kind, "--as", "zj", "--json").json()
    assert (found["same"], found["here"]) == (1, 1)
    assert office.done("audit", "verify").code == 0


def test_a_row_that_cannot_be_read_does_not_make_its_case_ours_alone(office: Shell) -> None:
    begun(office, ON_TIME)
    found = held_against(office, (*ON_TIME[:4], "不知道", *[""] * 5))
    assert (found["unclear"], found["here"]) == (1, 0)


def test_a_trial_of_an_opening_balance_names_no_request_that_is_not_there(office: Shell) -> None:
    path = table(office.folder / "a.xlsx", ON_TIME)
    tried = office.done("import", path, "--as-record", "--dry-run", "--as", "zj").out
    assert "待批准 1 件" in tried
    assert "shidian approve" not in tried
    asked = office.done("import", path, "--as-record", "--id", "b-1", "--as", "zj").out
    assert "shidian approve b-1" in asked


def test_a_table_without_a_heading_is_told_how_to_take_an_empty_one(office: Shell) -> None:
    path = table(office.folder / "a.xlsx", ("x", "y"), head=("甲", "乙"))
    for words, said in (
        (("reconcile", path), "--template pilot --as-record -o 空表.xlsx"),
        (("import", path), "--template pilot -o 空表.xlsx"),
    ):
        ran = office(*words, "--as", "zj")
        assert (ran.code, f"shidian export {said}" in ran.err) == (2, True)
        office.done(
            "export", *said.replace("空表", str(office.folder / "空表")).split(), "--as", "zj"
        )
