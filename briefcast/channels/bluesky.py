"""The channel Bluesky: posts on any server of the AT Protocol (a PDS), over its published calls (XRPC).

The client library is not used: its sign-in needs Bluesky's own AppView, which a server of one's own does not have.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import httpx
from PIL import Image

from briefcast.channels.base import Account, AccountSettings, Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.http import Api
from briefcast.channels.secrecy import keep_secret
from briefcast.errors import ChannelError, Refused, SignedOut

_POST = "app.bsky.feed.post"
_CAPTIONS_MAX_BYTES = 20_000
"""Of one caption track: lexicon app.bsky.embed.video."""
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"
_ADDRESS = re.compile(r"https?://[^\s<>\u2066-\u2069]+")
_sessions: dict[tuple[str, str, str], dict[str, str]] = {}
"""Of this process: a server takes 30 sign-ins of an account in five minutes, and a batch has more posts than that."""
_SESSION_OVER = ("ExpiredToken", "InvalidToken")
"""Said with status 400 (com.atproto.server)."""
_REMEDIES = {
    "AccountTakedown": "Sign in at bsky.app to see why the account is suspended.",
    "AccountDeactivated": "Sign in at bsky.app and activate the account again.",
    "InvalidRequest": "Nothing was posted: correct what it names, in the brief or in templates/posts.",
    "InvalidSwap": "Another program changed the account at the same moment: publish once more.",
}


class _Gone(Refused):
    """A file that was uploaded earlier is not kept there any more."""


class _NotThere(Refused):
    """No such record."""


class _Xrpc(Api):
    """XRPC says with a name in ``error`` what its statuses do not."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found = super().explain(response, publishing=publishing)
        if response.status_code not in (400, 403, 404, 413):
            return found
        error = _error_name(response)
        if error in _SESSION_OVER:
            return SignedOut(f"{self.who}: the session is over. {self.signed_out}")
        if error == "BlobNotFound" or "Could not find blob" in str(found):
            return _Gone(str(found))
        if error == "RecordNotFound" or "Could not locate record" in str(found):
            return _NotThere(str(found))
        if response.status_code == 413:
            return Refused(f"{found} The server takes no file of this size: make a smaller one for this channel.")
        return Refused(f"{found} {_REMEDIES.get(error, '')}".strip())


class Bluesky(Channel):
    """One account on Bluesky or another server of the AT Protocol."""

    name = "bluesky"
    secrets: ClassVar = {
        "password": "Sign in at bsky.app, open Settings, Privacy and security, App passwords, add one and copy it."
    }

    class Settings(AccountSettings):
        """Whose account it is."""

        handle: str
        """``ministry.example.org``, without ``@``."""
        api_url: str = "https://bsky.social"
        """The server the account lives on."""
        web_url: str = "https://bsky.app"
        """Where readers see posts."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._api = _Xrpc(
            str(account),
            self.settings.api_url,
            timeout_s=self.settings.timeout_s,
            signed_out=self.secrets["password"],
        )

    def check(self) -> str:
        """Sign in and give the handle."""
        _sessions.pop(self._key, None)
        return f"@{self._signed_in()['handle']}"

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse caption tracks that are too large."""
        return tuple(
            f"{file.name}: it has {file.bytes:,} bytes; Bluesky takes caption tracks of {_CAPTIONS_MAX_BYTES:,}. "
            "Lower `seconds` in the audience's profile, or leave points out."
            for file in post.files
            if file.role == "captions" and file.bytes > _CAPTIONS_MAX_BYTES
        )

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring pictures, films and captions as blobs; each is named by its content, so twice is once."""
        for file in post.files:
            key = f"blob {file.sha256}"
            if key not in kept:
                kept[key] = json.dumps(self._upload_blob(file))

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Put the record under a key chosen before: the same again changes nothing."""
        # Both are part of what is put, and stay as they are however often it is tried.
        kept.setdefault("created", _now())
        kept.setdefault("rkey", _new_key(post))
        try:
            self._put(post, kept)
        except _Gone:
            # The server forgets blobs that no post uses, after an hour or more.
            for file in post.files:
                kept.pop(f"blob {file.sha256}", None)
            self.upload(post, kept)
            self._put(post, kept)
        return self._receipt(kept["rkey"])

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look for the record under its key; without one, for the marker among the newest hundred."""
        place = {"repo": self._signed_in()["did"], "collection": _POST}
        if "rkey" in kept:
            try:
                self._query("com.atproto.repo.getRecord", place | {"rkey": kept["rkey"]})
            except _NotThere:
                return None
            return self._receipt(kept["rkey"])
        for record in self._query("com.atproto.repo.listRecords", place | {"limit": "100"})["records"]:
            if post.marker in json.dumps(record["value"]):
                return self._receipt(_key_in(record["uri"]))
        return None

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the record; the server does not mind if it is gone."""
        self._procedure("com.atproto.repo.deleteRecord", {"rkey": _key_in(receipt.id)}, make=self._api.call)

    def close(self) -> None:
        """Close the connection."""
        self._api.close()

    def _put(self, post: Post, kept: Kept) -> None:
        body = {"rkey": kept["rkey"], "validate": True, "record": make_record(post, kept)}
        self._procedure("com.atproto.repo.putRecord", body, make=self._api.publish)

    def _upload_blob(self, file: PostFile) -> Any:
        def make(headers: dict[str, str]) -> httpx.Response:
            with file.path.open("rb") as content:
                return self._api.call(
                    "POST",
                    "/xrpc/com.atproto.repo.uploadBlob",
                    content=content,
                    headers=headers | {"content-type": file.media_type},
                )

        return self._with_session(make).json()["blob"]

    def _procedure(self, method: str, body: dict[str, Any], *, make: Callable[..., httpx.Response]) -> None:
        def call(headers: dict[str, str]) -> httpx.Response:
            place = {"repo": self._signed_in()["did"], "collection": _POST}
            return make("POST", f"/xrpc/{method}", json=place | body, headers=headers)

        self._with_session(call)

    def _query(self, method: str, params: dict[str, str]) -> Any:
        def call(headers: dict[str, str]) -> httpx.Response:
            return self._api.call("GET", f"/xrpc/{method}", params=params, headers=headers)

        return self._with_session(call).json()

    def _with_session(self, make: Callable[[dict[str, str]], httpx.Response]) -> httpx.Response:
        """Make a call; where the session is over it was not done, and is made once more in a new one."""
        renewable = self._key in _sessions
        try:
            return make({"authorization": f"Bearer {self._signed_in()['accessJwt']}"})
        except SignedOut:
            if not renewable:
                raise
        _sessions.pop(self._key, None)
        return make({"authorization": f"Bearer {self._signed_in()['accessJwt']}"})

    def _signed_in(self) -> dict[str, str]:
        session = _sessions.get(self._key)
        if session is None:
            login = {"identifier": self.settings.handle, "password": self.secret("password")}
            session = self._api.call("POST", "/xrpc/com.atproto.server.createSession", json=login).json()
            for token in ("accessJwt", "refreshJwt"):
                keep_secret(session[token])
            _sessions[self._key] = session
        return session

    @property
    def _key(self) -> tuple[str, str, str]:
        return self.settings.api_url, self.settings.handle, self.secret("password")

    def _receipt(self, key: str) -> Receipt:
        session = self._signed_in()
        return Receipt(
            id=f"at://{session['did']}/{_POST}/{key}",
            url=f"{self.settings.web_url.rstrip('/')}/profile/{session['handle']}/post/{key}",
        )


def make_record(post: Post, kept: Kept) -> dict[str, Any]:
    """Make the record of a post (lexicon app.bsky.feed.post) whose files were uploaded."""
    record: dict[str, Any] = {
        "$type": _POST,
        "text": post.text,
        "createdAt": kept["created"],
        "langs": [post.language],
        "embed": _embed(post, kept),
    }
    if facets := list(make_facets(post)):
        record["facets"] = facets
    return record


def make_facets(post: Post) -> Iterator[dict[str, Any]]:
    """Say which parts of the text are links and hashtags, by their place in UTF-8 bytes."""
    for found in _ADDRESS.finditer(post.text):
        address = found[0] if found[0] == post.link else found[0].rstrip(".,;:!?)»”\"'")
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": address}
        yield _facet(post.text, found.start(), found.start() + len(address), feature)
    for tag in post.tags:
        if found_tag := re.search(rf"(?<![\w#/])#{re.escape(tag)}(?!\w)", post.text):
            yield _facet(post.text, *found_tag.span(), {"$type": "app.bsky.richtext.facet#tag", "tag": tag})


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    place = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"index": place, "features": [feature]}


def _embed(post: Post, kept: Kept) -> dict[str, Any]:
    if post.main.role == "video":
        captions = [file for file in post.files if file.role == "captions"]
        return {
            "$type": "app.bsky.embed.video",
            "video": _blob(post.main, kept),
            "captions": [{"lang": file.language, "file": _blob(file, kept)} for file in captions],
            **_described(post.main, post.main.alt_text or post.title),
        }
    pictures = [file for file in post.files if file.role == "image"]
    images = [{"image": _blob(file, kept), **_described(file, file.alt_text)} for file in pictures]
    return {"$type": "app.bsky.embed.images", "images": images}


def _described(file: PostFile, alt: str) -> dict[str, Any]:
    """Describe a file to readers and to their apps, which crop what has no shape."""
    width, height = file.width_px, file.height_px
    if not (width and height) and file.role == "image":
        with Image.open(file.path) as picture:
            width, height = picture.size
    return {"alt": alt, "aspectRatio": {"width": width, "height": height}} if width and height else {"alt": alt}


def _blob(file: PostFile, kept: Kept) -> Any:
    return json.loads(kept[f"blob {file.sha256}"])


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _new_key(post: Post) -> str:
    """Make a key for a record: the time in microseconds and ten bits that tell posts of one instant apart (TID)."""
    number = (time.time_ns() // 1000 << 10) | int(post.content_sha256[:4], 16) & 0x3FF
    return "".join(_BASE32[number >> shift & 31] for shift in range(60, -1, -5))


def _key_in(uri: str) -> str:
    return uri.rpartition("/")[2]


def _error_name(response: httpx.Response) -> str:
    try:
        data = response.json()
    except ValueError:
        return ""
    return str(data.get("error", "")) if isinstance(data, dict) else ""
