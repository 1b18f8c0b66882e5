"""Eleven thousand rows taken in from a sheet, units and records of the registry, against the ORM's own bulk upsert."""

import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook

from initiatives.kinds import Kind
from initiatives.models import Activity
from initiatives.resources import ActivityResource
from reports.benchmark import measure, pages
from reports.benchmark.lines import line
from units import clock
from units.importing import taking
from units.importing.planning import plan
from units.importing.resource import SheetResource
from units.models import Membership, Unit, User
from units.resources import UnitResource
from units.roles import Role
from units.sheets.opening import read

ROWS = 11_000
FIRST = dt.date(2017, 1, 2)
SUMMARY = "Người dân quét mã ở cửa, lấy số thứ tự và xem còn bao nhiêu lượt; phường đếm được giờ nào đông."


@line("import_11k_queries", "import_11k_x")
def imports(size, wanted) -> dict[str, float]:
    """The larger of the two of each: statements from handing in to the last row, and CPU of taking in ÷ the upsert."""
    call_command("load_plan", verbosity=0)
    found = [_measured(*sheet, size, wanted) for sheet in (_units(), _records())]
    return {name: max(values[name] for values in found) for name in wanted}


def _measured(resource, content, by, upsert, size, wanted) -> dict[str, float]:
    on, at = clock.today(), clock.now()
    found = {}
    if "import_11k_queries" in wanted:
        # As the person does it: handed in, looked at, taken in.
        found["import_11k_queries"] = pages.queries(_undone(lambda: _apply(_run(resource, content, by), resource, by)))
    if "import_11k_x" in wanted:
        run = _run(resource, content, by)
        stamp = taking.preview(run, resource(), by=by, on=on).stamp
        values = [row.values for row in plan(resource(), content, "", by=by, on=on).rows]
        whole, alone = measure.cpu_in_turns(
            _undone(lambda: taking.apply(run, resource(), by=by, at=at, on=on, stamp=stamp)),
            _undone(lambda: upsert(values)),
            rounds=size.rounds,
            warm_ups=1,
        )
        # Both begin with what the file says; reading the workbook is openpyxl's.
        reading, _ = measure.cpu_in_turns(lambda: read(content, ""), lambda: None, rounds=size.rounds, warm_ups=1)
        found["import_11k_x"] = (whole - reading) / alone
    return found


def _run(resource, content, by):
    upload = SimpleUploadedFile("bang.xlsx", content)
    return taking.hand_in(resource(), upload, by=by, at=clock.now(), on=clock.today())


def _apply(run, resource: type[SheetResource], by):
    on = clock.today()
    stamp = taking.preview(run, resource(), by=by, on=on).stamp
    taking.apply(run, resource(), by=by, at=clock.now(), on=on, stamp=stamp)


def _undone(act):
    """``act``, and what it wrote taken back, so that the next round finds the same."""

    def call():
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return call


def _sheet(heads, rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Bảng")
    for row in (heads, *rows):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _somebody(name, role) -> User:
    user = User.objects.create_user(name, full_name="Người đo")
    Membership.objects.create(user=user, role=role, valid_from=dt.date(2016, 12, 19))
    return user


# --- Every other row is there already, and says something else -------------------------------------------------------


def _units():
    since = dt.date(2016, 12, 19)
    rows = [
        [f"DX-{place:05}", f"Ủy ban nhân dân Phường thứ {place}", f"Phường thứ {place}", "phường", "phường", "có",
         since, place % 999]
        for place in range(ROWS)
    ]  # fmt: skip
    stored = [Unit(code=row[0], name=row[1], short_name="Phường cũ", kind=Unit.Kind.WARD, group=Unit.Group.WARD,
                   files_reports=True, valid_from=since, order=row[7]) for row in rows[::2]]  # fmt: skip
    for one in stored:
        one.fold()
    Unit.objects.bulk_create(stored)
    heads = ["Mã", "Tên đầy đủ", "Tên ngắn", "Loại", "Khối thi đua", "Phải gửi báo cáo", "Từ ngày", "Thứ tự"]
    names = ["name", "short_name", "folded", "sort_key", "kind", "group", "files_reports", "valid_from", "order"]

    def upsert(values):
        made = [Unit(**row) for row in values]
        for one in made:
            one.fold()
        Unit.objects.bulk_create(made, update_conflicts=True, unique_fields=["code"], update_fields=names)

    return UnitResource, _sheet(heads, rows), _somebody("do-nhap-don-vi", Role.ADMINISTRATOR), upsert


def _records():
    by, now = _somebody("do-nhap-so", Role.REVIEWER), timezone.now()
    unit = Unit.objects.get(code="P1")
    rows = [
        ["P1", "Mô hình ứng dụng", f"Mô hình lấy số thứ tự trực tuyến, số {place}",
         FIRST + dt.timedelta(place % 500), SUMMARY, "có", "III.1.a"]
        for place in range(ROWS)
    ]  # fmt: skip
    who = {"recorded_at": now, "recorded_by": by, "recorded_by_name": str(by), "edited_at": now}
    stored = [Activity(kind=Kind.MODEL, unit=unit, title=row[2], starts_on=row[3], summary="Ghi ban đầu.", **who)
              for row in rows[::2]]  # fmt: skip
    for one in stored:
        one.fold()
    Activity.objects.bulk_create(stored)
    heads = ["Đơn vị", "Loại việc", "Tên việc", "Ngày", "Tóm tắt", "Có hiệu quả", "Đề mục của Kế hoạch"]
    keys = {one.title: one.pk for one in stored}
    attributes = {name: column.attribute for name, column in ActivityResource().fields.items()}
    names = ["summary", "is_effective", "heading", "folded", "edited_at"]

    def upsert(values):
        made = [Activity(**who, **{attributes[name]: value for name, value in row.items()}) for row in values]
        for one in made:
            one.fold()
            one.pk = keys.get(one.title)
        Activity.objects.bulk_create([one for one in made if one.pk is None])
        Activity.objects.bulk_create(
            [one for one in made if one.pk], update_conflicts=True, unique_fields=["id"], update_fields=names
        )

    return ActivityResource, _sheet(heads, rows), by, upsert
