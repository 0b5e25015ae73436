"""The channel Mastodon, on any instance, through Mastodon.py."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
import time
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any, ClassVar, TypeVar

import requests
from mastodon import (
    Mastodon as Client,
)
from mastodon import (
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
)
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from briefcast import __version__
from briefcast.channels.base import (
    Account,
    AccountSettings,
    Channel,
    Kept,
    Owner,
    Post,
    PostFile,
    Reading,
    Receipt,
    readings_of,
)
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import redact

Answer = TypeVar("Answer")
_SCHEDULED = "scheduled"
_FIGURES = {
    "favourites_count": "times it was favourited",
    "reblogs_count": "times it was boosted",
    "replies_count": "replies",
}
"""docs.joinmastodon.org, Status."""
_READY_PAUSE_S = 1.0
_CLOCKS_APART_S = 600
"""How far the instance's clock may be behind ours."""
_MEDIA_LIFE_S = 20 * 3600
"""An instance deletes files that no post uses after a day."""


class _Gone(Refused):
    """It is not there any more."""


class Mastodon(Channel):
    """One account on an instance."""

    name = "mastodon"
    secrets: ClassVar = {
        "token": "Sign in to the instance, open Preferences, Development, New application, tick read:accounts, "
        "read:statuses, write:media and write:statuses, and copy the access token."
    }

    class Settings(AccountSettings):
        """Which instance, and who sees posts."""

        api_url: str
        """The instance: ``https://social.example.org``."""
        visibility: str = "public"
        """public, or unlisted: seen by everybody, but in no timeline of the instance."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._opened: Client | None = None
        self._me: Any = None

    def check(self) -> str:
        """Sign in and give the account's address."""
        return f"@{self._whoami().acct} on {self.settings.api_url}"

    def owner(self) -> Owner:
        """Give the account of the token: ``GET /api/v1/accounts/verify_credentials`` (docs.joinmastodon.org)."""
        me = self._whoami()
        return Owner(id=str(me.id), name=f"@{me.acct}")

    def check_post(self, post: Post) -> tuple[str, ...]:  # noqa: ARG002
        """Refuse a visibility that the public does not see."""
        if self.settings.visibility in ("public", "unlisted"):
            return ()
        return (
            tell(
                "The account says visibility: {visibility}. Write public or unlisted.",
                visibility=self.settings.visibility,
            ),
        )

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring each file with its alternative text, and wait until the instance has worked on it."""
        # Every attempt of this post, from whatever ledger, has one key; within an hour the instance takes it once.
        kept.setdefault("key", key_of(post))
        kept.setdefault("since", f"{time.time():.0f}")
        for file in _shown(post):
            self._bring(file, post, kept)

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Post, or have the instance hold it until its time."""
        try:
            made = self._run(
                lambda client: client.status_post(
                    post.text,
                    media_ids=[kept[f"file {file.sha256}"].split()[0] for file in _shown(post)],
                    visibility=self.settings.visibility,
                    language=post.language,
                    idempotency_key=kept["key"],
                    scheduled_at=post.publish_at,
                ),
                publishing=True,
            )
        except _Gone as error:
            # The key led to a post that was deleted since (app/services/post_status_service.rb): it needs another.
            kept["key"] = uuid.uuid4().hex
            raise TryLater(
                tell("{error} What was posted before was deleted; it is posted anew.", error=error.told)
            ) from None
        except Refused as error:
            if isinstance(error, SignedOut):
                raise
            # A file the instance deleted meanwhile would be refused for ever: it is brought anew by the next try.
            for file in _shown(post):
                kept.pop(f"file {file.sha256}", None)
            raise
        return _scheduled(made, post.marker) if post.publish_at else _receipt(made)

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look among the account's newest forty posts, and among those that wait.

        A post is known by its marker; one without a link, by its text, if it came after the upload began.
        """
        since = float(kept["since"]) - _CLOCKS_APART_S if "since" in kept else math.inf
        me = self._whoami().id
        for status in self._run(lambda client: client.account_statuses(me, limit=40, exclude_reblogs=True)):
            same = status.created_at.timestamp() >= since and _bare(status.content) == _bare(post.text)
            if post.marker in status.content or (not post.link and same):
                return _receipt(status)
        for waiting in self._run(lambda client: client.scheduled_statuses(limit=40)):
            same = since < math.inf and waiting.params.text == post.text
            if post.marker in waiting.params.text or (not post.link and same):
                return _scheduled(waiting, post.marker)
        return None

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read what this instance knows of the post; what others did with it comes late, or never."""
        status = self._now(post_id) if post_id.startswith(_SCHEDULED) else None
        status = status or self._run(lambda client: client.status(post_id))
        return readings_of(status, _FIGURES, "since it was posted, as far as its own instance was told")

    def _now(self, post_id: str) -> Any:
        """Give what became of a post that waited, by its marker.

        Raises:
            TryLater: it still waits.
        """
        marker, me = post_id.split(":")[2], self._whoami().id
        for status in self._run(lambda client: client.account_statuses(me, limit=40, exclude_reblogs=True)):
            if marker in status.content:
                return status
        raise TryLater(
            tell(
                "{account}: the post waits for its time, or is no longer among the newest forty.",
                account=str(self.account),
            )
        )

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the post, or the one that waits for its time."""
        kind, _, rest = receipt.id.partition(":")
        if kind != _SCHEDULED:
            self._delete(lambda client: client.status_delete(receipt.id))
            return
        number, _, marker = rest.partition(":")
        if self._delete(lambda client: client.scheduled_status_delete(number)):
            return
        # Its time has come, and it has another number since.
        me = self._whoami().id
        for status in self._run(lambda client: client.account_statuses(me, limit=40, exclude_reblogs=True)):
            if marker in status.content:
                self._delete(lambda client, id=status.id: client.status_delete(id))  # type: ignore[misc]

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Edit the post: its address stays, and readers see that it was edited."""
        if receipt.id.startswith(_SCHEDULED):
            self.withdraw(receipt)
            self.upload(post, kept)
            return self.send(post, kept)
        self.upload(post, kept)
        media = [kept[f"file {file.sha256}"].split()[0] for file in _shown(post)]
        return _receipt(self._run(lambda client: client.status_update(receipt.id, post.text, media_ids=media)))

    def _bring(self, file: PostFile, post: Post, kept: Kept) -> None:
        key, cover = f"file {file.sha256}", post.file("cover")
        if key in kept and time.time() - float(kept[key].split()[1]) > _MEDIA_LIFE_S:
            del kept[key]
        if key not in kept:
            made = self._run(
                lambda client: client.media_post(
                    str(file.path),
                    mime_type=file.media_type,
                    description=file.alt_text or post.title,
                    thumbnail=str(cover.path) if cover and file.role != "image" else None,
                    thumbnail_mime_type=cover.media_type if cover and file.role != "image" else None,
                )
            )
            kept[key] = f"{made.id} {time.time():.0f}"
        id = kept[key].split()[0]
        deadline = time.monotonic() + self.settings.timeout_s * 10
        while self._run(lambda client: client.media(id)).url is None:
            if time.monotonic() > deadline:
                raise TryLater(
                    tell("{account}: the instance still works on {file}.", account=str(self.account), file=file.name)
                )
            time.sleep(_READY_PAUSE_S)

    def _whoami(self) -> Any:
        if self._me is None:
            self._me = self._run(lambda client: client.account_verify_credentials())
        return self._me

    def _delete(self, work: Callable[[Client], object]) -> bool:
        """Delete something; False if it was gone already."""
        try:
            self._run(work)
        except _Gone:
            return False
        return True

    def _run(self, work: Callable[[Client], Answer], *, publishing: bool = False) -> Answer:
        if self._opened is None:
            self._opened = Client(
                access_token=self.secret("token"),
                api_base_url=self.settings.api_url,
                request_timeout=self.settings.timeout_s,
                ratelimit_method="throw",
                # Asked for by the client, an instance that does not answer is asked until the stack is full.
                version_check_mode="created",
                mastodon_version="4.0.0",
                user_agent=f"briefcast/{__version__}",
            )
        try:
            return work(self._opened)
        except MastodonError as error:
            raise self._explain(error, publishing=publishing) from None

    def _explain(self, error: MastodonError, *, publishing: bool) -> ChannelError:
        """Say what a failure of the client means for the post."""
        if isinstance(error, MastodonNetworkError):
            if _not_reached(error.__context__):
                return TryLater(tell("{account}: the instance could not be reached.", account=str(self.account)))
            message = tell("{account}: the connection broke before an answer came.", account=str(self.account))
            return AnswerLost(message) if publishing else TryLater(message)
        if isinstance(error, MastodonRatelimitError):
            reset = self._opened.ratelimit_reset if self._opened else None
            wait_s = max(0.0, reset - time.time()) if reset else None
            return TryLater(tell("{account}: too many calls (429).", account=str(self.account)), after_s=wait_s)
        said = redact(" ".join(str(part) for part in error.args[1:] if part)).strip().rstrip(".")
        message = tell(
            "{account}: the instance answered {said}.", account=str(self.account), said=said or redact(str(error))
        )
        if isinstance(error, MastodonUnauthorizedError):
            return SignedOut(f"{message} {self.secrets['token']}")
        if isinstance(error, MastodonServerError):
            return AnswerLost(message) if publishing else TryLater(message)
        if isinstance(error, MastodonNotFoundError):
            return _Gone(message)
        status = error.args[1] if isinstance(error, MastodonAPIError) and len(error.args) > 1 else None
        return Refused(f"{message} {_remedy(status, said)}".strip())


def key_of(post: Post) -> str:
    """Give the key of a post's publishing call (Idempotency-Key), which follows from the post and its slot alone."""
    slot = post.publish_at.isoformat() if post.publish_at else ""
    return hashlib.sha256("\0".join((post.marker, post.item, post.content_sha256, slot)).encode()).hexdigest()[:32]


def _remedy(status: object, said: str) -> str:
    if status == 403:
        return "Give the application write:media and write:statuses, and take its new token."
    if "character limit" in said or "too long" in said:
        return "This instance takes shorter posts than others: shorten the text."
    if "Validation failed" in said and "file" in said.lower():
        return "This instance does not take this file: make a smaller one for this channel."
    return "Nothing was posted: correct what it names." if status == 422 else ""


def _shown(post: Post) -> list[PostFile]:
    """Give the files that readers see: pictures, or the one film or recording."""
    return [file for file in post.files if file.role == post.main.role]


def _receipt(status: Any) -> Receipt:
    return Receipt(id=str(status.id), url=status.url or "")


def _scheduled(waiting: Any, marker: str) -> Receipt:
    # It gets another number when its time has come; the marker finds it then.
    at: dt.datetime = waiting.scheduled_at.astimezone(dt.UTC)
    return Receipt(id=f"{_SCHEDULED}:{waiting.id}:{marker}", url="", scheduled_for=at)


def _bare(text: str) -> str:
    """Give a text, or a post's HTML, without markup and spaces."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", text)))


def _not_reached(error: BaseException | None) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    if not isinstance(error, requests.ConnectionError) or not error.args:
        return False
    return isinstance(getattr(error.args[0], "reason", None), (NewConnectionError, ConnectTimeoutError))
