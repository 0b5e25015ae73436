"""WordPress: the routes of its REST API that publishing needs, as developer.wordpress.org/rest-api describes them.

The tests of the channel run against the real thing too; this one is for faults, which it has only by chance.
"""

from __future__ import annotations

import base64
import re
from html import unescape
from typing import Any

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.multipart import fields_of

USER, PASSWORD = "desk", "emul ated appl icat ion word"


class WordPressEmulator(HttpEmulator):
    """One site, and an author's account on it."""

    channel = "wordpress"

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, dict[str, Any]] = {}
        self.media: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.may_publish = True
        self.strips_sign_in = False
        """Whether the web server drops the Authorization header, as Apache does for CGI and FastCGI."""
        self._last = 3

    def account(self, **settings: object) -> Account:
        return Account(
            name="test",
            channel="wordpress",
            settings={"api_url": self.url, "user": USER, "timeout_s": self.timeout_s} | settings,
            secrets={"password": keep_secret(PASSWORD)},
        )

    def publishing(self, request: Request) -> bool:
        route = request.query.get("rest_route", "").startswith("/wp/v2/posts/")
        return route and request.method == "POST" and b'"status"' in request.body

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def answer_signed_out(self) -> Reply:
        return _error(401, "incorrect_password", "The provided password is an invalid application password.")

    def handle(self, request: Request) -> Reply:
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.strips_sign_in:
            return self._answer_nobody(request)
        if request.headers.get("authorization") != f"Basic {login}":
            return self.answer_signed_out()
        kind, _, id = request.query["rest_route"].removeprefix("/wp/v2/").partition("/")
        if kind == "users":
            able = {"publish_posts": self.may_publish, "upload_files": True}
            return Reply(body={"id": 2, "name": USER, "capabilities": able})
        if kind == "media":
            return self._media(request, id)
        assert kind == "posts", kind
        if not id:
            return self._write(request.json(), self._next()) if request.method == "POST" else self._search(request)
        if id not in self.pages:
            return _error(404, "rest_post_invalid_id", "Invalid post ID.")
        if request.method == "DELETE":
            if self.pages[id]["status"] == "trash":
                return _error(410, "rest_already_trashed", "The post has already been deleted.")
            return self._write({"status": "trash"}, id)
        return self._write(request.json() if request.method == "POST" else {}, id)

    def _answer_nobody(self, request: Request) -> Reply:
        """Answer somebody who is not signed in (class-wp-rest-posts-controller.php, …-users-controller.php)."""
        if request.query["rest_route"].startswith("/wp/v2/users/me"):
            return _error(401, "rest_not_logged_in", "You are not currently logged in.")
        if request.method == "POST" and request.query["rest_route"].startswith("/wp/v2/posts/"):
            return _error(401, "rest_cannot_edit", "Sorry, you are not allowed to edit this post.")
        if request.method == "POST":
            return _error(401, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
        inner = {"code": "rest_forbidden_status", "message": "Status is forbidden.", "data": {"status": 401}}
        data = {"status": 400, "params": {"status": "Status is forbidden."}, "details": {"status": inner}}
        body = {"code": "rest_invalid_param", "message": "Invalid parameter(s): status", "data": data}
        return Reply(status=400, body=body)

    def _write(self, changes: dict[str, Any], id: str) -> Reply:
        page = self.pages.setdefault(id, {"id": int(id), "status": "draft", "date_gmt": "2026-11-25T08:00:00"})
        page |= changes
        return Reply(body={**page, "link": f"{self.url}/?p={id}"})

    def _search(self, request: Request) -> Reply:
        states, marker = request.query["status"].split(","), request.query["search"]
        found = [id for id, page in self.pages.items() if page["status"] in states and marker in page["content"]]
        return Reply(body=[self._write({}, id).body for id in reversed(found)])

    def _media(self, request: Request, id: str) -> Reply:
        if request.method == "DELETE":
            return (
                Reply(body={"deleted": True}) if self.media.pop(id, None) else _error(404, "rest_post_invalid_id", "")
            )
        if request.method == "GET":
            name = "slug" if "slug" in request.query else "parent"
            wanted = request.query[name]
            return Reply(body=[file for file in self.media.values() if str(file[name]) == wanted])
        fields = fields_of(request)
        new, part = self._next(), fields["file"]
        self.media[new] = {
            "id": int(new),
            "slug": fields["slug"].text,
            "parent": fields["post"].text,
            "alt_text": fields["alt_text"].text,
            "source_url": f"{self.url}/wp-content/uploads/{new}/{part.file_name}",
        }
        self.contents[self.media[new]["source_url"]] = part.content
        return Reply(status=201, body=self.media[new])

    def _next(self) -> str:
        self._last += 1
        return str(self._last)

    def posts(self) -> list[Seen]:
        kept = {file["source_url"] for file in self.media.values()}
        return [
            see_page(id, page["content"], lambda url: self.contents[url] if url in kept else b"")
            for id, page in self.pages.items()
            if page["status"] in ("publish", "future")
        ]


def see_page(id: str, html: str, read: Any) -> Seen:
    """See a page as its readers do; ``read`` gives the content at an address."""
    tracks = re.findall(r'<track [^>]*srclang="([^"]+)"[^>]* src="([^"]+)"', html)
    sources = re.findall(r'<(?:img|video|audio) [^>]*?src="([^"]+)"', html) + re.findall(r'poster="([^"]+)"', html)
    language = re.search(r'<div lang="([^"]+)"', html)
    return Seen(
        id=id,
        marker=unescape(html).partition("utm_content=")[2][:10],
        text=unescape(re.sub(r"<[^>]+>", "", html)).strip(),
        language=language[1] if language else "",
        alt_texts=tuple(unescape(found) for found in re.findall(r'(?: alt|aria-label)="([^"]*)"', html)),
        files={url: read(url) for url in sources},
        captions={track: read(url) for track, url in tracks},
    )


def _error(status: int, code: str, message: str) -> Reply:
    return Reply(status=status, body={"code": code, "message": message, "data": {"status": status}})
