"""The reference pictures of the cards: how they are made, and ``python -m tests.golden`` to make them again.

Look at every picture that changed before committing it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from tests import ROOT
from tests.picture_fixtures import LANGUAGES, card, picture

FOLDER = ROOT / "tests" / "golden"
WIDTH_PX = 320
TOLERANCE = 2
"""Largest difference of a channel, of 255: one unit of rounding on either side."""

_CARDS: dict[str, dict[str, Any]] = {
    "title": {},
    "number": {},
    "progress": {},
    "series": {"on": "panel"},
    "share": {"on": "panel", "size": "m"},
    "pair": {"size": "m"},
    "action": {},
    "sources": {},
    "steps": {"size": "m"},
    "quote": {"on": "panel", "size": "s"},
    "spotlight": {},
    "chart": {},
}


def names() -> list[tuple[str, str]]:
    """Every card in every language."""
    return [(kind, language) for kind in _CARDS for language in LANGUAGES]


def draw(kind: str, language: str, **more: Any) -> Image.Image:
    """One card as it is now, small."""
    return picture(card(kind, language, **_CARDS[kind], **more), scale=WIDTH_PX / 1080).convert("RGB")


def read(kind: str, language: str) -> Image.Image:
    """The reference of one card."""
    return Image.open(FOLDER / f"{kind}-{language}.png").convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    """Largest difference of a channel of any pixel; 255 if the sizes differ."""
    if one.size != other.size:
        return 255
    return int(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in names():
        path = FOLDER / f"{'-'.join(name)}.png"
        drawn = draw(*name)
        if not path.exists() or difference(drawn, read(*name)) > TOLERANCE:
            drawn.save(path, optimize=True)
            print("drawn again:", path.name)
