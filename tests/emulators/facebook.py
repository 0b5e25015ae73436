"""A Facebook Page, as far as Meta publishes how it works."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import Reply, Request, Seen
from tests.emulators.forms import FormFile, is_film, picture_kind, read_form
from tests.emulators.graph import TOKEN, VERSION, Film, GraphEmulator, missing, refuse

PAGE = "104700000000001"
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")
_SCHEDULE_S = (600, 29 * 86400)
METRICS = {
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_clicks_by_type",
    "post_reactions_by_type_total",
}


@dataclass(kw_only=True)
class _Photo:
    content: bytes
    alt_text: str
    temporary: bool
    used: bool = False


@dataclass(kw_only=True)
class _Post:
    message: str
    photos: list[str]
    scheduled: int | None = None


@dataclass(kw_only=True)
class _Video(Film):
    kind: str
    title: str = ""
    description: str = ""
    captions: dict[str, bytes] = field(default_factory=dict)
    cover: bytes = b""
    published: bool = False
    scheduled: int | None = None


class FacebookEmulator(GraphEmulator):
    """One Page with its posts, reels and videos."""

    channel = "facebook"
    upload_path = "video-upload"
    piece_bytes = 40_000
    picture_max_bytes = 10_000_000

    def __init__(self) -> None:
        super().__init__()
        self.photos: dict[str, _Photo] = {}
        self.page_posts: dict[str, _Post] = {}
        self.reels_left = 30
        self.upright = False
        """Whether films that come to ``/videos`` stand upright: those are taken as drafts ("Your reel is ready"), and
        the answer is the same (github.com/gitroomhq/postiz-app, pull request 1740, 2026-07-17)."""

    def account(self) -> Account:
        return Account(
            name="page",
            channel="facebook",
            settings={
                "page_id": PAGE,
                "api_url": self.url,
                "video_url": self.url,
                "upload_url": self.url,
                "timeout_s": self.timeout_s,
                "poll_s": 0,
            },
            secrets={"token": SecretStr(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        if request.method != "POST":
            return False
        if request.path.endswith(f"/{PAGE}/feed"):
            return True
        return (
            request.path.endswith(("/video_reels", "/videos"))
            and read_form(request).fields.get("upload_phase") == "finish"
        )

    def posts(self) -> list[Seen]:
        seen = [
            Seen(
                id=id,
                marker=_marker(post.message),
                text=post.message,
                alt_texts=tuple(self.photos[photo].alt_text for photo in post.photos),
                files={photo: self.photos[photo].content for photo in post.photos},
            )
            for id, post in self.page_posts.items()
        ]
        for id, film in self.films.items():
            assert isinstance(film, _Video)
            if film.published or film.scheduled:
                files = {"film": bytes(film.content)} | ({"cover": film.cover} if film.cover else {})
                marker = _marker(film.description)
                seen.append(
                    Seen(id=id, marker=marker, text=film.description, files=files, captions=dict(film.captions))
                )
        return seen

    def answer(self, path: str, request: Request) -> Reply:
        parts = path.split("/")
        if request.method == "GET":
            return self._look(parts, request)
        if request.method == "DELETE":
            return self._delete(parts[0])
        form = read_form(request)
        if parts[0] == PAGE and len(parts) == 2:
            if parts[1] == "photos":
                return self._photo(form.fields, form.files.get("source"))
            if parts[1] == "feed":
                return self._feed(form.fields)
            if parts[1] == "video_reels":
                return self._reel(form.fields)
            if parts[1] == "videos":
                return self._video(form.fields, form.files.get("video_file_chunk"))
        film = self.films.get(parts[0])
        if isinstance(film, _Video) and len(parts) == 2:
            if parts[1] == "captions":
                return self._captions(film, form.fields, form.files.get("captions_file"))
            if parts[1] == "thumbnails":
                return self._cover(film, form.fields, form.files.get("source"))
        return refuse(2500, f"Unknown path components: /{path}")

    def _look(self, parts: list[str], request: Request) -> Reply:
        if parts == ["me"]:
            return Reply(body={"id": PAGE, "name": "Bộ Thông tin"})
        if parts[0] == PAGE and parts[1] in ("published_posts", "scheduled_posts"):
            wanted = parts[1] == "scheduled_posts"
            entries = [
                {"id": id, "message": post.message, "attachments": {"data": _attachments(post)}}
                for id, post in reversed(self.page_posts.items())
                if bool(post.scheduled) == wanted
            ]
            return Reply(body=_page(entries, request))
        if parts[-1] == "insights" and parts[0] in self.page_posts | self._shown_films():
            # post_impressions and the like are refused since 15 November 2025.
            return self.insights(parts[0], request, METRICS)
        if parts[0] in self.page_posts and request.query.get("fields") == "id":
            return Reply(body={"id": parts[0]})
        film = self.films.get(parts[0])
        if not isinstance(film, _Video):
            return missing(parts[0])
        if request.query.get("fields") == "id":
            return Reply(body={"id": film.id})
        if request.query.get("fields") == "post_id":
            return Reply(body={"id": film.id} | ({"post_id": f"7{film.id}"} if film.published else {}))
        if request.query.get("fields") != "status":
            return refuse(100, "Tried accessing nonexisting field")
        film.looks += film.arrived
        ready = film.arrived and film.looks > 1
        if film.kind == "video":
            ready = film.arrived
        published = film.published or bool(film.scheduled)
        return Reply(
            body={
                "id": film.id,
                "status": {
                    "video_status": "ready" if published else "upload_complete" if ready else "uploading",
                    "uploading_phase": {
                        "status": "complete" if ready else "in_progress",
                        "bytes_transfered": len(film.content),
                    },
                    "processing_phase": {"status": "complete" if published else "not_started"},
                    "publishing_phase": {
                        "status": "complete" if film.published else "not_started",
                        **({"publish_status": "scheduled" if film.scheduled else "published"} if published else {}),
                    },
                },
            }
        )

    def _shown_films(self) -> dict[str, object]:
        """Give films by the posts that show them: the Video node's ``post_id``, behind the Page's number."""
        return {f"{PAGE}_7{id}": film for id, film in self.films.items()}

    def _delete(self, id: str) -> Reply:
        if self.page_posts.pop(id, None) or self.films.pop(id, None):
            return Reply(body={"success": True})
        return missing(id)

    def _photo(self, fields: dict[str, str], file: FormFile | None) -> Reply:
        if file is None or picture_kind(file.content) != file.media_type:
            return refuse(324, "Requires upload file", subcode=2069019)
        if len(file.content) > self.picture_max_bytes:
            # Pages API, Photos: 10 MB. Some Pages answer this with 4 MB (Postiz, facebook.provider.ts).
            return refuse(100, "Photos should be smaller than 4 MB and saved as JPG, PNG", subcode=1366046)
        if fields.get("published") != "false":
            return refuse(100, "This emulator shows nothing before /feed does")
        id = str(next(self.numbers))
        temporary = fields.get("temporary") == "true"
        self.photos[id] = _Photo(content=file.content, alt_text=fields.get("alt_text_custom", ""), temporary=temporary)
        return Reply(body={"id": id})

    def _feed(self, fields: dict[str, str]) -> Reply:
        if len(fields.get("message", "")) > 63_206:
            return refuse(100, "The post is too long")
        photos = []
        while media := fields.get(f"attached_media[{len(photos)}]"):
            id = json.loads(media)["media_fbid"]
            if id not in self.photos or self.photos[id].used:
                return missing(id)
            photos.append(id)
        if not photos or len(photos) > 10:
            return refuse(100, "Invalid parameter: attached_media")
        scheduled, wrong = _slot(fields)
        if wrong:
            return wrong
        if any(self.photos[id].temporary != bool(scheduled) for id in photos):
            return refuse(100, "Photos of a scheduled post are uploaded as temporary, and of no other")
        for id in photos:
            self.photos[id].used = True
        id = f"{PAGE}_{next(self.numbers)}"
        self.page_posts[id] = _Post(message=fields.get("message", ""), photos=photos, scheduled=scheduled)
        return Reply(body={"id": id})

    def _reel(self, fields: dict[str, str]) -> Reply:
        if fields.get("upload_phase") == "start":
            film = _Video(id=str(next(self.numbers)), kind="reel")
            self.films[film.id] = film
            url = f"https://rupload.facebook.com/video-upload/{VERSION}/{film.id}"
            return Reply(body={"video_id": film.id, "upload_url": url})
        film_or_none = self.films.get(fields.get("video_id", ""))
        if fields.get("upload_phase") != "finish" or not isinstance(film_or_none, _Video):
            return refuse(100, "Invalid parameter: video_id")
        film = film_or_none
        if not film.arrived or film.kind != "reel":
            return refuse(6000, "There was a problem uploading your video file. Please try again.", subcode=1363041)
        if film.published or film.scheduled:
            return refuse(100, "The reel is published already")
        if self.reels_left == 0:
            return refuse(613, "Calls to this api have exceeded the rate limit: 30 reels in 24 hours")
        state = fields.get("video_state")
        if state not in ("PUBLISHED", "SCHEDULED", "DRAFT"):
            return refuse(100, "Invalid parameter: video_state")
        if state == "SCHEDULED":
            time_s = int(fields.get("scheduled_publish_time", "0"))
            if wrong := _check_slot(time_s):
                return wrong
            film.scheduled = time_s
        self.reels_left -= 1
        film.title, film.description = fields.get("title", ""), fields.get("description", "")
        film.published = state == "PUBLISHED"
        return Reply(body={"success": True})

    def _video(self, fields: dict[str, str], chunk: FormFile | None) -> Reply:
        phase = fields.get("upload_phase")
        if phase == "start":
            size = int(fields.get("file_size", "0"))
            if size <= 0:
                return refuse(100, "The parameter file_size is required")
            film = _Video(id=str(next(self.numbers)), kind="video", size=size)
            self.films[film.id] = film
            return Reply(body={"video_id": film.id, "upload_session_id": f"s{film.id}", **self._wanted(film)})
        found = self.films.get(fields.get("upload_session_id", "").removeprefix("s"))
        if not isinstance(found, _Video) or found.kind != "video":
            return refuse(6000, "The upload session is invalid", subcode=1363026)
        if phase == "transfer":
            if int(fields.get("start_offset", "-1")) != len(found.content):
                wanted = json.dumps(self._wanted(found))
                return refuse(6001, "Invalid start offset", subcode=1363037, error_data=wanted)
            wanted_size = min(self.piece_bytes, found.size - len(found.content))
            if chunk is None or len(chunk.content) != wanted_size:
                return refuse(6000, "The chunk has another size than was asked for", subcode=1363019)
            found.content += chunk.content
            return Reply(body=self._wanted(found))
        if phase != "finish":
            return refuse(100, "Param upload_phase must be one of {start, transfer, finish, cancel}")
        if not found.arrived or not is_film(bytes(found.content)):
            return refuse(6000, "There was a problem uploading your video file.", subcode=1363041)
        if found.published or found.scheduled:
            return refuse(6000, "The upload session is finished", subcode=1363026)
        scheduled, wrong = _slot(fields)
        if wrong:
            return wrong
        found.title, found.description = fields.get("title", ""), fields.get("description", "")
        if not self.upright:
            found.published, found.scheduled = not scheduled, scheduled
        return Reply(body={"success": True})

    def _wanted(self, film: Film) -> dict[str, str]:
        first = len(film.content)
        return {"start_offset": str(first), "end_offset": str(min(first + self.piece_bytes, film.size))}

    def _captions(self, film: _Video, fields: dict[str, str], file: FormFile | None) -> Reply:
        named = re.fullmatch(r"[\w-]+\.([a-z]{2}_[A-Z]{2})\.srt", file.filename) if file else None
        if file is None or named is None:
            return refuse(386, "The captions file must be named filename.locale.srt", subcode=1363047)
        if fields.get("default_locale") != named[1]:
            return refuse(100, "Invalid parameter: default_locale")
        film.captions[named[1][:2]] = file.content
        return Reply(body={"success": True})

    def _cover(self, film: _Video, fields: dict[str, str], file: FormFile | None) -> Reply:
        if file is None or not picture_kind(file.content) or len(file.content) > 10_000_000:
            return refuse(100, "The thumbnail is no picture of at most 10 MB")
        if fields.get("is_preferred") != "true":
            return refuse(100, "A thumbnail that is not preferred is not shown")
        film.cover = file.content
        return Reply(body={"success": True})


def _slot(fields: dict[str, str]) -> tuple[int | None, Reply | None]:
    if fields.get("published") != "false":
        wrong = "scheduled_publish_time" in fields
        return None, refuse(100, "You cannot specify a scheduled publish time on a published post") if wrong else None
    time_s = int(fields.get("scheduled_publish_time", "0"))
    if fields.get("unpublished_content_type") != "SCHEDULED":
        return None, refuse(100, "Invalid parameter: unpublished_content_type")
    return time_s, _check_slot(time_s)


def _check_slot(time_s: int) -> Reply | None:
    lead_s = time_s - time.time()
    if not _SCHEDULE_S[0] <= lead_s <= _SCHEDULE_S[1]:
        return refuse(100, "The specified scheduled publish time is invalid.", subcode=1349125)
    return None


def _attachments(post: _Post) -> list[dict[str, object]]:
    """Show one picture by itself, several as an album of them."""
    pictures: list[dict[str, object]] = [{"type": "photo", "target": {"id": id}} for id in post.photos]
    if len(pictures) == 1:
        return pictures
    return [{"type": "album", "target": {"id": "album"}, "subattachments": {"data": pictures}}]


def _page(entries: list[dict[str, object]], request: Request) -> dict[str, object]:
    first, limit = int(request.query.get("after", "0")), int(request.query.get("limit", "25"))
    paging: dict[str, object] = {"cursors": {"before": str(first), "after": str(first + limit)}}
    if first + limit < len(entries):
        paging["next"] = "https://graph.facebook.com/…"
    return {"data": entries[first : first + limit], "paging": paging}


def _marker(text: str) -> str:
    found = _MARKER.search(text)
    return found[1] if found else ""
