"""The followers of a Zalo Official Account: what reaches them when its articles are broadcast."""

from __future__ import annotations

from dataclasses import replace

from briefcast.channels.base import Account, Post
from tests.emulators.base import Reply, Request, Seen
from tests.emulators.zalo import ZaloEmulator, _Article, _no, _ok

_TARGETS = {"ages", "gender", "locations", "cities", "platform"}
"""Of the target in Zalo's Java SDK (v3/SendBroadcastMessage.java)."""


class ZaloBroadcastEmulator(ZaloEmulator):
    """One account that shows articles already."""

    channel = "zalo-broadcast"

    def __init__(self) -> None:
        super().__init__()
        self.broadcasts: list[tuple[str, ...]] = []
        self.left = 1_000_000
        """How many the package has left this month."""
        self.markers: dict[str, str] = {}

    def account(self) -> Account:
        own = super().account()
        # Tests run at any hour.
        settings = dict(own.settings) | {"first_hour": 0, "last_hour": 24}
        return replace(own, channel=self.channel, settings=settings)

    def ready(self, post: Post) -> Post:
        """Show the article first, as the account on zalo does."""
        self.show(post)
        return post

    def show(self, post: Post, *, status: str = "show", marker: str = "") -> str:
        """Put the article of a post there, as `briefcast.channels.zalo` would write it."""
        marker = marker or post.marker_on("zalo", "ministry")
        id = f"a{next(self.numbers):019}"
        link = f"https://example.org/try?utm_source=zalo&amp;utm_content={marker}"
        about: dict[str, object] = {
            "title": post.title,
            "description": post.text,
            "status": status,
            "cover": {"cover_type": "video" if post.main.role == "video" else "photo"},
            "body": [{"type": "text", "content": link}] if post.link else [],
        }
        self.articles[id] = _Article(id=id, about=about)
        self.markers[id] = post.marker
        return id

    def publishing(self, request: Request) -> bool:
        return request.path == "/v2.0/oa/message"

    def posts(self) -> list[Seen]:
        return [
            Seen(id=str(number), marker=self.markers.get(id, ""), text=str(self.articles[id].about["title"]))
            for number, ids in enumerate(self.broadcasts)
            for id in ids
        ]

    def handle(self, request: Request) -> Reply:
        reply = super().handle(request)
        known = not isinstance(reply.body, dict) or reply.body.get("message") != "No such call"
        if known or (request.method, request.path) != ("POST", "/v2.0/oa/message"):
            return reply
        return self._broadcast(request.json())

    def _broadcast(self, data: dict[str, dict[str, object]]) -> Reply:
        target = data["recipient"].get("target")
        if not isinstance(target, dict) or not target or not set(target) <= _TARGETS:
            return _no(-201, "recipient.target is invalid")
        attachment = data["message"]["attachment"]
        assert isinstance(attachment, dict)
        elements = attachment["payload"]["elements"]
        if attachment["type"] != "template" or attachment["payload"]["template_type"] != "media":
            return _no(-201, "attachment is invalid")
        if not 1 <= len(elements) <= 5 or any(element["media_type"] != "article" for element in elements):
            return _no(-201, "elements: one to five articles")
        ids = tuple(element["attachment_id"] for element in elements)
        if any(id not in self.articles or self.articles[id].about["status"] != "show" for id in ids):
            return _no(-201, "attachment_id is invalid")
        if not self.left:
            return _no(-211, "The Official Account has used up its broadcasts of this month")
        self.left -= 1
        self.broadcasts.append(ids)
        return _ok({"message_id": f"b{next(self.numbers):012}"})
