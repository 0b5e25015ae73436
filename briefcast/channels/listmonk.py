"""Newsletters as campaigns of a listmonk server, which knows the readers, lets them go and sends to each.

The pictures and a campaign that is a draft are brought first; starting it is the one call, and listmonk starts a
campaign once: asked again it refuses. It is found by its tag, so a publisher that died makes no second one.

What a reader gets is what was approved: the template has to add nothing, whatever looks like one of listmonk's own
expressions is written so that it stays text, and no link is counted.

listmonk.app/docs: APIs, Campaigns, Lists, Media, Templates, Templating.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar
from urllib.parse import urljoin

import httpx
from pydantic import UUID4, Field

from briefcast.channels.base import (
    Account,
    AccountSettings,
    Channel,
    Kept,
    Post,
    PostFile,
    Reading,
    Receipt,
    readings_of,
)
from briefcast.channels.mail import stays_as_mailed, stays_mailed, too_long_for_gmail, whole_page
from briefcast.channels.platform_api import Missing, PlatformApi
from briefcast.errors import ChannelError, Refused, SignedOut
from briefcast.messages import joined, tell
from briefcast.products.newsletter.words import issue_words
from briefcast.secrecy import keep_basic_login

_BEGUN = ("running", "paused", "finished", "cancelled")
"""What a campaign is called that was started; a paused or cancelled one has reached some."""
_PER_PAGE = 100
_BARE_TEMPLATE = re.compile(r"\s*\{\{-?\s*template\s+\"content\"\s+\.\s*-?\}\}\s*")
_LEAVE = re.compile(r"<!--leave-->.*?<!--/leave-->", re.DOTALL)
_ONLY_OUTLOOK = re.compile(r"<!--\[if [^`]*?<!\[endif\]-->", re.DOTALL)
_ITS_OWN = re.compile(r"\{\{|@TrackLink")
"""How an expression begins, and what makes a link one that is counted."""
_COUNTED = {
    "sent": "messages that the list server handed to the mail server",
    "bounces": "messages that came back",
}


class Listmonk(Channel):
    """One list of readers on a listmonk server."""

    name = "listmonk"
    addressed = False
    read_at = "list_uuid"
    corrects_beside = True
    secrets: ClassVar = {
        "token": tell(
            "In listmonk: Admin, Users, New user of the type API, with a role that may get lists, get, manage and send "
            "campaigns, get templates, and get and manage media; copy the token that is shown once."
        )
    }

    class Settings(AccountSettings):
        """Which server, as whom, to which list."""

        api_url: str = Field(pattern=r"^https?://\S+$")
        """The server's address: ``https://lists.example.org``."""
        user: str
        """Name of the API user."""
        list_uuid: UUID4
        """The list, as its page in listmonk names it: ``eb420c55-4cfb-4972-92ba-c93ba34ba475``."""
        template: int
        """Number of the campaign template; it has to hold the content and nothing else."""
        sender: str = ""
        """``Newsletter <news@example.org>``; the server's own if empty."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        given = self.settings
        self._api = _ListmonkApi(
            str(account),
            given.api_url,
            auth=_Login(self),
            timeout_s=given.timeout_s,
            signed_out=self.secrets["token"],
        )

    def check(self) -> str:
        """Sign in, find the list and see that the template adds nothing."""
        found = self._list()
        self._expect_bare()
        return tell(
            "{list} by {host}; readers: {readers}",
            list=str(found.get("name")),
            readers=str(found.get("subscriber_count") or 0),
            host=self.settings.api_url,
        )

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a mail whose end Gmail would hide: the link by which readers are let go stands there."""
        pictures = {file.name: f"{self.settings.api_url}/uploads/{_file_name(file, post)}" for file in post.pictures}
        return too_long_for_gmail(self._body(post, pictures))

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring the pictures, then the campaign as a draft; one that lies there is made what is sent now."""
        there = self._there(post, kept)
        if there is not None and there.get("status") in _BEGUN:
            kept["campaign"] = str(there["id"])
            return
        self._expect_bare()
        addresses = {file.name: self._bring(file, post, kept) for file in post.pictures}
        campaign = self._campaign(post, addresses, int(self._list()["id"]))
        if there is None:
            there = self._ask("POST", "/api/campaigns", json=campaign)
        else:  # Somebody may have changed the draft.
            self._ask("PUT", f"/api/campaigns/{there['id']}", json=campaign)
        kept["campaign"] = str(there["id"])

    def _bring(self, file: PostFile, post: Post, kept: Kept) -> str:
        """Bring a picture, and give its address."""
        key = f"picture {file.sha256}"
        if key not in kept:
            sent = {"file": (_file_name(file, post), file.path.read_bytes(), file.media_type)}
            made = self._ask("POST", "/api/media", files=sent)
            kept[key] = urljoin(f"{self.settings.api_url}/", str(made.get("url") or made.get("uri")))
        return kept[key]

    def _campaign(self, post: Post, pictures: Mapping[str, str], list_id: int) -> dict[str, Any]:
        words = issue_words(post.language)
        # A mail account of the same readers has its own link; here the list server lets them go.
        lines = [line for line in post.text.splitlines() if not line.startswith(f"{words.unsubscribe}: ")]
        text = _as_text("\n".join(lines).rstrip())
        campaign: dict[str, Any] = {
            "name": f"{post.title} ({post.item})",
            "subject": _as_text(post.title),
            "lists": [list_id],
            "type": "regular",
            "content_type": "html",
            "body": self._body(post, pictures),
            "altbody": f"{text}\n\n{words.unsubscribe}: {{{{ UnsubscribeURL }}}}\n",
            "messenger": "email",
            "template_id": self.settings.template,
            "tags": ["briefcast", post.marker],
            "headers": [{"Content-Language": post.language}, {"X-Briefcast-Item": post.item}],
            "send_at": None,
        }
        return campaign | ({"from_email": self.settings.sender} if self.settings.sender else {})

    def _body(self, post: Post, pictures: Mapping[str, str]) -> str:
        """Give the page as listmonk takes it: it drops remarks, those for Outlook too, unless they are called safe."""
        html = _as_text(whole_page(post, pictures))
        html = _ONLY_OUTLOOK.sub(lambda found: f"{{{{ Safe `{found[0]}` }}}}", html)
        link = (
            '<p class="small" style="margin:0 0 6px;font-family:Arial,sans-serif;font-size:14px;line-height:20px">'
            '<a class="link" style="color:inherit" href="{{ UnsubscribeURL }}">'
            f"{escape(issue_words(post.language).unsubscribe)}</a></p>"
        )
        if _LEAVE.search(html):
            return _LEAVE.sub(lambda _: link, html, count=1)
        return html.replace("</body>", f"{link}</body>", 1)

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Start the campaign."""
        id = kept["campaign"]
        try:
            self._api.publish("PUT", f"/api/campaigns/{id}/status", json={"status": "running"})
        except Refused:
            # It starts a campaign once: refused is also what runs already.
            if self._ask("GET", f"/api/campaigns/{id}").get("status") not in _BEGUN:
                raise
        return Receipt(id=id, url="")

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look at the campaign that was made; without one, for that with the marker."""
        there = self._there(post, kept)
        return Receipt(id=str(there["id"]), url="") if there and there.get("status") in _BEGUN else None

    def measure(self, post_id: str) -> tuple[Reading, ...]:
        """Give how many were sent and came back: who opened it is not counted."""
        found = self._ask("GET", f"/api/campaigns/{post_id}")
        return readings_of(found, _COUNTED, tell("since the campaign was started"))

    def withdraw(self, receipt: Receipt) -> None:
        """Refuse: what was mailed stays where it is."""
        raise stays_mailed(str(self.account), receipt.id)

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Refuse, as taking back."""
        raise stays_as_mailed(str(self.account), receipt.id)

    # ---- what lies there

    def _list(self) -> dict[str, Any]:
        wanted = str(self.settings.list_uuid)
        for each in self._every("/api/lists"):
            if each.get("uuid") == wanted:
                return each
        raise Refused(
            tell(
                "{account}: there is no list {list} that this user may see. Copy the UUID from the list's page in "
                "listmonk, and give the user's role the list.",
                account=str(self.account),
                list=wanted,
            )
        )

    def _expect_bare(self) -> None:
        """Refuse a template that adds to what was approved, such as a picture by which readers are counted."""
        found = self._ask("GET", f"/api/templates/{self.settings.template}")
        if not _BARE_TEMPLATE.fullmatch(str(found.get("body", ""))):
            raise Refused(
                tell(
                    "{account}: the template {template} adds to the mail, as listmonk's own counts its readers. Make a "
                    "campaign template that holds nothing but {content}, and name its number.",
                    account=str(self.account),
                    template=self.settings.template,
                    content='{{ template "content" . }}',
                )
            )

    def _there(self, post: Post, kept: Kept) -> dict[str, Any] | None:
        """Give the campaign of a post; None if there is none."""
        if "campaign" in kept:
            try:
                return self._ask("GET", f"/api/campaigns/{kept['campaign']}")
            except Missing:  # Somebody deleted it.
                del kept["campaign"]
        found = self._every("/api/campaigns", tags=post.marker)
        return next((each for each in found if post.marker in (each.get("tags") or ())), None)

    def _every(self, path: str, **asked: str) -> list[dict[str, Any]]:
        """Give all that a list of the API has, page by page."""
        found: list[dict[str, Any]] = []
        for page in range(1, 1000):
            some = self._ask("GET", path, params={**asked, "page": page, "per_page": _PER_PAGE})
            rows = some.get("results") or []
            found += rows
            if len(rows) < _PER_PAGE or len(found) >= int(some.get("total") or 0):
                break
        return found

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        data = self._api.ask(method, path, **options).get("data")
        return data if isinstance(data, dict) else {}

    def close(self) -> None:
        """Close the connection."""
        self._api.close()


class _Login(httpx.Auth):
    """Signs each call with the API user and its token, read when it is needed."""

    def __init__(self, channel: Listmonk) -> None:
        self._channel = channel

    def auth_flow(self, request: httpx.Request) -> Any:
        user, token = self._channel.settings.user, self._channel.secret("token")
        keep_basic_login(user, token)
        yield from httpx.BasicAuth(user, token).auth_flow(request)


class _ListmonkApi(PlatformApi):
    """listmonk answers 403 to a token that it does not take, and to one that may not do this."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found = super().explain(response, publishing=publishing)
        if response.status_code == 403:
            return SignedOut(joined(str(found), self.signed_out))
        return Missing(str(found)) if response.status_code == 404 else found


def _file_name(file: PostFile, post: Post) -> str:
    return f"briefcast-{post.marker}-{file.sha256[:8]}{file.path.suffix}"


def _as_text(text: str) -> str:
    """Write a text so that nothing in it is an expression of listmonk's."""
    return _ITS_OWN.sub(lambda found: f'{{{{ "{found[0]}" }}}}', text)
