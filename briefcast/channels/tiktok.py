"""Publishing on TikTok, straight to the profile (Direct Post).

developers.tiktok.com/doc: content-posting-api-reference-direct-post, …-photo-post, …-get-video-status,
…-media-transfer-guide. A film is on its way when a ``publish_id`` is given, and posted when its last byte has
arrived: that one call is the publishing call. One ``publish_id`` is one post at most, however often it is sent.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar, Literal

import httpx

from briefcast.channels.base import Channel, Kept, Owner, Post, PostFile, Reading, Receipt, readings_of
from briefcast.channels.hosting import STORE_SECRETS, Hosting, HostingSettings
from briefcast.channels.http import retry_after_s
from briefcast.channels.oauth import REFRESH_SECRETS, RefreshedToken
from briefcast.channels.pieces import piece
from briefcast.channels.platform_api import PlatformApi
from briefcast.channels.signing import TokenAuth
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.secrecy import redact

CHUNK_MIN_BYTES, CHUNK_MAX_BYTES = 5_000_000, 64_000_000
"""Of every chunk but the last, which takes what is left over (media-transfer-guide, "Chunk restrictions")."""
_PHOTO_TITLE_MAX, _TEXT_MAX, _DESCRIPTION_MAX = 90, 2200, 4000
"""Of photos, of films, of photos: in UTF-16 units (content-posting-api-reference-direct-post, …-photo-post)."""
_JSON = {"content-type": "application/json; charset=UTF-8"}
_REMEDIES = {
    "unaudited_client_can_only_post_to_private_accounts": "TikTok has not audited the app yet: set privacy_level to "
    f"SELF_ONLY and the account to private, or apply for the audit ({doc('channels-accounts')}).",
    "url_ownership_unverified": "Verify the store's address as a URL property of the app at developers.tiktok.com.",
    "privacy_level_option_mismatch": "Set privacy_level in the account to one that the TikTok account offers.",
    "reached_active_user_cap": "An app that is not audited serves five accounts a day: apply for the audit.",
    "spam_risk_user_banned_from_posting": "TikTok has barred the account from posting: open it in the app.",
    "scope_not_authorized": "Let the account authorise the app anew, with video.publish, and video.list for figures.",
}
_FIGURES = {
    "view_count": "times it was viewed",
    "like_count": "likes",
    "comment_count": "comments",
    "share_count": "times it was shared",
}
"""developers.tiktok.com, Query Videos; needs the scope video.list."""
_DAY_FULL = {"spam_risk_too_many_posts", "spam_risk_too_many_pending_share"}
_SIGNED_OUT = {"access_token_invalid", "scope_not_authorized", "token_not_authorized_for_specified_publish_id"}


class TikTok(Channel):
    """One account."""

    name = "tiktok"
    secrets: ClassVar = {
        **REFRESH_SECRETS,
        "token": f"Let the account authorise the app for video.publish, as {doc('channels-accounts')} shows under "
        "TikTok. It lives for two hours: better give refresh-token, client-id and client-secret.",
        **STORE_SECRETS,
    }

    class Settings(HostingSettings):
        """How posts appear."""

        privacy_level: Literal["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"]
        """Who sees them. TikTok asks that this is chosen, never assumed."""
        comments: bool = True
        duets: bool = True
        stitches: bool = True
        cover_ms: int = 0
        """Which moment of a film is its cover."""
        chunk_bytes: int = 10_000_000
        api_url: str = "https://open.tiktokapis.com"

    settings: Settings

    @cached_property
    def api(self) -> TikTokApi:
        """The API, signed for."""
        token = RefreshedToken(
            self,
            url=f"{self.settings.api_url}/v2/oauth/token/",
            names=("client_key", "client_secret"),
            # "Refresh a User Access Token" (developers.tiktok.com, 2026-11-02): the old one stops with each refresh.
            rotates=True,
        )
        api = TikTokApi(
            str(self.account),
            self.settings.api_url,
            auth=TokenAuth(token),
            timeout_s=self.settings.timeout_s,
            signed_out=tell("Get a new one. {way}", way=self.secrets["token"]),
        )
        api.on_signed_out = token.forget
        return api

    @cached_property
    def hosting(self) -> Hosting:
        """Where pictures are put for TikTok to fetch."""
        return Hosting(self.account, self.settings)

    def check(self) -> str:
        """See as whom, and whom posts may be shown to."""
        creator = self._creator()
        return f"@{creator.get('creator_username')} ({', '.join(creator.get('privacy_level_options', ()))})"

    def owner(self) -> Owner:
        """Give the creator of the token: ``creator_info/query``, which has to be asked before each post anyway.

        It gives no number (developers.tiktok.com, Query Creator Info): a creator of another name is another one.
        """
        name = str(self._creator().get("creator_username"))
        return Owner(id=name, name=f"@{name}")

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse pictures that TikTok could not fetch."""
        return self.hosting.faults("pictures") if post.main.role == "image" else ()

    def _creator(self) -> dict[str, Any]:
        return self._post("/v2/post/publish/creator_info/query/", {})

    def _post(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        data: dict[str, Any] = self.api.ask("POST", path, json=body, headers=_JSON)["data"]
        return data

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Ask what the account may do; put pictures where they are fetched, or send a film but for its last chunk."""
        if post.main.role == "image":
            self._check_creator(post)
            urls = [self.hosting.put(file, kept) for file in post.files if file.role == "image"]
            kept["pictures"] = json.dumps(urls)
            return
        if "publish" in kept and self._status(kept).get("status") == "FAILED":
            _forget(kept)  # It will never appear.
        if "publish" not in kept:
            self._check_creator(post)
            self._begin(post, kept)
        sizes = _chunks(post.main.bytes, self.settings.chunk_bytes)
        for number in range(int(kept["chunks"]), len(sizes) - 1):
            try:
                self._put(post.main, number, sizes, kept)
            except Refused as error:
                if int(kept["chunks"]) == number:  # The address died before it was used up: nothing can appear.
                    _forget(kept)
                raise TryLater(tell("{error} It is uploaded again.", error=error.told)) from error
            kept["chunks"] = str(number + 1)

    def _check_creator(self, post: Post) -> None:
        creator = self._creator()
        options = creator.get("privacy_level_options", ())
        if self.settings.privacy_level not in options:
            raise Refused(
                tell(
                    "{account}: this TikTok account cannot post to {privacy_level}; it offers {options}. Set "
                    "privacy_level to one of these, or make the account public.",
                    account=str(self.account),
                    privacy_level=self.settings.privacy_level,
                    options=", ".join(options),
                )
            )
        seconds, most = (post.main.duration_ms or 0) / 1000, creator.get("max_video_post_duration_sec", 10**6)
        if post.main.role == "video" and seconds > most:
            raise Refused(
                tell(
                    "{account}: the film has {seconds} s; this TikTok account may post {most} s. Make a shorter film.",
                    account=str(self.account),
                    seconds=f"{seconds:.0f}",
                    most=most,
                )
            )

    def _begin(self, post: Post, kept: Kept) -> None:
        film = post.main
        sizes = _chunks(film.bytes, self.settings.chunk_bytes)
        about = {
            "title": _spaced(post.text, _TEXT_MAX),
            "disable_duet": not self.settings.duets,
            "disable_stitch": not self.settings.stitches,
            "video_cover_timestamp_ms": self.settings.cover_ms,
            "is_aigc": post.synthetic_voice,
            **self._shared(),
        }
        source = {
            "source": "FILE_UPLOAD",
            "video_size": film.bytes,
            "chunk_size": sizes[0],
            "total_chunk_count": len(sizes),
        }
        data = self._post("/v2/post/publish/video/init/", {"post_info": about, "source_info": source})
        kept["chunks"] = "0"
        kept["url"] = data["upload_url"]
        kept["publish"] = data["publish_id"]

    def _shared(self) -> dict[str, object]:
        return {
            "privacy_level": self.settings.privacy_level,
            "disable_comment": not self.settings.comments,
            "brand_content_toggle": False,
            "brand_organic_toggle": False,
        }

    def _put(self, film: PostFile, number: int, sizes: list[int], kept: Kept, *, last: bool = False) -> None:
        first = sum(sizes[:number])
        content = piece(film.path, first, sizes[number])
        headers = {
            "content-type": film.media_type,
            "content-range": f"bytes {first}-{first + len(content) - 1}/{film.bytes}",
        }
        make = self.api.publish if last else self.api.call
        # The address itself is the permission; the token stays here.
        make("PUT", kept["url"], content=content, headers=headers, auth=None)

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Send the last chunk, or ask TikTok to post the pictures; then wait until it says that it did."""
        if post.main.role == "image":
            body = self._photos(post, kept)
            data = self.api.publish_and_read("POST", "/v2/post/publish/content/init/", json=body, headers=_JSON)
            publish = data.get("data", {}).get("publish_id", "")
            if not publish:
                raise AnswerLost(tell("{account}: the answer names no post.", account=str(self.account)))
            kept["publish"] = publish
        else:
            self._send_last(post.main, kept)
        return self._settled(kept)

    def _send_last(self, film: PostFile, kept: Kept) -> None:
        sizes = _chunks(film.bytes, self.settings.chunk_bytes)
        number = len(sizes) - 1
        try:
            self._put(film, number, sizes, kept, last=True)
        except AnswerLost:
            if self._wants_more(film, kept):  # The same post again, and no second one.
                self._put(film, number, sizes, kept, last=True)
        except Refused as error:
            if self._wants_more(film, kept):  # The address died first: it can never be finished.
                _forget(kept)
                raise TryLater(tell("{error} It is uploaded again.", error=error.told)) from error

    def _wants_more(self, film: PostFile, kept: Kept) -> bool:
        try:
            status = self._status(kept)
        except ChannelError as error:
            raise AnswerLost(
                tell("{error} Whether the film was taken could not be asked.", error=error.told)
            ) from error
        return status.get("status") == "PROCESSING_UPLOAD" and int(status.get("uploaded_bytes", 0)) < film.bytes

    def _photos(self, post: Post, kept: Kept) -> dict[str, object]:
        title = post.title if _units(post.title) <= _PHOTO_TITLE_MAX else ""
        text = _spaced(post.text, _DESCRIPTION_MAX)
        about = {"title": title, "description": text, "auto_add_music": False, **self._shared()}
        source = {"source": "PULL_FROM_URL", "photo_cover_index": 0, "photo_images": json.loads(kept["pictures"])}
        return {"post_info": about, "source_info": source, "post_mode": "DIRECT_POST", "media_type": "PHOTO"}

    def _settled(self, kept: Kept) -> Receipt:
        """Wait for the end; from here on nothing says any more that it was not posted, but TikTok's own "failed"."""
        found: list[Receipt | None] = []

        def look() -> bool:
            found[:] = [self._published(kept)]
            return True

        try:
            wait_until_ready(lambda: _try(look), self.settings, tell("{account}: the post", account=str(self.account)))
        except ChannelError as error:
            raise AnswerLost(str(error)) from error
        if found and found[0]:
            return found[0]
        raise Refused(
            tell(
                "{account}: TikTok did not post it ({what}).",
                account=str(self.account),
                what=self._status(kept).get("fail_reason"),
            )
        )

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Ask what became of the ``publish_id``."""
        if "publish" in kept:
            return self._published(kept, size=post.main.bytes if post.main.role == "video" else 0)
        if "pictures" in kept:
            raise TryLater(
                tell(
                    "{account}: the answer with the post's number was lost; look at the profile.",
                    account=str(self.account),
                )
            )
        return None

    def _published(self, kept: Kept, *, size: int = 0) -> Receipt | None:
        status = self._status(kept)
        state = status.get("status")
        if state == "PUBLISH_COMPLETE":
            return self._receipt(kept["publish"], status)
        if state == "FAILED":
            return None
        if state == "PROCESSING_UPLOAD" and int(status.get("uploaded_bytes", 0)) < size:
            return None
        raise TryLater(
            tell("{account}: TikTok is still working on it ({state}).", account=str(self.account), state=state)
        )

    def _status(self, kept: Kept) -> dict[str, Any]:
        return self._post("/v2/post/publish/status/fetch/", {"publish_id": kept["publish"]})

    def _receipt(self, publish: str, status: dict[str, Any]) -> Receipt:
        # TikTok spells it so; it comes after moderation, and only for public posts.
        posts = status.get("publicaly_available_post_id") or ()
        return Receipt(id=publish, url=f"https://www.tiktok.com/video/{posts[0]}" if posts else "")

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read the figures of a public post, by the number that TikTok gives it after its moderation."""
        posts = self._status({"publish": post_id}).get("publicaly_available_post_id") or ()
        if not posts:
            raise TryLater(
                tell(
                    "{account}: {post_id} is not public, or not yet: there are no figures of it.",
                    account=str(self.account),
                    post_id=post_id,
                )
            )
        body: dict[str, object] = {"filters": {"video_ids": [str(posts[0])]}}
        found = self._post(f"/v2/video/query/?fields=id,{','.join(_FIGURES)}", body).get("videos") or ()
        if not found:
            raise Refused(
                tell(
                    "{account}: TikTok has no public post {posts} of this account (any more).",
                    account=str(self.account),
                    posts=posts[0],
                )
            )
        return readings_of(found[0], _FIGURES, "since it was posted")

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()


class TikTokApi(PlatformApi):
    """TikTok's API; every answer has an error in it, whose code is ``ok`` if there was none."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        """Say what the code of an error means."""
        try:
            error = response.json()["error"]
            code, said = str(error["code"]), redact(str(error.get("message", "")))
        except (ValueError, KeyError, TypeError):
            return super().explain(response, publishing=publishing)
        if code in _SIGNED_OUT:
            return SignedOut(
                tell(
                    "{account}: the token is not taken ({code}). {way}",
                    account=self.who,
                    code=code,
                    way=_REMEDIES.get(code, self.signed_out),
                )
            )
        if code in _DAY_FULL:
            return TryLater(
                tell(
                    "{account}: TikTok takes no more posts of this account today ({code}).", account=self.who, code=code
                ),
                after_s=3600,
            )
        if code == "rate_limit_exceeded":
            return TryLater(
                tell("{account}: too many calls ({code}). {said}", account=self.who, code=code, said=said),
                after_s=retry_after_s(response),
            )
        if code == "internal_error":
            message = tell("{account}: the platform failed ({code}). {said}", account=self.who, code=code, said=said)
            return AnswerLost(message) if publishing else TryLater(message)
        return Refused(f"{self.who}: refused ({code}). {said} {_REMEDIES.get(code, '')}".strip())

    def complaint(self, response: httpx.Response, data: dict[str, Any], *, publishing: bool) -> ChannelError | None:
        """Say what is meant by an error in an answer of 200."""
        code = data.get("error", {}).get("code", "ok")
        return None if code == "ok" else self.explain(response, publishing=publishing)


def _try(look: Any) -> bool:
    """Whether a look came to an end; one that has to wait did not."""
    try:
        return bool(look())
    except TryLater:
        return False


def _spaced(text: str, most: int) -> str:
    """Put a space before each line break, where there is room.

    TikTok says of hashtags that a space ends them, and of line breaks nothing; some see them dropped. Where they are,
    the last word of a line and the first of the next still stand apart.
    """
    spaced = text.replace("\n", " \n")
    return spaced if _units(spaced) <= most else text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _chunks(size: int, chunk: int) -> list[int]:
    """Cut a film as TikTok wants it: chunks of one size, and the last with what is left over.

    Their number is the size over that of a chunk, rounded down; a film under 5 MB goes whole.
    """
    chunk = min(max(chunk, CHUNK_MIN_BYTES), CHUNK_MAX_BYTES)
    count = max(1, size // chunk)
    if count == 1:
        return [size]
    return [chunk] * (count - 1) + [size - chunk * (count - 1)]


def _forget(kept: Kept) -> None:
    for name in ("publish", "url", "chunks"):
        kept.pop(name, None)
