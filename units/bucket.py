"""Files in a bucket of an S3-compatible storage that several machines share. Loaded only where settings say so."""

import errno
import shutil
import tempfile
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from units.storage import Away

# Somebody waits for each of these calls. Checksums that newer clients add by themselves are unknown to many servers,
# and every file is known by its own hash.
_HABITS = {
    "connect_timeout": 2,
    "read_timeout": 20,
    "retries": {"mode": "standard", "total_max_attempts": 2},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
    "signature_version": "s3v4",
}
# What services answer for: it is gone, there is no room left.
_ERRNO = {404: errno.ENOENT, 507: errno.ENOSPC}


class Bucket(S3Storage):
    """Private objects, which views alone hand out. What the service refuses or does not answer is an ``OSError``, as
    of a disk: ``Away``, where it is no word about this file or the room for it. An object appears whole or not at all,
    and the same name is the same bytes anew.
    """

    def __init__(self, **options):
        style = options.pop("addressing_style", "auto")
        config = Config(s3={"addressing_style": style}, **_HABITS)
        super().__init__(client_config=config, file_overwrite=True, default_acl=None, **options)

    def url(self, name, **kwargs):
        raise NotImplementedError("a view asks who may read, and hands out the file")

    def _open(self, name, mode="rb"):
        with _as_os_error(name):
            file = super()._open(name, mode)
            # Fetched now: later it would be in the middle of an answer.
            file.file  # noqa: B018
            return file

    def _save(self, name, content):
        with _as_os_error(name):
            return super()._save(name, content)

    def delete(self, name):
        with _as_os_error(name):
            super().delete(name)

    def exists(self, name):
        with _as_os_error(name):
            return super().exists(name)

    def get_modified_time(self, name):
        with _as_os_error(name):
            return super().get_modified_time(name)

    def renew(self, name) -> bool:
        """Make the object as young as if it had just been stored; False where it is gone."""
        key = self._normalize_name(name)
        try:
            with _as_os_error(name):
                # A copy onto itself, which a service takes only if it says anew what it is.
                self.connection.meta.client.copy_object(
                    Bucket=self.bucket_name,
                    Key=key,
                    CopySource={"Bucket": self.bucket_name, "Key": key},
                    MetadataDirective="REPLACE",
                    ContentType=self.default_content_type,
                )
        except FileNotFoundError:
            return False
        return True

    def names(self, folder) -> list[tuple[str, float]]:
        """Objects under ``folder``: name, and when they were last stored (seconds since 1970)."""
        prefix = f"{self._normalize_name(folder)}/"
        with _as_os_error(folder):
            # One call a thousand objects; asking each for its time would be one call each.
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            found = [
                (item["Key"].removeprefix(prefix), item["LastModified"].timestamp())
                for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix)
                for item in page.get("Contents", ())
            ]
        return [(name, at) for name, at in found if name and "/" not in name]

    def drop_unfinished(self, folder, than) -> int:
        """Nothing is ever half there; parts of uploads that broke off are the bucket's own rule to drop."""
        return 0

    def has_room(self, size) -> bool:
        """Whether the bucket answers, and here ``size`` bytes can be put that come and go on their way to it."""
        try:
            with _as_os_error(self.bucket_name):
                self._quick().head_bucket(Bucket=self.bucket_name)
            return shutil.disk_usage(tempfile.gettempdir()).free >= size
        except OSError:
            return False

    def _quick(self):
        """A client that answers or fails within a second: who asks how things are does not wait."""
        client = getattr(self._connections, "quick", None)
        if client is None:
            config = self.client_config.merge(
                Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})
            )
            client = self._connections.quick = self._create_session().client(
                "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, verify=self.verify, config=config
            )
        return client


@contextmanager
def _as_os_error(what):
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        said = f"bucket: {what}: {type(error).__name__}: {error}"
        status = error.response["ResponseMetadata"].get("HTTPStatusCode") if isinstance(error, ClientError) else None
        if status in _ERRNO:
            raise OSError(_ERRNO[status], said) from error
        raise Away(said) from error
