"""Units and the people in charge of them, as sheets bring them in and take them out."""

from functools import partial

from django.db import transaction

from units import accounts, assignments, audit
from units.importing.columns import Choice, Code, Column, Day, Text, UnitKey, Whole, YesNo
from units.importing.resource import NEW, Row, SheetResource
from units.models import Membership, Unit, User
from units.roles import Role
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
        return Unit.objects.all()

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

    def name_of(self, row):
        return f"{row.value('code')} {row.value('name') or ''}".strip()

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


class PersonResource(SheetResource):
    """A naming a row. Who has no account gets one, and a link to choose a password, as when named on the page.

    Of an account that is there a sheet changes nothing: its person and the administration do.
    """

    slug, subject = "nhan-su", "Nhân sự"
    lede = (
        "Một dòng một phân công: ai, đơn vị nào, vai trò gì, từ ngày nào. Người chưa có tài khoản nhận thư có đường "
        "dẫn để tự đặt mật khẩu; bảng không bao giờ chứa mật khẩu."
    )
    key = ("username", "unit", "role", "valid_from")

    full_name = Column("user_id", "Họ và tên", Text(accounts.NAME_LIMIT), aliases=("Họ tên", "Cán bộ"), required=True,
                       example="Lê Thị Thử")  # fmt: skip
    email = Column("user_id", "Thư điện tử", Text(254), aliases=("Email", "Địa chỉ thư"),
                   example="thu.le@quan4.example")  # fmt: skip
    username = Column("user_id", "Tên đăng nhập", Text(150), aliases=("Tài khoản",), example="p1.canbo2",
                      hint="Để trống: tìm theo thư điện tử; chưa có thì cổng đặt theo mã đơn vị.")  # fmt: skip
    unit = Column("unit_id", "Đơn vị", UnitKey(), aliases=("Mã đơn vị",), dated_by="valid_from", example="P1")
    role = Column("role", "Vai trò", Choice(Role.choices), aliases=("Nhiệm vụ",), required=True,
                  example=Role.REPORTER.label)  # fmt: skip
    valid_from = Column("valid_from", "Từ ngày", Day(), aliases=("Phân công từ ngày",), required=True,
                        example="01/03/2018")  # fmt: skip
    valid_to = Column("valid_to", "Đến ngày", Day(), aliases=("Phân công đến ngày",))
    decision = Column("decision", "Quyết định phân công", Text(assignments.DECISION_LIMIT),
                      aliases=("Quyết định", "Văn bản phân công"), example="Quyết định số 12/QĐ-UBND")  # fmt: skip

    class Meta(SheetResource.Meta):
        model = Membership
        import_id_fields = ("username", "unit", "role", "valid_from")

    may_import = staticmethod(of_administrator)
    unwritten = frozenset({"full_name", "email", "username"})

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.known = accounts.Known()
        self.users = {user.username.lower(): user for user in User.objects.order_by("pk")}
        self.by_email: dict[str, list[User]] = {}
        for user in self.users.values():
            if user.email:
                self.by_email.setdefault(user.email.lower(), []).append(user)
        self.newcomers: dict[str, accounts.Newcomer] = {}  # by address

    def stored(self, rows):
        return Membership.objects.select_related("user").order_by("user__username", "valid_from", "pk")

    def stored_key(self, one):
        return one.user.username.lower(), one.unit_id, one.role, one.valid_from

    def key_of(self, row):
        """Settles who is meant: an account that is there, or a newcomer of this sheet."""
        if any(name in ("username", "email", "full_name", "unit", "role", "valid_from") for name, _ in row.errors):
            return None
        user = self._account(row)
        if user is None and not row.errors:
            self._newcomer(row)
        row.extra["user"] = user
        username = user.username if user else row.extra["newcomer"].username if "newcomer" in row.extra else None
        if username is None:
            return None
        return username.lower(), row.value("unit"), row.value("role"), row.value("valid_from")

    def _account(self, row):
        username, email = row.value("username") or "", row.value("email") or ""
        user = self.users.get(username.lower()) if username else None
        if user is None and email and not username:
            held = self.by_email.get(email.lower(), [])
            if len(held) > 1:
                names = ", ".join(one.username for one in held)
                row.wrong("email", f"Nhiều tài khoản có địa chỉ này ({names}): ghi tên đăng nhập.")
            user = held[0] if len(held) == 1 else None
        if user is not None and row.value("full_name") and user.full_name != row.value("full_name"):
            row.notes.append(f"Tài khoản {user.username} mang tên “{user.full_name}”; họ tên trên cổng giữ nguyên.")
        return user

    def _newcomer(self, row):
        email = row.value("email") or ""
        one = self.newcomers.get(email.lower())
        if one is None:
            unit = self.units.rows.get(row.value("unit"))
            username = row.value("username") or self.known.propose(unit, row.value("role"))
            one = accounts.Newcomer(row.value("full_name") or "", email, username)
            for anchor, text in accounts.problems(one, self.known):
                row.wrong({"new_username": "username"}.get(anchor, anchor), text)
            if row.errors:
                return
            self.known.take(one)
            self.newcomers[email.lower()] = one
        row.extra["newcomer"] = one
        row.notes.append(f"Tài khoản mới: {one.username}, thư đặt mật khẩu gửi đến {one.email}.")

    def find(self, rows, *, hold=False):
        super().find(rows, hold=hold)
        self.held: dict[tuple, list[tuple]] = {}
        for one in Membership.objects.order_by("valid_from"):
            self.held.setdefault((one.user_id, one.unit_id, one.role), []).append((one.valid_from, one.valid_to))

    @property
    def read_only(self):
        return frozenset({*self.key, "full_name", "email"})

    def check(self, row):
        since, until = row.value("valid_from"), row.full("valid_to")
        if until and until < since:
            row.wrong("valid_to", f"Ngày {format_date(until)} trước ngày bắt đầu; sửa một trong hai ngày.")
        unit, role = self.units.rows.get(row.value("unit")), row.value("role")
        if row.state != NEW:
            return
        if role in assignments.IN_CHARGE and unit is None:
            row.wrong("unit", f"{Role(role).label} thì phải ghi đơn vị.")
            return
        for _, text in assignments.unit_problems(unit, since) if unit else ():
            row.wrong("valid_from", text)
        user = row.extra["user"]
        if user is not None and not user.is_active:
            row.wrong("username", f"Tài khoản {user.username} đã ngừng dùng, chọn người khác.")
        who = user.pk if user else row.extra["newcomer"].username
        held = self.held.setdefault((who, row.value("unit"), role), [])
        for other_since, other_until in held:
            if (other_until is None or other_until >= since) and (until is None or until >= other_since):
                day, name = format_date(other_since), row.value("full_name")
                row.wrong("valid_from", f"{name} đã có phân công này từ ngày {day}: ghi ngày khác.")
        held.append((since, until))

    def store(self, rows, trail):
        used = {row.extra["newcomer"].email.lower() for row in rows if row.state == NEW and "newcomer" in row.extra}
        opened = accounts.unopened([one for email, one in self.newcomers.items() if email in used])
        trail.create(User, opened)
        by_name = {user.username: user for user in opened}
        for row in rows:
            if row.state == NEW:
                row.instance.user = row.extra["user"] or by_name[row.extra["newcomer"].username]
        super().store(rows, trail)
        audit.record_many("units.account", [accounts.told(user) for user in opened], by=self.by)
        for user in opened:
            transaction.on_commit(partial(accounts.invite, user.pk))

    def exported(self):
        for one in self.stored([]):
            user = one.user
            told = {"full_name": user.full_name, "email": user.email, "username": user.username}
            yield [
                told[name] if name in told else column.widget.render(getattr(one, column.attribute))
                for name, column in self.fields.items()
            ]

    def name_of(self, row):
        unit = self.units.rows.get(row.value("unit"))
        role = Role(row.value("role")).label if row.value("role") else ""
        return ", ".join(filter(None, (row.value("full_name"), role, unit.code if unit else "")))
