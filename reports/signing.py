"""Ký số: the office head has the office's certificate sign the PDF of a published report.

Times here are real ones, also where the portal runs as of another day: a signature is a legal fact.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from reports import certificates, numbering, publication_files, publishing
from reports.certificates import Unusable
from reports.models import Publication, Signature
from units import audit, storage
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import fold, nfc

NO_CERTIFICATE = (
    "Cổng chưa có chứng thư số của cơ quan nên chưa ký số được. Báo quản trị hệ thống khai báo chứng thư, theo mục "
    "“Signing” của tài liệu vận hành."
)
NO_NUMBER = (
    "Chưa có đủ số, ngày văn bản: bản này chỉ in ra, ký tay và đóng dấu được; văn thư cho số, ngày rồi mới ký số được."
)
NO_FILE = "Tệp PDF chưa tạo xong: chờ có tệp rồi ký."
OLD_FILE = "Tệp PDF này tạo từ khi cổng chưa có chỗ cho chữ ký số; đang tạo lại, ký được sau ít phút."


def can_sign(user) -> bool:
    return user.access.is_office_head


@dataclass(frozen=True)
class Standing:
    """How a published report stands towards its signature. ``is_ready``: nothing but the press of the button is
    missing; otherwise ``text`` says what is, unless it is signed or replaced."""

    is_signed: bool = False
    is_replaced: bool = False
    is_ready: bool = False
    text: str = ""


def standing(publication, at: dt.datetime) -> Standing:
    """``at``: real time. Reads the certificates only where nothing else is missing."""
    if publication.signed_sha256:
        return Standing(is_signed=True)
    if publication.is_replaced:
        return Standing(is_replaced=True)
    obstacle = _obstacle(publication)
    if not obstacle:
        try:
            _certificates(publication, at)
        except Unusable as problem:
            obstacle = str(problem)
    return Standing(is_ready=not obstacle, text=obstacle)


def _obstacle(publication) -> str:
    if not numbering.is_numbered(publication):
        return NO_NUMBER
    if not certificates.is_set_up():
        return NO_CERTIFICATE
    return "" if publication.pdf_sha256 else NO_FILE


def _certificates(publication, at) -> list:
    """(role, certificate) in the order of signing: the signatory, then the agency. Raises Unusable, also where one was
    issued to somebody else than the paper names: a seal never says what its certificate does not."""
    own, agency = certificates.head(at), certificates.agency(at)
    document = publication.snapshot["document"]
    issuer, signatory = document["agency"], document["signature"]["name"]
    # "Phòng Kinh tế" on paper may be "Phòng Kinh tế Quận 4" to the authority.
    short, long = sorted((fold(issuer), fold(agency.holder)), key=len)
    if short not in long:
        raise Unusable(
            f"Chứng thư số của cơ quan cấp cho {agency.holder}, văn bản này của {issuer}. {certificates.WHOM_TO_ASK}"
        )
    if own is None:
        return [(Signature.Role.AGENCY, agency)]
    if nfc(own.holder).casefold().split() != nfc(signatory).casefold().split():
        raise Unusable(
            f"Chứng thư số của người ký cấp cho {own.holder}, văn bản này do {signatory} ký. {certificates.WHOM_TO_ASK}"
        )
    return [(Signature.Role.PERSON, own), (Signature.Role.AGENCY, agency)]


def sign(publication, *, by, at: dt.datetime) -> None:
    """Sign the drawn PDF and keep the signed file beside it. Raises NotAllowed, WrongState, Refused.

    The file is there before the row names it: killed in between, the report is unsigned and can be signed again.
    """
    if not can_sign(by):
        raise NotAllowed
    if publication.state != Publication.State.PUBLISHED or publication.signed_sha256 or publication.is_replaced:
        raise WrongState("sign")
    obstacle = _obstacle(publication)
    if obstacle:
        raise Refused([("", obstacle)])
    try:
        parties = _certificates(publication, at)
    except Unusable as problem:
        raise Refused([("", str(problem))]) from None
    try:
        drawn = storage.content(storage.PUBLISHED, publication.pdf_sha256, ".pdf")
    except FileNotFoundError:
        raise Refused([("", f"Không tìm thấy tệp PDF đã tạo. {certificates.WHOM_TO_ASK}")]) from None
    content = _signed(drawn, publication, parties, at)
    try:
        sha256 = storage.put(content, storage.PUBLISHED, ".pdf")
    except storage.NoRoom:
        raise Refused([("", storage.NO_ROOM)]) from None
    try:
        _claim(publication, parties, sha256, len(content), by, at)
    except WrongState:
        # Somebody signed first: nothing names this file, and no signature may lie about that counts for nothing.
        storage.delete(storage.PUBLISHED, sha256, ".pdf")
        raise
    publication.refresh_from_db()


def _signed(content, publication, parties, at) -> bytes:
    # A second and 60 MB to load: only who signs pays for it, not every web process.
    from reports.documents import signature, signed_file

    try:
        place = signature.place_in(content)
    except signature.NoPlace:
        _draw_again(publication)
        raise Refused([("", OLD_FILE)]) from None
    signed = signature.sign(content, place, publication.snapshot["document"], parties, at=at)
    found = signed_file.read(signed, [certificate.pem for _, certificate in parties])
    if not found.is_as_we_signed or len(found.signatures) != len(parties):
        problem = "Chữ ký vừa tạo không kiểm tra được, khóa có thể không khớp chứng thư; chưa ghi gì."
        raise Refused([("", f"{problem} {certificates.WHOM_TO_ASK}")])
    return signed


@transaction.atomic
def _draw_again(publication):
    pdf = (Publication.Format.PDF,)
    row = Publication.objects.filter(pk=publication.pk, pdf_sha256=publication.pdf_sha256, signed_sha256="")
    if row.update(**numbering.forgotten(publication, pdf)):
        publication_files.draw_again(publication, pdf)


@transaction.atomic
def _claim(publication, parties, sha256, size, by, at):
    """Of two who sign at once one is first; the other's file is no signature. Raises WrongState."""
    claimed = Publication.objects.filter(
        pk=publication.pk,
        state=Publication.State.PUBLISHED,
        signed_sha256="",
        pdf_sha256=publication.pdf_sha256,
        document_number=publication.document_number,
        document_date=publication.document_date,
    ).update(signed_sha256=sha256, signed_size=size, signed_at=at)
    replacing = Publication.objects.filter(replaces__in=[publication.pk, publication.copy_of_id or publication.pk])
    if not claimed or replacing.filter(state=Publication.State.PUBLISHED).exists():
        raise WrongState("sign")
    Signature.objects.bulk_create(
        Signature(
            publication_id=publication.pk,
            role=role,
            at=at,
            by=by,
            by_name=str(by),
            holder=one.holder[:200],
            subject=one.subject,
            issuer=one.issuer,
            serial=one.serial,
            fingerprint=one.fingerprint,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            certificate=one.pem,
        )
        for role, one in parties
    )
    audit.record(
        "publications.sign",
        publishing.key_of(publication),
        by=by,
        after={"number": publication.number, "holders": [one.holder for _, one in parties], "sha256": sha256},
    )
