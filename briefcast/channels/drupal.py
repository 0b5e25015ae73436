"""Articles on a Drupal site, over JSON:API, which is part of Drupal's core.

The picture and an article that is not published are brought first; publishing changes the article's state and nothing
else, so that doing it again changes nothing.

drupal.org: JSON:API module, "Creating new resources (POST)", "Updating (PATCH)", "Filtering", "Translations"; change
record 3024331 for files: the bytes as application/octet-stream, the name in ``Content-Disposition``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, ClassVar, Literal

import httpx
import jinja2

from briefcast.channels.base import Account, AccountSettings, Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.http import Api
from briefcast.channels.signing import TokenAuth
from briefcast.errors import ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.pages.frame import templates_of
from briefcast.paths import TEMPLATES, doc
from briefcast.secrecy import keep_basic_login, keep_secret

_JSON = "application/vnd.api+json"
_REMEDIES = {
    403: "Ask the site's administrator for the permissions that {doc} names under Drupal.",
    404: "Compare content_type, picture_field and media with the site, and ask whether JSON:API is on.",
    405: "Ask the site's administrator to accept all operations under Configuration, Web services, JSON:API; if it "
    "does, compare content_type, picture_field and media with the site.",
    413: "Ask the site's administrator to raise upload_max_filesize, or make a smaller picture.",
    422: "Compare the account's settings with the fields of the content type on the site.",
}


class Drupal(Channel):
    """One user's articles on a site."""

    name = "drupal"
    secrets: ClassVar = {
        "password": "Ask the site's administrator for a user that may publish articles, and for its password; the "
        "module HTTP Basic Authentication takes it.",
        "client-id": "Ask the site's administrator for a consumer of Simple OAuth with the grant client credentials.",
        "client-secret": "Copy it where the consumer is made, beside the id.",
    }

    class Settings(AccountSettings):
        """Which site, as whom, and which fields of its articles."""

        api_url: str
        """The site's address: ``https://portal.example.org``."""
        user: str = ""
        """Who signs in with a password; none where the site gives client-id and client-secret."""
        content_type: str = "article"
        """Machine name of the content type."""
        body_field: str = "body"
        text_format: str = "basic_html"
        """Machine name of the text format: it has to allow p, br and a."""
        picture_field: str = "field_image"
        """Machine name of the field that shows the picture."""
        media: bool = False
        """Whether that field takes entries of the media library (type Image) instead of files."""
        marker_field: str = ""
        """Machine name of a plain text field that holds the post's marker; without one it is looked for in the body."""
        moderated: bool = False
        """Whether Content Moderation decides what is published: states draft, published and archived."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._api = _JsonApi(
            str(account), self.settings.api_url, timeout_s=self.settings.timeout_s, signed_out=self.secrets["password"]
        )

    @cached_property
    def _node(self) -> str:
        return f"node/{self.settings.content_type}"

    def check(self) -> str:
        """Sign in and say as whom; the site says nothing here of what the user may do."""
        data = self._call("GET", "")
        me = data.get("meta", {}).get("links", {}).get("me", {})
        if not me:
            raise SignedOut(
                tell(
                    "{account}: the site took the sign-in for nobody's. {way}",
                    account=str(self.account),
                    way=self.secrets["password"],
                )
            )
        user = self._call("GET", f"user/user/{me['meta']['id']}")["data"]["attributes"]
        return f"{user.get('display_name') or user.get('name')} on {self.settings.api_url}"

    # ---- before readers see anything

    def upload(self, post: Post, kept: Kept) -> None:
        """Bring the picture, then the article with it, not published; each only if it is not there yet."""
        if "node" in kept and self._read(kept["node"]) is None:
            del kept["node"]  # Somebody deleted it; it was never shown.
        lost = "node" not in kept and "creating" in kept
        # One was made and its answer lost: nobody else would ever find that.
        if lost and (there := self._search(post, published=False)) is not None:
            kept["node"] = str(there["id"])
        self._bring(post.main, post, kept)
        if "node" in kept:
            self._write(kept["node"], post, kept)
            return
        kept["creating"] = "yes"
        data = self._resource(post, kept)
        data["attributes"] |= self._state("draft") | {"langcode": post.language}
        kept["node"] = str(self._call("POST", self._node, json={"data": data})["data"]["id"])

    def _bring(self, picture: PostFile, post: Post, kept: Kept) -> None:
        """Bring a picture, and make an entry of the media library of it where the site wants one."""
        file_key, media_key = f"file {picture.sha256}", f"media {picture.sha256}"
        if file_key not in kept:
            place = (
                "media/image/field_media_image"
                if self.settings.media
                else f"{self._node}/{self.settings.picture_field}"
            )
            # Only the plain form of the header: Drupal refuses filename*.
            name = f"{post.item.replace('/', '-')}-{post.marker}{picture.path.suffix}"
            headers = {"content-disposition": f'file; filename="{name}"', "content-type": "application/octet-stream"}
            made = self._call("POST", place, headers=headers, content=picture.path.read_bytes())
            kept[file_key] = str(made["data"]["id"])
        if self.settings.media and media_key not in kept:
            data = {
                "type": "media--image",
                "attributes": {"name": post.title, "langcode": post.language},
                "relationships": {"field_media_image": {"data": self._file(picture, kept)}},
            }
            kept[media_key] = str(self._call("POST", "media/image", json={"data": data})["data"]["id"])

    def _file(self, picture: PostFile, kept: Kept) -> dict[str, Any]:
        about = {"alt": picture.alt_text, "width": picture.width_px, "height": picture.height_px}
        return {"type": "file--file", "id": kept[f"file {picture.sha256}"], "meta": about}

    def _resource(self, post: Post, kept: Kept) -> dict[str, Any]:
        picture = post.main
        shown = self._file(picture, kept)
        if self.settings.media:
            shown = {"type": "media--image", "id": kept[f"media {picture.sha256}"]}
        body: dict[str, str] = {"value": draw_body(post), "format": self.settings.text_format}
        if post.words.fact:
            body["summary"] = post.words.fact
        attributes: dict[str, Any] = {"title": post.title, self.settings.body_field: body}
        if self.settings.marker_field:
            attributes[self.settings.marker_field] = post.marker
        else:
            body["value"] += f'<p data-briefcast="{post.marker}"></p>\n'
        return {
            "type": f"node--{self.settings.content_type}",
            "attributes": attributes,
            "relationships": {self.settings.picture_field: {"data": shown}},
        }

    def _write(self, id: str, post: Post, kept: Kept) -> Mapping[str, Any]:
        """Write the content of an article; its language stays, for a site may not let that change."""
        data = {"id": id, **self._resource(post, kept)}
        found: Mapping[str, Any] = self._call("PATCH", f"{self._node}/{id}", json={"data": data})["data"]
        return found

    # ---- the publishing call

    def send(self, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Publish the article."""
        return self._receipt(self._set_state(kept["node"], "published", publishing=True))

    def _state(self, state: Literal["draft", "published", "archived"]) -> dict[str, Any]:
        if self.settings.moderated:
            return {"moderation_state": state}
        return {"status": state == "published"}

    def _set_state(
        self, id: str, state: Literal["published", "archived"], *, publishing: bool = False
    ) -> Mapping[str, Any]:
        data = {"type": f"node--{self.settings.content_type}", "id": id, "attributes": self._state(state)}
        answer = self._call("PATCH", f"{self._node}/{id}", publishing=publishing, json={"data": data})
        found: Mapping[str, Any] = answer["data"]
        return found

    # ---- afterwards

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look at the article that was made; without one, for a published one with the marker."""
        found = self._read(kept["node"]) if "node" in kept else self._search(post, published=True)
        return self._receipt(found) if found is not None and found["attributes"].get("status") else None

    def withdraw(self, receipt: Receipt) -> None:
        """Take the article off the site; it stays there, unpublished, with its history."""
        try:
            self._set_state(receipt.id, "archived")
        except NotThere:
            return

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Write the new content into the article."""
        self._bring(post.main, post, kept)
        return self._receipt(self._write(receipt.id, post, kept))

    def _read(self, id: str) -> Mapping[str, Any] | None:
        try:
            found: Mapping[str, Any] = self._call("GET", f"{self._node}/{id}")["data"]
        except NotThere:
            return None
        return found

    def _search(self, post: Post, *, published: bool) -> Mapping[str, Any] | None:
        field, operator = f"{self.settings.body_field}.value", "CONTAINS"
        if self.settings.marker_field:
            field, operator = self.settings.marker_field, "="
        params = {
            "filter[marked][condition][path]": field,
            "filter[marked][condition][operator]": operator,
            "filter[marked][condition][value]": post.marker,
            "filter[status]": "1" if published else "0",
        }
        found: Mapping[str, Any] | None = next(iter(self._call("GET", self._node, params=params)["data"]), None)
        return found

    def _receipt(self, node: Mapping[str, Any]) -> Receipt:
        # The alias may need a language before it that only the site knows; this address leads there always.
        url = f"{self.settings.api_url.rstrip('/')}/node/{node['attributes']['drupal_internal__nid']}"
        return Receipt(id=str(node["id"]), url=url)

    # ---- calls

    def _call(self, method: str, route: str, *, publishing: bool = False, **options: Any) -> dict[str, Any]:
        make = self._api.publish if publishing else self._api.call
        headers = {"accept": _JSON} | options.pop("headers", {})
        if "json" in options:
            headers["content-type"] = _JSON
        where = f"/jsonapi/{route}".rstrip("/")
        try:
            response = make(method, where, headers=headers, auth=self._login(), **options)
        except SignedOut:
            # A consumer's token lives for minutes, a run may take longer. It was not done: it may be asked again.
            if self.account.held.pop("access-token", None) is None:
                raise
            response = make(method, where, headers=headers, auth=self._login(), **options)
        try:
            data = response.json()
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise Refused(
                tell(
                    "{account}: the site's answer is no JSON. Check api_url, and ask whether JSON:API is on.",
                    account=str(self.account),
                )
            )
        return data

    def _login(self) -> httpx.Auth:
        if self.settings.user:
            keep_basic_login(self.settings.user, self.secret("password"))
            return httpx.BasicAuth(self.settings.user, self.secret("password"))
        return TokenAuth(self._access_token)

    def _access_token(self) -> str:
        """Get an access token of the consumer, once in a run (Simple OAuth, grant ``client_credentials``)."""
        held = self.account.held
        if "access-token" not in held:
            form = {
                "grant_type": "client_credentials",
                "client_id": self.secret("client-id"),
                "client_secret": self.secret("client-secret"),
            }
            try:
                answer = self._api.call("POST", "/oauth/token", data=form).json()
            except SignedOut:
                raise
            except Refused as error:
                raise SignedOut(f"{error} {self.secrets['client-id']}") from error
            except ValueError as error:
                raise TryLater(
                    tell("{account}: the answer to the sign-in cannot be read.", account=str(self.account))
                ) from error
            held["access-token"] = keep_secret(str(answer.get("access_token", "")))
        return held["access-token"].get_secret_value()

    def close(self) -> None:
        """Close the connection."""
        self._api.close()


class NotThere(Refused):  # a state, not a mistake
    """The article is not there any more."""


class _JsonApi(Api):
    """Drupal says what it minds in ``errors``; what to do depends on the status."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found = super().explain(response, publishing=publishing)
        remedy = _REMEDIES.get(response.status_code, "").format(doc=doc("channels-accounts"))
        if response.status_code == 404:
            return NotThere(f"{found} {remedy}")
        return Refused(f"{found} {remedy}") if remedy else found


def draw_body(post: Post) -> str:
    """Draw the body of an article, of p, br and a alone; texts are data, and are escaped."""
    return _template().render(
        post=post,
        main=post.main,
        paragraphs=[paragraph.split("\n") for paragraph in post.text.split("\n\n") if paragraph.strip()],
    )


@cache
def _template() -> jinja2.Template:
    return templates_of(TEMPLATES / "posts").get_template("drupal.html.j2")
