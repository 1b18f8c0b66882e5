"""Targets and tasks of a plan, as sheets bring them in and take them out."""

from django.db.models import Q

from targets.models import Assignment, Heading, Plan, Target, Task
from targets.models.promised import BASE_YEARS, unmeasurable
from units.importing.columns import Choice, Code, Column, Day, KeyOf, Keys, Number, Text, UnitKey, Whole, YesNo
from units.importing.resource import NEW, Row, SheetResource
from units.vietnamese import fold


def of_administrator(user) -> bool:
    return user.access.is_administrator


class PlanResource(SheetResource):
    """Rows of a plan, known by a code that is unique within it; of the latest plan where the sheet names none."""

    key = ("plan", "code")

    may_import = staticmethod(of_administrator)

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.plans = {plan.pk: plan for plan in Plan.objects.order_by("issued_on", "pk")}
        by_number = {plan.number.casefold(): plan.pk for plan in self.plans.values()}
        issued = [plan.pk for plan in self.plans.values() if plan.issued_on <= on]
        self.latest = issued[-1] if issued else None

        def find(text, day=None):
            if pk := by_number.get(text.casefold()):
                return pk
            raise ValueError(f"không có kế hoạch số “{text[:40]}”: ghi như 294/KH-UBND, hoặc để trống.")

        widget = self.fields["plan"].widget
        widget.find, widget.name = find, lambda pk: self.plans[pk].number

    def find(self, rows, *, hold=False):
        for row in rows:
            if row.value("plan") is None and not any(name == "plan" for name, _ in row.errors):
                row.values["plan"] = self.latest
                if self.latest is None:
                    row.wrong("plan", "Chưa có kế hoạch nào trên cổng: nạp kế hoạch trước.")
        super().find(rows, hold=hold)

    def stored(self, rows):
        return self._meta.model.objects.order_by("plan__issued_on", "plan_id", "order", "pk")

    def new_values(self, row):
        """After those that are there."""
        plan = row.value("plan")
        self.orders.setdefault(plan, 0)
        self.orders[plan] += 1
        return {"order": self.orders[plan]}

    def check_all(self, rows):
        held = self._meta.model.objects.order_by().values_list("plan_id", "order") if rows else ()
        self.orders: dict[int, int] = {}
        for plan, order in held:
            self.orders[plan] = max(order, self.orders.get(plan, 0))

    def compare(self, rows):
        for row in rows:
            if "order" in row.values and row.values["order"] is None:
                del row.values["order"]
        super().compare(rows)

    def name_of(self, row):
        return f"{row.value('code')} {row.full('title') or ''}".strip()


def _plan_column():
    return Column("plan_id", "Kế hoạch", KeyOf(), aliases=("Số kế hoạch",), hint="Để trống: kế hoạch mới nhất.",
                  example="294/KH-UBND")  # fmt: skip


class TargetResource(PlanResource):
    """With the units that report it: a sheet gives a target to more of them, and takes it from none."""

    slug, subject = "chi-tieu", "Chỉ tiêu"
    lede = "Một dòng một chỉ tiêu, nhận ra bằng mã trong kế hoạch."
    sets = ("reporting", "coordinating")

    plan = _plan_column()
    code = Column("code", "Mã", Code(12), aliases=("Mã chỉ tiêu",), required=True, example="CT03")
    ref = Column("ref", "Mục trong Kế hoạch", Text(40), aliases=("Mục",), required=True, example="II.2.2")
    title = Column("title", "Tên chỉ tiêu", Text(200), aliases=("Chỉ tiêu", "Tên"), required=True,
                   example="Mô hình ứng dụng khoa học và công nghệ")  # fmt: skip
    wording = Column("wording", "Nguyên văn", Text(8000, lines=True), required=True)
    theme = Column("theme", "Nhóm", Choice(Target.Theme.choices), required=True)
    measure = Column("measure", "Cách đo", Choice(Target.Measure.choices), required=True, example="số lượng")
    basis = Column("basis", "Tính theo", Choice(Target.Basis.choices), aliases=("Kỳ tính",), required=True,
                   example="năm")  # fmt: skip
    over_time = Column("over_time", "Qua thời gian", Choice(Target.OverTime.choices), required=True, example="cộng dồn")
    over_units = Column("over_units", "Qua các đơn vị", Choice(Target.OverUnits.choices), required=True, example="cộng")
    source = Column("source", "Nguồn số liệu", Choice(Target.Source.choices), required=True, example="đơn vị nhập")
    threshold = Column("threshold", "Mức giao", Number(2), example="3")
    unit_label = Column("unit_label", "Đơn vị tính", Text(40), required=True, example="mô hình")
    numerator_label = Column("numerator_label", "Tên tử số", Text(80))
    denominator_label = Column("denominator_label", "Tên mẫu số", Text(80))
    due_on = Column("due_on", "Hạn", Day(), aliases=("Hạn hoàn thành",))
    yearly_due_day = Column("yearly_due_day", "Hạn hằng năm, ngày", Whole(1, 31))
    yearly_due_month = Column("yearly_due_month", "Hạn hằng năm, tháng", Whole(1, 12))
    base_year = Column("base_year", "Năm gốc", Whole(*BASE_YEARS, is_year=True))
    base_value = Column("base_value", "Số của năm gốc", Number(2))
    rule = Column("rule", "Cách tính", Text(8000, lines=True))
    order = Column("order", "Thứ tự", Whole(0, 30_000))
    reporting = Column("assignments", "Đơn vị báo cáo", Keys(), aliases=("Đơn vị thực hiện",), example="P1; P2",
                       hint="Mã cách nhau bằng dấu chấm phẩy. Thôi giao thì ghi ở trang Quản trị.")  # fmt: skip
    coordinating = Column("assignments", "Đơn vị đầu mối", Keys(), aliases=("Đầu mối",), example="PKT")

    class Meta(SheetResource.Meta):
        model = Target
        import_id_fields = ("plan", "code")

    _GIVEN = {"reporting": "reports", "coordinating": "coordinates"}

    def start(self, *, by, on):
        super().start(by=by, on=on)
        for name in self.sets:
            widget = self.fields[name].widget
            widget.find, widget.name = self.units.find, lambda pk: self.units.rows[pk].code

    def _assignments(self):
        return Assignment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=self.on))

    def members(self, name, rows):
        keys = [row.instance.pk for row in rows if row.instance is not None]
        found: dict[int, set] = {}
        pairs = self._assignments().filter(target__in=keys, **{self._GIVEN[name]: True})
        for target, unit in pairs.values_list("target_id", "unit_id"):
            found.setdefault(target, set()).add(unit)
        return {target: frozenset(units) for target, units in found.items()}

    def check(self, row):
        if row.state == "same":
            return
        names = {field.name for field in Target._meta.concrete_fields} & self.fields.keys() - {"plan"}
        said = Target(**{name: row.full(name) for name in names if row.full(name) is not None})
        for name, text in unmeasurable(said):
            row.wrong(name, text)
        for name in self.sets:
            before, after = row.changes.get(name, (frozenset(), frozenset()))
            if gone := before - after:
                codes = ", ".join(sorted(self.units.rows[pk].code for pk in gone))
                row.wrong(name, f"{codes} đang được giao: thêm lại vào ô, hoặc ghi ngày thôi giao ở trang Quản trị.")
            elif before and name == "coordinating" and after != before:
                row.wrong(name, "Chỉ tiêu đã có đơn vị đầu mối: đổi ở trang Quản trị.")

    def store(self, rows, trail):
        new = [row for row in rows if row.state == NEW]
        trail.create(Target, [row.instance for row in new])
        trail.change(Target, [(row.instance, row.before) for row in rows if row.state != NEW])
        given = [one for row in rows for one in self._given(row)]
        trail.create(Assignment, [one for one in given if not one.was])
        trail.change(Assignment, [(one, one.was) for one in given if one.was])

    def _given(self, row: Row) -> list[Assignment]:
        """Assignments that the row adds, or which it makes those of a unit that reports or coordinates as well."""
        added = {
            name: frozenset(row.value(name) or ()) - row.changes.get(name, (frozenset(), None))[0]
            for name in self.sets if row.state == NEW or name in row.changes
        }  # fmt: skip
        units = sorted(frozenset().union(*added.values()))
        held = {}
        if row.state != NEW and units:
            held = {one.unit_id: one for one in self._assignments().filter(target=row.instance, unit__in=units)}
        since = self.plans[row.value("plan")].issued_on if row.state == NEW else self.on
        found = []
        for unit in units:
            one = held.get(unit) or Assignment(
                target=row.instance, unit_id=unit, reports=False, coordinates=False, valid_from=since
            )
            flags = [flag for name, flag in self._GIVEN.items() if unit in added.get(name, ())]
            one.was = {flag: getattr(one, flag) for flag in flags} if one.pk else {}
            for flag in flags:
                setattr(one, flag, True)
            found.append(one)
        return found


class TaskResource(PlanResource):
    slug, subject = "nhiem-vu", "Nhiệm vụ"
    lede = "Một dòng một nhiệm vụ của một đơn vị, nhận ra bằng mã trong kế hoạch."

    plan = _plan_column()
    code = Column("code", "Mã", Text(30), aliases=("Mã nhiệm vụ",), required=True, example="P1-01")
    ref = Column("ref", "Mục trong Kế hoạch", Text(20), aliases=("Mục",), required=True, example="IV.11")
    unit = Column("unit_id", "Đơn vị", UnitKey(), aliases=("Mã đơn vị", "Đơn vị thực hiện"), required=True,
                  example="P1")  # fmt: skip
    heading = Column("heading_id", "Đề mục", KeyOf(), aliases=("Đề mục của Kế hoạch",), required=True,
                     example="III.1.a")  # fmt: skip
    title = Column("title", "Tên nhiệm vụ", Text(200), aliases=("Nhiệm vụ", "Tên", "Tên ngắn"), required=True)
    wording = Column("wording", "Nguyên văn", Text(8000, lines=True), required=True)
    is_requested = Column("is_requested", "Đề nghị, không phải giao", YesNo(), example="không")
    order = Column("order", "Thứ tự", Whole(0, 30_000))

    class Meta(SheetResource.Meta):
        model = Task
        import_id_fields = ("plan", "code")

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.headings = {row.pk: row for row in Heading.objects.order_by("pk")}
        refs: dict[str, list[int]] = {}
        for row in self.headings.values():
            refs.setdefault(fold(row.ref), []).append(row.pk)

        def find(text, day=None):
            if found := refs.get(fold(text)):
                return self._of_plan(found)
            raise ValueError(f"không có đề mục “{text[:20]}” trong Kế hoạch: ghi như III.1.a.")

        widget = self.fields["heading"].widget
        widget.find, widget.name = find, lambda pk: self.headings[pk].ref

    def _of_plan(self, keys):
        """Of headings of one ref that of the latest plan, until the row's own plan is known."""
        return max(keys, key=lambda pk: (self.headings[pk].plan_id == self.latest, pk))

    def compare(self, rows):
        by_place = {(row.plan_id, row.ref): row.pk for row in self.headings.values()}
        for row in rows:
            if heading := row.value("heading"):
                own = by_place.get((row.value("plan"), self.headings[heading].ref))
                if own is None:
                    row.wrong("heading", f"Kế hoạch này không có đề mục {self.headings[heading].ref}.")
                row.values["heading"] = own or heading
        super().compare(rows)

    def check_all(self, rows):
        super().check_all(rows)
        held = {(one.plan_id, one.unit_id, one.ref): one for one in Task.objects.order_by("pk")}
        moved = {row.instance.pk for row in rows if row.instance is not None}
        taken: dict[tuple, str] = {place: one.code for place, one in held.items() if one.pk not in moved}
        for row in rows:
            place = row.value("plan"), row.full("unit"), row.full("ref")
            if place in taken and not row.errors:
                row.wrong("ref", f"Đơn vị đã có nhiệm vụ {taken[place]} ở mục này: mỗi mục một nhiệm vụ.")
            taken.setdefault(place, row.value("code"))
