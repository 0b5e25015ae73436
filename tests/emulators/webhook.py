"""One channel of a chat behind a webhook: what Teams, Slack, Google Chat and Mattermost publish of how they read one.

Each shows a message as its readers see it: markup that a chat knows is taken as markup, so that a text which was not
escaped comes out changed, and everybody whom a text calls is in `called`.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from pydantic import SecretStr

from briefcast.channels.base import Account
from tests.emulators.base import HttpEmulator, Reply, Request, Seen, Step

PATH = "/services/canaryHook0123456789"
WEB = "https://media.example.org/"
_MARKER = re.compile(r"utm_content=([0-9a-f]{10})")


class WebhookEmulator(HttpEmulator):
    """One webhook; pictures are fetched from a folder that stands for the web."""

    channel = "webhook"
    steps: ClassVar[tuple[Step, ...]] = ("publish",)

    def __init__(self, flavour: str = "teams") -> None:
        super().__init__()
        self._web = tempfile.TemporaryDirectory()
        self.flavour = flavour
        self.seen_posts: list[Seen] = []
        self.called: list[str] = []
        """Whom a message called: a channel, everybody, a person."""
        self.gone = False

    def account(self) -> Account:
        return Account(
            name="newsroom",
            channel="webhook",
            settings={
                "flavour": self.flavour,
                "timeout_s": self.timeout_s,
                "through": "folder",
                "store": {"path": self._web.name, "public_url": WEB},
            },
            secrets={"url": SecretStr(f"{self.url}{PATH}")},
        )

    def publishing(self, request: Request) -> bool:
        return True

    def posts(self) -> list[Seen]:
        return list(self.seen_posts)

    def answer_signed_out(self) -> Reply:
        """What each says of a webhook that was removed."""
        if self.flavour == "slack":
            return Reply(status=404, body=b"no_service")
        if self.flavour == "mattermost":
            return Reply(
                status=404, body={"id": "web.incoming_webhook.invalid.app_error", "message": "Invalid webhook."}
            )
        if self.flavour == "google-chat":
            return Reply(
                status=404, body={"error": {"code": 404, "message": "Webhook not found", "status": "NOT_FOUND"}}
            )
        return Reply(status=401, body={"error": {"code": "WorkflowTriggerIsNotEnabled", "message": "It is turned off"}})

    def handle(self, request: Request) -> Reply:
        if self.gone or request.path != PATH or request.method != "POST":
            return self.answer_signed_out()
        if not request.headers.get("content-type", "").startswith("application/json"):
            return Reply(status=400, body=b"invalid_payload")
        read: Callable[[dict[str, Any]], Reply] = {
            "teams": self._teams,
            "slack": self._slack,
            "google-chat": self._google_chat,
            "mattermost": self._mattermost,
        }[self.flavour]
        most = {"teams": 28_000, "google-chat": 32_000}.get(self.flavour, 100_000)
        if len(request.body) > most:
            return Reply(status=413, body=b"Request Entity Too Large")
        return read(request.json())

    def _show(self, text: str, links: list[str], pictures: list[tuple[str, str]]) -> None:
        found = _MARKER.search(" ".join(links))
        self.seen_posts.append(
            Seen(
                id=str(len(self.seen_posts) + 1),
                marker=found[1] if found else "",
                text=text,
                alt_texts=tuple(alt for _, alt in pictures),
                files={url: self._fetch(url) for url, _ in pictures},
            )
        )

    def _fetch(self, url: str) -> bytes:
        path = Path(self._web.name) / url.removeprefix(WEB)
        return path.read_bytes() if url.startswith(WEB) and path.is_file() else b""

    # ---- Teams: learn.microsoft.com, adaptive-cards

    def _teams(self, data: dict[str, Any]) -> Reply:
        """A workflow answers 202; "attachments" with a card is what its template asks for."""
        attachments = data.get("attachments")
        if data.get("type") != "message" or not isinstance(attachments, list) or len(attachments) != 1:
            return Reply(
                status=400, body={"error": {"code": "TriggerInputSchemaMismatch", "message": "No attachments"}}
            )
        card = attachments[0]["content"]
        if attachments[0]["contentType"] != "application/vnd.microsoft.card.adaptive" or card["type"] != "AdaptiveCard":
            return Reply(status=400, body={"error": {"code": "BadRequest", "message": "No Adaptive Card"}})
        text, links, pictures = "", [], []
        for element in card["body"]:
            if element["type"] == "Image":
                pictures.append((element["url"], element["altText"]))
            elif element["type"] == "RichTextBlock":
                text += "\n\n" if element["spacing"] == "Medium" else "\n"
                for run in element["inlines"]:
                    text += re.sub(r"\{\{(DATE|TIME)\([^)]*\)\}\}", "14 February 2017", run["text"])
                    links += [run["selectAction"]["url"]] if "selectAction" in run else []
            elif element["type"] == "TextBlock":  # Markdown of a kind
                text += "\n" + re.sub(r"\*\*|(?<!\w)_|_(?!\w)|\[([^\]]*)\]\([^)]*\)", r"\1", element["text"])
            else:
                return Reply(status=400, body={"error": {"code": "BadRequest", "message": element["type"]}})
        entities = card.get("msteams", {}).get("entities", [])
        self.called += [entity["text"] for entity in entities if entity["text"] in text]
        self._show(text.strip(), links, pictures)
        return Reply(status=202)

    # ---- Slack: docs.slack.dev

    def _slack(self, data: dict[str, Any]) -> Reply:
        if not data.get("text") and not data.get("blocks"):
            return Reply(status=400, body=b"no_text")
        self._read_mrkdwn(data.get("text", ""))
        text, links, pictures = "", [], []
        for block in data.get("blocks", ()):
            if block["type"] == "image":
                if not block.get("alt_text") or len(block["alt_text"]) > 2000 or not self._fetch(block["image_url"]):
                    return Reply(status=400, body=b"invalid_blocks")
                pictures.append((block["image_url"], block["alt_text"]))
            elif block["type"] == "section":
                text += self._read_mrkdwn(block["text"]["text"])
            elif block["type"] == "rich_text":
                for element in block["elements"][0]["elements"]:
                    if not element.get("text"):
                        return Reply(status=400, body=b"invalid_blocks")
                    if element["type"] == "broadcast":
                        self.called.append(element["range"])
                    text += element["text"]
                    links += [element["url"]] if element["type"] == "link" else []
            else:
                return Reply(status=400, body=b"invalid_blocks")
        self._show(text, links, pictures)
        return Reply(status=200, body=b"ok", headers={"content-type": "text/html"})

    def _read_mrkdwn(self, text: str) -> str:
        self.called += re.findall(r"<!(channel|here|everyone)>|<@(?:[UW]\w+)>", text)
        return html.unescape(re.sub(r"<[^>]*>|(?<!\w)[*_~`]|[*_~`](?!\w)", "", text))

    # ---- Google Chat: developers.google.com/workspace/chat

    def _google_chat(self, data: dict[str, Any]) -> Reply:
        if unknown := set(data) - {"text", "cardsV2", "fallbackText"}:
            message = f"Invalid JSON payload received. Unknown name {sorted(unknown)}"
            return Reply(status=400, body={"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}})
        if not data.get("text") and not data.get("cardsV2"):
            empty = {"code": 400, "message": "Message cannot be empty.", "status": "INVALID_ARGUMENT"}
            return Reply(status=400, body={"error": empty})
        self.called += re.findall(r"<users/\w+>", data.get("text", ""))
        text, links, pictures = data.get("text", ""), [], []
        for card in data.get("cardsV2", ()):
            for widget in card["card"]["sections"][0]["widgets"]:
                if "image" in widget:
                    pictures.append((widget["image"]["imageUrl"], widget["image"]["altText"]))
                else:
                    written = widget["textParagraph"]["text"]
                    links += [html.unescape(url) for url in re.findall(r'<a href="([^"]*)">', written)]
                    self.called += re.findall(r"<users/\w+>", written)
                    text += html.unescape(re.sub(r"<[^>]*>", "", written.replace("<br>", "\n")))
        self._show(text, links, pictures)
        return Reply(body={"name": f"spaces/AAAA/messages/{len(self.seen_posts)}", "text": ""})

    # ---- Mattermost: docs.mattermost.com

    def _mattermost(self, data: dict[str, Any]) -> Reply:
        written = data.get("text", "")
        if not written:
            return Reply(
                status=400, body={"id": "web.incoming_webhook.text.app_error", "message": "No text specified."}
            )
        self.called += re.findall(r"(?<![\w.])@(?:all|channel|here|[a-z][\w.-]+)", written)
        pictures = [(url, _plain(alt)) for alt, url in re.findall(r"!\[((?:\\.|[^\]])*)\]\(<([^>]*)>\)", written)]
        text = re.sub(r"!\[(?:\\.|[^\]])*\]\(<[^>]*>\)", "", written)
        links = re.findall(r"\]\(<([^>]*)>\)", text)
        text = re.sub(r"(?<!\\)\[((?:\\.|[^\]])*)\]\(<[^>]*>\)", r"\1", text)
        for part in [text[at : at + 16_383] for at in range(0, len(text), 16_383)]:
            self._show(_plain(part).strip(), links, pictures)
        return Reply(status=200, body=b"ok", headers={"content-type": "text/plain"})

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)  # type: ignore[arg-type]
        self._web.cleanup()


def _plain(markdown: str) -> str:
    """Show Markdown as readers see it: signs that are not escaped are gone, those that are stand there."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\x00{len(kept) - 1}\x00"

    text = re.sub(r"\\([\\`*_{}\[\]()#>~|<!&.+-])", keep, markdown)
    text = re.sub(r":([a-z0-9_+-]+):", "😀", text)
    text = re.sub(r"(?m)^\s*(#+|>|[-+]|\d+\.)\s+", "", text)
    text = re.sub(r"\*\*|[*_~`]+", "", text).replace("\u200b", "")
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)
