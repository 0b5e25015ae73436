"""An Instagram professional account, as far as Meta publishes how it works."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import Reply, Request, Seen
from tests.emulators.forms import picture_kind, read_form
from tests.emulators.graph import TOKEN, VERSION, Film, GraphEmulator, missing, refuse

USER = "17841400000000001"
METRICS = {"views", "reach", "likes", "comments", "saved", "shares", "total_interactions"}
REEL_METRICS = {"ig_reels_avg_watch_time", "ig_reels_video_view_total_time"}
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_KNOWN = {
    "image_url",
    "alt_text",
    "caption",
    "is_ai_generated",
    "is_carousel_item",
    "media_type",
    "children",
    "upload_type",
    "share_to_feed",
    "cover_url",
}


@dataclass(kw_only=True)
class _Container(Film):
    fields: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    alt_texts: tuple[str, ...] = ()
    state: str = "FINISHED"
    media: str = ""
    at: dt.datetime | None = None


class InstagramEmulator(GraphEmulator):
    """One account; what it fetches lies in a folder that stands for the web."""

    channel = "instagram"
    upload_path = "ig-api-upload"

    def __init__(self) -> None:
        super().__init__()
        self._web = tempfile.TemporaryDirectory()
        self.used, self.total = 0, 100
        self.forgetful = False
        """Whether published containers are said not to be there (Postiz, issue 1562, 2026-06-08)."""
        self.lags = False
        """Whether the list of posts does not have the newest ones yet."""
        self.suspicious = False
        """Whether a publishing call is done and refused with 4/2207051 all the same (Postiz, pull request 1681)."""
        self.distracted = 0
        """How many fetches of files fail before they go well (Postiz, pull request 1900, 2026-08-17)."""

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="instagram",
            settings={
                "user_id": USER,
                "api_url": self.url,
                "upload_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
                "through": "folder",
                "store": {"path": self._web.name, "public_url": "https://media.example.org"},
            },
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "POST" and request.path.endswith("/media_publish")

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=container.media,
                marker=_marker(container.fields.get("caption", "")),
                text=container.fields.get("caption", ""),
                alt_texts=container.alt_texts,
                files=dict(container.files) | ({"film": bytes(container.content)} if container.content else {}),
                synthetic=container.fields.get("is_ai_generated") == "true",
            )
            for container in self._containers()
            if container.media
        ]

    def _containers(self) -> list[_Container]:
        return [film for film in self.films.values() if isinstance(film, _Container)]

    def answer(self, path: str, request: Request) -> Reply:
        parts = path.split("/")
        if request.method == "GET":
            return self._look(parts, request)
        if request.method == "POST" and parts == [USER, "media"]:
            return self._make(read_form(request).fields)
        if request.method == "POST" and parts == [USER, "media_publish"]:
            return self._publish(read_form(request).fields)
        return refuse(2500, f"Unknown path components: /{path}")

    def _look(self, parts: list[str], request: Request) -> Reply:
        if parts == [USER]:
            return Reply(body={"id": USER, "username": "bo_thong_tin"})
        if parts == [USER, "content_publishing_limit"]:
            config = {"quota_total": self.total, "quota_duration": 86400}
            return Reply(body={"data": [{"config": config, "quota_usage": self.used}]})
        if parts == [USER, "media"]:
            entries = [
                {
                    "id": c.media,
                    "caption": c.fields.get("caption", ""),
                    "permalink": _permalink(c.media),
                    "media_product_type": "REELS" if c.fields.get("media_type") == "REELS" else "FEED",
                    # Instagram Media reference: ISO 8601, in UTC.
                    "timestamp": f"{c.at:%Y-%m-%dT%H:%M:%S+0000}",
                }
                for c in reversed(self._containers())
                if c.media and not self.lags
            ]
            return Reply(body={"data": entries[: int(request.query.get("limit", "25"))]})
        for container in self._containers():
            if container.media == parts[0]:
                kind = "REELS" if container.fields.get("media_type") == "REELS" else "FEED"
                if parts[-1] == "insights":
                    return self.insights(parts[0], request, METRICS | (REEL_METRICS if kind == "REELS" else set()))
                body = {"id": parts[0], "permalink": _permalink(parts[0]), "media_product_type": kind}
                return Reply(body=body)
        found = self.films.get(parts[0])
        if not isinstance(found, _Container) or (found.media and self.forgetful):
            return missing(parts[0])
        if found.fields.get("media_type") == "REELS" and found.state == "IN_PROGRESS" and found.arrived:
            found.looks += 1
            if found.looks > 2:
                found.state = "FINISHED"
        body: dict[str, object] = {"id": found.id, "status_code": found.state, "status": found.state}
        if "video_status" in request.query.get("fields", ""):
            phase = {
                "status": "complete" if found.arrived else "in_progress",
                "bytes_transferred": len(found.content),
            }
            body["video_status"] = {"uploading_phase": phase}
        return Reply(body=body)

    def _make(self, fields: dict[str, str]) -> Reply:
        if unknown := set(fields) - _KNOWN:
            return refuse(100, f"Unknown parameters: {sorted(unknown)}")
        caption = fields.get("caption", "")
        if len(caption) > 2200 or len(re.findall(r"#\w", caption)) > 30:
            return refuse(36004, "The caption is too long", subcode=2207010)
        container = _Container(id=str(next(self.numbers)), fields=fields)
        kind = fields.get("media_type", "IMAGE")
        wrong = {"IMAGE": self._picture, "CAROUSEL": self._carousel, "REELS": self._reel}.get(kind)
        if wrong is None:
            return refuse(100, f"Unknown media type {kind}", subcode=2207023)
        if refusal := wrong(container):
            return refusal
        self.films[container.id] = container
        answer = {"id": container.id}
        if kind == "REELS":
            answer["uri"] = f"https://rupload.facebook.com/ig-api-upload/{VERSION}/{container.id}"
        return Reply(body=answer)

    def _picture(self, container: _Container) -> Reply | None:
        content = self._fetch(container.fields.get("image_url", ""))
        if content is None:
            return refuse(9004, "The media could not be fetched from this URI", subcode=2207052)
        if picture_kind(content) != "image/jpeg" or len(content) > 8_000_000:
            return refuse(36001, "The image format is not supported. Supported formats are: JPEG", subcode=2207005)
        if len(container.fields.get("alt_text", "")) > 1000:
            return refuse(100, "The alt text is too long")
        if container.fields.get("is_carousel_item") == "true" and "caption" in container.fields:
            return refuse(100, "Items of a carousel have no caption")
        container.files = {"picture": content}
        container.alt_texts = (container.fields["alt_text"],) if container.fields.get("alt_text") else ()
        return None

    def _carousel(self, container: _Container) -> Reply | None:
        children = [self.films.get(id) for id in container.fields.get("children", "").split(",")]
        if not 2 <= len(children) <= 10 or "alt_text" in container.fields:
            return refuse(100, "A carousel has 2 to 10 children", subcode=2207028)
        for number, child in enumerate(children):
            if not isinstance(child, _Container) or child.fields.get("is_carousel_item") != "true":
                return refuse(100, "A child of the carousel is no carousel item", subcode=2207028)
            container.files[f"picture {number}"] = child.files["picture"]
            container.alt_texts += child.alt_texts
        return None

    def _reel(self, container: _Container) -> Reply | None:
        fields = container.fields
        if fields.get("upload_type") != "resumable" or "alt_text" in fields:
            return refuse(100, "Reels are uploaded, and have no alt text")
        if "cover_url" in fields:
            cover = self._fetch(fields["cover_url"])
            if cover is None or picture_kind(cover) != "image/jpeg" or len(cover) > 8_000_000:
                return refuse(9004, "The cover could not be fetched, or is no JPEG", subcode=2207052)
            container.files["cover"] = cover
        container.state = "IN_PROGRESS"
        return None

    def _fetch(self, url: str) -> bytes | None:
        """Fetch a file as from the web: only what lies where it is said to."""
        if not url.startswith("https://media.example.org/"):
            return None
        if self.distracted:
            self.distracted -= 1
            return None
        path = Path(self._web.name) / url.removeprefix("https://media.example.org/")
        return path.read_bytes() if path.is_file() else None

    def _publish(self, fields: dict[str, str]) -> Reply:
        container = self.films.get(fields.get("creation_id", ""))
        if not isinstance(container, _Container):
            return refuse(24, "Cannot find the media by its id", subcode=2207006)
        if container.fields.get("is_carousel_item") == "true":
            return refuse(100, "An item of a carousel is not published by itself")
        if container.media:
            return refuse(24, "The media was published already", subcode=2207006)
        if container.state != "FINISHED":
            return refuse(9007, "The media is not ready for publishing, please wait", subcode=2207027)
        if self.used >= self.total:
            return refuse(9, "You reached the maximum number of posts that is allowed in 24 hours", subcode=2207042)
        self.used += 1
        container.media, container.state = str(next(self.numbers)), "PUBLISHED"
        container.at = dt.datetime.now(dt.UTC)
        if self.suspicious:
            return refuse(4, "Application request limit reached", status=403, subcode=2207051)
        return Reply(body={"id": container.media})

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)  # type: ignore[arg-type]
        self._web.cleanup()


def _permalink(media: str) -> str:
    return f"https://www.instagram.com/p/{media}/"


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
