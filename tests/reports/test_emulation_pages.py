"""Pages of emulation: what each person sees, typed text that is kept, page, PDF and workbook that agree."""

import datetime as dt
import re
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from reports.emulation import publishing, table, table_pdf
from reports.models import Score, ScoreSheet
from tests import factories as make
from tests.reports.paper import pages
from units.models import AuditEvent, Succession

NOW = "2018-02-08T09:00:00"
SCALE = [
    ("Gửi báo cáo quý đúng hạn", 40, "criterion", "timeliness", {"late": "2", "day": "0", "silent": "10"}),
    ("Phong trào sáng tạo", 60, "criterion"),
    ("Giải thưởng", 5, "bonus"),
    ("Báo cáo sai số liệu", 5, "penalty"),
]


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = NOW
    plan = make.make_plan()
    wards = [make.make_unit(code) for code in ("P1", "P2", "P3")]
    period = make.make_period(plan, 2017, 4)
    for ward, late in zip(wards, (0, 2, 0)):
        day = period.due_on + dt.timedelta(late)
        make.make_report(ward, period, "accepted", sent_at=dt.datetime.combine(day, dt.time(9), make.ZONE))
    reporter, head = make.make_people(wards[0])
    return SimpleNamespace(
        plan=plan, wards=wards, reporter=reporter, head=head, scheme=make.make_scheme(criteria=SCALE),
        other=make.make_user("p2.canbo", role="reporter", unit=wards[1]),
        reviewer=make.make_user("chuyen-vien", role="reviewer", unit=plan.coordinator),
        chief=make.make_user("truong-phong", role="office_head", unit=plan.coordinator),
        leader=make.make_user("lanh-dao", role="leader"),
    )  # fmt: skip


def appraised(house):
    rows = [([55], [55]), ([60, 2.5], [60, 2.5]), ([50], [45, 0, 1])]
    for ward, (own, given) in zip(house.wards, rows):
        make.make_score_sheet(
            house.scheme, ward, "appraised", scores=own, points=given, reason="Thiếu tổng kết năm"
        )


def published(house):
    appraised(house)
    return publishing.publish(house.scheme, by=house.chief, at=make.at(NOW), revision=house.scheme.revision)


def html(client, user, address, status=200):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words(text) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))


def line_of(house, order):
    return f"line-{house.scheme.criteria.get(order=order).pk}"


# --- The year --------------------------------------------------------------------------------------------------------


def test_while_it_is_open_each_sees_what_is_theirs(client, house):
    for ward in house.wards:
        make.make_score_sheet(house.scheme, ward)
    ScoreSheet.objects.filter(unit=house.wards[1]).update(state="scored")
    own = html(client, house.reporter, "/thi-dua/2017/")
    assert "Phiếu chấm điểm của Phường 1" in own and "Phường 2" not in own
    office = words(html(client, house.reviewer, "/thi-dua/2017/"))
    assert "2 Chưa tự chấm" in office and "1 Đã tự chấm, chờ thẩm định" in office
    states = html(client, house.leader, "/thi-dua/2017/bang/phuong/")
    assert "Ủy ban nhân dân Phường 2" in states and "data-total" not in states


def test_a_scale_is_for_its_writers_and_the_office_until_it_is_in_force(client, house):
    drafter, _ = make.make_people(make.make_unit("VP", drafts_emulation=True))
    seen = r'data-emulation-group="phuong" data-state="(\w+)"'
    everybody = (drafter, house.reviewer, house.leader, house.reporter)

    def states():
        return [re.findall(seen, html(client, person, "/thi-dua/2018/")) for person in everybody]

    # Who writes scales is offered to begin one.
    assert states() == [["none"], [], [], []]
    make.make_scheme(2018, state="draft", criteria=[])
    assert states() == [["draft"], ["draft"], [], []]


def test_how_many_have_scored_is_for_the_office_and_leadership(client, house):
    for ward in house.wards:
        make.make_score_sheet(house.scheme, ward)
    for person, told in ((house.reviewer, True), (house.leader, True), (house.reporter, False)):
        assert ("3 phiếu theo tình trạng" in html(client, person, "/thi-dua/2017/")) == told


def test_asking_to_be_scored_is_offered_to_the_head(client, house):
    mass = make.make_unit("MTTQ", kind="mass", group="3-mass")
    make.make_scheme(group="3-mass", on_request=True)
    reporter, head = make.make_people(mass)
    for person, offered in ((reporter, False), (head, True), (house.head, False)):
        assert ('name="act" value="ask"' in html(client, person, "/thi-dua/2017/")) == offered


def test_published_tables_are_for_all_in_the_order_of_ranks(client, house):
    published(house)
    for person in (house.reporter, house.other, house.reviewer, house.leader):
        found = html(client, person, "/thi-dua/2017/")
        rows = re.findall(r'data-score="(\w+)" data-rank="(\d*)" data-total="([\d.]*)"', found)
        # 40 − 2 + 60 + 2,5; 40 + 55; 40 + 45 − 1
        assert rows == [("P2", "1", "100.50"), ("P1", "2", "95.00"), ("P3", "3", "84.00")]


def test_the_year_before_the_scale_says_what_to_wait_for(client, house):
    assert "Chưa có thang điểm năm nay" in html(client, house.reporter, "/thi-dua/2018/")
    assert "2017" in html(client, house.reporter, "/thi-dua/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_year_asks_the_same_queries(client, house, django_assert_num_queries, rows):
    house.wards = house.wards[:rows]
    published(house)
    for person, number in ((house.reporter, 5), (house.reviewer, 5)):
        client.force_login(person)
        with django_assert_num_queries(number):
            client.get("/thi-dua/2017/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_offices_table_asks_the_same_queries(client, house, django_assert_num_queries, rows):
    house.wards = house.wards[:rows]
    appraised(house)
    client.force_login(house.chief)
    # Session and person; scale, its tables twice, sheets; nine of their points, as nobody has an initiative; ties.
    with django_assert_num_queries(14):
        assert "Công bố điểm khối phường" in client.get("/thi-dua/2017/bang/phuong/").content.decode()


# --- One sheet -------------------------------------------------------------------------------------------------------


def test_a_refused_self_score_keeps_what_was_typed(client, house):
    make.make_score_sheet(house.scheme, house.wards[0])
    client.force_login(house.reporter)
    stem = line_of(house, 2)
    post = {f"{stem}-points": "70", f"{stem}-grounds": "Đã phát động từ tháng 3", "revision": "0"}
    answer = client.post("/thi-dua/2017/P1/", post)
    assert answer.status_code == 422
    found = answer.content.decode()
    assert "Tiêu chí 2, điểm tự chấm: ghi từ 0 đến 60 điểm." in found
    assert 'value="70"' in found and "Đã phát động từ tháng 3" in found
    assert f'id="{stem}-points-e"' in found and 'aria-invalid="true"' in found
    assert not Score.objects.filter(self_points__isnull=False).exists()


def test_a_sheet_that_lacks_something_is_saved_and_not_sent(client, house):
    make.make_score_sheet(house.scheme, house.wards[0])
    client.force_login(house.head)
    post = {"move": "send", f"{line_of(house, 2)}-points": "50", "revision": "0"}
    answer = client.post("/thi-dua/2017/P1/", post)
    assert answer.status_code == 422
    assert "Đã lưu, chưa gửi được" in answer.content.decode()
    assert "Tiêu chí 2: ghi căn cứ hoặc kèm minh chứng." in answer.content.decode()
    sheet = ScoreSheet.objects.get(unit=house.wards[0])
    assert (sheet.state, sheet.scores.get(criterion__order=2).self_points) == ("waiting", 50)


def test_an_overtaken_save_is_told_and_keeps_what_was_typed(client, house):
    sheet = make.make_score_sheet(house.scheme, house.wards[0])
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=3)
    client.force_login(house.reporter)
    stem = line_of(house, 2)
    answer = client.post(
        "/thi-dua/2017/P1/", {f"{stem}-points": "50", f"{stem}-grounds": "Lời của tôi", "revision": "0"}
    )
    found = answer.content.decode()
    assert answer.status_code == 409
    assert "Lời của tôi" in found and 'value="50"' in found and 'name="revision" value="3"' in found


def test_what_was_typed_into_a_sheet_that_has_moved_is_there_to_be_copied(client, house):
    make.make_score_sheet(house.scheme, house.wards[0], "scored", scores=[50])
    client.force_login(house.reporter)
    stem = line_of(house, 2)
    answer = client.post("/thi-dua/2017/P1/", {f"{stem}-grounds": "Lời của tôi", "revision": "0"})
    assert answer.status_code == 409
    assert "Phần vừa nhập, chưa ghi" in answer.content.decode() and "Lời của tôi" in answer.content.decode()


def test_a_session_that_ended_shows_the_words(client, house):
    make.make_score_sheet(house.scheme, house.wards[0])
    answer = client.post("/thi-dua/2017/P1/", {f"{line_of(house, 2)}-grounds": "Đã phát động từ tháng 3"})
    assert answer.status_code == 403
    assert "Đã phát động từ tháng 3" in answer.content.decode()


def test_scores_stand_side_by_side_for_the_reviewer(client, house):
    make.make_score_sheet(house.scheme, house.wards[0], "scored", scores=[55])
    found = html(client, house.reviewer, "/thi-dua/2017/P1/")
    stem = line_of(house, 2)
    assert "Tự chấm: <b>55</b>" in found
    assert re.search(rf'name="{stem}-given"[^>]*value="55"', found)
    assert "/bao-cao/2017/4/P1/" in found  # the records behind the automatic point
    answer = client.post("/thi-dua/2017/P1/", {"move": "appraise", f"{stem}-given": "50", "revision": "0"})
    assert answer.status_code == 422
    assert "ghi lý do, vì cho 50 điểm mà đơn vị tự chấm 55" in answer.content.decode()
    post = {"move": "appraise", f"{stem}-given": "50", f"{stem}-reason": "Thiếu tổng kết", "revision": "0"}
    assert client.post("/thi-dua/2017/P1/", post).status_code == 302
    own = html(client, house.head, "/thi-dua/2017/P1/")
    assert "Thiếu tổng kết" in own and "Gửi giải trình" in own


def test_a_published_sheet_opens_to_everybody_its_records_to_its_own(client, house):
    published(house)
    own = html(client, house.reporter, "/thi-dua/2017/P1/")
    assert 'data-total="95.00"' in own and "/bao-cao/2017/4/P1/" in own
    other = html(client, house.other, "/thi-dua/2017/P1/")
    assert 'data-total="95.00"' in other and "/bao-cao/2017/4/P1/" not in other
    assert "Thiếu tổng kết năm" in html(client, house.other, "/thi-dua/2017/P3/")


def test_a_correction_leaves_the_published_table_standing(client, house):
    published(house)
    client.force_login(house.reviewer)
    post = {"act": "correct", "reason": "Sót báo cáo đúng hạn", "revision": str(house.scheme.revision)}
    assert client.post("/thi-dua/2017/bang/phuong/", post).status_code == 302
    assert 'data-total="95.00"' in html(client, house.other, "/thi-dua/2017/P1/")
    assert 'data-rank="1"' in html(client, house.other, "/thi-dua/2017/")
    office = html(client, house.reviewer, "/thi-dua/2017/bang/phuong/")
    assert "Sót báo cáo đúng hạn" in office
    assert "Đang đính chính" in html(client, house.head, "/thi-dua/2017/P1/")


# --- The scale -------------------------------------------------------------------------------------------------------


def test_a_refused_criterion_keeps_what_was_typed(client, house):
    office = make.make_unit("VP", drafts_emulation=True)
    drafter, _ = make.make_people(office)
    make.make_scheme(2018, state="draft", criteria=[])
    client.force_login(drafter)
    post = {"act": "criterion", "title": "Báo cáo", "maximum": "25", "kind": "criterion", "source": "timeliness", "order": "1", "late": "1.5", "day": "0", "silent": "8", "revision": "0"}  # fmt: skip
    answer = client.post("/thi-dua/2018/thang-diem/phuong/", post)
    found = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1.5"' in found and 'value="Báo cáo"' in found and 'id="late-e"' in found
    assert client.post("/thi-dua/2018/thang-diem/phuong/", {**post, "late": "1,5"}).status_code == 302
    assert "Mỗi báo cáo quý trễ hạn trừ 1,5 điểm" in html(client, drafter, "/thi-dua/2018/thang-diem/phuong/")


def test_each_source_shows_its_own_inputs_alone(client, house):
    office = make.make_unit("VP", drafts_emulation=True)
    drafter, _ = make.make_people(office)
    make.make_scheme(2018, state="draft", criteria=[])
    asked = {"entered": set(), "timeliness": {"late", "day", "silent"}, "targets": {"codes", "need"},
             "initiatives": {"each", "scope"}, "annual_plan": {"until", "late"}}  # fmt: skip
    every = set().union(*asked.values())
    for source, names in asked.items():
        found = html(client, drafter, f"/thi-dua/2018/thang-diem/phuong/?them={source}")
        assert {name for name in every if f'name="{name}"' in found} == names


def test_every_act_has_its_words_in_the_log(client, house):
    published(house)
    administrator = make.make_user("quan-tri", role="administrator")
    assert "Công bố điểm thi đua" in html(client, administrator, "/nhat-ky/")
    assert AuditEvent.objects.get(act="scores.publish").subject == "thi-dua-2017-1-ward"


# --- Page, PDF and workbook ------------------------------------------------------------------------------------------

ROWS = [
    ("1", "Ủy ban nhân dân Phường 2", "38", "60", "98", "2,5", "0", "100,5"),
    ("2", "Ủy ban nhân dân Phường 1", "40", "55", "95", "0", "0", "95"),
    ("3", "Ủy ban nhân dân Phường 3", "40", "45", "85", "0", "1", "84"),
]


def cells(found) -> list[tuple[str, ...]]:
    rows = re.findall(r'<tr role="row" data-score.*?</tr>', found, re.S)
    return [tuple(words(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)) for row in rows]


def test_page_pdf_and_workbook_show_the_same(client, house):
    published(house)
    # What happens to the records afterwards is on none of them.
    make.Report.objects.update(first_sent_at=make.at("2017-01-02T09:00:00"))
    assert cells(html(client, house.other, "/thi-dua/2017/bang/phuong/")) == ROWS

    answer = client.get("/thi-dua/2017/bang/phuong/xlsx/")
    sheet = load_workbook(BytesIO(answer.content))["Bảng điểm"]
    heads = [cell.value for cell in sheet[5]]
    assert heads == ["Hạng", "Đơn vị", "TC1", "TC2", "Cộng tiêu chí", "Điểm cộng", "Điểm trừ", "Tổng điểm"]
    values = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=6)]
    assert values == [
        (1, "Ủy ban nhân dân Phường 2", 38, 60, 98, 2.5, 0, 100.5),
        (2, "Ủy ban nhân dân Phường 1", 40, 55, 95, 0, 0, 95),
        (3, "Ủy ban nhân dân Phường 3", 40, 45, 85, 0, 1, 84),
    ]

    answer = client.get("/thi-dua/2017/bang/phuong/pdf/")
    assert answer["Content-Disposition"] == 'attachment; filename="diem-thi-dua-2017-phuong-ban-1.pdf"'
    (page,) = pages(answer.content)
    assert page.width > page.height
    text = page.text.replace("\n", " ")
    for row in ROWS:
        assert " ".join(row) in text
    for said in (
        "ỦY BAN NHÂN DÂN QUẬN 4", "PHÒNG KINH TẾ", "Độc lập - Tự do - Hạnh phúc", "Quận 4, ngày 08 tháng 02 năm 2018",
        "BẢNG ĐIỂM THI ĐUA", "Hoạt động khoa học và công nghệ năm 2017, khối phường", "TRƯỞNG PHÒNG", "truong-phong",
        "Theo thang điểm có hiệu lực từ ngày 05/12/2017; công bố ngày 08/02/2018, bản 1.",
    ):  # fmt: skip
        assert said in text
    assert "Thiếu tổng kết năm" in text  # the grounds of what was taken off


def test_bonus_and_penalty_stand_with_their_grounds(house):
    shown = table.of(published(house).snapshot)
    assert [(one.unit, one.what, one.points, one.grounds) for one in shown.extras] == [
        ("Ủy ban nhân dân Phường 2", "Điểm cộng: Giải thưởng", Decimal("2.5"), "Có kế hoạch"),
        ("Ủy ban nhân dân Phường 3", "Điểm trừ: Báo cáo sai số liệu", Decimal("-1"), "Thiếu tổng kết năm"),
    ]


def test_one_snapshot_gives_the_same_bytes(house):
    snapshot = published(house).snapshot
    assert table_pdf.draw(snapshot).content == table_pdf.draw(dict(reversed(snapshot.items()))).content


def test_a_table_that_is_not_ranked_numbers_its_rows(client, house):
    mass = make.make_unit("MTTQ", kind="mass", group="3-mass")
    scheme = make.make_scheme(group="3-mass", on_request=True)
    make.make_score_sheet(scheme, mass, "appraised", scores=[90])
    publishing.publish(scheme, by=house.chief, at=make.at(NOW), revision=0)
    client.force_login(house.other)
    sheet = load_workbook(BytesIO(client.get("/thi-dua/2017/bang/doan-the/xlsx/").content))["Bảng điểm"]
    assert [cell.value for cell in sheet[5]][:2] == ["STT", "Đơn vị"]
    found = html(client, house.other, "/thi-dua/2017/bang/doan-the/")
    assert "Hạng" not in found and 'data-rank=""' in found


# --- By the structure of now -----------------------------------------------------------------------------------------


def test_a_published_table_by_both_structures(client, house, settings):
    """Phường 2 and 3 were merged, Phường 1 was split: ranks and points stay with the units of then."""
    made = published(house)
    address = f"/thi-dua/2017/bang/phuong/?ban={made.number}"
    assert "co-cau" not in html(client, house.reviewer, address)
    heir, part = make.make_unit("P2-2021", short_name="Phường 2 mới", name="UBND Phường 2 mới"), make.make_unit("P9")
    for ward, followed, is_whole in zip(house.wards, (part, heir, heir), (False, True, True)):
        ward.valid_to = dt.date(2020, 12, 31)
        ward.save()
        Succession.objects.create(
            from_unit=ward, to_unit=followed, is_whole=is_whole, effective_on=dt.date(2021, 1, 1), decision="NQ 1111"
        )
    settings.Q4KH_TODAY = "2021-01-05T09:00:00"
    then = html(client, house.reviewer, address)
    by_now = html(client, house.reviewer, f"{address}&co-cau=nay")
    score = re.compile(r'data-score="([\w-]+)" data-rank="(\d*)" data-total="([\d.]+)"')
    assert "nay:" not in then
    assert score.findall(then) == [("P2", "1", "100.50"), ("P1", "2", "95.00"), ("P3", "3", "84.00")]
    assert score.findall(by_now) == [("P2", "1", "100.50"), ("P3", "3", "84.00"), ("P1", "2", "95.00")]
    assert re.findall(r"nay: ([^<]+)<", by_now) == ["UBND Phường 2 mới", "UBND Phường 2 mới", "đã chia tách"]


def test_while_it_is_corrected_the_published_table_stands_beside(client, house):
    made = published(house)
    house.scheme.refresh_from_db()
    publishing.correct(house.scheme, by=house.chief, at=make.at(NOW), revision=house.scheme.revision, reason="Sót")
    address = f"/thi-dua/2017/bang/phuong/?ban={made.number}"
    page = html(client, house.reviewer, address)
    assert re.findall(r'data-(sheet|score)="(P\d)"', page) == [
        ("sheet", "P1"), ("sheet", "P2"), ("sheet", "P3"), ("score", "P2"), ("score", "P1"), ("score", "P3"),
    ]  # fmt: skip
    book = load_workbook(BytesIO(client.get(f"{address}&dang=xlsx").getvalue()))
    assert book.sheetnames == ["Đang chấm", "Bảng điểm", "Tiêu chí", "Cộng, trừ"]
    assert [cell.value for cell in book["Bảng điểm"][6]][1:4] == [1, "P2", house.wards[1].name]
