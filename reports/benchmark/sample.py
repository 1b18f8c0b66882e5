"""A report to draw: frozen by the portal's own hand, from the plan as it is loaded and texts as long as an office's."""

from django.utils import timezone

from reports import makeup, opening, snapshots, stretches
from reports.models import Publication

PARAGRAPH = (
    "Trong kỳ, các đơn vị tiếp tục triển khai nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo theo kế hoạch năm; "
    "cán bộ phụ trách được phân công lại ở một số phường, việc thống kê nguồn lực được thực hiện cùng lúc với rà soát "
    "nhu cầu của doanh nghiệp trên địa bàn. Các mô hình ứng dụng được theo dõi hằng tháng, kết quả ghi vào sổ."
)
LIST = "- rà soát nhiệm vụ còn tồn, xác định người chịu trách nhiệm và thời hạn;\n- cập nhật cơ sở dữ liệu của đơn vị."
PARAGRAPHS = 4


def published(period, number, *, units=None) -> Publication:
    """A published report of the quarter with seven texts; of ``units`` rows in its appendix, if that is set."""
    if number == 1:
        opening.open_period(period, period.window_from, at=timezone.now())
    text = "\n\n".join([PARAGRAPH] * PARAGRAPHS + [LIST])
    draft = Publication.objects.create(
        period=period, number=number, edited_at=timezone.now(), **dict.fromkeys(Publication.SECTIONS, text)
    )
    consolidated = stretches.consolidate(draft.stretch, period.due_on)
    snapshot = snapshots.build(
        draft,
        consolidated,
        code=f"BENCH-{number}",
        check_url=f"http://127.0.0.1/kiem-tra/BENCH-{number}/",
        publisher="Người công bố",
        at=timezone.now(),
        records=makeup.behind(consolidated),
    )
    if units:
        rows = snapshot["units"]
        snapshot["units"] = [rows[place % len(rows)] for place in range(units)]
    draft.state, draft.snapshot = Publication.State.PUBLISHED, snapshot
    draft.code, draft.published_at = snapshot["code"], timezone.now()
    draft.save()
    return draft
