"""Initiatives of the demonstration, from drafts to certificates, each told by the portal's own acts at its day.

Of Phòng Kinh tế, which several wards file to, one decision is overdue and one answer; every name is invented.
"""

import datetime as dt

from initiatives import application, drafting, recognition
from initiatives.models import Council, Initiative, ScopeDecision
from reports.demo import councils, people, texts
from reports.demo.calendar import instant
from reports.demo.initiative_texts import INITIATIVES
from targets.models import Heading
from units.models import Unit
from units.vietnamese import format_date

SCOPE = ScopeDecision.Scope

# Each: unit, body, the application, its authors (name, workplace, post, born, education, share), and what happened:
# (day and hour, act, what was typed).
STORIES = [
    {
        "unit": "P6",
        "body": "P6",
        "title": "Lấy số thứ tự trực tuyến tại bộ phận một cửa Phường 6",
        "field": "Cải cách thủ tục hành chính",
        "first_applied_on": "06/03/2017",
        "nature": (
            "Trước đây người dân đến phường mới lấy được số, giờ cao điểm chờ đến 50 phút.\n"
            "Trang lấy số chạy trên điện thoại, không cần cài đặt; số được giữ 15 phút sau giờ hẹn; màn hình "
            "tại phường đọc tên quầy. Phần mềm viết bằng công cụ miễn phí, chạy trên máy tính cũ của phường."
        ),
        "conditions": "Một máy tính, một màn hình, đường truyền Internet sẵn có; nửa ngày hướng dẫn cán bộ một cửa.",
        "benefits": (
            "Thời gian chờ trung bình từ 42 phút còn 17 phút. Quý I/2018 có 1.120 lượt người dùng, 41% lấy số từ nhà. "
            "Chi phí 3,5 triệu đồng, không phải mua phần mềm."
        ),
        "summary": "Người dân lấy số và hẹn giờ làm thủ tục bằng điện thoại; thời gian chờ giảm hơn một nửa.",
        "authors": [
            (
                "Hồ Minh Triết",
                "Ủy ban nhân dân Phường 6",
                "Công chức Văn phòng - Thống kê",
                "14/09/1986",
                "Cử nhân",
                "60",
            ),
            (
                "Lâm Quang Tiến",
                "Ủy ban nhân dân Phường 6",
                "Công chức Tư pháp - Hộ tịch",
                "02/11/1990",
                "Cử nhân",
                "40",
            ),
        ],
        "acts": [
            ("2017-06-05T09:10", "file", {}),
            ("2017-06-06T10:00", "receive", {}),
            ("2017-06-20T14:30", "accept", {}),
            (
                "2017-07-14T16:00",
                "recognise",
                {
                    "council_met_on": "12/07/2017",
                    "council_for": "3",
                    "council_against": "0",
                    "council_opinion": "Giải pháp mới đối với phường, đã áp dụng có hiệu quả. Đề nghị công nhận.",
                    "decision_number": "88/QĐ-UBND",
                    "certified_summary": (
                        "Trang lấy số thứ tự và hẹn giờ trên điện thoại cho người dân đến bộ phận một cửa; số được giữ "
                        "15 phút sau giờ hẹn, màn hình tại phường đọc tên quầy."
                    ),
                    "certified_benefits": "Thời gian chờ trung bình từ 42 phút còn 17 phút; không phải mua phần mềm.",
                },
            ),
            (
                "2017-12-05T09:00",
                "scope",
                {
                    "scope": SCOPE.DISTRICT.value,
                    "scope_number": "1520/QĐ-UBND",
                    "scope_decided_on": "01/12/2017",
                    "scope_decided_by": "Ủy ban nhân dân Quận 4",
                },
            ),
            (
                "2017-12-06T08:30",
                "show",
                {
                    "summary": (
                        "Người dân lấy số và hẹn giờ làm thủ tục bằng điện thoại; "
                        "thời gian chờ tại phường giảm hơn một nửa."
                    )
                },
            ),
        ],
    },
    {
        "unit": "BV",
        "body": "BV",
        "title": "Phiếu khám điện tử liên thông giữa phòng khám và nhà thuốc",
        "field": "Y tế",
        "first_applied_on": "10/07/2017",
        "nature": "Phiếu khám nhập một lần tại phòng khám, nhà thuốc nhận ngay; mã vạch trên phiếu thay cho chép tay.",
        "conditions": "Mạng nội bộ, máy đọc mã vạch ở nhà thuốc.",
        "benefits": "Thời gian chờ khám còn 31 phút; không còn đơn thuốc phải hỏi lại vì khó đọc.",
        "authors": [("Mạc Thị Lan Phương", "Bệnh viện Quận 4", "Bác sĩ", "23/04/1979", "Bác sĩ chuyên khoa I", "100")],
        "acts": [
            ("2018-01-15T08:40", "file", {}),
            ("2018-01-16T09:00", "receive", {}),
            ("2018-02-01T10:20", "accept", {}),
            (
                "2018-04-20T15:30",
                "recognise",
                {
                    "council_met_on": "18/04/2018",
                    "council_for": "4",
                    "council_against": "1",
                    "council_opinion": "Áp dụng được cho mọi phòng khám của bệnh viện. Đề nghị công nhận.",
                    "decision_number": "57/QĐ-BV",
                    "certified_summary": "Phiếu khám nhập một lần, nhà thuốc nhận ngay nhờ mã vạch trên phiếu.",
                    "certified_benefits": "Thời gian chờ khám còn 31 phút; không còn đơn thuốc phải hỏi lại.",
                },
            ),
        ],
    },
    {
        "unit": "GDDT",
        "body": "GDDT",
        "title": "Sổ liên lạc bằng nhóm nhắn tin",
        "field": "Giáo dục",
        "first_applied_on": "05/09/2017",
        "nature": "Giáo viên chủ nhiệm lập nhóm nhắn tin với phụ huynh, gửi bài tập và điểm hằng tuần.",
        "conditions": "Phụ huynh có điện thoại nối mạng.",
        "benefits": "Phụ huynh nhận tin trong ngày.",
        "authors": [("Giang Thị Mỹ Lệ", "Phòng Giáo dục và Đào tạo", "Chuyên viên", "30/12/1988", "Thạc sĩ", "100")],
        "acts": [
            ("2017-12-11T09:00", "file", {}),
            ("2017-12-12T08:20", "receive", {}),
            ("2017-12-25T14:00", "accept", {}),
            (
                "2018-03-09T10:00",
                "refuse",
                {
                    "council_met_on": "07/03/2018",
                    "council_for": "1",
                    "council_against": "2",
                    "council_opinion": "Cách làm đã phổ biến ở nhiều trường trước khi áp dụng.",
                    "decision_number": "112/TB-GDĐT",
                    "reason": "Giải pháp trùng với cách làm đã phổ biến, chưa có tính mới trong phạm vi cơ sở.",
                },
            ),
        ],
    },
    {
        "unit": "P12",
        "body": "PKT",
        "title": "Bản đồ điểm rác tồn đọng do tổ dân phố báo bằng ảnh",
        "field": "Môi trường",
        "first_applied_on": "02/10/2017",
        "nature": "Tổ trưởng chụp ảnh điểm rác, vị trí tự ghi lên bản đồ chung; đội thu gom nhận danh sách mỗi sáng.",
        "conditions": "Điện thoại có định vị; một người theo dõi bản đồ ở phường.",
        "benefits": "Số điểm rác tồn quá 24 giờ từ 19 còn 4 trong quý.",
        "authors": [
            ("Lý Thanh Tùng", "Ủy ban nhân dân Phường 12", "Công chức Địa chính", "19/08/1984", "Kỹ sư", "70"),
            ("Nguyễn Thị Hoàng Yến", "Ủy ban nhân dân Phường 12", "Phó Chủ tịch", "08/03/1977", "Cử nhân", "30"),
        ],
        "acts": [
            ("2018-02-05T09:30", "file", {}),
            ("2018-02-06T08:10", "receive", {}),
            ("2018-02-20T15:00", "accept", {}),
        ],
    },
    {
        "unit": "P14",
        "body": "PKT",
        "title": "Tờ khai mẫu có mã QR tại nơi tiếp công dân",
        "field": "Cải cách thủ tục hành chính",
        "first_applied_on": "15/01/2018",
        "nature": "Mỗi thủ tục một mã QR mở đúng tờ khai đã điền mẫu, in được tại quầy hoặc gửi về điện thoại.",
        "conditions": "Máy in tại nơi tiếp công dân.",
        "benefits": "Số hồ sơ phải điền lại giảm một phần ba.",
        "authors": [("Châu Ngọc Ẩn", "Ủy ban nhân dân Phường 14", "Công chức Tư pháp", "25/05/1991", "Cử nhân", "100")],
        "acts": [("2018-04-27T09:00", "file", {}), ("2018-05-02T08:30", "receive", {})],
    },
    {
        "unit": "P3",
        "body": "PKT",
        "title": "Theo dõi tiến độ hồ sơ bằng bảng màu dùng chung",
        "field": "Cải cách thủ tục hành chính",
        "first_applied_on": "01/12/2017",
        "nature": "Bảng tính dùng chung tô màu hồ sơ theo số ngày còn lại, mỗi sáng gửi danh sách sắp đến hạn.",
        "conditions": "Tài khoản văn phòng điện tử của phường.",
        "benefits": "Không còn hồ sơ trễ hạn trong quý.",
        "authors": [
            ("Trần Thị Mỹ Duyên", "Ủy ban nhân dân Phường 3", "Công chức Văn phòng", "11/07/1989", "Cử nhân", "100")
        ],
        "acts": [
            ("2018-05-10T10:00", "file", {}),
            ("2018-05-11T09:20", "receive", {}),
            (
                "2018-05-25T16:10",
                "supplement",
                {"reason": "Nêu rõ điểm khác với phần mềm một cửa đang dùng, kèm ảnh chụp bảng theo dõi của một tuần."},
            ),
        ],
    },
    {
        "unit": "QD",
        "body": "PKT",
        "title": "Ngày hội sửa đồ điện gia dụng của học sinh",
        "field": "Giáo dục, môi trường",
        "first_applied_on": "24/03/2018",
        "nature": "Học sinh câu lạc bộ sáng tạo nhận sửa đồ điện nhỏ cho cư dân, thợ lành nghề kèm từng bàn.",
        "conditions": "Sân trường, bộ dụng cụ, hai thợ tình nguyện.",
        "benefits": "Sửa được 63 trên 88 món trong một buổi.",
        "authors": [
            ("Lại Nguyễn Minh Khôi", "Quận đoàn", "Ủy viên Ban Thường vụ", "06/06/1993", "Cử nhân", "50"),
            ("Thôi Gia Bảo", "Tổ 12, khu phố 3, Phường 8", "Thợ điện", "12/10/1985", "Trung cấp nghề", "50"),
        ],
        "acts": [("2018-06-05T14:45", "file", {})],
    },
    {
        "unit": "P2",
        "body": "P2",
        "title": "Hòm thư góp ý bằng tin nhắn thoại cho người cao tuổi",
        "field": "Cải cách thủ tục hành chính",
        "first_applied_on": "03/07/2017",
        "nature": "Người cao tuổi gọi một số máy và nói; máy ghi lại, cán bộ nghe và trả lời trong hai ngày.",
        "authors": [("Phạm Quốc Thịnh", "Ủy ban nhân dân Phường 2", "", "", "", "")],
        "acts": [],
    },
]


def tell(users) -> None:
    """``users`` by username. Nothing here is later than 07/06/2018."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    told = [_story_of(text) for text in INITIATIVES]
    own = {story["body"]: _members(story["body"]) for story in told}
    for code, members in {**own, **councils.INITIATIVES}.items():
        councils.found(units[code], members, users)
    councils.tell(users)
    for story in STORIES + told:
        _tell(story, users, units)
    councils.tell_meetings(users)


def _members(code) -> tuple[str, ...]:
    """Head, officer in charge and a third: the smallest council that can be of two minds."""
    reporter, head = people.UNITS[code]
    others = ["Hàn Thị Thu Cúc", "Mẫn Đức Tài", "Ứng Thị Kim Liên"]
    return head, others[texts.number(0, 2, "council", code)], reporter


def _born(name) -> str:
    day, month, year = (texts.number(*span, name) for span in ((1, 28, "day"), (1, 12, "month"), (1975, 1992, "year")))
    return f"{day:02d}/{month:02d}/{year}"


def _story_of(text) -> dict:
    """One of ``initiative_texts``, filed to its own unit, recognised and put on the public page."""
    short = text.summary.split(". ")
    met_on = texts.working_day(text.decided_on - dt.timedelta(3), -1)
    shown_on = min(texts.working_day(text.decided_on + dt.timedelta(3)), dt.date(2018, 6, 7))
    return {
        "unit": text.unit,
        "body": text.unit,
        "title": text.title,
        "field": text.field,
        "heading": text.heading,
        "first_applied_on": format_date(text.first_applied_on),
        "nature": text.nature,
        "conditions": text.conditions,
        "benefits": text.benefits,
        "authors": [
            (one.name, one.workplace, one.post, _born(one.name), "Cử nhân", str(one.share)) for one in text.authors
        ],
        "acts": [
            (f"{text.filed_on}T09:20", "file", {}),
            (f"{texts.working_day(text.filed_on + dt.timedelta(1))}T10:10", "receive", {}),
            (f"{text.accepted_on}T14:05", "accept", {}),
            (
                f"{text.decided_on}T15:30",
                "recognise",
                {
                    "council_met_on": format_date(met_on),
                    "council_for": "3",
                    "council_against": "0",
                    "council_opinion": "Có tính mới trong phạm vi cơ sở, đã áp dụng và có lợi ích. Đề nghị công nhận.",
                    "decision_number": text.decision_number,
                    "certified_summary": f"{short[0].rstrip('.')}.",
                    "certified_benefits": text.benefits,
                },
            ),
            (f"{shown_on}T16:10", "show", {"summary": text.summary}),
        ],
    }


def _tell(story, users, units):
    writer = users[f"{story['unit'].lower()}.canbo"]
    sheet = application.read(_post(story))
    first = story["acts"][0][0] if story["acts"] else "2018-06-04T08:30"
    row = drafting.start(
        sheet,
        unit=units[story["unit"]],
        body=units[story["body"]],
        heading=Heading.objects.filter(ref=story.get("heading", "")).first(),
        by=writer,
        at=instant(first) - dt.timedelta(3),
    )
    for when, act, said in story["acts"]:
        row = Initiative.objects.select_related("unit", "body").get(pk=row.pk)
        told = {"at": instant(when), "revision": row.revision}
        if act == "file":
            drafting.file(row, by=writer, **told)
            continue
        head = act in ("recognise", "refuse", "show")
        by = users[f"{row.body.code.lower()}.{'lanhdao' if head else 'canbo'}"]
        advisers = row.body.councils.in_term(told["at"].date()).filter(kind=Council.Kind.INITIATIVES)
        council = advisers.values_list("pk", flat=True).first()
        typed = {"council": str(council or ""), "signed_as": recognition.signed_as(row.body), **said}
        recognition.ACTS[act](row, by=by, said=typed, **told)


def _post(story) -> dict[str, str]:
    post = {name: story[name] for name in application.BY_NAME if name in story}
    for number, values in enumerate(story["authors"], 1):
        post |= {f"author-{number}-{one.name}": value for one, value in zip(application.AUTHOR, values)}
    return post
