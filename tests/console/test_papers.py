"""Letters and lists in Word, from a template that ships or one of the agency's own."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from console.errors import Misuse
from console.exports.filling import fill
from console.exports.papers import SHIPPED, template_of
from console.exports.shipped import TEMPLATES
from tests.console.exported import recommended, words, written
from tests.console.shell import Shell


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


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
