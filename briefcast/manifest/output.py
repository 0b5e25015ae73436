"""One finished file of a product, before an edition gives it a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal[
    "image",
    "document",
    "video",
    "audio",
    "page",
    "text",
    "mail",
    "captions",
    "cover",
    "transcript",
    "notes",
    "chapters",
    "episode",
]
"""What a file is, for pages and channels: the seven main roles first, then what goes along with them."""


@dataclass(frozen=True, kw_only=True)
class Output:
    """What a maker wrote into the folder it was given, described."""

    name: str
    """File name inside the folder: ``infographic-1080x1350.png``."""
    product: str
    """As the table of products names it."""
    role: Role
    media_type: str
    """``image/png``, ``video/mp4``, ``text/vtt``…"""
    language: str
    alt_text: str = ""
    """Short; what it is and what it says."""
    long_description: str = ""
    """Plain text with the figures in rows; for complex pictures (W3C WAI, Complex Images)."""
    facts: tuple[str, ...] = ()
    media: Mapping[str, object] = field(default_factory=dict)
    """Measured on the file: ``width_px``, ``height_px``, ``fps``, ``duration_ms``,
    ``loudness_lufs``, ``true_peak_dbtp``, ``video_codec``, ``audio_codec``, ``pages``…"""
    variant: str = ""
    """Which of several of its role: ``9x16``, ``1080x1350``, ``mp3``."""
