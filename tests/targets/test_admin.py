"""The plan in the administration: deadlines that move, words that are mended, settings of the calendar."""

import datetime as dt

import pytest
from django import forms
from django.core.management import call_command
from django.forms import model_to_dict

from targets.models import Assignment, Heading, Passage, Period, Plan, Target, Task
from tests import factories
from units.models import AuditEvent
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    call_command("load_plan")
    user = factories.make_user("quantri", role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def form_of(client, address):
    """What the page's form would post if nobody touched it."""
    form = client.get(address).context["adminform"].form
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(field, forms.BooleanField):
            value = "on" if value else None  # an unticked box is not posted
        elif isinstance(field, forms.ModelMultipleChoiceField):
            value = [row.pk for row in value]
        else:
            value = field.widget.format_value(field.prepare_value(value))
        if value is not None:
            data[name] = value
    return data


def change(client, row, **changes):
    address = f"/quan-tri/targets/{row._meta.model_name}/{row.pk}/change/"
    return client.post(address, form_of(client, address) | changes)


@pytest.mark.parametrize("model", [Plan, Heading, Passage, Period, Target, Assignment, Task])
def test_a_form_saved_untouched_changes_nothing(client, model):
    row = model.objects.first()
    before = model_to_dict(row)
    assert change(client, row).status_code == 302
    assert model_to_dict(model.objects.get(pk=row.pk)) == before
    assert AuditEvent.objects.filter(act__startswith="admin.").count() == 0


def test_a_threshold_is_changed_and_told(client):
    assert change(client, Target.objects.get(code="CT03"), threshold="5").status_code == 302
    event = AuditEvent.objects.get(act="admin.target.change")
    assert (event.actor, event.subject, event.before, event.after) == (
        "quantri",
        "CT03",
        {"threshold": "3.00"},
        {"threshold": "5.00"},
    )


def test_a_deadline_does_not_move_without_a_reason(client):
    period = Period.objects.get(year=2018, quarter=2)
    response = change(client, period, due_on="20/06/2018")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"extension_reason": ["Ghi lý do đổi hạn gửi."]}
    assert Period.objects.get(pk=period.pk).due_on == dt.date(2018, 6, 14)


def test_an_extended_deadline_keeps_the_first_one(client):
    period = Period.objects.get(year=2018, quarter=2)
    assert change(client, period, due_on="20/06/2018", extension_reason="Bão số 3").status_code == 302
    assert change(client, period, due_on="25/06/2018").status_code == 302
    period.refresh_from_db()
    assert (period.due_on, period.original_due_on, period.extension_reason) == (
        dt.date(2018, 6, 25),
        dt.date(2018, 6, 14),
        "Bão số 3",
    )
    event = AuditEvent.objects.filter(act="admin.period.change").earliest("pk")
    assert (event.subject, event.before, event.after) == (
        "2018-2",
        {"due_on": "2018-06-14", "original_due_on": None, "extension_reason": ""},
        {"due_on": "2018-06-20", "original_due_on": "2018-06-14", "extension_reason": "Bão số 3"},
    )


def test_a_new_due_day_moves_the_periods_to_come(client):
    Period.objects.filter(window_from__lte=dt.date(2018, 6, 8)).update(
        opened_at=dt.datetime(2018, 3, 15, tzinfo=dt.UTC)
    )
    assert change(client, Plan.objects.get(), due_day="20").status_code == 302
    assert Period.objects.get(year=2018, quarter=2).due_on == dt.date(2018, 6, 14)
    assert Period.objects.get(year=2018, quarter=3).due_on == dt.date(2018, 9, 19)
    assert AuditEvent.objects.filter(act="targets.replan").count() == 1


@pytest.mark.parametrize("due_day", ["1", "29", "40"])
def test_a_due_day_that_some_month_lacks_is_refused(client, due_day):
    assert change(client, Plan.objects.get(), due_day=due_day).status_code == 200
    assert Plan.objects.get().due_day == 15


def form_errors(response):
    return response.context["adminform"].form.errors


def test_the_days_of_reminders_are_written_as_people_write_them(client):
    plan = Plan.objects.get()
    address = f"/quan-tri/targets/plan/{plan.pk}/change/"
    assert {name: form_of(client, address)[name] for name in ("remind_before", "remind_after")} == {
        "remind_before": "14, 7, 3, 1",
        "remind_after": "1, 3, 7",
    }
    assert change(client, plan, remind_before="2;10,  5", remind_after="").status_code == 302
    plan.refresh_from_db()
    assert (plan.remind_before, plan.remind_after) == ([10, 5, 2], [])
    event = AuditEvent.objects.get(act="admin.plan.change")
    assert (event.before, event.after) == (
        {"remind_before": [14, 7, 3, 1], "remind_after": [1, 3, 7]},
        {"remind_before": [10, 5, 2], "remind_after": []},
    )


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"school_year_day": 31, "school_year_month": 2}, {"school_year_day": ["Không có ngày 31/2 hằng năm."]}),
        ({"school_year_month": 13}, {"school_year_day": ["Không có ngày 1/13 hằng năm."]}),
        ({"school_year_month": 1}, {"school_year_day": ["Năm học bắt đầu ngày 1/1 thì không nối hai năm: ghi ngày khác."]}),
        ({"last_year": 2036}, {"last_year": ["Kế hoạch dài nhất 20 năm."]}),
        ({"last_year": 9999}, {"last_year": ["9999 ngoài phạm vi cho phép: ghi số từ 2000 đến 2100."]}),
        ({"return_working_days": 0}, {"return_working_days": ["0 ngoài phạm vi cho phép: ghi số từ 1 đến 60."]}),
        ({"odd_factor": 1}, {"odd_factor": ["1 ngoài phạm vi cho phép: ghi số từ 2 đến 1000."]}),
        ({"on_track_margin": "100,5"}, {"on_track_margin": ["100,5 ngoài phạm vi cho phép: ghi số từ 0 đến 100."]}),
    ],
)
def test_numbers_that_no_plan_has_are_refused_at_their_field(client, typed, error):
    plan = Plan.objects.get()
    assert form_errors(change(client, plan, **typed)) == error
    assert Plan.objects.filter(pk=plan.pk, last_year=2020, school_year_month=8).exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("7, 0", "0 ngày: mỗi số từ 1 đến 60."),
        ("61", "61 ngày: mỗi số từ 1 đến 60."),
        ("7, 3, 7", "7 ngày ghi hai lần, bỏ bớt một."),
        ("-3", "“-3” không phải số ngày: ghi các số cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."),
        ("1.5", "“1.5” không phải số ngày: ghi các số cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."),
        ("[14, 7]", "“[14” không phải số ngày: ghi các số cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."),
        ("bảy", "“bảy” không phải số ngày: ghi các số cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."),
    ],
)
def test_days_that_are_none_are_refused_in_words(client, typed, error):
    plan = Plan.objects.get()
    assert form_errors(change(client, plan, remind_after=typed)) == {"remind_after": [error]}
    plan.refresh_from_db()
    assert plan.remind_after == [1, 3, 7]


def test_the_document_is_mended_not_added_to(client):
    passage = Passage.objects.get(ref="I.1")
    assert change(client, passage, text="Đã sửa.").status_code == 302
    assert Passage.objects.get(pk=passage.pk).text == "Đã sửa."
    assert client.get("/quan-tri/targets/passage/add/").status_code == 403
    assert client.post(f"/quan-tri/targets/passage/{passage.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/quan-tri/targets/plan/{passage.plan_id}/delete/", {"post": "yes"}).status_code == 403


def test_an_assignment_is_taken_away_and_told(client):
    row = Assignment.objects.get(target__code="CT04", unit__code="P9")
    assert client.post(f"/quan-tri/targets/assignment/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    event = AuditEvent.objects.get(act="admin.assignment.delete")
    assert (event.subject, event.before["unit"], event.before["reports"]) == ("CT04 P9", "P9", True)


@pytest.mark.parametrize(
    ("code", "typed", "error"),
    [
        ("CT03", {"over_units": "ratio"}, {"over_units": ["Cách đo “số lượng” chỉ lấy qua các đơn vị theo “cộng” hoặc “đếm không trùng”."]}),
        ("CT01", {"over_units": "sum"}, {"over_units": ["Cách đo “tỷ lệ phần trăm” chỉ lấy qua các đơn vị theo “tổng tử số trên tổng mẫu số”."]}),
        ("CT02", {"basis": "month"}, {"basis": ["Cách đo “tỷ lệ đơn vị” không tính theo tháng được."]}),
        ("CT03", {"threshold": "-1"}, {"threshold": ["Không thể là số âm."]}),
        ("CK05", {"base_year": "20160"}, {"base_year": ["Ghi năm gốc từ 1990 đến 2100."]}),
        ("CT03", {"threshold": ""}, {"threshold": ["Cách đo “số lượng” cần mức giao."]}),
        ("CT01", {"numerator_label": ""}, {"numerator_label": ["Cách đo “tỷ lệ phần trăm” cần tên tử số và mẫu số."]}),
        ("CT03", {"yearly_due_day": "30"}, {"yearly_due_day": ["Hạn hằng năm cần cả tháng và ngày."]}),
        ("CT03", {"yearly_due_day": "0", "yearly_due_month": "3"}, {"yearly_due_day": ["Không có ngày 0/3 hằng năm."]}),
        ("CT03", {"yearly_due_day": "30", "yearly_due_month": "2"}, {"yearly_due_day": ["Không có ngày 30/2 hằng năm."]}),
        ("CK01", {"parts": "x" * 201}, {"parts": ["“" + "x" * 30 + "…” dài quá 200 ký tự, rút gọn lại."]}),
        ("CK01", {"parts": "Quyết định\n" * 21}, {"parts": ["21 dòng: ghi nhiều nhất 20."]}),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_measured_is_refused_at_its_field(client, code, typed, error):
    """Stored, it would have been an error of every page that shows targets."""
    before = model_to_dict(Target.objects.get(code=code))
    assert form_errors(change(client, Target.objects.get(code=code), **typed)) == error
    assert model_to_dict(Target.objects.get(code=code)) == before


def test_papers_of_a_milestone_are_written_a_line_each(client):
    target = Target.objects.get(code="CK01")
    before = target.parts
    assert change(client, target).status_code == 302
    target.refresh_from_db()
    assert (len(before), target.parts) == (3, before)
    assert change(client, target, parts=" Quyết định thành lập\r\n\r\n-1\r\n").status_code == 302
    target.refresh_from_db()
    assert target.parts == ["Quyết định thành lập", "-1"]
    assert change(client, target, parts="").status_code == 302
    target.refresh_from_db()
    assert target.parts == []
