"""Who may do what with a record of the registry, and what each act changes (domain §5)."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives import activities, permissions
from initiatives.activities import AlreadyRecorded
from initiatives.models import Activity, Evidence, Organisation
from tests import factories as make
from tests.initiatives.recorded import NOW, TODAY, edit, read, record
from units.models import AuditEvent, Membership
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db
WHERE = {"on_website": True, "in_print": False}


@pytest.fixture
def district(settings):
    """Two wards, the office with two reviewers, Trung tâm Văn hóa."""
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make.make_plan()
    p1, p2 = make.make_unit("P1"), make.make_unit("P2")
    ttvh = make.make_unit("TTVH", publishes_articles=True)
    reporter, head = make.make_people(p1)
    other, _ = make.make_people(p2)
    publisher, _ = make.make_people(ttvh)
    return SimpleNamespace(
        plan=plan, p1=p1, p2=p2, ttvh=ttvh, reporter=reporter, head=head, other=other, publisher=publisher,
        reviewer=make.make_user("pkt.chuyenvien", role="reviewer", unit=plan.coordinator),
        chief=make.make_user("pkt.truongphong", role="office_head", unit=plan.coordinator),
        leader=make.make_user("ubnd.lanhdao", role="leader"),
        administrator=make.make_user("quantri", role="administrator"),
    )  # fmt: skip


def fresh(activity):
    return Activity.objects.get(pk=activity.pk)


def acts(activity):
    return list(AuditEvent.objects.filter(subject=activity.key).order_by("pk").values_list("act", flat=True))


def problems(error):
    return dict(error.value.problems)


# --- Recording -------------------------------------------------------------------------------------------------------


def test_a_unit_records_and_the_log_says_who_without_its_words(district):
    row = record(district.p1, district.reporter, is_effective="on", summary="Người dân lấy số từ nhà.")
    assert (row.unit, row.state, row.revision, row.is_effective) == (district.p1, "recorded", 0, True)
    assert (row.recorded_at, row.recorded_by, row.recorded_by_name) == (NOW, district.reporter, "p1.canbo")
    assert row.folded == "lay so thu tu truc tuyen nguoi dan lay so tu nha."
    event = AuditEvent.objects.get(subject=row.key)
    assert (event.act, event.actor) == ("activities.record", "p1.canbo")
    assert event.after == {"state": "recorded", "kind": "model", "unit": "P1"}


@pytest.mark.parametrize("name", ["other", "reviewer", "chief", "leader", "administrator", "publisher"])
def test_nobody_records_for_a_unit_they_do_not_act_for(district, name):
    with pytest.raises(NotAllowed):
        record(district.p1, getattr(district, name))
    assert not Activity.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_is_wrong_with_the_form_is_told_and_nothing_is_written(district):
    with pytest.raises(Refused) as error:
        record(district.p1, district.reporter, "support", title="", org__1__name="")
    assert list(problems(error)) == ["title", "org-1-name"]
    assert not Activity.objects.exists()
    assert not Organisation.objects.exists()


def test_a_button_pressed_twice_makes_one_record(district):
    first = record(district.p1, district.reporter)
    with pytest.raises(AlreadyRecorded) as error:
        record(district.p1, district.head, title="LẤY SỐ THỨ TỰ trực tuyến")
    assert error.value.activity == first
    assert Activity.objects.count() == 1


def test_the_same_name_is_another_record_in_another_unit_kind_or_day(district):
    record(district.p1, district.reporter)
    record(district.p2, district.other)
    record(district.p1, district.reporter, "outreach")
    record(district.p1, district.reporter, starts_on="03/05/2018")
    assert Activity.objects.count() == 4


def test_what_was_withdrawn_may_be_recorded_again(district):
    activities.withdraw(record(district.p1, district.reporter), by=district.reporter, at=NOW)
    assert record(district.p1, district.reporter).state == "recorded"


def test_partners_schools_and_trainees_are_kept(district):
    school = make.make_school()
    row = record(district.p1, district.reporter, "event", partners=["P2"], schools=[school.code], participants="1.200")
    assert list(row.partners.all()) == [district.p2]
    assert list(row.schools.all()) == [school]
    assert row.participants == 1200
    people = [str(district.reporter.pk), str(district.other.pk)]
    training = record(district.p1, district.reporter, "training", trainees=people)
    assert set(training.trainees.all()) == {district.reporter, district.other}


# --- Who sees it -----------------------------------------------------------------------------------------------------


def test_both_units_see_a_joint_record_and_only_one_writes(district):
    row = record(district.p1, district.reporter, partners=["P2"])
    alone = record(district.p1, district.reporter, title="Mô hình riêng")
    seen = Activity.objects.visible_to
    assert set(seen(district.reporter)) == {row, alone}
    assert set(seen(district.other)) == {row}
    assert permissions.can_write(district.head, row)
    assert not permissions.can_write(district.other, row)
    assert activities.available(district.other, row) == set()


def test_the_office_sees_everything_and_leadership_what_is_confirmed(district):
    row = record(district.p1, district.reporter)
    done = make.make_activity(district.p2, state="confirmed")
    assert set(Activity.objects.visible_to(district.reviewer)) == {row, done}
    assert set(Activity.objects.visible_to(district.leader)) == {done}
    assert not Activity.objects.visible_to(district.administrator).exists()
    assert [permissions.can_read(user) for user in (district.reviewer, district.leader, district.other)] == [True] * 3
    assert not permissions.can_read(district.administrator)


# --- Editing ---------------------------------------------------------------------------------------------------------


def test_an_edit_changes_the_record_and_names_what_changed(district):
    row = record(district.p1, district.reporter)
    assert edit(row, district.head, title="Lấy số từ nhà", partners=["P2"])
    row = fresh(row)
    assert (row.title, row.revision, row.state) == ("Lấy số từ nhà", 1, "recorded")
    assert row.folded == "lay so tu nha "
    assert list(row.partners.all()) == [district.p2]
    event = AuditEvent.objects.get(act="activities.edit")
    assert event.after == {"state": "recorded", "fields": ["title", "partners"]}


def test_saving_what_stands_there_writes_nothing(district):
    row = make.make_activity(district.p1, state="confirmed", partners=[district.p2])
    assert edit(row, district.reporter) is False
    assert (fresh(row).state, fresh(row).revision, acts(row)) == ("confirmed", 0, [])


def test_an_edit_of_a_confirmed_record_needs_confirming_anew_and_leaves_the_public_page(district):
    row = make.make_activity(district.p1, state="confirmed", is_public=True, published_on=TODAY)
    edit(row, district.reporter, summary="Thêm một quầy.")
    row = fresh(row)
    assert (row.state, row.is_public, row.published_on) == ("recorded", False, TODAY)


def test_an_edit_of_a_returned_record_sends_it_back_to_the_office_with_its_note(district):
    row = make.make_activity(district.p1, state="returned", note="Nêu rõ số hồ sơ.")
    edit(row, district.reporter, summary="Đã dùng cho 120 hồ sơ.")
    assert (fresh(row).state, fresh(row).note) == ("recorded", "Nêu rõ số hồ sơ.")


def test_a_withdrawn_record_is_not_edited(district):
    row = make.make_activity(district.p1, state="withdrawn")
    with pytest.raises(WrongState):
        edit(row, district.reporter, summary="Thêm.")
    assert fresh(row).summary == ""


@pytest.mark.parametrize("name", ["other", "reviewer", "leader", "administrator", "publisher"])
def test_only_the_unit_edits(district, name):
    row = make.make_activity(district.p1, partners=[district.p2])
    with pytest.raises(NotAllowed):
        edit(row, getattr(district, name), summary="Thêm.")
    assert (fresh(row).summary, acts(row)) == ("", [])


def test_of_two_edits_from_one_page_the_second_is_told(district):
    row = record(district.p1, district.reporter)
    same = fresh(row)
    edit(row, district.reporter, summary="Lời thứ nhất.")
    with pytest.raises(WrongState):
        edit(same, district.head, summary="Lời thứ hai.")
    assert fresh(row).summary == "Lời thứ nhất."


def test_an_edit_that_was_opened_before_the_office_confirmed_is_told(district):
    row = record(district.p1, district.reporter)
    opened = fresh(row)
    activities.confirm(row, by=district.reviewer, at=NOW)
    with pytest.raises(WrongState):
        edit(opened, district.reporter, summary="Thêm.")
    assert fresh(row).state == "confirmed"


def test_an_organisation_merged_since_is_no_change_of_the_record(district):
    old, new = make.make_organisation("Giày Tân"), make.make_organisation("Công ty Giày Tân")
    row = make.make_activity(district.p1, "support", state="confirmed", organisations=[old])
    Organisation.objects.filter(pk=old.pk).update(merged_into=new)
    assert edit(row, district.reporter) is False
    assert list(row.organisations.all()) == [old]


# --- Evidence --------------------------------------------------------------------------------------------------------


def pdf(name="Biên bản.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())


def test_evidence_is_added_with_the_record_and_removed_until_it_is_confirmed(district):
    link = {"evidence__2__link": "https://quan4.example/tin/1", "evidence__2__name": "Tin trên Trang tin"}
    row = record(district.p1, district.reporter, files={"evidence-1-file": pdf()}, **link)
    file, page = row.evidence.all()
    assert (file.name, file.content_type, file.link) == ("Biên bản.pdf", "application/pdf", "")
    assert (page.name, page.link, page.sha256) == ("Tin trên Trang tin", "https://quan4.example/tin/1", "")
    activities.remove(row, page, by=district.reporter, at=NOW)
    assert (list(row.evidence.all()), row.revision) == ([file], 1)
    activities.confirm(row, by=district.reviewer, at=NOW)
    with pytest.raises(WrongState):
        activities.remove(row, file, by=district.reporter, at=NOW)
    assert list(row.evidence.all()) == [file]


def test_new_evidence_of_a_confirmed_record_needs_confirming_anew(district):
    row = make.make_activity(district.p1, state="confirmed")
    edit(row, district.reporter, evidence__1__link="https://quan4.example/tin/1")
    assert (fresh(row).state, row.evidence.count()) == ("recorded", 1)


def test_the_same_evidence_stands_there_once(district):
    row = make.make_activity(district.p1)
    for _ in range(2):
        edit(fresh(row), district.reporter, evidence__1__link="https://quan4.example/tin/1")
    assert row.evidence.count() == 1
    assert acts(row) == ["activities.edit"]


def test_evidence_of_another_record_is_not_removed(district):
    row, other = make.make_activity(district.p1), make.make_activity(district.p1)
    item = Evidence.objects.create(activity=other, name="Ảnh", link="https://quan4.example/", added_at=NOW)
    with pytest.raises(WrongState):
        activities.remove(row, item, by=district.reporter, at=NOW)
    assert Evidence.objects.filter(pk=item.pk).exists()
    assert fresh(row).revision == 0


# --- Confirming ------------------------------------------------------------------------------------------------------


def test_the_office_confirms(district):
    row = record(district.p1, district.reporter)
    activities.confirm(row, by=district.reviewer, at=NOW)
    assert (row.state, row.decided_at, row.decided_by_name) == ("confirmed", NOW, "pkt.chuyenvien")
    event = AuditEvent.objects.get(act="activities.confirm")
    assert (event.before, event.after) == ({"state": "recorded"}, {"state": "confirmed"})


@pytest.mark.parametrize("name", ["reporter", "head", "other", "leader", "administrator", "publisher"])
def test_nobody_else_confirms_or_sends_back(district, name):
    row = record(district.p1, district.reporter)
    with pytest.raises(NotAllowed):
        activities.confirm(row, by=getattr(district, name), at=NOW)
    with pytest.raises(NotAllowed):
        activities.send_back(row, by=getattr(district, name), at=NOW, reason="Thiếu.")
    assert fresh(row).state == "recorded"


def test_nobody_confirms_what_they_recorded_or_reworded(district):
    both = district.reviewer
    Membership.objects.create(user=both, unit=district.p1, role="reporter", valid_from=make.START)
    both = type(both).objects.get(pk=both.pk)
    own = record(district.p1, both)
    reworded = record(district.p1, district.reporter, title="Mô hình khác")
    edit(reworded, both, summary="Lời của chuyên viên.")
    for row in (own, fresh(reworded)):
        with pytest.raises(NotAllowed):
            activities.confirm(row, by=both, at=NOW)
        assert "confirm" not in activities.available(both, row)
        activities.confirm(row, by=district.chief, at=NOW)
        assert fresh(row).state == "confirmed"


def test_what_is_confirmed_is_not_confirmed_again(district):
    row = record(district.p1, district.reporter)
    same = fresh(row)
    activities.confirm(row, by=district.reviewer, at=NOW)
    for page in (same, fresh(row)):
        with pytest.raises(WrongState):
            activities.confirm(page, by=district.chief, at=NOW)
    assert fresh(row).decided_by_name == "pkt.chuyenvien"
    assert acts(row) == ["activities.record", "activities.confirm"]


def test_the_office_confirms_several_and_is_told_what_it_left(district):
    mine = make.make_activity(district.p1, title="Tự ghi", by=district.reviewer)
    rows = [make.make_activity(district.p1, title=f"Mô hình {n}") for n in (1, 2)]
    stale = make.make_activity(district.p2, title="Đã sửa", revision=3)
    keys = [f"{row.pk}-0" for row in (mine, *rows, stale)] + ["", "x-1", "1", f"{10**12}-0", "-1-2"]
    confirmed, left = activities.confirm_many(keys, by=district.reviewer, at=NOW)
    assert confirmed == rows
    assert [title for title, _ in left] == ["Tự ghi", "Đã sửa"]
    assert {row.state for row in Activity.objects.filter(pk__in=[mine.pk, stale.pk])} == {"recorded"}


def test_only_the_office_confirms_several(district):
    row = make.make_activity(district.p1)
    with pytest.raises(NotAllowed):
        activities.confirm_many([f"{row.pk}-0"], by=district.head, at=NOW)
    assert fresh(row).state == "recorded"


# --- Sending back, withdrawing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["recorded", "confirmed"])
def test_the_office_sends_back_with_a_reason(district, state):
    row = make.make_activity(district.p1, state=state, is_public=True)
    activities.send_back(row, by=district.reviewer, at=NOW, reason="  Bổ sung biên bản.  ")
    assert (row.state, row.note, row.is_public) == ("returned", "Bổ sung biên bản.", False)
    assert (row.decided_at, row.decided_by_name) == (NOW, "pkt.chuyenvien")
    assert acts(row) == ["activities.return"]


@pytest.mark.parametrize("reason", ["", "  \n\u200b ", "x" * 2001])
def test_a_reason_is_said_and_can_be_read(district, reason):
    row = make.make_activity(district.p1)
    with pytest.raises(Refused) as error:
        activities.send_back(row, by=district.reviewer, at=NOW, reason=reason)
    assert list(problems(error)) == ["reason"]
    assert (fresh(row).state, acts(row)) == ("recorded", [])


def test_a_unit_withdraws_and_the_record_stays(district):
    row = make.make_activity(district.p1)
    activities.withdraw(row, by=district.head, at=NOW)
    assert fresh(row).state == "withdrawn"
    assert acts(row) == ["activities.withdraw"]


def test_withdrawing_what_was_confirmed_says_why(district):
    row = make.make_activity(district.p1, state="confirmed", is_public=True)
    with pytest.raises(Refused) as error:
        activities.withdraw(row, by=district.head, at=NOW)
    assert problems(error) == {"reason": "Ghi lý do: bản ghi đã xác nhận có thể đã được tính."}
    activities.withdraw(row, by=district.head, at=NOW, reason="Ghi trùng.")
    assert (fresh(row).state, fresh(row).note, fresh(row).is_public) == ("withdrawn", "Ghi trùng.", False)


@pytest.mark.parametrize("name", ["other", "reviewer", "publisher", "leader"])
def test_nobody_else_withdraws(district, name):
    row = make.make_activity(district.p1, "article", partners=[district.p2])
    with pytest.raises(NotAllowed):
        activities.withdraw(row, by=getattr(district, name), at=NOW, reason="Thừa.")
    assert fresh(row).state == "recorded"


def test_a_withdrawn_record_moves_no_more(district):
    row = make.make_activity(district.p1, "article", state="withdrawn")
    everybody = (district.reporter, district.reviewer, district.publisher, district.leader)
    assert [activities.available(user, row) for user in everybody] == [set()] * 4
    with pytest.raises(WrongState):
        activities.confirm(row, by=district.reviewer, at=NOW)
    with pytest.raises(WrongState):
        activities.withdraw(row, by=district.reporter, at=NOW, reason="Nữa.")
    with pytest.raises(WrongState):
        activities.publish(row, by=district.publisher, at=NOW, on=TODAY, **WHERE)


# --- Articles --------------------------------------------------------------------------------------------------------


@pytest.fixture
def article(district):
    return record(district.p1, district.reporter, "article", title="Phường 1 dùng mã QR", starts_on="01/06/2018")


def test_whoever_publishes_sees_and_publishes_what_others_propose(district, article):
    assert article in Activity.objects.visible_to(district.publisher)
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, on_website=True, in_print=True)
    assert (article.published_on, article.on_website, article.in_print) == (TODAY, True, True)
    assert (article.is_public, article.state) == (True, "recorded")
    # It counts for whom the target asks, and for the ward that wrote it.
    assert set(article.partners.all()) == {district.ttvh}
    assert list(Activity.objects.in_public()) == [article]
    event = AuditEvent.objects.get(act="activities.publish")
    assert (event.actor, event.after["published_on"]) == ("ttvh.canbo", "2018-06-08")


def test_an_article_of_its_own_is_published_without_a_partner(district):
    row = record(district.ttvh, district.publisher, "article", starts_on="01/06/2018")
    activities.publish(row, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    assert (row.is_public, list(row.partners.all())) == (True, [])


@pytest.mark.parametrize(
    ("said", "anchors"),
    [
        ({"on": None, **WHERE}, ["published_on"]),
        ({"on": TODAY.replace(day=9), **WHERE}, ["published_on"]),
        ({"on": TODAY.replace(month=5), **WHERE}, ["published_on"]),
        ({"on": TODAY, "on_website": False, "in_print": False}, ["on_website"]),
        ({"on": None, "on_website": False, "in_print": False}, ["published_on", "on_website"]),
    ],
)
def test_publishing_says_when_and_where(district, article, said, anchors):
    with pytest.raises(Refused) as error:
        activities.publish(article, by=district.publisher, at=NOW, **said)
    assert list(problems(error)) == anchors
    assert (fresh(article).is_public, fresh(article).published_on) == (False, None)


@pytest.mark.parametrize("name", ["reporter", "head", "other", "reviewer", "leader"])
def test_nobody_else_publishes(district, article, name):
    with pytest.raises(NotAllowed):
        activities.publish(article, by=getattr(district, name), at=NOW, on=TODAY, **WHERE)
    assert not fresh(article).is_public


def test_only_articles_are_published(district):
    row = make.make_activity(district.ttvh)
    with pytest.raises(NotAllowed):
        activities.publish(row, by=district.publisher, at=NOW, on=TODAY, **WHERE)


def test_whoever_publishes_rewords_and_may_not_change_the_rest(district, article):
    edit(article, district.publisher, title="Phường 1 dùng mã QR tra hồ sơ", starts_on="03/06/2018", partners=["P2"])
    row = fresh(article)
    assert (row.title, row.starts_on.day, row.partners.count()) == ("Phường 1 dùng mã QR tra hồ sơ", 1, 0)
    assert AuditEvent.objects.get(act="activities.edit").after["fields"] == ["title"]


def test_rewording_by_whoever_publishes_keeps_the_article_on_the_public_page(district, article):
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    edit(article, district.publisher, title="Phường 1 tra hồ sơ bằng mã QR")
    assert fresh(article).is_public
    edit(fresh(article), district.reporter, title="Lời khác hẳn")
    row = fresh(article)
    assert (row.is_public, row.published_on) == (False, TODAY)


def test_the_proposing_unit_takes_no_credit_away(district, article):
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    edit(fresh(article), district.reporter, partners=["P2"])
    assert set(article.partners.all()) == {district.p2, district.ttvh}


def test_where_it_came_out_is_not_asked_of_the_proposing_unit_any_more(district, article):
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    edit(fresh(article), district.reporter, on_website="", in_print="on", summary="Thêm.")
    assert (fresh(article).on_website, fresh(article).in_print) == (True, False)


def test_whoever_publishes_declines_with_a_reason(district, article):
    with pytest.raises(Refused):
        activities.send_back(article, by=district.publisher, at=NOW, reason="")
    activities.send_back(article, by=district.publisher, at=NOW, reason="Cần ảnh minh họa.")
    row = fresh(article)
    assert (row.state, row.note, row.decided_by_name) == ("returned", "Cần ảnh minh họa.", "ttvh.canbo")
    assert acts(row) == ["activities.record", "activities.return"]
    # It is the unit's turn now.
    assert activities.available(district.publisher, row) == set()


def test_whoever_publishes_does_not_decline_what_the_office_confirmed(district, article):
    activities.confirm(article, by=district.reviewer, at=NOW)
    with pytest.raises(WrongState):
        activities.send_back(article, by=district.publisher, at=NOW, reason="Cần ảnh.")
    assert fresh(article).state == "confirmed"


def test_a_day_of_publication_put_right_needs_confirming_anew(district, article):
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    activities.confirm(article, by=district.reviewer, at=NOW)
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, on_website=True, in_print=True)
    assert fresh(article).state == "confirmed"
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY.replace(day=7), **WHERE)
    assert (fresh(article).state, fresh(article).published_on.day) == ("recorded", 7)


# --- The public page -------------------------------------------------------------------------------------------------


def test_the_office_puts_a_confirmed_record_on_the_public_page_and_takes_it_off(district):
    row = make.make_activity(district.p1, state="confirmed")
    activities.show(row, by=district.reviewer, at=NOW)
    assert (row.is_public, row.published_on) == (True, TODAY)
    activities.hide(row, by=district.chief, at=NOW)
    assert (row.is_public, row.published_on) == (False, TODAY)
    assert acts(row) == ["activities.show", "activities.hide"]


def test_the_day_on_which_it_first_stood_there_is_kept(district):
    row = make.make_activity(district.p1, state="confirmed", published_on=TODAY.replace(day=1))
    activities.show(row, by=district.reviewer, at=NOW)
    assert row.published_on.day == 1


def test_what_is_not_confirmed_is_not_put_on_the_public_page(district):
    for state in ("recorded", "returned", "withdrawn"):
        row = make.make_activity(district.p1, state=state)
        with pytest.raises(WrongState):
            activities.show(row, by=district.reviewer, at=NOW)
        assert not fresh(row).is_public


def test_an_article_is_shown_only_once_it_came_out(district, article):
    # Its day of publication chooses the month in which it counts: the office does not invent one.
    activities.confirm(article, by=district.reviewer, at=NOW)
    with pytest.raises(WrongState):
        activities.show(article, by=district.reviewer, at=NOW)
    assert fresh(article).published_on is None
    activities.publish(article, by=district.publisher, at=NOW, on=TODAY, **WHERE)
    activities.hide(article, by=district.publisher, at=NOW)
    activities.show(article, by=district.reviewer, at=NOW)
    assert fresh(article).is_public


@pytest.mark.parametrize("name", ["reporter", "head", "other", "leader", "publisher"])
def test_nobody_else_shows_or_hides(district, name):
    row = make.make_activity(district.p1, state="confirmed")
    with pytest.raises(NotAllowed):
        activities.show(row, by=getattr(district, name), at=NOW)
    shown = make.make_activity(district.p1, state="confirmed", is_public=True, published_on=TODAY)
    with pytest.raises(NotAllowed):
        activities.hide(shown, by=getattr(district, name), at=NOW)
    assert (fresh(row).is_public, fresh(shown).is_public) == (False, True)


# --- What the page offers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state", "name", "names"),
    [
        ("model", "recorded", "reporter", {"edit", "withdraw", "remove"}),
        ("model", "returned", "head", {"edit", "withdraw", "remove"}),
        ("model", "confirmed", "reporter", {"edit", "withdraw"}),
        ("model", "recorded", "reviewer", {"confirm", "return"}),
        ("model", "confirmed", "reviewer", {"return", "show"}),
        ("model", "returned", "reviewer", set()),
        ("model", "confirmed", "leader", set()),
        ("model", "recorded", "publisher", set()),
        ("article", "recorded", "publisher", {"edit", "publish", "decline"}),
        ("article", "confirmed", "publisher", {"edit", "publish"}),
        ("article", "recorded", "reviewer", {"confirm", "return"}),
    ],
)
def test_offers_just_what_can_be_done(district, kind, state, name, names):
    row = make.make_activity(district.p1, kind, state=state)
    assert activities.available(getattr(district, name), row) == names


@pytest.mark.parametrize(
    ("kind", "name", "names"),
    [
        ("model", "reporter", {"edit", "withdraw"}),
        ("model", "other", set()),
        ("model", "publisher", set()),
        ("model", "reviewer", {"return", "hide"}),
        ("article", "reporter", {"edit", "withdraw"}),
        ("article", "leader", set()),
        ("article", "publisher", {"edit", "publish", "hide"}),
    ],
)
def test_what_stands_on_the_public_page_is_taken_off_by_whose_task_it_is(district, kind, name, names):
    row = make.make_activity(district.p1, kind, state="confirmed", is_public=True, published_on=TODAY)
    assert activities.available(getattr(district, name), row) == names


def test_whoever_publishes_sends_nothing_of_their_own_back(district):
    own = record(district.ttvh, district.publisher, "article", article_type="news")
    assert activities.available(district.publisher, own) == {"edit", "withdraw", "remove", "publish"}
    with pytest.raises(NotAllowed):
        activities.send_back(own, by=district.publisher, at=NOW, reason="Cần ảnh.")
    assert fresh(own).state == "recorded"


# --- Who sees what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("reporter", {"P1", "P1 bài", "P1 bài đã rút", "P1 với P2"}),
        ("other", {"P1 với P2", "P2", "P2 với TTVH"}),
        ("publisher", {"P1 bài", "P2 với TTVH"}),
        ("reviewer", {"P1", "P1 bài", "P1 bài đã rút", "P1 với P2", "P2", "P2 với TTVH"}),
        ("leader", {"P2"}),
        ("administrator", set()),
    ],
)
def test_each_person_sees_just_their_part_of_the_registry(district, name, titles):
    make.make_activity(district.p1, title="P1")
    make.make_activity(district.p1, "article", title="P1 bài")
    make.make_activity(district.p1, "article", title="P1 bài đã rút", state="withdrawn")
    make.make_activity(district.p1, title="P1 với P2", partners=[district.p2])
    make.make_activity(district.p2, title="P2", state="confirmed")
    make.make_activity(district.p2, title="P2 với TTVH", partners=[district.ttvh])
    assert {row.title for row in Activity.objects.visible_to(getattr(district, name))} == titles


@pytest.mark.parametrize(("name", "number"), [("reporter", 1), ("other", 2), ("publisher", 0), ("reviewer", 0)])
def test_a_unit_is_told_of_its_own_records_that_came_back(district, name, number):
    for unit in (district.p1, district.p2, district.p2):
        make.make_activity(unit, state="returned")
    make.make_activity(district.p1)
    assert activities.sent_back_to(getattr(district, name)) == number


def test_reading_the_form_again_finds_no_difference(district):
    row = record(district.p1, district.reporter, "support", org__1__tax="0301234567", is_direct="on", partners=["P2"])
    same = read(district.p1, district.reporter, "support", org__1__tax="0301234567", is_direct="on", partners=["P2"])
    assert same.says_the_same(row)
    assert not read(district.p1, district.reporter, "support", is_direct="on").says_the_same(row)
