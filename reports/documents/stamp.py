"""What a digital signature looks like on the page: pictures of our own, as large as they are printed.

Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II: khoản 7 điểm d (the signatory's: blue, PNG with a transparent
ground, between post and name) and khoản 8 điểm a (the agency's: red, over the left third of the signatory's). Neither
is a seal nor a hand: both say that they are a digital signature, whose and when, so that nobody takes them for more.
"""

import datetime as dt
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from units.clock import ZONE

# Millimetres. The seal is smaller than a real one: it keeps to the room between the post and the name.
PERSON_WIDTH, PERSON_HEIGHT = 54, 24
SEAL = 28
BLUE = (18, 52, 160)
RED = (200, 16, 30)

_DOTS = 24  # to the millimetre: 610 dpi
_FONTS = {"": "LiberationSerif-Regular.ttf", "bold": "LiberationSerif-Bold.ttf", "italic": "LiberationSerif-Italic.ttf"}


def moment(at: dt.datetime) -> tuple[str, str]:
    """Day, and time with the zone as ISO 8601 has it: "27/11/2026", "15:04:05 +07:00"."""
    local = at.astimezone(ZONE)
    return f"{local:%d/%m/%Y}", f"{local:%H:%M:%S} +07:00"


def person(name: str, at: dt.datetime) -> Image.Image:
    """The signatory's, blue. Its left third is left to the agency's seal."""
    image, draw = _ground(PERSON_WIDTH, PERSON_HEIGHT)
    left, right = PERSON_WIDTH / 3 + 1.5, PERSON_WIDTH - 1
    for height in (0.3, PERSON_HEIGHT - 0.3):
        draw.line(_box(left, height, right, height), BLUE, _dots(0.3))
    day, time = moment(at)
    lines = [("Đã ký số", "", 3), (name, "italic", 5.2), (day, "", 2.9), (time, "", 2.9)]
    top = 2.6
    for text, style, height in lines:
        font = _fitting(text, style, height, right - left)
        draw.text((_dots((left + right) / 2), _dots(top + height / 2)), text, BLUE, font, anchor="mm")
        top += height * 1.35
    return image


def seal(agency: str, parent: str, at: dt.datetime) -> Image.Image:
    """The agency's, red: its name round the upper half of a ring, that of the agency above it round the lower."""
    image, draw = _ground(SEAL, SEAL)
    middle = SEAL / 2
    for radius, width in ((middle - 0.2, 0.55), (middle - 4.3, 0.25)):
        box = _box(middle - radius, middle - radius, middle + radius, middle + radius)
        draw.ellipse(box, outline=RED, width=_dots(width))
    _arc(image, agency.upper(), top=True)
    _arc(image, parent.upper() or "CHỮ KÝ SỐ", top=False)
    day, time = moment(at)
    for text, style, height, place in (("CHỮ KÝ SỐ", "bold", 2.9, -3.6), (day, "", 2.7, 0.2), (time, "", 2.3, 3.6)):
        room = 2 * math.sqrt((middle - 5) ** 2 - place**2)
        font = _fitting(text, style, height, room)
        draw.text((_dots(middle), _dots(middle + place)), text, RED, font, anchor="mm")
    # Turned letters blend at their edges; the ink is one all the same.
    inked = Image.new("RGBA", image.size, (*RED, 0))
    inked.putalpha(image.getchannel("A"))
    return inked


def _arc(image, text, *, top):
    """Letters along the ring, upright at its top, or read from left to right along its foot."""
    middle, radius = image.width / 2, _dots(SEAL / 2 - 2.35)
    height = 2.5
    while True:
        font = _font("bold", height)
        widths = [font.getlength(letter) + 0.12 * font.size for letter in text]
        turn = sum(widths) / radius
        if turn <= math.radians(155):
            break
        height *= 0.94
    angle = -turn / 2
    for letter, width in zip(text, widths, strict=True):
        angle += width / radius / 2
        side = 2 * font.size
        tile = Image.new("RGBA", (side, side), (*RED, 0))
        ImageDraw.Draw(tile).text((side / 2, side / 2), letter, RED, _font("bold", height), anchor="mm")
        degrees = math.degrees(angle)
        tile = tile.rotate(-degrees if top else degrees, Image.Resampling.BICUBIC)
        x = middle + radius * math.sin(angle)
        y = middle - radius * math.cos(angle) * (1 if top else -1)
        image.alpha_composite(tile, (round(x - side / 2), round(y - side / 2)))
        angle += width / radius / 2


def _ground(width, height):
    # The colour under full transparency is the ink's: at the edges a white one would shine through.
    image = Image.new("RGBA", (_dots(width), _dots(height)), (*(RED if width == height else BLUE), 0))
    return image, ImageDraw.Draw(image)


def _fitting(text, style, height, room):
    font = _font(style, height)
    while font.getlength(text) > _dots(room) and height > 1:
        height *= 0.94
        font = _font(style, height)
    return font


@lru_cache(64)
def _font(style, height):
    # Pillow looks through the system's folders of fonts. Letters are NFC: one glyph each.
    return ImageFont.truetype(_FONTS[style], _dots(height))


def _box(*millimetres):
    return tuple(map(_dots, millimetres))


def _dots(millimetres) -> int:
    return round(millimetres * _DOTS)
