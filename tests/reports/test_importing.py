"""Figures of past quarters from the office's archive: entered on behalf, accepted by another, never over what is there."""

import datetime as dt

import pytest

from reports import archive, opening
from reports.models import Report
from reports.resources import FigureResource
from tests import factories as make
from tests.taking import applied, planned, round_trip, upload, xlsx
from units.importing import taking
from units.moves import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_of")]
AT = make.at("2018-06-08T10:00")
HEADS = ["Kỳ", "Đơn vị", "Mã chỉ tiêu", "Giá trị", "Tử số", "Mẫu số", "Ngày nhận báo cáo"]


@pytest.fixture
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"


@pytest.fixture
def office():
    """Two reviewers; P1 and P2 report CT03 and CT08 in Quý I/2017, which is over, and Quý II/2018, which is not."""
    plan = make.make_plan()
    units = make.make_unit("P1"), make.make_unit("P2")
    count = make.make_target(plan, "CT03", threshold=3)
    ratio = make.make_target(plan, "CT08", measure="percent", over_units="ratio", over_time="last", threshold=100,
                             numerator_label="đã", denominator_label="tổng")  # fmt: skip
    make.assign(count, *units)
    make.assign(ratio, *units)
    for where in ((2017, 1), (2018, 2)):
        opening.open_period(make.make_period(plan, *where), dt.date(2018, 6, 8))
    pkt = make.make_unit("PKT")
    return [make.make_user(f"pkt.{name}", role="reviewer", unit=pkt) for name in ("mot", "hai")]


def row(target="CT03", unit="Phường 1", value=2, top=None, whole=None, period="Quý I/2017", on="13/03/2017"):
    return [period, unit, target, value, top, whole, on]


def report(unit="P1", year=2017, quarter=1):
    return Report.objects.for_address(year, quarter, unit).get()


def test_a_past_quarter_is_entered_by_one_and_counts_once_another_accepts(office, client):
    first, other = office
    make.make_task(make.make_unit("P1"))
    run = applied(FigureResource, xlsx(
        HEADS, row(), row("CT08", value=None, top=27, whole=29), row(unit="P2", value=0, on="20/03/2017"),
    ), first)  # fmt: skip
    one = report()
    assert (one.state, one.version_count, one.official, one.latest.sender_role) == ("sent", 1, None, archive.SENDER)
    assert (one.first_sent_at, report("P2").first_sent_at) == (make.at("2017-03-13T00:00"), make.at("2017-03-20T00:00"))
    figures = {(row.target.code, row.value, row.numerator, row.denominator) for row in one.latest.figures.all()}
    assert figures == {("CT03", 2, None, None), ("CT08", None, 27, 29)}
    assert run.file_name in one.situation and run.key in one.situation
    assert archive.accept_all(run.key, by=first) == (0, 2)
    client.force_login(other)
    assert archive.SENDER in client.get("/bao-cao/2017/1/P1/").text
    assert f"nhập từ hồ sơ lưu: tệp “{run.file_name}”" in client.get("/bao-cao/2017/1/P1/lan/1/").text
    address = f"/nhap-lieu/lan/{run.pk}/"
    assert "2 báo cáo chờ chấp nhận" in client.get(address).text
    assert client.post(address, {"act": "accept"}).status_code == 302
    assert "chờ chấp nhận" not in client.get(address).text
    assert report().official == report().latest
    with pytest.raises(Refused, match="đã được sửa sau khi nhập"):
        taking.undo(run, FigureResource(), by=first, at=AT)
    assert round_trip(FigureResource, first) == ({"new": 0, "changed": 0, "same": 3}, [])


def test_the_administrator_takes_back_figures_and_neither_reads_nor_accepts_them(office, client):
    handed_in = taking.hand_in(
        FigureResource(), upload(xlsx(HEADS, row())), by=office[0], at=AT, on=dt.date(2018, 6, 8)
    )
    entered = applied(FigureResource, xlsx(HEADS, row(unit="P2")), office[0])
    client.force_login(make.make_user("quan.tri", role="administrator"))
    assert "Tệp này chưa được nhập." in client.get(f"/nhap-lieu/lan/{handed_in.pk}/").text
    page = client.get(f"/nhap-lieu/lan/{entered.pk}/").text
    assert "Hoàn tác lần nhập này" in page and "chờ chấp nhận" not in page
    assert client.post(f"/nhap-lieu/lan/{entered.pk}/", {"act": "accept"}).status_code == 403
    assert report("P2").state == "sent"


def test_until_then_it_is_taken_back_as_if_it_had_never_been(office):
    before = Report.objects.order_by("pk").values()
    before = [dict(one) for one in before]
    run = applied(FigureResource, xlsx(HEADS, row(), row(unit="P2")), office[0])
    taking.undo(run, FigureResource(), by=office[0], at=AT)
    after = [dict(one) for one in Report.objects.order_by("pk").values()]
    for one in [*before, *after]:
        one.pop("revision")
    assert after == before
    one = report()
    assert not (one.entries.exists() or one.versions.exists() or one.hands.exists())


def test_nothing_is_written_over(office):
    first, other = office
    run = applied(FigureResource, xlsx(HEADS, row()), first)
    archive.accept_all(run.key, by=other)
    started = report("P2")
    Report.objects.filter(pk=started.pk).update(started_at=AT, results="Đang gõ")
    found = planned(FigureResource, xlsx(
        HEADS, row(value=5), row("CT08", value=None, top=1, whole=2), row(unit="P2"), row(period="2018-2", on="20/03/2018"),
    ), first)  # fmt: skip
    assert [(wrong.number, wrong.text) for wrong in found.wrong] == [
        (2, "Báo cáo Quý I/2017 đã có số khác: không ghi đè; sai thì mở khóa để đính chính."),
        (3, "Báo cáo Quý I/2017 đã có số khác: không ghi đè; sai thì mở khóa để đính chính."),
        (4, "Báo cáo Quý I/2017 đang được soạn trên cổng: gửi, hoặc xóa phần đang soạn, rồi nhập."),
        (5, "Quý II/2018 chưa hết kỳ số liệu: đơn vị tự báo cáo."),
    ]


def test_what_is_wrong_of_a_figure(office):
    found = planned(FigureResource, xlsx(
        HEADS, row(period="Quý 5/2017"), row("CT99"), row(value=None), row(value=1.5), row(top=3), row(on=None),
        row("CT08", value=None, top=3, whole=2), row(unit="P2", on="01/01/2016"), row(unit="PKT"),
    ), office[0])  # fmt: skip
    assert {(wrong.where, wrong.text) for wrong in found.wrong} >= {
        ("A2", "“Quý 5/2017” không phải một quý: viết như Quý I/2017."),
        ("C3", "Không có chỉ tiêu “CT99” trong kế hoạch của kỳ này: ghi mã như CT03."),
        ("D4", "CT03 cần “Giá trị”; chưa báo cáo thì bỏ cả dòng."),
        ("G9", "Kỳ Quý I/2017 bắt đầu ngày 15/12/2016, ghi ngày nhận từ hôm đó."),
        ("E8", "Tử số 3 lớn hơn mẫu số 2, sửa một trong hai."),
        ("C10", "Phòng PKT không được giao báo cáo CT03 trong Quý I/2017."),
    }
