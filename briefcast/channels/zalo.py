"""Publishing as a Zalo Official Account: an article is made hidden, then shown.

developers.zalo.me, Official Account API, articles (bài viết); the calls are those of Zalo's own Java SDK. To show
what is shown already changes nothing, so the publishing call may be repeated. Followers find the article on the
account's page; telling them of it is another channel (``zalo_broadcast.py``).
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import httpx

from briefcast.channels.base import Channel, Kept, Owner, Post, Receipt
from briefcast.channels.hosting import STORE_SECRETS, Hosting, HostingSettings
from briefcast.channels.oauth import REFRESH_SECRETS, RefreshedToken
from briefcast.channels.platform_api import PlatformApi
from briefcast.channels.signing import TokenAuth
from briefcast.channels.waiting import wait_until_ready
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.secrecy import redact

_SIGNED_OUT = {-124, -216, -220}
_TOO_MANY = {-32}
_REMEDY = (
    "Look in OA Manager whether the account's package holds articles, and at developers.zalo.me whether the app has "
    "the permission group Nội dung."
)
_VIDEO_READY, _VIDEO_BUSY = 1, 3
_GONE = {-201}
"""getdetail of an id that is not there. Any other refusal says nothing of the article."""
_ARTICLES_LOOKED_AT, _PAGE = 50, 10
"""getslice gives ten at the most: "Article list: max 10 items per request" (@warriorteam/redai-zalo-sdk)."""


class Zalo(Channel):
    """One Official Account."""

    name = "zalo"
    secrets: ClassVar = {
        **REFRESH_SECRETS,
        "token": "Let the Official Account authorise the app in the API Explorer of developers.zalo.me. It lives for a "
        "day: better give refresh-token, client-id and client-secret.",
        **STORE_SECRETS,
    }

    class Settings(HostingSettings):
        """How articles appear."""

        author: str
        """Who is named as author; at most 50 characters."""
        comments: bool = False
        """Whether readers may comment."""
        api_url: str = "https://openapi.zalo.me"
        oauth_url: str = "https://oauth.zaloapp.com"

    settings: Settings

    @cached_property
    def api(self) -> ZaloApi:
        """The API, signed for."""
        token = RefreshedToken(
            self,
            url=f"{self.settings.oauth_url}/v4/oa/access_token",
            names=("app_id", ""),
            secret_header="secret_key",  # noqa: S106  # the header's name
            rotates=True,
        )
        api = ZaloApi(
            str(self.account),
            self.settings.api_url,
            auth=TokenAuth(token, header="access_token", scheme=""),
            timeout_s=self.settings.timeout_s,
            signed_out=tell("Get a new one. {way}", way=self.secrets["token"]),
        )
        api.on_signed_out = token.forget
        return api

    @cached_property
    def hosting(self) -> Hosting:
        """Where pictures are put for Zalo to fetch."""
        return Hosting(self.account, self.settings)

    def check(self) -> str:
        """See as whom."""
        return str(self.api.ask("GET", "/v2.0/oa/getoa")["data"].get("name"))

    def owner(self) -> Owner:
        """Give the Official Account of the token: ``GET /v2.0/oa/getoa`` (zalo-java-sdk)."""
        me = self.api.ask("GET", "/v2.0/oa/getoa")["data"]
        return Owner(id=str(me["oa_id"]), name=str(me.get("name")))

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse pictures that Zalo could not fetch, and an author's name that is too long."""
        limit = self.platform.texts["author"].max
        faults = list(self.hosting.faults("pictures")) if post.main.role == "image" else []
        if len(self.settings.author) > limit:
            faults.append(
                tell(
                    "The author has {author} characters; Zalo takes {most}. Shorten it.",
                    author=len(self.settings.author),
                    most=limit,
                )
            )
        return tuple(faults)

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Upload a film, put pictures where they can be fetched, and make the article, hidden."""
        if "article" in kept:
            if self._exists(kept["article"]):
                return
            kept.clear()  # Somebody deleted it; it was never shown.
        if post.main.role == "video":
            self._upload_film(post, kept)
        if "article token" not in kept:
            self._create(post, kept)
        kept["article"] = self._article_id(kept["article token"])

    def _upload_film(self, post: Post, kept: Kept) -> None:
        if "film token" not in kept:
            with post.main.path.open("rb") as file:
                files = {"file": (post.main.name, file, post.main.media_type)}
                answer = self.api.ask("POST", "/v2.0/article/upload_video/preparevideo", files=files)
            kept["film token"] = str(answer["data"]["token"])
        if "film" not in kept:
            wait_until_ready(
                lambda: self._is_film_ready(kept), self.settings, tell("{account}: the film", account=str(self.account))
            )

    def _is_film_ready(self, kept: Kept) -> bool:
        headers = {"token": kept["film token"]}
        data = self.api.ask("GET", "/v2.0/article/upload_video/verify", headers=headers)["data"]
        status = int(data["status"])
        if status == _VIDEO_READY:
            kept["film"] = str(data["video_id"])
            return True
        if status == _VIDEO_BUSY:
            return False
        kept.clear()
        said = data.get("status_message") or {2: "locked", 4: "failed", 5: "deleted"}.get(status, status)
        raise Refused(
            tell(
                "{account}: Zalo could not use the film ({said}). Render it again as MP4 with H.264 and "
                "AAC, at most 50 MB, and publish it anew.",
                account=str(self.account),
                said=said,
            )
        )

    def _create(self, post: Post, kept: Kept) -> None:
        """Make the article, unless one was made and its answer lost: nobody else would ever find that."""
        if "creating" in kept and (there := self._find_hidden(post)):
            kept["article token"] = there
            return
        kept["creating"] = "yes"
        body = self._article(post, kept, status="hide")
        kept["article token"] = str(self.api.ask("POST", "/v2.0/article/create", json=body)["data"]["token"])

    def _article_id(self, token: str) -> str:
        """Give an article's id for the token of its making, which takes Zalo a moment."""
        found: list[str] = []

        def look() -> bool:
            data = self.api.ask("POST", "/v2.0/article/verify", json={"token": token}).get("data") or {}
            found[:] = [str(data["id"])] if data.get("id") else []
            return bool(found)

        if token.startswith("id:"):
            return token.removeprefix("id:")
        wait_until_ready(look, self.settings, tell("{account}: the article", account=str(self.account)))
        return found[0]

    def _find_hidden(self, post: Post) -> str:
        for offset in range(0, _ARTICLES_LOOKED_AT, _PAGE):
            params = {"offset": str(offset), "limit": str(_PAGE), "type": "normal"}
            entries = (self.api.ask("GET", "/v2.0/article/getslice", params=params).get("data") or {}).get("medias", ())
            for entry in entries:
                if entry.get("title") != post.title or entry.get("status") != "hide":
                    continue
                detail = self._detail(str(entry["id"]))
                if post.marker in str(detail) or (not post.link and detail.get("description") == post.text):
                    return f"id:{entry['id']}"
            if len(entries) < _PAGE:
                break
        return ""

    def _detail(self, id: str) -> dict[str, Any]:
        detail: dict[str, Any] = self.api.ask("GET", "/v2.0/article/getdetail", params={"id": id})["data"]
        return detail

    def _exists(self, id: str) -> bool:
        """Say whether an article is there; what Zalo does not say is not guessed, or a second one would be made."""
        try:
            return bool(self._detail(id))
        except NotThere:
            return False

    def _article(self, post: Post, kept: Kept, *, status: str) -> dict[str, object]:
        """Write an article with its figures, source and link below the picture or film."""
        cover: dict[str, object]
        body: list[dict[str, str]] = []
        if post.main.role == "video":
            width, height = post.main.width_px or 1, post.main.height_px or 1
            view = "square" if width == height else "horizontal" if width > height else "vertical"
            cover = {"cover_type": "video", "cover_view": view, "video_id": kept["film"], "status": "show"}
        else:
            urls = [(self.hosting.put(file, kept), file) for file in post.files if file.role == "image"]
            cover = {"cover_type": "photo", "photo_url": urls[0][0], "status": "show"}
            body += [{"type": "image", "url": url, "caption": file.alt_text} for url, file in urls]
        words = post.words
        said = (words.correction, words.hook, words.name, *words.content, words.fact, words.source)
        texts = (*said, words.call_to_action, words.voice_notice, post.link)
        body += [{"type": "text", "content": html.escape(text)} for text in texts if text]
        return {
            "type": "normal",
            "title": post.title,
            "author": self.settings.author,
            "cover": cover,
            "description": post.text,
            "body": body,
            "status": status,
            "comment": "show" if self.settings.comments else "hide",
        }

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Show the article."""
        body = {"id": kept["article"], **self._article(post, kept, status="show")}
        answer = self.api.publish_and_read("POST", "/v2.0/article/update", json=body)
        try:
            self._article_id(str(answer["data"]["token"]))
            return self._receipt(self._detail(kept["article"]))
        except ChannelError as error:
            raise AnswerLost(
                tell("{error} Whether the article is shown could not be seen.", error=error.told)
            ) from error

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:  # noqa: ARG002
        """See whether the article is shown."""
        if "article" not in kept:
            return None
        detail = self._detail(kept["article"])
        return self._receipt(detail) if detail.get("status") == "show" else None

    def withdraw(self, receipt: Receipt) -> None:
        """Remove the article."""
        try:
            self.api.ask("POST", "/v2.0/article/remove", json={"id": receipt.id})
        except NotThere:
            if self._exists(receipt.id):
                raise

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Put new content into the same article."""
        if post.main.role == "video":
            self._upload_film(post, kept)
        kept["article"] = receipt.id
        return self.send(post, kept)

    def _receipt(self, detail: Mapping[str, Any]) -> Receipt:
        return Receipt(id=str(detail["id"]), url=str(detail.get("link_view", "")))

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()


class NotThere(Refused):  # a state, not a mistake
    """What was asked for by its id is not there."""


class ZaloApi(PlatformApi):
    """Zalo's API: it says no with a status of 200 and a number below zero."""

    def complaint(
        self,
        response: httpx.Response,  # noqa: ARG002
        data: dict[str, Any],
        *,
        publishing: bool,  # noqa: ARG002
    ) -> ChannelError | None:
        """Say what the number of an error means."""
        code = data.get("error", 0)
        if code == 0:
            return None
        said = redact(str(data.get("message", "")))
        if code in _SIGNED_OUT:
            return SignedOut(
                tell(
                    "{account}: the token is not taken ({code}). {said} {way}",
                    account=self.who,
                    code=code,
                    said=said,
                    way=self.signed_out,
                )
            )
        if code in _GONE:
            return NotThere(f"{self.who}: refused ({code}). {said} {_REMEDY}".strip())
        if code in _TOO_MANY:
            return TryLater(tell("{account}: too many calls ({code}). {said}", account=self.who, code=code, said=said))
        return Refused(f"{self.who}: refused ({code}). {said} {_REMEDY}".strip())
