"""What a file is, told by its content: never by its name, which anybody can change."""

import re

from units.sheets.book import MAX_BYTES, Unreadable

AS_XLSX = (
    "mở bằng Excel, chọn Tệp > Lưu dưới dạng (File > Save As), kiểu “Excel Workbook (*.xlsx)”, "
    "rồi chọn tệp .xlsx đó"
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_HTML = re.compile(rb"<(!doctype html|html|head|body|table|meta)\b", re.I)


def workbook_or_text(content: bytes) -> str:
    """`"zip"` for what may be a workbook, `"text"` for what may be CSV. Raises Unreadable for everything else."""
    if not content:
        raise Unreadable("Tệp rỗng: chọn lại tệp.")
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1048576:.1f}".replace(".", ",")
        raise Unreadable(f"Tệp nặng {size} MB, quá 10 MB: bỏ bớt hình ảnh, trang không cần, hoặc tách thành nhiều tệp.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    _refuse_binary(content)
    _refuse_markup(content)
    return "text"


def _refuse_binary(content):
    if content.startswith(_OLE):
        raise Unreadable(_ole(content))
    if content.startswith(_BARE_BIFF):
        raise Unreadable(f"Tệp là bảng tính Excel kiểu cũ (.xls): {AS_XLSX}.")
    if b"%PDF-" in content[:1024]:
        raise Unreadable("Tệp là PDF, không đọc được số liệu: chọn bảng tính gốc (.xlsx) đã dùng để in ra tệp này.")
    if content.startswith(_PICTURES):
        raise Unreadable("Tệp là hình ảnh, không phải bảng tính: nhập số liệu vào bảng tính .xlsx rồi chọn tệp đó.")
    if content.startswith(_ARCHIVES):
        raise Unreadable("Tệp là tệp nén: giải nén rồi chọn từng tệp .xlsx hoặc .csv bên trong.")
    if content.startswith(b"{\\rtf"):
        raise Unreadable("Tệp là văn bản Word (.rtf): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó.")


def _ole(content) -> str:
    # The names of an OLE file's streams stand in its directory in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "Tệp được đặt mật khẩu mở: mở bằng Excel, vào Tệp > Thông tin > Bảo vệ sổ làm việc (File > Info > "
            "Protect Workbook > Encrypt with Password), xóa mật khẩu, lưu rồi chọn lại."
        )
    if "WordDocument".encode("utf-16-le") in content:
        return "Tệp là văn bản Word (.doc): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó."
    if any(name.encode("utf-16-le") in content for name in ("Workbook\0", "Book\0")):
        return f"Tệp là bảng tính Excel kiểu cũ (.xls): {AS_XLSX}."
    return f"Tệp là tệp Office kiểu cũ, không phải bảng tính .xlsx: {AS_XLSX}."


def _refuse_markup(content):
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:64]:
        start = start.replace(b"\0", b"")  # UTF-16: its Latin letters are enough to tell
    start = start.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if not start.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Unreadable(f"Tệp là bảng tính XML 2003, không phải .xlsx: {AS_XLSX}.")
    if _HTML.search(start):
        raise Unreadable(
            "Tệp là trang web (HTML) mang tên bảng tính, phần mềm xuất ra nó thường đặt đuôi .xls: " + AS_XLSX + "."
        )
    raise Unreadable(f"Tệp là XML, không phải bảng tính .xlsx: {AS_XLSX}.")
