"""What a file is that somebody holds and asks about: one of a published report's own, an altered one, or another."""

import hashlib
from dataclasses import dataclass

from reports.documents import frozen
from reports.models import Publication

LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """``tone``: "done" it is genuine, "warn" look again, "wrong" do not rely on it. ``other``: the code of the report
    whose file it is, where that is another one."""

    tone: str
    title: str
    text: str
    other: str = ""


def what_is(publication, content: bytes) -> Finding:
    """Of ``content``, at most LIMIT bytes, which nobody keeps. Looks the hash up among all reports' files."""
    sha256 = hashlib.sha256(content).hexdigest()
    if known := _own(publication, sha256):
        return known
    if other := _another(publication, sha256):
        return Finding(
            "warn",
            "Tệp của một báo cáo khác",
            f"Tệp này đúng là tệp đã công bố, nhưng của báo cáo mang mã {other.code}, không phải báo cáo này.",
            other.code,
        )
    # What reads PDF is loaded by the process that reads it.
    from reports.documents import signed_file

    certificates = list(publication.signatures.values_list("certificate", flat=True))
    found = signed_file.read_apart(content, certificates) if b"%PDF-" in content[:1024] else None
    return judge(found, frozen.identifier(publication.snapshot), is_signed=bool(publication.signed_sha256))


def _own(publication, sha256) -> Finding | None:
    stale = "" if not publication.is_replaced else " Bản này đã được thay, không còn hiệu lực."
    if sha256 == publication.signed_sha256:
        return Finding(
            "warn" if stale else "done",
            "Đúng tệp PDF đã ký số",
            f"Từng byte giống tệp đã ký, chữ ký số còn nguyên.{stale}",
        )
    for format in Publication.Format:
        if sha256 == publication.sha256(format):
            if format == Publication.Format.PDF:
                return Finding("warn" if stale else "done", "Đúng tệp PDF chưa ký số", _unsigned(publication) + stale)
            return Finding(
                "warn" if stale else "done",
                f"Đúng tệp {format.label} đã công bố",
                f"Từng byte giống tệp {format.label} tạo từ bản này. Tệp {format.label} không mang chữ ký số.{stale}",
            )
    if any(sha256 == file["sha256"] for file in publication.former_files):
        return Finding(
            "warn",
            "Tệp tạo trước khi cho số văn bản",
            "Lời văn, số liệu là của bản này, nhưng tệp có từ trước khi văn thư cho số, ngày. Tải lại tệp mới." + stale,
        )
    return None


def _unsigned(publication) -> str:
    if publication.signed_sha256:
        return "Từng byte giống tệp trước khi ký. Bản có giá trị ký số là tệp PDF đã ký."
    return "Từng byte giống tệp đã công bố. Báo cáo này chưa được ký số."


def _another(publication, sha256) -> Publication | None:
    rows = Publication.objects.filter(state=Publication.State.PUBLISHED).exclude(pk=publication.pk).only("code")
    for column in ("signed_sha256", *(f"{format}_sha256" for format in Publication.Format)):
        if row := rows.filter(**{column: sha256}).first():
            return row
    return None


def judge(found, identifier: str, *, is_signed: bool) -> Finding:
    """Of a file that is none of ours byte by byte. ``found``: signed_file.Found, None where it could not be read;
    ``identifier``: by which the report's own PDFs are known."""
    if found is None:
        return Finding(
            "warn",
            "Không đọc được tệp",
            "Tệp này không phải PDF, hoặc đã hỏng. Chọn tệp PDF tải từ cổng hoặc nhận qua thư.",
        )
    ours = [one for one in found.signatures if one.is_ours]
    if any(not one.is_intact for one in ours):
        return Finding(
            "wrong",
            "Nội dung đã bị sửa sau khi ký",
            "Tệp mang chữ ký số của báo cáo này nhưng nội dung không còn khớp chữ ký. Không dùng tệp này.",
        )
    if ours and found.identifier == identifier:
        return Finding(
            "wrong",
            "Tệp bị thêm sau khi ký",
            "Phần đã ký còn nguyên nhưng sau đó có phần thêm vào, không ai ký. Không dùng tệp này; tải lại tệp đã ký.",
        )
    if ours:
        return Finding(
            "warn",
            "Tệp khác do cùng cơ quan ký",
            "Chữ ký số đúng là của cơ quan, nhưng trên một văn bản khác báo cáo này.",
        )
    if found.identifier == identifier:
        return Finding(
            "wrong",
            "Tệp đã bị sửa",
            "Tệp bắt nguồn từ báo cáo này nhưng không còn giống tệp đã công bố"
            + (", chữ ký số cũng không còn." if is_signed else ".")
            + " Không dùng tệp này.",
        )
    if found.signatures:
        return Finding(
            "wrong",
            "Do chứng thư số khác ký",
            "Chữ ký số trong tệp không phải của báo cáo này. Không coi là bản đã công bố.",
        )
    return Finding(
        "warn",
        "Không phải tệp của báo cáo này",
        "Có thể là văn bản khác, hoặc là bản quét, bản in lại; bản như vậy thì so từng dòng với trang này.",
    )
