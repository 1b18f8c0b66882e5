"""Budget lines, as sheets bring them in and take them out."""

from targets import budget_form, budgets
from targets.models import BudgetLine, FundSource
from units.importing.columns import Choice, Column, Day, Number, Text, UnitKey, Whole
from units.importing.resource import NEW, SheetResource
from units.sheets import values
from units.sheets.book import Cell


class Amount(Number):
    """Whole đồng, as the budget's form reads them: 12.500.000, 12,5 triệu."""

    def __init__(self):
        super().__init__(0)

    def clean(self, value: Cell, row=None, **kwargs):
        if isinstance(value.value, str):
            text = values.text(value)
            return budget_form.parse_amount(text) if text else None
        amount = super().clean(value)
        if amount is not None and amount < 0:
            raise ValueError("Số tiền không âm.")
        return amount


class BudgetResource(SheetResource):
    """Of the past and the present year: what lies ahead each unit plans itself, on its page."""

    slug, subject = "kinh-phi", "Kinh phí"
    lede = "Một dòng một nội dung chi của một đơn vị, một năm, một nguồn. Ô trống là chưa nhập, 0 là không có."
    key = ("unit", "year", "source", "title")

    unit = Column("unit_id", "Đơn vị", UnitKey(), aliases=("Mã đơn vị",), required=True, example="P1")
    year = Column("year", "Năm", Whole(2000, 2100, is_year=True), aliases=("Năm ngân sách",), required=True,
                  example="2017")  # fmt: skip
    source = Column("source", "Nguồn", Choice(FundSource.choices), aliases=("Nguồn kinh phí", "Nguồn vốn"),
                    required=True, example="Ngân sách quận")  # fmt: skip
    title = Column("title", "Nội dung chi", Text(budget_form.TITLE_LIMIT), aliases=("Nội dung", "Mục chi"),
                   required=True, example="Mua thiết bị lấy số thứ tự")  # fmt: skip
    planned = Column("planned", "Dự toán (đồng)", Amount(), aliases=("Kinh phí dự toán",), example="12.500.000")
    allocated = Column("allocated", "Phân bổ (đồng)", Amount(), aliases=("Kinh phí phân bổ", "Được cấp"))
    allocation_number = Column("allocation_number", "Số quyết định phân bổ", Text(budget_form.NUMBER_LIMIT),
                               aliases=("Số quyết định",), example="12/QĐ-UBND")  # fmt: skip
    allocated_on = Column("allocated_on", "Ngày quyết định", Day(), aliases=("Ngày phân bổ", "Ngày quyết định phân bổ"),
                          example="15/01/2017")  # fmt: skip
    spent = Column("spent", "Đã chi (đồng)", Amount(), aliases=("Kinh phí đã chi", "Quyết toán"))
    spent_until = Column("spent_until", "Đã chi đến hết ngày", Day(), aliases=("Chi đến ngày",), example="31/12/2017")
    note = Column("note", "Ghi chú", Text(budget_form.NOTE_LIMIT, lines=True))

    class Meta(SheetResource.Meta):
        model = BudgetLine
        import_id_fields = ("unit", "year", "source", "title")

    may_import = staticmethod(budgets.can_collect)

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.years = [year for year in budgets.years(on) if year <= on.year]

    def stored(self, rows):
        if not rows:
            return BudgetLine.objects.order_by("year", "unit", "order", "pk")
        return BudgetLine.objects.filter(year__in={row.value("year") for row in rows} - {None}).order_by("pk")

    def check(self, row):
        year = row.value("year")
        if row.state == "same":
            return
        if year not in self.years:
            told = f"từ {self.years[0]} đến {self.years[-1]}" if self.years else "nào"
            row.wrong("year", f"Năm {year}: chỉ nhập kinh phí các năm {told}; năm sau do đơn vị lập ở trang Kinh phí.")
            return
        held = {name: row.full(name) for name in self.fields if name not in ("unit", "year")}
        held["allocation_number"], held["note"] = held["allocation_number"] or "", held["note"] or ""
        said = budget_form.judged(row.number, held, row.instance, self.on, year)
        budgets.ask_for_a_note(said)
        for name, text in said.errors.items():
            row.wrong(name, text)

    def check_all(self, rows):
        self.orders = {}
        if any(row.state == NEW for row in rows):
            self.orders = budgets.last_orders({row.value("year") for row in rows} - {None})

    def new_values(self, row):
        place = row.value("unit"), row.value("year")
        self.orders[place] = self.orders.get(place, 0) + 1
        return {"order": self.orders[place], "edited_at": self.at, "edited_by_name": str(self.by)}

    def touch(self, row):
        self.set(row, "revision", row.instance.revision + 1)
        self.set(row, "edited_at", self.at)
        self.set(row, "edited_by_name", str(self.by))

    def name_of(self, row):
        unit = self.units.rows.get(row.value("unit"))
        return f"{unit.code if unit else ''} {row.value('year')}, {row.value('title')}"


