"""``python -m q4kh.waiting SECONDS``: returns once the database answers, or fails. Started with the machine."""

import os
import sys
import time

import django


def main(seconds: float) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")
    django.setup()
    from django.db import DatabaseError, connection

    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            return 0
        except DatabaseError as error:
            # The driver's first line names host and database, no password.
            problem = str(error).partition("\n")[0]
        if time.monotonic() > deadline:
            sys.stderr.write(f"Cơ sở dữ liệu không trả lời: {problem}\n")
            return 1
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
