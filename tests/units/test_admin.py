"""The administration: for administrators alone, every save and delete in the audit log."""

import ast
import datetime as dt
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin, auth

from tests import factories
from units.admin_site import site
from units.models import AuditEvent, Membership, Succession, Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db

LISTS = [
    "units/user",
    "units/unit",
    "units/membership",
    "units/succession",
    "units/auditevent",
    "targets/plan",
    "targets/heading",
    "targets/passage",
    "targets/period",
    "targets/target",
    "targets/assignment",
    "targets/task",
    "initiatives/council",
]


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def administrator(client):
    user = factories.make_user("quantri", role=Role.ADMINISTRATOR, full_name="Quản trị viên")
    client.force_login(user)
    return user


def the_event(act):
    event = AuditEvent.objects.get(act=act)
    return event.actor, event.subject, event.before, event.after


# --- who gets in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.REPORTER, 403),
        (Role.HEAD, 403),
        (Role.REVIEWER, 403),
        (Role.OFFICE_HEAD, 403),
        (Role.LEADER, 403),
        (None, 403),
    ],
)
@pytest.mark.parametrize("address", ["/quan-tri/", "/quan-tri/units/unit/", "/quan-tri/units/unit/add/"])
def test_only_an_administrator_gets_in(client, role, expected, address):
    unit = factories.make_unit("P1") if role in (Role.REPORTER, Role.HEAD) else None
    client.force_login(factories.make_user(role=role, unit=unit))
    assert client.get(address).status_code == expected


def test_django_flags_open_nothing(client):
    client.force_login(factories.make_user(is_staff=True, is_superuser=True))
    assert client.get("/quan-tri/").status_code == 403


def test_an_administrator_whose_time_is_over_does_not_get_in(client, administrator):
    Membership.objects.update(valid_to=dt.date(2018, 6, 7))
    assert client.get("/quan-tri/").status_code == 403


@pytest.mark.parametrize("address", ["/quan-tri/", "/quan-tri/units/unit/"])
def test_who_is_not_logged_in_goes_through_the_one_door(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/dang-nhap/?next={address}")


def test_the_second_door_of_django_is_shut(client):
    response = client.get("/quan-tri/login/?next=/quan-tri/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/quan-tri/")
    assert client.post("/quan-tri/login/", {"username": "a", "password": "b"}).status_code == 302


def test_leaving_and_passwords_are_the_portal_s_own(client, administrator):
    response = client.get("/quan-tri/password_change/")
    assert (response.status_code, response["Location"]) == (302, "/doi-mat-khau/")
    response = client.post("/quan-tri/logout/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/")
    assert the_event("units.logout") == ("quantri", "quantri", {}, {})


def test_what_is_administered_and_nothing_else(client, administrator):
    registered = sorted(f"{model._meta.app_label}/{model._meta.model_name}" for model in site._registry)
    assert registered == sorted(LISTS)
    shown = [
        f"{app['app_label']}/{model['object_name'].lower()}"
        for app in client.get("/quan-tri/").context["app_list"]
        for model in app["models"]
    ]
    assert sorted(shown) == sorted(LISTS)


@pytest.mark.parametrize("address", LISTS)
def test_lists_open_and_search(client, administrator, address):
    assert client.get(f"/quan-tri/{address}/").status_code == 200
    assert client.get(f"/quan-tri/{address}/?q=quan").status_code == 200


# --- what is told --------------------------------------------------------------------------------------------------

UNIT = {
    "code": "HOI",
    "kind": "mass",
    "group": "3-mass",
    "name": "Hội Chữ thập đỏ",
    "short_name": "Chữ thập đỏ",
    "ref": "",
    "files_reports": "on",
    "is_active": "on",
    "valid_from": "01/01/2018",
    "valid_to": "",
    "authority": "",
    "order": "500",
}


def test_a_new_unit_is_told(client, administrator):
    response = client.post("/quan-tri/units/unit/add/", UNIT)
    assert response.status_code == 302
    unit = Unit.objects.get(code="HOI")
    assert unit.folded == "hoi chu thap do chu thap do hoi"
    actor, subject, before, after = the_event("admin.unit.add")
    assert (actor, subject, before) == ("quantri", "HOI", {})
    assert after == {
        "code": "HOI",
        "kind": "mass",
        "group": "3-mass",
        "name": "Hội Chữ thập đỏ",
        "short_name": "Chữ thập đỏ",
        "ref": "",
        "is_state_body": False,
        "files_reports": True,
        "publishes_articles": False,
        "allocates_budget": False,
        "drafts_emulation": False,
        "has_head_step": False,
        "authority": "",
        "letter_parent": "",
        "letter_name": "",
        "letter_place": "",
        "letter_symbol": "",
        "letter_signature": "",
        "letter_recipients": "",
        "is_active": True,
        "valid_from": "2018-01-01",
        "valid_to": None,
        "order": 500,
    }
    assert unit.history.get().history_user == administrator


def test_a_change_tells_what_changed(client, administrator):
    unit = factories.make_unit("P1")
    data = {**UNIT, "code": "P1", "kind": "ward", "group": "1-ward", "name": unit.name, "short_name": unit.short_name}
    data |= {"is_state_body": "on", "valid_from": "19/12/2016", "order": "1"}
    assert client.post(f"/quan-tri/units/unit/{unit.pk}/change/", data).status_code == 302
    # The boxes that were not ticked: the head's step.
    assert the_event("admin.unit.change") == ("quantri", "P1", {"has_head_step": True}, {"has_head_step": False})


def test_a_save_that_changes_nothing_is_not_told(client, administrator):
    client.post("/quan-tri/units/unit/add/", UNIT)
    unit = Unit.objects.get(code="HOI")
    assert client.post(f"/quan-tri/units/unit/{unit.pk}/change/", UNIT).status_code == 302
    assert AuditEvent.objects.filter(act="admin.unit.change").count() == 0


def test_what_is_refused_is_neither_saved_nor_told(client, administrator):
    response = client.post("/quan-tri/units/unit/add/", {**UNIT, "valid_to": "01/01/2017"})
    assert response.status_code == 200
    assert Unit.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_going_back_to_an_earlier_version_is_told(client, administrator):
    client.post("/quan-tri/units/unit/add/", UNIT)
    unit = Unit.objects.get(code="HOI")
    unit.name = "Hội Chữ thập đỏ Quận 4"
    unit.save()
    first = unit.history.earliest()
    assert client.get(f"/quan-tri/units/unit/{unit.pk}/history/").status_code == 200
    assert client.post(f"/quan-tri/units/unit/{unit.pk}/history/{first.pk}/", UNIT).status_code == 302
    assert the_event("admin.unit.change") == (
        "quantri",
        "HOI",
        {"name": "Hội Chữ thập đỏ Quận 4"},
        {"name": "Hội Chữ thập đỏ"},
    )


def test_a_membership_is_given_and_taken_away(client, administrator):
    unit, person = factories.make_unit("P1"), factories.make_user("p1.canbo")
    data = {"user": person.pk, "unit": unit.pk, "role": "reporter", "valid_from": "19/12/2016", "valid_to": ""}
    assert client.post("/quan-tri/units/membership/add/", data).status_code == 302
    told = {
        "user": "p1.canbo",
        "unit": "P1",
        "role": "reporter",
        "valid_from": "2016-12-19",
        "valid_to": None,
        "decision": "",
    }
    assert the_event("admin.membership.add") == ("quantri", "p1.canbo", {}, told)

    held = Membership.objects.get(user=person)
    data = {"action": "delete_selected", "_selected_action": [held.pk], "post": "yes"}
    assert client.post("/quan-tri/units/membership/", data).status_code == 302
    assert Membership.objects.filter(user=person).count() == 0
    assert the_event("admin.membership.delete") == ("quantri", "p1.canbo", told, {})


def test_one_row_is_deleted_and_told(client, administrator):
    old, new = factories.make_unit("P2"), factories.make_unit("P3")
    link = Succession.objects.create(
        from_unit=old, to_unit=new, effective_on=dt.date(2021, 1, 1), decision="Nghị quyết 1111"
    )
    assert client.post(f"/quan-tri/units/succession/{link.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Succession.objects.count() == 0
    assert the_event("admin.succession.delete") == (
        "quantri",
        "P2 P3",
        {
            "from_unit": "P2",
            "to_unit": "P3",
            "is_whole": True,
            "effective_on": "2021-01-01",
            "decision": "Nghị quyết 1111",
            "share": None,
            "share_source": "",
            "change": None,
        },
        {},
    )


# --- accounts ------------------------------------------------------------------------------------------------------


def test_an_account_is_opened_without_its_password_in_the_log(client, administrator):
    data = {
        "username": "p9.canbo",
        "full_name": "Lê Thị Hoa",
        "email": "",
        "usable_password": "true",
        "password1": "mot-cau-dai-va-la-2018",
        "password2": "mot-cau-dai-va-la-2018",
    }
    assert client.post("/quan-tri/units/user/add/", data).status_code == 302
    user = User.objects.get(username="p9.canbo")
    assert (user.full_name, user.check_password("mot-cau-dai-va-la-2018")) == ("Lê Thị Hoa", True)
    assert (user.is_staff, user.is_superuser) == (False, False)
    actor, subject, _, after = the_event("admin.user.add")
    assert (actor, subject) == ("quantri", "p9.canbo")
    assert sorted(after) == ["date_joined", "email", "full_name", "is_active", "is_staff", "is_superuser", "username"]


def test_an_account_is_closed(client, administrator):
    user = factories.make_user("p9.canbo", full_name="Lê Thị Hoa", email="")
    data = {"username": "p9.canbo", "full_name": "Lê Thị Hoa", "email": ""}
    assert client.post(f"/quan-tri/units/user/{user.pk}/change/", data).status_code == 302
    assert the_event("admin.user.change") == ("quantri", "p9.canbo", {"is_active": True}, {"is_active": False})


def test_a_new_password_is_told_but_not_shown(client, administrator):
    user = factories.make_user("p9.canbo")
    data = {
        "usable_password": "true",
        "password1": "mot-cau-khac-va-la-2018",
        "password2": "mot-cau-khac-va-la-2018",
        "set-password": "1",
    }
    assert client.post(f"/quan-tri/units/user/{user.pk}/password/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("mot-cau-khac-va-la-2018")
    assert the_event("admin.user.password") == ("quantri", "p9.canbo", {}, {})


@pytest.mark.parametrize("address", ["units/user", "units/unit"])
def test_accounts_and_units_are_closed_not_deleted(client, administrator, address):
    row = administrator if address == "units/user" else factories.make_unit("P1")
    assert client.post(f"/quan-tri/{address}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_log_can_be_read_but_not_written(client, administrator):
    client.post("/quan-tri/units/unit/add/", UNIT)
    event = AuditEvent.objects.get()
    assert client.get(f"/quan-tri/units/auditevent/{event.pk}/change/").status_code == 200
    assert client.get("/quan-tri/units/auditevent/add/").status_code == 403
    assert client.post(f"/quan-tri/units/auditevent/{event.pk}/change/", {"actor": "ai do"}).status_code == 403
    assert client.post(f"/quan-tri/units/auditevent/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AuditEvent.objects.get().actor == "quantri"


def test_units_are_found_without_accents(client, administrator):
    client.post("/quan-tri/units/unit/add/", UNIT)
    factories.make_unit("P1")
    found = client.get("/quan-tri/units/unit/?q=chu+thập").context["cl"].queryset
    assert [unit.code for unit in found] == ["HOI"]


# --- in Vietnamese -------------------------------------------------------------------------------------------------


def test_what_the_administrator_reads_is_vietnamese(client, administrator):
    page = client.get("/quan-tri/units/user/add/").content.decode()
    assert "Tạo tài khoản xong thì phân công vai trò" in page
    assert "Đăng nhập bằng mật khẩu" in page
    page = client.post("/quan-tri/units/unit/add/", {**UNIT, "name": ""}).content.decode()
    assert "Sửa các chỗ báo lỗi ở dưới." in page
    page = client.post("/quan-tri/units/unit/add/", UNIT, follow=True).content.decode()
    assert "Đã thêm đơn vị “" in page
    unit = Unit.objects.get()
    page = client.get(f"/quan-tri/units/unit/{unit.pk}/history/").content.decode()
    assert "lấy lại bản trước đó" in page
    for english in ("successfully", "Please", "You may", "Change reason", "Choose a date"):
        assert english not in page


def test_nothing_of_the_administration_is_left_in_english():
    """Django's template of every catalogue names all its sentences; each has words, in Django's own or in ours."""
    ours = gettext.translation("django", settings.LOCALE_PATHS[0], ["vi"])._catalog
    for app in (admin, auth):
        folder = Path(app.__file__).parent / "locale"
        theirs = gettext.translation("django", folder, ["vi"])._catalog
        source = (folder / "en" / "LC_MESSAGES" / "django.po").read_text()
        asked = re.findall(r'^msgid ((?:".*"\n)+)(msgid_plural)?', source, re.M)
        for text, plural in asked:
            sentence = "".join(ast.literal_eval(part) for part in text.splitlines())
            key = (sentence, 0) if plural else sentence
            assert not sentence or key in ours or key in theirs or _with_context(sentence, theirs), sentence


def _with_context(sentence, catalogue):
    return any(isinstance(key, str) and key.endswith(f"\x04{sentence}") for key in catalogue)


def test_the_compiled_catalogue_is_that_of_the_source():
    folder = settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES"
    source = (folder / "django.po").read_text()
    said = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.M))
    plurals = re.findall(r'^msgid "(.+)"\nmsgid_plural ".*"\nmsgstr\[0\] "(.*)"$', source, re.M)
    said |= {(one, 0): text for one, text in plurals}
    compiled = gettext.translation("django", settings.LOCALE_PATHS[0], ["vi"])._catalog
    assert {key: text for key, text in compiled.items() if key} == said
