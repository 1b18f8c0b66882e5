"""Reports of 6 and 9 months, a year and the term: figures worked out by hand, texts of many quarters (domain §9)."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import gathering, kinds, publishing, quoting
from reports.documents import content as documents
from reports.kinds import Stretch
from reports.models import Exclusion, Publication
from tests import factories as make
from tests.reports import paper
from tests.reports.snapshots import sample_snapshot
from units import jobs
from units.models import Job
from units.moves import Refused, WrongState

pytestmark = pytest.mark.django_db
HALF, TERM = "/tong-hop/2018/6-thang/", "/tong-hop/2018/giai-doan/"


def accepted(code, period, sent_at=None, texts=None, **figures):
    said = {"content": {"texts": texts or {}, "figures": [], "progress": [], "attachments": []}}
    if sent_at:
        said["sent_at"] = make.at(sent_at)
    report = make.make_report(make.make_unit(code), period, "accepted", **said)
    make.make_figures(report, **figures)
    return report


@pytest.fixture
def plan(settings):
    """P1 and P2 over five quarters: CT03 adds up each year, CT12 over the plan, CT01 is a state, CK07 a date."""
    settings.Q4KH_TODAY = "2018-12-20"
    plan = make.make_plan()
    wards = [make.make_unit("P1"), make.make_unit("P2")]
    plan.coordinator.files_reports = False
    plan.coordinator.save()
    targets = [
        make.make_target(plan, "CT03", threshold=10, unit_label="mô hình"),
        make.make_target(plan, "CT12", measure="tracked", basis="plan", unit_label="doanh nghiệp"),
        make.make_target(
            plan, "CT01", measure="percent", basis="plan", over_time="last", over_units="ratio", threshold=80,
            numerator_label="Đã bồi dưỡng", denominator_label="Tổng số", unit_label="người",
        ),
        make.make_target(plan, "CK07", measure="milestone", basis="once", over_time="last", over_units="any"),
    ]  # fmt: skip
    for target in targets:
        make.assign(target, *wards)
    for quarter in (1, 2, 3, 4):
        make.make_period(plan, 2017, quarter)
    periods = {quarter: make.make_period(plan, 2018, quarter) for quarter in (1, 2, 3, 4)}
    accepted("P1", make.make_period(year=2017, quarter=1), CT03=5, CT12=100)
    accepted("P1", make.make_period(year=2017, quarter=3), CT03=2, CT12=30)
    accepted("P1", periods[1], texts={"results": "Mở lớp tin học.", "difficulties": "Thiếu máy."}, CT03=1, CT12=10, CT01=(2, 10))
    accepted("P2", periods[1], texts={"results": "Lập trang tin."}, CT03=2, CT12=20, CT01=(3, 10))
    accepted("P1", periods[2], "2018-06-16T08:00:00", {"results": "Lắp máy lấy số.", "difficulties": "thiếu máy"}, CT03=3, CT12=5, CT01=(6, 10))
    # P2 sends nothing in Quý II.
    accepted("P1", periods[3], CT03=0, CT01=(8, 10))
    accepted("P2", periods[3], CT03=1, CT12=7, CT01=(4, 10))
    accepted("P1", periods[4], CT03=4, CT12=3)
    return plan


@pytest.fixture
def chief(plan):
    return make.make_user("pkt.truongphong", role="office_head", unit=plan.coordinator, full_name="Phạm Trưởng")


def period_of(quarter, year=2018):
    return make.make_period(year=year, quarter=quarter)


def snapshot_of(kind, quarter, by):
    draft = publishing.start(period_of(quarter), by=by, kind=kind)
    return publishing.preview(draft, by=by)


def lines(snapshot):
    """Code → in the stretch, cumulative, rate, a year before, verdict."""
    names = ("quarter_text", "actual_text", "rate_text", "before_text", "verdict")
    return {target["code"]: tuple(target[name] for name in names) for target in snapshot["targets"]}


def test_figures_of_6_months(plan, chief):
    assert lines(snapshot_of("half", 2, chief)) == {
        # 1 + 2 + 3 of 10; in 2017 5.
        "CT03": ("6", "6", "60%", "5", "on_track"),
        # 10 + 20 + 5, and 130 before.
        "CT12": ("35", "165", "–", "100", "tracked"),
        # The state of Quý II: 6/10 and 3/10 carried.
        "CT01": ("45%", "45%", "56,3%", "chưa báo cáo", "not_due"),
        "CK07": ("chưa báo cáo", "–", "–", "chưa báo cáo", "not_due"),
    }


def test_a_quarter_is_held_against_its_goal_and_the_same_quarter_of_the_year_before(plan, chief):
    accepted("P2", period_of(2, 2017), CT03=4, CT12=11)
    snapshot = snapshot_of("quarter", 2, chief)
    assert snapshot["columns"] == {"within_head": "Thực hiện trong quý", "before_head": "Quý II/2017"}
    assert lines(snapshot) == {
        # 3 in the quarter, 1 + 2 + 3 of 10 in the year.
        "CT03": ("3", "6", "60%", "4", "on_track"),
        "CT12": ("5", "176", "–", "11", "tracked"),
        "CT01": ("45%", "45%", "56,3%", "chưa báo cáo", "on_track"),
        "CK07": ("chưa báo cáo", "–", "–", "chưa báo cáo", "not_due"),
    }
    first = publishing.preview(publishing.start(period_of(1, 2017), by=chief), by=chief)
    # The plan has no quarter before: no column.
    assert first["columns"]["before_head"] == ""
    assert {target["before_text"] for target in first["targets"]} == {"–"}


def test_figures_of_a_year_and_of_9_months(plan, chief):
    year = lines(snapshot_of("year", 4, chief))
    assert year["CT03"] == ("11", "11", "110%", "7", "met")
    assert year["CT12"] == ("45", "175", "–", "130", "tracked")
    assert year["CT01"] == ("60%", "60%", "75%", "chưa báo cáo", "not_due")
    assert lines(snapshot_of("nine", 3, chief))["CT03"] == ("7", "7", "70%", "7", "on_track")


def test_a_term_adds_up_its_years_and_tells_each(plan, chief):
    snapshot = snapshot_of("term", 4, chief)
    targets = {target["code"]: target for target in snapshot["targets"]}
    assert lines(snapshot)["CT03"] == ("18", "11", "110%", "–", "met")
    assert lines(snapshot)["CT12"] == ("175", "175", "–", "–", "tracked")
    assert targets["CT03"]["note"].startswith("Năm 2017: 7, chậm; năm 2018: 11, đạt.")
    assert targets["CT12"]["note"] == ""
    assert snapshot["span"]["label"] == "giai đoạn 2016 - 2020, đến hết năm 2018"
    assert snapshot["span"]["before_head"] == ""
    assert len(snapshot["span"]["quarters"]) == 8


def test_the_first_year_has_none_before(plan, chief):
    draft = publishing.start(period_of(2, 2017), by=chief, kind="half")
    snapshot = publishing.preview(draft, by=chief)
    assert snapshot["span"]["before_head"] == ""
    assert documents.read(snapshot).columns == documents.Columns("Thực hiện trong 6 tháng", "")


def test_units_are_counted_over_the_quarters(plan, chief):
    snapshot = snapshot_of("half", 2, chief)
    names = ("code", "expected", "on_time", "late", "late_days", "missing", "note")
    assert [tuple(unit[name] for name in names) for unit in snapshot["units"]] == [
        ("P1", 2, 1, 1, 2, 0, "Chậm: Quý II 2 ngày."),
        ("P2", 2, 1, 0, 0, 1, "Chưa có: Quý II."),
    ]
    assert snapshot["counts"] | {"verdicts": {}} == {
        "expected": 4, "accepted": 3, "missing": ["Ủy ban nhân dân Phường 2 (Quý II)"], "excluded": [], "verdicts": {},
    }  # fmt: skip
    document = documents.read(snapshot)
    assert document.units_summary == (
        "Phải có 4 báo cáo quý của 2 đơn vị trong 2 quý. Báo cáo đã chấp nhận: 3, gồm 2 đúng hạn, 1 chậm hạn.",
        "Chưa có báo cáo (1): Ủy ban nhân dân Phường 2 (Quý II).",
    )
    assert snapshot["opening"].endswith(
        "tổng hợp kết quả 6 tháng đầu năm 2018 từ 3 trên 4 báo cáo quý của 2 đơn vị được chấp nhận "
        "(chưa có báo cáo Quý II của Phường 2) như sau:"
    )


def test_a_unit_excused_in_one_quarter_is_out_of_it(plan, chief):
    Exclusion.objects.create(
        unit=make.make_unit("P2"), period=period_of(2), reason="Đại hội.", by_name="PKT", at=make.at("2018-05-02T08:00:00")
    )
    unit = snapshot_of("half", 2, chief)["units"][1]
    assert (unit["expected"], unit["missing"], unit["note"]) == (1, 0, "Không phải báo cáo: Quý II (Đại hội).")


def test_the_draft_gathers_all_quarters_and_names_each(plan, chief):
    draft = publishing.start(period_of(2), by=chief, kind="half")
    assert draft.results == (
        "- Phường 1 (Quý I): Mở lớp tin học.\n- Phường 1 (Quý II): Lắp máy lấy số.\n- Phường 2 (Quý I): Lập trang tin."
    )
    assert draft.difficulties == "- Phường 1 (Quý I), Phường 1 (Quý II): Thiếu máy."
    things = gathering.read(draft)
    assert {thing.state for thing in things} == {"quoted"}
    # Marks are of the version of one quarter: skipping one leaves the other.
    second = next(thing for thing in things if thing.name == "Phường 1 (Quý II)" and thing.section == "results")
    quoting.skip(draft, [(second.version_id, second.key)], by=chief)
    draft.refresh_from_db()
    assert draft.results == "- Phường 1 (Quý I): Mở lớp tin học.\n- Phường 2 (Quý I): Lập trang tin."
    quoted = [(quote["unit"], quote["quarter"]) for quote in publishing.preview(draft, by=chief)["quotes"]]
    assert quoted == [("P1", "2018-1"), ("P1", "2018-1"), ("P1", "2018-2"), ("P2", "2018-1")]


def test_the_gathered_can_be_read_quarter_by_quarter(plan, chief, client):
    publishing.start(period_of(2), by=chief, kind="half")
    publishing.start(period_of(4), by=chief, kind="term")
    client.force_login(chief)

    def told(url):
        return re.findall(r'/lan/1/">([^<]+)</a>', client.get(url).content.decode())

    every = ["Phường 1 (Quý I)", "Phường 1 (Quý II)", "Phường 2 (Quý I)", "Phường 1 (Quý I)", "Phường 1 (Quý II)"]
    assert told(f"{HALF}?xem=gom&dau=all") == every
    assert told(f"{HALF}?xem=gom&dau=all&quy=2018-2") == ["Phường 1 (Quý II)", "Phường 1 (Quý II)"]
    # Of a term one quarter at a time, the last in which anything was said unless another is asked for.
    assert told(f"{TERM}?xem=gom&dau=all") == ["Phường 1 (Quý II/2018)", "Phường 1 (Quý II/2018)"]
    assert told(f"{TERM}?xem=gom&dau=all&muc=difficulties&quy=2018-1") == ["Phường 1 (Quý I/2018)"]


def test_what_does_not_fit_in_the_first_draft_waits_to_be_read(plan, chief, monkeypatch):
    monkeypatch.setattr(gathering, "DRAFT_LIMIT", 70)
    draft = publishing.start(period_of(2), by=chief, kind="half")
    assert draft.results == "- Phường 1 (Quý II): Lắp máy lấy số."
    unread = [thing.name for thing in gathering.read(draft) if thing.state == "unread"]
    assert unread == ["Phường 1 (Quý I)", "Phường 2 (Quý I)"]


def test_publishing_closes_no_quarter_and_waits_for_none(plan, chief):
    draft = publishing.start(period_of(4), by=chief, kind="year")
    publishing.publish(draft, by=chief, revision=0)
    assert not [period for period in plan.periods.all() if period.closed_at]
    assert draft.snapshot["kind"] == "year"
    assert draft.snapshot["document"]["subject"] == ["Kết quả năm 2018", "thực hiện Kế hoạch số 294/KH-UBND"]
    assert draft.snapshot["sections"][-1]["title"] == "Phương hướng năm 2019"
    # Beside it the quarter that ends with it has drafts and versions of its own.
    quarter = publishing.start(period_of(4), by=chief)
    publishing.publish(quarter, by=chief, revision=0)
    period = period_of(4)
    period.refresh_from_db()
    assert period.closed_at == quarter.published_at
    assert "span" not in quarter.snapshot
    assert quarter.snapshot["columns"]["before_head"] == "Quý IV/2017"
    second = publishing.correct(draft, by=chief, reason="Cộng nhầm")
    assert (second.kind, second.number, second.period) == ("year", 2, period)
    with pytest.raises(WrongState):
        publishing.correct(draft, by=chief, reason="Lần nữa")


def test_a_year_is_final_when_its_quarters_are_published(plan, chief):
    # 11 of 12 is behind as long as a quarter is open, and missed afterwards.
    plan.targets.filter(code="CT03").update(threshold=12)
    assert lines(snapshot_of("year", 4, chief))["CT03"][4] != "missed"
    for quarter in (1, 2, 3, 4):
        draft = publishing.start(period_of(quarter), by=chief)
        publishing.publish(draft, by=chief, revision=0)
    assert lines(snapshot_of("year", 4, chief))["CT03"][4] == "missed"


def test_a_draft_waits_for_its_last_quarter(plan, chief, settings, client):
    settings.Q4KH_TODAY = "2018-03-14"
    with pytest.raises(Refused) as refused:
        publishing.start(period_of(2), by=chief, kind="half")
    message = "Quý II/2018 chưa bắt đầu: lập dự thảo 6 tháng đầu năm 2018 được từ ngày 15/03/2018."
    assert refused.value.problems == [("", message)]
    client.force_login(chief)
    page = client.get(HALF).content.decode()
    assert "Quý II/2018 mở từ ngày 15/03/2018" in page
    assert 'value="start"' not in page
    settings.Q4KH_TODAY = "2018-03-15"
    assert 'value="start"' in client.get(HALF).content.decode()


def test_a_year_without_any_report_is_not_published(plan, chief, settings):
    settings.Q4KH_TODAY = "2019-12-20"
    for quarter in (1, 2, 3, 4):
        period_of(quarter, 2019)
    draft = publishing.start(period_of(4, 2019), by=chief, kind="year")
    with pytest.raises(Refused):
        publishing.publish(draft, by=chief, revision=0)


def test_the_checklist_says_which_quarters_are_open(plan, chief, client):
    client.force_login(chief)
    client.post(HALF, {"act": "start"})
    page = client.get(HALF).content.decode()
    assert "Chưa công bố báo cáo Quý I/2018, Quý II/2018" in page
    assert "<b>Thiếu 1 báo cáo quý</b><small>Quý II: Phường 2.</small>" in page
    assert ">VII. Phương hướng 6 tháng cuối năm 2018</label>" in page
    assert "3 trên 4 báo cáo đã chấp nhận" in page
    first = publishing.start(period_of(1), by=chief)
    publishing.publish(first, by=chief, revision=0)
    assert "Chưa công bố báo cáo Quý II/2018<" in client.get(HALF).content.decode()


def test_the_whole_way_over_the_pages(plan, chief, client):
    client.force_login(chief)
    assert client.post(HALF, {"act": "start"})["Location"] == HALF
    gathered = client.get(f"{HALF}?xem=gom&dau=all").content.decode()
    assert 'href="/bao-cao/2018/1/P2/lan/1/">Phường 2 (Quý I)</a>' in gathered
    assert 'href="/bao-cao/2018/2/P1/lan/1/">Phường 1 (Quý II)</a>' in gathered
    posted = {"act": "save", "revision": "0", "results": "Lời đã sửa", "document_number": "7", "document_date": "20/12/2018"}
    assert client.post(HALF, posted).status_code == 302
    assert client.post(HALF, {"act": "publish", "revision": "1", "read": "1"}).status_code == 302
    row = Publication.objects.get()
    for job in Job.objects.all():
        assert jobs.perform(job.pk)
    page = client.get(HALF).content.decode()
    assert "<h1>Báo cáo tổng hợp 6 tháng đầu năm 2018</h1>" in page
    assert "Ủy ban nhân dân Phường 1 Quý II, lần 1" in page
    assert f'{HALF}ban/1/viec/' in page
    answer = client.get(f"{HALF}ban/1/pdf/")
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-tong-hop-6-thang-2018-ban-1.pdf"'
    told = " ".join(paper.text(b"".join(answer.streaming_content)).split())
    for words in (
        "BÁO CÁO Kết quả 6 tháng đầu năm 2018 thực hiện Kế hoạch số 294/KH-UBND",
        "Phương hướng 6 tháng cuối năm 2018",
        "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU 6 THÁNG ĐẦU NĂM 2018",
        "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ 6 THÁNG ĐẦU NĂM 2018",
        "Chậm: Quý II 2 ngày.",
    ):
        assert words in told, words
    client.logout()
    check = client.get(f"/kiem-tra/{row.code}/").content.decode()
    assert "Báo cáo Kết quả 6 tháng đầu năm 2018 thực hiện Kế hoạch số 294/KH-UBND" in check
    assert "3 trên 4 báo cáo quý của 2 đơn vị được chấp nhận" in check


def test_the_list_groups_by_year_and_shows_every_kind(plan, chief, client, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    client.force_login(chief)
    page = client.get("/tong-hop/").content.decode()
    names = re.findall(r'<th (?:role="rowheader" scope="rowgroup"[^>]*>|scope="row"[^>]*><a[^>]*>)([^<]+)<', page)
    assert names == [
        "2018", "6 tháng đầu năm 2018", "Quý II/2018", "Quý I/2018",
        "2017", "Giai đoạn 2016 - 2020, đến hết năm 2017", "Năm 2017", "Quý IV/2017", "9 tháng đầu năm 2017",
        "Quý III/2017", "6 tháng đầu năm 2017", "Quý II/2017", "Quý I/2017",
    ]  # fmt: skip
    client.force_login(make.make_user("ubnd.lanhdao", role="leader"))
    assert "<table" not in client.get("/tong-hop/").content.decode()
    draft = publishing.start(period_of(2), by=chief, kind="half")
    publishing.publish(draft, by=chief, revision=0)
    page = client.get("/tong-hop/").content.decode()
    assert re.findall(r'<a class="q-hit" href="([^"]+)"', page) == [f"{HALF}?ban=1"]
    home = client.get("/").content.decode()
    assert f'href="{HALF}">Báo cáo tổng hợp 6 tháng đầu năm 2018</a>' in home


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(("tab", "queries"), [("gom&dau=all", 7), ("soan", 17), ("in", 19), ("lan", 7)])
def test_pages_ask_the_same_of_any_number_of_units(plan, chief, client, units, tab, queries):
    for number in range(3, 3 + units):
        for quarter in (1, 2):
            accepted(f"P{number}", period_of(quarter), texts={"results": f"Việc {number}."}, CT03=1)
    publishing.start(period_of(2), by=chief, kind="half")
    client.force_login(chief)
    client.get(HALF)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{HALF}?xem={tab}").status_code == 200
    assert len(asked) == queries


def test_a_quarters_copy_is_read_and_drawn_as_before():
    """Frozen before rates, drawings and further appendices came, it has none of them."""
    snapshot = sample_snapshot()
    document = documents.read(snapshot)
    assert (document.is_span, document.columns, document.enclosures) == (False, None, ())
    assert (document.verdict_chart, document.timely_chart) == (None, None)
    assert document.targets_title == "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ I/2018"
    assert json.dumps(snapshot, sort_keys=True) == json.dumps(sample_snapshot(), sort_keys=True)


@pytest.mark.parametrize(
    ("kind", "quarter", "label", "file"),
    [
        ("quarter", 2, "Quý II/2018", "bao-cao-tong-hop-quy-2-2018"),
        ("half", 2, "6 tháng đầu năm 2018", "bao-cao-tong-hop-6-thang-2018"),
        ("nine", 3, "9 tháng đầu năm 2018", "bao-cao-tong-hop-9-thang-2018"),
        ("year", 4, "năm 2018", "bao-cao-tong-hop-nam-2018"),
        ("term", 4, "giai đoạn 2016 - 2020, đến hết năm 2018", "bao-cao-tong-hop-giai-doan-2016-2018"),
    ],
)
def test_a_stretch_is_named_by_its_address(plan, kind, quarter, label, file):
    stretch = Stretch(kind, period_of(quarter))
    assert (stretch.label, stretch.file_name) == (label, file)
    assert kinds.parse(stretch.slug) == (kind, quarter)


@pytest.mark.parametrize("slug", ["0", "5", "02", "quy", "6thang", ""])
def test_other_ends_of_an_address_name_nothing(slug):
    assert kinds.parse(slug) is None
