"""Feeds: what is new, for readers who come back by a program. RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

The head holds what is newest; what is older lies in archives that it leads to (RFC 5005). Which archive an item lies in
depends on when it was out first alone, so an archive that is full changes only where one of its items does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cached_property

from lxml import etree

from briefcast import __version__

HEAD_MAX = 50
"""How many entries the head of a feed holds, and each of its archives."""
RSS, ATOM, JSON = "feed.xml", "atom.xml", "feed.json"
_TYPES = {RSS: "application/rss+xml", ATOM: "application/atom+xml", JSON: "application/feed+json"}
_ATOM, _HISTORY, _DC = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/syndication/history/1.0",
    "http://purl.org/dc/elements/1.1/",
)
_NONE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was changed."""


def feed_files() -> Iterator[tuple[str, str]]:
    """Give the name and the media type of each feed of a folder."""
    yield from _TYPES.items()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, as all formats have it."""

    id: str
    """Never another for the same item."""
    url: str
    title: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    issuer: str
    subjects: tuple[str, ...] = ()
    picture: str = ""

    @cached_property
    def mark(self) -> str:
        """A sum over all that it says."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An entry that need not be put together yet: who has a feed of the same marks has it."""

    mark: str
    """A sum over all that goes into it."""
    make: Callable[[], Entry]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed in all its formats."""

    title: str
    about: str
    language: str
    base: str
    """Address of the site."""
    folder: str
    """Where it lies on it."""
    id: str
    hub: str = ""
    """The address that readers may ask to be told of what is new."""
    rows: tuple[Entry | Waiting | None, ...]
    """Everything that was ever in it, the earliest first; None for what was withdrawn."""

    def files(self) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
        """Give path, key and content of each file."""
        full = len(self.rows) // HEAD_MAX
        archives = full if len(self.rows) > HEAD_MAX else 0
        for name in _TYPES:
            newest = [entry for entry in self.rows[-HEAD_MAX:] if entry][::-1]
            yield self._file(name, newest, number=0, last=archives)
            for number in range(1, archives + 1):
                some = [entry for entry in self.rows[(number - 1) * HEAD_MAX : number * HEAD_MAX] if entry][::-1]
                yield self._file(name, some, number=number, last=archives)

    def _file(
        self, name: str, rows: Sequence[Entry | Waiting], *, number: int, last: int
    ) -> tuple[str, str, Callable[[], bytes]]:
        """Give one file: the head, or the archive of a number, of which there are so many."""
        page = _Page(
            feed=self,
            name=name,
            rows=tuple(rows),
            number=number,
            earlier=self._name(name, (number or last + 1) - 1) if (number or last + 1) > 1 else "",
            later=self._name(name, number + 1) if 0 < number < last else "",
        )
        said = (
            self.title,
            self.about,
            self.language,
            self.base,
            self.id,
            self.hub,
            name,
            number,
            page.earlier,
            page.later,
        )
        marks = "".join(row.mark for row in rows)
        key = hashlib.sha256(f"{said} {marks} {__version__}".encode()).hexdigest()
        return self._name(name, number), key, page.write

    def _name(self, name: str, number: int) -> str:
        stem, _, ending = name.partition(".")
        return f"{self.folder}{stem}-{number}.{ending}" if number else f"{self.folder}{name}"


@dataclass(frozen=True, kw_only=True)
class _Page:
    """One document of a feed."""

    feed: Feed
    name: str
    rows: tuple[Entry | Waiting, ...]
    number: int
    earlier: str
    later: str

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What it holds, the newest first."""
        return tuple(row if isinstance(row, Entry) else row.make() for row in self.rows)

    def write(self) -> bytes:
        """Give its content."""
        return {RSS: self._rss, ATOM: self._atom, JSON: self._json}[self.name]()

    @property
    def _updated(self) -> dt.datetime:
        return max((entry.updated for entry in self.entries), default=_NONE)

    @property
    def _home(self) -> str:
        """The page of what the feed holds; that of an audience has none of its own."""
        folder = self.feed.folder
        return self.feed.base + (f"{self.feed.language}/" if "/audiences/" in folder else folder)

    @property
    def _hub(self) -> str:
        """The hub; none of an archive, which does not change."""
        return "" if self.number else self.feed.hub

    def _links(self) -> Iterator[tuple[str, str]]:
        base, folder = self.feed.base, self.feed.folder
        stem, _, ending = self.name.partition(".")
        yield "self", base + (f"{folder}{stem}-{self.number}.{ending}" if self.number else f"{folder}{self.name}")
        if self.number:
            yield "current", f"{base}{folder}{self.name}"
        if self.earlier:
            yield "prev-archive", base + self.earlier
        if self.later:
            yield "next-archive", base + self.later

    def _atom(self) -> bytes:
        feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "fh": _HISTORY})  # type: ignore[dict-item]
        feed.set("{http://www.w3.org/XML/1998/namespace}lang", self.feed.language)

        def add(parent: etree._Element, name: str, text: str = "", **given: str) -> etree._Element:
            return _add(parent, f"{{{_ATOM}}}{name}", text, **given)

        add(feed, "id", self.feed.id if not self.number else f"{self.feed.id}{self.number}")
        add(feed, "title", self.feed.title)
        add(feed, "subtitle", self.feed.about)
        add(feed, "updated", _stamp(self._updated))
        add(feed, "generator", "briefcast", version=__version__)
        add(feed, "link", rel="alternate", type="text/html", href=self._home)
        for rel, href in self._links():
            add(feed, "link", rel=rel, type=_TYPES[ATOM], href=href)
        if self._hub:
            add(feed, "link", rel="hub", href=self._hub)
        if self.number:
            etree.SubElement(feed, f"{{{_HISTORY}}}archive")
        for each in self.entries:
            entry = add(feed, "entry")
            add(entry, "id", each.id)
            add(entry, "title", each.title)
            add(entry, "link", rel="alternate", type="text/html", href=each.url)
            add(entry, "published", _stamp(each.published))
            add(entry, "updated", _stamp(each.updated))
            add(add(entry, "author"), "name", each.issuer)
            for subject in each.subjects:
                add(entry, "category", term=_sound(subject))
            add(entry, "summary", each.summary)
        return _written(feed)

    def _rss(self) -> bytes:
        rss = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": _ATOM, "fh": _HISTORY, "dc": _DC})
        channel = etree.SubElement(rss, "channel")
        _add(channel, "title", self.feed.title)
        _add(channel, "link", self._home)
        _add(channel, "description", html.escape(self.feed.about, quote=False))
        _add(channel, "language", self.feed.language)
        _add(channel, "lastBuildDate", format_datetime(self._updated))
        _add(channel, "generator", f"briefcast {__version__}")
        for rel, href in self._links():
            _add(channel, f"{{{_ATOM}}}link", rel=rel, type=_TYPES[RSS], href=href)
        if self._hub:
            _add(channel, f"{{{_ATOM}}}link", rel="hub", href=self._hub)
        if self.number:
            etree.SubElement(channel, f"{{{_HISTORY}}}archive")
        for each in self.entries:
            item = etree.SubElement(channel, "item")
            _add(item, "title", each.title)
            _add(item, "link", each.url)
            _add(item, "guid", each.id, isPermaLink="false")
            _add(item, "pubDate", format_datetime(each.published))
            _add(item, f"{{{_ATOM}}}updated", _stamp(each.updated))
            _add(item, f"{{{_DC}}}creator", each.issuer)
            for subject in each.subjects:
                _add(item, "category", subject)
            _add(item, "description", html.escape(each.summary, quote=False))
        return _written(rss)

    def _json(self) -> bytes:
        links = dict(self._links())
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed.title,
            "description": self.feed.about,
            "home_page_url": self._home,
            "feed_url": links["self"],
            "language": self.feed.language,
            **({"next_url": links["prev-archive"]} if "prev-archive" in links else {}),
            **({"hubs": [{"type": "WebSub", "url": self._hub}]} if self._hub else {}),
            "items": [
                {
                    "id": each.id,
                    "url": each.url,
                    "title": each.title,
                    "content_text": each.summary,
                    "date_published": _stamp(each.published),
                    "date_modified": _stamp(each.updated),
                    "authors": [{"name": each.issuer}],
                    "language": self.feed.language,
                    **({"tags": list(each.subjects)} if each.subjects else {}),
                    **({"image": each.picture} if each.picture else {}),
                }
                for each in self.entries
            ],
        }
        return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _add(parent: etree._Element, name: str, text: str = "", **given: str) -> etree._Element:
    element = etree.SubElement(parent, name, given)
    if text:
        element.text = _sound(text)
    return element


def _sound(text: str) -> str:
    """Leave out what XML cannot hold: control characters."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF)))


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
