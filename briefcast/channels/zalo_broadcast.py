"""Broadcasting an article to the followers of a Zalo Official Account, who are not told of it otherwise.

It sends what the same account shows already, so that one item is one article, and the broadcast of it a step of its own
with an hour of its own: Zalo allows a few in a month. Zalo looks at each before it goes out, which takes half an hour.

``POST /v2.0/oa/message`` with a target instead of a follower: Zalo's Java SDK, v3/SendBroadcastMessage.java.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from briefcast.channels.base import Channel, Kept, Post, Receipt
from briefcast.channels.zalo import Zalo
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.messages import tell

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ARTICLES_LOOKED_AT, _PAGE = 50, 10
_LOOK_AGAIN_S = 600
TargetWord = Literal["ages", "gender", "locations", "cities", "platform"]


class ZaloBroadcast(Zalo):
    """The followers of one Official Account, through the account that shows the articles."""

    name = "zalo-broadcast"
    addressed = False
    beside: ClassVar[str] = "zalo"

    class Settings(Zalo.Settings):
        """Whom it reaches, and when Zalo lets it."""

        to: dict[TargetWord, str] = Field(default={"gender": "0"}, min_length=1)
        """Which followers, in Zalo's numbers, several with commas: ``{cities: "9"}`` is Hà Nội. All without."""
        first_hour: int = 6
        """From this hour in Viet Nam Zalo takes broadcasts."""
        last_hour: int = 22
        """From this hour on it takes none."""

    settings: Settings

    def check_post(self, post: Post) -> tuple[str, ...]:  # noqa: ARG002  # what the article has was looked at with it
        """Find nothing: the article is there, or it is waited for."""
        return ()

    def upload(self, post: Post, kept: Kept) -> None:
        """Find the article, and see that it is an hour in which Zalo takes broadcasts."""
        now = dt.datetime.now(_ZONE)
        if not self.settings.first_hour <= now.hour < self.settings.last_hour:
            opens = now.replace(hour=self.settings.first_hour, minute=0, second=0, microsecond=0)
            opens += dt.timedelta(days=1 if now.hour >= self.settings.first_hour else 0)
            raise TryLater(
                tell(
                    "{account}: Zalo takes broadcasts from {first_hour}:00 to {last_hour}:59 in Viet Nam; it "
                    "goes on then.",
                    account=str(self.account),
                    first_hour=self.settings.first_hour,
                    last_hour=self.settings.last_hour - 1,
                ),
                after_s=(opens - now).total_seconds(),
            )
        if "article" not in kept:
            kept["article"] = self._shown(post)

    def _shown(self, post: Post) -> str:
        """Give the id of the article that this account shows of the same item: by its marker, or by all its words."""
        marker, alike = post.marker_on(self.beside, self.account.name), []
        for offset in range(0, _ARTICLES_LOOKED_AT, _PAGE):
            params = {"offset": str(offset), "limit": str(_PAGE), "type": "normal"}
            entries = (self.api.ask("GET", "/v2.0/article/getslice", params=params).get("data") or {}).get("medias", ())
            for entry in entries:
                if entry.get("title") != post.title or entry.get("status") != "show":
                    continue
                detail = self._detail(str(entry["id"]))
                if marker in str(detail):
                    return str(entry["id"])
                film = detail.get("cover", {}).get("cover_type") == "video"
                if not post.link and detail.get("description") == post.text and film == (post.main.role == "video"):
                    alike.append(str(entry["id"]))
            if len(entries) < _PAGE:
                break
        if len(alike) == 1:
            return alike[0]
        raise TryLater(
            tell(
                "{account}: the article is not shown on the account yet. Let it go out on zalo first; "
                "the broadcast waits for it.",
                account=str(self.account),
            ),
            after_s=_LOOK_AGAIN_S,
        )

    def send(self, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Ask Zalo to send the article to the followers; made once, for nobody can see whether it was."""
        answer = self.api.publish_and_read("POST", "/v2.0/oa/message", json=self._message(kept["article"]))
        id = (answer.get("data") or {}).get("message_id")
        if not id:
            raise AnswerLost(tell("{account}: the answer names no message.", account=str(self.account)))
        return Receipt(id=str(id), url="")

    def _message(self, article: str) -> dict[str, Any]:
        elements = [{"media_type": "article", "attachment_id": article}]
        payload = {"template_type": "media", "elements": elements}
        return {
            "recipient": {"target": dict(self.settings.to)},
            "message": {"attachment": {"type": "template", "payload": payload}},
        }

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Say that nobody can look for a broadcast."""
        return Channel.find(self, post, kept)

    def withdraw(self, receipt: Receipt) -> None:  # noqa: ARG002
        """Refuse: what followers have is theirs; the article itself can be withdrawn."""
        raise Refused(
            tell(
                "Zalo takes no broadcast back: delete it in OA Manager while Zalo looks at it, or withdraw the article."
            )
        )

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Refuse: the article it leads to can be replaced."""
        return Channel.replace(self, receipt, post, kept)
