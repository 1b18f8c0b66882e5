"""Hostile, odd and ordinary files, each with what must come of it: rows, or the words by which it is refused."""

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal as D
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from tests.units.sheets.encoders import tcvn3, vni, windows_1258
from tests.units.sheets.packages import (
    MAIN,
    OFFICE,
    STRICT,
    TYPES,
    cell,
    encrypted_flag,
    lying_about,
    ole,
    parts,
    relations,
    row,
    sheet,
    strings,
    styles,
    text,
    workbook,
    xlsx,
    zipped,
)

LIBREOFFICE = Path(__file__).parent / "libreoffice"
AS_XLSX = "mở bằng Excel, chọn Tệp > Lưu dưới dạng (File > Save As), kiểu “Excel Workbook (*.xlsx)”, rồi chọn tệp .xlsx đó"
AS_CSV = "mở bằng Excel, chọn Lưu dưới dạng (Save As), kiểu “CSV UTF-8” hoặc “Excel Workbook (*.xlsx)”, rồi chọn lại"
BROKEN = "Tệp hỏng hoặc chưa tải lên hết: mở bằng Excel xem còn mở được không, lưu lại rồi chọn lại."
HOSTILE = f"Tệp không phải do Excel hay LibreOffice lưu ra: {AS_XLSX}."
NO_SHEET = "Tệp không phải bảng tính: chọn tệp Excel (.xlsx) hoặc tệp CSV."
XLS = f"Tệp là bảng tính Excel kiểu cũ (.xls): {AS_XLSX}."
MACRO = f"Tệp có macro (.xlsm), vì an toàn không được nhận: {AS_XLSX}; macro sẽ được bỏ đi, số liệu còn nguyên."
TOO_LARGE = "Tệp khi mở ra quá lớn: xóa hình ảnh, các dòng và cột trống đã kẻ khung hoặc tô màu, rồi lưu lại."
TOO_MANY = "Bảng tính có quá nhiều ô: tách thành nhiều tệp, mỗi tệp ít dòng và cột hơn."
BLANKS = "Bảng tính có quá nhiều ô: xóa các dòng và cột trống đã kẻ khung hoặc tô màu, hoặc tách thành nhiều tệp."


@dataclass(frozen=True)
class Case:
    name: str
    file: str
    make: Callable[[], bytes]
    refused: str = ""
    rows: dict[int, list] | None = None  # of the first sheet
    count: int | None = None  # of its rows, where they are too many to write
    notes: tuple[str, ...] = ()
    sheets: tuple[tuple[str, bool], ...] = (("Trang 1", False),)
    as_form: str | None = field(default=None)  # how `open_workbook` refuses it, where `read` does not


CASES: list[Case] = []


def case(name, file="a.xlsx", **expected):
    def keep(make):
        CASES.append(Case(name, file, make, **expected))
        return make

    return keep


def saved(book) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# ---------------------------------------------------------------- what is no workbook

for name, file, content, said in (
    ("nothing", "a.xlsx", b"", "Tệp rỗng: chọn lại tệp."),
    ("xls of Excel 97", "a.xls", ole("Workbook"), XLS),
    ("xls of Excel 95 called xlsx", "a.xlsx", ole("Book"), XLS),
    ("xls of Excel 4", "a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 90, XLS),
    ("doc", "a.doc", ole("WordDocument"), "Tệp là văn bản Word (.doc): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó."),
    ("msg", "a.xlsx", ole("__nameid_version1.0"), f"Tệp là tệp Office kiểu cũ, không phải bảng tính .xlsx: {AS_XLSX}."),
    (
        "xlsx with a password", "a.xlsx", ole("EncryptionInfo", "EncryptedPackage"),
        "Tệp được đặt mật khẩu mở: mở bằng Excel, vào Tệp > Thông tin > Bảo vệ sổ làm việc (File > Info > Protect "
        "Workbook > Encrypt with Password), xóa mật khẩu, lưu rồi chọn lại.",
    ),
    (
        "pdf called xlsx", "a.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        "Tệp là PDF, không đọc được số liệu: chọn bảng tính gốc (.xlsx) đã dùng để in ra tệp này.",
    ),
    (
        "photograph of a table", "bảng.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF",
        "Tệp là hình ảnh, không phải bảng tính: nhập số liệu vào bảng tính .xlsx rồi chọn tệp đó.",
    ),
    ("rar", "a.rar", b"Rar!\x1a\x07\x00", "Tệp là tệp nén: giải nén rồi chọn từng tệp .xlsx hoặc .csv bên trong."),
    ("rtf", "a.rtf", b"{\\rtf1\\ansi}", "Tệp là văn bản Word (.rtf): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó."),
    ("a program", "a.csv", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, NO_SHEET),
    ("text called docx", "a.docx", b"A,B\n1,2\n", NO_SHEET),
    (
        "CSV called xlsx", "a.xlsx", "Mã;Tên\nP1;Phường 1\n".encode(),
        "Tệp mang đuôi .xlsx nhưng nội dung là văn bản (CSV): đổi đuôi tệp thành .csv rồi chọn lại, hoặc mở bằng Excel và "
        "lưu thành .xlsx.",
    ),
    (
        "HTML called xls", "a.xls", b"\xef\xbb\xbf\r\n<html><body><table><tr><td>1</td></tr></table>",
        f"Tệp là trang web (HTML) mang tên bảng tính, phần mềm xuất ra nó thường đặt đuôi .xls: {AS_XLSX}.",
    ),
    (
        "XML of Excel 2003", "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        f"Tệp là bảng tính XML 2003, không phải .xlsx: {AS_XLSX}.",
    ),
    (
        "flat OpenDocument", "a.fods",
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        f"Tệp là bảng tính OpenDocument (.fods), không phải .xlsx: {AS_XLSX}.",
    ),
    ("any XML", "a.xml", b"<?xml version='1.0'?><a/>", f"Tệp là XML, không phải bảng tính .xlsx: {AS_XLSX}."),
    (
        "eleven megabytes", "a.xlsx", b"PK\x03\x04" + b"\0" * (11 * 1024 * 1024),
        "Tệp nặng 11,0 MB, quá 10 MB: bỏ bớt hình ảnh, trang không cần, hoặc tách thành nhiều tệp.",
    ),
    ("two bytes of a zip", "a.xlsx", b"PK", "Tệp mang đuôi .xlsx nhưng nội dung là văn bản (CSV): đổi đuôi tệp thành .csv rồi chọn lại, hoặc mở bằng Excel và lưu thành .xlsx."),
):
    CASES.append(Case(name, file, lambda content=content: content, refused=said))

# ---------------------------------------------------------------- zips that are no workbook, or no longer one


@case("cut in half", refused=BROKEN)
def _():
    content = xlsx(row(1, text("A1", "Phường 1")))
    return content[: len(content) // 2]


@case("without its last byte", refused=BROKEN)
def _():
    return xlsx()[:-23]


@case("a byte of a sheet changed", refused=BROKEN)
def _():
    content = zipped(parts(row(1, text("A1", "Phường 1"))), zipfile.ZIP_STORED)
    return content.replace("Phường 1".encode(), "Phường 2".encode())


@case("an empty zip", refused="Tệp là tệp nén (.zip), không phải bảng tính: giải nén rồi chọn từng tệp .xlsx bên trong.")
def _():
    return zipped({})


@case("workbooks in a zip", "a.zip", refused="Tệp là tệp nén (.zip), không phải bảng tính: giải nén rồi chọn từng tệp .xlsx bên trong.")
def _():
    return zipped({"quý 1.xlsx": xlsx(), "quý 2.xlsx": xlsx()})


@case("docx called xlsx", refused="Tệp là văn bản Word (.docx): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó.")
def _():
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"})


@case("pptx", "a.pptx", refused="Tệp là bài trình chiếu (.pptx): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó.")
def _():
    return zipped({"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<a/>"})


@case("xlsm with a macro", "a.xlsm", refused=MACRO)
def _():
    return xlsx(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@case("xlsm called xlsx, its macro taken out", refused=MACRO)
def _():
    return xlsx(**{"[Content_Types].xml": TYPES.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )})


@case("xlsb", "a.xlsb", refused=f"Tệp là bảng tính nhị phân (.xlsb): {AS_XLSX}.")
def _():
    return xlsx(**{"xl/workbook.bin": b"\x83\x01\x00"})


@case("odt called xlsx", refused="Tệp là văn bản OpenDocument, không phải bảng tính: chép bảng sang Excel, lưu thành .xlsx.")
def _():
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text"})


@case("a zip with a password", refused="Tệp nén có mật khẩu: bỏ mật khẩu, lưu thành .xlsx rồi chọn lại.")
def _():
    return encrypted_flag(xlsx())


@case("a part twice", refused=HOSTILE)
def _():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([*parts().items(), ("xl/worksheets/sheet1.xml", sheet(row(1, text("A1", "khác"))))])


@case("a part twice, in another letter case", refused=HOSTILE)
def _():
    return xlsx(**{"xl/worksheets/SHEET1.xml": sheet("")})


@case("a part outside the folder", refused=HOSTILE)
def _():
    return xlsx(**{"../../etc/cron.d/x": "* * * * *"})


@case("a part with a full path", refused=HOSTILE)
def _():
    return xlsx(**{"/etc/passwd": "root"})


@case("packed by another method", refused=HOSTILE)
def _():
    return zipped(parts(), zipfile.ZIP_LZMA)


@case("three thousand parts", refused=HOSTILE)
def _():
    return zipped(parts() | {f"xl/media/{n}.txt": "" for n in range(3000)}, zipfile.ZIP_STORED)


@case("no workbook part", refused=BROKEN)
def _():
    return xlsx(**{"xl/workbook.xml": None})


@case("no sheet part", refused=BROKEN)
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": None})


@case("no sheets at all", refused="Tệp không có trang tính nào: chọn lại tệp.")
def _():
    return xlsx(**{"xl/workbook.xml": workbook(sheets=())})


@case("a thousand sheets of one part", refused=BROKEN)
def _():
    return xlsx(row(1, text("A1", "x")), **{"xl/workbook.xml": workbook([(f"T{n}", "rId1") for n in range(1000)])})


# ---------------------------------------------------------------- bombs


@case("seventy megabytes of blanks", refused=TOO_LARGE)
def _():
    return zipped(parts() | {f"xl/media/{n}.bin": b"\0" * 10_000_000 for n in range(7)}, level=1)


@case("six megabytes in six kilobytes", refused=TOO_LARGE)
def _():
    return xlsx("<row/>" * 1_000_000)


@case("a part larger than it says", refused=BROKEN)
def _():
    return lying_about(xlsx(row(1, text("A1", "x" * 5000))), "xl/worksheets/sheet1.xml", 500)


@case("a billion laughs", refused=HOSTILE)
def _():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return xlsx(**{"xl/worksheets/sheet1.xml": (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + sheet(row(1, "<c r='A1' t='str'><v>&l9;</v></c>")).partition("?>")[2]
    )})


@case("an entity that opens a file", refused=HOSTILE)
def _():
    return xlsx(**{"xl/sharedStrings.xml": (
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&f;</t></si></sst>'
    )})


@case("a document type in UTF-16", refused=HOSTILE)
def _():
    return xlsx(**{"xl/workbook.xml": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>' + workbook().partition("?>")[2]
    ).encode("utf-16")})


@case("an attribute of three megabytes", refused=HOSTILE)
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet("", before=f'<x a="{"> 0123456789" * 270_000}"/>')})


@case("a comment of three megabytes", refused=HOSTILE)
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet("", before=f"<!--{'<c/> 01234567' * 230_000}-->")})


@case("nine million characters that no cell uses", refused="Bảng tính có quá nhiều chữ: tách thành nhiều tệp, mỗi tệp ít dòng hơn.")
def _():
    return zipped(parts(**{"xl/sharedStrings.xml": strings(*["x" * 30_000] * 300)}), zipfile.ZIP_STORED)


@case("one cell of forty thousand characters", refused="Ô A1, trang “Trang 1”, có quá 32.767 ký tự: chia nội dung ra nhiều ô.")
def _():
    return xlsx(row(1, text("A1", "ă" * 40_000)))


@case("a row of 16,384 columns", refused="Trang “Trang 1” có dữ liệu ở ô XFD1, quá 100 cột: xóa cột thừa, hoặc tách thành nhiều trang.")
def _():
    return xlsx(row(1, text("A1", "x"), text("XFD1", "y")))


@case(
    "a cell in the last row",
    refused="Trang “Trang 1” có dữ liệu ở dòng 1.048.576, quá 20.000 dòng: tách thành nhiều tệp, hoặc xóa ô thừa ở cuối trang.",
)
def _():
    return xlsx(row(1, text("A1", "x")) + row(1_048_576, text("A1048576", "y")))


@case("more cells than can be read", refused=TOO_MANY)
def _():
    line = "<c><v>1</v></c>" * 50
    return xlsx("".join(f"<row>{line.replace('1', str(n), 1)}</row>" for n in range(3_100)))


@case("more blank cells than can be read", refused=BLANKS)
def _():
    return zipped(parts(("<row>" + "<c/>" * 900 + "</row>") * 800), zipfile.ZIP_STORED)


@case("1,048,576 rows declared", rows={1: ["x"], 3: [D(3)]})
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet(
        row(1, text("A1", "x")) + row(3, cell("A3", "3")), before='<dimension ref="A1:XFD1048576"/>'
    )})


@case("1,048,576 rows with a border and nothing in them", refused=BLANKS)
def _():
    return zipped(parts(row(1, text("A1", "x")) + "".join(f'<row r="{n}" s="0"/>' for n in range(2, 1_048_577))), level=1)


@case("100,000 rows with a border and nothing in them", rows={1: ["x"]}, as_form=TOO_MANY)
def _():
    return xlsx(row(1, text("A1", "x")) + "".join(f'<row r="{n}" s="0"/>' for n in range(2, 100_001)))


@case(
    "sixty thousand styles", rows={1: ["x"]},
    as_form="Tệp có quá nhiều kiểu định dạng, hình vẽ hoặc ghi chú: chọn lại tệp Excel đã tải về.",
)
def _():
    return xlsx(row(1, text("A1", "x", 59_999)), **{"xl/styles.xml": styles(cells=[(n % 50, 0) for n in range(60_000)])})


@case(
    "a blank cell with a border, far away", rows={1: ["x"]},
    as_form="Trang “Trang 1” có ô ở xa bên ngoài bảng: xóa các dòng và cột thừa, kể cả ô trống đã kẻ khung hoặc tô màu, rồi "
    "lưu lại.",
)
def _():
    return xlsx(row(1, text("A1", "x"), '<c r="XFD1" s="0"/>') + row(20_000, '<c r="A20000" s="0"/>'))


@case("a style whose format is not there", rows={1: [D(1)]}, as_form=BROKEN)
def _():
    return xlsx(row(1, cell("A1", "1", style=1)), **{"xl/styles.xml": styles(cells=((0, 0), (199, 0)))})


@case("a merge over the whole sheet", rows={1: ["Tên", "Tên"], 2: ["Tên", "Tên"]}, as_form=TOO_MANY)
def _():
    rows = row(1, text("A1", "Tên")) + row(2, text("B2", "x"))
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet(rows, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')})


@case("a link over the whole sheet", rows={1: ["x"]}, as_form=TOO_MANY)
def _():
    link = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet(row(1, text("A1", "x")), link)})


@case(
    "thousands of one long formula", count=3000,
    notes=("Trang “Trang 1” có 3.000 ô công thức, đầu tiên là A1: lấy kết quả đã lưu trong tệp.",),
    as_form="Trang “Trang 1” có quá nhiều công thức: dán lại bằng giá trị (Paste Values).",
)
def _():
    long = "+".join(f"A{n}" for n in range(1, 800))
    first = f'<row r="1"><c r="A1"><f t="shared" ref="A1:A3000" si="0">{long}</f><v>1</v></c></row>'
    return xlsx(first + "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, 3001)))


@case("as many cells as can be read", count=16_000)
def _():
    line = "<c t='str'><v>Ủy ban nhân dân Phường 1</v></c><c><v>1234.5</v></c><c t='str'><v>?</v></c><c><v>?</v></c>" * 2
    return xlsx("".join(f"<row>{line.replace('?', str(n))}<c><v>{n}</v></c></row>" for n in range(16_000)))


# ---------------------------------------------------------------- broken inside

for name, rows in (
    ("a sheet that ends in the middle", '<row r="1"><c r="A1"><v>1</v>'),
    ("a string that is not there", row(1, cell("A1", "7", "s"))),
    ("a number that is none", row(1, cell("A1", "12x"))),
    ("a number that is infinite", row(1, cell("A1", "1e999"))),
    ("a type that is none", row(1, cell("A1", "1", "zzz"))),
    ("a style that is none", row(1, cell("A1", "1", style="x"))),
):
    CASES.append(Case(name, "a.xlsx", lambda rows=rows: xlsx(rows), refused=BROKEN))

for name, rows, number in (
    ("a row twice", row(1, cell("A1", "1")) + row(1, cell("A1", "2")), 1),
    ("a cell twice", row(2, cell("A2", "1"), cell("A2", "2")), 2),
    ("a cell of another row", row(3, cell("A13", "1")), 3),
    ("a row numbered zero", row(0, cell("A0", "1")), 0),
):
    CASES.append(Case(
        name, "a.xlsx", lambda rows=rows: xlsx(rows),
        refused=f"Trang “Trang 1” hỏng ở dòng {number}: mở bằng Excel, lưu lại rồi chọn lại.",
    ))


@case("a merge of nonsense", refused=BROKEN)
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet("", '<mergeCells><mergeCell ref="hello"/></mergeCells>')})


@case("an encoding that there is not", refused=BROKEN)
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": sheet("").replace("UTF-8", "UTF-9")})


@case("styles that are no XML", refused=BROKEN)
def _():
    return xlsx(**{"xl/styles.xml": "không phải XML"})


# ---------------------------------------------------------------- values


@case(
    "what openpyxl writes",
    rows={
        1: ["Báo cáo", "Báo cáo", "Báo cáo"],
        3: ["Đơn vị", D("1234.5"), dt.date(2018, 3, 5), None, D("0.875"), "1.234,5", None, True],
        4: [D("0.3"), dt.datetime(2018, 3, 5, 8, 30), "08:30", D("-2"), D(0), D(10) ** 20, "#REF!", "Hai\ndòng"],
    },
    notes=("Trang “Trang 1” có 1 ô công thức, đầu tiên là D3: lấy kết quả đã lưu trong tệp.",),
)
def _():
    book = Workbook()
    page = book.active
    page.title = "Trang 1"
    page["A1"] = "Báo cáo"
    page.merge_cells("A1:C1")
    page["H1"].comment = Comment("Ghi chú", "Cán bộ")
    page.add_data_validation(DataValidation(type="list", formula1='"Có,Không"', sqref="H3:H900"))
    for where, value in {
        "A3": "Đơn vị", "B3": 1234.5, "C3": dt.date(2018, 3, 5), "D3": "=1+1", "E3": 0.875, "F3": "1.234,5", "H3": True,
        "A4": 0.1 + 0.2, "B4": dt.datetime(2018, 3, 5, 8, 30), "C4": dt.time(8, 30), "D4": -2, "E4": -0.0, "F4": 1e20,
        "G4": "#REF!", "H4": "Hai\ndòng",
    }.items():
        page[where] = value
    page["E3"].number_format = "0%"
    return saved(book)


@case("days counted from 1904", rows={1: [dt.date(2018, 3, 5), dt.date(1904, 1, 2)]}, sheets=(("Sheet", False),))
def _():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"], book.active["B1"] = dt.date(2018, 3, 5), dt.date(1904, 1, 2)
    return saved(book)


@case("days at the edge", rows={1: [dt.date(1900, 1, 1), dt.date(1900, 2, 28), "#####", dt.date(1900, 3, 1), "#####", dt.date(9999, 12, 31), "#####"]})
def _():
    serials = ("1", "59", "60", "61", "-1", "2958465", "2958466")
    cells = [cell(f"{letter}1", serial, style=1) for letter, serial in zip("ABCDEFG", serials)]
    return xlsx(row(1, *cells), **{"xl/styles.xml": styles([(164, "dd/mm/yyyy")], cells=((0, 0), (164, 0)))})


@case("formats that only look like days", rows={1: [D(43164), D(43164), D(43164), dt.date(2018, 3, 5), dt.date(2018, 3, 5), "36:00"]})
def _():
    codes = ["0.00", '#,##0 "đồng/ngày dd"', "[Red]0", "[$-42A]d mmmm yyyy;@", "mmm-yy", "[h]:mm"]
    made = styles(list(enumerate(codes, 164)), cells=((0, 0), *((164 + n, 0) for n in range(len(codes)))))
    cells = [cell(f"{letter}1", "43164" if letter < "F" else "1.5", style=n) for n, letter in enumerate("ABCDEF", 1)]
    return xlsx(row(1, *cells), **{"xl/styles.xml": made})


@case("a day in ISO, as the strict form has it", rows={1: [dt.date(2018, 3, 5), dt.datetime(2018, 3, 5, 8, 30)]})
def _():
    return xlsx(row(1, cell("A1", "2018-03-05", "d"), cell("B1", "2018-03-05T08:30:00", "d")))


@case("the strict form of the standard", rows={1: ["Phường 1"]}, as_form=f"Tệp lưu theo dạng Strict Open XML: {AS_XLSX}.")
def _():
    made = parts(row(1, cell("A1", "0", "s")), **{"xl/sharedStrings.xml": strings("Phường 1")})
    return zipped({name: content.replace(MAIN, STRICT) for name, content in made.items()})


@case("names with a prefix", rows={1: ["Phường 1", D(5)]})
def _():
    return xlsx(**{"xl/worksheets/sheet1.xml": (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Phường 1</x:t></x:is></x:c>'
        '<x:c r="B1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )})


@case("cells and rows without their places", rows={1: ["a", "b"], 2: ["c"]})
def _():
    return xlsx('<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c t="str"><v>c</v></c></row>')


@case("text in pieces, with a hint how to say it", rows={1: ["Quận 4", "a\nb", "x < y & z"]})
def _():
    rich = '<si><r><t>Quận</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 4</t></r><rPh sb="0" eb="1"><t>kuan</t></rPh></si>'
    shared = strings("?", "a_x000D_\nb", "x < y & z").replace("<si><t xml:space=\"preserve\">?</t></si>", rich)
    cells = (cell("A1", "0", "s"), cell("B1", "1", "s"), cell("C1", "2", "s"))
    return xlsx(row(1, *cells), **{"xl/sharedStrings.xml": shared})


@case("decomposed Vietnamese, controls, marks nobody sees", rows={1: ["Đặng Thị Ngữ", "AB", "Phường 1"]})
def _():
    return xlsx(row(
        1, text("A1", unicodedata.normalize("NFD", "Đặng Thị Ngữ")), text("B1", "A_x0001_\u200bB"), text("C1", "\ufeff  Phường 1\u00a0 "),
    ))


@case("cells of spaces alone", rows={2: ["x"]})
def _():
    return xlsx(row(1, text("A1", "   "), text("B1", "")) + row(2, text("A2", "x"), text("B2", " ")))


@case(
    "formulas with and without a result", rows={1: [D(3), None, "#DIV/0!", "Quận 4", True]},
    notes=("Trang “Trang 1” có 4 ô công thức, đầu tiên là A1: lấy kết quả đã lưu trong tệp.",),
)
def _():
    return xlsx(row(
        1, cell("A1", "3", formula="1+2"), "<c r='B1'><f>NOW()</f></c>", cell("C1", "#DIV/0!", "e", formula="1/0"),
        cell("D1", "Quận 4", "str", formula='"Quận "&amp;4'), cell("E1", "1", "b", formula="TRUE()"),
    ))


@case(
    "a sheet that is hidden, one that is very hidden", rows={1: ["hiện"]},
    sheets=(("Trang 1", False), ("Ẩn", True), ("Ẩn kỹ", True)),
    notes=("Trang “Ẩn” đang ẩn.", "Trang “Ẩn kỹ” đang ẩn."),
)
def _():
    book = Workbook()
    book.active.title, book.active["A1"] = "Trang 1", "hiện"
    for name, state in (("Ẩn", "hidden"), ("Ẩn kỹ", "veryHidden")):
        page = book.create_sheet(name)
        page.sheet_state, page["A1"] = state, "x"
    return saved(book)


@case("rows that a filter hides", rows={1: ["a"], 2: ["b"]}, notes=("Trang “Trang 1” có 1 dòng đang ẩn: các dòng này vẫn được đọc.",))
def _():
    return xlsx(row(1, text("A1", "a")) + row(2, text("A2", "b"), more=' hidden="1"'))


@case(
    "a sheet that is a chart", rows={1: ["x"]}, as_form="Tệp có trang biểu đồ hoặc quá nhiều trang tính: chọn lại tệp Excel đã tải về.",
)
def _():
    near = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "chartsheets/sheet1.xml"))
    return xlsx(row(1, text("A1", "x")), **{
        "xl/workbook.xml": workbook([("Trang 1", "rId1"), ("Biểu đồ", "rId2")]),
        "xl/_rels/workbook.xml.rels": near, "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>',
    })


@case("links to another workbook", rows={1: [D(5)]}, notes=("Trang “Trang 1” có 1 ô công thức, đầu tiên là A1: lấy kết quả đã lưu trong tệp.",))
def _():
    link = relations(("rId1", "externalLinkPath", "file:///C:/so-lieu.xlsx")).replace("/></", ' TargetMode="External"/></')
    return xlsx(row(1, cell("A1", "5", formula="[1]Sheet1!A1")), **{
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"/></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": link,
    })


@case("xlsx called xls", "a.xls", rows={1: ["x"]})
def _():
    return xlsx(row(1, text("A1", "x")))


@case("xlsx called csv", "a.csv", rows={1: ["x"]})
def _():
    return xlsx(row(1, text("A1", "x")))


# ---------------------------------------------------------------- fonts from before Unicode


@case(
    "fonts of TCVN3 and VNI", sheets=(("Sheet", False),),
    rows={1: ["ỦY BAN NHÂN DÂN QUẬN 4", "Trường Nguyễn Tất Thành", "Ủy ban nhân dân Quận 4"], 2: ["Phường 2", "Cà phê", "AÙo"]},
    notes=(
        "Trang “Sheet” có 3 ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang Unicode; ví dụ A1: “ñy ban nh©n d©n quËn 4” "
        "thành “ỦY BAN NHÂN DÂN QUẬN 4”.",
    ),
)
def _():
    book = Workbook()
    for where, said, font in (
        ("A1", tcvn3("ủy ban nhân dân quận 4"), ".VnTimeH"), ("B1", tcvn3("Trường Nguyễn Tất Thành"), ".VnTime"),
        ("C1", vni("Ủy ban nhân dân Quận 4"), "VNI-Times"), ("A2", "Phường 2", ".VnTime"), ("B2", "Cà phê", "Arial"),
        ("C2", "AÙo", "Arial"),
    ):
        book.active[where] = said
        book.active[where].font = Font(name=font)
    return saved(book)


@case(
    "TCVN3 whose font is lost", rows={1: ["Đơn vị", "Số lượng"], 2: ["Một", "Hỗ trợ"]},
    notes=(
        "Trang “Trang 1” có 4 ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang Unicode; ví dụ A1: “§¬n vÞ” thành “Đơn vị”.",
    ),
)
def _():
    said = [tcvn3(word) for word in ("Đơn vị", "Số lượng", "Một", "Hỗ trợ")]
    return xlsx(row(1, text("A1", said[0]), text("B1", said[1])) + row(2, text("A2", said[2]), text("B2", said[3])))


@case("Unicode in a font of TCVN3", rows={1: ["Phường 1", "Hà"], 2: ["Đặng", "Lê"]})
def _():
    cells = [text("A1", "Phường 1", 1), text("B1", "Hà", 1)], [text("A2", "Đặng", 1), text("B2", "Lê", 1)]
    return xlsx(row(1, *cells[0]) + row(2, *cells[1]), **{"xl/styles.xml": styles(fonts=("Arial", ".VnTime"), cells=((0, 0), (0, 1)))})


@case(
    "one word of a cell in VNI", rows={1: ["Phường 1 (cũ)"]},
    notes=("Trang “Trang 1” có 1 ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang Unicode; ví dụ A1: “Phöôøng 1 (cũ)” thành “Phường 1 (cũ)”.",),
)
def _():
    rich = f'<si><r><rPr><rFont val="VNI-Times"/></rPr><t>{vni("Phường")}</t></r><r><t xml:space="preserve"> 1 (cũ)</t></r></si>'
    return xlsx(row(1, cell("A1", "0", "s")), **{"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{rich}</sst>'})


# ---------------------------------------------------------------- CSV

TABLE = "Mã đơn vị;Tên;Kinh phí\r\nP1;Ủy ban nhân dân Phường 1;1.234,5\r\nGDĐT;Giáo dục và Đào tạo;\r\n"
ROWS = {1: ["Mã đơn vị", "Tên", "Kinh phí"], 2: ["P1", "Ủy ban nhân dân Phường 1", "1.234,5"], 3: ["GDĐT", "Giáo dục và Đào tạo"]}
# TCVN3 has no capitals with a tone.
OLD_TABLE = "Mã đơn vị;Tên;Kinh phí\r\nP1;Văn phòng Phường 1;1.234,5\r\nP2;Giáo dục và Đào tạo;\r\n"
OLD_ROWS = ROWS | {2: ["P1", "Văn phòng Phường 1", "1.234,5"], 3: ["P2", "Giáo dục và Đào tạo"]}
CSV = (("CSV", False),)

for name, content in (
    ("UTF-8", TABLE.encode()),
    ("UTF-8 with a mark", TABLE.encode("utf-8-sig")),
    ("UTF-8, decomposed", unicodedata.normalize("NFD", TABLE).encode()),
    ("UTF-16 with a mark", TABLE.encode("utf-16")),
    ("UTF-16, big end first, with a mark", b"\xfe\xff" + TABLE.encode("utf-16-be")),
    ("UTF-16 without a mark", TABLE.encode("utf-16-le")),
    ("UTF-16, big end first, without a mark", TABLE.encode("utf-16-be")),
    ("UTF-32 with a mark", TABLE.encode("utf-32")),
    ("tabs", TABLE.replace(";", "\t").encode()),
    ("commas, numbers in quotes", TABLE.replace("1.234,5", '"1.234,5"').replace(";", ",").encode()),
    ("line ends of an old Macintosh", TABLE.replace("\r\n", "\r").encode()),
    ("the separator told", ("sep=;\r\n" + TABLE).encode("utf-8-sig")),
):
    CASES.append(Case(f"CSV: {name}", "a.csv", lambda content=content: content, rows=ROWS, sheets=CSV))

for name, content, encoding in (
    ("Windows-1258", windows_1258(TABLE), "Tệp CSV viết bằng bảng mã Windows-1258, đã chuyển sang Unicode."),
    ("TCVN3", tcvn3(OLD_TABLE).encode("latin-1"), ""),
    ("VNI", vni(OLD_TABLE).encode("cp1252"), ""),
):
    said = encoding or (
        f"Trang “CSV” có {5 if name == 'TCVN3' else 4} ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang Unicode; ví dụ A1: "
        f"“{(tcvn3 if name == 'TCVN3' else vni)('Mã đơn vị')}” thành “Mã đơn vị”."
    )
    expected = ROWS if encoding else OLD_ROWS
    CASES.append(Case(f"CSV: {name}", "a.csv", lambda content=content: content, rows=expected, sheets=CSV, notes=(said,)))

for name, content, said in (
    ("cut in the middle of a letter", TABLE.encode().partition("ờ".encode())[0] + b"\xe1\xbb", None),
    ("UTF-16 cut in half", TABLE.encode("utf-16")[:-1], f"Tệp CSV ghi là UTF-16 nhưng có chỗ hỏng hoặc bị cắt cụt: {AS_CSV}."),
    ("blanks alone", b"\n\n ;\n", "Tệp CSV không có dòng nào: chọn lại tệp."),
    (
        "French", "Échéance;Prévu\nDécembre;Réalisé à côté\n".encode("cp1252"),
        f"Không nhận ra bảng mã tiếng Việt của tệp CSV, có thể tệp dùng bảng mã cũ (VISCII, VPS): {AS_CSV}.",
    ),
    (
        "a quote that never ends", 'Mã;Tên\nP1;"Phường 1\nP2;Phường 2\n'.encode(),
        f"Tệp CSV sai dấu ngoặc kép từ dòng 2: dấu mở không có dấu đóng, hoặc có chữ sau dấu đóng; {AS_CSV}.",
    ),
    (
        "a line of forty thousand characters", ("Mã;Tên\nP1;" + "x" * 40_000).encode(),
        "Ô B2 của tệp CSV có quá 32.767 ký tự: chia nội dung ra nhiều ô.",
    ),
    (
        "a line of 200,000 characters", b"a;" + b"x" * 200_000,
        f"Tệp CSV có ô quá 32.767 ký tự ở dòng 1: có thể thiếu dấu ngoặc kép đóng; {AS_CSV}.",
    ),
    ("200 columns", b";".join([b"x"] * 200), "Dòng 1 của tệp CSV có quá 100 cột: bỏ cột thừa rồi chọn lại."),
    ("30,000 rows", b"a;b\n" * 30_000, "Tệp CSV có quá 20.000 dòng: tách thành nhiều tệp."),
    ("20,000 rows of 100 columns", (b"1;" * 99 + b"1\n") * 19_000, TOO_MANY),
):
    said = said or f"Tệp CSV (UTF-8) có chỗ bị hỏng hoặc cắt cụt ở byte 58: {AS_CSV}."
    CASES.append(Case(f"CSV: {name}", "a.csv", lambda content=content: content, refused=said))


@case(
    "CSV: quotes, separators and line ends inside", "a.csv", sheets=CSV,
    rows={1: ["Tên; mã", "Ghi chú"], 2: ['Tổ "A"', "dòng 1\ndòng 2"], 4: ["007", "=1+1"]},
)
def _():
    return '"Tên; mã";Ghi chú\n"Tổ ""A""";"dòng 1\r\ndòng 2"\n\n="007";=1+1\n'.encode()


@case("CSV: one column", "tên.TXT", sheets=CSV, rows={1: ["Tên"], 2: ["Phường 1"]})
def _():
    return "Tên\nPhường 1\n".encode()


# ---------------------------------------------------------------- LibreOffice


def kept(name):
    return lambda: (LIBREOFFICE / name).read_bytes()


_TITLES = ["ỦY BAN NHÂN DÂN QUẬN 4"] * 6, ["Kinh phí khoa học và công nghệ năm 2018"] * 6
CASES += [
    Case(
        "LibreOffice: a table", "a.xlsx", kept("table.xlsx"), sheets=(("Số liệu", False), ("Danh mục", True)),
        rows={
            1: _TITLES[0], 2: _TITLES[1],
            4: ["STT", "Mã đơn vị", "Kinh phí (triệu đồng)", "Kinh phí (triệu đồng)", "Ngày cấp", "Tỷ lệ"],
            5: ["STT", "Mã đơn vị", "Dự kiến", "Được cấp", "Ngày cấp", "Tỷ lệ"],
            6: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            7: [D(1), "P1", D("1234.5"), D(1000), dt.date(2018, 3, 5), D("0.875")],
            8: [D(2), "P2", D("0.3"), D("0.1"), dt.date(2018, 12, 31), D(1)],
            9: [D(3), "GDĐT", D(20), None, "05/03/2018"],
            10: [None, "Tổng cộng", D("1254.8"), "#DIV/0!", dt.datetime(2018, 3, 5, 8, 30), True],
        },
        notes=(
            "Trang “Số liệu” có 1 dòng đang ẩn: các dòng này vẫn được đọc.",
            "Trang “Số liệu” có 2 ô công thức, đầu tiên là C10: lấy kết quả đã lưu trong tệp.",
            "Trang “Danh mục” đang ẩn.",
        ),
    ),
    Case(
        "LibreOffice: legacy fonts", "a.xlsx", kept("legacy-fonts.xlsx"), sheets=(("Sheet1", False),),
        rows={
            1: ["UỶ BAN NHÂN DÂN QUẬN 4"], 2: ["Tên đơn vị"], 3: ["Phường 1"], 4: ["Lê Văn Tám"],
            5: ["Ủy ban nhân dân Quận 4"], 6: ["Phường 2"], 7: ["Times thường"],
        },
        notes=(
            "Trang “Sheet1” có 5 ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang Unicode; ví dụ A1: “uû ban nh©n d©n "
            "quËn 4” thành “UỶ BAN NHÂN DÂN QUẬN 4”.",
        ),
    ),
    Case(
        "LibreOffice: days from 1904", "a.xlsx", kept("days-of-1904.xlsx"), rows={1: [dt.date(2018, 3, 5)]},
        sheets=(("Sheet", False),),
    ),
    Case(
        "LibreOffice: CSV in UTF-16", "a.csv", kept("utf16.csv"), sheets=CSV,
        rows={
            1: ["Mã đơn vị", "Tên", "Số lượng"], 2: ["P1", "Ủy ban nhân dân Phường 1", "1234.5"],
            3: ["P2", "Đặng Thị “Ngữ”; nhóm\nhai", "3"],
        },
    ),
    Case("LibreOffice: CSV that lost its tones", "a.csv", kept("cut-to-1258.csv"), refused=NO_SHEET),
    Case("LibreOffice: xls", "a.xls", kept("plain.xls"), refused=XLS),
    Case(
        "LibreOffice: ods", "a.ods", kept("plain.ods"),
        refused="Tệp là bảng tính OpenDocument (.ods): mở bằng LibreOffice hoặc Excel, lưu dưới dạng “Excel Workbook "
        "(*.xlsx)”, rồi chọn tệp .xlsx đó.",
    ),
    Case(
        "LibreOffice: HTML called xls", "a.xls", kept("plain.html"),
        refused=f"Tệp là trang web (HTML) mang tên bảng tính, phần mềm xuất ra nó thường đặt đuôi .xls: {AS_XLSX}.",
    ),
]
