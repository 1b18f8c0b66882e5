"""The memory that a worker takes to write a list of fifty thousand rows as a workbook: the job whole, page and all."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.utils import timezone

from initiatives.models import Activity
from reports.benchmark import measure
from reports.benchmark.lines import line
from units import exports, jobs
from units.models import Membership, Unit, User
from units.roles import Role

ROWS, BATCH = 50_000, 5_000
SUMMARY = "Người dân quét mã ở cửa, lấy số thứ tự và xem còn bao nhiêu lượt; phường đếm được giờ nào đông."


@line("export_50k_rss_mb")
def export(size, wanted) -> dict[str, float]:
    """VmHWM of a fresh process, in MB."""
    _fill(ROWS)
    job = jobs.ask(
        exports.KIND,
        by=_reviewer(),
        title="Sổ theo dõi",
        params={"path": "/so-theo-doi/", "query": f"tinh-trang=recorded&{exports.PARAMETER}=xlsx"},
    )
    name = connection.settings_dict["NAME"]
    peak = measure.fresh("-m", "reports.benchmark.paper_job", name, settings.MEDIA_ROOT, job.pk)
    return {"export_50k_rss_mb": peak / 1024}


def _fill(number):
    unit, _ = Unit.objects.get_or_create(
        code="DO", defaults={"name": "Đơn vị để đo", "short_name": "Đơn vị để đo", "valid_from": dt.date(2016, 12, 19)}
    )
    now, first = timezone.now(), dt.date(2017, 1, 2)
    for begin in range(0, number, BATCH):
        Activity.objects.bulk_create(
            Activity(
                kind=Activity.Kind.MODEL,
                unit=unit,
                title=f"Mô hình quét mã lấy số thứ tự ở phường, số {place}",
                summary=SUMMARY,
                starts_on=first + dt.timedelta(place % 500),
                participants=place % 90,
                recorded_at=now,
                edited_at=now,
                recorded_by_name="Người ghi",
            )
            for place in range(begin, min(begin + BATCH, number))
        )


def _reviewer() -> User:
    user = User.objects.create_user("do-xuat-tep", full_name="Người đo")
    Membership.objects.create(user=user, role=Role.REVIEWER, valid_from=dt.date(2016, 12, 19))
    return user
