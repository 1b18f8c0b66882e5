"""Người ký: by which authority somebody signs for an agency (Nghị định 30/2020/NĐ-CP, phụ lục I; Thông tư 01/2011).

TM. for a collective body, KT. for its head, TL. by order, TUQ. by authority; "Q." is somebody acting in the post.
Errors of every act as in ``office_templates``.
"""

import datetime as dt
import re
from collections.abc import Mapping

from django.db import transaction

from initiatives.said import Said
from reports import office_templates
from reports.models import OfficeTemplate, Signatory
from units import audit
from units.moves import NotAllowed
from units.vietnamese import format_date

MOST_LINES = 4
# Capitals, bold, 14 points: what the right column of the ending holds.
LINE_LIMIT = 28
AUTHORITIES = ("TM.", "KT.", "TL.", "TUQ.")
# What Vietnamese papers put before a name, and never on one that signs.
_TITLES = re.compile(
    r"^(ông|bà|gs|pgs|ts|ths|tskh|gs\.ts|pgs\.ts|cn|ks|kts|bs|ds|cử nhân|kỹ sư|thạc sĩ|tiến sĩ|giáo sư)\b[. ]",
    re.IGNORECASE,
)
# The head of the office publishes; a post line that is not theirs wants a name of its own.
_PUBLISHERS_POST = "TRƯỞNG PHÒNG"


def posts_wrong_with(lines: list[str]) -> str:
    """What is wrong with the lines above a name, or ""."""
    if not lines:
        return "Ghi chức vụ người ký, mỗi dòng một dòng chữ ký, ví dụ TRƯỞNG PHÒNG."
    if len(lines) > MOST_LINES:
        return f"Có {len(lines)} dòng, nhiều nhất {MOST_LINES}."
    for line in lines:
        if line != line.upper():
            return f"Viết chữ in hoa: “{line.upper()}”."
        if len(line) > LINE_LIMIT:
            return f"“{line}” dài {len(line)} ký tự, quá {LINE_LIMIT}; không vừa cột chữ ký."
    *above, post = lines
    for place, line in enumerate(above, 1):
        mark, _, of = line.partition(" ")
        if mark not in AUTHORITIES or not of.strip():
            return f"Dòng {place} “{line}” phải bắt đầu bằng TM., KT., TL. hoặc TUQ.; dòng cuối là chức vụ."
        if mark == "TM." and place > 1:
            return f"“{line}” phải là dòng đầu: thay mặt tập thể ghi trước mọi thẩm quyền khác."
    mark, dot, _ = post.partition(".")
    if dot and f"{mark}." != "Q.":
        return f"Dòng cuối “{post}” phải là chức vụ của người ký, không phải thẩm quyền."
    if above and above[-1].startswith("KT. "):
        head = above[-1].removeprefix("KT. ")
        if not post.startswith("PHÓ "):
            return f"Ký thay (KT. {head}) thì dòng cuối là chức vụ cấp phó, ví dụ PHÓ {head}."
    elif post.startswith("PHÓ ") and not (above and above[-1].startswith(("TL. ", "TUQ. "))):
        return f"{post} ký thay cấp trưởng: thêm dòng “KT. {post.removeprefix('PHÓ ')}” ở trên."
    return ""


def read(form: Said) -> dict:
    """The columns as typed; what is wrong with them is in ``form.problems``."""
    typed = form.text("post_lines", "Thẩm quyền, chức vụ", 200)
    lines = [" ".join(line.split()) for line in typed.split("\n") if line.strip()]
    if wrong := posts_wrong_with(lines):
        form.wrong("post_lines", wrong)
    name = form.line("name", "Họ và tên", 60)
    if _TITLES.match(name):
        form.wrong("name", "Chỉ ghi họ và tên: không ghi học hàm, học vị hay ông, bà trước tên người ký.")
    elif name and (name == name.upper() or name == name.lower() or " " not in name or any(c.isdigit() for c in name)):
        form.wrong("name", "Ghi đủ họ và tên, hoa chữ đầu, ví dụ Nguyễn Văn An.")
    elif not name and lines and not is_publisher(lines):
        form.wrong("name", "Ghi họ và tên: chỉ chức vụ Trưởng phòng để trống được, khi ấy in tên người công bố.")
    since = form.day("valid_from", "Từ ngày", missing="Ghi ngày bắt đầu được ký.")
    until = form.day(
        "valid_to", "Đến hết ngày", since=((since, "ngày bắt đầu"),) if since else ()
    )
    return {"post_lines": "\n".join(lines), "name": name, "valid_from": since, "valid_to": until}


def is_publisher(lines) -> bool:
    """Whether the post is that of who publishes, so that their own name is printed."""
    return not any(line.startswith("KT.") for line in lines) and lines[-1].removeprefix("Q. ").startswith(
        _PUBLISHERS_POST
    )


@transaction.atomic
def add(template: OfficeTemplate, *, by, revision: int, said: Mapping[str, str]) -> Signatory:
    if not office_templates.can_change(by):
        raise NotAllowed("add")
    columns = _read_whole(said)
    office_templates.claim(template, revision)
    row = Signatory.objects.create(template=template, **columns)
    audit.record("signatories.add", f"mau-{template.key}", by=by, after=_told(row))
    return row


@transaction.atomic
def edit(row: Signatory, *, by, revision: int, said: Mapping[str, str]) -> None:
    """Also how a term ends: by its last day."""
    if not office_templates.can_change(by):
        raise NotAllowed("edit")
    columns = _read_whole(said)
    office_templates.claim(row.template, revision)
    before = _told(row)
    for name, value in columns.items():
        setattr(row, name, value)
    after = _told(row)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    row.save()
    audit.record(
        "signatories.edit",
        f"mau-{row.template.key}",
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _read_whole(said) -> dict:
    form = Said(said)
    columns = read(form)
    form.check()
    return columns


def _told(row) -> dict:
    return {
        "post_lines": row.post_lines,
        "name": row.name,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def expired(row: Signatory, on: dt.date) -> str:
    """Why this row may not sign a document of the day ``on``, or ""."""
    if row.is_in_force(on):
        return ""
    span = f"từ ngày {format_date(row.valid_from)}"
    if row.valid_to:
        span += f" đến hết ngày {format_date(row.valid_to)}"
    return f"{row} chỉ ký được {span}; ngày văn bản là {format_date(on)}. Chọn người ký khác, hoặc sửa ở Mẫu văn bản."
