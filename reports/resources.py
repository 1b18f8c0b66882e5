"""Figures of past quarters, as sheets bring them in and take them out."""

import re
from decimal import Decimal

from django.db.models import Q

from reports import archive, filing, paper
from reports.draft_rows import targets_of
from reports.lines import kind_of, slots_of
from reports.models import Entry, Exclusion, Figure, Report, Version
from targets.models import Period, Target
from units import clock
from units.importing.columns import Column, Day, KeyOf, Number, Text, UnitKey
from units.importing.resource import NEW, SheetResource
from units.sheets import values
from units.vietnamese import DateError, NumberError, format_date, format_number

MOST_REPORTS = 120  # units × quarters of one sheet: each is a report of its own, frozen by its own rules
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PERIOD = re.compile(r"(?:quý\s*)?(iv|iii|ii|i|[1-4])\s*[/-]\s*(\d{4})", re.IGNORECASE)
_PERIOD_FIRST_YEAR = re.compile(r"(\d{4})\s*-\s*([1-4])")
_AMOUNTS = ("value", "numerator", "denominator", "done_on")


class Value(Number):
    """A number; of a target that asks yes or no also the word."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value.value, bool) or (isinstance(value.value, str) and not any(map(str.isdigit, value.value))):
            said = values.yes_no(value)
            return None if said is None else Decimal(said)
        return super().clean(value)


class UnitThen(UnitKey):
    """A unit by its code, or by the name that it bore when the quarter's data were complete."""

    periods: dict  # set by the resource

    def clean(self, value, row=None, on=None, **kwargs):
        return super().clean(value, on=self.periods[on].window_to if on else None)


class FigureResource(SheetResource):
    """Rows are gathered into a report of each unit and quarter (reports.archive)."""

    slug, subject = "so-lieu-cu", "Số liệu các quý trước"
    lede = (
        "Một dòng một số liệu của một đơn vị trong một quý đã qua. Mỗi đơn vị, mỗi quý thành một báo cáo nhập từ hồ sơ "
        "lưu, chờ người khác của Phòng Kinh tế chấp nhận; quý đã có báo cáo trên cổng thì không ghi thêm."
    )
    key = ("period", "unit", "target", "slot")

    period = Column("period_id", "Kỳ báo cáo", KeyOf(), aliases=("Kỳ", "Quý"), required=True, example="Quý I/2017")
    unit = Column("unit_id", "Đơn vị", UnitThen(), aliases=("Mã đơn vị",), required=True, dated_by="period",
                  example="P1")  # fmt: skip
    target = Column("target_id", "Chỉ tiêu", KeyOf(), aliases=("Mã chỉ tiêu",), required=True, dated_by="period",
                    example="CT03")  # fmt: skip
    slot = Column("slot", "Tháng, phần", Text(8), aliases=("Tháng", "Phần"), example="2017-02",
                  hint="Chỉ với chỉ tiêu tính theo tháng (năm-tháng) hoặc có nhiều văn bản (2, 3 …).")  # fmt: skip
    value = Column("value", "Giá trị", Value(2), aliases=("Số liệu", "Kết quả", "Thực hiện"), example="2",
                   hint="Số, hoặc có/không với chỉ tiêu hỏi có hay không. Số 0 là một kết quả.")  # fmt: skip
    numerator = Column("numerator", "Tử số", Number(2), example="27")
    denominator = Column("denominator", "Mẫu số", Number(2), example="29")
    done_on = Column("done_on", "Ngày hoàn thành", Day())
    # Of its version: a figure knows nothing of it.
    received_on = Column("version_id", "Ngày nhận báo cáo", Day(), aliases=("Ngày nộp", "Ngày gửi báo cáo"),
                         example="14/03/2017",
                         hint="Ngày báo cáo giấy đến Phòng Kinh tế; quyết định đúng hạn hay trễ.")  # fmt: skip

    class Meta(SheetResource.Meta):
        model = Figure
        import_id_fields = ("period", "unit", "target", "slot")

    @staticmethod
    def may_import(user):
        return user.access.is_reviewer

    # --- Looking up ---

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.periods = {row.pk: row for row in Period.objects.select_related("plan")}
        self.targets = {row.pk: row for row in Target.objects.select_related("registry_from")}
        by_quarter = {(row.year, row.quarter): row.pk for row in self.periods.values()}
        by_code = {(row.plan_id, row.code.casefold()): row.pk for row in self.targets.values()}

        def period(text, day=None):
            match, other = _PERIOD.fullmatch(text), _PERIOD_FIRST_YEAR.fullmatch(text)
            if match:
                place = int(match[2]), _ROMAN.get(match[1].lower()) or int(match[1])
            elif other:
                place = int(other[1]), int(other[2])
            else:
                raise ValueError(f"“{text[:30]}” không phải một quý: viết như Quý I/2017.")
            if pk := by_quarter.get(place):
                return pk
            raise ValueError(f"không có kỳ báo cáo “{text[:30]}” trong kế hoạch.")

        def target(text, period_key=None):
            plan = self.periods[period_key].plan_id if period_key else None
            if pk := by_code.get((plan, text.casefold())):
                return pk
            raise ValueError(f"không có chỉ tiêu “{text[:20]}” trong kế hoạch của kỳ này: ghi mã như CT03.")

        for name, find, name_of in (
            ("period", period, lambda pk: self.periods[pk].label),
            ("target", target, lambda pk: self.targets[pk].code),
        ):
            self.fields[name].widget.find, self.fields[name].widget.name = find, name_of
        self.fields["unit"].widget.periods = self.periods

    def stored(self, rows):
        """Of what was sent last: what counts, or waits to."""
        found = Figure.objects.filter(version__latest_of__isnull=False)
        if rows:
            found = found.filter(period__in={row.value("period") for row in rows} - {None})
        return found.order_by("period__year", "period__quarter", "unit",
                              "target__order", "slot")  # fmt: skip

    def find(self, rows, *, hold=False):
        # A sheet has no column for what no target of it asks for.
        for row in rows:
            row.values.setdefault("slot", "")
        super().find(rows, hold=False)  # what was sent never changes

    def key_of(self, row):
        key = tuple(row.value(name) for name in self.key)
        return None if None in key[:3] else self.same_key(key)

    @property
    def read_only(self):
        return frozenset({*self.key, "received_on"})

    def visible(self):
        said = Q(value__isnull=False) | Q(numerator__isnull=False) | Q(done_on__isnull=False)
        return self.stored([]).filter(said)

    def exported(self):
        days = dict(Version.objects.filter(latest_of__isnull=False).values_list("pk", "received_on"))
        for one in self.visible():
            yield [
                days[one.version_id] if name == "received_on" else column.widget.render(getattr(one, column.attribute))
                for name, column in self.fields.items()
            ]

    # --- Judging ---

    def check(self, row):
        if row.instance is not None:
            if row.changes:
                period = self.periods[row.value("period")]
                row.wrong("", f"Báo cáo {period.label} đã có số khác: không ghi đè; sai thì mở khóa để đính chính.")
            return
        target, period = self.targets[row.value("target")], self.periods[row.value("period")]
        if not target.is_typed_in(period):
            row.wrong("target", f"Kỳ {period.label}, {target.code} đếm từ sổ hoặc từ cổng: không nhập số.")
        slots = [slot for slot, _ in slots_of(target, period)]
        if row.value("slot") not in slots:
            told = f"ghi một trong: {', '.join(slots)}." if slots != [""] else "để trống ô này."
            row.wrong("slot", f"{target.code} trong {period.label}: {told}")
        self._check_value(row, target)
        if day := row.value("received_on"):
            if text := paper.received_problem(day, period, self.on):
                row.wrong("received_on", text)
        else:
            row.wrong("received_on", "Ghi ngày Phòng Kinh tế nhận báo cáo giấy: ngày này quyết định đúng hạn hay trễ.")

    def _check_value(self, row, target):
        wanted = {"ratio": ("numerator", "denominator"), "date": ("done_on",)}.get(kind_of(target), ("value",))
        for name in _AMOUNTS:
            given = row.value(name)
            if name in wanted and given is None:
                row.wrong(name, f"{target.code} cần “{self.fields[name].label}”; chưa báo cáo thì bỏ cả dòng.")
            elif name not in wanted and given is not None:
                row.wrong(name, f"{target.code} không có “{self.fields[name].label}”: để trống ô này.")
            elif given is not None:
                self._check_as_typed(row, name, given, target)
        if kind_of(target) == "yesno" and row.value("value") not in (None, 0, 1):
            row.wrong("value", f"{target.code} hỏi có hay không: ghi có hoặc không.")
        top, whole = row.value("numerator"), row.value("denominator")
        if kind_of(target) == "ratio" and None not in (top, whole) and top > whole:
            said = f"Tử số {format_number(top)} lớn hơn mẫu số {format_number(whole)}"
            row.wrong("numerator", f"{said}, sửa một trong hai.")

    def _check_as_typed(self, row, name, given, target):
        """By the rules of the form."""
        try:
            if name == "done_on":
                filing.done_on(given, format_date(given), self.periods[row.value("period")], self.on)
            else:
                filing.whole(given, format_number(given), target)
        except (DateError, NumberError) as error:
            row.wrong(name, str(error))

    def check_all(self, rows):
        """By unit and quarter: may a report be entered, does the unit report these targets, on one day only."""
        self.groups: dict[tuple[int, int], list] = {}
        for row in rows:
            if row.state == NEW and row.value("period") and row.value("unit") and row.value("target"):
                self.groups.setdefault((row.value("period"), row.value("unit")), []).append(row)
        if len(self.groups) > MOST_REPORTS:
            first = next(iter(self.groups.values()))[0]
            said = f"Bảng có {len(self.groups)} báo cáo (đơn vị × quý), quá {MOST_REPORTS}"
            first.wrong("", f"{said}: tách thành nhiều tệp.")
            return
        periods, units = {period for period, _ in self.groups}, {unit for _, unit in self.groups}
        held = Report.objects.filter(period__in=periods, unit__in=units).select_related("unit", "period__plan")
        self.reports = {(one.period_id, one.unit_id): one for one in held}
        excluded = set(Exclusion.objects.filter(period__in=periods).values_list("period_id", "unit_id"))
        for place, members in self.groups.items():
            report = self.reports.get(place)
            if text := archive.problem(report, place in excluded, clock.now()):
                members[0].wrong("", text)
                continue
            given = {target.pk for target in targets_of(report)}
            for row in members:
                if row.value("target") not in given:
                    code = self.targets[row.value("target")].code
                    said = f"{report.unit.name} không được giao báo cáo {code} trong {report.period.label}"
                    row.wrong("target", said)
            days = {row.value("received_on") for row in members} - {None}
            if len(days) > 1:
                members[-1].wrong("received_on", "Các dòng của một đơn vị, một quý phải cùng một ngày nhận báo cáo.")

    # --- Writing ---

    def write(self, rows, trail):
        for place, members in self.groups.items():
            report = self.reports[place]
            entries = [
                Entry(report=report, target_id=row.value("target"), slot=row.value("slot"),
                      **{name: row.value(name) for name in _AMOUNTS})
                for row in members
            ]  # fmt: skip
            numbers = sorted(row.number for row in members)
            source = f"tệp “{self.run.file_name}” ({self.run.key}), dòng {numbers[0]}–{numbers[-1]}"
            archive.enter(
                report, entries, by=self.by, received_on=members[0].value("received_on"), at=self.at, today=self.on,
                source=source, run=self.run.key, trail=trail,
            )  # fmt: skip

    def name_of(self, row):
        place = [self.fields[name].in_words(row.value(name)) for name in ("period", "unit", "target")]
        amounts = [self.fields[name].in_words(row.value(name)) for name in _AMOUNTS if row.value(name) is not None]
        return f"{', '.join(place)}: {'/'.join(amounts)}"
