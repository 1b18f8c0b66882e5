"""An organisation is one organisation, however many units write its name (domain §4)."""

import pytest

from initiatives import activities, organisations
from initiatives.models import Activity, Organisation
from initiatives.organisations import BadTaxCode, Row
from tests import factories as make
from tests.initiatives.recorded import NOW, record
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db
TAX, BRANCH = "0301234567", "0301234567-001"


@pytest.fixture
def people(settings):
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make.make_plan()
    units = {code: make.make_unit(code) for code in ("P1", "P2")}
    found = {
        "reviewer": make.make_user(role="reviewer", unit=plan.coordinator),
        "leader": make.make_user(role="leader"),
        "administrator": make.make_user(role="administrator"),
    }
    for code, unit in units.items():
        found[code] = make.make_user(role="reporter", unit=unit)
    return found


def resolve(people, *rows):
    return organisations.resolve(
        [Row(number, *row) for number, row in enumerate(rows, 1)], by=people["P1"], at=NOW
    )


def names():
    return sorted(Organisation.objects.values_list("name", "tax_code"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        (TAX, TAX),
        (" 0301 234 567 ", TAX),
        ("0301234567001", BRANCH),
        (BRANCH, BRANCH),
        ("0301234567 - 001", BRANCH),
    ],
)
def test_a_tax_code_is_ten_digits_and_three_of_a_branch(text, code):
    assert organisations.read_tax_code(text) == code


@pytest.mark.parametrize("text", ["030123456", "03012345678", "0301234567-01", "03O1234567", "٠٣٠١٢٣٤٥٦٧", "<b>"])
def test_what_is_no_tax_code_is_refused(text):
    with pytest.raises(BadTaxCode):
        organisations.read_tax_code(text)


# --- One or two ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        (("Cơ sở giày Tân Thuận", None), ("co so giay  TAN THUAN", "")),
        (("Cơ sở giày Tân Thuận", TAX), ("Cơ sở giày Tân Thuận", "")),
        (("Cơ sở giày Tân Thuận", None), ("Cơ sở giày Tân Thuận", TAX)),
        (("Cơ sở giày Tân Thuận", TAX), ("Cơ sở giày Tân Thuận", TAX)),
    ],
)
def test_the_same_name_with_the_same_or_no_tax_code_is_the_same(people, known, typed):
    one = make.make_organisation(known[0], tax_code=known[1])
    row = Row(1, " ".join(typed[0].split()), typed[1])
    assert organisations.resolve([row], by=people["P1"], at=NOW) == [one]
    assert Organisation.objects.get().tax_code == (known[1] or typed[1] or None)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        (("Cơ sở giày Tân Thuận", TAX), ("Cơ sở giày Tân Thuận", "0309999999")),
        (("Cơ sở giày Tân Thuận", TAX), ("Cơ sở giày Tân Thuận", BRANCH)),
        (("Cơ sở giày Tân Thuận", None), ("Cơ sở giày Tân Thuận 2", "")),
        (("Cơ sở giày Tân Thuận", None), ("Cơ sở giày Tân", "")),
    ],
)
def test_another_name_or_tax_code_is_another(people, known, typed):
    one = make.make_organisation(known[0], tax_code=known[1])
    assert resolve(people, typed) != [one]
    assert Organisation.objects.count() == 2


def test_a_tax_code_known_under_another_name_is_asked_about(people):
    make.make_organisation("Công ty Giày Sài Gòn", tax_code=TAX)
    with pytest.raises(Refused) as error:
        resolve(people, ("Cơ sở mới", ""), ("Cơ sở giày Tân Thuận", TAX))
    assert error.value.problems == [
        ("org-2-tax", "“Cơ sở giày Tân Thuận”: mã số thuế này đã ghi cho “Công ty Giày Sài Gòn”; sửa mã số, hoặc ghi đúng tên ấy.")
    ]


def test_a_name_that_several_bear_needs_a_tax_code(people):
    for code in (TAX, "0309999999"):
        make.make_organisation("Giày Tân", tax_code=code)
    with pytest.raises(Refused) as error:
        resolve(people, ("Giày Tân", ""))
    assert dict(error.value.problems).keys() == {"org-1-tax"}
    third = make.make_organisation("Giày Tân")
    assert resolve(people, ("Giày Tân", "")) == [third]


def test_a_refused_organisation_leaves_no_record_and_no_other_organisation(people):
    make.make_organisation("Công ty Giày Sài Gòn", tax_code=TAX)
    with pytest.raises(Refused):
        record(
            make.make_unit("P1"), people["P1"], "support",
            org__1__name="Cơ sở mới", org__2__name="Cơ sở khác", org__2__tax=TAX,
        )  # fmt: skip
    assert (names(), Activity.objects.count()) == ([("Công ty Giày Sài Gòn", TAX)], 0)


def test_two_units_that_help_one_business_name_one_organisation(people):
    first = record(make.make_unit("P1"), people["P1"], "support", org__1__name="Giày Tân", org__1__sector="leather")
    second = record(make.make_unit("P2"), people["P2"], "support", org__1__name="GIÀY TÂN", org__1__tax=TAX)
    assert list(first.organisations.all()) == list(second.organisations.all())
    one = Organisation.objects.get()
    assert (one.name, one.tax_code, one.sector, one.folded) == ("Giày Tân", TAX, "leather", f"giay tan {TAX}")


def test_one_organisation_typed_twice_stands_in_the_record_once(people):
    row = record(make.make_unit("P1"), people["P1"], "support", org__1__name="Giày Tân", org__2__name="giày tân")
    assert row.organisations.count() == 1


def test_what_is_known_of_it_is_completed_and_never_changed_by_recording(people):
    one = make.make_organisation("Giày Tân", sector="other")
    resolve(people, ("Giày Tân", TAX, "leather"))
    one.refresh_from_db()
    assert (one.tax_code, one.sector) == (TAX, "leather")
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.after) == (
        "organisations.edit", f"TC-{one.pk}", {"tax_code": TAX, "sector": "leather"},
    )  # fmt: skip
    resolve(people, ("Giày Tân", TAX, "garment"))
    one.refresh_from_db()
    assert (one.sector, AuditEvent.objects.count()) == ("leather", 1)


def test_an_organisation_that_was_merged_is_found_as_whom_it_turned_out_to_be(people):
    one = make.make_organisation("Công ty Giày Tân")
    make.make_organisation("Giày Tân", tax_code=TAX, merged_into=one)
    assert resolve(people, ("Giày Tân", "")) == [one]
    assert resolve(people, ("Giày Tân", TAX)) == [one]
    assert Organisation.objects.count() == 2


# --- Editing ---------------------------------------------------------------------------------------------------------


def edit(one, by, **fields):
    said = {"name": one.name, "tax_code": one.tax_code or "", "sector": one.sector, "ward": "", "address": one.address}
    organisations.edit(one, by=by, seen=organisations.revision(one), **(said | fields))


def test_the_office_puts_an_organisation_right(people):
    one = make.make_organisation("Giay Tan")
    edit(one, people["reviewer"], name="Giày Tân", sector="leather", ward="P1", address="5 Tôn Đản")
    one.refresh_from_db()
    assert (one.name, one.sector, one.ward.code, one.address) == ("Giày Tân", "leather", "P1", "5 Tôn Đản")
    assert (one.folded, one.history.count()) == ("giay tan ", 2)
    event = AuditEvent.objects.get()
    assert event.before == {"name": "Giay Tan", "sector": "other", "ward": "", "address": ""}


def test_an_edit_that_changes_nothing_writes_nothing(people):
    one = make.make_organisation()
    edit(one, people["reviewer"])
    assert (AuditEvent.objects.count(), one.history.count()) == (0, 1)


def test_a_unit_edits_whom_it_alone_has_recorded(people):
    p1, p2 = make.make_unit("P1"), make.make_unit("P2")
    one = make.make_organisation()
    make.make_activity(p1, "support", organisations=[one])
    assert organisations.can_edit(people["P1"], one)
    assert not organisations.can_edit(people["P2"], one)
    make.make_activity(p2, "support", organisations=[one])
    with pytest.raises(NotAllowed):
        edit(one, people["P1"], name="Tên khác")
    for name in ("leader", "administrator"):
        assert not organisations.can_edit(people[name], one)
    # Of whom nobody has recorded anything, it is the office's alone.
    assert not organisations.can_edit(people["P1"], make.make_organisation("Cơ sở chưa ai ghi"))


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"tax_code": "123"}, "tax"),
        ({"tax_code": "0309999999"}, "tax"),
        ({"sector": "mining"}, "sector"),
        ({"sector": ""}, "sector"),
        ({"ward": "PKT"}, "ward"),
        ({"address": "a" * 201}, "address"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(people, fields, anchor):
    make.make_organisation("Khác", tax_code="0309999999")
    one = make.make_organisation("Giày Tân")
    with pytest.raises(Refused) as error:
        edit(one, people["reviewer"], **fields)
    assert [name for name, _ in error.value.problems] == [anchor]
    assert Organisation.objects.get(pk=one.pk).name == "Giày Tân"


def test_an_edit_made_from_an_older_page_is_told(people):
    one = make.make_organisation("Giày Tân")
    seen = organisations.revision(one)
    edit(one, people["reviewer"], address="5 Tôn Đản")
    with pytest.raises(WrongState):
        organisations.edit(
            one, by=people["reviewer"], seen=seen, name="Khác", tax_code="", sector="other", ward="", address=""
        )
    assert Organisation.objects.get().name == "Giày Tân"


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_merging_leaves_records_where_they_are_and_counts_them_for_the_other(people):
    one, other = make.make_organisation("Giày Tân"), make.make_organisation("Công ty Giày Tân")
    row = make.make_activity(kind="support", organisations=[one])
    organisations.merge(one, other, by=people["reviewer"])
    one.refresh_from_db()
    assert (one.merged_into, list(row.organisations.all())) == (other, [one])
    assert list(Organisation.objects.current()) == [other]
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.after["into"]) == ("organisations.merge", f"TC-{one.pk}", f"TC-{other.pk}")


def test_chains_are_flattened(people):
    first, second, third = (make.make_organisation(f"Giày {n}") for n in (1, 2, 3))
    organisations.merge(first, second, by=people["reviewer"])
    organisations.merge(second, third, by=people["reviewer"])
    assert dict(Organisation.objects.values_list("pk", "merged_into")) == {
        first.pk: third.pk, second.pk: third.pk, third.pk: None,
    }  # fmt: skip


def test_nobody_merges_into_itself_or_into_one_merged_or_twice(people):
    first, second, third = (make.make_organisation(f"Giày {n}") for n in (1, 2, 3))
    with pytest.raises(Refused):
        organisations.merge(first, first, by=people["reviewer"])
    organisations.merge(first, second, by=people["reviewer"])
    with pytest.raises(Refused):
        organisations.merge(third, first, by=people["reviewer"])
    with pytest.raises(WrongState):
        organisations.merge(first, third, by=people["reviewer"])
    with pytest.raises(Refused):
        # The other way round would close a ring.
        organisations.merge(second, first, by=people["reviewer"])
    assert Organisation.objects.get(pk=first.pk).merged_into == second
    assert Organisation.objects.filter(merged_into=None).count() == 2
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["P1", "leader", "administrator"])
def test_only_the_office_merges(people, name):
    one, other = make.make_organisation("Giày Tân"), make.make_organisation("Khác")
    make.make_activity(make.make_unit("P1"), "support", organisations=[one])
    with pytest.raises(NotAllowed):
        organisations.merge(one, other, by=people[name])
    assert not Organisation.objects.exclude(merged_into=None).exists()


def test_a_merged_organisation_is_not_edited(people):
    one = make.make_organisation("Giày Tân", merged_into=make.make_organisation("Công ty Giày Tân"))
    with pytest.raises(WrongState):
        edit(one, people["reviewer"], name="Khác")


def test_whom_it_may_turn_out_to_be_is_found_by_its_name_or_by_words(people):
    one = make.make_organisation("Giày Tân")
    same = make.make_organisation("Giày Tân", tax_code=TAX)
    make.make_organisation("Giày Tân cũ", merged_into=same)
    other = make.make_organisation("May Bến Vân Đồn")
    assert organisations.candidates(one, "") == [same]
    assert organisations.candidates(one, "van don") == [other]


# --- Who knows of it -------------------------------------------------------------------------------------------------


def test_what_a_unit_has_just_noted_is_its_own_affair_until_it_is_confirmed(people):
    one = make.make_organisation("Giày Tân")
    row = make.make_activity(make.make_unit("P1"), "support", organisations=[one])
    seen = {name: list(organisations.visible_to(user)) for name, user in people.items()}
    assert seen == {"P1": [one], "P2": [], "reviewer": [one], "leader": [], "administrator": []}
    assert (organisations.offered_to(people["P1"]), organisations.offered_to(people["P2"])) == (["Giày Tân"], [])
    activities.confirm(row, by=people["reviewer"], at=NOW)
    assert organisations.offered_to(people["P2"]) == ["Giày Tân"]


def test_whom_a_known_one_was_merged_into_is_known_too(people):
    other = make.make_organisation("Công ty Giày Tân")
    one = make.make_organisation("Giày Tân", merged_into=other)
    make.make_activity(make.make_unit("P1"), "support", organisations=[one])
    assert set(organisations.visible_to(people["P1"])) == {one, other}
    assert organisations.offered_to(people["P1"]) == ["Công ty Giày Tân"]
