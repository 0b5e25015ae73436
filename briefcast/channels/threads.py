"""Publishing on Threads: a container is made, Threads fetches its files, then it is published.

developers.facebook.com/docs/threads: Posts, Publishing reference, Troubleshooting (states of a container), Overview
(250 posts a day), Reply management (reply_to_id), Delete posts, Long-lived tokens. Threads takes no upload at all:
pictures and films are fetched.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from pydantic import SecretStr

from briefcast.channels.base import Kept, Owner, Post, PostFile, Reading, Receipt
from briefcast.channels.containers import ContainerChannel, ContainerSettings
from briefcast.channels.graph import GraphApi, GraphSettings
from briefcast.channels.hosting import STORE_SECRETS
from briefcast.channels.platform_api import Missing
from briefcast.errors import ChannelError, Refused, SignedOut
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.secrecy import can_renew, from_environment, keep_secret, renew_secret, secret_name

_METRICS = ("views", "likes", "replies", "reposts", "quotes", "shares")


class Threads(ContainerChannel):
    """One Threads profile."""

    name = "threads"
    answers = True
    secrets: ClassVar = {
        "token": f"Generate a long-lived token of the profile, as {doc('channels-accounts')} shows under Threads. "
        "It lives for 60 days.",
        **STORE_SECRETS,
    }
    posts_at, published_at, quota_at = "threads", "threads_publish", "threads_publishing_limit"
    quota_total = 250
    state_field, reason_field, words_field = "status", "error_message", "text"
    permissions = (
        "Most often a permission is missing: generate the token anew with threads_basic and threads_content_publish "
        f"({doc('channels-accounts')}, Threads)."
    )

    class Settings(ContainerSettings):
        """Which profile, and what of a post goes there."""

        user_id: str = "me"
        """The profile's number; ``me`` is the one the token belongs to."""
        text_only: bool = False
        """Whether texts go out alone, with the preview of their link: then no store is needed."""
        version: str = "v1.0"
        api_url: str = "https://graph.threads.net"

    settings: Settings

    @cached_property
    def api(self) -> GraphApi:
        """The API; Meta's errors are those of the Graph API."""
        own = self.settings
        return GraphApi(
            str(self.account),
            GraphSettings(version=own.version, api_url=own.api_url, timeout_s=own.timeout_s),
            token=self._token,
            signed_out=tell("Generate a new token. {way}", way=self.secrets["token"]),
        )

    def _token(self) -> str:
        """Give the token, which is renewed once in a run where the new one can be kept."""
        held = self.account.held
        if "renewed" not in held:
            held["renewed"] = SecretStr("yes")
            self._renew()
        return self.secret("token")

    def _renew(self) -> None:
        """Renew the token for another 60 days; the old one works on if that fails.

        "Refresh a long-lived token": it has to be a day old, and not expired. The call takes the token in its address
        alone; `briefcast.secrecy` keeps it out of every log.
        """
        name = secret_name(self.account.name, "token")
        if from_environment(name) or not can_renew():
            return
        own = self.settings
        form = {"grant_type": "th_refresh_token", "access_token": self.secret("token")}
        settings = GraphSettings(api_url=own.api_url, version=own.version, timeout_s=own.timeout_s)
        with (
            suppress(ChannelError),
            GraphApi(str(self.account), settings, token=lambda: self.secret("token"), signed_out="") as api,
        ):
            renewed = api.ask("GET", f"{own.api_url}/refresh_access_token", params=form).get("access_token", "")
            if renewed and renewed != self.secret("token"):
                self.account.held["token"] = keep_secret(str(renewed))
                renew_secret(name, str(renewed))

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

    def owner(self) -> Owner | None:
        """Give the profile of the token, where the account names none: ``GET /me`` (developers.facebook.com).

        Under the number of a profile, a token of another one is refused by the platform.
        """
        if self.settings.user_id != "me":
            return None
        me = self.api.ask("GET", "/me", params={"fields": "id,username"})
        return Owner(id=str(me["id"]), name=f"@{me.get('username')}")

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse files that Threads could not fetch."""
        if self.settings.text_only:
            return ()
        what = "films" if post.main.role == "video" else "pictures"
        return tuple(
            tell("{fault} Or post the text and its link alone: text_only: true.", fault=fault)
            for fault in self.hosting.faults(what)
        )

    def fill(self, post: Post, kept: Kept) -> str:
        """Make a container of the text alone, of one picture or film, or of the pages of a carousel."""
        if not post.corrects:
            return self._fill({"text": post.text}, post, kept)
        try:
            return self._fill({"text": post.text, "reply_to_id": post.corrects}, post, kept)
        except SignedOut:
            raise
        except Refused:
            # What it answers is gone, or the token lacks threads_manage_replies: it stands by itself.
            return self._fill({"text": post.text}, post, kept)

    def _fill(self, text: dict[str, str], post: Post, kept: Kept) -> str:
        if self.settings.text_only:
            return self.make({"media_type": "TEXT"} | text)
        if post.main.role == "video":
            return self.make(self._film(post.main, kept) | text)
        if len(post.pictures) == 1:
            return self.make(self._picture(post.main, kept) | text)
        children = [self.child(number, self._picture(file, kept), kept) for number, file in enumerate(post.pictures)]
        return self.make({"media_type": "CAROUSEL", "children": ",".join(children)} | text)

    def listed(self, post: Post) -> list[dict[str, Any]]:
        """Give the newest posts; an answer is listed apart, which takes the permission ``threads_read_replies``."""
        found = super().listed(post)
        if post.corrects:
            with suppress(Refused):
                found += self.listed_at("replies", post)
        return found

    def _picture(self, file: PostFile, kept: Kept) -> dict[str, str]:
        return {"media_type": "IMAGE", "image_url": self.hosting.put(file, kept)} | _alt_text(file)

    def _film(self, file: PostFile, kept: Kept) -> dict[str, str]:
        return {"media_type": "VIDEO", "video_url": self.hosting.put(file, kept)} | _alt_text(file)

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what Meta gives of a post; what was said to answers of answers is not in it."""
        window = "since it was posted; answers to answers are not counted"
        return self.api.insights(post_id, _METRICS, window=window, permission="threads_manage_insights")

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the post, which takes the permission ``threads_delete``."""
        with suppress(Missing):
            self.api.ask("DELETE", f"/{receipt.id}")


def _alt_text(file: PostFile) -> dict[str, str]:
    return {"alt_text": file.alt_text} if file.alt_text else {}
