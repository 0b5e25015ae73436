"""RSS: a show as the feed that apps read."""

from __future__ import annotations

import html
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import quote

from lxml import etree

from briefcast import __version__
from briefcast.products.podcast.settings import ShowSettings
from briefcast.products.podcast.show import FEED, EpisodeEntry, ShowState

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
_TRANSCRIPTS = ("text/vtt", "application/x-subrip", "text/html", "application/json", "text/plain")


def build_feed(show: ShowState, settings: ShowSettings) -> str:
    """Write a show as RSS 2.0 with the elements of iTunes and of the podcast namespace.

    Texts are data: lxml escapes them, and nothing is put in as markup. Without a base address the files
    are named by their place beside the feed, which previews in a browser and is not to be published.
    """
    return etree.tostring(
        _Builder(show=show, settings=settings).rss(), encoding="UTF-8", xml_declaration=True, pretty_print=True
    ).decode()


def _tag(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tag(name), {key.replace("_", "-"): value for key, value in attributes.items()})
    if text:
        element.text = _sound(text)
    return element


def _sound(text: str) -> str:
    """Leave out what XML cannot hold: control characters; and blanks at the ends, which PSP-1 refuses."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF))).strip()


def _short(text: str, longest: int = 255) -> str:
    """Keep a text within what PSP-1 allows for a node."""
    text = _sound(text)
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _as_html(text: str) -> str:
    """Give a plain text as RSS 2.0 has a description, as HTML: a reader shows ``<`` and takes no word for a tag."""
    return html.escape(text, quote=False)


@dataclass(frozen=True, kw_only=True)
class _Builder:
    show: ShowState
    settings: ShowSettings

    def rss(self) -> etree._Element:
        show, settings = self.show, self.settings
        rss = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
        channel = etree.SubElement(rss, "channel")
        _add(channel, "atom:link", href=self._url(FEED), rel="self", type="application/rss+xml")
        _add(channel, "title", _short(show.title))
        _add(channel, "description", _as_html(settings.description.get(show.language) or show.title))
        _add(channel, "link", settings.link or show.base_url or self._url(FEED))
        _add(channel, "language", show.language)
        _add(channel, "generator", f"briefcast {__version__}")
        newest = max((episode.published for episode in show.episodes), default=None)
        if newest:
            _add(channel, "lastBuildDate", format_datetime(newest))
        category = etree.SubElement(channel, _tag("itunes:category"), {"text": settings.category})
        if settings.subcategory:
            etree.SubElement(category, _tag("itunes:category"), {"text": settings.subcategory})
        _add(channel, "itunes:explicit", str(settings.explicit).lower())
        _add(channel, "itunes:image", href=self._url(show.cover))
        _add(channel, "itunes:author", _short(show.author))
        _add(channel, "itunes:type", "episodic")
        owner = {"owner": settings.email} if settings.email else {}
        _add(channel, "podcast:locked", "yes" if settings.locked else "no", **owner)
        if settings.email:
            element = _add(channel, "itunes:owner")
            _add(element, "itunes:name", _short(show.author))
            _add(element, "itunes:email", settings.email)
        if show.guid:
            _add(channel, "podcast:guid", show.guid)
        _add(channel, "podcast:medium", "podcast")
        self._image(channel, show.cover, show.title)
        self._person(channel, show.author)
        for episode in show.episodes:
            self._item(channel, episode)
        return rss

    def _item(self, channel: etree._Element, episode: EpisodeEntry) -> None:
        item = _add(channel, "item")
        _add(item, "title", _short(episode.title))
        audio = {"mp3": episode.file("audio", "audio/mpeg"), "m4a": episode.file("audio", "audio/mp4")}
        main = audio[self.settings.enclosure]
        assert main is not None, "an episode always has both recordings"
        _add(item, "enclosure", url=self._url(main.path), length=str(main.bytes), type=main.media_type)
        _add(item, "guid", episode.guid, isPermaLink="false")
        _add(item, "pubDate", format_datetime(episode.published))
        _add(item, "description", _as_html(_short(episode.description, 4000)))
        _add(item, "content:encoded", episode.notes)
        if episode.link:
            _add(item, "link", episode.link)
        _add(item, "itunes:duration", str(episode.duration_s))
        _add(item, "itunes:explicit", str(self.settings.explicit).lower())
        _add(item, "itunes:author", _short(episode.issuer or self.show.author))
        cover = episode.file("cover", "image/jpeg")
        if cover:
            _add(item, "itunes:image", href=self._url(cover.path))
            self._image(item, cover.path, episode.title)
        for media_type in _TRANSCRIPTS:
            for file in (f for f in episode.files if (f.role, f.media_type) == ("transcript", media_type)):
                captions = {"rel": "captions"} if media_type in ("text/vtt", "application/x-subrip") else {}
                _add(
                    item,
                    "podcast:transcript",
                    url=self._url(file.path),
                    type=media_type,
                    language=episode.language,
                    **captions,
                )
        chapters = episode.file("chapters", "application/json+chapters")
        if chapters:
            _add(item, "podcast:chapters", url=self._url(chapters.path), type=chapters.media_type)
        for other in audio.values():
            if other and other is not main:
                element = _add(
                    item, "podcast:alternateEnclosure", type=other.media_type, length=str(other.bytes), title="AAC"
                )
                if other.media_type == "audio/mpeg":
                    element.set("title", "MP3")
                _add(element, "podcast:source", uri=self._url(other.path))
        self._person(item, episode.issuer or self.show.author)

    def _image(self, parent: etree._Element, path: str, alt: str) -> None:
        _add(
            parent,
            "podcast:image",
            href=self._url(path),
            alt=_short(alt),
            aspect_ratio="1/1",
            type="image/jpeg",
            purpose="artwork",
        )

    def _person(self, parent: etree._Element, name: str) -> None:
        """Name who answers for what is said; the voices are a machine's and are nobody."""
        _add(parent, "podcast:person", _short(name, 128), group="creative direction", role="executive producer")

    def _url(self, path: str) -> str:
        place = quote(path)
        return f"{self.show.base_url}/{quote(self.show.id)}/{place}" if self.show.base_url else place
