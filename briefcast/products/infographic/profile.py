"""What the profile of an audience says about its infographics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from briefcast.brief.model import Layout
from briefcast.products import base

SizeName = Literal["1080x1350", "1080x1080", "1080x1920", "1200x630", "carousel", "a4", "a4-print"]


class InfographicProfile(base.Profile):
    """Sizes and layouts of an audience's infographics."""

    old_keys: ClassVar[Mapping[str, str]] = {"infographic_sizes": "sizes", "layouts": "layouts", "dense": "dense"}

    sizes: tuple[SizeName, ...] = Field(("1080x1350",), min_length=1)
    layouts: tuple[Layout, ...] = ()
    """Layouts where a piece reports progress: the first that its figures allow."""
    dense: bool = False
    """Whether pictures show changes, targets and bars on every figure before they show fewer figures."""
