"""A listmonk server: the routes that publishing needs, as its documentation describes them.

No listmonk was run. What its templates do to a body (remarks fall away, its own expressions are filled in, an address
that ends with ``@TrackLink`` is counted) is written down here from its documentation and that of Go's templates.
"""

from __future__ import annotations

import base64
import itertools
import re
from html import unescape
from typing import Any

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.forms import picture_kind, read_form

USER, TOKEN = "briefcast", "canaryListmonkToken0123456789"
LIST = "eb420c55-4cfb-4972-92ba-c93ba34ba475"
BARE = '{{ template "content" . }}'
COUNTING = '<html><body>{{ template "content" . }}<footer>{{ UnsubscribeURL }}</footer>{{ TrackView }}</body></html>'
LEAVE = "https://lists.example.org/subscription/c-1/s-1"
_STARTS = ("draft", "paused")
_MAY_BE_CHANGED = ("draft", "scheduled", "paused")
_FIELDS = {"name", "subject", "lists", "from_email", "type", "content_type", "body", "altbody"}
_FIELDS |= {"send_at", "messenger", "template_id", "tags", "headers"}


class ListmonkEmulator(HttpEmulator):
    """One server with two lists and two templates, of which one is listmonk's own."""

    channel = "listmonk"

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(11)
        self.campaigns: dict[int, dict[str, Any]] = {}
        self.media: dict[str, bytes] = {}
        self.templates = {1: COUNTING, 2: BARE}
        self.started: list[int] = []
        """Every campaign that was begun, each time that it was."""

    def account(self, **settings: object) -> Account:
        given = {"api_url": self.url, "user": USER, "list_uuid": LIST, "template": 2, "timeout_s": self.timeout_s}
        return Account(
            name="letter", channel="listmonk", settings=given | settings, secrets={"token": keep_secret(TOKEN)}
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "PUT" and request.path.endswith("/status")

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def answer_signed_out(self) -> Reply:
        return _no(403, "invalid API credentials")

    def handle(self, request: Request) -> Reply:
        login = base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if request.headers.get("authorization", "") != f"Basic {login}":
            return self.answer_signed_out()
        _, api, *parts = request.path.split("/")
        assert api == "api"
        match request.method, parts:
            case "GET", ["lists"]:
                return self._page(request, self._lists())
            case "GET", ["templates", id]:
                body = self.templates.get(int(id))
                return (
                    _ok({"id": int(id), "type": "campaign", "body": body}) if body else _no(404, "Template not found")
                )
            case "POST", ["media"]:
                return self._take_file(request)
            case "GET", ["campaigns"]:
                wanted = request.query.get("tags")
                rows = [row for row in self.campaigns.values() if not wanted or wanted in row["tags"]]
                return self._page(request, rows)
            case "POST", ["campaigns"]:
                return self._write(request.json(), next(self.numbers))
            case "GET", ["campaigns", id]:
                row = self.campaigns.get(int(id))
                return _ok(row) if row else _no(404, "Campaign not found")
            case "PUT", ["campaigns", id] if int(id) in self.campaigns:
                if self.campaigns[int(id)]["status"] not in _MAY_BE_CHANGED:
                    return _no(400, "Cannot update a running or a finished campaign.")
                return self._write(request.json(), int(id))
            case "PUT", ["campaigns", id, "status"] if int(id) in self.campaigns:
                return self._set(int(id), request.json()["status"])
        return _no(404, "Not Found")

    def _lists(self) -> list[dict[str, Any]]:
        other = "ce13e971-c2ed-4069-bd0c-240e9a9f56f9"
        rows = [(1, other, "Everybody", 900), (3, LIST, "Staff", 240)]
        return [{"id": id, "uuid": uuid, "name": name, "subscriber_count": count} for id, uuid, name, count in rows]

    def _page(self, request: Request, rows: list[dict[str, Any]]) -> Reply:
        size, number = int(request.query.get("per_page", 20)), int(request.query.get("page", 1))
        some = rows[(number - 1) * size : number * size]
        return _ok({"results": some, "total": len(rows), "per_page": size, "page": number})

    def _take_file(self, request: Request) -> Reply:
        file = read_form(request).files.get("file")
        kinds = {"image/png", "image/jpeg"}
        if file is None or picture_kind(file.content) not in kinds or file.media_type not in kinds:
            return _no(400, "Unsupported file type")
        name = f"{next(self.numbers)}_{file.filename}"
        self.media[name] = file.content
        return _ok({"id": len(self.media), "filename": name, "url": f"/uploads/{name}"})

    def _write(self, about: dict[str, Any], id: int) -> Reply:
        if unknown := set(about) - _FIELDS:
            return _no(400, f"unknown fields: {sorted(unknown)}")
        if about["type"] != "regular" or about["content_type"] != "html" or about["template_id"] not in self.templates:
            return _no(400, "Invalid type, content_type or template_id")
        if not set(about["lists"]) <= {1, 3} or not about["lists"]:
            return _no(400, "No lists selected")
        if not 1 <= len(about["name"]) <= 500 or not 1 <= len(about["subject"]) <= 5000:
            return _no(400, "Invalid length for name or subject")
        counted = {"views": 0, "clicks": 0, "bounces": 0, "to_send": 0, "sent": 0}
        before = self.campaigns.get(id, {"id": id, "status": "draft", **counted})
        self.campaigns[id] = {**before, **about}
        return _ok(self.campaigns[id])

    def _set(self, id: int, status: str) -> Reply:
        row = self.campaigns[id]
        if status != "running" or row["status"] not in _STARTS:
            return _no(400, "Only paused campaigns and drafts can be started")
        self.started.append(id)
        row |= {"status": "running", "to_send": 240, "sent": 12}
        return _ok(row)

    # ---- what readers get

    def posts(self) -> list[Seen]:
        return [self._see(self.campaigns[id]) for id in self.started]

    def mail_of(self, row: dict[str, Any]) -> tuple[str, str, str]:
        """Give subject, page and text as a reader gets them."""
        page = self.templates[row["template_id"]].replace(BARE, row["body"])
        # Go's html/template leaves out remarks that were not called safe.
        page = re.sub(
            r"<!--.*?-->", "", re.sub(r"\{\{ Safe `(.*?)` \}\}", _hide, page, flags=re.DOTALL), flags=re.DOTALL
        )
        return _filled(row["subject"]), _filled(_unhidden(page)), _filled(row["altbody"])

    def _see(self, row: dict[str, Any]) -> Seen:
        subject, page, text = self.mail_of(row)
        headers = {name: value for each in row["headers"] for name, value in each.items()}
        files = {
            name: content for name, content in self.media.items() if f"{self.url}/uploads/{name}" in unescape(page)
        }
        return Seen(
            id=str(row["id"]),
            marker=next(tag for tag in row["tags"] if tag != "briefcast"),
            text=f"{subject}\n{text}",
            language=headers["Content-Language"],
            alt_texts=(page,),
            files=files,
        )


def _hide(found: re.Match[str]) -> str:
    return f"\0{base64.b64encode(found[1].encode()).decode()}\0"


def _unhidden(page: str) -> str:
    return re.sub("\0(.*?)\0", lambda found: base64.b64decode(found[1]).decode(), page)


def _filled(text: str) -> str:
    """Fill in the expressions of a text; one that listmonk does not know fails, as Go's templates do."""
    text = re.sub(r"(https?://[^\s\"<>]*?)@TrackLink", r"https://lists.example.org/link/counted", text)

    def fill(found: re.Match[str]) -> str:
        inside = found[1].strip()
        if inside == "UnsubscribeURL":
            return LEAVE
        if inside == "TrackView":
            return '<img src="https://lists.example.org/campaign/px.png" alt="">'
        assert re.fullmatch(r'"[^"]*"', inside), f"no such expression: {inside}"
        return inside[1:-1]

    return re.sub(r"\{\{(.*?)\}\}", fill, text)


def _ok(data: object) -> Reply:
    return Reply(body={"data": data})


def _no(status: int, message: str) -> Reply:
    return Reply(status=status, body={"message": message})
