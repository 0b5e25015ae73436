"""Drawing: the pages of a storyboard become bitmaps, all pages of a scene in one run of Typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from briefcast import cards
from briefcast.charts import ChartSpec, draw_chart
from briefcast.video.compositor import Bitmap, to_bitmap
from briefcast.video.storyboard import Page

TEMPLATE = "video/scene.typ"


def draw_pages(pages: Sequence[Page], look: Mapping[str, Any]) -> dict[str, Bitmap]:
    """Draw pages and give their bitmaps by key; a page on which nothing is visible is left out.

    Raises LayoutError when a text does not fit.
    """
    if not pages:
        return {}
    found = {}
    for page, png in zip(pages, _draw(pages, look), strict=True):
        bitmap = to_bitmap(read_png(png), page.box[0] - page.bleed_px, page.box[1] - page.bleed_px)
        if bitmap:
            found[page.key] = bitmap
    return found


def draw_rgba(pages: Sequence[Page], look: Mapping[str, Any]) -> list[NDArray[np.uint8]]:
    """Draw pages and give each as it comes, bleed included, with straight alpha (height, width, 4)."""
    return [read_png(png) for png in _draw(pages, look)]


def _draw(pages: Sequence[Page], look: Mapping[str, Any]) -> list[bytes]:
    charts: dict[tuple[int, float], dict[str, Any]] = {}
    rows = []
    for page in pages:
        left, top, right, bottom = page.box
        size = {"width": right - left, "height": bottom - top, "bleed": page.bleed_px}
        rows.append({**_with_charts(page.data, charts, page.data.get("grown", 1.0)), **size})
    return cards.draw(TEMPLATE, {"look": dict(look), "background": False, "pages": rows})


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
