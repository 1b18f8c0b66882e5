import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.units.sheets.encoders import tcvn3, vni, windows_1258
from units.sheets.encodings import decoded
from units.sheets.legacy import TCVN3, VNI, converted, font_of, is_capitals_font, looks, script_of
from units.sheets.syllables import SHAPES, STOPPED, is_syllable

ROOT = Path(__file__).resolve().parents[3]
ALL_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VOWELS = "aăâeêioôơuưy"


def syllables():
    """Every syllable that spelling allows, its tone over its last vowel and, where there is one, over the one before:
    both `hòa` and `hoà` are written."""
    for shape in sorted(SHAPES):
        places = [place for place, c in enumerate(shape) if c in VOWELS]
        for tone in ALL_TONES:
            if STOPPED.search(shape) and tone not in ("", "\u0301", "\u0323"):
                continue
            for place in places[-2:]:
                yield unicodedata.normalize("NFC", shape[: place + 1] + tone + shape[place + 1 :])


SYLLABLES = sorted(set(syllables()))


def test_every_syllable_comes_back_from_both():
    assert len(SYLLABLES) > 20_000
    words = " ".join(SYLLABLES)
    # TCVN3 has no capitals with a tone: its font of capitals shows these letters as such.
    assert converted(tcvn3(words), "tcvn3") == words
    tcvn3(words).encode("latin-1")
    for written in (words, words.upper(), words.title()):
        assert converted(vni(written), "vni") == written
        vni(written).encode("cp1252")


def test_every_syllable_is_one_and_is_never_taken_for_legacy():
    for word in SYLLABLES:
        assert is_syllable(word), word
        assert looks(word) is None, word


def test_syllables_come_back_from_windows_1258():
    for start in range(8):
        line = " ".join(SYLLABLES[start::16])
        assert decoded(windows_1258(line)) == (line, "Windows-1258")


def test_the_tables_hold_the_whole_alphabet():
    letters = {unicodedata.normalize("NFC", c + tone) for c in VOWELS for tone in ALL_TONES} - set("aeiouy") | {"đ"}
    assert letters <= set(TCVN3.values())
    assert letters <= set(VNI.values())
    assert {letter.upper() for letter in letters} <= set(VNI.values())
    assert set("ĂÂÊÔƠƯĐ") <= set(TCVN3.values())


@given(st.lists(st.sampled_from(SYLLABLES), min_size=4, max_size=12))
def test_a_line_is_told_for_what_it_is(words):
    line = " ".join(words)
    assert looks(line) is None
    for encode in (tcvn3, vni):
        written = encode(line)
        if (told := looks(written)) is not None:
            # A few words may be spelt alike; what is told must make sense of all of them.
            assert all(map(is_syllable, converted(written, told).split()))


@pytest.mark.parametrize(
    ("written", "meant", "which"),
    [
        ("Uû ban nh©n d©n QuËn 4", "Uỷ ban nhân dân Quận 4", "tcvn3"),
        ("B¸o c¸o kÕt qu¶ quý I/2018", "Báo cáo kết quả quý I/2018", "tcvn3"),
        ("Tr­êng THCS NguyÔn HuÖ", "Trường THCS Nguyễn Huệ", "tcvn3"),
        ("§Æng ThÞ Ng÷", "Đặng Thị Ngữ", "tcvn3"),
        ("QuËn", "Quận", "tcvn3"),
        ("UÛy ban nhaân daân Quaän 4", "Ủy ban nhân dân Quận 4", "vni"),
        ("Baùo caùo keát quaû quyù I/2018", "Báo cáo kết quả quý I/2018", "vni"),
        ("ÑAËNG THÒ NGÖÕ", "ĐẶNG THỊ NGỮ", "vni"),
        ("Ñaïi hoïc Baùch khoa", "Đại học Bách khoa", "vni"),
        ("ngöôøi", "người", "vni"),
    ],
)
def test_what_offices_typed(written, meant, which):
    assert looks(written) == which
    assert converted(written, which) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "Quan 4", "P1; 1.234,5; 87,5%", "25 °C, 10 µm, 3 m², ½ năm, § 3, © 2018, ±5", "3 × 4 ÷ 2", "µm", "5 µg/m³",
        "Échéance prévue à Noël, naïveté, garçon, où, août, maïs", "laïc", "Caïn et Moïse", "Saül, Raphaël, Citroën",
        "Straße für Düsseldorf, Malmö, São Paulo, señor año, smørrebrød, Ångström", "Microsoft® Office™, Xbox®",
        "« Bonjour »", "Toà án hoá học khoá XII", "cà phê, mì, tú, lê, né", "KH&CN-294/2016", "Lê Á",
        "QuËn Phường",  # letters of both: Unicode is not touched
    ],
)
def test_no_alarm(text):
    assert looks(text) is None


def test_no_alarm_over_our_own_pages():
    for path in [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*/**/*.yaml"), ROOT / "README.md"]:
        text = path.read_text("utf-8")
        assert looks(text) is None, path
        # Nor over any word of it by itself.
        assert {word for word in set(re.findall(r"\w+", text)) if looks(word)} == set(), path


@pytest.mark.parametrize(
    ("font", "which", "is_capitals"),
    [
        (".VnTime", "tcvn3", False), (".VnTimeH", "tcvn3", True), (".VnArial NarrowH", "tcvn3", True),
        (".vntime", "tcvn3", False), ("VNI-Times", "vni", False), ("VNI-Helve-Condense", "vni", False),
        ("Times New Roman", None, False), ("Arial", None, False), ("VnPlus", None, False), ("", None, False),
    ],
)
def test_fonts(font, which, is_capitals):
    assert font_of(font) == which
    assert is_capitals_font(font) == is_capitals


def test_a_text_alike_in_both_follows_its_sheet():
    # `mét` is a metre in Unicode and `một`, one, in TCVN3.
    old = script_of([("Sè l­îng", ""), ("Uû ban nh©n d©n", ""), ("mét", "")])
    assert old.read("mét") == "một"
    new = script_of([("Số lượng", ""), ("Ủy ban nhân dân", ""), ("mét", "")])
    assert new.read("mét") is None
    # Half and half: only what tells is converted.
    both = script_of([("Số lượng", ""), ("Ủy ban nhân dân", ""), ("Sè l­îng", ""), ("QuËn", ""), ("mét", "")])
    assert (both.read("QuËn"), both.read("mét")) == ("Quận", None)
