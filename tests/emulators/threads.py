"""A Threads profile, as far as Meta publishes how it works (developers.facebook.com/docs/threads)."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex
from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film, picture_kind, read_form
from tests.emulators.graph import missing, refuse

TOKEN = "THAAcanaryThreadsToken0123456789"
USER = "314159265358979"
WEB = "https://media.example.org/"
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
_KNOWN = {"media_type", "text", "image_url", "video_url", "alt_text", "is_carousel_item", "children", "reply_to_id"}
"""Of the parameters in reference/publishing, those a post of ours may have."""


@dataclass(kw_only=True)
class _Container:
    id: str
    fields: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    alt_texts: tuple[str, ...] = ()
    state: str = "IN_PROGRESS"
    reason: str = ""
    looks: int = 0
    media: str = ""
    published_at: str = ""


class ThreadsEmulator(HttpEmulator):
    """One profile; what it fetches lies in a folder that stands for the web."""

    channel = "threads"

    def __init__(self) -> None:
        super().__init__()
        self.owner = (USER, "bo_thong_tin")
        self._web = tempfile.TemporaryDirectory()
        self.numbers = itertools.count(2001)
        self.containers: dict[str, _Container] = {}
        self.used, self.total = 0, 250
        self.token, self.token_days = TOKEN, 30
        self.may_delete = True
        self.figures: dict[str, dict[str, Any]] = {}
        self.may_read_figures = True
        self.may_answer = True

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="threads",
            settings={
                "user_id": USER,
                "api_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
                "through": "folder",
                "store": {"path": self._web.name, "public_url": WEB.rstrip("/")},
            },
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "POST" and request.path.endswith("/threads_publish")

    def answer_signed_out(self) -> Reply:
        return refuse(190, "Error validating access token: Session has expired", status=401, subcode=463)

    def answer_too_many(self) -> Reply:
        return refuse(4, "Application request limit reached", status=403)

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=container.media,
                marker=_marker(container.fields.get("text", "")),
                text=container.fields.get("text", ""),
                alt_texts=container.alt_texts,
                files=dict(container.files),
                answers=container.fields.get("reply_to_id", ""),
            )
            for container in self.containers.values()
            if container.media
        ]

    def handle(self, request: Request) -> Reply:
        if request.path == "/refresh_access_token":
            return self._renew(request)
        if "access_token" in request.query or b"access_token" in request.body[:2000]:
            return refuse(104, "The token was in an address or a body, where it is logged")
        if request.bearer not in (TOKEN, self.token):
            return refuse(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        version, *parts = request.path.strip("/").split("/")
        if parts[:1] == ["me"] and len(parts) > 1:
            parts[0] = USER  # "me" stands for the profile of the token
        if version != "v1.0":
            return refuse(2635, f"You are calling a deprecated version of the API ({version})")
        if request.method == "POST" and parts == [USER, "threads"]:
            return self._make(read_form(request).fields)
        if request.method == "POST" and parts == [USER, "threads_publish"]:
            return self._publish(read_form(request).fields)
        if request.method == "DELETE" and len(parts) == 1:
            return self._delete(parts[0])
        if request.method == "GET":
            return self._look(parts, request)
        return refuse(2500, f"Unknown path components: /{'/'.join(parts)}")

    def _renew(self, request: Request) -> Reply:
        """Long-lived tokens: "must be at least 24 hours old but has not expired"."""
        if request.query.get("grant_type") != "th_refresh_token" or request.query.get("access_token") != self.token:
            return refuse(190, "Invalid OAuth access token", status=401)
        if self.token_days < 1:
            return refuse(100, "The token is too young to be refreshed")
        self.token = f"THAAcanaryThreadsRenewed{next(self.numbers):06}"
        return Reply(body={"access_token": self.token, "token_type": "bearer", "expires_in": 5183944})

    def _look(self, parts: list[str], request: Request) -> Reply:
        if parts in ([USER], ["me"]):
            # developers.facebook.com/docs/threads, Retrieve a Profile: "GET /me?fields=id,username,…", of the token.
            id, name = self.owner
            return Reply(body={"id": id, "username": name})
        if parts == [USER, "threads_publishing_limit"]:
            config = {"quota_total": self.total, "quota_duration": 86400}
            return Reply(body={"data": [{"config": config, "quota_usage": self.used}]})
        if parts in ([USER, "threads"], [USER, "replies"]):
            entries = [
                {
                    "id": c.media,
                    "text": c.fields.get("text", ""),
                    "permalink": _permalink(c.media),
                    "timestamp": c.published_at,
                }
                for c in reversed(self.containers.values())
                if c.media and bool(c.fields.get("reply_to_id")) == (parts[1] == "replies")
            ]
            return Reply(body={"data": entries[: int(request.query.get("limit", "25"))]})
        if parts[1:] == ["insights"]:
            return self._insights(parts[0], request)
        if any(container.media == parts[0] for container in self.containers.values()):
            return Reply(body={"id": parts[0], "permalink": _permalink(parts[0])})
        found = self.containers.get(parts[0])
        if found is None:
            return missing(parts[0])
        found.looks += 1
        if found.state == "IN_PROGRESS" and found.looks > 1:
            found.state = "FINISHED"
        return Reply(body={"id": found.id, "status": found.state, "error_message": found.reason})

    def _insights(self, id: str, request: Request) -> Reply:
        """Threads Insights API: the names of its table, comma-separated; what has no figure is left out."""
        if not self.may_read_figures:
            return refuse(10, "This endpoint requires the permission threads_manage_insights", status=403)
        if not any(container.media == id for container in self.containers.values()):
            return missing(id)
        names = request.query.get("metric", "").split(",")
        if not set(names) <= {"views", "likes", "replies", "reposts", "quotes", "shares"}:
            return refuse(100, "The value must be a valid insights metric")
        own = self.figures.get(id, {})
        told = [{"name": name, "values": [{"value": own[name]}], "description": name} for name in names if name in own]
        return Reply(body={"data": told})

    def _make(self, fields: dict[str, str]) -> Reply:
        if unknown := set(fields) - _KNOWN:
            return refuse(100, f"Unknown parameters: {sorted(unknown)}")
        if answered := fields.get("reply_to_id"):
            if not self.may_answer:
                return refuse(10, "Application does not have permission threads_manage_replies", status=403)
            if not any(container.media == answered for container in self.containers.values()):
                return missing(answered)
        container = _Container(id=str(next(self.numbers)), fields=fields)
        kind, text = fields.get("media_type", ""), fields.get("text", "")
        if _size(text) > 500:
            return refuse(100, "Param text must be at most 500 characters long.")
        if len(re.findall(r"https?://", text)) > 5:
            return refuse(100, "A post has at most 5 links")
        if len(fields.get("alt_text", "")) > 1000:
            return refuse(100, "Param alt_text must be at most 1000 characters long.")
        wrong = {"TEXT": self._text, "IMAGE": self._file, "VIDEO": self._file, "CAROUSEL": self._carousel}.get(kind)
        if wrong is None:
            return refuse(100, f"Param media_type must be one of TEXT, IMAGE, VIDEO, CAROUSEL, not {kind}")
        if refusal := wrong(container):
            return refusal
        self.containers[container.id] = container
        return Reply(body={"id": container.id})

    def _text(self, container: _Container) -> Reply | None:
        if not container.fields.get("text") or {"image_url", "video_url", "alt_text"} & set(container.fields):
            return refuse(100, "A text post has text and nothing else")
        return None

    def _file(self, container: _Container) -> Reply | None:
        film = container.fields["media_type"] == "VIDEO"
        content = self._fetch(container.fields.get("video_url" if film else "image_url", ""))
        sound = is_film(content) if film else picture_kind(content) in ("image/jpeg", "image/png")
        if not sound or (not film and len(content) > 8_000_000):
            # Fetching happens after the answer: the container fails.
            container.state, container.reason = "ERROR", "FAILED_DOWNLOADING_VIDEO" if film else "UNKNOWN"
        if container.fields.get("is_carousel_item") == "true" and "text" in container.fields:
            return refuse(100, "Items of a carousel have no text")
        container.files = {"film" if film else "picture": content}
        container.alt_texts = (container.fields["alt_text"],) if container.fields.get("alt_text") else ()
        return None

    def _carousel(self, container: _Container) -> Reply | None:
        children = [self.containers.get(id) for id in container.fields.get("children", "").split(",")]
        if not 2 <= len(children) <= 20 or "alt_text" in container.fields:
            return refuse(100, "A carousel has 2 to 20 children")
        for number, child in enumerate(children):
            if child is None or child.fields.get("is_carousel_item") != "true":
                return refuse(100, "A child of the carousel is no carousel item")
            container.files[f"picture {number}"] = next(iter(child.files.values()))
            container.alt_texts += child.alt_texts
        return None

    def _publish(self, fields: dict[str, str]) -> Reply:
        container = self.containers.get(fields.get("creation_id", ""))
        if container is None or container.media or container.fields.get("is_carousel_item") == "true":
            return refuse(24, "The requested resource does not exist", subcode=4279009)
        if container.state != "FINISHED":
            return refuse(9007, "The media is not ready for publishing, please wait", subcode=2207027)
        if self.used >= self.total:
            return refuse(9, "You reached the maximum number of posts that is allowed in 24 hours", subcode=2207042)
        self.used += 1
        container.media, container.state = str(next(self.numbers)), "PUBLISHED"
        container.published_at = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        return Reply(body={"id": container.media})

    def _delete(self, id: str) -> Reply:
        found = next((c for c in self.containers.values() if c.media == id), None)
        if found is None:
            return missing(id)
        if not self.may_delete:
            return refuse(10, "Application does not have permission threads_delete", status=403)
        del self.containers[found.id]
        return Reply(body={"success": True, "deleted_id": id})

    def _fetch(self, url: str) -> bytes:
        path = Path(self._web.name) / url.removeprefix(WEB)
        return path.read_bytes() if url.startswith(WEB) and path.is_file() else b""

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)  # type: ignore[arg-type]
        self._web.cleanup()


def _size(text: str) -> int:
    """Count as Threads does: "Emojis are counted as the number of UTF-8 bytes"."""
    return sum(len(each.encode()) if _EMOJI.search(each) else len(each) for each in regex.findall(r"\X", text))


def _permalink(media: str) -> str:
    return f"https://www.threads.com/@bo_thong_tin/post/{media}"


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
