"""Open data of figures: what published consolidated reports have frozen (reports.snapshots), and nothing else.

So a figure that was not accepted, or whose quarter is not published yet, cannot be in it; a correction is in it once
its report was published anew. Of each report the latest published version counts.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Max

from initiatives import open_data as registry
from reports.lines import NOT_REPORTED
from reports.models import Publication
from units.clock import ZONE
from units.open_data import Column, DataSet
from units.vietnamese import NumberError, parse_date, parse_number

_PERIOD = (
    Column("ky", "text", "Kỳ của báo cáo tổng hợp", "2018-1"),
    Column("nam", "integer", "Năm của kỳ", "2018"),
    Column("ma_chi_tieu", "text", "Mã chỉ tiêu của Kế hoạch 294", "CT03"),
    Column("chi_tieu", "text", "Tên chỉ tiêu", "Mô hình ứng dụng khoa học và công nghệ"),
    Column("don_vi_tinh", "text", "Số tính bằng gì", "mô hình"),
)
_PUBLISHED = (
    Column("ngay_cong_bo", "date", "Ngày công bố báo cáo tổng hợp", "2018-03-19"),
    Column("ban", "integer", "Bản thứ mấy của báo cáo tổng hợp", "1"),
    Column("ma_kiem_tra", "text", "Mã kiểm tra in trên báo cáo tổng hợp, tra ở trang Kiểm tra bản in", "AB12-CD34"),
)
_NUMERATOR = Column("tu_so", "decimal", "Tử số của tỷ lệ", "27")
_DENOMINATOR = Column("mau_so", "decimal", "Mẫu số của tỷ lệ", "29")

_TARGET_COLUMNS = (
    *_PERIOD[:2],
    Column("loai_ky", "text", "quarter: quý, half: 6 tháng, nine: 9 tháng, year: năm, term: giai đoạn", "quarter"),
    *_PERIOD[2:],
    Column("muc_ke_hoach", "text", "Mục của Kế hoạch nêu chỉ tiêu", "II.2.3"),
    Column("muc_giao", "decimal", "Mức Kế hoạch giao; tỷ lệ tính bằng điểm phần trăm", "3"),
    Column("thuc_hien", "decimal", "Số của toàn quận đến hết kỳ, cùng cách tính với mức giao; trống: chưa có số", "2"),
    _NUMERATOR,
    _DENOMINATOR,
    Column("trong_ky_chu", "text", "Số của riêng kỳ, như báo cáo viết", "1"),
    Column("thuc_hien_chu", "text", "Số đến hết kỳ, như báo cáo viết; mốc việc ghi ngày xong", "2"),
    Column("muc_giao_chu", "text", "Mức giao, như báo cáo viết; mốc việc ghi hạn", "3"),
    Column(
        "ket_luan", "text",
        "met: đạt, on_track: đúng tiến độ, behind: chậm, missed: không đạt, not_due: chưa đến hạn, no_data: chưa có số "
        "liệu, tracked: chỉ theo dõi", "on_track",
    ),
    Column("ket_luan_chu", "text", "Kết luận, như báo cáo viết", "Đúng tiến độ"),
    Column("cham_han", "boolean", "Đạt nhưng sau hạn", "false"),
    *_PUBLISHED,
)  # fmt: skip
_FIGURE_COLUMNS = (
    *_PERIOD[:2],
    Column("quy", "integer", "Quý của kỳ", "1"),
    Column("ma_don_vi", "text", "Mã của đơn vị", "P1"),
    Column("don_vi", "text", "Tên đơn vị khi báo cáo", "Ủy ban nhân dân Phường 1"),
    *_PERIOD[2:],
    Column("gia_tri", "decimal", "Số đếm được; câu trả lời có là 1, không là 0", "2"),
    _NUMERATOR,
    _DENOMINATOR,
    Column("ngay", "date", "Ngày xong của mốc việc", "2018-02-21"),
    Column("thang", "text", "Tháng của số, với chỉ tiêu tính theo tháng", "2018-02"),
    Column("bo_sung_cua", "text", "Báo cáo kỳ này bổ sung cho kỳ trước nào", "Quý IV/2017"),
    Column("nguyen_van", "text", "Số như báo cáo tổng hợp viết", "2"),
    Column("lan_gui", "integer", "Lần gửi của đơn vị nêu số này", "1"),
    *_PUBLISHED,
)


# --- Reports ---------------------------------------------------------------------------------------------------------


def _published():
    """The latest version of each, oldest period first."""
    rows = Publication.objects.filter(state=Publication.State.PUBLISHED)
    replaced = Publication.objects.filter(state=Publication.State.PUBLISHED, replaces__isnull=False)
    return rows.exclude(pk__in=replaced.values("replaces")).order_by("period__year", "period__quarter", "kind", "pk")


def _snapshots(year: int | None, kinds=None) -> Iterator[Publication]:
    """One frozen copy is held at a time."""
    rows = _published().select_related("period__plan")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if year:
        rows = rows.filter(period__year=year)
    return rows.iterator(chunk_size=1)


def _updated(on: dt.date) -> dt.date | None:
    last = _published().order_by().aggregate(last=Max("published_at"))["last"]
    return last and last.astimezone(ZONE).date()


def _of_publication(row) -> dict:
    return {
        "ngay_cong_bo": row.published_at.astimezone(ZONE).date(),
        "ban": row.number,
        "ma_kiem_tra": row.code,
    }


def _of_target(row, target) -> dict:
    return {
        "ky": row.stretch.key,
        "nam": row.period.year,
        "ma_chi_tieu": target["code"],
        "chi_tieu": target["title"],
        "don_vi_tinh": target["unit_label"] or None,
    }


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


# --- Targets ---------------------------------------------------------------------------------------------------------


def _target_rows(year: int | None, on: dt.date) -> Iterator[dict]:
    for row in _snapshots(year):
        told = _of_publication(row)
        for target in row.snapshot["targets"]:
            yield {
                **_of_target(row, target),
                "loai_ky": row.kind,
                "muc_ke_hoach": target["ref"],
                "muc_giao": _number(target["threshold"]),
                "thuc_hien": _number(target["actual"]),
                "tu_so": _number(target["numerator"]),
                "mau_so": _number(target["denominator"]),
                "trong_ky_chu": target["quarter_text"],
                "thuc_hien_chu": target["actual_text"],
                "muc_giao_chu": target["threshold_text"],
                "ket_luan": target["verdict"],
                "ket_luan_chu": target["verdict_label"],
                "cham_han": target["is_late"],
                **told,
            }


# --- Units' figures --------------------------------------------------------------------------------------------------

_LATER = re.compile(r"bổ sung (Quý [IV]+/\d{4}): (.*)", re.DOTALL)
_MONTH = re.compile(r"tháng (\d\d): ([\d.,]+)")


def _figure_rows(year: int | None, on: dt.date) -> Iterator[dict]:
    """Of quarters alone: reports of several tell the same figures again."""
    for row in _snapshots(year, [Publication.Kind.QUARTER]):
        told = _of_publication(row)
        for target in row.snapshot["targets"]:
            for source in target["sources"]:
                for figure in figures_in(source["text"], row.period.window_to):
                    yield {
                        **_of_target(row, target),
                        "quy": row.period.quarter,
                        "ma_don_vi": source["unit"],
                        "don_vi": source["unit_name"],
                        **figure,
                        "nguyen_van": source["text"],
                        "lan_gui": source["version"],
                        **told,
                    }


def figures_in(text: str, window_to: dt.date) -> list[dict]:
    """A figure as reports.figures.fact_text writes it, taken apart: a count, "27/29", "có", "05/03/2018", or of several
    months a figure each. What cannot be taken apart is told by its text alone.

    ``window_to``: the end of the quarter, before which its months are.
    """
    later = _LATER.fullmatch(text)
    base = dict.fromkeys(("gia_tri", "tu_so", "mau_so", "ngay", "thang")) | {"bo_sung_cua": later and later[1]}
    text = later[2] if later else text
    if months := _MONTH.findall(text):
        return [base | {"thang": _month(int(number), window_to), "gia_tri": _read(said)} for number, said in months]
    if text in ("có", "không"):
        return [base | {"gia_tri": Decimal(text == "có")}]
    if re.fullmatch(r"\d\d/\d\d/\d{4}(, \d\d/\d\d/\d{4})*", text):
        # Of a milestone that needs several papers each has its day.
        return [base | {"ngay": parse_date(day)} for day in text.split(", ")]
    numerator, slash, denominator = text.partition("/")
    if slash:
        return [base | {"tu_so": _read(numerator), "mau_so": _read(denominator)}]
    return [base | {"gia_tri": None if text == NOT_REPORTED else _read(text)}]


def _read(text) -> Decimal | None:
    try:
        return parse_number(text)
    except NumberError:
        return None


def _month(number: int, window_to: dt.date) -> str:
    """The last month of this number that had ended, or would end, within the quarter."""
    ends = dt.date(window_to.year, number, calendar.monthrange(window_to.year, number)[1])
    return f"{window_to.year - (ends > window_to)}-{number:02d}"


TARGETS = DataSet(
    "chi-tieu",
    "Chỉ tiêu của Kế hoạch 294 và kết luận",
    "Số của toàn quận và kết luận với từng chỉ tiêu, theo từng báo cáo tổng hợp đã công bố: quý, 6 tháng, 9 tháng, "
    "năm, giai đoạn.",
    "năm của kỳ báo cáo",
    "1.0",
    _TARGET_COLUMNS,
    _target_rows,
    _updated,
)
FIGURES = DataSet(
    "so-lieu",
    "Số liệu của từng đơn vị",
    "Số đã được chấp nhận của từng đơn vị với từng chỉ tiêu, theo quý đã công bố báo cáo tổng hợp. Số đang soạn, đã "
    "gửi mà chưa chấp nhận, hay của quý chưa công bố không có ở đây.",
    "năm của quý",
    "1.0",
    _FIGURE_COLUMNS,
    _figure_rows,
    _updated,
)
# In the order of the page.
DATA_SETS = (TARGETS, FIGURES, registry.RECORDS, registry.INITIATIVES)
BY_SLUG = {one.slug: one for one in DATA_SETS}
