"""Amounts as bars and squares: against a target, beside one another, of a hundred. They start where reading starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.patches import Rectangle

from briefcast.charts.canvas import RLM, Drawer, Part, Place, text_width
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted
from briefcast.script import Mark

_NAMES_WIDE = (0.42, 0.5, 0.6)
"""Shares of the width that names may take before their bars: the least in which they have the fewest lines."""
_KEY = 1.15
"""Length of the piece of a level's line that stands before its name, in sizes of text."""


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


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """How the rows of ranked bars are laid out, in px."""

    names: list[list[str]]
    """Each name in its lines."""
    tops: list[float]
    """Where each row begins, and where the last one ends."""
    aside: float
    """Width of the names where they stand before their bars; 0 where they stand above them."""
    bar: float
    """Height of a bar."""

    def head(self, i: int, em: float) -> float:
        """Give the height of a name that stands above its bar."""
        return 0.0 if self.aside else em * (0.25 + 1.2 * len(self.names[i]))


class Ranked(Drawer):
    """Several amounts of one unit as bars from zero, their names above or before them, the leading one highlighted."""

    bars = True

    def draw(self) -> None:
        """Draw the bars."""
        spec, em = self.spec, self.em
        values = [float(mark.value) for mark in spec.marks]
        levels = [level for level in (spec.target, spec.overall) if level is not None]
        reach = [*values, *(float(level.value) for level in levels), 0.0]
        low, high = min(reach), max(reach)
        named, lines = level_names(spec), level_lines(spec, em)
        above, below = self.heading(), self.notes(1.25 * lines + 0.25 if levels else 0)
        rows = self.rows(above, spec.height_px - below)
        weight = spec.display_weight
        room = [self.width(self.remark(mark, named=True), weight=weight) + em * 0.4 for mark in spec.marks]
        after = max((wide for wide, value in zip(room, values, strict=True) if value >= 0), default=0.0)
        before = max((wide for wide, value in zip(room, values, strict=True) if value < 0), default=0.0)
        span = spec.width_px - rows.aside - after - before
        if span < spec.width_px * (spec.bars_least if rows.aside else 0.25):
            raise LayoutError(
                f"The values of {quoted(spec.alt)} leave no room for their bars on {spec.width_px} px. "
                f"Show the figures as numbers."
            )

        def along(value: float) -> float:
            return rows.aside + before + (value - low) / ((high - low) or 1.0) * span

        zero = along(0)
        places: list[Place] = []
        crossing = [along(float(level.value)) for level in levels]
        for i, (mark, value) in enumerate(zip(spec.marks, values, strict=True)):
            lead = i == self.lead or i in spec.named
            head = rows.head(i, em)
            row = rows.tops[i + 1] - rows.tops[i]
            top = rows.tops[i] + (row - head - rows.bar) / 2
            y, end = top + head, along(value)
            air = min(em * 0.12, (row - rows.bar) / 2)
            self.box("axes", zero - 1.5, y - air, 3, rows.bar + air * 2, "muted")
            self.row_bar(y, rows.bar, zero, end, "accent" if lead else "quiet", mark.estimate)
            first = y + rows.bar / 2 + em * (0.35 - 0.55 * (len(rows.names[i]) - 1)) if rows.aside else top + em * 1.05
            for number, line in enumerate(rows.names[i]):
                self.text("axes", self.from_start(0), first + em * (1.1 if rows.aside else 1.2) * number, line,
                          across=self.start_side, weight=700 if lead else 500,
                          colour="ink" if lead else "muted")  # fmt: skip
            words = self.remark(mark, named=True)
            beyond = end + em * 0.35 if value >= 0 else end - em * 0.35
            written = self.text(
                "labels",
                self.from_start(beyond),
                y + rows.bar / 2,
                words,
                weight=self.spec.display_weight if lead else 600,
                colour="ink" if lead else "muted",
                up="center",
                across=self.start_side if value >= 0 else self.end_side,
            )
            places.append(self.place(written))
        foot = spec.height_px - below
        for level, at in zip(levels, crossing, strict=True):
            x = self.from_start(at)
            part: Part = "target" if level is spec.target else "axes"
            colour = _level_colour(part)
            # Every value stands at its own bar; the line of a level stops well before one, and runs on behind it.
            beside = em * 0.3
            start = above
            for left, top, right, bottom in sorted(places, key=lambda place: place[1]):
                if left - beside < x < right + beside:
                    if top - beside > start + em * 0.3:
                        self.threshold(part, [x, x], [start, top - beside], colour=colour)
                    start = max(start, bottom + beside)
            self.threshold(part, [x, x], [start, max(start, foot)], colour=colour)
        starts = self.spread_out([_keyed(spec, words, em) for words in named], crossing, in_one_line=lines == 1)
        for number, (level, words, first) in enumerate(zip(levels, named, starts, strict=True)):
            part = "target" if level is spec.target else "axes"
            base = foot + em * (1.1 + 1.25 * (number if lines > 1 else 0))
            self.key(part, first, base - em * 0.33)
            self.text(part, self.from_start(first + em * (_KEY + 0.3)), base, words, weight=700,
                      colour=_level_colour(part), across=self.start_side)  # fmt: skip

    def spread_out(self, wide: Sequence[float], wanted: Sequence[float], *, in_one_line: bool) -> list[float]:
        """Give where names begin, from where reading starts: each as near under its line as the others let it."""
        whole = self.spec.width_px
        if not in_one_line:
            return [min(max(at - room / 2, 0), whole - room) for room, at in zip(wide, wanted, strict=True)]
        order = sorted(range(len(wide)), key=lambda i: wanted[i])
        gap = self.em
        # A name has half of the air on either side of it.
        middles = spread([wanted[i] for i in order], [wide[i] + gap for i in order], -gap / 2, whole + gap / 2)
        begun = {i: middle - wide[i] / 2 for i, middle in zip(order, middles, strict=True)}
        return [begun[i] for i in range(len(wide))]

    def key(self, part: Part, first: float, y: float) -> None:
        """Draw a piece of a level's line before its name: where values hide the line, it is known by that."""
        ends = sorted(self.from_start(first + at) for at in (0, self.em * _KEY))
        self.threshold(part, ends, [y, y], colour=_level_colour(part))

    def rows(self, first: float, last: float) -> _Rows:
        """Choose where the names stand: above their bars where there is room, else before them."""
        spec, em = self.spec, self.em
        row = (last - first) / len(spec.marks)
        names = [self.wrap(mark.label, spec.width_px, weight=700) for mark in spec.marks]
        bar = min(em * 1.25, row - em * (0.55 + 1.2 * max(len(name) for name in names)))
        # A value is as tall as its letters: at a thinner bar it would lie on the name below.
        if bar >= em * 0.65:
            tops = [first + row * i for i in range(len(names) + 1)]
            return _Rows(names=names, tops=tops, aside=0, bar=bar)
        tried = {
            spec.width_px * share: [self.wrap(mark.label, spec.width_px * share, weight=700) for mark in spec.marks]
            for share in _NAMES_WIDE
        }
        most, names = min(tried.items(), key=lambda way: (sum(map(len, way[1])), way[0]))
        aside = max(self.width(line, weight=700) for name in names for line in name)
        # A name of two lines takes the room of its second line from all the others.
        row -= em * 1.1 * sum(len(name) - 1 for name in names) / len(names)
        bar = min(em * 0.95, row * 0.74)
        # Capitals with marks, and what hangs below a line, reach over the height of a letter.
        if row < em * 1.2 or aside > most:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for {len(names)} bars with their names on "
                f"{spec.height_px} px. Name fewer figures, or give it more room."
            )
        tops = [first + row * i + em * 1.1 * sum(len(name) - 1 for name in names[:i]) for i in range(len(names) + 1)]
        return _Rows(names=names, tops=tops, aside=aside + em * 0.45, bar=bar)

    def row_bar(self, y: float, tall: float, zero: float, end: float, colour: str, estimate: bool) -> None:
        """Draw one bar from zero towards the end of the line, or against it where its value is negative."""
        patch = self.box("data", min(zero, end), y, abs(end - zero), tall, colour, estimate=estimate)

        def grow(share: float) -> None:
            reached = zero + (end - zero) * share
            patch.set_x(self.from_start(min(zero, reached), abs(reached - zero)))
            patch.set_width(abs(reached - zero))

        self.growing.append(grow)


def level_names(spec: ChartSpec) -> list[str]:
    """Give what the levels across ranked bars are called, each with its value: the target, then what all come to."""
    levels = [level for level in (spec.target, spec.overall) if level is not None]
    return [f"{level.label or chart_words(spec.language).overall}: {level.written}" for level in levels]


def level_lines(spec: ChartSpec, text_px: float) -> int:
    """Give how many lines the names of the levels take: one where they have room beside one another."""
    wide = [_keyed(spec, words, text_px) for words in level_names(spec)]
    return 1 if wide and sum(wide) + text_px * (len(wide) - 1) <= spec.width_px else len(wide)


def _keyed(spec: ChartSpec, words: str, text_px: float) -> float:
    """Give the width of what a level is called, with a piece of its line before it."""
    return text_width(words, text_px, 700, spec.fonts) + text_px * (_KEY + 0.3)


def _level_colour(part: Part) -> str:
    return "accent_2" if part == "target" else "muted"


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


class Parts(Drawer):
    """The parts of a whole as one bar that stands, the leading part highlighted, each named beside its piece."""

    bars = True

    def draw(self) -> None:
        """Draw the bar from its top, as a list is read."""
        self.refuse_negative()
        spec, em = self.spec, self.em
        total = float(sum(mark.value for mark in spec.marks))
        if total <= 0:
            raise LayoutError(f"The parts of {quoted(spec.alt)} have no length to draw. Show them as numbers.")
        above, below = self.heading(), self.notes(0)
        tall = spec.height_px - above - below
        gap = em * 0.09
        # Without a letter before it, a number would set the direction of its line.
        values = [f"{RLM if self.rtl else ''}{self.remark(mark, named=True)}" for mark in spec.marks]
        after = [self.width(value, weight=spec.display_weight) + em * 0.5 for value in values]
        names = [self.width(mark.label, weight=700) for mark in spec.marks]
        least = min(em * 2.6, spec.width_px * 0.2)
        pairs = list(zip(spec.marks, after, strict=True))
        inline = [own + name <= spec.width_px - least - em * 0.9 for own, name in zip(after, names, strict=True)]
        if not all(inline) and em * 2.75 * len(pairs) <= tall:
            # Each name over its value, rather than some over it and some behind it.
            inline = [False] * len(pairs)
        # The bar is the picture: it has the width that no name needs, and is no block.
        longest = max(
            own + name if line else max(own, name) for own, name, line in zip(after, names, inline, strict=True)
        )
        wide = max(least, min(spec.width_px * 0.3, spec.width_px - em - longest, tall * 0.5))
        x = wide + em * 0.9
        room = spec.width_px - x
        if odd := [mark for mark, value_wide in pairs if max(value_wide, self.width(mark.label, weight=700)) > room]:
            raise LayoutError(
                f"The label {quoted(odd[0].label)} does not fit the chart of {quoted(spec.alt)}. "
                f"Shorten it, or show the parts as a ranking."
            )
        rows = [em * (1.28 if one_line else 2.75) for one_line in inline]
        if sum(rows) > tall:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for the names of {len(spec.marks)} parts on "
                f"{spec.height_px} px. Name fewer parts, or give it more room."
            )
        shares = [float(mark.value) / total for mark in spec.marks]
        tops = [above + tall * sum(shares[:i]) for i in range(len(shares))]
        middles = [top + tall * share / 2 for top, share in zip(tops, shares, strict=True)]
        lines = spread(middles, rows, above, above + tall)
        for i, (mark, top, share, y) in enumerate(zip(spec.marks, tops, shares, lines, strict=True)):
            lead = i == self.lead or i in spec.named
            self.piece(top, max(tall * share - gap, 1), wide, "accent" if lead else "quiet", mark.estimate, above)
            ends = [self.from_start(wide + em * 0.15), self.from_start(wide + em * 0.45), self.from_start(x - em * 0.2)]
            self.line("axes", ends, [middles[i], middles[i], y], colour="line", thick=2)
            up = 0.0 if inline[i] else em * 0.55
            self.text("labels", self.from_start(x), y + up, values[i], weight=spec.display_weight if lead else 700,
                      colour="ink", up="center", across=self.start_side)  # fmt: skip
            beside = self.from_start(x + after[i] * inline[i])
            self.text("axes", beside, y - up, mark.label, weight=700 if lead else 500,
                      colour="ink" if lead else "muted", up="center", across=self.start_side)  # fmt: skip

    def piece(self, top: float, tall: float, wide: float, colour: str, estimate: bool, above: float) -> None:
        """Draw one piece of the bar; the bar grows from its top as a whole."""
        patch = self.box("data", 0, top, wide, tall, colour, estimate=estimate)

        def grow(share: float) -> None:
            patch.set_y(above + (top - above) * share)
            patch.set_height(tall * share)

        self.growing.append(grow)


def spread(wanted: Sequence[float], tall: Sequence[float], first: float, last: float) -> list[float]:
    """Give the middles of what is so tall, in the same order and apart, between two ends, near to those wanted."""
    placed: list[float] = []
    edge = first
    for place, height in zip(wanted, tall, strict=True):
        placed.append(max(place, edge + height / 2))
        edge = placed[-1] + height / 2
    edge = last
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], edge - tall[i] / 2)
        edge = placed[i] - tall[i] / 2
    return placed
