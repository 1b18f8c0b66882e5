"""Each of the 25 targets of Kế hoạch 294, from records or figures to its verdict, by hand-worked numbers.

As of 08/06/2018: Quý I/2017 – Quý I/2018 are consolidated, Quý II/2018 is open. The registry counts from Quý I/2017.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from reports import rollup
from reports.models import Report
from targets.models import Period, Plan, Target
from targets.quarters import Quarter
from tests.factories import (
    at,
    make_business,
    make_counted,
    make_figures,
    make_record,
    make_report,
    make_school,
    make_user,
)
from units.models import Unit
from units.vietnamese import plain_number

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)
FOURTH_2017 = (2017, 4)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", verbosity=0)
        Target.objects.filter(source="registry").update(registry_from=Period.objects.get(year=2017, quarter=1))
        Period.objects.filter(window_to__lt="2018-03-15").update(closed_at=at("2018-04-02T09:00:00"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def plan(loaded, db):
    """Each test in a transaction of its own upon the loaded plan."""
    return Plan.objects.get()


def unit(code) -> Unit:
    return Unit.objects.get(code=code)


def state_bodies() -> list[str]:
    return list(Unit.objects.filter(is_state_body=True, is_active=True).values_list("code", flat=True))


def accepted(code, when, **typed) -> Report:
    """The unit's report of a quarter, accepted: what is typed here, and what the registry counts."""
    period = Period.objects.get(year=when[0], quarter=when[1])
    report = make_report(unit(code), period, Report.State.ACCEPTED)
    make_figures(report, **typed)
    make_counted(report)
    return report


def result(code, year, on=TODAY):
    return rollup.of_year(Plan.objects.get(), year, on).row(code).result


def found(code, year, on=TODAY):
    """(actual, verdict) of a target."""
    one = result(code, year, on)
    return plain_number(one.actual), one.verdict.value


# ---------------------------------------------------------------- II.2: the twelve targets


def officers(trained: dict[str, tuple[int, int]], when, on):
    """(officers, trained ones) of units, by a class held on the day ``on``; then their reports of the quarter."""
    people = []
    for code, (number, taught) in trained.items():
        own = [make_user(role="reporter", unit=unit(code)) for _ in range(number)]
        people += own[:taught]
    make_record(unit("PKT"), "training", on, trainees=people)
    for code in trained:
        accepted(code, when)


def test_ct01_two_officers_of_three_are_trained():
    officers({"P1": (2, 1), "P2": (1, 1)}, (2018, 1), "2018-02-01")
    assert found("CT01", 2018) == ("66.7", "on_track")
    assert result("CT01", 2018).short == ("P1",)


def test_ct01_all_are_trained():
    codes = Unit.objects.filter(is_active=True).values_list("code", flat=True)
    officers(dict.fromkeys(codes, (1, 1)), (2018, 1), "2018-02-01")
    assert found("CT01", 2018) == ("100", "met")


def test_ct01_all_of_the_units_that_have_reported_are_not_yet_all():
    officers({"P1": (2, 2), "P2": (1, 1)}, (2018, 1), "2018-02-01")
    assert found("CT01", 2018) == ("100", "on_track")
    assert len(result("CT01", 2018).missing) == 27


def test_ct01_five_quarters_later_nobody_more_is_trained():
    """33.3 in Quý I/2017; the line to 100 in Quý IV/2020 stands at 51.1 in Quý I/2018, and 36.1 would be enough."""
    officers({"P1": (3, 1)}, (2017, 1), "2017-02-01")
    accepted("P1", (2018, 1))
    assert found("CT01", 2018) == ("33.3", "behind")


def test_ct02_three_units_of_29_have_a_database():
    for code, answer in {"P1": True, "P2": True, "PKT": True, "P3": False}.items():
        accepted(code, (2018, 1), CT02=answer)
    assert found("CT02", 2018) == ("10.3", "on_track")
    assert (result("CT02", 2018).numerator, result("CT02", 2018).denominator) == (3, 29)


def test_ct03_a_joint_model_counts_once_and_three_meet_the_year():
    make_record(unit("P1"), "model", "2017-03-20", is_effective=True, partners=[unit("P2")])
    make_record(unit("PKT"), "model", "2017-05-02", is_effective=True)
    make_record(unit("VP"), "model", "2017-06-14", is_effective=True)
    make_record(unit("VP"), "model", "2017-06-14", is_effective=False)
    for code in ("P1", "P2", "PKT", "VP"):
        accepted(code, (2017, 2))
    assert found("CT03", 2017) == ("3", "met")
    assert result("CT03", 2017).overlap == 1


def test_ct03_none_in_a_year_that_is_over():
    accepted("P1", FOURTH_2017)
    assert found("CT03", 2017) == ("0", "missed")


def test_ct04_one_business_helped_by_two_units_counts_once():
    an, binh, chi = (make_business(name) for name in ("An", "Bình", "Chi"))
    make_record(unit("PKT"), "support", "2017-04-01", organisations=[an, binh])
    make_record(unit("P1"), "support", "2017-05-01", organisations=[binh, chi])
    accepted("PKT", (2017, 2))
    accepted("P1", (2017, 2))
    assert found("CT04", 2017) == ("3", "met")
    assert result("CT04", 2017).overlap == 1


def test_ct05_leather_businesses_supported_and_surveys_apart():
    shoes = [make_business(f"Giày {name}", sector="leather") for name in ("Hòa", "Khánh", "Tôn")]
    make_record(unit("PKT"), "support", "2018-01-10", organisations=[*shoes[:2], make_business("Quán cơm")])
    make_record(unit("PKT"), "survey", "2018-01-10", organisations=shoes)
    accepted("PKT", (2018, 1))
    assert found("CT05", 2018) == ("2", "tracked")


def test_ct06_half_of_the_state_bodies_in_a_year_that_is_over():
    for place, code in enumerate(state_bodies()):
        accepted(code, FOURTH_2017, CT06=place < 13)
    assert found("CT06", 2017) == ("50", "missed")


def test_ct07_a_festival_joined_by_five_wards_counts_once():
    make_record(
        unit("QD"), "event", "2017-10-15", event_type="festival", level="district",
        partners=[unit(code) for code in ("P1", "P2", "P3", "P4", "P5")],
    )  # fmt: skip
    accepted("QD", FOURTH_2017)
    accepted("P1", FOURTH_2017)
    assert found("CT07", 2017) == ("1", "met")


def test_ct07_a_contest_is_no_festival():
    make_record(unit("QD"), "event", "2017-10-15", event_type="contest", level="district")
    accepted("QD", FOURTH_2017)
    assert found("CT07", 2017) == ("0", "missed")


def test_ct08_two_schools_of_four_have_a_club():
    schools = [make_school(f"T{number}") for number in range(4)]
    make_record(unit("GDDT"), "club", "2017-10-01", schools=schools[:2])
    accepted("GDDT", (2018, 1))
    assert found("CT08", 2018) == ("50", "on_track")


def school_year(active: int):
    schools = [make_school(f"T{number}") for number in range(4)]
    make_record(unit("GDDT"), "club", "2016-12-20", schools=schools)
    make_record(unit("GDDT"), "event", "2017-04-22", event_type="festival", level="sector", schools=schools[:active])
    accepted("GDDT", (2017, 2))


def test_ct09_all_schools_had_club_and_activity_in_2016_2017():
    school_year(4)
    assert found("CT09", 2017) == ("100", "met")


def test_ct09_one_school_had_a_club_and_no_activity():
    school_year(3)
    assert found("CT09", 2017) == ("75", "missed")


def test_ct09_an_activity_of_july_is_told_in_quarter_iii_and_saves_the_school_year():
    school_year(3)
    make_record(unit("GDDT"), "event", "2017-07-10", schools=[unit("T3")])
    accepted("GDDT", (2017, 3))
    assert found("CT09", 2017) == ("100", "met")
    assert found("CT09", 2018) == ("0", "behind")


def test_ct10_the_special_page_has_a_date():
    accepted("TTVH", FOURTH_2017, CT10=dt.date(2017, 11, 20))
    assert found("CT10", 2018) == ("1", "met")


def articles(by_month: dict[str, int]):
    """Articles published by the culture centre, then its reports of the four quarters of 2017."""
    for month, number in by_month.items():
        for day in range(1, number + 1):
            on = f"{month}-{day:02d}"
            make_record(unit("TTVH"), "article", on, published_on=on, article_type="article")
    for quarter in (1, 2, 3, 4):
        accepted("TTVH", (2017, quarter))


MONTHS_OF_2017 = ["2016-12", *(f"2017-{month:02d}" for month in range(1, 12))]


def test_ct11_two_articles_in_each_month_of_the_year():
    """Year 2017 has the months whose last day lies in its windows: December 2016 to November 2017."""
    articles(dict.fromkeys(MONTHS_OF_2017, 2))
    assert found("CT11", 2017) == ("12", "met")


def test_ct11_two_in_eleven_months_and_one_in_one_is_not_met():
    articles(dict.fromkeys(MONTHS_OF_2017, 2) | {"2017-08": 1})
    assert found("CT11", 2017) == ("11", "missed")


def test_ct11_24_in_one_month_do_not_mend_the_others():
    articles({"2017-05": 24})
    assert found("CT11", 2017) == ("1", "missed")


def test_ct11_an_article_on_both_media_is_one_article():
    make_record(
        unit("P6"), "article", "2018-02-01", published_on="2018-02-05", article_type="article", on_website=True,
        in_print=True, partners=[unit("TTVH")],
    )  # fmt: skip
    accepted("TTVH", (2018, 1))
    months = {month.month: month.value for month in result("CT11", 2018).months}
    assert months["2018-02"] == 1


def test_ct12_direct_support_is_counted_and_surveys_are_not_added():
    one, two = make_business("Một"), make_business("Hai")
    make_record(unit("PKT"), "support", "2018-01-10", organisations=[one], is_direct=True)
    make_record(unit("PKT"), "support", "2018-01-11", organisations=[two], is_direct=False)
    make_record(unit("PKT"), "survey", "2018-01-12", organisations=[one, two])
    accepted("PKT", (2018, 1))
    assert found("CT12", 2018) == ("1", "tracked")


# ---------------------------------------------------------------- commitments of III and IV


def test_ck01_two_papers_of_three_are_not_a_council():
    accepted("PKT", (2018, 1), CK01={"": dt.date(2017, 2, 28), "2": dt.date(2017, 3, 28)})
    assert found("CK01", 2018) == ("0", "not_due")
    assert result("CK01", 2018).parts_done == 2


def test_ck01_with_the_third_paper_it_is():
    papers = {"": dt.date(2017, 2, 28), "2": dt.date(2017, 3, 28), "3": dt.date(2017, 5, 15)}
    accepted("PKT", (2018, 1), CK01=papers)
    assert found("CK01", 2018) == ("1", "met")


def test_ck02_the_points_for_emulation_came_in_time():
    accepted("VP", FOURTH_2017, CK02=dt.date(2017, 12, 5))
    assert found("CK02", 2017) == ("1", "met")
    assert not result("CK02", 2017).is_late


def test_ck03_one_class_a_year():
    make_record(unit("PKT"), "training", "2017-05-10")
    accepted("PKT", (2017, 2))
    accepted("PKT", (2018, 1))
    assert found("CK03", 2017) == ("1", "met")
    assert found("CK03", 2018) == ("0", "not_due")


def test_ck04_either_of_two_units_may_have_it():
    accepted("PKT", (2018, 1), CK04=None)
    accepted("NV", (2018, 1), CK04=dt.date(2018, 2, 1))
    assert found("CK04", 2018) == ("1", "met")


def news(number, base):
    Target.objects.filter(code="CK05").update(base_value=base)
    for day in range(1, number + 1):
        on = f"2017-05-{day:02d}"
        make_record(unit("TTVH"), "article", on, published_on=on, article_type="news")
    accepted("TTVH", (2017, 2))


def test_ck05_without_the_figure_of_2016_there_is_no_verdict():
    news(9, None)
    assert found("CK05", 2017) == ("9", "no_data")


@pytest.mark.parametrize(("number", "verdict"), [(9, "missed"), (10, "met")])
def test_ck05_twice_the_five_of_2016_are_ten(number, verdict):
    news(number, Decimal(5))
    assert found("CK05", 2017) == (str(number), verdict)
    assert result("CK05", 2017).threshold == 10


@pytest.mark.parametrize(("yes", "actual", "verdict"), [(25, "96.2", "missed"), (26, "100", "met")])
def test_ck06_all_26_state_bodies_by_the_end_of_2017(yes, actual, verdict):
    """What was due on 31/12/2017 is decided when Quý I/2018 is consolidated."""
    for place, code in enumerate(state_bodies()):
        accepted(code, (2018, 1), CK06=place < yes)
    assert found("CK06", 2018) == (actual, verdict)


def test_ck07_done_after_its_date_is_met_late():
    accepted("GDDT", (2018, 1), CK07=dt.date(2018, 1, 19))
    assert found("CK07", 2018) == ("1", "met")
    assert result("CK07", 2018).is_late


def test_ck08_nothing_by_its_date_is_missed_once_the_quarter_is_consolidated():
    accepted("VP", (2018, 1), CK08=None)
    assert found("CK08", 2018) == ("0", "missed")


def test_ck09_a_contest_of_the_year():
    make_record(unit("QD"), "event", "2017-08-20", event_type="contest", level="district")
    accepted("QD", (2017, 3))
    assert found("CK09", 2017) == ("1", "met")


def test_ck10_a_festival_of_the_schools_is_not_the_districts():
    make_record(unit("GDDT"), "event", "2018-04-22", event_type="festival", level="sector")
    accepted("GDDT", (2018, 2))
    accepted("QD", (2018, 2))
    assert found("CK10", 2018) == ("1", "met")
    # Quý I alone is consolidated: a quarter of one, rounded down, is nothing yet.
    assert found("CT07", 2018) == ("0", "not_due")


def test_ck11_the_budget_of_2017_came_after_31_march():
    accepted("TCKH", (2017, 2), CK11=dt.date(2017, 4, 18))
    accepted("TCKH", (2018, 1), CK11=dt.date(2018, 1, 31))
    assert found("CK11", 2017) == ("1", "met")
    assert (result("CK11", 2017).is_late, result("CK11", 2018).is_late) == (True, False)


def test_ck12_the_technology_map_is_not_due_before_2020():
    accepted("PKT", (2018, 1), CK12=None)
    assert found("CK12", 2018) == ("0", "not_due")


def test_ck13_plans_of_a_year_that_is_over():
    codes = list(Unit.objects.filter(is_active=True).values_list("code", flat=True))
    for place, code in enumerate(codes):
        accepted(code, FOURTH_2017, CK13=place < 28)
    assert found("CK13", 2017) == ("96.6", "missed")


def test_every_target_has_its_case():
    """A target that a successor plan adds to these 25 needs a case here."""
    tested = {name.split("_")[1].upper() for name in globals() if name.startswith("test_c")}
    assert tested == set(Target.objects.values_list("code", flat=True))


def test_quarter_two_of_2018_is_the_open_one():
    assert Quarter(2018, 2) in result("CT03", 2018).by_quarter
