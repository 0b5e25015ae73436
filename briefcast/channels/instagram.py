"""Publishing on Instagram: a container is made and filled first, then published.

developers.facebook.com/docs/instagram-platform/content-publishing, …/instagram-graph-api/reference/ig-user/media
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Channel, Kept, Post, PostFile, Reading, Receipt
from briefcast.channels.graph import GraphApi, GraphSettings, NotFetched, begin_again
from briefcast.channels.hosting import STORE_SECRETS, Hosting, HostingSettings
from briefcast.channels.platform_api import Missing
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, TryLater
from briefcast.paths import doc

_QUOTA_PAUSE_S = 3600
_POSTS_LOOKED_AT = 50
_FETCHES = 3
"""How often Instagram is asked to fetch a file before its address is blamed."""
_METRICS = ("views", "reach", "likes", "comments", "saved", "shares", "total_interactions")
_REEL_METRICS = (*_METRICS, "ig_reels_avg_watch_time", "ig_reels_video_view_total_time")
_CALLED = "publishing since"
"""Kept from the publishing call on, with its time by Instagram's clock: from then on nothing is begun anew."""
_CLOCK_S = 60
"""How much earlier than the call Instagram may say that a post of it was made."""
_PERMISSIONS = (
    "Most often a permission is missing: generate the token anew with instagram_basic, instagram_content_publish, "
    "pages_show_list, pages_read_engagement, business_management and, where the Page's role comes from a business "
    f"portfolio, ads_management and ads_read ({doc('channels-accounts')}, Instagram)."
)


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
        """Make the container, and fill it; once it was given to be published, no other is made."""
        held = any(name == "container" or name.startswith("child ") for name in kept)
        try:
            self._fill(post, kept)
        except Missing as error:  # A container lives for a day.
            if _CALLED in kept:
                raise _unknown(error) from error
            raise begin_again(error, kept, held=held, permissions=_PERMISSIONS) from error

    def _fill(self, post: Post, kept: Kept) -> None:
        used, total = self._quota()
        if used >= total:
            raise TryLater(
                f"{self.account}: all {total} posts of 24 hours are used; it goes on when there is room.",
                after_s=_QUOTA_PAUSE_S,
            )
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
        for left in reversed(range(_FETCHES)):
            try:
                return str(self.api.ask("POST", f"/{self.settings.user_id}/media", data=fields)["id"])
            except NotFetched:  # Nothing is published here: to ask again is harmless.
                if not left:
                    raise
                time.sleep(self.settings.poll_s)
        raise AssertionError("the last attempt raises")

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
        if state in ("EXPIRED", "ERROR") and _CALLED in kept:
            raise _unknown(f"{self.account}: the container says {state} since it was given to be published.")
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
        called_before = _CALLED in kept
        try:
            state, now = self._state(kept)
        except Missing as error:
            if called_before:
                raise _unknown(error) from error
            raise begin_again(error, kept, held=True, permissions=_PERMISSIONS) from error
        if state == "PUBLISHED":
            return self._published(post, kept)
        if not called_before:
            kept[_CALLED] = now.isoformat()
        fields = {"creation_id": kept["container"]}
        try:
            answer = self.api.publish_and_read("POST", f"/{self.settings.user_id}/media_publish", data=fields)
        except (Refused, TryLater):
            if not called_before:  # This call did nothing; of one before it, its answer says nothing.
                del kept[_CALLED]
            raise
        if "id" not in answer:
            raise AnswerLost(f"{self.account}: the answer names no post.")
        return self._receipt(str(answer["id"]))

    def _state(self, kept: Kept) -> tuple[str, dt.datetime]:
        """Give what the container says of itself, and Instagram's time."""
        answer, now = self.api.ask_when("GET", f"/{kept['container']}", params={"fields": "status_code"})
        return str(answer.get("status_code")), now

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask the container whether it is published; where it says nothing, look for a post that came since the call.

        That a container is not there says nothing: Meta answers so for published ones too (Postiz, issue 1562), and
        the list of posts lags.
        """
        if "container" not in kept:
            return None  # Nothing can have been published without one.
        try:
            state, _ = self._state(kept)
        except Missing as error:
            if found := self._search(post, kept):
                return found
            raise TryLater(f"{error} No post of these words has come since; look at the profile.") from error
        return self._published(post, kept) if state == "PUBLISHED" else None

    def _published(self, post: Post, kept: Kept) -> Receipt:
        found = None
        with suppress(ChannelError):  # That it is published is known; this is only for its address.
            found = self._search(post, kept)
        return found or Receipt(id=kept["container"], url="")

    def _search(self, post: Post, kept: Kept) -> Receipt | None:
        """Look for a post of these words that is as young as the call; an older one is another's.

        Raises:
            TryLater: there is one, and whether it is this one cannot be told.
        """
        params = {"fields": "id,caption,permalink,media_product_type,timestamp", "limit": str(_POSTS_LOOKED_AT)}
        called = kept.get(_CALLED, "")
        for entry in self.api.ask("GET", f"/{self.settings.user_id}/media", params=params).get("data", ()):
            same_kind = (entry.get("media_product_type") == "REELS") == (post.main.role == "video")
            if not same_kind or entry.get("caption", "").split() != post.text.split():
                continue
            receipt = Receipt(id=str(entry["id"]), url=str(entry.get("permalink", "")))
            if not called or not entry.get("timestamp"):
                raise TryLater(f"{self.account}: {receipt.url} has the same words; whether it is this one is not said.")
            age_s = (dt.datetime.fromisoformat(entry["timestamp"]) - dt.datetime.fromisoformat(called)).total_seconds()
            if age_s >= -_CLOCK_S:
                return receipt
        return None

    def _receipt(self, id: str) -> Receipt:
        url = ""
        with suppress(ChannelError):  # It is published; only its address is not known then.
            url = str(self.api.ask("GET", f"/{id}", params={"fields": "permalink"}).get("permalink", ""))
        return Receipt(id=id, url=url)

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what Meta gives of a post or reel, without what advertisements of it brought."""
        about = self.api.ask("GET", f"/{post_id}", params={"fields": "media_product_type"})
        metrics = _REEL_METRICS if about.get("media_product_type") == "REELS" else _METRICS
        window = "since it was posted, at most two years, organic alone; up to 48 hours behind"
        return self.api.insights(post_id, metrics, window=window, permission="instagram_manage_insights")

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()


def _unknown(why: object) -> AnswerLost:
    return AnswerLost(f"{why} It was given to be published before; whether it is, is not known.")


def _shown(post: Post) -> dict[str, str]:
    """What is said with a post, and that a voice in it is synthetic."""
    return {"caption": post.text, "is_ai_generated": "true" if post.synthetic_voice else "false"}
