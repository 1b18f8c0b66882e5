"""Certificates for tests: as an authority might issue them, good and bad, in PKCS#12."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from reports import certificates

PASSWORD = "mở khóa"
NOW = dt.datetime(2026, 11, 27, 8, 0, 5, tzinfo=dt.UTC)


def make(folder: Path, name: str, *, at=NOW) -> Path:
    """The demonstration's own kind, of ``name``."""
    path = folder / f"{len(list(folder.iterdir()))}.p12"
    certificates.make_demonstration(path, PASSWORD, name, "Ủy ban nhân dân Quận 4", at)
    return path


def root_of(path: Path) -> x509.Certificate:
    return pkcs12.load_key_and_certificates(path.read_bytes(), PASSWORD.encode())[2][0]


def for_encryption_only(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Khác")])
    usage = dict.fromkeys(
        ("digital_signature", "content_commitment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(1))
        .not_valid_after(NOW + dt.timedelta(1))
        .add_extension(x509.KeyUsage(key_encipherment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "encryption.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(PASSWORD.encode()))
    )
    return path
