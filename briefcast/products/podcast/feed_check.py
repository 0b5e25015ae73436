"""A check of podcast feeds against what directories and apps ask for (PSP-1, podcast namespace, Apple)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

_NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
_AUDIO = {"audio/mpeg": (".mp3",), "audio/mp4": (".m4a", ".mp4"), "audio/x-m4a": (".m4a",)}
_IMAGES = (".jpg", ".jpeg", ".png")
_TRANSCRIPTS = ("text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LONG = frozenset({"description", "encoded", "url"})
"""Elements that may hold more than 255 characters."""
_CATEGORIES = frozenset(
    {
        "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History",
        "Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture",
        "Sports", "Technology", "True Crime", "TV & Film",
    }
)  # fmt: skip
"""Apple Podcasts categories, the first level."""


def check_feed(feed: bytes, *, preview: bool = False) -> tuple[str, ...]:
    """Say everything in a feed that a directory or an app would refuse, one sentence each.

    ``preview`` lets a feed pass whose addresses are places beside it.
    """
    try:
        root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return (f"the feed is no XML: {error}",)
    declared = root.getroottree().docinfo.encoding
    faults = [] if (declared or "UTF-8").upper() == "UTF-8" else [f"the feed is written in {declared}, not in UTF-8"]
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return (*faults, "the feed is no RSS 2.0 with a channel")
    check = _Check(preview=preview)
    return (*faults, *check.texts(root), *check.channel(channel), *check.items(channel.findall("item")))


def _text(parent: etree._Element, name: str) -> str:
    return (parent.findtext(name, namespaces=_NS) or "").strip()


def _attribute(parent: etree._Element, name: str, attribute: str) -> str:
    element = parent.find(name, namespaces=_NS)
    return (element.get(attribute) or "") if element is not None else ""


class _Check:
    """The rules, with what they allow."""

    def __init__(self, *, preview: bool) -> None:
        self.preview = preview

    def texts(self, root: etree._Element) -> Iterator[str]:
        """Texts as PSP-1 wants them: no blanks at their ends, at most 255 characters."""
        for element in root.iter(etree.Element):
            text, name = element.text or "", etree.QName(element).localname
            if len(element) == 0 and text != text.strip():
                yield f"{name}: blanks at the beginning or end"
            if name not in _LONG and len(text.strip()) > 255:
                yield f"{name}: {len(text.strip())} characters, at most 255 allowed"

    def channel(self, channel: etree._Element) -> Iterator[str]:
        """What a show must have."""
        required: dict[str, Callable[[str], bool]] = {
            "title": bool,
            "description": lambda text: 0 < len(text.encode()) <= 4000,
            "link": self._is_url,
            "language": lambda text: bool(_LANGUAGE.fullmatch(text)),
            "itunes:explicit": lambda text: text in ("true", "false"),
        }
        yield from (
            f"channel: {name} is missing or wrong" for name, good in required.items() if not good(_text(channel, name))
        )
        links = [link for link in channel.findall("atom:link", namespaces=_NS) if link.get("rel") == "self"]
        if len(links) != 1 or not self._is_url(links[0].get("href") or ""):
            yield "channel: atom:link with rel=self is missing or wrong"
        if _attribute(channel, "itunes:category", "text") not in _CATEGORIES:
            yield "channel: itunes:category is none of Apple’s"
        if not self._is_image(_attribute(channel, "itunes:image", "href")):
            yield "channel: itunes:image is missing or no JPEG or PNG"
        guid = _text(channel, "podcast:guid")
        if (guid and not _UUID.fullmatch(guid)) or (not guid and not self.preview):
            yield "channel: podcast:guid is missing or no UUID"
        if _text(channel, "podcast:locked") not in ("yes", "no"):
            yield "channel: podcast:locked must be yes or no"
        yield from self._persons(channel)
        if not channel.findall("item"):
            yield "channel: there is no episode"

    def items(self, items: list[etree._Element]) -> Iterator[str]:
        """What an episode must have, and what no two of them may share."""
        for what, values in (
            ("guid", [_text(item, "guid") for item in items]),
            ("enclosure", [_attribute(item, "enclosure", "url") for item in items]),
        ):
            yield from (
                f"{what} {value!r} is of {n} episodes" for value, n in Counter(values).items() if value and n > 1
            )
        for item in items:
            name = _text(item, "title")
            yield from (f"episode {name!r}: {fault}" for fault in self._item(item))

    def _item(self, item: etree._Element) -> Iterator[str]:
        for name in ("title", "guid"):
            if not _text(item, name):
                yield f"{name} is missing"
        guid = item.find("guid")
        if guid is not None and guid.get("isPermaLink") != "false" and not self._is_url(guid.text or ""):
            yield "guid is no address and does not say isPermaLink=false"
        if len(item.findall("enclosure")) != 1:
            yield "there must be one enclosure"
        url, kind = _attribute(item, "enclosure", "url"), _attribute(item, "enclosure", "type")
        if not self._is_url(url):
            yield f"enclosure {url!r} is no web address"
        if kind not in _AUDIO or not urlsplit(url).path.endswith(_AUDIO[kind]):
            yield f"enclosure type {kind!r} is wrong for {url!r}"
        length = _attribute(item, "enclosure", "length")
        if not length.isdigit() or int(length) == 0:
            yield f"enclosure length {length!r} is no number of bytes"
        if date := _text(item, "pubDate"):
            try:
                zoned = parsedate_to_datetime(date).tzinfo is not None
            except ValueError:
                zoned = False
            if not zoned:
                yield f"pubDate {date!r} is no date of RFC 2822 with its zone"
        if (duration := _text(item, "itunes:duration")) and not duration.isdigit():
            yield f"itunes:duration {duration!r} is no number of seconds"
        if item.find("itunes:image", namespaces=_NS) is not None and not self._is_image(
            _attribute(item, "itunes:image", "href")
        ):
            yield "itunes:image is no JPEG or PNG"
        for transcript in item.findall("podcast:transcript", namespaces=_NS):
            if transcript.get("type") not in _TRANSCRIPTS or not self._is_url(transcript.get("url") or ""):
                yield f"podcast:transcript of type {transcript.get('type')!r} is wrong"
        chapters = item.find("podcast:chapters", namespaces=_NS)
        if chapters is not None and (
            chapters.get("type") != "application/json+chapters" or not self._is_url(chapters.get("url") or "")
        ):
            yield "podcast:chapters is wrong"
        yield from self._persons(item)

    def _persons(self, parent: etree._Element) -> Iterator[str]:
        for person in parent.findall("podcast:person", namespaces=_NS):
            if not 0 < len((person.text or "").strip()) <= 128:
                yield "podcast:person must have 1 to 128 characters"

    def _is_url(self, url: str) -> bool:
        parts = urlsplit(url)
        if self.preview and not parts.scheme:
            return bool(parts.path) and not parts.path.startswith("/") and " " not in url
        return parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in url

    def _is_image(self, url: str) -> bool:
        return self._is_url(url) and urlsplit(url).path.lower().endswith(_IMAGES)
