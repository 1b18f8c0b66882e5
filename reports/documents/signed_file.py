"""What signatures a PDF bears, and whether it is still what was signed.

A file that anybody may hand in is read by ``read_apart``, in a process of its own with little memory and time: hostile
files are its daily bread, and what it does not survive says only that the file cannot be read.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

SECONDS = 10
MEMORY = 1 << 30
_ROOT = Path(__file__).resolve().parents[2]
# Two such processes at a time to each web process: a crowd waits its turn instead of filling the machine.
_turns = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Seen:
    """One signature. ``is_intact``: the bytes it covers are those that were signed, with the key of its certificate.
    ``is_whole``: it covers the file to its end; of several only the last one can."""

    fingerprint: str
    is_ours: bool
    is_intact: bool
    is_whole: bool


@dataclass(frozen=True)
class Found:
    """``identifier``: the first half of the file's /ID, as text where it is some."""

    identifier: str
    signatures: tuple[Seen, ...]

    @property
    def is_as_we_signed(self) -> bool:
        """Every signature is ours and good, and the last one covers the whole file."""
        seen = self.signatures
        return bool(seen) and all(one.is_ours and one.is_intact for one in seen) and seen[-1].is_whole


def read(content: bytes, certificates: list[str]) -> Found:
    """``certificates``: PEM, those by which a signature is ours. Raises whatever a broken file makes a reader raise."""
    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    ours = [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in certificates]
    prints = {certificate.sha256.hex() for certificate in ours}
    reader = PdfFileReader(BytesIO(content))
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    # Ours is what bears the very certificate that the portal wrote down; nothing is fetched. Whether it was valid when
    # it signed, the portal asked before it signed.
    context = ValidationContext(trust_roots=ours, allow_fetching=False)
    seen = []
    for embedded in reader.embedded_regular_signatures:
        own = embedded.signer_cert
        fingerprint = own.sha256.hex() if own else ""
        # What changed after a signature we do not weigh, it would take ten seconds: the last one must cover everything.
        status = validate_pdf_signature(embedded, context, key_usage_settings=usage, skip_diff=True)
        seen.append(
            Seen(
                fingerprint=fingerprint,
                is_ours=fingerprint in prints,
                is_intact=status.intact and status.valid,
                is_whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            )
        )
    first = reader.trailer["/ID"][0] if "/ID" in reader.trailer else b""
    identifier = getattr(first, "original_bytes", first)
    return Found(bytes(identifier).decode("ascii", "replace"), tuple(seen))


def read_apart(content: bytes, certificates: list[str]) -> Found | None:
    """The same of a stranger's file; None for one that cannot be read within ``SECONDS`` of work and
    ``MEMORY``."""
    asked = json.dumps(certificates).encode() + b"\n" + content
    command = [sys.executable, "-m", "reports.documents.signed_file"]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    with _turns:
        try:
            run = subprocess.run(
                command,
                input=asked,
                cwd=_ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=4 * SECONDS,
                check=True,
            )
            told = json.loads(run.stdout)
        except (subprocess.SubprocessError, ValueError):
            return None
    return Found(told["identifier"], tuple(Seen(**one) for one in told["signatures"]))


def main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    certificates, _, content = sys.stdin.buffer.read().partition(b"\n")
    # Only what was read goes out: a reader's complaints about a stranger's file are nobody's news.
    told = json.dumps(asdict(read(content, json.loads(certificates))))
    sys.stdout.write(told)


if __name__ == "__main__":
    main()
