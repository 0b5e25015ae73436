"""TikTok for one creator, as far as its documentation says how it works."""

from __future__ import annotations

import itertools
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film, picture_kind

TOKEN = "act.canaryTikTokToken0123456789"
REFRESH = {
    "refresh-token": "rft.canaryRefresh0123",
    "client-id": "awcanaryclient01",
    "client-secret": "canarysecret012345",
}
OPTIONS = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
WEB = "https://media.example.org/"
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_SHARED = {"privacy_level", "disable_comment", "brand_content_toggle", "brand_organic_toggle"}
_FILM = {"title", "disable_duet", "disable_stitch", "video_cover_timestamp_ms", "is_aigc"} | _SHARED
_PHOTO = {"title", "description", "auto_add_music"} | _SHARED


@dataclass(kw_only=True)
class _Publish:
    id: str
    info: dict[str, object]
    size: int = 0
    chunk: int = 0
    chunks: int = 0
    content: bytearray = field(default_factory=bytearray)
    pictures: list[bytes] = field(default_factory=list)
    looks: int = 0
    fail_reason: str = ""
    expired: bool = False

    @property
    def posted(self) -> bool:
        whole = bool(self.pictures) or (self.size > 0 and len(self.content) == self.size)
        return whole and not self.fail_reason


class TikTokEmulator(HttpEmulator):
    """One creator; what is fetched lies in a folder that stands for the web."""

    channel = "tiktok"

    def __init__(self) -> None:
        super().__init__()
        self.owner = ("bo_thong_tin", "bo_thong_tin")
        self.refresh_token = REFRESH["refresh-token"]
        self._web = tempfile.TemporaryDirectory()
        self.numbers = itertools.count(7_100_000_000)
        self.publishes: dict[str, _Publish] = {}
        self.options = list(OPTIONS)
        self.audited = True
        self.starts_left = 10**6
        self.longest_s = 300
        self.drops_breaks = False
        self.lists_videos = True

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="tiktok",
            settings={
                "privacy_level": "PUBLIC_TO_EVERYONE",
                "api_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
                "chunk_bytes": 5_000_000,
                "through": "folder",
                "store": {"path": self._web.name, "public_url": WEB},
            },
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        if request.path == "/v2/post/publish/content/init/":
            return True
        found = re.fullmatch(r"bytes \d+-(\d+)/(\d+)", request.headers.get("content-range", ""))
        return bool(found) and request.method == "PUT" and int(found[1]) + 1 == int(found[2])  # type: ignore[index]

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=publish.id,
                marker=_marker(_text(publish)),
                # Nothing is published on line breaks; others see them dropped (Ayrshare's notes on TikTok).
                text=_text(publish).replace("\n", "") if self.drops_breaks else _text(publish),
                files={"film": bytes(publish.content)} if publish.size else dict(_numbered(publish.pictures)),
                # The photo's own form has no such field.
                synthetic=publish.info.get("is_aigc") is True,
            )
            for publish in self.publishes.values()
            if publish.posted
        ]

    def answer_signed_out(self) -> Reply:
        return _no(401, "access_token_invalid", "The access token is invalid or not found in the request.")

    def answer_too_many(self) -> Reply:
        return _no(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.")

    def handle(self, request: Request) -> Reply:
        if request.method == "PUT" and request.path.startswith("/upload/"):
            return self._receive(request)
        if request.path == "/v2/oauth/token/":
            return self._give_token(request)
        if request.bearer != TOKEN:
            return self.answer_signed_out()
        if request.method != "POST" or request.headers.get("content-type") != "application/json; charset=UTF-8":
            return _no(400, "invalid_params", "Calls are POSTs of application/json; charset=UTF-8")
        if request.path == "/v2/video/query/":
            return self._measure(request)
        path = request.path.removeprefix("/v2/post/publish/")
        if path == "creator_info/query/":
            # developers.tiktok.com, Query Creator Info: creator_username, "the unique id of the TikTok creator".
            creator = {
                "creator_username": self.owner[1],
                "creator_nickname": "Bộ Thông tin",
                "privacy_level_options": self.options,
                "comment_disabled": False,
                "max_video_post_duration_sec": self.longest_s,
            }
            return _ok(creator)
        if path == "video/init/":
            return self._film(request.json())
        if path == "content/init/":
            return self._photos(request.json())
        if path == "status/fetch/":
            return self._look(request.json())
        return _no(404, "invalid_params", "No such path")

    def _give_token(self, request: Request) -> Reply:
        form = request.form()
        wanted = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token,
            "client_key": REFRESH["client-id"],
            "client_secret": REFRESH["client-secret"],
        }
        if form != wanted:
            body = {"error": "invalid_grant", "error_description": "Refresh token is invalid or expired."}
            return Reply(body=body)
        # developers.tiktok.com, "Refresh a User Access Token", 2026-11-02: two hours, 180 days, and the old one stops.
        self.refresh_token = f"rft.canaryRefresh{next(self.numbers):06}"
        body = {"access_token": TOKEN, "expires_in": 7200, "refresh_token": self.refresh_token, "open_id": "o"}
        return Reply(body=body | {"refresh_expires_in": 15_552_000, "scope": "video.publish", "token_type": "Bearer"})

    def _measure(self, request: Request) -> Reply:
        """Give figures of public posts (Query Videos, scope video.list)."""
        if not self.lists_videos:
            return _no(401, "scope_not_authorized", "The user did not authorize the scope required")
        ids, wanted = request.json()["filters"]["video_ids"], request.query.get("fields", "").split(",")
        videos = [{"id": id} | self.figures[id] for id in ids if id in self.figures]
        return _ok({"videos": [{name: video[name] for name in wanted if name in video} for video in videos]})

    def _check(self, info: dict[str, object], known: set[str]) -> Reply | None:
        if unknown := set(info) - known:
            return _no(400, "invalid_params", f"Unknown fields of post_info: {sorted(unknown)}")
        if info.get("privacy_level") not in self.options:
            return _no(403, "privacy_level_option_mismatch", "privacy_level is not among the creator's options")
        if not self.audited and info["privacy_level"] != "SELF_ONLY":
            return _no(403, "unaudited_client_can_only_post_to_private_accounts", "The app is not audited")
        if self.starts_left == 0:
            return _no(403, "spam_risk_too_many_posts", "The daily post cap of the user is reached")
        self.starts_left -= 1
        return None

    def _film(self, body: dict[str, dict[str, object]]) -> Reply:
        info, source = body.get("post_info", {}), body.get("source_info", {})
        if refusal := self._check(info, _FILM):
            return refusal
        if not 0 < len(str(info.get("title", "")).encode("utf-16-le")) // 2 <= 2200:
            return _no(400, "invalid_params", "title has at most 2200 UTF-16 units")
        if source.get("source") != "FILE_UPLOAD":
            return _no(400, "invalid_params", "source is not valid")
        size, chunk, count = (source.get(name) for name in ("video_size", "chunk_size", "total_chunk_count"))
        assert isinstance(size, int) and isinstance(chunk, int) and isinstance(count, int)
        whole = size < 5_000_000 and chunk == size
        if not 0 < size <= 4_000_000_000 or not (whole or 5_000_000 <= chunk <= 64_000_000):
            return _no(400, "invalid_params", "chunk_size is between 5 and 64 MB, or that of a film under 5 MB")
        if count != size // chunk or not 1 <= count <= 1000:
            return _no(400, "invalid_params", "The total chunk count is invalid")
        publish = _Publish(id=f"v_pub_file~v2-1.{next(self.numbers)}", info=info, size=size, chunk=chunk, chunks=count)
        self.publishes[publish.id] = publish
        return _ok({"publish_id": publish.id, "upload_url": f"{self.url}/upload/{publish.id}?upload_token=secret"})

    def _receive(self, request: Request) -> Reply:
        publish = self.publishes.get(request.path.removeprefix("/upload/"))
        if publish is None or request.query.get("upload_token") != "secret":
            return Reply(status=404)
        if "authorization" in request.headers:
            return Reply(status=400, body=b"the token has no business here")
        if publish.expired:
            return Reply(status=403)
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers.get("content-range", ""))
        if not found or request.headers.get("content-type") != "video/mp4":
            return Reply(status=400)
        first, last, total = (int(number) for number in found.groups())
        done = len(publish.content) // publish.chunk if publish.chunk else 0
        wanted = publish.size - first if done == publish.chunks - 1 else publish.chunk
        if total != publish.size or last - first + 1 != len(request.body):
            return Reply(status=400)
        if first != len(publish.content) or len(request.body) != wanted:
            return Reply(status=416)
        publish.content += request.body
        if len(publish.content) < publish.size:
            return Reply(status=206)
        if not is_film(bytes(publish.content)):
            publish.fail_reason = "file_format_check_failed"
        return Reply(status=201)

    def _photos(self, body: dict[str, object]) -> Reply:
        info, source = body.get("post_info"), body.get("source_info")
        assert isinstance(info, dict) and isinstance(source, dict)
        if (body.get("post_mode"), body.get("media_type")) != ("DIRECT_POST", "PHOTO"):
            return _no(400, "invalid_params", "post_mode or media_type is not valid")
        if len(str(info.get("title", ""))) > 90 or len(str(info.get("description", ""))) > 4000:
            return _no(400, "invalid_params", "title or description is too long")
        urls = source.get("photo_images", [])
        if source.get("source") != "PULL_FROM_URL" or not 1 <= len(urls) <= 35:
            return _no(400, "invalid_params", "photo_images has 1 to 35 addresses")
        if any(not str(url).startswith(WEB) for url in urls):
            return _no(403, "url_ownership_unverified", "Please review our URL ownership verification rules")
        if refusal := self._check(info, _PHOTO):
            return refusal
        publish = _Publish(id=f"p_pub_url~v2.{next(self.numbers)}", info=info)
        for url in urls:
            path = Path(self._web.name) / str(url).removeprefix(WEB)
            content = path.read_bytes() if path.is_file() else b""
            if picture_kind(content) not in ("image/jpeg", "image/webp"):
                publish.fail_reason = "file_format_check_failed"
            publish.pictures.append(content)
        self.publishes[publish.id] = publish
        return _ok({"publish_id": publish.id})

    def _look(self, body: dict[str, str]) -> Reply:
        publish = self.publishes.get(body.get("publish_id", ""))
        if publish is None:
            return _no(400, "invalid_publish_id", "The publish_id does not exist")
        if publish.fail_reason:
            return _ok({"status": "FAILED", "fail_reason": publish.fail_reason})
        if not publish.posted:
            return _ok({"status": "PROCESSING_UPLOAD", "uploaded_bytes": len(publish.content)})
        publish.looks += 1
        if publish.looks < 2:
            return _ok(
                {
                    "status": "PROCESSING_UPLOAD" if publish.size else "PROCESSING_DOWNLOAD",
                    "uploaded_bytes": publish.size,
                }
            )
        # The number is given for public posts alone (Get Post Status).
        public = publish.info.get("privacy_level") == "PUBLIC_TO_EVERYONE"
        ids = {"publicaly_available_post_id": [7_300_000_000_000_000_000]} if public else {}
        return _ok({"status": "PUBLISH_COMPLETE"} | ids)

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)  # type: ignore[arg-type]
        self._web.cleanup()


def _ok(data: dict[str, object]) -> Reply:
    return Reply(body={"data": data, "error": {"code": "ok", "message": "", "log_id": "2026"}})


def _no(status: int, code: str, message: str) -> Reply:
    return Reply(status=status, body={"data": {}, "error": {"code": code, "message": message, "log_id": "2026"}})


def _text(publish: _Publish) -> str:
    return str(publish.info.get("description") or publish.info.get("title", ""))


def _numbered(pictures: list[bytes]) -> list[tuple[str, bytes]]:
    return [(str(number), content) for number, content in enumerate(pictures)]


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
