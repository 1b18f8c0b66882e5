"""A mail as the bytes that go to the server, for the letters that we write: text, one address, nothing unusual.

Django's own message says the same in four times the time, which of thousands of reminders was most of the run.
"""

import re
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.core.mail.message import sanitize_address

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
# RFC 5321 allows 998 bytes between line ends; a letter has four at most.
_LONGEST = 998 // 4


def ready(mail) -> tuple[str, bytes] | None:
    """(sender's bare address, the bytes) of a ``django.core.mail.EmailMessage``; None where Django had better do it.

    What is left to it: several recipients, an address with a name or of another script, a subject of several lines
    (which it refuses), lines longer than a server takes.
    """
    (to, *others) = mail.recipients() or [""]
    lines = mail.body.split("\n")
    if others or not _ADDRESS.fullmatch(to) or not mail.subject.isprintable() or len(max(lines, key=len)) > _LONGEST:
        return None
    text = "\r\n".join(lines)
    sender, bare = _sender(mail.from_email)
    heads = {
        "Content-Type": 'text/plain; charset="utf-8"',
        "MIME-Version": "1.0",
        "Content-Transfer-Encoding": "7bit" if text.isascii() else "8bit",
        "Subject": _encoded(mail.subject),
        "From": sender,
        "To": to,
        "Date": formatdate(),
        **mail.extra_headers,
    }
    head = "\r\n".join(f"{name}: {value}" for name, value in heads.items())
    return bare, f"{head}\r\n\r\n{text}".encode()


@lru_cache(maxsize=64)
def _encoded(subject: str) -> str:
    """A unit's officer and head are told the same."""
    charset = None if subject.isascii() else "utf-8"
    return Header(subject, charset, header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=4)
def _sender(address: str) -> tuple[str, str]:
    """As it stands in the head, and bare."""
    return sanitize_address(address, "utf-8"), parseaddr(address)[1]
