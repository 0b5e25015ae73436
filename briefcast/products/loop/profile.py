"""What the profile of an audience says about its loops."""

from __future__ import annotations

from typing import Literal

from briefcast.products import base

LoopShape = Literal["1x1", "9x16"]
LoopFile = Literal["mp4", "webp", "gif"]


class LoopProfile(base.Profile):
    """Shapes and files of an audience's loops."""

    shapes: tuple[LoopShape, ...] = ("1x1", "9x16")
    """None if empty."""
    files: tuple[LoopFile, ...] = ("mp4", "webp")
    """mp4: a film for networks · webp: a moving picture for web pages and mail · gif: for what knows no other."""
