"""Pages of initiatives: the register, the form that loses nothing, the one next step, what each person may read."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import drafting, recognition
from initiatives.models import Initiative
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again, told
from tests.initiatives.test_application import whole

day = dt.date


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


def get(client, user, address, **more):
    client.force_login(user)
    return client.get(address, more)


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data)


def titles(answer) -> list[str]:
    return re.findall(r'<a class="q-hit" href="/sang-kien/\d+/">(.*?)</a>', answer.content.decode())


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pdf(name="don.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 x")


# --- The register ----------------------------------------------------------------------------------------------------


def test_each_person_sees_their_own_part_of_the_register(client, house):
    for title, unit, body, state in (
        ("Nháp", house.ward, house.office, "draft"),
        ("Đã nộp", house.ward, house.office, "filed"),
        ("Của phường", house.ward, house.ward, "received"),
        ("Của phường 2", house.other, house.other, "accepted"),
        ("Được công nhận", house.other, house.office, "recognised"),
    ):
        make.make_initiative(unit, body, state, title=title)
    seen = {
        name: set(titles(get(client, getattr(house, name), "/sang-kien/")))
        for name in ("reporter", "stranger", "clerk", "reviewer", "leader")
    }
    assert seen == {
        "reporter": {"Nháp", "Đã nộp", "Của phường"},
        "stranger": {"Của phường 2", "Được công nhận"},
        "clerk": {"Đã nộp", "Được công nhận"},
        "reviewer": {"Nháp", "Đã nộp", "Của phường", "Của phường 2", "Được công nhận"},
        "leader": {"Được công nhận"},
    }


def test_what_waits_for_the_reader_stands_first_then_what_is_overdue(client, house):
    make.make_initiative(house.ward, house.office, "recognised", title="Xong")
    make.make_initiative(house.ward, house.office, "supplement", title="Chờ bổ sung, quá hạn", supplement_by=day(2018, 6, 7))
    make.make_initiative(house.ward, house.office, "filed", title="Mới nộp")
    make.make_initiative(house.ward, house.office, "received", title="Quá hạn", answer_by=day(2018, 6, 7))
    answer = get(client, house.clerk, "/sang-kien/")
    assert titles(answer) == ["Quá hạn", "Mới nộp", "Chờ bổ sung, quá hạn", "Xong"]
    assert "4 sáng kiến, 2 đang chờ xử lý ở đây , 2 quá hạn" in words(answer)
    assert re.findall(r'data-late-days="(\d+)" data-waits', answer.content.decode()) == ["1", "0"]


def test_without_a_council_only_the_head_has_a_decision_waiting(client, house):
    make.make_initiative(house.ward, house.office, "accepted")
    assert "đang chờ xử lý" not in words(get(client, house.clerk, "/sang-kien/"))
    assert "1 đang chờ xử lý" in words(get(client, house.chief, "/sang-kien/"))
    make.make_council(house.office)
    assert "1 đang chờ xử lý" in words(get(client, house.clerk, "/sang-kien/"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"don-vi": "P2"}, {"Máy lọc nước"}),
        ({"tinh-trang": "received"}, {"Sổ điện tử"}),
        ({"tinh-trang": "qua-han"}, {"Sổ điện tử"}),
        ({"tinh-trang": "cho-toi"}, {"Sổ điện tử", "Đồng hồ nước"}),
        ({"tinh-trang": "khong-co"}, {"Sổ điện tử", "Đồng hồ nước", "Máy lọc nước"}),
        ({"nam": "2017"}, {"Máy lọc nước"}),
        ({"nam": "x"}, {"Sổ điện tử", "Đồng hồ nước", "Máy lọc nước"}),
        ({"q": "dong ho"}, {"Đồng hồ nước"}),
        ({"q": "TRẦN thi Ba"}, {"Sổ điện tử"}),
        ({"q": "77a/2018/ptn"}, {"Sổ điện tử"}),
        ({"q": "không có"}, set()),
    ],
)
def test_filters(client, house, asked, expected):
    make.make_initiative(house.ward, house.office, "filed", title="Đồng hồ nước")
    make.make_initiative(
        house.ward, house.office, "received", title="Sổ điện tử", answer_by=day(2018, 6, 1), receipt_number="77A/2018/PTN", authors=[("Trần Thị Ba", 100)]
    )
    make.make_initiative(
        house.other, house.office, "recognised", title="Máy lọc nước", filed_on=day(2017, 5, 2), received_on=day(2017, 5, 3)
    )
    answer = get(client, house.reviewer, "/sang-kien/", **asked)
    assert set(titles(answer)) == expected
    if not expected:
        assert "Không sáng kiến nào hợp với điều kiện lọc." in words(answer)


def test_the_strip_counts_by_state_and_keeps_the_other_filters(client, house):
    make.make_initiative(house.ward, state="draft")
    make.make_initiative(house.ward, state="filed")
    make.make_initiative(house.other, state="filed")
    html = get(client, house.reviewer, "/sang-kien/", **{"don-vi": "P1", "trang": "1"}).content.decode()
    cells = re.findall(r'<a href="([^"]*)"[^>]* data-filter="(\w*)"><b>(\d+)</b>', html)
    assert cells == [
        ("?don-vi=P1", "", "2"),
        ("?don-vi=P1&amp;tinh-trang=draft", "draft", "1"),
        ("?don-vi=P1&amp;tinh-trang=filed", "filed", "1"),
    ]


def test_an_empty_register_says_what_to_do(client, house):
    assert "Soạn đơn yêu cầu công nhận" in words(get(client, house.reporter, "/sang-kien/"))
    assert "Sáng kiến hiện ra ở đây khi được công nhận." in words(get(client, house.leader, "/sang-kien/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_costs_the_same_for_one_row_and_for_three(client, house, number):
    for _ in range(number):
        make.make_initiative(house.ward, house.office, "recognised", authors=[("Một", 50), ("Hai", 50)])
    client.force_login(house.reviewer)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/sang-kien/").status_code == 200
    assert len(queries) == 9
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/sang-kien/?dang=xlsx&ca-nhan=1").status_code == 200
    assert len(queries) == 5


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_begun_with_its_title_and_saved_as_far_as_it_goes(client, house):
    answer = post(client, house.reporter, "/sang-kien/moi/", **{"title": "Đèn đường", "body": "PKT", "author-1-name": "Lê Ba"})
    row = Initiative.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/sang-kien/{row.pk}/sua/")
    assert (row.unit, row.body, row.state, row.recorded_by) == (house.ward, house.office, "draft", house.reporter)
    assert list(row.contributors.values_list("name", "share", "born_on")) == [("Lê Ba", None, None)]


def test_a_form_that_cannot_be_stored_comes_back_as_it_was_typed(client, house):
    data = whole(title="", first_applied_on="31/02/2018", author_1_share="1,5")
    answer = post(client, house.reporter, "/sang-kien/moi/", **data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa lưu được: có 3 chỗ cần sửa" in html
    for anchor in ("title", "first_applied_on", "author-1-share"):
        assert f'<a href="#{anchor}">' in html
        assert re.search(rf'id="{anchor}"[^>]*aria-invalid="true"', html)
    for text in ("31/02/2018", "1,5", "Chụp ảnh đồng hồ, máy đọc số.", "Nguyễn Văn Nước"):
        assert text in html
    assert not Initiative.objects.exists()


def test_adding_an_author_keeps_everything_and_stores_nothing(client, house):
    answer = post(client, house.reporter, "/sang-kien/moi/", add="1", **whole(title="", nature="Đang viết dở"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r'aria-label="Tác giả (\d+)"', html) == ["1", "2"]
    assert "Đang viết dở" in html
    assert not Initiative.objects.exists()
    more = post(client, house.reporter, "/sang-kien/moi/", add="1", **whole(author_2_name="", author_3_name=""))
    assert re.findall(r'aria-label="Tác giả (\d+)"', more.content.decode()) == ["1", "2", "3", "4"]


def test_saving_and_filing_in_one_go(client, house):
    answer = post(client, house.reporter, "/sang-kien/moi/", move="file", **whole(body="PKT"))
    row = Initiative.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/sang-kien/{row.pk}/")
    assert (row.state, row.filed_on) == ("filed", day(2018, 6, 8))


def test_what_lacks_something_is_saved_and_not_filed(client, house):
    answer = post(client, house.reporter, "/sang-kien/moi/", move="file", **whole(nature="", author_1_share="99"))
    row, html = Initiative.objects.get(), answer.content.decode()
    assert (answer.status_code, row.state) == (422, "draft")
    assert "Chưa nộp được: có 2 chỗ cần sửa" in html
    assert "Đơn đã được lưu." in html
    # Pressed again, the same draft is meant.
    assert f'action="/sang-kien/{row.pk}/sua/"' in html


def test_a_draft_is_edited_by_its_unit_alone(client, house):
    row = make.make_initiative(house.ward, house.office)
    address = f"/sang-kien/{row.pk}/sua/"
    assert get(client, house.head, address).status_code == 200
    for name, status in (("stranger", 404), ("clerk", 404), ("reviewer", 403), ("leader", 404), ("administrator", 403)):
        assert get(client, getattr(house, name), address).status_code == status, name
        assert post(client, getattr(house, name), address, revision=0, **whole()).status_code == status, name


def test_what_moved_on_is_not_edited_and_what_was_typed_stays(client, house):
    row = make.make_initiative(house.ward, house.office, "filed")
    address = f"/sang-kien/{row.pk}/sua/"
    assert get(client, house.reporter, address)["Location"] == f"/sang-kien/{row.pk}/"
    answer = post(client, house.reporter, address, revision=0, **whole(nature="Điểm mới viết thêm"))
    assert (answer.status_code, again(row).nature) == (409, "Chụp ảnh đồng hồ, máy đọc số.")
    assert "Điểm mới viết thêm" in words(answer)


def test_of_two_who_edit_one_draft_the_later_sees_both_texts(client, house):
    row = make.make_initiative(house.ward, house.office, authors=[("Nguyễn Văn Nước", 60), ("Trần Thị Ba", 40)])
    address = f"/sang-kien/{row.pk}/sua/"
    assert post(client, house.head, address, revision=0, **whole(nature="Lời của lãnh đạo")).status_code == 302
    answer = post(client, house.reporter, address, revision=0, **whole(nature="Lời của cán bộ", field="Nước sạch"))
    text = words(answer)
    assert answer.status_code == 409
    assert "Lời của lãnh đạo" in text
    assert "Lời của cán bộ" in text
    assert again(row).nature == "Lời của lãnh đạo"
    # The page that showed both may be saved.
    revision = re.search(r'name="revision" value="(\d+)"', answer.content.decode())[1]
    assert post(client, house.reporter, address, revision=revision, **whole(nature="Cả hai")).status_code == 302
    assert again(row).nature == "Cả hai"


def test_a_session_that_ran_out_keeps_the_text(client, house):
    answer = client.post("/sang-kien/moi/", whole(nature="Lời dài đã viết trong một giờ"))
    assert answer.status_code == 403
    assert "Lời dài đã viết trong một giờ" in answer.content.decode()
    done = client.post("/sang-kien/moi/", {**whole(nature="Lời dài đã viết"), "username": "p1.canbo", "password": "mat-khau-thu"})
    assert done.status_code == 302
    assert Initiative.objects.get().nature == "Lời dài đã viết"


def test_files_go_with_the_form_and_are_taken_off(client, house):
    post(client, house.reporter, "/sang-kien/moi/", **whole(), file=[pdf("một.pdf"), pdf("hai.docx")])
    assert not Initiative.objects.exists()  # one of the two is not what it says
    post(client, house.reporter, "/sang-kien/moi/", **whole(), file=pdf("một.pdf"))
    row = Initiative.objects.get()
    held = row.files.get()
    answer = get(client, house.head, f"/sang-kien/{row.pk}/tep/{held.pk}/")
    assert (answer.getvalue(), answer["X-Content-Type-Options"]) == (b"%PDF-1.4 x", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    post(client, house.reporter, f"/sang-kien/{row.pk}/sua/", revision=0, remove=held.pk, **whole())
    assert row.files.count() == 0


def test_no_more_files_than_an_application_holds(client, house):
    files = [SimpleUploadedFile(f"{number}.pdf", f"%PDF-1.4 {number}".encode()) for number in range(11)]
    answer = post(client, house.reporter, "/sang-kien/moi/", **whole(), file=files)
    assert answer.status_code == 422
    assert "tối đa 10 tệp" in words(answer)
    assert not Initiative.objects.exists()


def test_a_supplement_keeps_body_and_receipt(client, house):
    row = make.make_initiative(house.ward, house.office, "supplement")
    address = f"/sang-kien/{row.pk}/sua/"
    page = get(client, house.reporter, address)
    assert "Ghi rõ điểm mới." in words(page)
    assert re.findall(r'<option value="(\w+)"', re.search(r'<select[^>]*name="body".*?</select>', page.content.decode(), re.S)[0]) == ["PKT"]
    answer = post(client, house.reporter, address, revision=0, move="file", **whole(body="PKT", nature="Điểm mới: máy tự đọc."))
    row = again(row)
    assert (answer.status_code, row.state, row.nature) == (302, "received", "Điểm mới: máy tự đọc.")
    assert post(client, house.reporter, address, revision=row.revision, **whole(body="P1")).status_code == 409


@pytest.mark.parametrize(("body", "status"), [("P9", 422), ("", 422), ("P2", 302)])
def test_an_application_is_filed_to_a_unit_that_is_there(client, house, body, status):
    assert post(client, house.reporter, "/sang-kien/moi/", **whole(body=body)).status_code == status


def test_a_person_of_two_units_says_for_which(client, house):
    both = make.make_user("hai.don-vi", role="reporter", unit=house.ward)
    both.memberships.create(unit=house.other, role="head", valid_from=make.START)
    assert post(client, both, "/sang-kien/moi/", unit="P2", **whole()).status_code == 302
    assert Initiative.objects.get().unit == house.other
    for unit in ("PKT", ""):
        answer = post(client, both, "/sang-kien/moi/", unit=unit, **whole())
        assert (answer.status_code, Initiative.objects.count()) == (422, 1)


# --- The page --------------------------------------------------------------------------------------------------------


def test_personal_data_and_secrets_are_for_those_who_have_to_do_with_it(client, house):
    row = make.make_initiative(house.ward, house.office, "recognised", secrets="Mật mã của máy đọc")
    address = f"/sang-kien/{row.pk}/"
    for name in ("reporter", "head", "clerk", "chief", "reviewer"):
        text = words(get(client, getattr(house, name), address))
        assert "17/05/1980" in text, name
        assert "Mật mã của máy đọc" in text, name
    text = words(get(client, house.leader, address))
    assert "Nguyễn Văn Nước" in text
    for secret in ("17/05/1980", "Cử nhân", "Mật mã"):
        assert secret not in text


def test_leadership_reads_no_reasons_that_went_to_and_fro(client, house):
    row = make.make_initiative(house.ward, house.office, "received")
    recognition.supplement(row, **told(row, house.clerk, house, reason="Chữ ký của tác giả còn thiếu."))
    drafting.file(again(row), **told(row, house.reporter, house))
    Initiative.objects.filter(pk=row.pk).update(
        state="recognised", accepted_on=day(2018, 6, 8), decided_on=day(2018, 6, 8), certificate_number="09/2018/GCN-SK"
    )
    assert "Chữ ký của tác giả" in words(get(client, house.reporter, f"/sang-kien/{row.pk}/"))
    assert "Chữ ký của tác giả" not in words(get(client, house.leader, f"/sang-kien/{row.pk}/"))


def buttons(answer) -> tuple[list[str], list[str]]:
    """(primary, others) of the page's own rail."""
    rail = re.search(r'<div class="q-decide">(.*)</aside>', answer.content.decode(), re.S)[1]
    found = re.findall(r'class="btn (btn-[\w-]+)[^"]*"[^>]*>([^<]+)<', rail)
    return [text for css, text in found if css == "btn-primary"], [text for css, text in found if css != "btn-primary"]


@pytest.mark.parametrize(
    ("state", "who", "primary", "others"),
    [
        ("draft", "reporter", ["Nộp đơn đến Phòng Kinh tế"], ["Sửa đơn"]),
        ("filed", "reporter", [], ["Rút lại đơn"]),
        ("filed", "clerk", ["Tiếp nhận đơn"], []),
        ("received", "reviewer", ["Chấp nhận đơn"], ["Yêu cầu bổ sung", "Từ chối chấp nhận đơn", "Tải phiếu tiếp nhận (PDF)"]),
        ("supplement", "reporter", ["Bổ sung đơn"], ["Nộp bổ sung đến Phòng Kinh tế", "Tải phiếu tiếp nhận (PDF)"]),
        ("supplement", "clerk", [], ["Tải phiếu tiếp nhận (PDF)"]),
        ("accepted", "chief", ["Công nhận sáng kiến"], ["Không công nhận", "Tải phiếu tiếp nhận (PDF)"]),
        ("accepted", "reporter", [], ["Tải phiếu tiếp nhận (PDF)"]),
        ("recognised", "chief", ["Đưa lên chuyên trang"], ["Ghi phạm vi ảnh hưởng", "Tải phiếu tiếp nhận (PDF)"]),
        ("recognised", "leader", [], []),
        ("refused", "chief", [], ["Tải phiếu tiếp nhận (PDF)"]),
    ],
)
def test_the_page_offers_one_next_step(client, house, state, who, primary, others):
    row = make.make_initiative(house.ward, house.office, state)
    assert buttons(get(client, getattr(house, who), f"/sang-kien/{row.pk}/")) == (primary, others)


def test_a_draft_that_lacks_something_leads_to_the_places(client, house):
    row = make.make_initiative(house.ward, house.office, nature="", authors=[])
    answer = get(client, house.reporter, f"/sang-kien/{row.pk}/")
    assert buttons(answer)[0] == ["Soạn tiếp đơn"]
    assert re.findall(rf'href="/sang-kien/{row.pk}/sua/#([\w-]+)"', answer.content.decode()) == ["nature", "author-1-name"]


def test_the_head_who_wrote_it_is_told_why_another_decides(client, house):
    row = make.make_initiative(house.office, house.office, "accepted", recorded_by=house.chief)
    answer = get(client, house.chief, f"/sang-kien/{row.pk}/")
    assert "Người soạn đơn không quyết định đơn của mình" in words(answer)
    assert post(client, house.chief, f"/sang-kien/{row.pk}/", move="refuse", revision=0, reason="x").status_code == 403


def test_a_refused_act_keeps_what_was_typed_at_its_input(client, house):
    make.make_council(house.office)
    row = make.make_initiative(house.ward, house.office, "accepted")
    answer = post(
        client, house.chief, f"/sang-kien/{row.pk}/", move="recognise", revision=0, decision_number="12/QĐ-KT",
        council_opinion="Đề nghị công nhận.", council_for="9 phiếu", certified_summary="Tóm tắt vừa viết",
    )  # fmt: skip
    html = answer.content.decode()
    assert answer.status_code == 422
    for text in ("12/QĐ-KT", "Đề nghị công nhận.", "9 phiếu", "Tóm tắt vừa viết"):
        assert text in html
    assert re.search(r'id="council_for"[^>]*aria-invalid="true"', html)
    assert again(row).state == "accepted"


def test_a_late_act_is_told_and_its_words_are_shown_to_be_copied(client, house):
    row = make.make_initiative(house.ward, house.office, "accepted")
    answer = post(client, house.clerk, f"/sang-kien/{row.pk}/", move="supplement", revision=0, reason="Thiếu ảnh chụp.")
    assert answer.status_code == 409
    assert "Chưa làm được: đơn nay ở tình trạng “đã chấp nhận đơn, đang xét công nhận”" in words(answer)
    assert "Thiếu ảnh chụp." in words(answer)


def test_the_whole_life_by_the_pages_alone(client, house):
    make.make_council(house.office)
    post(client, house.reporter, "/sang-kien/moi/", move="file", **whole(body="PKT"))
    row = Initiative.objects.get()
    address = f"/sang-kien/{row.pk}/"

    def press(user, move, **said):
        answer = post(client, user, address, move=move, revision=again(row).revision, **said)
        assert (answer.status_code, answer["Location"]) == (302, address), words(answer)

    press(house.clerk, "receive")
    press(house.clerk, "supplement", reason="Kèm ảnh chụp.")
    press(house.reporter, "refile")
    press(house.reviewer, "accept")
    council = str(house.office.councils.get().pk)
    press(
        house.clerk, "council", council=council, council_met_on="08/06/2018", council_for="5", council_against="0",
        council_opinion="Đồng ý.",
    )  # fmt: skip
    press(
        house.chief, "recognise", decision_number="12/QĐ-KT", certified_summary="Đọc đồng hồ.", certified_benefits="Nhanh.",
        signed_as="TRƯỞNG PHÒNG",
    )  # fmt: skip
    press(
        house.clerk, "scope", scope="1-body", scope_number="13/QĐ-KT", scope_decided_on="08/06/2018",
        scope_decided_by="Phòng Kinh tế",
    )  # fmt: skip
    press(house.reviewer, "show", summary="Đọc đồng hồ nước bằng điện thoại.")
    press(house.chief, "hide")
    html = get(client, house.reporter, address).content.decode()
    assert re.findall(r'data-step="(\w+)"', html) == [
        "hide", "show", "scope", "recognise", "council", "accept", "refile", "supplement", "receive", "file",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"move": "khac"}, {"move": "draft"}])
def test_an_act_that_is_not_there_is_a_bad_request(client, house, data):
    row = make.make_initiative(house.ward, house.office, "received")
    assert post(client, house.clerk, f"/sang-kien/{row.pk}/", **data).status_code == 400


def test_bad_keys_and_numbers_find_nothing(client, house):
    row = make.make_initiative(house.ward, house.office, "received")
    for address in (f"/sang-kien/{10**30}/", f"/sang-kien/{row.pk}/tep/{10**30}/", f"/sang-kien/{row.pk}/tep/1/", "/sang-kien/0/sua/"):
        assert get(client, house.clerk, address).status_code == 404, address
    for asked in ({"trang": "x"}, {"trang": str(10**30)}, {"nam": "0000"}, {"nam": "９９９９"}, {"q": "x" * 5000}):
        assert get(client, house.clerk, "/sang-kien/", **asked).status_code == 200, asked
    assert post(client, house.clerk, f"/sang-kien/{row.pk}/", move="accept", revision="9" * 40).status_code == 409
    assert post(client, house.reporter, "/sang-kien/moi/", **whole(), remove="9" * 40, heading="x").status_code == 422


@pytest.mark.parametrize("address", ["/sang-kien/", "/sang-kien/?dang=xlsx", "/sang-kien/moi/"])
def test_the_administrator_reads_no_initiative(client, house, address):
    assert get(client, house.administrator, address).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(client, house, number):
    row = make.make_initiative(house.ward, house.office, "recognised", authors=[(f"Tác giả {n}", 30) for n in range(number)])
    for scope in ("1-body", "2-district", "3-city")[:number]:
        recognition.scope(
            again(row), **told(row, house.clerk, house, scope=scope, scope_number="1", scope_decided_on="08/06/2018", scope_decided_by="A")
        )
    client.force_login(house.reviewer)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/sang-kien/{row.pk}/")
    assert len(queries) == 7
