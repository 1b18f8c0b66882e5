"""Promises of the settings that no page would break visibly."""

import ast
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import formats

from q4kh.hashers import Argon2


def read_settings(names, tmp_path, env_file="", **environment):
    """The settings a fresh process reads, as Python literals, from a var/q4kh.env and an environment of ours."""
    (tmp_path / "q4kh.env").write_text(env_file, "utf-8")
    code = "from q4kh import settings\nfor name in " + repr(names) + ": print(repr(getattr(settings, name)))"
    base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=base | {"Q4KH_VAR": str(tmp_path)} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_an_installation_is_found_through_its_file(tmp_path):
    lines = read_settings(
        ["SECRET_KEY", "Q4KH_TODAY", "REDIS_URL", "CELERY_BROKER_URL"],
        tmp_path,
        "# a comment = nothing\nSECRET_KEY=a=b\nQ4KH_TODAY=2018-06-08\nREDIS_URL=unix:///tmp/x.sock\n",
    )
    assert lines == ["'a=b'", "'2018-06-08'", "'unix:///tmp/x.sock'", "'redis+socket:///tmp/x.sock'"]


def test_the_real_environment_wins_over_the_file_and_later_lines_over_earlier_ones(tmp_path):
    lines = read_settings(
        ["Q4KH_TODAY", "Q4KH_BASE_URL"],
        tmp_path,
        "Q4KH_TODAY=2018-06-08\nQ4KH_BASE_URL=http://one/\nQ4KH_BASE_URL=http://two/\n",
        Q4KH_TODAY="2018-06-14T23:59:59",
    )
    assert lines == ["'2018-06-14T23:59:59'", "'http://two'"]


@pytest.mark.parametrize(
    ("more", "options"),
    [
        ("", {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 1}),
        ("?server_side_binding=off", {"server_side_binding": "off", "connect_timeout": 5}),
    ],
)
def test_a_connection_keeps_plans_unless_it_is_told_that_it_has_no_server_of_its_own(tmp_path, more, options):
    (told,) = read_settings(["DATABASES"], tmp_path, DATABASE_URL=f"postgresql://q4kh@db/q4kh{more}")
    assert ast.literal_eval(told)["default"]["OPTIONS"] == options


def test_without_settings_there_is_no_key_and_no_debugging(tmp_path):
    lines = read_settings(["SECRET_KEY", "DEBUG", "Q4KH_DEMO", "SESSION_COOKIE_SECURE", "EMAIL_BACKEND"], tmp_path)
    assert lines == ["''", "False", "False", "False", "'reports.outbox.OutboxBackend'"]


def test_https_turns_on_everything_that_belongs_to_it(tmp_path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    assert read_settings(names, tmp_path, Q4KH_HTTPS="1") == ["True", "True", "True", "31536000"]


def test_a_mail_server_replaces_the_outbox(tmp_path):
    lines = read_settings(["EMAIL_BACKEND", "EMAIL_PORT"], tmp_path, EMAIL_HOST="mail.example.vn", EMAIL_PORT="587")
    assert lines == ["'django.core.mail.backends.smtp.EmailBackend'", "587"]


def test_a_bucket_replaces_the_folder(tmp_path):
    (storages,) = read_settings(["STORAGES"], tmp_path)
    assert "'default': {'BACKEND': 'units.folder.Folder'}" in storages
    (storages,) = read_settings(["STORAGES"], tmp_path, Q4KH_S3_BUCKET="tep", Q4KH_S3_ENDPOINT="https://s3.example.vn")
    assert "'units.bucket.Bucket'" in storages
    assert "'bucket_name': 'tep', 'endpoint_url': 'https://s3.example.vn'" in storages


def test_a_job_ends_before_its_lease_and_long_before_the_queue_hands_it_out_again():
    assert (
        settings.CELERY_TASK_SOFT_TIME_LIMIT
        < settings.CELERY_TASK_TIME_LIMIT
        < settings.Q4KH_JOB_LEASE_SECONDS
        < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    )


def test_passwords_are_kept_by_owasps_numbers():
    encoded = make_password("một mật khẩu dài", hasher=Argon2())
    assert encoded.startswith("argon2$argon2id$v=19$m=7168,t=5,p=1$")
    # Password Storage Cheat Sheet, Argon2id: least memory in KiB by passes, with one lane.
    assert Argon2.memory_cost >= {1: 47_104, 2: 19_456, 3: 12_288, 4: 9_216, 5: 7_168}[Argon2.time_cost]
    assert Argon2().verify("một mật khẩu dài", encoded)


def test_dates_and_numbers_are_written_the_vietnamese_way():
    assert formats.date_format(date(2018, 3, 5)) == "05/03/2018"
    assert formats.date_format(datetime(2018, 6, 6, 14, 2, tzinfo=UTC), "DATETIME_FORMAT") == "06/06/2018, 14:02"
    assert formats.number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True) == "1.234,5"
    assert formats.number_format(2018) == "2018"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("05/01/2018", date(2018, 1, 5)),
        ("5/1/2018", date(2018, 1, 5)),
        ("2018-01-05", date(2018, 1, 5)),  # what <input type="date"> sends
        ("01/13/2018", None),
        ("05/01/18", None),
        ("05-01-2018", None),
        ("31/02/2018", None),
        ("5 tháng 1", None),
    ],
)
def test_a_date_is_read_day_first_or_not_at_all(typed, expected):
    from django import forms

    form = forms.Form({"on": typed})
    form.fields["on"] = forms.DateField()
    assert form.is_valid() is (expected is not None)
    assert form.cleaned_data.get("on") == expected
