"""Files by their hash: whole or not at all."""

import hashlib
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from units import storage


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_same_bytes_are_stored_once(media):
    first = storage.put(b"mot", storage.PUBLISHED, ".pdf")
    assert storage.put(b"mot", storage.PUBLISHED, ".pdf") == first == hashlib.sha256(b"mot").hexdigest()
    assert names(media / "published") == [f"{first}.pdf"]
    assert storage.path(storage.PUBLISHED, first, ".pdf").read_bytes() == b"mot"


def test_an_upload_is_stored_piece_by_piece_from_its_beginning(media):
    content = b"x" * 200_000
    upload = SimpleUploadedFile("Quyết định.pdf", content)
    upload.read(10)  # somebody looked at how it begins
    assert storage.put_upload(upload) == (hashlib.sha256(content).hexdigest(), 200_000)


@pytest.mark.parametrize("whole_passes", [0, 1])
def test_a_write_that_breaks_leaves_nothing(media, whole_passes):
    """Whether it breaks while its hash is taken or while it is written."""

    class Broken:
        passes = 0

        def seek(self, place): ...

        def chunks(self):
            self.passes += 1
            yield b"half"
            if self.passes > whole_passes:
                raise OSError("đĩa đầy")

    with pytest.raises(OSError, match="đĩa đầy"):
        storage.put_upload(Broken())
    assert [file for file in media.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "/"])
def test_only_a_hash_is_a_name(name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        storage.reader(storage.PUBLISHED, name)


def test_what_a_killed_writer_left_goes_after_a_day(media):
    kept = storage.put(b"mot", storage.PUBLISHED, ".pdf")
    yesterday = time.time() - 25 * 3600
    for name, age in [("old.part", yesterday), ("young.part", time.time())]:
        (media / "published" / name).write_bytes(b"")
        os.utime(media / "published" / name, (age, age))
    os.utime(storage.path(storage.PUBLISHED, kept, ".pdf"), (yesterday, yesterday))
    assert storage.tidy() == 1
    assert names(media / "published") == sorted([f"{kept}.pdf", "young.part"])
