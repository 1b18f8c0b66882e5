"""Places at which a process of the portal stands still until somebody kills it.

A test names a place in the file ``at`` of ``folder()``; the first process that comes by takes the file, leaves its own
number in ``stopped``, and sleeps. So a kill hits exactly that stage, on a machine of any speed.
"""

import os
import time
from functools import wraps
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    return Path(settings.VAR) / "stops"


def put_in():
    """Called once in each process that runs with tests.faults.settings."""
    from django.core.mail.backends.smtp import EmailBackend

    from reports import mailing, publication_files
    from units import jobs, storage
    from units.importing import taking

    after(jobs, "_claim", "job claimed")
    after(publication_files, "_drawn", "file drawn")
    after(storage, "put", "file stored")
    before(jobs, "_over", "job ending")  # within its transaction
    after(jobs, "_do", "job over")
    after(mailing, "_claim", "mail claimed")
    before(EmailBackend, "send_messages", "mail connected")
    after(EmailBackend, "send_messages", "mail taken by the server")
    before(mailing, "_close", "mail marked")
    after(taking, "content_of", "sheet claimed")  # within the transaction, as the next
    before(taking, "_told", "sheet written")
    after(taking, "apply", "sheet applied")


def before(owner, name, place):
    act = getattr(owner, name)

    @wraps(act)
    def stopping(*args, **kwargs):
        stand_still(place)
        return act(*args, **kwargs)

    setattr(owner, name, stopping)


def after(owner, name, place):
    act = getattr(owner, name)

    @wraps(act)
    def stopping(*args, **kwargs):
        found = act(*args, **kwargs)
        # Who found nothing to do is not at that stage.
        if found or name in ("_do", "apply"):
            stand_still(place)
        return found

    setattr(owner, name, stopping)


def stand_still(place):
    wanted = folder() / "at"
    try:
        if wanted.read_text() != place:
            return
        taken = folder() / f"taken-{os.getpid()}"
        os.rename(wanted, taken)
    except FileNotFoundError:
        return
    taken.write_text(str(os.getpid()))
    os.rename(taken, folder() / "stopped")
    while True:
        time.sleep(3600)
