"""Units taken in from a sheet: what is read, refused, written, and taken back."""

import datetime as dt

import pytest

from tests import factories as make
from tests.taking import applied, planned, round_trip, upload, xlsx
from units.importing import taking
from units.importing.runs import ImportRun
from units.models import AuditEvent, Unit, User
from units.moves import NotAllowed, Refused, WrongState
from units.resources import UnitResource

pytestmark = pytest.mark.django_db
HEADS = ["Mã đơn vị", "TÊN ĐẦY ĐỦ", "Loai", "Phải gửi báo cáo", "Từ ngày"]


@pytest.fixture
def administrator():
    return make.make_user(role="administrator")


def ward(code="P9", name="Ủy ban nhân dân Phường 9", **fields):
    return [code, name, "phường", "có", fields.get("since", "19/12/2016")]


def sheet(*rows):
    return xlsx(["TT", *HEADS], *([n, *row] for n, row in enumerate(rows, 1)), above=[["DANH SÁCH ĐƠN VỊ"], []])


def test_a_sheet_adds_changes_and_leaves(administrator):
    make.make_unit("P1", files_reports=False)
    same = make.make_unit("P2")
    run = applied(UnitResource, sheet(
        ward("p1", "Ủy ban nhân dân Phường 1"), ward("P2", same.name), ward(),
    ), administrator)  # fmt: skip
    assert run.counts == {"new": 1, "changed": 1, "same": 1}
    made = Unit.objects.get(code="P9")
    assert (made.kind, made.group, made.short_name, made.valid_from) == (
        Unit.Kind.WARD, Unit.Group.WARD, "Ủy ban nhân dân Phường 9", dt.date(2016, 12, 19),
    )  # fmt: skip
    assert Unit.objects.get(folded__contains="phuong 9") == made
    assert Unit.objects.get(code="P1").files_reports
    line = made.history.get()
    assert (line.history_type, line.history_user, line.name, line.valid_from) == (
        "+", administrator, made.name, made.valid_from,
    )  # fmt: skip
    event = AuditEvent.objects.get(act="imports.apply")
    assert (event.subject, event.after["rows_new"]) == (run.key, 1)


def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_written(administrator):
    found = planned(UnitResource, sheet(
        ward(since="12/19/2016"), ["P 8", "Phường 8", "thôn", "có", "01/01/2017"], ward("P7"), ward("p7"), ward("P6", ""),
    ), administrator)  # fmt: skip
    told = {(wrong.where, wrong.label): wrong.text for wrong in found.wrong}
    assert told == {
        ("F4", "Từ ngày"): "“12/19/2016” viết tháng trước ngày: viết ngày trước, tháng sau: 19/12/2016.",
        ("B5", "Mã"): "“P 8” không phải mã: chỉ dùng chữ không dấu, chữ số và gạch nối, ví dụ P1.",
        ("D5", "Loại"): "“thôn” không có trong danh sách: chọn một trong “phường”, “phòng chuyên môn”, “văn phòng”, "
        "“Mặt trận và tổ chức chính trị - xã hội”, “đơn vị sự nghiệp công lập”.",
        ("B7", "Mã"): "Trùng với dòng 6: bỏ bớt một dòng.",
        ("C8", "Tên đầy đủ"): "Cột này phải có ở mỗi dòng.",
    }
    run = taking.hand_in(UnitResource(), upload(sheet(ward("P 8"))), by=administrator, at=make.at("2018-06-08T09:00"),
                         on=dt.date(2018, 6, 8))  # fmt: skip
    with pytest.raises(Refused):
        taking.apply(run, UnitResource(), by=administrator, at=make.at("2018-06-08T09:00"), on=dt.date(2018, 6, 8), stamp="")
    run.refresh_from_db()
    assert (run.state, Unit.objects.count()) == (ImportRun.State.UPLOADED, 0)


def test_its_own_export_changes_nothing(administrator):
    make.make_unit("P1", valid_to=dt.date(2020, 12, 31), authority="Quyết định 12", has_head_step=False)
    make.make_unit("PKT", ref="IV.1", is_active=False, order=30)
    assert round_trip(UnitResource, administrator) == ({"new": 0, "changed": 0, "same": 2}, [])


def test_it_is_taken_back_as_one_act(administrator):
    old = make.make_unit("P1", name="Phường Một")
    run = applied(UnitResource, sheet(ward("P1", "Ủy ban nhân dân Phường 1"), ward()), administrator)
    taking.undo(run, UnitResource(), by=administrator, at=make.at("2018-06-08T10:00"))
    old.refresh_from_db()
    assert (old.name, [unit.code for unit in Unit.objects.all()]) == ("Phường Một", ["P1"])
    assert old.sort_key == make.make_unit("P1").sort_key
    assert old.history.first().name == "Phường Một"
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE
    with pytest.raises(WrongState):
        taking.undo(run, UnitResource(), by=administrator, at=make.at("2018-06-08T10:00"))


def test_what_was_changed_or_used_since_is_not_taken_back(administrator):
    make.make_unit("P1", name="Phường Một")
    run = applied(UnitResource, sheet(ward("P1", "Ủy ban nhân dân Phường 1"), ward(), ward("P8", "Phường Tám")), administrator)
    Unit.objects.filter(code="P1").update(name="Phường 1")
    Unit.objects.filter(code="P8").update(order=8)
    make.make_people(Unit.objects.get(code="P9"))
    with pytest.raises(Refused) as refusal:
        taking.undo(run, UnitResource(), by=administrator, at=make.at("2018-06-08T10:00"))
    assert {text for _, text in refusal.value.problems} == {
        "“Ủy ban nhân dân Phường 1” đã được sửa sau khi nhập.",
        "“Phường Tám” đã được sửa sau khi nhập.",
        "“Ủy ban nhân dân Phường 9” đang được dùng ở phân công.",
    }


def test_only_an_administrator_may(administrator):
    reviewer = make.make_user(role="reviewer", unit=make.make_unit("PKT"))
    run = applied(UnitResource, sheet(ward()), administrator)
    with pytest.raises(NotAllowed):
        taking.undo(run, UnitResource(), by=reviewer, at=make.at("2018-06-08T10:00"))
    with pytest.raises(NotAllowed):
        taking.hand_in(UnitResource(), upload(b""), by=reviewer, at=make.at("2018-06-08T09:00"), on=dt.date(2018, 6, 8))


def test_who_lost_the_right_applies_and_drops_nothing_of_what_they_handed_in(administrator):
    now, today = make.at("2018-06-08T09:00"), dt.date(2018, 6, 8)
    run = taking.hand_in(UnitResource(), upload(sheet(ward())), by=administrator, at=now, on=today)
    stamp = taking.preview(run, UnitResource(), by=administrator, on=today).stamp
    administrator.memberships.update(valid_to=dt.date(2018, 6, 7))
    former = User.objects.get(pk=administrator.pk)
    with pytest.raises(NotAllowed):
        taking.apply(run, UnitResource(), by=former, at=now, on=today, stamp=stamp)
    with pytest.raises(NotAllowed):
        taking.drop(run, UnitResource(), by=former)
    run.refresh_from_db()
    assert run.state == run.State.UPLOADED
    assert not Unit.objects.exists()
