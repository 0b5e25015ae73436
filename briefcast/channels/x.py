"""Publishing on X: media in segments, alternative text and subtitles, then the post.

docs.x.com/x-api/media, …/posts/create-post. There is no idempotency key: after a lost answer the account's own posts
are read.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any, ClassVar

import httpx
from pydantic import SecretStr

from briefcast.channels.base import Channel, Kept, Owner, Post, PostFile, Reading, Receipt, readings_of
from briefcast.channels.http import told_at
from briefcast.channels.pieces import piece
from briefcast.channels.platform_api import Missing, PlatformApi
from briefcast.channels.signing import OAuth1Auth
from briefcast.channels.waiting import WaitingSettings, wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.languages import language
from briefcast.messages import tell

SEGMENT_BYTES = 1024 * 1024
"""X takes up to 5 MB a segment; other clients send one (Postiz), and its guide's example does."""
_FIGURES = {
    "impression_count": "times the post was seen, several times by one reader counted",
    "like_count": "likes",
    "reply_count": "replies",
    "retweet_count": "reposts without words of their own",
    "quote_count": "reposts with words of their own",
    "bookmark_count": "times it was bookmarked",
}
_OWN_FIGURES = {
    "url_link_clicks": "clicks on the link or its card",
    "user_profile_clicks": "clicks on the account's name or picture in it",
}
"""Given of the last 30 days' posts alone (docs.x.com, Metrics)."""
SEGMENTS_MAX = 1000
"""``segment_index`` is 0 to 999 (docs.x.com, OpenAPI 2.167)."""
_SRT = re.compile(r"\ufeff?\s*\d+\s*\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}")
_POSTS_LOOKED_AT = 100


class XSettings(WaitingSettings):
    """Where X is."""

    api_url: str = "https://api.x.com"
    segment_bytes: int = SEGMENT_BYTES


class X(Channel):
    """One account, with its own four keys, which do not expire."""

    name = "x"
    secrets: ClassVar = {
        "api-key": "Copy it under Keys and tokens of the app at console.x.com (Consumer Keys).",
        "api-key-secret": "Copy it beside the API key; regenerate both if it was lost.",
        "access-token": "Generate it under Keys and tokens, with Read and write permission, signed in as the account.",
        "access-token-secret": "It is shown once, with the access token; generate both again if it was lost.",
    }
    Settings = XSettings
    answers = True
    settings: XSettings

    @cached_property
    def api(self) -> XApi:
        """The API, signed for as the account."""
        auth = OAuth1Auth(
            key=lambda: self.secret("api-key"),
            key_secret=lambda: self.secret("api-key-secret"),
            token=lambda: self.secret("access-token"),
            token_secret=lambda: self.secret("access-token-secret"),
        )
        return XApi(
            str(self.account),
            self.settings.api_url,
            auth=auth,
            timeout_s=self.settings.timeout_s,
            signed_out="Generate access token and secret again under Keys and tokens at console.x.com.",
        )

    def check(self) -> str:
        """Ask as whom, whatever was known before."""
        self.account.held.pop("me", None)
        return f"@{self._me()['username']}"

    def owner(self) -> Owner:
        """Give the account of the four keys: ``GET /2/users/me`` (docs.x.com)."""
        me = self._me()
        return Owner(id=str(me["id"]), name=f"@{me['username']}")

    def _me(self) -> dict[str, str]:
        """Ask as whom, once in a run: X bills each look."""
        held = self.account.held
        if "me" not in held:
            held["me"] = SecretStr(json.dumps(self.api.ask("GET", "/2/users/me")["data"]))
        me: dict[str, str] = json.loads(held["me"].get_secret_value())
        return me

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse subtitles that are no SRT: X takes them, and then fails at the post itself, with 503."""
        captions = post.file("captions", "application/x-subrip") if post.main.role == "video" else None
        if captions is None or _SRT.match(captions.path.read_text("utf-8", errors="replace")):
            return ()
        return (
            tell(
                "{captions} is no SRT file: make the film again, or take the file out of the post.",
                captions=captions.name,
            ),
        )

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Upload pictures with their alternative text, or the film with its subtitles."""
        if "user" not in kept:
            me = self._me()
            kept["name"], kept["user"] = me["username"], me["id"]
        try:
            for number, file in enumerate(_media(post)):
                category = "tweet_video" if file.role == "video" else "tweet_image"
                self._upload_file(f"media {number}", file, category, kept)
                # "Alt text can only be added to images at the moment" (docs.x.com, data dictionary, read 2026-11-28).
                if file.alt_text and file.role == "image" and f"media {number} described" not in kept:
                    text = {"alt_text": {"text": file.alt_text}}
                    self.api.ask("POST", "/2/media/metadata", json={"id": kept[f"media {number}"], "metadata": text})
                    kept[f"media {number} described"] = "yes"
            if post.main.role == "video":
                self._add_subtitles(post, kept)
        except Missing as error:  # Media lives for fifteen days.
            _forget_media(kept)
            raise TryLater(tell("{error} It is uploaded again.", error=error.told)) from error

    def _upload_file(self, name: str, file: PostFile, category: str, kept: Kept) -> None:
        """Upload a file in segments, going on after those that arrived, and wait until X has read it."""
        if name not in kept:
            about = {"media_type": _media_type(file), "total_bytes": file.bytes, "media_category": category}
            kept[name] = str(self.api.ask("POST", "/2/media/upload/initialize", json=about)["data"]["id"])
        size = segment_size(file.bytes, self.settings.segment_bytes)
        for segment in range(int(kept.get(f"{name} segments", "0")), -(-file.bytes // size)):
            content = (file.name, piece(file.path, segment * size, size), "application/octet-stream")
            # A segment that arrived before is replaced by the same again.
            form = {"segment_index": str(segment)}
            self.api.call("POST", f"/2/media/upload/{kept[name]}/append", data=form, files={"media": content})
            kept[f"{name} segments"] = str(segment + 1)
        if kept.get(f"{name} state") != "ready":
            if f"{name} state" not in kept:
                kept[f"{name} state"] = self._finalize(kept[name])
            if kept[f"{name} state"] != "ready":
                wait_until_ready(lambda: self._is_ready(kept[name]), self.settings, f"{self.account}: {file.name}")
                kept[f"{name} state"] = "ready"

    def _finalize(self, id: str) -> str:
        try:
            data = self.api.ask("POST", f"/2/media/upload/{id}/finalize")["data"]
        except Missing:
            raise
        except Refused as error:
            if not self._is_known(id):
                raise Missing(str(error)) from error
            return "processing"  # It was finalized before, and only the answer was lost.
        return "processing" if "processing_info" in data else "ready"

    def _is_known(self, id: str) -> bool:
        try:
            return bool(self._processing(id))
        except Refused:
            return False

    def _processing(self, id: str) -> dict[str, Any]:
        params = {"command": "STATUS", "media_id": id}
        data: dict[str, Any] = self.api.ask("GET", "/2/media/upload", params=params)["data"]
        return data

    def _is_ready(self, id: str) -> bool:
        info = self._processing(id).get("processing_info", {"state": "succeeded"})
        if info["state"] == "failed":
            said = info.get("error", {}).get("message", "no reason given")
            raise Refused(
                tell(
                    "{account}: X could not read the file ({said}). Render it again as MP4 with H.264 and "
                    "AAC, and publish it anew.",
                    account=str(self.account),
                    said=said,
                )
            )
        return bool(info["state"] == "succeeded")

    def _add_subtitles(self, post: Post, kept: Kept) -> None:
        captions = post.file("captions", "application/x-subrip")
        if captions is None or "subtitled" in kept:
            return
        self._upload_file("subtitles", captions, "subtitles", kept)
        subtitles = {
            "id": kept["subtitles"],
            "language_code": captions.language.upper(),
            "display_name": language(captions.language).name,
        }
        about = {"id": kept["media 0"], "media_category": "TweetVideo", "subtitles": subtitles}
        self.api.ask("POST", "/2/media/subtitles", json=about)
        kept["subtitled"] = captions.language

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Post; a synthetic voice is declared in the field for it."""
        media = [kept[f"media {number}"] for number in range(len(_media(post)))]
        body = {"text": post.text, "media": {"media_ids": media}, "made_with_ai": post.synthetic_voice}
        below = {"reply": {"in_reply_to_tweet_id": post.corrects}} if post.corrects else {}
        try:
            answer = self.api.publish_and_read("POST", "/2/tweets", json=body | below)
        except SignedOut:
            raise
        except Refused:
            if not below:
                raise
            # What it answers is gone, or takes no answers: nothing was posted, and it stands by itself.
            answer = self.api.publish_and_read("POST", "/2/tweets", json=body)
        id = answer.get("data", {}).get("id")
        if not id:
            raise AnswerLost(tell("{account}: the answer names no post.", account=str(self.account)))
        return self._receipt(str(id), kept)

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Read the account's newest posts, and look for our media, or the marker in their links; X bills this call."""
        if "user" not in kept:
            me = self._me()
            kept["name"], kept["user"] = me["username"], me["id"]
        params = {"max_results": str(_POSTS_LOOKED_AT), "tweet.fields": "attachments,entities"}
        for entry in self.api.ask("GET", f"/2/users/{kept['user']}/tweets", params=params).get("data", ()):
            links = [url.get("expanded_url", "") for url in entry.get("entities", {}).get("urls", ())]
            # A media key is the media's id behind a number for its kind: 13_1880028106020515840.
            media = {key.rpartition("_")[2] for key in entry.get("attachments", {}).get("media_keys", ())}
            if any(post.marker in link for link in links) or kept.get("media 0") in media:
                return self._receipt(str(entry["id"]), kept)
        return None

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read the post's figures; X bills the look. Clicks are there for a month."""
        for fields in ("public_metrics,non_public_metrics", "public_metrics"):
            answer = self.api.ask("GET", f"/2/tweets/{post_id}", params={"tweet.fields": fields})
            if data := answer.get("data"):
                seen = readings_of(data.get("public_metrics", {}), _FIGURES, "since it was posted")
                month = "since it was posted; given for 30 days alone"
                return seen + readings_of(data.get("non_public_metrics", {}), _OWN_FIGURES, month)
        raise Missing(
            tell("{account}: X has no post {post_id} (any more).", account=str(self.account), post_id=post_id)
        )

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the post; X answers the same for one that is gone."""
        self.api.ask("DELETE", f"/2/tweets/{receipt.id}")

    def close(self) -> None:
        """Close connections."""
        self.api.close()

    def _receipt(self, id: str, kept: Kept) -> Receipt:
        return Receipt(id=id, url=f"https://x.com/{kept['name']}/status/{id}")


class XApi(PlatformApi):
    """X's API and its way of saying no (docs.x.com/x-api/fundamentals/response-codes-and-errors)."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        """Say what a refusal means; how long to wait is in a header of X's own."""
        error = super().explain(response, publishing=publishing)
        if isinstance(error, TryLater) and response.status_code == 429 and error.after_s is None:
            return TryLater(str(error), after_s=_until_reset_s(response))
        if response.status_code == 402:
            return Refused(
                tell("{error} Buy credits under Billing at console.x.com, then publish again.", error=error.told)
            )
        if response.status_code == 404:
            return Missing(str(error))
        if response.status_code == 403 and type(error) is Refused:
            if "duplicate" in str(error).lower():
                return Refused(
                    tell(
                        "{error} The same text is there already: look at the account before anything else.",
                        error=error.told,
                    )
                )
            return Refused(
                tell(
                    "{error} Set the app's permission to Read and write, and generate the access token again.",
                    error=error.told,
                )
            )
        return error


def _until_reset_s(response: httpx.Response) -> float | None:
    reset = response.headers.get("x-rate-limit-reset", "")
    if not reset.isdigit():
        return None
    return max(0.0, int(reset) - told_at(response).timestamp())


def segment_size(file_bytes: int, wanted: int) -> int:
    """Give the bytes of a segment, so that there are no more of them than X counts."""
    return max(wanted, -(-file_bytes // SEGMENTS_MAX))


def _media(post: Post) -> list[PostFile]:
    return [file for file in post.files if file.role == post.main.role]


def _media_type(file: PostFile) -> str:
    return "text/srt" if file.role == "captions" else file.media_type


def _forget_media(kept: Kept) -> None:
    for name in [name for name in kept if name not in ("user", "name")]:
        del kept[name]
