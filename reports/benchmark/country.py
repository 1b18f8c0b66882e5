"""A whole country's load: as many units as one likes, with four years of accepted reports and a quarter that is open.

Everything is computed from the number of a unit, a quarter and a target, so that two databases hold the same. What
comes by the million is made by the database itself (``INSERT … SELECT``): 4.4 million values would take Python an hour.
The words of all reports of a quarter are the same.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from reports import folding
from reports.models import Entry, Figure, Publication, Report, Version
from targets.models import Assignment, Commitment, Period, Plan, Target, Task
from targets.quarters import Quarter, months_of
from units import doorbell
from units.clock import ZONE
from units.models import Unit

OPEN = Quarter(2021, 1)  # after the sixteen that are accepted
# Five days after the deadline of the open quarter: whoever has not sent by now is late.
TODAY = dt.date(2021, 3, 19)
LATE_OF = 10  # every tenth unit is late, another tenth each quarter
BEGAN = dt.date(2016, 12, 19)
TASKS = 10
BATCH = 2_000
# Of ten units seven are wards.
_KINDS = [(Unit.Kind.WARD, Unit.Group.WARD)] * 7 + [
    (Unit.Kind.DEPARTMENT, Unit.Group.OFFICE),
    (Unit.Kind.MASS, Unit.Group.MASS),
    (Unit.Kind.PUBLIC, Unit.Group.PUBLIC),
]
_SAID = "Trong quý, đơn vị triển khai nhiệm vụ theo kế hoạch năm, rà soát nhu cầu và cập nhật sổ theo dõi."
_TEXTS = {"situation": _SAID, "results": _SAID}


@dataclass(frozen=True)
class Built:
    units: int
    reports: int
    values: int


def has_real_reports() -> bool:
    """Whether somebody has written or published anything here."""
    return Version.objects.exists() or Publication.objects.exists() or Report.objects.exclude(started_at=None).exists()


def build(number: int) -> Built:
    """Generate ``number`` units, each with every target of the plan, on a database without reports, and sum them up."""
    built = _build(number)
    with doorbell.silent():
        folding.rebuild(dt.timedelta(0))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # As its own daemon does some time after so many rows: plans are made, and kept, for what is there, and an
            # index alone answers what it can. Within the transaction of a test only the first may be done.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    return built


@transaction.atomic
def _build(number) -> Built:
    call_command("load_plan", verbosity=0)
    plan = Plan.objects.order_by("issued_on").first()
    # The units that the plan names only coordinate here: exactly ``number`` report.
    Unit.objects.update(files_reports=False)
    _units(number)
    targets = list(plan.targets.order_by("order"))
    for target in targets:
        _insert(Assignment, _Filing.ALL, target_id=target.pk, unit_id=_Sql("u.id"), reports=True, valid_from=BEGAN)
    for place, task in enumerate(Task.objects.filter(plan=plan).order_by("order", "pk")[:TASKS], 1):
        given = {"heading_id": task.heading_id, "ref": f"IV.0.{place}", "title": task.title, "order": place}
        _insert(Commitment, _Filing.ALL, unit_id=_Sql("u.id"), year=OPEN.year, **given)
    periods = _periods(plan)
    for place, period in enumerate(periods):
        _Filing(period, place).make(targets)
    return Built(number, Report.objects.count(), Figure.objects.count())


def _units(number):
    rows = []
    for place in range(1, number + 1):
        kind, group = _KINDS[place % len(_KINDS)]
        label = Unit.Kind(kind).label
        unit = Unit(
            code=f"D{place:05}",
            kind=kind,
            group=group,
            name=f"{label[:1].upper()}{label[1:]} số {place}",
            short_name=f"Đơn vị {place}",
            order=place,
            valid_from=BEGAN,
        )
        unit.fold()
        rows.append(unit)
    Unit.objects.bulk_create(rows, batch_size=BATCH)


def _periods(plan) -> list[Period]:
    """The sixteen, consolidated, and the open one: a quarter more than the plan asks."""
    Plan.objects.filter(pk=plan.pk).update(last_year=OPEN.year)
    dates = plan.reporting.calendar(OPEN)
    Period.objects.create(
        plan=plan,
        year=OPEN.year,
        quarter=OPEN.number,
        window_from=dates.window_from,
        window_to=dates.window_to,
        due_on=dates.due_on,
    )
    rows, now = Period.objects.filter(plan=plan), timezone.now()
    rows.update(opened_at=now)
    rows.exclude(year=OPEN.year).update(closed_at=now)
    return list(rows.order_by("year", "quarter"))


class _Filing:
    """What all units filed in one quarter, ``place`` of the sixteen and one."""

    ALL = "FROM {unit} u WHERE u.files_reports"
    SENT = "FROM {version} v JOIN {report} r ON r.id = v.report_id JOIN {unit} u ON u.id = r.unit_id"

    def __init__(self, period, place):
        self.period, self.place, self.is_open = period, place, period.value == OPEN

    def make(self, targets):
        _insert(Report, self.ALL, unit_id=_Sql("u.id"), period_id=self.period.pk, **_TEXTS)
        in_time = dt.datetime.combine(self.period.due_on - dt.timedelta(6), dt.time(9, 40), ZONE)
        self._send(self._of(late=False), in_time)
        late = self._of(late=True)
        if self.is_open:
            self._draft(late, targets, in_time)
        else:
            self._send(late, in_time + dt.timedelta(9))
        for target in targets:
            for number, slot in enumerate(_slots(target, self.period)):
                self._figures(target, slot, number)

    def _of(self, late):
        rows = Report.objects.filter(period=self.period).alias(turn=(F("unit__order") + self.place) % LATE_OF)
        return rows.filter(turn=0) if late else rows.exclude(turn=0)

    def _send(self, reports, at):
        """Also accepted, but in the open quarter."""
        where = f"= {self.period.pk} AND (u.{_q('order')} + {self.place}) %% {LATE_OF}"
        where += " = 0" if self._is_late(at) else " <> 0"
        _insert(
            Version,
            f"FROM {{report}} r JOIN {{unit}} u ON u.id = r.unit_id WHERE r.period_id {where}",
            report_id=_Sql("r.id"),
            number=1,
            unit_name=_Sql("u.name"),
            sent_at=at,
            sender_name="Người gửi",
            sender_role="Lãnh đạo đơn vị",
            accepted_at=None if self.is_open else at,
            accepted_name="" if self.is_open else "Người chấp nhận",
            content={"texts": _TEXTS, "figures": [], "progress": [], "attachments": []},
        )
        version = Subquery(Version.objects.filter(report=OuterRef("pk")).values("pk"))
        stamps = {"version_count": 1, "started_at": at, "edited_at": at, "first_sent_at": at, "last_sent_at": at}
        if self.is_open:
            stamps["state"] = Report.State.SENT
        else:
            stamps |= {"state": Report.State.ACCEPTED, "official": version, "accepted_at": at, "taken_at": at}
        Report.objects.filter(pk__in=reports.values("pk")).update(latest=version, **stamps)

    def _is_late(self, at):
        return at.date() > self.period.due_on

    def _draft(self, late, targets, at):
        """Half of those who are late have begun, with every second figure."""
        late = list(late.order_by("unit__order"))
        Report.objects.filter(pk__in=[row.pk for row in late]).update(situation="", results="")
        begun = late[::2]
        Report.objects.filter(pk__in=[row.pk for row in begun]).update(
            situation=_SAID, started_at=at, edited_at=at, revision=1
        )
        typed = [target for target in targets if target.measure == Target.Measure.COUNT and target.basis != "month"]
        Entry.objects.bulk_create(
            (Entry(report=row, target=one, value=place % 4) for place, row in enumerate(begun) for one in typed[::2]),
            batch_size=BATCH,
        )

    def _figures(self, target, slot, number):
        """What every sending of the quarter says of one slot: small whole numbers that go up and down."""
        turn = f"(u.{_q('order')} * 7 + {self.place * 3 + target.order + number})"
        said = {}
        if target.measure == Target.Measure.MILESTONE:
            # One unit of a thousand, in one quarter.
            day = self.period.window_from + dt.timedelta(20 + number)
            source = f"{self.SENT} WHERE r.period_id = {self.period.pk} AND "
            done = f"{turn} %% 1000 = {self.place}"
            self._figure_rows(f"{source}{done}", target, slot, done_on=day)
            self._figure_rows(f"{source}NOT {done}", target, slot)
            return
        if target.over_units == Target.OverUnits.RATIO:
            said = {"numerator": _Sql(f"{turn} %% 5 + {self.place // 4}"), "denominator": _Sql("9")}
        elif target.over_units == Target.OverUnits.SHARE:
            said = {"value": _Sql(f"CASE WHEN {turn} %% 17 < {self.place + 1} THEN 1 ELSE 0 END")}
        else:
            said = {"value": _Sql(f"{turn} %% 4")}
        self._figure_rows(f"{self.SENT} WHERE r.period_id = {self.period.pk}", target, slot, **said)

    def _figure_rows(self, source, target, slot, **said):
        of = {"version_id": _Sql("v.id"), "unit_id": _Sql("u.id"), "period_id": self.period.pk}
        _insert(Figure, source, target_id=target.pk, slot=slot, **of, **said)


def _slots(target, period) -> list[str]:
    if target.basis == Target.Basis.MONTH:
        return list(months_of(period.window_from, period.window_to))
    return ["" if part == 1 else str(part) for part in range(1, max(len(target.parts), 1) + 1)]


# --- INSERT … SELECT -------------------------------------------------------------------------------------------------


class _Sql(str):
    """An expression of the source rather than a value."""


_TABLES = {"unit": Unit, "report": Report, "version": Version}


def _q(name):
    return connection.ops.quote_name(name)


def _insert(model, source, **values):
    """A row of ``model`` for each of ``source``; fields that are not named have their defaults."""
    columns, params = {}, []
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        value = values.pop(field.attname) if field.attname in values else field.get_default()
        if isinstance(value, _Sql):
            columns[field.column] = value
        elif value is not None:
            columns[field.column] = "%s"
            params.append(field.get_db_prep_save(value, connection))
    if values:
        raise ValueError(f"{model.__name__} has no {', '.join(values)}")
    tables = {name: _q(table._meta.db_table) for name, table in _TABLES.items()}
    names, said = ", ".join(map(_q, columns)), ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_q(model._meta.db_table)} ({names}) SELECT {said} {source.format(**tables)}", params
        )
