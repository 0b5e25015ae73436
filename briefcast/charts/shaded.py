"""What maps share: a shade for each class of values, their legend, the hatch of places without one."""

from __future__ import annotations

import re

from matplotlib.patches import Patch, Rectangle

from briefcast.charts.canvas import Drawer
from briefcast.charts.spec import Areas, Classed
from briefcast.charts.words import chart_words, fill
from briefcast.errors import LayoutError, quoted
from briefcast.look.colour import blend
from briefcast.script import Mark

_HATCH = "hatch"
"""Stands for the shade of places without a value."""
_PALE = 0.6
"""How much of the colour of labels the hatch has, which lies behind them."""
_AMOUNT = re.compile(r"^(?P<before>\D*)(?P<number>[\u2212\d][\d.,\u2212]*)(?P<unit>\D*)$")


class Shaded(Drawer):
    """Places in a shade of the class of their value."""

    shades: tuple[str, ...] = ()

    def come(self, patch: Patch, last: float) -> None:
        """Let a tile be there from a share of the way on."""

        def grow(share: float) -> None:
            patch.set_alpha(None if share >= last else 0)

        self.growing.append(grow)

    def hatch(self, patch: Patch) -> None:
        """Show that there is no value."""
        pale = blend(self.colour("background"), self.colour("muted"), _PALE)
        patch.set(facecolor=self.colour("background"), edgecolor=pale, linewidth=self.em * 0.03)
        patch.set_hatch("//")
        patch.set_hatch_linewidth(self.em * 0.05)

    def reach(self) -> float:
        """Write what all are to reach, at the bottom; give the height it takes."""
        target = self.spec.target
        if target is None:
            return 0.0
        base, words = self.spec.height_px - self.em * 0.35, f"{target.label}: {target.written}"
        self.text("target", self.from_start(0), base, words, weight=700, colour="accent_2", across=self.start_side)
        return self.em * 1.45

    def told_beside(self, classed: Classed, above: float, foot: float, room_px: float) -> None:
        """Name the highest and the lowest value, each behind its shade, and that of all, beside a map without names.

        So are the readers' own place, where no headline is about it, and what the hatch means.

        They stand where reading starts, in the middle of the height. Where that is too low, the two ends stand by their
        values alone: which is which their shades and numbers say. LayoutError if they have no room even so.
        """
        spec, em = self.spec, self.em
        side = em * 0.85
        free_px = spec.height_px - above - foot
        for named in (True, False):
            rows = self._ends(classed, room_px - side, named=named)
            high = em * (1.16 * len(rows) + 0.4 * (sum(first for _, _, _, first in rows) - 1))
            if high <= free_px and all(
                self.width(line, weight=weight) <= room_px - side for _, line, weight, _ in rows
            ):
                break
        else:
            raise LayoutError(
                f"The map of {quoted(spec.alt)} has no room for what stands out on {spec.height_px} px. "
                f"Give it more room, or show the places as a table."
            )
        y = above + (free_px - high) / 2 - em * 0.4
        for shade, line, weight, first in rows:
            y += em * 0.4 * first
            if shade:
                own = em * 0.6
                patch = Rectangle((self.from_start(0, own), y + em * 0.28), own, own)
                if shade == _HATCH:
                    self.hatch(patch)
                else:
                    patch.set(facecolor=shade, edgecolor=self.colour("muted"), linewidth=em * 0.03)
                self.axes.add_patch(patch)
                self.artists["axes"].append(patch)
            self.text("labels", self.from_start(side), y + em * 0.58, line, weight=weight,
                      colour="muted" if weight == 500 else "ink", across=self.start_side, up="center")  # fmt: skip
            y += em * 1.16

    def _ends(self, classed: Classed, room_px: float, *, named: bool) -> list[tuple[str, str, int, bool]]:
        """Give the lines that name the highest and the lowest value and that of all: shade, text, weight, if first."""
        marks, words = self.spec.marks, chart_words(self.spec.language)
        rows: list[tuple[str, str, int, bool]] = []
        for word, value in (
            (words.most, max(marks, key=value_of).value),
            (words.least, min(marks, key=value_of).value),
        ):
            places = [place for place, mark in enumerate(marks) if mark.value == value]
            further = f" {self.further(len(places) - 1)}" if len(places) > 1 else ""
            whole = f"{marks[places[0]].label}{further} {self.remark(marks[places[0]])}"
            own = [(word, 500)] if named else []
            own += [(line, 700) for line in self.wrap(whole, room_px, weight=700)]
            shade = self.shades[classed.classes[places[0]]]
            rows += [("" if n else shade, line, weight, n == 0) for n, (line, weight) in enumerate(own)]
        if (level := self.spec.overall) is not None:
            whole = f"{level.label or words.overall}: {level.written}"
            rows += [("", line, 700, n == 0) for n, line in enumerate(self.wrap(whole, room_px, weight=700))]
        if (home := self.spec.home) is not None and home != self.spec.lead:
            rows += [("", line, 700, n == 0) for n, line in enumerate(self.wrap(self.own(home), room_px, weight=700))]
        if self.spec.missing or (isinstance(classed, Areas) and classed.unvalued):
            lines = self.wrap(words.no_value, room_px, weight=500)
            rows += [("" if n else _HATCH, line, 500, n == 0) for n, line in enumerate(lines)]
        return rows

    def further(self, count: int) -> str:
        """Say that there are more places of one value."""
        return fill(chart_words(self.spec.language).more_places, self.spec.language, count=count)

    def legend(self, classed: Classed, foot: float) -> float:
        """Draw the classes and where each begins; give the height they take."""
        spec, em, count = self.spec, self.em, classed.count
        gap = em * 0.14
        wide = (spec.width_px - gap * (count - 1)) / count
        # Each label stands under the edge of its class; those at the ends stand within the picture.
        most = min(wide, spec.width_px / (count + 1)) - em * 0.2
        tried = [self.bounds(classed, unit=unit) for unit in (True, False)]
        labels = next((own for own in tried if all(self.width(label, weight=600) <= most for label in own)), None)
        if labels is None:
            raise LayoutError(
                f"The label {quoted(max(tried[-1], key=len))} does not fit the classes of the map of "
                f"{quoted(spec.alt)}. Give the map more room, or show the places as a table."
            )
        high = em * 2.0
        top = spec.height_px - foot - high
        for number, shade in enumerate(self.shades):
            x = number * (wide + gap)
            patch = Rectangle((self.from_start(x, wide), top), wide, em * 0.6)
            patch.set(facecolor=shade, edgecolor=self.colour("muted"), linewidth=em * 0.03)
            self.axes.add_patch(patch)
            self.artists["axes"].append(patch)
        for number, label in enumerate(labels):
            if label:
                at = self.within(self.from_start(number * (wide + gap) - gap / 2), label, weight=600)
                self.text("axes", at, top + em * 1.6, label, weight=600, colour="ink")
        return high + em * 0.4

    def bounds(self, classed: Classed, *, unit: bool) -> list[str]:
        """Give where each class begins and the last one ends: as the brief says, or by the values that lie in them.

        Without the unit, if it has no room: each value that stands alone has it.
        """
        if classed.bounds:
            own = ["", *(mark.written for mark in classed.bounds), ""]
        else:
            held = [
                [mark for mark, place in zip(self.spec.marks, classed.classes, strict=True) if place == number]
                for number in range(classed.count)
            ]
            own = [min(marks, key=value_of).written for marks in held]
            last = max(held[-1], key=value_of).written
            own.append("" if last == own[-1] else last)
        return [label if unit else _bare(label) for label in own]


def value_of(mark: Mark) -> float:
    """Give the value of a mark as a number."""
    return float(mark.value)


def _bare(written: str) -> str:
    """Give the digits of a value."""
    found = _AMOUNT.match(written)
    return found["number"] if found else written
