"""Messages into a team's chat, through the webhook that Teams, Slack, Google Chat or Mattermost gives for a channel.

A webhook is one address that takes one message and says nothing more: nothing can be looked up, changed or taken back.
Texts are data. Where a chat has a form that knows no markup, that is used (Teams' TextRun, Slack's rich_text); where it
has none, every sign that would mean something is escaped, and nobody is called by an @ in a text.

learn.microsoft.com: "Create incoming webhooks with Workflows for Microsoft Teams", adaptive-cards TextRun ("Markdown is
not supported"); docs.slack.dev: incoming webhooks, rich_text block; developers.google.com/workspace/chat: webhooks,
cards; docs.mattermost.com: incoming webhooks.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

import httpx

from briefcast.channels.base import Channel, Kept, Post, Receipt
from briefcast.channels.hosting import STORE_SECRETS, Hosting, HostingSettings
from briefcast.channels.http import Api
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut
from briefcast.messages import joined, tell
from briefcast.paths import doc

Flavour = Literal["teams", "slack", "google-chat", "mattermost"]
_LINK = re.compile(r"https?://[^\s<>\u2066-\u2069]+")
_NO_SPACE = "\u200b"
_GONE = {401, 403, 404, 410}
"""The webhook was removed, or its channel archived: Slack says 403, 404 and 410, a workflow that is off 401 or 404."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of one line."""

    text: str
    url: str = ""
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture where the chat can fetch it."""

    url: str
    alt_text: str


Lines = Sequence[Sequence[Run]]
Message = dict[str, Any]


def lines_of(post: Post) -> Lines:
    """Take a text apart: lines, and in each what is a link; the title is strong. An empty line has no run."""
    return [_runs(line, strong=line in (post.title, post.words.hook)) for line in post.text.split("\n")]


def _runs(line: str, *, strong: bool) -> list[Run]:
    runs, at = [], 0
    for link in _LINK.finditer(line):
        if link.start() > at:
            runs.append(Run(text=line[at : link.start()], strong=strong))
        shown = link[0].partition("://")[2].partition("?")[0].rstrip("/")
        runs.append(Run(text=shown, url=link[0], strong=strong))
        at = link.end()
    return runs + ([Run(text=line[at:], strong=strong)] if line[at:] else [])


# ---- what each chat takes


def teams(post: Post, lines: Lines, pictures: Sequence[Picture]) -> Message:
    """Write an Adaptive Card of text runs, which know no Markdown; a mention needs an entity, and there is none."""
    body: list[Message] = [
        {"type": "Image", "url": picture.url, "altText": picture.alt_text, "size": "Stretch"} for picture in pictures
    ]
    spacing = "Medium"
    for runs in lines:
        if not runs:
            spacing = "Medium"
            continue
        body.append({"type": "RichTextBlock", "spacing": spacing, "inlines": [_text_run(run) for run in runs]})
        spacing = "None"
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": post.language,
        "rtl": post.direction == "rtl",
        "body": body,
    }
    return {
        "type": "message",
        "attachments": [
            {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
        ],
    }


def _text_run(run: Run) -> Message:
    # Two braces would begin a date function.
    written: Message = {"type": "TextRun", "text": run.text.replace("{{", "{\u2060{")}
    if run.strong:
        written["weight"] = "Bolder"
    if run.url:
        written["selectAction"] = {"type": "Action.OpenUrl", "url": run.url}
    return written


def slack(post: Post, lines: Lines, pictures: Sequence[Picture]) -> Message:
    """Write a rich_text block, whose texts are shown as they are; the notification's text is escaped."""
    elements: list[Message] = []
    for number, runs in enumerate(lines):
        if number:
            elements.append({"type": "text", "text": "\n"})
        for run in runs:
            element: Message = {"type": "text", "text": run.text}
            if run.url:
                element = {"type": "link", "url": run.url, "text": run.text}
            elements.append(element | ({"style": {"bold": True}} if run.strong else {}))
    section = {"type": "rich_text_section", "elements": elements}
    blocks: list[Message] = [{"type": "rich_text", "elements": [section]}]
    blocks += [{"type": "image", "image_url": each.url, "alt_text": each.alt_text or post.title} for each in pictures]
    # "Escaping text": these three, and no others, or <!channel> would call everybody.
    told = post.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": told, "mrkdwn": False, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def google_chat(post: Post, lines: Lines, pictures: Sequence[Picture]) -> Message:
    """Write a card, whose paragraphs are HTML: with every sign of it escaped."""
    widgets: list[Message] = []
    for picture in pictures:
        image: Message = {"imageUrl": picture.url, "altText": picture.alt_text}
        widgets.append({"image": image | ({"onClick": {"openLink": {"url": post.link}}} if post.link else {})})
    text = "<br>".join("".join(_html(run) for run in runs) for runs in lines)
    widgets.append({"textParagraph": {"text": text}})
    card = {"cardId": post.marker, "card": {"sections": [{"widgets": widgets}]}}
    return {"cardsV2": [card], "fallbackText": post.title}


def _html(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    if run.url:
        text = f'<a href="{html.escape(run.url)}">{text}</a>'
    return f"<b>{text}</b>" if run.strong else text


def mattermost(_post: Post, lines: Lines, pictures: Sequence[Picture]) -> Message:
    """Write Markdown with every sign of it escaped, and no @ or ~ or :name: that means somebody or something."""
    text = "\n".join("".join(_markdown(run) for run in runs) for runs in lines)
    shown = "\n".join(f"![{escape_markdown(picture.alt_text)}](<{picture.url}>)" for picture in pictures)
    return {"text": f"{text}\n\n{shown}" if shown else text}


def escape_markdown(text: str) -> str:
    """Write a text so that Mattermost shows it as it is."""
    text = re.sub(r"([\\`*_{}\[\]()#>~|<!&])", r"\\\1", text)
    text = re.sub(r"^(\s*)([-+]|\d+[.)])(?=\s)", lambda found: f"{found[1]}{_list_mark(found[2])}", text)
    text = re.sub(r"(?<![\w.])@(?=\w)", f"@{_NO_SPACE}", text)
    text = re.sub(r"~(?=\w)", f"~{_NO_SPACE}", text)
    return re.sub(r":(?=[a-zA-Z0-9_+-]+:)", f":{_NO_SPACE}", text)


def _list_mark(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"


def _markdown(run: Run) -> str:
    text = escape_markdown(run.text)
    if run.url:
        text = f"[{text}](<{run.url}>)"
    return f"**{text}**" if run.strong else text


@dataclass(frozen=True, kw_only=True)
class _Chat:
    """What one chat is written to, and how much it takes."""

    title: str
    write: Callable[[Post, Lines, Sequence[Picture]], Message]
    max_bytes: int
    """Of the whole message."""


_CHATS: dict[Flavour, _Chat] = {
    # "The message size limit is 28 KB" (learn.microsoft.com, incoming webhooks).
    "teams": _Chat(title="Teams", write=teams, max_bytes=28_000),
    # docs.slack.dev, changelog of 2018: a message is cut at 40,000 characters.
    "slack": _Chat(title="Slack", write=slack, max_bytes=40_000),
    # developers.google.com/workspace/chat: a message has at most 32,000 bytes, a card 32 KB.
    "google-chat": _Chat(title="Google Chat", write=google_chat, max_bytes=32_000),
    # docs.mattermost.com: a longer text than 16,383 characters is split into several messages.
    "mattermost": _Chat(title="Mattermost", write=mattermost, max_bytes=16_383),
}
_ADDRESS_BYTES = 300
"""More than the address of a picture on a store has."""


class Webhook(Channel):
    """One channel of a chat."""

    name = "webhook"
    addressed = False
    read_at_secret = "url"  # noqa: S105  # its name
    secrets: ClassVar = {
        "url": f"Make a webhook for the channel, as {doc('channels-accounts')} shows under Webhook, and copy its whole "
        "address.",
        **STORE_SECRETS,
    }

    class Settings(HostingSettings):
        """Which chat."""

        flavour: Flavour
        """Whose webhook it is: ``teams``, ``slack``, ``google-chat`` or ``mattermost``."""

    settings: Settings

    @cached_property
    def api(self) -> _HookApi:
        """The address; it is the secret, so no call names it."""
        return _HookApi(
            str(self.account),
            "",
            timeout_s=self.settings.timeout_s,
            signed_out=tell("Make a new one. {way}", way=self.secrets["url"]),
        )

    @cached_property
    def hosting(self) -> Hosting:
        """Where pictures are put for the chat to fetch."""
        return Hosting(self.account, self.settings)

    @property
    def chat(self) -> _Chat:
        """What it writes to."""
        return _CHATS[self.settings.flavour]

    def check(self) -> str:
        """See that there is an address it can be sent to; a webhook says nothing until something is posted."""
        return tell(
            "{platform} at {hostname} (not tried: that would post)",
            platform=self.chat.title,
            hostname=urlsplit(self._url()).hostname,
        )

    def _url(self) -> str:
        url = self.secret("url").strip()
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise Refused(
                tell(
                    "{account}: the url is no https address. {way}", account=str(self.account), way=self.secrets["url"]
                )
            )
        return url

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a message that is larger than the chat takes as it is written there."""
        count = len(post.pictures) if self.settings.through else 0
        pictures = [Picture(url="x" * _ADDRESS_BYTES, alt_text=file.alt_text) for file in post.pictures[:count]]
        size = len(json.dumps(self._message(post, pictures), ensure_ascii=False).encode())
        if size <= self.chat.max_bytes:
            return ()
        return (
            tell(
                "The message has {size} bytes as {platform} wants it written; it takes {most}. Shorten "
                "the text or the alternative texts.",
                size=size,
                platform=self.chat.title,
                most=self.chat.max_bytes,
            ),
        )

    def _message(self, post: Post, pictures: Sequence[Picture]) -> Message:
        return self.chat.write(post, lines_of(post), pictures)

    def upload(self, post: Post, kept: Kept) -> None:
        """Put the pictures where the chat can fetch them, if the account names such a place."""
        if self.settings.through is None:
            return
        for number, file in enumerate(post.pictures):
            kept[f"picture {number}"] = self.hosting.put(file, kept)

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Post the message."""
        pictures = [
            Picture(url=kept[f"picture {number}"], alt_text=file.alt_text)
            for number, file in enumerate(post.pictures)
            if f"picture {number}" in kept
        ]
        response = self.api.publish("POST", self._url(), json=self._message(post, pictures))
        if self.settings.flavour in ("slack", "mattermost") and response.text.strip() != "ok":
            raise AnswerLost(
                tell(
                    "{account}: the answer is not what {platform} documents.",
                    account=str(self.account),
                    platform=self.chat.title,
                )
            )
        return Receipt(id=_name(response) or post.title, url="")

    def close(self) -> None:
        """Close connections."""
        self.api.close()
        self.hosting.close()


class _HookApi(Api):
    """A webhook that is gone is a secret that is not taken any more."""

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        found = super().explain(response, publishing=publishing)
        if response.status_code in _GONE and not isinstance(found, SignedOut):
            return SignedOut(joined(found.told, self.signed_out))
        return found


def _name(response: httpx.Response) -> str:
    """Give the name of the message, which Google Chat alone gives."""
    try:
        data = response.json()
    except ValueError:
        return ""
    return str(data.get("name", "")) if isinstance(data, dict) else ""
