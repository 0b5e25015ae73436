"""A province drawn for tests: districts that share crooked borders, one with an island, one within another."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.groups_fixtures import GOOD, ONLINE

Ring = list[list[float]]

NAMES: Mapping[str, tuple[str, str, str]] = {
    "dong-ha": ("Đông Hà", "Dong Ha", "דונג הא"),
    "cam-lo": ("Cam Lộ", "Cam Lo", "קאם לו"),
    "gio-linh": ("Gio Linh", "Gio Linh", "זו לין"),
    "vinh-linh": ("Vĩnh Linh", "Vinh Linh", "וין לין"),
    "hai-lang": ("Hải Lăng", "Hai Lang", "האי לאנג"),
    "trieu-phong": ("Triệu Phong", "Trieu Phong", "צ'ייו פונג"),
    "huong-hoa": ("Hướng Hóa", "Huong Hoa", "הואנג הואה"),
    "da-krong": ("Đa Krông", "Da Krong", "דה קרונג"),
    "quang-tri": ("Quảng Trị", "Quang Tri", "קוואנג צ'י"),
    "con-co": ("Cồn Cỏ", "Con Co", "קון קו"),
}
"""The districts by their ids, in Vietnamese, English and Hebrew."""
VALUES: Mapping[str, str] = dict(
    zip(NAMES, ("94.2", "81.7", "77.3", "88.1", "69.5", "73.9", "61.4", "58.6", "90.7", "83.0"), strict=True)
)


def _edge(a: Sequence[float], b: Sequence[float]) -> Ring:
    """A crooked way from a to b, without b, the same in both directions."""
    if tuple(a) > tuple(b):
        return [[*a], *reversed(_edge(b, a)[1:])]
    count, (along_x, along_y) = 24, (b[0] - a[0], b[1] - a[1])
    ways = [0.06 * math.sin(math.pi * t / count) * math.sin(2.3 * t + 31 * a[0] + 17 * a[1]) for t in range(count)]
    return [
        [a[0] + along_x * t / count - along_y * off, a[1] + along_y * t / count + along_x * off]
        for t, off in enumerate(ways)
    ]


def _around(*corners: Sequence[float]) -> Ring:
    ring = [
        point for place, corner in enumerate(corners) for point in _edge(corner, corners[(place + 1) % len(corners)])
    ]
    return [*ring, ring[0]]


def _grid() -> dict[str, Any]:
    """Two rows of four districts, of which the last are small; a town within one; an island."""
    xs, ys = (106.6, 106.95, 107.2, 107.4, 107.5), (16.3, 16.75, 17.1)
    order = ("huong-hoa", "da-krong", "hai-lang", "quang-tri", "vinh-linh", "cam-lo", "gio-linh", "trieu-phong")
    shapes: dict[str, Any] = {}
    for place, id in enumerate(order):
        row, column = divmod(place, 4)
        west, east, south, north = xs[column], xs[column + 1], ys[row], ys[row + 1]
        shapes[id] = [[_around((west, south), (east, south), (east, north), (west, north))]]
    town = _around((107.0, 16.85), (107.06, 16.85), (107.06, 16.9), (107.0, 16.9))
    shapes["cam-lo"][0].append(town)
    shapes["dong-ha"] = [[town]]
    shapes["con-co"] = [[_around((107.62, 17.12), (107.64, 17.12), (107.63, 17.14))]]
    # A district with a piece of its own in the sea.
    shapes["gio-linh"].append([_around((107.3, 17.16), (107.36, 17.16), (107.33, 17.2))])
    return shapes


def geojson(*, property: str = "TEN_HUYEN", names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give the map of the districts as GeoJSON, each named in the property; ``names`` stand for those of the brief."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {property: (names or {}).get(id, NAMES[id][0]), "ma": place},
                "geometry": {"type": "MultiPolygon", "coordinates": pieces},
            }
            for place, (id, pieces) in enumerate(_grid().items())
        ],
    }


def told(
    *,
    values: Mapping[str, str] = VALUES,
    named: str = "dong-ha",
    more: str = "",
    file: str = "maps/districts.geojson",
    property: str = "TEN_HUYEN",
    visual: str = "",
) -> str:
    """Give a brief of one figure in these districts, with their map; its text names one of them."""
    own = ONLINE[: ONLINE.index("      dimension:")]
    rows = []
    for id, value in values.items():
        names = ", ".join(f'{code}: "{name}"' for code, name in zip(("vi", "en", "he"), NAMES[id], strict=True))
        rows.append(f"        {id}: {{name: {{{names}}}{f', value: {value}' if value else ''}}}")
    by = f"{own}      dimension: district\n      whole: {{vi: Cả tỉnh, en: Whole province, he: כל הפרובינציה}}\n"
    by += f"      map: {{file: {file}, name: {property}}}\n" if file else ""
    by += "".join(f"      {line}\n" for line in more.splitlines()) + "      values:\n" + "\n".join(rows) + "\n"
    words = f"{{online.{named}}}."
    point = f"points:\n  - id: a\n    statistics: [online]\n    text: {{vi: '{words}', en: '{words}', he: '{words}'}}\n"
    point += f"    visual: {visual}\n" if visual else ""
    return GOOD[: GOOD.index(ONLINE)] + by + point


def write_map(folder: Path, tree: Any = None, *, name: str = "maps/districts.geojson") -> Path:
    """Write a map beside a brief: the districts, or what is given, a text as it is."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    content = geojson() if tree is None else tree
    file.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return file


def crowded(count: int = 63) -> tuple[dict[str, Any], str]:
    """Give a map of many small places in rows of nine, and a brief of them."""
    tree: dict[str, Any] = {"type": "FeatureCollection", "features": []}
    values = {}
    for number in range(count):
        row, column = divmod(number, 9)
        west, south = 105 + column * 0.2, 20 + row * 0.2
        ring = _around((west, south), (west + 0.2, south), (west + 0.2, south + 0.2), (west, south + 0.2))
        geometry = {"type": "Polygon", "coordinates": [ring]}
        tree["features"].append({"type": "Feature", "properties": {"TEN_HUYEN": f"Xã {number}"}, "geometry": geometry})
        values[f"Xã {number}"] = f"{40 + number * 7 % 61 * 0.9:.1f}"
    text = told(values=dict.fromkeys(NAMES, "1"), named="dong-ha")
    begin, end = text.index("        dong-ha:"), text.index("points:")
    rows = "".join(f'        "{name}": {value}\n' for name, value in values.items())
    return tree, (text[:begin] + rows + text[end:]).replace("online.dong-ha", "online.xa-30")
