"""One job in a process of its own, as a worker does it: ``python -m reports.benchmark.paper_job DATABASE UPLOADS ID``;
prints its peak memory in kB."""

import sys

import django


def main(database, uploads, job_id):
    django.setup()
    from django.conf import settings
    from django.db import connection

    from reports.benchmark.measure import peak
    from units import jobs

    settings.MEDIA_ROOT = uploads
    settings.STORAGES["default"] = {"BACKEND": "units.folder.Folder"}
    connection.settings_dict["NAME"] = database
    if not jobs.perform(int(job_id)):
        raise SystemExit("the job was not done")
    sys.stdout.write(f"{peak()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
