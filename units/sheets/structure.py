"""Where in a workbook's package its sheets, strings and styles stand."""

import posixpath
from dataclasses import dataclass

from units.sheets.book import Unreadable
from units.sheets.package import BROKEN, Package, named, new_parser
from units.vietnamese import clean_text

_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_MAX_SHEETS = 200


@dataclass(frozen=True)
class SheetPlace:
    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class Layout:
    workbook: str
    sheets: tuple[SheetPlace, ...]
    strings: str  # "" where there are none
    styles: str
    is_1904: bool


@dataclass(frozen=True)
class Relation:
    id: str
    kind: str  # the last word of its type: "worksheet"
    target: str  # a part's name; an address where it leads outside
    is_outside: bool


def relations(package: Package, part: str) -> list[Relation]:
    """What a part refers to; of the package itself for "". Raises Unreadable."""
    folder, name = posixpath.split(part)
    holder = posixpath.join(folder, "_rels", name + ".rels")
    if holder not in package:
        return []
    found = []

    def start(element, attributes):
        if element == _RELATION:
            target = attributes.get("Target", "")
            is_outside = attributes.get("TargetMode") == "External"
            if not is_outside:
                inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(inside)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(Relation(attributes.get("Id", ""), kind, target, is_outside))

    parser = new_parser()
    parser.StartElementHandler = start
    package.parse(holder, parser)
    return found


_ELEMENTS = named("sheet", "workbookPr")


def layout(package: Package) -> Layout:
    """Raises Unreadable."""
    workbook = next((row.target for row in relations(package, "") if row.kind == "officeDocument"), "xl/workbook.xml")
    near = relations(package, workbook)
    by_id = {row.id: row for row in near}
    by_kind = {row.kind: row.target for row in near if row.target in package}
    sheets, is_1904 = [], False

    def start(name, attributes):
        nonlocal is_1904
        element = _ELEMENTS.get(name)
        if element == "workbookPr":
            is_1904 = attributes.get("date1904") in ("1", "true")
        elif element == "sheet":
            relation = by_id.get(next((attributes[key] for key in _ID if key in attributes), ""))
            # A sheet that is one chart holds no rows.
            if relation is not None and relation.kind == "worksheet":
                title = clean_text(attributes.get("name", "")).strip() or f"Trang {len(sheets) + 1}"
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPlace(title, relation.target, hidden))

    parser = new_parser()
    parser.StartElementHandler = start
    package.parse(workbook, parser)
    if not sheets:
        raise Unreadable("Tệp không có trang tính nào: chọn lại tệp.")
    if len(sheets) > _MAX_SHEETS or len({sheet.part for sheet in sheets}) < len(sheets):
        raise Unreadable(BROKEN)
    return Layout(workbook, tuple(sheets), by_kind.get("sharedStrings", ""), by_kind.get("styles", ""), is_1904)
