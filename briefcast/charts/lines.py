"""Two to four figures of one unit over time in one chart, each line named at its end: no legend has to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.lines import Line2D

from briefcast.charts.amounts import spread
from briefcast.charts.canvas import Drawer
from briefcast.charts.over_time import moment, until
from briefcast.errors import LayoutError, quoted
from briefcast.script import Mark

_STYLES: tuple[tuple[str, tuple[float, ...], str], ...] = (
    ("accent", (), "o"),
    ("ink", (3.2, 1.2), "s"),
    ("accent_2", (1, 1), "^"),
    ("muted", (4, 1, 1, 1), "D"),
)
"""Colour, dashes and marker of each line: told apart without their colours too."""
_NAMES_MOST = 0.44
"""Most of the width that the names at the ends take."""


class _End(NamedTuple):
    """What stands at the end of a line."""

    value: str
    name: list[str]
    inline: bool
    """Whether the name stands behind the value, not under it."""
    after: float
    """Where the name begins behind the beginning of the value, in px."""
    wide: float


class Lines(Drawer):
    """Values of several figures as lines on one axis of time; the leading one is thicker."""

    def draw(self) -> None:
        """Draw the lines."""
        spec, em = self.spec, self.em
        lines = [(spec.name, spec.marks), *((line.name, line.marks) for line in spec.beside)]
        if len(lines) > len(_STYLES):
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} would have {len(lines)} lines; {len(_STYLES)} can be told apart. "
                f"Name fewer figures, or show them as a ranking."
            )
        times = [[moment(mark.period, i) for i, mark in enumerate(marks)] for _, marks in lines]
        values = [[float(mark.value) for mark in marks] for _, marks in lines]
        first, last = min(map(min, times)), max(map(max, times))
        low, high = min(map(min, values)), max(map(max, values))
        most = spec.width_px * _NAMES_MOST
        ends = [self.end(name, marks[-1], most) for name, marks in lines]
        wide = max(end.wide for end in ends)
        above, below = self.heading(), self.notes(0)
        left = max(self.width(self.remark(marks[0]), weight=600) for _, marks in lines) + em * 0.5
        right = spec.width_px - min(wide, most) - em * 0.9
        top, base = above + em * 0.7, spec.height_px - below - em * 1.75
        bottom = base - em * 0.5
        tall = [em * (1.15 * (len(end.name) + (not end.inline)) + 0.2) for end in ends]
        if right - left < em * 3 or bottom - top < em * 2 or wide > most or sum(tall) > base - above + em:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for its lines beside their names on "
                f"{spec.width_px} × {spec.height_px} px. Give it more room, or shorten the names."
            )

        def along(time: float) -> float:
            return left + (time - first) / ((last - first) or 1) * (right - left)

        def down(value: float) -> float:
            return top + (1 - (value - low) / ((high - low) or abs(high) or 1.0)) * (bottom - top)

        self.years(lines[max(range(len(lines)), key=lambda i: len(times[i]))][1], along, base, spec.height_px - below)
        if low < 0 < high:
            self.line("axes", [left, right], [down(0), down(0)], colour="muted", thick=2)
        placed: list[tuple[list[float], list[float]]] = []
        for its_times, its_values in zip(times, values, strict=True):
            placed.append(([along(t) for t in its_times], [down(v) for v in its_values]))
        for number in reversed(range(len(lines))):
            self.trace(*placed[number], lines[number][1], number)
        self.names(placed, ends, tall, right, above, base)
        self.starts(lines, placed, above, base)

    def trace(self, xs: list[float], ys: list[float], marks: Sequence[Mark], number: int) -> None:
        """Draw one line with its markers; estimates are hollow."""
        colour, dashes, marker = _STYLES[number]
        thick = self.em * (0.2 if number == 0 else 0.13)
        style = {"dashes": dashes, "dash_capstyle": "butt"} if dashes else {}
        drawn: Line2D = self.line("data", xs, ys, colour=colour, thick=thick, **style)
        few = len(xs) <= 15
        dots: list[tuple[float, Line2D]] = []
        for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
            if few or i == len(xs) - 1:
                dot = self.dot("data", x, y, size=self.em * 0.52, colour=colour, edge=3, hollow=marks[i].estimate)
                dot.set_marker(marker)
                dots.append((x, dot))

        def grow(share: float) -> None:
            reached = xs[0] + share * (xs[-1] - xs[0])
            drawn.set_data(*until(xs, ys, reached))
            for x, dot in dots:
                dot.set_alpha(None if x <= reached + 0.01 and share > 0 else 0)

        self.growing.append(grow)

    def end(self, name: str, last: Mark, most: float) -> _End:
        """Give what stands at the end of a line, on one line of text where there is room."""
        value = self.remark(last)
        value_wide = self.width(value, weight=self.spec.display_weight) + self.em * 0.35
        whole = value_wide + self.width(name, weight=700)
        if whole <= most:
            return _End(value=value, name=[name], inline=True, after=value_wide, wide=whole)
        names = self.wrap(name, most, weight=700)
        return _End(value=value, name=names, inline=False, after=0,
                    wide=max(value_wide, *(self.width(line, weight=700) for line in names)))  # fmt: skip

    def names(
        self,
        placed: Sequence[tuple[list[float], list[float]]],
        ends: Sequence[_End],
        tall: Sequence[float],
        right: float,
        above: float,
        base: float,
    ) -> None:
        """Write at the end of each line its last value and its name, kept apart."""
        em = self.em
        order = sorted(range(len(ends)), key=lambda i: placed[i][1][-1])
        middles = spread([placed[i][1][-1] for i in order], [tall[i] for i in order], above, base - em * 0.1)
        for i, middle in zip(order, middles, strict=True):
            end, colour, weight = ends[i], _STYLES[i][0], 700 if i == 0 else 500
            x, y = right + em * 0.6, middle - tall[i] / 2 + em * 0.95
            self.line("axes", [placed[i][0][-1] + em * 0.3, x - em * 0.1], [placed[i][1][-1], middle],
                      colour="line", thick=2)  # fmt: skip
            self.text("labels", x, y, end.value, across="left", weight=self.spec.display_weight,
                      colour="ink" if colour == "accent" else colour)  # fmt: skip
            for number, line in enumerate(end.name):
                self.text("labels", x + end.after, y + em * 1.15 * (number + (not end.inline)), line, across="left",
                          weight=weight, colour=colour)  # fmt: skip

    def starts(
        self,
        lines: Sequence[tuple[str, Sequence[Mark]]],
        placed: Sequence[tuple[list[float], list[float]]],
        above: float,
        base: float,
    ) -> None:
        """Write the first value of each line before it, where it is clear of the others."""
        em = self.em
        order = sorted(range(len(lines)), key=lambda i: placed[i][1][0])
        heights = spread([placed[i][1][0] for i in order], [em * 1.15] * len(order), above, base)
        for i, y in zip(order, heights, strict=True):
            if abs(y - placed[i][1][0]) < em * 1.4:
                self.text("labels", placed[i][0][0] - em * 0.42, y, self.remark(lines[i][1][0]), across="right",
                          up="center", weight=600, colour="ink")  # fmt: skip

    def years(self, marks: Sequence[Mark], along: Callable[[float], float], base: float, foot: float) -> None:
        """Draw the axis of time with as many of its periods as have room: the last, the first, others between."""
        em = self.em
        xs = [along(moment(mark.period, i)) for i, mark in enumerate(marks)]
        self.line("axes", [xs[0], xs[-1]], [base, base], colour="line", thick=3)
        taken: list[tuple[float, float]] = []
        for i in (len(xs) - 1, 0, *range(1, len(xs) - 1)):
            half = self.width(marks[i].label, weight=700) / 2 + em * 0.15
            middle = self.within(xs[i], marks[i].label, weight=700)
            self.line("axes", [xs[i], xs[i]], [base, base + em * 0.22], colour="line", thick=3)
            if all(middle + half <= other_left or middle - half >= other_right for other_left, other_right in taken):
                taken.append((middle - half, middle + half))
                self.text("axes", middle, foot - em * 0.45, marks[i].label, weight=700 if i == len(xs) - 1 else 500,
                          colour="ink" if i == len(xs) - 1 else "muted")  # fmt: skip
