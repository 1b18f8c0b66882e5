"""What can be recorded in the registry, and what each kind of record asks for (domain §5)."""

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    MODEL = "model", "Mô hình ứng dụng"
    JOINT_MODEL = "joint_model", "Mô hình phối hợp"
    SUPPORT = "support", "Hỗ trợ doanh nghiệp"
    SURVEY = "survey", "Khảo sát nhu cầu"
    EVENT = "event", "Ngày hội, hội thi"
    CLUB = "club", "Câu lạc bộ sáng tạo"
    ARTICLE = "article", "Bài viết"
    TRAINING = "training", "Lớp bồi dưỡng"
    OUTREACH = "outreach", "Buổi tuyên truyền"
    INSPECTION = "inspection", "Thanh tra, kiểm tra"
    SEMINAR = "seminar", "Hội thảo, tham quan"
    PROCEDURE = "procedure", "Thủ tục hành chính mức độ 3, 4"
    RESEARCH = "research", "Đề tài, công nghệ tra cứu"
    AWARD = "award", "Giải thưởng"


class EventType(models.TextChoices):
    FESTIVAL = "festival", "Ngày hội"
    CONTEST = "contest", "Hội thi"
    ACTIVITY = "activity", "Hoạt động sáng tạo khác"


class Level(models.TextChoices):
    SCHOOL = "school", "Cấp trường"
    WARD = "ward", "Cấp phường, đơn vị"
    SECTOR = "sector", "Cấp ngành"
    DISTRICT = "district", "Cấp quận"
    CITY = "city", "Cấp thành phố"
    NATIONAL = "national", "Toàn quốc"


@dataclass(frozen=True)
class Asks:
    """The fields that a kind asks for beside title, day, summary, heading, partners and evidence.

    ``required``: of ``fields``, those without which the record is not worth counting. ``day_label``: what its day is.
    ``has_end``: whether it goes on for a while. ``hint``: an example of a title.
    """

    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    day_label: str = "Ngày thực hiện"
    has_end: bool = False
    hint: str = ""


ASKS = {
    Kind.MODEL: Asks(
        fields=("is_effective", "is_procedure"),
        day_label="Ngày đưa vào sử dụng",
        hint="Ví dụ: Lấy số thứ tự trực tuyến tại bộ phận một cửa",
    ),
    Kind.JOINT_MODEL: Asks(
        fields=("organisations", "is_effective"),
        day_label="Ngày bắt đầu phối hợp",
        has_end=True,
        hint="Ví dụ: Phối hợp với Quận đoàn hướng dẫn nộp hồ sơ qua mạng",
    ),
    Kind.SUPPORT: Asks(
        fields=("organisations", "is_direct"),
        required=("organisations",),
        day_label="Ngày hỗ trợ",
        has_end=True,
        hint="Ví dụ: Hướng dẫn lắp cân điện tử cho hộ kinh doanh",
    ),
    Kind.SURVEY: Asks(
        fields=("organisations",),
        required=("organisations",),
        day_label="Ngày khảo sát",
        has_end=True,
        hint="Ví dụ: Khảo sát nhu cầu đổi mới thiết bị may mũ giày",
    ),
    Kind.EVENT: Asks(
        fields=("event_type", "level", "schools", "participants"),
        required=("event_type", "level"),
        day_label="Ngày tổ chức",
        has_end=True,
        hint="Ví dụ: Ngày hội sáng tạo thanh thiếu nhi Quận 4",
    ),
    Kind.CLUB: Asks(
        fields=("schools", "participants"),
        day_label="Ngày thành lập",
        has_end=True,
        hint="Ví dụ: Câu lạc bộ Nhà sáng tạo nhí",
    ),
    Kind.ARTICLE: Asks(
        fields=("on_website", "in_print", "article_type"),
        day_label="Ngày viết",
        hint="Ví dụ: Phường 6 đọc đồng hồ nước bằng điện thoại",
    ),
    Kind.TRAINING: Asks(
        fields=("trainees", "participants"),
        day_label="Ngày khai giảng",
        has_end=True,
        hint="Ví dụ: Bồi dưỡng quản lý hoạt động sáng kiến",
    ),
    Kind.OUTREACH: Asks(fields=("participants",), hint="Ví dụ: Nói chuyện chuyên đề khởi nghiệp với tổ dân phố"),
    Kind.INSPECTION: Asks(
        fields=("organisations",), has_end=True, hint="Ví dụ: Kiểm tra cân đối chứng tại chợ Xóm Chiếu"
    ),
    Kind.SEMINAR: Asks(fields=("participants",), has_end=True, hint="Ví dụ: Tham quan Khu Công nghệ cao"),
    Kind.PROCEDURE: Asks(
        fields=("service_level",),
        required=("service_level",),
        day_label="Ngày áp dụng",
        hint="Ví dụ: Cấp giấy phép xây dựng nhà ở riêng lẻ",
    ),
    Kind.RESEARCH: Asks(
        fields=("organisations", "is_transfer_request"),
        day_label="Ngày cập nhật",
        hint="Ví dụ: Công nghệ xử lý nước thải hộ kinh doanh ăn uống",
    ),
    Kind.AWARD: Asks(
        fields=("level",),
        required=("level",),
        day_label="Ngày trao giải",
        hint="Ví dụ: Giải thưởng Vì sự phát triển Quận 4",
    ),
}
