"""A map of areas: each place in its outlines, as dark or as light as its value is high.

The name and value of a place stand on it where they have room; the others are numbered, and named with their values
beside the map or under it. Where these are too many for that, the highest and the lowest are named, those that words
name and the readers' own. The map is never mirrored; only what is written turns with its direction.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from PIL import Image, ImageDraw

from briefcast.charts.canvas import Place, overlap
from briefcast.charts.ramp import readable_on, shades
from briefcast.charts.shaded import Shaded, value_of
from briefcast.charts.spec import Areas
from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted

_CELL = 0.2
"""Side of the squares by which the room on an area is measured, in sizes of text."""
_LEAST = 0.5
"""How large the map has to stay beside the names and values of all that have no room on it, against without these."""
_ROW = 1.28
"""Height of a row of the list, in sizes of text."""
_AIR = 0.9
"""Between list and map, and between columns of the list, in sizes of text."""
_BRIEF = 0.42
"""Share of the width that a map without names takes."""
_AROUND = 16
"""Directions in which a number may stand beside its area."""

_Flat = numpy.ndarray[Any, numpy.dtype[numpy.float64]]
_Rings = tuple[_Flat, ...]
_Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Plan:
    """Where everything stands."""

    shapes: tuple[_Rings, ...]
    """Of the marks, then of places without a value, in px."""
    written: dict[int, tuple[tuple[str, ...], float, float]]
    """Lines on areas by their mark, with the middle of them."""
    listed: tuple[int, ...]
    """Marks that are numbered."""
    list_box: _Box
    columns: int
    scale: float


class AreaMap(Shaded):
    """One value in many places, each in its outlines."""

    def draw(self) -> None:
        """Draw the areas, their classes, and what is named on and beside them."""
        spec, areas = self.spec, self.spec.areas
        if areas is None:
            raise ValueError("a map of areas needs them")
        self.shades = shades(self.colour("background"), self.colour("ink"), areas.count)
        above = self.heading()
        foot = self.reach()
        foot += self.credit(areas.credit, foot)
        if self.spec.brief:
            self.draw_brief(areas, above, foot)
            return
        foot += self.legend(areas, foot)
        foot += self.levels(areas, foot)
        box = (0.0, above, float(spec.width_px), spec.height_px - above - foot)
        if box[3] < self.em * 6:
            raise self.too_small("its places")
        plan = self.plan(areas, box)
        for number, rings in enumerate(plan.shapes):
            self.area(number, rings, areas, (number + 1) / len(plan.shapes))
        for place, (lines, x, y) in plan.written.items():
            shade = self.shades[areas.classes[place]]
            colour = readable_on(shade, self.colour("ink"), self.colour("background"))
            for line, words in enumerate(lines):
                at = y + self.em * 1.16 * (line - (len(lines) - 1) / 2)
                text = self.text("labels", x, at, words, weight=self.weight(place), colour=colour, up="center")
                text.set_zorder(4)
        self.number(plan, areas)
        self.list(plan)

    def draw_brief(self, areas: Areas, above: float, foot: float) -> None:
        """Draw the areas without their names, and beside them what stands out."""
        spec = self.spec
        wide = spec.width_px * _BRIEF
        box = (self.from_start(spec.width_px - wide, wide), above, wide, spec.height_px - above - foot)
        if box[3] < self.em * 3:
            raise self.too_small("its places")
        shapes, _ = _laid((*areas.shapes, *areas.unvalued), box, self.em * 0.2)
        for number, rings in enumerate(shapes):
            self.area(number, rings, areas, (number + 1) / len(shapes))
        self.told_beside(areas, above, foot, spec.width_px - wide - self.em * 0.6)

    def too_small(self, what: str) -> LayoutError:
        """Say that the map is too small for something."""
        return LayoutError(
            f"The map of {quoted(self.spec.alt)} has no room for {what} on {self.spec.height_px} px. "
            f"Give it more room, or show the places as a table."
        )

    # ---- the areas

    def area(self, number: int, rings: _Rings, areas: Areas, last: float) -> None:
        """Draw a place in its shade, hatched if it has no value."""
        paths = [Path(numpy.concatenate([ring, ring[:1]]), closed=True) for ring in _wound(rings)]
        patch = PathPatch(Path.make_compound_path(*paths), joinstyle="round")
        if number < len(areas.classes):
            patch.set(facecolor=self.shades[areas.classes[number]])
            # A line between two dark areas has to be seen as well as one between light ones.
            patch.set(edgecolor=self.colour("background"), linewidth=self.em * 0.05)
        else:
            self.hatch(patch)
            patch.set(linewidth=self.em * 0.05)
        if number in self.spec.marked and number < len(areas.classes):
            patch.set(edgecolor=self.colour("accent"), linewidth=self.em * 0.14, zorder=3)
        self.axes.add_patch(patch)
        self.artists["data"].append(patch)
        self.come(patch, last)

    def weight(self, place: int) -> int:
        """Give the weight of what is written of a place."""
        return 800 if place in self.spec.marked else 600

    # ---- where things stand

    def plan(self, areas: Areas, box: _Box) -> _Plan:
        """Find where everything stands: all places named, or else the most telling; LayoutError if there is no room."""
        every = range(len(self.spec.marks))
        alone = self.try_plan(areas, box, ())
        if not (left := self.unwritten(alone, every)):
            return alone
        ends = (max(every, key=self.value), min(every, key=self.value))
        telling = sorted({*ends, *self.spec.marked})
        for wanted, least in ((every, _LEAST), (telling, 0.0)):
            listed = [place for place in left if place in {*wanted}]
            for _ in range(4):
                found = [
                    plan
                    for plan in self.plans(areas, box, listed)
                    if plan.scale >= least * alone.scale and plan.scale > 0
                ]
                best = max(found, key=lambda plan: plan.scale, default=None)
                if best is None:
                    break
                further = self.unwritten(best, wanted)
                if not further:
                    return best
                listed = sorted({*listed, *further})
        raise self.too_small("the names of its places")

    def value(self, place: int) -> float:
        """Give the value of a mark."""
        return value_of(self.spec.marks[place])

    def unwritten(self, plan: _Plan, wanted: Collection[int]) -> list[int]:
        """Give the places that are neither written on their area nor listed."""
        return [place for place in wanted if place not in plan.written and place not in plan.listed]

    def plans(self, areas: Areas, box: _Box, listed: Sequence[int]) -> Iterator[_Plan]:
        """Give the ways to have a list of so many beside the map or under it."""
        left, top, wide, tall = box
        em, row = self.em, self.em * _ROW
        own, gap = self.row_width(listed), em * _AIR
        for columns in range(1, len(listed) + 1):
            rows = math.ceil(len(listed) / columns)
            across, down = columns * own + (columns - 1) * gap, rows * row
            if across > wide:
                return
            if tall - down - gap > em * 6:
                yield self.try_plan(
                    areas,
                    (left, top, wide, tall - down - gap),
                    listed,
                    list_box=(left, top + tall - down, wide, down),
                    columns=columns,
                )
            if down <= tall and wide - across - gap > em * 6:
                # The map keeps the side where reading ends: what it is of is read first.
                begin = left + (0 if self.rtl else across + gap)
                at = left + wide - across if self.rtl else left
                yield self.try_plan(
                    areas,
                    (begin, top, wide - across - gap, tall),
                    listed,
                    list_box=(at, top + (tall - down) / 2, across, down),
                    columns=columns,
                )

    def try_plan(
        self,
        areas: Areas,
        box: _Box,
        listed: Sequence[int],
        *,
        list_box: _Box = (0, 0, 0, 0),
        columns: int = 1,
    ) -> _Plan:
        """Lay the areas into a box and write on them what has room there and is not listed."""
        shapes, scale = _laid((*areas.shapes, *areas.unvalued), box, self.em * 0.2)
        written = {}
        for place in range(len(areas.shapes)):
            if place not in listed and (found := self.room_on(place, shapes[place])):
                written[place] = found
        return _Plan(
            shapes=shapes, written=written, listed=tuple(listed), list_box=list_box, columns=columns, scale=scale
        )

    def room_on(self, place: int, rings: _Rings) -> tuple[tuple[str, ...], float, float] | None:
        """Give the lines that an area has room for, name and value, with their middle; None if it has none."""
        mark, weight = self.spec.marks[place], self.weight(place)
        value = self.remark(mark)
        ground = _Ground(rings, self.em * _CELL)
        for lines in ((mark.label, value), (f"{mark.label} {value}",)):
            wide = max(self.width(line, weight=weight) for line in lines) + self.em * 0.4
            if spot := ground.spot(wide, self.em * (1.16 * len(lines) + 0.25)):
                return lines, *spot
        return None

    # ---- numbers and list

    def row_width(self, listed: Sequence[int]) -> float:
        """Give the width of a column of the list: the widest name and the widest value."""
        if not listed:
            return 0.0
        names = max(self.width(self.named(place, len(listed)), weight=self.weight(place)) for place in listed)
        values = max(self.width(self.remark(self.spec.marks[place]), weight=self.weight(place)) for place in listed)
        return names + values + self.em * 0.5

    def named(self, place: int, number: int) -> str:
        """Give a name as the list has it."""
        return f"{number}. {self.spec.marks[place].label}"

    def list(self, plan: _Plan) -> None:
        """Write the numbered places with their values."""
        if not plan.listed:
            return
        em, (left, top, wide, _) = self.em, plan.list_box
        rows = math.ceil(len(plan.listed) / plan.columns)
        own, gap = self.row_width(plan.listed), em * _AIR
        # Columns that have more room than they need stand apart evenly.
        if plan.columns > 1:
            gap = min((wide - own * plan.columns) / (plan.columns - 1), em * 3)
        for number, place in enumerate(plan.listed):
            column, row = divmod(number, rows)
            begin = left + wide - column * (own + gap) if self.rtl else left + column * (own + gap)
            end = begin - own if self.rtl else begin + own
            y, weight = top + em * _ROW * (row + 0.5), self.weight(place)
            name = self.text("labels", begin, y, self.named(place, number + 1), weight=weight, colour="ink",
                             across=self.start_side, up="center")  # fmt: skip
            value = self.text("labels", end, y, self.remark(self.spec.marks[place]), weight=max(weight, 700),
                              colour="ink", across=self.end_side, up="center")  # fmt: skip
            self.cells.append((name, value))

    def number(self, plan: _Plan, areas: Areas) -> None:
        """Write the numbers on their areas, or beside them with a line to them."""
        em = self.em
        grounds = [_Ground(rings, em * _CELL) for rings in plan.shapes]
        taken: list[Place] = [self.place(text) for text in self.artists["labels"] if isinstance(text, Text)]
        beside = []
        for number, place in enumerate(plan.listed):
            body = str(number + 1)
            wide = self.width(body, weight=800)
            spot = grounds[place].spot(wide + em * 0.2, em * 1.05)
            if spot is None:
                beside.append((body, place, wide))
                continue
            shade = self.shades[areas.classes[place]]
            colour = readable_on(shade, self.colour("ink"), self.colour("background"))
            text = self.text("labels", *spot, body, weight=800, colour=colour, up="center")
            text.set_zorder(4)
            taken.append(self.place(text))
        for body, place, wide in beside:
            taken.append(self.number_beside(body, wide, grounds, place, taken, plan))

    def number_beside(
        self, body: str, wide: float, grounds: Sequence[_Ground], place: int, taken: Sequence[Place], plan: _Plan
    ) -> Place:
        """Write a number beside an area that has no room for it, at best on empty ground, with a line to it."""
        em, (x, y) = self.em, grounds[place].middle()
        left, top, right, bottom = plan.list_box[0], plan.list_box[1], 0.0, 0.0
        right, bottom = left + plan.list_box[2], top + plan.list_box[3]
        found: list[tuple[float, float, float]] = []
        for reach in (1.3, 1.7, 2.2, 3.0, 4.0, 5.5, 7.0):
            for step in range(_AROUND):
                angle = 2 * math.pi * step / _AROUND
                at = x + reach * em * math.cos(angle), y + reach * em * math.sin(angle)
                own = (at[0] - wide / 2 - em * 0.1, at[1] - em * 0.5, at[0] + wide / 2 + em * 0.1, at[1] + em * 0.5)
                outside = own[0] < 0 or own[2] > self.spec.width_px or own[1] < em or own[3] > self.spec.height_px
                if outside or overlap(own, (left, top, right, bottom)):
                    continue
                if any(overlap(own, other, em * 0.1) for other in taken):
                    continue
                covered = sum(ground.covers(*at) for ground in grounds)
                found.append((reach + 2.5 * covered, *at))
        if not found:
            raise self.too_small("the numbers of its places")
        _, to_x, to_y = min(found)
        length = math.hypot(to_x - x, to_y - y)
        short = max(0.0, length - em * 0.55) / length
        line = self.line("labels", [x, x + (to_x - x) * short], [y, y + (to_y - y) * short], colour="ink",
                         thick=em * 0.06)  # fmt: skip
        line.set_zorder(4)
        line.set_path_effects([withStroke(linewidth=em * 0.18, foreground=self.colour("background"))])
        dot = self.dot("labels", x, y, size=em * 0.26, colour="ink", edge=em * 0.04)
        dot.set_zorder(4)
        text = self.text("labels", to_x, to_y, body, weight=800, colour="ink", up="center")
        text.set_zorder(5)
        self.halo(text)
        return self.place(text)

    # ---- what stands under it

    def credit(self, credit: str, foot: float) -> float:
        """Write whose outlines they are; give the height it takes."""
        if not credit:
            return 0.0
        lines = self.wrap(credit, self.spec.width_px)
        for number, line in enumerate(reversed(lines)):
            self.text("axes", self.from_start(0), self.spec.height_px - foot - self.em * (0.35 + 1.2 * number), line,
                      across=self.start_side)  # fmt: skip
        return self.em * (1.2 * len(lines) + 0.2)

    def levels(self, areas: Areas, foot: float) -> float:
        """Write the readers' own, the value of all together, and what the hatch means; give the height it takes."""
        spec, em, words = self.spec, self.em, chart_words(self.spec.language)
        told = []
        if spec.home is not None:
            told.append(f"{self.own(spec.home)} {self.remark(spec.marks[spec.home])}")
        if spec.overall is not None:
            told.append(f"{spec.overall.label or words.overall}: {spec.overall.written}")
        lines = [line for text in told for line in self.wrap(text, spec.width_px, weight=700)]
        whole = " · ".join(told)
        if told and self.width(whole, weight=700) <= spec.width_px:
            lines = [whole]
        base = spec.height_px - foot - em * 0.5
        if areas.unvalued:
            side = em * 1.15
            named = f"{words.no_value}: {', '.join(spec.missing)}" if spec.missing else words.no_value
            rows = self.wrap(named, spec.width_px - side, weight=600)
            for number, line in enumerate(reversed(rows)):
                self.text("axes", self.from_start(side), base - em * 1.2 * number, line, weight=600, colour="ink",
                          across=self.start_side)  # fmt: skip
            top = base - em * (1.2 * (len(rows) - 1) + 0.72)
            patch = self.box("axes", 0, top, em * 0.8, em * 0.8, "background")
            self.hatch(patch)
            base -= em * 1.25 * len(rows)
        for number, line in enumerate(reversed(lines)):
            self.text("axes", self.from_start(0), base - em * 1.2 * number, line, weight=700, colour="ink",
                      across=self.start_side)  # fmt: skip
        base -= em * 1.2 * len(lines)
        return spec.height_px - foot - em * 0.5 - base + em * 0.5


class _Ground:
    """The room on an area, in squares."""

    def __init__(self, rings: _Rings, cell: float) -> None:
        every = numpy.concatenate(rings)
        self.cell = cell
        self.left, self.top = (float(side) for side in every.min(0) - cell)
        wide, tall = (numpy.ceil((every.max(0) - every.min(0)) / cell) + 3).astype(int)
        inside = numpy.zeros((int(tall), int(wide)), bool)
        for ring in rings:
            image = Image.new("1", (int(wide), int(tall)))
            points = (ring - (self.left, self.top)) / cell
            ImageDraw.Draw(image).polygon([(float(x), float(y)) for x, y in points], fill=1)
            # What lies in two rings is a hole.
            inside ^= numpy.asarray(image)
        self.inside = inside
        self.sums = numpy.pad(inside.cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def spot(self, wide: float, tall: float) -> tuple[float, float] | None:
        """Give the middle of a box of this size on the area, well off its edges where it may be; None if none."""
        for more in (1.5, 1.25, 1.0):
            columns, rows = (math.ceil(side / self.cell * more) for side in (wide, tall))
            high, across = self.inside.shape
            if rows > high or columns > across:
                continue
            s = self.sums
            full = s[rows:, columns:] - s[:-rows, columns:] - s[rows:, :-columns] + s[:-rows, :-columns]
            y, x = numpy.nonzero(full == rows * columns)
            if len(x):
                own_y, own_x = (side.mean() for side in numpy.nonzero(self.inside))
                near = int(numpy.argmin((x + columns / 2 - own_x) ** 2 + (y + rows / 2 - own_y) ** 2))
                return (
                    self.left + self.cell * (float(x[near]) + columns / 2),
                    self.top + self.cell * (float(y[near]) + rows / 2),
                )
        return None

    def middle(self) -> tuple[float, float]:
        """Give a point of the area that lies well in it."""
        for squares in (9, 5, 3, 2, 1):
            if spot := self.spot(squares * self.cell, squares * self.cell):
                return spot
        high, across = self.inside.shape
        return self.left + self.cell * across / 2, self.top + self.cell * high / 2

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies on the area."""
        column, row = int((x - self.left) / self.cell), int((y - self.top) / self.cell)
        high, across = self.inside.shape
        return 0 <= row < high and 0 <= column < across and bool(self.inside[row, column])


def _laid(outlines: Sequence[Sequence[tuple[int, ...]]], box: _Box, air: float) -> tuple[tuple[_Rings, ...], float]:
    """Lay outlines into a box, as large as it lets them; give them in px, and how many px a unit is."""
    rings = [[numpy.array(ring, float).reshape(-1, 2) for ring in outline] for outline in outlines]
    every = numpy.concatenate([ring for outline in rings for ring in outline])
    low, size = every.min(0), numpy.maximum(numpy.ptp(every, axis=0), 1e-9)
    left, top, wide, tall = box
    scale = float(min((wide - 2 * air) / size[0], (tall - 2 * air) / size[1]))
    begin = numpy.array([left + wide / 2, top + tall / 2]) - scale * (low + size / 2)
    return tuple(tuple(ring * scale + begin for ring in outline) for outline in rings), scale


def _wound(rings: _Rings) -> Iterator[_Flat]:
    """Give rings as a filled path takes them: holes run the other way round than what they are in."""
    for place, ring in enumerate(rings):
        around = sum(Path(other).contains_point(ring[0]) for at, other in enumerate(rings) if at != place)
        x, y = ring.T
        clockwise = float((x * numpy.roll(y, -1) - numpy.roll(x, -1) * y).sum()) > 0
        yield ring if clockwise == (around % 2 == 0) else ring[::-1]
