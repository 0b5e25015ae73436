"""LinkedIn for one organization, as far as its documentation says how it works."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import unquote

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import is_film, picture_kind, read_form

TOKEN = "AQVcanaryLinkedInToken0123456789"
AUTHOR = "urn:li:organization:5515715"
MEMBER = "urn:li:person:782bbtaQ"
VERSIONS = ("202604", "202607", "202610")
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")


@dataclass(kw_only=True)
class _Media:
    urn: str
    size: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)
    etags: list[str] = field(default_factory=list)
    captions_wanted: bool = False
    cover_wanted: bool = False
    captions: dict[str, bytes] = field(default_factory=dict)
    cover: bytes = b""
    state: str = "WAITING_UPLOAD"
    looks: int = 0

    @property
    def content(self) -> bytes:
        return b"".join(self.parts[number] for number in sorted(self.parts))


@dataclass(kw_only=True)
class _Post:
    commentary: str
    media: list[tuple[_Media, str]]
    """With the alternative text of each."""
    content: dict[str, object]


class LinkedInEmulator(HttpEmulator):
    """One organization's page."""

    channel = "linkedin"
    part_bytes = 40_000

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(7_000_000_000)
        self.media: dict[str, _Media] = {}
        self.page: dict[str, _Post] = {}
        self.author = AUTHOR
        """Whose token it is: the organization's, or a member's."""

    def account(self) -> Account:
        return Account(
            name="ministry",
            channel="linkedin",
            settings={"author": self.author, "api_url": self.url, "timeout_s": self.timeout_s, "poll_s": 0},
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/rest/posts"

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=urn,
                marker=_marker(read_little_text(post.commentary)),
                text=read_little_text(post.commentary),
                alt_texts=tuple(alt for _, alt in post.media if alt),
                files={m.urn: m.content for m, _ in post.media} | {f"{m.urn} cover": m.cover for m, _ in post.media},
                captions={language: track for m, _ in post.media for language, track in m.captions.items()},
            )
            for urn, post in self.page.items()
        ]

    def answer_signed_out(self) -> Reply:
        body = {"status": 401, "serviceErrorCode": 65601, "code": "REVOKED_ACCESS_TOKEN", "message": "Expired token"}
        return Reply(status=401, body=body)

    def answer_too_many(self) -> Reply:
        message = "Resource level throttle APPLICATION limit for calls to this resource is reached."
        return Reply(status=429, body={"status": 429, "code": "TOO_MANY_REQUESTS", "message": message})

    def handle(self, request: Request) -> Reply:
        if request.bearer != TOKEN:
            return _no(401, "INVALID_ACCESS_TOKEN", "Invalid access token")
        if request.path.startswith("/dms-uploads/"):
            return self._receive(request)
        if request.path == "/v2/userinfo":
            return Reply(body={"sub": "782bbtaQ", "name": "Lan Nguyễn"})
        if request.headers.get("x-restli-protocol-version") != "2.0.0":
            return _no(400, "PARAM_INVALID", "X-Restli-Protocol-Version is not 2.0.0")
        if request.headers.get("linkedin-version") not in VERSIONS:
            version = request.headers.get("linkedin-version")
            return _no(426, "NONEXISTENT_VERSION", f"Requested version {version} is not active")
        return self._answer(request)

    def _answer(self, request: Request) -> Reply:
        method, parts = request.method, request.path.removeprefix("/rest/").split("/")
        if method == "GET" and parts[0] == "organizations":
            return Reply(body={"id": int(parts[1]), "localizedName": "Bộ Thông tin"})
        if method == "POST" and parts[0] in ("images", "videos"):
            action = request.query.get("action")
            if action == "initializeUpload":
                return self._initialize(parts[0], request.json().get("initializeUploadRequest", {}))
            if action == "finalizeUpload" and parts[0] == "videos":
                return self._finalize(request.json().get("finalizeUploadRequest", {}))
        if method == "GET" and parts[0] == "images" and self.author == MEMBER:
            # A member's token is "write-only" for images and documents (Postiz, linkedin.provider.ts, 2026-11-28).
            return _no(403, "ACCESS_DENIED", "Not enough permissions to access: images.GET.NO_VERSION")
        if method == "GET" and parts[0] in ("images", "videos"):
            return self._look(unquote(parts[1]))
        if (method, parts) == ("POST", ["posts"]):
            return self._post(request.json())
        if (method, parts) == ("GET", ["posts"]):
            return self._search(request)
        if method == "GET" and parts[0] == "organizationalEntityShareStatistics":
            return self._measure(request)
        if method == "DELETE" and parts[0] == "posts":
            self.page.pop(unquote(parts[1]), None)
            return Reply(status=204)
        return _no(404, "RESOURCE_NOT_FOUND", "No virtual resource found")

    def _initialize(self, kind: str, about: dict[str, object]) -> Reply:
        if about.get("owner") != self.author:
            return _no(403, "ACCESS_DENIED", "Accessing this resource is forbidden. Please check your permissions")
        expires = int((time.time() + 86400) * 1000)
        if kind == "images":
            media = self._new("image")
            url = f"{self.url}/dms-uploads/{media.urn}/0"
            return Reply(body={"value": {"uploadUrlExpiresAt": expires, "uploadUrl": url, "image": media.urn}})
        size = about.get("fileSizeBytes")
        if not isinstance(size, int) or not 75_000 <= size <= 500_000_000:
            return _no(400, "PARAM_INVALID", "fileSizeBytes is not between 75 KB and 500 MB")
        media = self._new("video")
        media.size = size
        media.captions_wanted, media.cover_wanted = about["uploadCaptions"] is True, about["uploadThumbnail"] is True
        instructions = [
            {
                "uploadUrl": f"{self.url}/dms-uploads/{media.urn}/{number}",
                "firstByte": first,
                "lastByte": min(first + self.part_bytes, size) - 1,
            }
            for number, first in enumerate(range(0, size, self.part_bytes))
        ]
        value = {
            "uploadUrlsExpireAt": expires,
            "video": media.urn,
            "uploadInstructions": instructions,
            "uploadToken": "",
            "captionsUploadUrl": f"{self.url}/dms-uploads/{media.urn}/captions" if media.captions_wanted else "",
            "thumbnailUploadUrl": f"{self.url}/dms-uploads/{media.urn}/thumbnail" if media.cover_wanted else "",
        }
        return Reply(body={"value": value})

    def _new(self, kind: str) -> _Media:
        media = _Media(urn=f"urn:li:{kind}:C5F{next(self.numbers)}")
        self.media[media.urn] = media
        return media

    def _receive(self, request: Request) -> Reply:
        urn, _, what = request.path.removeprefix("/dms-uploads/").partition("/")
        media = self.media.get(urn)
        if media is None:
            return _no(404, "NOT_FOUND", "No such upload")
        if what == "captions":
            return self._captions(media, request)
        if request.method != "PUT" or request.headers.get("content-type") != "application/octet-stream":
            return _no(400, "BAD_REQUEST", "Files are PUT as application/octet-stream")
        if what == "thumbnail":
            if request.headers.get("media-type-family") != "STILLIMAGE" or not picture_kind(request.body):
                return _no(400, "BAD_REQUEST", "The thumbnail is no still image")
            if len(request.body) > 2_000_000:
                return _no(413, "TOO_LARGE", "A thumbnail has at most 2 MB")
            media.cover = request.body
            return Reply(status=201)
        if ":image:" in urn:
            if not picture_kind(request.body):
                return _no(400, "BAD_REQUEST", "Not a picture")
            media.parts[0], media.state = request.body, "PROCESSING"
            return Reply(status=201)
        number = int(what)
        if len(request.body) != min(self.part_bytes, media.size - number * self.part_bytes):
            return _no(400, "BAD_REQUEST", "The part has another size than was asked for")
        media.parts[number] = request.body
        return Reply(headers={"etag": _etag(request.body)})

    def _captions(self, media: _Media, request: Request) -> Reply:
        form = read_form(request)
        about = json.loads(form.fields.get("metadata", "{}"))
        wanted = {"format": "SRT", "source": "USER_PROVIDED", "transcriptType": "CLOSED_CAPTION"}
        if request.method != "POST" or any(about.get(name) != value for name, value in wanted.items()):
            return _no(400, "BAD_REQUEST", "The captions are not described as the Videos API asks for")
        if "file" not in form.files or not media.captions_wanted:
            return _no(400, "BAD_REQUEST", "No captions were announced")
        language = about["locale"]["language"].lower()
        media.captions["he" if language == "iw" else language] = form.files["file"].content
        return Reply(status=201)

    def _finalize(self, about: dict[str, object]) -> Reply:
        media = self.media.get(str(about.get("video")))
        if media is None or set(about) != {"video", "uploadToken", "uploadedPartIds"}:
            return _no(400, "PARAM_INVALID", "finalizeUploadRequest is not valid")
        if media.state != "WAITING_UPLOAD":
            return _no(400, "INVALID_STATE", "The upload is finalized already")
        expected = [_etag(media.parts[number]) for number in sorted(media.parts)]
        if about["uploadedPartIds"] != expected or len(media.content) != media.size:
            return _no(400, "PARAM_INVALID", "uploadedPartIds are not those of all parts in order")
        if (media.captions_wanted and not media.captions) or (media.cover_wanted and not media.cover):
            return _no(400, "INVALID_STATE", "What was announced did not arrive")
        media.state = "PROCESSING" if is_film(media.content) else "PROCESSING_FAILED"
        return Reply()

    def _look(self, urn: str) -> Reply:
        media = self.media.get(urn)
        if media is None:
            return _no(404, "NOT_FOUND", "Could not find entity")
        if media.state == "PROCESSING":
            media.looks += 1
            media.state = "AVAILABLE" if media.looks > 1 else media.state
        return Reply(body={"id": urn, "owner": self.author, "status": media.state})

    def _post(self, body: dict[str, object]) -> Reply:
        needed = {"author", "commentary", "visibility", "distribution", "content", "lifecycleState"}
        if missing := needed - set(body):
            return _no(422, "MISSING_FIELD", f"{sorted(missing)} :: field is required but not found")
        if body["author"] != self.author:
            return _no(403, "ACCESS_DENIED", "Not allowed to post as this author")
        if (body["visibility"], body["lifecycleState"]) != ("PUBLIC", "PUBLISHED"):
            return _no(422, "PARAM_INVALID", "visibility or lifecycleState is not valid")
        commentary, content = str(body["commentary"]), body["content"]
        if len(read_little_text(commentary).encode("utf-16-le")) // 2 > 3000:
            return _no(422, "FIELD_LENGTH_TOO_LONG", "commentary is longer than 3000")
        # Whether escapes count is not published; a client's notes say that they do, and the rest is cut silently.
        commentary = commentary.encode("utf-16-le")[: 2 * 3000].decode("utf-16-le", "ignore")
        assert isinstance(content, dict)
        entries = content["multiImage"]["images"] if "multiImage" in content else [content["media"]]
        if "multiImage" in content and not 2 <= len(entries) <= 20:
            return _no(422, "PARAM_INVALID", "multiImage has 2 to 20 images")
        media = []
        for entry in entries:
            found, alt = self.media.get(entry["id"]), entry.get("altText", "")
            # A member cannot know when a picture is ready, and posts it all the same.
            blind = self.author == MEMBER and ":image:" in entry["id"]
            there = ("PROCESSING", "AVAILABLE") if blind else ("AVAILABLE",)
            if found is None or found.state not in there or len(alt) > 4086:
                return _no(422, "PARAM_INVALID", f"{entry['id']} is not available")
            media.append((found, alt))
        if any(post.commentary == commentary for post in self.page.values()):
            return _no(422, "DUPLICATE_POST", f"Content is a duplicate of {next(iter(self.page))}")
        urn = f"urn:li:share:{next(self.numbers)}"
        self.page[urn] = _Post(commentary=commentary, media=media, content=content)
        return Reply(status=201, headers={"x-restli-id": urn})

    def _measure(self, request: Request) -> Reply:
        """Give an organization's figures of posts (Organization Share Statistics); none of one that nobody saw."""
        urn = re.fullmatch(r"List\((urn:li:share:\d+)\)", request.query.get("shares", ""))
        if request.query.get("q") != "organizationalEntity" or request.query.get("organizationalEntity") != AUTHOR:
            return _no(400, "PARAM_INVALID", "organizationalEntity is not valid")
        if urn is None:
            return _no(400, "PARAM_INVALID", "shares is no List of URNs")
        own = self.figures.get(urn[1])
        return Reply(body={"elements": [{"share": urn[1], "totalShareStatistics": own}] if own else []})

    def _search(self, request: Request) -> Reply:
        if request.headers.get("x-restli-method") != "FINDER" or request.query.get("q") != "author":
            return _no(400, "PARAM_INVALID", "This is no finder")
        if request.query.get("author") != AUTHOR or int(request.query["count"]) > 100:
            return _no(400, "PARAM_INVALID", "author or count is not valid")
        # What is given back is text as it was written.
        elements = [
            {"id": urn, "commentary": post.commentary, "content": post.content}
            for urn, post in reversed(self.page.items())
        ]
        return Reply(body={"elements": elements[: int(request.query["count"])], "paging": {"start": 0}})


def read_little_text(commentary: str) -> str:
    """Give what readers see: LinkedIn stops at the first reserved character that is neither escaped nor a template."""
    seen, at = "", 0
    while at < len(commentary):
        if hashtag := re.match(r"\{hashtag\|\\#\|((?:\\.|[^\\|{}@\[\]()<>#*_~])+)\}", commentary[at:]):
            seen += "#" + re.sub(r"\\(.)", r"\1", hashtag[1])
            at += hashtag.end()
        elif commentary[at] == "\\":
            seen += commentary[at + 1]
            at += 2
        elif commentary[at] in "|{}@[]()<>#*_~":
            return seen
        else:
            seen += commentary[at]
            at += 1
    return seen


def _etag(content: bytes) -> str:
    return f"/ambry-video/signedId/{hashlib.sha256(content).hexdigest()[:24]}"


def _no(status: int, code: str, message: str) -> Reply:
    return Reply(status=status, body={"status": status, "code": code, "message": message})


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
