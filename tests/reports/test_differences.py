"""What changed, word by word: nothing is lost, it reads well, and no text takes long (reports.differences)."""

import time

import pytest
from hypothesis import given, strategies as st

from reports import differences
from reports.templatetags.differences import diff

# Few words, so that texts share many of them in every order.
TEXTS = st.lists(st.sampled_from(["kinh", "phí", "còn", "hạn", "chế", ".", ",", " ", "  ", "\n", "12"])).map("".join)


def side(steps, op):
    return "".join(text for kind, text in steps if kind in ("equal", op))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off(before, after):
    steps = differences.words(before, after)
    assert side(steps, "del") == before
    assert side(steps, "ins") == after
    kinds = [kind for kind, _ in steps]
    assert all(first != second for first, second in zip(kinds, kinds[1:], strict=False))
    assert all(text for _, text in steps)


@given(st.text(), st.text())
def test_both_texts_can_be_read_off_whatever_they_hold(before, after):
    steps = differences.words(before, after)
    assert (side(steps, "del"), side(steps, "ins")) == (before, after)


@given(TEXTS)
def test_a_text_that_did_not_change_is_one_piece(text):
    assert differences.words(text, text) == ([("equal", text)] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Không có.", [("ins", "Không có.")]),
        ("Không có.", "", [("del", "Không có.")]),
        (
            "Đã lắp 2 máy tại bộ phận một cửa.",
            "Đã lắp 3 máy tại bộ phận một cửa.",
            [("equal", "Đã lắp "), ("del", "2"), ("ins", "3"), ("equal", " máy tại bộ phận một cửa.")],
        ),
        (
            "Cán bộ kiêm nhiệm ba đầu việc.",
            "Cán bộ kiêm nhiệm ba đầu việc. Máy quét hỏng.",
            [("equal", "Cán bộ kiêm nhiệm ba đầu việc."), ("ins", " Máy quét hỏng.")],
        ),
        # Two words that stay between two changes read as part of one change.
        (
            "Phường tổ chức hai buổi họp dân.",
            "Phường mở hai buổi tập huấn dân.",
            [
                ("equal", "Phường "),
                ("del", "tổ chức hai buổi họp"),
                ("ins", "mở hai buổi tập huấn"),
                ("equal", " dân."),
            ],
        ),
    ],
)
def test_it_reads_as_marked_on_paper(before, after, expected):
    assert differences.words(before, after) == expected


def test_a_text_of_two_thousand_words_is_compared_word_by_word_and_a_longer_one_by_paragraphs():
    before = " ".join(["từ"] * 1999)
    assert differences.words(before, f"{before} mới") == [("equal", before), ("ins", " mới")]
    long = "\n".join([" ".join(["từ"] * 1000)] * 3)
    changed = long.replace("từ\ntừ", "khác\ntừ", 1)
    first, second, third = long.splitlines(keepends=True)
    assert differences.words(long, changed) == [
        ("del", first),
        ("ins", changed.splitlines(keepends=True)[0]),
        ("equal", second + third),
    ]


def test_a_text_written_anew_is_shown_by_paragraphs():
    before = " ".join(f"cũ{number}" for number in range(400)) + "\ngiữ lại"
    after = " ".join(f"mới{number}" for number in range(400)) + "\ngiữ lại"
    assert [kind for kind, _ in differences.words(before, after)] == ["del", "ins", "equal"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join("ab"[at % 2] for at in range(4000)), " ".join("ac"[at % 2] for at in range(4000))),
        (" ".join("ab"[at % 2] for at in range(2000)), " ".join("ca"[at % 2] for at in range(2000))),
        ("a\n" * 4000, "b\n" * 4000),
        ("a\nb\n" * 2000, "b\nc\n" * 2000),
        (" ".join(f"x{at}" for at in range(1600)), " ".join(f"y{at}" for at in range(1600))),
    ],
    ids=["alternating-long", "alternating", "lines", "lines-alternating", "nothing-in-common"],
)
def test_no_text_of_a_form_takes_long(before, after):
    # 8,000 characters at most, as a part of the form may have (reports.lines.TEXT_LIMIT, and more).
    started = time.process_time()
    steps = differences.words(before, after)
    assert time.process_time() - started < 3
    assert (side(steps, "del"), side(steps, "ins")) == (before, after)


def test_the_filter_escapes_what_people_wrote():
    assert diff("<b>cũ</b>", "<b>mới</b> & hơn") == (
        "&lt;b&gt;<del>cũ&lt;/b&gt;</del><ins>mới&lt;/b&gt; &amp; hơn</ins>"
    )
    assert diff("một", "một\nhai") == "một<ins><br>hai</ins>"
    assert diff(None, "") == ""
