"""Channels that carry files: a post is a folder with its files, a page and a card.

``index.html`` is a page of its own with language, direction, alternative text and captions; ``post.json`` is the
card, everything a program needs to show the post. Both are put there last, by the publishing call. Where the
card is, the post is; putting the same there again changes nothing. A new place for files is a `Shelf`.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import jinja2

from briefcast.channels.base import AccountSettings, Channel, Kept, Post, Receipt
from briefcast.errors import Refused
from briefcast.messages import tell
from briefcast.pages.frame import templates_of
from briefcast.paths import TEMPLATES

CARD, PAGE = "post.json", "index.html"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One file to put somewhere: on disk, or its content itself."""

    name: str
    media_type: str
    source: Path | bytes
    sha256: str = ""
    cache: str = ""
    """How long it may be kept without asking (``Cache-Control``), where that is known; else the place says so."""

    @property
    def size_bytes(self) -> int:
        """Its size."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def read(self) -> bytes:
        """Give its content."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


class Shelf(ABC):
    """A place for files, by relative POSIX path. Every call is safe to repeat.

    Failures: `TryLater` for what may pass, `Refused` and `SignedOut` for what will not.
    """

    @abstractmethod
    def check(self) -> str:
        """Sign in, see that files can be put there, and say where that is."""

    @abstractmethod
    def put(self, path: str, item: Item, kept: Kept) -> None:
        """Put a file there whole, in the place of what was there; a large one goes on where it stopped."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Give a file's content; None if there is none."""

    @abstractmethod
    def holds(self, path: str, item: Item) -> bool:
        """Whether this very file is there already, so that it need not be put again."""

    @abstractmethod
    def names(self, path: str) -> Sequence[str]:
        """Give the names of the files in a folder; none if there is no folder."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Remove a file; one that is gone is no error."""

    def close(self) -> None:  # noqa: B027  # many shelves hold nothing open
        """Close connections."""


class ShelfSettings(AccountSettings):
    """What every account that carries files says."""

    public_url: str = ""
    """Where what is put there is found on the web, if it is: ``https://media.example.org/posts``."""


class FileChannel(Channel):
    """A channel that puts posts on a shelf; derive, and give the shelf."""

    Settings = ShelfSettings
    settings: ShelfSettings
    shows_all = True

    @abstractmethod
    def open_shelf(self) -> Shelf:
        """Give the place for files; no call is made yet."""

    @cached_property
    def shelf(self) -> Shelf:
        """The place for files."""
        return self.open_shelf()

    def check(self) -> str:
        """Sign in, and see that files can be put there."""
        return self.shelf.check()

    def upload(self, post: Post, kept: Kept) -> None:
        """Put the files there; nothing leads to them yet."""
        place = place_of(post)
        for file in post.files:
            item = Item(name=file.name, media_type=file.media_type, source=file.path, sha256=file.sha256)
            if not self.shelf.holds(f"{place}/{file.name}", item):
                self.shelf.put(f"{place}/{file.name}", item, kept)

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Put the page and the card there."""
        place = place_of(post)
        page = Item(name=PAGE, media_type="text/html; charset=utf-8", source=draw_page(post).encode())
        card = Item(name=CARD, media_type="application/json", source=draw_card(post).encode())
        for item in (page, card):
            self.shelf.put(f"{place}/{item.name}", item, kept)
        return self._receipt(place)

    def find(self, post: Post, kept: Kept) -> Receipt | None:  # noqa: ARG002
        """Look for the card."""
        place = place_of(post)
        try:
            card = json.loads(self.shelf.read(f"{place}/{CARD}") or b"{}")
        except ValueError:
            return None
        return self._receipt(place) if card.get("marker") == post.marker else None

    def is_gone(self, post: Post) -> bool:
        """Say whether no card lies in its place, of whatever content."""
        return self.shelf.read(f"{place_of(post)}/{CARD}") is None

    def withdraw(self, receipt: Receipt) -> None:
        """Remove the card and the page first, then the files."""
        names = set(self.shelf.names(receipt.id))
        for name in (CARD, PAGE, *sorted(names - {CARD, PAGE})):
            self.shelf.remove(f"{receipt.id}/{name}")

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Put the new files beside the old ones, then page and card in their place; files that are left go."""
        self.upload(post, kept)
        new = self.send(post, kept)
        for name in set(self.shelf.names(receipt.id)) - {CARD, PAGE, *(file.name for file in post.files)}:
            self.shelf.remove(f"{receipt.id}/{name}")
        return new

    def close(self) -> None:
        """Close connections."""
        if "shelf" in self.__dict__:
            self.shelf.close()

    def _receipt(self, place: str) -> Receipt:
        return Receipt(id=place, url=self.address_of(place))

    def address_of(self, place: str) -> str:
        """Give where the page of a place is found; empty where that is not known."""
        base = self.settings.public_url.rstrip("/")
        return f"{base}/{place}/" if base else ""


def place_of(post: Post) -> str:
    """Give the relative place of a post's folder, from its item's key; Refused for a key that leads elsewhere."""
    if not all(_SAFE.fullmatch(part) for part in post.item.split("/")):
        raise Refused(
            tell("'{item}' cannot be the place of a post: use letters, digits, '.', '_' and '-'.", item=post.item)
        )
    return post.item


def draw_card(post: Post) -> str:
    """Write everything about a post as JSON."""
    card = {
        "item": post.item,
        "content_sha256": post.content_sha256,
        "marker": post.marker,
        "product": post.product,
        "audience": post.audience,
        "language": post.language,
        "direction": post.direction,
        "title": post.title,
        "text": post.text,
        "link": post.link,
        "hashtags": list(post.tags),
        "synthetic_voice": post.synthetic_voice,
        "voice_notice": post.words.voice_notice,
        **({"correction": post.words.correction} if post.words.correction else {}),
        "source": post.words.source,
        "files": [
            {
                "name": file.name,
                "role": file.role,
                "media_type": file.media_type,
                "language": file.language,
                "bytes": file.bytes,
                "sha256": file.sha256,
                "alt_text": file.alt_text,
                "long_description": file.long_description,
            }
            for file in post.files
        ],
    }
    return json.dumps(card, ensure_ascii=False, indent=1) + "\n"


@cache
def _template() -> jinja2.Template:
    return templates_of(TEMPLATES / "posts").get_template("page.html.j2")


def draw_page(post: Post) -> str:
    """Draw the page of one post; texts are data, and are escaped."""
    return _template().render(
        post=post,
        main=post.main,
        cover=post.file("cover"),
        captions=post.file("captions", "text/vtt"),
        others=[file for file in post.files if file is not post.main],
    )
