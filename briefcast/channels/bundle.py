"""A post as a folder of files: what channels that carry files (folder, s3, sftp) put somewhere.

Beside the files themselves lie ``post.json``, everything a program needs to show it, and ``index.html``, a
page of its own with language, direction, alternative text and captions. ``post.json`` is written last: where
it is, everything is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from briefcast.channels.base import Post
from briefcast.errors import Refused
from briefcast.paths import TEMPLATES

CARD, PAGE = "post.json", "index.html"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, kw_only=True)
class BundleFile:
    """One file of a bundle: on disk, or its content itself."""

    name: str
    media_type: str
    source: Path | bytes

    def read(self) -> bytes:
        """Give its content."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def bundle(post: Post) -> tuple[BundleFile, ...]:
    """Give a post as files, ``post.json`` last."""
    files = tuple(BundleFile(name=file.name, media_type=file.media_type, source=file.path) for file in post.files)
    page = BundleFile(name=PAGE, media_type="text/html; charset=utf-8", source=draw_page(post).encode())
    card = json.dumps(describe(post), ensure_ascii=False, indent=1) + "\n"
    return (*files, page, BundleFile(name=CARD, media_type="application/json", source=card.encode()))


def place_of(post: Post) -> str:
    """Give the relative place of a post's folder, from its item's key; Refused for a key that leads elsewhere."""
    parts = post.item.split("/")
    if not all(_SAFE.fullmatch(part) for part in parts):
        raise Refused(f"{post.item!r} cannot be the place of a post: use letters, digits, '.', '_' and '-'.")
    return "/".join(parts)


def describe(post: Post) -> dict[str, object]:
    """Give everything about a post as plain values."""
    return {
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
        "source": post.words.source,
        "publish_at": post.publish_at.isoformat() if post.publish_at else None,
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


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES / "posts")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("page.html.j2")


def draw_page(post: Post) -> str:
    """Draw the page of one post; texts are data, and are escaped."""
    return _template().render(
        post=post,
        main=post.main,
        cover=post.file("cover"),
        captions=post.file("captions", "text/vtt"),
        others=[file for file in post.files if file is not post.main],
    )
