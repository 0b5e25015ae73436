"""The reference pictures of cards and layouts: how they are made, and ``python -m tests.golden`` to make them again.

Look at every picture that changed before committing it.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from briefcast.cards import CARDS
from briefcast.look import drawing
from briefcast.look.brand import WORN
from briefcast.look.illustration import object_data
from briefcast.products.infographic.choice import LAYOUTS
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from tests import ROOT
from tests.picture_fixtures import BRAND, LANGUAGES, able, card, picture

FOLDER = ROOT / "tests" / "golden"
WIDTH_PX = 320
TOLERANCE = 2
"""Largest difference of a channel, of 255: one unit of rounding on either side."""
SIZE = "1080x1350"
"""Of the layouts' pictures: the one that most readers see."""

_ROOMS: dict[str, dict[str, Any]] = {
    "steps": {"place": "row", "on": "page", "room": {"gap": 30}},
    "quote": {"place": "lead"},
}
"""Cards stand in a film's scene, for there they are by themselves, but for those that films do not show."""


def names() -> list[tuple[str, str, str]]:
    """Every card, every layout and the scene of every look in every language."""
    named = [("cards", name) for name in CARDS] + [("layouts", name) for name in LAYOUTS]
    named += [("scenes", name) for name in BRAND.looks]
    return [(*name, language) for name in named for language in LANGUAGES]


def draw(kind: str, name: str, language: str, **more: Any) -> Image.Image:
    """One of them as it is now, small."""
    if kind == "cards":
        room = {"place": "scene", "on": "panel"} | _ROOMS.get(name, {})
        return picture(card(name, language, **(room | more)), scale=WIDTH_PX / 1080).convert("RGB")
    if kind == "scenes":
        brand = BRAND.wearing(name)
        worn = drawing.look(brand, language, width_px=WIDTH_PX, height_px=WIDTH_PX, theme=WORN, canvas_px=1080)
        [png] = drawing.draw("look/scene.typ", {"look": worn, "object": object_data("truck"), "on": "panel"})
        return Image.open(io.BytesIO(png)).convert("RGB")
    page = lay_out(able(name, language), BRAND, SIZE, layout=name)  # type: ignore[arg-type]
    [png] = drawing.draw(page.template, page_data(page), scale=WIDTH_PX / SIZES[SIZE].width_px)
    return Image.open(io.BytesIO(png)).convert("RGB")


def read(kind: str, name: str, language: str) -> Image.Image:
    """The reference of one of them."""
    return Image.open(FOLDER / kind / f"{name}-{language}.png").convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    """Largest difference of a channel of any pixel; 255 if the sizes differ."""
    if one.size != other.size:
        return 255
    return int(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max())


if __name__ == "__main__":
    for name in names():
        path = FOLDER / name[0] / f"{name[1]}-{name[2]}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = draw(*name)
        if not path.exists() or difference(drawn, read(*name)) > TOLERANCE:
            drawn.save(path, optimize=True)
            print("drawn again:", path.relative_to(FOLDER))
