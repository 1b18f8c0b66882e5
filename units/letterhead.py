"""The head and the end of a unit's own documents (domain §10): what it wrote of itself, or else what its kind says.

Departments, the office, public bodies and wards stand under the district's People's Committee. Mass organisations have
parents of their own, and are never put under it.
"""

from dataclasses import dataclass

from units.models import Unit
from units.vietnamese import clean_text

NO_PARENT = "-"
_COMMITTEE = "Ủy ban nhân dân "
_SIGNATURE = {
    Unit.Kind.WARD: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    Unit.Kind.DEPARTMENT: ("TRƯỞNG PHÒNG",),
    Unit.Kind.OFFICE: ("CHÁNH VĂN PHÒNG",),
    Unit.Kind.PUBLIC: ("GIÁM ĐỐC",),
    Unit.Kind.SCHOOL: ("HIỆU TRƯỞNG",),
    Unit.Kind.MASS: ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
}


@dataclass(frozen=True)
class Letterhead:
    parent: str  # in capitals; "" where there is none
    agency: str  # in capitals
    name: str  # the agency in a sentence
    place: str
    symbol: str  # "BC-UBND"
    signature: tuple[str, ...]  # the last line is the post of the head
    recipients: tuple[str, ...]


def of(unit: Unit, *, committee: str, office: str = "") -> Letterhead:
    """``committee``: the district's, "Ủy ban nhân dân Quận 4"; ``office``: the one through which a report goes to it,
    "" for that office itself."""
    district = committee.removeprefix(_COMMITTEE)
    is_ward = unit.kind == Unit.Kind.WARD
    name = unit.letter_name or (unit.name if is_ward or district in unit.name else f"{unit.name} {district}")
    parent = unit.letter_parent or ("" if unit.kind == Unit.Kind.MASS else committee)
    parent = "" if parent == NO_PARENT else parent
    # Under the Committee of the district a department need not say the district again.
    agency = unit.letter_name or (unit.name if parent == committee else name)
    return Letterhead(
        parent=parent.upper(),
        agency=agency.upper(),
        name=name,
        place=unit.letter_place or (unit.short_name if is_ward else district),
        symbol=unit.letter_symbol or ("BC-UBND" if is_ward else f"BC-{unit.code}"),
        signature=_lines(unit.letter_signature) or _SIGNATURE[Unit.Kind(unit.kind)],
        recipients=_lines(unit.letter_recipients) or _recipients(is_ward, office),
    )


def _recipients(is_ward, office) -> tuple[str, ...]:
    people = ("TT. Đảng ủy, HĐND phường", "CT, các PCT UBND phường") if is_ward else ()
    return ("Như trên", *([office] if office else ()), *people, "Lưu: VT")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def signed(signature: tuple[str, ...], signatory: str) -> tuple[tuple[str, ...], str]:
    """Lines above the name, and the name. A deputy signs for the head: "Nguyễn Văn A, Phó Chủ tịch" and "Phó Chủ tịch
    Nguyễn Văn A" give "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"; without a post the head signs."""
    text = " ".join(clean_text(signatory).split())
    *above, head = signature
    name, _, post = (part.strip(" )") for part in text.replace("(", ",", 1).partition(","))
    if not post:
        # A post in front of the name is known by the head's own.
        for known in (f"phó {head}".lower(), "phó phòng", head.lower()):
            if name.lower().startswith(f"{known} "):
                name, post = name[len(known) :].strip(" :"), name[: len(known)]
                break
    post = post.upper()
    if post in ("", head):
        return signature, name
    if post.startswith("PHÓ "):
        # "Phó phòng" is how people say it.
        return (*above, f"KT. {head}", "PHÓ TRƯỞNG PHÒNG" if post == "PHÓ PHÒNG" else post), name
    return (*above, post), name
