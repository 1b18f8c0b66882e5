"""Numbers from addresses and hidden inputs: whatever is typed there, an answer or nothing, never an error."""

import pytest

from units.asked import seen_revision, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("42", 42), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None),
        ("", None), (None, None), ("-1", None), ("1.0", None), (" 1", None), ("²", None), ("٣", None), ("một", None),
    ],
)  # fmt: skip
def test_a_whole_number_or_nothing(text, number):
    assert whole_number(text) == number


def test_no_more_digits_than_asked_for():
    assert (whole_number("1234", digits=4), whole_number("12345", digits=4)) == (1234, None)


@pytest.mark.parametrize(("post", "seen"), [({"revision": "7"}, 7), ({}, -1), ({"revision": "9" * 10}, -1)])
def test_a_form_that_says_no_revision_bears_one_that_no_row_has(post, seen):
    assert seen_revision(post) == seen
