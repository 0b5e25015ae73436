"""The pictures on a page: charts and photos put in the place of what names them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartSpec
from briefcast.look.pictures import photo_svg
from briefcast.products.infographic.describe import describe_chart
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.sizes import SIZES
from briefcast.store.files import file_sha256
from briefcast.store.store import content_key

_PHOTO_PX = (1240, 1240)
"""Photos are cropped to this once; each page crops further. 1 px on a phone, 150 dots an inch on A4."""
_CHARTS_KEPT = 64


def page_data(page: Page) -> dict[str, Any]:
    """Give what the page's template is drawn from: its data with its charts and photos in their places."""
    data = dict(page.data)
    if "pages" in data:
        data["pages"] = [dict(entry) for entry in data["pages"]]
    if "below" in data:
        data["below"] = dict(data["below"])
    for place, spec in page.charts.items():
        chart = _chart(spec)
        if SIZES[page.size].pdf:
            chart = {**chart, "words": draw_chart(spec).words(), "alt": describe_chart(spec)}
        _entry(data, place)["chart"] = chart
    for place, path in page.photos.items():
        entry = _entry(data, place)
        entry["photo"] = {**entry["photo"], "svg": _photo(path, _sha256=file_sha256(path))}
    return data


def _entry(data: dict[str, Any], place: str) -> dict[str, Any]:
    """Give the part of the data a place stands in.

    ``pages.2`` is the third page of a carousel, ``below`` what stands under the figures.
    """
    name, _, number = place.partition(".")
    if not number and name != "below":
        return data
    entry: dict[str, Any] = data[name][int(number)] if number else data[name]
    return entry


_charts: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
_charts_lock = threading.Lock()


def _chart(spec: ChartSpec) -> Mapping[str, Any]:
    """Draw a chart once for all the sizes that show it alike."""
    key = content_key("chart", spec)
    with _charts_lock:
        if key not in _charts:
            _charts[key] = draw_chart(spec).layers()
            while len(_charts) > _CHARTS_KEPT:
                _charts.popitem(last=False)
        _charts.move_to_end(key)
        return _charts[key]


@lru_cache(maxsize=16)
def _photo(path: Path, *, _sha256: str) -> str:
    """Crop a photo once for all the sizes that show it; ``_sha256`` tells a changed file from the old one."""
    return photo_svg(path, width_px=_PHOTO_PX[0], height_px=_PHOTO_PX[1])
