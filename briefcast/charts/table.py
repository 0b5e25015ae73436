"""Many figures of one unit as a table: place, name and value, in as many columns as make every row readable."""

from __future__ import annotations

from dataclasses import dataclass

from briefcast.charts.canvas import RLM, Drawer
from briefcast.charts.ramp import readable_on
from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted

_BETWEEN, _BEHIND_RANK = 0.8, 0.3
"""Between two columns, and between a place and its name, in sizes of text."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row as it is written."""

    rank: str
    name: str
    value: str
    short: str = ""
    """Its name where that is too long."""
    home: bool = False
    named: bool = False
    whole: bool = False
    """Whether it is what all come to."""


class Table(Drawer):
    """A row for each figure, the readers' own on a ground of its colour, those that words name in bold."""

    def draw(self) -> None:
        """Draw the rows, down the first column and on in the next one."""
        spec, em = self.spec, self.em
        rows = self.rows()
        above, below = self.heading(), self.notes(0)
        if spec.target is not None:
            base, target = spec.height_px - below - em * 0.35, f"{spec.target.label}: {spec.target.written}"
            self.text("target", self.from_start(0), base, target, weight=700, colour="accent_2", across=self.start_side)
            below += em * 1.25
        each = -(-len(rows) // spec.columns)
        tall = (spec.height_px - above - below) / each
        if tall < em * 1.2:
            raise LayoutError(
                f"The table of {quoted(spec.alt)} has no room for {len(rows)} rows on {spec.height_px} px. "
                f"Name fewer figures, or give it more room."
            )
        gap = em * _BETWEEN
        wide = (spec.width_px - gap * (spec.columns - 1)) / spec.columns
        ranked = max(self.width(row.rank, weight=700) for row in rows)
        ranked += em * _BEHIND_RANK if ranked else 0
        for number, row in enumerate(rows):
            self.row(row, (number // each) * (wide + gap), above + (number % each) * tall, wide, tall, ranked)

    def rows(self) -> list[_Row]:
        """Give the rows in their order, what all come to among them where its value belongs."""
        spec = self.spec
        rows = [
            _Row(
                # Without a letter before it, a number would set the direction of its full stop.
                rank=f"{RLM if self.rtl else ''}{spec.ranks[n]}." if spec.ranks else "",
                name=mark.label,
                value=self.remark(mark, named=True),
                short=spec.short[n] if spec.short else "",
                home=n == spec.home,
                named=n in spec.marked,
            )
            for n, mark in enumerate(spec.marks)
        ]
        if spec.overall is not None:
            level = spec.overall
            at = sum(mark.value >= level.value for mark in spec.marks) if spec.ranks else len(rows)
            name = level.label or chart_words(spec.language).overall
            rows.insert(at, _Row(rank="", name=name, value=level.written, whole=True))
        return rows

    def row(self, row: _Row, x: float, y: float, wide: float, tall: float, ranked: float) -> None:
        """Draw one row, given from the side where reading starts."""
        em, pad = self.em, self.em * 0.14
        colour = "ink"
        weight = 700 if row.home or row.named or row.whole else 500
        if row.home:
            self.filled(x, y, wide, tall, "accent")
            colour = readable_on(self.colour("accent"), self.colour("background"), self.colour("ink"))
        elif row.whole:
            self.filled(x, y, wide, tall, "track")
        else:
            self.box("axes", x, y + tall - em * 0.03, wide, em * 0.03, "muted")
        middle, value = y + tall / 2, self.width(row.value, weight=700)
        room = wide - ranked - value - 2 * pad - em * 0.25
        name = next((name for name in (row.name, row.short) if name and self.width(name, weight=weight) <= room), "")
        if not name:
            raise LayoutError(
                f"The label {quoted(row.name)} does not fit the table of {quoted(self.spec.alt)}. "
                f"Shorten it, or give the table more room."
            )
        quiet = colour if row.home or row.named else "muted"
        cells = []
        if row.rank:
            end = self.from_start(x + pad + ranked - em * _BEHIND_RANK)
            cells.append(
                self.text("axes", end, middle, row.rank, weight=600, colour=quiet, across=self.end_side, up="center")
            )
        cells.append(self.text("axes", self.from_start(x + pad + ranked), middle, name, weight=weight, colour=colour,
                               across=self.start_side, up="center"))  # fmt: skip
        cells.append(self.text("labels", self.from_start(x + wide - pad), middle, row.value, weight=700, colour=colour,
                               across=self.end_side, up="center"))  # fmt: skip
        self.cells.append(tuple(cells))

    def filled(self, x: float, y: float, wide: float, tall: float, colour: str) -> None:
        """Fill the ground of a row, from the side where reading starts."""
        air = self.em * 0.04
        patch = self.box("data", x, y + air, wide, tall - 2 * air, colour)

        def grow(share: float) -> None:
            patch.set_x(self.from_start(x, wide * share))
            patch.set_width(wide * share)

        self.growing.append(grow)
