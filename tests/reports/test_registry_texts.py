"""The words of the demonstration's public records: whole, within their bounds, and saying what the reports say."""

import datetime as dt
from collections import Counter

import pytest

from reports.demo import figures, people
from reports.demo.article_texts import ARTICLES
from reports.demo.initiative_texts import INITIATIVES
from reports.demo.registry_texts import EVENTS, MODELS

HEADINGS = {"III.1.a", "III.1.b", "III.1.c", "III.2", "III.3.a", "III.3.b", "III.3.c", "III.4.a", "III.4.b"}
EVERYTHING = [*ARTICLES, *MODELS, *EVENTS, *INITIATIVES]
OPENED_ON = dt.date(2017, 11, 20)
LAST_DAY = dt.date(2018, 6, 7)


def quarter_of(day) -> int:
    """Counted as in ``figures``: a window begins on the 15th of the month before its quarter."""
    return sum(day >= dt.date(*first) for first in [(2017, 3, 15), (2017, 6, 15), (2017, 9, 15), (2017, 12, 15), (2018, 3, 15)])


def test_articles_of_a_month_are_as_many_as_reported():
    by_month = Counter(f"{row.published_on:%Y-%m}" for row in ARTICLES if row.article_type == "article")
    assert by_month.pop("2018-06") == 1
    assert by_month == {month: number for month, number in figures.ARTICLES.items() if month >= "2017-12"}


def test_a_quarters_articles_news_and_features_are_as_many_as_reported():
    by_quarter = Counter(quarter_of(row.published_on) for row in ARTICLES)
    assert by_quarter == {place: figures.COUNTS["CK05"]["TTVH", place] for place in (4, 5)}


def test_models_are_those_that_the_units_report():
    told = {(row.unit, quarter_of(row.starts_on)) for row in MODELS if row.kind == "model"}
    # The hospital's began in Quý I/2018 and was told of when its result was known.
    assert told - {("BV", 4)} | {("BV", 5)} == set(figures.MODELS)
    assert [row.kind for row in MODELS if row.partners] == ["joint_model"]


def test_events_count_as_reported():
    counted = Counter((row.unit, quarter_of(row.starts_on)) for row in EVENTS if row.level in ("sector", "district"))
    assert counted == {("GDDT", 1): 1, ("GDDT", 5): 1, ("QD", 2): 1, ("QD", 3): 1, ("MTTQ", 3): 1}


@pytest.mark.parametrize("row", EVERYTHING, ids=lambda row: row.title)
def test_words_are_within_their_bounds(row):
    assert len(row.title) <= 120
    assert row.heading in HEADINGS
    assert row.unit in figures.ALL
    assert 35 <= len(row.summary.split()) <= 160
    assert "\n\n" not in row.summary
    assert "Trần Hoàng Quân" not in repr(row)


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: row.title)
def test_an_article_has_a_few_paragraphs(row):
    assert len(row.summary.split()) >= 60
    assert 2 <= len(row.summary.split("\n")) <= 4
    assert row.published_on.weekday() < 5


def test_nothing_came_out_before_the_page_opened_or_after_the_demonstrations_day():
    days = [row.published_on for row in [*ARTICLES, *MODELS, *EVENTS] if row.published_on]
    assert min(days) >= OPENED_ON
    assert max(days) <= LAST_DAY
    assert [row.unit for row in MODELS if row.published_on is None] == ["P9"]
    for row in [*MODELS, *EVENTS]:
        assert row.starts_on <= (row.published_on or LAST_DAY)


@pytest.mark.parametrize("row", INITIATIVES, ids=lambda row: row.title)
def test_an_initiative_keeps_the_decrees_limits(row):
    assert 80 <= len(row.nature.split()) <= 120
    assert sum(author.share for author in row.authors) == 100
    assert row.first_applied_on < row.filed_on <= row.accepted_on < row.decided_on <= LAST_DAY
    assert row.filed_on <= row.first_applied_on.replace(year=row.first_applied_on.year + 1)
    # Three months, Nghị định 13/2012/NĐ-CP, điều 7.
    assert (row.decided_on - row.accepted_on).days <= 90


def test_certificates_of_a_body_differ():
    numbers = [(row.unit, row.certificate_number) for row in INITIATIVES]
    assert len(numbers) == len(set(numbers))


def test_nobody_in_the_texts_has_an_office_name_of_another_unit():
    holders = {name: code for code, names in people.UNITS.items() for name in names}
    for row in INITIATIVES:
        for author in row.authors:
            assert holders.get(author.name, row.unit) == row.unit


def test_titles_differ():
    titles = [row.title for row in EVERYTHING]
    assert len(titles) == len(set(titles))
