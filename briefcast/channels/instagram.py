"""Publishing on Instagram: a container is made and filled first, then published.

developers.facebook.com/docs/instagram-platform/content-publishing, …/instagram-graph-api/reference/ig-user/media
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.graph import GraphApi, GraphSettings
from briefcast.channels.hosting import STORE_SECRETS, Hosting, HostingSettings
from briefcast.channels.platform_api import Missing
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, TryLater
from briefcast.paths import doc

_QUOTA_PAUSE_S = 3600
_POSTS_LOOKED_AT = 50


class Instagram(Channel):
    """One professional account, through the Page it is connected to."""

    name = "instagram"
    secrets: ClassVar = {
        "token": f"Make the token of the Page that the account is connected to, as {doc('channels-accounts')} shows "
        "under Instagram.",
        **STORE_SECRETS,
    }

    class Settings(GraphSettings, HostingSettings):
        """Which account."""

        user_id: str
        """The account's number in the Graph API: ``instagram_business_account`` of the Page."""
        cover: bool = True
        """Whether films show their cover, which Instagram fetches; else their first frame."""

    settings: Settings

    @cached_property
    def api(self) -> GraphApi:
        """The Graph API."""
        return GraphApi(
            str(self.account),
            self.settings,
            token=lambda: self.secret("token"),
            signed_out=f"Make a new token. {self.secrets['token']}",
        )

    @cached_property
    def hosting(self) -> Hosting:
        """Where pictures are put for Instagram to fetch."""
        return Hosting(self.account, self.settings)

    def check(self) -> str:
        """See as whom, and how many posts are left today."""
        user = self.api.ask("GET", f"/{self.settings.user_id}", params={"fields": "username"})
        used, total = self._quota()
        return f"@{user.get('username')} ({total - used} of {total} posts left in 24 hours)"

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a picture or cover that Instagram could not fetch."""
        if post.main.role == "image":
            return self.hosting.faults("pictures")
        if self.settings.cover and post.file("cover"):
            return tuple(
                f"{fault} Or show the film's first frame instead: cover: false."
                for fault in self.hosting.faults("covers")
            )
        return ()

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Make the container, and fill it."""
        used, total = self._quota()
        if used >= total:
            raise TryLater(
                f"{self.account}: all {total} posts of 24 hours are used; it goes on when there is room.",
                after_s=_QUOTA_PAUSE_S,
            )
        try:
            self._fill(post, kept)
        except Missing as error:  # A container lives for a day.
            kept.clear()
            raise TryLater(f"{error} It is made again.") from error

    def _fill(self, post: Post, kept: Kept) -> None:
        pictures = [file for file in post.files if file.role == "image"]
        if "container" not in kept:
            if post.main.role == "video":
                kept["container"] = self._make(self._reel(post, kept))
            elif len(pictures) == 1:
                kept["container"] = self._make(self._picture(pictures[0], kept) | _shown(post))
            else:
                children = [self._child(number, file, kept) for number, file in enumerate(pictures)]
                fields = {"media_type": "CAROUSEL", "children": ",".join(children)}
                kept["container"] = self._make(fields | _shown(post))
        if post.main.role == "video":
            self._send_film(post.main, kept)
        wait_until_ready(lambda: self._is_ready(kept), self.settings, f"{self.account}: the post")

    def _make(self, fields: dict[str, str]) -> str:
        return str(self.api.ask("POST", f"/{self.settings.user_id}/media", data=fields)["id"])

    def _picture(self, file: PostFile, kept: Kept) -> dict[str, str]:
        return {"image_url": self.hosting.put(file, kept), "alt_text": file.alt_text}

    def _child(self, number: int, file: PostFile, kept: Kept) -> str:
        name = f"child {number}"
        if name not in kept:
            kept[name] = self._make(self._picture(file, kept) | {"is_carousel_item": "true"})
        return kept[name]

    def _reel(self, post: Post, kept: Kept) -> dict[str, str]:
        cover = post.file("cover") if self.settings.cover else None
        fields = {"media_type": "REELS", "upload_type": "resumable", "share_to_feed": "true", **_shown(post)}
        return fields | ({"cover_url": self.hosting.put(cover, kept)} if cover else {})

    def _send_film(self, film: PostFile, kept: Kept) -> None:
        params = {"fields": "status_code,video_status"}
        answer = self.api.ask("GET", f"/{kept['container']}", params=params)
        phase = answer.get("video_status", {}).get("uploading_phase", {})
        if answer.get("status_code") == "IN_PROGRESS" and phase.get("status") != "complete":
            offset = int(phase.get("bytes_transferred") or 0)
            place = f"ig-api-upload/{self.settings.version}/{kept['container']}"
            self.api.send_film(place, film, offset=offset)

    def _is_ready(self, kept: Kept) -> bool:
        answer = self.api.ask("GET", f"/{kept['container']}", params={"fields": "status_code,status"})
        state = answer.get("status_code")
        if state == "EXPIRED":
            kept.clear()
            raise TryLater(f"{self.account}: the container was a day old and is gone; it is made again.")
        if state == "ERROR":
            kept.clear()
            raise Refused(
                f"{self.account}: Instagram could not use a file ({answer.get('status') or 'no reason given'}). "
                "Look whether its address opens for everybody; a film has to be MP4 with H.264 and AAC."
            )
        return state in ("FINISHED", "PUBLISHED")

    def _quota(self) -> tuple[int, int]:
        params = {"fields": "config,quota_usage"}
        answer = self.api.ask("GET", f"/{self.settings.user_id}/content_publishing_limit", params=params)
        entry: dict[str, Any] = next(iter(answer.get("data", ())), {})
        # The guide says 100 and the reference 50: what the account itself is told counts.
        return int(entry.get("quota_usage", 0)), int(entry.get("config", {}).get("quota_total", 50))

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Publish the container; one that is published already is not published again."""
        if self._state(kept) == "PUBLISHED":
            return self._published(post, kept)
        fields = {"creation_id": kept["container"]}
        answer = self.api.publish_and_read("POST", f"/{self.settings.user_id}/media_publish", data=fields)
        if "id" not in answer:
            raise AnswerLost(f"{self.account}: the answer names no post.")
        return self._receipt(str(answer["id"]))

    def _state(self, kept: Kept) -> str:
        answer = self.api.ask("GET", f"/{kept['container']}", params={"fields": "status_code"})
        return str(answer.get("status_code"))

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask the container whether it is published; then look for the post by its text."""
        if "container" not in kept:
            return None  # Nothing can have been published without one.
        try:
            state = self._state(kept)
        except Missing:
            return self._search(post)
        return self._published(post, kept) if state == "PUBLISHED" else None

    def _published(self, post: Post, kept: Kept) -> Receipt:
        found = None
        with suppress(ChannelError):  # That it is published is known; this is only for its address.
            found = self._search(post)
        return found or Receipt(id=kept["container"], url="")

    def _search(self, post: Post) -> Receipt | None:
        params = {"fields": "id,caption,permalink,media_product_type", "limit": str(_POSTS_LOOKED_AT)}
        for entry in self.api.ask("GET", f"/{self.settings.user_id}/media", params=params).get("data", ()):
            same_kind = (entry.get("media_product_type") == "REELS") == (post.main.role == "video")
            if same_kind and entry.get("caption", "").split() == post.text.split():
                return Receipt(id=str(entry["id"]), url=str(entry.get("permalink", "")))
        return None

    def _receipt(self, id: str) -> Receipt:
        url = ""
        with suppress(ChannelError):  # It is published; only its address is not known then.
            url = str(self.api.ask("GET", f"/{id}", params={"fields": "permalink"}).get("permalink", ""))
        return Receipt(id=id, url=url)

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()


def _shown(post: Post) -> dict[str, str]:
    """What is said with a post, and that a voice in it is synthetic."""
    return {"caption": post.text, "is_ai_generated": "true" if post.synthetic_voice else "false"}
