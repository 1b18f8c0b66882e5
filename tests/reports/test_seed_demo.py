"""The demonstration: what people, checks and mock-ups count on as of 08/06/2018."""

import datetime as dt
from collections import Counter
from io import StringIO

import dj_database_url
import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import RequestFactory, override_settings

from initiatives import council_page
from initiatives.models import Activity, Council, CouncilMeeting, Initiative
from reports import imports, mailing, makeup, proposals, rollup
from reports.jobs import do_day
from reports.models import (
    Entry,
    Exclusion,
    Figure,
    Notice,
    OutboxMail,
    Proposal,
    Publication,
    Reminder,
    Report,
    Scheme,
    ScoreSheet,
    ScoreTable,
    Version,
)
from targets import budgets
from targets.models import AnnualPlan, BudgetLine, Period, Plan, Target
from tests.demonstration import PASSWORD
from tests.factories import at
from tests.taking import round_trip
from units import storage
from units.models import Job, Unit, User

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)


@pytest.fixture(scope="module")
def demonstration(seeded, django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the demonstration in place of the tests' own database; what seeding it printed."""
    folder = tmp_path_factory.mktemp("demonstration")
    own = connection.settings_dict["NAME"]
    kept = {
        "MEDIA_ROOT": folder / "uploads",
        "Q4KH_SIGNING_P12": str(folder / "signing" / "agency.p12"),
        "Q4KH_SIGNING_PASSWORD": PASSWORD,
        "PASSWORD_HASHERS": ["q4kh.hashers.Argon2"],
    }
    with seeded.copied(folder) as url, django_db_blocker.unblock(), override_settings(**kept):
        connection.close()
        connection.settings_dict["NAME"] = dj_database_url.parse(url)["NAME"]
        try:
            yield (folder / "prepared.txt").read_text("utf-8")
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


@pytest.fixture(autouse=True)
def demo(demonstration, db):
    """Each test in a transaction of its own upon the copy."""
    return demonstration


def states(year, quarter):
    rows = Report.objects.filter(period__year=year, period__quarter=quarter).select_related("unit")
    return {row.unit.code: row.shown_state for row in rows}


def verdicts(result):
    return {row.target.code: row.result.verdict.value for row in result.rows}


def test_it_says_what_it_made(demo):
    assert demo.splitlines()[0] == "Dữ liệu trình diễn: 63 tài khoản, 174 báo cáo, 160 lần gửi, 5 báo cáo tổng hợp."


def test_the_plan_is_loaded():
    assert Plan.objects.get().number == "294/KH-UBND"


# --- People --------------------------------------------------------------------------------------------------------


def test_29_units_have_a_reporter_and_a_head():
    posts = {
        (row.unit.code, row.role)
        for user in User.objects.all()
        for row in user.memberships.select_related("unit")
        if row.role in ("reporter", "head")
    }
    codes = set(Unit.objects.filter(is_active=True, files_reports=True).values_list("code", flat=True))
    assert len(codes) == 29
    assert posts == {(code, role) for code in codes for role in ("reporter", "head")}


@pytest.mark.parametrize(
    ("username", "title", "place"),
    [
        ("p1.canbo", "Cán bộ phụ trách KH&CN", "Ủy ban nhân dân Phường 1"),
        ("gddt.lanhdao", "Lãnh đạo đơn vị", "Phòng Giáo dục và Đào tạo"),
        ("pkt.chuyenvien", "Chuyên viên Phòng Kinh tế", "Phòng Kinh tế"),
        ("pkt.truongphong", "Trưởng phòng Kinh tế", "Phòng Kinh tế"),
        ("ubnd.lanhdao", "Lãnh đạo Ủy ban nhân dân", ""),
        ("quantri", "Quản trị hệ thống", ""),
    ],
)
def test_people_can_log_in_and_are_who_they_are(username, title, place):
    request = RequestFactory().post("/dang-nhap/")
    user = authenticate(request, username=username, password="q4kh-demo-2018")
    assert (user.access.title, user.access.place) == (title, place)


def test_names_and_addresses_are_of_nobody():
    people = User.objects.all()
    assert len({person.full_name for person in people}) == 63
    assert not people.filter(full_name="Trần Hoàng Quân").exists()
    assert {person.email.partition("@")[2] for person in people} == {"q4.example", ""}
    assert [person.username for person in people.filter(email="")] == ["p14.canbo"]


def test_two_units_send_by_authority():
    without = Unit.objects.filter(has_head_step=False).order_by("code")
    assert [unit.code for unit in without] == ["TCKH", "YT"]
    version = Version.objects.get(report__unit__code="YT", report__period__year=2018, number=1)
    assert version.authority == "Giấy ủy quyền số 12/GUQ-PYT ngày 03/01/2017"


# --- Reports -------------------------------------------------------------------------------------------------------


def test_quarter_ii_2018_stands_as_the_demonstration_promises():
    assert states(2018, 2) == {
        "P1": "none", "P2": "draft", "P3": "pending", "P4": "sent", "P5": "returned", "P6": "accepted",
        "P8": "draft", "P9": "sent", "P10": "none", "P12": "accepted", "P13": "draft", "P14": "none",
        "P15": "returned", "P16": "draft", "P18": "pending", "PKT": "pending", "VP": "sent", "TNMT": "accepted",
        "QLDT": "draft", "TP": "none", "GDDT": "accepted", "NV": "draft", "YT": "draft", "TCKH": "none",
        "MTTQ": "draft", "LDLD": "none", "QD": "accepted", "BV": "sent", "TTVH": "draft",
    }  # fmt: skip


def test_eleven_units_have_sent_quarter_ii_2018():
    assert Report.objects.filter(period__year=2018, period__quarter=2, first_sent_at__isnull=False).count() == 11


@pytest.mark.parametrize(
    ("year", "quarter", "silent"),
    [(2017, 1, []), (2017, 2, ["P14"]), (2017, 3, []), (2017, 4, ["BV"]), (2018, 1, ["TP"])],
)
def test_earlier_quarters_are_accepted_but_for_one_unit(year, quarter, silent):
    found = states(year, quarter)
    assert {code for code, state in found.items() if state == "none"} == set(silent)
    assert {state for code, state in found.items() if code not in silent} == {"accepted"}
    assert len(found) == 29


def test_the_hospital_was_excused_once():
    exclusion = Exclusion.objects.select_related("unit", "period").get()
    assert (exclusion.unit.code, exclusion.period.key) == ("BV", "2017-4")


def test_days_late_lie_between_one_and_nine():
    late = {}
    for row in Report.objects.filter(first_sent_at__isnull=False).select_related("unit", "period"):
        days = (row.first_sent_at.astimezone(at("2018-01-01").tzinfo).date() - row.period.due_on).days
        if days > 0:
            late[row.key] = days
    assert late == {
        "P5-2017-1": 2, "P16-2017-1": 9, "P18-2017-2": 2, "YT-2017-2": 1, "P14-2017-3": 1, "TP-2017-3": 4,
        "P10-2017-4": 8, "QLDT-2017-4": 1, "TP-2017-4": 6, "P10-2018-1": 2, "P14-2018-1": 5, "YT-2018-1": 2,
        "LDLD-2018-1": 1,
    }  # fmt: skip


def test_nothing_happened_at_night_at_the_weekend_or_in_the_future():
    zone = at("2018-01-01").tzinfo
    instants = [
        instant.astimezone(zone)
        for row in Report.objects.values_list(
            "started_at", "edited_at", "submitted_at", "first_sent_at", "taken_at", "returned_at", "accepted_at"
        )
        for instant in row
        if instant
    ]
    assert {instant.weekday() for instant in instants} == {0, 1, 2, 3, 4}
    assert min(instant.hour for instant in instants) >= 8
    assert max(instant.hour for instant in instants) < 17
    assert max(instants) < at("2018-06-08T00:00:00")


def test_what_units_asked_in_quarter_i_is_answered_or_waits():
    found = proposals.official(Proposal.objects.filter(report__period__year=2018, report__period__quarter=1))
    answered = {said.row.report.unit.code for said in found if said.is_answered}
    assert answered == {"P3", "P5", "P9", "MTTQ", "NV"}
    assert {said.row.report.unit.code for said in proposals.waiting_for_committee()} == {"P2", "P18", "VP", "QLDT"}


def test_the_half_filled_draft_of_p2():
    report = Report.objects.get(unit__code="P2", period__year=2018, period__quarter=2)
    filled = [name for name, text in report.texts.items() if text]
    assert filled[:2] == ["situation", "results"]
    assert report.next_quarter == ""
    assert not Entry.objects.filter(report=report, target__code="CT04").exists()


def test_the_odd_value_of_p4_is_explained():
    version = Version.objects.get(report__unit__code="P4", report__period__year=2018, report__period__quarter=2)
    line = next(row for row in version.content["figures"] if row["code"] == "CT04")
    assert (line["value"], line["warning"]) == ("12", "Gấp 12 lần quý trước")
    assert line["explanation"] != ""


def test_p5_came_back_with_a_reason_and_a_day():
    report = Report.objects.get(unit__code="P5", period__year=2018, period__quarter=2)
    assert report.return_due_on == dt.date(2018, 6, 11)
    assert [note.line for note in report.notes.all()] == ["", "CT06"]


def test_p9_sent_twice():
    report = Report.objects.get(unit__code="P9", period__year=2018, period__quarter=2)
    said = [
        next(row["value"] for row in version.content["figures"] if row["code"] == "CT03")
        for version in report.versions.all()
    ]
    assert said == ["2", "1"]


def test_nobody_accepted_what_they_had_a_hand_in():
    for report in Report.objects.filter(state="accepted"):
        assert not report.hands.filter(pk=report.accepted_by_id).exists()


def test_no_two_wards_tell_the_same_in_one_quarter():
    for period in Period.objects.filter(opened_at__isnull=False):
        results = [
            row.results
            for row in Report.objects.filter(period=period, unit__kind="ward", first_sent_at__isnull=False)
            if row.results
        ]
        assert len(set(results)) == len(results)


def test_attached_files_are_there():
    names = {}
    for report in Report.objects.filter(attachments__isnull=False).select_related("unit", "period"):
        for row in report.attachments.all():
            assert storage.path(storage.ATTACHMENTS, row.sha256).stat().st_size == row.size
            names[report.key] = row.name[-4:]
    assert names == {"P12-2018-1": ".pdf", "TNMT-2018-2": ".pdf", "GDDT-2018-2": ".pdf", "BV-2018-2": ".png"}


# --- Targets -------------------------------------------------------------------------------------------------------


def test_verdicts_of_2018_as_of_the_day():
    assert verdicts(rollup.of_year(Plan.objects.get(), 2018, TODAY)) == {
        "CT01": "on_track", "CT02": "on_track", "CT03": "on_track", "CT04": "met", "CT05": "tracked",
        "CT06": "not_due", "CT07": "not_due", "CT08": "on_track", "CT09": "on_track", "CT10": "met", "CT11": "behind",
        "CT12": "tracked", "CK01": "met", "CK02": "not_due", "CK03": "met", "CK04": "not_due", "CK05": "no_data",
        "CK06": "met", "CK07": "met", "CK08": "behind", "CK09": "not_due", "CK10": "met", "CK11": "met",
        "CK12": "not_due", "CK13": "not_due",
    }  # fmt: skip


def test_verdicts_of_2017_as_of_the_day():
    counts = rollup.of_year(Plan.objects.get(), 2017, TODAY).counts
    assert counts == {
        "met": 13, "on_track": 3, "behind": 2, "missed": 2, "not_due": 2, "no_data": 1, "tracked": 2,
    }  # fmt: skip


def test_solar_power_is_missed_once_quarter_i_2018_is_published():
    """Its due day, 31/12/2017, lies in the window of Quý I/2018: until that is consolidated it is only behind."""
    result = rollup.consolidate(Period.objects.get(year=2018, quarter=1), TODAY, closing=True)
    assert verdicts(result)["CK08"] == "missed"


def test_late_ones_are_marked():
    plan = Plan.objects.get()
    late = {
        year: [row.target.code for row in rollup.of_year(plan, year, TODAY).rows if row.result.is_late]
        for year in (2017, 2018)
    }
    assert late == {2017: ["CK11"], 2018: ["CK07"]}


# --- Registry ------------------------------------------------------------------------------------------------------


def test_figures_of_2018_come_from_records_and_those_of_wards_are_typed_until_quarter_iii():
    since = {row.code: row.registry_from.key for row in Target.objects.filter(registry_from__isnull=False)}
    assert {code for code, period in since.items() if period == "2018-3"} == {"CT01", "CT03", "CT04"}
    assert {code for code, period in since.items() if period == "2018-1"} == {
        "CT05", "CT07", "CT08", "CT09", "CT11", "CT12", "CK03", "CK05", "CK09", "CK10",
    }  # fmt: skip
    # The portal itself tells it, from the accepted annual plans.
    assert {code for code, period in since.items() if period == "2018-2"} == {"CK11", "CK13"}
    assert len(since) == 15


def test_annual_plans_are_accepted_as_reports_said_and_five_units_have_none_in_2018():
    assert AnnualPlan.objects.filter(year=2017, state="accepted").count() == 25
    plans = {row.unit.code: row for row in AnnualPlan.objects.filter(year=2018).select_related("unit", "official")}
    accepted = {code for code, row in plans.items() if row.first_accepted_at}
    assert len(accepted) == 24
    assert {code: row.state for code, row in plans.items() if code not in accepted} == {
        "P10": "returned", "TP": "pending", "YT": "sent", "LDLD": "draft",
    }  # fmt: skip
    assert [plans["P12"].official.number, plans["VP"].is_amending] == [2, True]
    result = rollup.of_year(Plan.objects.get(), 2018, TODAY).row("CK13").result
    assert (result.numerator, result.denominator) == (24, 29)


def test_what_the_portal_told_is_what_units_would_have_typed():
    told = {}
    for version in Version.objects.filter(report__period__year=2018, report__period__quarter=2).select_related("report"):
        row = next(row for row in version.content["figures"] if row["code"] == "CK13")
        told[version.report.key] = row["text"], row["source"][:13]
    assert set(told.values()) == {("có", "kế hoạch năm ")}
    assert len(told) == 11


def test_leather_businesses_supported_and_surveyed_stand_apart():
    board = rollup.of_year(Plan.objects.get(), 2018, TODAY)
    target = Target.objects.select_related("registry_from", "counting").get(code="CT05")
    periods = [period for period in board.periods if period.year == 2018]
    assert board.row("CT05").result.actual == 2
    assert makeup.beside(target, periods, TODAY) == 6


def test_schools_of_which_five_have_a_club():
    rows = {row.target.code: row.result for row in rollup.of_year(Plan.objects.get(), 2018, TODAY).rows}
    assert (rows["CT08"].numerator, rows["CT08"].denominator) == (5, 8)
    assert (rows["CT09"].numerator, rows["CT09"].denominator) == (5, 8)


def test_the_article_of_february_was_one_too_few():
    result = rollup.of_year(Plan.objects.get(), 2018, TODAY).row("CT11").result
    assert {month.month: month.value for month in result.months if month.ok is not None} == {
        "2017-12": 3, "2018-01": 2, "2018-02": 1,
    }  # fmt: skip


def test_records_are_confirmed_wait_and_were_sent_back():
    states = Counter(Activity.objects.values_list("state", flat=True))
    assert states["returned"] == 1
    assert states["recorded"] > 5
    assert states["confirmed"] > 60


def test_the_public_page_has_articles_models_initiatives_and_events():
    kinds = Counter(Activity.objects.in_public().values_list("kind", flat=True))
    assert (kinds["article"], kinds["model"], kinds["event"]) == (25, 6, 6)
    assert Initiative.objects.in_public().count() == 9


# --- Published -----------------------------------------------------------------------------------------------------


def test_four_quarters_and_their_year_are_published_with_their_files():
    rows = Publication.objects.order_by("published_at")
    assert [(row.stretch.key, row.state, row.number) for row in rows] == [
        ("2017-1", "published", 1), ("2017-2", "published", 1), ("2017-3", "published", 1), ("2017-4", "published", 1),
        ("2017-nam", "published", 1),
    ]  # fmt: skip
    for row in rows:
        assert [file["format"] for file in row.files] == ["pdf", "docx", "xlsx"]
        for file, begins in zip(row.files, (b"%PDF-", b"PK\x03\x04", b"PK\x03\x04"), strict=True):
            content = storage.path(storage.PUBLISHED, file["sha256"], f".{file['format']}").read_bytes()
            assert content.startswith(begins)
            assert len(content) == file["size"]
    assert list(Job.objects.values_list("state", flat=True)) == ["done"] * 15


def test_the_first_of_them_has_its_number_and_is_signed_by_both():
    rows = Publication.objects.exclude(signed_sha256="")
    assert [(row.stretch.key, row.document_number) for row in rows] == [("2017-1", "19")]
    assert [(one.role, one.holder) for one in rows[0].signatures.all()] == [
        ("person", rows[0].publisher_name), ("agency", "Phòng Kinh tế"),
    ]  # fmt: skip


def test_published_texts_are_edited_and_name_who_is_missing():
    texts = {
        row.stretch.key: {section["key"]: section["text"] for section in row.snapshot["sections"]}
        for row in Publication.objects.select_related("period__plan")
    }
    assert "Chưa có báo cáo của Phường 14." in texts["2017-2"]["situation"]
    assert "Chưa có báo cáo của Phường 14 Quý II." in texts["2017-nam"]["situation"]
    assert "Bệnh viện Quận 4 được miễn báo cáo" in texts["2017-4"]["situation"]
    assert not any("{" in text for sections in texts.values() for text in sections.values())
    assert all(text for sections in texts.values() for text in sections.values())


# --- Emulation -----------------------------------------------------------------------------------------------------


def test_scales_stand_as_the_demonstration_promises():
    rows = Scheme.objects.order_by("year", "group").values_list("year", "group", "state")
    assert list(rows) == [
        (2017, "1-ward", "published"), (2017, "2-office", "published"), (2017, "3-mass", "published"),
        (2017, "4-public", "published"), (2018, "1-ward", "scoring"), (2018, "2-office", "appraised"),
        (2018, "4-public", "draft"),
    ]  # fmt: skip


def test_the_scale_of_2017_came_into_force_on_the_day_that_is_reported_for_ck02():
    told = Figure.objects.get(target__code="CK02", period__year=2017, period__quarter=4, done_on__isnull=False)
    days = Scheme.objects.filter(year=2017).values_list("in_force_on", flat=True)
    assert set(days) == {told.done_on}


def test_scores_of_2017_are_ranked_but_for_mass_organisations():
    tables = {table.scheme.group: table.snapshot["rows"] for table in ScoreTable.objects.select_related("scheme")}
    assert {group: len(rows) for group, rows in tables.items()} == {
        "1-ward": 15, "2-office": 9, "3-mass": 1, "4-public": 2,
    }  # fmt: skip
    ranks = [row["rank"] for row in tables["1-ward"]]
    assert ranks[0] == 1 and ranks == sorted(ranks)
    assert [(row["code"], row["rank"]) for row in tables["3-mass"]] == [("LDLD", None)]
    p10 = next(row for row in tables["1-ward"] if row["code"] == "P10")
    assert p10["explanation"] and p10["answer"]
    assert (p10["lines"][3]["self_points"], p10["lines"][3]["points"]) == ("10.00", "8.50")


def test_p1_has_begun_to_score_itself_for_2018():
    sheet = ScoreSheet.objects.get(scheme__year=2018, unit__code="P1")
    assert (sheet.state, sheet.scores.count()) == ("waiting", 1)


# --- Messages ------------------------------------------------------------------------------------------------------


def test_councils_have_their_papers_terms_and_meetings():
    advisory = Council.objects.get(kind=Council.Kind.ADVISORY)
    papers = (advisory.decided_on, advisory.rules_on, advisory.assigned_on)
    # The days that Phòng Kinh tế reports for CK01.
    assert papers == (dt.date(2017, 2, 28), dt.date(2017, 3, 28), dt.date(2017, 5, 15))
    assert council_page.coverage(advisory, TODAY).nobody == list(Unit.objects.filter(code__in=["P15", "P16", "P18", "MTTQ"]))
    office = Council.objects.filter(unit__code="PKT", kind=Council.Kind.INITIATIVES).order_by("valid_from")
    assert [(row.valid_from, row.is_in_term(TODAY)) for row in office] == [
        (dt.date(2017, 1, 12), False), (dt.date(2018, 1, 15), True),
    ]  # fmt: skip
    assert council_page.counts(office.last(), TODAY) == {"waiting": 1, "overdue": 1}
    told = CouncilMeeting.objects.order_by("held_on").values_list("council__unit__code", "held_on")
    assert [f"{code} {day:%d/%m/%Y}" for code, day in told] == [
        "PKT 20/06/2017", "P6 12/07/2017", "BV 18/04/2018", "PKT 22/05/2018",
    ]  # fmt: skip


def test_budgets_are_allocated_on_the_days_that_ck11_tells():
    found = [budgets.allocation_of(year) for year in (2017, 2018)]
    assert [(row.allocated_on, row.days_late(TODAY)) for row in found] == [
        (dt.date(2017, 4, 18), 18), (dt.date(2018, 1, 31), 0),
    ]  # fmt: skip
    told = set(BudgetLine.objects.values_list("year", "unit"))
    assert Counter(year for year, _ in told) == {2017: 25, 2018: 25}
    overspent = [row for row in BudgetLine.objects.all() if budgets.oddities(row.allocated, row.spent, row.planned)]
    assert [(row.unit.code, row.year, bool(row.note)) for row in overspent] == [("QLDT", 2017, True)]


def test_the_day_itself_has_nothing_left_to_do():
    day = do_day(at("2018-06-08T07:00:00"))
    assert (day.opened, day.relocked, day.reminded) == ([], 0, [])


def test_reminders_of_quarter_ii_went_out_twice():
    kinds = Reminder.objects.filter(period__year=2018, period__quarter=2, unit__isnull=True).order_by("sent_at")
    assert [(row.kind, row.on.isoformat()) for row in kinds] == [
        ("opened", "2018-03-15"), ("before-14", "2018-05-31"), ("before-7", "2018-06-07"),
    ]  # fmt: skip


def test_no_mail_waits_and_the_outbox_shows_the_last_days():
    assert mailing.waiting().count() == 0
    assert Notice.objects.filter(read_at=None, at__lt=at("2018-05-31T00:00:00")).count() == 0
    assert OutboxMail.objects.filter(at__lt=at("2018-05-31T00:00:00")).count() == 0
    assert OutboxMail.objects.filter(to="p1.canbo@q4.example", subject__contains="Quý II/2018").count() == 2


# --- Refusal -------------------------------------------------------------------------------------------------------


def test_a_second_run_is_refused():
    with pytest.raises(CommandError, match="đã có báo cáo, không tạo dữ liệu trình diễn"):
        call_command("seed_demo", stdout=StringIO())
    assert User.objects.count() == 63


def test_refused_where_one_real_report_was_begun():
    Report.objects.update(official=None, latest=None, state="draft", accepted_at=None, started_at=None, version_count=0)
    Publication.objects.all().delete()
    Version.objects.all().delete()
    with pytest.raises(CommandError, match="Đã có tài khoản “bv.canbo”"):
        call_command("seed_demo", stdout=StringIO())
    Report.objects.filter(pk=Report.objects.first().pk).update(started_at=at("2018-06-01T09:00:00"))
    with pytest.raises(CommandError, match="đã có báo cáo"):
        call_command("seed_demo", stdout=StringIO())


@pytest.mark.parametrize("slug", imports.KINDS)
def test_what_it_exports_changes_nothing_when_it_comes_in_again(slug, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    resource = imports.KINDS[slug]
    by = next(user for user in User.objects.order_by("pk") if resource.may_import(user))
    counts, problems = round_trip(resource, by)
    assert (counts["new"], counts["changed"], problems) == (0, 0, [])
    assert counts["same"] > 0
