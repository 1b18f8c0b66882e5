"""The home pages as files: the leadership's, the reviewer's, a unit's."""

from reports.tables.figures import number_of
from reports.tables.work import PROPOSALS
from units.tables import Column, Table, in_words, sheet
from units.templatetags.q4kh import state_word, verdict_word
from units.vietnamese import format_date

# --- The leadership --------------------------------------------------------------------------------------------------

PROBLEMS = (
    Column("Mã", 8, lambda problem: problem.row.target.code),
    Column("Chỉ tiêu", 44, lambda problem: problem.row.target.title),
    Column("Kết luận", 16, lambda problem: verdict_word(problem.row.result.verdict)),
    Column("Chậm hạn", 9, lambda problem: "chậm hạn" if problem.row.result.is_late else ""),
    Column("Vì sao", 40, lambda problem: problem.why),
    Column("Đơn vị phụ trách", 40, lambda problem: problem.responsible),
    Column("Cần quyết định", 40, lambda problem: problem.decision),
)
THEMES = (
    Column("Nhóm chỉ tiêu", 44, lambda theme: theme["title"]),
    Column("Chỉ tiêu", 10, lambda theme: len(theme["verdicts"]), True),
    Column("Đạt, đúng tiến độ", 12, lambda theme: theme["good"], True),
    Column("Chậm, không đạt", 12, lambda theme: theme["troubled"], True),
    Column("Khác", 10, lambda theme: theme["others"], True),
)
FILING = (
    Column("Nội dung", 40, lambda row: row[0]),
    Column("Số", 10, lambda row: row[1]),
    Column("Trên", 10, lambda row: row[2]),
    Column("Đơn vị", 80, lambda row: ", ".join(row[3])),
)
PUBLISHED = (
    Column("Báo cáo tổng hợp", 40, lambda row: row.stretch.label),
    Column("Bản", 8, lambda row: row.number),
    Column("Công bố", 17, lambda row: row.published_at),
    Column("Mã kiểm tra", 16, lambda row: row.code),
)


def of_leader(context) -> Table:
    """``context``: of reports.views.leader, whose sections are the sheets."""
    on, undecided = context["on"], context["undecided"]
    words = f"{context['headline']}. {context['lede'].rstrip('.')}"
    filing = _filing(context["filing"], context["hand"])
    more = (
        sheet("Theo nhóm", "CHỈ TIÊU THEO NHÓM", f"Năm {context['rollup'].year}", on, THEMES, context["themes"]),
        sheet("Chờ quyết định", "CHỜ ỦY BAN NHÂN DÂN QUYẾT ĐỊNH", "", on, PROPOSALS, undecided.waiting, "kiến nghị"),
        sheet("Gửi báo cáo", "GỬI BÁO CÁO", "", on, FILING, filing),
        sheet("Đã công bố", "BÁO CÁO ĐÃ CÔNG BỐ", "Mới nhất ở trên", on, PUBLISHED, context["published"], "báo cáo"),
    )
    title, problems = "TOÀN CẢNH: CẦN CHỈ ĐẠO", context["problems"]
    count = len(problems)
    return Table("toan-canh", title, words, on, PROBLEMS, problems, count, "Cần chỉ đạo", more, "chỉ tiêu")


def _filing(filing, hand) -> list[tuple]:
    """(what, number, of how many, whose)."""
    rows = []
    if hand:
        label = f"{hand.label}, hạn {format_date(hand.due_on)}"
        rows.append((f"Đã gửi báo cáo {label}", filing.sent, filing.expected, []))
        rows.append((f"Chưa gửi báo cáo {hand.label}", len(filing.unsent), filing.expected, filing.unsent))
    if filing.looked_back:
        rows.append((f"Báo cáo đúng hạn, {filing.looked_back} quý qua", filing.on_time, filing.owed, []))
        rows.append(("Đơn vị trễ từ hai lần", len(filing.often_late), None, filing.often_late))
    return rows


# --- The reviewer ----------------------------------------------------------------------------------------------------

WAITING = (
    Column("Kỳ báo cáo", 14, lambda row: row.report.period.label),
    Column("Mã đơn vị", 10, lambda row: row.report.unit.code),
    Column("Đơn vị", 36, lambda row: row.report.unit.name),
    Column("Gửi lúc", 17, lambda row: row.report.last_sent_at),
    Column("Trễ (ngày)", 9, lambda row: row.late_days or None),
    Column("Lần gửi", 9, lambda row: row.report.version_count),
    Column("Cần để ý", 60, lambda row: row.watch),
)
NIL = (
    Column("Kỳ báo cáo", 14, lambda report: report.period.label),
    Column("Mã đơn vị", 10, lambda report: report.unit.code),
    Column("Đơn vị", 36, lambda report: report.unit.name),
    Column("Gửi lúc", 17, lambda report: report.last_sent_at),
)
STANDING = (
    Column("Tình trạng", 30, lambda pair: state_word(pair[0])),
    Column("Đơn vị", 10, lambda pair: pair[1], True),
)
TO_DO = (
    Column("Việc", 70, lambda pair: pair[0]),
    Column("Số, tình trạng", 14, lambda pair: pair[1]),
)
# State → what stands in the column of its moment, and which moment that is.
_MOMENTS = {"accepted": ("Chấp nhận lúc", "accepted_at"), "returned": ("Trả lại lúc", "returned_at")}


def _in_state(state) -> tuple[Column, ...]:
    """Of reports that stand in ``state``, as the page shows them."""
    head, moment = _MOMENTS.get(state, ("Sửa lần cuối", "edited_at"))
    is_returned = state == "returned"

    def due_on(report):
        return (is_returned and report.return_due_on) or report.period.due_on

    return (
        *NIL[:3],
        Column(head, 17, lambda report: getattr(report, moment)),
        Column("Hạn gửi lại" if is_returned else "Hạn gửi", 12, due_on),
        Column("Ghi chú", 20, lambda report: "đang đính chính" if report.is_reopened else ""),
    )


def of_queue(context, rows, count, on) -> Table:
    """``rows``: Waiting, or reports of the state that was chosen; of all pages."""
    hand, chosen, of_hand = context["hand"], context["chosen"], ""
    if hand:
        sent = f"{context['sent']} trên {context['expected']} đơn vị đã gửi"
        of_hand = in_words(f"{hand.label}, {context['when']}", sent)
    more = [
        sheet("Tình trạng", "BÁO CÁO THEO TÌNH TRẠNG", of_hand, on, STANDING, context["strip"], "tình trạng"),
        sheet("Việc khác", "VIỆC KHÁC", "", on, TO_DO, _to_do(context), "việc"),
    ]
    columns, title, name = WAITING, "BÁO CÁO CHỜ XEM", "Chờ xem"
    if chosen == "sent":
        if nil := context["nil_reports"]:
            more.insert(0, sheet("Không phát sinh", "BÁO CÁO KHÔNG PHÁT SINH", "", on, NIL, nil, "báo cáo"))
    else:
        columns, title, name = _in_state(chosen), f"BÁO CÁO: {context['chosen_word'].upper()}", context["chosen_word"]
    return Table("viec-cua-phong-kinh-te", title, of_hand, on, columns, rows, count, name, tuple(more), "báo cáo")


def _to_do(context) -> list[tuple]:
    """(what, how many or how far), in the order of the page."""
    rows = [("Xác nhận sổ theo dõi", context["to_confirm"]), ("Xét đơn sáng kiến", context["initiatives_waiting"])]
    for one in context["annual"]:
        rows.append((f"Xem xét kế hoạch năm {one.year}", one.waiting))
        rows.append((f"Chưa gửi kế hoạch năm {one.year}", one.without))
    rows = [(what, number) for what, number in rows if number]
    rows += [
        (f"Tổng hợp {period.label}", "dự thảo" if period.has_draft else "chưa soạn") for period in context["to_publish"]
    ]
    rows += [(f"Còn nợ báo cáo {period.label}", owed) for period, owed in context["owed_earlier"]]
    return rows + [(item.text, None) for item in context["emulation"]]


# --- A unit ----------------------------------------------------------------------------------------------------------

OWN_TARGETS = (
    Column("Mã", 8, lambda item: item["row"].target.code),
    Column("Chỉ tiêu", 50, lambda item: item["row"].target.title),
    Column("Đơn vị", 24, lambda item: item["own"]),
    Column("Toàn quận", 20, lambda item: item["district"]),
    Column("Toàn quận (số)", 12, lambda item: number_of(item["row"].target, item["row"].result.actual)),
    Column("Kết luận toàn quận", 18, lambda item: verdict_word(item["row"].result.verdict)),
    Column("Chậm hạn", 9, lambda item: "chậm hạn" if item["row"].result.is_late else ""),
)


def of_unit_home(place, period, items, on) -> Table:
    """The targets of the person's units: their own share beside the district's figure. ``place``: whose."""
    words = f"{place}, năm {period.year}; phần của đơn vị trong chỉ tiêu toàn quận, theo báo cáo đã chấp nhận"
    name, title = "chi-tieu-cua-don-vi", "CHỈ TIÊU CỦA ĐƠN VỊ"
    return Table(name, title, words, on, OWN_TARGETS, items, len(items), "Chỉ tiêu", of="chỉ tiêu")
