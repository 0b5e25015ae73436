"""S3 as moto speaks it, behind the faults of `HttpEmulator`."""

from __future__ import annotations

import json
import uuid
from functools import cache
from typing import Any

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from pydantic import SecretStr
from werkzeug.test import Client

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen


class S3Emulator(HttpEmulator):
    """A bucket. Every put is harmless to repeat, so a post counts by its card."""

    channel = "s3"

    def __enter__(self) -> S3Emulator:
        self._app = Client(DomainDispatcherApplication(create_backend_app))
        super().__enter__()
        self.bucket = f"posts-{uuid.uuid4().hex[:8]}"  # moto keeps buckets for the whole process
        self.client().create_bucket(Bucket=self.bucket)
        self.calls.clear()
        return self

    @cache  # noqa: B019  # lives as long as its test
    def client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="id-of-the-key",
            aws_secret_access_key="the-secret-key",
        )

    def handle(self, request: Request) -> Reply:
        query = "&".join(f"{key}={value}" for key, value in request.query.items())
        headers = {k: v for k, v in request.headers.items() if k != "transfer-encoding"}
        done = self._app.open(
            request.path, method=request.method, query_string=query, headers=headers, data=request.body
        )
        skipped = ("content-length", "date", "connection")
        return Reply(
            status=done.status_code,
            body=done.get_data(),
            headers={k: v for k, v in done.headers.items() if k.lower() not in skipped},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "PUT" and request.path.endswith("/post.json")

    def answer_signed_out(self) -> Reply:
        return Reply(status=403, body=b"<Error><Code>InvalidAccessKeyId</Code><Message>No such key</Message></Error>")

    def answer_too_many(self) -> Reply:
        return Reply(status=503, body=b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")

    def account(self) -> Account:
        return Account(
            name="media",
            channel="s3",
            settings={
                "bucket": self.bucket,
                "endpoint_url": self.url,
                "public_url": "https://media.example.org",
                "timeout_s": self.timeout_s,
            },
            secrets={
                "access-key-id": SecretStr("id-of-the-key"),
                "secret-access-key": SecretStr("the-secret-key"),
            },
        )

    def objects(self) -> dict[str, tuple[bytes, str]]:
        """Give every object with its type."""
        client, found = self.client(), {}
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            for entry in page.get("Contents", ()):
                got = client.get_object(Bucket=self.bucket, Key=entry["Key"])
                found[entry["Key"]] = (got["Body"].read(), got["ContentType"])
        return found

    def posts(self) -> list[Seen]:
        with self.lock:
            armed, self._faults = self._faults, []
        files = {key: content for key, (content, _) in self.objects().items()}
        self._faults = armed
        return seen_in(files)


def seen_in(files: dict[str, bytes]) -> list[Seen]:
    """Give the posts among files by their path: each card is one."""
    found = []
    for path, content in files.items():
        if path.endswith("/post.json"):
            place, card = path.removesuffix("/post.json"), json.loads(content)
            there = {f["name"]: files[f"{place}/{f['name']}"] for f in card["files"]}
            found.append(
                Seen(
                    id=place,
                    marker=card["marker"],
                    text=card["text"],
                    language=card["language"],
                    alt_texts=tuple(f["alt_text"] for f in card["files"] if f["alt_text"]),
                    files=there,
                    captions={f["language"]: there[f["name"]] for f in card["files"] if f["media_type"] == "text/vtt"},
                    synthetic=card["synthetic_voice"],
                )
            )
    return found
