"""Filling in the form: what is read, what is refused, and that nothing typed is lost (domain §3)."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import filing
from reports.models import Report
from tests.reports.acting import write
from units.models import AuditEvent

D = Decimal


def draft(report):
    """The stored figures: (code, slot) → (value, numerator, denominator, done_on)."""
    return {
        (row.target.code, row.slot): (row.value, row.numerator, row.denominator, row.done_on)
        for row in report.entries.select_related("target")
    }


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


def test_the_whole_form_is_saved_and_shown_again(officer, ward, fill):
    answer = officer.post(ward.form, fill(0, **{"figure-CK01-date": "05/03/2018"}))
    assert (answer.status_code, answer["Location"]) == (302, ward.form)
    ward.report.refresh_from_db()
    assert ward.report.situation == "Phường đã triển khai kế hoạch."
    assert draft(ward.report) == {
        ("CT01", ""): (None, D(2), D(2), None),
        ("CT02", ""): (D(1), None, None, None),
        ("CT03", ""): (D(1), None, None, None),
        ("CT11", "2018-03"): (D(2), None, None, None),
        ("CT11", "2018-04"): (D(2), None, None, None),
        ("CT11", "2018-05"): (D(3), None, None, None),
        ("CK01", ""): (None, None, None, dt.date(2018, 3, 5)),
    }
    assert list(ward.report.progress.values_list("commitment__ref", "status", "note")) == [
        ("IV.11", "underway", "Đã duyệt.")
    ]
    assert ward.report.revision == 1
    page = officer.get(ward.form).content.decode()
    assert 'name="figure-CT03-value" value="1"' in page
    assert "Đã đủ, có thể gửi" in page


def test_names_of_inputs_are_those_of_the_contract(officer, ward):
    page = officer.get(ward.form).content.decode()
    for name in (
        "figure-CT01-numerator", "figure-CT01-denominator", "figure-CT02-value", "figure-CT03-value",
        "figure-CT11-2018-03", "figure-CT11-2018-04", "figure-CT11-2018-05", "figure-CK01-date", "figure-CK01-2-date",
        "progress-IV.11-status", "progress-IV.11-note", "situation", "results", "advantages", "difficulties", "causes",
        "proposals", "next_quarter", "revision",
    ):  # fmt: skip
        assert f'name="{name}"' in page
    assert 'data-report="P1-2018-2"' in page
    assert 'data-state="draft"' in page


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("figure-CT03-value", "abc", "abc"),
        ("figure-CT03-value", "1,5", "không phải số nguyên"),
        ("figure-CT03-value", "1.5", "1.5"),
        ("figure-CT03-value", "-2", "số âm"),
        ("figure-CT03-value", "1.000.000.000", "nhiều nhất là 999.999.999"),
        ("figure-CT03-value", "999999999999999", "nhiều nhất là 999.999.999"),
        ("figure-CT03-value", "1e5", "1e5"),
        ("figure-CT03-value", "NaN", "NaN"),
        ("figure-CT03-value", "9" * 20, "9"),
        ("figure-CT01-numerator", "hai", "hai"),
        ("figure-CT11-2018-04", "2;3", "2;3"),
        ("figure-CT02-value", "maybe", "chọn Có hoặc Chưa"),
        ("figure-CK01-date", "31/02/2018", "31/02/2018"),
        ("figure-CK01-date", "05/03/2012", "nằm ngoài giai đoạn 2016–2020"),
        ("figure-CK01-date", "05/03/2021", "nằm ngoài giai đoạn 2016–2020"),
        ("figure-CK01-date", "12/06/2018", "chưa đến"),
        ("progress-IV.11-status", "perhaps", "chọn tình trạng trong danh sách"),
        ("own_date", "2018", "2018"),
        ("situation", "x" * 8001, "quá 8000"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_half_saved(officer, ward, fill, name, typed, says):
    answer = officer.post(ward.form, fill(0, **{name: typed, "results": "Chữ không được mất"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'aria-invalid="true"' in page
    assert "Chữ không được mất" in page
    if typed not in ("perhaps", "maybe"):
        assert typed in page
    ward.report.refresh_from_db()
    assert (ward.report.results, ward.report.revision, draft(ward.report)) == ("", 0, {})


def test_a_full_stop_that_marks_thousands_is_read_as_one(officer, ward, fill):
    officer.post(ward.form, fill(0, **{"figure-CT03-value": "1.500"}))
    assert draft(ward.report)["CT03", ""][0] == D(1500)


def test_blank_is_not_zero(officer, ward, fill):
    officer.post(ward.form, fill(0, **{"figure-CT03-value": ""}))
    assert ("CT03", "") not in draft(ward.report)
    officer.post(ward.form, fill(1, **{"figure-CT03-value": "0"}))
    assert draft(ward.report)["CT03", ""][0] == D(0)
    officer.post(ward.form, fill(2, **{"figure-CT03-value": ""}))
    assert draft(ward.report)["CT03", ""][0] is None


@pytest.mark.parametrize(
    ("changes", "anchor", "says"),
    [
        ({"situation": " "}, "situation", "I. Tình hình triển khai: viết nội dung, hoặc ghi “Không có”"),
        ({"figure-CT03-value": ""}, "figure-CT03-value", "CT03: nhập số; nếu không có, nhập 0"),
        ({"figure-CT11-2018-04": ""}, "figure-CT11-2018-04", "CT11: nhập số tháng 04/2018; nếu không có, nhập 0"),
        ({"figure-CT02-value": ""}, "figure-CT02-value", "CT02: chọn Có hoặc Chưa"),
        ({"figure-CT01-denominator": ""}, "figure-CT01-numerator", "CT01: nhập đủ hai số"),
        ({"figure-CT01-denominator": "0", "figure-CT01-numerator": "0"}, "figure-CT01-denominator", "bằng 0"),
        (
            {"figure-CT01-numerator": "3"},
            "figure-CT01-numerator",
            "CT01: đã qua bồi dưỡng (3) lớn hơn tổng số cán bộ (2), sửa một trong hai số",
        ),
        ({"progress-IV.11-status": ""}, "progress-IV.11-status", "chọn tình trạng"),
    ],
)
def test_send_refused_while_a_line_is_missing_or_wrong(officer, ward, fill, changes, anchor, says):
    answer = officer.post(ward.form, fill(0, move="submit", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa trình được" in page
    assert f'<a href="#{anchor}">' in page
    assert says in page
    ward.report.refresh_from_db()
    assert ward.report.state == "draft"
    assert not AuditEvent.objects.filter(act="reports.submit").exists()
    # The draft itself is kept: only the move was refused.
    assert ward.report.results == "Đưa vào dùng màn hình lấy số thứ tự."


def test_sending_what_is_stored_already_saves_it_no_second_time(officer, client, ward, fill):
    officer.post(ward.form, fill(0))
    ward.report.refresh_from_db()
    saved_at = ward.report.edited_at
    client.force_login(ward.head)
    assert client.post(ward.form, fill(1, move="send")).status_code == 302
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.revision, ward.report.edited_at) == ("sent", 1, saved_at)
    assert {person.username for person in ward.report.hands.all()} == {"p1.canbo", "p1.lanhdao"}


def test_what_was_saved_while_it_is_sent_unchanged_is_not_sent_unseen(officer, client, ward, fill, monkeypatch):
    """Nothing but the sending's own claim stands between the two."""
    officer.post(ward.form, fill(0))
    save = filing.save

    def slow(sheet, **more):
        save(sheet, **more)
        Report.objects.filter(pk=ward.report.pk).update(revision=2, results="Chữ của người khác.")

    monkeypatch.setattr(filing, "save", slow)
    client.force_login(ward.head)
    assert client.post(ward.form, fill(1, move="send")).status_code == 409
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.versions.count()) == ("draft", 0)


def test_an_odd_value_must_be_explained(officer, ward, fill):
    officer.force_login(ward.head)
    first = {
        "figure-CT11-2017-12": "2", "figure-CT11-2018-01": "2", "figure-CT11-2018-02": "2", "figure-CT03-value": "2",
    }  # fmt: skip
    answer = officer.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **first))
    assert answer.status_code == 302
    answer = officer.post(ward.form, fill(0, move="send", **{"figure-CT03-value": "20"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Gấp 10 lần quý trước" in page
    assert 'name="figure-CT03-explanation"' in page
    answer = officer.post(
        ward.form,
        fill(1, move="send", **{"figure-CT03-value": "20", "figure-CT03-explanation": "Nhân rộng toàn phường."}),
    )
    assert answer.status_code == 302
    ward.report.refresh_from_db()
    row = next(row for row in ward.report.latest.content["figures"] if row["key"] == "CT03")
    assert (row["warning"], row["explanation"]) == ("Gấp 10 lần quý trước", "Nhân rộng toàn phường.")


def test_without_a_last_number_one_is_held_against_the_goal_of_the_whole_district(officer, ward, fill):
    officer.force_login(ward.head)
    for typed, says in [("29", None), ("1.500", "Gấp 500 lần mức toàn quận")]:
        ward.report.refresh_from_db()
        officer.post(ward.form, fill(ward.report.revision, **{"figure-CT03-value": typed}))
        page = officer.get(ward.form).content.decode()
        assert ("mức toàn quận" in page) == (says is not None)
        assert (says or "CT03") in page
    answer = officer.post(ward.form, fill(2, move="send", **{"figure-CT03-value": "1.500"}))
    assert answer.status_code == 422
    assert "CT03: Gấp 500 lần mức toàn quận: sửa số, hoặc giải trình với Phòng Kinh tế" in answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.state == "draft"


def test_two_numbers_that_contradict_each_other_say_so_before_anybody_sends(officer, ward, fill):
    officer.post(ward.form, fill(0, **{"figure-CT01-numerator": "3"}))
    page = officer.get(ward.form).content.decode()
    assert draft(ward.report)["CT01", ""][1:3] == (D(3), D(2))
    assert "Đã qua bồi dưỡng (3) lớn hơn tổng số cán bộ (2), sửa một trong hai số." in page
    assert 'name="figure-CT01-numerator" value="3" autocomplete="off" data-required="Chỉ tiêu CT01 (CT01)" aria-invalid="true"' in page
    # Nothing is missing, yet it cannot be sent; the list leads there.
    assert "Còn 1 chỗ cần sửa" in page
    assert "Đã đủ, có thể gửi" not in page
    assert '<a href="#figure-CT01-numerator">' in page
    assert "còn chỗ cần sửa" in officer.get("/").content.decode()
    officer.post(ward.form, fill(1))
    assert "Đã đủ, có thể gửi" in officer.get(ward.form).content.decode()


def test_the_day_of_the_units_own_paper_lies_in_the_quarter_and_is_over(officer, ward, fill):
    for typed, says in [
        ("14/03/2018", "Kỳ Quý II/2018 bắt đầu ngày 15/03/2018, ghi ngày ký từ hôm đó."),
        ("01/01/2030", "Ngày 01/01/2030 chưa đến, ghi ngày đã ký."),
    ]:
        answer = officer.post(ward.form, fill(0, own_date=typed, signatory="Lê Hữu Phước"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'<div class="invalid-feedback" id="own_date-e">{says}</div>' in page
        assert f'value="{typed}"' in page
        assert 'value="Lê Hữu Phước"' in page
        ward.report.refresh_from_db()
        assert (ward.report.own_date, ward.report.revision) == (None, 0)
    assert officer.post(ward.form, fill(0, own_date="15/3/2018")).status_code == 302


def test_each_line_of_the_units_own_paper_has_its_message(officer, ward, fill):
    answer = officer.post(ward.form, fill(0, estimate="x" * 2001, own_number="x" * 41, signatory="x" * 121))
    page = answer.content.decode()
    for name, limit in [("estimate", 2000), ("own_number", 40), ("signatory", 120)]:
        assert f'id="{name}-e">Dài quá {limit} ký tự, rút gọn lại.</div>' in page
        field = re.search(rf'<(?:input|textarea)[^>]* id="{name}"[^>]*>', page)[0]
        assert 'aria-invalid="true"' in field
        assert f"{name}-e" in re.search('aria-describedby="(.*?)"', field)[1]


def test_stocks_and_task_states_carry_on_and_flows_do_not(officer, ward, fill):
    officer.force_login(ward.head)
    first = {"figure-CT11-2017-12": "2", "figure-CT11-2018-01": "2", "figure-CT11-2018-02": "2"}
    officer.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **first, **{"figure-CK01-date": "05/03/2018"}))
    page = officer.get(ward.form).content.decode()
    assert 'name="figure-CT01-numerator" value="2"' in page
    assert 'name="figure-CK01-date" value="05/03/2018"' in page
    assert 'name="figure-CT03-value" value=""' in page
    assert '<option value="underway" selected>' in page
    assert "Chép từ Quý I/2018" in page
    # A GET writes nothing.
    assert draft(ward.report) == {}


def test_a_later_save_is_told_and_keeps_both_texts(officer, ward, fill):
    officer.post(ward.form, fill(0, results="Bản của người thứ nhất"))
    answer = officer.post(ward.form, fill(0, results="Bản của người thứ hai"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của người thứ hai" in page
    assert "Bản của người thứ nhất" in page
    ward.report.refresh_from_db()
    assert ward.report.results == "Bản của người thứ nhất"
    # From that page the later text can be put in place of the earlier one, knowingly, and only the lines it names.
    answer = officer.post(ward.form, {"revision": "1", "results": "Bản của người thứ hai"})
    ward.report.refresh_from_db()
    assert (answer.status_code, ward.report.results) == (302, "Bản của người thứ hai")
    assert draft(ward.report)["CT03", ""][0] == D(1)


def test_whoever_writes_after_another_has_a_hand_in_it_too(ward):
    write(ward.report, ward.reporter)
    write(ward.report, ward.head, results="Sửa lại.")
    assert set(ward.report.hands.all()) == {ward.reporter, ward.head}


@pytest.mark.parametrize("revision", ["", "abc", "-1"])
def test_a_form_without_its_version_token_is_not_saved(officer, ward, fill, revision):
    answer = officer.post(ward.form, fill(revision, results="Chữ vẫn còn"))
    assert answer.status_code == 409
    assert "Chữ vẫn còn" in answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.results == ""


def test_a_frozen_report_answers_409_and_shows_what_was_typed(officer, ward, fill):
    officer.post(ward.form, fill(0, move="submit"))
    answer = officer.post(ward.form, fill(1, results="Viết thêm sau khi trình"))
    assert answer.status_code == 409
    assert "Viết thêm sau khi trình" in answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.results == "Đưa vào dùng màn hình lấy số thứ tự."


def test_what_was_sent_while_it_was_saved_is_told_as_frozen(officer, ward, fill, monkeypatch):
    officer.post(ward.form, fill(0))

    def late(sheet, **more):
        Report.objects.filter(pk=ward.report.pk).update(state="pending")
        raise filing.StaleDraft

    monkeypatch.setattr(filing, "save", late)
    answer = officer.post(ward.form, fill(1, results="Viết thêm sau khi trình"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "nên không sửa được nữa" in page and "Chép phần vừa nhập" in page
    assert "Lưu các dòng đã chọn" not in page


def test_text_is_normalised_and_control_characters_are_dropped(officer, ward, fill):
    decomposed = "Ho\u0323p to\u0309\u200b 4"
    officer.post(ward.form, fill(0, results=decomposed + "\x00"))
    ward.report.refresh_from_db()
    assert ward.report.results == "Họp tỏ 4"


def pdf(name="bien-ban.pdf", content=b"%PDF-1.7\n1 0 obj"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_file_is_attached_downloaded_as_a_download_and_removed(officer, ward, fill):
    officer.post(ward.form, {**fill(0), "file": pdf("Biên bản nghiệm thu.pdf")})
    row = ward.report.attachments.get()
    assert (row.name, row.size, row.content_type) == ("Biên bản nghiệm thu.pdf", 16, "application/pdf")
    answer = officer.get(f"{ward.url}tep/{row.sha256}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n1 0 obj"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    officer.post(ward.form, fill(1, remove=str(row.pk)))
    assert ward.report.attachments.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("anh.png", b"GIF89a not a png", "không phải tệp PNG"),
        ("trang.html", b"<script>alert(1)</script>", "chỉ nhận PDF, DOCX, XLSX, JPG, PNG"),
        ("bang.xlsx", b"PK\x03\x04 broken", "không phải tệp XLSX"),
        ("rong.pdf", b"", "tệp rỗng"),
        ("to.pdf", b"%PDF-1.7" + b"0" * (10 * 1024 * 1024 + 300_000), "“to.pdf”: 10,3 MB, quá 10 MB"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_and_the_text_kept(officer, ward, fill, name, content, says):
    answer = officer.post(ward.form, {**fill(0, results="Chữ vẫn còn"), "file": pdf(name, content)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in re.search('<div class="invalid-feedback" id="file-e">(.*?)</div>', page)[1]
    assert 'aria-describedby="file-h file-e" aria-invalid="true"' in page
    assert "Chữ vẫn còn" in page
    assert ward.report.attachments.count() == 0


def test_hostile_text_is_shown_as_text(officer, ward, fill):
    officer.post(ward.form, fill(0, results="<script>alert(1)</script>{{ 7|add:7 }}"))
    for url in (ward.form, ward.url):
        page = officer.get(url).content.decode()
        assert "<script>alert(1)</script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


def test_the_form_asks_a_fixed_number_of_queries(officer, ward, fill, django_assert_num_queries):
    officer.post(ward.form, fill(0))
    with django_assert_num_queries(2):
        officer.get(ward.form)
