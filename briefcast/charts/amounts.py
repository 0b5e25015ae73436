"""Amounts as bars and squares: against a target, beside one another, of a hundred. They start where reading starts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.patches import Rectangle

from briefcast.charts.canvas import Drawer, Part
from briefcast.errors import LayoutError, quoted
from briefcast.script import Mark


class Progress(Drawer):
    """One value against its target: a bar from zero with the target and the earlier value marked on it."""

    bars = True

    def draw(self) -> None:
        """Draw the bar."""
        self.refuse_negative()
        spec, em = self.spec, self.em
        mark = spec.marks[self.lead]
        end = max(other.value for other in (mark, spec.target, spec.whole, spec.baseline) if other is not None)
        if end <= 0:
            raise LayoutError(
                f"{quoted(mark.written)} of {quoted(spec.alt)} has no length to draw. Show it as a number."
            )
        rows = 1 + bool(spec.target)
        tall = min(em * 1.6, spec.height_px - em * (1.9 + 1.3 * (rows - 1)))
        if tall < em * 0.5:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} is too low for a bar and its labels: {spec.height_px} px. "
                f"Give it more room, or show the figure as a number."
            )
        whole_height = em * 1.6 + tall + (em * 0.35 + em * 1.3 * (rows - 1) if rows > 1 else 0)
        y = (spec.height_px - whole_height) / 2 + em * 1.6

        def along(value: Decimal) -> float:
            return spec.width_px * float(value / end)

        self.box("axes", 0, y, spec.width_px, tall, "track")
        length = along(mark.value)
        bar = self.box("data", 0, y, length, tall, "accent", estimate=mark.estimate)
        self.growing.append(lambda share: self.stretch(bar, length * share))
        size = self.fitting(self.remark(mark), spec.width_px, most=1.2)
        self.text(
            "labels",
            self.from_start(0),
            y - em * 0.5,
            self.remark(mark),
            weight=self.spec.display_weight,
            size=size,
            colour="ink",
            across=self.start_side,
        )
        below = y + tall + em * 1.4
        if spec.target:
            self.stroke("target", along(spec.target.value), y, tall, "accent_2", 8)
            self.name("target", spec.target, along(spec.target.value), [below], "accent_2")
        if spec.baseline:
            at = along(spec.baseline.value)
            self.stroke("labels", at, y, tall, "muted", 5)
            self.name("axes", spec.baseline, at, [y - em * 0.6, below, below + em * 1.3], "muted")

    def stretch(self, bar: Rectangle, length: float) -> None:
        """Give a bar a length, from the side where reading starts."""
        bar.set_x(self.from_start(0, length))
        bar.set_width(length)

    def stroke(self, part: Part, at: float, y: float, tall: float, colour: str, thick: float) -> None:
        """Mark a place on the bar, with a rim of the ground's colour."""
        x = min(max(at - thick / 2, 0), self.spec.width_px - thick)
        for rim, role in ((3, "background"), (0, colour)):
            self.box(part, x - rim, y - self.em * 0.3, thick + 2 * rim, tall + self.em * 0.6, role)

    def name(self, part: Part, mark: Mark, at: float, heights: Sequence[float], colour: str) -> None:
        """Write what a mark is as near to it as the width allows, at the first height where nothing else stands."""
        words = f"{mark.label}: {mark.written}"
        middle = self.within(self.from_start(at), words, weight=700)
        self.settle(part, [{"x": middle, "y": y} for y in heights], words, weight=700, colour=colour)


class Ranked(Drawer):
    """Several amounts of one unit as bars from zero, each under its name, the leading one highlighted."""

    bars = True

    def draw(self) -> None:
        """Draw the bars."""
        spec, em = self.spec, self.em
        values = [float(mark.value) for mark in spec.marks]
        target = float(spec.target.value) if spec.target else 0.0
        low, high = min(*values, target, 0.0), max(*values, target, 0.0)
        foot = em * 1.5 if spec.target else 0.0
        row = (spec.height_px - foot) / len(values)
        names = [self.wrap(mark.label, spec.width_px, weight=700) for mark in spec.marks]
        lines = max(len(name) for name in names)
        bar = min(em * 1.25, row - em * (0.55 + 1.2 * lines))
        if bar < em * 0.45:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for {len(values)} bars with their names on "
                f"{spec.height_px} px. Name fewer figures, or give it more room."
            )
        weight = spec.display_weight
        room = [self.width(self.remark(mark, named=True), weight=weight) + em * 0.4 for mark in spec.marks]
        after = max((wide for wide, value in zip(room, values, strict=True) if value >= 0), default=0.0)
        before = max((wide for wide, value in zip(room, values, strict=True) if value < 0), default=0.0)
        span = spec.width_px - after - before
        if span < spec.width_px * 0.25:
            raise LayoutError(
                f"The values of {quoted(spec.alt)} leave no room for their bars on {spec.width_px} px. "
                f"Show the figures as numbers."
            )

        def along(value: float) -> float:
            return before + (value - low) / ((high - low) or 1.0) * span

        zero = along(0)
        for i, (mark, value) in enumerate(zip(spec.marks, values, strict=True)):
            lead = i == self.lead
            head = em * (0.25 + 1.2 * len(names[i]))
            top = row * i + (row - head - bar) / 2
            y, end = top + head, along(value)
            self.box("axes", zero - 1.5, y - em * 0.12, 3, bar + em * 0.24, "muted")
            self.row_bar(y, bar, zero, end, "accent" if lead else "quiet", mark.estimate)
            for number, line in enumerate(names[i]):
                self.text("axes", self.from_start(0), top + em * (1.05 + 1.2 * number), line, across=self.start_side,
                          weight=700 if lead else 500, colour="ink" if lead else "muted")  # fmt: skip
            beyond = end + em * 0.35 if value >= 0 else end - em * 0.35
            self.text(
                "labels",
                self.from_start(beyond),
                y + bar / 2,
                self.remark(mark, named=True),
                weight=self.spec.display_weight if lead else 600,
                colour="ink" if lead else "muted",
                up="center",
                across=self.start_side if value >= 0 else self.end_side,
            )
        if spec.target:
            x = self.from_start(along(target))
            self.threshold("target", [x, x], [0, spec.height_px - foot], colour="accent_2")
            words = f"{spec.target.label}: {spec.target.written}"
            middle = self.within(x, words, weight=700)
            self.text("target", middle, spec.height_px - em * 0.4, words, weight=700, colour="accent_2")

    def row_bar(self, y: float, tall: float, zero: float, end: float, colour: str, estimate: bool) -> None:
        """Draw one bar from zero towards the end of the line, or against it where its value is negative."""
        patch = self.box("data", min(zero, end), y, abs(end - zero), tall, colour, estimate=estimate)

        def grow(share: float) -> None:
            reached = zero + (end - zero) * share
            patch.set_x(self.from_start(min(zero, reached), abs(reached - zero)))
            patch.set_width(abs(reached - zero))

        self.growing.append(grow)


class Share(Drawer):
    """A share as a hundred squares, filled row by row from where reading starts."""

    bars = True

    def draw(self) -> None:
        """Draw the squares."""
        self.refuse_negative()
        spec = self.spec
        mark = spec.marks[self.lead]
        whole = spec.whole.value if spec.whole else Decimal(100)
        if mark.value > whole:
            raise LayoutError(
                f"{quoted(mark.written)} of {quoted(spec.alt)} is more than its whole. Show it as a number."
            )
        share = float(mark.value / whole * 100)
        columns = 20 if spec.width_px >= 2.5 * spec.height_px else 10
        rows = 100 // columns
        step = min(spec.width_px / columns, spec.height_px / rows)
        side = step * 0.82
        top = (spec.height_px - step * (rows - 1) - side) / 2
        squares: list[tuple[int, Rectangle]] = []
        for i in range(100):
            x, y = (i % columns) * step, top + (i // columns) * step
            self.box("axes", x, y, side, side, "track")
            if (part := min(max(share - i, 0), 1)) > 0:
                squares.append((i, self.box("data", x, y, side * part, side, "accent", estimate=mark.estimate)))

        def grow(grown: float) -> None:
            for i, square in squares:
                part = min(max(share * grown - i, 0), 1)
                square.set_x(self.from_start((i % columns) * step, side * part))
                square.set_width(side * part)

        self.growing.append(grow)
