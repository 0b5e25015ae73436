"""The cover of an episode: a square picture from the brand's own cards."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from briefcast import cards
from briefcast.brand import Brand
from briefcast.errors import MediaError

COVER_PX = 1400
"""Apple Podcasts and PSP-1: square, 1400 to 3000 px, RGB without transparency."""
COVER_MAX_PX = 3000


def draw_cover(
    *, brand: Brand, theme: str, language: str, kicker: str, title: str, audience: str, issuer: str
) -> bytes:
    """Draw the cover as a PNG, `COVER_PX` square; LayoutError if the title is too long."""
    data = {
        "look": cards.look(brand, language, width_px=COVER_PX, height_px=COVER_PX, theme=theme),
        "kicker": kicker,
        "title": title,
        "audience": audience,
        "issuer": issuer,
    }
    [page] = cards.draw("cards/cover.typ", data)
    return _flat(Image.open(io.BytesIO(page)))


def read_cover(path: Path) -> bytes:
    """Read a picture of the team's own as a cover; MediaError if it is no square of the right size."""
    try:
        with Image.open(path) as image:
            image.load()
            width, height = image.size
            if width != height or not COVER_PX <= width <= COVER_MAX_PX:
                raise MediaError(
                    f"{path.name} is {width} × {height} px: a cover is a square of {COVER_PX} to {COVER_MAX_PX} px"
                )
            return _flat(image)
    except OSError as error:
        raise MediaError(f"the cover {path.name} cannot be read: save it as PNG or JPEG") from error


def _flat(image: Image.Image) -> bytes:
    """Write as PNG in RGB: apps refuse transparency."""
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    out = io.BytesIO()
    ground.save(out, "PNG", optimize=True)
    return out.getvalue()
