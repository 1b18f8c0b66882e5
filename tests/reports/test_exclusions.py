"""Miễn báo cáo: a unit that owes nothing for one period, and what follows from it everywhere (domain §3)."""

import pytest

from reports import exclusions, filing, reminders, sheet as sheets, whereabouts
from reports.models import Exclusion, Notice, Report
from tests.reports.acting import accepted, move, write
from units import clock
from units.models import AuditEvent
from units.moves import Refused

REASON = "Sửa chữa trụ sở"


def exclude(ward):
    exclusions.exclude(ward.report, by=ward.reviewer, reason=REASON)


def told(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("text", flat=True))


def test_the_unit_reads_the_reason(client, ward):
    exclude(ward)
    client.force_login(ward.head)
    page = client.get(ward.url).content.decode()
    assert "Đơn vị không phải báo cáo kỳ này: Sửa chữa trụ sở" in page
    home = client.get("/").content.decode()
    assert "Không phải báo cáo Quý II/2018" in home and "Lý do: Sửa chữa trụ sở" in home
    assert told(ward.reporter) == ["Phường 1 không phải báo cáo Quý II/2018: Sửa chữa trụ sở"]


def test_the_unit_is_in_no_denominator_and_is_not_reminded(ward):
    assert whereabouts.counts([ward.second])[ward.second.pk].expected == 2
    assert {report.unit.code for report in reminders.unsent(clock.today()).filter(period=ward.second)} == {"P1", "PKT"}
    exclude(ward)
    assert whereabouts.counts([ward.second])[ward.second.pk].expected == 1
    assert {report.unit.code for report in reminders.unsent(clock.today()).filter(period=ward.second)} == {"PKT"}
    # Only this period: the one before is owed as it was.
    assert whereabouts.counts([ward.first])[ward.first.pk].expected == 2


def test_lifting_it_brings_the_debt_back(ward):
    exclude(ward)
    exclusions.lift(ward.report, by=ward.reviewer)
    assert whereabouts.counts([ward.second])[ward.second.pk].expected == 2
    assert told(ward.head)[-1] == "Phường 1 lại phải báo cáo Quý II/2018. Hạn gửi: hết ngày 14/06/2018."
    exclusions.lift(ward.report, by=ward.reviewer)
    acts = AuditEvent.objects.filter(act__in=["reports.exclude", "reports.include"]).order_by("pk")
    assert [(row.act, row.actor, row.after, row.note) for row in acts] == [
        ("reports.exclude", "pkt.chuyenvien", {"excluded": True}, REASON),
        ("reports.include", "pkt.chuyenvien", {"excluded": False}, ""),
    ]


def test_nothing_is_sent_while_it_holds_and_nothing_typed_is_lost(ward):
    write(ward.report, ward.reporter, results="Đã soạn trước")
    exclude(ward)
    with pytest.raises(Refused):
        move(ward.report, "send", ward.head)
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.results) == ("draft", "Đã soạn trước")


@pytest.mark.parametrize("until", ["sent", "accepted", "reopened"])
def test_what_was_sent_or_accepted_is_not_set_aside(ward, until):
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    if until != "sent":
        move(ward.report, "accept", ward.reviewer)
    if until == "reopened":
        move(ward.report, "unlock", ward.reviewer, reason="Đính chính")
    with pytest.raises(Refused):
        exclude(ward)
    assert not Exclusion.objects.exists()


def test_a_report_that_was_just_sent_is_not_excluded_from_an_old_page(ward):
    old = Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    assert old.state == "draft"
    with pytest.raises(Refused):
        exclusions.exclude(old, by=ward.reviewer, reason=REASON)
    assert not Exclusion.objects.exists()


def test_a_returned_report_can_be_excused(ward):
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    move(ward.report, "return", ward.reviewer, reason="Thiếu")
    exclude(ward)
    assert Exclusion.objects.get().reason == REASON


def test_twice_is_once(ward):
    exclude(ward)
    exclusions.exclude(ward.report, by=ward.reviewer, reason="Lý do khác")
    assert Exclusion.objects.get().reason == REASON
    assert AuditEvent.objects.filter(act="reports.exclude").count() == 1


def test_excusing_disturbs_nobody_who_is_typing(ward):
    write(ward.report, ward.reporter)
    ward.report.refresh_from_db()
    revision = ward.report.revision
    exclude(ward)
    sheet = sheets.load(ward.report, clock.today())
    filing.save(sheet, by=ward.reporter, revision=revision)
    ward.report.refresh_from_db()
    assert ward.report.revision == revision + 1


def test_the_form_of_excusing_is_not_offered_once_it_was_accepted(client, ward):
    accepted(ward)
    client.force_login(ward.reviewer)
    assert "Miễn báo cáo kỳ này" not in client.get(ward.url).content.decode()
    assert client.post(f"{ward.url}mien/", {"exclusion-reason": REASON}).status_code == 422


def test_a_refused_reason_stands_in_the_form_again(client, ward):
    client.force_login(ward.reviewer)
    answer = client.post(f"{ward.url}mien/", {"exclusion-reason": "x" * 1001})
    assert answer.status_code == 422
    assert f"{'x' * 1001}</textarea>" in answer.content.decode()
