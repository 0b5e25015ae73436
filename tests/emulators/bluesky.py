"""Bluesky: the calls of a PDS and of the video service that publishing needs, as their lexicons describe them.

The tests of the channel run against a real PDS too; this one is for faults, which a real server has only by chance.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import urlsplit

import regex

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film

DID, HANDLE, PASSWORD = "did:plc:emulated", "ministry.test", "emulated-app-password"


class BlueskyEmulator(HttpEmulator):
    """One PDS with one account."""

    channel = "bluesky"

    def __init__(self) -> None:
        super().__init__()
        self.blobs: dict[str, tuple[str, bytes]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.refreshes: set[str] = set()
        self.sign_ins_left = 300
        """Rate limits of a PDS: 300 sign-ins of an account a day (docs.bsky.app, Rate Limits)."""
        self.blob_max_bytes = 300_000_000
        """A PDS of one's own takes 5 MB by default (PDS_BLOB_UPLOAD_LIMIT)."""
        self.has_video_service = True
        self.jobs: dict[str, dict[str, Any]] = {}
        self.playable: set[str] = set()
        """Blobs of films that were made ready."""
        self.seen_unready: list[str] = []
        """Posts that readers saw before their film could be played (docs.bsky.app, Uploading Video)."""
        self._made = 0

    def account(self, **settings: object) -> Account:
        given = {"handle": HANDLE, "api_url": self.url, "video_url": self.url, "timeout_s": self.timeout_s, "poll_s": 0}
        secrets = {"password": keep_secret(PASSWORD)}
        return Account(name="test", channel="bluesky", settings=given | settings, secrets=secrets)

    def publishing(self, request: Request) -> bool:
        return request.path.endswith("putRecord")

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def handle(self, request: Request) -> Reply:
        method = request.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            return self._sign_in(request)
        if method == "com.atproto.server.refreshSession":
            return self._refresh(request)
        if method.startswith("app.bsky.video."):
            return self._video(method.removeprefix("app.bsky.video."), request)
        if request.bearer not in self.tokens:
            return _error("ExpiredToken", "Token has expired")
        if method == "com.atproto.server.getServiceAuth":
            return self._serve_token(request)
        if method == "app.bsky.feed.getPosts":
            uri = request.query["uris"]
            there = _key_in(uri) in self.records
            return Reply(body={"posts": [{"uri": uri, "cid": "cid"} | self.figures.get(uri, {})] if there else []})
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
        if self.sign_ins_left == 0:
            return Reply(status=429, body={"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"})
        self.sign_ins_left -= 1
        return self._session()

    def _refresh(self, request: Request) -> Reply:
        """Give a new session; a refresh token is good once (com.atproto.server.refreshSession)."""
        if request.bearer not in self.refreshes:
            return _error("ExpiredToken", "Token has been revoked")
        self.refreshes.remove(request.bearer)
        return self._session()

    def _session(self) -> Reply:
        self._made += 1
        token, refresh = f"emulated-session-token-{self._made}", f"emulated-refresh-{self._made}"
        self.tokens.add(token)
        self.refreshes.add(refresh)
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.url}
        body = {"did": DID, "handle": HANDLE, "accessJwt": token, "refreshJwt": refresh}
        return Reply(body=body | {"didDoc": {"id": DID, "service": [service]}})

    def _serve_token(self, request: Request) -> Reply:
        host = urlsplit(self.url).netloc.replace(":", "%3A")
        wanted = {"aud": f"did:web:{host}", "lxm": "com.atproto.repo.uploadBlob"}
        if any(request.query.get(name) != value for name, value in wanted.items()):
            return _error("InvalidRequest", "aud or lxm is not valid")
        # com.atproto.server.getServiceAuth: at most an hour for a token of one method.
        if not 0 < int(request.query["exp"]) - time.time() <= 3600:
            return _error("BadExpiration", "Requested service auth token with an expiration more than an hour away")
        return Reply(body={"token": "emulated-service-token"})

    def _video(self, method: str, request: Request) -> Reply:
        """Be the video service: it makes a film ready and puts it onto the PDS (docs.bsky.app, Uploading Video)."""
        if not self.has_video_service:
            return Reply(status=501, body={"error": "MethodNotImplemented", "message": "Method Not Implemented"})
        if method == "getJobStatus":
            job = self.jobs.get(request.query["jobId"])
            return Reply(body={"jobStatus": self._worked(job)}) if job else _error("JobNotFound", "job not found")
        if method != "uploadVideo" or request.bearer != "emulated-service-token" or request.query.get("did") != DID:
            return Reply(status=401, body={"error": "AuthMissing", "message": "Not authorized"})
        id = hashlib.sha256(request.body).hexdigest()[:12]
        if id in self.jobs:
            # The same film again: its job of then, and its blob where there is one.
            return Reply(status=409, body={"error": "already_exists"} | self._worked(self.jobs[id]))
        self.jobs[id] = {"jobId": id, "did": DID, "state": "JOB_STATE_CREATED", "content": request.body.hex()}
        return Reply(body={name: value for name, value in self.jobs[id].items() if name != "content"})

    def _worked(self, job: dict[str, Any]) -> dict[str, Any]:
        content = bytes.fromhex(job.get("content", ""))
        if job["state"] == "JOB_STATE_CREATED":
            job["state"] = "JOB_STATE_ENCODING"
        elif not is_film(content):
            job |= {"state": "JOB_STATE_FAILED", "failureCode": "validation_failure", "message": "not a video"}
        elif len(content) > self.blob_max_bytes:
            job |= {"state": "JOB_STATE_FAILED", "failureCode": "pds_upload_unsupported_blob_size"}
        else:
            job |= {"state": "JOB_STATE_COMPLETED", "blob": self._keep_blob("video/mp4", content)}
            self.playable.add(job["blob"]["ref"]["$link"])
        return {name: value for name, value in job.items() if name != "content"}

    def _upload(self, request: Request) -> Reply:
        if len(request.body) > self.blob_max_bytes:
            return Reply(status=413, body={"error": "PayloadTooLarge", "message": "request entity too large"})
        return Reply(body={"blob": self._keep_blob(request.headers["content-type"], request.body)})

    def _keep_blob(self, media_type: str, content: bytes) -> dict[str, Any]:
        digest = hashlib.sha256(content).digest()
        link = "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("=")
        self.blobs[link] = (media_type, content)
        return {"$type": "blob", "ref": {"$link": link}, "mimeType": media_type, "size": len(content)}

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
        # app.bsky.feed.post#replyRef: both are strong references, by address and content.
        thread = record.get("reply", {"root": {"uri": "", "cid": ""}, "parent": {"uri": "", "cid": ""}})
        if set(thread) != {"root", "parent"} or any(set(each) != {"uri", "cid"} for each in thread.values()):
            return _error("InvalidRequest", "Record/reply must have root and parent")
        self.records[body["rkey"]] = record
        film = record["embed"].get("video")
        if film and film["ref"]["$link"] not in self.playable:
            self.seen_unready.append(body["rkey"])
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
        answers=record.get("reply", {}).get("parent", {}).get("uri", ""),
        alt_texts=tuple(image["alt"] for image in [*embed.get("images", ()), *videos]),
        files={blob["ref"]["$link"]: read(blob["ref"]["$link"]) for blob in shown},
        captions={
            track["lang"]: read(track["file"]["ref"]["$link"]) for video in videos for track in video["captions"]
        },
    )


def _uri(key: str) -> str:
    return f"at://{DID}/app.bsky.feed.post/{key}"


def _key_in(uri: str) -> str:
    return uri.rpartition("/")[2]


def _error(name: str, message: str) -> Reply:
    return Reply(status=400, body={"error": name, "message": message})


def _links(value: Any) -> set[str]:
    """Give every blob a record points to."""
    return set(regex.findall(r'"\$link": "(\w+)"', json.dumps(value)))
