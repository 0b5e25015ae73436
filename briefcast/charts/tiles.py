"""A map of tiles: each place as large as another, where it lies, as dark or as light as its value is high.

The places stand where they lie in every language; only what is written turns with its direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from briefcast.charts.ramp import readable_on, shades
from briefcast.charts.shaded import Shaded, value_of
from briefcast.charts.spec import Grid, Tile
from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted

_WIDEST = 0.25
"""Most of the width that one tile takes."""
_BRIEF = 0.5
"""Most of the width that a map without names takes."""


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """Where the tiles lie, in px."""

    left: float
    top: float
    wide: float
    tall: float
    gap: float

    def box(self, column: int, row: int, columns: int = 1, rows: int = 1) -> tuple[float, float, float, float]:
        """Give left, top, width and height of a room of so many tiles, with a gap around it."""
        return (
            self.left + column * self.wide + self.gap / 2,
            self.top + row * self.tall + self.gap / 2,
            columns * self.wide - self.gap,
            rows * self.tall - self.gap,
        )


class TileMap(Shaded):
    """One value in many places, each a tile in a shade of its class."""

    def draw(self) -> None:
        """Draw the tiles, their classes and what is named beside them."""
        spec, em, grid = self.spec, self.em, self.spec.grid
        if grid is None:
            raise ValueError("a map needs its grid")
        self.shades = shades(self.colour("background"), self.colour("ink"), grid.count)
        above, notes = self.heading(), self.reach()
        if spec.brief:
            self.draw_brief(grid, above, notes)
            return
        below = self.legend(grid, notes) + notes
        tall = (spec.height_px - above - below) / grid.rows
        wide = min(spec.width_px / grid.columns, max(spec.width_px * _WIDEST, tall * 1.6))
        if tall < em * 1.3:
            raise LayoutError(
                f"The map of {quoted(spec.alt)} has no room for the names of its places on {spec.height_px} px. "
                f"Give it more room, or show the places as a table."
            )
        left = (spec.width_px - wide * grid.columns) / 2
        ground = _Ground(left=left, top=above, wide=wide, tall=tall, gap=em * 0.14)
        for number, tile in enumerate(grid.tiles):
            # One tile after the other, as they are listed.
            self.come(self.tile(tile, ground, grid), (number + 1) / len(grid.tiles))
        self.extremes(grid, ground)
        if spec.missing:
            self.unvalued(ground, grid.rooms["blank"])

    def draw_brief(self, grid: Grid, above: float, foot: float) -> None:
        """Draw the tiles without their names, and beside them what stands out."""
        spec, em = self.spec, self.em
        tall = (spec.height_px - above - foot) / grid.rows
        wide = min(spec.width_px * _BRIEF / grid.columns, tall * 1.7)
        at = self.from_start(spec.width_px - wide * grid.columns, wide * grid.columns)
        ground = _Ground(left=at, top=above, wide=wide, tall=tall, gap=em * 0.08)
        for number, tile in enumerate(grid.tiles):
            self.come(self.tile(tile, ground, grid), (number + 1) / len(grid.tiles))
        self.told_beside(grid, above, foot, spec.width_px - wide * grid.columns - em * 0.6)

    # ---- the tiles

    def tile(self, tile: Tile, ground: _Ground, grid: Grid) -> Rectangle:
        """Draw a place in its shade, with its name and, where there is room, its value; give what has the shade."""
        em = self.em
        x, y, wide, tall = ground.box(tile.column, tile.row, tile.columns)
        if tile.apart:
            # What lies apart stands off from the coast, inside a line of its own.
            x, wide = x + em * 0.2, wide - em * 0.2
        lead = tile.mark is not None and tile.mark in self.spec.marked and not tile.apart
        shade = "" if tile.mark is None else self.shades[grid.classes[tile.mark]]
        patch = Rectangle((x, y), wide, tall)
        if shade:
            patch.set(facecolor=shade, edgecolor=self.colour("muted"), linewidth=em * 0.03)
        else:
            self.hatch(patch)
        if tile.apart:
            patch.set(edgecolor=self.colour("ink"), linewidth=em * 0.05, linestyle=(0, (3, 2)))
        if lead:
            patch.set(edgecolor=self.colour("accent"), linewidth=em * 0.16, zorder=3)
        self.axes.add_patch(patch)
        self.artists["data"].append(patch)
        if self.spec.brief:
            return patch
        colour = readable_on(shade, self.colour("ink"), self.colour("background")) if shade else "ink"
        weight = 800 if lead else 500 if tile.apart else 600
        room = wide - em * 0.2
        name = self.called(tile, room, weight)
        value = self.spec.marks[tile.mark].written if tile.mark is not None and not tile.apart else ""
        middle, size = x + wide / 2, 1.0
        valued = bool(value) and tall >= em * 2.25 and self.width(value, weight=weight) <= room
        for words, at in (
            (name, y + tall / 2 - em * 0.55 * valued),
            (value if valued else "", y + tall / 2 + em * 0.58),
        ):
            if words:
                text = self.text("labels", middle, at, words, weight=weight, colour=colour, up="center", size=size)
                text.set_zorder(4)
                if not shade:
                    self.halo(text)
        return patch

    def called(self, tile: Tile, room: float, weight: int) -> str:
        """Give the fullest name of a place that its tile has room for; LayoutError if there is none."""
        name = next((name for name in tile.names if self.width(name, weight=weight) <= room), "")
        if not name:
            raise LayoutError(
                f"The label {quoted(tile.names[-1])} does not fit its tile on the map of {quoted(self.spec.alt)}. "
                f"Give the map more room, or show the places as a table."
            )
        return name

    # ---- what is written beside them

    def unvalued(self, ground: _Ground, room: tuple[int, int, int, int]) -> None:
        """Say what the hatch means."""
        em, (x, y, wide, tall) = self.em, ground.box(*room)
        word = chart_words(self.spec.language).no_value
        own, side = em * 0.8, em * 1.15
        lines = self.wrap(word, wide - side - em * 0.3, weight=600)
        if (
            any(self.width(line, weight=600) > wide - side for line in lines)
            or em * 1.15 * len(lines) > tall + em * 0.2
        ):
            raise LayoutError(
                f"The label {quoted(word)} does not fit beside the map of {quoted(self.spec.alt)}. Give it more room."
            )
        pad = em * 0.3
        begin = x + wide - pad if self.rtl else x + pad
        patch = Rectangle((begin - own if self.rtl else begin, y + (tall - own) / 2), own, own)
        self.hatch(patch)
        self.axes.add_patch(patch)
        self.artists["axes"].append(patch)
        for number, line in enumerate(lines):
            at = y + tall / 2 + em * 1.15 * (number - (len(lines) - 1) / 2)
            self.text("axes", begin - side if self.rtl else begin + side, at, line, weight=600, colour="ink",
                      across=self.start_side, up="center")  # fmt: skip

    def extremes(self, grid: Grid, ground: _Ground) -> None:
        """Name the largest and the smallest value, and the readers' own, on the empty ground."""
        spec, words = self.spec, chart_words(self.spec.language)
        own = [spec.home] if spec.home is not None else []
        shown = [place for place in spec.marked if place not in own]
        called = {tile.mark: tile.names[-1] for tile in grid.tiles if tile.mark is not None and not tile.apart}
        for name, word, value in (
            ("highest", words.most, max(spec.marks, key=value_of).value),
            ("lowest", words.least, min(spec.marks, key=value_of).value),
        ):
            places = [place for place, mark in enumerate(spec.marks) if mark.value == value]
            names = ([spec.marks[place].label for place in places], [called[place] for place in places])
            self.note(ground.box(*grid.rooms[name]), word, names, spec.marks[places[0]].written)
        if spec.overall is not None:
            level = spec.overall
            self.note(ground.box(*grid.rooms["overall"]), level.label or words.overall, ([""],), level.written)
        for place in (own or shown)[:1]:
            names = ([spec.marks[place].label], [called[place]])
            self.note(
                ground.box(*grid.rooms["home"]), spec.home_word if own else "", names, self.remark(spec.marks[place])
            )

    def note(
        self, room: tuple[float, float, float, float], word: str, named: Sequence[list[str]], value: str
    ) -> None:  # fmt: skip
        """Write what stands out, its places and its value in a room: in one line, or one under the other.

        ``named`` are the places by their names, and by shorter ones for where these have no room.
        """
        em, (x, y, wide, tall) = self.em, room
        pad = em * 0.14
        inner = wide - 2 * pad
        most = int((tall + em * 0.1) / (em * 1.16))

        def laid(names: list[str], count: int) -> list[tuple[str, int]] | None:
            listed = ", ".join(names[:count])
            if count < len(names):
                listed = f"{listed} {self.further(len(names) - count)}"
            line = f"{word}: {listed} {value}" if word and listed else f"{word or listed}: {value}"
            if self.width(line, weight=700) <= inner:
                return [(line, 700)]
            rows = [(line, 500) for line in (self.wrap(word, inner, weight=500) if word else ())]
            both = f"{listed} {value}" if listed else value
            if len(rows) + 1 == most or not listed:
                # Its name and value share a line where there is only one more.
                rows += [(both, 700)]
            else:
                rows += [(line, 700) for line in self.wrap(listed, inner, weight=700)]
                rows += [(value, 800)]
            fits = len(rows) <= most and all(self.width(line, weight=weight) <= inner for line, weight in rows)
            return rows if fits else None

        tried = (laid(names, count) for count in range(len(named[0]), 0, -1) for names in named)
        rows = next((rows for rows in tried if rows), None)
        if rows is None:
            raise LayoutError(
                f"The label {quoted(named[0][0] or word)} does not fit beside the map of {quoted(self.spec.alt)}. "
                f"Shorten it, or show the places as a table."
            )
        top = y + (tall - em * 1.16 * len(rows)) / 2
        start = x + wide - pad if self.rtl else x + pad
        for number, (line, weight) in enumerate(rows):
            self.text("labels", start, top + em * (0.58 + 1.16 * number), line, weight=weight,
                      colour="muted" if weight == 500 else "ink", across=self.start_side, up="center")  # fmt: skip
