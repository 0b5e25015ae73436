"""What maps share: a shade for each class of values, their legend, the hatch of places without one."""

from __future__ import annotations

import re

from matplotlib.patches import Patch, Rectangle

from briefcast.charts.canvas import Drawer
from briefcast.charts.spec import Classed
from briefcast.errors import LayoutError, quoted
from briefcast.look.colour import blend
from briefcast.script import Mark

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
