"""A database of the benchmark's own, beside that of the settings: made, filled, and dropped whatever happens."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings


def _files_in(folder):
    # Also where the installation's own are in a bucket.
    in_folder = {**settings.STORAGES, "default": {"BACKEND": "units.folder.Folder"}}
    return override_settings(MEDIA_ROOT=Path(folder), STORAGES=in_folder)


@contextmanager
def beside():
    """Within it the default connection is to ``<name>_bench``, empty and migrated, and uploads go to a folder of its
    own. One that an earlier run left, by a kill, is replaced."""
    own = connection.settings_dict
    name, test = own["NAME"], dict(own["TEST"])
    own["TEST"]["NAME"] = f"{name}_bench"
    # Django makes databases for tests on whichever it runs; this is one of them.
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory(prefix="q4kh-bench-") as folder, _files_in(folder):
            yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        own["TEST"] = test
