"""Values over time: a line, the line of a rank, columns.

Time runs from left to right in every language, as charts over time are printed in Hebrew too: years
are read that way, and a line that rises to the right means growth everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from briefcast.brief.periods import split_period
from briefcast.charts.amounts import spread
from briefcast.charts.canvas import Drawer, Part, overlap
from briefcast.charts.spec import MANY
from briefcast.errors import LayoutError, quoted
from briefcast.language.written import NBSP
from briefcast.script import Mark

_GAP = 3.5
"""Times the usual step between two values from which a step is one over values that are missing."""
_ROW = 1.2
"""Height of a further row of times, in the size of the text."""
_ASIDE = 1.6
"""Most that a time stands beside its tick, in the size of the text."""
DOTS_MAX = 15
"""Most values of a line that has its points marked and each of its times named."""


def moment(period: str, place: int) -> float:
    """Give the end of a period as a year with a fraction; a series without periods is spaced evenly."""
    if not period:
        return float(place)
    last = split_period(period).last
    # Whole months are equally long, so that quarters, months and years keep even distances.
    whole = (last + dt.timedelta(days=1)).day == 1
    return last.year + (last.month / 12 if whole else (last.month - 1) / 12 + last.day / 372)


def gaps(marks: Sequence[Mark]) -> list[int]:
    """Give the places of the values before which others are missing: after a step far longer than is usual."""
    if len(marks) < 4 or not all(mark.period for mark in marks):
        return []
    times = [moment(mark.period, i) for i, mark in enumerate(marks)]
    steps = [after - before for before, after in pairwise(times)]
    usual = sorted(steps)[len(steps) // 2]
    return [i for i, step in enumerate(steps, start=1) if step > usual * _GAP]


class _Level(NamedTuple):
    mark: Mark
    part: Part
    colour: str

    @property
    def words(self) -> str:
        return f"{self.mark.label}: {self.mark.written}"


class _OverTime(Drawer):
    def labelled(self, xs: Sequence[float], widths: Sequence[float], *, dated: bool = True) -> list[int]:
        """Choose the marks that are labelled: the last, the first, the extremes; of a few values, all that have room.

        ``widths`` are those of the values as they are written, in px. ``dated``: whether their times stand with them.
        """
        marks = self.spec.marks
        values = [mark.value for mark in marks]
        wanted = [
            len(marks) - 1,
            0,
            values.index(min(values)),
            values.index(max(values)),
            *(range(len(marks) - 2, 0, -1) if len(marks) < MANY else ()),
        ]

        def half(i: int) -> float:
            return max(self.width(marks[i].label, weight=700) if dated else 0.0, widths[i]) / 2

        room = {i: half(i) + self.em * 0.15 for i in dict.fromkeys(wanted)}
        kept: list[int] = []
        for i in room:
            if all(abs(xs[i] - xs[j]) >= room[i] + room[j] for j in kept):
                kept.append(i)
        return sorted(kept)

    def levels(self) -> list[_Level]:
        """Give what values are held against: the target and, where it is not one of them, an earlier value."""
        found = [_Level(self.spec.target, "target", "accent_2")] if self.spec.target else []
        return found + ([_Level(self.spec.baseline, "axes", "muted")] if self.spec.baseline else [])

    def since(self, level: _Level, xs: Sequence[float]) -> float:
        """Give where the line of a level begins: a target of one year says nothing of the years before it."""
        marks, period = self.spec.marks, level.mark.period
        if level.part != "target" or not period or len(xs) < 2:
            return xs[0]
        # One that is still to come is what all of them are on their way to.
        its = next((i for i, mark in enumerate(marks) if mark.period.startswith(period)), 0)
        return (xs[its - 1] + xs[its]) / 2 if its else xs[0]

    def across(self, level: _Level, x_from: float, x_to: float, y: float) -> None:
        """Draw a level across the chart: dashed for a target, dotted for an earlier value."""
        self.threshold(level.part, [x_from, x_to], [y, y], colour=level.colour)

    def key(self, levels: Sequence[_Level]) -> None:
        """Write the words of levels in rows at the top, each after a piece of its line."""
        em = self.em
        for row, level in enumerate(levels):
            y = em * (1.0 + 1.35 * row)
            ends = [self.from_start(0), self.from_start(em * 1.1)]
            self.threshold(level.part, ends, [y - em * 0.3] * 2, colour=level.colour)
            self.text(level.part, self.from_start(em * 1.4), y, level.words, weight=700, colour=level.colour,
                      across=self.start_side)  # fmt: skip

    def say(self, level: _Level, x_from: float, x_to: float, y: float, *, late: bool = False) -> None:
        """Write the words of a level where nothing else stands; ``late``: at its end first, for it begins late."""
        above, below = y - self.em * 0.45, y + self.em * 1.15
        middle = (x_from + x_to) / 2
        spots = [
            {"x": x, "y": at, "across": across}
            for x, across in (
                (x_from, "left"),
                (x_to, "right"),
                (middle, "center"),
                ((x_from + middle) / 2, "center"),
                ((x_to + middle) / 2, "center"),
            )
            for at in (above, below)
        ]
        if late:
            spots = [*spots[2:4], *spots[8:], *spots[4:6], *spots[:2]]
        self.settle(level.part, spots, level.words, weight=700, colour=level.colour)


class Line(_OverTime):
    """Values as a line. Every value is written beside its point: no scale has to be read."""

    turned = False
    """Whether a smaller value stands higher."""

    def draw(self) -> None:
        """Draw the line."""
        spec, em, last = self.spec, self.em, self.spec.marks[-1]
        times = [moment(mark.period, i) for i, mark in enumerate(spec.marks)]
        values = [float(mark.value) for mark in spec.marks]
        last_size = self.fitting(last.written, spec.width_px * 0.26, most=1.9)
        wide_last = self.width(last.written, size=last_size, weight=self.spec.display_weight)
        left = max(self.width(spec.marks[0].label), self.width(self.remark(spec.marks[0]))) / 2 + 4
        right = spec.width_px - max(wide_last + em * 0.75, self.width(last.label, weight=700) / 2)
        levels = self.levels()
        # Where the words of a level are wider than the line, they stand in rows of their own above it.
        keyed = any(self.width(level.words, weight=700) > (right - left) * 0.95 for level in levels)
        long = len(spec.marks) > DOTS_MAX
        xs = [left + (time - times[0]) / ((times[-1] - times[0]) or 1) * (right - left) for time in times]
        timed = [] if long else self.timed(xs)
        rows = 1 + any(row for _, row in timed)
        top, bottom = em * (1.7 + 1.35 * len(levels) * keyed), spec.height_px - em * (3.3 + _ROW * (rows - 1))
        if right - left < em or bottom - top < em:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for its line beside its labels on "
                f"{spec.width_px} × {spec.height_px} px. Give it more room, or show the figure as a number."
            )
        reach = values + [float(level.mark.value) for level in levels]
        if spec.axis_from is not None:
            reach.append(float(spec.axis_from))
        # A line compares heights with one another, not with zero: the axis holds what is shown.
        low, high = min(reach), max(reach)
        extent = (high - low) or abs(high) or 1.0

        def down(value: float) -> float:
            share = (value - low) / extent
            return top + (share if self.turned else 1 - share) * (bottom - top)

        ys = [down(v) for v in values]
        self.obstacles.append((xs, ys))
        widths = [self.width(self.remark(mark), weight=600) for mark in spec.marks[:-1]] + [0.0]
        # A value needs no room for its time: what is talked of is the newest but one, or the lowest beside the first.
        shown = self.labelled(xs, widths, dated=False)
        if long:
            self.years(xs)
        else:
            self.periods(xs, timed, self.labelled(xs, widths), rows)
        if low < 0 < high:
            self.line("axes", [xs[0], xs[-1]], [down(0), down(0)], colour="muted", thick=2)
        for level in levels:
            self.across(level, self.since(level, xs), xs[-1], down(float(level.mark.value)))
        self.trace(xs, ys)
        self.text("labels", xs[-1] + em * 0.62, ys[-1], last.written, across="left", up="center", size=last_size,
                  weight=self.spec.display_weight, colour="ink")  # fmt: skip
        if last.estimate:
            self.text(
                "labels", xs[-1] + em * 0.62, ys[-1] + em * (1.1 + last_size * 0.5), spec.estimate_word, across="left"
            )
        if long:
            self.extremes(values, xs, ys)
        for i in (i for i in shown if i != len(xs) - 1 and not long):
            self.value(i, xs, ys)
        if keyed:
            self.key(levels)
        for level in levels if not keyed else ():
            late = self.since(level, xs) > xs[0]
            self.say(level, xs[0], xs[-1], down(float(level.mark.value)), late=late)

    def timed(self, xs: Sequence[float]) -> list[tuple[float, int]]:
        """Give each time its place on the axis and its row: every point has its time, beside its tick if need be.

        Nothing where even two rows have no room for all.
        """
        em, most = self.em, self.spec.width_px
        wide = [self.width(mark.label, weight=700) + em * 0.5 for mark in self.spec.marks]
        for rows in (1, 2):
            places: list[tuple[float, int]] = [(0.0, 0)] * len(xs)
            for row in range(rows):
                # The newest stands in the first row, under its point.
                its = [i for i in range(len(xs)) if (len(xs) - 1 - i) % rows == row]
                found = spread([xs[i] for i in its], [wide[i] for i in its], -em * 0.25, most + em * 0.25)
                for i, x in zip(its, found, strict=True):
                    places[i] = (x, row)
            fits = all(x - wide[i] / 2 >= -em * 0.3 for i, (x, _) in enumerate(places))
            if fits and all(abs(x - xs[i]) <= em * _ASIDE for i, (x, _) in enumerate(places)):
                return places
        return []

    def periods(self, xs: Sequence[float], timed: Sequence[tuple[float, int]], shown: Sequence[int], rows: int) -> None:
        """Draw the axis of time: all times where they have room, else those of the values that are written."""
        spec, em = self.spec, self.em
        base = spec.height_px - em * (1.75 + _ROW * (rows - 1))
        self.line("axes", [xs[0], xs[-1]], [base, base], colour="line", thick=3)
        for i, (x, mark) in enumerate(zip(xs, spec.marks, strict=True)):
            self.line("axes", [x, x], [base, base + em * 0.22], colour="line", thick=3)
            if timed or i in shown:
                end = i == len(xs) - 1
                at, row = timed[i] if timed else (x, 0)
                y = spec.height_px - em * (0.45 + _ROW * (rows - 1 - row))
                self.text("axes", at, y, mark.label, weight=700 if end else 500, colour="ink" if end else "muted")

    def years(self, xs: Sequence[float]) -> None:
        """Draw the axis of time of many values: its end in full, before it as many years as have room."""
        spec, em = self.spec, self.em
        base, last = spec.height_px - em * 1.75, len(xs) - 1
        self.line("axes", [xs[0], xs[-1]], [base, base], colour="line", thick=3)
        years = [mark.period[:4] for mark in spec.marks]
        begins = [i for i in range(1, last) if years[i] and years[i] != years[i - 1]]
        for i in (0, *begins, last):
            self.line("axes", [xs[i], xs[i]], [base, base + em * 0.22], colour="line", thick=3)
        taken: list[tuple[float, float]] = []

        def write(i: int, label: str) -> bool:
            half = self.width(label, weight=700) / 2 + em * 0.3
            middle = self.within(xs[i], label, weight=700)
            if any(middle - half < right and left < middle + half for left, right in taken):
                return False
            taken.append((middle - half, middle + half))
            self.text("axes", middle, spec.height_px - em * 0.45, label, weight=700 if i == last else 500,
                      colour="ink" if i == last else "muted")  # fmt: skip
            return True

        write(last, spec.marks[last].label)
        # The year alone leaves room for the next one.
        write(0, years[0] or spec.marks[0].label)
        # Every year, or every second or fifth: as many as stand at even distances.
        for every in (1, 2, 5, 10):
            chosen = [i for i in begins if int(years[i]) % every == 0]
            wide = max((self.width(years[i], weight=700) for i in chosen), default=0.0) + em * 0.6
            if all(b - a >= wide for a, b in pairwise([xs[i] for i in chosen])):
                for i in chosen:
                    write(i, years[i])
                break

    def extremes(self, values: Sequence[float], xs: Sequence[float], ys: Sequence[float]) -> None:
        """Name the first value, the highest and the lowest of many, those with their time; each once."""
        marks, last = self.spec.marks, len(values) - 1
        for i in dict.fromkeys((values.index(max(values)), values.index(min(values)), 0)):
            if i == last:
                continue
            words = self.remark(marks[i]) if i == 0 else f"{self.remark(marks[i])} ({marks[i].label})"
            half = self.width(words, weight=600) / 2
            middle = min(max(xs[i], half), max(xs[-1] - half, half))
            above, below = ys[i] - self.em * 0.6, ys[i] + self.em * 1.3
            order = (above, below) if ys[i] <= (ys[max(i - 1, 0)] + ys[min(i + 1, last)]) / 2 else (below, above)
            places = [{"x": x, "y": y} for y in order for x in (middle, xs[i] + half + self.em * 0.4) if x >= half]
            text = self.settle("labels", places, words, weight=600)
            own = self.place(text)
            others = [a for a in (*self.artists["labels"], *self.artists["axes"], *self.artists["target"])
                      if isinstance(a, Text) and a is not text]  # fmt: skip
            if any(overlap(own, self.place(other)) for other in others) or own[0] < 0 or own[2] > self.spec.width_px:
                self.drop("labels", text)
                continue
            self.halo(text)
            self.dot("data", xs[i], ys[i], size=self.em * 0.5, colour="accent")

    def trace(self, xs: list[float], ys: list[float]) -> None:
        """Draw the line with its points; the way to an estimate is dashed, its point hollow.

        Many points would hide the line: it runs without them.
        """
        em, marks = self.em, self.spec.marks
        many = len(marks) > DOTS_MAX
        pieces: list[tuple[list[float], list[float], Line2D]] = []
        dots: list[tuple[float, Line2D]] = []
        known = [i for i, mark in enumerate(marks) if not mark.estimate]
        firm = (known[-1] if known else -1) + 1
        for begin, end in self.unbroken(firm):
            if end - begin > 1:
                its = xs[begin:end], ys[begin:end]
                pieces.append((*its, self.line("data", *its, colour="accent", thick=em * (0.13 if many else 0.2))))
            if end < firm:
                # Of the years between nothing is known: the way across is no line of values.
                its = xs[end - 1 : end + 1], ys[end - 1 : end + 1]
                across = self.line("data", *its, colour="muted", thick=em * 0.08, dashes=(1, 2.4), dash_capstyle="butt")
                pieces.append((*its, across))
        if firm < len(xs):
            from_x, from_y = xs[max(firm - 1, 0) :], ys[max(firm - 1, 0) :]
            dashed = self.line(
                "data", from_x, from_y, colour="accent", thick=em * 0.16, dashes=(1.6, 1.3), dash_capstyle="butt"
            )
            pieces.append((from_x, from_y, dashed))
        for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
            end = i == len(xs) - 1
            if many and not end:
                continue
            dots.append(
                (x, self.dot("data", x, y, size=em * (0.85 if end else 0.5), colour="accent", hollow=marks[i].estimate))
            )

        def grow(share: float) -> None:
            reached = xs[0] + share * (xs[-1] - xs[0])
            for its_xs, its_ys, piece in pieces:
                piece.set_data(*until(its_xs, its_ys, reached))
            for x, dot in dots:
                dot.set_alpha(None if x <= reached + 0.01 and share > 0 else 0)

        self.growing.append(grow)

    def unbroken(self, firm: int) -> list[tuple[int, int]]:
        """Give the stretches of known values between which none is missing for long: where each begins and ends."""
        ends = [i for i in gaps(self.spec.marks) if i < firm]
        return list(pairwise([0, *ends, firm]))

    def value(self, i: int, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Write a value above or below its point: on the outer side of the bend, unless the line runs there."""
        before, after = ys[max(i - 1, 0)], ys[min(i + 1, len(ys) - 1)]
        above, below = ys[i] - self.em * 0.6, ys[i] + self.em * 1.3
        order = (above, below) if ys[i] <= (before + after) / 2 else (below, above)
        self.settle("labels", [{"x": xs[i], "y": y} for y in order], self.remark(self.spec.marks[i]), weight=600)


def until(xs: Sequence[float], ys: Sequence[float], reached: float) -> tuple[list[float], list[float]]:
    """Cut a line where it reaches a place on its way to the right."""
    if reached >= xs[-1]:
        return list(xs), list(ys)
    kept = [(x, y) for x, y in zip(xs, ys, strict=True) if x <= reached]
    if not kept:
        return [], []
    i = len(kept)
    share = (reached - xs[i - 1]) / (xs[i] - xs[i - 1])
    kept.append((reached, ys[i - 1] + share * (ys[i] - ys[i - 1])))
    return [x for x, _ in kept], [y for _, y in kept]


class Rank(Line):
    """Places over time, the axis turned over: first place would stand at the top."""

    turned = True

    def draw(self) -> None:
        """Draw the line; there is no place between two places."""
        if odd := [mark.written for mark in self.spec.marks if mark.value != int(mark.value) or mark.value < 1]:
            raise LayoutError(
                f"{quoted(odd[0])} is no rank in the chart of {quoted(self.spec.alt)}: ranks are whole numbers from 1. "
                f"Correct the series, or give the statistic the unit index."
            )
        super().draw()


class Columns(_OverTime):
    """A few values over time as columns from zero."""

    bars = True

    def draw(self) -> None:
        """Draw the columns."""
        spec, em = self.spec, self.em
        values = [float(mark.value) for mark in spec.marks]
        levels = self.levels()
        reach = [*values, *(float(level.mark.value) for level in levels), 0.0]
        low, high = min(reach), max(reach)
        # A word of its own stands between an estimate and its column.
        room = self.margin(levels)
        keyed = room > spec.width_px * 0.4
        top = em * (1.9 + 1.15 * any(mark.estimate for mark in spec.marks) + 1.35 * len(levels) * keyed)
        bottom = spec.height_px - em * (3.3 if low < 0 else 1.6)
        if bottom - top < em:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} is too low for columns: {spec.height_px} px. "
                f"Give it more room, or show the figure as a number."
            )
        extent = (high - low) or 1.0

        def down(value: float) -> float:
            return top + (high - value) / extent * (bottom - top)

        wide = spec.width_px - (0 if keyed else room)
        step = wide / len(values)
        xs = [step * (i + 0.5) for i in range(len(values))]
        rows = [self.rows(mark.written, step) for mark in spec.marks]
        sizes = [1.25 if i == self.lead else 1.0 for i in range(len(values))]
        sizes = [self.fitting(max(row, key=self.width), step, most=s) for row, s in zip(rows, sizes, strict=True)]
        widths = [max(self.width(row, size=s) for row in its) for its, s in zip(rows, sizes, strict=True)]
        shown = self.labelled(xs, widths, dated=False)
        top += em * 1.1 * (max(map(len, rows)) - 1)
        if bottom - top < em:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} is too low for columns and their values: {spec.height_px} px. "
                f"Give it more room, or show the figure as a number."
            )
        self.times(xs)
        for i, (x, mark, value) in enumerate(zip(xs, spec.marks, values, strict=True)):
            self.column(x, step * 0.68, down(0), down(value), "accent" if i == self.lead else "quiet", mark.estimate)
            if i not in shown:
                continue
            lead = i == self.lead
            style: dict[str, Any] = {
                "weight": self.spec.display_weight if lead else 600,
                "colour": "ink" if lead else "muted",
            }
            y = down(value) + (-em * 0.4 if value >= 0 else em * (0.25 + sizes[i] * 0.85))
            if mark.estimate:
                self.text(
                    "labels", self.within(x, spec.estimate_word), y if value >= 0 else y + em * 1.15, spec.estimate_word
                )
                y -= em * 1.15 if value >= 0 else 0
            its = rows[i] if value < 0 else rows[i][::-1]
            for number, row in enumerate(its):
                middle = self.within(x, row, size=sizes[i], weight=style["weight"])
                at = y + em * 1.1 * sizes[i] * number * (1 if value < 0 else -1)
                written = self.text("labels", middle, at, row, size=sizes[i], **style)
                lines = [down(float(level.mark.value)) for level in levels]
                if any(self.place(written)[1] < line < self.place(written)[3] for line in lines):
                    self.halo(written)
        self.line("axes", [0, wide], [down(0), down(0)], colour="muted", thick=3)
        for level in levels:
            y = down(float(level.mark.value))
            begins = self.since(level, xs)
            self.across(level, 0 if begins == xs[0] else begins, wide + em * 0.3, y)
        if keyed:
            self.key(levels)
            return
        for i, level in enumerate(sorted(levels, key=lambda level: -level.mark.value)):
            # Two levels that lie together are named above and below their lines.
            near = (
                len(levels) > 1
                and abs(down(float(levels[0].mark.value)) - down(float(levels[1].mark.value))) < em * 2.6
            )
            y = down(float(level.mark.value)) + (em * (-0.85 if i == 0 else 1.7) if near else 0)
            y = min(max(y, em * 0.8), spec.height_px - em * 2.9)
            for line, words in enumerate((level.mark.label, level.mark.written)):
                self.text(level.part, wide + em * 0.5, y + em * (-0.15 + 1.1 * line), words, weight=700,
                          colour=level.colour, across="left")  # fmt: skip

    def rows(self, written: str, room_px: float) -> list[str]:
        """Give a value in one row, or its number and its unit in two where a column is narrower than both."""
        parted = re.fullmatch(rf"(.*\d){NBSP}(\D+)", written)
        wide = self.width(written, weight=self.spec.display_weight)
        return list(parted.groups()) if parted and wide > room_px * 0.94 else [written]

    def times(self, xs: Sequence[float]) -> None:
        """Write the time of each column; where they have no room, of the last and of those that have."""
        em, marks, last = self.em, self.spec.marks, len(xs) - 1
        taken: list[tuple[float, float]] = []
        for i in (last, 0, *range(last - 1, 0, -1)):
            half = self.width(marks[i].label, weight=700) / 2
            middle = self.within(xs[i], marks[i].label, weight=700)
            if all(middle + half + em * 0.3 <= left or middle - half >= right + em * 0.3 for left, right in taken):
                taken.append((middle - half, middle + half))
                lead = i == self.lead
                self.text("axes", middle, self.spec.height_px - em * 0.45, marks[i].label,
                          weight=700 if lead else 500, colour="ink" if lead else "muted")  # fmt: skip

    def margin(self, levels: Sequence[_Level]) -> float:
        """Give the room for the names of levels at the end of their lines, where no column stands."""
        texts = [text for level in levels for text in (level.mark.label, level.mark.written)]
        room = max((self.width(text, weight=700) for text in texts), default=0.0)
        return room + self.em * 0.5 if room else 0.0

    def column(self, x: float, wide: float, zero: float, end: float, colour: str, estimate: bool) -> None:
        """Draw one column from zero up, or down where its value is negative."""
        patch = Rectangle((x - wide / 2, zero), wide, end - zero)
        self.axes.add_patch(self.shade(patch, colour, estimate=estimate))
        self.artists["data"].append(patch)
        self.growing.append(lambda share: patch.set_height((end - zero) * share))
