"""What the public page shows, of which day, and how many: one list of two tables (II.2.7)."""

import datetime as dt
from collections import Counter

import pytest

from initiatives import showing, shown
from initiatives.models import Activity, CountingRule, Initiative
from initiatives.showing import EVERYTHING, Month, Wanted
from initiatives.shown import BY_SLUG
from targets.models import Heading
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)


def article(day, unit=None, **fields):
    on = dt.date.fromisoformat(day)
    fields = {"article_type": "article", "title": f"Bài {day}", **fields}
    return make.make_record(unit, "article", published_on=on, starts_on=on, is_public=True, **fields)


def public(kind, day, unit=None, **fields):
    return make.make_record(unit, kind, published_on=dt.date.fromisoformat(day), is_public=True, **fields)


def recognised(day, unit=None, **fields):
    return make.make_recognised(unit, decided_on=dt.date.fromisoformat(day), is_public=True, **fields)


def heading(ref="III.3.b"):
    plan = make.make_plan()
    return Heading.objects.get_or_create(
        plan=plan, ref=ref, defaults={"title": f"Đề mục {ref}", "wording": "Lời", "order": 1}
    )[0]


def titles(wanted=EVERYTHING, on=TODAY):
    return [row.title for row in showing.rows(wanted, on)]


# --- What is public ------------------------------------------------------------------------------------------------


def test_both_tables_make_one_list_newest_first():
    article("2018-05-02", title="Bài")
    recognised("2018-05-17", title="Sáng kiến")
    public("event", "2018-04-25", title="Ngày hội", event_type="festival")
    public("model", "2018-05-16", make.make_unit("TNMT", name="Phòng Tài nguyên và Môi trường"), title="Mô hình")
    rows = showing.rows(EVERYTHING, TODAY)
    assert [(row.title, row.word, row.day.isoformat()) for row in rows] == [
        ("Sáng kiến", "Sáng kiến", "2018-05-17"),
        ("Mô hình", "Mô hình", "2018-05-16"),
        ("Bài", "Bài viết", "2018-05-02"),
        ("Ngày hội", "Ngày hội", "2018-04-25"),
    ]
    assert rows[1].unit == "Phòng Tài nguyên và Môi trường"


@pytest.mark.parametrize(
    "fields",
    [
        {"is_public": False},
        {"published_on": None},
        {"published_on": TODAY + dt.timedelta(1)},
        {"state": "withdrawn"},
        {"state": "returned", "note": "Bổ sung"},
    ],
    ids=str,
)
def test_a_record_that_is_not_out_is_not_shown(fields):
    row = article("2018-05-02")
    Activity.objects.update(**fields)
    assert titles() == []
    assert shown.find(BY_SLUG["bai-viet"], row.pk, TODAY) is None
    assert showing.tally(EVERYTHING, TODAY).total == 0
    assert showing.around(TODAY).units == []


@pytest.mark.parametrize(
    "fields", [{"is_public": False}, {"state": "accepted"}, {"decided_on": TODAY + dt.timedelta(1)}], ids=str
)
def test_an_initiative_that_is_not_out_is_not_shown(fields):
    row = recognised("2018-05-02")
    Initiative.objects.update(**fields)
    assert titles() == []
    assert shown.find(BY_SLUG["sang-kien"], row.pk, TODAY) is None
    assert showing.tally(EVERYTHING, TODAY).total == 0
    assert showing.around(TODAY).units == []


def test_what_comes_out_today_is_shown_today():
    article("2018-06-08", title="Hôm nay")
    assert titles() == ["Hôm nay"]


# --- What is asked for ---------------------------------------------------------------------------------------------


def test_a_section_holds_its_kinds():
    for kind in ("article", "model", "joint_model", "event", "training", "award"):
        public(kind, "2018-05-02", title=kind)
    recognised("2018-05-02", title="initiative")
    assert {slug: sorted(titles(Wanted(section=section))) for slug, section in BY_SLUG.items()} == {
        "bai-viet": ["article"],
        "mo-hinh": ["joint_model", "model"],
        "sang-kien": ["initiative"],
        "ngay-hoi": ["event"],
        "hoat-dong": ["award", "training"],
    }


def test_a_month_holds_its_first_and_its_last_day():
    for day in ("2018-04-30", "2018-05-01", "2018-05-31", "2018-06-01"):
        article(day, title=f"bài {day}")
        recognised(day, title=f"sáng kiến {day}")
    assert titles(Wanted(month=Month(2018, 5))) == [
        "bài 2018-05-31", "sáng kiến 2018-05-31", "bài 2018-05-01", "sáng kiến 2018-05-01",
    ]  # fmt: skip


def test_december_is_followed_by_january():
    assert Month(2017, 12).next == Month(2018, 1)
    article("2017-12-31", title="cuối năm")
    article("2018-01-01", title="đầu năm")
    assert titles(Wanted(month=Month(2017, 12))) == ["cuối năm"]


def test_a_heading_holds_records_and_initiatives():
    article("2018-05-02", title="có", heading=heading())
    recognised("2018-05-01", title="cũng có", heading=heading())
    article("2018-05-02", title="không")
    assert titles(Wanted(heading="III.3.b")) == ["có", "cũng có"]


def test_a_unit_has_its_own_and_what_it_did_with_others():
    p6, p9 = make.make_unit("P6"), make.make_unit("P9")
    article("2018-05-04", p6, title="của mình")
    article("2018-05-03", p9, title="cùng làm").partners.add(p6)
    recognised("2018-05-02", p6, title="sáng kiến")
    article("2018-05-01", p9, title="của nơi khác")
    assert titles(Wanted(unit="P6")) == ["của mình", "cùng làm", "sáng kiến"]
    assert [code for code, _ in showing.around(TODAY).units] == ["P6", "P9"]


def test_words_are_found_without_accents_in_any_order_and_in_both_tables():
    article("2018-05-04", title="Trường học tiết kiệm nước")
    article("2018-05-03", title="Bài khác", summary="Cách đỡ tốn nước, tiết kiệm điện.")
    recognised("2018-05-02", title="Thu nước máy lọc", summary="Tiết kiệm chín mét khối.")
    article("2018-05-01", title="Nước ngập")
    assert len(titles(Wanted(words="nuoc tiet kiem"))) == 3
    assert titles(Wanted(words="TIẾT kiệm  điện")) == ["Bài khác"]
    # What SQL reads as "anything" is a letter here.
    assert titles(Wanted(words="%")) == []


def test_words_beyond_the_eighth_are_not_looked_for():
    article("2018-05-04", title="một hai ba bốn năm sáu bảy tám")
    assert len(titles(Wanted(words="mot hai ba bon nam sau bay tam chin"))) == 1


def test_an_application_is_not_searched_for_what_is_not_public():
    recognised("2018-05-02", nature="bí quyết", secrets="công thức", conditions="máy", benefits="tiền")
    assert [titles(Wanted(words=word)) for word in ("bi quyet", "cong thuc", "tien")] == [[], [], []]


@pytest.mark.parametrize("text", ["", "2018", "2018-5", "2018-13", "2018-00", "0018-05", "2018-05-01", "٢٠١٨-05"])
def test_what_is_no_month(text):
    assert Month.parse(text) is None


def test_an_address_says_what_is_asked_for_in_one_order():
    wanted = Wanted(BY_SLUG["bai-viet"], Month(2018, 5), "III.3.b", "P6", "tiết kiệm")
    assert (
        wanted.query(3) == "?loai=bai-viet&thang=2018-05&de-muc=III.3.b&don-vi=P6&q=ti%E1%BA%BFt+ki%E1%BB%87m&trang=3"
    )
    assert EVERYTHING.query() == ""


# --- Numbers -------------------------------------------------------------------------------------------------------


def test_tabs_count_what_is_asked_for_whatever_its_section():
    p6 = make.make_unit("P6")
    article("2018-05-02", p6, title="Nước")
    article("2018-04-02", title="Nước khác")
    recognised("2018-05-02", p6, title="Nước nữa")
    public("training", "2018-03-01", p6, title="Lớp")
    nothing = dict.fromkeys(BY_SLUG, 0)
    assert showing.tally(EVERYTHING, TODAY).found == nothing | {"bai-viet": 2, "sang-kien": 1, "hoat-dong": 1}
    assert showing.tally(Wanted(month=Month(2018, 5)), TODAY).found == nothing | {"bai-viet": 1, "sang-kien": 1}
    narrowed = showing.tally(Wanted(BY_SLUG["bai-viet"], unit="P6", words="nuoc"), TODAY)
    assert narrowed.found == nothing | {"bai-viet": 1, "sang-kien": 1}
    assert (narrowed.of(BY_SLUG["bai-viet"]), narrowed.of(None)) == (1, 2)
    assert showing.tally(Wanted(month=Month(2018, 4), unit="P6"), TODAY).total == 0


def test_months_are_those_that_hold_something_and_know_their_neighbours():
    article("2017-12-20")
    recognised("2018-03-02")
    article("2018-06-05")
    counts = showing.tally(Wanted(words="không có"), TODAY)
    assert counts.months == [Month(2018, 6), Month(2018, 3), Month(2017, 12)]
    assert counts.beside(Month(2018, 3)) == (Month(2017, 12), Month(2018, 6))
    assert counts.beside(Month(2018, 1)) == (Month(2017, 12), Month(2018, 3))
    assert counts.beside(Month(2018, 6)) == (Month(2018, 3), None)


def test_choices_are_those_with_something_to_show_each_once():
    make.make_unit("P1")
    p2, tnmt = make.make_unit("P2"), make.make_unit("TNMT", name="Phòng Tài nguyên")
    heading("III.1.a")
    for day in ("2018-05-01", "2018-05-02"):
        article(day, p2, heading=heading())
        recognised(day, tnmt, heading=heading())
    found = showing.around(TODAY)
    assert found.units == [("P2", "Ủy ban nhân dân Phường 2"), ("TNMT", "Phòng Tài nguyên")]
    assert found.headings == [("III.3.b", "Đề mục III.3.b")]


@pytest.mark.parametrize("number", [1, 30])
def test_each_question_is_one_query(django_assert_num_queries, number):
    promised()
    for at in range(number):
        unit = make.make_unit(f"P{at % 5 + 1}")
        article(f"2018-0{at % 5 + 1}-02", unit, heading=heading())
        recognised(f"2018-0{at % 5 + 1}-03", unit, heading=heading())
    wanted = Wanted(month=Month(2018, 1), words="bai")
    with django_assert_num_queries(1):
        things = showing.rows(EVERYTHING, TODAY, 0, 20)
    with django_assert_num_queries(1):
        showing.opened(things)
    with django_assert_num_queries(1):
        counts = showing.tally(wanted, TODAY)
    with django_assert_num_queries(1):
        around = showing.around(TODAY)
    with django_assert_num_queries(0):
        assert showing.promise(around, counts, TODAY).threshold == 2


def test_pages_cut_the_list_where_the_last_one_ended():
    days = [f"2018-05-{day:02d}" for day in range(1, 11)]
    for day in days:
        article(day, title=day)
        recognised(day, title=day)
    pages = [[row.title for row in showing.rows(EVERYTHING, TODAY, first, 6)] for first in (0, 6, 12, 18)]
    assert sum(pages, []) == [day for day in reversed(days) for _ in range(2)]
    assert [len(page) for page in pages] == [6, 6, 6, 2]


# --- What the plan promises ----------------------------------------------------------------------------------------


def promised(threshold=2, **fields):
    target = make.make_target(code="CT11", ref="II.2.7", basis="month", threshold=threshold, **fields)
    return CountingRule.objects.create(
        target=target, kinds=["article"], article_types=["article"], date_rule="published"
    )


def promise_on(day):
    on = dt.date.fromisoformat(day)
    return showing.promise(showing.around(on), showing.tally(EVERYTHING, on), on)


def test_articles_are_counted_by_the_month_in_which_they_came_out():
    promised()
    for day in ("2017-12-31", "2018-01-01", "2018-01-31", "2018-02-28", "2018-04-01", "2018-04-02", "2018-04-03"):
        article(day)
    article("2018-03-02", article_type="news")
    public("model", "2018-03-02")
    recognised("2018-03-02")
    make.make_record(kind="article", article_type="article", published_on=dt.date(2018, 3, 2), is_public=False)
    found = promise_on("2018-04-20")
    assert (found.plan, found.ref, found.threshold) == ("294/KH-UBND", "II.2.7", 2)
    assert [(month.key, number, lacking) for month, number, lacking in found.months] == [
        ("2018-04", 3, 0), ("2018-03", 0, 2), ("2018-02", 1, 1), ("2018-01", 2, 0),
    ]  # fmt: skip


def test_a_month_that_is_not_over_lacks_nothing():
    promised()
    assert [row[1:] for row in promise_on("2018-02-28").months] == [(0, 0), (0, 2)]


def test_the_number_is_the_targets_own():
    promised(threshold=5)
    article("2018-01-02")
    found = promise_on("2018-02-10")
    assert (found.threshold, found.months[1][1:]) == (5, (1, 4))


def test_a_rule_that_takes_every_kind_of_article_counts_them_all():
    rule = promised()
    rule.article_types = []
    rule.save()
    article("2018-01-02")
    article("2018-01-02", article_type="news")
    assert promise_on("2018-02-10").months[1][1:] == (2, 0)


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"kinds": ["article", "model"]}, {}),
        ({"date_rule": "start"}, {}),
        ({}, {"basis": "year"}),
        ({}, {"threshold": None}),
    ],
    ids=str,
)
def test_nothing_is_promised_by_another_rule(change, target):
    rule = promised()
    CountingRule.objects.update(**change)
    type(rule.target).objects.update(**target)
    assert promise_on("2018-04-20") is None


def test_a_plan_promises_for_its_own_years():
    promised()
    assert promise_on("2021-01-02") is None


@pytest.mark.parametrize(("number", "words"), [(1, "một"), (2, "hai"), (10, "mười"), (12, "12")])
def test_small_numbers_in_words(number, words):
    assert showing.in_words(number) == words


# --- One thing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Ngày hội tái chế, Phường 5", "ngay-hoi-tai-che-phuong-5"),
        ("ĐƯỜNG  đi – “Đồng hồ”", "duong-di-dong-ho"),
        ("漢字 !", "xem"),
        ("Sáu mặt hàng " * 20, "sau-mat-hang-" * 5 + "sau-mat-hang"),
        ("a" * 200, "a" * 80),
    ],
)
def test_words_of_an_address(title, words):
    assert shown.slug(title) == words


def test_an_address_stays_within_eighty_letters_and_whole_words():
    made = shown.slug("ứng dụng " * 30)
    assert len(made) <= 80
    assert Counter(made.split("-")) == {"ung": 9, "dung": 9}


def test_an_excerpt_is_the_first_paragraph_cut_between_words():
    row = article("2018-05-02", summary="\n\n" + "một hai ba, " * 30 + "\nĐoạn sau")
    [told] = showing.opened(showing.rows(EVERYTHING, TODAY))
    assert told.excerpt.endswith("ba…") or told.excerpt.endswith("hai…") or told.excerpt.endswith("một…")
    assert len(told.excerpt) <= 221
    row.summary = "Ngắn thôi.\nĐoạn sau"
    row.save()
    assert showing.opened(showing.rows(EVERYTHING, TODAY))[0].excerpt == "Ngắn thôi."


def test_texts_go_to_their_own_things():
    one = article("2018-05-02", summary="Của bài")
    two = recognised("2018-05-02", summary="Của sáng kiến")
    # Two tables count their rows from one: the key alone does not tell them apart.
    Initiative.objects.filter(pk=two.pk).update(id=one.pk)
    assert [row.text for row in showing.opened(showing.rows(EVERYTHING, TODAY))] == ["Của bài", "Của sáng kiến"]
    assert showing.opened([]) == []


@pytest.mark.parametrize(
    ("kind", "fields", "word"),
    [
        ("article", {"article_type": "news"}, "Tin"),
        ("article", {}, "Bài viết"),
        ("event", {"event_type": "contest"}, "Hội thi"),
        ("event", {"event_type": "activity"}, "Hoạt động sáng tạo"),
        ("joint_model", {}, "Mô hình"),
        ("award", {}, "Giải thưởng"),
    ],
)
def test_a_thing_is_called_what_it_is(kind, fields, word):
    public(kind, "2018-05-02", **fields)
    assert showing.rows(EVERYTHING, TODAY)[0].word == word


def test_a_key_stays_when_the_title_changes():
    row = article("2018-05-02", title="Cũ")
    before = showing.rows(EVERYTHING, TODAY)[0]
    row.title = "Mới"
    row.save()
    after = showing.rows(EVERYTHING, TODAY)[0]
    assert (before.path, after.path) == (
        f"/chuyen-trang/bai-viet/{row.pk}-cu/",
        f"/chuyen-trang/bai-viet/{row.pk}-moi/",
    )
    assert before.key == after.key == f"SO-{row.pk}"
