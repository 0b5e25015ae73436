"""Drawing: the pages of a storyboard become bitmaps, all pages of a scene in one run of Typst."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
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
_OF_LAYER = ("visible", "step")
"""What layers of one card differ in."""
_LAYERS_MOST = 8
"""So many are drawn under each other: more would take memory and spare nothing."""


def draw_pages(pages: Sequence[Page], look: Mapping[str, Any], *, scale: float = 1.0) -> dict[str, Bitmap]:
    """Draw pages and give their bitmaps by key; a page on which nothing is visible is left out.

    ``scale`` is how large they come out, one over a whole number. Raises LayoutError when a text does not fit.
    """
    drawn = {page.key for page in pages}
    on_the_way = [page for page in pages if page.rows_of in drawn]
    found = _bitmaps([page for page in pages if page.rows_of not in drawn], look, scale)
    # A page that shows nothing has nothing on its way either.
    rows = [(page, found[page.rows_of].box) for page in on_the_way if page.rows_of in found]
    return found | _bitmaps([_in_rows(page, box, scale) for page, box in rows], look, scale)


def _bitmaps(pages: Sequence[Page], look: Mapping[str, Any], scale: float) -> dict[str, Bitmap]:
    if not pages:
        return {}
    whole = [_on_pixels(page, scale) for page in pages]
    bitmaps = {
        page.key: to_bitmap(rgba, round(page.drawn[0] * scale), round(page.drawn[1] * scale))
        for page, rgba in zip(whole, _drawn(whole, look, scale), strict=True)
    }
    return {key: bitmap for key, bitmap in bitmaps.items() if bitmap}


def _on_pixels(page: Page, scale: float) -> Page:
    """Let a page be drawn between whole pixels of what comes out: layers of one thing lie exactly over each other."""
    if scale == 1:
        return page
    left, top, right, bottom = (edge * scale for edge in page.drawn)
    edges = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    window = tuple(round(edge / scale) for edge in edges)
    return replace(page, window=(window[0], window[1], window[2], window[3]))


def _in_rows(page: Page, box: Box, scale: float) -> Page:
    """Let no more of a page be drawn than the rows of a box, for drawing takes by area."""
    left, top, right, bottom = page.drawn
    first, end = math.floor(box.top / scale), math.ceil(box.bottom / scale)
    return replace(page, window=(left, max(top, first - _ROWS_PX), right, min(bottom, end + _ROWS_PX)))


def draw_rgba(pages: Sequence[Page], look: Mapping[str, Any]) -> list[NDArray[np.uint8]]:
    """Draw pages and give each, all of its window, with straight alpha (height, width, 4)."""
    return list(_drawn(pages, look, 1.0))


def _drawn(pages: Sequence[Page], look: Mapping[str, Any], scale: float) -> Iterator[NDArray[np.uint8]]:
    """Draw pages and give one after the other: a scene's together are larger than what is kept of them."""
    cards = list(_cards(pages))
    for card, png in zip(cards, _draw(cards, look, scale), strict=True):
        yield from np.split(read_png(png), len(card))


def _cards(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """Give pages that follow each other and are layers of one card together: their template lays it out once."""
    card: list[Page] = []
    for page in pages:
        if card and (len(card) == _LAYERS_MOST or _card_of(page) != _card_of(card[0])):
            yield card
            card = []
        card.append(page)
    if card:
        yield card


def _card_of(page: Page) -> tuple[object, ...]:
    """Give what layers of one card have in common."""
    return page.box, page.drawn, {name: value for name, value in page.data.items() if name not in _OF_LAYER}


def _draw(cards: Sequence[Sequence[Page]], look: Mapping[str, Any], scale: float) -> list[bytes]:
    """Draw cards, each with its layers one under the other, all of the same size."""
    charts: dict[tuple[int, float], dict[str, Any]] = {}
    rows = []
    for card in cards:
        page = card[0]
        left, top, right, bottom = page.box
        x, y, end_x, end_y = page.drawn
        place = {
            "width": right - left,
            "height": bottom - top,
            "drawn": {"x": x - left, "y": y - top, "width": end_x - x, "height": end_y - y},
            "shown": [{name: layer.data.get(name) for name in _OF_LAYER} for layer in card],
        }
        rows.append({**_with_charts(page.data, charts, page.data.get("grown", 1.0)), **place})
    return drawing.draw(TEMPLATE, {"look": dict(look), "background": False, "pages": rows}, scale=scale)


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
