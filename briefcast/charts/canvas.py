"""What every kind of chart is drawn with: one canvas in px, texts that keep clear of one another, growth."""

from __future__ import annotations

import functools
import io
import itertools
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import matplotlib
import numpy
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import chart_words, fill
from briefcast.errors import LayoutError, quoted
from briefcast.language.keeping import keep_together
from briefcast.languages import language
from briefcast.look.fonts import register_fonts
from briefcast.look.legibility import quiet_colour
from briefcast.script import Mark

Part = Literal["axes", "target", "data", "labels"]
PARTS: tuple[Part, ...] = ("axes", "target", "data", "labels")
"""In the order they lie over one another."""

RLM = "\u200f"
"""Sets the direction of what has no letter of its own."""

Place = tuple[float, float, float, float]
"""Left, top, right, bottom in px from the top left corner."""

# matplotlib keeps its settings and its text layout for the whole process: one chart at a time.
LOCK = threading.RLock()
SETTINGS: Any = {"svg.fonttype": "path", "svg.hashsalt": "briefcast", "path.simplify": False}


class Chart:
    """A drawn chart; its parts come out alone or together, always in the same places."""

    def __init__(
        self,
        spec: ChartSpec,
        canvas: Canvas,
        artists: Mapping[Part, list[Artist]],
        growing: Sequence[Callable[[float], None]],
        rows: Sequence[Sequence[Text]] = (),
    ) -> None:
        self.spec = spec
        self._canvas = canvas
        self._artists = artists
        self._growing = growing
        self._rows = rows

    def svg(self, parts: Iterable[Part] | None = None, *, grown: float = 1.0) -> bytes:
        """Give the chart as SVG, its text as paths: all of it, or only the named parts.

        ``grown`` is how far the data have come, 0 to 1: bars grow from zero, a ring fills, a line runs
        along its years. At 1 it is the still. ValueError for an unknown part or another share.
        """
        shown = set(PARTS if parts is None else parts)
        if unknown := shown - set(PARTS):
            raise ValueError(f"a chart has no part {', '.join(sorted(unknown))}; it has {', '.join(PARTS)}")
        if not 0 <= grown <= 1:
            raise ValueError(f"a chart grows from 0 to 1, not to {grown}")
        buffer = io.BytesIO()
        with LOCK, matplotlib.rc_context(SETTINGS):
            for part, artists in self._artists.items():
                for artist in artists:
                    # What has not begun has no thickness either: a line without length still has round ends.
                    artist.set_visible(part in shown and (part != "data" or grown > 0))
            for grow in self._growing:
                grow(grown)
            self._canvas.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return buffer.getvalue()

    def boxes(self) -> tuple[tuple[str, float, float, float, float], ...]:
        """Give every text of the chart with its place: left, top, right, bottom in px."""
        with LOCK, matplotlib.rc_context(SETTINGS):
            renderer = FigureCanvasAgg(self._canvas).get_renderer()  # type: ignore[no-untyped-call]
            texts = [a for artists in self._artists.values() for a in artists if isinstance(a, Text)]
            for text in texts:
                text.set_visible(True)
            return tuple((t.get_text(), *_place(t, renderer)) for t in texts)

    def layers(self, *, parted: bool = False, grown: float = 1.0) -> dict[str, Any]:
        """Give the chart as cards take it; in one picture, or with each part apart. JSON-able."""
        spec = self.spec
        drawn: dict[str, str] = {"data": self.svg(grown=grown).decode()}
        if parted:
            drawn = {part: self.svg([part], grown=grown).decode() for part in PARTS}
        return {**drawn, "alt": spec.alt, "width": spec.width_px, "height": spec.height_px}

    def words(self) -> list[dict[str, Any]]:
        """Give every text with its place, in the order it is read: the letters of the picture are only shapes.

        A text of a table says in which row it stands, and in which of its cells.
        """
        cells = {text: (row, cell) for row, texts in enumerate(self._rows) for cell, text in enumerate(texts)}
        texts = [a for artists in self._artists.values() for a in artists if isinstance(a, Text)]
        rows = sorted(
            zip(self.boxes(), texts, strict=True),
            key=lambda each: (round(each[0][2] / self.spec.text_px), each[0][1] * self._onward),
        )
        words = []
        for (text, left, top, _, bottom), drawn in rows:
            word = {"text": text, "x": left, "y": top, "size": bottom - top}
            if drawn in cells:
                word["row"], word["cell"] = cells[drawn]
            words.append(word)
        return words

    @property
    def _onward(self) -> int:
        return -1 if language(self.spec.language).rtl else 1


def _place(text: Text, renderer: Any) -> Place:
    # What a font says of its line is more than its letters fill, and differs between the fonts of a
    # stack: letters reach from the baseline to the height of capitals, with room for what hangs below.
    box, (_, baseline), size = text.get_window_extent(renderer), text.get_position(), float(text.get_fontsize())
    # Marks on a capital (Ộ, Ế) stand above that height.
    letters = unicodedata.normalize("NFD", text.get_text())
    stacked = any(a.isupper() and unicodedata.combining(b) for a, b in itertools.pairwise(letters))
    high = 1.0 if stacked else 0.78
    return float(box.x0), float(baseline) - high * size, float(box.x1), float(baseline) + 0.24 * size


@functools.lru_cache(maxsize=4096)
def text_width(body: str, size_px: float, weight: int, fonts: tuple[str, ...]) -> float:
    """Measure a text in px, as it stands on a chart."""
    register_fonts()
    with LOCK, matplotlib.rc_context(SETTINGS):
        canvas = Canvas(dpi=72)
        text = canvas.text(0, 0, body, fontsize=size_px, fontfamily=list(fonts), fontweight=weight, parse_math=False)
        renderer = FigureCanvasAgg(canvas).get_renderer()  # type: ignore[no-untyped-call]
        return float(text.get_window_extent(renderer).width)


def wrapped(
    body: str, room_px: float, *, size_px: float, weight: int, fonts: tuple[str, ...], language: str
) -> list[str]:
    """Break a text at its blanks into lines no wider than their room; what belongs together is not parted."""

    def wide(words: str) -> float:
        return text_width(words, size_px, weight, fonts)

    kept = keep_together(body, language)
    if len(kept) != len(body) or any(wide(word) > room_px for word in kept.split(" ")):
        kept = body
    lines: list[str] = []
    begin = 0
    for word in kept.split(" "):
        # Written as it came: what is kept together decides only where a line ends.
        own = body[begin : begin + len(word)]
        begin += len(word) + 1
        longer = f"{lines[-1]} {own}" if lines else own
        if lines and wide(longer) <= room_px:
            lines[-1] = longer
        else:
            lines.append(own)
    return lines


def overlap(one: Place, other: Place, air_px: float = 0.0) -> bool:
    """Whether two texts come nearer to one another than ``air_px``."""
    return (
        one[0] < other[2] + air_px and other[0] < one[2] + air_px and one[1] < other[3] + air_px
        and other[1] < one[3] + air_px
    )  # fmt: skip


class Drawer:
    """Shared ground of the kinds: one canvas measured in px from its top left corner."""

    bars = False
    """Whether lengths are compared, so that the axis has to start at zero."""

    def __init__(self, spec: ChartSpec) -> None:
        self.spec = spec
        self.em = spec.text_px
        self.canvas = Canvas(figsize=(spec.width_px / 72, spec.height_px / 72), dpi=72)
        self.renderer = FigureCanvasAgg(self.canvas).get_renderer()  # type: ignore[no-untyped-call]
        self.axes: Axes = self.canvas.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, spec.width_px)
        self.axes.set_ylim(spec.height_px, 0)
        self.artists: dict[Part, list[Artist]] = {"axes": [], "target": [], "data": [], "labels": []}
        self.growing: list[Callable[[float], None]] = []
        self.obstacles: list[tuple[list[float], list[float]]] = []
        """Lines that no word should lie on."""
        self.cells: list[tuple[Text, ...]] = []
        """Texts that make rows of a table."""
        self.rtl = language(spec.language).rtl
        self.lead = spec.lead % len(spec.marks)
        if self.bars and spec.axis_from:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} would start its bars at {spec.axis_from}: a bar that does not start "
                f"at zero shows a length its value does not have. Leave axis_from out, or choose a line."
            )

    def draw(self) -> None:
        """Draw every part."""
        raise NotImplementedError

    def done(self) -> Chart:
        """Draw, check that every text is whole and clear of the others, and give the chart."""
        self.draw()
        chart = Chart(self.spec, self.canvas, self.artists, self.growing, self.cells)
        found = chart.boxes()
        advice = "Shorten it, give the chart more room, or show the figure as a number (visual: number at the point)."
        for i, (text, *place) in enumerate(found):
            left, top, right, bottom = place
            if left < -1 or top < -1 or right > self.spec.width_px + 1 or bottom > self.spec.height_px + 1:
                raise LayoutError(
                    f"The label {quoted(text)} does not fit the chart of {quoted(self.spec.alt)}, "
                    f"{self.spec.width_px} × {self.spec.height_px} px. {advice}"
                )
            for other, *where in found[:i]:
                if overlap((left, top, right, bottom), (where[0], where[1], where[2], where[3])):
                    raise LayoutError(
                        f"The label {quoted(text)} would lie on {quoted(other)} "
                        f"in the chart of {quoted(self.spec.alt)}. {advice}"
                    )
        return chart

    def refuse_negative(self) -> None:
        """Raise LayoutError for a value below zero, where values are parts of something."""
        if odd := [mark for mark in self.spec.marks if mark.value < 0]:
            raise LayoutError(
                f"{quoted(odd[0].written)} in the chart of {quoted(self.spec.alt)} is negative and no part "
                f"of anything. Compare it in ranked bars or columns, or show it as a number."
            )

    # ---- colours

    def colour(self, role: str) -> str:
        """Give a colour by its role; ``quiet`` is what stands beside the highlighted value.

        A colour stands for itself.
        """
        if role.startswith("#"):
            return role
        if role == "quiet":
            return quiet_colour(self.spec.colours["muted"], self.spec.colours["background"])
        return self.spec.colours[role]

    # ---- texts

    def text(
        self, part: Part, x: float, y: float, body: str, *, size: float = 1, weight: int = 500, colour: str = "muted",
        across: Literal["left", "center", "right"] = "center", up: Literal["baseline", "center"] = "baseline",
    ) -> Text:  # fmt: skip
        """Write a text; ``size`` is a multiple of the chart's text size."""
        drawn = self.axes.text(
            x,
            y + self.em * size * 0.35 if up == "center" else y,
            body,
            fontsize=self.em * size,
            fontfamily=list(self.spec.fonts),
            fontweight=weight,
            color=self.colour(colour),
            ha=across,
            va="baseline",
            parse_math=False,
        )
        self.artists[part].append(drawn)
        return drawn

    def drop(self, part: Part, text: Text) -> None:
        """Take a text off again."""
        self.artists[part].remove(text)
        text.remove()

    def place(self, text: Text) -> Place:
        """Give where a text stands."""
        return _place(text, self.renderer)

    def settle(self, part: Part, places: Sequence[dict[str, Any]], body: str, **style: Any) -> Text:
        """Write a text at the first of several places where it is whole and clear; else at the least bad one."""

        def cost(text: Text) -> float:
            own = self.place(text)
            outside = max(0.0, -own[0], -own[1], own[2] - self.spec.width_px, own[3] - self.spec.height_px)
            texts = [a for artists in self.artists.values() for a in artists if isinstance(a, Text) and a is not text]
            hit = sum(overlap(own, self.place(other), self.em * 0.08) for other in texts)
            return (1000 + outside if outside > 1 else 0) + hit * 100 + self.crossed(own)

        tried: list[tuple[float, int]] = []
        for i, at in enumerate(places):
            text = self.text(part, body=body, **at, **style)
            if not (bad := cost(text)):
                return text
            tried.append((bad, i))
            self.drop(part, text)
        return self.text(part, body=body, **places[min(tried)[1]], **style)

    def halo(self, text: Text) -> None:
        """Lift a text off the lines behind it with a rim of the ground's colour."""
        rim = withStroke(linewidth=self.em * 0.3, foreground=self.colour("background"))
        text.set_path_effects([rim])

    def crossed(self, place: Place) -> float:
        """Count how much of the lines runs through the letters of a text."""
        left, top, right, bottom = place
        # So close that a steep line is not stepped over.
        steps = numpy.linspace(left, right, 49)
        heights = (numpy.interp(x, xs, ys, left=numpy.nan, right=numpy.nan) for xs, ys in self.obstacles for x in steps)
        return sum(bool(top < height < bottom) for height in heights)

    def width(self, body: str, *, size: float = 1, weight: int = 500) -> float:
        """Measure a text in px."""
        return text_width(body, self.em * size, weight, self.spec.fonts)

    def within(self, x: float, body: str, *, size: float = 1, weight: int = 500) -> float:
        """Give the middle of a text as near to a place as the canvas allows."""
        half = self.width(body, size=size, weight=weight) / 2
        return min(max(x, half), self.spec.width_px - half)

    def fitting(self, body: str, room_px: float, *, most: float, least: float = 1) -> float:
        """Give the largest size at which a text is no wider than its room, from ``least`` to ``most``."""
        wide = self.width(body, size=most, weight=self.spec.display_weight)
        return max(least, min(most, most * room_px / wide)) if wide else most

    def remark(self, mark: Mark, *, named: bool = False) -> str:
        """Give a value as its label says it: an estimate is called one, unless its name beside it says so."""
        word = self.spec.estimate_word
        if not mark.estimate or not word or (named and word in mark.label.lower()):
            return mark.written
        return f"{mark.written} ({word})"

    def wrap(self, body: str, room_px: float, *, weight: int = 500) -> list[str]:
        """Break a text at its blanks into lines no wider than their room; what belongs together is not parted."""
        return wrapped(
            body, room_px, size_px=self.em, weight=weight, fonts=self.spec.fonts, language=self.spec.language
        )

    # ---- what stands above and below all bars or lines

    def heading(self) -> float:
        """Write what is measured at the top, unless it stands beside the picture; give the height it takes."""
        heading = self.spec.heading if self.spec.headed else ""
        lines = self.wrap(heading, self.spec.width_px, weight=700) if heading else []
        for number, line in enumerate(lines):
            self.text("axes", self.from_start(0), self.em * (1.0 + 1.2 * number), line, weight=700, colour="ink",
                      across=self.start_side)  # fmt: skip
        return self.em * (1.2 * len(lines) + 0.35) if lines else 0.0

    def notes(self, further: float) -> float:
        """Write at the bottom what is not shown; give the height it takes with ``further`` sizes of text above it."""
        spec, em, words = self.spec, self.em, chart_words(self.spec.language)
        texts = [fill(words.cut, spec.language, shown=len(spec.marks), of=spec.of)] if spec.of else []
        if spec.home is not None:
            texts.append(self.own(spec.home))
        if spec.rounded:
            texts.append(words.rounded)
        if spec.missing:
            texts.append(fill(words.missing, spec.language, names=", ".join(spec.missing)))
        whole = " · ".join(texts)
        if self.width(whole, weight=600) <= spec.width_px:
            texts = [whole] if whole else []
        lines = [line for text in texts for line in self.wrap(text, spec.width_px, weight=600)]
        for number, line in enumerate(reversed(lines)):
            self.text("axes", self.from_start(0), spec.height_px - em * (0.35 + 1.2 * number), line, weight=600,
                      colour="ink", across=self.start_side)  # fmt: skip
        return em * (1.2 * len(lines) + further + (0.3 if lines else 0))

    def own(self, place: int) -> str:
        """Say what is the readers' own, with its place among all where it is known."""
        spec, mark = self.spec, self.spec.marks[place]
        if not spec.ranks:
            return f"{spec.home_word}: {mark.label}"
        return fill(
            chart_words(spec.language).home_of, spec.language, word=spec.home_word, rank=spec.ranks[place],
            of=spec.of or len(spec.marks), name=mark.label, value=self.remark(mark),
        )  # fmt: skip

    # ---- shapes

    def line(self, part: Part, xs: list[float], ys: list[float], *, colour: str, thick: float, **style: Any) -> Line2D:
        """Draw a line."""
        style.setdefault("solid_capstyle", "round")
        style.setdefault("solid_joinstyle", "round")
        [drawn] = self.axes.plot(xs, ys, color=self.colour(colour), linewidth=thick, clip_on=False, **style)
        self.artists[part].append(drawn)
        return drawn

    def threshold(self, part: Part, xs: list[float], ys: list[float], *, colour: str) -> None:
        """Draw a line to be met (dashed) or an earlier value (dotted): told apart by more than colour."""
        dashes = (3, 2.2) if part == "target" and colour == "accent_2" else (1, 1.6)
        self.line(part, xs, ys, colour=colour, thick=self.em * 0.1, dashes=dashes, dash_capstyle="butt")
        self.obstacles.append((xs, ys))

    def dot(
        self, part: Part, x: float, y: float, *, size: float, colour: str, edge: float = 5, hollow: bool = False
    ) -> Line2D:
        """Draw a point with a rim of the ground's colour; a hollow one is an estimate."""
        fill, rim = ("background", colour) if hollow else (colour, "background")
        [drawn] = self.axes.plot(
            [x], [y], "o", markersize=size - edge if hollow else size, color=self.colour(fill),
            markeredgecolor=self.colour(rim), markeredgewidth=edge, clip_on=False,
        )  # fmt: skip
        self.artists[part].append(drawn)
        return drawn

    def shade(self, patch: Patch, colour: str, *, estimate: bool = False) -> Patch:
        """Give a shape its colour; an estimate is hatched inside a rim."""
        if estimate:
            patch.set(facecolor=self.colour("background"), edgecolor=self.colour(colour), linewidth=self.em * 0.1)
            patch.set_hatch("/")
            patch.set_hatch_linewidth(self.em * 0.12)
        else:
            patch.set(facecolor=self.colour(colour), linewidth=0)
        return patch

    def box(
        self, part: Part, x: float, y: float, wide: float, tall: float, colour: str, *, estimate: bool = False
    ) -> Rectangle:
        """Draw a rectangle, given from the side where reading starts."""
        patch = Rectangle((self.from_start(x, wide), y), wide, tall)
        self.axes.add_patch(self.shade(patch, colour, estimate=estimate))
        self.artists[part].append(patch)
        return patch

    def from_start(self, x: float, wide: float = 0) -> float:
        """Turn a distance from the side where reading starts into one from the left."""
        return self.spec.width_px - x - wide if self.rtl else x

    @property
    def start_side(self) -> Literal["left", "right"]:
        """The side where reading starts."""
        return "right" if self.rtl else "left"

    @property
    def end_side(self) -> Literal["left", "right"]:
        """The side where reading ends."""
        return "left" if self.rtl else "right"
