"""Mẫu văn bản: letterheads and signatories are rows; a report takes one, freezes it, and may go out under another."""

import datetime as dt
import re
from io import BytesIO
from types import SimpleNamespace

import docx as reader
import pytest
from openpyxl import load_workbook

from initiatives.said import Said
from reports import loading, office_templates, publishing, reissuing, signatories
from reports.documents import content, docx, xlsx
from reports.models import OfficeTemplate, Publication, Signatory
from targets.loading import packaged
from tests import factories as make
from tests.reports.snapshots import sample_snapshot
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

URL = "/tong-hop/2018/1/"
TODAY = dt.date(2018, 6, 8)
DEPUTY = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"

# --- What may stand in a signature (domain §10) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "TRƯỞNG PHÒNG",
        "Q. TRƯỞNG PHÒNG",
        "KT. TRƯỞNG PHÒNG/PHÓ TRƯỞNG PHÒNG",
        "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH",
        "TL. CHỦ TỊCH/TRƯỞNG PHÒNG KINH TẾ",
        "TL. CHỦ TỊCH/KT. TRƯỞNG PHÒNG KINH TẾ/PHÓ TRƯỞNG PHÒNG",
        "TUQ. CHỦ TỊCH/TRƯỞNG PHÒNG KINH TẾ",
    ],
)
def test_every_form_of_signing_is_taken(lines):
    assert signatories.posts_wrong_with(lines.split("/")) == ""


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "Ghi chức vụ"),
        (["Trưởng phòng"], "chữ in hoa: “TRƯỞNG PHÒNG”"),
        (["TM. ỦY BAN NHÂN DÂN"], "phải là chức vụ"),
        (["THAY MẶT ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Dòng 1 “THAY MẶT ỦY BAN NHÂN DÂN” phải bắt đầu bằng TM."),
        (["KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"], "phải là dòng đầu"),
        (["KT. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"], "dòng cuối là chức vụ cấp phó"),
        (["TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"], "thêm dòng “KT. CHỦ TỊCH”"),
        (["TRƯỞNG PHÒNG", "KINH TẾ"], "phải bắt đầu bằng TM."),
        (["TM. A", "KT. B", "TL. C", "TUQ. D", "E"], "nhiều nhất 4"),
        (["TRƯỞNG PHÒNG TÀI NGUYÊN VÀ MÔI TRƯỜNG"], "không vừa cột chữ ký"),
    ],
)
def test_other_forms_are_refused_in_words(lines, says):
    assert says in signatories.posts_wrong_with(lines)


def wrong_with(read, typed):
    form = Said(typed)
    read(form)
    return dict(form.problems)


@pytest.mark.parametrize(
    ("name", "lines", "says"),
    [
        ("TS. Nguyễn Văn An", "CHỦ TỊCH", "không ghi học hàm"),
        ("Thạc sĩ Nguyễn Văn An", "CHỦ TỊCH", "không ghi học hàm"),
        ("NGUYỄN VĂN AN", "CHỦ TỊCH", "hoa chữ đầu"),
        ("An", "CHỦ TỊCH", "đủ họ và tên"),
        ("", "CHỦ TỊCH", "chỉ chức vụ Trưởng phòng để trống được"),
        ("", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG", "chỉ chức vụ Trưởng phòng để trống được"),
        ("", "TL. CHỦ TỊCH\nTRƯỞNG PHÒNG KINH TẾ", None),
        ("", "TRƯỞNG PHÒNG", None),
        ("Bạch Thị Bình", "CHỦ TỊCH", None),
    ],
)
def test_a_name_bears_no_title_and_only_the_publishers_may_be_blank(name, lines, says):
    found = wrong_with(signatories.read, {"post_lines": lines, "name": name, "valid_from": "01/01/2018"})
    assert (says in found["name"]) if says else (found == {})


GOOD = {
    "name": "Phòng Kinh tế gửi UBND",
    "parent": "ỦY BAN NHÂN DÂN QUẬN 4",
    "agency": "PHÒNG KINH TẾ",
    "agency_name": "Phòng Kinh tế",
    "symbol": "BC-KT",
    "place": "Quận 4",
    "addressee": "Ủy ban nhân dân Quận 4",
    "bases": "Căn cứ Kế hoạch số 294/KH-UBND;\n\n Công văn số 837 .",
    "voice": "gathers",
    "closing": "",
    "recipients": "- Như trên;\n- Lưu: VT, KT.",
}


def test_what_a_typist_adds_is_taken_off():
    form = Said(GOOD)
    columns = office_templates.read(form)
    assert form.problems == []
    assert columns["bases"] == "Kế hoạch số 294/KH-UBND\nCông văn số 837"
    assert columns["recipients"] == "Như trên\nLưu: VT, KT"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("agency", "", "Ghi cơ quan ban hành"),
        ("agency", "Phòng Kinh tế", "in hoa: “PHÒNG KINH TẾ”"),
        ("parent", "ỦY BAN NHÂN DÂN " * 6, "không vừa cột trái"),
        ("parent", "CƠQUANVIẾTLIỀNKHÔNGCÁCHRA", "không vừa cột trái"),
        ("agency_name", "PHÒNG KINH TẾ", "chữ thường"),
        ("symbol", "BC/KT", "BC, gạch nối"),
        ("symbol", "KH-UBND", "BC, gạch nối"),
        ("symbol", "bc-kt", "BC, gạch nối"),
        ("place", "quận 4", "hoa chữ đầu"),
        ("place", "Quận 4,", "không có dấu phẩy"),
        ("addressee", "Kính gửi: UBND", "cổng tự in"),
        ("bases", "\n".join(f"Văn bản {n}" for n in range(11)), "nhiều nhất 10"),
        ("voice", "khác", "Chọn lời văn"),
        ("recipients", "", "Ghi nơi nhận"),
        ("recipients", "Như trên\nVăn phòng", "đang là “Văn phòng”"),
        ("recipients", "Lưu: VT\nNhư trên", "phải là dòng cuối"),
        ("recipients", "Như trên\nLưu:", "ví dụ “Lưu: VT, KT”"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(field, typed, says):
    found = wrong_with(office_templates.read, GOOD | {field: typed})
    assert list(found) == [field]
    assert says in found[field]


# --- A house with both letterheads -----------------------------------------------------------------------------------


@pytest.fixture
def house(db, as_of):
    plan = make.make_plan()
    period = make.make_period(plan, 2018, 1)
    rows = office_templates.of_plan(plan)
    for template, people in rows:
        template.save()
        for row in people:
            row.template = template
            row.save()
    (office, (own,)), (committee, (chairman,)) = rows
    house = SimpleNamespace(
        period=period, office=office, own=own, committee=committee, chairman=chairman,
        chief=make.make_user("pkt.truongphong", role="office_head", unit=plan.coordinator, full_name="Phạm Quốc Bảo"),
        reviewer=make.make_user("pkt.chuyenvien", role="reviewer", unit=plan.coordinator),
        leader=make.make_user("ubnd.lanhdao", role="leader"),
    )  # fmt: skip
    snapshot = sample_snapshot() | {"reported": "báo cáo của 27 trên 28 đơn vị"}
    texts = {section["key"]: section["text"] for section in snapshot["sections"]}
    house.first = make.make_publication(period, snapshot, signatory=own, **texts)
    return house


def sent_to_department(house):
    draft = reissuing.begin(house.first, house.committee, by=house.reviewer)
    publishing.publish(draft, by=house.chief, revision=0)
    return draft


def test_the_plan_brings_two_templates_once_and_leaves_what_was_changed(db):
    (path,) = packaged()
    assert loading.load(path).created["mẫu văn bản"] == 2
    office, committee = OfficeTemplate.objects.all()
    assert (office.symbol, office.parent, office.addressee) == (
        "BC-KT", "ỦY BAN NHÂN DÂN QUẬN 4", "Ủy ban nhân dân Quận 4",
    )  # fmt: skip
    assert (committee.symbol, committee.parent, committee.addressee) == ("BC-UBND", "", "Sở Khoa học và Công nghệ")
    assert [str(row) for row in Signatory.objects.all()] == [
        "Người công bố, Trưởng phòng", "Trần Hoàng Quân, TM. Ủy ban nhân dân, Chủ tịch",
    ]  # fmt: skip
    for template in (office, committee):
        # What is loaded is what the page itself would take.
        typed = {name: getattr(template, name) for name in office_templates.FIELDS}
        assert wrong_with(office_templates.read, typed) == {}
    OfficeTemplate.objects.filter(pk=office.pk).update(place="Quận Tư")
    committee.signatories.all().delete()
    committee.delete()
    assert loading.load(path).created["mẫu văn bản"] == 0
    assert list(OfficeTemplate.objects.values_list("key", "place")) == [("phong", "Quận Tư")]


def test_a_portal_without_templates_writes_as_the_office_of_its_plan(db):
    period = make.make_period(make.make_plan(), 2018, 1)
    letter = office_templates.letter(office_templates.chosen(Publication(period=period), TODAY), "Phạm Quốc Bảo")
    assert (letter.symbol, letter.signature, letter.signatory) == ("BC-KT", ("TRƯỞNG PHÒNG",), "Phạm Quốc Bảo")


def test_the_head_signs_unless_another_is_chosen(house):
    deputy = Signatory.objects.create(
        template=house.committee, post_lines=DEPUTY, name="Nguyễn Văn An", valid_from=dt.date(2018, 1, 1)
    )
    assert deputy.is_deputy and str(deputy) == "Nguyễn Văn An, TM. Ủy ban nhân dân, KT. Chủ tịch, Phó chủ tịch"
    assert office_templates.default_of(house.committee, TODAY) == house.chairman
    house.chairman.valid_to = dt.date(2018, 5, 31)
    house.chairman.save()
    assert office_templates.default_of(house.committee, TODAY) == deputy
    assert office_templates.default_of(house.committee, dt.date(2018, 5, 31)) == house.chairman
    assert office_templates.default_of(house.committee, dt.date(2016, 1, 1)) is None


def test_with_nobody_in_force_nothing_is_published_under_a_letterhead_that_was_never_entered(house):
    draft = publishing.correct(house.first, by=house.reviewer, reason="Sai")
    Publication.objects.filter(pk=draft.pk).update(signatory=None)
    Signatory.objects.update(valid_to=dt.date(2018, 5, 31))
    draft = Publication.objects.get(pk=draft.pk)
    assert office_templates.chosen(draft, TODAY) == house.own
    with pytest.raises(Refused, match="đến hết ngày 31/05/2018"):
        publishing.publish(draft, by=house.chief, revision=0)


# --- Under another letterhead ----------------------------------------------------------------------------------------


def test_the_same_figures_go_to_the_department_under_the_committees_letterhead(house, client):
    client.force_login(house.reviewer)
    assert client.post(URL, {"act": "reissue", "template": house.committee.pk}).status_code == 302
    copy = Publication.objects.get(copy_of=house.first)
    page = client.get(URL).content.decode()
    assert "Số liệu như bản 1, công bố ngày" in page
    assert "Gom từ đơn vị" not in page and 'value="gather"' not in page
    changed = {"act": "save", "revision": "0", "proposals": "Đề nghị Sở hỗ trợ biểu mẫu.", "document_number": "9"}
    assert client.post(URL, changed).status_code == 302
    client.force_login(house.chief)
    assert "BC-UBND" in client.get(f"{URL}?xem=in").content.decode()
    assert client.post(URL, {"act": "publish", "revision": "1", "read": "1"}).status_code == 302
    copy.refresh_from_db()
    old, new = house.first.snapshot, copy.snapshot
    for part in ("targets", "units", "counts", "period", "plan", "reported"):
        assert new[part] == old[part]
    assert (copy.number, new["number"], new["copy_of"]) == (2, 2, {"number": 1, "code": old["code"]})
    assert copy.code not in (house.first.code, old["code"]) and new["code"] == copy.code
    assert new["document"] == old["document"] | {
        "parent": "",
        "agency": "ỦY BAN NHÂN DÂN QUẬN 4",
        "agency_name": "Ủy ban nhân dân Quận 4",
        "number": "9",
        "symbol": "BC-UBND",
        "date": "2018-06-08",
        "addressee": "Sở Khoa học và Công nghệ",
        "signature": {"lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": "Người ký"},
        "recipients": [
            "Như trên", "TT. Quận ủy, TT. HĐND quận", "CT, các PCT UBND quận", "Phòng PKT", "Lưu: VT, KT",
        ],
    }  # fmt: skip
    assert new["opening"].endswith(
        "Ủy ban nhân dân Quận 4 báo cáo kết quả Quý I năm 2018, tổng hợp từ báo cáo của 27 trên 28 đơn vị, như sau:"
    )
    assert new["closing"].endswith("Quý I năm 2018 của Ủy ban nhân dân Quận 4")
    said = {section["key"]: section["text"] for section in new["sections"]}
    assert said["proposals"] == "Đề nghị Sở hỗ trợ biểu mẫu." and said["results"] == house.first.results
    # A copy closes no quarter, and is not what the plain address shows.
    house.period.refresh_from_db()
    assert house.period.closed_at is None
    client.force_login(house.leader)
    assert "Mã kiểm tra" in (page := client.get(URL).content.decode()) and "UBND Quận 4 gửi Sở KH&amp;CN" in page
    assert house.first.code in page
    assert copy.code in client.get(f"{URL}?ban=2").content.decode()
    client.logout()
    page = client.get(f"/kiem-tra/{copy.code}/").content.decode()
    assert "đang có hiệu lực" in page and f'href="/kiem-tra/{house.first.code}/"' in page
    assert "<dd>ỦY BAN NHÂN DÂN QUẬN 4</dd>" in page


def test_a_correction_of_the_figures_ends_what_was_copied_from_them_and_its_copy_replaces_it(house, client):
    copy = sent_to_department(house)
    with pytest.raises(WrongState):
        reissuing.begin(house.first, house.committee, by=house.reviewer)  # it has gone out
    with pytest.raises(WrongState):
        reissuing.begin(copy, house.office, by=house.reviewer)
    second = publishing.correct(house.first, by=house.reviewer, reason="Sót một phường")
    assert (second.number, second.signatory) == (3, house.own)
    Publication.objects.filter(pk=second.pk).update(
        state="published", code="CODE-0003", published_at=house.first.published_at, snapshot=house.first.snapshot
    )
    second = Publication.objects.get(pk=second.pk)
    copy = Publication.objects.get(pk=copy.pk)
    assert publishing.successor(copy) == second
    with pytest.raises(WrongState):
        publishing.correct(copy, by=house.reviewer, reason="Sai chính tả")
    page = client.get(f"/kiem-tra/{copy.code}/").content.decode()
    assert "số liệu đã được đính chính ở bản 3" in page and "CODE-0003" in page
    again = reissuing.begin(second, house.committee, by=house.reviewer)
    assert (again.replaces, again.reason, again.number) == (copy, "Sót một phường", 4)
    publishing.publish(again, by=house.chief, revision=0)
    assert publishing.successor(Publication.objects.get(pk=copy.pk)) == again
    assert "Bản 4, thay cho bản 2" in content.read(again.snapshot).replaces


def test_words_of_a_copy_are_corrected_by_a_copy_of_the_same(house):
    copy = sent_to_department(house)
    draft = publishing.correct(copy, by=house.reviewer, reason="Sai chính tả")
    assert (draft.copy_of, draft.replaces, draft.signatory) == (house.first, copy, house.chairman)
    assert office_templates.choices(draft, TODAY) == [(house.committee, [house.chairman])]


def test_a_copy_is_begun_by_who_writes_the_offices_reports(house):
    with pytest.raises(NotAllowed):
        reissuing.begin(house.first, house.committee, by=house.leader)
    assert Publication.objects.get() == house.first


def test_one_draft_at_a_time_and_one_that_is_thrown_away_makes_room(house):
    draft = reissuing.begin(house.first, house.committee, by=house.reviewer)
    with pytest.raises(WrongState):
        publishing.correct(house.first, by=house.reviewer, reason="Sai")
    with pytest.raises(Refused, match="giữ số liệu"):
        publishing.gather_again(draft, by=house.reviewer, revision=0)
    with pytest.raises(publishing.StaleDraft):
        reissuing.discard(draft, by=house.reviewer, revision=7)
    with pytest.raises(NotAllowed):
        reissuing.discard(draft, by=house.leader, revision=0)
    reissuing.discard(draft, by=house.reviewer, revision=0)
    assert list(Publication.objects.values_list("number", flat=True)) == [1]
    correction = publishing.correct(house.first, by=house.reviewer, reason="Sai")
    with pytest.raises(WrongState):
        reissuing.discard(correction, by=house.reviewer, revision=0)
    assert list(AuditEvent.objects.order_by("pk").values_list("act", flat=True)) == [
        "publications.reissue", "publications.discard", "publications.correct",
    ]  # fmt: skip


def test_what_was_typed_for_a_discarded_draft_does_not_go_into_the_next_one(house, client):
    client.force_login(house.reviewer)
    thrown = reissuing.begin(house.first, house.committee, by=house.reviewer)
    assert f'name="draft" value="{thrown.pk}"' in client.get(URL).content.decode()
    assert client.post(URL, {"act": "discard", "revision": "0", "draft": thrown.pk}).status_code == 302
    draft = publishing.correct(house.first, by=house.reviewer, reason="Sai")
    answer = client.post(URL, {"act": "save", "revision": "0", "draft": thrown.pk, "results": "Lời cho Sở"})
    assert answer.status_code == 409 and "Lời cho Sở" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.revision, draft.results) == (0, house.first.results)


# --- Who signs this report -------------------------------------------------------------------------------------------


def test_who_may_not_sign_on_the_documents_day_is_refused_when_chosen_and_when_published(house, client):
    draft = publishing.correct(house.first, by=house.reviewer, reason="Sai")
    house.chairman.valid_to = dt.date(2018, 5, 31)
    house.chairman.save()
    client.force_login(house.chief)
    typed = {"act": "save", "revision": "0", "signatory": house.chairman.pk, "document_number": "", "results": "Lời mới"}
    answer = client.post(URL, typed | {"document_date": "08/06/2018"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "chỉ ký được từ ngày" in page and 'aria-describedby="signatory-h signatory-e"' in page and "Lời mới" in page
    assert client.post(URL, typed | {"document_date": "31/05/2018"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.signatory, draft.results) == (house.chairman, "Lời mới")
    # Saved again for another day, with who is there already: nothing typed is held up, publishing is.
    client.post(URL, typed | {"revision": "1", "document_date": "08/06/2018"})
    draft.refresh_from_db()
    with pytest.raises(Refused, match="ngày văn bản là 08/06/2018"):
        publishing.publish(draft, by=house.chief, revision=2)
    draft.refresh_from_db()
    assert draft.state == "draft"
    # A choice that was not saved does not slip into what is published.
    answer = client.post(URL, {"act": "publish", "revision": "2", "read": "1", "signatory": house.own.pk})
    assert answer.status_code == 422 and "chưa lưu" in answer.content.decode()


# --- The page --------------------------------------------------------------------------------------------------------


def test_editing_a_template_is_the_heads_logged_and_changes_no_published_copy(house, client):
    copy = sent_to_department(house)
    page_url = "/mau-van-ban/uy-ban/"
    typed = {name: getattr(house.committee, name) for name in office_templates.FIELDS} | {"revision": "0"}
    client.force_login(house.reviewer)
    assert "Lưu mẫu" not in client.get(page_url).content.decode()
    client.force_login(house.chief)
    tried = client.post(page_url, typed | {"act": "preview", "agency": "ỦY BAN NHÂN DÂN QUẬN TƯ"}).content.decode()
    assert "Chưa lưu" in tried and '<b class="q-ul">ỦY BAN NHÂN DÂN<br>QUẬN TƯ</b>' in tried
    refused = client.post(page_url, typed | {"agency": "Ủy ban", "closing": "Giữ lại lời này"})
    assert refused.status_code == 422
    assert 'aria-describedby="agency-h agency-e"' in (page := refused.content.decode()) and "Giữ lại lời này" in page
    assert OfficeTemplate.objects.get(pk=house.committee.pk).revision == 0
    assert client.post(page_url, typed | {"place": "Quận Tư"}).status_code == 302
    answer = client.post(page_url, typed | {"place": "Quận Bốn"})
    assert answer.status_code == 409 and "Quận Bốn" in answer.content.decode()
    template = OfficeTemplate.objects.get(pk=house.committee.pk)
    assert (template.place, template.revision, template.history.count()) == ("Quận Tư", 1, 2)
    event = AuditEvent.objects.get(act="office_templates.edit")
    assert (event.subject, event.before, event.after) == ("mau-uy-ban", {"place": "Quận 4"}, {"place": "Quận Tư"})
    assert re.search(r"<li>Địa danh<small class=\"d-block\">[^<]+, Phạm Quốc Bảo</small></li>", client.get(page_url).content.decode())
    copy.refresh_from_db()
    assert copy.snapshot["document"]["place"] == "Quận 4"


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_templates_and_who_signs_are_the_heads_alone(house, who):
    template = house.committee
    typed = {name: getattr(template, name) for name in office_templates.FIELDS} | {"place": "Quận Tư"}
    signs = {"post_lines": DEPUTY, "name": "Nguyễn Văn An", "valid_from": "01/06/2018"}
    for act, row, said in (
        (office_templates.edit, template, typed),
        (signatories.add, template, signs),
        (signatories.edit, house.chairman, signs),
    ):
        with pytest.raises(NotAllowed):
            act(row, by=getattr(house, who), revision=0, said=said)
    assert OfficeTemplate.objects.get(pk=template.pk).revision == 0
    assert not Signatory.objects.filter(name="Nguyễn Văn An").exists()
    assert not AuditEvent.objects.exists()


def test_signatories_are_added_and_ended(house, client):
    client.force_login(house.chief)
    address = "/mau-van-ban/uy-ban/nguoi-ky/"
    typed = {"post_lines": DEPUTY, "name": "Nguyễn Văn An", "valid_from": "01/06/2018", "revision": "0"}
    refused = client.post(address, typed | {"valid_to": "31/05/2018"})
    assert refused.status_code == 422 and "trước ngày bắt đầu (01/06/2018)" in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409  # somebody changed the template since
    row = Signatory.objects.get(name="Nguyễn Văn An")
    assert client.post(f"{address}{row.pk}/", typed | {"revision": "1", "valid_to": "30/06/2018"}).status_code == 302
    row.refresh_from_db()
    assert (row.valid_to, row.history.count()) == (dt.date(2018, 6, 30), 2)
    event = AuditEvent.objects.get(act="signatories.edit")
    assert (event.before, event.after) == ({"valid_to": None}, {"valid_to": "2018-06-30"})
    page = client.get(f"/mau-van-ban/uy-ban/?ky={row.pk}").content.decode()
    assert "<div>KT. CHỦ TỊCH</div><div>PHÓ CHỦ TỊCH</div>" in page


@pytest.mark.parametrize("templates", [1, 3])
def test_the_list_asks_the_same_of_any_number_of_templates(house, client, django_assert_num_queries, templates):
    if templates == 1:
        house.chairman.delete()
        house.committee.delete()
    else:
        OfficeTemplate.objects.create(**GOOD | {"key": "khac", "order": 3})
    client.force_login(house.reviewer)
    client.get("/mau-van-ban/")
    with django_assert_num_queries(3):  # session and person; templates, who signs
        assert client.get("/mau-van-ban/").content.decode().count("data-label=\"Ký hiệu\"") == templates


# --- Files other than the PDF ----------------------------------------------------------------------------------------


def test_word_and_excel_have_the_letterhead_that_was_frozen():
    snapshot = sample_snapshot(date="2020-03-05")
    snapshot["document"] |= {
        "parent": "", "agency": "ỦY BAN NHÂN DÂN QUẬN 4", "symbol": "BC-UBND", "addressee": "Sở Khoa học và Công nghệ",
        "signature": {"lines": DEPUTY.split("\n"), "name": "Nguyễn Văn An"},
    }  # fmt: skip
    word = reader.Document(BytesIO(docx.draw(snapshot)))
    head, end = word.tables[0], word.tables[1]
    assert [(one.style.style_id, one.text) for one in head.cell(0, 0).paragraphs] == [
        ("Issuer", "ỦY BAN NHÂN DÂN"), ("Issuer", "QUẬN 4"), ("Rule", ""),
    ]  # fmt: skip
    assert head.cell(1, 0).text.endswith("/BC-UBND")
    assert [one.text for one in end.cell(0, 1).paragraphs] == [*DEPUTY.split("\n"), "Nguyễn Văn An"]
    assert "Kính gửi: Sở Khoa học và Công nghệ" in [one.text for one in word.paragraphs]
    sheet = load_workbook(BytesIO(xlsx.draw(snapshot)))["Báo cáo"]
    assert sheet["A1"].value == "ỦY BAN NHÂN DÂN QUẬN 4"
    said = dict(sheet.iter_rows(min_row=1, max_col=2, values_only=True))
    assert said["Kính gửi"] == "Sở Khoa học và Công nghệ"
    assert said["Người ký"] == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An"


def test_a_long_agency_stands_in_lines_of_like_length():
    snapshot = sample_snapshot()
    snapshot["document"] |= {"agency": "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN"}
    assert content.read(snapshot).agency_lines == ("VĂN PHÒNG", "HỘI ĐỒNG NHÂN DÂN", "VÀ ỦY BAN NHÂN DÂN")
