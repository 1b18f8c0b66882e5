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


# In the order in which a piece of work passes them.
DRAWING = ("job claimed", "file drawn", "file begun", "file stored", "job ending", "job over")
MAILING = ("mail claimed", "mail connected", "mail taken by the server", "mail marked")
TAKING_IN = ("file stored", "sheet claimed", "sheet written", "sheet applied")
RINGING = ("beat turning", "beat rang")


def put_in():
    """Called once in each process that runs with tests.faults.settings."""
    from q4kh.celery import Beat
    from reports import mailing, publication_files
    from units import folder, jobs, storage
    from units.importing import taking

    _after(jobs, "_claim", "job claimed")
    _after(publication_files, "_drawn", "file drawn")
    _after(folder.tempfile, "mkstemp", "file begun")
    _after(storage, "put", "file stored")
    _before(jobs, "_over", "job ending")  # within its transaction
    _after(jobs, "_do", "job over")
    _after(mailing, "_claim", "mail claimed")
    _before(mailing, "_send", "mail connected")
    _after(mailing, "_send", "mail taken by the server")
    _before(mailing, "_close", "mail marked")
    _after(taking, "content_of", "sheet claimed")  # within its transaction, as the next
    _before(taking, "_told", "sheet written")
    _after(taking, "apply", "sheet applied")
    _before(Beat, "tick", "beat turning")
    _after(Beat, "apply_async", "beat rang")


def _before(owner, name, place):
    act = getattr(owner, name)

    @wraps(act)
    def stopping(*args, **kwargs):
        _stand_still(place)
        return act(*args, **kwargs)

    setattr(owner, name, stopping)


def _after(owner, name, place):
    act = getattr(owner, name)

    @wraps(act)
    def stopping(*args, **kwargs):
        found = act(*args, **kwargs)
        # A claim that found nothing to do is not that stage.
        if found or name != "_claim":
            _stand_still(place)
        return found

    setattr(owner, name, stopping)


def _stand_still(place):
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
