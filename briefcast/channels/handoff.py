"""Hand-off kits, for networks that let no program post: a folder for each item, and a page that says what to do.

WhatsApp Channels, Lotus, Mocha and others have no interface that a public body may post through. A kit holds the
files, the text and the alternative texts as they were approved, ready to be pasted. It is given a day before its slot
and taken back like a post that a platform holds; from its slot on it counts as out, for whether a person posted it no
program can see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

import jinja2
from pydantic import Field

from briefcast.brief.model import LanguageCode
from briefcast.channels.base import AccountSettings, Channel, Kept, Post, PostFile, Receipt
from briefcast.channels.files import CARD, PAGE, FileChannel, Item, Shelf, draw_card, place_of
from briefcast.channels.folder import lost_from
from briefcast.channels.hosting import STORE_SECRETS, open_store
from briefcast.language.written import write_date
from briefcast.languages import language, read_languages
from briefcast.messages import tell
from briefcast.pages.frame import templates_of
from briefcast.paths import TEMPLATES
from briefcast.tables import Tree, read_tree

_FOLDER = TEMPLATES / "handoff"
TEXT = "text.txt"


@dataclass(frozen=True, kw_only=True)
class _Alt:
    """An alternative text, as a file to paste from."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """One language of the page."""

    code: str
    words: Mapping[str, str]
    when: str

    @property
    def dir(self) -> str:
        """Which way it runs."""
        return language(self.code).direction

    def isolate(self, value: str) -> str:
        """Keep a name from disturbing the order of right-to-left text around it."""
        return f"\u2068{value}\u2069" if language(self.code).rtl else value


class Handoff(Channel):
    """One account on a network, whose posts a person makes."""

    name = "handoff"
    secrets = STORE_SECRETS

    class Settings(AccountSettings):
        """Which network, and where its kits lie."""

        network: str
        """What people call it: ``WhatsApp``."""
        post_as: str = ""
        """Whom to sign in as there; the account's own name if empty."""
        text_max: int | None = None
        """How many characters a text may have there."""
        time_zone: ZoneInfo | None = None
        """Of those who post: ``Asia/Ho_Chi_Minh``. As the slot is written down if absent."""
        read_in: tuple[LanguageCode, ...] = ()
        """The languages of those who post: the page says in each what to do. All of the table if empty."""
        through: Literal["folder", "s3", "sftp"] = "folder"
        """The channel that carries the kits."""
        store: dict[str, object] = Field(default={"path": "outputs/handoff"})
        """That channel's own settings: a folder that people share, a bucket, a server."""

    settings: Settings

    @cached_property
    def _carrier(self) -> FileChannel:
        return open_store(self.account, self.settings.through, self.settings.store)

    @property
    def _shelf(self) -> Shelf:
        return self._carrier.shelf

    def check(self) -> str:
        """See that kits can be put there."""
        return tell("{network}, by hand, from {check}", network=self.settings.network, check=self._shelf.check())

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse a text that cannot be made short enough by leaving parts out."""
        most = self.settings.text_max
        shortest = list(_texts(post))[-1]
        if most is None or len(shortest) <= most:
            return ()
        return (
            tell(
                "The shortest form of the text has {shortest} characters; {network} takes {most}. "
                "Shorten it by {over}, in the brief.",
                shortest=len(shortest),
                network=self.settings.network,
                most=most,
                over=len(shortest) - most,
            ),
        )

    def text_of(self, post: Post) -> str:
        """Give the text that fits the network: whole, or without parts; none is ever cut."""
        most = self.settings.text_max
        texts = list(_texts(post))
        return next((text for text in texts if most is None or len(text) <= most), texts[-1])

    def upload(self, post: Post, kept: Kept) -> None:
        """Put files and texts there; nothing leads to them yet."""
        place = self._place(post)
        for item in self._items(post):
            if not self._shelf.holds(f"{place}/{item.name}", item):
                self._shelf.put(f"{place}/{item.name}", item, kept)

    def _items(self, post: Post) -> Iterator[Item]:
        for file in post.files:
            yield Item(name=file.name, media_type=file.media_type, source=file.path, sha256=file.sha256)
        for name, text in ((TEXT, self.text_of(post)), *((alt.name, alt.text) for alt in _alts(post))):
            yield Item(name=name, media_type="text/plain; charset=utf-8", source=f"{text}\n".encode())

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Put the page and the card there: the kit is handed over."""
        place = self._place(post)
        page = Item(name=PAGE, media_type="text/html; charset=utf-8", source=self._page(post).encode())
        card = Item(name=CARD, media_type="application/json", source=draw_card(post).encode())
        for item in (page, card):
            self._shelf.put(f"{place}/{item.name}", item, kept)
        return self._receipt(place, post)

    def find(self, post: Post, kept: Kept) -> Receipt | None:  # noqa: ARG002
        """Look for the card."""
        place = self._place(post)
        held = self._shelf.read(f"{place}/{CARD}") or b""
        return self._receipt(place, post) if f'"marker": "{post.marker}"'.encode() in held else None

    def lost_from(self, post_id: str) -> str:
        """Look for the card."""
        return lost_from(self._shelf, f"{post_id}/{CARD}") if self.settings.through == "folder" else ""

    def withdraw(self, receipt: Receipt) -> None:
        """Take the kit away, and leave a page that says so to whoever has it open or comes back to it."""
        names = [name for name in self._shelf.names(receipt.id) if name != PAGE]
        if not names and self._shelf.read(f"{receipt.id}/{PAGE}") is None:
            return
        page = draw_gone(self.settings.network, self._readers(None))
        self._shelf.put(
            f"{receipt.id}/{PAGE}", Item(name=PAGE, media_type="text/html; charset=utf-8", source=page.encode()), {}
        )
        for name in (CARD, *sorted(set(names) - {CARD})):
            self._shelf.remove(f"{receipt.id}/{name}")

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Put the new kit in the place of the old; files that are left go."""
        self.upload(post, kept)
        new = self.send(post, kept)
        own = {CARD, PAGE, *(item.name for item in self._items(post))}
        for name in set(self._shelf.names(receipt.id)) - own:
            self._shelf.remove(f"{receipt.id}/{name}")
        return new

    def _place(self, post: Post) -> str:
        return f"{self.account.name}/{place_of(post)}"

    def _receipt(self, place: str, post: Post) -> Receipt:
        return Receipt(id=place, url=self._carrier.address_of(place), scheduled_for=post.publish_at)

    def _readers(self, at: dt.datetime | None) -> list[_Reader]:
        words = read_tree(_FOLDER / "words.yaml")
        at = at.astimezone(self.settings.time_zone) if at and self.settings.time_zone else at
        codes = [code for code in self.settings.read_in or read_languages() if code in words]
        return [_Reader(code=code, words=words[code], when=_when(at, code, words[code])) for code in codes]

    def _page(self, post: Post) -> str:
        return _template().render(
            heading="title",
            gone=False,
            readers=self._readers(post.publish_at),
            network=self.settings.network,
            account=self.settings.post_as or self.account.name,
            post=post,
            text=self.text_of(post),
            text_name=TEXT,
            alts=_alts(post),
            uploads=post.pictures or (post.main,),
        )

    def close(self) -> None:
        """Close connections."""
        if "_carrier" in self.__dict__:
            self._carrier.close()


def draw_gone(network: str, readers: Sequence[_Reader]) -> str:
    """Draw the page that stands where a kit was taken back."""
    nothing: dict[str, Any] = {"title": ""}
    return _template().render(heading="gone_title", gone=True, readers=readers, network=network, post=nothing)


def _when(at: dt.datetime | None, code: str, words: Tree) -> str:
    if at is None:
        return str(words["now"])
    when = f"{write_date(at.date(), code)}, {at:%H:%M} ({at.tzname()})"
    return str(words["at"]).format(when=f"\u2068{when}\u2069" if language(code).rtl else when)


def _texts(post: Post) -> Iterator[str]:
    """Give every form of a text from the richest to the barest; source and notices always stay."""
    yield post.text
    words = post.words
    told = [words.correction, words.hook or post.title, words.name, *words.content, words.fact, words.source]
    more = [words.call_to_action, words.voice_notice, post.link]
    for parts in (
        [*told, *more],
        [words.correction, words.hook or post.title, words.fact, words.source, *more],
        [words.correction, words.hook or post.title, words.source, words.voice_notice, post.link],
    ):
        yield "\n\n".join(part for part in parts if part)


def _alts(post: Post) -> list[_Alt]:
    described: list[PostFile] = [file for file in post.files if file.alt_text and file.role in ("image", "video")]
    if len(described) == 1:
        return [_Alt(name="alt-text.txt", text=described[0].alt_text)]
    return [_Alt(name=f"alt-text-{number}.txt", text=file.alt_text) for number, file in enumerate(described, 1)]


@cache
def _template() -> jinja2.Template:
    return templates_of(_FOLDER).get_template("page.html.j2")
