"""Units that change: what is shown beforehand is what is done, and nothing that was reported moves.

The merger of 01/01/2021 (Phường 5 into 2, 12 into 13, by Nghị quyết 1111/NQ-UBTVQH14) in a plan that goes on into 2021.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reports import exclusions, matrix, opening, paper, reminders, restructuring, rollup, structure
from reports.models import Exclusion, Notice, Report
from targets.models import Assignment, Commitment, Task
from tests import factories as make
from tests.factories import at
from tests.reports.merging import BEFORE, accepted, build, merge, report_of
from units.models import AuditEvent, Membership, Succession, Unit, UnitChange
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db

MERGED = dt.date(2021, 1, 1)
LAST_DAY = dt.date(2020, 12, 31)


@pytest.fixture(autouse=True)
def clock(settings):
    """20/12/2020: Quý IV/2020 is over, the window of Quý I/2021 has begun on 15/12."""
    settings.Q4KH_TODAY = "2020-12-20T09:00:00"
    return settings


@pytest.fixture
def district(clock):
    return build()


def merger(**fields):
    return make.make_change("merge", ["P2", "P5"], [("P2-2021", "Phường 2")], **fields)


TODAY = BEFORE.date()


def said(change, on=TODAY) -> dict[str, tuple[str, ...]]:
    return {part.title: part.lines for part in restructuring.prepare(change, on).sections}


# --- What is shown ---------------------------------------------------------------------------------------------------


def test_the_preview_of_a_merger_says_everything(district):
    report = report_of("P5", district.periods[1])
    report.started_at = BEFORE
    report.save()
    found = restructuring.prepare(merger(keeps_people=True), BEFORE.date())
    assert found.headline == "Phường 2 (P2), Phường 5 (P5) hợp nhất, sáp nhập thành Phường 2 (P2-2021) từ 01/01/2021"
    assert [(part.title, part.is_warning) for part in found.sections] == [
        ("Cần xem kỹ", True),
        ("Đơn vị", False),
        ("Báo cáo quý", False),
        ("Người phụ trách", False),
        ("Chỉ tiêu, nhiệm vụ", False),
        ("Ở lại với đơn vị cũ", False),
    ]
    parts = {part.title: part.lines for part in found.sections}
    assert parts["Cần xem kỹ"] == (
        "Báo cáo Quý I/2021 của Phường 5 (P5), đang soạn: có phần chưa gửi. Phần ấy không mất, "
        "nhưng không còn gửi được.",
    )
    assert parts["Đơn vị"] == (
        "Ủy ban nhân dân Phường 2 (P2) hoạt động đến hết ngày 31/12/2020.",
        "Ủy ban nhân dân Phường 5 (P5) hoạt động đến hết ngày 31/12/2020.",
        "Lập Ủy ban nhân dân Phường 2, mã P2-2021, từ 01/01/2021: khối phường, gửi báo cáo.",
    )
    assert parts["Báo cáo quý"] == (
        "Phường 2 (P2) còn Quý IV/2020 (chưa soạn): số liệu kết thúc trước ngày 01/01/2021, vẫn do Phường 2 gửi, "
        "trước hết ngày 31/12/2020; từ 01/01/2021 Phòng Kinh tế nhập thay từ bản giấy.",
        "Phường 5 (P5) còn Quý IV/2020 (chưa soạn): số liệu kết thúc trước ngày 01/01/2021, vẫn do Phường 5 gửi, "
        "trước hết ngày 31/12/2020; từ 01/01/2021 Phòng Kinh tế nhập thay từ bản giấy.",
        "Quý I/2021 của Phường 2 (P2), chưa soạn: miễn, vì số liệu tính đến 14/03/2021, Phường 2 (P2-2021) "
        "báo cáo cả kỳ.",
        "Quý I/2021 của Phường 5 (P5), đang soạn: miễn, vì số liệu tính đến 14/03/2021, Phường 2 (P2-2021) "
        "báo cáo cả kỳ; phần đã soạn giữ nguyên, vẫn đọc được.",
        "Phường 2 (P2-2021) báo cáo từ Quý I/2021 (số liệu 15/12/2020–14/03/2021).",
    )
    assert parts["Người phụ trách"][0] == (
        "Phường 2: phân công của p2.lanhdao (lãnh đạo đơn vị), p2.canbo (cán bộ phụ trách KH&CN) kết thúc "
        "hết ngày 31/12/2020."
    )
    assert parts["Chỉ tiêu, nhiệm vụ"][:2] == (
        "Giao chỉ tiêu cho đơn vị cũ kết thúc hết ngày 31/12/2020: 2 chỉ tiêu, CT03, CT01.",
        "Phường 2 (P2-2021) nhận từ 01/01/2021: 2 chỉ tiêu, CT03, CT01.",
    )


def test_the_preview_saves_nothing(district):
    before = (Unit.objects.count(), AuditEvent.objects.count(), Unit.history.count())
    restructuring.prepare(merger(), BEFORE.date())
    assert (Unit.objects.count(), AuditEvent.objects.count(), Unit.history.count()) == before
    assert not Unit.objects.exclude(valid_to=None).exists() and not Assignment.objects.exclude(valid_to=None).exists()


# --- What is done ----------------------------------------------------------------------------------------------------


def test_the_units_end_the_day_before_and_the_new_one_begins(district):
    row = merge(district)
    new = Unit.objects.get(code="P2-2021")
    assert (new.name, new.short_name, new.kind, new.group, new.order) == (
        "Ủy ban nhân dân Phường 2",
        "Phường 2",
        "ward",
        "1-ward",
        2,
    )
    assert (new.valid_from, new.valid_to, new.files_reports, new.has_head_step) == (MERGED, None, True, True)
    ends = dict(Unit.objects.filter(code__in=["P2", "P4", "P5"]).values_list("code", "valid_to"))
    assert ends == {"P2": LAST_DAY, "P4": None, "P5": LAST_DAY}
    links = Succession.objects.order_by("pk").values_list("from_unit__code", "to_unit__code", "is_whole", "effective_on")
    assert list(links) == [("P2", "P2-2021", True, MERGED), ("P5", "P2-2021", True, MERGED)]
    assert (row.kind, row.decision, row.recorded_by_name) == ("merge", "Nghị quyết số 1111/NQ-UBTVQH14", "quantri")
    event = AuditEvent.objects.get(act="units.merge")
    assert (event.actor, event.subject, event.note) == ("quantri", "P2 P5 P2-2021", "Nghị quyết số 1111/NQ-UBTVQH14")
    assert event.after == {
        "effective_on": "2021-01-01",
        "decided_on": "2020-12-09",
        "units": ["P2", "P5"],
        "heirs": ["P2-2021"],
    }


def test_the_quarter_that_is_over_stays_owed_and_the_running_one_does_not(district):
    merge(district)
    over, running = district.periods[:2]
    excused = Exclusion.objects.values_list("unit__code", "period", "reason", "by_name")
    reason = "Hợp nhất, sáp nhập từ 01/01/2021 theo Nghị quyết số 1111/NQ-UBTVQH14, Phường 2 (P2-2021) báo cáo"
    assert sorted(excused) == [("P2", running.pk, reason, "quantri"), ("P5", running.pk, reason, "quantri")]
    # Until the last day the old unit is reminded of what it owes, and of nothing else.
    owed = {report.key for report in reminders.unsent(LAST_DAY)}
    assert {"P2-2020-4", "P5-2020-4", "P4-2020-4", "P4-2021-1"} <= owed and not {"P2-2021-1", "P5-2021-1"} & owed
    # From the day itself the old ones owe nothing any more, and the new one the whole running quarter.
    opening.open_due(MERGED)
    owed = {report.key for report in reminders.unsent(MERGED)}
    assert not {key for key in owed if key.startswith(("P2-2020", "P5-"))}
    assert "P2-2021-2021-1" in owed and not Report.objects.filter(unit__code="P2-2021", period=over).exists()


def test_a_quarter_that_opens_between_record_and_effect_is_not_given_to_who_ends_in_it(district, clock):
    """Recorded on 20/12 for 01/04/2021: on 15/03 Quý II opens, whose data end in June."""
    make.restructure(
        "merge", ["P2", "P5"], [("P2-2021", "Phường 2")], on="2021-04-01", by=district.admin, at=BEFORE
    )
    opening.open_period(district.periods[2], dt.date(2021, 3, 15))
    assert not Report.objects.filter(period=district.periods[2], unit__code__in=["P2", "P5"]).exists()
    opening.open_due(dt.date(2021, 4, 1))
    assert Report.objects.filter(period=district.periods[2], unit__code="P2-2021").exists()
    # Quý I/2021, over on 14/03, is still theirs.
    assert not Exclusion.objects.exists()


def test_typed_text_stays_in_the_draft(district, client):
    report = report_of("P5", district.periods[1])
    Report.objects.filter(pk=report.pk).update(situation="Đã soạn một đoạn.", started_at=BEFORE, edited_at=BEFORE)
    merge(district)
    report.refresh_from_db()
    assert (report.state, report.situation) == ("draft", "Đã soạn một đoạn.")
    client.force_login(district.reviewer)
    assert "Đã soạn một đoạn." in client.get("/bao-cao/2021/1/P5/").content.decode()


def test_the_office_completes_what_a_unit_that_is_no_more_had_drafted(district, clock):
    """Nobody can send the draft of Quý IV after the merger: paper takes it over, and gives it back as it was."""
    report = report_of("P5", district.periods[0])
    Report.objects.filter(pk=report.pk).update(situation="Đã soạn một đoạn.", started_at=BEFORE, edited_at=BEFORE)
    merge(district)
    report = Report.objects.select_related("unit", "period").get(pk=report.pk)
    assert paper.problem(report).startswith("Ủy ban nhân dân Phường 5 đang soạn báo cáo này trên cổng")
    clock.Q4KH_TODAY = "2021-01-05T09:00:00"
    assert paper.problem(report) == ""
    Report.objects.filter(pk=report.pk).update(received_on=dt.date(2021, 1, 5))
    report.refresh_from_db()
    paper.cancel(report, by=district.reviewer)
    report.refresh_from_db()
    assert (report.received_on, report.situation) == (None, "Đã soạn một đoạn.")


def test_what_was_sent_stays_and_counts(district):
    """A merger that is recorded late: the report of the running quarter has been sent."""
    sent = make.make_report(district.wards["P5"], district.periods[2], Report.State.SENT)
    change = merger(on="2021-03-01")
    parts = said(change)
    assert (
        "Quý II/2021 của Phường 5 (P5), đã gửi: giữ nguyên và vẫn được tính." in parts["Báo cáo quý"]
    )
    assert parts["Cần xem kỹ"] == (
        "Báo cáo Quý II/2021 của Phường 5 (P5), đã gửi: đã gửi, nên Phường 2 (P2-2021) chỉ báo cáo phần chưa có trong đó.",
    )
    make.restructure("merge", ["P2", "P5"], [("P2-2021", "Phường 2")], on="2021-03-01", by=district.admin, at=BEFORE)
    assert exclusions.of(sent) is None


def test_who_is_already_excused_is_not_shown_again(district):
    exclusions.exclude(report_of("P5", district.periods[1]), by=district.reviewer, reason="Sửa trụ sở")
    assert not any("Quý I/2021 của Phường 5" in line for line in said(merger())["Báo cáo quý"])
    merge(district)
    assert Exclusion.objects.get(unit__code="P5").reason == "Sửa trụ sở"


def test_people_go_on_or_end_as_chosen(district):
    merge(district, keeps_people=True)
    held = Membership.objects.filter(unit__code__in=["P2", "P5", "P2-2021"]).order_by("unit__code", "user__username")
    assert list(held.values_list("unit__code", "user__username", "role", "valid_from", "valid_to")) == [
        ("P2", "p2.canbo", "reporter", make.START, LAST_DAY),
        ("P2", "p2.lanhdao", "head", make.START, LAST_DAY),
        ("P2-2021", "p2.canbo", "reporter", MERGED, None),
        ("P2-2021", "p2.lanhdao", "head", MERGED, None),
        ("P2-2021", "p5.canbo", "reporter", MERGED, None),
        ("P2-2021", "p5.lanhdao", "head", MERGED, None),
        ("P5", "p5.canbo", "reporter", make.START, LAST_DAY),
        ("P5", "p5.lanhdao", "head", make.START, LAST_DAY),
    ]
    assert held.filter(unit__code="P2-2021").first().decision == "Nghị quyết số 1111/NQ-UBTVQH14"
    assert held.get(unit__code="P5", role="head").history.count() == 2


def test_people_end_where_nobody_is_carried_over(district):
    make.restructure(
        "merge", ["P12", "P13"], [("P13-2021", "Phường 13")], by=district.admin, at=BEFORE, keeps_people=False
    )
    assert not Membership.objects.filter(unit__code="P13-2021").exists()
    assert set(Membership.objects.filter(unit__code="P12").values_list("valid_to", flat=True)) == {LAST_DAY}


def test_who_served_both_goes_on_once(district):
    twice = district.people["P2"][0]
    Membership.objects.create(user=twice, unit=district.wards["P5"], role="reporter", valid_from=make.START)
    merge(district, keeps_people=True)
    assert Membership.objects.filter(unit__code="P2-2021", user=twice).count() == 1


def test_targets_tasks_and_work_of_the_year_are_handed_over(district):
    heading = Task.objects.first().heading
    for year, code in ((2020, "P5"), (2021, "P5"), (2021, "P2")):
        Commitment.objects.create(
            unit=district.wards[code], year=year, ref="TU.1", title=f"Việc riêng {code}", order=1, heading=heading
        )
    merge(district)
    spans = Assignment.objects.filter(target=district.flow).order_by("unit__code")
    assert list(spans.values_list("unit__code", "valid_from", "valid_to")) == [
        ("P12", make.START, None),
        ("P13", make.START, None),
        ("P2", make.START, LAST_DAY),
        ("P2-2021", MERGED, None),
        ("P4", make.START, None),
        ("P5", make.START, LAST_DAY),
    ]
    # One task of one paragraph, whoever of them had it; the old ones keep theirs.
    assert list(Task.objects.filter(unit__code="P2-2021").order_by("code").values_list("code", "ref")) == [
        ("P2-2021-01", "IV.11"),
        ("P2-2021-02", "IV.11.2"),
    ]
    assert Task.objects.filter(unit__code="P5").count() == 2
    new = Commitment.objects.filter(unit__code="P2-2021").order_by("ref", "pk")
    assert [(row.year, row.ref, row.title, row.task and row.task.code) for row in new] == [
        (2021, "IV.11", "Xây dựng mô hình ứng dụng", "P2-2021-01"),
        (2021, "IV.11.2", "Xây dựng mô hình ứng dụng", "P2-2021-02"),
        (2021, "TU.1", "Việc riêng P2", None),
        (2021, "TU.1-P5", "Việc riêng P5", None),
    ]
    # The year that the old units still report stays asked of them, the next does not.
    old = Commitment.objects.filter(unit__code="P5").order_by("year", "ref")
    assert [(row.year, row.ref, row.ended_on) for row in old] == [
        (2020, "IV.11", None),
        (2020, "IV.11.2", None),
        (2020, "TU.1", None),
        (2021, "IV.11", MERGED),
        (2021, "IV.11.2", MERGED),
        (2021, "TU.1", MERGED),
    ]
    # Opening the period adds nothing twice.
    opening.open_due(MERGED)
    assert Commitment.objects.filter(unit__code="P2-2021", year=2021).count() == 4


def test_records_and_initiatives_stay_with_the_old_unit(district):
    make.make_activity(district.wards["P5"])
    make.make_initiative(district.wards["P5"])
    assert said(merger())["Ở lại với đơn vị cũ"] == (
        "Mọi báo cáo, lần gửi và số liệu đã có: vẫn của đơn vị cũ, giữ tên lúc gửi.",
        "1 bản ghi trong sổ theo dõi: ở lại với đơn vị cũ.",
        "1 đơn sáng kiến: ở lại với đơn vị cũ.",
    )
    merge(district)
    assert district.wards["P5"].activities.count() == 1


def test_the_office_and_the_people_concerned_are_told(district):
    merge(district)
    text = (
        "Phường 2 (P2), Phường 5 (P5) hợp nhất, sáp nhập thành Phường 2 (P2-2021) từ 01/01/2021, "
        "theo Nghị quyết số 1111/NQ-UBTVQH14."
    )
    told = dict(Notice.objects.filter(text=text).values_list("user__username", "url"))
    assert told == {
        "pkt.chuyenvien": "/don-vi/P2-2021/",
        "p2.canbo": "/don-vi/P2/",
        "p2.lanhdao": "/don-vi/P2/",
        "p5.canbo": "/don-vi/P5/",
        "p5.lanhdao": "/don-vi/P5/",
    }


def test_a_coordinator_is_named_and_left_to_the_administrator(district):
    change = make.make_change("merge", ["PKT"], [("PKT-2021", "Phòng Kinh tế")])
    assert (
        "Kế hoạch 294/KH-UBND còn ghi Phòng Kinh tế là đơn vị đầu mối: đổi đầu mối ở trang quản trị."
        in said(change)["Cần xem kỹ"]
    )


def test_applications_that_nobody_will_decide_are_named(district):
    for state in ("filed", "accepted", "recognised", "draft"):
        make.make_initiative(district.wards["P4"], district.wards["P5"], state)
    assert said(merger())["Cần xem kỹ"] == (
        "2 đơn sáng kiến nộp đến Phường 5 (P5) đang xét: quyết định trước hết ngày 31/12/2020.",
    )


def test_shares_that_are_entered_later_never_exceed_the_whole(district):
    parts = [("A", "Phường A", Decimal(60), "BB"), ("B", "Phường B")]
    make.restructure("split", ["P4"], parts, by=district.admin, at=BEFORE)
    later = Succession.objects.get(to_unit__code="B")
    later.share, later.share_source = Decimal("40.5"), "BB"
    with pytest.raises(ValidationError) as caught:
        later.full_clean()
    assert caught.value.message_dict["share"] == ["Các phần cộng lại 100,5%, quá 100%."]
    later.share = Decimal(40)
    later.full_clean()


def test_a_share_without_its_source_is_not_stored(district):
    make.restructure("split", ["P4"], [("A", "Phường A"), ("B", "Phường B")], by=district.admin, at=BEFORE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.update(share=50)


# --- The other kinds ---------------------------------------------------------------------------------------------------


def test_into_a_unit_that_is_there_already(district):
    make.restructure("merge", ["P5"], [("P4", "")], by=district.admin, at=BEFORE)
    assert Succession.objects.get().to_unit.code == "P4" and Unit.objects.get(code="P4").valid_to is None
    assert Assignment.objects.filter(unit__code="P4").count() == 2  # those it had
    assert list(Task.objects.filter(unit__code="P4").order_by("ref").values_list("code", "ref")) == [
        ("P4-IV.11", "IV.11"),
        ("P4-01", "IV.11.2"),
    ]


def test_a_split_in_parts_with_and_without_shares(district):
    make.restructure(
        "split",
        ["P4"],
        [("KHANHHOI", "Phường Khánh Hội", Decimal("62.5"), "Biên bản 7/BB"), ("VINHHOI", "Phường Vĩnh Hội")],
        on="2025-07-01",
        by=district.admin,
        at=BEFORE,
        keeps_people=True,
    )
    parts = Succession.objects.order_by("pk").values_list("to_unit__code", "is_whole", "share", "share_source")
    assert list(parts) == [
        ("KHANHHOI", False, Decimal("62.5"), "Biên bản 7/BB"),
        ("VINHHOI", False, None, ""),
    ]
    assert set(Assignment.objects.filter(valid_from="2025-07-01").values_list("unit__code", "target__code")) == {
        ("KHANHHOI", "CT01"),
        ("KHANHHOI", "CT03"),
        ("VINHHOI", "CT01"),
        ("VINHHOI", "CT03"),
    }
    assert set(Membership.objects.filter(valid_from="2025-07-01").values_list("unit__code", flat=True)) == {"KHANHHOI"}


def test_a_unit_that_is_dissolved_leaves_nobody(district):
    make.restructure("dissolve", ["P5"], by=district.admin, at=BEFORE)
    assert (Unit.objects.get(code="P5").valid_to, Succession.objects.count()) == (LAST_DAY, 0)
    assert Exclusion.objects.get().reason == "Giải thể từ 01/01/2021 theo Nghị quyết số 1111/NQ-UBTVQH14"
    assert UnitChange.objects.get().units.get().code == "P5"


def test_a_new_name_keeps_the_unit_and_the_old_name_with_its_last_day(district):
    sent = make.make_report(district.wards["P4"], district.periods[2], Report.State.ACCEPTED)
    change = make.make_change(
        "rename", ["P4"], on="2020-12-15", name="Ủy ban nhân dân Phường Tư", short_name="Phường Tư"
    )
    seen = restructuring.prepare(change, BEFORE.date())
    assert seen.headline == "Phường 4 (P4) đổi tên thành Ủy ban nhân dân Phường Tư từ 15/12/2020"
    restructuring.confirm(change, by=district.admin, at=BEFORE, fingerprint=seen.fingerprint)
    unit = Unit.objects.get(code="P4")
    assert (unit.name, unit.short_name, unit.valid_to) == ("Ủy ban nhân dân Phường Tư", "Phường Tư", None)
    assert "phuong tu" in unit.folded
    old = unit.old_names.get()
    assert (old.name, old.short_name, old.valid_to) == ("Ủy ban nhân dân Phường 4", "Phường 4", dt.date(2020, 12, 14))
    assert sent.versions.get().unit_name == "Ủy ban nhân dân Phường 4"
    assert not Succession.objects.exists() and not Assignment.objects.exclude(valid_to=None).exists()
    assert Membership.objects.filter(unit=unit, valid_to=None).count() == 2


# --- What is refused ---------------------------------------------------------------------------------------------------


def refused(change, on=TODAY):
    with pytest.raises(Refused) as caught:
        restructuring.prepare(change, on)
    return caught.value.problems


def test_a_unit_changes_once(district):
    merge(district)
    assert refused(make.make_change("dissolve", ["P5"])) == [
        ("units", "Phường 5 (P5) đã ghi ngừng hoạt động hết ngày 31/12/2020, không ghi thêm thay đổi.")
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"kind": "dissolve", "olds": ["P5"], "on": "2016-12-19"},
            ("effective_on", "Phường 5 (P5) hoạt động từ 19/12/2016: thay đổi phải có hiệu lực sau ngày ấy."),
        ),
        (
            {"kind": "merge", "olds": ["P5"], "heirs": [("P5", "")]},
            ("heir-1-code", "Mã P5 ghi hai lần; một đơn vị không nối tiếp chính nó."),
        ),
        (
            {"kind": "merge", "olds": ["P2", "P5"], "heirs": [("P4", "Phường Tư")]},
            (
                "heir-1-code",
                "Mã P4 đã là của Phường 4. Lập đơn vị mới thì dùng mã khác, ví dụ P4-2021; "
                "nhập vào Phường 4 thì để trống tên.",
            ),
        ),
        (
            {"kind": "merge", "olds": ["P5"], "heirs": [("PHƯỜNG", "Phường")]},
            ("heir-1-code", "Mã “PHƯỜNG”: chỉ dùng chữ in không dấu, chữ số, dấu gạch nối, tối đa 20 ký tự."),
        ),
        (
            {"kind": "merge", "olds": ["P5"], "heirs": [("P9", "")]},
            ("heir-1-name", "P9 là mã mới: ghi tên đầy đủ của đơn vị mới."),
        ),
        (
            {
                "kind": "split",
                "olds": ["P4"],
                "heirs": [("A", "A", Decimal(60), "BB"), ("B", "B", Decimal("40.5"), "BB")],
            },
            ("heir-2-share", "Các phần cộng lại 100,5%, quá 100%."),
        ),
        (
            {"kind": "split", "olds": ["P4"], "heirs": [("A", "A", Decimal(60), ""), ("B", "B")]},
            ("heir-1-share_source", "Ghi căn cứ của tỷ lệ: văn bản, biên bản bàn giao nào."),
        ),
        (
            {"kind": "dissolve", "olds": ["P5"], "decided_on": dt.date(2021, 2, 1)},
            ("decided_on", "Ngày văn bản 01/02/2021 chưa đến, sửa lại."),
        ),
        (
            {"kind": "dissolve", "olds": ["P5"], "on": "2020-11-01"},
            ("decided_on", "Ngày văn bản 09/12/2020 sau ngày có hiệu lực (01/11/2020)."),
        ),
        (
            {"kind": "rename", "olds": ["P5"], "name": "A", "short_name": "A"},
            (
                "effective_on",
                "Tên mới dùng từ 01/01/2021: ghi đổi tên khi đến ngày ấy, tên cũ dùng đến hết ngày hôm trước.",
            ),
        ),
        (
            {
                "kind": "rename",
                "olds": ["P5"],
                "on": "2020-12-12",
                "name": "Ủy ban nhân dân Phường 5",
                "short_name": "Phường 5",
            },
            ("name", "Ủy ban nhân dân Phường 5 đang mang đúng tên này, ghi tên mới."),
        ),
    ],
)
def test_what_is_not_fit_is_named(district, change, problem):
    assert problem in refused(make.make_change(change.pop("kind"), change.pop("olds"), **change))


def test_schools_are_recorded_elsewhere(district):
    make.make_school("THCS-KH")
    assert refused(make.make_change("dissolve", ["THCS-KH"])) == [
        ("units", "THCS-KH (THCS-KH) là trường: ghi ngày thôi hoạt động ở trang Trường học.")
    ]


def test_only_an_administrator_changes_units(district):
    change = merger()
    seen = restructuring.prepare(change, BEFORE.date())
    with pytest.raises(NotAllowed):
        restructuring.confirm(change, by=district.reviewer, at=BEFORE, fingerprint=seen.fingerprint)
    assert not Unit.objects.filter(code="P2-2021").exists()


def test_what_was_not_shown_is_not_done(district):
    """Between the preview and the confirmation P5 begins to write."""
    change = merger()
    seen = restructuring.prepare(change, BEFORE.date())
    Report.objects.filter(unit__code="P5", period=district.periods[1]).update(started_at=BEFORE)
    with pytest.raises(restructuring.Changed) as caught:
        restructuring.confirm(change, by=district.admin, at=BEFORE, fingerprint=seen.fingerprint)
    assert any("đang soạn: miễn" in line for line in caught.value.preview.words)
    assert not Exclusion.objects.exists() and not UnitChange.objects.exists()
    assert Unit.objects.get(code="P5").valid_to is None


def test_of_two_administrators_the_later_is_told(district):
    change = merger()
    seen = restructuring.prepare(change, BEFORE.date())
    restructuring.confirm(change, by=district.admin, at=BEFORE, fingerprint=seen.fingerprint)
    with pytest.raises(WrongState):
        restructuring.confirm(change, by=district.admin, at=BEFORE, fingerprint=seen.fingerprint)
    assert UnitChange.objects.count() == 1


def test_a_code_taken_a_moment_ago_is_refused_whole(district):
    change = merger()
    seen = restructuring.prepare(change, BEFORE.date())
    make.make_unit("P2-2021", short_name="Khác")
    with pytest.raises(Refused) as caught:
        restructuring.confirm(change, by=district.admin, at=BEFORE, fingerprint=seen.fingerprint)
    assert caught.value.problems == [("heir-1-code", "Mã P2-2021 vừa được dùng cho đơn vị khác, chọn mã khác.")]
    assert not UnitChange.objects.exists() and Unit.objects.get(code="P5").valid_to is None
    assert not Exclusion.objects.exists()


# --- Totals by both structures ---------------------------------------------------------------------------------------


def by_structure(district, code, year, on):
    """(district's total, figures by unit of then, by line of now)."""
    material = rollup.read(district.plan, code)
    target = material.targets[0]
    result = material.result(target, year, on)
    there = structure.read(on)
    found = structure.lines(target.evaluation_rule, result.by_unit, there)
    return result, {code: line.figure for code, line in found.items()}


def test_the_merger_of_2021_by_both_structures(district):
    """Quý IV/2020 of five wards, Quý I/2021 of the three that are there by then; sums by hand."""
    fourth, first, second = district.periods
    for code, number in {"P2": 3, "P5": 2, "P12": 1, "P13": 4, "P4": 7}.items():
        accepted(code, fourth, CT03=number, CT01=(1, 2))
    merge(district)
    make.restructure("merge", ["P12", "P13"], [("P13-2021", "Phường 13")], by=district.admin, at=BEFORE)
    opening.open_due(MERGED)
    for code, number in {"P2-2021": 5, "P13-2021": 0, "P4": 1}.items():
        accepted(code, first, CT03=number, CT01=(3, 4))
    on = dt.date(2021, 3, 20)
    # 2020, of which Quý IV alone was reported: 3 + 2 + 1 + 4 + 7 = 17.
    result, lines = by_structure(district, "CT03", 2020, on)
    assert result.actual == 17
    assert {code: figure.value for code, figure in result.by_unit.items()} == {
        "P2": 3, "P5": 2, "P12": 1, "P13": 4, "P4": 7,
    }  # fmt: skip
    assert {code: figure.value for code, figure in lines.items()} == {"P2-2021": 5, "P13-2021": 5, "P4": 7}
    # 2021: 5 + 0 + 1 = 6, the same by both.
    result, lines = by_structure(district, "CT03", 2021, on)
    assert result.actual == 6
    assert {code: figure.value for code, figure in lines.items()} == {"P2-2021": 5, "P13-2021": 0, "P4": 1}
    # A stock: at the end of 2020 five wards said 1/2 each, 5/10; by now P2-2021 and P13-2021 2/4 each, P4 1/2.
    result, lines = by_structure(district, "CT01", 2020, dt.date(2020, 12, 31))
    assert (result.numerator, result.denominator) == (5, 10)
    _, lines = by_structure(district, "CT01", 2020, on)
    assert {code: (figure.numerator, figure.denominator) for code, figure in lines.items()} == {
        "P2-2021": (2, 4), "P13-2021": (2, 4), "P4": (1, 2),
    }  # fmt: skip
    now = rollup.read(district.plan, "CT01").result(district.ratio, 2021, on)
    assert (now.numerator, now.denominator) == (9, 12)  # 3/4 of each of the three that are there


def test_the_split_of_2025_by_both_structures(district, clock):
    """P2-2021 (5) and P4 (1) are split; without shares they stay lines of their own, with shares of P4 they do not."""
    first = district.periods[1]
    merge(district)
    opening.open_due(MERGED)
    for code, number in {"P2-2021": 5, "P4": 1}.items():
        accepted(code, first, CT03=number)
    when = at("2025-06-20T09:00:00")
    parts = [("KHANHHOI", "Phường Khánh Hội"), ("VINHHOI", "Phường Vĩnh Hội")]
    make.restructure("split", ["P2-2021"], parts, on="2025-07-01", by=district.admin, at=when)
    make.restructure(
        "split",
        ["P4"],
        [("KHANHHOI", "", Decimal(25), "Biên bản 7/BB"), ("VINHHOI", "", Decimal(75), "Biên bản 7/BB")],
        on="2025-07-01",
        by=district.admin,
        at=when,
    )
    result, lines = by_structure(district, "CT03", 2021, dt.date(2025, 7, 1))
    assert result.actual == 6
    assert {code: figure.value for code, figure in lines.items()} == {
        "P2-2021": 5,
        "KHANHHOI": Decimal("0.25"),
        "VINHHOI": Decimal("0.75"),
    }
    there = structure.read(dt.date(2025, 7, 1))
    assert there.is_former("P2-2021") and there.line_of("P5") == "P2-2021"


def test_a_part_given_away_by_a_unit_that_goes_on_changes_nothing(district):
    Succession.objects.create(
        from_unit=district.wards["P4"],
        to_unit=district.wards["P13"],
        is_whole=False,
        effective_on=MERGED,
        decision="QĐ",
        share=50,
        share_source="BB",
    )
    assert not structure.read(dt.date(2021, 6, 1))


def test_an_old_unit_stands_in_no_list_of_who_owes(district):
    merge(district)
    opening.open_due(MERGED)
    table = matrix.table(district.periods[:2], district.periods[1], dt.date(2021, 1, 5))
    cells = {cell.unit_code: cell for group in table.groups for row in group.rows for cell in row.cells[1:]}
    assert (cells["P2"].state, cells["P5"].state, cells["P2-2021"].state) == ("excluded", "excluded", "none")
    assert not cells["P2"].can_nag and cells["P2-2021"].can_nag
