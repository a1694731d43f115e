"""Makes the Word templates in config/templates anew: `python -m console.exports.shipped`.

They are ordinary Word files, to be edited in Word; an agency's own file goes before them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.exports.papers import SHIPPED
from console.exports.word import saved, set_east_asian

if TYPE_CHECKING:
    from docx.document import Document

BODY, TITLE, HEAD = "仿宋", "宋体", "黑体"
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LETTER = (
    "根据《{{ 方案.文件标题 }}》（{{ 方案.文号 }}）的要求，经公开征集、自愿申报和审核，"
    "我单位现推荐{{ 件数 }}个项目"
    "{% for 组 in 各领域 %}{{ '，其中' if loop.first else '、' }}{{ 组.领域 }}{{ 组.件数 }}个"
    "{% endfor %}。"
    "项目名单附后，请予审核。"
)
LETTER_COLUMNS = (
    ("序号", "{{ 项.序号 }}"),
    ("项目名称", "{{ 项.名称 }}"),
    ("领域", "{{ 项.领域 }}"),
    ("承担单位", "{{ 项.承担单位 }}"),
    ("统一社会信用代码", "{{ 项.统一社会信用代码 }}"),
)
LIST_COLUMNS = (
    *LETTER_COLUMNS[:4],
    ("参加单位", "{{ 项.参加单位 }}"),
    *LETTER_COLUMNS[4:],
    ("编号", "{{ 项.编号 }}"),
    ("推荐次序", "{{ 项.推荐次序 }}"),
)
OVERDUE_COLUMNS = (
    ("编号", "{{ 项.编号 }}"),
    ("名称", "{{ 项.名称 }}"),
    ("应办", "{{ 项.应办 }}"),
    ("由谁", "{{ 项.由谁 }}"),
    ("承担单位", "{{ 项.承担单位 }}"),
    ("期限", "{{ 项.期限 }}"),
    ("逾期天数", "{{ 项.逾期天数 }}"),
    ("依据条款", "{{ 项.条款 }}"),
)


def letter() -> "Document":
    """推荐函: to the issuer of the notice, the list below it."""
    document = _page(is_wide=False)
    _title(document, "{{ 机关 }}关于推荐{{ 方案.名称 }}的函")
    _line(document, "{{ 方案.发文机关 }}：", indent=False)
    _line(document, LETTER)
    _line(document, "附：推荐项目名单（{{ 件数 }}个）")
    _line(document, "")
    _line(document, "{{ 机关 }}", to_the_right=True)
    _line(document, "{{ 日期 }}", to_the_right=True)
    _line(document, "推荐项目名单", indent=False, font=HEAD)
    _rows(document, "各项", LETTER_COLUMNS)
    return document


def recommendation_list() -> "Document":
    """推荐汇总表."""
    document = _page(is_wide=True)
    _title(document, "{{ 方案.名称 }}推荐汇总表")
    _line(document, "推荐机关：{{ 机关 }}　　　共 {{ 件数 }} 个　　　{{ 日期 }}", indent=False)
    _rows(document, "各项", LIST_COLUMNS)
    return document


def overdue_list() -> "Document":
    """办理逾期清单."""
    document = _page(is_wide=True)
    _title(document, "{{ 方案.名称 }}办理逾期清单")
    _line(document, "截至 {{ 日期 }}，逾期未办 {{ 逾期|length }} 项。", indent=False)
    _rows(document, "逾期", OVERDUE_COLUMNS)
    return document


TEMPLATES = {
    "recommendation-letter": letter,
    "recommendation-list": recommendation_list,
    "overdue-list": overdue_list,
}


def main() -> None:
    """Write them all."""
    SHIPPED.mkdir(exist_ok=True)
    for name, make in TEMPLATES.items():
        (SHIPPED / f"{name}.docx").write_bytes(saved(make()))


def _page(*, is_wide: bool) -> "Document":
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = MADE_AT
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.0), Cm(2.8)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16 if not is_wide else 12)
    set_east_asian(style.element.get_or_add_rPr(), BODY)
    return document


def _title(document: "Document", text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(18)
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(22)
    _set_font(run, TITLE)


def _line(
    document: "Document",
    text: str,
    *,
    indent: bool = True,
    to_the_right: bool = False,
    font: str = BODY,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    if to_the_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = 1.5
    _set_font(paragraph.add_run(text), font)


def _set_font(run: Any, font: str) -> None:
    run.font.name = font
    set_east_asian(run._element.get_or_add_rPr(), font)


def _rows(document: "Document", listed: str, columns: Sequence[tuple[str, str]]) -> None:
    """A table with one row for each item: the rows that begin and end the loop vanish."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    table = document.add_table(4, len(columns), "Table Grid")
    for cell, (heading, value) in zip(
        [*table.rows[0].cells, *table.rows[2].cells],
        [*((h, h) for h, _ in columns), *((h, v) for h, v in columns)],
        strict=True,
    ):
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.bold = Pt(10.5), heading == value
        _set_font(run, HEAD if heading == value else BODY)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.rows[1].cells[0].text = f"{{%tr for 项 in {listed} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"


if __name__ == "__main__":
    main()
