"""Arrangements: where things stand on each shape of video, as data."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeVar

from briefcast.captions.cue import LINE_HEIGHT, CaptionKind
from briefcast.look.legibility import TEXT_FLOOR_PX

Shape = Literal["9x16", "1x1", "16x9"]
Rect = tuple[int, int, int, int]
"""Left, top, right, bottom in px."""
_INSET_PX = (20, 10)
"""Room in the box of a caption beside and above its lines."""


@dataclass(frozen=True, kw_only=True)
class CoverPlace:
    """Where things stand on the cover of one shape, in px."""

    header: Rect
    title: Rect
    panel: Rect
    seam: Rect
    figure: Rect
    title_px: int


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Where things stand on one shape, in px. Every box has even edges."""

    width_px: int
    height_px: int
    safe: Rect
    """Text that must be read stays inside: players cover what is outside."""
    text_px: int
    """Smallest text but for sources, on a canvas whose short side is 1080: 38 is 14 points high on a phone."""
    progress: Rect
    header: Rect
    notice: Rect
    headline: Rect
    panel: Rect
    seam: Rect
    """The line between page and panel."""
    figure: Rect
    source: Rect
    """The line that says where a figure comes from. The closing names all sources again."""
    source_align: Literal["top", "bottom"]
    captions: Rect
    body: Rect
    """Room of the opening's title and of the closing's call."""
    headline_px: int
    headline_lines: int
    title_px: int
    title_align: Literal["top", "middle"]
    call_px: int
    code_px: int
    """Side of the code to scan; 0 on shapes that are seen on the phone that would have to scan it."""
    tiles_across: bool
    """Whether the closing's figures stand beside one another, not one under the other."""
    caption_px: int
    """Lines of 1.3 of it are 75 to 86 px high (BBC Subtitle Guidelines 1.2.5, 9.2.1), and the longest line fits."""
    caption_line_px: float
    """From one line of a caption to the next."""
    caption_inset_px: tuple[int, int]
    """Room beside and above the lines of a caption."""
    captions_on: Literal["page", "panel"]
    notice_on: Literal["page", "panel"]
    header_on: Literal["page", "panel"]
    side_by_side: bool
    """Whether two figures stand beside each other."""
    chart_px: tuple[int, int]
    """Width and height of a chart over time, under its number."""
    ring_px: tuple[int, int]
    """Width and height of a gauge or ring, beside its number."""
    pattern_centre: tuple[int, int]
    """Of the panel, in percent."""
    pattern_centre_full: tuple[int, int]
    """Of the whole frame, where the panel fills it."""
    pattern_reach: float
    cover: CoverPlace
    captions_as: CaptionKind = "classic"
    kicker: Rect | None = None
    """Room of its own for what the first finding belongs to; without it that stands over the headline."""
    picture: Rect | None = None
    """Room for what moves without words, on shapes whose foot is under the texts of players."""
    window_px: int | None = None
    """From where downwards a photo is seen as it is, on shapes that leave room under the texts."""

    def cut_as(self, shape: Shape) -> str:
        """Name the row of ``assets/captions.yaml`` by which captions are cut."""
        return shape if self.captions_as == "classic" else f"{shape}-{self.captions_as}"


ARRANGEMENTS: dict[Shape, Arrangement] = {
    # Safe on TikTok, Reels and Shorts alike: x 120–880, y 288–1248 (the widest of the reported overlays).
    "9x16": Arrangement(
        width_px=1080,
        height_px=1920,
        safe=(120, 288, 880, 1248),
        text_px=38,
        progress=(120, 72, 880, 84),
        header=(120, 94, 880, 190),
        kicker=(120, 190, 880, 274),
        notice=(120, 288, 880, 332),
        headline=(120, 350, 880, 494),
        panel=(0, 512, 1080, 1920),
        seam=(0, 506, 1080, 514),
        # With one line of sources it has more than 45 % of the height that no player covers.
        figure=(120, 540, 880, 952),
        source=(120, 968, 880, 1062),
        source_align="bottom",
        captions=(120, 1076, 880, 1248),
        picture=(0, 1272, 1080, 1920),
        body=(120, 372, 880, 1056),
        headline_px=70,
        headline_lines=3,
        title_px=104,
        title_align="top",
        call_px=66,
        code_px=0,
        tiles_across=False,
        caption_px=58,
        caption_line_px=58 * LINE_HEIGHT,
        caption_inset_px=_INSET_PX,
        captions_on="panel",
        notice_on="page",
        header_on="page",
        side_by_side=False,
        chart_px=(760, 330),
        ring_px=(400, 300),
        pattern_centre=(100, 76),
        pattern_centre_full=(100, 84),
        pattern_reach=1.5,
        # Grids of profiles show the middle of a cover, 3 wide and 4 high: y 240–1680.
        cover=CoverPlace(
            header=(120, 288, 960, 376),
            title=(120, 420, 960, 860),
            panel=(0, 912, 1080, 1920),
            seam=(0, 904, 1080, 914),
            figure=(120, 980, 960, 1560),
            title_px=116,
        ),
        window_px=1376,
    ),
    "1x1": Arrangement(
        width_px=1080,
        height_px=1080,
        safe=(60, 40, 1020, 1040),
        text_px=35,
        progress=(60, 28, 1020, 38),
        header=(60, 56, 562, 126),
        notice=(574, 64, 1020, 118),
        headline=(60, 146, 1020, 322),
        panel=(0, 340, 1080, 1080),
        seam=(0, 334, 1080, 342),
        figure=(60, 376, 1020, 738),
        source=(60, 752, 1020, 828),
        source_align="bottom",
        captions=(60, 848, 1020, 1040),
        body=(60, 170, 1020, 820),
        headline_px=66,
        headline_lines=3,
        title_px=100,
        title_align="top",
        call_px=62,
        code_px=0,
        tiles_across=True,
        caption_px=59,
        caption_line_px=59 * LINE_HEIGHT,
        caption_inset_px=_INSET_PX,
        captions_on="panel",
        notice_on="page",
        header_on="page",
        side_by_side=True,
        chart_px=(960, 268),
        ring_px=(460, 280),
        pattern_centre=(100, 100),
        pattern_centre_full=(100, 100),
        pattern_reach=1.2,
        cover=CoverPlace(
            header=(60, 56, 1020, 136),
            title=(60, 172, 1020, 530),
            panel=(0, 572, 1080, 1080),
            seam=(0, 564, 1080, 574),
            figure=(60, 610, 1020, 1030),
            title_px=104,
        ),
    ),
    # Title-safe: 5 % of each side.
    "16x9": Arrangement(
        width_px=1920,
        height_px=1080,
        safe=(96, 54, 1824, 1026),
        text_px=38,
        progress=(96, 30, 880, 40),
        header=(96, 64, 900, 140),
        notice=(96, 760, 900, 816),
        headline=(96, 190, 880, 730),
        panel=(960, 0, 1920, 840),
        seam=(952, 0, 960, 840),
        figure=(1050, 80, 1824, 684),
        source=(1050, 692, 1824, 816),
        source_align="bottom",
        captions=(200, 850, 1720, 1026),
        body=(96, 190, 1824, 730),
        headline_px=92,
        headline_lines=6,
        title_px=124,
        title_align="middle",
        call_px=76,
        code_px=240,
        tiles_across=True,
        caption_px=60,
        caption_line_px=60 * LINE_HEIGHT,
        caption_inset_px=_INSET_PX,
        captions_on="page",
        notice_on="page",
        header_on="page",
        side_by_side=False,
        chart_px=(774, 430),
        ring_px=(410, 400),
        pattern_centre=(100, 100),
        pattern_centre_full=(100, 100),
        pattern_reach=1.5,
        cover=CoverPlace(
            header=(96, 64, 940, 144),
            # YouTube lays the length of a film over the lower right corner of its thumbnail, in every language.
            title=(96, 190, 940, 900),
            panel=(1020, 0, 1920, 1080),
            seam=(1012, 0, 1020, 1080),
            figure=(1100, 80, 1824, 900),
            title_px=124,
        ),
    ),
}


_KINETIC: dict[Shape, Arrangement] = {
    # What is said stands large, so its headline is smaller.
    "9x16": replace(
        ARRANGEMENTS["9x16"],
        captions_as="kinetic",
        caption_px=84,
        # Two lines, the marks on capitals and a larger figure among them.
        caption_line_px=105,
        caption_inset_px=(10, 6),
        captions=(120, 1026, 880, 1248),
        headline=(120, 348, 880, 468),
        headline_px=58,
        panel=(0, 486, 1080, 1920),
        seam=(0, 480, 1080, 488),
        figure=(120, 514, 880, 918),
        source=(120, 922, 880, 1016),
        body=(120, 372, 880, 1010),
        chart_px=(760, 332),
    )
}
"""Shapes that have kinetic captions."""

_SILENT: dict[Shape, Arrangement] = {
    # The figure has the room of the captions.
    "9x16": replace(
        ARRANGEMENTS["9x16"],
        headline=(120, 296, 880, 528),
        figure=(120, 590, 880, 1120),
        source=(120, 1132, 880, 1236),
        body=(120, 372, 880, 1120),
        chart_px=(760, 400),
        ring_px=(400, 300),
    ),
    "1x1": replace(
        ARRANGEMENTS["1x1"],
        header=(60, 50, 1020, 126),
        headline=(60, 142, 1020, 346),
        panel=(0, 376, 1080, 1080),
        seam=(0, 370, 1080, 378),
        figure=(60, 412, 1020, 912),
        source=(60, 930, 1020, 1020),
        body=(60, 170, 1020, 912),
        chart_px=(960, 390),
        ring_px=(500, 400),
    ),
}
"""Shapes of what is shown without a word said."""
_BESIDE: dict[Shape, Arrangement] = {
    "1x1": replace(
        _SILENT["1x1"], figure=(60, 412, 620, 912), source=(60, 930, 620, 1020), picture=(640, 420, 1060, 1040)
    )
}
"""The same with room for a picture without words beside the figure."""

SOURCE_LINES_MAX = 4
"""Lines of sources that a figure leaves room for; its own place holds two."""


def with_source_lines(place: Arrangement, lines: int) -> Arrangement:
    """Give an arrangement whose source has so many lines, and whose figure, chart and words the room that leaves."""
    left, _, right, bottom = place.source
    top = bottom - 2 * math.ceil(lines * TEXT_FLOOR_PX * 1.3 / 2) - 2
    gained_px = top - place.source[1]
    figure, chart, body = place.figure, place.chart_px, place.body
    return replace(
        place,
        source=(left, top, right, bottom),
        figure=(*figure[:3], figure[3] + gained_px),
        chart_px=(chart[0], chart[1] + gained_px),
        # Words alone end above their source.
        body=(*body[:3], min(body[3], top) if body[1] < top else body[3]),
    )


def arrange(shape: Shape, *, rtl: bool, captions: CaptionKind = "classic") -> Arrangement:
    """Give the arrangement of a shape; for languages from right to left it is mirrored.

    A vertical one is not: players cover the same edges in every language. Shapes that are not held upright have
    classic captions. KeyError for an unknown shape.
    """
    plain = _KINETIC.get(shape, ARRANGEMENTS[shape]) if captions == "kinetic" else ARRANGEMENTS[shape]
    if not rtl or shape == "9x16":
        return plain
    return _flipped(replace(plain, cover=_flipped(plain.cover, plain.width_px)), plain.width_px)


def arrange_silent(shape: Shape, *, rtl: bool, pictured: bool = False) -> Arrangement:
    """Give the arrangement of a shape in which nothing is said; ``pictured``: with a picture beside a number alone.

    KeyError for a shape that has none.
    """
    plain = _BESIDE.get(shape, _SILENT[shape]) if pictured else _SILENT[shape]
    if not rtl or shape == "9x16":
        return plain
    return _flipped(replace(plain, cover=_flipped(plain.cover, plain.width_px)), plain.width_px)


_Places = TypeVar("_Places", Arrangement, CoverPlace)


def _flipped(places: _Places, width_px: int) -> _Places:
    boxes: dict[str, Any] = {}
    for field in fields(places):
        box = getattr(places, field.name)
        if isinstance(box, tuple) and len(box) == 4:
            boxes[field.name] = (width_px - box[2], box[1], width_px - box[0], box[3])
    return replace(places, **boxes)
