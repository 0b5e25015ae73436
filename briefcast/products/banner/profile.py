"""What the profile of an audience says about its banners."""

from __future__ import annotations

from typing import Literal

from briefcast.products import base

BannerSize = Literal["1200x400", "1920x480", "1280x720"]


class BannerProfile(base.Profile):
    """Sizes of an audience's banners."""

    sizes: tuple[BannerSize, ...] = ("1200x400", "1920x480", "1280x720")
    """1200x400: the head of a newsletter · 1920x480: of a web page · 1280x720: a YouTube thumbnail. None if empty."""
