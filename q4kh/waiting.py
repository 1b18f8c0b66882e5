"""``python -m q4kh.waiting``: returns once the database answers, however long that takes. Started with the machine."""

import os
import sys
import time

import django

AGAIN = 60  # seconds between two lines that say so


def main(stop_after: float = float("inf")) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")
    django.setup()
    from django.db import DatabaseError, connection

    began, said = time.monotonic(), None
    while True:
        try:
            connection.ensure_connection()
            return 0
        except DatabaseError as error:
            # The driver's first line names host and database, no password.
            problem = str(error).partition("\n")[0]
        now = time.monotonic()
        if said is None or now - said >= AGAIN:
            said = now
            sys.stderr.write(f"Đợi cơ sở dữ liệu: {problem}\n")
        if now - began > stop_after:
            return 1
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
