"""Tables as a Word document, and the mark that a demonstration's documents carry."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from console.exports.cells import About, Table, printable, shown

if TYPE_CHECKING:
    from docx.document import Document

FONT, SIZE = "宋体", 10.5
_WIDE, _SMALL = 8, 7.5
"""A table of more columns than these is set smaller."""


def tables_in_word(tables: Sequence[Table], about: About) -> bytes:
    """The tables one below the other, on pages that lie, as the bytes of a document."""
    document = blank()
    _lie(document)
    document.add_heading(printable(about.name or tables[0].title), 0)
    if about.says:
        document.add_paragraph(printable(about.says))
    for table in tables:
        if table.title and table.title != about.name:
            document.add_heading(printable(table.title), 1)
        _add(document, table)
    if about.warning:
        put_mark(document, about.warning)
    return saved(document)


def blank() -> "Document":
    """An empty document set in Chinese type."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    for name, size in (("Normal", SIZE), ("Title", 18), ("Heading 1", 13)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        set_east_asian(style.element.get_or_add_rPr(), FONT)
    return document


def set_east_asian(properties: Any, font: str) -> None:
    """Name the font of Chinese characters, which Word keeps apart from that of Latin ones."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def saved(document: "Document") -> bytes:
    """The document's bytes."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def put_mark(document: "Document", mark: str) -> None:
    """The mark at the top of the first page and over every page, whatever the document is."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    for section in document.sections:
        headers = [section.header]
        headers += [section.first_page_header] * section.different_first_page_header_footer
        for header in headers:
            header.is_linked_to_previous = False
            line = header.paragraphs[0]
            line = header.add_paragraph() if line.text else line
            line.add_run(mark)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph = OxmlElement("w:p")
    document.element.body.insert(0, paragraph)
    first = document.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    first.add_run(mark).bold = True


def _lie(document: "Document") -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.8)


def _add(document: "Document", table: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    made = document.add_table(1 + len(table.rows), len(table.head), "Table Grid")
    lines = [table.head, *([shown(cell) for cell in row] for row in table.rows)]
    size = Pt(SIZE if len(table.head) <= _WIDE else _SMALL)
    for row, texts in zip(made.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(printable(text))
            run.font.size = size
    heading = made.rows[0]
    for cell in heading.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    # repeated at the top of each page
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
