"""Posts that Meta publishes from a container: made and filled first, looked at until it is ready, then published once.

What is the same wherever there are containers: the quota that the account itself tells, children of a carousel, the
five states (EXPIRED, ERROR, FINISHED, IN_PROGRESS, PUBLISHED), and what a container says of a call without an answer.
Derive, and say what goes into one.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Channel, Kept, Post, Receipt
from briefcast.channels.graph import GraphApi
from briefcast.channels.hosting import Hosting, HostingSettings
from briefcast.channels.platform_api import Missing
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, TryLater

QUOTA_PAUSE_S = 3600
_CALLED = "publishing"
"""Kept from the publishing call on: a container that was given to be published is never made anew."""


class ContainerChannel(Channel):
    """One account whose posts are containers before they are posts."""

    made_at: ClassVar[str]
    """Where containers are made, below the account: ``threads``."""
    published_at: ClassVar[str]
    """Where they are published: ``threads_publish``."""
    quota_at: ClassVar[str]
    """Where the account tells how many posts of a day are used: ``threads_publishing_limit``."""
    quota_total: ClassVar[int]
    """How many there are, where the account does not tell."""
    state_field: ClassVar[str]
    reason_field: ClassVar[str]
    """Of a container: what state it is in, and why it failed."""

    class Settings(HostingSettings):
        """Which account."""

        user_id: str
        """The account's number at the API."""

    settings: Settings

    @property
    @abstractmethod
    def api(self) -> GraphApi:
        """The API, signed for."""

    @cached_property
    def hosting(self) -> Hosting:
        """Where files are put for the platform to fetch."""
        return Hosting(self.account, self.settings)

    @abstractmethod
    def fill(self, post: Post, kept: Kept) -> str:
        """Make the container of a post, and give its id."""

    @abstractmethod
    def search(self, post: Post, *, published: bool = False) -> Receipt | None:
        """Look among the account's newest posts for this one; None where it is not.

        ``published``: that it is there is known, so that the newest of the same words is it.
        """

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Make the container, and wait until its files were fetched."""
        used, total = self.quota()
        if used >= total:
            raise TryLater(
                f"{self.account}: all {total} posts of 24 hours are used; it goes on when there is room.",
                after_s=QUOTA_PAUSE_S,
            )
        try:
            if "container" not in kept:
                kept["container"] = self.fill(post, kept)
            wait_until_ready(lambda: self._is_ready(kept), self.settings, f"{self.account}: the post")
        except Missing as error:  # A container lives for a day.
            raise self._begin_again(kept, str(error)) from error

    def make(self, fields: dict[str, str]) -> str:
        """Make one container, and give its id."""
        return str(self.api.ask("POST", f"/{self.settings.user_id}/{self.made_at}", data=fields)["id"])

    def child(self, number: int, fields: dict[str, str], kept: Kept) -> str:
        """Make one container of a carousel, unless it was made, and give its id."""
        name = f"child {number}"
        if name not in kept:
            kept[name] = self.make(fields | {"is_carousel_item": "true"})
        return kept[name]

    def quota(self) -> tuple[int, int]:
        """Ask the account how many posts of 24 hours are used, and of how many."""
        params = {"fields": "config,quota_usage"}
        answer = self.api.ask("GET", f"/{self.settings.user_id}/{self.quota_at}", params=params)
        entry: dict[str, Any] = next(iter(answer.get("data", ())), {})
        return int(entry.get("quota_usage", 0)), int(entry.get("config", {}).get("quota_total", self.quota_total))

    def _is_ready(self, kept: Kept) -> bool:
        answer = self._look(kept)
        state = answer.get(self.state_field)
        if state == "EXPIRED":
            raise self._begin_again(kept, f"{self.account}: the container was a day old and is gone.")
        if state == "ERROR":
            why = answer.get(self.reason_field) or "no reason given"
            if _CALLED in kept:
                raise AnswerLost(f"{self.account}: the post was given to be published, and failed since ({why}).")
            kept.clear()
            raise Refused(
                f"{self.account}: {self.platform.title} could not use a file ({why}). Look whether its address opens "
                "for everybody; a film has to be MP4 with H.264 and AAC."
            )
        return state in ("FINISHED", "PUBLISHED")

    def _begin_again(self, kept: Kept, why: str) -> ChannelError:
        if _CALLED in kept:
            return AnswerLost(f"{why} It was given to be published before, and is not made again.")
        kept.clear()
        return TryLater(f"{why} It is made again.")

    def _look(self, kept: Kept) -> dict[str, Any]:
        params = {"fields": f"{self.state_field},{self.reason_field}"}
        return self.api.ask("GET", f"/{kept['container']}", params=params)

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Publish the container; one that is published already is not published again."""
        try:
            state = self._look(kept).get(self.state_field)
        except Missing as error:
            raise self._begin_again(kept, str(error)) from error
        if state == "PUBLISHED":
            return self._published(post, kept)
        called_before = _CALLED in kept
        kept[_CALLED] = "yes"
        try:
            answer = self.api.publish_and_read(
                "POST", f"/{self.settings.user_id}/{self.published_at}", data={"creation_id": kept["container"]}
            )
        except (Refused, TryLater):
            if not called_before:  # This call did nothing; of one before it, its answer says nothing.
                del kept[_CALLED]
            raise
        if "id" not in answer:
            raise AnswerLost(f"{self.account}: the answer names no post.")
        return self._receipt(str(answer["id"]))

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask the container whether it is published; where it says nothing, look for the post itself.

        That a container is not there says nothing: Meta answers so for published ones too (Postiz, issue 1562).
        """
        if "container" not in kept:
            return self.search(post)
        try:
            state = self._look(kept).get(self.state_field)
        except Missing as error:
            found = self.search(post)
            if found is None and _CALLED in kept:
                raise TryLater(f"{error} Nor is it among the newest posts; look at the profile.") from error
            return found
        return self._published(post, kept) if state == "PUBLISHED" else None

    def _published(self, post: Post, kept: Kept) -> Receipt:
        found = None
        with suppress(ChannelError):  # That it is published is known; this is only for its address.
            found = self.search(post, published=True)
        return found or Receipt(id=kept["container"], url="")

    def _receipt(self, id: str) -> Receipt:
        url = ""
        with suppress(ChannelError):  # It is published; only its address is not known then.
            url = str(self.api.ask("GET", f"/{id}", params={"fields": "permalink"}).get("permalink", ""))
        return Receipt(id=id, url=url)

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()
