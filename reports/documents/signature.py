"""Digital signatures on the drawn PDF: PAdES, each an update after the bytes that were there, which stay as they are.

Loads pyHanko, a second and 40 MB: import this where something is signed, not where pages are served.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle

from reports.certificates import Certificate
from reports.documents import stamp
from units.clock import ZONE

# Names of the places that the letterhead's template marks: from the first down to the second is room for signing.
TOP, FOOT = "ky-so", "ho-ten"
_MM = 72 / 25.4
# Right edge of the room, from the right edge of the page: its margin, in millimetres (form.Form).
_MARGIN = 15


class NoPlace(Exception):
    """The file marks no place for a signature: it was drawn before the portal signed."""


@dataclass(frozen=True)
class _Party:
    """One who signs. ``field``: name of its field in the file; ``label``: what a reader hears of it."""

    field: str
    label: str
    certificate: Certificate
    picture: Image.Image
    box: tuple[float, float, float, float]  # points from the lower left corner of the page


@dataclass(frozen=True)
class Place:
    """Where to sign: page from 0, and the room in points from its lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def person(self) -> tuple[float, float, float, float]:
        """In the middle between post and name (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 7 điểm d)."""
        return self._box((self.left + self.right) / 2, stamp.PERSON_WIDTH, stamp.PERSON_HEIGHT)

    def seal(self) -> tuple[float, float, float, float]:
        """Over the left third of the signatory's, also where the agency signs alone (khoản 8 điểm a)."""
        left, _, right, _ = self.person()
        return self._box(left + (right - left) / 3 - stamp.SEAL * _MM / 2, stamp.SEAL, stamp.SEAL)

    def _box(self, middle, width, height):
        foot = (self.bottom + self.top) / 2 - height * _MM / 2
        return middle - width * _MM / 2, foot, middle + width * _MM / 2, foot + height * _MM


def place_in(pdf: bytes) -> Place:
    """Where the drawn file leaves room for the signature. Raises NoPlace."""
    reader = PdfFileReader(BytesIO(pdf))
    try:
        names = reader.root["/Names"]["/Dests"]["/Names"]
        marks = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        top, foot = marks[TOP], marks[FOOT]
    except KeyError:
        raise NoPlace from None
    page = top.raw_get(0)
    pages = [reader.find_page_for_modification(number)[0] for number in range(int(reader.root["/Pages"]["/Count"]))]
    number = next(number for number, one in enumerate(pages) if one.reference == page.reference)
    width = float(page.get_object()["/MediaBox"][2])
    return Place(number, float(top[2]), float(foot[3]), width - _MARGIN * _MM, float(top[3]))


def sign(
    pdf: bytes, place: Place, document: dict, certificates: Sequence[tuple[str, Certificate]], *, at: dt.datetime
) -> bytes:
    """``pdf`` signed at ``place`` by ``certificates``, one after the other; each with "person" or "agency".

    ``document``: that part of the frozen copy; ``at``: real time. All fields and their tags are made before the first
    signature, so that the second changes nothing of what was signed.
    """
    parties = [_party(role, certificate, place, document, at) for role, certificate in certificates]
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for party in parties:
        _add_field(writer, place.page, party)
    for party in parties:
        signed = _Signer(
            signers.PdfSignatureMetadata(
                field_name=party.field,
                subfilter=fields.SigSeedSubFilter.PADES,
                md_algorithm="sha256",
                name=party.certificate.holder,
                location=document["place"],
            ),
            at,
            signer=_keys(party.certificate),
            stamp_style=StaticStampStyle(
                border_width=0,
                background=PdfImage(party.picture, name=party.field),
                background_layout=layout.SimpleBoxLayoutRule(
                    x_align=layout.AxisAlignment.ALIGN_MID,
                    y_align=layout.AxisAlignment.ALIGN_MID,
                    margins=layout.Margins.uniform(0),
                ),
            ),
        ).sign_pdf(writer, existing_fields_only=True)
        pdf = signed.getvalue()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return pdf


def _party(role, certificate, place, document, at) -> _Party:
    label = f"Chữ ký số của {certificate.holder}"
    if role == "person":
        return _Party("NguoiKy", label, certificate, stamp.person(certificate.holder, at), place.person())
    picture = stamp.seal(certificate.holder, document["parent"], at)
    return _Party("CoQuan", label, certificate, picture, place.seal())


class _Signer(signers.PdfSigner):
    """One whose file bears the time that the portal writes down, in Vietnam's zone whatever the machine's is."""

    def __init__(self, metadata, at, **options):
        super().__init__(metadata, **options)
        self._at = at.astimezone(ZONE)

    def init_signing_session(self, *args, **options):
        session = super().init_signing_session(*args, **options)
        session.system_time = self._at
        return session

    def register_extensions(self, *args, **options):
        """None: that of ECDSA would make it a PDF 2.0, which is no PDF/A-3 any more."""


def _keys(certificate):
    return signers.SimpleSigner.load_pkcs12_data(certificate.p12, other_certs=(), passphrase=certificate.password)


def _add_field(writer, page, party):
    """An empty field for the signature, in the document's tags as a form element with words of its own."""
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            sig_field_name=party.field, on_page=page, box=party.box, readable_field_name=party.label
        ),
    )
    page_ref, *_ = writer.find_page_for_modification(page)
    widget_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    tree = writer.root["/StructTreeRoot"]
    document_ref = tree["/K"].raw_get(0)
    numbers = tree["/ParentTree"]["/Nums"]
    key = max(int(numbers[at]) for at in range(0, len(numbers), 2)) + 1
    element_ref = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document_ref,
                pdf_name("/Pg"): page_ref,
                pdf_name("/Alt"): pdf_string(party.label),
                pdf_name("/K"): generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/OBJR"),
                        pdf_name("/Obj"): widget_ref,
                        pdf_name("/Pg"): page_ref,
                    }
                ),
            }
        )
    )
    widget = widget_ref.get_object()
    widget[pdf_name("/StructParent")] = generic.NumberObject(key)
    writer.update_container(widget)
    document = document_ref.get_object()
    document["/K"].append(element_ref)
    writer.update_container(document["/K"])
    numbers.append(generic.NumberObject(key))
    numbers.append(element_ref)
    writer.update_container(numbers)
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(tree)
