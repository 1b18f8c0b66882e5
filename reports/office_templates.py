"""Mẫu văn bản: what a letterhead says, which one a report takes, and how the head of the office changes them.

The words come from rows (``OfficeTemplate``, ``Signatory``); a report freezes them whole when it is published. Errors
of every act: ``NotAllowed``, then ``WrongState`` (changed since the page was opened), ``Refused``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from initiatives.said import Said
from reports.documents.content import ISSUER_WIDTH
from reports.models import OfficeTemplate, Signatory
from units import audit
from units.moves import NotAllowed, WrongState
from units.paper_text import PARENT_WIDTH, balanced

Voice = OfficeTemplate.Voice
OFFICE, COMMITTEE = "phong", "uy-ban"
_COMMITTEE_NAME = "Ủy ban nhân dân "
_DEPARTMENT = "Sở Khoa học và Công nghệ"

# What the page changes, in its order.
FIELDS = (
    "name", "parent", "agency", "agency_name", "symbol", "place", "addressee", "bases", "voice", "closing",
    "recipients",
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """Head and end of one report, as they are frozen with it."""

    parent: str  # in capitals; "" where there is none
    agency: str  # in capitals
    agency_name: str  # in a sentence
    place: str
    symbol: str
    addressee: str
    voice: str
    bases: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: tuple[str, ...]  # lines above the name
    signatory: str


# --- Who may ---------------------------------------------------------------------------------------------------------


def can_read(user) -> bool:
    return user.access.is_reviewer


def can_change(user) -> bool:
    return user.access.is_office_head


# --- The two of a plan -----------------------------------------------------------------------------------------------


def of_plan(plan) -> list[tuple[OfficeTemplate, list[Signatory]]]:
    """Unsaved: the office that coordinates the plan to the Committee, the Committee to the department of the city.

    No name but that of the plan's own signatory is known beforehand.
    """
    committee, office = plan.issued_by, plan.coordinator
    place = committee.removeprefix(_COMMITTEE_NAME)
    to_committee = OfficeTemplate(
        key=OFFICE,
        name=f"{office.name} gửi UBND {place}",
        parent=committee.upper(),
        agency=office.name.upper(),
        agency_name=office.name,
        place=place,
        symbol="BC-KT",
        addressee=committee,
        voice=Voice.GATHERS,
        recipients="\n".join(
            [f"UBND {place} (để báo cáo)", _DEPARTMENT, "Các cơ quan, đơn vị thuộc quận", "UBND các phường",
             "Lưu: VT, KT"]
        ),
        order=1,
    )  # fmt: skip
    to_department = OfficeTemplate(
        key=COMMITTEE,
        name=f"UBND {place} gửi Sở KH&CN",
        agency=committee.upper(),
        agency_name=committee,
        place=place,
        symbol="BC-UBND",
        addressee=_DEPARTMENT,
        voice=Voice.REPORTS,
        recipients="\n".join(
            ["Như trên", "TT. Quận ủy, TT. HĐND quận", "CT, các PCT UBND quận", office.name, "Lưu: VT, KT"]
        ),
        order=2,
    )
    own = Signatory(template=to_committee, post_lines="TRƯỞNG PHÒNG", valid_from=plan.issued_on)
    theirs = Signatory(
        template=to_department,
        post_lines=f"TM. ỦY BAN NHÂN DÂN\n{_signed_as(plan.signatory_post)}",
        name=plan.signed_by,
        valid_from=plan.issued_on,
    )
    return [(to_committee, [own]), (to_department, [theirs])]


def _signed_as(post: str) -> str:
    """ "CHỦ TỊCH"; a deputy who signed the plan signs for the chairman here too."""
    post = post.upper()
    return f"KT. {post.removeprefix('PHÓ ')}\n{post}" if post.startswith("PHÓ ") else post


# --- Which one a report takes ----------------------------------------------------------------------------------------


def chosen(draft, on: dt.date) -> Signatory:
    """Who signs this draft, with the template: the one chosen, in force or not; else the default on the day ``on``.

    With nobody in force it is the last who was, for publishing to refuse. A portal whose templates were never loaded
    has those of its plan, unsaved.
    """
    if draft.signatory_id:
        return draft.signatory
    first = OfficeTemplate.objects.first()
    stored = first and (default_of(first, on) or first.signatories.select_related("template").last())
    return stored or of_plan(draft.period.plan)[0][1][0]


def default_of(template: OfficeTemplate, on: dt.date) -> Signatory | None:
    """Who signs unless another is chosen: not a deputy, of several the one entered last; None with nobody in force."""
    rows = list(template.signatories.in_force(on).select_related("template"))
    return min(rows, key=lambda row: (row.is_deputy, -row.pk), default=None)


def choices(draft, on: dt.date) -> list[tuple[OfficeTemplate, list[Signatory]]]:
    """Templates in order with those in force on the day ``on``, and with the one that the draft names already."""
    groups: dict[int, tuple[OfficeTemplate, list[Signatory]]] = {}
    for row in _open_to(draft):
        if row.is_in_force(on) or row.pk == draft.signatory_id:
            groups.setdefault(row.template_id, (row.template, []))[1].append(row)
    return list(groups.values())


def find(draft, pk: str) -> Signatory | None:
    """The one of this key, in force or not, under whose template the draft may be sent."""
    return next((row for row in _open_to(draft) if str(row.pk) == pk), None)


def _open_to(draft):
    """A copy is not sent under the letterhead of what it copies."""
    rows = Signatory.objects.select_related("template").order_by("template__order", "template", "pk")
    if not draft.copy_of_id:
        return rows
    copied = draft.copy_of
    return rows.exclude(template=chosen(copied, copied.published_at.date()).template)


def letter(signatory: Signatory, publisher: str) -> Letter:
    """``publisher`` signs where the row names nobody."""
    template = signatory.template
    return Letter(
        parent=template.parent,
        agency=template.agency,
        agency_name=template.agency_name,
        place=template.place,
        symbol=template.symbol,
        addressee=template.addressee,
        voice=template.voice,
        bases=_lines(template.bases),
        closing=template.closing,
        recipients=_lines(template.recipients),
        signature=signatory.lines,
        signatory=signatory.name or publisher,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


# --- What may stand in it --------------------------------------------------------------------------------------------

MOST_LINES, MOST_RECIPIENTS, MOST_BASES = 3, 12, 10
RECIPIENT_LIMIT, BASIS_LIMIT = 90, 500
PLACE_LIMIT = 17  # with the date it stays on one line of the right column
_SYMBOL = re.compile(r"BC-[A-ZĐ][A-ZĐ&]{0,11}")


def read(form: Said) -> dict[str, str]:
    """The columns as typed; what is wrong with them is in ``form.problems``."""
    return {
        "name": form.line("name", "Tên mẫu", 80, missing="Ghi tên mẫu, để chọn khi lập báo cáo."),
        "parent": _capitals(form, "parent", "Cơ quan chủ quản", PARENT_WIDTH),
        "agency": _capitals(form, "agency", "Cơ quan ban hành", ISSUER_WIDTH, missing="Ghi cơ quan ban hành."),
        "agency_name": _agency_name(form),
        "symbol": _symbol(form),
        "place": _place(form),
        "addressee": _addressee(form),
        "bases": _bases(form),
        "voice": form.choice(
            "voice", {value: value for value in Voice.values}, missing="Chọn lời văn mở đầu và kết thúc."
        )
        or "",
        "closing": form.line("closing", "Câu kết thêm", 300).rstrip(" ./"),
        "recipients": _recipients(form),
    }


def _capitals(form, name, label, widest, missing="") -> str:
    """A name in capitals that the left column of the letterhead holds in few lines."""
    text = form.line(name, label, 120, missing=missing)
    if text != text.upper():
        form.wrong(name, f"{label} viết chữ in hoa: “{text.upper()}”.")
    elif text:
        lines = balanced(text, widest)
        if len(lines) > MOST_LINES or max(map(len, lines)) > widest:
            form.wrong(
                name,
                f"{label} không vừa cột trái của văn bản: nhiều nhất {MOST_LINES} dòng, mỗi dòng {widest} ký tự.",
            )
    return text


def _agency_name(form) -> str:
    text = form.line("agency_name", "Tên cơ quan trong câu", 120, missing="Ghi tên cơ quan như viết trong câu.")
    if text and text == text.upper():
        form.wrong("agency_name", "Tên cơ quan trong câu viết chữ thường, chỉ hoa chữ đầu, ví dụ Phòng Kinh tế.")
    return text


def _symbol(form) -> str:
    text = form.line("symbol", "Ký hiệu", 20, missing="Ghi ký hiệu, ví dụ BC-KT.")
    if text and not _SYMBOL.fullmatch(text):
        form.wrong("symbol", "Ký hiệu gồm BC, gạch nối, chữ viết tắt in hoa không dấu của cơ quan: BC-KT, BC-UBND.")
    return text


def _place(form) -> str:
    text = form.line("place", "Địa danh", PLACE_LIMIT, missing="Ghi địa danh, ví dụ Quận 4.")
    if text and (not text[0].isupper() or "," in text):
        form.wrong("place", "Địa danh viết hoa chữ đầu, không có dấu phẩy; cổng tự thêm ngày, tháng, năm.")
    return text


def _addressee(form) -> str:
    text = form.line("addressee", "Kính gửi", 90, missing="Ghi nơi nhận báo cáo ở dòng Kính gửi.")
    if text.lower().startswith("kính gửi"):
        form.wrong("addressee", "Chỉ ghi tên cơ quan; cổng tự in chữ “Kính gửi:”.")
    return text


def _bases(form) -> str:
    texts = [text.removeprefix("Căn cứ ").rstrip(" ;,.") for text in _lines(form.text("bases", "Căn cứ", 6_000))]
    if len(texts) > MOST_BASES:
        form.wrong("bases", f"Có {len(texts)} căn cứ, nhiều nhất {MOST_BASES}; bỏ bớt.")
    for place, text in enumerate(texts, 1):
        if len(text) > BASIS_LIMIT:
            form.wrong("bases", f"Căn cứ thứ {place} dài {len(text)} ký tự, quá {BASIS_LIMIT}; rút gọn lại.")
    return "\n".join(texts)


def _recipients(form) -> str:
    typed = form.text("recipients", "Nơi nhận", 1_200, missing="Ghi nơi nhận, mỗi nơi một dòng, dòng cuối là “Lưu: …”.")
    texts = [text.lstrip("-– ").rstrip(" ;.") for text in _lines(typed)]
    texts = [text for text in texts if text]
    if not texts:
        return ""
    if len(texts) > MOST_RECIPIENTS:
        form.wrong("recipients", f"Có {len(texts)} nơi nhận, nhiều nhất {MOST_RECIPIENTS}; gộp bớt.")
    for place, text in enumerate(texts, 1):
        if len(text) > RECIPIENT_LIMIT:
            form.wrong("recipients", f"Nơi nhận dòng {place} dài {len(text)} ký tự, quá {RECIPIENT_LIMIT}.")
    early = next((place for place, text in enumerate(texts[:-1], 1) if text.startswith("Lưu")), None)
    if early:
        form.wrong("recipients", f"“{texts[early - 1]}” ở dòng {early}: nơi lưu phải là dòng cuối.")
    elif not re.match(r"Lưu: \S", texts[-1]):
        form.wrong("recipients", f"Dòng cuối của nơi nhận là nơi lưu, ví dụ “Lưu: VT, KT”; đang là “{texts[-1]}”.")
    return "\n".join(texts)


# --- Acts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def edit(template: OfficeTemplate, *, by, revision: int, said: Mapping[str, str]) -> None:
    """Change the words of a template, for reports that are published from now on."""
    if not can_change(by):
        raise NotAllowed("edit")
    form = Said(said)
    columns = read(form)
    form.check()
    claim(template, revision)
    before = {name: getattr(template, name) for name in columns if getattr(template, name) != columns[name]}
    if not before:
        return
    for name, value in columns.items():
        setattr(template, name, value)
    template.save()
    audit.record(
        "office_templates.edit",
        f"mau-{template.key}",
        by=by,
        before=before,
        after={name: columns[name] for name in before},
    )


def claim(template: OfficeTemplate, revision: int) -> None:
    """The template as it was seen, or WrongState; whoever holds the next revision writes, its signatories too."""
    seen = OfficeTemplate.objects.filter(pk=template.pk, revision=revision)
    if seen.update(revision=F("revision") + 1) != 1:
        raise WrongState("office_template")
    template.revision = revision + 1
