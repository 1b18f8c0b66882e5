"""Units and the people in charge of them, as sheets bring them in and take them out."""

from units.importing.columns import Choice, Code, Column, Day, Text, Whole, YesNo
from units.importing.resource import Row, SheetResource
from units.models import Unit
from units.vietnamese import format_date

NAME, SHORT, CODE = (Unit._meta.get_field(name).max_length for name in ("name", "short_name", "code"))


def of_administrator(user) -> bool:
    return user.access.is_administrator


class UnitResource(SheetResource):
    """Schools are left out: their level and whom they answer to stand on the registry's own page."""

    slug, subject = "don-vi", "Đơn vị"
    lede = "Một dòng một đơn vị, nhận ra bằng mã. Mã đã dùng thì không bao giờ là của đơn vị khác."
    key = ("code",)

    code = Column("code", "Mã", Code(CODE), aliases=("Mã đơn vị",), required=True, example="P1", hint="Duy nhất.")
    name = Column(
        "name", "Tên đầy đủ", Text(NAME), aliases=("Tên đơn vị", "Đơn vị"), required=True,
        example="Ủy ban nhân dân Phường 1",
    )  # fmt: skip
    short_name = Column("short_name", "Tên ngắn", Text(SHORT), aliases=("Tên gọi",), example="Phường 1",
                        hint="Để trống: như tên đầy đủ.")  # fmt: skip
    kind = Column("kind", "Loại", Choice([pair for pair in Unit.Kind.choices if pair[0] != Unit.Kind.SCHOOL]),
                  aliases=("Loại đơn vị",), required=True, example="phường")  # fmt: skip
    group = Column("group", "Khối thi đua", Choice(Unit.Group.choices), aliases=("Khối",), example="phường",
                   hint="Để trống: theo loại.")  # fmt: skip
    ref = Column("ref", "Mục trong Kế hoạch", Text(20), aliases=("Mục",), example="IV.11")
    is_state_body = Column("is_state_body", "Cơ quan nhà nước", YesNo(), aliases=("Cơ quan, đơn vị nhà nước",),
                           example="có")  # fmt: skip
    files_reports = Column("files_reports", "Phải gửi báo cáo", YesNo(), aliases=("Gửi báo cáo",), example="có")
    has_head_step = Column("has_head_step", "Lãnh đạo duyệt", YesNo(), aliases=("Lãnh đạo duyệt trước khi gửi",),
                           example="có")  # fmt: skip
    authority = Column("authority", "Quyết định ủy quyền", Text(200), aliases=("Ủy quyền",))
    valid_from = Column("valid_from", "Từ ngày", Day(), aliases=("Hoạt động từ ngày", "Ngày thành lập"), required=True,
                        example="19/12/2016")  # fmt: skip
    valid_to = Column("valid_to", "Đến ngày", Day(), aliases=("Hoạt động đến ngày", "Ngày giải thể"))
    is_active = Column("is_active", "Đang hoạt động", YesNo(), example="có")
    order = Column("order", "Thứ tự", Whole(0, 30_000), aliases=("Thứ tự sắp xếp",), example="10")

    class Meta(SheetResource.Meta):
        model = Unit
        import_id_fields = ("code",)

    may_import = staticmethod(of_administrator)

    # Groups by what a unit is, where the sheet says none.
    _GROUPS = {
        Unit.Kind.WARD: Unit.Group.WARD, Unit.Kind.DEPARTMENT: Unit.Group.OFFICE, Unit.Kind.OFFICE: Unit.Group.OFFICE,
        Unit.Kind.MASS: Unit.Group.MASS, Unit.Kind.PUBLIC: Unit.Group.PUBLIC,
    }  # fmt: skip

    def stored(self, rows):
        return Unit.objects.order_by("group", "order", "sort_key", "code")

    def visible(self):
        return self.stored([]).exclude(kind=Unit.Kind.SCHOOL)

    def compare(self, rows):
        for row in rows:
            if row.value("short_name") == "":
                row.values["short_name"] = (row.value("name") or "")[:SHORT]
            if row.value("group") == "":
                row.values["group"] = self._GROUPS.get(row.value("kind"), Unit.Group.OTHER)
            if "order" in row.values and row.values["order"] is None:
                del row.values["order"]
        super().compare(rows)

    def check(self, row: Row):
        if row.instance is not None and row.instance.kind == Unit.Kind.SCHOOL:
            row.wrong("code", "Mã này là của một trường: sửa ở trang Trường của sổ theo dõi.")
        since, until = row.full("valid_from"), row.full("valid_to")
        if until and until < since:
            row.wrong("valid_to", f"Ngày {format_date(until)} trước ngày bắt đầu; sửa một trong hai ngày.")

    def new_values(self, row):
        name = row.value("name") or ""
        return {"short_name": name[:SHORT], "group": self._GROUPS.get(row.value("kind"), Unit.Group.OTHER)}

    def finish(self, row):
        one = row.instance
        if row.state == "new" or {"name", "short_name"} & row.changes.keys():
            before = one.folded, one.sort_key
            one.fold()
            if row.state != "new":
                row.before |= {
                    name: was for name, was in zip(("folded", "sort_key"), before) if was != getattr(one, name)
                }
