"""The reviewer's page: changes, marks line by line, the unit's answers, one report after the other (domain §3)."""

import re

import pytest
from django.utils.html import escape

from reports import review, timeline
from reports.models import Reminder, Report, ReviewNote, Version
from tests import factories as make
from tests.reports.acting import accepted, move, write
from units.clock import ZONE


@pytest.fixture
def sent(ward):
    """P1's report, sent once, CT03 = 1."""
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    return ward


@pytest.fixture
def sent_again(sent):
    """Returned for CT03 and the difficulties, and sent again with CT03 mended."""
    move(
        sent.report,
        "return",
        sent.reviewer,
        reason="Còn hai chỗ.",
        line_reasons={"CT03": "Sổ có 2.", "difficulties": "Ghi rõ."},
    )
    write(sent.report, sent.reporter, **{"figure-CT03-value": "2", "results": "Đưa vào dùng màn hình mới."})
    move(sent.report, "send", sent.head)
    return sent


@pytest.fixture
def page(client):
    """``page(person, url)``: the page as text."""

    def get(person, url):
        client.force_login(person)
        answer = client.get(url)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.fixture
def post(client, ward):
    """``post(person, move=…, **fields)``: a POST on the report's page; the report is read again."""

    def send(person, fields):
        client.force_login(person)
        answer = client.post(ward.url, fields)
        ward.report.refresh_from_db()
        return answer

    return send


def tabs(html):
    return [
        (key, re.sub(r"<[^>]+>", "", label).strip(), bool(current))
        for key, current, label in re.findall(r'<a href="\?xem=([a-z-]+)"( aria-current="page")?>(.*?)</a>', html)
    ]


def lines(html):
    """Names of the lines under the chosen tab, and of those folded below, in their order."""
    start = html.index("q-review")
    html = html[start : html.index("</form>", start)]
    shown, _, folded = html.partition("<details")
    return [re.findall(r'data-line="([^"]*)"', part) for part in (shown, folded)]


def notes(report):
    return list(report.notes.order_by("line").values_list("line", "text"))


# --- What stands on the page ---------------------------------------------------------------------------------------


def test_the_first_sending_is_read_whole_and_a_later_one_by_its_changes(page, sent):
    html = page(sent.reviewer, sent.url)
    assert tabs(html) == [("de-y", "Cần để ý 0", False), ("tat-ca", "Tất cả 18 dòng", True)]
    assert [len(part) for part in lines(html)] == [18, 0]


def test_a_later_sending_shows_what_changed_with_what_came_back_first(page, sent_again):
    html = page(sent_again.reviewer, sent_again.url)
    assert tabs(html) == [
        ("thay-doi", "Thay đổi so với lần 1 2", True),
        # The difficulties came back and are as they were.
        ("de-y", "Cần để ý 1", False),
        ("tat-ca", "Tất cả 18 dòng", False),
    ]
    shown, folded = lines(html)
    assert shown == ["CT03", "II. Kết quả nổi bật"]
    assert len(folded) == 16
    assert "Đưa vào dùng màn hình <del>lấy số thứ tự</del><ins>mới</ins>." in html
    assert '<dt>Lần 1</dt><dd>1</dd></div><div class="is-new"><dt>Lần 2</dt><dd>2</dd>' in html
    assert "Lần 1 trả lại vì: “Còn hai chỗ.”" in html
    assert lines(page(sent_again.reviewer, f"{sent_again.url}?xem=de-y"))[0] == ["IV. Khó khăn, vướng mắc"]


def test_odd_figures_and_their_explanations_stand_first(page, ward):
    before = make.make_version(ward.earlier, 1, CT03=1)
    Version.objects.filter(pk=before.pk).update(content={"texts": {}, "figures": [], "progress": [], "attachments": []})
    Report.objects.filter(pk=ward.earlier.pk).update(latest=before, version_count=1)
    write(ward.report, ward.reporter, **{"figure-CT03-value": "12", "figure-CT03-explanation": "Tính cả <hộ>."})
    move(ward.report, "send", ward.head)
    html = page(ward.reviewer, ward.url)
    assert lines(html)[0][0] == "CT03"
    assert f"<b>Gấp 12 lần quý trước.</b> Đơn vị giải trình: “{escape('Tính cả <hộ>.')}”" in html


def test_an_unknown_tab_shows_the_first(page, sent_again):
    assert tabs(page(sent_again.reviewer, f"{sent_again.url}?xem=khac"))[0] == (
        "thay-doi",
        "Thay đổi so với lần 1 2",
        True,
    )


def test_only_the_reviewer_sees_marks_and_decision(page, sent):
    assert 'class="q-choice"' in page(sent.reviewer, sent.url)
    for person in (sent.reporter, sent.head):
        assert 'class="q-choice"' not in page(person, sent.url)


# --- Returning by line ---------------------------------------------------------------------------------------------


def test_lines_are_returned_with_words_of_their_own(post, sent):
    fields = {"move": "return", "reason": "", "line-CT03": "return", "reason-CT03": " Sổ có 2. ", "line-results": "ok"}
    assert post(sent.reviewer, fields).status_code == 302
    assert sent.report.state == "returned"
    assert notes(sent.report) == [("CT03", "Sổ có 2.")]


def test_a_line_without_words_of_its_own_needs_the_overall_reason(post, sent):
    fields = {"move": "return", "line-CT03": "return", "line-IV.11": "return", "reason-CT03": "Sổ có 2."}
    answer = post(sent.reviewer, fields)
    assert answer.status_code == 422
    assert sent.report.state == "sent"
    assert "Ghi lý do trả lại dòng mục IV.11, hoặc viết ở “Lời gửi đơn vị”." in answer.content.decode()
    assert post(sent.reviewer, fields | {"reason": "Xem lại hai dòng."}).status_code == 302
    assert notes(sent.report) == [("", "Xem lại hai dòng."), ("CT03", "Sổ có 2."), ("IV.11", "Xem lời gửi chung.")]


def test_a_refusal_keeps_what_was_ticked_and_written(post, sent):
    fields = {
        "move": "accept",
        "reason": "Lời chung.",
        "line-CT03": "return",
        "reason-CT03": "Sổ có 2.",
        "line-results": "return",
    }
    answer = post(sent.reviewer, fields)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Muốn chấp nhận, đổi dòng CT03 thành “Được”." in html
    assert '<a href="#ok-CT03">' in html
    assert "\nSổ có 2.</textarea>" in html
    assert "\nLời chung.</textarea>" in html
    assert re.findall(r'id="no-([^"]+)" value="return" checked', html) == ["results", "CT03"]
    assert "16 dòng được, 2 dòng trả lại." in html
    assert "Trả lại 2 dòng cho Phường 1" in html
    assert sent.report.state == "sent"
    # Once every line is good again it goes through, whatever else the page posts.
    assert post(sent.reviewer, {"move": "accept", "line-CT03": "ok", "line-results": "ok"}).status_code == 302
    assert sent.report.state == "accepted"


@pytest.mark.parametrize("name", ["accept", "return"])
def test_words_at_a_line_that_is_marked_good_are_not_thrown_away(post, sent, name):
    fields = {"move": name, "reason": "Lời chung.", "line-CT03": "ok", "reason-CT03": "Sổ có 2."}
    answer = post(sent.reviewer, fields)
    assert answer.status_code == 422
    assert "Dòng CT03 có lý do trả lại nhưng đang chọn “Được”" in answer.content.decode()
    assert sent.report.state == "sent"


def test_a_reason_by_line_needs_no_mark(post, sent):
    assert post(sent.reviewer, {"move": "return", "reason-CT03": "Sổ có 2."}).status_code == 302
    assert notes(sent.report) == [("CT03", "Sổ có 2.")]


def test_a_line_that_the_report_does_not_have_is_not_returned(post, sent):
    fields = {"move": "return", "line-CT99": "return", "reason-CT99": "Không có dòng này"}
    assert post(sent.reviewer, fields).status_code == 422
    assert not ReviewNote.objects.exists()


def test_a_reason_by_line_is_bounded(post, sent):
    answer = post(sent.reviewer, {"move": "return", "line-CT03": "return", "reason-CT03": "x" * 4001})
    assert answer.status_code == 422
    assert "Lý do ở dòng CT03 dài quá 4000 ký tự, rút gọn lại." in answer.content.decode()
    assert post(sent.reviewer, {"move": "return", "line-CT03": "return", "reason-CT03": "x" * 4000}).status_code == 302


def test_nobody_decides_on_a_sending_they_did_not_read(post, sent):
    move(sent.report, "withdraw", sent.head)
    write(sent.report, sent.reporter, **{"figure-CT03-value": "2"})
    move(sent.report, "send", sent.head)
    answer = post(sent.reviewer, {"move": "accept", "version": "1"})
    assert answer.status_code == 409
    assert "Chưa làm được: đơn vị vừa gửi lần 2." in answer.content.decode()
    assert sent.report.state == "sent"
    assert post(sent.reviewer, {"move": "accept", "version": "2"}).status_code == 302


def test_words_for_a_report_that_another_reviewer_returned_a_moment_ago_are_shown(post, sent):
    move(sent.report, "return", sent.reviewer, reason="Lời trước")
    answer = post(sent.reviewer, {"move": "return", "reason": "Lời sau", "line-CT03": "return", "reason-CT03": "Sổ"})
    assert answer.status_code == 409
    html = answer.content.decode()
    section = html[html.index("Lời vừa viết, chưa gửi") :]
    assert section.index("Lời sau") < section.index("Dòng CT03") < section.index("Sổ")
    assert notes(sent.report) == [("", "Lời trước")]


def test_the_head_too_returns_by_line(post, ward):
    write(ward.report, ward.reporter)
    move(ward.report, "submit", ward.reporter)
    assert post(ward.head, {"move": "return", "line-CT03": "return", "reason-CT03": "Đếm lại."}).status_code == 302
    assert notes(ward.report) == [("CT03", "Đếm lại.")]


def test_who_may_not_decide_learns_nothing_from_marks(post, sent):
    assert post(sent.reporter, {"move": "accept", "line-CT03": "return"}).status_code == 403
    assert post(sent.head, {"move": "return", "line-CT03": "ok", "reason-CT03": "x"}).status_code == 403


# --- The unit's answers --------------------------------------------------------------------------------------------


@pytest.fixture
def returned(sent):
    move(sent.report, "return", sent.reviewer, reason="Lời chung.", line_reasons={"CT03": "Sổ có 2."})
    return sent


def test_the_unit_answers_at_the_line_and_the_reviewer_reads_it_there(client, page, fill, returned):
    note = returned.report.notes.get(line="CT03")
    html = page(returned.reporter, returned.form)
    assert f'name="answer-{note.pk}"' in html
    client.force_login(returned.head)
    fields = fill(returned.report.revision, **{f"answer-{note.pk}": " Mô hình thứ hai\r\nchưa xong. ", "move": "send"})
    assert client.post(returned.form, fields).status_code == 302
    note.refresh_from_db()
    assert (note.answer, note.answered_by_name) == ("Mô hình thứ hai\nchưa xong.", "p1.lanhdao")
    html = page(returned.reviewer, f"{returned.url}?xem=de-y")
    assert lines(html)[0] == ["CT03"]
    assert "<b>Đơn vị trả lời:</b> Mô hình thứ hai<br>chưa xong." in html


def test_an_answer_is_kept_by_every_save_and_can_be_taken_back(client, fill, returned):
    note = returned.report.notes.get(line="")
    client.force_login(returned.reporter)
    for revision, text in ((1, "Đã sửa."), (2, "")):
        fields = fill(returned.report.revision + revision - 1, **{f"answer-{note.pk}": text})
        assert client.post(returned.form, fields).status_code == 302
        note.refresh_from_db()
        assert (note.answer, note.answered_by_name, note.answered_at is None) == (
            text,
            "p1.canbo" if text else "",
            not text,
        )


def test_an_answer_of_a_form_that_was_not_saved_stays_in_its_box(client, fill, returned):
    note = returned.report.notes.get(line="CT03")
    client.force_login(returned.reporter)
    fields = fill(returned.report.revision, **{f"answer-{note.pk}": "Trả lời dở.", "figure-CT03-value": "abc"})
    answer = client.post(returned.form, fields)
    assert answer.status_code == 422
    assert "\nTrả lời dở.</textarea>" in answer.content.decode()
    answer = client.post(returned.form, fill(0, **{f"answer-{note.pk}": "Trả lời dở."}))
    assert answer.status_code == 409
    assert "\nTrả lời dở.</textarea>" in answer.content.decode()
    note.refresh_from_db()
    assert note.answer == ""


def test_only_open_notes_are_answered(returned, ward):
    first = list(returned.report.notes.all())
    other = ReviewNote.objects.create(report=ward.earlier, text="Của quý khác", at=first[0].at)
    assert review.answer(returned.report, {first[0].pk: "Một", other.pk: "Hai"}, by=returned.reporter) == 1
    write(returned.report, returned.reporter)
    move(returned.report, "send", returned.head)
    assert review.open_notes(returned.report) == []
    assert review.answer(returned.report, {first[0].pk: "Sau khi gửi"}, by=returned.reporter) == 0
    # Taken back, the report is where the return had left it.
    move(returned.report, "withdraw", returned.head)
    assert [note.pk for note in review.open_notes(returned.report)] == [note.pk for note in first]
    other.refresh_from_db()
    assert other.answer == ""


def test_what_the_head_asks_stands_beside_what_the_district_asked(returned, as_of):
    as_of("2018-06-11")
    write(returned.report, returned.reporter)
    move(returned.report, "submit", returned.reporter)
    move(returned.report, "return", returned.head, reason="Đếm lại lần nữa.")
    assert sorted(note.text for note in review.open_notes(returned.report)) == [
        "Lời chung.",
        "Sổ có 2.",
        "Đếm lại lần nữa.",
    ]


# --- One report after the other ------------------------------------------------------------------------------------


@pytest.fixture
def queue(ward):
    """Three reports that wait: P2 since 08:00, P3 since 09:00, P4 since 10:00."""
    return [
        make.make_report(make.make_unit(code), ward.second, "sent", sent_at=make.at(f"2018-06-05T{hour}:00"))
        for code, hour in (("P2", "08"), ("P3", "09"), ("P4", "10"))
    ]


def test_the_next_report_is_the_one_sent_after_this_one_and_then_the_oldest(queue):
    first, second, third = queue
    assert [review.next_waiting(row) for row in queue] == [second, third, first]
    Report.objects.filter(pk=second.pk).update(state="returned")
    assert review.next_waiting(first) == third
    # Also from a report that waits no more.
    second.refresh_from_db()
    assert review.next_waiting(second) == third


def test_the_next_report_of_one_that_was_never_sent_is_the_oldest(ward, queue):
    assert review.next_waiting(ward.report) == queue[0]
    Report.objects.filter(state="sent").update(state="returned")
    assert review.next_waiting(ward.report) is None


def test_the_page_leads_to_the_next_report(page, ward, queue):
    html = page(ward.reviewer, "/bao-cao/2018/2/P2/")
    assert re.findall(r'data-next href="([^"]+)"', html) == ["/bao-cao/2018/2/P3/"]
    assert 'Báo cáo tiếp theo <span class="q-key">(phím N)</span>' in html
    assert "data-next" not in page(ward.reporter, ward.url)


def test_nil_returns_are_accepted_together_and_each_refusal_is_named(client, ward, queue):
    first, second, third = queue
    for row in (first, second):
        Version.objects.filter(pk=row.latest_id).update(content={**row.latest.content, "is_nil": True})
        Report.objects.filter(pk=row.pk).update(is_nil=True)
    second.hands.add(ward.reviewer)
    client.force_login(ward.reviewer)
    html = client.get("/").content.decode()
    assert re.findall(r'name="report" value="([^"]+)"', html) == ["P2-2018-2", "P3-2018-2"]
    keys = ["P2-2018-2", "P3-2018-2", "P4-2018-2", "P1-2018-2", "P99-2018-2", "x", "P2-2018-2"]
    answer = client.post("/bao-cao/chap-nhan/", {"report": keys}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Đã chấp nhận 1 báo cáo không phát sinh: Phường 2.",
        "Chưa chấp nhận 5 báo cáo: Phường 3, Quý II/2018 (do chính tài khoản này soạn, nhập hoặc gửi; người khác chấp "
        "nhận); Phường 4, Quý II/2018 (không phải báo cáo không phát sinh, xem từng dòng); Phường 1, Quý II/2018 (đang "
        "ở tình trạng “đang soạn”); P99-2018-2 (không có báo cáo này); x (không có báo cáo này).",
    ]
    states = Report.objects.filter(pk__in=[row.pk for row in queue]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "sent", "sent"]


def test_nothing_chosen_and_nobody_else(client, ward):
    client.force_login(ward.reviewer)
    answer = client.post("/bao-cao/chap-nhan/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Chưa chọn báo cáo nào."]
    client.force_login(ward.head)
    assert client.post("/bao-cao/chap-nhan/", {"report": "P1-2018-2"}).status_code == 403


def test_who_may_not_know_of_a_report_learns_nothing_of_it_by_accepting(ward, queue):
    keys = ["P1-2018-2", "P2-2018-2"]
    assert review.accept_many(keys, by=ward.head) == (
        [],
        [("Phường 1, Quý II/2018", "đang ở tình trạng “đang soạn”"), ("P2-2018-2", "không có báo cáo này")],
    )


# --- The history ---------------------------------------------------------------------------------------------------


def history(report, *, log_tells_time=False):
    rows = timeline.events(
        report,
        versions=list(report.versions.order_by("number")),
        notes=list(report.notes.all()),
        unlocks=list(report.unlocks.all()),
        exclusion=None,
        log_tells_time=log_tells_time,
    )
    return rows[::-1]


def test_the_whole_way_of_a_report_in_its_order(ward, as_of):
    report = Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)
    steps = [
        ("2018-06-01T08:00", lambda: write(report, ward.reporter)),
        ("2018-06-01T09:00", lambda: move(report, "submit", ward.reporter)),
        ("2018-06-01T10:00", lambda: move(report, "return", ward.head, reason="Thiếu")),
        ("2018-06-01T11:00", lambda: move(report, "submit", ward.reporter)),
        ("2018-06-04T08:00", lambda: move(report, "send", ward.head)),
        ("2018-06-04T09:00", lambda: move(report, "take", ward.reviewer)),
        ("2018-06-04T10:00", lambda: move(report, "return", ward.reviewer, reason="Sửa CT03")),
        ("2018-06-05T08:00", lambda: move(report, "send", ward.head)),
        ("2018-06-05T09:00", lambda: move(report, "withdraw", ward.head)),
        ("2018-06-06T08:00", lambda: move(report, "send", ward.head)),
        ("2018-06-07T08:00", lambda: move(report, "accept", ward.reviewer)),
        ("2018-06-08T08:00", lambda: move(report, "unlock", ward.reviewer, reason="Đính chính")),
    ]
    for instant, act in steps:
        as_of(instant)
        act()
    Reminder.objects.create(
        unit=ward.unit, period=ward.second, kind="before-7", on="2018-06-07", sent_at=make.at("2018-06-07T07:00"),
        recipients=2,
    )  # fmt: skip
    told = [(row.title, f"{row.at.astimezone(ZONE):%d %H:%M}" if row.at else "", row.by) for row in history(report)]
    assert told == [
        ("Mở kỳ báo cáo Quý II/2018", "15 00:00", ""),
        ("Bắt đầu soạn", "01 08:00", "p1.canbo"),
        ("Trình lãnh đạo duyệt", "", "p1.canbo"),
        ("Trả lại trong đơn vị", "01 10:00", "Lãnh đạo đơn vị p1.lanhdao"),
        ("Trình lãnh đạo duyệt", "01 11:00", "p1.canbo"),
        ("Gửi lần 1", "04 08:00", "Lãnh đạo đơn vị p1.lanhdao"),
        ("Bắt đầu xem xét", "", "pkt.chuyenvien"),
        ("Trả lại lần 1", "04 10:00", "Chuyên viên Phòng Kinh tế pkt.chuyenvien"),
        ("Gửi lần 2", "05 08:00", "Lãnh đạo đơn vị p1.lanhdao"),
        ("Rút lại lần 2", "05 09:00", ""),
        ("Gửi lần 3", "06 08:00", "Lãnh đạo đơn vị p1.lanhdao"),
        ("Nhắc trước hạn 7 ngày", "07 07:00", ""),
        ("Chấp nhận lần 3", "07 08:00", "pkt.chuyenvien"),
        ("Mở khóa", "08 08:00", "pkt.chuyenvien"),
    ]


def test_the_log_gives_the_hour_where_the_portal_lives_in_the_present(sent):
    move(sent.report, "take", sent.reviewer)
    move(sent.report, "return", sent.reviewer, reason="Sửa")
    move(sent.report, "send", sent.head)
    undated = [row.title for row in history(sent.report) if row.at is None]
    assert undated == ["Bắt đầu xem xét"]
    assert [row.title for row in history(sent.report, log_tells_time=True) if row.at is None] == []


def test_a_review_that_was_begun_before_a_return_is_not_dated_by_the_acceptance(sent):
    for name, more in (("take", {}), ("return", {"reason": "Sửa"}), ("send", {}), ("accept", {})):
        by = sent.head if name == "send" else sent.reviewer
        move(sent.report, name, by, **more)
    titles = [row.title for row in history(sent.report)]
    assert titles.index("Bắt đầu xem xét") < titles.index("Trả lại lần 1") < titles.index("Chấp nhận lần 2")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("opened", "Báo kỳ báo cáo đã mở"),
        ("before-7", "Nhắc trước hạn 7 ngày"),
        ("before-3@2018-06-20", "Nhắc trước hạn 3 ngày"),
        ("due", "Nhắc ngày hạn cuối"),
        ("due@2018-06-20", "Nhắc ngày hạn cuối"),
        ("after-1", "Nhắc quá hạn 1 ngày"),
        ("nag-2018-06-08", "Đôn đốc"),
        ("return-due-1", "Nhắc ngày hạn gửi lại"),
        ("return-late-2", "Nhắc quá hạn gửi lại"),
        ("something-new", "Thư nhắc"),
    ],
)
def test_reminders_in_words(kind, words):
    assert timeline.reminder_words(kind) == words


def test_who_may_not_read_the_report_sees_where_it_stood_and_nothing_else(page, returned):
    leader = make.make_user("ubnd.lanhdao", role="leader")
    administrator = make.make_user("quantri", role="administrator")
    for person in (leader, administrator):
        html = page(person, returned.url)
        assert "Trả lại lần 1" in html
        for secret in ("Phường đã triển khai kế hoạch.", "Lời chung.", "Sổ có 2.", "p1.lanhdao", "pkt.chuyenvien", "/lan/1/"):
            assert secret not in html
    for person in (returned.reporter, returned.head, returned.reviewer):
        html = page(person, returned.url)
        assert "Sổ có 2." in html
        assert "/lan/1/" in html


# --- Old sendings --------------------------------------------------------------------------------------------------


def test_two_sendings_are_compared_the_older_first(page, sent_again):
    for address in ("lan/1/?so=2", "lan/2/?so=1"):
        html = page(sent_again.reporter, sent_again.url + address)
        assert "2 dòng đổi từ lần 1 đến lần 2" in html
        assert "<del>1</del> <ins>2</ins>" in html
        assert "màn hình <del>lấy số thứ tự</del><ins>mới</ins>." in html
    html = page(sent_again.reporter, f"{sent_again.url}lan/2/?so=2")
    assert "dòng đổi từ" not in html
    assert 'href="?so=1"' in html


def test_leadership_compares_accepted_sendings_only(client, ward):
    accepted(ward)
    move(ward.report, "unlock", ward.reviewer, reason="Đính chính")
    write(ward.report, ward.reporter, **{"figure-CT03-value": "2"})
    move(ward.report, "send", ward.head)
    client.force_login(make.make_user("ubnd.lanhdao", role="leader"))
    assert client.get(f"{ward.url}lan/1/").status_code == 200
    assert client.get(f"{ward.url}lan/1/?so=2").status_code == 403
    assert client.get(f"{ward.url}lan/1/?so=3").status_code == 404
    assert 'href="?so=2"' not in client.get(f"{ward.url}lan/1/").content.decode()


# --- Cost ----------------------------------------------------------------------------------------------------------


def test_the_review_asks_a_fixed_number_of_queries(client, sent_again, django_assert_num_queries):
    client.force_login(sent_again.reviewer)
    client.get(sent_again.url)
    with django_assert_num_queries(10):
        client.get(sent_again.url)
    for number in range(3):
        move(
            sent_again.report,
            "return",
            sent_again.reviewer,
            line_reasons={"CT03": f"Lần {number}", "CT02": "Nữa", "results": "Nữa"},
        )
        write(sent_again.report, sent_again.reporter, **{"figure-CT03-value": str(number)})
        move(sent_again.report, "send", sent_again.head)
    with django_assert_num_queries(10):
        client.get(sent_again.url)


# --- Results and proposals by heading ------------------------------------------------------------------------------


def test_lists_of_rows_are_lines_of_their_own_and_older_sendings_lack_them(page, sent):
    report = sent.report
    item = {"key": "item:1", "heading": "III.1.a", "heading_title": "Đề mục", "text": "Một mô hình."}
    said = {"key": "proposal:1", "id": 1, "heading": "", "heading_title": "", "addressee": "office"}
    old = {name: value for name, value in report.latest.content.items() if name not in ("items", "proposals", "is_nil")}
    new = {
        **old,
        "is_nil": False,
        "items": [item],
        "proposals": [{**said, "addressee_label": "Phòng Kinh tế", "text": "Mở lớp."}],
    }
    assert review.lines(old, None)[7].key == "CT01"
    rows = [(line.key, line.name, line.before, line.after) for line in review.lines(new, old) if line.is_changed]
    assert rows == [
        ("item:1", "Kết quả theo đề mục 1", "", "Một mô hình."),
        ("proposal:1", "Kiến nghị 1", "", "Gửi Phòng Kinh tế: Mở lớp."),
    ]
    gone = [(line.key, line.before, line.after) for line in review.lines(old, new) if line.is_changed]
    assert gone == [("item:1", "Một mô hình.", ""), ("proposal:1", "Gửi Phòng Kinh tế: Mở lớp.", "")]
    for content, told in ((old, False), (new, True)):
        Version.objects.filter(report=report).update(content=content)
        html = page(sent.reporter, f"{sent.url}lan/1/")
        assert ("Kết quả theo đề mục" in html, "Mở lớp." in html) == (told, told)


def test_the_reviewers_home_asks_as_many_queries_whatever_waits(client, ward, queue, django_assert_num_queries):
    client.force_login(ward.reviewer)
    client.get("/")
    with django_assert_num_queries(18):
        client.get("/")
    for row in queue:
        Version.objects.filter(pk=row.latest_id).update(content={**row.latest.content, "is_nil": True})
        Report.objects.filter(pk=row.pk).update(is_nil=True)
    with django_assert_num_queries(18):
        client.get("/")
