"""A believable Publication.snapshot: Quý I/2018, 29 units, 25 targets, seven texts as an office would write them."""

import copy

PEOPLE = "Nhân lực, thống kê, quản lý nhà nước"
STATE = "Ứng dụng KH&CN trong cơ quan nhà nước"
BUSINESS = "Doanh nghiệp, ngành nghề da giày"
CREATIVE = "Sáng tạo, trường học, thanh niên"
MEDIA = "Truyền thông, chuyên trang"

LABELS = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "behind": "Chậm",
    "missed": "Không đạt",
    "not_due": "Chưa đến hạn",
    "no_data": "Chưa có số liệu",
    "tracked": "Theo dõi",
}

# code, ref, title, theme, unit, threshold, quarter, actual, fraction, verdict, note
TARGETS = [
    ("CT01", "II.2.1", "Cán bộ phụ trách KH&CN được bồi dưỡng", PEOPLE, "%", "100%", "27,6%", "93,1%", ("27", "29"), "on_track", "Còn 2 cán bộ: Phường 9, Quận đoàn."),
    ("CT02", "II.2.1", "Cơ quan, đơn vị có cơ sở dữ liệu thống kê KH&CN", PEOPLE, "%", "100%", "41,4%", "41,4%", ("12", "29"), "behind", "Cần thêm 17 đơn vị trước ngày 31/12/2020, mỗi quý 2 đơn vị."),
    ("CT03", "II.2.2", "Mô hình ứng dụng KH&CN hiệu quả trong cơ quan nhà nước", STATE, "mô hình", "3", "1", "1", None, "on_track", "Còn 2 mô hình trong 275 ngày; 1 mô hình thuộc công nghệ thông tin trong thủ tục hành chính."),
    ("CT04", "II.2.3", "Tổ chức, doanh nghiệp được hỗ trợ ứng dụng KH&CN", BUSINESS, "đơn vị", "3", "5", "5", None, "met", "Phường 4 và Phòng Kinh tế cùng hỗ trợ 1 doanh nghiệp, tính một lần."),
    ("CT05", "II.2.4", "Hỗ trợ ngành nghề da giày truyền thống", BUSINESS, "doanh nghiệp", "", "2", "2", None, "tracked", "Khảo sát 14 doanh nghiệp."),
    ("CT06", "II.2.5", "Cơ quan, đơn vị tổ chức phong trào lao động sáng tạo", STATE, "%", "100%", "57,7%", "57,7%", ("15", "26"), "on_track", ""),
    ("CT07", "II.2.5 / IV.12.3", "Ngày hội sáng tạo cấp quận", CREATIVE, "ngày hội", "1", "0", "0", None, "not_due", "Quận đoàn dự kiến tổ chức trong tháng 10."),
    ("CT08", "II.2.6", "Trường THCS, THPT có câu lạc bộ sáng tạo", CREATIVE, "%", "100%", "62,5%", "62,5%", ("5", "8"), "behind", "Cần thêm 3 trường."),
    ("CT09", "II.2.6", "Trường THCS, THPT có hoạt động sáng tạo trong năm học", CREATIVE, "%", "100%", "87,5%", "87,5%", ("7", "8"), "on_track", "Năm học 2017-2018; còn Trường THCS Quang Trung."),
    ("CT10", "II.2.7", "Chuyên trang Sáng kiến khoa học và công nghệ", MEDIA, "mốc", "31/12/2020", "Đã xong", "21/02/2018", None, "met", ""),
    ("CT11", "II.2.7", "Bài viết KH&CN mỗi tháng", MEDIA, "bài", "2 mỗi tháng", "5", "2/3 tháng", None, "missed", "Tháng 01/2018 có 1 bài; các tháng khác đạt 2 bài."),
    ("CT12", "II.2.8", "Doanh nghiệp được rà soát nhu cầu và hỗ trợ trực tiếp", BUSINESS, "doanh nghiệp", "", "1.036", "1.214", None, "tracked", "Rà soát bằng phiếu 1.036 doanh nghiệp."),
    ("CK01", "III.1.a.1", "Hội đồng tư vấn KH&CN", PEOPLE, "mốc", "31/12/2020", "2 trên 3 văn bản", "2 trên 3 văn bản", None, "on_track", "Chưa có văn bản phân công thành viên."),
    ("CK02", "III.1.a.2 / IV.2.6", "Bổ sung thang điểm thi đua KH&CN từ năm 2017", PEOPLE, "mốc", "31/12/2018", "Chưa", "Chưa", None, "not_due", ""),
    ("CK03", "III.1.a.4", "Lớp bồi dưỡng cán bộ KH&CN hằng năm", PEOPLE, "lớp", "1", "1", "1", None, "met", "41 người dự."),
    ("CK04", "III.1.b / IV.7.2", "Quy chế quản lý hoạt động sáng kiến", PEOPLE, "mốc", "31/12/2020", "Chưa", "Chưa", None, "not_due", ""),
    ("CK05", "III.2.3 / IV.13", "Tin, chuyên đề KH&CN tăng gấp hai lần", MEDIA, "tin, bài", "96", "19", "19", None, "behind", "Gốc năm 2016 là 48 tin, bài; cần bình quân 26 tin, bài mỗi quý còn lại."),
    ("CK06", "III.3.a.1 / IV.7.1", "ISO điện tử tại cơ quan, đơn vị", STATE, "%", "100%", "88,5%", "88,5%", ("23", "26"), "missed", "Hạn 31/12/2017; còn 3 đơn vị."),
    ("CK07", "III.3.a.1", "Mô hình Trường học xanh", CREATIVE, "mốc", "31/12/2017", "Đã xong", "18/01/2018", None, "met", "Xong sau hạn 18 ngày."),
    ("CK08", "III.3.a.1", "Điện mặt trời tại Trung tâm hành chính", STATE, "mốc", "31/12/2017", "Chưa", "Chưa", None, "missed", "Đang chờ thẩm định kết cấu mái."),
    ("CK09", "IV.12.3", "Hội thi sáng tạo trẻ hằng năm", CREATIVE, "hội thi", "1", "0", "0", None, "not_due", ""),
    ("CK10", "IV.6.4", "Ngày hội sáng tạo ngành giáo dục", CREATIVE, "ngày hội", "1", "0", "0", None, "not_due", ""),
    ("CK11", "IV.10", "Phân bổ ngân sách KH&CN hằng năm", PEOPLE, "mốc", "31/3/2018", "Đã xong", "09/3/2018", None, "met", ""),
    ("CK12", "IV.1.6", "Bản đồ công nghệ", BUSINESS, "mốc", "31/12/2020", "", "", None, "no_data", "Chưa có đơn vị báo cáo."),
    ("CK13", "IV", "Đơn vị xây dựng kế hoạch KH&CN hằng năm", PEOPLE, "%", "100%", "82,8%", "82,8%", ("24", "29"), "on_track", "Còn 5 đơn vị."),
]

DEPARTMENTS = [
    ("PKT", "Phòng Kinh tế"),
    ("VP", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    ("TNMT", "Phòng Tài nguyên và Môi trường"),
    ("QLDT", "Phòng Quản lý đô thị"),
    ("TP", "Phòng Tư pháp"),
    ("GDDT", "Phòng Giáo dục và Đào tạo"),
    ("NV", "Phòng Nội vụ"),
    ("YT", "Phòng Y tế"),
    ("TCKH", "Phòng Tài chính - Kế hoạch"),
]
WARDS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 16, 18)
PUBLIC = [("BV", "Bệnh viện Quận 4"), ("TTVH", "Trung tâm Văn hóa")]
MASS = [("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam"), ("LDLD", "Liên đoàn Lao động"), ("QD", "Quận đoàn")]

# Where a unit's row differs from: accepted, sent 12/3/2018, on time, first version.
EXCEPTIONS = {
    "TP": {"state": "none", "state_label": "Chưa soạn", "sent_on": None, "version": 0, "note": "Đã nhắc 3 lần."},
    "P9": {"sent_on": "2018-03-19", "late_days": 5, "version": 2, "note": "Trả lại một lần để bổ sung tử số CT01."},
    "P15": {"sent_on": "2018-03-15", "late_days": 1},
    "QD": {"state": "excluded", "state_label": "Không phải báo cáo", "sent_on": None, "version": 0, "note": "Đại hội, theo Quyết định số 17-QĐ/QU."},
    "BV": {"sent_on": "2018-03-14", "version": 3},
}

SECTIONS = [
    ("situation", "Tình hình triển khai", """\
Trong quý, 24 đơn vị ban hành kế hoạch hoạt động khoa học, công nghệ và đổi mới sáng tạo năm 2018. Phòng Kinh tế tổ chức 01 lớp bồi dưỡng cho cán bộ phụ trách, 41 người dự; số cán bộ được bồi dưỡng đạt 93,1% (27 trên 29 người).

Ủy ban nhân dân quận ban hành quyết định thành lập Hội đồng tư vấn khoa học và công nghệ cùng quy chế làm việc; văn bản phân công thành viên theo dõi từng đơn vị đang lấy ý kiến.

Việc chỉ đạo, đôn đốc được thực hiện theo ba nhóm:
- Khối phòng ban: rà soát nhiệm vụ còn tồn của năm 2017, xác định người chịu trách nhiệm và thời hạn;
- Khối phường: thống kê nguồn lực khoa học và công nghệ tại cơ sở, cập nhật cơ sở dữ liệu của 12 đơn vị;
- Mặt trận Tổ quốc và các tổ chức chính trị - xã hội: lồng ghép nội dung sáng tạo vào chương trình công tác năm."""),
    ("results", "Kết quả nổi bật", """\
Bệnh viện Quận 4 đưa vào sử dụng phiếu khám điện tử để phân luồng bệnh nhân, thời gian chờ giảm từ 52 xuống 31 phút (giảm 40,4%).

Phòng Kinh tế và Ủy ban nhân dân các phường hỗ trợ 5 tổ chức, doanh nghiệp ứng dụng khoa học và công nghệ, vượt mức giao cả năm là 3; trong đó có 2 doanh nghiệp da giày truyền thống được hướng dẫn phần mềm thiết kế rập và quản lý tồn kho.

Trung tâm Văn hóa mở chuyên trang Sáng kiến khoa học và công nghệ ngày 21/02/2018, đăng 19 tin, bài; lượt đọc bình quân 1.214 lượt mỗi tuần."""),
    ("advantages", "Thuận lợi", "Ủy ban nhân dân quận phân bổ kinh phí khoa học và công nghệ từ ngày 09/3/2018, sớm hơn hạn 22 ngày; các đơn vị chủ động hơn trong việc chọn nội dung thực hiện."),
    ("difficulties", "Khó khăn, vướng mắc", """\
Còn 3 đơn vị chưa hoàn thành ISO điện tử theo hạn 31/12/2017. Công trình điện mặt trời tại Trung tâm hành chính chậm do phải thẩm định lại kết cấu mái.

Cơ sở dữ liệu thống kê mới có ở 12 trên 29 đơn vị; nhiều phường nhập số liệu bằng tay, mất bình quân 1,5 ngày mỗi quý."""),
    ("causes", "Nguyên nhân", "Cán bộ phụ trách ở các phường đều kiêm nhiệm; trong quý có 4 phường thay cán bộ phụ trách nhưng chưa bàn giao đầy đủ hồ sơ."),
    ("proposals", "Kiến nghị, đề xuất", """\
Đề nghị Ủy ban nhân dân quận chỉ đạo Văn phòng Hội đồng nhân dân và Ủy ban nhân dân hoàn tất thẩm định kết cấu mái trước ngày 30/4/2018.

Đề nghị Sở Khoa học và Công nghệ hỗ trợ biểu mẫu thống kê thống nhất cho cấp phường."""),
    ("next_quarter", "Phương hướng quý sau", """\
Hoàn thành văn bản phân công thành viên Hội đồng tư vấn; bồi dưỡng 2 cán bộ còn lại; vận động thêm 2 mô hình ứng dụng trong cơ quan nhà nước.

Phối hợp Quận đoàn chuẩn bị Ngày hội sáng tạo cấp quận năm 2018."""),
]


def _target(code, ref, title, theme, unit, threshold, quarter, actual, fraction, verdict, note):
    is_late = code == "CK07"
    return {
        "code": code,
        "ref": ref,
        "title": title,
        "theme": theme,
        "unit_label": unit,
        "threshold_text": threshold,
        "quarter_text": quarter,
        "actual_text": actual,
        "actual": "",
        "threshold": "",
        "numerator": fraction[0] if fraction else "",
        "denominator": fraction[1] if fraction else "",
        "verdict": verdict,
        "verdict_label": "Đạt, chậm hạn" if is_late else LABELS[verdict],
        "is_late": is_late,
        "note": note,
        "sources": [],
    }


def _unit(code, name, group):
    row = {
        "code": code,
        "name": name,
        "group": group,
        "state": "accepted",
        "state_label": "Đã chấp nhận",
        "sent_on": "2018-03-12",
        "late_days": 0,
        "version": 1,
        "note": "",
    }
    return row | EXCEPTIONS.get(code, {})


def sample_snapshot(*, date="2018-06-08", texts=None, replaces=None, reason="") -> dict:
    """A snapshot of its own for each call. ``date``: the document's date; ``texts``: section key → text instead."""
    wards = [(f"P{number}", f"Ủy ban nhân dân Phường {number}") for number in WARDS]
    rows = [(DEPARTMENTS, "phòng ban"), (wards, "phường"), (PUBLIC, "đơn vị sự nghiệp"), (MASS, "Mặt trận Tổ quốc và tổ chức chính trị - xã hội")]
    units = [_unit(code, name, group) for members, group in rows for code, name in members]
    targets = [_target(*row) for row in TARGETS]
    verdicts = {key: sum(target["verdict"] == key for target in targets) for key in LABELS}
    snapshot = {
        "schema": 1,
        "kind": "quarter",
        "number": replaces["number"] + 1 if replaces else 1,
        "code": "7K4M-294Q",
        "published_at": f"{date}T10:05:00+07:00",
        "publisher": "Trần Thị Ngọc Diễm",
        "check_url": "http://127.0.0.1:8000/kiem-tra/7K4M-294Q/",
        "replaces": replaces,
        "reason": reason,
        "period": {
            "key": "2018-1",
            "label": "Quý I/2018",
            "year": 2018,
            "quarter": 1,
            "window_from": "2017-12-15",
            "window_to": "2018-03-14",
            "due_on": "2018-03-14",
        },
        "plan": {
            "number": "294/KH-UBND",
            "issued_on": "2016-12-19",
            "title": "Thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo giai đoạn 2016 - 2020 trên địa bàn Quận 4",
            "issued_by": "Ủy ban nhân dân Quận 4",
        },
        "document": {
            "parent": "ỦY BAN NHÂN DÂN QUẬN 4",
            "agency": "PHÒNG KINH TẾ",
            "agency_name": "Phòng Kinh tế",
            "number": "",
            "symbol": "BC-KT",
            "place": "Quận 4",
            "date": date,
            "kind": "BÁO CÁO",
            "subject": [
                "Kết quả thực hiện nhiệm vụ khoa học, công nghệ",
                "và đổi mới sáng tạo Quý I năm 2018",
            ],
            "addressee": "Ủy ban nhân dân Quận 4",
            "signature": {"lines": ["TRƯỞNG PHÒNG"], "name": "Trần Thị Ngọc Diễm"},
            "recipients": [
                "UBND Quận 4 (để báo cáo)",
                "Sở Khoa học và Công nghệ",
                "Các phòng ban, đơn vị thuộc quận",
                "UBND 15 phường",
                "Lưu: VT, KT.",
            ],
        },
        "bases": [
            "Kế hoạch số 294/KH-UBND ngày 19/12/2016 của Ủy ban nhân dân Quận 4 về thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo giai đoạn 2016 - 2020 trên địa bàn Quận 4",
            "Công văn số 837/SKHCN-KHTC ngày 28/4/2016 của Sở Khoa học và Công nghệ",
        ],
        "opening": "Phòng Kinh tế tổng hợp kết quả thực hiện Kế hoạch trong Quý I năm 2018 từ báo cáo của 27 trên 28 đơn vị (chưa có báo cáo của Phòng Tư pháp) như sau:",
        "sections": [{"key": key, "title": title, "text": text} for key, title, text in SECTIONS],
        "closing": "Trên đây là báo cáo kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018.",
        "counts": {
            "expected": 28,
            "accepted": 27,
            "missing": ["Phòng Tư pháp"],
            "excluded": [{"name": "Quận đoàn", "reason": "Đại hội nhiệm kỳ, theo Quyết định số 17-QĐ/QU."}],
            "verdicts": verdicts,
        },
        "targets": targets,
        "units": units,
    }
    for section in snapshot["sections"]:
        section["text"] = (texts or {}).get(section["key"], section["text"])
    return copy.deepcopy(snapshot)


def short_snapshot(**options) -> dict:
    """A snapshot whose appendices hold next to nothing, for tests that draw the body many times."""
    snapshot = sample_snapshot(**options)
    return snapshot | {"targets": snapshot["targets"][:1], "units": snapshot["units"][:1]}


def span_snapshot(*, before="6 tháng đầu năm 2017", **options) -> dict:
    """The same of 6 months; ``before`` "" as in the first year of a plan."""
    snapshot = sample_snapshot(**options)
    rates = {target["code"]: f"{place * 12},{place % 10}%" for place, target in enumerate(snapshot["targets"], 1)}
    counts = [(2, 2, 0, 0, 0, ""), (2, 1, 1, 5, 0, "Chậm: Quý I 5 ngày."), (1, 0, 0, 0, 1, "Chưa có: Quý II.")]
    names = ("expected", "on_time", "late", "late_days", "missing", "note")
    return snapshot | {
        "kind": "half",
        "span": {
            "label": "6 tháng đầu năm 2018", "within_head": "Thực hiện trong 6 tháng", "before_head": before,
            "quarters": ["2018-1", "2018-2"], "units": 29, "on_time": 30, "late": 10,
        },
        "targets": [
            target | {"rate_text": rates[target["code"]] if target["threshold_text"] else "–", "before_text": "1.234"}
            for target in snapshot["targets"]
        ],
        "units": [
            {name: unit[name] for name in ("code", "name", "group")} | dict(zip(names, counts[place % 3], strict=True))
            for place, unit in enumerate(snapshot["units"])
        ],
    }  # fmt: skip


STATES = ("done", "regular", "underway", "not_started", "dropped", "none")
TASKS = [
    ("III.1.a Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở", "IV.14.2", "Bố trí cán bộ phụ trách và thống kê KH&CN trên địa bàn", (0, 11, 2, 1, 0, 1), ["Phường 9"], ["Phường 15", "Phường 16"]),
    ("III.1.a Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở", "", "Việc riêng của các đơn vị", (3, 0, 2, 0, 1, 0), [], []),
    ("III.2 Truyền thông về KH&CN", "IV.13.1", "Chuyên trang Sáng kiến khoa học và công nghệ", (1, 0, 0, 0, 0, 0), [], []),
    ("III.4.b Hoạt động đổi mới sáng tạo", "IV.12.3", "Ngày hội sáng tạo và hội thi sáng tạo trẻ hằng năm", (0, 0, 1, 0, 0, 0), [], []),
]
ACTIVITIES = [
    ("Mô hình ứng dụng", "2018-02-21", "Phiếu khám điện tử phân luồng bệnh nhân", ["Bệnh viện Quận 4", "Phòng Kinh tế"], ["CT03"]),
    ("Hỗ trợ doanh nghiệp", "2018-01-16", "Hướng dẫn hai cơ sở da giày dùng phần mềm thiết kế rập", ["Phường 4"], ["CT04", "CT05"]),
    ("Hỗ trợ doanh nghiệp", "2018-03-05", "Tư vấn nhãn hiệu cho cơ sở giày", ["Phòng Kinh tế"], ["CT04"]),
    ("Bài viết", "2018-02-27", "2018", ["Trung tâm Văn hóa"], ["CT11"]),
]
INITIATIVES = [
    ("2018-01-30", "Sổ theo dõi trang thiết bị y tế bằng mã vạch", "Bệnh viện Quận 4", ["Lê Thị Hoa", "Trần Văn Bình"], 2, "14/QĐ-BV", "03/2018"),
    ("2018-02-12", "Bộ đồ dùng dạy học bằng vật liệu tái chế", "Phòng GD&ĐT", [], 1, "21/QĐ-UBND", "04/2018"),
]


def _few(names):
    return {"units": names, "more": 0}


def enclosed(tasks=TASKS, activities=ACTIVITIES, initiatives=INITIATIVES) -> dict:
    """What reports.enclosed freezes."""
    return {
        "tasks": {
            "year": 2018,
            "rows": [
                {
                    "heading": heading, "ref": ref, "title": title, "count": sum(counts),
                    "states": dict(zip(STATES, counts, strict=True)), "overdue": _few(overdue), "stuck": _few(stuck),
                }
                for heading, ref, title, counts, overdue, stuck in tasks
            ],
        },
        "activities": {
            "rows": [
                dict(zip(("kind", "on", "title", "units", "targets"), row, strict=True)) for row in activities
            ],
            "left_out": {},
        },
        "initiatives": {
            "rows": [
                {
                    "on": on, "title": title, "unit": unit, "body": unit, "authors": authors, "author_count": count,
                    "decision": decision, "certificate": certificate,
                }
                for on, title, unit, authors, count, decision, certificate in initiatives
            ],
            "left_out": 0,
        },
    }  # fmt: skip


def full_snapshot(*, before="Quý I/2017", **options) -> dict:
    """A quarter's as it is frozen now: rate, the year before, heads within the results, all appendices."""
    snapshot = sample_snapshot(**options)
    results = next(section for section in snapshot["sections"] if section["key"] == "results")
    lines = [line for line in results["text"].split("\n") if line]
    if "results" not in (options.get("texts") or {}):
        results["text"] = "\n".join(
            [
                "III.1.a Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở", "III.3.b Ứng dụng công nghệ thông tin, KH&CN", lines[0],
                "III.4.a Ứng dụng KH&CN phục vụ sản xuất kinh doanh và đời sống", lines[1], "III.2 Truyền thông về KH&CN", lines[2],
            ]
        )  # fmt: skip
    return snapshot | enclosed() | {
        "outlined": True,
        "columns": {"within_head": "Thực hiện trong quý", "before_head": before},
        "targets": [
            target | {"rate_text": f"{place * 7},5%" if target["threshold_text"] else "–", "before_text": f"{place % 4}"}
            for place, target in enumerate(snapshot["targets"], 1)
        ],
    }
