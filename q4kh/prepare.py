"""``python -m q4kh.prepare``: what ./run does before it serves, in one process because each start of Django costs a
second: tables, static files, the plan, the demonstration data where nobody has an account yet, and its certificates."""

import hashlib
import os

import django
from django.conf import settings
from django.core.management import call_command


def static_fingerprint() -> str:
    """Changes whenever a static file does, our own or a package's."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    stamp = settings.VAR / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.is_dir():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    call_command("load_plan", verbosity=0)
    if settings.Q4KH_DEMO and not get_user_model().objects.exists():
        call_command("seed_demo", verbosity=1)
    if settings.Q4KH_DEMO and settings.Q4KH_SIGNING_P12 and settings.Q4KH_SIGNING_PASSWORD:
        call_command("make_signing_certificate", verbosity=1)


if __name__ == "__main__":
    main()
