"""Filing fast: last quarter's text by one click, what carries on, and “Không phát sinh” (domain §3)."""

from decimal import Decimal

import pytest

from reports.models import Report

D = Decimal
MONTHS = {"figure-CT11-2017-12": "2", "figure-CT11-2018-01": "2", "figure-CT11-2018-02": "2"}
LAST = {
    **MONTHS,
    "situation": "Quý I phường đã họp.",
    "results": "Quý I có một mô hình.",
    "figure-CK01-date": "05/01/2018",
}


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


@pytest.fixture
def sent(client, ward, fill):
    """Quý I/2018 was sent by the head."""
    client.force_login(ward.head)
    assert client.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **LAST)).status_code == 302
    client.force_login(ward.reporter)
    return client


def figures(report):
    """(code, slot) → what stands in the draft, and whether it was carried."""
    return {
        (row.target.code, row.slot): (row.value, row.numerator, row.is_carried)
        for row in report.entries.select_related("target")
    }


# --- Copying a text -------------------------------------------------------------------------------------------------


def test_a_blank_text_is_copied_by_one_click_and_everything_typed_is_saved(sent, ward):
    answer = sent.post(ward.form, {"revision": "0", "copy": "results", "causes": "Đang viết dở"})
    assert (answer.status_code, answer["Location"]) == (302, f"{ward.form}#results")
    ward.report.refresh_from_db()
    assert (ward.report.results, ward.report.causes) == ("Quý I có một mô hình.", "Đang viết dở")
    page = sent.get(ward.form).content.decode()
    assert "Chép từ Quý I/2018, sửa lại cho đúng quý này" in page


def test_a_text_that_is_there_is_never_written_over(sent, ward):
    answer = sent.post(ward.form, {"revision": "0", "copy": "results", "results": "Của quý này"}, follow=True)
    ward.report.refresh_from_db()
    assert ward.report.results == "Của quý này"
    assert "đã có chữ nên không chép đè" in answer.content.decode()


def test_the_page_gets_the_text_without_being_loaded_again(sent, ward):
    json = {"accept": "application/json"}
    said = sent.post(ward.form, {"revision": "0", "copy": "results"}, headers=json).json()
    assert said["filled"] == {"results": "Quý I có một mô hình."}
    said = sent.post(ward.form, {"revision": "1", "copy": "results"}, headers=json).json()
    assert (said["filled"], said["revision"]) == ({}, 1)
    assert "đã có chữ" in said["refused"]
    said = sent.post(ward.form, {"revision": "1", "copy": "causes"}, headers=json).json()
    assert said["refused"] == "Báo cáo trước không ghi gì ở “V. Nguyên nhân”."


def test_there_is_no_button_where_there_is_nothing_to_copy(sent, ward):
    page = sent.get(ward.form).content.decode()
    assert 'name="copy" value="results"' in page
    assert 'name="copy" value="causes"' not in page


# --- What carries on ------------------------------------------------------------------------------------------------


def resend(client, ward, fill, **changes):
    """The head takes Quý I back and sends it again."""
    client.force_login(ward.head)
    client.post("/bao-cao/2018/1/P1/", {"move": "withdraw"})
    revision = Report.objects.get(pk=ward.earlier.pk).revision
    again = client.post("/bao-cao/2018/1/P1/soan/", fill(revision, move="send", **{**LAST, **changes}))
    assert again.status_code == 302
    client.force_login(ward.reporter)


def test_what_was_carried_is_offered_again_when_the_last_report_changes(sent, ward, fill):
    sent.post(ward.form, {"revision": "0", "situation": "Bắt đầu soạn"})
    assert "Chép lại" not in sent.get(ward.form).content.decode()
    resend(sent, ward, fill, **{"figure-CT01-numerator": "1", "progress-IV.11-status": "done"})
    page = sent.get(ward.form).content.decode()
    assert "CT01 nay là 1/2" in page
    assert "Chép lại 2 dòng từ báo cáo trước" in page
    sent.post(ward.form, {"revision": "1", "carry": "1", "situation": "Viết tiếp"})
    ward.report.refresh_from_db()
    assert ward.report.situation == "Viết tiếp"
    assert figures(ward.report)["CT01", ""] == (None, D(1), True)
    assert ward.report.progress.get().status == "done"
    assert "Chép lại" not in sent.get(ward.form).content.decode()


def test_a_line_mended_by_hand_is_not_offered(sent, ward, fill):
    sent.post(ward.form, {"revision": "0", "figure-CT01-numerator": "0", "progress-IV.11-status": "regular"})
    resend(sent, ward, fill, **{"figure-CT01-numerator": "1", "progress-IV.11-status": "done"})
    assert "Chép lại" not in sent.get(ward.form).content.decode()
    sent.post(ward.form, {"revision": "1", "carry": "1"})
    assert figures(ward.report)["CT01", ""] == (None, D(0), False)


def test_a_report_sent_late_is_offered_to_a_draft_begun_before_it(officer, ward, fill):
    officer.post(ward.form, {"revision": "0", "situation": "Bắt đầu soạn"})
    officer.force_login(ward.head)
    officer.post("/bao-cao/2018/1/P1/soan/", fill(0, move="send", **LAST))
    officer.force_login(ward.reporter)
    assert "Chép lại 4 dòng từ báo cáo trước" in officer.get(ward.form).content.decode()


# --- Không phát sinh --------------------------------------------------------------------------------------------------


def test_nil_return_makes_flows_zero_and_carries_stocks_and_tasks(sent, ward):
    answer = sent.post(ward.form, {"revision": "0", "nil": "1"}, follow=True)
    page = answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.is_nil
    assert (ward.report.situation, ward.report.results) == (
        "Trong quý đơn vị không phát sinh hoạt động.",
        "Trong quý đơn vị không phát sinh hoạt động.",
    )
    assert figures(ward.report) == {
        ("CT01", ""): (None, D(2), True),
        ("CT02", ""): (D(1), None, True),
        ("CT03", ""): (D(0), None, False),
        ("CT11", "2018-03"): (D(0), None, False),
        ("CT11", "2018-04"): (D(0), None, False),
        ("CT11", "2018-05"): (D(0), None, False),
        ("CK01", ""): (None, None, True),
    }
    assert ward.report.progress.get().status == "underway"
    assert 'data-nil="yes"' in page
    assert "Đã đủ, có thể gửi." in page


def test_what_cannot_be_known_stays_missing(officer, ward):
    page = officer.post(ward.form, {"revision": "0", "nil": "1"}, follow=True).content.decode()
    # A stock and a yes or no for the whole plan that nobody ever said, and a task nobody has told of.
    assert "Còn thiếu 3 mục." in page
    assert ("CT01", "") not in figures(ward.report)


def test_nil_return_keeps_what_was_written(officer, ward):
    officer.post(ward.form, {"revision": "0", "nil": "1", "situation": "Phường họp một lần.", "figure-CT03-value": "0"})
    ward.report.refresh_from_db()
    assert (ward.report.situation, ward.report.is_nil) == ("Phường họp một lần.", True)


def test_nil_return_is_refused_while_something_says_otherwise(officer, ward):
    typed = {"figure-CT03-value": "2", "figure-CT11-2018-04": "1", "causes": "Chữ vẫn còn"}
    typed |= {"item-1-heading": "III.1.a", "item-1-text": "Có kết quả."}
    answer = officer.post(ward.form, {"revision": "0", "nil": "1", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "CT03: đã nhập 2; sửa thành 0, hoặc gửi báo cáo bình thường" in page
    assert "CT11: đã nhập 1" in page
    assert "Kết quả theo đề mục: đã ghi kết quả" in page
    assert "Chữ vẫn còn" in page
    ward.report.refresh_from_db()
    assert (ward.report.is_nil, ward.report.causes) == (False, "")


def test_a_nil_return_still_goes_through_the_head_and_is_frozen_as_one(sent, ward):
    sent.post(ward.form, {"revision": "0", "nil": "1"})
    assert sent.post(ward.form, {"revision": "1", "move": "send"}).status_code == 403
    assert sent.post(ward.form, {"revision": "1", "move": "submit"}).status_code == 302
    sent.force_login(ward.head)
    sent.post(ward.url, {"move": "send"})
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.latest.content["is_nil"]) == ("sent", True)
    assert ward.earlier.__class__.objects.get(pk=ward.earlier.pk).latest.content["is_nil"] is False


@pytest.mark.parametrize(
    "typed",
    [{"figure-CT03-value": "1"}, {"item-1-heading": "III.1.a", "item-1-text": "Có kết quả."}, {"nil": "0"}],
)
def test_the_mark_goes_when_something_is_told_after_all(officer, ward, typed):
    officer.post(ward.form, {"revision": "0", "nil": "1"})
    officer.post(ward.form, {"revision": "1", **typed})
    ward.report.refresh_from_db()
    assert ward.report.is_nil is False


def test_the_mark_stays_when_a_stock_or_a_text_changes(officer, ward):
    officer.post(ward.form, {"revision": "0", "nil": "1"})
    officer.post(ward.form, {"revision": "1", "causes": "Sửa trụ sở", "figure-CT02-value": "yes"})
    ward.report.refresh_from_db()
    assert ward.report.is_nil is True
