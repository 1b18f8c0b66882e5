"""From a report's form to the registry and back to the form."""

import pytest

from tests.factories import make_activity, make_initiative, make_period, make_plan, make_unit, make_user

FORM = "/bao-cao/2018/2/P1/soan/"


@pytest.fixture
def officer(client, db, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    make_period(make_plan())
    client.force_login(make_user("p1.canbo", role="reporter", unit=make_unit("P1")))
    return client


def record(client, back):
    return client.post(
        f"/so-theo-doi/ghi/model/?ve={back}", {"title": "Mô hình", "starts_on": "01/06/2018", "ve": back}
    )  # fmt: skip


def test_who_came_from_the_form_goes_back_to_it(officer):
    page = officer.get(f"/so-theo-doi/ghi/model/?ve={FORM}").content.decode()
    assert f'<input type="hidden" name="ve" value="{FORM}">' in page
    assert record(officer, FORM).url == FORM


@pytest.mark.parametrize(
    "address", ["https://example.com/bao-cao/", "//example.com/bao-cao/", "/dang-xuat/", "javascript:alert(1)", ""]
)
def test_nobody_is_led_elsewhere(officer, address):
    assert record(officer, address).url.startswith("/so-theo-doi/")


REASON = "Bổ sung biên bản nghiệm thu và số liệu trước, sau khi dùng."


@pytest.mark.parametrize("address", ["/so-theo-doi/{}/", "/sang-kien/{}/"])
def test_words_of_an_act_are_shown_again_when_the_session_is_over(client, db, settings, address):
    settings.Q4KH_TODAY = "2018-06-08"
    row = make_initiative(make_unit("P1"), state="filed") if "sang" in address else make_activity(make_unit("P1"))
    answer = client.post(address.format(row.pk), {"act": "return", "revision": "0", "reason": REASON})
    assert answer.status_code == 403
    assert REASON in answer.content.decode()
    row.refresh_from_db()
    assert row.revision == 0
