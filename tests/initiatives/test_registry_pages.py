"""The registry's pages: what each shows, to whom, and that what was typed stays when it cannot be taken."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from initiatives import schools
from initiatives.models import Activity, CountingRule, Evidence, Organisation, School
from tests import factories as make
from tests.initiatives.recorded import NOW, typed
from units.models import AuditEvent, Membership, Unit

pytestmark = pytest.mark.django_db
LIST, RECORD = "/so-theo-doi/", "/so-theo-doi/ghi/model/"
ORGANISATIONS, SCHOOLS, PEOPLE = "/so-theo-doi/to-chuc/", "/so-theo-doi/truong/", "/so-theo-doi/can-bo/"


@pytest.fixture
def district(settings):
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make.make_plan()
    for where in ((2017, 4), (2018, 1), (2018, 2)):
        make.make_period(plan, *where)
    units = {code: make.make_unit(code) for code in ("P1", "P2", "GDDT")}
    units["TTVH"] = make.make_unit("TTVH", publishes_articles=True)
    clubs = make.make_target(plan, "CT08", measure="percent", basis="plan", over_time="last", over_units="ratio")
    CountingRule.objects.create(target=clubs, counts="clubs", kinds=["club"])
    make.assign(clubs, units["GDDT"])
    models = make.make_target(plan, "CT03", over_units="distinct")
    CountingRule.objects.create(target=models, kinds=["model"], needs_effective=True)
    people = {code.lower(): make.make_user(f"{code.lower()}.canbo", role="reporter", unit=unit) for code, unit in units.items()}
    return SimpleNamespace(
        plan=plan, **{code.lower(): unit for code, unit in units.items()},
        people=people | {
            "reviewer": make.make_user("pkt.chuyenvien", role="reviewer", unit=plan.coordinator),
            "leader": make.make_user("ubnd.lanhdao", role="leader"),
            "administrator": make.make_user("quantri", role="administrator"),
            "nobody": make.make_user("chua.co"),
        },
    )  # fmt: skip


@pytest.fixture
def as_(client, district):
    def log_in(name):
        client.force_login(district.people[name])
        return client

    return log_in


def html(answer) -> str:
    return answer.content.decode()


def shown(answer) -> list[int]:
    """Keys of the records in a list, in its order."""
    return [int(pk) for pk in re.findall(r'<tr role="row" data-activity="(\d+)"', html(answer))]


# --- The list --------------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_own_and_joint_records_newest_first(as_, district):
    first = make.make_activity(district.p1, starts_on="2018-01-05")
    second = make.make_activity(district.p1, starts_on="2018-05-05", state="confirmed")
    joint = make.make_activity(district.p2, starts_on="2018-03-05", partners=[district.p1])
    make.make_activity(district.p2)
    make.make_activity(district.p1, state="withdrawn")
    assert shown(as_("p1").get(LIST)) == [second.pk, joint.pk, first.pk]


def test_the_office_sees_what_waits_first_the_longest_waiting_on_top(as_, district):
    late = make.make_activity(district.p1, recorded_at=make.at("2018-06-01T09:00:00"))
    early = make.make_activity(district.p2, recorded_at=make.at("2018-05-01T09:00:00"))
    make.make_activity(district.p2, state="confirmed")
    answer = as_("reviewer").get(LIST)
    assert shown(answer) == [early.pk, late.pk]
    assert "2 bản ghi chờ xác nhận" in html(answer)
    assert len(shown(as_("reviewer").get(LIST, {"tinh-trang": ""}))) == 3


def test_who_confirms_nothing_finds_nothing_to_tick(as_, district):
    late = make.make_activity(district.p1, starts_on="2018-05-05", recorded_at=make.at("2018-06-01T09:00:00"))
    early = make.make_activity(district.p1, starts_on="2018-01-05", recorded_at=make.at("2018-06-02T09:00:00"))
    answer = as_("p1").get(LIST, {"tinh-trang": "recorded"})
    assert shown(answer) == [late.pk, early.pk]
    assert 'name="record"' not in html(answer)
    assert html(as_("reviewer").get(LIST)).count('name="record"') == 2


def test_leadership_sees_what_is_confirmed(as_, district):
    make.make_activity(district.p1)
    done = make.make_activity(district.p1, state="confirmed")
    assert shown(as_("leader").get(LIST)) == [done.pk]


@pytest.mark.parametrize("name", ["administrator", "nobody"])
@pytest.mark.parametrize("address", [LIST, ORGANISATIONS, PEOPLE, "/so-theo-doi/ghi/", RECORD])
def test_who_reads_no_content_is_kept_out(as_, name, address):
    assert as_(name).get(address).status_code == 403


def test_the_strip_counts_what_the_other_filters_leave_and_leads_on(as_, district):
    for state in ("recorded", "recorded", "returned", "confirmed", "withdrawn"):
        make.make_activity(district.p1, "outreach", state=state)
    make.make_activity(district.p1, "model")
    page = html(as_("p1").get(LIST, {"loai": "outreach", "q": "việc"}))
    assert re.findall(r"<li><a href=.*?><b>(\d+)</b>", page) == ["4", "2", "1", "1", "1"]
    assert "?loai=outreach&amp;q=vi%E1%BB%87c&amp;tinh-trang=returned" in page


def test_filters_by_kind_unit_state_and_words_without_accents(as_, district):
    row = make.make_activity(district.p1, "event", title="Ngày hội sáng tạo", summary="Ở trường Khánh Hội")
    make.make_activity(district.p2, "model", title="Mã QR", state="confirmed")
    client = as_("reviewer")
    for query in (
        {"loai": "event"}, {"don-vi": "P1"}, {"tinh-trang": "recorded"}, {"q": "NGAY HOI"}, {"q": "khanh hoi"},
        {"q": "hội khánh"},
    ):  # fmt: skip
        assert shown(client.get(LIST, {"tinh-trang": "", **query})) == [row.pk], query
    assert len(shown(client.get(LIST, {"tinh-trang": "x", "loai": "x", "nam": "x", "trang": "x"}))) == 2
    assert shown(client.get(LIST, {"don-vi": "P99"})) == []


def test_whoever_publishes_finds_the_articles_that_wait_for_it(as_, district):
    row = make.make_activity(district.p1, "article")
    make.make_activity(district.p1, "article", published_on=dt.date(2018, 5, 9))
    make.make_activity(district.p1, "article", state="returned")
    make.make_activity(district.ttvh)
    answer = as_("ttvh").get(LIST, {"tinh-trang": "cho-dang"})
    assert shown(answer) == [row.pk]
    assert re.search(r'tinh-trang=cho-dang" aria-current="true"><b>1</b>', html(answer))
    assert "cho-dang" not in html(as_("p1").get(LIST))


def test_a_reporting_year_is_that_of_the_windows(as_, district):
    # Quý I/2018 begins on 15/12/2017.
    before = make.make_activity(district.p1, starts_on="2017-12-14")
    first = make.make_activity(district.p1, starts_on="2017-12-15")
    # An article belongs where it came out.
    article = make.make_activity(district.p1, "article", starts_on="2017-12-01", published_on=dt.date(2018, 1, 3))
    client = as_("p1")
    assert set(shown(client.get(LIST, {"nam": "2018"}))) == {first.pk, article.pk}
    assert shown(client.get(LIST, {"nam": "2017"})) == [before.pk]


def test_names_sort_by_the_vietnamese_alphabet(as_, district):
    names = ["Đổi mới", "Ánh sáng", "Dây chuyền", "Ăn toàn", "Phường 10", "Phường 9"]
    rows = {name: make.make_activity(district.p1, title=name).pk for name in names}
    answer = as_("p1").get(LIST, {"sap-xep": "ten"})
    expected = ["Ánh sáng", "Ăn toàn", "Dây chuyền", "Đổi mới", "Phường 9", "Phường 10"]
    assert shown(answer) == [rows[name] for name in expected]


@pytest.mark.parametrize("name", ["p1", "reviewer", "ttvh", "leader"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_record_as_for_three(as_, district, django_assert_num_queries, name, count):
    for _ in range(count):
        make.make_activity(district.p1, "article", state="confirmed" if name == "leader" else "recorded", partners=[district.p2])
    client = as_(name)
    with django_assert_num_queries({"p1": 6, "reviewer": 8, "ttvh": 8, "leader": 7}[name]):
        assert len(shown(client.get(LIST))) == count


def test_a_long_list_has_pages_that_keep_the_filters(as_, district):
    for number in range(51):
        make.make_activity(district.p1, title=f"Việc {number}")
    answer = as_("p1").get(LIST, {"loai": "model"})
    assert len(shown(answer)) == 50
    assert "?loai=model&amp;trang=2" in html(answer)
    assert len(shown(as_("p1").get(LIST, {"loai": "model", "trang": "2"}))) == 1


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("p1", {}, "Ghi việc đầu tiên"),
        ("leader", {}, "khi được xác nhận"),
        ("reviewer", {}, "Chưa có gì phải xác nhận"),
        ("p1", {"q": "khong co"}, "Không tìm thấy bản ghi nào"),
    ],
)
def test_an_empty_list_says_what_to_do(as_, name, query, words):
    assert words in html(as_(name).get(LIST, query))


# --- Confirming several ----------------------------------------------------------------------------------------------


def test_the_office_confirms_what_it_ticked(as_, district):
    rows = [make.make_activity(district.p1) for _ in range(3)]
    client = as_("reviewer")
    page = html(client.get(LIST))
    assert re.findall(r'name="record" value="([\d-]+)"', page) == [f"{row.pk}-0" for row in rows]
    answer = client.post("/so-theo-doi/xac-nhan/", {"record": [f"{rows[0].pk}-0", f"{rows[2].pk}-0"]}, follow=True)
    assert "Đã xác nhận 2 bản ghi." in html(answer)
    assert shown(answer) == [rows[1].pk]


def test_what_one_recorded_oneself_has_no_box_to_tick(as_, district):
    make.make_activity(district.p1, by=district.people["reviewer"])
    page = html(as_("reviewer").get(LIST))
    assert 'name="record"' not in page
    assert "tự ghi" in page


def test_a_record_changed_since_the_list_was_shown_is_left(as_, district):
    row = make.make_activity(district.p1, title="Mã QR", revision=1)
    answer = as_("reviewer").post("/so-theo-doi/xac-nhan/", {"record": [f"{row.pk}-0"]}, follow=True)
    assert "Chưa xác nhận 1 bản ghi: “Mã QR” (vừa thay đổi, mở ra xem lại)." in html(answer)
    assert Activity.objects.get().state == "recorded"


# --- Recording -------------------------------------------------------------------------------------------------------


def test_every_kind_can_be_chosen_and_says_what_it_counts_for(as_):
    page = html(as_("p1").get("/so-theo-doi/ghi/"))
    links = re.findall(r'href="/so-theo-doi/ghi/(\w+)/"', page)
    assert links[:4] == ["model", "support", "event", "article"]
    assert set(links) == set(Activity.Kind.values)
    assert "Tính vào CT03" in page


@pytest.mark.parametrize("kind", Activity.Kind.values)
def test_every_kind_is_recorded_by_its_form(as_, kind):
    client = as_("p1")
    assert client.get(f"/so-theo-doi/ghi/{kind}/").status_code == 200
    answer = client.post(f"/so-theo-doi/ghi/{kind}/", typed(kind))
    row = Activity.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/so-theo-doi/{row.pk}/")
    assert (row.kind, row.state, row.unit.code) == (kind, "recorded", "P1")
    assert client.get(f"/so-theo-doi/{row.pk}/").status_code == 200
    assert client.get(f"/so-theo-doi/{row.pk}/sua/").status_code == 200


def test_a_kind_that_is_not_there_is_not_found(as_):
    assert as_("p1").get("/so-theo-doi/ghi/party/").status_code == 404


def test_one_may_go_on_with_the_next(as_):
    answer = as_("p1").post(RECORD, typed(save="next"))
    assert answer["Location"] == RECORD


@pytest.mark.parametrize("name", ["reviewer", "leader"])
def test_who_acts_for_no_unit_records_nothing(as_, name):
    assert as_(name).post(RECORD, typed()).status_code == 403
    assert not Activity.objects.exists()


def test_who_acts_for_two_units_says_for_which(as_, district):
    Membership.objects.create(user=district.people["p1"], unit=district.p2, role="head", valid_from=make.START)
    client = as_("p1")
    assert 'name="unit"' in html(client.get(RECORD))
    client.post(RECORD, typed(unit="P2"))
    assert Activity.objects.get().unit == district.p2
    client.post(RECORD, typed(unit="GDDT", title="Khác"))
    assert Activity.objects.get(title="Khác").unit == district.p1


def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(as_):
    data = typed("support", starts_on="31/02/2018", org__1__name="Giày Tân", org__1__tax="12", is_direct="on", summary="Lời dài.")
    answer = as_("p1").post("/so-theo-doi/ghi/support/", data)
    page = html(answer)
    assert answer.status_code == 422
    assert "<title>Lỗi: " in page
    assert 'href="#starts_on"' in page
    assert 'href="#org-1-tax"' in page
    assert re.search(r'id="starts_on"[^>]*value="31/02/2018"[^>]*aria-describedby="starts_on-e" aria-invalid="true"', page)
    assert 'value="Giày Tân"' in page
    assert re.search(r'id="is_direct"[^>]* checked', page)
    # A fold that holds something is open.
    assert re.search(r'<details class="q-more" open><summary>Ngày kết thúc, tóm tắt', page)
    assert not Activity.objects.exists()


def test_markup_is_shown_as_it_was_typed(as_):
    text = '"><script>alert(1)</script>'
    answer = as_("p1").post(RECORD, typed(title=text, starts_on="x"))
    assert "<script>alert" not in html(answer)
    assert escape(text) in html(answer)
    as_("p1").post(RECORD, typed(title=text))
    assert "<script>alert" not in html(as_("p1").get(LIST))


def test_a_huge_text_is_refused_and_kept(as_):
    answer = as_("p1").post(RECORD, typed(summary="ă" * 100_000))
    assert answer.status_code == 422
    assert "ă" * 100_000 in html(answer)


def test_a_form_handed_in_twice_makes_one_record(as_):
    client = as_("p1")
    first = client.post("/so-theo-doi/ghi/support/", typed("support"))
    second = client.post("/so-theo-doi/ghi/support/", typed("support"), follow=True)
    assert second.redirect_chain[0][0] == first["Location"]
    assert "đã có trong sổ, không ghi thêm lần nữa" in html(second)
    assert Activity.objects.count() == 1


def test_another_thing_of_the_same_name_and_day_is_told_and_its_words_stay(as_):
    client = as_("p1")
    client.post("/so-theo-doi/ghi/support/", typed("support"))
    answer = client.post("/so-theo-doi/ghi/support/", typed("support", org__1__name="May Bến Vân Đồn"))
    page = html(answer)
    assert answer.status_code == 422
    assert "nếu là việc khác thì đặt tên khác" in page
    assert f'href="/so-theo-doi/{Activity.objects.get().pk}/"' in page
    assert 'value="May Bến Vân Đồn"' in page


def test_what_a_colleague_has_recorded_already_is_told(as_, district):
    as_("p1").post("/so-theo-doi/ghi/support/", typed("support"))
    district.people["head"] = make.make_user("p1.lanhdao", role="head", unit=district.p1)
    answer = as_("head").post("/so-theo-doi/ghi/support/", typed("support"))
    assert answer.status_code == 422
    assert "nếu là việc khác thì đặt tên khác" in html(answer)
    assert Activity.objects.count() == 1


def test_a_row_more_keeps_what_was_typed_and_saves_nothing(as_):
    data = typed("support", add="organisation", org__1__name="Giày Tân", org__1__tax="12", starts_on="31/02/2018")
    answer = as_("p1").post("/so-theo-doi/ghi/support/", data)
    page = html(answer)
    assert answer.status_code == 200
    assert 'value="Giày Tân"' in page
    assert re.search(r'id="org-2-name"[^>]* autofocus', page)
    assert 'id="org-3-name"' not in page
    assert not Organisation.objects.exists()
    answer = as_("p1").post(RECORD, typed(add="evidence", evidence__1__link="https://quan4.example/"))
    assert re.search(r'id="evidence-2-file"[^>]* autofocus', html(answer))
    assert not Activity.objects.exists()


def test_a_file_needs_choosing_once_only(as_):
    client = as_("p1")
    upload = SimpleUploadedFile("Ảnh.pdf", b"%PDF-1.4 x")
    page = html(client.post(RECORD, {**typed(title=""), "evidence-1-file": upload}))
    assert "Đã nhận tệp Ảnh.pdf" in page
    token = re.search(r'name="evidence-1-kept" value="([^"]+)"', page)[1]
    client.post(RECORD, typed(evidence__1__kept=token))
    assert [item.name for item in Evidence.objects.all()] == ["Ảnh.pdf"]


def test_a_session_that_ran_out_keeps_the_words_and_one_login_records_them(client, district):
    data = typed(title="Lấy số thứ tự trực tuyến tại bộ phận một cửa")
    answer = client.post(RECORD, data)
    assert answer.status_code == 403
    assert "Lấy số thứ tự trực tuyến tại bộ phận một cửa" in html(answer)
    client.post(RECORD, {**data, "username": "p1.canbo", "password": "mat-khau-thu"})
    assert Activity.objects.get().recorded_by == district.people["p1"]


@pytest.mark.parametrize("kind", ["model", "support", "event", "training"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_as_much_whatever_there_is_to_choose(as_, district, django_assert_num_queries, kind, count):
    for number in range(count):
        make.make_school(f"TRUONG-{number}")
        one = make.make_organisation(f"Cơ sở {number}")
        make.make_activity(district.p1, "support", organisations=[one])
        make.make_user(role="reporter", unit=make.make_unit(f"P{number + 3}"))
    client = as_("p1")
    with django_assert_num_queries({"model": 4, "support": 5, "event": 5, "training": 5}[kind]):
        client.get(f"/so-theo-doi/ghi/{kind}/")


# --- One record ------------------------------------------------------------------------------------------------------


def at(row, part=""):
    return f"/so-theo-doi/{row.pk}/{part}"


def test_a_record_shows_all_that_is_said_of_it(as_, district):
    school, business = make.make_school(), make.make_organisation("Giày Tân", tax_code="0301234567", sector="leather")
    row = make.make_activity(
        district.p1, "support", title="Hướng dẫn cân điện tử", state="confirmed", summary="Ba buổi.", is_direct=True,
        organisations=[business], partners=[district.p2], ends_on=dt.date(2018, 5, 4),
    )  # fmt: skip
    page = html(as_("p1").get(at(row)))
    for words in ("Hướng dẫn cân điện tử", "Ba buổi.", "02/05/2018 đến 04/05/2018", "Giày Tân", "0301234567", "Da giày",
                  "Ủy ban nhân dân Phường 2", "Đã xác nhận", "Người xem xét, 20/05/2018"):  # fmt: skip
        assert words in page, words
    event = make.make_activity(district.p1, "event", event_type="festival", level="district", participants=1200, schools=[school])
    page = html(as_("p1").get(at(event)))
    for words in ("Ngày hội", "Cấp quận", "1.200", school.short_name):
        assert words in page, words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_effective": True}, "CT03</a>"),
        ({"is_effective": False}, "chưa chỉ tiêu nào"),
        ({"is_effective": True, "state": "withdrawn"}, "không tính"),
    ],
)
def test_a_record_says_which_target_counts_it(as_, district, fields, words):
    row = make.make_activity(district.p1, **fields)
    assert words in html(as_("p1").get(at(row)))


def test_a_club_counts_for_its_schools_only(as_, district):
    row = make.make_activity(district.gddt, "club")
    assert "chưa chỉ tiêu nào" in html(as_("gddt").get(at(row)))
    row.schools.add(make.make_school())
    assert "CT08</a>" in html(as_("gddt").get(at(row)))


def test_another_units_record_is_not_found(as_, district):
    row = make.make_activity(district.p2, state="confirmed")
    item = Evidence.objects.create(activity=row, name="Ảnh", sha256="a" * 64, added_at=NOW)
    client = as_("p1")
    for part in ("", "sua/", f"tep/{item.pk}/"):
        assert client.get(at(row, part)).status_code == 404
        assert client.post(at(row, part), {"act": "withdraw"}).status_code in (404, 405)


def test_a_partner_reads_and_does_not_write(as_, district):
    row = make.make_activity(district.p2, partners=[district.p1])
    client = as_("p1")
    assert client.get(at(row)).status_code == 200
    assert client.get(at(row, "sua/")).status_code == 403
    assert client.post(at(row), {"act": "withdraw", "revision": "0"}).status_code == 403


def test_a_returned_record_shows_the_offices_words_also_where_it_is_mended(as_, district):
    row = make.make_activity(district.p1, state="returned", note="Bổ sung biên bản nghiệm thu.")
    for part in ("", "sua/"):
        assert "Bổ sung biên bản nghiệm thu." in html(as_("p1").get(at(row, part)))


def test_an_unknown_act_is_no_act(as_, district):
    row = make.make_activity(district.p1)
    assert as_("p1").post(at(row), {"act": "delete", "revision": "0"}).status_code == 400
    assert as_("p1").post(at(row), {}).status_code == 400


def test_the_office_confirms_and_sends_back_from_the_page(as_, district):
    row = make.make_activity(district.p1, title="Mã QR")
    client = as_("reviewer")
    answer = client.post(at(row), {"act": "confirm", "revision": "0"}, follow=True)
    assert "Đã xác nhận “Mã QR”." in html(answer)
    answer = client.post(at(row), {"act": "return", "revision": "1", "reason": "Thiếu minh chứng."}, follow=True)
    assert "Đã trả lại “Mã QR”." in html(answer)
    assert Activity.objects.get().note == "Thiếu minh chứng."


def test_a_missing_reason_is_told_at_its_box(as_, district):
    row = make.make_activity(district.p1, state="confirmed")
    answer = as_("reviewer").post(at(row), {"act": "return", "revision": "0", "reason": " "})
    assert answer.status_code == 422
    assert re.search(r'id="reason"[^>]*aria-describedby="reason-h reason-e" aria-invalid="true"', html(answer))
    answer = as_("p1").post(at(row), {"act": "withdraw", "revision": "0", "reason": ""})
    assert answer.status_code == 422
    assert 'href="#withdraw-reason"' in html(answer)


@pytest.mark.parametrize("revision", ["0", "", "x", "-1", "9" * 30])
def test_an_act_from_an_older_page_is_told_and_its_words_stay(as_, district, revision):
    row = make.make_activity(district.p1, revision=1)
    answer = as_("reviewer").post(at(row), {"act": "return", "revision": revision, "reason": "Lời đã viết."})
    assert answer.status_code == 409
    assert "Lời đã viết." in html(answer)
    assert Activity.objects.get().state == "recorded"


def test_an_article_is_published_from_its_page(as_, district):
    row = make.make_activity(district.p1, "article", on_website=True)
    client = as_("ttvh")
    page = html(client.get(at(row)))
    assert re.search(r'id="on_website"[^>]* checked', page)
    answer = client.post(at(row), {"act": "publish", "revision": "0", "published_on": "31/02/2018", "in_print": "on"})
    assert answer.status_code == 422
    assert re.search(r'id="published_on"[^>]*value="31/02/2018"', html(answer))
    assert re.search(r'id="in_print"[^>]* checked', html(answer))
    assert not re.search(r'id="on_website"[^>]* checked', html(answer))
    client.post(at(row), {"act": "publish", "revision": "0", "published_on": "07/06/2018", "in_print": "on"})
    row.refresh_from_db()
    assert (row.published_on, row.in_print, row.on_website) == (dt.date(2018, 6, 7), True, False)
    page = html(client.get(at(row)))
    assert "07/06/2018, Tờ tin Quận 4" in page
    assert "trên chuyên trang" in page


def test_the_log_of_a_record_stands_on_its_page(as_, district):
    as_("p1").post(RECORD, typed())
    row = Activity.objects.get()
    as_("reviewer").post(at(row), {"act": "confirm", "revision": "0"})
    page = html(as_("p1").get(at(row)))
    assert page.index("Xác nhận bản ghi: pkt.chuyenvien") < page.index("Ghi vào sổ theo dõi: p1.canbo")
    # The demonstration's day is not the day of the log.
    assert "<time" not in page


def test_the_administrators_log_says_what_was_done_and_no_word_of_it(as_, district):
    as_("p1").post(RECORD, typed(title="Lời của phường"))
    row = Activity.objects.get()
    as_("p1").post(at(row, "sua/"), typed(title="Lời khác của phường", revision="0"))
    as_("reviewer").post(at(row), {"act": "return", "revision": "1", "reason": "Lời của Phòng Kinh tế"})
    elsewhere = Client()
    elsewhere.force_login(district.people["administrator"])
    page = html(elsewhere.get("/nhat-ky/"))
    for words in ("Ghi vào sổ theo dõi", "Mô hình ứng dụng", "Sửa bản ghi", "phần đã sửa", "Trả lại"):
        assert words in page, words
    for words in ("Lời của phường", "Lời khác", "Lời của Phòng Kinh tế"):
        assert words not in page, words


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_costs_as_much_with_one_of_each_as_with_three(as_, district, django_assert_num_queries, count):
    ones = [make.make_organisation(f"Cơ sở {n}") for n in range(count)]
    units = [make.make_unit(f"P{n + 3}") for n in range(count)]
    row = make.make_activity(district.p1, "support", organisations=ones, partners=units)
    for n in range(count):
        Evidence.objects.create(activity=row, name="Tin", link=f"https://quan4.example/{n}", added_at=NOW)
        AuditEvent.objects.create(at=NOW, actor="x", actor_name="x", act="activities.edit", subject=row.key)
    client = as_("p1")
    with django_assert_num_queries(8):
        client.get(at(row))


# --- Editing ---------------------------------------------------------------------------------------------------------


def test_the_page_says_before_saving_that_a_confirmed_record_needs_confirming_anew(as_, district):
    row = make.make_activity(district.p1, state="confirmed", is_public=True, published_on=dt.date(2018, 5, 9))
    page = html(as_("p1").get(at(row, "sua/")))
    assert "trở về chờ xác nhận lại và rời chuyên trang" in page
    answer = as_("p1").post(at(row, "sua/"), typed(title=row.title, summary="Thêm.", revision="0"), follow=True)
    assert "chờ Phòng Kinh tế xác nhận lại" in html(answer)
    assert Activity.objects.get().state == "recorded"


def test_an_edit_over_a_newer_one_is_told_with_both_texts(as_, district):
    row = make.make_activity(district.p1, title="Tên mới của đồng nghiệp", revision=1)
    answer = as_("p1").post(at(row, "sua/"), typed(title="Tên vừa gõ", revision="0"))
    page = html(answer)
    assert answer.status_code == 409
    assert 'value="Tên vừa gõ"' in page
    assert "Tên: bản hiện nay ghi “Tên mới của đồng nghiệp”." in page
    assert Activity.objects.get().title == "Tên mới của đồng nghiệp"
    # Saved once more, knowing that.
    assert 'name="revision" value="1"' in page
    as_("p1").post(at(row, "sua/"), typed(title="Tên vừa gõ", revision="1"))
    assert Activity.objects.get().title == "Tên vừa gõ"


def test_a_row_more_does_not_make_an_old_page_new(as_, district):
    row = make.make_activity(district.p1, revision=1)
    answer = as_("p1").post(at(row, "sua/"), typed(add="evidence", revision="0"))
    assert (answer.status_code, 'name="revision" value="0"' in html(answer)) == (200, True)


def test_a_withdrawn_record_keeps_what_was_typed_for_it(as_, district):
    row = make.make_activity(district.p1, state="withdrawn", revision=1)
    assert as_("p1").get(at(row, "sua/")).status_code == 302
    answer = as_("p1").post(at(row, "sua/"), typed(title="Tên vừa gõ", revision="1"))
    assert answer.status_code == 409
    assert 'value="Tên vừa gõ"' in html(answer)


def test_an_edit_that_cannot_be_taken_changes_nothing(as_, district):
    row = make.make_activity(district.p1, title="Mã QR")
    answer = as_("p1").post(at(row, "sua/"), typed(title="Tên khác", starts_on="31/02/2018", revision="0"))
    assert answer.status_code == 422
    assert (Activity.objects.get().title, Activity.objects.get().revision) == ("Mã QR", 0)


def test_whoever_publishes_gets_the_words_only(as_, district):
    row = make.make_activity(district.p1, "article")
    page = html(as_("ttvh").get(at(row, "sua/")))
    assert re.findall(r'<(?:input|select|textarea)[^>]* id="(\w+)"', page) == ["title", "article_type", "summary"]


# --- Evidence --------------------------------------------------------------------------------------------------------


def test_a_file_comes_as_a_download_with_its_name(as_, district):
    client = as_("p1")
    upload = SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4 x")
    client.post(RECORD, {**typed(evidence__1__name="Biên bản nghiệm thu"), "evidence-1-file": upload})
    row = Activity.objects.get()
    answer = client.get(at(row, f"tep/{row.evidence.get().pk}/"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n")
    assert answer["Content-Disposition"].endswith(".pdf")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_a_link_is_no_file_and_evidence_stays_with_its_record(as_, district):
    row, other = make.make_activity(district.p1), make.make_activity(district.p1)
    link = Evidence.objects.create(activity=row, name="Tin", link="https://quan4.example/", added_at=NOW)
    file = Evidence.objects.create(activity=other, name="Ảnh", sha256="a" * 64, added_at=NOW)
    client = as_("p1")
    assert client.get(at(row, f"tep/{link.pk}/")).status_code == 404
    assert client.get(at(row, f"tep/{file.pk}/")).status_code == 404
    # The file itself is gone from the disk.
    assert client.get(at(other, f"tep/{file.pk}/")).status_code == 404
    assert 'href="https://quan4.example/" rel="noopener noreferrer nofollow"' in html(client.get(at(row)))


def test_evidence_is_removed_from_the_page(as_, district):
    row = make.make_activity(district.p1)
    item = Evidence.objects.create(activity=row, name="Tin", link="https://quan4.example/", added_at=NOW)
    client = as_("p1")
    client.post(at(row), {"act": "remove", "revision": "0", "evidence": str(item.pk)})
    assert not row.evidence.exists()
    assert client.post(at(row), {"act": "remove", "revision": "1", "evidence": "x"}).status_code == 409
    # Whoever may not remove any is told so before it is looked for.
    assert as_("reviewer").post(at(row), {"act": "remove", "revision": "1", "evidence": "x"}).status_code == 403


# --- Organisations ---------------------------------------------------------------------------------------------------


@pytest.fixture
def helped(district):
    """Giày Tân, helped by both wards, once under another name."""
    one = make.make_organisation("Công ty Giày Tân", sector="leather", ward=district.p1)
    old = make.make_organisation("Giày Tân", merged_into=one)
    make.make_activity(district.p1, "support", title="Hỗ trợ máy cắt", organisations=[one])
    make.make_activity(district.p2, "support", title="Hỗ trợ thiết kế", organisations=[old], state="confirmed")
    return one


def test_the_list_of_organisations_counts_what_the_reader_sees(as_, helped):
    def counts(name):
        return re.findall(r'data-label="Bản ghi">(\d+)<', html(as_(name).get(ORGANISATIONS)))

    assert (counts("reviewer"), counts("p1"), counts("leader")) == (["2"], ["1"], ["1"])


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "giay tan"}, 1), ({"nganh": "leather"}, 1), ({"phuong": "P1"}, 1), ({"q": "may"}, 0), ({"nganh": "food"}, 0)],
)
def test_organisations_are_found(as_, helped, query, found):
    page = html(as_("reviewer").get(ORGANISATIONS, query))
    assert page.count("data-organisation=") == found
    assert ("Không tìm thấy tổ chức nào" in page) == (not found)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_organisations_asks_as_much_for_one_as_for_three(as_, district, django_assert_num_queries, count):
    for number in range(count):
        one = make.make_organisation(f"Cơ sở {number}", ward=district.p1)
        make.make_activity(district.p1, "support", organisations=[one])
    client = as_("p1")
    with django_assert_num_queries(5):
        assert html(client.get(ORGANISATIONS)).count("data-organisation=") == count


def test_an_organisation_shows_what_it_got_as_far_as_the_reader_may_know(as_, helped):
    address = f"{ORGANISATIONS}{helped.pk}/"
    for name, titles in {
        "reviewer": {"Hỗ trợ máy cắt", "Hỗ trợ thiết kế"}, "p1": {"Hỗ trợ máy cắt"}, "p2": {"Hỗ trợ thiết kế"},
    }.items():  # fmt: skip
        page = html(as_(name).get(address))
        assert {title for title in ("Hỗ trợ máy cắt", "Hỗ trợ thiết kế") if title in page} == titles
    assert as_("ttvh").get(address).status_code == 200
    hidden = make.make_organisation("Chưa ai biết")
    assert as_("p1").get(f"{ORGANISATIONS}{hidden.pk}/").status_code == 404


def test_the_office_edits_and_merges_from_the_page(as_, helped):
    client = as_("reviewer")
    address = f"{ORGANISATIONS}{helped.pk}/"
    page = html(client.get(address))
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    data = {"act": "edit", "revision": revision, "name": "Công ty Giày Tân Quận 4", "tax_code": "12", "sector": "leather"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert 'value="Công ty Giày Tân Quận 4"' in html(answer)
    assert client.post(address, data | {"tax_code": "0301234567"}).status_code == 302
    answer = client.post(address, data | {"tax_code": ""})
    assert answer.status_code == 409
    helped.refresh_from_db()
    assert (helped.name, helped.tax_code) == ("Công ty Giày Tân Quận 4", "0301234567")
    other = make.make_organisation("Giày Tân Quận 4")
    page = html(client.get(address, {"tim": "giay tan"}))
    assert f'name="into" value="{other.pk}"' in page
    answer = client.post(address, {"act": "merge", "into": str(other.pk)}, follow=True)
    assert "Từ nay đếm là một." in html(answer)
    assert set(other.merged.all()) == set(Organisation.objects.exclude(pk=other.pk))
    for into in ("", "x", "9" * 30):
        assert client.post(f"{ORGANISATIONS}{other.pk}/", {"act": "merge", "into": into}).status_code == 422
    assert client.post(f"{ORGANISATIONS}{other.pk}/", {"act": "burn"}).status_code == 400


def test_a_unit_neither_merges_nor_edits_what_others_recorded_too(as_, helped):
    address = f"{ORGANISATIONS}{helped.pk}/"
    client = as_("p1")
    assert client.post(address, {"act": "merge", "into": str(helped.pk)}).status_code == 403
    page = html(client.get(address))
    assert 'id="gop"' not in page
    assert 'id="gop"' in html(as_("reviewer").get(address))
    client = as_("p1")
    other = make.make_organisation("May Bến Vân Đồn")
    make.make_activity(make.make_unit("P1"), "support", organisations=[other])
    make.make_activity(make.make_unit("P2"), "support", organisations=[other])
    assert client.post(f"{ORGANISATIONS}{other.pk}/", {"act": "edit", "name": "X"}).status_code == 403


# --- Schools ---------------------------------------------------------------------------------------------------------


def test_the_list_of_schools_says_who_lacks_what(as_, district):
    school, bare = make.make_school("CO"), make.make_school("KHONG")
    club = make.make_activity(district.gddt, "club", title="Câu lạc bộ Nhà sáng tạo nhí", schools=[school], state="confirmed")
    make.make_activity(district.gddt, "event", title="Hội thi", event_type="contest", level="school", schools=[school])
    page = html(as_("gddt").get(SCHOOLS, {"nam": "2018"}))
    assert "1 trên 2 trường THCS, THPT có câu lạc bộ sáng tạo; 1 trường có cả" in page
    assert f'href="/so-theo-doi/{club.pk}/"' in page
    assert "chờ xác nhận" in page
    assert re.findall(r'data-school="(\w+)"', html(as_("gddt").get(SCHOOLS, {"thieu": "1"}))) == ["KHONG"]
    # A ward learns that there is a club, leadership also which, once it is confirmed.
    assert "Nhà sáng tạo nhí" not in html(as_("p1").get(SCHOOLS))
    page = html(as_("leader").get(SCHOOLS))
    assert ("Nhà sáng tạo nhí" in page, "Hội thi" in page) == (True, False)
    assert bare.school.level == "thcs"


def test_an_administrator_keeps_the_list_and_reads_no_record(as_, district):
    school = make.make_school()
    make.make_activity(district.gddt, "club", title="Câu lạc bộ Nhà sáng tạo nhí", schools=[school])
    client = as_("administrator")
    for address in (SCHOOLS, f"{SCHOOLS}{school.code}/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Nhà sáng tạo nhí" not in html(answer)
        assert 'href="/so-theo-doi/"' not in html(answer)
    assert as_("nobody").get(SCHOOLS).status_code == 403


SAID = {"name": "Trường Trung học cơ sở Vân Đồn", "level": "thcs", "managed_by": "district", "valid_from": "01/08/2016"}


def test_a_school_is_added_and_put_right(as_):
    client = as_("gddt")
    answer = client.post(SCHOOLS, SAID | {"valid_from": "31/02/2016"})
    assert answer.status_code == 422
    assert 'value="31/02/2016"' in html(answer)
    assert client.post(SCHOOLS, SAID).status_code == 302
    unit = School.objects.get().unit
    address = f"{SCHOOLS}{unit.code}/"
    said = SAID | {"level": "thpt", "managed_by": "city", "revision": str(schools.revision(unit))}
    assert client.post(address, said).status_code == 302
    assert School.objects.get().level == "thpt"
    answer = client.post(address, said | {"name": "Tên vừa gõ"})
    assert (answer.status_code, 'value="Tên vừa gõ"' in html(answer)) == (409, True)
    assert client.get(f"{SCHOOLS}KHONG-CO/").status_code == 404
    assert client.get(f"{SCHOOLS}P1/").status_code == 404


@pytest.mark.parametrize("name", ["p1", "leader", "nobody"])
def test_nobody_else_changes_schools(as_, name):
    school = make.make_school()
    client = as_(name)
    assert client.post(SCHOOLS, SAID).status_code == 403
    assert client.post(f"{SCHOOLS}{school.code}/", SAID).status_code == 403
    # Nor are they told what is wrong with what they typed.
    assert client.post(SCHOOLS, SAID | {"valid_from": "31/02/2016"}).status_code == 403
    assert Unit.objects.filter(kind="school").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_schools_asks_as_much_for_one_as_for_three(as_, district, django_assert_num_queries, count):
    rows = [make.make_school(f"TRUONG-{n}") for n in range(count)]
    for row in rows:
        make.make_activity(district.gddt, "club", schools=[row])
        make.make_activity(district.gddt, "event", event_type="contest", level="school", schools=[row])
    client = as_("gddt")
    with django_assert_num_queries(7):
        assert html(client.get(SCHOOLS)).count("data-school=") == count


# --- People ----------------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_own_people_and_the_office_everybody(as_, district):
    row = make.make_activity(
        district.plan.coordinator, "training", title="Lớp tháng 5", state="confirmed", trainees=[district.people["p1"]]
    )
    link = f'<a href="{at(row)}">Lớp tháng 5</a>'
    page = html(as_("p1").get(PEOPLE))
    assert re.findall(r'data-unit="(\w+)" data-lacks="(\w+)"', page) == [("P1", "no")]
    # Another unit's record is named, and opens to those who may read it.
    assert "Lớp tháng 5" in page and link not in page
    page = html(as_("reviewer").get(PEOPLE))
    assert link in page
    assert len(re.findall("data-unit=", page)) == 5
    assert "1 trên 4 cán bộ phụ trách đã qua bồi dưỡng được xác nhận." in page
    assert "Chưa có cán bộ phụ trách" in page
    lacking = re.findall(r'data-unit="(\w+)"', html(as_("leader").get(PEOPLE, {"thieu": "1"})))
    assert set(lacking) == {"P2", "GDDT", "TTVH", "PKT"}


def test_leadership_does_not_read_of_a_class_that_is_not_confirmed(as_, district):
    make.make_activity(district.p1, "training", title="Lớp chưa ai xác nhận", trainees=[district.people["p1"]])
    assert "Lớp chưa ai xác nhận" in html(as_("reviewer").get(PEOPLE))
    assert "Lớp chưa ai xác nhận" not in html(as_("leader").get(PEOPLE))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_asks_as_much_for_one_unit_as_for_three(as_, district, django_assert_num_queries, count):
    for number in range(count):
        person = make.make_user(role="reporter", unit=make.make_unit(f"P{number + 3}"))
        make.make_activity(district.p1, "training", trainees=[person])
    client = as_("reviewer")
    with django_assert_num_queries(6):
        client.get(PEOPLE)


# --- Home ------------------------------------------------------------------------------------------------------------


def test_the_offices_home_says_how_many_records_wait(as_, district):
    assert "Xác nhận sổ theo dõi" not in html(as_("reviewer").get("/"))
    make.make_activity(district.p1)
    make.make_activity(district.p1, state="confirmed")
    assert "<span>Xác nhận sổ theo dõi</span><b>1</b>" in html(as_("reviewer").get("/"))


def test_a_units_home_says_what_the_office_sent_back(as_, district):
    make.make_activity(district.p1, state="returned")
    make.make_activity(district.p2, state="returned", partners=[district.p1])
    assert "1 bản ghi bị trả lại" in html(as_("p1").get("/"))
    assert "bản ghi bị trả lại" not in html(as_("gddt").get("/"))
