"""Files without a row go after a day; one that anything names, anywhere, never does."""

import os
import time

import pytest
from django.apps import apps
from django.db.models import CharField

from initiatives import evidence
from reports.models import Attachment, Publication, Version
from tests.factories import at, make_period, make_plan, make_publication, make_report, make_unit, make_user
from units import leftovers, storage
from units.uploads import BadFile, Stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(text, folder=storage.ATTACHMENTS, days=2, suffix=""):
    sha256 = storage.put(text.encode(), folder, suffix)
    os.utime(storage.path(folder, sha256, suffix), (time.time() - days * leftovers.A_DAY,) * 2)
    return sha256


def names(folder, media):
    return {file.name[:64] for file in (media / folder).glob("*")}


def test_what_no_row_names_goes_after_a_day(media):
    old, young = put("bỏ lại"), put("vừa tải lên", days=0.9)
    put("ký dở", storage.PUBLISHED, suffix=".pdf")
    assert leftovers.forget() == 2
    assert (names(storage.ATTACHMENTS, media), names(storage.PUBLISHED, media)) == ({young}, set())
    assert old != young


def test_what_a_row_names_stays_in_a_column_or_in_what_was_frozen(media):
    report = make_report(make_unit("P1"), make_period(make_plan(), 2018, 1), "accepted")
    held, sent, drawn, former = put("tệp"), put("đã gỡ"), put("x", storage.PUBLISHED, suffix=".pdf"), put("y", storage.PUBLISHED)
    Attachment.objects.create(report=report, sha256=held, name="a.pdf", size=1, content_type="x", added_at=at("2018-03-01T09:00:00"))
    # Taken off the report since, and part of what was sent for ever.
    Version.objects.update(content={"attachments": [{"name": "b.pdf", "sha256": sent}]})
    make_publication(report.period, {}, pdf_sha256=drawn, former_files=[{"format": "pdf", "sha256": former}])
    assert leftovers.forget() == 0
    assert names(storage.ATTACHMENTS, media) | names(storage.PUBLISHED, media) == {held, sent, drawn, former}
    Publication.objects.update(pdf_sha256="")
    assert leftovers.forget() == 1
    assert names(storage.PUBLISHED, media) == {former}


def test_every_column_of_a_hash_is_one_that_counts():
    """A column under another name would lose its files."""
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and field.max_length == 64 and not field.name.endswith("sha256")
    }
    # A certificate's, and axes' of a session.
    assert columns == {"Signature.serial", "Signature.fingerprint", "AccessLog.session_hash"}


def test_files_of_another_database_are_left_alone(media, caplog):
    for number in range(21):
        put(f"tệp {number}")
    assert leftovers.forget() == 0
    assert len(names(storage.ATTACHMENTS, media)) == 21
    assert "wrong database" in caplog.text


def test_once_a_day_is_enough(media):
    put("một")
    assert leftovers.forget_daily() == 1
    put("hai")
    assert leftovers.forget_daily() == 0
    os.utime(media / ".leftovers", (time.time() - leftovers.A_DAY,) * 2)
    assert leftovers.forget_daily() == 1


def test_a_file_that_waits_in_a_form_counts_its_day_anew_and_is_missed_in_words():
    person = make_user("p1.canbo")
    token = evidence.keep(Stored("anh.png", put("ảnh", days=3), 3, "image/png"), person)
    assert evidence.kept(token, person).name == "anh.png"
    assert leftovers.forget() == 0
    gone = evidence.keep(Stored("anh.png", "0" * 64, 3, "image/png"), person)
    with pytest.raises(BadFile, match="chọn lại tệp"):
        evidence.kept(gone, person)
