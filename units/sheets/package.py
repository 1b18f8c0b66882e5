"""The zip that a workbook is: looked over before anything in it is unpacked, and unpacked within bounds."""

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from units.sheets.book import Unreadable
from units.sheets.kinds import AS_XLSX

MAX_PARTS = 2_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 300, 4 * 1024 * 1024  # a part this large that packs this well is made, not typed
MAX_TAGS = 700_000  # of all XML that is parsed: what two seconds can read

BROKEN = "Tệp hỏng hoặc chưa tải lên hết: mở bằng Excel xem còn mở được không, lưu lại rồi chọn lại."
_HOSTILE = f"Tệp không phải do Excel hay LibreOffice lưu ra: {AS_XLSX}."
_SAFE_NAME = re.compile(r"[^\\:\x00-\x1f]+")
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT)
_CHUNK = 64 * 1024
_MAX_TOKEN = 1024 * 1024  # bytes of one tag with its attributes


class Package:
    """Parts of a workbook by name. Raises Unreadable where the zip or a part is not what Excel would write."""

    def __init__(self, content: bytes, *, most_unpacked: int = MAX_UNPACKED, most_tags: int = MAX_TAGS):
        self._tags, self._most_tags = 0, most_tags
        # Each entry costs memory as soon as the directory is read, so they are counted before.
        if content.count(b"PK\x01\x02") > MAX_PARTS:
            raise Unreadable(_HOSTILE)
        with _told():
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        parts = self._archive.infolist()
        self.parts = {part.filename: part for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("Tệp nén có mật khẩu: bỏ mật khẩu, lưu thành .xlsx rồi chọn lại.")
        self._refuse_other_types()
        if len({part.filename.casefold() for part in parts}) != len(parts) or not all(map(_is_plain, parts)):
            raise Unreadable(_HOSTILE)
        unpacked = sum(part.file_size for part in parts)
        if unpacked > most_unpacked or any(
            part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
        ):
            raise Unreadable(
                "Tệp khi mở ra quá lớn: xóa hình ảnh, các dòng và cột trống đã kẻ khung hoặc tô màu, rồi lưu lại."
            )

    def _refuse_other_types(self):
        names = self.parts
        if "xl/workbook.bin" in names:
            raise Unreadable(f"Tệp là bảng tính nhị phân (.xlsb): {AS_XLSX}.")
        if any(name.casefold().endswith("vbaproject.bin") for name in names):
            raise Unreadable(_macro())
        if "mimetype" in names:
            raise Unreadable(self._open_document())
        if "[Content_Types].xml" not in names:
            raise Unreadable("Tệp là tệp nén (.zip), không phải bảng tính: giải nén rồi chọn từng tệp .xlsx bên trong.")
        if any(name.startswith("word/") for name in names):
            raise Unreadable("Tệp là văn bản Word (.docx): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó.")
        if any(name.startswith("ppt/") for name in names):
            raise Unreadable("Tệp là bài trình chiếu (.pptx): chép bảng sang Excel, lưu thành .xlsx rồi chọn tệp đó.")
        types = self.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Unreadable(_macro())
        if b"spreadsheetml" not in types:
            raise Unreadable(_HOSTILE)

    def _open_document(self):
        kind = self.read("mimetype", 200)
        if b"spreadsheet" in kind:
            return (
                "Tệp là bảng tính OpenDocument (.ods): mở bằng LibreOffice hoặc Excel, lưu dưới dạng "
                "“Excel Workbook (*.xlsx)”, rồi chọn tệp .xlsx đó."
            )
        return "Tệp là văn bản OpenDocument, không phải bảng tính: chép bảng sang Excel, lưu thành .xlsx."

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str, limit: int = 4 * 1024 * 1024) -> bytes:
        """A small part, whole. Raises Unreadable if it is not there or longer than ``limit`` bytes."""
        with _told():
            if name not in self.parts:
                raise Unreadable(BROKEN)
            if self.parts[name].file_size > limit:
                raise Unreadable(_HOSTILE)
            return self._archive.read(name)

    def is_xml(self, name: str) -> bool:
        """Does a part begin as XML begins, whatever its name?"""
        with _told(), self._archive.open(name) as part:
            start = part.read(64)
        return start.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or start.strip(b"\0 \t\r\n")[:1] == b"<"

    def parse(self, name: str, parser) -> int:
        """Feed a part to an expat parser, piece by piece. A document type is refused: entities are how a few bytes of
        XML become gigabytes, and no spreadsheet has one. Returns how many tags it had."""
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if name not in self.parts:
            raise Unreadable(BROKEN)
        with _told():
            # Counting is nothing beside parsing: what is too much is refused before.
            before = self._tags
            with self._archive.open(name) as part:
                while piece := part.read(_CHUNK):
                    self._take(piece.count(b"<"))
            with self._archive.open(name) as part:
                fed = 0
                while piece := part.read(_CHUNK):
                    parser.Parse(piece, False)
                    fed += len(piece)
                    # The parser keeps an unfinished tag or comment and looks at it anew with every piece.
                    if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                        raise Unreadable(_HOSTILE)
            parser.Parse(b"", True)
        return self._tags - before

    def _take(self, tags):
        self._tags += tags
        if self._tags > self._most_tags:
            raise Unreadable(
                "Bảng tính có quá nhiều ô: xóa các dòng và cột trống đã kẻ khung hoặc tô màu, "
                "hoặc tách thành nhiều tệp."
            )


def new_parser():
    """One that names an element `namespace name`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    return parser


def named(*elements: str) -> dict[str, str]:
    """Local names by the names that the parser gives, in the transitional and in the strict form of the standard."""
    return {f"{space} {element}": element for space in _MAIN for element in elements}


def _macro():
    return f"Tệp có macro (.xlsm), vì an toàn không được nhận: {AS_XLSX}; macro sẽ được bỏ đi, số liệu còn nguyên."


def _is_plain(part) -> bool:
    name = part.filename
    return (
        _SAFE_NAME.fullmatch(name) is not None
        and not name.startswith("/")
        and ".." not in name.split("/")
        and part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _refuse_doctype(*_):
    raise Unreadable(_HOSTILE)


@contextmanager
def _told():
    """What a broken zip or broken XML raises, in words."""
    try:
        yield
    # RuntimeError: zipfile, of a part that is encrypted or packed in an unknown way. LookupError: expat, of an encoding
    # that there is not. ValueError: a number that is none.
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, LookupError, ValueError):
        raise Unreadable(BROKEN) from None
