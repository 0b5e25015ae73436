"""Publishing on LinkedIn, as an organization or a member: media first, then the post.

learn.microsoft.com/linkedin/marketing/community-management/shares: posts-api, videos-api, images-api,
multiimage-post-api, little-text-format. The header ``x-restli-id`` of the answer is the only proof of a post;
an organization's posts can be looked through afterwards, a member's cannot.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import httpx
from pydantic import Field

from briefcast.channels.base import Channel, Kept, Post, PostFile, Reading, Receipt, readings_of
from briefcast.channels.little_text import little_text
from briefcast.channels.pieces import piece
from briefcast.channels.platform_api import Missing, PlatformApi
from briefcast.channels.signing import TokenAuth
from briefcast.channels.waiting import WaitingSettings, wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, TryLater
from briefcast.languages import language
from briefcast.messages import tell

_POSTS_LOOKED_AT = 50
_FIGURES = {
    "impressionCount": "times the post was shown",
    "uniqueImpressionsCount": "members it was shown to",
    "clickCount": "clicks",
    "likeCount": "reactions",
    "commentCount": "comments",
    "shareCount": "times it was shared",
    "engagement": "clicks, reactions, comments and shares by impression",
}
"""learn.microsoft.com/linkedin, Organization Share Statistics."""


class LinkedIn(Channel):
    """One organization, or one member."""

    name = "linkedin"
    read_at = "author"
    secrets: ClassVar = {
        "token": "Make an access token with w_organization_social (or w_member_social) in the token generator of the "
        "app at developer.linkedin.com; it lives for 60 days."
    }

    class Settings(WaitingSettings):
        """As whom."""

        author: str = Field(pattern=r"^urn:li:(organization|person):[\w-]+$")
        """``urn:li:organization:123``: the number is in the address of the page's admin view."""
        version: str = Field(default="202610", pattern=r"^20\d{4}$")
        """Of the API, year and month; LinkedIn retires each after about a year."""
        api_url: str = "https://api.linkedin.com"

    settings: Settings

    @cached_property
    def api(self) -> LinkedInApi:
        """The API, signed for."""
        api = LinkedInApi(
            str(self.account),
            self.settings.api_url,
            auth=self._auth,
            timeout_s=self.settings.timeout_s,
            signed_out=tell("Make a new token. {way}", way=self.secrets["token"]),
        )
        api.version = self.settings.version
        return api

    @cached_property
    def _auth(self) -> TokenAuth:
        return TokenAuth(lambda: self.secret("token"))

    @property
    def _is_organization(self) -> bool:
        return self.settings.author.startswith("urn:li:organization:")

    def check(self) -> str:
        """See as whom."""
        if self._is_organization:
            number = self.settings.author.rpartition(":")[2]
            return str(self.api.ask("GET", f"/rest/organizations/{number}").get("localizedName"))
        return str(self.api.ask("GET", "/v2/userinfo").get("name"))

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Upload pictures, or the film with captions and cover."""
        try:
            if post.main.role == "video":
                self._upload_film(post, kept)
                return
            for number, file in enumerate(_pictures(post)):
                if f"image {number}" not in kept:
                    kept[f"image {number}"] = self._upload_picture(file)
            # A member's token may write pictures and not read them (Postiz, linkedin.provider.ts); films may be read.
            for number in range(len(_pictures(post)) if self._is_organization else 0):
                urn = kept[f"image {number}"]
                wait_until_ready(lambda urn=urn: self._is_ready("images", urn), self.settings, f"{self.account}: {urn}")  # type: ignore[misc]
        except Missing as error:
            kept.clear()
            raise TryLater(tell("{error} It is uploaded again.", error=error.told)) from error

    def _upload_picture(self, file: PostFile) -> str:
        begun = self._initialize("images", {"owner": self.settings.author})
        self._put(begun["uploadUrl"], file.path.read_bytes(), {"content-type": "application/octet-stream"})
        return str(begun["image"])

    def _initialize(self, kind: str, about: dict[str, object]) -> dict[str, Any]:
        body = {"initializeUploadRequest": about}
        begun: dict[str, Any] = self.api.ask("POST", f"/rest/{kind}?action=initializeUpload", json=body)["value"]
        return begun

    def _upload_film(self, post: Post, kept: Kept) -> None:
        captions, cover, film = post.file("captions", "application/x-subrip"), post.file("cover"), post.main
        if "film" not in kept:
            about: dict[str, object] = {
                "owner": self.settings.author,
                "fileSizeBytes": film.bytes,
                "uploadCaptions": captions is not None,
                "uploadThumbnail": cover is not None,
            }
            begun = self._initialize("videos", about)
            kept["begun"] = json.dumps(begun)
            kept["film"] = begun["video"]
        begun = json.loads(kept["begun"])
        self._put_parts(film, begun, kept)
        if captions and "captions" not in kept:
            self._put_captions(captions, begun["captionsUploadUrl"])
            kept["captions"] = "there"
        if cover and "cover" not in kept:
            headers = {"content-type": "application/octet-stream", "media-type-family": "STILLIMAGE"}
            self._put(begun["thumbnailUploadUrl"], cover.path.read_bytes(), headers)
            kept["cover"] = "there"
        if "finalized" not in kept:
            self._finalize(begun, kept)
        wait_until_ready(
            lambda: self._is_ready("videos", kept["film"]),
            self.settings,
            tell("{account}: the film", account=str(self.account)),
        )

    def _put_parts(self, film: PostFile, begun: dict[str, Any], kept: Kept) -> None:
        """Send the pieces LinkedIn asks for, in order, after those that arrived; each gives a mark (ETag)."""
        etags: list[str] = json.loads(kept.get("etags", "[]"))
        for part in begun["uploadInstructions"][len(etags) :]:
            content = piece(film.path, part["firstByte"], part["lastByte"] - part["firstByte"] + 1)
            answer = self._put(part["uploadUrl"], content, {"content-type": "application/octet-stream"})
            etag = answer.headers.get("etag", "")
            if not etag:
                raise TryLater(
                    tell("{account}: a part of the film was taken without its mark (ETag).", account=str(self.account))
                )
            etags.append(etag)
            kept["etags"] = json.dumps(etags)

    def _put_captions(self, captions: PostFile, url: str) -> None:
        spoken, _, country = language(captions.language).locale_for(self.name).partition("_")
        about = {
            "format": "SRT",
            "formattedForEasyReader": True,
            "largeText": True,
            "source": "USER_PROVIDED",
            "locale": {"country": country, "language": spoken.upper()},
            "transcriptType": "CLOSED_CAPTION",
        }
        files = {
            "metadata": (None, json.dumps(about), "application/json"),
            "file": (captions.name, captions.path.read_bytes(), captions.media_type),
        }
        self.api.call("POST", url, files=files, auth=self._auth_for(url))

    def _finalize(self, begun: dict[str, Any], kept: Kept) -> None:
        about = {
            "video": begun["video"],
            "uploadToken": begun.get("uploadToken", ""),
            "uploadedPartIds": json.loads(kept["etags"]),
        }
        try:
            self.api.call("POST", "/rest/videos?action=finalizeUpload", json={"finalizeUploadRequest": about})
        except Missing:
            raise
        except Refused:
            if self._state("videos", kept["film"]) == "WAITING_UPLOAD":  # Else it was finalized, and the answer lost.
                raise
        kept["finalized"] = "yes"

    def _put(self, url: str, content: bytes, headers: dict[str, str]) -> httpx.Response:
        return self.api.call("PUT", url, content=content, headers=headers, auth=self._auth_for(url))

    def _auth_for(self, url: str) -> TokenAuth | None:
        """The token goes to LinkedIn alone, whatever address an answer names."""
        host, own = urlsplit(url).hostname or "", urlsplit(self.settings.api_url).hostname
        return self._auth if host == own or host.endswith(".linkedin.com") else None

    def _state(self, kind: str, urn: str) -> str:
        return str(self.api.ask("GET", f"/rest/{kind}/{quote(urn, safe='')}").get("status"))

    def _is_ready(self, kind: str, urn: str) -> bool:
        state = self._state(kind, urn)
        if state == "PROCESSING_FAILED":
            raise Refused(
                tell(
                    "{account}: LinkedIn could not read the file. Render it again as MP4 with H.264 and AAC "
                    "(a picture as JPEG or PNG), and publish it anew.",
                    account=str(self.account),
                )
            )
        return state == "AVAILABLE"

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Create the post; its id is in a header of the answer and nowhere else."""
        body = {
            "author": self.settings.author,
            "commentary": little_text(post.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "content": self._content(post, kept),
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        id = self.api.publish("POST", "/rest/posts", json=body).headers.get("x-restli-id", "")
        if not id:
            raise AnswerLost(tell("{account}: the answer names no post.", account=str(self.account)))
        return _receipt(id)

    def _content(self, post: Post, kept: Kept) -> dict[str, object]:
        if post.main.role == "video":
            return {"media": {"title": post.title, "id": kept["film"]}}
        images = [
            {"id": kept[f"image {number}"], "altText": file.alt_text} for number, file in enumerate(_pictures(post))
        ]
        return {"media": images[0]} if len(images) == 1 else {"multiImage": {"images": images}}

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look through an organization's newest posts for our picture or film, or the marker."""
        if not self._is_organization:
            raise TryLater(
                tell(
                    "{account}: LinkedIn lets no program read a member's posts; look at the profile.",
                    account=str(self.account),
                )
            )
        author = quote(self.settings.author, safe="")
        url = f"/rest/posts?author={author}&q=author&count={_POSTS_LOOKED_AT}&sortBy=LAST_MODIFIED"
        ours = {kept[name] for name in ("image 0", "film") if name in kept}
        for entry in self.api.ask("GET", url, headers={"x-restli-method": "FINDER"}).get("elements", ()):
            if post.marker in entry.get("commentary", "") or ours & _media_of(entry):
                return _receipt(str(entry["id"]))
        return None

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Read the figures of an organization's post, advertisements not counted; none where it has none yet.

        Raises:
            Refused: it is a member's, whose figures LinkedIn gives to programs of its partners alone.
        """
        if not self._is_organization:
            raise Refused(
                tell(
                    "{account}: LinkedIn gives no figures of a member's posts here; look at the profile.",
                    account=str(self.account),
                )
            )
        kind = "ugcPosts" if ":ugcPost:" in post_id else "shares"
        author, post = quote(self.settings.author, safe=""), quote(post_id, safe="")
        place = "/rest/organizationalEntityShareStatistics"
        url = f"{place}?q=organizationalEntity&organizationalEntity={author}&{kind}=List({post})"
        for entry in self.api.ask("GET", url).get("elements", ()):
            window = "since it was posted, at most twelve months, organic alone"
            return readings_of(entry.get("totalShareStatistics", {}), _FIGURES, window)
        return ()

    def withdraw(self, receipt: Receipt) -> None:
        """Delete the post; LinkedIn answers the same for one that is gone."""
        self.api.call("DELETE", f"/rest/posts/{quote(receipt.id, safe='')}", headers={"x-restli-method": "DELETE"})

    def close(self) -> None:
        """Close connections."""
        self.api.close()


class LinkedInApi(PlatformApi):
    """LinkedIn's API: two headers on every call, and its way of saying no."""

    version = ""

    def _make(self, method: str, url: str, *, publishing: bool, **options: Any) -> httpx.Response:
        headers = {"linkedin-version": self.version, "x-restli-protocol-version": "2.0.0"}
        options["headers"] = headers | (options.get("headers") or {})
        return super()._make(method, url, publishing=publishing, **options)

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        """Say what a refusal means, with what to do."""
        error = super().explain(response, publishing=publishing)
        status = response.status_code
        if status == 429 and isinstance(error, TryLater) and error.after_s is None and "DAY" in str(error):
            return TryLater(str(error), after_s=_until_midnight_s())  # Its days end at midnight UTC.
        if status == 426:
            return Refused(
                tell(
                    "{error} LinkedIn has retired version {version} of its API, as each about a year after "
                    "its month. Set version in the account to a month of this year, such as {month}.",
                    error=error.told,
                    version=self.version,
                    month=_this_month(),
                )
            )
        if status == 404:
            return Missing(str(error))
        if status == 403:
            return Refused(
                tell(
                    "{error} The app needs the Community Management API, the token w_organization_social, "
                    "and whoever made it the role of a super admin of the page: a content admin may not post "
                    "films.",
                    error=error.told,
                )
            )
        return error


def _pictures(post: Post) -> list[PostFile]:
    return [file for file in post.files if file.role == "image"]


def _media_of(entry: dict[str, Any]) -> set[str]:
    content = entry.get("content", {})
    media = [content.get("media", {}), *content.get("multiImage", {}).get("images", ())]
    return {str(part["id"]) for part in media if "id" in part}


def _receipt(id: str) -> Receipt:
    return Receipt(id=id, url=f"https://www.linkedin.com/feed/update/{id}")


def _until_midnight_s() -> float:
    now = dt.datetime.now(dt.UTC)
    midnight = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - now).total_seconds()


def _this_month() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m}"
