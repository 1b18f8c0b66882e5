"""A list of many rows is made as a job: the same file, each person's own, after rights as of then."""

import datetime as dt

import pytest

from tests import factories as make
from units import exports, jobs, storage
from units.models import Job

ADDRESS = "/so-theo-doi/to-chuc/?q=to%20hop&dang=csv"


@pytest.fixture
def many(db, settings, client):
    """A reviewer before a list of more rows than are made while one waits."""
    settings.Q4KH_TODAY, settings.Q4KH_EXPORT_ROWS = "2018-06-08", 2
    for place in range(3):
        make.make_organisation(f"Tổ hợp {place}")
    user = make.make_user("xem-xet", role="reviewer", unit=make.make_unit("PKT", files_reports=False))
    client.force_login(user)
    return user


def test_a_long_list_is_made_by_a_worker_and_is_the_same(client, many, settings):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, "/viec/")
    client.get(ADDRESS)
    job = Job.objects.get()  # asked twice, made once
    assert (job.kind, job.asked_by, job.title) == ("export", many, "Tổ chức, doanh nghiệp (CSV)")
    assert jobs.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.name, job.content_type) == ("done", "to-chuc-2018-06-08.csv", "text/csv; charset=utf-8")
    settings.Q4KH_EXPORT_ROWS = 3
    assert storage.path(storage.RESULTS, job.sha256).read_bytes() == client.get(ADDRESS).getvalue()


def test_a_worker_asks_for_the_rights_anew(client, many):
    client.get(ADDRESS)
    many.memberships.update(valid_to=dt.date(2018, 6, 7))
    job = Job.objects.get()
    assert not jobs.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.sha256) == ("failed", "")
    assert "không còn xem được danh sách ấy" in job.error


def test_a_worker_makes_nothing_for_an_account_no_longer_used(client, many):
    client.get(ADDRESS)
    type(many).objects.update(is_active=False)
    job = Job.objects.get()
    assert not jobs.perform(job.pk)
    job.refresh_from_db()
    assert (job.sha256, job.error) == ("", "Tài khoản đã yêu cầu tệp này không còn dùng.")


def test_what_no_workbook_holds_is_refused_with_a_way_out(client, many, monkeypatch):
    monkeypatch.setattr(exports, "MOST_IN_A_WORKBOOK", 2)
    client.get(ADDRESS.replace("csv", "xlsx"))
    job = Job.objects.get()
    assert not jobs.perform(job.pk)
    job.refresh_from_db()
    assert job.error == "Danh sách có 3 dòng, tệp Excel nhận tối đa 2: lọc bớt, hoặc tải CSV."


def test_each_persons_job_is_their_own(client, many):
    client.get(ADDRESS)
    client.force_login(make.make_user("truong-phong", role="office_head", unit=make.make_unit("PKT")))
    client.get(ADDRESS)
    assert Job.objects.count() == 2
