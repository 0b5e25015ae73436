"""Covers: square pictures of an episode and of a show, in the brand's own look, in every size that is asked for."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageOps

from briefcast.errors import LayoutError, MediaError
from briefcast.language.keeping import keep_together
from briefcast.language.written import NBSP, without_marks
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.illustration import looks_like_data, object_data
from briefcast.messages import tell
from briefcast.products.podcast.settings import podcast_settings
from briefcast.tools.strangers import open_picture

_LAYOUT_PX = 1400
"""The template's sizes are made for a canvas of this side; larger ones are drawn from the same shapes."""
_STAMP_PX = 70
_QUALITIES = (92, 86, 80, 72, 64, 50, 35)


def draw_cover(
    *,
    brand: Brand,
    theme: str,
    language: str,
    kicker: str,
    title: str,
    audience: str,
    issuer: str,
    figure: tuple[str, str] = ("", ""),
    symbol: str = "",
) -> Image.Image:
    """Draw a cover, 3000 px square; LayoutError if the title is too long.

    ``figure`` is the first that is said, as written, and its label: it stands largest. ``symbol`` is what that is
    about. No line parts what belongs together, and a kicker that is the title stands there once.
    """
    kicker, title = (keep_together(text.replace(NBSP, " "), language) for text in (kicker, title))
    number, label = (keep_together(text, language) for text in figure)
    data = {
        "kicker": "" if without_marks(kicker).casefold() == without_marks(title).casefold() else kicker,
        "title": title,
        "audience": audience,
        "issuer": issuer,
        "number": number,
        "label": label,
        "scene": object_data(symbol) if brand.look.picture != "none" and not looks_like_data(symbol) else None,
    }
    side = podcast_settings().cover.size_px
    page = _drawn(data, brand=brand, theme=theme, language=language, side_px=side)
    return _flat(Image.open(io.BytesIO(page))).resize((side, side), Image.Resampling.LANCZOS)


def fits_cover(*, brand: Brand, language: str, title: str = "", audience: str = "") -> bool:
    """Say whether a title, or the name of an audience, has room on a cover; it is drawn as small as a stamp."""
    told = {"title": keep_together(title, language), "audience": audience}
    try:
        # A show's cover has its title alone, an episode's a figure over it, beside which it has less room.
        for number in ("", "1"):
            figure = {"number": number, "label": number}
            _drawn({**told, **figure}, brand=brand, theme="light", language=language, side_px=_STAMP_PX)
    except LayoutError:
        return False
    return True


_BARE = {"kicker": "", "title": "", "audience": "", "issuer": "", "number": "", "label": "", "scene": None}
"""A cover on which nothing stands."""


def _drawn(data: Mapping[str, object], *, brand: Brand, theme: str, language: str, side_px: int) -> bytes:
    look = drawing.look(brand, language, width_px=_LAYOUT_PX, height_px=_LAYOUT_PX, theme=theme)
    [page] = drawing.draw("podcast/cover.typ", {"look": look, **_BARE, **data}, scale=side_px / _LAYOUT_PX)
    return page


def read_cover(path: Path) -> Image.Image:
    """Read a picture of the team's own as a cover; MediaError if it is no square of the right size."""
    limits = podcast_settings().cover
    image = _flat(open_picture(path))
    width, height = image.size
    if width != height or not limits.min_px <= width <= limits.max_px:
        raise MediaError(
            f"{path.name} is {width} × {height} px: a cover is a square of {limits.min_px} to {limits.max_px} px"
        )
    return image


def read_chapter_picture(path: Path) -> Image.Image:
    """Read a photo of the brief as a chapter's picture: its middle, square, as large as a cover inside a recording."""
    side = podcast_settings().cover.inside_px
    return ImageOps.fit(_flat(open_picture(path)), (side, side), Image.Resampling.LANCZOS)


def to_jpeg(image: Image.Image, *, side_px: int | None = None) -> bytes:
    """Write a picture as JPEG in RGB at 72 dpi, no larger than directories take.

    MediaError if it is still too large at the lowest quality that can be looked at.
    """
    limit = podcast_settings().cover.max_bytes
    if side_px and image.width > side_px:
        image = image.resize((side_px, side_px), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, dpi=(72, 72))
        if out.tell() <= limit:
            return out.getvalue()
    raise MediaError(
        tell(
            "A cover of {side} px does not fit into {most} kB: choose a calmer picture.",
            side=image.width,
            most=limit // 1024,
        )
    )


def _flat(image: Image.Image) -> Image.Image:
    """Give a picture in RGB on white: apps refuse transparency."""
    image = image.convert("RGBA") if image.mode in ("P", "LA", "PA") else image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    return ground
