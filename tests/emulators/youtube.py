"""YouTube Data API v3: every request is checked against the discovery document that comes with Google's client.

Uploads speak the resumable protocol: a session with an address of its own, pieces in order, ``308`` with the range
that has arrived, an empty ``PUT`` that asks for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.multipart import parts_of

DOCUMENT = json.loads(get_static_doc("youtube", "v3"))
CLIENT_SECRET, REFRESH_TOKEN = "emulated-client-secret", "emulated-refresh-token"
CHANNEL, UPLOADS, PLAYLIST = "UCemulated", "UUemulated", "PLemulated"
_PIECE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class YouTubeEmulator(HttpEmulator):
    """One channel with one playlist."""

    channel = "youtube"

    def __init__(self) -> None:
        super().__init__()
        self.owner = (CHANNEL, "Ministry")
        self.sessions: dict[str, dict[str, Any]] = {}
        self.videos: dict[str, dict[str, Any]] = {}
        self.films: dict[str, bytes] = {}
        self.captions: dict[str, dict[str, bytes]] = {}
        self.covers: dict[str, bytes] = {}
        self.playlist: list[str] = []
        self.offsets: list[int] = []
        """Where every piece that arrived began: to see that nothing was sent twice."""
        self.tokens: set[str] = set()

    def account(self, **settings: object) -> Account:
        places = {"api_url": self.url, "token_url": f"{self.url}/token", "timeout_s": self.timeout_s}
        return Account(
            name="test",
            channel="youtube",
            settings={"playlist": PLAYLIST} | places | settings,
            secrets={
                "client-id": keep_secret("emulated-client-id"),
                "client-secret": keep_secret(CLIENT_SECRET),
                "refresh-token": keep_secret(REFRESH_TOKEN),
            },
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "PUT" and request.path == "/youtube/v3/videos"

    def harmless(self, request: Request) -> bool:
        return request.method == "GET" or request.path == "/token"

    def answer_signed_out(self) -> Reply:
        return Reply(status=401, body={"error": "invalid_grant", "error_description": "Token has been revoked."})

    def answer_too_many(self) -> Reply:
        reply = _error(429, "rateLimitExceeded", "Too many requests")
        return Reply(status=429, body=reply.body, headers={"retry-after": "0"})

    def handle(self, request: Request) -> Reply:
        if request.path == "/token":
            return self._sign_in(request.form())
        if request.bearer not in self.tokens:
            return _error(401, "authError", "Invalid Credentials")
        if request.path.startswith("/session/"):
            return self._take_piece(request)
        upload = request.path.startswith(("/upload/", "/resumable/upload/"))
        path = re.sub(r"^(/resumable)?(/upload)?/youtube/v3/", "", request.path)
        method, body, media = self._understand(request, path, upload=upload)
        if isinstance(method, Reply):
            return method
        act = getattr(self, "_" + method.replace(".", "_"))
        reply: Reply = act(request, body, media)
        return reply

    def _understand(self, request: Request, path: str, *, upload: bool) -> tuple[Any, Any, bytes]:
        """Find the method, and check its parameters and body as the discovery document describes them."""
        for resource, described in DOCUMENT["resources"].items():
            for name, method in described["methods"].items():
                if method["httpMethod"] == request.method and method["path"] == f"youtube/v3/{path}":
                    media, body = b"", {}
                    if upload and request.query.get("uploadType") == "multipart":
                        described, content = parts_of(request)
                        body, media = json.loads(described.content), content.content
                    elif upload and "request" not in method:
                        media = request.body
                    elif request.body:
                        body = request.json()
                    wrong = list(_faults(method, request, body))
                    if wrong:
                        return _error(400, "badRequest", "; ".join(wrong)), body, media
                    return f"{resource}.{name}", body, media
        return _error(404, "notFound", f"no method {request.method} {path}"), {}, b""

    def _sign_in(self, form: dict[str, str]) -> Reply:
        right = form.get("client_secret") == CLIENT_SECRET and form.get("refresh_token") == REFRESH_TOKEN
        if not right or form.get("grant_type") != "refresh_token":
            return Reply(status=400, body={"error": "invalid_grant", "error_description": "Bad Request"})
        token = f"emulated-access-token-{len(self.tokens)}"
        self.tokens.add(token)
        return Reply(body={"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def _channels_list(self, request: Request, body: Any, media: bytes) -> Reply:
        # developers.google.com/youtube/v3/docs/channels/list: mine, "channels owned by the authenticated user".
        id, title = self.owner
        parts = {"snippet": {"title": title}, "contentDetails": {"relatedPlaylists": {"uploads": UPLOADS}}}
        return Reply(body={"items": [{"id": id, **parts}]})

    def _videos_insert(self, request: Request, body: Any, media: bytes) -> Reply:
        snippet, status = body.get("snippet", {}), body.get("status", {})
        if not 0 < len(snippet.get("title", "")) <= 100 or set("<>") & set(snippet["title"]):
            return _error(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.")
        if len(snippet.get("description", "").encode()) > 5000:
            return _error(400, "invalidDescription", "The request metadata specifies an invalid video description.")
        key = f"session{len(self.sessions)}"
        size = int(request.headers["x-upload-content-length"])
        self.sessions[key] = {"body": {"snippet": snippet, "status": status}, "size": size, "data": bytearray()}
        return Reply(headers={"location": f"{self.url}/session/{key}"})

    def _take_piece(self, request: Request) -> Reply:
        session = self.sessions.get(request.path.rpartition("/")[2])
        if session is None:
            return _error(404, "notFound", "The upload session is not known")
        data = session["data"]
        if piece := _PIECE.fullmatch(request.headers.get("content-range", "")):
            first, last, size = (int(number) for number in piece.groups())
            if first != len(data) or size != session["size"] or last - first + 1 != len(request.body):
                return _error(400, "badContentRange", "The piece does not follow what has arrived")
            if last + 1 < size and len(request.body) % (256 * 1024):
                return _error(400, "badContentRange", "A piece is a multiple of 256 KiB")
            self.offsets.append(first)
            data += request.body
        if len(data) < session["size"]:
            return Reply(status=308, headers={"range": f"bytes=0-{len(data) - 1}"} if data else {})
        if "id" not in session:
            session["id"] = f"video{len(self.videos):06d}"
            self.videos[session["id"]] = session["body"]
            self.films[session["id"]] = bytes(data)
        return Reply(body={"id": session["id"], **session["body"]})

    def _videos_update(self, request: Request, body: Any, media: bytes) -> Reply:
        video = self.videos.get(body["id"])
        if video is None:
            return _error(404, "videoNotFound", "The video that you are trying to update cannot be found.")
        if "publishAt" in body["status"] and body["status"]["privacyStatus"] != "private":
            return _error(
                400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time."
            )
        video["status"] = body["status"]
        return Reply(body={"id": body["id"], **video})

    def _videos_list(self, request: Request, body: Any, media: bytes) -> Reply:
        id = request.query["id"]
        # videos.list: statistics are numbers written as strings.
        counted = {"statistics": {name: str(value) for name, value in self.figures.get(id, {}).items()}}
        return Reply(body={"items": [{"id": id, **self.videos[id], **counted}] if id in self.videos else []})

    def _captions_insert(self, request: Request, body: Any, media: bytes) -> Reply:
        snippet = body["snippet"]
        if snippet["videoId"] not in self.videos:
            return _error(404, "videoNotFound", "The video identified by videoId could not be found.")
        tracks = self.captions.setdefault(snippet["videoId"], {})
        if snippet["language"] in tracks:
            return _error(409, "captionExists", "The specified video already has a caption track with this language.")
        tracks[snippet["language"]] = media
        return Reply(body={"id": "caption", **body})

    def _thumbnails_set(self, request: Request, body: Any, media: bytes) -> Reply:
        if not media.startswith((b"\x89PNG", b"\xff\xd8")):
            return _error(400, "invalidImage", "The provided image content is invalid.")
        self.covers[request.query["videoId"]] = media
        return Reply(body={"items": [{}]})

    def _playlistItems_list(self, request: Request, body: Any, media: bytes) -> Reply:
        playlist = request.query["playlistId"]
        if playlist not in (UPLOADS, PLAYLIST):
            return _error(404, "playlistNotFound", "The playlist cannot be found.")
        listed = list(reversed(self.videos)) if playlist == UPLOADS else self.playlist
        wanted = request.query.get("videoId")
        items = [
            {
                "id": id,
                "snippet": {"description": self.videos[id]["snippet"]["description"], "resourceId": {"videoId": id}},
            }
            for id in listed
            if wanted in (None, id)
        ]
        return Reply(body={"items": items[: int(request.query.get("maxResults", 5))]})

    def _playlistItems_insert(self, request: Request, body: Any, media: bytes) -> Reply:
        self.playlist.append(body["snippet"]["resourceId"]["videoId"])
        return Reply(body={"id": "item", **body})

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=id,
                marker=video["snippet"]["description"].partition("utm_content=")[2][:10],
                text=video["snippet"]["description"],
                language=video["snippet"]["defaultAudioLanguage"],
                files={"film": self.films[id]} | ({"cover": self.covers[id]} if id in self.covers else {}),
                captions=self.captions.get(id, {}),
                synthetic=video["status"]["containsSyntheticMedia"],
            )
            for id, video in self.videos.items()
            if video["status"]["privacyStatus"] != "private" or "publishAt" in video["status"]
        ]


def _faults(method: dict[str, Any], request: Request, body: Any) -> Iterator[str]:
    common = set(DOCUMENT["parameters"]) | {"uploadType"}
    for name in request.query:
        if name not in method["parameters"] and name not in common:
            yield f"{name}: unknown parameter"
    for name, parameter in method["parameters"].items():
        if parameter.get("required") and name not in request.query:
            yield f"{name}: required parameter"
    if "request" in method and body:
        yield from _schema_faults(method["request"]["$ref"], body)
        # A part that is not named is not written.
        named = {"id", *request.query.get("part", "").split(",")}
        yield from (f"{part}: not in parameter part" for part in body if part not in named)


def _schema_faults(schema: str, value: dict[str, Any], path: str = "") -> Iterator[str]:
    known = DOCUMENT["schemas"][schema]["properties"]
    types = {"string": str, "boolean": bool, "array": list, "integer": int}
    for name, given in value.items():
        field = known.get(name)
        if field is None:
            yield f"{path}{name}: unknown field"
        elif "$ref" in field:
            yield from _schema_faults(field["$ref"], given, f"{path}{name}.")
        elif "enum" in field and given not in field["enum"]:
            yield f"{path}{name}: {given!r} is none of {', '.join(field['enum'])}"
        elif not isinstance(given, types.get(field.get("type", ""), object)):
            yield f"{path}{name}: not of type {field['type']}"


def _error(status: int, reason: str, message: str) -> Reply:
    details = [{"reason": reason, "domain": "youtube", "message": message}]
    return Reply(status=status, body={"error": {"code": status, "message": message, "errors": details}})
