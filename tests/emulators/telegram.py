"""Telegram: the methods of the Bot API that publishing needs, as core.telegram.org/bots/api describes them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from briefcast.channels.base import Account
from briefcast.secrecy import keep_secret
from tests.emulators.base import HttpEmulator, Reply, Request, Seen
from tests.emulators.multipart import fields_of

TOKEN, CHAT, CHAT_ID, BOT_ID = "123456:emulated-bot-token", "@ministry", -1001234567890, 123456
_ATTACHED = "attach://"
_SENDS = {"sendPhoto": "photo", "sendVideo": "video", "sendAudio": "audio"}


class TelegramEmulator(HttpEmulator):
    """One channel, in which one bot is an administrator."""

    channel = "telegram"
    steps = ("publish",)

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[int, dict[str, Any]] = {}
        self.may_post = True
        self._last = 0

    def account(self, **settings: object) -> Account:
        return Account(
            name="test",
            channel="telegram",
            settings={"chat": CHAT, "api_url": self.url, "timeout_s": self.timeout_s} | settings,
            secrets={"token": keep_secret(TOKEN)},
        )

    def publishing(self, request: Request) -> bool:
        return "/send" in request.path

    def harmless(self, request: Request) -> bool:
        return "/get" in request.path

    def answer_signed_out(self) -> Reply:
        return _error(401, "Unauthorized")

    def answer_too_many(self) -> Reply:
        reply = _error(429, "Too Many Requests: retry after 1")
        return Reply(status=429, body=reply.body | {"parameters": {"retry_after": 1}})

    def handle(self, request: Request) -> Reply:
        _, bot, method = unquote(request.path).split("/")
        if bot != f"bot{TOKEN}":
            return _error(401, "Unauthorized")
        if method == "getMe":
            return _result({"id": BOT_ID, "is_bot": True, "first_name": "Desk", "username": "ministry_bot"})
        files: dict[str, bytes] = {}
        if "multipart" in request.headers.get("content-type", ""):
            parts = fields_of(request)
            files = {name: part.content for name, part in parts.items() if part.file_name}
            form = {name: part.text for name, part in parts.items() if not part.file_name}
        else:
            form = request.form()
        if form.get("chat_id") not in (CHAT, str(CHAT_ID)):
            return _error(400, "Bad Request: chat not found")
        return self._act(method, form, files)

    def _act(self, method: str, form: dict[str, str], files: dict[str, bytes]) -> Reply:
        if method == "getChat":
            more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
            return _result(_CHAT | more)
        if method == "getChatMember":
            return _result(_member(may_post=self.may_post))
        if method in _SENDS:
            named = {
                name: files[attached.removeprefix(_ATTACHED)]
                for name, attached in form.items()
                if attached.startswith(_ATTACHED)
            }
            return self._send(
                _SENDS[method], form, {name: files[name] for name in _SENDS.values() if name in files} | named
            )
        if method == "sendMediaGroup":
            album = json.loads(form["media"])
            if not 2 <= len(album) <= 10:
                return _error(400, "Bad Request: group send failed")
            made = []
            for item in album:
                content = files[item["media"].removeprefix(_ATTACHED)]
                caption = {"caption": item.get("caption", "")}
                reply = self._send("photo", form | caption, {"photo": content})
                made.append(reply.body["result"])
            return _result(made)
        number = int(form["message_id"])
        if number not in self.messages:
            verb = "delete" if method == "deleteMessage" else "edit"
            return _error(400, f"Bad Request: message to {verb} not found")
        if method == "deleteMessage":
            del self.messages[number]
            return _result(data=True)
        assert method == "editMessageMedia", method
        media = json.loads(form["media"])
        content = {media["type"]: files[media["media"].removeprefix(_ATTACHED)]}
        changed = {"caption": media["caption"], "kind": media["type"], "files": content}
        if changed.items() <= self.messages[number].items():
            return _error(400, "Bad Request: message is not modified: specified new message content is the same")
        self.messages[number] |= changed
        return _result(self._message(number))

    def _send(self, kind: str, form: dict[str, str], files: dict[str, bytes]) -> Reply:
        if not self.may_post:
            return _error(400, "Bad Request: need administrator rights in the channel chat")
        caption = form.get("caption", "")
        if len(caption.encode("utf-16-le")) // 2 > 1024:
            return _error(400, "Bad Request: message caption is too long")
        if "thumbnail" in files and len(files["thumbnail"]) > 200_000:
            return _error(400, "Bad Request: wrong file")
        self._last += 1
        self.messages[self._last] = {"kind": kind, "caption": caption, "files": files, "form": form}
        return _result(self._message(self._last))

    def _message(self, number: int) -> dict[str, Any]:
        message = self.messages[number]
        return {"message_id": number, "date": 1764000000, "chat": _CHAT, "caption": message["caption"]}

    def posts(self) -> list[Seen]:
        return [
            Seen(
                id=str(number),
                marker=message["caption"].partition("utm_content=")[2][:10],
                text=message["caption"],
                files=message["files"],
                answers=_answered(message["form"]),
            )
            for number, message in self.messages.items()
            if message["caption"]
        ]


_CHAT = {"id": CHAT_ID, "type": "channel", "title": "Ministry", "username": CHAT.lstrip("@")}
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def _answered(form: dict[str, str]) -> str:
    """Give the message that one answers (ReplyParameters)."""
    asked = json.loads(form.get("reply_parameters", "{}"))
    return str(asked.get("message_id", ""))


def _member(*, may_post: bool) -> dict[str, Any]:
    rights = (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    )
    user = {"id": BOT_ID, "is_bot": True, "first_name": "Desk", "username": "ministry_bot"}
    return {"status": "administrator", "user": user, "can_post_messages": may_post} | dict.fromkeys(rights, False)


def _result(data: Any) -> Reply:
    return Reply(body={"ok": True, "result": data})


def _error(status: int, description: str) -> Reply:
    return Reply(status=status, body={"ok": False, "error_code": status, "description": description})
