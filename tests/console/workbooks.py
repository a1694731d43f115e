"""Workbooks of the corpus of tables, each made when it is asked for: small ones, and bombs."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

HEAD = ("项目名称", "领域", "承担单位", "统一社会信用代码")
ROW = ("试点甲", "农业农村", "甲单位", "12330000000000084X")
OTHER = ("试点乙", "消费品", "乙单位", "913300001000000844")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATED = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_TOP = _RELATED.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace(
    "/worksheet", "/officeDocument"
)
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
    "</Types>"
)


def book(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    """A workbook that somebody filled in."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as written:
        fill(written, written.add_worksheet())
    return made.getvalue()


def rows(*given: Sequence[Any], **options: Any) -> bytes:
    """A workbook with these rows."""

    def fill(_: Any, sheet: Any) -> None:
        for n, row in enumerate(given):
            sheet.write_row(n, 0, row)

    return book(fill, **options)


def package(sheet: str, *, method: int = zipfile.ZIP_DEFLATED, **more: bytes | str) -> bytes:
    """A workbook whose sheet is just this XML, with further parts or other ones."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATED,
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def inline(*given: Sequence[str], before: str = "", attributes: str = "") -> str:
    """The XML of a sheet with these texts in it."""
    lines = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{chr(65 + m)}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
            for m, text in enumerate(row)
        )
        + "</row>"
        for n, row in enumerate(given, 1)
    )
    root = f'<worksheet xmlns="{_MAIN}"{attributes}>'
    return f"{before}{root}<sheetData>{lines}</sheetData></worksheet>"


def _dated(written: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, (*HEAD, "申报日"))
    sheet.write_row(1, 0, ROW)
    sheet.write_datetime(1, 0, datetime(2026, 5, 4), written.add_format({"num_format": "m/d/yy"}))
    sheet.write_datetime(
        1, 4, datetime(2026, 6, 28, 14, 30), written.add_format({"num_format": "m/d/yy h:mm"})
    )


def _merged_down(_: Any, sheet: Any) -> None:
    for n, row in enumerate((HEAD, ROW, OTHER)):
        sheet.write_row(n, 0, row)
    sheet.merge_range(1, 1, 2, 1, "农业农村")


def _merged_across(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROW)
    sheet.merge_range(1, 2, 1, 3, "甲单位")


def _hidden_row(_: Any, sheet: Any) -> None:
    for n, row in enumerate((HEAD, ROW, OTHER)):
        sheet.write_row(n, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})


def _two_sheets(written: Any, sheet: Any) -> None:
    for n, row in enumerate((HEAD, ROW)):
        sheet.write_row(n, 0, row)
    written.add_worksheet("另一张").write_row(0, 0, ("别的",))
    written.add_worksheet("空的")


def _hidden_sheet(written: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ("不给人看",))
    sheet.hide()
    shown = written.add_worksheet("汇总")
    for n, row in enumerate((HEAD, ROW)):
        shown.write_row(n, 0, row)
    shown.activate()


def _formula(written: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROW)
    sheet.write_formula(1, 0, "=A1", None, "试点甲")


def _renamed_part() -> bytes:
    """The formula stands in a part that is not called as sheets usually are."""
    text = inline(HEAD, ROW).replace(
        '<c r="A2" t="inlineStr"><is><t>试点甲</t></is></c>',
        '<c r="A2" t="str"><f>A1</f><v>试点甲</v></c>',
    )
    related = _RELATED.replace("sheet1.xml", "other.xml")
    types = _TYPES.replace("sheet1.xml", "other.xml")
    return package(
        inline(HEAD),
        **{
            "xl/worksheets/other.xml": text,
            "xl/_rels/workbook.xml.rels": related,
            "[Content_Types].xml": types,
        },
    )


def _error_value() -> bytes:
    text = inline(HEAD, ROW).replace(
        '<c r="A2" t="inlineStr"><is><t>试点甲</t></is></c>', '<c r="A2" t="e"><v>#N/A</v></c>'
    )
    return package(text)


def _far_cell() -> bytes:
    """Two cells only, in opposite corners of the largest sheet that there can be."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return package(inline(HEAD).replace("</sheetData>", far))


def _lying_size() -> bytes:
    """The archive says of a part that it is small; it is not."""
    honest = package(inline(HEAD, ROW) + " " * 200_000)
    real = struct.pack("<I", len((inline(HEAD, ROW) + " " * 200_000).encode()))
    return honest.replace(real, struct.pack("<I", 500))


def _twice() -> bytes:
    made = io.BytesIO(package(inline(HEAD, ROW)))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", inline(HEAD, OTHER))
    return made.getvalue()


def _encrypted() -> bytes:
    data = bytearray(package(inline(HEAD, ROW)))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _doctype() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9 if n else "x"}">' for n in range(9))
    return inline(HEAD, ("&e8;",), before=f"<!DOCTYPE worksheet [{entities}]>")


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "101-plain.xlsx": lambda: rows(HEAD, ROW),
    "102-title-above.xlsx": lambda: rows(("推荐汇总表",), (), HEAD, ROW, (), ("注：按次序",)),
    "103-numbers-as-text.xlsx": lambda: rows((*HEAD, "推荐次序"), (*ROW, "1"), (*OTHER, "２")),
    "104-numbers.xlsx": lambda: rows((*HEAD, "推荐次序"), (*ROW, 1), (*OTHER, 2.0)),
    "105-full-width.xlsx": lambda: rows(
        ("项目名称＊", "领域", "承担单位", "统一社会信用代码"),
        (*ROW[:3], "１２３３０００００００００００８４Ｘ"),
    ),
    "106-dates.xlsx": lambda: book(_dated),
    "107-dates-1904.xlsx": lambda: book(_dated, date_1904=True),
    "108-merged-down.xlsx": lambda: book(_merged_down),
    "109-inline-texts.xlsx": lambda: package(inline(HEAD, ROW)),
    "110-cells-without-names.xlsx": lambda: package(
        inline(HEAD, ROW).replace(' r="A1"', "").replace(' r="B1"', "")
    ),
    "111-says-it-is-huge.xlsx": lambda: package(
        inline(HEAD, ROW).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "112-two-sheets.xlsx": lambda: book(_two_sheets),
    "113-hidden-first-sheet.xlsx": lambda: book(_hidden_sheet),
    "114-extra-column.xlsx": lambda: rows((*HEAD, "备注", ""), (*ROW, "好", "没有表头")),
    "115-rare-characters.xlsx": lambda: rows(HEAD, ("𠮷㐂龘试点", *ROW[1:])),
    "116-a-truth.xlsx": lambda: rows((*HEAD, "联系人"), (*ROW, True)),
    "201-digits-lost.xlsx": lambda: rows(HEAD, (*ROW[:3], 913300001000000844)),
    "202-formula.xlsx": lambda: book(_formula),
    "203-formula-elsewhere.xlsx": _renamed_part,
    "204-error.xlsx": _error_value,
    "205-merged-across.xlsx": lambda: book(_merged_across),
    "206-hidden-row.xlsx": lambda: book(_hidden_row),
    "207-a-time.xlsx": lambda: book(
        lambda b, s: (
            s.write_row(0, 0, HEAD),
            s.write_row(1, 0, ROW),
            s.write_number(1, 0, 0.5, b.add_format({"num_format": "h:mm"})),
        )
    ),
    "301-no-workbook.xlsx": lambda: b"not a workbook",
    "302-empty-file.xlsx": lambda: b"",
    "303-empty-sheet.xlsx": rows,
    "304-heading-only.xlsx": lambda: rows(HEAD),
    "305-wrong-heading.xlsx": lambda: rows(("甲", "乙"), ("1", "2")),
    "306-heading-twice.xlsx": lambda: rows((*HEAD, "承担单位"), (*ROW, "丙单位")),
    "307-password.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "308-encrypted-part.xlsx": _encrypted,
    "309-macros.xlsx": lambda: package(inline(HEAD, ROW), **{"xl/vbaProject.bin": b"x"}),
    "310-old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "311-text-called-workbook.xlsx": lambda: ",".join(HEAD).encode(),
    "312-document-type.xlsx": lambda: package(_doctype()),
    "313-document-type-utf-16.xlsx": lambda: package(
        "", **{"xl/worksheets/sheet1.xml": _doctype().encode("utf-16")}
    ),
    "314-document-type-in-strings.xlsx": lambda: package(
        inline(HEAD, ROW), **{"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "b">]><sst/>'}
    ),
    "315-bomb.xlsx": lambda: package(" " * 60_000_000),
    "316-bomb-of-another-name.xlsx": lambda: package(
        inline(HEAD, ROW), **{"xl/media/picture.bin": b"\0" * 60_000_000}
    ),
    "317-lying-size.xlsx": _lying_size,
    "318-many-parts.xlsx": lambda: package(
        inline(HEAD, ROW), **{f"xl/x{n}.xml": "<x/>" for n in range(600)}
    ),
    "319-part-twice.xlsx": _twice,
    "320-far-cell.xlsx": _far_cell,
    "321-too-many-rows.xlsx": lambda: package(inline(HEAD, *[("x",)] * 20_001)),
    "322-broken-xml.xlsx": lambda: package(inline(HEAD, ROW)[:-40]),
    "323-no-such-part.xlsx": lambda: package(
        inline(HEAD), **{"xl/_rels/workbook.xml.rels": _RELATED.replace("sheet1", "sheet9")}
    ),
    "324-cut-off.xlsx": lambda: rows(HEAD, ROW)[:-200],
    "325-only-hidden-sheets.xlsx": lambda: package(
        inline(HEAD, ROW),
        **{"xl/workbook.xml": _BOOK.replace('sheetId="1"', 'sheetId="1" state="hidden"')},
    ),
    "326-another-suffix.et": lambda: rows(HEAD, ROW),
}
