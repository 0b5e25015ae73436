"""Publishing on Instagram: a container is made and filled first, then published.

developers.facebook.com/docs/instagram-platform/content-publishing, …/instagram-graph-api/reference/ig-user/media
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Kept, Post, PostFile, Reading
from briefcast.channels.containers import ContainerChannel, ContainerSettings
from briefcast.channels.graph import GraphApi, GraphSettings
from briefcast.channels.hosting import STORE_SECRETS
from briefcast.messages import tell
from briefcast.paths import doc

_METRICS = ("views", "reach", "likes", "comments", "saved", "shares", "total_interactions")
_REEL_METRICS = (*_METRICS, "ig_reels_avg_watch_time", "ig_reels_video_view_total_time")


class Instagram(ContainerChannel):
    """One professional account, through the Page it is connected to."""

    name = "instagram"
    read_at = "user_id"
    secrets: ClassVar = {
        "token": f"Make the token of the Page that the account is connected to, as {doc('channels-accounts')} shows "
        "under Instagram.",
        **STORE_SECRETS,
    }
    posts_at, published_at, quota_at = "media", "media_publish", "content_publishing_limit"
    quota_total = 50  # The guide says 100 and the reference 50.
    state_field, reason_field = "status_code", "status"
    words_field, more_fields = "caption", ("media_product_type",)
    permissions = (
        "Most often a permission is missing: generate the token anew with instagram_basic, instagram_content_publish, "
        "pages_show_list, pages_read_engagement, business_management and, where the Page's role comes from a business "
        f"portfolio, ads_management and ads_read ({doc('channels-accounts')}, Instagram)."
    )

    class Settings(GraphSettings, ContainerSettings):
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
            signed_out=tell("Make a new token. {way}", way=self.secrets["token"]),
        )

    def check(self) -> str:
        """See as whom, and how many posts are left today."""
        user = self.api.ask("GET", f"/{self.settings.user_id}", params={"fields": "username"})
        used, total = self.quota()
        return tell(
            "@{what} ({total} of {total_2} posts left in 24 hours)",
            what=user.get("username"),
            total=total - used,
            total_2=total,
        )

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a picture or cover that Instagram could not fetch."""
        if post.main.role == "image":
            return self.hosting.faults("pictures")
        if self.settings.cover and post.file("cover"):
            return tuple(
                tell("{fault} Or show the film's first frame instead: cover: false.", fault=fault)
                for fault in self.hosting.faults("covers")
            )
        return ()

    def fill(self, post: Post, kept: Kept) -> str:
        """Make a container of one picture, of a reel, or of the pages of a carousel."""
        if post.main.role == "video":
            return self.make(self._reel(post, kept))
        pictures = post.pictures
        if len(pictures) == 1:
            return self.make(self._picture(pictures[0], kept) | _shown(post))
        children = [self.child(number, self._picture(file, kept), kept) for number, file in enumerate(pictures)]
        return self.make({"media_type": "CAROUSEL", "children": ",".join(children)} | _shown(post))

    def _picture(self, file: PostFile, kept: Kept) -> dict[str, str]:
        return {"image_url": self.hosting.put(file, kept), "alt_text": file.alt_text}

    def _reel(self, post: Post, kept: Kept) -> dict[str, str]:
        cover = post.file("cover") if self.settings.cover else None
        fields = {"media_type": "REELS", "upload_type": "resumable", "share_to_feed": "true", **_shown(post)}
        return fields | ({"cover_url": self.hosting.put(cover, kept)} if cover else {})

    def bring(self, post: Post, kept: Kept) -> None:
        """Send a film, which Instagram does not fetch, from where it stopped."""
        if post.main.role != "video":
            return
        params = {"fields": "status_code,video_status"}
        answer = self.api.ask("GET", f"/{kept['container']}", params=params)
        phase = answer.get("video_status", {}).get("uploading_phase", {})
        if answer.get("status_code") == "IN_PROGRESS" and phase.get("status") != "complete":
            offset = int(phase.get("bytes_transferred") or 0)
            place = f"ig-api-upload/{self.settings.version}/{kept['container']}"
            self.api.send_film(place, post.main, offset=offset)

    def is_of_kind(self, entry: Mapping[str, Any], post: Post) -> bool:
        """Tell reels from pictures: a film and a picture of one brief may say the same."""
        return (entry.get("media_product_type") == "REELS") == (post.main.role == "video")

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what Meta gives of a post or reel, without what advertisements of it brought."""
        about = self.api.ask("GET", f"/{post_id}", params={"fields": "media_product_type"})
        metrics = _REEL_METRICS if about.get("media_product_type") == "REELS" else _METRICS
        window = "since it was posted, at most two years, organic alone; up to 48 hours behind"
        return self.api.insights(post_id, metrics, window=window, permission="instagram_manage_insights")


def _shown(post: Post) -> dict[str, str]:
    """What is said with a post, and that a voice in it is synthetic."""
    return {"caption": post.text, "is_ai_generated": "true" if post.synthetic_voice else "false"}
