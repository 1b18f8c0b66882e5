"""Small saves behind the page: only what changed, never a blank, never half a line (domain §3)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports import draft_rows, filing
from reports.models import Report
from units import uploads
from units.models import AuditEvent


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


@pytest.fixture
def autosave(officer, ward):
    """``autosave(revision, **fields)`` → the JSON answer; field names with hyphens go in a dict."""

    def post(revision, fields=None, **more):
        return officer.post(
            ward.form, {"revision": str(revision), **(fields or {}), **more}, headers={"accept": "application/json"}
        )

    return post


def figures(report):
    return {row.target.code + row.slot: row.value for row in report.entries.select_related("target") if row.value is not None}


def test_only_the_named_fields_are_saved_and_the_rest_is_kept(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0))
    answer = autosave(1, difficulties="Thiếu người.")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["revision"], said["errors"], said["held"]) == (2, {}, [])
    # Only words came: nothing is told of what was not looked at.
    assert list(said["base"]) == ["difficulties"]
    assert said.keys().isdisjoint({"done", "total", "missing", "odd"})
    said = autosave(2, {"progress-IV.11-note": "Đã chọn nơi làm."}).json()
    assert (said["done"], said["total"], said["missing"]) == (9, 9, [])
    ward.report.refresh_from_db()
    assert (ward.report.difficulties, ward.report.situation) == ("Thiếu người.", "Phường đã triển khai kế hoạch.")
    assert figures(ward.report) == {"CT02": 1, "CT03": 1, "CT112018-03": 2, "CT112018-04": 2, "CT112018-05": 3}


def test_two_numbers_that_contradict_each_other_are_kept_and_said_at_once(autosave, ward):
    said = autosave(0, {"figure-CT01-numerator": "3", "figure-CT01-denominator": "2"}).json()
    assert said["errors"] == {
        "figure-CT01-numerator": "Đã qua bồi dưỡng (3) lớn hơn tổng số cán bộ (2), sửa một trong hai số."
    }
    assert said["held"] == []
    row = ward.report.entries.get(target__code="CT01")
    assert (row.numerator, row.denominator) == (3, 2)
    assert autosave(1, {"figure-CT01-denominator": "3"}).json()["errors"] == {}


def test_the_last_words_of_a_page_never_go_over_another_persons_save(autosave, client, ward):
    assert autosave(0, results="Chữ đầu.").json()["revision"] == 1
    # They follow the page's own save, unseen, on the number that it gives.
    assert autosave(1, results="Chữ cuối.", follows="own").status_code == 200
    client.force_login(ward.head)
    assert client.post(ward.form, {"revision": "2", "results": "Lời của lãnh đạo."}).status_code == 302
    client.force_login(ward.reporter)
    answer = autosave(3, results="Chữ sau nữa.", follows="own")
    assert (answer.status_code, answer.json()["saved_by"]) == (409, str(ward.head))
    ward.report.refresh_from_db()
    assert ward.report.results == "Lời của lãnh đạo."


def test_missing_lines_are_named_by_their_inputs(autosave, ward):
    said = autosave(0, situation="Có việc.").json()
    assert [row["anchor"] for row in said["missing"]] == [
        "results", "figure-CT01-numerator", "figure-CT02-value", "figure-CT03-value", "figure-CT11-2018-03",
        "figure-CT11-2018-04", "figure-CT11-2018-05", "progress-IV.11-status",
    ]  # fmt: skip
    assert said["missing"][3]["label"] == "Chỉ tiêu CT03 (CT03)"


def test_what_cannot_be_read_keeps_its_stored_value_and_the_others_are_saved(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0))
    answer = autosave(1, {"figure-CT03-value": "1.5", "figure-CT11-2018-03": "4", "results": "Câu mới"})
    said = answer.json()
    assert answer.status_code == 200
    assert list(said["errors"]) == ["figure-CT03-value"]
    assert said["held"] == ["figure-CT03-value"]
    ward.report.refresh_from_db()
    assert ward.report.results == "Câu mới"
    assert figures(ward.report)["CT03"] == 1
    assert figures(ward.report)["CT112018-03"] == 4


def test_a_ratio_with_one_wrong_number_is_not_saved_by_half(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0))
    said = autosave(1, {"figure-CT01-numerator": "5", "figure-CT01-denominator": "sáu"}).json()
    assert list(said["errors"]) == ["figure-CT01-denominator"]
    assert said["held"] == ["figure-CT01-denominator", "figure-CT01-numerator"]
    row = ward.report.entries.get(target__code="CT01")
    assert (row.numerator, row.denominator) == (2, 2)
    # Nothing could be saved, so nothing was: the page's revision still holds.
    assert said["revision"] == 1


def test_text_too_long_and_a_wrong_date_wait_too(autosave, ward):
    said = autosave(0, situation="x" * 8001, own_date="31/02/2018", own_number="12/BC-UBND").json()
    assert sorted(said["errors"]) == ["own_date", "situation"]
    ward.report.refresh_from_db()
    assert (ward.report.situation, ward.report.own_date, ward.report.own_number) == ("", None, "12/BC-UBND")


def test_an_odd_value_comes_back_with_the_box_to_explain_it(autosave, officer, ward, fill):
    officer.force_login(ward.head)
    months = {"figure-CT11-2017-12": "2", "figure-CT11-2018-01": "2", "figure-CT11-2018-02": "2"}
    officer.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **months))
    said = autosave(0, {"figure-CT03-value": "10"}).json()
    assert said["odd"] == {
        "figure-CT03-value": {"text": "Gấp 10 lần quý trước", "name": "figure-CT03-explanation", "value": ""}
    }


def test_a_text_too_long_waits_alone_and_the_one_beside_it_is_saved(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0))
    said = autosave(1, results="x" * 8001, causes="Thiếu kinh phí.").json()
    assert (list(said["errors"]), said["held"], said["revision"]) == (["results"], ["results"], 2)
    ward.report.refresh_from_db()
    assert ward.report.causes == "Thiếu kinh phí."
    assert ward.report.results == "Đưa vào dùng màn hình lấy số thứ tự."
    # Nothing could be saved, so nothing was: the page's revision still holds.
    assert autosave(2, results="x" * 8001).json()["revision"] == 2


@pytest.mark.parametrize("revision", ["0", "", "abc", "7"])
def test_a_stale_revision_answers_409_and_saves_nothing(autosave, officer, ward, fill, revision):
    officer.post(ward.form, fill(0))
    answer = autosave(revision, results="Bản muộn")
    said = answer.json()
    assert answer.status_code == 409
    assert (said["revision"], said["open"], said["saved_by"]) == (1, True, "")
    ward.report.refresh_from_db()
    assert ward.report.results == "Đưa vào dùng màn hình lấy số thứ tự."


def test_the_page_learns_who_saved(autosave, officer, ward, fill, client):
    client.force_login(ward.head)
    client.post(ward.form, fill(0))
    officer.force_login(ward.reporter)
    assert autosave(0, results="Bản muộn").json()["saved_by"] == "p1.lanhdao"


def test_a_frozen_report_answers_409_in_json(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0, move="submit"))
    answer = autosave(1, results="Viết thêm")
    assert answer.status_code == 409
    assert (answer.json()["open"], answer.json()["state"]) == (False, "pending")


def test_what_the_office_enters_from_paper_is_not_the_units_to_save(autosave, officer, ward, fill):
    officer.post(ward.form, fill(0))
    Report.objects.filter(pk=ward.report.pk).update(received_on=dt.date(2018, 6, 7))
    for fields in ({"results": "Viết thêm"}, {"figure-CT03-value": "2"}):
        answer = autosave(1, fields)
        assert (answer.status_code, answer.json()["open"]) == (409, False)
    ward.report.refresh_from_db()
    assert (ward.report.revision, ward.report.results) == (1, "Đưa vào dùng màn hình lấy số thứ tự.")
    assert figures(ward.report)["CT03"] == 1


def test_without_a_session_the_answer_is_403_in_json(autosave, client):
    client.logout()
    answer = autosave(0, results="Chữ")
    assert (answer.status_code, answer.json()) == (403, {"session": "expired"})


def test_another_unit_gets_404_and_the_office_403(autosave, client, ward):
    from tests import factories as make

    other = make.make_user("p2.canbo", role="reporter", unit=make.make_unit("P2"))
    for person, status in ((other, 404), (ward.reviewer, 403)):
        client.force_login(person)
        assert autosave(0, results="Chữ").status_code == status


def test_asking_where_the_draft_stands_writes_nothing(officer, ward, fill, django_assert_num_queries):
    officer.post(ward.form, fill(0))
    with django_assert_num_queries(2):
        said = officer.get(ward.form, headers={"accept": "application/json"}).json()
    assert (said["revision"], said["state"], said["open"]) == (1, "draft", True)


def test_what_carries_on_is_stored_by_the_first_small_save(autosave, officer, ward, fill):
    officer.force_login(ward.head)
    months = {"figure-CT11-2017-12": "2", "figure-CT11-2018-01": "2", "figure-CT11-2018-02": "2"}
    officer.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **months))
    autosave(0, situation="Câu đầu tiên.")
    row = ward.report.entries.get(target__code="CT01")
    assert (row.numerator, row.denominator, row.is_carried) == (2, 2, True)
    assert ward.report.progress.get().is_carried


def test_many_small_saves_of_one_sitting_are_one_line_of_the_log(autosave, ward):
    autosave(0, situation="Một")
    autosave(1, situation="Một hai")
    autosave(2, results="Ba")
    event = AuditEvent.objects.get(act="reports.save")
    # Everything of the first save: the blank task row came to be with it.
    assert event.after == {"lines": ["situation", "IV.11", "results"]}
    AuditEvent.objects.update(at=timezone.now() - dt.timedelta(minutes=11))
    autosave(3, results="Bốn")
    assert AuditEvent.objects.filter(act="reports.save").count() == 2


def test_a_file_that_came_between_reading_and_saving_keeps_its_place_in_the_log(officer, ward, fill):
    officer.post(ward.form, fill(0))
    report, other = (draft_rows.find(2018, 2, "P1") for _ in range(2))
    filing.attach(other, uploads.store(pdf()), by=ward.reporter)
    filing.save_texts(report, {"causes": "Thiếu kinh phí."}, by=ward.reporter)
    lines = AuditEvent.objects.filter(act="reports.save").latest("pk").after["lines"]
    assert lines[-2:] == ["attachments +1", "causes"]


def test_another_person_or_another_act_begins_a_new_line_of_the_log(autosave, officer, ward, fill):
    autosave(0, situation="Một")
    officer.force_login(ward.head)
    autosave(1, situation="Hai")
    officer.force_login(ward.reporter)
    officer.post(ward.form, fill(2, move="submit"))
    officer.post(ward.url, {"move": "withdraw"})
    autosave(3, results="Ba")
    events = AuditEvent.objects.filter(subject="P1-2018-2").order_by("pk").values_list("act", "actor")
    assert list(events) == [
        ("reports.save", "p1.canbo"),
        ("reports.save", "p1.lanhdao"),
        ("reports.save", "p1.canbo"),
        ("reports.submit", "p1.canbo"),
        ("reports.withdraw", "p1.canbo"),
        ("reports.save", "p1.canbo"),
    ]


def pdf(name="bien-ban.pdf", content=b"%PDF-1.7 1"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_file_goes_up_by_itself_and_makes_no_open_form_stale(autosave, officer, ward):
    answer = officer.post(f"{ward.form}tep/", {"file": pdf()})
    row = ward.report.attachments.get()
    assert (answer.status_code, answer.json()["count"]) == (200, 1)
    assert f'name="remove" value="{row.pk}"' in answer.json()["html"]
    assert autosave(0, situation="Chữ").status_code == 200
    assert ward.report.hands.get() == ward.reporter
    assert officer.post(f"{ward.form}tep/", {"file": pdf("ten-khac.pdf")}).json()["count"] == 1


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (None, "chưa chọn tệp"),
        (("anh.png", b"GIF89a"), "không phải tệp PNG"),
        (("rong.pdf", b""), "tệp rỗng"),
    ],
)
def test_a_file_that_is_not_fit_is_told_by_itself(officer, ward, upload, says):
    answer = officer.post(f"{ward.form}tep/", {"file": pdf(*upload)} if upload else {})
    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert ward.report.attachments.count() == 0


def test_no_file_reaches_a_report_that_is_not_open(officer, client, ward, fill):
    officer.post(ward.form, fill(0, move="submit"))
    assert officer.post(f"{ward.form}tep/", {"file": pdf()}).status_code == 409
    assert ward.report.attachments.count() == 0
    client.logout()
    assert client.post(f"{ward.form}tep/", {"file": pdf()}).status_code == 403
    assert client.get(f"{ward.form}tep/").status_code == 405


def statements(act) -> int:
    """How many the act runs, savepoints apart: session and person included."""
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code in (200, 302)
    return sum(row["sql"].split()[0] not in ("SAVEPOINT", "RELEASE") for row in captured.captured_queries)


def test_queries_of_opening_and_saving(autosave, officer, ward, fill):
    blank_rows = {"item-1-heading": "", "item-1-text": "", "proposal-1-addressee": "office", "proposal-1-text": ""}
    changes = {"figure-CT03-value": "2", "progress-IV.11-note": "Khác"}
    assert statements(lambda: officer.get(ward.form)) == 2
    assert statements(lambda: officer.post(ward.form, fill(0, **blank_rows))) == 9
    assert statements(lambda: autosave(1, results="Câu khác")) == 3
    assert statements(lambda: officer.post(ward.form, fill(2, **blank_rows, **changes))) == 6
    assert statements(lambda: officer.get(ward.form)) == 2
