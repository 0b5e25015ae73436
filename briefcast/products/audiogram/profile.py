"""What the profile of an audience says about its audiograms."""

from __future__ import annotations

from typing import Literal

from briefcast.products import base
from briefcast.sound.choice import Bed

AudiogramShape = Literal["9x16", "1x1"]
LEAST_MS, MOST_MS = 20_000, 30_000
"""Shorter is a quotation, longer is not listened to by who scrolls."""


class AudiogramProfile(base.Profile):
    """Shapes and music of an audience's audiograms."""

    shapes: tuple[AudiogramShape, ...] = ("9x16", "1x1")
    """None if empty."""
    bed: Bed | Literal["none"] | None = None
    """Music under the voice; that of the audience's films if absent."""
