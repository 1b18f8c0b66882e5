"""Schools: who keeps their list, and who has what in a school year (II.2.6)."""

import datetime as dt

import pytest

from initiatives import schools
from initiatives.models import CountingRule, School
from initiatives.schools import Said
from targets.quarters import school_year_for
from tests import factories as make
from units.models import AuditEvent, Unit
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 8)
YEAR = school_year_for(2018)


@pytest.fixture
def people(settings):
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make.make_plan()
    gddt, p1 = make.make_unit("GDDT"), make.make_unit("P1")
    clubs = make.make_target(plan, "CT08", measure="percent", basis="plan", over_time="last", over_units="ratio")
    CountingRule.objects.create(target=clubs, counts="clubs", kinds=["club"])
    make.assign(clubs, gddt)
    make.assign(clubs, p1, reports=False)
    deeds = make.make_target(plan, "CT09", over_units="ratio")
    CountingRule.objects.create(target=deeds, counts="clubs_activities", kinds=["event"])
    return {
        "keeper": make.make_user(role="reporter", unit=gddt),
        "head": make.make_user(role="head", unit=gddt),
        "ward": make.make_user(role="head", unit=p1),
        "reviewer": make.make_user(role="reviewer", unit=plan.coordinator),
        "leader": make.make_user(role="leader"),
        "administrator": make.make_user(role="administrator"),
    }


def said(name="Trường Trung học cơ sở Khánh Hội", **fields):
    return Said(**{
        "name": name, "level": "thcs", "managed_by": "district", "valid_from": make.START, "valid_to": None, **fields,
    })  # fmt: skip


def test_who_reports_clubs_keeps_the_list_and_the_office_and_administrators(people):
    keeps = {name for name, user in people.items() if schools.can_save(user, TODAY)}
    assert keeps == {"keeper", "head", "reviewer", "administrator"}


def test_who_no_longer_reports_clubs_keeps_it_no_more(people):
    make.make_unit("GDDT").assignments.update(valid_to=dt.date(2018, 6, 7))
    assert not schools.can_save(people["keeper"], TODAY)


def test_a_school_is_a_unit_that_files_no_reports(people):
    unit = schools.save(None, said(), by=people["keeper"], on=TODAY)
    assert (unit.kind, unit.group, unit.files_reports) == ("school", "5-other", False)
    assert (unit.code, unit.short_name, unit.school.level) == ("THCS-KHANH-HOI", "THCS Khánh Hội", "thcs")
    assert unit not in Unit.objects.filing(TODAY)
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.after["managed_by"]) == ("schools.save", "THCS-KHANH-HOI", "district")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Trường Trung học cơ sở Vân Đồn", "THCS Vân Đồn"),
        ("TRƯỜNG TRUNG HỌC PHỔ THÔNG Nguyễn Trãi", "THPT Nguyễn Trãi"),
        ("Trường Trung học cơ sở và trung học phổ thông Sao Mai", "THCS và THPT Sao Mai"),
        ("Trung tâm Giáo dục thường xuyên", "Trung tâm Giáo dục thường xuyên"),
    ],
)
def test_a_school_is_called_short(name, short):
    assert schools.shortened(name) == short


def test_codes_of_schools_of_like_names_differ(people):
    make.make_unit("THCS-VAN-DON")
    assert schools.save(None, said("THCS Vân Đồn"), by=people["keeper"], on=TODAY).code == "THCS-VAN-DON-2"
    long = schools.save(None, said("Trường " + "Ắ" * 190), by=people["keeper"], on=TODAY)
    assert len(long.code) <= 20


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({"name": "  "}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"name": "truong  THCS khanh hoi"}, "name"),
        ({"level": "dai-hoc"}, "level"),
        ({"managed_by": ""}, "managed_by"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_to": dt.date(2016, 1, 1)}, "valid_to"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(people, fields, anchor):
    make.make_school("KH", name="Trường THCS Khánh Hội")
    with pytest.raises(Refused) as error:
        schools.save(None, said(**fields), by=people["keeper"], on=TODAY)
    assert [name for name, _ in error.value.problems] == [anchor]
    assert (School.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_a_school_is_put_right_and_closed(people):
    unit = schools.save(None, said(), by=people["keeper"], on=TODAY)
    changed = said(level="thcs-thpt", valid_to=dt.date(2018, 7, 31))
    schools.save(unit, changed, by=people["reviewer"], on=TODAY, seen=schools.revision(unit))
    unit = Unit.objects.get(pk=unit.pk)
    assert (unit.code, unit.school.level, unit.valid_to) == ("THCS-KHANH-HOI", "thcs-thpt", dt.date(2018, 7, 31))
    event = AuditEvent.objects.latest("pk")
    assert event.before == {"level": "thcs", "valid_to": ""}
    assert event.after == {"level": "thcs-thpt", "valid_to": "2018-07-31"}


def test_saving_what_stands_there_writes_nothing(people):
    unit = schools.save(None, said(), by=people["keeper"], on=TODAY)
    schools.save(unit, said(), by=people["keeper"], on=TODAY, seen=schools.revision(unit))
    assert AuditEvent.objects.count() == 1


def test_a_change_made_from_an_older_page_is_told(people):
    unit = schools.save(None, said(), by=people["keeper"], on=TODAY)
    seen = schools.revision(unit)
    schools.save(unit, said(level="thpt"), by=people["keeper"], on=TODAY, seen=seen)
    with pytest.raises(WrongState):
        schools.save(unit, said(level="other"), by=people["reviewer"], on=TODAY, seen=seen)
    assert School.objects.get().level == "thpt"


@pytest.mark.parametrize("name", ["ward", "leader"])
def test_nobody_else_keeps_the_list(people, name):
    unit = make.make_school()
    with pytest.raises(NotAllowed):
        schools.save(None, said(), by=people[name], on=TODAY)
    with pytest.raises(NotAllowed):
        schools.save(unit, said(), by=people[name], on=TODAY, seen=schools.revision(unit))
    assert School.objects.count() == 1


# --- A school year ---------------------------------------------------------------------------------------------------


def in_year(year=YEAR, on=TODAY):
    return {row.unit.code: row for row in schools.in_year(year, on)}


def test_who_lacks_what_in_a_school_year(people):
    both, club, deed, none = (make.make_school(code) for code in ("CA-HAI", "CLB", "HD", "KHONG"))
    primary = make.make_school("TH", level="other")
    make.make_activity(kind="club", schools=[both, club], starts_on="2015-09-05", state="confirmed")
    make.make_activity(kind="event", schools=[both, deed], starts_on="2018-03-20")
    rows = in_year()
    assert {code: row.lacks for code, row in rows.items()} == {
        "CA-HAI": "",
        "CLB": "hoạt động trong năm học",
        "HD": "câu lạc bộ",
        "KHONG": "câu lạc bộ và hoạt động",
        "TH": "",
    }
    assert not rows["TH"].is_counted
    assert primary.school.level == "other"
    assert none.pk == rows["KHONG"].unit.pk


def test_a_school_year_is_judged_by_its_own_days(people):
    school = make.make_school()
    make.make_activity(kind="club", schools=[school], starts_on="2016-10-01", ends_on=dt.date(2017, 12, 31))
    make.make_activity(kind="event", schools=[school], starts_on="2017-07-31")
    assert in_year(school_year_for(2017))[school.code].lacks == ""
    # The club ended in the middle of the next one, and July belonged to the last.
    assert in_year()[school.code].lacks == "câu lạc bộ và hoạt động"


def test_what_is_withdrawn_or_sent_back_is_not_had(people):
    school = make.make_school()
    make.make_activity(kind="club", schools=[school], state="withdrawn")
    make.make_activity(kind="event", schools=[school], state="returned")
    assert in_year()[school.code].lacks == "câu lạc bộ và hoạt động"


def test_a_school_that_has_closed_is_not_asked(people):
    make.make_school(valid_to=dt.date(2017, 12, 31))
    assert in_year() == {}
    assert len(in_year(school_year_for(2017))) == 1
