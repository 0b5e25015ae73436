"""Posts to publish: small files of the kinds an edition holds, with texts in three languages."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image

from briefcast.channels.base import Account, Channel, Post, PostFile, Words
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform, products_taken
from briefcast.channels.table import open_channel
from briefcast.manifest.output import Role
from briefcast.store.store import Store

TEXTS = {
    "vi": ("Chính phủ số ngày càng gần dân hơn", "Hơn 55,25 triệu tài khoản VNeID đã kích hoạt.", "#ChuyenDoiSo"),
    "en": ("Digital government is moving closer to people", "Over 55.25 million VNeID accounts.", "#DigitalVietNam"),
    "he": ("הממשל הדיגיטלי מתקרב לאזרחים", "יותר מ־55.25 מיליון חשבונות VNeID.", "#ממשל_דיגיטלי"),
}
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n"
SRT = "1\n00:00:00,000 --> 00:00:01,000\n{}\n"


@cache
def picture(width: int = 400, height: int = 500, kind: str = "PNG") -> bytes:
    """Draw a plain picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#1b4d89").save(buffer, kind)
    return buffer.getvalue()


def make_file(folder: Path, name: str, content: bytes, role: Role, media_type: str, **more: object) -> PostFile:
    """Write a file and describe it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    given = {"language": "vi", "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return PostFile(path=folder / name, role=role, media_type=media_type, **given | more)  # type: ignore[arg-type]


def make_post(
    folder: Path,
    *,
    product: str = "infographic",
    language: Literal["vi", "en", "he"] = "vi",
    item: str = "",
    content: bytes = b"",
    channel: str = "",
    **changes: object,
) -> Post:
    """Make a post of one product; ``content`` makes its files, and so the post, different from others.

    A loop is a film, and a picture that moves for a channel that takes no films. An issue of the newsletter is a mail,
    and a page for a channel that takes no mails.
    """
    item = item or f"egov-2024/citizens/{language}/{product}"
    title, fact, hashtag = TEXTS[language]
    sha256 = hashlib.sha256(item.encode() + content).hexdigest()
    marker = sha256[:10]
    link = f"https://example.org/try?utm_source=test&utm_content={marker}"
    still = product == "loop" and channel and not platform(channel).limits("video")
    page = product == "newsletter" and channel and not platform(channel).limits("mail")
    files = (_picture if still else _page if page else _FILES[product])(folder / sha256[:12], language, title, content)
    post = Post(
        item=item,
        content_sha256=sha256,
        marker=marker,
        product=product,
        audience="citizens",
        language=language,
        direction="rtl" if language == "he" else "ltr",
        title=title,
        text=f"{title}\n\n{fact}\n\n{hashtag}\n{link}",
        words=Words(hook=title, fact=fact, hashtags=(hashtag,)),
        link=link,
        tags=(hashtag.lstrip("#"),),
        files=files,
        synthetic_voice=product != "infographic",
    )
    return replace(post, **changes)  # type: ignore[arg-type]


def _picture(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    made = make_file(
        folder,
        "infographic-400x500.png",
        picture() + content,
        "image",
        "image/png",
        language=language,
        alt_text=f"Infographic: {title}",
        long_description="71/193",
        width_px=400,
        height_px=500,
    )
    return (made,)


def _film(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    cues = VTT.format(title).encode()
    return (
        make_file(
            folder,
            "video-9x16.mp4",
            b"\x00\x00\x00\x18ftypmp42" + content + bytes(100_000),
            "video",
            "video/mp4",
            language=language,
            alt_text=title,
            width_px=1080,
            height_px=1920,
            fps=30.0,
            duration_ms=40_000,
        ),
        make_file(folder, "captions.vtt", cues, "captions", "text/vtt", language=language),
        make_file(
            folder, "captions.srt", SRT.format(title).encode(), "captions", "application/x-subrip", language=language
        ),
        make_file(
            folder, "cover.png", picture(720, 900), "cover", "image/png", language=language, width_px=720, height_px=900
        ),
    )


def _episode(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    return (
        make_file(
            folder,
            "episode.mp3",
            b"ID3\x04\x00" + content + bytes(50_000),
            "audio",
            "audio/mpeg",
            language=language,
            duration_ms=90_000,
        ),
        make_file(folder, "transcript.vtt", VTT.format(title).encode(), "transcript", "text/vtt", language=language),
    )


def _release(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    words = b"PK\x03\x04" + title.encode() + content
    return (make_file(folder, "press-release.docx", words, "document", kind, language=language),)


def _mail(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    html = f'<html lang="{language}"><body><h1>{title}</h1><img src="newsletter-a.jpg" alt="{title}"></body></html>'
    text = f"{title}\n"
    return (
        make_file(
            folder, "newsletter.html", html.encode(), "mail", "text/html", language=language, long_description=text
        ),
        make_file(
            folder,
            "newsletter-a.jpg",
            picture(kind="JPEG") + content,
            "image",
            "image/jpeg",
            language=language,
            alt_text=title,
        ),
    )


def _page(folder: Path, language: str, title: str, content: bytes) -> tuple[PostFile, ...]:
    html = f'<html lang="{language}"><body><h1>{title}</h1></body></html>'.encode() + content
    return (make_file(folder, "newsletter-page.html", html, "page", "text/html", language=language),)


_FILES = {
    "infographic": _picture,
    "video": _film,
    "podcast": _episode,
    "press-release": _release,
    "audiogram": _film,
    "loop": _film,
    "banner": _picture,
    "newsletter": _mail,
}


def first_taken(channel: str) -> str:
    """Give the product by which a channel is tried: a picture, or what it takes instead."""
    taken = products_taken(platform(channel))
    return next(product for product in _FILES if product in taken)


def account_for(channel: str, **settings: object) -> Account:
    """Give an account that leads nowhere, for tests that make no call."""
    return Account(name="test", channel=channel, settings=settings)


@contextmanager
def opened(account: Account, **settings: object) -> Iterator[Channel]:
    """Open an account's channel with some settings changed."""
    with open_channel(replace(account, settings=dict(account.settings) | settings)) as channel:
        yield channel


def fitted(channel: Channel, folder: Path, **wanted: object) -> Post:
    """Make a post as a channel takes it."""
    return fit(make_post(folder, **wanted), channel.platform, Store(folder / "store"))  # type: ignore[arg-type]
