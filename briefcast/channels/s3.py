"""Publishing into an object store that speaks S3, behind a web server or a content network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, ClassVar, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from briefcast.channels.base import Kept
from briefcast.channels.files import FileChannel, Item, Shelf, ShelfSettings
from briefcast.errors import Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import redact
from briefcast.tools.lost import told_lost

Answer = TypeVar("Answer")

_NAMED_BY_CONTENT = re.compile(r"(?:^|/)(?:fetch/[0-9a-f]{32}|episodes/[^/]+/[0-9a-f]{10})/")
"""Folders of what platforms fetch (`hosting`) and of an episode's version (`briefcast feed`)."""
PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of 5 MiB to 5 GiB."""
_SIGNED_OUT = {
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "ExpiredToken",
    "InvalidToken",
    "AccessDenied",
    "Forbidden",
    "401",
    "403",
}
_LATER = {
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "RequestTimeout",
    "ThrottlingException",
    "OperationAborted",
}


class S3Shelf(Shelf):
    """A bucket, or a part of it."""

    def __init__(self, client: Any, *, bucket: str, prefix: str, who: str, signed_out: str) -> None:
        self._client, self.bucket, self.prefix = client, bucket, prefix.strip("/")
        self.who, self.signed_out = who, signed_out

    def check(self) -> str:
        """See that the bucket is there and the keys are taken."""
        with self._explained():
            self._client.head_bucket(Bucket=self.bucket)
        return f"s3://{self.bucket}/{self.prefix}"

    def put(self, path: str, item: Item, kept: Kept) -> None:
        """Put an object; a large one in parts, of which those that are there are not sent again."""
        with self._explained():
            if item.size_bytes <= 2 * PART_BYTES:
                self._client.put_object(**self._object(path, item), Body=item.read())
            else:
                self._put_parts(path, item, kept)

    def _object(self, path: str, item: Item) -> dict[str, Any]:
        metadata = {"sha256": item.sha256} if item.sha256 else {}
        return {
            "Bucket": self.bucket,
            "Key": self._key(path),
            "ContentType": item.media_type,
            "CacheControl": item.cache or cache_control(path, item),
            "Metadata": metadata,
        }

    def _put_parts(self, path: str, item: Item, kept: Kept) -> None:
        where = {"Bucket": self.bucket, "Key": self._key(path)}
        name = f"upload {path} {item.sha256[:12]}"
        there: dict[int, dict[str, Any]] = {}
        if name in kept:
            try:
                pages = self._client.get_paginator("list_parts").paginate(**where, UploadId=kept[name])
                there = {part["PartNumber"]: part for page in pages for part in page.get("Parts", ())}
            except ClientError as error:
                # It was given up, or the store cannot tell what it has: then all of it is sent again.
                if error.response["Error"]["Code"] not in ("NoSuchUpload", "MethodNotAllowed", "NotImplemented"):
                    raise
                del kept[name]
        if name not in kept:
            kept[name] = self._client.create_multipart_upload(**self._object(path, item))["UploadId"]
        parts = []
        for number, content in enumerate(_pieces(item), start=1):
            md5 = hashlib.md5(content, usedforsecurity=False)
            etag = f'"{md5.hexdigest()}"'
            if number not in there or there[number]["ETag"] != etag:
                etag = self._client.upload_part(
                    **where,
                    UploadId=kept[name],
                    PartNumber=number,
                    Body=content,
                    ContentMD5=base64.b64encode(md5.digest()).decode(),
                )["ETag"]
            parts.append({"PartNumber": number, "ETag": etag})
        self._client.complete_multipart_upload(**where, UploadId=kept[name], MultipartUpload={"Parts": parts})
        del kept[name]

    def read(self, path: str) -> bytes | None:
        """Read an object."""

        def get() -> bytes:
            content: bytes = self._client.get_object(Bucket=self.bucket, Key=self._key(path))["Body"].read()
            return content

        return self._unless_missing(get)

    def holds(self, path: str, item: Item) -> bool:
        """Compare size and the hash that was put beside it."""
        head = self._unless_missing(lambda: self._client.head_object(Bucket=self.bucket, Key=self._key(path)))
        if head is None or not item.sha256:
            return False
        return bool(head["ContentLength"] == item.size_bytes and head.get("Metadata", {}).get("sha256") == item.sha256)

    def names(self, path: str) -> Sequence[str]:
        """List what begins with the folder's name."""
        prefix = f"{self._key(path)}/"
        with self._explained():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
            keys = [entry["Key"].removeprefix(prefix) for page in pages for entry in page.get("Contents", ())]
        return [key for key in keys if "/" not in key]

    def remove(self, path: str) -> None:
        """Remove an object."""
        with self._explained():
            self._client.delete_object(Bucket=self.bucket, Key=self._key(path))

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    def _unless_missing(self, call: Callable[[], Answer]) -> Answer | None:
        with self._explained():
            try:
                return call()
            except ClientError as error:
                if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                    return None
                raise
        return None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say what a failure means. Putting the same again is harmless, so a lost answer is no more than a wait."""
        try:
            yield
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            said = redact(str(error.response["Error"].get("Message") or code))
            if code in _LATER or status in (429, 500, 502, 503, 504):
                raise TryLater(tell("{account}: the store cannot now ({code}).", account=self.who, code=code)) from None
            if code in _SIGNED_OUT or status in (401, 403):
                raise SignedOut(
                    tell(
                        "{account}: the keys are not taken ({code}: {said}). {way}",
                        account=self.who,
                        code=code,
                        said=said,
                        way=self.signed_out,
                    )
                ) from None
            raise Refused(
                tell("{account}: the store refused ({code}: {said}).", account=self.who, code=code, said=said)
            ) from None
        except NoCredentialsError:
            raise SignedOut(tell("{account}: no keys. {way}", account=self.who, way=self.signed_out)) from None
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise TryLater(
                tell("{account}: the store could not be reached ({error}).", account=self.who, error=told_lost(error))
            ) from None
        except BotoCoreError as error:
            raise TryLater(
                tell("{account}: no answer from the store ({error}).", account=self.who, error=told_lost(error))
            ) from None


def cache_control(path: str, item: Item) -> str:
    """Say how long a content network may keep a file without asking: as long as no correction can change it.

    Feeds, pages and cards (written here, and so without a hash) five minutes; files whose folder is named by their
    content a year; other files an hour, for a correction may put another under the same name.
    """
    if not item.sha256:
        return "public, max-age=300"
    return "public, max-age=31536000, immutable" if _NAMED_BY_CONTENT.search(path) else "public, max-age=3600"


_making = Lock()


@cache
def _session() -> Any:
    """Read what boto3 knows of S3 once: that takes longer than most calls. Not to be used by two threads at once."""
    return boto3.session.Session()


def _pieces(item: Item) -> Iterator[bytes]:
    if isinstance(item.source, bytes):
        yield from (item.source[i : i + PART_BYTES] for i in range(0, len(item.source), PART_BYTES))
        return
    with item.source.open("rb") as file:
        while piece := file.read(PART_BYTES):
            yield piece


class S3(FileChannel):
    """Posts as objects in a bucket."""

    name = "s3"
    secrets: ClassVar = {
        "access-key-id": tell("Make a key for a user that may write to this bucket alone, and copy its id."),
        "secret-access-key": tell("It is shown once, when the key is made; make a new key if it is lost."),
    }

    class Settings(ShelfSettings):
        """Which bucket, where."""

        bucket: str
        """``ministry-media``."""
        prefix: str = ""
        """Folder in the bucket."""
        region: str = "us-east-1"
        endpoint_url: str | None = None
        """Of a store other than Amazon's: ``https://s3.example.org``."""

    settings: Settings

    def open_shelf(self) -> S3Shelf:
        """Give the bucket; boto3's own trying again is off, for the publisher does that and counts it."""
        with _making:
            client = self._client()
        return S3Shelf(
            client,
            bucket=self.settings.bucket,
            prefix=self.settings.prefix,
            who=str(self.account),
            signed_out=self.secrets["access-key-id"],
        )

    def _client(self) -> Any:
        return _session().client(
            "s3",
            region_name=self.settings.region,
            endpoint_url=self.settings.endpoint_url,
            aws_access_key_id=self.secret("access-key-id"),
            aws_secret_access_key=self.secret("secret-access-key"),
            config=Config(
                connect_timeout=min(10, self.settings.timeout_s),
                read_timeout=self.settings.timeout_s,
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path" if self.settings.endpoint_url else "auto"},
                # Stores other than Amazon's do not know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
