"""Publishing on a Facebook Page: pictures as a post, upright films as reels, other films as videos.

developers.facebook.com/docs/pages-api/posts, …/video-api/guides/reels-publishing, …/graph-api/reference/page/videos
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Channel, Kept, Post, PostFile, Reading, Receipt
from briefcast.channels.graph import GraphApi, GraphSettings, WrongOffset, begin_again
from briefcast.channels.pieces import piece
from briefcast.channels.platform_api import Missing
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.languages import language
from briefcast.messages import tell
from briefcast.paths import doc

_PAGES_OF_POSTS = 3
"""How far back a post is looked for, in hundreds."""
_REEL_MIN_PX, _REEL_MAX_S, _REEL_FPS = (540, 960), 90, (24, 60)
"""Reels are 9:16, 3 to 90 s, at least 540 × 960 (reels-publishing, "Video specifications")."""
_METRICS = ("post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total")
"""Those that are left: post_impressions and what hangs on it are refused since 15 November 2025."""
_PERMISSIONS = (
    "Most often a permission is missing: generate the system user's token anew with business_management, "
    "pages_show_list, pages_read_engagement and pages_manage_posts, give that user the Page with Content, and take the "
    f"Page's token from it ({doc('channels-accounts')}, Facebook)."
)


class Facebook(Channel):
    """One Page."""

    name = "facebook"
    read_at = "page_id"
    secrets: ClassVar = {
        "token": f"Make a Page access token that does not expire, as {doc('channels-accounts')} shows under Facebook."
    }

    class Settings(GraphSettings):
        """Which Page."""

        page_id: str
        """The number under About, Page transparency."""
        video_url: str = "https://graph-video.facebook.com"

    settings: Settings

    @cached_property
    def api(self) -> GraphApi:
        """The Graph API, signed for as the Page."""
        return GraphApi(
            str(self.account),
            self.settings,
            token=lambda: self.secret("token"),
            signed_out=tell("Make a new Page token. {way}", way=self.secrets["token"]),
        )

    def check(self) -> str:
        """See whose token it is: it has to be the Page's own, not a person's."""
        me = self.api.ask("GET", "/me", params={"fields": "id,name"})
        if me.get("id") != self.settings.page_id:
            raise Refused(
                tell(
                    "{account}: the token is {what}'s, not that of Page {page_id}. {way}",
                    account=str(self.account),
                    what=me.get("name"),
                    page_id=self.settings.page_id,
                    way=self.secrets["token"],
                )
            )
        return str(me.get("name"))

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse an upright film that is no reel.

        Given to ``/videos`` it becomes a draft ("Your reel is ready") that nobody sees, while the call says that it
        was published (Postiz, pull request 1740); the reels' own call does not take it.
        """
        film = post.main
        upright = (film.height_px or 0) > (film.width_px or 0)
        if film.role != "video" or not upright or is_reel(film):
            return ()
        return (
            tell(
                "{film}: Facebook makes a reel of every upright film, and takes reels of 3 to "
                "{max_s} s, 9:16, {min_fps} to {max_fps} frames a second, from "
                "{min_width_px} × {min_height_px} pixels. This one has {duration_ms} s, {fps} frames, "
                "{width_px} × {height_px}. Lower `seconds` in the audience's profile, or publish the "
                "film as 1x1 or 16x9 (`shapes` under `video` there): these become videos of the Page.",
                film=film.name,
                max_s=_REEL_MAX_S,
                min_fps=_REEL_FPS[0],
                max_fps=_REEL_FPS[1],
                min_width_px=_REEL_MIN_PX[0],
                min_height_px=_REEL_MIN_PX[1],
                duration_ms=f"{(film.duration_ms or 0) / 1000:.0f}",
                fps=f"{film.fps or 0:.0f}",
                width_px=film.width_px,
                height_px=film.height_px,
            ),
        )

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Upload pictures unpublished, or the film with its captions and cover."""
        held = any(name in kept for name in ("photo 0", "video"))
        try:
            self._upload(post, kept)
        except Missing as error:  # Unpublished things are thrown away there after a time.
            raise begin_again(error, kept, held=held, permissions=_PERMISSIONS) from error

    def _upload(self, post: Post, kept: Kept) -> None:
        if post.main.role == "image":
            # A picture brought for a slot is "temporary" and no part of a post of now, and the other way round.
            wanted = "of a slot" if post.publish_at else "of now"
            if kept.get("photos", "") != wanted:
                for name in [name for name in kept if name.startswith("photo ")]:
                    del kept[name]
                kept["photos"] = wanted
            for number, file in enumerate(_pictures(post)):
                if f"photo {number}" not in kept:
                    kept[f"photo {number}"] = self._upload_picture(file, scheduled=post.publish_at is not None)
            return
        if is_reel(post.main):
            self._upload_reel(post.main, kept)
        else:
            self._upload_video(post.main, kept)
        self._add_captions(post, kept)
        self._add_cover(post, kept)

    def _upload_picture(self, file: PostFile, *, scheduled: bool) -> str:
        fields = {"published": "false", "alt_text_custom": file.alt_text}
        if scheduled:  # What the guide asks for where the post is held until its slot.
            fields["temporary"] = "true"
        answer = self.api.ask(
            "POST",
            f"/{self.settings.page_id}/photos",
            data=fields,
            files={"source": (file.name, file.path.read_bytes(), file.media_type)},
        )
        return str(answer["id"])

    def _upload_reel(self, film: PostFile, kept: Kept) -> None:
        if "video" not in kept:
            answer = self.api.ask("POST", f"/{self.settings.page_id}/video_reels", data={"upload_phase": "start"})
            kept["video"] = str(answer["video_id"])
        phase = self._status(kept["video"]).get("uploading_phase", {})
        if phase.get("status") != "complete":
            # Meta spells it so.
            offset = int(phase.get("bytes_transfered") or phase.get("bytes_transferred") or 0)
            place = f"video-upload/{self.settings.version}/{kept['video']}"
            self.api.send_film(place, film, offset=offset)
        wait_until_ready(
            lambda: self._is_uploaded(kept["video"]),
            self.settings,
            tell("{account}: the film", account=str(self.account)),
        )

    def _is_uploaded(self, video: str) -> bool:
        status = self._status(video)
        if status.get("video_status") == "error":
            raise Refused(
                tell(
                    "{account}: Facebook could not read the film ({status}). Render it again as MP4 with "
                    "H.264 and AAC, and publish it anew.",
                    account=str(self.account),
                    status=_phase_errors(status),
                )
            )
        return bool(status.get("uploading_phase", {}).get("status") == "complete")

    def _upload_video(self, film: PostFile, kept: Kept) -> None:
        """Send a film in the pieces the platform asks for."""
        if "session" not in kept:
            answer = self._videos({"upload_phase": "start", "file_size": str(film.bytes)})
            kept["video"] = str(answer["video_id"])
            kept["next"] = f"{answer['start_offset']} {answer['end_offset']}"
            kept["session"] = str(answer["upload_session_id"])
        first, end = (int(number) for number in kept["next"].split())
        while first < end:
            try:
                answer = self._videos(
                    {"upload_phase": "transfer", "upload_session_id": kept["session"], "start_offset": str(first)},
                    files={"video_file_chunk": (film.name, piece(film.path, first, end - first), film.media_type)},
                )
                first, end = int(answer["start_offset"]), int(answer["end_offset"])
            except WrongOffset as wanted:  # The last piece had arrived, and only its answer was lost.
                first, end = wanted.first, wanted.end
            kept["next"] = f"{first} {end}"

    def _videos(self, fields: dict[str, str], **options: Any) -> dict[str, Any]:
        return self.api.ask("POST", self._videos_url, data=fields, **options)

    @property
    def _videos_url(self) -> str:
        return f"{self.settings.video_url}/{self.settings.version}/{self.settings.page_id}/videos"

    def _add_captions(self, post: Post, kept: Kept) -> None:
        captions = post.file("captions", "application/x-subrip")
        if captions is None or "captions" in kept:
            return
        locale = language(captions.language).locale_for(self.name)
        # The language is read from the file's name.
        named = (f"captions.{locale}.srt", captions.path.read_bytes(), captions.media_type)
        fields = {"default_locale": locale}
        self.api.ask("POST", f"/{kept['video']}/captions", data=fields, files={"captions_file": named})
        kept["captions"] = locale

    def _add_cover(self, post: Post, kept: Kept) -> None:
        cover = post.file("cover")
        if cover is None or "cover" in kept:
            return
        named = (cover.name, cover.path.read_bytes(), cover.media_type)
        fields = {"is_preferred": "true"}
        self.api.ask("POST", f"/{kept['video']}/thumbnails", data=fields, files={"source": named})
        kept["cover"] = cover.name

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Make the post of the pictures, or finish the reel or video."""
        if post.main.role == "image":
            fields = {"message": post.text, **_schedule(post.publish_at)}
            for number in range(len(_pictures(post))):
                fields[f"attached_media[{number}]"] = f'{{"media_fbid":"{kept[f"photo {number}"]}"}}'
            try:
                answer = self.api.publish_and_read("POST", f"/{self.settings.page_id}/feed", data=fields)
            except Missing as error:  # A picture that was uploaded too long ago.
                raise begin_again(error, kept, held=True, permissions=_PERMISSIONS) from error
            return self._receipt(self._id(answer), post)
        fields = {"upload_phase": "finish", "title": post.title, "description": post.text}
        if is_reel(post.main):
            url = f"/{self.settings.page_id}/video_reels"
            fields |= {"video_id": kept["video"], "video_state": "SCHEDULED" if post.publish_at else "PUBLISHED"}
            fields |= {"scheduled_publish_time": _unix(post.publish_at)} if post.publish_at else {}
        else:
            url = self._videos_url
            fields |= {"upload_session_id": kept["session"], **_schedule(post.publish_at)}
        answer = self.api.publish_and_read("POST", url, data=fields)
        if answer.get("success") is not True:
            raise AnswerLost(
                tell(
                    "{account}: the film was taken, and whether it is published was not said.",
                    account=str(self.account),
                )
            )
        return self._receipt(kept["video"], post)

    def _id(self, answer: dict[str, Any]) -> str:
        if "id" not in answer:
            raise AnswerLost(tell("{account}: the answer names no post.", account=str(self.account)))
        return str(answer["id"])

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask the film itself; look for our picture, or the marker, in the newest and the scheduled posts."""
        if "video" in kept:
            return self._receipt(kept["video"], post) if self._is_published(kept["video"]) else None
        for edge in ("published_posts", "scheduled_posts"):
            if found := self._search(edge, post.marker, kept.get("photo 0")):
                return self._receipt(found, post)
        return None

    def _is_published(self, video: str) -> bool:
        status = self._status(video)
        phase = status.get("publishing_phase", {})
        if phase.get("status") == "complete" or phase.get("publish_status") in ("published", "scheduled"):
            return True
        if status.get("processing_phase", {}).get("status") == "in_progress":
            raise TryLater(
                tell(
                    "{account}: the film is being processed; whether it is published shows afterwards.",
                    account=str(self.account),
                )
            )
        return False

    def _search(self, edge: str, marker: str, photo: str | None) -> str:
        url = f"/{self.settings.page_id}/{edge}"
        params = {"fields": "id,message,attachments{target,subattachments{target}}", "limit": "100"}
        for _ in range(_PAGES_OF_POSTS):
            answer = self.api.ask("GET", url, params=params)
            for entry in answer.get("data", ()):
                if marker in entry.get("message", "") or photo in _targets(entry):
                    return str(entry["id"])
            after = answer.get("paging", {}).get("cursors", {}).get("after")
            if not after or "next" not in answer.get("paging", {}):
                break
            params["after"] = after
        return ""

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the post or film, on the Page or among those that are scheduled."""
        try:
            self.api.ask("DELETE", f"/{receipt.id}")
        except Missing as error:
            with suppress(Missing):  # Gone, or not to be deleted with this token: only what is gone cannot be seen.
                self.api.ask("GET", f"/{receipt.id}", params={"fields": "id"})
                raise Refused(f"{error} {_PERMISSIONS}") from error

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what Meta gives of a post of the Page; of a film, by the post that shows it.

        Only Pages with 100 likes or more have figures (Page Insights, "Limitations").
        """
        if "_" not in post_id:
            # Films themselves have no figures. Where Facebook names no post, others ask by the film's own number.
            shown_in = str(self.api.ask("GET", f"/{post_id}", params={"fields": "post_id"}).get("post_id") or post_id)
            post_id = shown_in if "_" in shown_in else f"{self.settings.page_id}_{shown_in}"
        window = "since it was posted, at most two years; renewed once a day"
        return self.api.insights(post_id, _METRICS, window=window, permission="read_insights")

    def close(self) -> None:
        """Close connections."""
        self.api.close()

    def _status(self, video: str) -> dict[str, Any]:
        status: dict[str, Any] = self.api.ask("GET", f"/{video}", params={"fields": "status"}).get("status", {})
        return status

    def _receipt(self, id: str, post: Post) -> Receipt:
        kind = "reel/" if post.main.role == "video" and is_reel(post.main) else ""
        return Receipt(id=id, url=f"https://www.facebook.com/{kind}{id}", scheduled_for=post.publish_at)


def is_reel(film: PostFile) -> bool:
    """Whether a film can be a reel; every other film becomes a video of the Page."""
    width, height, seconds = film.width_px or 0, film.height_px or 0, (film.duration_ms or 0) / 1000
    upright = abs(width * 16 - height * 9) <= height * 9 * 0.01
    large = width >= _REEL_MIN_PX[0] and height >= _REEL_MIN_PX[1]
    return upright and large and 3 <= seconds <= _REEL_MAX_S and _REEL_FPS[0] <= (film.fps or 0) <= _REEL_FPS[1]


def _targets(entry: dict[str, Any]) -> set[str]:
    """Give what a post of the Page shows."""
    shown = list(entry.get("attachments", {}).get("data", ()))
    shown += [part for whole in shown for part in whole.get("subattachments", {}).get("data", ())]
    return {str(part["target"]["id"]) for part in shown if "id" in part.get("target", {})}


def _pictures(post: Post) -> list[PostFile]:
    return [file for file in post.files if file.role == "image"]


def _unix(time: dt.datetime) -> str:
    return str(int(time.timestamp()))


def _schedule(time: dt.datetime | None) -> dict[str, str]:
    if time is None:
        return {}
    return {"published": "false", "scheduled_publish_time": _unix(time), "unpublished_content_type": "SCHEDULED"}


def _phase_errors(status: dict[str, Any]) -> str:
    errors = [
        str(error.get("message", ""))
        for phase in ("uploading_phase", "processing_phase")
        for error in status.get(phase, {}).get("errors", ())
    ]
    return "; ".join(errors) or "no reason given"
