"""Kinh phí of 2017 and 2018: what units planned, what Phòng Tài chính - Kế hoạch allocated and when (CK11), what was
spent until the end of May 2018. A few units have told nothing."""

from reports.demo.calendar import instant
from reports.demo.people import UNITS, reporter_of
from reports.demo.texts import number
from targets import budget_form, budgets
from targets.models import BudgetLine, FundSource
from units.models import Unit
from units.vietnamese import format_number

D, C, U, S = FundSource.DISTRICT, FundSource.CITY, FundSource.UNIT, FundSource.SOCIAL
# Code → (title, source, planned in millions of 2017, of 2018); a year without a number has no such line.
_LINES = {
    "PKT": [
        ("Hỗ trợ cơ sở da giày đổi mới công nghệ", D, 180, 240),
        ("Bồi dưỡng cán bộ phụ trách khoa học và công nghệ", D, 45, 48),
        ("Khảo sát nhu cầu công nghệ của doanh nghiệp", C, 120, 150),
        ("Hội thảo kết nối cung cầu công nghệ", S, 30, 35),
    ],
    "VP": [("Khảo sát sự hài lòng bằng máy tính bảng", D, 85, 40), ("Nâng cấp hệ thống PML", D, 210, 260)],
    "TNMT": [
        ("Mô hình GIS quản lý thu gom chất thải rắn", D, 160, 190),
        ("Bản quyền bản đồ nền", C, 0, 60),
    ],
    "QLDT": [("Cảm biến mực nước tại ba điểm ngập", D, 140, 95)],
    "GDDT": [("Ngày hội sáng tạo ngành giáo dục", D, 75, 80), ("Bộ dụng cụ cho câu lạc bộ", S, 0, 40)],
    "BV": [("Phiếu khám điện tử liên thông", D, 65, 90), ("Máy đọc mã vạch", U, 18, 24)],
    "TTVH": [("Chuyên trang, bài viết khoa học và công nghệ", D, 36, 40)],
    "TCKH": [("Tập huấn lập dự toán khoa học và công nghệ", D, 12, 12)],
    "QD": [("Cuộc thi ý tưởng sáng tạo trẻ", D, 25, 30), ("Tài trợ giải thưởng", S, 20, 22)],
    "YT": [("Phần mềm quản lý tiêm chủng tại trạm", D, 55, 38)],
    "TP": [("Tuyên truyền pháp luật về sở hữu trí tuệ", D, 15, 16)],
    "NV": [("Phần mềm quản lý thi đua", D, 0, 45)],
}
_WARD = [
    ("Mô hình ứng dụng tại bộ phận một cửa", D, 28, 32),
    ("Tuyên truyền khoa học và công nghệ tại khu phố", U, 6, 7),
]
# They have told nothing of that year.
_SILENT = {2017: {"MTTQ", "LDLD", "P16", "NV"}, 2018: {"MTTQ", "LDLD", "P10", "P16"}}
_DECISIONS = {2017: ("214/QĐ-UBND", "18/04/2017", "2017-04-19"), 2018: ("56/QĐ-UBND", "31/01/2018", "2018-02-01")}
_SPENT = {2017: ("31/12/2017", "2018-01-08", 88, 100), 2018: ("31/05/2018", "2018-06-04", 18, 62)}
# Paid more than was given, and why.
_OVERSPENT = {
    ("QLDT", 2017): "Thêm một cảm biến theo yêu cầu của Trung tâm chống ngập, bù từ tiết kiệm chi thường xuyên.",
}
_MILLION = 1_000_000


def acts(users):
    """(instant, function, its arguments); ``users`` by username."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=UNITS)}
    treasurer = users["tckh.lanhdao"]
    for year in (2017, 2018):
        for code, unit in units.items():
            lines = [row for row in _LINES.get(code, _WARD) if row[year - 2015]]
            if code in _SILENT[year] or not lines:
                continue
            planned = [{"title": title, "source": source, "planned": _typed(code, year, title, row[year - 2017])}
                       for title, source, *row in lines]  # fmt: skip
            at = instant(f"{year}-01-{number(8, 24, 'budget', code):02d}T10:00")
            yield at, _enter, (unit, year, planned, reporter_of(users, code, at.date()), at, True)
            paper, day, entered = _DECISIONS[year]
            given = [_given(row, paper, day, code, year) for row in planned]
            at = instant(f"{entered}T{number(8, 16, 'given', code):02d}:20")
            yield at, _enter, (unit, year, given, treasurer, at, False, True)
            until, entered, low, high = _SPENT[year]
            if (code, year) == ("TP", 2018):
                continue  # given, and nothing told of it yet
            spent = [_spent(row, gift, code, year, low, high) for row, gift in zip(planned, given)]
            at = instant(f"{entered}T09:30")
            yield at, _enter, (unit, year, spent, reporter_of(users, code, at.date()), at, True, False, until)


def _typed(code, year, title, millions) -> str:
    """Around the number of the table, in round hundreds of thousands."""
    return format_number(millions * _MILLION + number(-8, 8, "planned", code, year, title) * 100_000)


def _given(row, paper, day, code, year) -> dict:
    if row["source"] not in (D, C):
        return {}
    amount = int(row["planned"].replace(".", "")) * number(82, 100, "given", code, year, row["title"]) // 100
    amount -= amount % 100_000
    return {"allocated": format_number(amount), "allocation_number": paper, "allocated_on": day}


def _spent(row, gift, code, year, low, high) -> dict:
    held = int((gift.get("allocated") or row["planned"]).replace(".", ""))
    if note := _OVERSPENT.get((code, year)):
        return {"spent": format_number(held + 6_400_000), "note": note}
    amount = held * number(low, high, "spent", code, year, row["title"]) // 100
    return {"spent": format_number(amount - amount % 10_000)}


def _enter(unit, year, rows, by, at, plans=False, allocates=False, until=""):
    """The form as it stands, with ``rows`` typed into it from the top."""
    lines = list(BudgetLine.objects.filter(unit=unit, year=year).order_by("order", "pk"))
    post = {"spent_until": until}
    for place, typed in enumerate(rows):
        line = lines[place] if place < len(lines) else None
        names = budget_form.columns_of(line, plans=plans, allocates=allocates)
        stored = budget_form.texts_of(line) if line else {}
        post |= {f"line-{place + 1}-{name}": str({**stored, **typed}.get(name, "")) for name in names}
        if line:
            post |= {f"line-{place + 1}-key": str(line.pk), f"line-{place + 1}-revision": str(line.revision)}
    sheet = budget_form.read(post, lines, at.date(), year, plans=plans, allocates=allocates)
    budgets.save(unit, year, sheet, by=by, at=at)
