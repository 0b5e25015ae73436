"""Colours as eyes see them: contrast, mixing, and what is left of a difference without one kind of cone.

Colours are ``#RRGGBB`` in sRGB throughout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Vision = Literal["protan", "deutan", "tritan"]

_Row = tuple[float, float, float]

VISIONS: Mapping[Vision, tuple[_Row, _Row, _Row]] = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What stands for linear RGB in eyes without long-, middle- or short-wave cones (severity 1.0).

Source: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE TVCG 15 (6), 2009, table of precomputed matrices.
"""

_XYZ: tuple[_Row, _Row, _Row] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""Linear sRGB to CIE XYZ (IEC 61966-2-1, white point D65)."""
_WHITE: _Row = (0.95047, 1.0, 1.08883)


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance (sRGB threshold 0.04045).
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def blend(ground: str, colour: str, share: float) -> str:
    """Mix two colours channel by channel: the ground at 0, the colour at 1."""
    pairs = ((int(ground[i : i + 2], 16), int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)


@lru_cache(maxsize=1024)
def palest(colour: str, ground: str, least: float) -> str:
    """Give a colour mixed into its ground as far as a contrast allows; the colour itself if it has no more."""
    mixed = (blend(ground, colour, step / 100) for step in range(101))
    return next((c for c in mixed if contrast(c, ground) >= least), colour)


@lru_cache(maxsize=4096)
def distance(first: str, second: str, vision: Vision | None = None) -> float:
    """Give how far apart two colours look, to full colour vision or to eyes that lack one kind of cone.

    In units of CIELAB (CIE 1976): 0 the same, about 2 just seen side by side, 100 black and white.
    """
    return math.dist(_lab(first, vision), _lab(second, vision))


def lightness(colour: str) -> float:
    """Give how light a colour looks, 0 (black) to 100 (white): L* of CIELAB."""
    return _lab(colour, None)[0]


def _linear(colour: str) -> _Row:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _times(matrix: tuple[_Row, _Row, _Row], vector: _Row) -> _Row:
    x, y, z = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _lab(colour: str, vision: Vision | None) -> _Row:
    seen = _linear(colour)
    if vision:
        red, green, blue = (min(max(c, 0.0), 1.0) for c in _times(VISIONS[vision], seen))
        seen = red, green, blue
    scaled = (c / white for c, white in zip(_times(_XYZ, seen), _WHITE, strict=True))
    x, y, z = (math.cbrt(c) if c > 216 / 24389 else (24389 / 27 * c + 16) / 116 for c in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
