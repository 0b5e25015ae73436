"""What a figure or a point is about, drawn large: its symbol as an object in tones, to stand in a scene.

The scene around it (ground, motif, companions) is drawn by ``templates/cards/illustration.typ``, in layers that a film
can move apart. It says no more than the symbol does: what stands around the object are plain shapes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import SVGPath, parse_path
from lxml import etree

from briefcast.look.figures import claims_more, tells_harm
from briefcast.look.icons import icon_svg
from briefcast.script import Script

_SVG = "{http://www.w3.org/2000/svg}"
_SOLID = ("rect", "circle", "ellipse", "polygon")
_NEAR = 0.02
"""Ends of a line that are so near to each other, on the square of 24, that it is closed."""
_DOT = 0.5
"""Area of what is closed only because it is a dot."""
_BODY_LEAST = 80.0
"""Area that a symbol must enclose, measured as the boxes around what is closed, to stand by itself."""

_POINTING = re.compile(
    r"(?:^|-)(?:left|right|forward|reply|undo|redo|send|truck|log-in|log-out|ambulance|bus|car|footprints)(?:-|$)"
)
"""Symbols that point the way reading goes. A line over time does not: it runs from left to right in every language."""


_CHEERFUL = re.compile(
    r"(?:^|-)(?:smile|laugh|party|trophy|medal|award|crown|heart|stars?|sparkles?|gift|cake|rocket)(?:-|$)"
)


def cheers(name: str) -> bool:
    """Whether a symbol is cheerful or a prize: it is drawn large over no bad news."""
    return bool(_CHEERFUL.search(name)) or name.startswith("thumbs-up")


def cheers_over(name: str, script: Script) -> bool:
    """Whether a symbol would cheer over bad news, over people killed or hurt, or over a figure that has won nothing."""
    own = (figure for figure in script.figures if figure.icon == name)
    return (cheers(name) and (script.news == "bad" or tells_harm(script))) or any(claims_more(name, f) for f in own)


_DATA = re.compile(r"(?:^|-)(?:chart|pie|gauge|signal|battery)(?:-|$)")


def looks_like_data(name: str) -> bool:
    """Whether a symbol is a chart, a dial or a share of something: drawn large, it shows another figure than the brief.

    A quarter of a pie beside 3 % is read as a quarter, three bars of which the last is lower as a fall.
    """
    return bool(_DATA.search(name))


def points_onward(name: str) -> bool:
    """Whether a symbol points or moves the way reading goes, so that it turns round from right to left."""
    return bool(_POINTING.search(name))


def is_grave(script: Script) -> bool:
    """Whether a telling is bad news or tells of people killed or hurt: nothing dances around what it is about."""
    return script.news == "bad" or tells_harm(script)


def object_data(name: str, *, quiet: bool = False) -> dict[str, object] | None:
    """Give a symbol as a scene takes it; none for no name.

    Its ``svg`` in tones, whether it points ``onward``, and whether it stands ``quiet``, without dots and crosses.
    """
    return {"svg": object_svg(name), "onward": points_onward(name), "quiet": quiet} if name else None


@cache
def object_svg(name: str) -> str:
    """Give a symbol as an object in tones: SVG text on a square of 28, the tones words that a template fills in.

    ``fill-tone`` is its body, ``shade-tone`` the side that lies in the shade, ``line-tone`` its lines, ``edge-tone``
    what sets it off from the ground. A symbol that encloses little stands on a sheet. LayoutError names symbols that
    are like one that does not exist.
    """
    root = etree.fromstring(icon_svg(name, "line-tone").encode())
    lines = "".join(etree.tostring(shape).decode().replace(' xmlns="http://www.w3.org/2000/svg"', "") for shape in root)
    closed = [solid for shape in root for solid in _closed(shape)]
    if sum(area for _, area in closed) >= _BODY_LEAST:
        body = "".join(drawn for drawn, _ in closed)
    else:
        body = '<rect x="1" y="1" width="22" height="22" rx="4.5"/>'
        lines = f'<g transform="translate(12 12) scale(0.66) translate(-12 -12)" stroke-width="2.4">{lines}</g>'
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 28 28" width="28" height="28">'
        f'<defs><clipPath id="body">{body}</clipPath></defs>'
        f'<g fill="edge-tone" stroke="edge-tone" stroke-width="4.4" {round_ends}>{body}<g fill="none">{lines}</g></g>'
        f'<g fill="shade-tone">{body}</g>'
        f'<g fill="fill-tone" clip-path="url(#body)"><g transform="translate(-2.6 -1.4)">{body}</g></g>'
        f'<g fill="none" stroke="line-tone" stroke-width="1.5" {round_ends}>{lines}</g>'
        "</svg>"
    )


def _closed(shape: etree._Element) -> list[tuple[str, float]]:
    """Give the parts of a shape that enclose something, as SVG text, each with the area of the box around it."""
    kind = str(shape.tag).removeprefix(_SVG)
    of = {str(key): str(value) for key, value in shape.attrib.items() if key not in ("fill", "stroke")}
    kept = " ".join(f'{key}="{value}"' for key, value in of.items())
    if kind in _SOLID:
        pen = RecordingPen()
        SVGPath.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg"><{kind} {kept}/></svg>'.encode()).draw(pen)
        return [(f"<{kind} {kept}/>", _box([point for _, points in pen.value for point in points]))]
    if kind != "path":
        return []
    pen = RecordingPen()
    parse_path(of["d"], pen)
    found: list[tuple[str, float]] = []
    drawn, points_so_far = "", []
    for command, points in pen.value:
        if command == "moveTo":
            drawn, points_so_far = f"M{_pairs(points)}", [*points]
        elif command in _LETTERS:
            drawn += _LETTERS[command] + _pairs(points)
            points_so_far += points
        elif command == "closePath" or math.dist(points_so_far[0], points_so_far[-1]) < _NEAR:
            found.append((f'<path d="{drawn}Z"/>', _box(points_so_far)))
    return [(path, area) for path, area in found if area > _DOT]


_LETTERS = {"lineTo": "L", "curveTo": "C", "qCurveTo": "Q"}


def _pairs(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.3f} {y:.3f}" for x, y in points)


def _box(points: Sequence[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
