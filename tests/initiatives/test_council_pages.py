"""The pages of councils: what each person finds on them, forms that keep what was typed, a constant number of queries."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives.models import Council, CouncilMeeting
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again

Kind = Council.Kind
day = dt.date
PAPERS = {
    "name": "Hội đồng sáng kiến Phường 1", "decision_number": "03/QĐ-UBND", "decided_on": "09/01/2018",
    "valid_from": "10/01/2018",
}  # fmt: skip


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


def html(client, address, status=200, **posted):
    answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_council_is_set_up_and_its_members_come_next(client, house):
    client.force_login(house.head)
    page = html(client, "/hoi-dong/")
    assert "Chưa có hội đồng nào đang trong nhiệm kỳ" in page and 'href="/hoi-dong/moi/"' in page
    answer = client.post("/hoi-dong/moi/", PAPERS | {"kind": "initiatives", "unit": "P1"})
    council = Council.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/hoi-dong/{council.pk}/thanh-vien/")
    posted = {"member-1-name": "Lê Thị Chủ Tịch", "member-1-role": "1-chair", "revision": "0"}
    assert client.post(answer["Location"], posted)["Location"] == f"/hoi-dong/{council.pk}/"
    page = html(client, f"/hoi-dong/{council.pk}/")
    assert "Lê Thị Chủ Tịch" in page and "số 03/QĐ-UBND, ngày 09/01/2018" in page
    assert f'href="/hoi-dong/{council.pk}/hop/moi/">Ghi phiên họp' in page


def test_the_advisory_council_stands_at_the_office_whatever_is_posted(client, house):
    client.force_login(house.reviewer)
    client.post("/hoi-dong/moi/", PAPERS | {"kind": "advisory", "unit": "P1"})
    assert Council.objects.get().unit == house.office


def test_what_is_refused_stays_in_the_form(client, house):
    client.force_login(house.head)
    page = html(client, "/hoi-dong/moi/", 422, **PAPERS, kind="initiatives", unit="P1", rules_number="05/QC")
    assert '<a href="#rules_on">Ghi ngày của quy chế hoạt động, hoặc để trống cả số và ngày.</a>' in page
    assert 'name="rules_number" value="05/QC"' in page and 'name="decided_on" value="09/01/2018"' in page


def test_another_hand_meanwhile_is_told_and_nothing_typed_is_lost(client, house):
    council = make.make_council(house.ward, seats=1)
    client.force_login(house.head)
    page = html(client, f"/hoi-dong/{council.pk}/sua/", 409, **PAPERS | {"revision": "7"})
    assert "có người vừa sửa hội đồng này" in page and 'name="valid_from" value="10/01/2018"' in page
    typed = {"member-1-name": "Người mới", "member-1-role": "4-member", "revision": "7"}
    page = html(client, f"/hoi-dong/{council.pk}/thanh-vien/", 409, **typed)
    assert 'name="member-1-name" value="Người mới"' in page and 'name="revision" value="0"' in page


def test_the_page_tells_who_looks_after_whom_and_who_after_nobody(client, house):
    council = make.make_council(house.office, kind=Kind.ADVISORY, seats=1)
    council.members.get().oversees.set([house.ward])
    client.force_login(house.leader)
    page = html(client, f"/hoi-dong/{council.pk}/")
    assert '<td role="cell" data-label="Phụ trách"><span>Phường 1</span></td>' in page
    assert "2 trên 3 đơn vị chưa có thành viên phụ trách: Phường 2, Phòng Kinh tế." in page
    assert "Ghi phiên họp" not in page and "Quy chế hoạt động</dt><dd>chưa có" in page


def test_units_are_given_to_members_page_by_page(client, house):
    council = make.make_council(house.office, kind=Kind.ADVISORY, seats=2)
    one, two = council.members.all()
    client.force_login(house.reviewer)
    address = f"/hoi-dong/{council.pk}/phan-cong/"
    assert html(client, address).count("<select") == 3
    answer = client.post(address, {f"unit-{house.ward.pk}": str(two.pk), "revision": "0"})
    assert answer["Location"] == f"/hoi-dong/{council.pk}/"
    assert list(two.oversees.all()) == [house.ward]
    page = html(client, f"{address}?q=phuong+1")
    assert page.count("<select") == 1 and f'<option value="{two.pk}" selected>' in page


def test_a_seated_person_without_any_role_reads_the_council_and_its_queue(client, house):
    council = make.make_council(house.office, seats=0)
    row = make.make_initiative(house.ward, house.office, "accepted", secrets="BI-MAT", recorded_by=house.reporter)
    guest = make.make_user("khach")
    client.force_login(guest)
    assert client.get("/hoi-dong/").status_code == 403
    make.make_member(council, "Nguyễn Văn Nước", user=guest)
    assert "đang trong nhiệm kỳ" in html(client, "/hoi-dong/")
    page = html(client, f"/hoi-dong/{council.pk}/")
    assert row.title in page and f'href="/sang-kien/{row.pk}/"' not in page
    assert "Nguyễn Văn Nước là thành viên: không bỏ phiếu" in page
    assert "BI-MAT" not in page and "17/05/1980" not in page
    assert client.get(f"/sang-kien/{row.pk}/").status_code == 403
    assert f'href="/hoi-dong/{council.pk}/"' in html(client, "/")


def test_a_meeting_with_its_minutes_and_the_opinions_that_came_of_it(client, house):
    council = make.make_council(house.office, seats=3)
    row = make.make_initiative(house.ward, house.office, "accepted", recorded_by=house.reporter)
    client.force_login(house.clerk)
    members = [str(one.pk) for one in council.members.all()]
    posted = {
        "held_on": "07/06/2018", "place": "Phòng họp 1", "chaired_by": members[0], "attendee": members,
        "agenda": "Xét đơn", "file": SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4 bien ban"),
    }  # fmt: skip
    answer = client.post(f"/hoi-dong/{council.pk}/hop/moi/", posted)
    address = answer["Location"]
    page = html(client, address)
    assert "Biên bản.pdf" in page and row.title in page and "3 người dự" in page
    assert client.get(f"{address}bien-ban/").getvalue() == b"%PDF-1.4 bien ban"
    stem = f"vote-{row.pk}"
    page = html(client, address, 422, **{f"{stem}-for": "4", f"{stem}-against": "0", f"{stem}-revision": "0"})
    assert f'<a href="#{stem}-for">' in page and f'name="{stem}-for" value="4"' in page
    typed = {f"{stem}-for": "3", f"{stem}-against": "0", f"{stem}-opinion": "Đồng ý.", f"{stem}-revision": "0"}
    assert client.post(address, typed)["Location"] == address
    page = html(client, address)
    assert "Đã ghi ý kiến hội đồng về 1 sáng kiến." in page and "Đơn đang chờ hội đồng" not in page
    assert again(row).council_for == 3
    assert f'<a href="{address}">họp ngày 07/06/2018</a>' in html(client, f"/sang-kien/{row.pk}/")


def test_an_opinion_without_a_meeting_leads_to_recording_one(client, house):
    council = make.make_council(house.office)
    make.make_initiative(
        house.ward, house.office, "accepted", council=council, council_met_on=day(2018, 6, 6), council_for=1,
        council_against=0, council_opinion="Được",
    )  # fmt: skip
    client.force_login(house.chief)
    page = html(client, f"/hoi-dong/{council.pk}/")
    address = f"/hoi-dong/{council.pk}/hop/moi/?ngay=2018-06-06"
    assert f'<a href="{address}">06/06/2018</a>' in page
    assert 'name="held_on" value="06/06/2018"' in html(client, address)


def test_a_bad_file_keeps_the_meeting_from_being_stored(client, house):
    council = make.make_council(house.ward)
    client.force_login(house.head)
    members = [str(one.pk) for one in council.members.all()]
    posted = {
        "held_on": "07/06/2018", "place": "Phòng họp 1", "chaired_by": members[0], "attendee": members,
        "agenda": "Xét đơn", "file": SimpleUploadedFile("a.exe", b"MZ"),
    }  # fmt: skip
    page = html(client, f"/hoi-dong/{council.pk}/hop/moi/", 422, **posted)
    assert "chỉ nhận PDF, DOCX, XLSX, JPG, PNG" in page and 'name="place" value="Phòng họp 1"' in page
    assert page.count(" checked") == 5
    assert not CouncilMeeting.objects.exists()


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("reporter", {"P1"}), ("stranger", {"P2"}), ("chief", {"PKT"}), ("reviewer", {"P1", "P2", "PKT"}),
        ("leader", {"P1", "P2", "PKT"}),
    ],
)  # fmt: skip
def test_each_person_finds_just_the_councils_that_are_theirs_to_read(client, house, who, codes):
    made = {make.make_council(unit).key: unit.code for unit in (house.ward, house.other, house.office)}
    client.force_login(getattr(house, who))
    assert {made[key] for key in re.findall(r'data-council="([^"]+)"', html(client, "/hoi-dong/"))} == codes


@pytest.mark.parametrize(("who", "kinds"), [("head", []), ("reviewer", ["initiatives", "advisory"])])
def test_the_advisory_council_is_offered_to_the_office_alone(client, house, who, kinds):
    client.force_login(getattr(house, who))
    page = html(client, "/hoi-dong/moi/")
    assert re.findall(r'<option value="(initiatives|advisory)"', page) == kinds
    assert ('<input type="hidden" name="kind" value="initiatives">' in page) == (not kinds)


HEARD = {"council_met_on": day(2018, 6, 7), "council_for": 3, "council_against": 0, "council_opinion": "Được"}


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ("clerk", {"Đang xét": True, "Xong": True}),
        ("reviewer", {"Đang xét": True, "Xong": True}),
        ("leader", {"Xong": True}),
        # Named to whoever has a seat, opened to those to whom the application opens.
        ("guest", {"Đang xét": False, "Xong": False}),
    ],
)
def test_a_meeting_names_and_opens_what_the_reader_may_know(client, house, who, rows):
    council = make.make_council(house.office)
    for title, state in (("Đang xét", "accepted"), ("Xong", "recognised")):
        make.make_initiative(house.ward, house.office, state, title=title, council=council, **HEARD)
    house.guest = make.make_user("khach")
    make.make_member(council, "Khách", user=house.guest)
    meeting = make.make_meeting(council)
    client.force_login(getattr(house, who))
    page = html(client, f"/hoi-dong/{council.pk}/hop/{meeting.pk}/")
    found = re.findall(r'data-initiative="SK-\d+"><th scope="row" role="rowheader">(<a [^>]*>)?([^<]*)<', page)
    assert {title: bool(link) for link, title in found} == rows


@pytest.mark.parametrize(
    ("who", "names_it"),
    [("reporter", False), ("clerk", True), ("reviewer", True), ("leader", True)],
)
def test_the_meeting_is_named_to_those_to_whom_the_council_opens(client, house, who, names_it):
    council = make.make_council(house.office)
    row = make.make_initiative(house.ward, house.office, "recognised", council=council, **HEARD)
    meeting = make.make_meeting(council)
    client.force_login(getattr(house, who))
    address = f'href="/hoi-dong/{council.pk}/hop/{meeting.pk}/"'
    assert (address in html(client, f"/sang-kien/{row.pk}/")) == names_it
    assert (client.get(f"/hoi-dong/{council.pk}/").status_code == 200) == names_it


@pytest.mark.parametrize(("who", "number"), [("reporter", 1), ("reviewer", 0), ("leader", 0)])
def test_opinions_are_asked_of_those_who_process_what_the_body_gets(client, house, who, number):
    council = make.make_council(house.ward)
    make.make_initiative(house.ward, house.ward, "accepted")
    meeting = make.make_meeting(council)
    client.force_login(getattr(house, who))
    assert html(client, f"/hoi-dong/{council.pk}/hop/{meeting.pk}/").count("<textarea") == number


def test_leadership_reads_of_undecided_initiatives_only_how_many(client, house):
    council = make.make_council(house.office)
    row = make.make_initiative(house.ward, house.office, "accepted", council=council, council_met_on=day(2018, 6, 7),
                               council_for=1, council_against=0, council_opinion="Được")  # fmt: skip
    waiting = make.make_initiative(house.ward, house.office, "accepted", title="Đơn đang chờ")
    meeting = make.make_meeting(council)
    client.force_login(house.leader)
    page = html(client, f"/hoi-dong/{council.pk}/")
    assert "1 sáng kiến đang chờ; nội dung đơn chỉ" in page and waiting.title not in page
    page = html(client, f"/hoi-dong/{council.pk}/hop/{meeting.pk}/")
    assert "và 1 sáng kiến chưa có quyết định." in page and row.title not in page


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(client, house, number, django_assert_num_queries):
    for code in ("P1", "P2", "PKT")[:number]:
        make.make_council(make.make_unit(code), seats=0)
    council = Council.objects.get(unit=house.ward)
    advisory = make.make_council(house.office, kind=Kind.ADVISORY, seats=number)
    for one in advisory.members.all():
        one.oversees.set([house.ward, house.other])
    for place in range(number):
        make.make_member(council, f"Người {place}")
        make.make_initiative(house.other, house.ward, "accepted")
    for place in range(number):
        make.make_meeting(council, day(2018, 6, 1 + place))
    client.force_login(house.reviewer)
    with django_assert_num_queries(5):
        client.get("/hoi-dong/")
    with django_assert_num_queries(12):
        client.get(f"/hoi-dong/{council.pk}/")
    with django_assert_num_queries(9):
        client.get(f"/hoi-dong/{advisory.pk}/")
    with django_assert_num_queries(6):
        client.get(f"/hoi-dong/{advisory.pk}/phan-cong/")
    meeting = council.meetings.first()
    with django_assert_num_queries(6):
        client.get(f"/hoi-dong/{council.pk}/hop/{meeting.pk}/")
