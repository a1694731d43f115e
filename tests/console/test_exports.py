"""What leaves the system: lists, dossiers and documents, read back as their readers would."""

import csv
import io
import zipfile
from collections.abc import Callable
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
from console.exports.filling import fill
from console.exports.papers import SHIPPED, template_of
from console.exports.shipped import TEMPLATES
from console.exports.tables import as_bytes
from console.web.app import create_app
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


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def written(office: Shell, name: str, *words: str, who: str = "zj") -> Path:
    path = office.folder / name
    office.done("export", *words, "-o", str(path), "--as", who)
    return path


def recommended(office: Shell, title: str, **more: str) -> str:
    code = office.a_pilot(title, **more)
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    return code


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


def test_one_letter_is_about_many_cases(office: Shell) -> None:
    first, second = (
        recommended(office, "试点 <甲> & 乙"),
        office.a_pilot("试点丙", "消费品", "丙单位"),
    )
    path = written(office, "l.docx", "--document", "推荐函", first, second)
    text = words(path)
    for part in ("浙江省关于推荐", "国标委发〔2026〕23号", "2个项目", "农业农村1个、消费品1个"):
        assert part in text
    assert "试点 <甲> & 乙" in text
    assert "试点丙" in text
    assert "2026年6月1日" in text
    assert "{" not in text
    only = written(office, "o.docx", "--document", "推荐汇总表", "--where", "状态=推荐")
    assert "试点丙" not in words(only)
    header = docx.Document(str(path)).sections[0].header
    assert "演示" in header.paragraphs[0].text
    assert text.startswith("演示")


def test_what_does_not_belong_into_a_document_is_named(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    office.done("do", "not-recommend", code, "--reason", "材料不全", "--as", "zj")
    for words_, said in (
        (("--document", "推荐函", code), f"{code} 不是"),
        (("--document", "推荐函"), "没有符合条件的事项"),
        (("--document", "推荐"), "是不是 推荐函"),
        (("--document", "推荐函", "--view", "cases"), "三选一"),
        (("--view", "cases", "--blank"), "只用于 --document"),
        (("--view", "quota", "--columns", "编号"), "列是固定的"),
        (("--view", "stats", code), "不能只取几件"),
    ):
        ran = office("export", *words_, "-o", "x.docx", "--as", "zj")
        assert (ran.code, said in ran.err) == (2, True), ran.err


def a_template(*paragraphs: str) -> bytes:
    made, document = io.BytesIO(), docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


def test_the_agencys_own_template_goes_before_the_shipped_one(office: Shell) -> None:
    code = office.a_pilot("试点甲")
    blank = written(office, "blank.docx", "--document", "推荐函", "--blank")
    assert blank.read_bytes() == (SHIPPED / "recommendation-letter.docx").read_bytes()
    own = office.folder / "templates" / "recommendation-letter.docx"
    own.parent.mkdir()
    own.write_bytes(
        a_template("本厅推荐{{ 件数 }}个：{% for c in cases %}{{ c.code }}{% endfor %}")
    )
    assert f"本厅推荐1个：{code}" in words(
        written(office, "own.docx", "--document", "推荐函", code)
    )
    other = office.folder / "other.docx"
    other.write_bytes(a_template("只此一次 {{ 各项[0].参加单位 }}{{ x | default('无') }}"))
    path = written(office, "w.docx", "--document", "推荐函", code, "--with", str(other))
    assert "只此一次 无" in words(path)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("{{ 机构 }}和{{ 总数 }}",), ("“机构”、“总数”不认得", "机关", "件数")),
        (("{% for 项 in 各项 %}{{ 项.联系人 }}{% endfor %}",), ("“联系人”不认得", "参加单位")),
        (("{% if 有没有 %}甲{% endif %}",), ("“有没有”不认得",)),
        (("{% for 项 in 各项 %}没有结束",), ("写法不对",)),
        (("{{ 件数 + '个' }}",), ("写法不对",)),
        (("{{ 1 / 0 }}",), ("写法不对",)),
        (("{{ ''.__class__.__mro__ }}",), ("“__class__”不认得",)),
        (("{{ 机关.format(1) }}",), ("不许做的事",)),
        (("{{ cycler.__init__.__globals__ }}",), ("“__init__”不认得",)),
        (("{{ 'a' * 1000000000 }}",), ("不许做的事",)),
        (("{{ 9 ** 9999999 }}",), ("不许做的事",)),
        (("{% for n in range(9) %}{% endfor %}",), ("“range”不认得",)),
        (("{% include '/etc/passwd' %}",), ("写法不对",)),
        (("{{ 机关 | safe }}",), ("写法不对", "safe")),
    ],
)
def test_a_wrong_template_is_told_in_a_sentence(
    texts: tuple[str, ...], said: tuple[str, ...]
) -> None:
    values = {"机关": "浙江省", "件数": 1, "各项": [{"名称": "试点甲", "参加单位": ""}]}
    with pytest.raises(Misuse) as refused:
        fill("mine.docx", a_template(*texts), values)
    for part in ("mine.docx", *said):
        assert part in refused.value.message()
    assert refused.value.message("en")


def test_a_wrong_template_ends_the_command(office: Shell) -> None:
    code, path = office.a_pilot("试点甲"), office.folder / "mine.docx"
    path.write_bytes(a_template("{{ 机构 }}"))
    given = ("--document", "推荐函", code, "--with", str(path), "-o", "x.docx", "--as", "zj")
    ran = office("export", *given)
    assert (ran.code, "“机构”不认得" in ran.err) == (2, True), ran.err


def with_part(name: str, text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_bytes(a_template("{{ 件数 }}"))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, text)

    return spoil


_REMOTE = '<Relationship Id="r" Type="t/attachedTemplate" Target="http://x" TargetMode="External"/>'


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"not a document"), "不是 Word 文件"),
        (lambda path: None, "读不了文件"),
        (with_part("word/vbaProject.bin", "x"), "宏"),
        (with_part("word/embeddings/oleObject1.bin", "x"), "嵌入对象"),
        (with_part("word/_rels/settings.xml.rels", _REMOTE), "从别处取"),
        (with_part("word/x.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "DOCTYPE"),
        (with_part("word/x.xml", " " * 60_000_000), "太大"),
    ],
)
def test_a_file_that_is_no_plain_word_document_is_not_taken(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "mine.docx"
    spoil(path)
    with pytest.raises(Misuse) as refused:
        template_of({"file": "letter"}, str(path))
    assert said in refused.value.message()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shipped_template_is_what_its_maker_makes(name: str) -> None:
    made = TEMPLATES[name]()
    there = docx.Document(str(SHIPPED / f"{name}.docx"))
    assert there.element.xml == made.element.xml


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
