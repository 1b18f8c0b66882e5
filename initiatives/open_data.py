"""Open data of the registry: what the public page shows (initiatives.shown), a row a thing, without a name of a person.

Authors of initiatives stand on the public page alone, to which each row leads.
"""

import datetime as dt

from django.db.models import Max

from initiatives import shown
from initiatives.shown import INITIATIVE, Shown
from units.open_data import Column, DataSet
from units.tables import by_batches

_KEY = Column("ma", "text", "Mã không đổi của dòng này trên chuyên trang", "SO-12")
_UNITS = (
    Column("ma_don_vi", "text", "Mã của đơn vị", "P1"),
    Column("don_vi", "text", "Tên đơn vị hiện nay", "Ủy ban nhân dân Phường 1"),
)
_HEADING = Column("de_muc", "text", "Đề mục của Kế hoạch 294 mà việc này thực hiện", "III.1.a")
_ADDRESS = Column("dia_chi", "text", "Trang đọc toàn văn", "https://…/chuyen-trang/bai-viet/12-ngay-hoi/")

_RECORD_COLUMNS = (
    _KEY,
    Column("loai", "text", "Loại việc, mã", "model"),
    Column("loai_chu", "text", "Loại việc, bằng chữ", "Mô hình ứng dụng"),
    Column("tieu_de", "text", "Tên việc", "Quét mã lấy số thứ tự"),
    Column("tom_tat", "text", "Lời giới thiệu như trên chuyên trang", "Người dân lấy số qua điện thoại."),
    *_UNITS,
    Column("cung_lam", "text", "Mã các đơn vị cùng làm, ngăn bằng dấu cách", "P2 P3"),
    Column("tu_ngay", "date", "Ngày làm, hoặc ngày bắt đầu", "2018-04-10"),
    Column("den_ngay", "date", "Ngày kết thúc, nếu kéo dài", "2018-04-12"),
    Column("ngay_dang", "date", "Ngày đưa lên chuyên trang", "2018-04-20"),
    Column("cap", "text", "Cấp của hội thi, ngày hội", "Quận"),
    Column("so_nguoi", "integer", "Số người tham gia", "120", "người"),
    _HEADING,
    _ADDRESS,
)
_INITIATIVE_COLUMNS = (
    _KEY,
    Column("tieu_de", "text", "Tên sáng kiến", "Đọc đồng hồ nước bằng điện thoại"),
    Column("tom_tat", "text", "Lời giới thiệu như trên chuyên trang", "Chụp ảnh, máy đọc số."),
    Column("linh_vuc", "text", "Lĩnh vực áp dụng", "Cải cách hành chính"),
    *_UNITS,
    Column("co_so_cong_nhan", "text", "Cơ sở công nhận sáng kiến", "Ủy ban nhân dân Phường 1"),
    Column("ap_dung_lan_dau", "date", "Ngày áp dụng lần đầu", "2018-03-05"),
    Column("ngay_cong_nhan", "date", "Ngày quyết định công nhận", "2018-06-06"),
    Column("so_quyet_dinh", "text", "Số quyết định công nhận", "12/QĐ-UBND"),
    Column("so_giay_chung_nhan", "text", "Số giấy chứng nhận", "03/2018/GCN-SK"),
    Column("pham_vi", "text", "Phạm vi ảnh hưởng đã được công nhận, ngăn bằng dấu chấm phẩy", "Quận"),
    _HEADING,
    _ADDRESS,
)


def _records(on: dt.date):
    return shown.activities(on).order_by("-published_on", "-pk")


def _record_rows(year: int | None, on: dt.date):
    rows = _records(on).select_related("unit", "heading").prefetch_related("partners").defer("folded", "note")
    return by_batches(rows.filter(published_on__year=year) if year else rows, _of_records)


def _of_records(rows) -> list[dict]:
    return [
        {
            "ma": (thing := _thing(row, row.kind, row.published_on)).key,
            "loai": row.kind,
            "loai_chu": row.get_kind_display(),
            "tieu_de": row.title,
            "tom_tat": row.summary or None,
            "ma_don_vi": row.unit.code,
            "don_vi": row.unit.name,
            "cung_lam": " ".join(unit.code for unit in row.partners.all()) or None,
            "tu_ngay": row.starts_on,
            "den_ngay": row.ends_on,
            "ngay_dang": row.published_on,
            "cap": row.get_level_display() or None,
            "so_nguoi": row.participants,
            "de_muc": row.heading and row.heading.ref,
            "dia_chi": thing.address,
        }
        for row in rows
    ]


def _initiatives(on: dt.date):
    return shown.initiatives(on).order_by("-decided_on", "-pk")


def _initiative_rows(year: int | None, on: dt.date):
    rows = _initiatives(on).select_related("unit", "heading", "body").prefetch_related("scopes").defer("folded")
    return by_batches(rows.filter(decided_on__year=year) if year else rows, _of_initiatives)


def _of_initiatives(rows) -> list[dict]:
    return [
        {
            "ma": (thing := _thing(row, INITIATIVE, row.decided_on)).key,
            "tieu_de": row.title,
            "tom_tat": row.summary or None,
            "linh_vuc": row.field or None,
            "ma_don_vi": row.unit.code,
            "don_vi": row.unit.name,
            "co_so_cong_nhan": row.body.name,
            "ap_dung_lan_dau": row.first_applied_on,
            "ngay_cong_nhan": row.decided_on,
            "so_quyet_dinh": row.decision_number or None,
            "so_giay_chung_nhan": row.certificate_number or None,
            "pham_vi": "; ".join(scope.get_scope_display() for scope in row.scopes.all()) or None,
            "de_muc": row.heading and row.heading.ref,
            "dia_chi": thing.address,
        }
        for row in rows
    ]


def _thing(row, kind, day) -> Shown:
    """Only for its key and address, which the public page gives it."""
    return Shown(day, kind, row.pk, row.title, row.unit.name, "", "", None, None, row.edited_at)


RECORDS = DataSet(
    "ho-so",
    "Hoạt động khoa học và công nghệ đã công bố",
    "Mô hình, bài viết, ngày hội, lớp bồi dưỡng và việc khác trong sổ theo dõi mà chuyên trang đang đăng. Không có tên "
    "người.",
    "năm đưa lên chuyên trang",
    "1.0",
    _RECORD_COLUMNS,
    _record_rows,
    lambda on: _records(on).aggregate(last=Max("published_on"))["last"],
)
INITIATIVES = DataSet(
    "sang-kien",
    "Sáng kiến được công nhận",
    "Sáng kiến đã được công nhận và đang đăng trên chuyên trang. Tên tác giả chỉ đọc trên chuyên trang.",
    "năm công nhận",
    "1.0",
    _INITIATIVE_COLUMNS,
    _initiative_rows,
    lambda on: _initiatives(on).aggregate(last=Max("decided_on"))["last"],
)
