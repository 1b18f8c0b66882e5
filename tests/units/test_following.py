"""Việc đang chạy và tệp đã tạo: how far work is, what came of it, and whose it is."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.factories import make_unit, make_user
from units import following, jobs, storage
from units.models import AuditEvent, Job
from units.roles import Role
from units.vietnamese import ago


@pytest.fixture
def person(client, db, settings, tmp_path, monkeypatch):
    settings.Q4KH_TODAY = "2018-06-08T10:00:00"
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "_kinds", {"registry.xlsx": jobs.Kind(lambda work: None, ("Đọc sổ", "Ghi tệp"), "", jobs._nobody, False)})
    user = make_user("p1.canbo", role=Role.REPORTER, unit=make_unit("P1"))
    client.force_login(user)
    return user


def make_job(by, title="Sổ theo dõi, 12.000 dòng", minutes=5, **fields):
    now = timezone.now()
    before = now - dt.timedelta(minutes=minutes)
    over = {"finished_at": before} if fields.get("state") in ("done", "failed") else {}
    subject = f"{title}-{Job.objects.count()}"
    return Job.objects.create(
        kind="registry.xlsx", subject=subject, title=title, asked_by=by, steps=2, queued_at=before, **over, **fields
    )


def with_file(content=b"PK trang tinh"):
    sha256 = storage.put(content, storage.RESULTS)
    return {"state": "done", "sha256": sha256, "size": len(content), "name": "so-theo-doi.xlsx", "content_type": "application/x-thu"}


def rows(page):
    """(state, seen, words) of each job, in the order of the page."""
    found = re.findall(r'<li data-job="(\w+)" data-seen="(\w+)">(.*?)</li>', page, re.S)
    return [(state, seen, " ".join(re.sub("<[^>]+>", " ", words).split())) for state, seen, words in found]


def get(client, address="/viec/"):
    return client.get(address).content.decode()


def test_each_state_in_words(client, person):
    make_job(person, "Mới", minutes=0, state="queued")
    make_job(person, "Đang ghi", state="running", step=2, percent=40)
    make_job(person, "Hỏng", minutes=130, state="failed", error="Sổ có hơn 100.000 dòng: lọc bớt rồi xuất lại.")
    make_job(person, "Có tệp", minutes=3 * 24 * 60 + 1, **with_file())
    make_job(person, "Nơi khác", state="done", url="/tong-hop/2018/1/", seen_at=timezone.now())
    page = get(client)
    assert rows(page) == [
        ("done", "yes", "5 phút trước Nơi khác Xong. Xem kết quả : Nơi khác"),
        ("done", "no", "3 ngày trước Có tệp Tải so-theo-doi.xlsx 13 byte, còn giữ 26 ngày Đánh dấu đã xem : Có tệp"),
        ("failed", "no", "2 giờ trước Hỏng Không tạo được. Sổ có hơn 100.000 dòng: lọc bớt rồi xuất lại. Thử lại : Hỏng Đánh dấu đã xem : Hỏng"),
        ("running", "yes", "5 phút trước Đang ghi 70% Ghi tệp (bước 2 trên 2), 40%"),
        ("queued", "yes", "vừa xong Mới 0% Đang chờ đến lượt"),
    ]  # fmt: skip
    assert '<progress max="100" value="70"' in page
    # Two that run, two that nobody has seen.
    assert re.search(r'href="/viec/" aria-current="page">Tệp đã tạo <span class="q-count">4<', page)
    assert rows(get(client, "/viec/danh-sach/")) == rows(page)


def test_nobody_sees_anothers_work_nor_fetches_its_file(client, person):
    job = make_job(make_user("p2.canbo"), "Của người khác", **with_file())
    assert (rows(get(client)), "Chưa có việc nào" in get(client)) == ([], True)
    assert client.get(f"/viec/{job.pk}/tep/").status_code == 404
    client.force_login(job.asked_by)
    answer = client.get(f"/viec/{job.pk}/tep/")
    assert answer["Content-Disposition"] == 'attachment; filename="so-theo-doi.xlsx"'
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/x-thu", b"PK trang tinh")


def test_a_file_that_is_gone_is_no_page(client, person):
    job = make_job(person, **with_file())
    storage.path(storage.RESULTS, job.sha256).unlink()
    assert client.get(f"/viec/{job.pk}/tep/").status_code == 404


def test_work_of_a_shared_kind_is_followed_by_its_office(client, person, monkeypatch):
    shared = jobs.Kind(lambda work: None, ("Dựng", "Ghi"), "", lambda user: user == person, True)
    monkeypatch.setitem(jobs._kinds, "registry.xlsx", shared)
    make_job(make_user("pkt.truongphong"), "Tệp PDF", state="failed", error="Tạo lại tệp.")
    make_job(None, "Tệp Word", state="done")
    assert rows(get(client)) == [
        ("done", "yes", "5 phút trước Tệp Word · Cổng tự tạo Xong"),
        ("failed", "yes", "5 phút trước Tệp PDF · pkt.truongphong yêu cầu Không tạo được. Tạo lại tệp. Thử lại : Tệp PDF"),
    ]
    assert following.count_for(person) == 0


def test_what_failed_is_begun_anew_once(client, person):
    job = make_job(person, state="failed", error="Hỏng", attempts=3)
    page = client.post("/viec/", {"retry": job.pk}, follow=True).content.decode()
    assert "Đã xếp hàng chạy lại: Sổ theo dõi, 12.000 dòng." in page
    assert [row[:2] for row in rows(page)] == [("queued", "yes")]
    assert AuditEvent.objects.filter(act="reports.job_retry", actor="p1.canbo").count() == 1
    page = client.post("/viec/", {"retry": job.pk}, follow=True).content.decode()
    assert "Không cần chạy lại" in page
    assert AuditEvent.objects.filter(act="reports.job_retry").count() == 1


def test_seeing_the_page_marks_nothing_and_a_press_does(client, person):
    one, two = make_job(person, "Một", **with_file()), make_job(person, "Hai", state="failed", error="Hỏng")
    make_job(person, "Ba", state="running")
    get(client)
    assert following.unseen_by(person).count() == 2
    page = client.post("/viec/", {"seen": one.pk}, follow=True).content.decode()
    assert [row[1] for row in rows(page)] == ["yes", "no", "yes"]
    client.post("/viec/", {"seen": "all"})
    two.refresh_from_db()
    assert (two.seen_at is None, following.count_for(person)) == (False, 1)


def test_twenty_a_page_and_the_same_queries(client, person, django_assert_num_queries):
    def ask():
        # Session and person; how many there are, the rows, how many wait.
        with django_assert_num_queries(4):
            return rows(get(client))

    make_job(person, state="failed", error="Hỏng")
    assert len(ask()) == 1
    for number in range(2):
        make_job(person, f"Việc {number}", **with_file())
    assert len(ask()) == 3
    for number in range(20):
        make_job(person, f"Thêm {number}", state="done")
    assert len(ask()) == 20
    assert len(rows(get(client, "/viec/?trang=2"))) == 3


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "vừa xong"), (59, "vừa xong"), (60, "1 phút trước"), (3599, "59 phút trước"), (3600, "1 giờ trước"),
     (86399, "23 giờ trước"), (86400, "1 ngày trước")],
)  # fmt: skip
def test_how_long_ago(seconds, words):
    assert ago(dt.timedelta(seconds=seconds)) == words
