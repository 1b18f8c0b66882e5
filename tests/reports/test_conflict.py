"""Two people in one draft, or a report that closed meanwhile: both texts stand side by side, and one chooses by line."""

import re

import pytest


@pytest.fixture
def officer(client, ward):
    client.force_login(ward.reporter)
    return client


def base_of(page) -> str:
    return re.search(r'name="base" value="([^"]*)"', page)[1]


def lines_of(page) -> list[str]:
    return re.findall(r'data-line="([^"]*)"', page)


def chosen(page) -> dict[str, str]:
    """Which of the two is offered for each line."""
    return dict(re.findall(r'name="keep-([^"]*)" id="[^"]*" value="(\w+)" checked', page))


def test_only_lines_that_were_typed_in_are_compared(officer, ward, fill):
    officer.post(ward.form, fill(0))
    base = base_of(officer.get(ward.form).content.decode())
    officer.post(ward.form, fill(1, situation="Lãnh đạo sửa phần một", causes="Nguyên nhân của lãnh đạo"))
    answer = officer.post(ward.form, fill(1, base=base, situation="Cán bộ sửa phần một", advantages="Cán bộ thêm"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert lines_of(page) == ["situation", "advantages"]
    assert chosen(page) == {"situation": "typed", "advantages": "typed"}
    assert "<del>Lãnh đạo</del><ins>Cán bộ</ins> sửa phần một" in page


def test_without_knowing_what_was_opened_nothing_stored_gives_way_by_itself(officer, ward, fill):
    officer.post(ward.form, fill(0))
    page = officer.post(ward.form, fill(0, results="Câu khác", advantages="Câu thêm")).content.decode()
    assert chosen(page) == {"results": "stored", "advantages": "typed"}


def test_each_line_is_stored_as_chosen_without_a_script(officer, ward, fill):
    officer.post(ward.form, fill(0))
    page = officer.post(
        ward.form,
        fill(0, results="Câu của tôi", **{"figure-CT01-numerator": "1", "figure-CT03-value": "3", "own_number": "7/BC"}),
    ).content.decode()
    assert lines_of(page) == ["results", "CT01", "CT03", "own_number"]
    inputs = dict(re.findall(r'<input type="hidden" name="(inputs-[^"]*)" value="([^"]*)">', page))
    assert inputs["inputs-CT01"].split() == ["figure-CT01-numerator", "figure-CT01-denominator"]
    answer = officer.post(
        ward.form,
        {
            "revision": "1", "base": base_of(page), **inputs,
            "results": "Câu của tôi, ghép thêm", "keep-results": "typed",
            "figure-CT01-numerator": "1", "figure-CT01-denominator": "2", "keep-CT01": "stored",
            "figure-CT03-value": "3", "keep-CT03": "typed", "own_number": "7/BC", "keep-own_number": "stored",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    ward.report.refresh_from_db()
    assert (ward.report.results, ward.report.own_number) == ("Câu của tôi, ghép thêm", "")
    rows = {row.target.code: (row.value, row.numerator) for row in ward.report.entries.select_related("target")}
    assert (rows["CT01"], rows["CT03"]) == ((None, 2), (3, None))


def test_a_number_that_could_not_be_read_is_still_there(officer, ward, fill):
    officer.post(ward.form, fill(0))
    page = officer.post(ward.form, fill(0, **{"figure-CT03-value": "ba mô hình"})).content.decode()
    assert lines_of(page) == ["CT03"]
    assert 'name="figure-CT03-value" value="ba mô hình"' in page


def test_rows_are_compared_as_one_line(officer, ward, fill):
    officer.post(ward.form, fill(0))
    rows = {"item-1-heading": "III.1.a", "item-1-text": "Bồi dưỡng hai cán bộ."}
    page = officer.post(ward.form, fill(0, **rows)).content.decode()
    assert lines_of(page) == ["item"]
    assert "III.1.a: Bồi dưỡng hai cán bộ." in page
    assert '<input type="hidden" name="item-1-text" value="Bồi dưỡng hai cán bộ.">' in page


def test_of_a_frozen_report_everything_typed_can_be_copied_and_nothing_is_saved(officer, ward, fill):
    officer.post(ward.form, fill(0, move="submit"))
    page = officer.post(ward.form, fill(1, results="Viết thêm sau khi trình", causes="Và nguyên nhân")).content.decode()
    everything = re.search(r'<textarea[^>]*id="tat-ca"[^>]*>\n(.*?)</textarea>', page, re.S)[1]
    assert everything == "II. Kết quả nổi bật\nViết thêm sau khi trình\n\nV. Nguyên nhân\nVà nguyên nhân"
    assert "rút lại rồi nhập tiếp" in page
    assert chosen(page) == {}
    assert "Lưu các dòng đã chọn" not in page


def test_after_acceptance_the_page_says_to_ask_for_an_unlock(officer, client, ward, fill):
    officer.force_login(ward.head)
    officer.post(ward.form, fill(0, move="send"))
    client.force_login(ward.reviewer)
    client.post(ward.url, {"move": "accept"})
    officer.force_login(ward.reporter)
    answer = officer.post(ward.form, fill(1, results="Sửa sau khi chấp nhận"))
    assert answer.status_code == 409
    assert "đề nghị Phòng Kinh tế mở khóa" in answer.content.decode()


def test_what_was_blanked_knowingly_is_in_question_too(officer, ward, fill):
    officer.post(ward.form, fill(0))
    base = base_of(officer.get(ward.form).content.decode())
    officer.post(ward.form, fill(1, results="Lãnh đạo viết lại"))
    page = officer.post(ward.form, fill(1, base=base, results="")).content.decode()
    assert lines_of(page) == ["results"]
    assert "để trống" in page
