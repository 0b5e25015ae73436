"""The sizes of an infographic and what each has room for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from briefcast.look.legibility import TEXT_FLOOR_PX


@dataclass(frozen=True, kw_only=True)
class Size:
    """One size of an infographic and what it has room for."""

    width_px: float
    height_px: float
    canvas_px: float
    """Width in the units templates are written in; a text of 35 of them can be read on a phone."""
    shape: Literal["tall", "square", "story", "sheet", "wide", "carousel"]
    most_cards: int
    """Figures beside the leading one, at most."""
    columns: int
    title_px: int
    """Sizes in canvas units: the title, the leading figure's digits, the height of its chart."""
    hero_px: int
    chart_px: int
    bars: int = 0
    """Bars of a ranking, at most."""
    bar_px: int = 106
    """Height of one of them with its name and air, in canvas units."""
    floor_px: float = TEXT_FLOOR_PX
    jpeg: bool = False
    """Whether it goes to networks that take pictures as JPEG alone: Instagram, TikTok."""
    pdf: bool = False
    dpi: int = 0
    """Dots an inch, where the picture is meant for paper."""


_CHART_PX = 340
"""The same for every picture 1080 px wide, so that a chart is drawn once for all of them."""

SIZES: Mapping[str, Size] = {
    "1080x1350": Size(
        width_px=1080, height_px=1350, canvas_px=1080, shape="tall", most_cards=4, columns=2,
        title_px=60, hero_px=180, chart_px=_CHART_PX, bars=6, jpeg=True,
    ),
    "1080x1080": Size(
        width_px=1080, height_px=1080, canvas_px=1080, shape="square", most_cards=2, columns=1,
        title_px=56, hero_px=160, chart_px=_CHART_PX, bars=4, jpeg=True,
    ),
    "1080x1920": Size(
        width_px=1080, height_px=1920, canvas_px=1080, shape="story", most_cards=4, columns=2,
        title_px=68, hero_px=200, chart_px=_CHART_PX, bars=6, jpeg=True,
    ),
    # A link card is seen as wide as a phone: the same 1080 units across, so few words.
    "1200x630": Size(
        width_px=1200, height_px=630, canvas_px=1080, shape="wide", most_cards=0, columns=1,
        title_px=52, hero_px=120, chart_px=0,
    ),
    # ISO 216 A4 in points. On paper 9 pt can be read: 23 of 1500 units.
    "a4": Size(
        width_px=595.28, height_px=841.89, canvas_px=1500, shape="sheet", most_cards=9, columns=3,
        title_px=92, hero_px=270, chart_px=430, bars=8, bar_px=150, floor_px=23, pdf=True,
    ),
    # The same sheet for printers who take pictures: 300 dots an inch.
    "a4-print": Size(
        width_px=2480, height_px=3508, canvas_px=1500, shape="sheet", most_cards=9, columns=3,
        title_px=92, hero_px=270, chart_px=430, bars=8, bar_px=150, floor_px=23, dpi=300,
    ),
    # Several pages that are swiped through.
    "carousel": Size(
        width_px=1080, height_px=1350, canvas_px=1080, shape="carousel", most_cards=0, columns=1,
        title_px=104, hero_px=180, chart_px=380, bars=6, jpeg=True,
    ),
}  # fmt: skip
"""Sources: the aspect ratios that feeds of platforms show whole, 4:5 to 1.91:1, and stories, 9:16; ISO 216."""

CAROUSEL_PAGES = (2, 10)
"""Fewest and most pages of a carousel. Source: Instagram's publishing interface takes 2 to 10 items."""
