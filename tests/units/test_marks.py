"""Marks, words, numbers and small drawings that every page takes from one place."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from units import sparks
from units.templatetags import q4kh

SENT = '<svg class="q-mark" viewBox="0 0 16 16" aria-hidden="true"><use href="#m-sent"/></svg>'


def drawn(template, **context):
    return Template("{% load q4kh %}" + template).render(Context(context))


def test_a_state_has_shape_and_word():
    assert drawn('{% state "sent" %}') == (f'<span class="q-state" data-is="sent">{SENT}<span>Đã gửi</span></span>')


def test_a_narrow_state_carries_both_words():
    assert re.sub("<svg.*?</svg>", "", drawn('{% state "accepted" short=True %}')) == (
        '<span class="q-state" data-is="accepted"><span><span class="q-long">Đã chấp nhận</span>'
        '<span class="q-short">Chấp nhận</span></span></span>'
    )


def test_the_words_of_states_and_verdicts():
    assert [q4kh.state_word(name) for name in q4kh.STATES] == [
        "Chưa soạn", "Đang soạn", "Chờ lãnh đạo duyệt", "Đã gửi", "Trả lại", "Đã chấp nhận", "Không phải báo cáo",
    ]  # fmt: skip
    assert [q4kh.verdict_word(name) for name in q4kh.VERDICTS] == [
        "Chậm", "Không đạt", "Chưa có số liệu", "Đúng tiến độ", "Đạt", "Chưa đến hạn", "Theo dõi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('{% verdict "met" %}', "Đạt"),
        ('{% verdict "met" late=True %}', "Đạt, chậm hạn"),
        ('{% verdict "missed" late=True %}', "Không đạt"),
    ],
)
def test_only_what_is_met_can_be_met_late(template, words):
    assert re.findall("<span>(.*?)</span>", drawn(template)) == [words]


def test_every_mark_that_a_tag_can_name_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "templates/components/marks.svg").read_text("utf-8")
    assert set(re.findall(r'id="m-(\w+)"', sprite)) == set(q4kh._MARKS)


@pytest.mark.parametrize(("days", "words"), [(3, '<span class="q-late">trễ 3 ngày</span>'), (0, ""), (None, "")])
def test_lateness_is_silent_on_time(days, words):
    assert drawn("{% late days %}", days=days) == words


@pytest.mark.parametrize(
    ("done", "total", "classes"),
    [
        (0, 3, ["off", "off", "off"]),
        (2, 3, ["on", "on", "off"]),
        (5, 3, ["on", "on", "on"]),
        (30, 60, ["on", "off"]),
        (60, 60, ["on"]),
        (0, 0, []),
    ],
)
def test_completeness_has_one_step_an_item_below_forty(done, total, classes):
    assert re.findall('<rect class="(.*?)"', drawn("{% steps done total %}", done=done, total=total)) == classes


def test_completeness_is_drawn_with_points_whatever_the_language():
    assert drawn("{% steps 1 3 %}") == (
        '<svg class="q-steps" viewBox="0 0 340 10" preserveAspectRatio="none" role="img"'
        ' aria-label="Đã xong 1 trên 3 mục">'
        '<rect class="on" x="0.5" y=".5" width="110.3" height="9"/>'
        '<rect class="off" x="113.8" y=".5" width="110.3" height="9"/>'
        '<rect class="off" x="227.2" y=".5" width="110.3" height="9"/></svg>'
    )


@pytest.mark.parametrize(
    ("level", "opening"),
    [
        (messages.SUCCESS, '<div class="q-flash is-done" role="status">'),
        (messages.INFO, '<div class="q-flash" role="status">'),
        (messages.WARNING, '<div class="q-flash is-warn" role="status">'),
        (messages.ERROR, '<div class="q-flash is-wrong" role="alert">'),
    ],
)
def test_only_a_refusal_interrupts(level, opening):
    html = drawn("{% flash message %}", message=Message(level, "Đã nhắc <18> đơn vị"))
    assert html.startswith(opening)
    assert re.findall("<p>(.*)</p>", html) == ["Đã nhắc &lt;18&gt; đơn vị"]


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("{{ v|vn_number }}", Decimal("1234.50"), "1.234,5"),
        ("{{ v|vn_number }}", 0, "0"),
        ('{{ v|vn_number|default:"chưa báo cáo" }}', None, "chưa báo cáo"),
        ("{{ v|vn_percent }}", Decimal("87.5"), "87,5%"),
        ("{{ v|plain_number }}", Decimal("1234.50"), "1234.5"),
        ("{{ v|plain_number }}", None, ""),
        ("{{ v|vn_date }}", dt.date(2018, 3, 5), "05/03/2018"),
        # 17:10 in Greenwich is already the next day in Vietnam.
        ("{{ v|vn_date }}", dt.datetime(2018, 6, 5, 17, 10, tzinfo=dt.UTC), "06/06/2018"),
        ("{{ v|vn_datetime }}", dt.datetime(2018, 6, 5, 9, 10, tzinfo=dt.UTC), "05/06/2018, 16:10"),
        ("{{ v|vn_datetime }}", None, ""),
        ("{{ v|filesize_vn }}", 812, "812 byte"),
        ("{{ v|filesize_vn }}", 34_900, "34 KB"),
        ("{{ v|filesize_vn }}", 1_258_291, "1,2 MB"),
    ],
)
def test_figures_dates_and_sizes_are_written_the_vietnamese_way(template, value, shown):
    assert drawn(template, v=value) == shown


class Sample(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label="Lý do", help_text="Đơn vị sẽ đọc.", error_messages={"required": "Viết lý do."})
    group = forms.ChoiceField(label="Khối", choices=[("", "Tất cả")], required=False)


def test_a_field_says_hint_and_error_before_the_input_and_ties_both_to_it():
    html = drawn('{% include "components/field.html" with field=form.reason %}', form=Sample({}))
    assert re.findall(r'(?:id|class)="(form-label|id_reason\w*)"', html) == [
        "form-label", "id_reason_helptext", "id_reason_error", "id_reason",
    ]  # fmt: skip
    assert re.findall(r'aria-\w+="[^"]*"', html) == [
        'aria-invalid="true"',
        'aria-describedby="id_reason_helptext id_reason_error"',
    ]
    assert 'class="form-control is-invalid"' in html


def test_a_list_of_choices_wears_its_own_class():
    assert re.findall('class="(.*?)"', drawn("{{ form.group|control }}", form=Sample())) == ["form-select"]


def test_the_summary_repeats_the_words_of_the_fields():
    assert q4kh.problems(Sample({})) == [("id_reason", "Viết lý do.")]


# ---------- Small multiples ----------


def shapes(drawing, name):
    return re.findall(rf'<{name} class="([\w -]+)"', drawing.shapes)


def test_bars_tell_past_present_and_pending_apart():
    drawing = sparks.bars([0, 1, 1, 2, 1, 2], goal=3, past=4, pending=1, label="Cộng dồn")
    assert shapes(drawing, "rect") == ["bar is-past"] * 3 + ["bar"] * 2 + ["miss"]
    # The tallest is 3: what is counted ends where the pending part begins.
    assert re.findall(
        r'<rect class="(?:bar|miss)" x="112.0" y="([\d.]+)" width="16.0" height="([\d.]+)"', drawing.shapes
    ) == [
        ("12.7", "17.3"),
        ("4.0", "8.7"),
    ]


def test_a_quarter_that_says_nothing_breaks_no_line():
    drawing = sparks.line([Decimal(50), None, Decimal(100)], goal=Decimal(100), label="Từ 50% lên 100%")
    assert re.findall('points="(.*?)"', drawing.shapes) == ["4.0,17.0 52.0,4.0"]
    assert shapes(drawing, "circle") == ["dot"]


def test_nothing_at_all_still_has_a_base():
    assert shapes(sparks.bars([None, None], label="Chưa có"), "line") == ["base"]
    assert shapes(sparks.line([], label="Chưa có"), "line") == ["base"]


def test_a_month_short_of_its_number_shows_the_gap():
    assert shapes(sparks.months([2, 1, None], 2, label="Số bài"), "rect") == ["bar", "bar", "bar", "miss"]
    assert shapes(sparks.months([24, 1, None], 2, label="Số bài"), "rect") == ["bar", "bar", "miss"]


def test_a_milestone_is_done_or_open():
    assert shapes(sparks.milestone(done_at=Decimal("0.5"), due_at=1, label="Xong"), "circle") == ["dot"]
    assert shapes(sparks.milestone(due_at=Decimal("0.5"), label="Chưa xong"), "circle") == ["soft"]


def test_a_drawing_is_named_for_those_who_do_not_see_it():
    html = drawn("{% spark drawing %}", drawing=sparks.bars([1], label='Số "mô hình"'))
    assert re.findall('role="img" aria-label="(.*?)">', html) == ["Số &quot;mô hình&quot;"]
    assert drawn("{% spark drawing %}", drawing=None) == "<small>Chưa vẽ được</small>"


# ---------- The stylesheet and the templates ----------


def test_no_colour_is_named_outside_the_tokens():
    found = {}
    for path in (settings.BASE_DIR / "static/css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)", text)
        if colours and path.name != "tokens.css":
            found[path.name] = colours
    assert found == {}


def test_every_token_that_is_used_exists():
    texts = {p.name: p.read_text("utf-8") for p in (settings.BASE_DIR / "static/css").glob("*.css")}
    named = set(re.findall(r"(--[\w-]+)\s*:", "".join(texts.values())))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(texts.values())))
    assert used - named == set()


def page_templates() -> list[Path]:
    # Printed documents and mails are drawn without the browser's content security policy.
    root = settings.BASE_DIR / "templates"
    return [p for p in root.rglob("*.html") if p.relative_to(root).parts[0] not in {"documents", "emails"}]


def test_pages_hold_no_inline_style_or_script():
    offences = {}
    for path in page_templates():
        text = path.read_text("utf-8")
        found = re.findall(r'\sstyle="|<style|\son\w+="|javascript:', text)
        found += [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
        found += re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', text)
        if found:
            offences[path.name] = found
    assert offences == {}
