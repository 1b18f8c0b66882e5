"""When each unit wrote, sent and was answered: steps with their day and hour, all of them within working hours.

A step is (name, instant). Names: draft (half a form), write, submit, send, take, return, rewrite, accept.
"""

import datetime as dt

from reports.demo.people import BY_AUTHORITY
from reports.demo.texts import number, working_day
from units.clock import ZONE

# The quarters that are over: 0 = Quý I/2017 to 4 = Quý I/2018. 5 is open.
OPEN_QUARTER = 5
SILENT = {("P14", 1), ("TP", 4)}
EXCLUDED = {
    ("BV", 3): "Bệnh viện di dời khối khám bệnh từ ngày 20/11 đến 15/12/2017, tạm dừng các hoạt động ngoài chuyên môn.",
}
LATE = {
    ("P5", 0): 2, ("P16", 0): 9, ("P18", 1): 2, ("YT", 1): 1, ("P14", 2): 1, ("TP", 2): 4,
    ("P10", 3): 8, ("QLDT", 3): 1, ("TP", 3): 6, ("P10", 4): 2, ("P14", 4): 5, ("YT", 4): 2, ("LDLD", 4): 1,
}  # fmt: skip
# What the first sending said, and why it came back: (typed instead, reason, reasons by line).
RETURNED = {
    ("P5", 0): (
        {"results": "Đã thực hiện tốt các nội dung được giao."},
        "Phần kết quả còn chung chung, chưa có số liệu và nơi làm.",
        {},
    ),
    ("P18", 1): (
        {"difficulties": "Kinh phí còn hạn chế."},
        "",
        {"difficulties": "Nêu rõ việc nào thiếu kinh phí, thiếu bao nhiêu."},
    ),
    ("LDLD", 2): (
        {"results": "Các công đoàn cơ sở hưởng ứng tích cực."},
        "Ghi số công đoàn cơ sở tham gia và số giải pháp đã xét.",
        {},
    ),
    ("P3", 3): (
        {"figure-CT02-value": "no"},
        "",
        {"CT02": "Quý trước đã có cơ sở dữ liệu, quý này ghi chưa. Kiểm tra lại."},
    ),
    ("YT", 3): ({"situation": "Như quý trước."}, "Viết lại phần I theo việc đã làm trong quý.", {}),
    ("P15", 4): (
        {"figure-CT04-value": "2"},
        "",
        {"CT04": "Chưa thấy tên hai tổ chức được hỗ trợ. Nếu chỉ dự họp thì chưa tính."},
    ),
    ("P9", 5): (
        {"figure-CT03-value": "2", "difficulties": "Kinh phí còn hạn chế.", "causes": ""},
        "CT03 ghi 2 mô hình nhưng phần kết quả chỉ có 1; phần khó khăn còn chung chung.",
        {
            "CT03": "Mô hình thứ hai chưa nghiệm thu, đưa sang quý sau.",
            "difficulties": "Nêu rõ thiếu kinh phí cho việc nào.",
        },
    ),
    ("P5", 5): (
        {"figure-CT06-value": "yes"},
        "Báo cáo ghi đã tổ chức phong trào lao động sáng tạo nhưng phần kết quả không nhắc đến.",
        {"CT06": "Ghi số văn bản phát động, hoặc chọn Chưa."},
    ),
    ("P15", 5): (
        {"results": "Tiếp tục thực hiện các mô hình đã có."},
        "Phần kết quả chưa có việc nào của Quý II/2018.",
        {"results": "Ghi việc đã làm từ 15/03/2018, có số liệu."},
    ),
}
# A first answer that was odd beside the last quarter's, and what the unit said of it then.
FIRST_EXPLANATIONS = {("P3", 3): {"figure-CT02-explanation": "Máy lưu dữ liệu hỏng, đang nhập lại."}}

PUBLISHED = {0: "2017-03-30", 1: "2017-06-28", 2: "2017-09-28", 3: "2017-12-29"}
YEAR_PUBLISHED = "2018-01-08"
REMINDED = ["2018-03-15T07:00", "2018-03-21T07:00", "2018-05-31T07:00", "2018-06-07T07:00"]

_PRESENT = {
    "P2": "draft 06-06T16:20",
    "P3": "write 06-04T10:20 submit 06-06T15:10",
    "P4": "write 06-01T09:35 submit 06-04T14:05 send 06-05T10:05",
    "P5": "write 05-29T10:40 submit 05-30T15:20 send 05-31T14:20 take 06-05T15:45 return 06-06T09:30",
    "P6": "write 05-25T09:15 submit 05-25T15:30 send 05-28T08:50 take 05-31T14:15 accept 06-01T10:05",
    "P8": "draft 06-07T10:55",
    "P9": "write 05-31T08:55 submit 05-31T16:00 send 06-01T09:40 take 06-04T08:40 return 06-04T09:15 "
    "rewrite 06-05T10:30 submit 06-05T13:50 send 06-05T16:10",
    "P12": "write 05-28T09:20 submit 05-28T15:45 send 05-29T10:15 take 06-01T13:40 accept 06-04T10:50",
    "P13": "draft 06-05T14:25",
    "P15": "write 06-01T14:10 submit 06-04T08:45 send 06-04T16:25 take 06-06T14:30 return 06-07T10:20",
    "P16": "draft 06-04T09:50",
    "P18": "write 06-06T09:25 submit 06-07T09:00",
    "PKT": "write 06-06T13:50 submit 06-07T14:30",
    "VP": "write 06-05T09:05 submit 06-05T15:40 send 06-06T10:30 take 06-07T15:00",
    "TNMT": "write 05-28T14:30 submit 05-29T10:10 send 05-30T09:10 take 06-04T14:20 accept 06-05T09:25",
    "QLDT": "draft 06-07T15:35",
    "GDDT": "write 05-29T09:00 submit 05-30T10:15 send 05-31T08:35 take 06-05T10:00 accept 06-05T11:10",
    "NV": "draft 06-06T10:45",
    "YT": "draft 06-07T16:05",
    "MTTQ": "draft 06-05T09:30",
    "QD": "write 05-28T10:05 submit 05-29T16:15 send 05-30T14:40 take 06-06T08:30 accept 06-06T10:15",
    "BV": "write 06-05T15:20 submit 06-06T16:30 send 06-07T11:00",
    "TTVH": "draft 06-07T09:45",
}
# How far the drafts have got: texts, figures, tasks.
DRAFTED = {
    "P2": (2, 1, 0), "P8": (2, 2, 0), "P13": (5, 6, 1), "P16": (1, 0, 0), "QLDT": (2, 3, 2), "NV": (3, 2, 1),
    "YT": (1, 4, 1), "MTTQ": (2, 0, 0), "TTVH": (6, 4, 1),
}  # fmt: skip


def steps(code: str, quarter: int, period) -> list[tuple[str, dt.datetime]]:
    """What happened to the report of this unit for this quarter, in order."""
    if quarter == OPEN_QUARTER:
        words = _PRESENT.get(code, "").split()
        return [(name, instant(f"2018-{at}")) for name, at in zip(words[::2], words[1::2], strict=True)]
    if (code, quarter) in SILENT or (code, quarter) in EXCLUDED:
        return []
    sent_on = _sent_on(code, quarter, period)
    found = [
        ("write", _hour(working_day(sent_on - dt.timedelta(number(1, 3, "write", code, quarter)), -1), "am", code)),
        *_to_the_district(code, sent_on),
    ]
    if (code, quarter) in RETURNED:
        looked_on = _after(sent_on, 1)
        found += [("take", _hour(looked_on, "am", code)), ("return", _hour(looked_on, "pm", code))]
        sent_on = _after(looked_on, 2)
        found += [("rewrite", _hour(_after(looked_on, 1), "am", code)), *_to_the_district(code, sent_on)]
    taken_on = _after(sent_on, number(1, 3, "take", code, quarter))
    return [*found, ("take", _hour(taken_on, "am", code)), ("accept", _hour(taken_on, "pm", code))]


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _sent_on(code, quarter, period):
    if late := LATE.get((code, quarter)):
        return period.due_on + dt.timedelta(late)
    # These two have papers of the last days before the deadline to tell of.
    early = number(0, 1 if code in ("PKT", "VP") else 8, "early", code, quarter)
    return working_day(period.due_on - dt.timedelta(early), -1)


def _to_the_district(code, sent_on):
    """Submitted in the afternoon before, sent on the day; without the head's step the reporter sends at once."""
    if code in BY_AUTHORITY:
        return [("send", _hour(sent_on, "late", code))]
    submitted_on = working_day(sent_on - dt.timedelta(1), -1)
    return [("submit", _hour(submitted_on, "late", code)), ("send", _hour(sent_on, "noon", code))]


def _after(day, working_days):
    for _ in range(working_days):
        day = working_day(day + dt.timedelta(1))
    return day


_PARTS = {"am": (8, 20), "noon": (10, 30), "pm": (13, 35), "late": (15, 10)}


def _hour(day, part, code):
    hour, minute = _PARTS[part]
    start = dt.datetime.combine(day, dt.time(hour, minute), ZONE)
    return start + dt.timedelta(minutes=number(0, 75, "hour", day, part, code))
