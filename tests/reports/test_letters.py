"""Every e-mail the portal writes, as it arrives: compared letter for letter with tests/reports/letters/."""

import datetime as dt
import inspect
import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import TestCase

from reports import announcements, mailing, notices, reminders
from reports.models import Notice, Report, Unlock
from tests.factories import at, make_people, make_period, make_plan, make_publication, make_report, make_unit, make_user
from units import assignments
from units.accounts import Newcomer
from units.models import Unit
from units.roles import Role

LETTERS = Path(__file__).parent / "letters"
BASE = "https://kh294.example.vn"
State = Report.State
NOW = at("2018-06-08T10:00:00")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def report(db, settings):
    """Of a unit with a long name, like those of the plan."""
    settings.Q4KH_BASE_URL = BASE
    settings.Q4KH_TODAY = "2018-06-08"
    make_plan(coordinator=make_unit("PKT", name="Phòng Kinh tế", short_name="Phòng Kinh tế", files_reports=False))
    unit = make_unit("TCKH", name="Phòng Tài chính - Kế hoạch", short_name="Phòng Tài chính - Kế hoạch")
    make_people(unit)
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    make_user("ubnd.lanhdao", role=Role.LEADER)
    return make_report(unit, make_period())


# --- How each comes about: its name is that of its file -----------------------------------------------------------


def _run(on):
    reminders.send_due(day(on), at=at(f"{on}T08:00:00"))


def _stand(report, **fields):
    Report.objects.filter(pk=report.pk).update(**fields)
    report.refresh_from_db()


def opened(report):
    _run("2018-03-15")


def opened_without_a_heads_step(report):
    Unit.objects.filter(pk=report.unit_id).update(has_head_step=False)
    _run("2018-03-15")


def before_the_deadline(report):
    _stand(report, started_at=NOW)
    _run("2018-06-07")


def before_the_deadline_waiting_for_the_head(report):
    _stand(report, state=State.PENDING)
    _run("2018-06-13")


def on_the_day(report):
    _run("2018-06-14")


def after_the_deadline(report):
    _run("2018-06-17")


def after_an_extension(report):
    period = report.period
    period.original_due_on, period.due_on, period.extension_reason = period.due_on, day("2018-06-20"), "Bão số 3"
    period.save()
    _run("2018-06-17")


def nagged(report):
    reminders.nag(report, by=make_user("ai-do"), on=day("2018-06-09"), at=NOW)


def return_due(report):
    _stand(report, state=State.RETURNED, return_due_on=day("2018-06-13"))
    _run("2018-06-13")


def return_late(report):
    _stand(report, state=State.RETURNED, return_due_on=day("2018-06-13"))
    _run("2018-06-20")


def summary_opened(report):
    _run("2018-03-15")


def summary_late(report):
    """Of units that wait, were returned, and one that nobody stands for."""
    make_report(make_unit("P2"), report.period, State.PENDING)
    make_report(make_unit("P5"), report.period, State.RETURNED, return_due_on=day("2018-06-13"))
    make_report(make_unit("P10"), report.period)
    make_people(make_unit("P2"))
    make_people(make_unit("P5"))
    _run("2018-06-17")


def submitted(report):
    report.submitted_at = NOW
    notices.submitted(report)


def returned(report):
    reason = "CT03: thiếu tên mô hình.\nMục kết quả: nêu số người tham dự của từng buổi tuyên truyền, kèm danh sách."
    _stand(report, returned_at=NOW, return_due_on=day("2018-06-13"))
    report.latest = make_report(make_unit("P9"), report.period, State.SENT).latest
    report.latest.returned_at = NOW
    notices.returned(report, reason)


def returned_by_the_head(report):
    report.returned_at = NOW
    notices.returned(report, "Thiếu số liệu tháng 5.")


def _unlock(report):
    return Unlock(report=report, reason="Sửa số liệu CT03", at=NOW, expires_at=at("2018-06-13T23:59:59"))


def unlocked(report):
    notices.unlocked(report, _unlock(report))


def unlocked_late(report):
    announcements.unlocked_late(report, _unlock(report))


def unlock_closed(report):
    report.is_reopened = True
    announcements.unlock_closed(report, at=NOW, by_office=False)


def included(report):
    announcements.included(report, at=NOW)


def paper_sent(report):
    report.received_on, report.last_sent_at = day("2018-06-07"), NOW
    announcements.paper_sent(report)


def asked(report):
    announcements.asked(report, "Số liệu CT03 ghi nhầm sang quý trước.", by="Trần Văn Thử", at=NOW)


def extended(report):
    period = report.period
    before, period.due_on, period.extension_reason = period.due_on, day("2018-06-20"), "Bão số 3"
    announcements.extended(period, [report], before=before, at=NOW)


def published(report):
    notices.published(make_publication(report.period, {"schema": 1}))


def published_anew(report):
    notices.published(make_publication(report.period, {"schema": 1}, number=2, reason="Cộng nhầm số liệu CT03."))


def password_reset(report):
    from django.test import Client

    Client().post("/quen-mat-khau/", {"email": "pkt.chuyenvien@example.vn"})


def put_in_charge(report):
    _hand_over(report, make_user("nguoi.moi", full_name="Lý Người Mới"))


def new_account(report):
    _hand_over(report, Newcomer("Lý Người Mới", "nguoi.moi@example.vn", "tckh.canbo2"), by_mail=False)


def _hand_over(report, to, by_mail=True):
    leaving = report.unit.memberships.select_related("user", "unit").get(role=Role.REPORTER)
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = assignments.hand_over(
            leaving,
            to=to,
            on=day("2018-06-11"),
            decision="Quyết định số 15/QĐ-TCKH ngày 05/06/2018",
            by=report.unit.memberships.get(role=Role.HEAD).user,
            today=day("2018-06-08"),
        )
        announcements.put_in_charge(made, leaving=leaving, by_mail=by_mail, at=NOW)


OCCASIONS = [
    opened,
    opened_without_a_heads_step,
    before_the_deadline,
    before_the_deadline_waiting_for_the_head,
    on_the_day,
    after_the_deadline,
    after_an_extension,
    nagged,
    return_due,
    return_late,
    summary_opened,
    summary_late,
    submitted,
    returned,
    returned_by_the_head,
    unlocked,
    unlocked_late,
    unlock_closed,
    included,
    paper_sent,
    asked,
    extended,
    published,
    published_anew,
    password_reset,
    put_in_charge,
    new_account,
]


def letter_of(occasion, report):
    """The one letter the occasion is about, as it was sent: of a summary the office's, otherwise the unit's first."""
    occasion(report)
    mailing.deliver()
    to_office = occasion.__name__.startswith("summary")
    return next(one for one in mail.outbox if one.to[0].startswith("pkt.") or not to_office)


def as_file(letter):
    return f"To: {letter.to[0]}\nSubject: {letter.subject}\n\n{letter.body}"


# A link to reset a password is another each time.
_TOKEN = re.compile(r"/dat-lai-mat-khau/[^/]+/[^/]+/")


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda occasion: occasion.__name__)
def test_the_letter_is_the_one_that_was_read_and_agreed(report, occasion):
    written = _TOKEN.sub("/dat-lai-mat-khau/NGUOI/MA/", as_file(letter_of(occasion, report)))
    assert written == (LETTERS / f"{occasion.__name__}.txt").read_text("utf-8")


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda occasion: occasion.__name__)
def test_a_letter_is_plain_text_with_one_link_and_says_what_to_do(report, occasion):
    letter = letter_of(occasion, report)
    links = re.findall(r"\S+://\S+", letter.body)
    assert [link.startswith(f"{BASE}/") for link in links] == [True]
    assert len(letter.subject) <= 78
    assert [line for line in letter.body.split("\n") if len(line) > mailing.WIDTH and links[0] not in line] == []
    assert (letter.content_subtype, letter.alternatives if hasattr(letter, "alternatives") else []) == ("plain", [])
    assert re.findall(r"[<>]|&\w+;", letter.body) == []
    # The link stands on a line of its own, right under what it is for.
    before = letter.body[: letter.body.index(links[0])]
    assert before.endswith("\n") and re.search(r"(Việc cần làm: [^\n]|Mở đường dẫn)[^\n]*(\n[^\n]+)?\n{1,2}$", before)


def test_every_letter_has_its_file_and_every_file_its_letter():
    assert {path.stem for path in LETTERS.iterdir()} == {occasion.__name__ for occasion in OCCASIONS}


def test_no_act_writes_a_letter_that_nobody_read():
    writing = {
        name
        for module in (notices, announcements)
        for name, act in inspect.getmembers(module, inspect.isfunction)
        if act.__module__ == module.__name__
        and not name.startswith("_")
        and re.search(r"subject=f|\bLetter\(\n", inspect.getsource(act))
    }
    assert writing == {
        "submitted",
        "returned",
        "unlocked",
        "published",
        "unlocked_late",
        "unlock_closed",
        "included",
        "paper_sent",
        "asked",
        "extended",
        "put_in_charge",
    }


# --- Lines ---------------------------------------------------------------------------------------------------------


def test_lines_end_at_a_word_and_links_stay_whole():
    link = "https://kh294.example.vn/" + "bao-cao/" * 12
    text = f"{'một hai ba ' * 10}\n\n- {'bốn năm ' * 12}\n{link}\n"
    assert mailing.wrapped(text).split("\n") == [
        "một hai ba một hai ba một hai ba một hai ba một hai ba một hai ba một",
        "hai ba một hai ba một hai ba một hai ba",
        "",
        "- bốn năm bốn năm bốn năm bốn năm bốn năm bốn năm bốn năm bốn năm bốn",
        "  năm bốn năm bốn năm bốn năm",
        link,
        "",
    ]


# --- Who wants which -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "mailed"),
    [
        ({}, ["Còn 7 ngày", "Trả lại"]),
        ({"mails_reminders": False}, ["Trả lại"]),
        ({"mails_results": False}, ["Còn 7 ngày"]),
        ({"mails_reminders": False, "mails_results": False}, []),
    ],
)
def test_a_message_always_comes_and_its_mail_only_where_it_is_wanted(report, choices, mailed):
    from units.models import Preference

    reporter = report.unit.memberships.get(role="reporter").user
    if choices:
        Preference.objects.create(user=reporter, **choices)
    _run("2018-06-07")
    report.returned_at = NOW
    notices.returned(report, "Thiếu số liệu tháng 5.")
    rows = Notice.objects.filter(user=reporter).order_by("pk")
    assert len(rows) == 2
    assert [row.subject.partition(" đến hạn")[0].partition(":")[0] for row in rows if row.subject] == mailed
    mailing.deliver()
    assert [letter.to for letter in mail.outbox if letter.to == [reporter.email]] == [[reporter.email]] * len(mailed)


@pytest.mark.parametrize("people", [1, 30])
def test_preferences_of_people_at_hand_are_asked_once_for_all(report, django_assert_num_queries, people):
    from units.models import User

    for number in range(people):
        make_user(f"nguoi-{number}-thu")
    everybody = list(User.objects.all())
    with django_assert_num_queries(1):
        notices.rows_for(everybody, notices.Letter("Tin", "/", "Thư", "Lời"), NOW)
