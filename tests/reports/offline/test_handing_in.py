"""Handing a filled workbook in: looked at before anything is saved, then all or nothing, by whoever may write."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from reports import filing, paper, sheet as sheets
from reports.models import OfflineFile, Report
from reports.offline import comparing, handing_in
from tests import factories as make
from tests.reports.acting import move, write
from tests.reports.offline import made
from units import clock, storage, workbook as workbooks
from units.models import AuditEvent

UPLOAD = "/bao-cao/2018/2/P1/soan/nhap-excel/"


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


def take(client, where="2018/2/P1"):
    """The workbook as this person downloads it now."""
    answer = client.get(f"/bao-cao/{where}/soan/excel/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="bao-cao-{where[:6].replace("/", "-")}-{where[7:]}.xlsx"'
    return answer.content


def hand_in(client, content, name="bao cao.xlsx", where=UPLOAD, **more):
    return client.post(where, {"file": SimpleUploadedFile(name, content), **more})


def state(report):
    report.refresh_from_db()
    figures = {row.target.code: row.value for row in report.entries.select_related("target")}
    return report.situation, report.revision, figures


def said(answer):
    """The page's words, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_filled_without_a_connection_seen_line_by_line_then_put_in_once(officer, ward):
    blank = take(officer)
    answer = hand_in(officer, blank)
    assert answer.status_code == 302
    page = officer.get(answer["Location"])
    assert "giống hệt bản nháp đang lưu" in said(page)
    assert "Nhập vào bản nháp" not in said(page)

    content = made.fill(blank, {"situation": "Viết ở nhà", "figure-CT03-value": 2, "progress-IV.11-status": "Hoàn thành"})
    where = hand_in(officer, content)["Location"]
    page = officer.get(where)
    assert re.findall(r'data-line="([^"]+)"', page.content.decode()) == ["situation", "CT03", "IV.11"]
    assert "3 dòng thay đổi" in said(page)
    assert "20 dòng khác trong tệp giữ nguyên" in said(page)
    assert "Sau khi nhập: còn thiếu 6 mục." in said(page)
    assert state(ward.report) == ("", 0, {})  # looking saves nothing
    assert "chưa nhập vào bản nháp" in said(officer.get(UPLOAD))

    done = officer.post(where, {"revision": "0"}, follow=True)
    assert "Đã nhập 3 dòng từ tệp “bao cao.xlsx” vào bản nháp. Còn thiếu 6 mục." in said(done)
    assert state(ward.report) == ("Viết ở nhà", 1, {"CT03": 2})
    assert list(ward.report.progress.values_list("status", flat=True)) == ["done"]
    assert list(ward.report.hands.all()) == [ward.reporter]
    told = AuditEvent.objects.get(act="reports.offline")
    assert (told.subject, told.actor, told.after["lines"]) == ("P1-2018-2", "p1.canbo", ["situation", "CT03", "IV.11"])
    again = officer.post(where, {"revision": "1"}, follow=True)
    assert "đã được nhập vào bản nháp trước đó" in said(again)
    assert state(ward.report)[1] == 1
    assert AuditEvent.objects.filter(act="reports.offline").count() == 1


def test_with_one_cell_to_mend_nothing_is_saved_and_a_marked_copy_says_where(officer, ward):
    content = made.fill(take(officer), {"situation": "Đúng", "figure-CT03-value": "=1+1", "figure-CT11-2018-04": "hai"})
    where = hand_in(officer, content)["Location"]
    page = officer.get(where)
    assert "2 chỗ cần sửa trong tệp" in said(page)
    assert "Số liệu, ô H9 Chỉ tiêu CT03 Ô đang là công thức; nhập giá trị, không nhập công thức." in said(page)
    assert "Nhập vào bản nháp" not in said(page)
    assert officer.post(where, {"revision": "0"}).status_code == 422
    assert state(ward.report) == ("", 0, {})
    copy = load_workbook(io.BytesIO(officer.get(f"{where}danh-dau/").content))["Số liệu"]
    assert [copy[cell].fill.fgColor.rgb for cell in ("H8", "H9", "H11")] == ["FFFFF7D6", "FFF8B4AC", "FFF8B4AC"]
    assert copy["H9"].comment.text == "Chỉ tiêu CT03: ô đang là công thức; nhập giá trị, không nhập công thức"
    assert copy["H9"].value == "=1+1"


def test_a_draft_saved_meanwhile_is_told_and_nothing_of_it_is_lost(officer, ward):
    blank = take(officer)
    write(ward.report, ward.head, situation="Lãnh đạo viết", **{"figure-CT03-value": "5"})
    content = made.fill(blank, {"situation": "Viết ở nhà", "next_quarter": "Quý sau"})
    where = hand_in(officer, content)["Location"]
    page = said(officer.get(where))
    assert "Tệp được tải về trước lần lưu cuối của bản nháp (p1.lanhdao, " in page
    assert "1 dòng đã sửa ở cả hai nơi" in page
    assert "CT03: Chỉ tiêu CT03" in page.partition("Giữ theo bản nháp vì trong tệp chưa sửa:")[2].partition("dòng thay đổi")[0]
    # From a page older than what is stored, and without having chosen.
    assert officer.post(where, {"revision": "0"}).status_code == 409
    answer = officer.post(where, {"revision": "1"})
    assert answer.status_code == 422
    assert "I. Tình hình triển khai: chọn giữ bản nháp hay lấy trong tệp." in said(answer)
    assert state(ward.report)[:2] == ("Lãnh đạo viết", 1)

    officer.post(where, {"revision": "1", "keep-situation": "stored"})
    situation, revision, figures = state(ward.report)
    assert (situation, ward.report.next_quarter, revision, figures["CT03"]) == ("Lãnh đạo viết", "Quý sau", 2, 5)

    over = hand_in(officer, content)["Location"]
    officer.post(over, {"revision": "2", "keep-situation": "filled"})
    assert state(ward.report)[:2] == ("Viết ở nhà", 3)


def test_a_save_between_the_look_and_the_claim_writes_nothing(officer, ward):
    content = made.fill(take(officer), {"situation": "Viết ở nhà"})
    hand_in(officer, content)
    row = OfflineFile.objects.get()
    sheet = sheets.load(ward.report, clock.today())
    opened = handing_in.open_for(ward.report, content, row.name, sheet, ward.reporter)
    found = comparing.put_in(sheet, opened.filled, opened.stamp)
    Report.objects.filter(pk=ward.report.pk).update(revision=1)
    with pytest.raises(filing.StaleDraft):
        handing_in.apply(row, sheet, found, by=ward.reporter, revision=0)
    row.refresh_from_db()
    assert row.applied_at is None
    assert state(ward.report)[0] == ""
    assert not AuditEvent.objects.filter(act="reports.offline").exists()


def test_files_that_are_not_this_reports_are_explained(officer, ward, client):
    other = make.make_unit("P2", name="Ủy ban nhân dân Phường 2")
    make.make_report(other, ward.second)
    stranger, _ = make.make_people(other)
    client.force_login(stranger)
    of_other = take(client, "2018/2/P2")
    client.force_login(ward.reporter)
    earlier = take(client, "2018/1/P1")
    mine = take(client)

    def why(content, name="x.xlsx"):
        answer = hand_in(client, content, name)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
        return re.search(r'id="file-e">(.*?)</div>', answer.content.decode())[1], answer

    here = "Trang này nhận báo cáo Quý II/2018 của Ủy ban nhân dân Phường 1; chọn đúng tệp."
    text, answer = why(of_other)
    assert text == f"Tệp này là báo cáo của đơn vị khác. {here}"
    assert "Phường 2" not in said(answer)
    text, answer = why(earlier)
    assert text == f"Tệp này là báo cáo Quý I/2018 của chính đơn vị. {here}"
    assert 'href="/bao-cao/2018/1/P1/soan/nhap-excel/"' in answer.content.decode()
    text, _ = why(workbooks.content(Workbook()))
    assert text.startswith("“x.xlsx” không phải tệp Excel tải từ trang soạn báo cáo; tải lại")
    text, _ = why(made.fill(mine, change=lambda book: setattr(book["q4kh"]["B1"], "value", 0)))
    assert text.startswith("Tệp làm theo mẫu cũ của cổng")
    assert ".xlsx" in why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xls")[0]
    assert why(b"khong phai tep", "x.xlsx")[0]
    assert why(bytes(2 * 1024 * 1024 + 1))[0] == "Tệp nặng 2,0 MB, quá 2 MB: xóa hình chèn thêm rồi lưu lại."
    answer = client.post(UPLOAD)
    assert (answer.status_code, "Chọn tệp Excel (.xlsx) đã điền." in said(answer)) == (422, True)
    assert OfflineFile.objects.count() == 0


def test_what_is_frozen_takes_nothing_and_says_why(officer, ward):
    content = made.fill(take(officer), {"situation": "Muộn"})
    where = hand_in(officer, content)["Location"]
    write(ward.report, ward.reporter)
    move(ward.report, "submit", ward.reporter)
    for address in (UPLOAD, where):
        answer = officer.post(address, {"revision": "1"})
        assert answer.status_code == 409
        assert "Báo cáo nay ở tình trạng “chờ lãnh đạo đơn vị duyệt” nên không nhập thêm được." in said(answer)
        assert officer.get(address)["Location"] == ward.url
    assert officer.get("/bao-cao/2018/2/P1/soan/excel/")["Location"] == ward.url
    assert state(ward.report)[0] == "Phường đã triển khai kế hoạch."
    # Sent back, it is open again, and the workbook says what is asked.
    move(ward.report, "return", ward.head, line_reasons={"CT03": "Đếm lại"})
    guide = [row for row in load_workbook(io.BytesIO(take(officer)))["Hướng dẫn"].values if row[0] == "Cần sửa"]
    assert [row[1] for row in guide] == ["Lãnh đạo đơn vị yêu cầu. CT03: Chỉ tiêu CT03: Đếm lại"]


def test_a_file_that_is_gone_is_asked_for_again(officer, ward):
    where = hand_in(officer, made.fill(take(officer), {"situation": "x"}))["Location"]
    storage.path(storage.OFFLINE, OfflineFile.objects.get().sha256).unlink()
    answer = officer.get(where)
    assert (answer.status_code, "không còn trên cổng; chọn lại tệp." in said(answer)) == (422, True)
    assert officer.get(f"{where}danh-dau/")["Location"] == UPLOAD


def test_the_office_hands_in_for_a_unit_and_both_names_are_kept(client, ward):
    client.force_login(ward.reviewer)
    assert client.get(UPLOAD).status_code == 403
    scan = paper.store_scan(SimpleUploadedFile("ban-giay.pdf", b"%PDF-1.4 x"))
    paper.begin(ward.report, by=ward.reviewer, received_on=dt.date(2018, 6, 7), scan=scan)
    content = made.fill(take(client), {"situation": "Phường viết ở nhà"})
    answer = hand_in(client, content)
    assert answer.status_code == 422
    assert "Ghi họ tên, chức vụ người của đơn vị đã nộp tệp này." in said(answer)
    where = hand_in(client, content, handed_in_by="Lê Thị Hoa, công chức")["Location"]
    assert "Lê Thị Hoa, công chức nộp" in said(client.get(where))
    client.post(where, {"revision": "1"})
    assert state(ward.report)[0] == "Phường viết ở nhà"
    row = OfflineFile.objects.get()
    assert (row.handed_in_by, row.added_by, row.added_name) == ("Lê Thị Hoa, công chức", ward.reviewer, str(ward.reviewer))
    assert ward.report.hands.filter(pk=ward.reviewer.pk).exists()
    story = said(client.get(ward.url))
    assert "Nhập báo cáo từ tệp Excel pkt.chuyenvien. Tệp “bao cao.xlsx”, do Lê Thị Hoa, công chức (Phường 1) nộp." in story
    # Meanwhile the unit waits, and is told so.
    client.force_login(ward.reporter)
    answer = hand_in(client, content)
    assert (answer.status_code, "Phòng Kinh tế đang nhập thay" in said(answer)) == (409, True)


def test_the_office_is_told_whose_workbook_it_is_and_led_to_no_page_that_refuses_it(client, ward):
    stranger, _ = make.make_people(make.make_unit("P2"))
    make.make_report(stranger.memberships.get().unit, ward.second)
    client.force_login(stranger)
    of_other = take(client, "2018/2/P2")
    client.force_login(ward.reviewer)
    scan = paper.store_scan(SimpleUploadedFile("ban-giay.pdf", b"%PDF-1.4 x"))
    paper.begin(ward.report, by=ward.reviewer, received_on=dt.date(2018, 6, 7), scan=scan)
    answer = hand_in(client, of_other, handed_in_by="Lê Thị Hoa, công chức")
    assert "Tệp này là báo cáo Quý II/2018 của Ủy ban nhân dân Phường 2." in said(answer)
    assert "/bao-cao/2018/2/P2/" not in answer.content.decode()
