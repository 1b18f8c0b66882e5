"""Settings of the processes that these tests start: the portal's own, with what a test needs to stand still or to be quick."""

import os

from q4kh.settings import *  # noqa: F403
from q4kh.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, INSTALLED_APPS, STORAGES

# Its ready() puts in the places at which a process stands still until it is killed.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
# Nothing is collected here.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Who waits for a silent Redis at all waits longer than any test: no clock has to tell a wait from a busy machine.
# What the portal's own limits do is looked at in tests/reports/test_jobs.py.
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": 900}
# Otherwise the portal waits twenty seconds for SQLite's one write lock.
if "FAULTS_LOCK_SECONDS" in os.environ:
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["FAULTS_LOCK_SECONDS"])
