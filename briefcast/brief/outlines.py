"""Outlines of places: the GeoJSON file that a team names, read as shapes on one plane.

    map: {file: maps/districts.geojson, name: DISTRICT}      the shapes, and the property of each that names its place

    outlines = read_outlines(file, "DISTRICT")
    named = outlines.find({"tel-aviv": ("Tel Aviv", "תל אביב")})
    lay(named.shapes.values())                               rings of whole numbers, x to the right, y downwards

Degrees are laid flat with one scale east and north, that of the middle of what is drawn: shapes and areas of a country
are right to the eye.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy

from briefcast.atlas import plain_name
from briefcast.brief.document import check_file
from briefcast.brief.references import near_word
from briefcast.errors import BriefError, Problem
from briefcast.messages import Message, tell

MAP_MAX_BYTES = 12_000_000
SHAPES_MAX = 2_000
POINTS_MAX = 400_000
"""What is read of a file: more is a map of the ground, not of places whose values are compared."""
LONG_SIDE = 2_000
"""Units of the longer side of what is drawn: finer than a pixel of a phone."""
_TOLERANCE = 1.5
"""How far a line may be from where it was, in these units."""
_LEAST_AREA = 6.0
"""Islets smaller than this many square units are left out, but for the largest piece of a place."""
_PAIRS_MAX = 60_000_000
"""Pairs of sides that are held against each other: shapes of places need far fewer, lines that run to and fro more."""
_PROPERTIES_MAX, _PROPERTY_MAX = 60, 300
"""What is kept of the properties of a place, and of the letters of one."""
_NAMES_TOLD = 12
_KINDS = re.compile(r"^(?:quan|huyen|thi xa|phuong|xa|thi tran|dac khu)\s+")
"""What a place below a province is, before its name."""

Ring = tuple[int, ...]
"""x, y, x, y …, the last point not written again."""
Outline = tuple[Ring, ...]
"""One place: its pieces, and the holes in them."""
_Points = numpy.ndarray[Any, numpy.dtype[numpy.float64]]
_Shape = tuple[_Points, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched:
    """Which shape each place has."""

    shapes: Mapping[str, _Shape]
    without: tuple[str, ...]
    """Places that no shape is named after."""
    unused: tuple[str, ...]
    """Names of shapes that are no place's."""
    twice: tuple[tuple[str, str], ...]
    """Pairs of places that have one shape."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlines:
    """The shapes of one file by what they are called there."""

    file: Path
    shapes: Mapping[str, _Shape]

    def find(self, places: Mapping[str, Sequence[str]]) -> Matched:
        """Find the shape of each place by what it is called: as it is written, or else without marks and kinds."""
        plain: dict[str, list[str]] = {}
        for name in self.shapes:
            plain.setdefault(_bare(name), []).append(name)
        found: dict[str, str] = {}
        for place, names in places.items():
            exact = [name for name in names if name in self.shapes]
            same = {name for each in names for name in plain.get(_bare(each), ())}
            if exact or len(same) == 1:
                found[place] = exact[0] if exact else same.pop()
        first: dict[str, str] = {}
        twice = tuple((first[name], place) for place, name in found.items() if first.setdefault(name, place) != place)
        return Matched(
            shapes={place: self.shapes[name] for place, name in found.items()},
            without=tuple(place for place in places if place not in found),
            unused=tuple(name for name in self.shapes if name not in first),
            twice=twice,
        )

    def near(self, name: str) -> str:
        """Give the name of a shape that is like this one; nothing if none is."""
        return near_word(name, [*self.shapes]) or ""


def read_outlines(file: Path, name: str) -> Outlines:
    """Read the shapes of a GeoJSON file, each by the property ``name``.

    Raises:
        BriefError: it is missing, too large, no GeoJSON of areas in degrees, or its shapes have no such property, have
            one name twice, cross themselves; one problem, which names the shapes that are wrong.
    """
    stop = functools.partial(_stop, file)
    features = _features(file)
    shapes: dict[str, _Shape] = {}
    odd: list[str] = []
    twice: list[str] = []
    points = 0
    for feature in features:
        called = _called(feature, name)
        if not called:
            own = feature.get("properties")
            known = sorted(str(key) for key in own)[:_NAMES_TOLD] if isinstance(own, dict) else []
            message = tell("A place of the map has no property '{name}'.", name=name)
            raise stop(message, tell("Write one of: {known}.", known=tuple(known)) if known else _SAVE)
        shape = _read_shape(feature.get("geometry"))
        if called in shapes or called in odd:
            twice.append(called)
        elif shape is None:
            odd.append(called)
        else:
            shapes[called] = shape
            points += sum(map(len, shape))
            if points > POINTS_MAX:
                message = tell("The outlines of the map have more than {most} points.", most=POINTS_MAX)
                raise stop(message, tell("Simplify them, for example with mapshaper.org or in QGIS."))
    if odd:
        message = tell("These places of the map have no area with points of longitude and latitude: {names}.",
                       names=_some(odd))  # fmt: skip
        raise stop(message, _SAVE)
    if twice:
        message = tell("The map has more than one place called {names}.", names=_some([*dict.fromkeys(twice)]))
        remedy = tell("Join the pieces of a place (MultiPolygon), or name a property that tells the places apart.")
        raise stop(message, remedy)
    try:
        crossed = [called for called, shape in shapes.items() if any(map(_crosses_itself, shape))]
    except _Tangled:
        message = tell("The outlines of the map run to and fro more often than those of places do.")
        raise stop(message, tell("Simplify them, for example with mapshaper.org or in QGIS.")) from None
    if crossed:
        message = tell("The outlines of these places cross themselves: {names}.", names=_some(crossed))
        raise stop(message, tell("Mend them, for example in QGIS with 'Fix geometries'."))
    return Outlines(file=file, shapes=shapes)


_SAVE = tell("Save it again as GeoJSON (RFC 7946) with longitude and latitude in degrees (WGS 84).")


def _stop(file: Path, message: Message, remedy: Message) -> BriefError:
    return BriefError([Problem(file=file, message=message, remedy=remedy)])


def _features(file: Path) -> list[dict[str, Any]]:
    """Give the places of a GeoJSON file as it has them; BriefError if it is none."""
    stop = functools.partial(_stop, file)
    check_file(file, max_bytes=MAP_MAX_BYTES)
    try:
        tree = json.loads(file.read_bytes().decode("utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        raise stop(tell("The file cannot be read: {reason}.", reason=error.strerror), _SAVE) from None
    except (ValueError, RecursionError):
        raise stop(tell("The map is not JSON, or holds what is no number (NaN)."), _SAVE) from None
    features = tree.get("features") if isinstance(tree, dict) and tree.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise stop(tell("The map is no GeoJSON: it has no list of features."), _SAVE)
    if len(features) > SHAPES_MAX:
        remedy = tell("Keep those that the brief has figures of.")
        raise stop(tell("The map has more than {most} places.", most=SHAPES_MAX), remedy)
    return features


@dataclass(frozen=True, kw_only=True)
class CleanMap:
    """A GeoJSON file with nothing in it but areas and what they are called."""

    content: bytes
    names: Mapping[str, tuple[str, ...]]
    """The properties that tell its places apart, each with what it calls them."""


def clean_map(file: Path) -> CleanMap:
    """Read a GeoJSON file that somebody sent, and write anew what is drawn of it.

    Raises:
        BriefError: as for `read_outlines`, or no property tells its places apart.
    """
    features = _features(file)
    names = {name: called for name in _properties(features) if (called := _apart(features, name))}
    if not names:
        message = tell("No property of the map has a name of its own for each place.")
        raise _stop(file, message, tell("Give each place a property with its name, for example in QGIS."))
    read_outlines(file, next(iter(names)))
    written = [
        {
            "type": "Feature",
            "properties": {name: one["properties"][name] for name in _properties([one])},
            "geometry": {"type": one["geometry"]["type"], "coordinates": _flat(one["geometry"]["coordinates"])},
        }
        for one in features
    ]
    tree = {"type": "FeatureCollection", "features": written}
    content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return CleanMap(content=content.encode("utf-8", "replace"), names=names)


def _properties(features: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the properties of places that hold a text or a number."""
    found: dict[str, None] = {}
    for feature in features:
        own = feature.get("properties")
        for name, value in own.items() if isinstance(own, dict) else ():
            plain = isinstance(value, (str, int, float)) and len(str(value)) <= _PROPERTY_MAX
            if plain and len(name) <= _PROPERTY_MAX and len(found) < _PROPERTIES_MAX:
                found[name] = None
    return [*found]


def _apart(features: Sequence[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    """Give what a property calls the places, each of them otherwise; nothing if it does not."""
    called = [_called(feature, name) for feature in features]
    return tuple(called) if all(called) and len(set(called)) == len(called) else ()


def _flat(coordinates: Any) -> Any:
    """Give the points of an area without their heights."""
    if coordinates and not isinstance(coordinates[0], list):
        return coordinates[:2]
    return [_flat(each) for each in coordinates]


def lay(shapes: Iterable[_Shape]) -> tuple[Outline, ...]:
    """Lay shapes flat beside one another, the longer side of all of them `LONG_SIDE` units, and simplify their lines.

    ValueError if they reach over half of the globe.
    """
    every = [*shapes]
    points = numpy.concatenate([ring for shape in every for ring in shape])
    (west, south), (east, north) = points.min(0), points.max(0)
    if east - west > 180:
        raise ValueError("over half of the globe")
    narrow = math.cos(math.radians((south + north) / 2))
    unit = LONG_SIDE / max((east - west) * narrow, north - south, 1e-9)
    return tuple(tuple(_simple(shape, west, north, narrow * unit, unit)) for shape in every)


def _simple(shape: _Shape, west: float, north: float, across: float, down: float) -> Iterator[Ring]:
    rings = []
    for ring in shape:
        flat = numpy.rint((ring - (west, north)) * (across, -down)).astype(numpy.int64)
        flat = flat[numpy.any(flat != numpy.roll(flat, 1, axis=0), axis=1)]
        if len(flat) >= 3:
            flat = flat[_kept(flat)]
        area = abs(_area(flat)) if len(flat) >= 3 else 0.0
        rings.append((area, flat))
    largest = max(area for area, _ in rings)
    if largest < _LEAST_AREA:
        # So small a place is a dot: it is there nevertheless.
        (x, y), reach = numpy.rint((shape[0].mean(0) - (west, north)) * (across, -down)).astype(int), 2
        yield (int(x) - reach, int(y), int(x), int(y) + reach, int(x) + reach, int(y), int(x), int(y) - reach)
        return
    for area, flat in rings:
        if area >= _LEAST_AREA or area == largest:
            yield tuple(int(value) for value in flat.ravel())


def _kept(points: numpy.ndarray[Any, Any]) -> list[int]:
    """Give the places of the points of a ring without which its line would be another (Douglas and Peucker)."""
    far = int(numpy.argmax(((points - points[0]) ** 2).sum(1)))
    closed = numpy.concatenate([points, points[:1]]).astype(float)
    kept = {0, far}
    waiting = [(0, far), (far, len(points))]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        begin, along = closed[first], closed[last] - closed[first]
        beside = closed[first + 1 : last] - begin
        length = math.hypot(*along)
        off = numpy.abs(along[0] * beside[:, 1] - along[1] * beside[:, 0]) / length if length else None
        off = numpy.hypot(*beside.T) if off is None else off
        most = int(numpy.argmax(off))
        if off[most] > _TOLERANCE:
            place = first + 1 + most
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return sorted(kept)


def _area(ring: numpy.ndarray[Any, Any]) -> float:
    x, y = ring.T.astype(float)
    return float((x * numpy.roll(y, -1) - numpy.roll(x, -1) * y).sum() / 2)


def _read_shape(geometry: Any) -> _Shape | None:
    """Read the rings of an area; None if it is none, or its points are no degrees."""
    if not isinstance(geometry, dict):
        return None
    pieces = geometry.get("coordinates")
    pieces = {"Polygon": [pieces], "MultiPolygon": pieces}.get(str(geometry.get("type")))
    if not isinstance(pieces, list) or not pieces or not all(isinstance(piece, list) and piece for piece in pieces):
        return None
    read = [_read_ring(ring) for piece in pieces for ring in piece]
    return None if any(ring is None for ring in read) else cast(_Shape, tuple(read))


def _read_ring(ring: Any) -> _Points | None:
    if not isinstance(ring, list) or len(ring) < 3:
        return None
    for point in ring:
        if not isinstance(point, list) or len(point) < 2 or {*map(type, point[:2])} - {int, float}:
            return None
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            return None
    points = numpy.array([point[:2] for point in ring], dtype=float)
    if (points[0] == points[-1]).all():
        points = points[:-1]
    points = points[numpy.any(points != numpy.roll(points, 1, axis=0), axis=1)]
    return points if len(points) >= 3 else None


class _Tangled(Exception):  # noqa: N818  # a state of a shape
    """So many sides lie beside one another that looking through them would take minutes."""


def _crosses_itself(ring: _Points) -> bool:
    """Whether two sides of a ring cross: each is held against those alone that lie beside it along the longer axis."""
    ends = numpy.roll(ring, -1, axis=0)
    along = int(numpy.argmax(numpy.ptp(ring, axis=0)))
    low = numpy.minimum(ring[:, along], ends[:, along])
    order = numpy.argsort(low, kind="stable")
    begin, end, low = ring[order], ends[order], low[order]
    high = numpy.maximum(begin[:, along], end[:, along])
    side = 1 - along
    least, most = numpy.minimum(begin[:, side], end[:, side]), numpy.maximum(begin[:, side], end[:, side])
    left, looked = numpy.arange(len(ring) - 1), 0
    for step in range(1, len(ring)):
        left = left[left + step < len(ring)]
        left = left[low[left + step] <= high[left]]
        if not len(left):
            return False
        looked += len(left)
        if looked > _PAIRS_MAX:
            raise _Tangled
        near = left[(least[left + step] <= most[left]) & (least[left] <= most[left + step])]
        other = near + step
        if not len(near):
            continue
        one = _turn(begin[near], end[near], begin[other]) * _turn(begin[near], end[near], end[other])
        two = _turn(begin[other], end[other], begin[near]) * _turn(begin[other], end[other], end[near])
        if ((one < 0) & (two < 0)).any():
            return True
    return False


def _turn(a: _Points, b: _Points, c: _Points) -> _Points:
    """Say to which side of each line from a to b each point c lies: -1, 0 or 1."""
    crossed = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return cast(_Points, numpy.sign(crossed))


def _called(feature: Mapping[str, Any], name: str) -> str:
    properties = feature.get("properties")
    value = properties.get(name) if isinstance(properties, dict) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _bare(name: str) -> str:
    plain = plain_name(name)
    return _KINDS.sub("", plain) or plain


def _some(names: Sequence[str]) -> tuple[str, ...]:
    """Give names as a message lists them: no more than a person reads."""
    return (*names[:_NAMES_TOLD], *(("…",) if len(names) > _NAMES_TOLD else ()))


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")
