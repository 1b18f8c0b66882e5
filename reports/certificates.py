"""The certificates with which the office signs: files in PKCS#12 that the installation's settings name.

Real time throughout: a certificate's validity is a legal fact, whatever day the portal shows.
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from units.clock import ZONE
from units.vietnamese import format_date

WHOM_TO_ASK = "Báo quản trị hệ thống."


class Unusable(Exception):
    """Its text says in Vietnamese what is wrong with a certificate, and whom to ask."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key; both stay in memory as they stood in the file."""

    holder: str  # the subject's common name
    subject: str  # all its names but the country's, the holder's own first
    issuer: str
    serial: str  # hexadecimal
    fingerprint: str  # SHA-256, hexadecimal
    valid_from: dt.datetime
    valid_to: dt.datetime
    pem: str  # the certificate alone
    p12: bytes = field(repr=False)
    password: bytes | None = field(repr=False)


def is_set_up() -> bool:
    """Whether this installation names a certificate of the agency."""
    return bool(settings.Q4KH_SIGNING_P12)


def agency(at: dt.datetime) -> Certificate:
    """The agency's own. Raises Unusable."""
    return load(settings.Q4KH_SIGNING_P12, settings.Q4KH_SIGNING_PASSWORD, "Chứng thư số của cơ quan", at)


def head(at: dt.datetime) -> Certificate | None:
    """The signatory's own; None where the agency signs alone. Raises Unusable."""
    if not settings.Q4KH_SIGNING_HEAD_P12:
        return None
    return load(
        settings.Q4KH_SIGNING_HEAD_P12, settings.Q4KH_SIGNING_HEAD_PASSWORD, "Chứng thư số của người ký", at
    )


def load(path: str, password: str, whose: str, at: dt.datetime) -> Certificate:
    """Read the file at ``path`` and ask whether it may sign at ``at``. Raises Unusable, which begins with ``whose``."""
    # A tenth of a second to load, and few pages need it.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        content = Path(path).read_bytes()
    except OSError:
        raise Unusable(f"{whose}: không đọc được tệp. {WHOM_TO_ASK}") from None
    secret = password.encode() or None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
    except ValueError:
        raise Unusable(f"{whose}: sai mật khẩu, hoặc tệp không phải PKCS#12. {WHOM_TO_ASK}") from None
    if key is None or certificate is None:
        raise Unusable(f"{whose}: tệp không có đủ chứng thư và khóa. {WHOM_TO_ASK}")
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < since:
        raise Unusable(f"{whose}: có hiệu lực từ ngày {_day(since)}, hôm nay chưa dùng được. {WHOM_TO_ASK}")
    if at > until:
        raise Unusable(f"{whose}: đã hết hạn ngày {_day(until)}, phải thay bằng chứng thư mới. {WHOM_TO_ASK}")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        usage = None  # without the extension nothing is ruled out (RFC 5280, 4.2.1.3)
    if usage and not (usage.digital_signature or usage.content_commitment):
        raise Unusable(f"{whose}: không được cấp để ký số, chỉ cho việc khác. {WHOM_TO_ASK}")
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    subject, issuer = _words(certificate.subject), _words(certificate.issuer)
    return Certificate(
        holder=str(names[0].value) if names else subject,
        subject=subject,
        issuer=issuer,
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=since,
        valid_to=until,
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        p12=content,
        password=secret,
    )


def _words(name) -> str:
    said = [str(one.value) for part in reversed(name.rdns) for one in part if one.rfc4514_attribute_name != "C"]
    return ", ".join(said)


def _day(at: dt.datetime) -> str:
    return format_date(at.astimezone(ZONE).date())


def make_demonstration(path: Path, password: str, name: str, unit: str, at: dt.datetime) -> None:
    """Write a certificate of ``name`` for ten years with its key, issued by an authority made for it alone (0600).

    For showing and for training: nobody outside this installation has reason to trust it.
    """
    import os

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    oid = x509.NameOID
    since, until = at - dt.timedelta(days=1), at + dt.timedelta(days=3650)
    organisation = [x509.NameAttribute(oid.COUNTRY_NAME, "VN"), x509.NameAttribute(oid.ORGANIZATION_NAME, unit)]
    root_name = x509.Name([*organisation, x509.NameAttribute(oid.COMMON_NAME, "Chứng thực trình diễn Q4KH")])
    own_name = x509.Name([*organisation, x509.NameAttribute(oid.COMMON_NAME, name)])
    root_key, own_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def usage(*, signs, certifies):
        return x509.KeyUsage(
            digital_signature=signs, content_commitment=signs, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=certifies, crl_sign=certifies, encipher_only=False, decipher_only=False,
        )  # fmt: skip

    def issue(subject, key, *, certifies):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=certifies, path_length=0 if certifies else None), critical=True)
            .add_extension(usage(signs=not certifies, certifies=certifies), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
            )
            .sign(root_key, hashes.SHA256())
        )

    root, own = issue(root_name, root_key, certifies=True), issue(own_name, own_key, certifies=False)
    content = pkcs12.serialize_key_and_certificates(
        name.encode(), own_key, own, [root], BestAvailableEncryption(password.encode())
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
