"""Workbooks made part by part, so that any part can be wrong."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
ROOT = (
    f'{_HEAD}<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def relations(*rows) -> str:
    inside = "".join(f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'{_HEAD}<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def workbook(sheets=(("Trang 1", "rId1"),), properties="") -> str:
    inside = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="{key}"/>' for n, (name, key) in enumerate(sheets, 1))
    return f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{inside}</sheets></workbook>'


def sheet(rows: str, after="", before="") -> str:
    return f'{_HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*texts) -> str:
    inside = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{_HEAD}<sst xmlns="{MAIN}">{inside}</sst>'


def styles(formats=(), fonts=("Times New Roman",), cells=((0, 0),)) -> str:
    numbers = "".join(f'<numFmt numFmtId="{key}" formatCode={quoteattr(code)}/>' for key, code in formats)
    names = "".join(f'<font><name val="{name}"/></font>' for name in fonts)
    xfs = "".join(f'<xf numFmtId="{number}" fontId="{font}"/>' for number, font in cells)
    return (
        f'{_HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts><fonts>{names}</fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f'<cellStyleXfs><xf numFmtId="0" fontId="0"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>'
    )


def parts(rows="", **changes) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; ``changes`` by name, None to leave one out."""
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": strings(),
        "xl/styles.xml": styles(),
        "xl/worksheets/sheet1.xml": sheet(rows),
    } | changes
    return {name: content for name, content in made.items() if content is not None}


def zipped(made, compression=zipfile.ZIP_DEFLATED, level=None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression, compresslevel=level) as archive:
        for name, content in made.items() if isinstance(made, dict) else made:
            archive.writestr(name, content)
    return written.getvalue()


def xlsx(rows="", **changes) -> bytes:
    return zipped(parts(rows, **changes))


def cell(where, value, kind="", style="", formula="") -> str:
    kind = f' t="{kind}"' if kind else ""
    style = f' s="{style}"' if style != "" else ""
    formula = f"<f>{escape(formula)}</f>" if formula else ""
    if kind == ' t="inlineStr"':
        return f'<c r="{where}"{kind}{style}><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{where}"{kind}{style}>{formula}<v>{escape(value)}</v></c>'


def text(where, value, style="") -> str:
    return cell(where, value, "inlineStr", style)


def row(number, *cells, more="") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def encrypted_flag(content: bytes) -> bytes:
    """The same zip, saying that its parts have a password."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(changed)


def lying_about(content: bytes, name: str, size: int) -> bytes:
    """The same zip, whose directory gives a part another unpacked size."""
    place = content.rfind(name.encode()) - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    return content[: place + 24] + struct.pack("<I", size) + content[place + 28 :]


def ole(*streams: str) -> bytes:
    """An OLE file as far as its signature and its directory's names go."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\1") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names
