"""Files in a bucket: what units.storage promises of a folder holds there too, and a service that fails is an OSError."""

import hashlib
import io
import socket
import tarfile
import time

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from units import downloads, storage

OPTIONS = {"bucket_name": "q4kh", "region_name": "ap-southeast-1", "access_key": "khoa", "secret_key": "bi-mat"}


@pytest.fixture(scope="module")
def service():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def use(settings, endpoint, **options):
    bucket = {"BACKEND": "units.bucket.Bucket", "OPTIONS": {**OPTIONS, "endpoint_url": endpoint, **options}}
    settings.STORAGES = {**settings.STORAGES, "default": bucket}


@pytest.fixture
def bucket(service, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "unused"
    requests.post(f"{service}/moto-api/reset", timeout=10)
    keys = {"aws_access_key_id": "khoa", "aws_secret_access_key": "bi-mat", "region_name": OPTIONS["region_name"]}
    client = boto3.client("s3", endpoint_url=service, **keys)
    client.create_bucket(Bucket="q4kh", CreateBucketConfiguration={"LocationConstraint": OPTIONS["region_name"]})
    use(settings, service, location="quan-4")
    yield client
    assert not (tmp_path / "unused").exists()


def test_a_file_is_kept_under_its_hash_and_handed_out_as_it_came(bucket):
    content = b"%PDF-1.7 " + b"x" * 300_000
    upload = SimpleUploadedFile("Quyết định.pdf", content)
    sha256, size = storage.put_upload(upload)
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert [row["Key"] for row in bucket.list_objects_v2(Bucket="q4kh")["Contents"]] == [f"quan-4/attachments/{sha256}"]
    assert not upload.closed  # a form may look at it again
    assert storage.content(storage.ATTACHMENTS, sha256) == content
    answer = downloads.stored(sha256, "Quyết định.pdf", "application/pdf")
    assert (answer["Content-Length"], answer.getvalue()) == (str(len(content)), content)
    # The owner's alone: no grant to a group such as everybody, and no address.
    grants = bucket.get_object_acl(Bucket="q4kh", Key=f"quan-4/attachments/{sha256}")["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    with pytest.raises(NotImplementedError):
        default_storage.url(f"attachments/{sha256}")


def test_a_member_of_a_backup_goes_into_it_as_a_stream(bucket):
    content = b"mot" * 100_000
    with io.BytesIO() as archive:
        with tarfile.open(fileobj=archive, mode="w") as tar:
            member = tarfile.TarInfo("files/x")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        archive.seek(0)
        with tarfile.open(fileobj=archive) as tar:
            sha256, _ = storage.put_upload(File(tar.extractfile("files/x")), storage.PUBLISHED, ".pdf")
    assert storage.content(storage.PUBLISHED, sha256, ".pdf") == content


def test_what_is_there_can_be_listed_and_removed(bucket):
    first, second = storage.put(b"mot", storage.RESULTS), storage.put(b"hai", storage.RESULTS)
    storage.put(b"ba", storage.PUBLISHED, ".pdf")
    assert storage.exists(storage.RESULTS, first)
    assert storage.older(storage.RESULTS, time.time() - 60) == []
    assert {file.name for file in storage.older(storage.RESULTS, time.time() + 60)} == {first, second}
    for file in storage.kept(storage.RESULTS):
        file.delete()
    storage.delete(storage.RESULTS, first)  # gone already
    assert not storage.exists(storage.RESULTS, first)
    assert [file.name for file in storage.kept(storage.PUBLISHED)] == [f"{hashlib.sha256(b'ba').hexdigest()}.pdf"]
    with pytest.raises(FileNotFoundError):
        storage.reader(storage.RESULTS, first)
    assert storage.tidy() == 0


def test_what_is_stored_or_renewed_is_young(bucket):
    sha256 = storage.put(b"mot", storage.ATTACHMENTS)
    (file,) = storage.kept(storage.ATTACHMENTS)
    assert storage.renew(storage.ATTACHMENTS, sha256)
    assert (file.is_still_older(time.time() + 60), file.is_still_older(file.at)) == (True, False)
    file.delete()
    assert not file.is_still_older(time.time() + 60)
    assert not storage.renew(storage.ATTACHMENTS, sha256)


def test_a_service_without_room_is_a_full_disk(bucket, monkeypatch):
    def full(*args, **kwargs):
        raise ClientError({"Error": {"Code": "XMinioStorageFull"}, "ResponseMetadata": {"HTTPStatusCode": 507}}, "PutObject")

    monkeypatch.setattr("storages.backends.s3.S3Storage._save", full)
    with pytest.raises(storage.NoRoom, match="hết chỗ"):
        storage.put(b"mot", storage.ATTACHMENTS)


def test_health_asks_the_bucket(bucket, service, settings):
    assert storage.has_room(1)
    use(settings, service, bucket_name="khong-co")
    assert not storage.has_room(1)


def test_a_service_that_is_down_is_an_os_error(settings):
    use(settings, "http://127.0.0.1:9")
    for call in (
        lambda: storage.put(b"mot", storage.RESULTS),
        lambda: storage.exists(storage.RESULTS, "0" * 64),
        lambda: storage.reader(storage.RESULTS, "0" * 64),
        lambda: list(storage.kept(storage.RESULTS)),
    ):
        with pytest.raises(storage.Away, match="bucket: "):
            call()


def test_a_service_that_never_answers_costs_health_two_seconds(settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        use(settings, f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        assert not storage.has_room(1)
        assert time.monotonic() - began < 4
