"""Mastodon: the calls of an instance that publishing needs, as docs.joinmastodon.org describes them."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from typing import Any
from urllib.parse import parse_qs

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.multipart import fields_of

TOKEN = "emulated-mastodon-token"
_ADDRESS = re.compile(r"https?://\S+")


def _link(found: re.Match[str]) -> str:
    scheme, _, rest = found[0].partition("//")
    return (
        f'<a href="{found[0]}"><span class="invisible">{scheme}//</span><span class="ellipsis">{rest[:30]}</span>'
        f'<span class="invisible">{rest[30:]}</span></a>'
    )


class MastodonEmulator(HttpEmulator):
    """One instance with one account; the first look at a file finds it still being worked on."""

    channel = "mastodon"

    def __init__(self) -> None:
        super().__init__()
        self.owner = ("1", "ministry")
        self.media: dict[str, dict[str, Any]] = {}
        self.statuses: dict[str, dict[str, Any]] = {}
        self.waiting: dict[str, dict[str, Any]] = {}
        self._keys: dict[str, Reply] = {}
        self._last = 100

    def account(self, **settings: object) -> Account:
        return Account(
            name="test",
            channel="mastodon",
            settings={"api_url": self.url, "timeout_s": self.timeout_s} | settings,
            secrets={"token": keep_secret(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/api/v1/statuses"

    def harmless(self, request: Request) -> bool:
        return request.method == "GET"

    def answer_signed_out(self) -> Reply:
        return Reply(status=401, body={"error": "The access token was revoked"})

    def answer_too_many(self) -> Reply:
        return Reply(status=429, body={"error": "Too many requests"})

    def handle(self, request: Request) -> Reply:
        if request.bearer != TOKEN:
            return Reply(status=401, body={"error": "The access token is invalid"})
        route, _, id = request.path.removeprefix("/api/").partition("/")[2].partition("/")
        if route == "media":
            return self._take_file(request) if request.method == "POST" else self._look_at_file(id)
        if route == "accounts":
            if id == "verify_credentials":
                # docs.joinmastodon.org, methods/accounts: "Test to make sure that the user token works".
                id, name = self.owner
                return Reply(body={"id": id, "acct": name, "username": name})
            return Reply(body=[self._status(found) for found in reversed(self.statuses)])
        if route == "statuses":
            return self._write(request, id)
        assert route == "scheduled_statuses", request.path
        if request.method == "DELETE":
            return Reply(body={}) if self.waiting.pop(id, None) else _GONE
        return Reply(body=[self._waiting(found) for found in self.waiting])

    def _take_file(self, request: Request) -> Reply:
        fields = fields_of(request)
        id = self._next()
        self.media[id] = {
            "content": fields["file"].content,
            "description": fields["description"].text,
            "cover": fields["thumbnail"].content if "thumbnail" in fields else b"",
            "looks": 0,
        }
        return Reply(
            status=202, body={"id": id, "type": "unknown", "url": None, "description": fields["description"].text}
        )

    def _look_at_file(self, id: str) -> Reply:
        if id not in self.media:
            return _GONE
        self.media[id]["looks"] += 1
        working = self.media[id]["looks"] == 1 and len(self.media[id]["content"]) > 10**6
        return Reply(
            status=206 if working else 200,
            body={"id": id, "type": "image", "url": None if working else f"{self.url}/media/{id}"},
        )

    def _write(self, request: Request, id: str) -> Reply:
        if request.method == "GET":
            return Reply(body=self._status(id)) if id in self.statuses else _GONE
        if request.method == "DELETE":
            gone = self.statuses.pop(id, None)
            return Reply(body={"id": id}) if gone else _GONE
        form = parse_qs(request.body.decode(), keep_blank_values=True)
        key = request.headers.get("idempotency-key", "")
        if key and key in self._keys:
            # app/services/post_status_service.rb: the post of that key is looked up, and may be gone.
            made = self._keys[key].body["id"]
            return self._keys[key] if made in self.statuses or made in self.waiting else _GONE
        text, media = form["status"][0], form.get("media_ids[]", [])
        if len(_ADDRESS.sub("x" * 23, text)) > 500:
            error = "Validation failed: Text character limit of 500 exceeded"
            return Reply(status=422, body={"error": error})
        if any(file not in self.media for file in media):
            return Reply(status=422, body={"error": "Validation failed: Cannot attach files that were not found"})
        now = dt.datetime.now(dt.UTC).isoformat()
        post = {"text": text, "media": media, "language": form.get("language", [""])[0], "at": now}
        if request.method == "PUT":
            if id not in self.statuses:
                return _GONE
            self.statuses[id] |= post | {"language": self.statuses[id]["language"]}
            return Reply(body=self._status(id))
        new = self._next()
        if "scheduled_at" in form:
            at = dt.datetime.fromisoformat(form["scheduled_at"][0])
            if at < dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5):
                error = "Validation failed: Scheduled at must be at least 5 minutes in the future"
                return Reply(status=422, body={"error": error})
            self.waiting[new] = post | {"at": at.isoformat()}
            reply = Reply(body=self._waiting(new))
        else:
            self.statuses[new] = post
            reply = Reply(body=self._status(new))
        if key:
            self._keys[key] = reply
        return reply

    def come(self, id: str) -> None:
        """Let a waiting post's time come: it gets another number."""
        self.statuses[self._next()] = self.waiting.pop(id)

    def _next(self) -> str:
        self._last += 1
        return str(self._last)

    def _status(self, id: str) -> dict[str, Any]:
        post = self.statuses[id]
        linked = _ADDRESS.sub(_link, escape(post["text"], quote=False)).replace("\n", "<br />")
        return {
            "id": id,
            "url": f"{self.url}/@ministry/{id}",
            "content": f"<p>{linked}</p>",
            "language": post["language"],
            "created_at": post["at"],
        } | self.figures.get(id, {})

    def _waiting(self, id: str) -> dict[str, Any]:
        post = self.waiting[id]
        return {"id": id, "scheduled_at": post["at"], "params": {"text": post["text"], "language": post["language"]}}

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=id,
                marker=post["text"].partition("utm_content=")[2][:10],
                text=post["text"],
                language=post["language"],
                alt_texts=tuple(self.media[file]["description"] for file in post["media"]),
                files={
                    **{file: self.media[file]["content"] for file in post["media"]},
                    **{
                        f"{file} cover": self.media[file]["cover"]
                        for file in post["media"]
                        if self.media[file]["cover"]
                    },
                },
            )
            for id, post in [*self.statuses.items(), *self.waiting.items()]
        ]


_GONE = Reply(status=404, body={"error": "Record not found"})
