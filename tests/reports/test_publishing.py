"""Gathering and publishing the district's report: frozen once, corrected only by a new version (domain §9)."""

import re

import pytest
from django.utils import timezone

from reports import gathering, publishing, rollup
from reports.models import Publication
from reports.workflow import NotAllowed, Refused
from tests import factories as make
from units import jobs
from units.models import Job
from units.moves import WrongState

URL = "/tong-hop/2018/2/"


@pytest.fixture
def office(client, ward, fill):
    """P1's report is accepted; the office head is logged in."""
    client.force_login(ward.head)
    client.post(ward.form, fill(0, move="send", results="Đưa vào dùng màn hình lấy số thứ tự. Người dân đỡ phải chờ."))
    client.force_login(ward.reviewer)
    client.post(ward.url, {"move": "accept"})
    ward.chief = make.make_user("pkt.truongphong", role="office_head", unit=ward.office, full_name="Phạm Quốc Bảo")
    ward.leader = make.make_user("ubnd.lanhdao", role="leader")
    client.force_login(ward.chief)
    return client


def published(office):
    office.post(URL, {"act": "start"})
    answer = office.post(URL, {"act": "publish", "revision": "0", "read": "1"})
    assert answer.status_code == 302
    return Publication.objects.get()


def test_the_first_draft_quotes_the_units_and_names_the_missing(office, ward):
    assert office.post(URL, {"act": "start"}).status_code == 302
    row = Publication.objects.get()
    assert row.results == "- Phường 1: Đưa vào dùng màn hình lấy số thứ tự. Người dân đỡ phải chờ."
    assert "1 trên 2 đơn vị có báo cáo được chấp nhận (chưa có báo cáo của Phòng Kinh tế)" in row.situation
    page = office.get(URL).content.decode()
    assert "Thiếu 1 đơn vị: Phòng Kinh tế" in page
    # A second press finds the same draft.
    office.post(URL, {"act": "start"})
    assert Publication.objects.count() == 1


def test_publishing_freezes_texts_and_figures(office, ward):
    office.post(URL, {"act": "start"})
    office.post(
        URL,
        {
            "act": "save",
            "revision": "0",
            "results": "Lời đã sửa",
            "document_number": "5",
            "document_date": "12/06/2018",
        },
    )
    assert office.post(URL, {"act": "publish", "revision": "1", "read": "1"}).status_code == 302
    row = Publication.objects.get()
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", row.code)
    assert (row.state, row.publisher_name, row.snapshot["document"]["number"]) == ("published", "Phạm Quốc Bảo", "5")
    assert row.snapshot["document"]["date"] == "2018-06-12"
    target = next(line for line in row.snapshot["targets"] if line["code"] == "CT03")
    assert (target["actual"], target["threshold"]) == ("1", "3")
    assert target["sources"] == [
        {"unit": "P1", "unit_name": "Ủy ban nhân dân Phường 1", "report": "P1-2018-2", "version": 1, "text": "1"}
    ]
    ward.second.refresh_from_db()
    assert ward.second.closed_at == row.published_at
    # What happens later changes nothing of it.
    frozen = row.snapshot
    ward.unit.name = "Tên mới"
    ward.unit.save()
    row.refresh_from_db()
    assert row.snapshot == frozen
    assert office.post(URL, {"act": "save", "revision": "2", "results": "Sửa sau khi công bố"}).status_code == 409
    row.refresh_from_db()
    assert row.results == "Lời đã sửa"


def test_only_the_office_head_publishes_and_only_what_was_read(office, ward, client):
    office.post(URL, {"act": "start"})
    answer = office.post(URL, {"act": "publish", "revision": "0"})
    assert answer.status_code == 422
    assert "Đọc hết bản xem trước" in answer.content.decode()
    client.force_login(ward.reviewer)
    assert client.post(URL, {"act": "publish", "revision": "0", "read": "1"}).status_code == 403
    for person in (ward.leader, ward.reporter):
        client.force_login(person)
        assert client.post(URL, {"act": "save", "revision": "0", "results": "x"}).status_code == 403
    assert Publication.objects.get().state == "draft"


def test_nothing_to_publish_is_refused(client, ward):
    chief = make.make_user("pkt.truongphong", role="office_head", unit=ward.office)
    client.force_login(chief)
    client.post(URL, {"act": "start"})
    answer = client.post(URL, {"act": "publish", "revision": "0", "read": "1"})
    assert answer.status_code == 422
    assert "Chưa có báo cáo nào được chấp nhận" in answer.content.decode()


def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten(office):
    office.post(URL, {"act": "start"})
    office.post(URL, {"act": "save", "revision": "0", "results": "Bản thứ nhất"})
    answer = office.post(URL, {"act": "save", "revision": "0", "results": "Bản thứ hai"})
    assert answer.status_code == 409
    assert "Bản thứ hai" in answer.content.decode()
    assert Publication.objects.get().results == "Bản thứ nhất"


def test_of_two_editors_of_one_draft_the_later_sees_both_texts_and_only_what_they_typed_is_in_the_way(office):
    office.post(URL, {"act": "start"})
    opened = {"results": "Lúc mở", "causes": "Nguyên nhân", "proposals": "Kiến nghị"}
    office.post(URL, {"act": "save", "revision": "0", **opened})
    office.post(URL, {"act": "save", "revision": "1", **opened, "results": "Đồng nghiệp sửa", "causes": "Họ thêm"})
    answer = office.post(
        URL, {"act": "save", "revision": "1", **opened, "results": "Tôi sửa", "proposals": "Tôi kiến nghị"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    shown = inputs(page)
    assert [shown[name] for name in opened] == ["Tôi sửa", "Họ thêm", "Tôi kiến nghị"]
    assert re.findall(r'id="(\w+)-luu"', page) == ["results"]
    assert "<del>Đồng nghiệp</del><ins>Tôi</ins> sửa" in page
    # Saved again as it stands on that page, nothing of either is lost but what the later one saw and wrote over.
    assert office.post(URL, {"act": "save", "revision": "2", **shown}).status_code == 302
    row = Publication.objects.get()
    assert (row.results, row.causes, row.proposals) == ("Tôi sửa", "Họ thêm", "Tôi kiến nghị")


def inputs(page) -> dict[str, str]:
    """The texts of the draft's form."""
    return dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n([^<]*)</textarea>', page))


def test_a_correction_names_what_it_replaces_and_the_old_one_stays(office, ward, client):
    first = published(office)
    assert office.post(URL, {"act": "correct", "reason": " "}).status_code == 422
    assert office.post(URL, {"act": "correct", "reason": "Sót số của Phường 1"}).status_code == 302
    second = Publication.objects.get(number=2)
    assert (second.replaces, second.reason, second.results) == (first, "Sót số của Phường 1", first.results)
    with pytest.raises(WrongState):
        publishing.correct(first, by=ward.chief, reason="Lần nữa")
    # Until the second is published the first is in force.
    client.logout()
    assert "đang có hiệu lực" in client.get(f"/kiem-tra/{first.code}/").content.decode()
    publishing.publish(second, by=ward.chief, revision=0)
    page = client.get(f"/kiem-tra/{first.code}/").content.decode()
    assert "không còn hiệu lực" in page
    assert second.code in page
    assert second.snapshot["replaces"]["number"] == 1


def test_the_check_page_is_public_forgiving_and_tells_no_unit_figures(office, client):
    row = published(office)
    client.logout()
    typed = row.code.lower().replace("-", " ")
    answer = client.get("/kiem-tra/", {"ma": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/kiem-tra/{row.code}/")
    page = client.get(f"/kiem-tra/{row.code}/").content.decode()
    assert "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý II năm 2018" in page
    assert "Phường 1" not in page
    answer = client.get("/kiem-tra/AAAA-AAAA/")
    assert answer.status_code == 404
    assert "không có trong sổ" in answer.content.decode()


def test_the_files_are_drawn_by_jobs_and_downloaded_by_leadership(office, ward, client):
    row = published(office)
    made = list(Job.objects.order_by("pk"))
    assert [(job.kind, job.subject, job.state) for job in made] == [
        (f"publication.{format}", f"publication-{row.pk}", "queued") for format in ("pdf", "docx", "xlsx")
    ]  # fmt: skip
    assert office.get(URL).content.decode().count("Đang chờ đến lượt") == 3
    assert [jobs.perform(job.pk) for job in made] == [True] * 3
    client.force_login(ward.leader)
    page = client.get(URL).content.decode()
    assert re.findall(r'data-format="(\w+)"', page) == ["pdf", "docx", "xlsx"]
    assert "Tạo lại tệp" not in page
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for kind, media_type, begins in (("pdf", "application/pdf", b"%PDF-"), ("docx", word, b"PK"), ("xlsx", excel, b"PK")):
        answer = client.get(f"{URL}ban/1/{kind}/")
        assert answer["Content-Type"] == media_type
        assert answer["Content-Disposition"] == f'attachment; filename="bao-cao-tong-hop-quy-2-2018-ban-1.{kind}"'
        assert b"".join(answer.streaming_content).startswith(begins)
    # Of the report, then of the list itself.
    formats = re.findall(r'data-format="(\w+)"', client.get("/tong-hop/").content.decode())
    assert formats == ["pdf", "docx", "xlsx", "xlsx", "csv"]
    client.force_login(ward.reporter)
    assert client.get(f"{URL}ban/1/docx/").status_code == 403


def test_what_failed_says_which_file_and_is_begun_anew_alone(office):
    row = published(office)
    pdf, docx, xlsx = Job.objects.order_by("pk")
    assert jobs.perform(pdf.pk) and jobs.perform(xlsx.pk)
    Job.objects.filter(pk=docx.pk).update(state="running", attempts=3, lease_until=timezone.now())
    assert jobs.free_jobs() == []
    page = office.get(URL).content.decode()
    assert "chỉ chưa tạo được tệp Word sau 3 lần thử" in page
    assert re.findall(r'data-job="(\w+)"', page) == ["done", "failed", "done"]
    assert re.findall(r'data-format="(\w+)"', page) == ["pdf", "xlsx"]
    office.post(URL, {"act": "retry"})
    assert list(Job.objects.order_by("pk").values_list("state", "attempts")) == [("done", 1), ("queued", 0), ("done", 1)]
    assert jobs.perform(docx.pk)
    row.refresh_from_db()
    assert [file["format"] for file in row.files] == ["pdf", "docx", "xlsx"]


def test_the_check_page_tells_the_hash_of_every_file(office, client):
    row = published(office)
    for job in Job.objects.all():
        jobs.perform(job.pk)
    row.refresh_from_db()
    client.logout()
    page = client.get(f"/kiem-tra/{row.code}/").content.decode()
    assert re.findall(r'<dt>SHA-256 của tệp (\w+)</dt><dd class="q-code">(\w+)</dd>', page) == [
        ("PDF", row.pdf_sha256), ("Word", row.docx_sha256), ("Excel", row.xlsx_sha256),
    ]  # fmt: skip


def test_leadership_sees_no_draft(office, ward, client):
    office.post(URL, {"act": "start"})
    client.force_login(ward.leader)
    assert client.get(URL).status_code == 404
    assert "Dự thảo" not in client.get("/tong-hop/").content.decode()


def test_what_many_say_in_the_same_words_is_said_once_with_all_names():
    rows = [
        {"short_name": "Phường 1", "texts": {"difficulties": "Kinh phí hạn chế."}},
        {"short_name": "Phường 2", "texts": {"difficulties": "kinh phí hạn chế"}},
        {"short_name": "Phường 3", "texts": {"difficulties": "Không có."}},
        {"short_name": "Phường 4", "texts": {"difficulties": "Thiếu máy quét."}},
    ]
    assert gathering.quotations(rows, "difficulties") == (
        "- Phường 1, Phường 2: Kinh phí hạn chế.\n- Phường 4: Thiếu máy quét."
    )


def test_a_long_text_is_cut_after_a_whole_sentence():
    text = "Câu một khá dài để vượt quá một phần ba giới hạn. " + "Câu hai " * 20
    assert gathering.shorten(text, 100) == "Câu một khá dài để vượt quá một phần ba giới hạn."


def test_rights_are_asked_in_the_module_and_not_only_in_the_view(office, ward):
    office.post(URL, {"act": "start"})
    row = Publication.objects.get()
    with pytest.raises(NotAllowed):
        publishing.publish(row, by=ward.reviewer, revision=0)
    with pytest.raises(Refused):
        publishing.save(row, texts={"results": "x" * 40_001}, by=ward.chief, revision=0)
    assert rollup.consolidate(ward.second, ward.second.window_to).counts["met"] >= 0
