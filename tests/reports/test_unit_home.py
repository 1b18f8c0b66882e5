"""Việc của tôi: which day counts, in each state of the report that waits for this unit."""

import datetime as dt
import re

import pytest

from reports import exclusions
from reports.models import Report
from tests.factories import at, make_report, make_unit


@pytest.fixture
def deadline(client, ward):
    """``deadline(state=…)`` → the words of the block that says how long is left."""

    def read(**fields):
        Report.objects.filter(pk=ward.report.pk).update(**fields)
        client.force_login(ward.reporter)
        page = client.get("/").content.decode()
        block = re.search(r'<p class="q-deadline">(.*?)</p>', page, re.DOTALL)[1]
        return " ".join(re.sub(r"<[^>]+>", " ", block).split())

    return read


def test_a_draft_counts_to_the_deadline_and_leaves_two_days_for_the_head(deadline):
    assert deadline(state="draft") == (
        "6 ngày nữa Hạn gửi: hết ngày 14/06/2018 . "
        "Lãnh đạo đơn vị cần duyệt trước khi gửi: hãy trình trước 12/06/2018 ."
    )


@pytest.mark.parametrize(
    ("today", "left"), [("2018-06-08", "3 ngày nữa"), ("2018-06-11", "Hôm nay"), ("2018-06-12", "Quá hạn")]
)
def test_a_returned_report_counts_to_the_day_to_send_it_again(deadline, as_of, today, left):
    as_of(today)
    shown = deadline(
        state="returned",
        first_sent_at=at("2018-05-31T14:20"),
        last_sent_at=at("2018-05-31T14:20"),
        returned_at=at("2018-06-06T09:30"),
        return_due_on=dt.date(2018, 6, 11),
    )
    assert shown == (
        f"{left} Hạn gửi lại: hết ngày 11/06/2018 . "
        "Gửi lần đầu 31/05/2018, 14:20, đúng hạn; thời gian sửa không tính là trễ hạn."
    )


def test_what_is_sent_no_longer_counts(deadline):
    assert deadline(state="sent", first_sent_at=at("2018-06-01T09:00")) == "Đã gửi Hạn gửi: hết ngày 14/06/2018 ."


def test_who_is_excused_is_asked_for_nothing(deadline, ward):
    exclusions.exclude(ward.report, by=ward.reviewer, reason="Sáp nhập bộ máy.")
    assert deadline() == "Miễn Đơn vị không tính vào số phải báo cáo kỳ này."


# --- Whose work ------------------------------------------------------------------------------------------------------


def test_reports_of_another_unit_are_not_this_ones_work(client, ward):
    for period, state in ((ward.first, "returned"), (ward.second, "draft")):
        make_report(make_unit("P2"), period, state)
    client.force_login(ward.reporter)
    page = client.get("/").content.decode()
    assert ward.unit.name in page and "Phường 2" not in page


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"received_on": dt.date(2018, 6, 6)}, "Phòng Kinh tế đang nhập thay báo cáo Quý II/2018"),
        ({"state": "pending"}, "Báo cáo Quý II/2018 đang chờ lãnh đạo duyệt"),
        ({"state": "sent", "first_sent_at": at("2018-06-01T09:00")}, "Đã gửi báo cáo Quý II/2018"),
    ],
)
def test_what_cannot_be_written_now_leads_to_no_form(client, ward, fields, title):
    Report.objects.filter(pk=ward.report.pk).update(**fields)
    client.force_login(ward.reporter)
    page = client.get("/").content.decode()
    assert title in page and ward.form not in page


def test_what_waits_for_the_head_is_the_heads_to_send(client, ward):
    Report.objects.filter(pk=ward.report.pk).update(state="pending")
    client.force_login(ward.head)
    page = client.get("/").content.decode()
    assert "Duyệt báo cáo Quý II/2018" in page and "Đọc và gửi Phòng Kinh tế" in page
    client.force_login(ward.reporter)
    assert "Đọc và gửi Phòng Kinh tế" not in client.get("/").content.decode()
