"""Clause 三's look at earlier pilots where people meet it: command lines, pages, files."""

from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from config.settings import Settings
from console.web.app import create_app
from states.office import open_office
from tests.console.shell import Shell

SHIPPED = "名册收国家级 49 条，其中写明承担单位的 29 条、有统一社会信用代码的 0 条，2009—2024 年、"
NEVER = "名册不全，没有查到不等于没有承担过"
ATTESTED = "由省级标准化行政主管部门以“推荐”确认其未承担过。"
NAMED = "国家农业标准化示范区（第十批、第九批、2010）"


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


def test_what_is_ahead_says_that_the_unit_was_not_found_and_among_what(office: Shell) -> None:
    code = office.a_pilot()
    shown = office.done("show", code, "--as", "zj").out
    line = next(line for line in shown.splitlines() if "“推荐”之前" in line)
    assert all(
        words in line for words in ("没有查到某养老服务中心", SHIPPED, NAMED, NEVER, ATTESTED)
    )
    english = office.done("show", code, "--as", "zj", "--lang", "en").out
    assert "before “Recommend”  The register of earlier pilots does not have" in english
    (said,) = office.done("show", code, "--as", "zj", "--json").json()["register"]
    assert (said["seq"], said["answer"]["rows"], said["answer"]["found"]) == (None, 49, 0)


def test_a_trial_says_it_in_full_and_the_act_what_was_kept(office: Shell) -> None:
    code = office.a_pilot()
    words = ("do", "recommend", code, *office.papers(), "--as", "zj")
    tried = office.done(*words, "--dry-run").out
    assert all(part in tried for part in ("没有查到某养老服务中心", SHIPPED, NAMED, ATTESTED))
    done = office.done(*words).out
    assert SHIPPED in done and "含 11 类试点" in done and NAMED not in done
    assert "注意" not in done
    assert SHIPPED in office.done("show", code, "--as", "zj").out
    for asked in (("history", code), ("audit", "log", "--case", code)):
        assert "名册未查到（共 49 条），以此确认未承担过" in office.done(*asked, "--as", "zj").out
    english = office.done("history", code, "--as", "zj", "--lang", "en").out
    assert "not among the 49 rows of the register; attested" in english
    (said,) = office.done("history", code, "--as", "zj", "--json").json()[-1]["register"]
    assert said["answer"]["by"] == ["province"]
    office.done("audit", "verify", "--as", "committee")


def test_a_plan_for_many_says_once_how_many_were_not_found(office: Shell) -> None:
    office.a_pilot()
    office.a_pilot(unit="另一单位 913300001000000844")
    office.a_pilot(unit="包头市白云区民政人力资源和社会保障局 91330000142916567N")
    path = str(office.folder / "p.json")
    words = ("bulk", "recommend", "--where", "状态=申报", *office.papers(), "--plan", path)
    planned = office.done(*words, "--as", "zj").out
    assert planned.count(SHIPPED) == 1
    assert "没有查到其中 2 件的承担单位" in planned
    path = str(office.folder / "w.json")
    words = ("bulk", "withdraw", "--where", "状态=申报", "--reason", "x", "--plan", path)
    assert "名册" not in office.done(*words, "--as", "zj").out


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_a_dossier_has_what_the_register_said_and_covered(office: Shell, suffix: str) -> None:
    code = office.a_pilot()
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    for view, named in (("dossier", True), ("history", False)):
        path = office.folder / f"{view}.{suffix}"
        asked = ("--view", view, code, "-o", str(path), "--as", "zj")
        office.done("export", *asked)
        text = text_of(path)
        assert ATTESTED in text
        assert (NAMED in text) is named


def text_of(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text("utf-8-sig")
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return "\n".join(str(cell) for rows in sheets for row in rows for cell in row)
    tables = docx.Document(str(path)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_the_page_of_a_case_says_it_before_and_after(office: Shell) -> None:
    code = office.a_pilot()
    url = f"sqlite:///{office.database}"
    app = create_app(Settings(account="zj"), opening=lambda: open_office(url))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as browser:
        before = browser.get(f"/pilots/{code}").text
        assert "以往试点名册" in before and NAMED in before and NEVER in before
        office.done("do", "recommend", code, *office.papers(), "--as", "zj")
        after = browser.get(f"/pilots/{code}").text
        assert ATTESTED in after and NAMED not in after
        english = browser.get(f"/pilots/{code}?lang=en").text
        assert "attests that it never undertook one" in english
