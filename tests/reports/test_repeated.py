"""What many units complain of or ask for in nearly the same words (domain §9): pure, without a database."""

from reports import repeated
from reports.gathering import Thing
from reports.models import GatheringMark
from targets.quarters import Quarter
from units.models import Unit

SHORT_OF_PEOPLE = "Cán bộ phụ trách kiêm nhiệm nhiều việc, chưa qua bồi dưỡng."


def said(*rows, section="difficulties"):
    """A thing of each (unit's number, text)."""
    return [
        Thing(
            unit=Unit(pk=number, code=f"P{number}", short_name=f"Phường {number}"), version_id=number, version=1,
            quarter=Quarter(2018, 2), key=f"text:{section}", section=section, text=text, name=f"Phường {number}",
        )
        for number, text in rows
    ]  # fmt: skip


def told(things):
    return [(one.section, one.units, one.lead.text, [len(same) for same in one.wordings]) for one in repeated.find(things)]


def test_nearly_the_same_words_of_many_are_one_entry_led_by_what_most_say():
    things = said(
        (1, "Cán bộ phụ trách kiêm nhiệm nhiều việc và chưa qua bồi dưỡng"),
        (2, SHORT_OF_PEOPLE),
        (3, "Kinh phí năm nay chưa được phân bổ."),
        (4, SHORT_OF_PEOPLE.upper()),
        (5, "can bo phu trach kiem nhiem nhieu viec, chua qua boi duong"),
    )
    assert told(things) == [
        ("difficulties", ["Phường 1", "Phường 2", "Phường 4", "Phường 5"], SHORT_OF_PEOPLE, [3, 1]),
    ]
    (found,) = repeated.find(things)
    assert found.line == f"- Phường 1, Phường 2, Phường 4, Phường 5: {SHORT_OF_PEOPLE}"
    # The order of reading changes nothing but the order of names.
    assert {name for _, names, *_ in told(things[::-1]) for name in names} == set(found.units)


def test_six_words_in_ten_are_alike_and_fewer_are_not():
    ten = "một hai ba bốn năm sáu bảy tám"
    assert len(told(said((1, ten), (2, "một hai ba bốn năm sáu chín mười")))) == 1  # 6 of 10
    assert told(said((1, ten), (2, "một hai ba bốn năm chín mười chục"))) == []  # 5 of 11


def test_no_chain_of_small_changes_ties_together_what_is_not_alike():
    first, second, third = "a1 a2 a3 a4 a5 a6 a7 a8", "a3 a4 a5 a6 a7 a8 b1 b2", "a5 a6 a7 a8 b1 b2 b3 b4"
    assert told(said((1, first), (2, second), (3, third))) == [
        ("difficulties", ["Phường 1", "Phường 2"], first, [1, 1]),
    ]


def test_a_few_words_must_be_the_same_and_one_unit_alone_repeats_nothing():
    assert told(said((1, "Thiếu máy in"), (2, "Thiếu máy quét"))) == []
    assert told(said((1, "Thiếu máy in"), (2, "thiếu máy in."))) != []
    assert told(said((1, SHORT_OF_PEOPLE), (1, SHORT_OF_PEOPLE))) == []


def test_sections_are_held_apart_results_are_not_complaints_and_most_units_come_first():
    money = "Đề nghị sớm phân bổ kinh phí năm 2018."
    things = [
        *said((1, SHORT_OF_PEOPLE), (2, SHORT_OF_PEOPLE)),
        *said((1, SHORT_OF_PEOPLE), section="causes"),
        *said((1, money), (2, money), (3, money), section="proposals"),
        *said((1, "Mở một lớp tin học."), (2, "Mở một lớp tin học."), section="results"),
    ]
    assert [(section, len(units)) for section, units, *_ in told(things)] == [("proposals", 3), ("difficulties", 2)]


def test_what_all_of_it_was_skipped_says_so():
    things = said((1, SHORT_OF_PEOPLE), (2, SHORT_OF_PEOPLE))
    (found,) = repeated.find(things)
    assert not found.is_skipped
    skipped = GatheringMark(state=GatheringMark.State.SKIPPED)
    (found,) = repeated.find([Thing(**{**thing.__dict__, "marks": (skipped,)}) for thing in things])
    assert found.is_skipped


def test_a_thousand_different_wordings_are_read_at_once():
    things = said(*((number, " ".join(f"v{number}x{at}" for at in range(30))) for number in range(1_000)))
    assert repeated.find(things) == []
