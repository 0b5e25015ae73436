"""Bluesky: the calls of a PDS that publishing needs, as the lexicons of com.atproto and app.bsky describe them.

The tests of the channel run against a real PDS too; this one is for faults, which a real server has only by chance.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import regex

from briefcast.channels.base import Account
from briefcast.channels.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen

DID, HANDLE, PASSWORD = "did:plc:emulated", "ministry.test", "emulated-app-password"


class BlueskyEmulator(HttpEmulator):
    """One PDS with one account."""

    channel = "bluesky"

    def __init__(self) -> None:
        super().__init__()
        self.blobs: dict[str, tuple[str, bytes]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()

    def account(self) -> Account:
        settings = {"handle": HANDLE, "api_url": self.url, "timeout_s": self.timeout_s}
        return Account(name="test", channel="bluesky", settings=settings, secrets={"password": keep_secret(PASSWORD)})

    def publishing(self, request: Request) -> bool:
        return request.path.endswith("putRecord")

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def handle(self, request: Request) -> Reply:
        method = request.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            return self._sign_in(request)
        if request.bearer not in self.tokens:
            return _error("ExpiredToken", "Token has expired")
        if method == "com.atproto.repo.uploadBlob":
            return self._upload(request)
        if method == "com.atproto.repo.putRecord":
            return self._put(request.json())
        if method == "com.atproto.repo.deleteRecord":
            self.records.pop(request.json()["rkey"], None)
            return Reply(body={})
        if method == "com.atproto.repo.getRecord":
            key = request.query["rkey"]
            if key not in self.records:
                return _error("RecordNotFound", f"Could not locate record: {_uri(key)}")
            return Reply(body={"uri": _uri(key), "cid": "cid", "value": self.records[key]})
        if method == "com.atproto.repo.listRecords":
            newest = sorted(self.records, reverse=True)[: int(request.query["limit"])]
            return Reply(
                body={"records": [{"uri": _uri(key), "cid": "", "value": self.records[key]} for key in newest]}
            )
        return Reply(status=501, body={"error": "MethodNotImplemented", "message": method})

    def _sign_in(self, request: Request) -> Reply:
        if request.json() != {"identifier": HANDLE, "password": PASSWORD}:
            return Reply(
                status=401, body={"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            )
        token = f"emulated-session-token-{len(self.tokens)}"
        self.tokens.add(token)
        return Reply(
            body={
                "did": DID,
                "handle": HANDLE,
                "accessJwt": token,
                "refreshJwt": f"emulated-refresh-{len(self.tokens)}",
            }
        )

    def _upload(self, request: Request) -> Reply:
        digest = hashlib.sha256(request.body).digest()
        link = "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("=")
        self.blobs[link] = (request.headers["content-type"], request.body)
        blob = {
            "$type": "blob",
            "ref": {"$link": link},
            "mimeType": request.headers["content-type"],
            "size": len(request.body),
        }
        return Reply(body={"blob": blob})

    def _put(self, body: dict[str, Any]) -> Reply:
        record = body["record"]
        if body["repo"] != DID or len(body["rkey"]) != 13:
            return _error("InvalidRequest", "Invalid record key")
        if len(regex.findall(r"\X", record["text"])) > 300:
            return _error("InvalidRequest", "Record/text must not be longer than 300 graphemes")
        for link in _links(record):
            if link not in self.blobs:
                return _error("BlobNotFound", f"Could not find blob: {link}")
        if any("alt" not in image for image in record["embed"].get("images", ())):
            return _error("InvalidRequest", "Record/embed/images must have alt")
        self.records[body["rkey"]] = record
        return Reply(body={"uri": _uri(body["rkey"]), "cid": "cid", "validationStatus": "valid"})

    def posts(self) -> list[Seen]:
        return [see_record(_uri(key), record, lambda link: self.blobs[link][1]) for key, record in self.records.items()]


def see_record(uri: str, record: dict[str, Any], read: Any) -> Seen:
    """See a record as its readers do; ``read`` gives the content of a blob by its link."""
    embed = record["embed"]
    videos = [embed] if "video" in embed else []
    shown = [image["image"] for image in embed.get("images", ())] + [video["video"] for video in videos]
    linked = [facet["features"][0].get("uri", "") for facet in record.get("facets", ())]
    return Seen(
        id=uri,
        marker="".join(address.partition("utm_content=")[2][:10] for address in linked),
        text=record["text"],
        language=record["langs"][0],
        alt_texts=tuple(image["alt"] for image in [*embed.get("images", ()), *videos]),
        files={blob["ref"]["$link"]: read(blob["ref"]["$link"]) for blob in shown},
        captions={
            track["lang"]: read(track["file"]["ref"]["$link"]) for video in videos for track in video["captions"]
        },
    )


def _uri(key: str) -> str:
    return f"at://{DID}/app.bsky.feed.post/{key}"


def _error(name: str, message: str) -> Reply:
    return Reply(status=400, body={"error": name, "message": message})


def _links(value: Any) -> set[str]:
    """Give every blob a record points to."""
    return set(regex.findall(r'"\$link": "(\w+)"', json.dumps(value)))
