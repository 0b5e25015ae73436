"""How files of a site are served: their media types, and how long each may be kept without asking."""

from __future__ import annotations

import re

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_NAMED_BY_CONTENT = re.compile(
    r"assets/.+|[^/]+/search/index(?:-[0-9]+)?/(?:(?:fragment|index|filter)/.+|[^/]+\.pf_meta)"
)
_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FEEDS = {"atom.xml": "application/atom+xml", "feed.xml": "application/rss+xml", "feed.json": "application/feed+json"}


def is_named_by_content(path: str) -> bool:
    """Say whether a file is called by what it holds, so that nothing else is ever found at its address."""
    return _NAMED_BY_CONTENT.fullmatch(path) is not None


def cache_of(path: str) -> str:
    """Give ``Cache-Control`` of a file: a year where it is called by what it holds; else it is asked for again."""
    return FOR_EVER if is_named_by_content(path) else ASK_AGAIN


def media_type_of(path: str) -> str:
    """Give the media type of a file of the site."""
    name = path.rpartition("/")[2]
    return _FEEDS.get(name) or _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
