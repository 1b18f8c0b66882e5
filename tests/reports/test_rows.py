"""Results by heading and proposals in the form: short lists, stored with the same save."""

import datetime as dt

import pytest

from reports.models import Proposal, ResultItem

ITEM = {"item-1-heading": "III.1.a", "item-1-text": "Bồi dưỡng hai cán bộ."}
ASK = {
    "proposal-1-addressee": "committee", "proposal-1-heading": "", "proposal-1-text": "Cấp kinh phí.",
    "proposal-2-addressee": "office", "proposal-2-heading": "III.1.a", "proposal-2-text": "Mở lớp bồi dưỡng.",
}  # fmt: skip


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


def proposals(report):
    return list(report.proposal_rows.values_list("addressee", "heading__ref", "text"))


def test_rows_are_stored_with_the_save_and_one_blank_row_follows(officer, ward, fill):
    assert officer.post(ward.form, fill(0, **ITEM, **ASK)).status_code == 302
    assert list(ward.report.result_items.values_list("heading__ref", "text")) == [("III.1.a", "Bồi dưỡng hai cán bộ.")]
    assert proposals(ward.report) == [("committee", None, "Cấp kinh phí."), ("office", "III.1.a", "Mở lớp bồi dưỡng.")]
    page = officer.get(ward.form).content.decode()
    for name in ("item-1-text", "item-2-text", "proposal-3-addressee", "proposal-3-heading", "proposal-3-text"):
        assert f'name="{name}"' in page
    assert 'name="item-3-text"' not in page


def test_lists_are_folded_while_nothing_stands_in_them(officer, ward, fill):
    assert '<details class="q-more" data-list="item"><summary>' in officer.get(ward.form).content.decode()
    officer.post(ward.form, fill(0, **ITEM))
    page = officer.get(ward.form).content.decode()
    assert '<details class="q-more" data-list="item" open>' in page
    assert '<details class="q-more" data-list="proposal"><summary>' in page


def test_a_save_that_names_no_row_keeps_them(officer, ward, fill):
    officer.post(ward.form, fill(0, **ITEM, **ASK))
    officer.post(ward.form, fill(1))
    assert (ward.report.result_items.count(), ward.report.proposal_rows.count()) == (1, 2)


def test_unchanged_and_reworded_rows_keep_their_key(officer, ward, fill):
    officer.post(ward.form, fill(0, **ASK))
    first, second = ward.report.proposal_rows.values_list("pk", flat=True)
    officer.post(
        ward.form,
        fill(
            1,
            **{
                "proposal-1-addressee": "office", "proposal-1-heading": "III.1.a", "proposal-1-text": "Mở lớp bồi dưỡng.",
                "proposal-2-addressee": "committee", "proposal-2-text": "Cấp kinh phí năm 2019.",
                "proposal-3-addressee": "department", "proposal-3-text": "Tư vấn công nghệ.",
            },
        ),
    )  # fmt: skip
    rows = list(ward.report.proposal_rows.values_list("pk", "text"))
    assert rows[:2] == [(second, "Mở lớp bồi dưỡng."), (first, "Cấp kinh phí năm 2019.")]
    assert rows[2][1] == "Tư vấn công nghệ."


def test_a_row_without_words_is_taken_out(officer, ward, fill):
    officer.post(ward.form, fill(0, **ASK))
    officer.post(ward.form, fill(1, **{**ASK, "proposal-1-text": " "}))
    assert proposals(ward.report) == [("office", "III.1.a", "Mở lớp bồi dưỡng.")]


@pytest.mark.parametrize(
    ("rows", "name", "says"),
    [
        ({"item-1-text": "Không đề mục"}, "item-1-heading", "Chọn đề mục của kết quả này"),
        ({"item-1-heading": "IX.9", "item-1-text": "Sai"}, "item-1-heading", "Chọn đề mục trong danh sách"),
        ({"item-1-heading": "III.1.a", "item-1-text": "x" * 2001}, "item-1-text", "quá 2000"),
        ({"proposal-1-addressee": "mayor", "proposal-1-text": "Sai"}, "proposal-1-addressee", "Chọn nơi gửi"),
    ],
)
def test_a_row_that_is_not_fit_is_told_at_its_field_and_nothing_is_saved(officer, ward, fill, rows, name, says):
    answer = officer.post(ward.form, fill(0, **rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{name}"' in page
    assert says in page
    ward.report.refresh_from_db()
    assert (ward.report.revision, ward.report.result_items.count(), ward.report.proposal_rows.count()) == (0, 0, 0)


def test_a_small_save_with_a_wrong_row_leaves_the_list_as_it_is(officer, ward, fill):
    officer.post(ward.form, fill(0, **ITEM))
    wrong = {"item-1-heading": "", "item-1-text": "Bồi dưỡng ba cán bộ.", "results": "Lưu được"}
    said = officer.post(ward.form, {"revision": "1", **wrong}, headers={"accept": "application/json"}).json()
    assert said["errors"] == {"item-1-heading": "Chọn đề mục của kết quả này."}
    assert said["held"] == ["item-1-heading", "item-1-text"]
    assert ward.report.result_items.get().text == "Bồi dưỡng hai cán bộ."
    ward.report.refresh_from_db()
    assert ward.report.results == "Lưu được"


def test_at_most_twenty_rows(officer, ward, fill):
    rows = {}
    for number in range(1, 22):
        rows |= {f"item-{number}-heading": "III.1.a", f"item-{number}-text": f"Việc {number}"}
    answer = officer.post(ward.form, fill(0, **rows))
    assert answer.status_code == 422
    assert "nhiều quá 20 dòng" in answer.content.decode()
    del rows["item-21-text"]
    assert officer.post(ward.form, fill(0, **rows)).status_code == 302
    assert 'name="item-21-text"' not in officer.get(ward.form).content.decode()


def test_a_proposal_that_was_answered_is_shown_and_left_alone(officer, ward, fill):
    officer.post(ward.form, fill(0, **ASK))
    row = ward.report.proposal_rows.first()
    row.state, row.answer, row.answered_on = Proposal.State.ANSWERED, "Đã bố trí trong quý III.", dt.date(2018, 6, 1)
    row.save()
    page = officer.get(ward.form).content.decode()
    assert "Đã trả lời: Đã bố trí trong quý III." in page
    officer.post(ward.form, fill(1, **{"proposal-1-addressee": "office", "proposal-1-text": "Mở lớp bồi dưỡng sớm."}))
    assert proposals(ward.report) == [("committee", None, "Cấp kinh phí."), ("office", None, "Mở lớp bồi dưỡng sớm.")]
    row.refresh_from_db()
    assert (row.state, row.answer) == ("answered", "Đã bố trí trong quý III.")


def test_sending_freezes_them_in_the_version(officer, ward, fill):
    officer.force_login(ward.head)
    officer.post(ward.form, fill(0, move="send", **ITEM, **ASK))
    ward.report.refresh_from_db()
    content = ward.report.latest.content
    assert content["items"] == [
        {"key": "item:1", "heading": "III.1.a", "heading_title": "Đề mục", "text": "Bồi dưỡng hai cán bộ."}
    ]
    pks = list(ward.report.proposal_rows.values_list("pk", flat=True))
    assert content["proposals"] == [
        {
            "key": "proposal:1", "heading": "", "heading_title": "", "id": pks[0], "addressee": "committee",
            "addressee_label": "UBND Quận 4", "text": "Cấp kinh phí.",
        },
        {
            "key": "proposal:2", "heading": "III.1.a", "heading_title": "Đề mục", "id": pks[1], "addressee": "office",
            "addressee_label": "Phòng Kinh tế", "text": "Mở lớp bồi dưỡng.",
        },
    ]  # fmt: skip
    assert ResultItem.objects.count() == 1
