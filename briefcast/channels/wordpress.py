"""The channel WordPress: a post with its picture, film or recording, over the site's own REST API.

The files and a draft are brought first; publishing changes the draft's state and nothing else, so that doing it
again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import PurePosixPath
from typing import Any, ClassVar

import httpx
import jinja2
from babel import Locale

from briefcast.channels.base import Account, AccountSettings, Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.http import Api
from briefcast.errors import ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import tell
from briefcast.pages.frame import templates_of
from briefcast.paths import TEMPLATES
from briefcast.secrecy import keep_basic_login

_VISIBLE = ("publish", "future")
_REMEDIES = {
    "rest_cannot_create": "Ask the site's administrator to give this user the role Author.",
    "rest_cannot_publish": "Ask the site's administrator to give this user the role Author.",
    "rest_cannot_edit": "The post belongs to somebody else: publish with that user, or ask for the role Editor.",
    "rest_cannot_delete": "The post belongs to somebody else: withdraw with that user, or ask for the role Editor.",
    "rest_upload_sideload_error": "Ask the site's administrator to allow files of this type.",
    "rest_upload_unknown_error": "Ask the site's administrator to allow files of this type and size.",
    "rest_upload_file_too_big": "Ask the site's administrator to raise upload_max_filesize, or make a smaller file.",
    "rest_no_route": "The site has no REST API at this address: check api_url, or ask whether a plugin turned it off.",
}
_SIGNED_OUT = ("incorrect_password", "invalid_username", "rest_not_logged_in", "application_passwords_disabled")
_GONE = ("rest_post_invalid_id", "rest_already_trashed")
_NOBODY = ("rest_cannot_", "rest_not_logged_in", "rest_forbidden_")
"""Said with 401 to somebody who is not signed in; who is and may not, gets 403 (rest_authorization_required_code)."""
_STRIPPED = (
    "The sign-in did not arrive. Most often the web server drops it: with Apache write CGIPassAuth On (or SetEnvIf "
    'Authorization "(.*)" HTTP_AUTHORIZATION=$1) into the site\'s .htaccess. Or a security plugin turned Application '
    "Passwords off: allow them for this user."
)


class _Gone(Refused):
    """The post or file is not there any more."""


class _Rest(Api):
    """WordPress says with a ``code`` what its statuses do not."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found = super().explain(response, publishing=publishing)
        status, code = _said(response)
        if status == 401 and code.startswith(_NOBODY):
            return SignedOut(
                tell("{account}: not signed in ({code}). {way}", account=self.who, code=code, way=_STRIPPED)
            )
        if code in _GONE:
            return _Gone(str(found))
        if code in _SIGNED_OUT:
            return SignedOut(f"{found} {self.signed_out}" if self.signed_out not in str(found) else str(found))
        if response.status_code == 413:
            return Refused(f"{found} {_REMEDIES['rest_upload_file_too_big']}")
        if type(found) is Refused:
            return Refused(f"{found} {_REMEDIES.get(code, '')}".strip())
        # A 401 with another code: signed in, and not allowed to.
        return Refused(f"{found} {_REMEDIES[code]}") if code in _REMEDIES else found


class WordPress(Channel):
    """One user's posts on a site."""

    name = "wordpress"
    secrets: ClassVar = {
        "password": "Sign in to the site, open Users, Profile, Application Passwords, name one briefcast and copy it."
    }

    class Settings(AccountSettings):
        """Which site, as whom, and where in it."""

        api_url: str
        """The site's address: ``https://news.example.org``."""
        user: str
        """Who signs in; the role Author is enough."""
        categories: tuple[int, ...] = ()
        """Numbers of categories, as the address of a category's page in the administration shows (``tag_ID=7``)."""
        featured_picture: bool = False
        """Make the picture or cover the post's featured image too; many themes show that above the text."""

    settings: Settings

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._api = _Rest(
            str(account),
            self.settings.api_url,
            timeout_s=self.settings.timeout_s,
            signed_out=self.secrets["password"],
        )

    def check(self) -> str:
        """Sign in and give the user and the site; Refused if the user may not publish."""
        user = self._call("GET", "users/me", params={"context": "edit"})
        for ability in ("publish_posts", "upload_files"):
            if not user["capabilities"].get(ability):
                raise Refused(
                    tell(
                        "{account}: {user} may not {what}. {way}",
                        account=str(self.account),
                        user=user["name"],
                        what=ability.replace("_", " "),
                        way=_ROLE,
                    )
                )
        return f"{user['name']} on {self.settings.api_url}"

    def upload(self, post: Post, kept: Kept) -> None:
        """Make a draft, bring the files, write the post's content with them; each only if it is not there yet."""
        if "post" not in kept:
            draft = self._find_post(post, ("draft",)) or self._call("POST", "posts", json=_begin(post))
            kept["post"] = str(draft["id"])
        places = {file.sha256: self._bring(file, post, kept) for file in post.files}
        try:
            self._call("POST", f"posts/{kept['post']}", json=self._content(post, kept, places))
        except _Gone:
            lost = kept.pop("post")
            raise TryLater(
                tell(
                    "{account}: the draft {lost} was deleted there; another is made.",
                    account=str(self.account),
                    lost=lost,
                )
            ) from None

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Let the draft be seen, at once or at its time."""
        state: dict[str, Any] = {"status": "publish"}
        if post.publish_at is not None:
            when = post.publish_at.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
            state = {"status": "future", "date_gmt": when.isoformat()}
        return _receipt(self._call("POST", f"posts/{kept['post']}", publishing=True, json=state))

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look at the draft that was made; without one, for a post with the marker."""
        if "post" not in kept:
            found = self._find_post(post, _VISIBLE)
            return _receipt(found) if found else None
        try:
            made = self._call("GET", f"posts/{kept['post']}", params={"context": "edit"})
        except _Gone:
            return None
        return _receipt(made) if made["status"] in _VISIBLE else None

    def withdraw(self, receipt: Receipt) -> None:
        """Move the post to the site's trash, and delete its files."""
        self._remove_files(receipt.id)
        try:
            self._call("DELETE", f"posts/{receipt.id}")
        except _Gone:
            return

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Write the new content into the post, then delete the old files."""
        kept["post"] = receipt.id
        self.upload(post, kept)
        self._remove_files(receipt.id, but=post.marker)
        return _receipt(self._call("GET", f"posts/{receipt.id}", params={"context": "edit"}))

    def close(self) -> None:
        """Close the connection."""
        self._api.close()

    def _call(self, method: str, route: str, *, publishing: bool = False, **options: Any) -> Any:
        params = {"rest_route": f"/wp/v2/{route}"} | options.pop("params", {})
        make = self._api.publish if publishing else self._api.call
        keep_basic_login(self.settings.user, self.secret("password"))
        login = httpx.BasicAuth(self.settings.user, self.secret("password"))
        response = make(method, "/", params=params, auth=login, **options)
        try:
            return response.json()
        except ValueError:
            raise Refused(
                tell(
                    "{account}: the site's answer is no JSON. {way}",
                    account=str(self.account),
                    way=_REMEDIES["rest_no_route"],
                )
            ) from None

    def _find_post(self, post: Post, states: tuple[str, ...]) -> Any:
        wanted = {"search": post.marker, "status": ",".join(states), "context": "edit"}
        return next(iter(self._call("GET", "posts", params=wanted)), None)

    def _bring(self, file: PostFile, post: Post, kept: Kept) -> str:
        """Bring a file if it is not there yet, and give its address."""
        key, slug = f"file {file.sha256}", _slug(file, post)
        if key not in kept:
            found = next(iter(self._call("GET", "media", params={"slug": slug})), None)
            media = found or self._upload_file(file, slug, post, kept)
            kept[key] = f"{media['id']} {_address(media)}"
        return kept[key].partition(" ")[2]

    def _upload_file(self, file: PostFile, slug: str, post: Post, kept: Kept) -> Any:
        words = {
            "title": post.title,
            "alt_text": file.alt_text,
            "description": file.long_description,
            "slug": slug,
            "post": kept["post"],
        }
        with file.path.open("rb") as content:
            name = f"{slug}{PurePosixPath(file.name).suffix}"
            return self._call("POST", "media", data=words, files={"file": (name, content, file.media_type)})

    def _remove_files(self, id: str, *, but: str = "-") -> None:
        wanted = {"parent": id, "per_page": "100"}
        for media in self._call("GET", "media", params=wanted):
            if not media["slug"].endswith(f"-{but}"):
                self._call("DELETE", f"media/{media['id']}", params={"force": "true"})

    def _content(self, post: Post, kept: Kept, places: dict[str, str]) -> dict[str, Any]:
        content: dict[str, Any] = {"title": post.title, "content": draw_content(post, places)}
        if post.words.fact:
            content["excerpt"] = post.words.fact
        if self.settings.categories:
            content["categories"] = list(self.settings.categories)
        picture = post.file("cover") or post.file("image")
        if self.settings.featured_picture and picture:
            content["featured_media"] = int(kept[f"file {picture.sha256}"].partition(" ")[0])
        return content


_ROLE = _REMEDIES["rest_cannot_publish"]


def draw_content(post: Post, places: dict[str, str]) -> str:
    """Draw the content of a post; texts are data, and are escaped.

    Args:
        post: what to show.
        places: address of each file on the site, by its hash.
    """
    return _template().render(
        post=post,
        main=post.main,
        cover=post.file("cover"),
        captions=[file for file in post.files if file.role == "captions"],
        places=places,
        paragraphs=[paragraph.split("\n") for paragraph in post.text.split("\n\n") if paragraph.strip()],
        language_name=Locale.parse(post.language, sep="-").get_language_name(post.language),
    )


@cache
def _template() -> jinja2.Template:
    return templates_of(TEMPLATES / "posts").get_template("wordpress.html.j2")


def _begin(post: Post) -> dict[str, Any]:
    """Begin a draft, with the marker by which it can be found: not every post has a link that holds it."""
    return {"status": "draft", "title": post.title, "content": f'<div data-briefcast="{post.marker}"></div>'}


def _slug(file: PostFile, post: Post) -> str:
    """Name a file after its post, role and marker: what a second attempt finds it by."""
    return f"{post.item.replace('/', '-')}-{file.role}-{file.path.suffix.lstrip('.')}-{post.marker}".lower()


def _address(media: Any) -> str:
    """Give a file's address as it was brought: the site shows a smaller copy of pictures over 2,560 pixels."""
    shown = str(media["source_url"])
    details = media.get("media_details")
    original = details.get("original_image") if isinstance(details, dict) else None
    return f"{shown.rpartition('/')[0]}/{original}" if original else shown


def _receipt(post: Any) -> Receipt:
    at = dt.datetime.fromisoformat(post["date_gmt"]).replace(tzinfo=dt.UTC) if post["status"] == "future" else None
    return Receipt(id=str(post["id"]), url=post["link"], scheduled_for=at)


def _said(response: httpx.Response) -> tuple[int, str]:
    """Give status and code of a refusal; of a parameter's, which is one level below where only some may use it."""
    try:
        data = response.json()
    except ValueError:
        data = None
    if not isinstance(data, dict):
        return response.status_code, ""
    inner = data
    for name in ("data", "details", "status"):
        inner = inner.get(name, {}) if isinstance(inner, dict) else {}
    if isinstance(inner, dict) and "code" in inner:
        return int(inner.get("data", {}).get("status", response.status_code)), str(inner["code"])
    return response.status_code, str(data.get("code", ""))
