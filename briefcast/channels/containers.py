"""Posts that Meta publishes from a container: made and filled first, looked at until it is ready, then published once.

What is the same on Instagram and Threads: the quota that the account itself tells, children of a carousel, the five
states of a container (EXPIRED, ERROR, FINISHED, IN_PROGRESS, PUBLISHED), and how a call without an answer is settled.
Derive, and say what goes into a container and how the API calls things.
"""

from __future__ import annotations

import datetime as dt
import time
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from briefcast.channels.base import Channel, Kept, Post, Receipt
from briefcast.channels.graph import GraphApi, NotFetched, begin_again
from briefcast.channels.hosting import Hosting, HostingSettings
from briefcast.channels.platform_api import Missing
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, TryLater
from briefcast.messages import tell

_QUOTA_PAUSE_S = 3600
_POSTS_LOOKED_AT = 50
_FETCHES = 3
"""How often Meta is asked to fetch a file before its address is blamed."""
_CALLED = "publishing since"
"""Kept from the publishing call on, with its time by Meta's clock: from then on nothing is begun anew."""
_CLOCK_S = 60
"""How much earlier than the call Meta may say that a post of it was made."""


class ContainerSettings(HostingSettings):
    """Which account."""

    user_id: str
    """The account's number at the API."""


class ContainerChannel(Channel):
    """One account whose posts are containers before they are posts."""

    posts_at: ClassVar[str]
    """Where containers are made and posts are listed, below the account: ``media``."""
    published_at: ClassVar[str]
    """Where containers are published: ``media_publish``."""
    quota_at: ClassVar[str]
    """Where the account tells how many posts of a day are used."""
    quota_total: ClassVar[int]
    """How many there are, where the account does not tell."""
    state_field: ClassVar[str]
    reason_field: ClassVar[str]
    """Of a container: its state, and why it failed."""
    words_field: ClassVar[str]
    """Of a post: what it says."""
    more_fields: ClassVar[tuple[str, ...]] = ()
    """Of a post: what `is_of_kind` needs."""
    permissions: ClassVar[str]
    """What to do where a permission is missing."""
    settings: ContainerSettings

    @property
    @abstractmethod
    def api(self) -> GraphApi:
        """The API, signed for."""

    @cached_property
    def hosting(self) -> Hosting:
        """Where files are put for Meta to fetch."""
        return Hosting(self.account, self.settings)

    @abstractmethod
    def fill(self, post: Post, kept: Kept) -> str:
        """Make the container of a post, and give its id."""

    def bring(self, post: Post, kept: Kept) -> None:  # where everything is fetched
        """Send what a container that was made does not fetch itself; safe to repeat."""

    def is_of_kind(self, entry: Mapping[str, Any], post: Post) -> bool:  # noqa: ARG002
        """Whether what is listed may be a post at all, by what it is."""
        return True

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Make the container, and fill it; once it was given to be published, no other is made."""
        held = any(name == "container" or name.startswith("child ") for name in kept)
        try:
            self._prepare(post, kept)
        except Missing as error:  # A container lives for a day.
            if _CALLED in kept:
                raise _unknown(error) from error
            raise begin_again(error, kept, held=held, permissions=self.permissions) from error

    def _prepare(self, post: Post, kept: Kept) -> None:
        used, total = self.quota()
        if used >= total:
            raise TryLater(
                tell(
                    "{account}: all {total} posts of 24 hours are used; it goes on when there is room.",
                    account=str(self.account),
                    total=total,
                ),
                after_s=_QUOTA_PAUSE_S,
            )
        if "container" not in kept:
            kept["container"] = self.fill(post, kept)
        self.bring(post, kept)
        wait_until_ready(
            lambda: self._is_ready(kept), self.settings, tell("{account}: the post", account=str(self.account))
        )

    def make(self, fields: dict[str, str]) -> str:
        """Make one container, and give its id."""
        for left in reversed(range(_FETCHES)):
            try:
                return str(self.api.ask("POST", f"/{self.settings.user_id}/{self.posts_at}", data=fields)["id"])
            except NotFetched:  # Nothing is published here: to ask again is harmless.
                if not left:
                    raise
                time.sleep(self.settings.poll_s)
        raise AssertionError("the last attempt raises")

    def child(self, number: int, fields: dict[str, str], kept: Kept) -> str:
        """Make one container of a carousel, unless it was made, and give its id."""
        name = f"child {number}"
        if name not in kept:
            kept[name] = self.make(fields | {"is_carousel_item": "true"})
        return kept[name]

    def quota(self) -> tuple[int, int]:
        """Ask the account how many posts of 24 hours are used, and of how many: what it is told itself counts."""
        params = {"fields": "config,quota_usage"}
        answer = self.api.ask("GET", f"/{self.settings.user_id}/{self.quota_at}", params=params)
        entry: dict[str, Any] = next(iter(answer.get("data", ())), {})
        return int(entry.get("quota_usage", 0)), int(entry.get("config", {}).get("quota_total", self.quota_total))

    def _is_ready(self, kept: Kept) -> bool:
        params = {"fields": f"{self.state_field},{self.reason_field}"}
        answer = self.api.ask("GET", f"/{kept['container']}", params=params)
        state = answer.get(self.state_field)
        if state in ("EXPIRED", "ERROR") and _CALLED in kept:
            raise _unknown(
                tell(
                    "{account}: the container says {state} since it was given to be published.",
                    account=str(self.account),
                    state=state,
                )
            )
        if state == "EXPIRED":
            kept.clear()
            raise TryLater(
                tell("{account}: the container was a day old and is gone; it is made again.", account=str(self.account))
            )
        if state == "ERROR":
            kept.clear()
            why = answer.get(self.reason_field) or "no reason given"
            raise Refused(
                tell(
                    "{account}: {platform} could not use a file ({why}). Look whether its address opens for "
                    "everybody; a film has to be MP4 with H.264 and AAC.",
                    account=str(self.account),
                    platform=self.platform.title,
                    why=why,
                )
            )
        return state in ("FINISHED", "PUBLISHED")

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Publish the container; one that is published already is not published again."""
        called_before = _CALLED in kept
        try:
            state, now = self._state(kept)
        except Missing as error:
            if called_before:
                raise _unknown(error) from error
            raise begin_again(error, kept, held=True, permissions=self.permissions) from error
        if state == "PUBLISHED":
            return self._published(post, kept)
        if not called_before:
            kept[_CALLED] = now.isoformat()
        fields = {"creation_id": kept["container"]}
        try:
            answer = self.api.publish_and_read("POST", f"/{self.settings.user_id}/{self.published_at}", data=fields)
        except (Refused, TryLater):
            if not called_before:  # This call did nothing; of one before it, its answer says nothing.
                del kept[_CALLED]
            raise
        if "id" not in answer:
            raise AnswerLost(tell("{account}: the answer names no post.", account=str(self.account)))
        return self._receipt(str(answer["id"]))

    def _state(self, kept: Kept) -> tuple[str, dt.datetime]:
        """Give what the container says of itself, and Meta's time."""
        answer, now = self.api.ask_when("GET", f"/{kept['container']}", params={"fields": self.state_field})
        return str(answer.get(self.state_field)), now

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask the container whether it is published; where it says nothing, look for a post that came since the call.

        That a container is not there says nothing: Meta answers so for published ones too (Postiz, issue 1562), and
        the list of posts lags. Without a container, the marker in a post's link is looked for where readers see links.
        """
        if "container" not in kept:
            if self.platform.link != "text" or not post.link:
                return None
            marked = (each for each in self.listed(post) if post.marker in str(each.get(self.words_field, "")))
            return next((_receipt_of(entry) for entry in marked), None)
        try:
            state, _ = self._state(kept)
        except Missing as error:
            if found := self._search(post, kept):
                return found
            raise TryLater(
                tell("{error} No post of these words has come since; look at the profile.", error=error.told)
            ) from error
        return self._published(post, kept) if state == "PUBLISHED" else None

    def _published(self, post: Post, kept: Kept) -> Receipt:
        found = None
        with suppress(ChannelError):  # That it is published is known; this is only for its address.
            found = self._search(post, kept)
        return found or Receipt(id=kept["container"], url="")

    def listed(self, post: Post) -> list[dict[str, Any]]:
        """Give the newest posts of the account that may be this one."""
        return self.listed_at(self.posts_at, post)

    def listed_at(self, place: str, post: Post) -> list[dict[str, Any]]:
        """Give those that are listed in one place below the account."""
        names = ("id", self.words_field, "permalink", "timestamp", *self.more_fields)
        params = {"fields": ",".join(names), "limit": str(_POSTS_LOOKED_AT)}
        entries = self.api.ask("GET", f"/{self.settings.user_id}/{place}", params=params).get("data", ())
        return [entry for entry in entries if self.is_of_kind(entry, post)]

    def _search(self, post: Post, kept: Kept) -> Receipt | None:
        """Look for a post of these words that is as young as the call; an older one is another's.

        Raises:
            TryLater: there is one, and whether it is this one cannot be told.
        """
        called = kept.get(_CALLED, "")
        for entry in self.listed(post):
            words = str(entry.get(self.words_field, ""))
            receipt = _receipt_of(entry)
            if post.marker in words:
                return receipt
            if words.split() != post.text.split():
                continue
            if not called or not entry.get("timestamp"):
                raise TryLater(
                    tell(
                        "{account}: {url} has the same words; whether it is this one is not said.",
                        account=str(self.account),
                        url=receipt.url,
                    )
                )
            age_s = (dt.datetime.fromisoformat(entry["timestamp"]) - dt.datetime.fromisoformat(called)).total_seconds()
            if age_s >= -_CLOCK_S:
                return receipt
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


def _receipt_of(entry: Mapping[str, Any]) -> Receipt:
    return Receipt(id=str(entry["id"]), url=str(entry.get("permalink", "")))


def _unknown(why: object) -> AnswerLost:
    return AnswerLost(tell("{why} It was given to be published before; whether it is, is not known.", why=why))
