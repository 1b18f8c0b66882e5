"""Kế hoạch 294/KH-UBND as loaded, against a list written out by hand: every title, every count."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command

from targets import quarters
from targets.models import Assignment, Heading, Passage, Period, Plan, Target, Task
from units.models import Unit

pytestmark = pytest.mark.django_db

# code, kind, group, ref, name, short name
UNITS = [
    ("PKT", "department", "2-office", "IV.1", "Phòng Kinh tế", "Phòng Kinh tế"),
    ("VP", "office", "2-office", "IV.2", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng HĐND và UBND"),
    ("TNMT", "department", "2-office", "IV.3", "Phòng Tài nguyên và Môi trường", "Phòng Tài nguyên và Môi trường"),
    ("QLDT", "department", "2-office", "IV.4", "Phòng Quản lý đô thị", "Phòng Quản lý đô thị"),
    ("TP", "department", "2-office", "IV.5", "Phòng Tư pháp", "Phòng Tư pháp"),
    ("GDDT", "department", "2-office", "IV.6", "Phòng Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo"),
    ("NV", "department", "2-office", "IV.7", "Phòng Nội vụ", "Phòng Nội vụ"),
    ("YT", "department", "2-office", "IV.8", "Phòng Y tế", "Phòng Y tế"),
    ("BV", "public", "4-public", "IV.9", "Bệnh viện Quận 4", "Bệnh viện Quận 4"),
    ("TCKH", "department", "2-office", "IV.10", "Phòng Tài chính - Kế hoạch", "Phòng Tài chính - Kế hoạch"),
    ("P1", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 1", "Phường 1"),
    ("P2", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 2", "Phường 2"),
    ("P3", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 3", "Phường 3"),
    ("P4", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 4", "Phường 4"),
    ("P5", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 5", "Phường 5"),
    ("P6", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 6", "Phường 6"),
    ("P8", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 8", "Phường 8"),
    ("P9", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 9", "Phường 9"),
    ("P10", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 10", "Phường 10"),
    ("P12", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 12", "Phường 12"),
    ("P13", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 13", "Phường 13"),
    ("P14", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 14", "Phường 14"),
    ("P15", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 15", "Phường 15"),
    ("P16", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 16", "Phường 16"),
    ("P18", "ward", "1-ward", "IV.11", "Ủy ban nhân dân Phường 18", "Phường 18"),
    ("MTTQ", "mass", "3-mass", "IV.12", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc"),
    ("LDLD", "mass", "3-mass", "IV.12", "Liên đoàn Lao động", "Liên đoàn Lao động"),
    ("QD", "mass", "3-mass", "IV.12", "Quận đoàn", "Quận đoàn"),
    ("TTVH", "public", "4-public", "IV.13", "Trung tâm Văn hóa", "Trung tâm Văn hóa"),
    ("HLHPN", "mass", "3-mass", "IV.12", "Hội Liên hiệp Phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("HCCB", "mass", "3-mass", "IV.12", "Hội Cựu chiến binh", "Hội Cựu chiến binh"),
]

DIRECTIONS = [
    ("I.1", "Đổi mới mạnh mẽ - đồng bộ về tổ chức, cơ chế quản lý về hoạt động khoa học và công nghệ"),
    ("I.2", "Tập trung các nguồn lực để triển khai các định hướng phát triển KH&CN chủ yếu"),
    ("I.3", "Tiếp tục nâng cao tiềm lực KH&CN Quận 4"),
    ("I.4", "Phát triển thị trường công nghệ, doanh nghiệp KH&CN và các hoạt động dịch vụ KH&CN"),
    ("I.5", "Tiếp tục đẩy mạnh hội nhập quốc tế về KH&CN"),
    ("I.6", "Đẩy mạnh ứng dụng tiến bộ KH&CN và đổi mới sáng tạo ở cơ sở"),
]

OBJECTIVES = [
    ("II.1.1", "Nâng cao nhận thức, tăng cường trách nhiệm lãnh "),
    ("II.1.2", "Phát triển mạnh mẽ KH&CN, đổi mới sáng tạo trở t"),
    ("II.1.3", "Nâng cao năng lực quản lý nhà nước về KH&CN tại "),
    ("II.1.4", "Đẩy mạnh các hoạt động đổi mới sáng tạo, ứng dụn"),
    ("II.1.5", "Xây dựng, thúc đẩy các hoạt động đổi mới sáng tạ"),
    ("II.1.6", "Đảm bảo các chương trình, kế hoạch phát triển ki"),
]

# ref, title, how many paragraphs
HEADINGS = [
    ("III.1.a", "Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở", 5),
    ("III.1.b", "Môi trường, cơ chế thúc đẩy sáng kiến", 1),
    ("III.1.c", "Thanh tra, kiểm tra về KH&CN", 1),
    ("III.2", "Truyền thông về KH&CN", 3),
    ("III.3.a", "Hệ thống quản lý chất lượng, phương pháp quản trị", 2),
    ("III.3.b", "Ứng dụng công nghệ thông tin, KH&CN", 1),
    ("III.3.c", "Phong trào sáng kiến trong cơ quan, đơn vị", 2),
    ("III.4.a", "Ứng dụng KH&CN phục vụ sản xuất kinh doanh và đời sống", 6),
    ("III.4.b", "Hoạt động đổi mới sáng tạo", 5),
]

# ref, units that section IV names
SOLUTIONS = [
    ("III.1.a.1", ""),
    ("III.1.a.2", "VP"),
    ("III.1.a.3", "PKT VP TNMT QLDT TP GDDT NV YT"),
    ("III.1.a.4", "PKT"),
    ("III.1.a.5", "PKT"),
    ("III.1.b", "NV"),
    ("III.1.c", "PKT"),
    ("III.2.1", "PKT MTTQ LDLD QD"),
    ("III.2.2", "PKT"),
    ("III.2.3", "TTVH"),
    ("III.3.a.1", "PKT VP TNMT QLDT TP GDDT NV YT"),
    ("III.3.a.2", "NV"),
    ("III.3.b", "PKT VP TNMT QLDT TP GDDT YT BV"),
    ("III.3.c.1", "LDLD"),
    ("III.3.c.2", "LDLD"),
    ("III.4.a.1", "PKT"),
    ("III.4.a.2", "PKT"),
    ("III.4.a.3", ""),
    ("III.4.a.4", "PKT TNMT MTTQ LDLD QD"),
    ("III.4.a.5", "PKT"),
    ("III.4.a.6", "PKT"),
    ("III.4.b.1", "GDDT LDLD QD"),
    ("III.4.b.2", "PKT NV LDLD"),
    ("III.4.b.3", ""),
    ("III.4.b.4", ""),
    ("III.4.b.5", "PKT"),
]

TARGETS = [
    ("CT01", "II.2.1", "Cán bộ phụ trách KH&CN được bồi dưỡng"),
    ("CT02", "II.2.1", "Cơ quan, đơn vị có cơ sở dữ liệu thống kê KH&CN"),
    ("CT03", "II.2.2", "Mô hình ứng dụng KH&CN hiệu quả trong cơ quan nhà nước"),
    ("CT04", "II.2.3", "Tổ chức, doanh nghiệp được hỗ trợ ứng dụng KH&CN"),
    ("CT05", "II.2.4", "Hỗ trợ ngành nghề da giày truyền thống"),
    ("CT06", "II.2.5", "Cơ quan, đơn vị tổ chức phong trào lao động sáng tạo"),
    ("CT07", "II.2.5 / IV.12.3", "Ngày hội sáng tạo cấp quận"),
    ("CT08", "II.2.6", "Trường THCS, THPT có câu lạc bộ sáng tạo"),
    ("CT09", "II.2.6", "Trường THCS, THPT có hoạt động sáng tạo trong năm học"),
    ("CT10", "II.2.7", "Chuyên trang Sáng kiến khoa học và công nghệ"),
    ("CT11", "II.2.7", "Bài viết KH&CN mỗi tháng"),
    ("CT12", "II.2.8", "Doanh nghiệp được rà soát nhu cầu và hỗ trợ trực tiếp"),
    ("CK01", "III.1.a.1", "Hội đồng tư vấn KH&CN"),
    ("CK02", "III.1.a.2 / IV.2.6", "Bổ sung thang điểm thi đua KH&CN từ năm 2017"),
    ("CK03", "III.1.a.4", "Lớp bồi dưỡng cán bộ KH&CN hằng năm"),
    ("CK04", "III.1.b / IV.7.2", "Quy chế quản lý hoạt động sáng kiến"),
    ("CK05", "III.2.3 / IV.13", "Tin, chuyên đề KH&CN tăng gấp hai lần"),
    ("CK06", "III.3.a.1 / IV.7.1", "ISO điện tử tại cơ quan, đơn vị"),
    ("CK07", "III.3.a.1", "Mô hình Trường học xanh"),
    ("CK08", "III.3.a.1", "Điện mặt trời tại Trung tâm hành chính"),
    ("CK09", "IV.12.3", "Hội thi sáng tạo trẻ hằng năm"),
    ("CK10", "IV.6.4", "Ngày hội sáng tạo ngành giáo dục"),
    ("CK11", "IV.10", "Phân bổ ngân sách KH&CN hằng năm"),
    ("CK12", "IV.1.6", "Bản đồ công nghệ"),
    ("CK13", "IV (đoạn áp chót)", "Đơn vị xây dựng kế hoạch KH&CN hằng năm"),
]

# code, measure, threshold, basis, over time, over units, source, due (day/month: every year), unit
MEASURES = [
    ("CT01", "percent", 100, "plan", "last", "ratio", "registry", "", "người"),
    ("CT02", "share", 100, "plan", "last", "share", "reported", "", "đơn vị"),
    ("CT03", "count", 3, "year", "sum", "distinct", "registry", "", "mô hình"),
    ("CT04", "count", 3, "year", "sum", "distinct", "registry", "", "tổ chức, doanh nghiệp"),
    ("CT05", "tracked", None, "year", "sum", "distinct", "registry", "", "doanh nghiệp"),
    ("CT06", "share", 100, "year", "last", "share", "reported", "", "đơn vị"),
    ("CT07", "count", 1, "year", "sum", "distinct", "registry", "", "ngày hội"),
    ("CT08", "percent", 100, "plan", "last", "ratio", "registry", "", "trường"),
    ("CT09", "percent", 100, "school_year", "last", "ratio", "registry", "", "trường"),
    ("CT10", "milestone", None, "once", "last", "any", "reported", "31/12/2020", "mốc"),
    ("CT11", "count", 2, "month", "sum", "distinct", "registry", "", "bài viết"),
    ("CT12", "tracked", None, "year", "sum", "distinct", "registry", "", "doanh nghiệp"),
    ("CK01", "milestone", None, "once", "last", "any", "reported", "31/12/2020", "văn bản"),
    ("CK02", "milestone", None, "year", "last", "any", "reported", "31/12", "mốc"),
    ("CK03", "count", 1, "year", "sum", "distinct", "registry", "", "lớp"),
    ("CK04", "milestone", None, "once", "last", "any", "reported", "31/12/2020", "mốc"),
    ("CK05", "growth", 2, "year", "sum", "distinct", "registry", "", "tin, chuyên đề"),
    ("CK06", "share", 100, "plan", "last", "share", "reported", "31/12/2017", "đơn vị"),
    ("CK07", "milestone", None, "once", "last", "any", "reported", "31/12/2017", "mốc"),
    ("CK08", "milestone", None, "once", "last", "any", "reported", "31/12/2017", "mốc"),
    ("CK09", "count", 1, "year", "sum", "distinct", "registry", "", "hội thi"),
    ("CK10", "count", 1, "year", "sum", "distinct", "registry", "", "ngày hội"),
    ("CK11", "milestone", None, "year", "last", "any", "reported", "31/03", "mốc"),
    ("CK12", "milestone", None, "once", "last", "any", "reported", "31/12/2020", "mốc"),
    ("CK13", "share", 100, "year", "last", "share", "portal", "", "đơn vị"),
]

WARDS = ["P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9", "P10", "P12", "P13", "P14", "P15", "P16", "P18"]
STATE_BODIES = ["PKT", "VP", "TNMT", "QLDT", "TP", "GDDT", "NV", "YT", "BV", "TCKH", "TTVH"] + WARDS
ALL = STATE_BODIES + ["MTTQ", "LDLD", "QD"]

# code, who reports, who answers for the whole
REPORTERS = [
    ("CT01", ALL, "PKT"),
    ("CT02", ALL, "PKT"),
    ("CT03", STATE_BODIES, "PKT"),
    ("CT04", ["PKT"] + WARDS, "PKT"),
    ("CT05", ["PKT"], "PKT"),
    ("CT06", STATE_BODIES, "PKT"),
    ("CT07", ["QD"], "QD"),
    ("CT08", ["GDDT"], "GDDT"),
    ("CT09", ["GDDT"], "GDDT"),
    ("CT10", ["TTVH"], "TTVH"),
    ("CT11", ["TTVH"], "TTVH"),
    ("CT12", ["PKT"], "PKT"),
    ("CK01", ["PKT"], "PKT"),
    ("CK02", ["VP"], "VP"),
    ("CK03", ["PKT"], "PKT"),
    ("CK04", ["PKT", "NV"], "PKT"),
    ("CK05", ["TTVH"], "TTVH"),
    ("CK06", STATE_BODIES, "NV"),
    ("CK07", ["GDDT"], "GDDT"),
    ("CK08", ["VP"], "VP"),
    ("CK09", ["QD"], "QD"),
    ("CK10", ["GDDT"], "GDDT"),
    ("CK11", ["TCKH"], "TCKH"),
    ("CK12", ["PKT"], "PKT"),
    ("CK13", ALL, "PKT"),
]

# ref, units, heading, title: one task a unit
TASKS = [
    ("IV.1.1", "PKT", "III.2", "Kế hoạch KH&CN hằng năm và truyền thông về KH&CN"),
    ("IV.1.2", "PKT", "III.4.a", "Khảo sát nhu cầu ứng dụng KH&CN của doanh nghiệp, nhất là da giày"),
    ("IV.1.3", "PKT", "III.1.a", "Hướng dẫn xây dựng, khai thác cơ sở dữ liệu và thống kê KH&CN"),
    ("IV.1.4", "PKT", "III.4.a", "Lớp năng suất chất lượng, đổi mới sáng tạo cho cán bộ quản lý doanh nghiệp"),
    ("IV.1.5", "PKT", "III.1.a", "Theo dõi, hỗ trợ các đơn vị thực hiện chỉ tiêu"),
    ("IV.1.6", "PKT", "III.1.c", "Thanh tra, kiểm tra chuyên đề; khảo sát nhu cầu công nghệ, bản đồ công nghệ"),
    (
        "IV.1.7",
        "PKT",
        "III.4.b",
        "Khóa đào tạo năng suất chất lượng, đổi mới sáng tạo cho phòng ban, doanh nghiệp, Nhân dân",
    ),
    ("IV.1.8", "PKT", "III.3.b", "Công nghệ thông tin trong nhiệm vụ chuyên môn; TCVN ISO 9001:2008"),
    ("IV.1.9", "PKT", "III.3.b", "Phân tích dữ liệu doanh nghiệp; đăng ký kinh doanh mức độ 3"),
    ("IV.1.10", "PKT", "III.2", "Hội nghị, hội thảo chuyên đề; thông tin chương trình KH&CN của Thành phố"),
    ("IV.1.11", "PKT", "III.1.a", "Tham quan, học tập kinh nghiệm tại các khu công nghệ cao"),
    ("IV.1.12", "PKT", "III.4.a", "Chính sách hỗ trợ doanh nghiệp đổi mới công nghệ; liên kết nghiên cứu, đào tạo"),
    ("IV.2.1", "VP", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.2.2", "VP", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.2.3", "VP", "III.3.b", "Công nghệ thông tin trong đánh giá sự hài lòng của người dân"),
    ("IV.2.4", "VP", "III.3.b", "Cải tiến hệ thống quản lý văn bản, chỉ đạo điều hành (PML)"),
    ("IV.2.5", "VP", "III.3.b", "Hệ thống quản lý Trung tâm hành chính"),
    ("IV.2.6", "VP", "III.1.a", "Bổ sung thang điểm thi đua về KH&CN"),
    ("IV.3.1", "TNMT", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.3.2", "TNMT", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.3.3", "TNMT", "III.3.b", "KH&CN trong quản lý hệ thống xử lý nước thải"),
    ("IV.3.4", "TNMT", "III.3.b", "GIS trong quản lý thu gom chất thải rắn"),
    ("IV.3.5", "TNMT", "III.4.a", "Vận động dùng túi tự phân hủy thay túi nilong"),
    ("IV.4.1", "QLDT", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.4.2", "QLDT", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.4.3", "QLDT", "III.3.b", "Nâng cấp hệ thống quản lý cấp phép xây dựng, cấp số nhà"),
    ("IV.4.4", "QLDT", "III.3.b", "Hệ thống thông tin địa lý để quản lý thoát nước"),
    ("IV.5.1", "TP", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.5.2", "TP", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.5.3", "TP", "III.3.b", "Hệ thống hóa văn bản quy phạm pháp luật"),
    ("IV.6.1", "GDDT", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.6.2", "GDDT", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    (
        "IV.6.3",
        "GDDT",
        "III.3.b",
        "Thiết bị, phương pháp dạy học hiện đại; phong trào sáng tạo của giáo viên, học sinh",
    ),
    ("IV.6.4", "GDDT", "III.4.b", "Ngày hội sáng tạo, câu lạc bộ sáng tạo trong trường học"),
    ("IV.7.1", "NV", "III.3.a", "Tham mưu triển khai hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.7.2", "NV", "III.1.b", "Quy chế quản lý hoạt động sáng kiến"),
    ("IV.7.3", "NV", "III.3.a", "Chuẩn hóa quy trình quản lý chất lượng, mô tả chức danh công việc"),
    ("IV.8.1", "YT", "III.3.b", "Công nghệ thông tin trong thực hiện nhiệm vụ"),
    ("IV.8.2", "YT", "III.3.a", "Hệ thống quản lý chất lượng TCVN ISO 9001:2008"),
    ("IV.8.3", "YT", "III.3.b", "Phân tích dữ liệu y tế; cấp giấy an toàn thực phẩm mức độ 3, mức độ 4"),
    ("IV.9.1", "BV", "III.3.b", "Hệ thống quản lý nước thải, chất thải y tế"),
    ("IV.9.2", "BV", "III.3.b", "Công nghệ thông tin trong quản lý hồ sơ bệnh nhân, khám chữa bệnh"),
    ("IV.10", "TCKH", "III.1.b", "Cân đối, phân bổ ngân sách KH&CN hằng năm"),
    ("IV.11", " ".join(WARDS), "III.1.a", "Kế hoạch tổ chức thực hiện các nhóm mục tiêu và giải pháp"),
    ("IV.12.1", "MTTQ LDLD QD", "III.2", "Kế hoạch phối hợp tuyên truyền, vận động về KH&CN"),
    ("IV.12.2", "LDLD", "III.3.c", "Phong trào thi đua sáng tạo; bồi dưỡng kỹ năng, nhân rộng sáng kiến"),
    ("IV.12.3", "QD", "III.4.b", "Phong trào khởi nghiệp, câu lạc bộ sáng tạo, hội thi và ngày hội sáng tạo"),
    ("IV.13", "TTVH", "III.2", "Chuyên trang “Sáng kiến”; tăng gấp hai lần tin, chuyên đề KH&CN"),
]

TASK_COUNTS = {
    "PKT": 12, "VP": 6, "TNMT": 5, "QLDT": 4, "TP": 3, "GDDT": 4, "NV": 3, "YT": 3, "BV": 2, "TCKH": 1,
    "MTTQ": 1, "LDLD": 2, "QD": 2, "TTVH": 1,
} | dict.fromkeys(WARDS, 1)  # fmt: skip

RECIPIENTS = [
    "Sở Khoa học và Công nghệ;",
    "TT. Quận ủy Quận 4;",
    "UBND Quận 4: CT, các PCT;",
    "UBMTTQ và các tổ chức chính trị xã hội;",
    "Các phòng ban, đơn vị, trung tâm thuộc quận;",
    "UBND 15 phường;",
    "VPUB: CPVP, Th;",
    "Lưu: VT, MK-75 b.",
]

# What the scan made of the document's words.
SLIPS = [
    "Phân đấu", "Phần đấu", "Phần đầu", "tiên bộ", "chuyên giao", "phân nâng cao", "Chuyên:", "SKH-CN-KHTC", "Gis",
    "././", "Lưu: Vt", "sáng tạo-cấp", "(*", "*)", "2016 -2020",
]  # fmt: skip


@pytest.fixture
def plan():
    call_command("load_plan")
    return Plan.objects.get()


def test_the_plan_itself(plan):
    assert (plan.number, plan.issued_on, plan.issued_by, plan.signed_by, plan.signatory_post) == (
        "294/KH-UBND",
        dt.date(2016, 12, 19),
        "Ủy ban nhân dân Quận 4",
        "Trần Hoàng Quân",
        "CHỦ TỊCH",
    )
    assert plan.title == (
        "Thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo giai đoạn 2016 - 2020 trên địa bàn Quận 4"
    )
    assert (plan.received_number, plan.received_on, plan.received_by) == (
        "1127",
        dt.date(2016, 12, 20),
        "Phòng Kinh tế",
    )
    assert (plan.first_year, plan.last_year, plan.coordinator.code) == (2016, 2020, "PKT")
    assert plan.reporting == quarters.Reporting(due_day=15, due_month_of_quarter=3, roll_weekends=False)


def test_sixteen_periods(plan):
    found = [(p.key, p.window_from, p.window_to, p.due_on) for p in Period.objects.all()]
    assert [key for key, *_ in found] == [f"{year}-{n}" for year in (2017, 2018, 2019, 2020) for n in (1, 2, 3, 4)]
    assert found[0] == ("2017-1", dt.date(2016, 12, 15), dt.date(2017, 3, 14), dt.date(2017, 3, 14))
    assert found[5] == ("2018-2", dt.date(2018, 3, 15), dt.date(2018, 6, 14), dt.date(2018, 6, 14))
    assert found[15] == ("2020-4", dt.date(2020, 9, 15), dt.date(2020, 12, 14), dt.date(2020, 12, 14))


def test_units(plan):
    rows = Unit.objects.order_by("pk").values_list("code", "kind", "group", "ref", "name", "short_name")
    assert list(rows) == UNITS
    assert list(Unit.objects.filter(is_active=False).values_list("code", flat=True)) == ["HLHPN", "HCCB"]
    filing = Unit.objects.filing(dt.date(2018, 6, 8))
    assert sorted(filing.values_list("code", flat=True)) == sorted(ALL)
    assert sorted(filing.filter(is_state_body=True).values_list("code", flat=True)) == sorted(STATE_BODIES)
    assert (len(ALL), len(STATE_BODIES)) == (29, 26)
    assert set(Unit.objects.values_list("has_head_step", "valid_from", "valid_to")) == {
        (True, dt.date(2016, 12, 19), None)
    }


def test_units_stand_by_group_and_wards_by_number(plan):
    codes = [unit.code for unit in Unit.objects.filter(is_active=True)]
    assert codes == WARDS + [
        "PKT",
        "VP",
        "TNMT",
        "QLDT",
        "TP",
        "GDDT",
        "NV",
        "YT",
        "TCKH",
        "MTTQ",
        "LDLD",
        "QD",
        "BV",
        "TTVH",
    ]


def test_units_are_found_without_accents(plan):
    assert Unit.objects.get(code="TNMT").folded == "phong tai nguyen va moi truong phong tai nguyen va moi truong tnmt"


def test_legal_basis_and_recipients(plan):
    basis = list(plan.passages.filter(kind="basis").values_list("ref", "text"))
    assert [ref for ref, _ in basis] == [f"Căn cứ {n}" for n in range(1, 8)]
    assert [text.split(" ngày ")[0] for _, text in basis] == [
        "Căn cứ Luật Khoa học và Công nghệ",
        "Căn cứ Chỉ thị 29-CT/TU",
        "Căn cứ Quyết định số 738/QĐ-UBND",
        "Căn cứ Quyết định số 4937/QĐ-UBND",
        "Căn cứ Quyết định số 1519/QĐ-UBND",
        "Căn cứ Công văn số 837/SKHCN-KHTC",
        "Căn cứ Kế hoạch số 36-KH/QU",
    ]
    assert list(plan.passages.filter(kind="recipient").values_list("text", flat=True)) == RECIPIENTS


def test_reporting_rules(plan):
    rules = list(plan.passages.filter(kind="rule").values_list("ref", "title"))
    assert rules == [
        ("IV (các đơn vị khác)", "Các đơn vị khác"),
        ("IV (đoạn áp chót)", "Kế hoạch hằng năm và báo cáo quý"),
        ("IV (đoạn cuối)", "Kết thúc"),
    ]
    assert plan.passages.get(ref="IV (đoạn áp chót)").text == (
        "Căn cứ vào chức năng, nhiệm vụ được giao, các đơn vị xây dựng Kế hoạch thực hiện nhiệm vụ khoa học, công "
        "nghệ và đổi mới sáng tạo hàng năm để nâng cao năng suất, hiệu quả công việc; gửi báo cáo kết quả thực hiện "
        "về Ủy ban nhân dân Quận 4 trước ngày 15 hàng quý (thông qua Phòng Kinh tế Quận 4)."
    )
    assert plan.passages.get(ref="IV (đoạn cuối)").text == (
        "Trên đây là Kế hoạch thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo giai đoạn 2016 - 2020 trên "
        "địa bàn Quận 4./."
    )


def test_directions_and_objectives(plan):
    assert list(plan.passages.filter(kind="direction").values_list("ref", "title")) == DIRECTIONS
    objectives = plan.passages.filter(kind="objective").values_list("ref", "text")
    assert [(ref, text[:48]) for ref, text in objectives] == OBJECTIVES


def test_headings_and_paragraphs_of_section_iii(plan):
    found = [(h.ref, h.title, h.passages.count()) for h in Heading.objects.all()]
    assert found == HEADINGS
    assert sum(count for _, _, count in HEADINGS) == 26
    solutions = plan.passages.filter(kind="solution")
    named = [(p.ref, " ".join(p.units.order_by("pk").values_list("code", flat=True))) for p in solutions]
    assert named == SOLUTIONS
    assert Heading.objects.get(ref="III.1.b").wording == (
        "1. Nâng cao năng lực quản lý nhà nước về KH&CN cấp cơ sở:\n"
        "b) Xây dựng môi trường, cơ chế thúc đẩy hoạt động sáng kiến, sáng tạo, ứng dụng khoa học, công nghệ mới, "
        "hiện đại vào hoạt động của các cơ quan, đơn vị, hoạt động sản xuất, kinh doanh của các doanh nghiệp:"
    )


def test_a_paragraph_broken_by_a_page_is_whole_again(plan):
    assert plan.passages.get(ref="III.1.a.1").text == (
        "Kiện toàn tổ chức, nâng cao năng lực bộ máy quản lý nhà nước về KH&CN của quận; thành lập Hội đồng tư vấn "
        "KH&CN cấp quận theo quy định, ban hành quy chế hoạt động, thông báo phân công thành viên Hội đồng tư vấn "
        "KH&CN cấp quận phụ trách cơ sở."
    )


def test_target_titles(plan):
    assert list(Target.objects.values_list("code", "ref", "title")) == TARGETS
    assert Counter(Target.objects.order_by().values_list("theme", flat=True)) == {
        "1-people": 8,
        "2-state": 4,
        "3-business": 4,
        "4-creative": 6,
        "5-media": 3,
    }


def test_target_measures(plan):
    found = []
    for t in Target.objects.all():
        due = t.due_on.strftime("%d/%m/%Y") if t.due_on else ""
        due = f"{t.yearly_due_day:02d}/{t.yearly_due_month:02d}" if t.yearly_due_month else due
        found.append((t.code, t.measure, t.threshold, t.basis, t.over_time, t.over_units, t.source, due, t.unit_label))
    assert found == MEASURES


def test_what_only_some_targets_have(plan):
    labelled = Target.objects.exclude(numerator_label="").values_list("code", "numerator_label", "denominator_label")
    assert list(labelled) == [
        ("CT01", "Đã qua bồi dưỡng", "Tổng số cán bộ phụ trách"),
        ("CT08", "Trường có câu lạc bộ sáng tạo", "Tổng số trường THCS, THPT"),
        ("CT09", "Trường có hoạt động sáng tạo trong năm học", "Tổng số trường THCS, THPT"),
    ]
    assert list(Target.objects.exclude(parts=[]).values_list("code", "parts")) == [
        (
            "CK01",
            ["Quyết định thành lập Hội đồng", "Quy chế hoạt động", "Thông báo phân công thành viên phụ trách cơ sở"],
        )
    ]
    assert list(Target.objects.exclude(base_year=None).values_list("code", "base_year", "base_value")) == [
        ("CK05", 2016, None)
    ]
    assert set(Target.objects.values_list("registry_from", flat=True)) == {None}
    assert Target.objects.filter(rule="").count() == 0


def test_target_wording_is_the_paragraph_cited(plan):
    assert Target.objects.get(code="CT03").wording == (
        "Hàng năm quận có ít nhất 03 mô hình ứng dụng KH&CN hiệu quả nâng cao chất lượng hoạt động của cơ quan, đơn vị "
        "nhà nước; ưu tiên ứng dụng công nghệ thông tin vào quy trình giải quyết thủ tục hành chính."
    )
    # Two paragraphs cited, one after the other; once where both say the same.
    first, second = Target.objects.get(code="CK04").wording.split("\n\n")
    assert first == plan.passages.get(ref="III.1.b").text
    assert second == Task.objects.get(code="NV-02").wording
    assert Target.objects.get(code="CK05").wording == plan.passages.get(ref="III.2.3").text


def test_who_reports_which_target(plan):
    found = []
    for target in Target.objects.all():
        rows = list(target.assignments.select_related("unit"))
        found.append(
            (
                target.code,
                sorted(row.unit.code for row in rows if row.reports),
                " ".join(row.unit.code for row in rows if row.coordinates),
            )
        )
    assert found == [(code, sorted(units), coordinator) for code, units, coordinator in REPORTERS]
    assert Assignment.objects.count() == 200
    assert set(Assignment.objects.values_list("valid_from", "valid_to")) == {(dt.date(2016, 12, 19), None)}


def test_tasks(plan):
    rows = list(Task.objects.select_related("unit", "heading"))
    expected = [(ref, unit, heading, title) for ref, units, heading, title in TASKS for unit in units.split()]
    assert [(task.ref, task.unit.code, task.heading.ref, task.title) for task in rows] == expected
    assert len(rows) == 64
    assert Counter(task.unit.code for task in rows) == TASK_COUNTS
    assert sorted({task.unit.code for task in rows if task.is_requested}) == ["LDLD", "MTTQ", "QD"]
    codes = {task.code: task.ref for task in rows}
    assert (codes["PKT-01"], codes["PKT-12"], codes["P1-01"], codes["LDLD-02"]) == (
        "IV.1.1",
        "IV.1.12",
        "IV.11",
        "IV.12.2",
    )


def test_task_wording(plan):
    assert Task.objects.get(code="P18-01").wording == (
        "Giao Ủy ban nhân dân 15 phường: xây dựng kế hoạch tổ chức thực hiện các nhóm mục tiêu cụ thể và giải pháp tại "
        "kế hoạch này."
    )
    assert Task.objects.get(code="TNMT-04").wording == (
        "Nghiên cứu ứng dụng GIS trong công tác quản lý thu gom chất thải, nhằm cải thiện công tác quản lý hệ thống "
        "thu gom chất thải rắn."
    )


def test_no_slip_of_the_scan_is_left(plan):
    texts = [
        *Passage.objects.values_list("text", flat=True),
        *Passage.objects.values_list("title", flat=True),
        *Heading.objects.values_list("wording", flat=True),
        *Target.objects.values_list("wording", flat=True),
        *Task.objects.values_list("wording", flat=True),
    ]
    assert [(slip, text) for text in texts for slip in SLIPS if slip in text] == []
    assert [text for text in texts if "\n\n\n" in text or "  " in text or text != text.strip()] == []
