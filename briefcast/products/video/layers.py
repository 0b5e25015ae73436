"""Drawing: the pages of a storyboard become bitmaps, all pages of a scene in one run of Typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartSpec
from briefcast.look import drawing
from briefcast.products.video.compositor import Bitmap, Box, to_bitmap
from briefcast.products.video.storyboard import Page

TEMPLATE = "video/scene.typ"
_ROWS_PX = 12
"""Other digits may be a little higher than the last ones: round ones reach over flat ones."""


def draw_pages(pages: Sequence[Page], look: Mapping[str, Any]) -> dict[str, Bitmap]:
    """Draw pages and give their bitmaps by key; a page on which nothing is visible is left out.

    Raises LayoutError when a text does not fit.
    """
    drawn = {page.key for page in pages}
    on_the_way = [page for page in pages if page.rows_of in drawn]
    found = _bitmaps([page for page in pages if page.rows_of not in drawn], look)
    # A page that shows nothing has nothing on its way either.
    rows = [(page, found[page.rows_of].box) for page in on_the_way if page.rows_of in found]
    return found | _bitmaps([_in_rows(page, box) for page, box in rows], look)


def _bitmaps(pages: Sequence[Page], look: Mapping[str, Any]) -> dict[str, Bitmap]:
    if not pages:
        return {}
    drawn = zip(pages, _draw(pages, look), strict=True)
    bitmaps = {page.key: to_bitmap(read_png(png), *page.drawn[:2]) for page, png in drawn}
    return {key: bitmap for key, bitmap in bitmaps.items() if bitmap}


def _in_rows(page: Page, box: Box) -> Page:
    """Let no more of a page be drawn than the rows of a box, for drawing takes by area."""
    left, top, right, bottom = page.drawn
    return replace(page, window=(left, max(top, box.top - _ROWS_PX), right, min(bottom, box.bottom + _ROWS_PX)))


def draw_rgba(pages: Sequence[Page], look: Mapping[str, Any]) -> list[NDArray[np.uint8]]:
    """Draw pages and give each as it comes, all of its window, with straight alpha (height, width, 4)."""
    return [read_png(png) for png in _draw(pages, look)]


def _draw(pages: Sequence[Page], look: Mapping[str, Any]) -> list[bytes]:
    charts: dict[tuple[int, float], dict[str, Any]] = {}
    rows = []
    for page in pages:
        left, top, right, bottom = page.box
        x, y, end_x, end_y = page.drawn
        place = {
            "width": right - left,
            "height": bottom - top,
            "drawn": {"x": x - left, "y": y - top, "width": end_x - x, "height": end_y - y},
        }
        rows.append({**_with_charts(page.data, charts, page.data.get("grown", 1.0)), **place})
    return drawing.draw(TEMPLATE, {"look": dict(look), "background": False, "pages": rows})


def _with_charts(value: Any, drawn: dict[tuple[int, float], dict[str, Any]], grown: float) -> Any:
    """Give data with every chart drawn as far as it has grown; the same chart is drawn once."""
    if isinstance(value, ChartSpec):
        key = id(value), grown
        if key not in drawn:
            drawn[key] = draw_chart(value).layers(parted=True, grown=grown)
        return drawn[key]
    if isinstance(value, Mapping):
        return {k: _with_charts(v, drawn, grown) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_charts(v, drawn, grown) for v in value]
    return value


def read_png(content: bytes) -> NDArray[np.uint8]:
    """Decode a PNG with alpha (height, width, 4); the library's own decoder is three times as fast as Pillow's."""
    decoder = av.CodecContext.create("png", "r")
    frames = decoder.decode(av.Packet(content)) or decoder.decode(None)
    frame = frames[0]
    if frame.format.name != "rgba":
        frame = frame.reformat(format="rgba")
    return np.asarray(frame.to_ndarray(), np.uint8)
