"""Organisations, as sheets bring them in and take them out."""

import re

from initiatives import organisations
from initiatives.models import Organisation
from units.importing.columns import Choice, Column, Optional, Text, UnitKey
from units.importing.resource import CHANGED, NEW, Row, SheetResource
from units.models import Unit
from units.moves import Refused
from units.vietnamese import fold

Sector = Organisation.Sector


def of_office(user) -> bool:
    return user.access.is_reviewer


def _key(text: str, letters: str) -> str:
    """"TC-12" as it is written, "" for nothing. Raises ValueError."""
    if text and not re.fullmatch(rf"{letters}-[1-9]\d{{0,8}}", text.upper(), re.ASCII):
        raise ValueError(f"“{text[:20]}” không phải mã: để trống với dòng mới, hoặc ghi như {letters}-12.")
    return text.upper()


class Key(Text):
    """The number by which the portal knows a row: blank for a new one."""

    def __init__(self, letters):
        self.letters = letters
        super().__init__(12)

    def read(self, text):
        return int(_key(text, self.letters).partition("-")[2]) if text else None

    def render(self, value, obj=None, **kwargs):
        return f"{self.letters}-{value}" if value else ""


class OrganisationResource(SheetResource):
    """Known by the portal's number, by tax code, or by a name that one alone bears, as the registry's form finds it."""

    slug, subject = "to-chuc", "Tổ chức, doanh nghiệp"
    lede = "Một dòng một tổ chức. Mã số thuế nhận ra tổ chức đã có; không có mã số thuế thì theo tên."
    key = ("code",)

    code = Column("pk", "Mã trên cổng", Key("TC"), aliases=("Mã tổ chức",), hint="Để trống với tổ chức mới.")
    name = Column("name", "Tên", Text(organisations.NAME_LIMIT), required=True, example="Công ty TNHH May Thử",
                  aliases=("Tên tổ chức", "Tên doanh nghiệp", "Tên đơn vị", "Tên cơ sở"))  # fmt: skip
    tax_code = Column("tax_code", "Mã số thuế", Optional(20, organisations.read_tax_code), aliases=("MST",),
                      example="0301234567")  # fmt: skip
    sector = Column("sector", "Ngành nghề", Choice(Sector.choices, Sector.OTHER), example="Da giày",
                    aliases=("Ngành", "Lĩnh vực"), hint="Để trống: ngành khác.")  # fmt: skip
    ward = Column("ward_id", "Phường", UnitKey(), aliases=("Mã phường",), example="P1")
    address = Column("address", "Địa chỉ", Text(organisations.ADDRESS_LIMIT))

    class Meta(SheetResource.Meta):
        model = Organisation
        import_id_fields = ("code", "tax_code", "name")

    may_import = staticmethod(of_office)

    def stored(self, rows):
        return Organisation.objects.order_by("sort_key", "pk")

    def visible(self):
        return self.stored([]).filter(merged_into=None)

    def find(self, rows, *, hold=False):
        self.known = organisations.Known()
        seen = {}
        for row in rows:
            one = self._find(row)
            key = one.pk if one else (row.value("tax_code") or fold(row.value("name") or ""))
            if key and key in seen:
                row.wrong("name", f"Trùng với dòng {seen[key]}: bỏ bớt một dòng, hoặc ghi mã số thuế để phân biệt.")
            seen.setdefault(key, row.number)
            row.instance = one
        if hold:
            keys = [row.instance.pk for row in rows if row.instance]
            held = Organisation.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).in_bulk()
            for row in rows:
                row.instance = row.instance and held.get(row.instance.pk)

    def _find(self, row):
        if key := row.value("code"):
            one = self.known.rows.get(key)
            if one is None:
                row.wrong("code", f"Không có tổ chức nào mang mã TC-{key}: để trống nếu là tổ chức mới.")
            elif one.merged_into:
                row.wrong("code", f"Tổ chức này đã gộp vào “{one.merged_into.name}” (TC-{one.merged_into_id}).")
                return None
            return one
        typed = organisations.Row(row.number, row.value("name") or "", row.value("tax_code") or "")
        try:
            return self.known.find(typed) if typed.name else None
        except Refused:
            for text in typed.errors.values():
                row.wrong("tax_code", text)
            return None

    def compare(self, rows):
        for row in rows:
            # What is known stays where the sheet says nothing of it; a name by which it was found is the one it has.
            if row.instance is not None and not row.value("code"):
                for name in ("tax_code", "ward", "address"):
                    if row.values.get(name) in (None, ""):
                        row.values.pop(name, None)
                if row.value("sector") == Sector.OTHER:
                    row.values.pop("sector")
                if fold(row.value("name") or "") == fold(row.instance.name):
                    row.values["name"] = row.instance.name
                taken = self.known.of_tax(row.value("tax_code") or "")
                if taken is not None and taken.merged_into_id == row.instance.pk:
                    row.values.pop("tax_code")
        super().compare(rows)

    def check_all(self, rows):
        given: dict[str, int] = {}
        for row in rows:
            if tax := row.value("tax_code"):
                if tax in given:
                    row.wrong("tax_code", f"Mã số thuế này đã ghi ở dòng {given[tax]}: sửa một trong hai dòng.")
                given.setdefault(tax, row.number)

    def check(self, row):
        tax = row.value("tax_code")
        taken = self.known.of_tax(tax) if tax else None
        if taken is not None and taken != row.instance and (row.state == NEW or "tax_code" in row.changes):
            row.wrong("tax_code", f"Mã số thuế này đã ghi cho “{taken.name}”; sửa lại, hoặc gộp hai tổ chức.")
        ward = row.value("ward")
        if ward and self.units.rows[ward].kind != Unit.Kind.WARD:
            row.wrong("ward", f"“{self.units.rows[ward].name}” không phải phường.")

    def new_values(self, row):
        return {"sector": Sector.OTHER, "recorded_at": self.at}

    unwritten = frozenset({"code"})

    def finish(self, row):
        fold_again(row, {"name", "tax_code"})

    def name_of(self, row):
        return row.value("name") or ""


def fold_again(row: Row, columns: set) -> None:
    """Shadow columns of a row whose words changed."""
    one = row.instance
    if row.state == NEW or columns & row.changes.keys():
        before = {name: getattr(one, name) for name in ("folded", "sort_key")}
        one.fold()
        if row.state == CHANGED:
            row.before |= {name: was for name, was in before.items() if was != getattr(one, name)}
