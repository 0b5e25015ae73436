"""The channel Bluesky: posts on any server of the AT Protocol (a PDS), over its published calls (XRPC).

The client library is not used: its sign-in needs Bluesky's own AppView, which a server of one's own does not have.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx
from PIL import Image

from briefcast.channels.base import Account, Channel, Kept, Post, PostFile, Reading, Receipt, readings_of
from briefcast.channels.http import Api
from briefcast.channels.waiting import WaitingSettings, wait_until_ready
from briefcast.errors import ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import keep_secret, renew_secret, secret_name

_log = logging.getLogger(__name__)
_POST = "app.bsky.feed.post"
_FIGURES = {
    "likeCount": "likes",
    "repostCount": "reposts without words of their own",
    "replyCount": "replies",
    "quoteCount": "posts that show it with words of their own",
    "bookmarkCount": "times it was bookmarked",
}
"""Lexicon app.bsky.feed.defs, postView."""
_CAPTIONS_MAX_BYTES = 20_000
"""Of one caption track: lexicon app.bsky.embed.video."""
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"
_KEYS_SINCE_US = 1_577_836_800_000_000
"""2020-01-01 in microseconds: keys of posts say a time in the four and a half years after it."""
_KEY_BITS, _CLOCK_BITS = 47, 10
_SERVICE_TOKEN_S = 30 * 60
"""What the guide asks for the video service (docs.bsky.app/docs/tutorials/video)."""
_ADDRESS = re.compile(r"https?://[^\s<>\u2066-\u2069]+")
_sessions: dict[tuple[str, str, str], dict[str, str]] = {}
"""Of this process: a server takes 30 sign-ins of an account in five minutes, and 300 a day."""
_SESSION_OVER = ("ExpiredToken", "InvalidToken")
"""Said with status 400 (com.atproto.server)."""
_REMEDIES = {
    "AccountTakedown": "Sign in at bsky.app to see why the account is suspended.",
    "AccountDeactivated": "Sign in at bsky.app and activate the account again.",
    "InvalidRequest": "Nothing was posted: correct what it names, in the brief or in templates/posts.",
    "InvalidSwap": "Another program changed the account at the same moment: publish once more.",
    "unconfirmed_email": "Confirm the account's e-mail address at bsky.app, under Settings, Account: films need that.",
}
_TOO_LARGE = (
    "A server of one's own takes files of 5 MB unless its PDS_BLOB_UPLOAD_LIMIT says more: raise it there, or make a "
    "smaller file for this channel."
)


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
            return SignedOut(tell("{account}: the session is over. {way}", account=self.who, way=self.signed_out))
        if error == "BlobNotFound" or "Could not find blob" in str(found):
            return _Gone(str(found))
        if error == "RecordNotFound" or "Could not locate record" in str(found):
            return _NotThere(str(found))
        if response.status_code == 413:
            return Refused(tell("{found} The server takes no file of this size. {way}", found=found, way=_TOO_LARGE))
        return Refused(f"{found} {_REMEDIES.get(error, '')}".strip())


class _NoService(Refused):
    """There is no video service at this address."""


class _Known(Refused):
    """The very same film was brought before; with the job of that time."""

    def __init__(self, message: str, job: dict[str, Any]) -> None:
        super().__init__(message)
        self.job = job


class _Video(Api):
    """The video service: what it says of a film it knows is an answer, too."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found, error = super().explain(response, publishing=publishing), _error_name(response)
        if response.status_code == 409:
            return _Known(str(found), _job(response))
        if response.status_code in (404, 501) and error in ("", "MethodNotImplemented", "XRPCNotSupported"):
            return _NoService(str(found))
        if response.status_code in (400, 401, 403):
            return Refused(f"{found} {_REMEDIES.get(error, '')}".strip())
        return found


class Bluesky(Channel):
    """One account on Bluesky or another server of the AT Protocol."""

    name = "bluesky"
    read_at = "handle"
    answers = True
    secrets: ClassVar = {
        "password": "Sign in at bsky.app, open Settings, Privacy and security, App passwords, add one and copy it.",
        "session": "Leave it to briefcast: it keeps its session here where it can, so as not to sign in every time.",
    }

    class Settings(WaitingSettings):
        """Whose account it is."""

        handle: str
        """``ministry.example.org``, without ``@``."""
        api_url: str = "https://bsky.social"
        """The server the account lives on."""
        web_url: str = "https://bsky.app"
        """Where readers see posts."""
        video_url: str = "https://video.bsky.app"
        """The service that makes films ready before their posts are seen; empty for a server that stands alone."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._api = _Xrpc(
            str(account),
            self.settings.api_url,
            timeout_s=self.settings.timeout_s,
            signed_out=self.secrets["password"],
        )
        self._video = _Video(str(account), self.settings.video_url, timeout_s=self.settings.timeout_s)

    def check(self) -> str:
        """Sign in and give the handle."""
        _sessions[self._key] = self._sign_in()
        alone = "" if self.settings.video_url else " (no video service: films are made ready after they are seen)"
        return f"@{self._signed_in()['handle']}{alone}"

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse caption tracks that are too large."""
        return tuple(
            tell(
                "{file}: it has {bytes} bytes; Bluesky takes caption tracks of {most}. "
                "Lower `seconds` in the audience's profile, or leave points out.",
                file=file.name,
                bytes=float(file.bytes),
                most=float(_CAPTIONS_MAX_BYTES),
            )
            for file in post.files
            if file.role == "captions" and file.bytes > _CAPTIONS_MAX_BYTES
        )

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring pictures, films and captions as blobs; each is named by its content, so twice is once."""
        for file in post.files:
            key = f"blob {file.sha256}"
            if key not in kept:
                kept[key] = json.dumps(self._bring(file, kept))

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Put the record under the key that follows from the post: the same again, from anywhere, changes nothing."""
        # Both are part of what is put, and stay as they are however often it is tried.
        kept.setdefault("created", _now())
        kept.setdefault("rkey", key_of(post))
        if self._is_there(kept["rkey"]):
            return self._receipt(kept["rkey"])
        if post.corrects and "answers" not in kept:
            kept["answers"] = json.dumps(self._thread_of(post.corrects))
        try:
            self._put(post, kept)
        except _Gone:
            # The server forgets blobs that no post uses, after an hour or more. Of a film, the video service would name
            # the forgotten one again.
            for file in post.files:
                kept[f"blob {file.sha256}"] = json.dumps(self._upload_blob(file))
            self._put(post, kept)
        return self._receipt(kept["rkey"])

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look for the record under its key; then for the marker among the newest hundred, of an earlier version."""
        key = kept.get("rkey", key_of(post))
        if self._is_there(key):
            return self._receipt(key)
        if "rkey" in kept:
            return None
        place = {"repo": self._signed_in()["did"], "collection": _POST, "limit": "100"}
        for record in self._query("com.atproto.repo.listRecords", place)["records"]:
            if post.marker in json.dumps(record["value"]):
                return self._receipt(_key_in(record["uri"]))
        return None

    def _is_there(self, key: str) -> bool:
        return self._record(key) is not None

    def _record(self, key: str) -> dict[str, Any] | None:
        place = {"repo": self._signed_in()["did"], "collection": _POST, "rkey": key}
        try:
            found: dict[str, Any] = self._query("com.atproto.repo.getRecord", place)
        except _NotThere:
            return None
        return found

    def _thread_of(self, post_id: str) -> dict[str, Any]:
        """Give what a record says of the post it answers, and of the first of the thread (app.bsky.feed.post#replyRef).

        Nothing of a post that is gone: then its correction stands by itself.
        """
        found = self._record(_key_in(post_id))
        if found is None:
            return {}
        parent = {"uri": found["uri"], "cid": found["cid"]}
        return {"root": found["value"].get("reply", {}).get("root", parent), "parent": parent}

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what Bluesky's AppView has counted; a server of one's own passes the question on."""
        posts = self._query("app.bsky.feed.getPosts", {"uris": post_id})["posts"]
        if not posts:
            raise _NotThere(
                tell("{account}: Bluesky has no post {post_id} (any more).", account=str(self.account), post_id=post_id)
            )
        return readings_of(posts[0], _FIGURES, "since it was posted")

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the record; the server does not mind if it is gone."""
        self._procedure("com.atproto.repo.deleteRecord", {"rkey": _key_in(receipt.id)}, make=self._api.call)

    def close(self) -> None:
        """Close the connections."""
        self._api.close()
        self._video.close()

    def _put(self, post: Post, kept: Kept) -> None:
        body = {"rkey": kept["rkey"], "validate": True, "record": make_record(post, kept)}
        self._procedure("com.atproto.repo.putRecord", body, make=self._api.publish)

    def _bring(self, file: PostFile, kept: Kept) -> Any:
        """Bring a file, a film by way of the video service; give its blob."""
        if file.role != "video" or not self.settings.video_url:
            return self._upload_blob(file)
        try:
            return self._process(file, kept)
        except _NoService:
            _log.warning(
                "%s: there is no video service at %s. The film goes straight to the server, and its post is seen "
                "before it can be played. Say video_url: '' in the account if that is meant.",
                self.account,
                self.settings.video_url,
            )
            return self._upload_blob(file)

    def _process(self, film: PostFile, kept: Kept) -> Any:
        """Hand a film to the video service, and wait until it has put it, made ready, onto the account's server.

        docs.bsky.app/docs/tutorials/video, "Recommended method".
        """
        name = f"job {film.sha256}"
        if name not in kept:
            job = self._hand_over(film)
            if "blob" in job:
                return job["blob"]
            if "jobId" not in job:
                raise TryLater(
                    tell(
                        "{account}: the video service did not say what becomes of the film.", account=str(self.account)
                    )
                )
            kept[name] = str(job["jobId"])
        found: list[Any] = []

        def look() -> bool:
            params = {"jobId": kept[name]}
            job = _job(self._video.call("GET", "/xrpc/app.bsky.video.getJobStatus", params=params))
            # A job that failed because the film was there before has its blob all the same.
            if "blob" in job:
                found.append(job["blob"])
            elif job.get("state") == "JOB_STATE_FAILED":
                del kept[name]
                raise Refused(
                    tell(
                        "{account}: Bluesky could not use the film. {job}",
                        account=str(self.account),
                        job=_why_failed(job),
                    )
                )
            return bool(found)

        wait_until_ready(look, self.settings, f"{self.account}: {film.name}")
        return found[0]

    def _hand_over(self, film: PostFile) -> dict[str, Any]:
        session = self._signed_in()
        wanted = {
            # A port in a did:web is written so.
            "aud": f"did:web:{urlsplit(session['pds']).netloc.replace(':', '%3A')}",
            "lxm": "com.atproto.repo.uploadBlob",
            "exp": str(int(time.time()) + _SERVICE_TOKEN_S),
        }
        token = keep_secret(self._query("com.atproto.server.getServiceAuth", wanted)["token"]).get_secret_value()
        with film.path.open("rb") as content:
            try:
                answer = self._video.call(
                    "POST",
                    "/xrpc/app.bsky.video.uploadVideo",
                    params={"did": session["did"], "name": f"{film.sha256[:16]}.mp4"},
                    content=content,
                    headers={
                        "authorization": f"Bearer {token}",
                        "content-type": film.media_type,
                        "content-length": str(film.bytes),
                    },
                )
            except _Known as known:
                return known.job
        return _job(answer)

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
        older = self._key in _sessions or self._kept_session() is not None
        try:
            return make({"authorization": f"Bearer {self._signed_in()['accessJwt']}"})
        except SignedOut:
            if not older:
                raise
        _sessions[self._key] = self._renewed(_sessions[self._key])
        return make({"authorization": f"Bearer {self._signed_in()['accessJwt']}"})

    def _signed_in(self) -> dict[str, str]:
        if self._key not in _sessions:
            _sessions[self._key] = self._kept_session() or self._sign_in()
        return _sessions[self._key]

    def _sign_in(self) -> dict[str, str]:
        login = {"identifier": self.settings.handle, "password": self.secret("password")}
        return self._hold(self._api.call("POST", "/xrpc/com.atproto.server.createSession", json=login))

    def _renewed(self, session: dict[str, str]) -> dict[str, str]:
        """Give a session in the place of one that is over, by its refresh token if that is taken: no new sign-in."""
        headers = {"authorization": f"Bearer {session['refreshJwt']}"}
        try:
            return self._hold(self._api.call("POST", "/xrpc/com.atproto.server.refreshSession", headers=headers))
        except Refused:
            return self._sign_in()

    def _hold(self, answer: httpx.Response) -> dict[str, str]:
        """Keep a session for this run, and for the next where there is a place for secrets."""
        given = answer.json()
        session = {name: str(given[name]) for name in ("did", "handle", "accessJwt", "refreshJwt")}
        session |= {"of": self._place, "pds": _server_of(given) or self.settings.api_url}
        for token in ("accessJwt", "refreshJwt"):
            keep_secret(session[token])
        renew_secret(secret_name(self.account.name, "session"), json.dumps(session))
        return session

    def _kept_session(self) -> dict[str, str] | None:
        """Give the session that an earlier run kept; None where there is none, or it is another account's."""
        kept = self.account.secrets.get("session")
        try:
            session: dict[str, str] = json.loads(kept.get_secret_value()) if kept else {}
        except ValueError:
            return None
        if session.get("of") != self._place:
            return None
        for token in ("accessJwt", "refreshJwt"):
            keep_secret(session[token])
        return session

    @property
    def _place(self) -> str:
        return f"{self.settings.handle} {self.settings.api_url}"

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
    if thread := json.loads(kept.get("answers", "{}")):
        record["reply"] = thread
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


def key_of(post: Post) -> str:
    """Give the key of a post's record (TID), which follows from the post alone: two ledgers cannot post it twice.

    A TID says a time and ten bits more; the time is one in the past, so that no server wonders at it.
    """
    digest = hashlib.sha256("\0".join((post.marker, post.item, post.content_sha256)).encode()).digest()
    drawn = int.from_bytes(digest) & (1 << _KEY_BITS + _CLOCK_BITS) - 1
    number = drawn + (_KEYS_SINCE_US << _CLOCK_BITS)
    return "".join(_BASE32[number >> shift & 31] for shift in range(60, -1, -5))


def _key_in(uri: str) -> str:
    return uri.rpartition("/")[2]


def _job(response: httpx.Response) -> dict[str, Any]:
    """Read what the video service says of a job: by itself, or under its lexicon's name."""
    try:
        data = response.json()
    except ValueError:
        return {}
    job: dict[str, Any] = data.get("jobStatus", data) if isinstance(data, dict) else {}
    return {name: value for name, value in job.items() if value}


def _why_failed(job: dict[str, Any]) -> str:
    """Say why a film was not made ready (lexicon app.bsky.video.defs), and what to do."""
    code = job.get("failureCode", "")
    said = job.get("message") or job.get("error") or code or "no reason given"
    if code == "pds_upload_unsupported_blob_size":
        return tell("{said}. {way}", said=said, way=_TOO_LARGE)
    return tell("{said}. Render it again as MP4 with H.264 and AAC, and publish it anew.", said=said)


def _server_of(session: dict[str, Any]) -> str:
    """Give the server an account really lives on, which is not the one that signs it in at bsky.social."""
    document = session.get("didDoc")
    services = document.get("service", ()) if isinstance(document, dict) else ()
    return next((str(s["serviceEndpoint"]) for s in services if str(s.get("id", "")).endswith("#atproto_pds")), "")


def _error_name(response: httpx.Response) -> str:
    try:
        data = response.json()
    except ValueError:
        return ""
    return str(data.get("error", "")) if isinstance(data, dict) else ""
