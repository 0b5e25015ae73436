"""The charts: matplotlib draws values over time, against a target and as parts of a whole.

A chart is drawn in four parts (axes, target, data, labels) on one geometry, so that a video can
bring them in one after another and a still shows them together. Every number on a chart is a text
that the script wrote; nothing is formatted here.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import matplotlib
import numpy
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from briefcast.errors import LayoutError
from briefcast.fonts import register_fonts
from briefcast.languages import language
from briefcast.script import Figure, Mark

ChartKind = Literal["line", "columns", "progress", "share"]
Part = Literal["axes", "target", "data", "labels"]
PARTS: tuple[Part, ...] = ("axes", "target", "data", "labels")
"""In the order they lie over one another."""

MANY = 8
"""From this many values on, only the first, the last and the extremes are labelled."""


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """All that decides how one chart looks."""

    kind: ChartKind
    marks: tuple[Mark, ...]
    """line, columns: values over time, the earliest first. progress, share: one value."""
    target: Mark | None = None
    whole: Mark | None = None
    """progress, share: the value at the end of the bar, or all squares together."""
    falls_to_improve: bool = False
    """line: the axis is turned over, so that better is higher (ranks)."""
    language: str
    fonts: tuple[str, ...]
    colours: Mapping[str, str]
    """``ink``, ``muted``, ``line``, ``accent``, ``accent_2``, ``track``, ``background``: ``#RRGGBB``."""
    width_px: int
    height_px: int
    text_px: float = 36
    """Size of text; the last value of a line is set larger."""
    alt: str = ""


class Chart:
    """A drawn chart; its parts come out alone or together, always in the same places."""

    def __init__(self, spec: ChartSpec, canvas: Canvas, artists: Mapping[Part, list[Artist]]) -> None:
        self.spec = spec
        self._canvas = canvas
        self._artists = artists

    def svg(self, parts: Iterable[Part] | None = None) -> bytes:
        """Give the chart as SVG, its text as paths: all of it, or only the named parts."""
        shown = set(PARTS if parts is None else parts)
        if unknown := shown - set(PARTS):
            raise ValueError(f"a chart has no part {', '.join(sorted(unknown))}; it has {', '.join(PARTS)}")
        buffer = io.BytesIO()
        with _LOCK, matplotlib.rc_context(_SETTINGS):
            for part, artists in self._artists.items():
                for artist in artists:
                    artist.set_visible(part in shown)
            self._canvas.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return buffer.getvalue()

    def boxes(self) -> tuple[tuple[str, float, float, float, float], ...]:
        """Give every text of the chart with its place: left, top, right, bottom in px."""
        with _LOCK, matplotlib.rc_context(_SETTINGS):
            renderer = FigureCanvasAgg(self._canvas).get_renderer()  # type: ignore[no-untyped-call]
            found = []
            for artists in self._artists.values():
                for artist in artists:
                    artist.set_visible(True)
                    if isinstance(artist, Text):
                        box = artist.get_window_extent(renderer)
                        tall = self.spec.height_px
                        found.append((artist.get_text(), box.x0, tall - box.y1, box.x1, tall - box.y0))
        return tuple(found)

    def layers(self, *, parted: bool = False) -> dict[str, Any]:
        """Give the chart as the series card takes it; in one picture, or with each part apart. JSON-able."""
        spec = self.spec
        drawn: dict[str, str] = {"data": self.svg().decode()}
        if parted:
            drawn = {part: self.svg([part]).decode() for part in PARTS}
        return {**drawn, "alt": spec.alt, "width": spec.width_px, "height": spec.height_px}


# matplotlib keeps its settings and its text layout for the whole process: one chart at a time.
_LOCK = threading.RLock()
_SETTINGS: Any = {"svg.fonttype": "path", "svg.hashsalt": "briefcast", "path.simplify": False}


def chart_spec(
    figure: Figure,
    look: Mapping[str, Any],
    *,
    width_px: int,
    height_px: int,
    kind: ChartKind | None = None,
    on: Literal["page", "panel"] = "page",
    text_px: float = 36,
    alt: str = "",
) -> ChartSpec:
    """Say how a figure is charted on a canvas (`briefcast.cards.look`).

    Without a kind, a series of counts or money becomes columns if there are few values, any other
    series a line, a share of a whole squares, and a value with a target a bar.
    """
    return ChartSpec(
        kind=kind or choose_kind(figure),
        marks=figure.series or (Mark(value=figure.value, written=figure.written, label=figure.label),),
        target=figure.target,
        whole=figure.out_of or _whole(figure),
        falls_to_improve=figure.better == "lower" or figure.unit == "rank",
        language=look["language"],
        fonts=tuple(look["fonts"]),
        colours=look["colours"] if on == "page" else look["panel_colours"],
        width_px=width_px,
        height_px=height_px,
        text_px=text_px,
        alt=alt or figure.label,
    )


def _whole(figure: Figure) -> Mark | None:
    # A percentage is part of a hundred, unless it is more than that (growth).
    if figure.unit != "percent" or figure.value > 100:
        return None
    return Mark(value=Decimal(100), written="", label="")


def choose_kind(figure: Figure) -> ChartKind:
    """Choose the kind of chart that tells a figure truly."""
    if len(figure.series) >= 2:
        return "columns" if figure.unit in ("count", "currency") and len(figure.series) < MANY else "line"
    if figure.target is None and (figure.unit == "percent" or figure.out_of is not None):
        return "share"
    return "progress"


def draw_chart(spec: ChartSpec) -> Chart:
    """Draw a chart as its spec says; LayoutError when a label does not fit.

    The axes of time run from left to right in every language, as charts over time are printed in
    Hebrew too: years are read that way, and a line that rises to the right means growth everywhere.
    Bars and squares start where reading starts.
    """
    register_fonts()
    with _LOCK, matplotlib.rc_context(_SETTINGS):
        return _DRAWERS[spec.kind](spec).done()


class _Drawer:
    """Shared ground of the kinds: one canvas measured in px from its top left corner."""

    def __init__(self, spec: ChartSpec) -> None:
        self.spec = spec
        self.canvas = Canvas(figsize=(spec.width_px / 72, spec.height_px / 72), dpi=72)
        self.renderer = FigureCanvasAgg(self.canvas).get_renderer()  # type: ignore[no-untyped-call]
        self.axes: Axes = self.canvas.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, spec.width_px)
        self.axes.set_ylim(spec.height_px, 0)
        self.artists: dict[Part, list[Artist]] = {part: [] for part in PARTS}
        self.rtl = language(spec.language).rtl
        self.draw()

    def draw(self) -> None:
        raise NotImplementedError

    def done(self) -> Chart:
        chart = Chart(self.spec, self.canvas, self.artists)
        for text, left, top, right, bottom in chart.boxes():
            if left < -1 or top < -1 or right > self.spec.width_px + 1 or bottom > self.spec.height_px + 1:
                raise LayoutError(
                    f"The label {text!r} does not fit the chart of {self.spec.alt!r}, "
                    f"{self.spec.width_px} px wide. Shorten it, or show the figure as a number."
                )
        return chart

    def colour(self, role: str) -> str:
        return self.spec.colours[role]

    def text(
        self, part: Part, x: float, y: float, body: str, *, size: float = 1, weight: int = 500, colour: str = "muted",
        across: Literal["left", "center", "right"] = "center", up: Literal["baseline", "center", "top"] = "baseline",
    ) -> Text:  # fmt: skip
        drawn = self.axes.text(
            x,
            y,
            body,
            fontsize=self.spec.text_px * size,
            fontfamily=list(self.spec.fonts),
            fontweight=weight,
            color=self.colour(colour),
            ha=across,
            va="center_baseline" if up == "center" else up,
            parse_math=False,
        )
        self.artists[part].append(drawn)
        return drawn

    def width(self, body: str, *, size: float = 1, weight: int = 500) -> float:
        probe = self.text("labels", 0, 0, body, size=size, weight=weight)
        wide = probe.get_window_extent(self.renderer).width
        self.artists["labels"].remove(probe)
        probe.remove()
        return float(wide)

    def line(self, part: Part, xs: list[float], ys: list[float], *, colour: str, thick: float, **style: Any) -> None:
        style.setdefault("solid_capstyle", "round")
        style.setdefault("solid_joinstyle", "round")
        drawn = self.axes.plot(xs, ys, color=self.colour(colour), linewidth=thick, clip_on=False, **style)
        self.artists[part].extend(drawn)

    def dot(self, part: Part, x: float, y: float, *, size: float, colour: str, edge: float = 5) -> None:
        self.artists[part].extend(
            self.axes.plot(
                [x],
                [y],
                "o",
                markersize=size,
                color=self.colour(colour),
                markeredgecolor=self.colour("background"),
                markeredgewidth=edge,
                clip_on=False,
            )
        )

    def box(self, part: Part, x: float, y: float, wide: float, tall: float, colour: str) -> None:
        # Given from the side where reading starts.
        left = self.spec.width_px - x - wide if self.rtl else x
        patch = Rectangle((left, y), wide, tall, facecolor=self.colour(colour), linewidth=0)
        self.artists[part].append(self.axes.add_patch(patch))


def _when(period: str, place: int) -> float:
    """Give a period as a year with a fraction; a series without periods is spaced evenly."""
    year, _, rest = period.partition("-")
    if not year.isdigit():
        return float(place)
    if rest.startswith("Q"):
        return int(year) + (int(rest[1:]) - 1) / 4
    month, _, day = rest.partition("-")
    return int(year) + (int(month) - 1) / 12 + (int(day) - 1) / 372 if day else int(year) + (int(month or 1) - 1) / 12


class _Line(_Drawer):
    """Values over time. Every value is written beside its point: no scale has to be read."""

    target_y: float | None = None

    def draw(self) -> None:
        spec, em = self.spec, self.spec.text_px
        last_size = 1.9
        wide_last = self.width(spec.marks[-1].written, size=last_size, weight=800)
        left = max(self.width(spec.marks[0].label), self.width(spec.marks[0].written)) / 2 + 4
        right = spec.width_px - max(wide_last + em * 0.75, self.width(spec.marks[-1].label) / 2)
        top, bottom = em * 1.7, spec.height_px - em * 3.3
        times = [_when(mark.period, i) for i, mark in enumerate(spec.marks)]
        values = [float(mark.value) for mark in spec.marks]
        reach = values + ([float(spec.target.value)] if spec.target else [])
        low, high = min(reach), max(reach)
        # A line compares heights with one another, not with zero: the axis holds what is shown.
        spread = (high - low) or abs(high) or 1.0

        def across(time: float) -> float:
            return left + (time - times[0]) / ((times[-1] - times[0]) or 1) * (right - left)

        def down(value: float) -> float:
            share = (value - low) / spread
            return top + (share if spec.falls_to_improve else 1 - share) * (bottom - top)

        xs, ys = [across(t) for t in times], [down(v) for v in values]
        base = spec.height_px - em * 1.75
        self.line("axes", [xs[0], xs[-1]], [base, base], colour="line", thick=3)
        labelled = self.chosen(xs, values)
        for i, (x, mark) in enumerate(zip(xs, spec.marks, strict=True)):
            self.line("axes", [x, x], [base, base + em * 0.22], colour="line", thick=3)
            if i in labelled:
                end = i == len(xs) - 1
                self.text("axes", x, spec.height_px - em * 0.45, mark.label, weight=700 if end else 500,
                          colour="ink" if end else "muted")  # fmt: skip
        self.target_y = down(float(spec.target.value)) if spec.target else None
        if spec.target and self.target_y is not None:
            self.target(spec.target, xs, ys, self.target_y)
        self.line("data", xs, ys, colour="accent", thick=em * 0.2)
        for x, y in zip(xs[:-1], ys[:-1], strict=True):
            self.dot("data", x, y, size=em * 0.5, colour="accent")
        self.dot("data", xs[-1], ys[-1], size=em * 0.85, colour="accent")
        for i in sorted(labelled - {len(xs) - 1}):
            up = -0.6 if self.stands_above(i, xs, ys) else 1.3
            self.text("labels", xs[i], ys[i] + em * up, spec.marks[i].written, weight=600)
        self.text("labels", xs[-1] + em * 0.62, ys[-1], spec.marks[-1].written, size=last_size, weight=800,
                  colour="ink", across="left", up="center")  # fmt: skip

    def stands_above(self, i: int, xs: list[float], ys: list[float]) -> bool:
        """Whether a value is written above its point: where it lies on neither the line nor the target."""
        em, half = self.spec.text_px, self.width(self.spec.marks[i].written, weight=600) / 2
        lines = [(xs, ys)] + ([([xs[0], xs[-1]], [self.target_y] * 2)] if self.target_y is not None else [])

        def crossed(top: float, bottom: float) -> float:
            """Count how much of the lines runs through the letters."""
            steps = [xs[i] + half * k / 4 for k in range(-4, 5)]
            heights = (numpy.interp(x, *line, left=numpy.nan, right=numpy.nan) for line in lines for x in steps)
            return sum(bool(top < height < bottom) for height in heights)

        above = crossed(ys[i] - em * 1.55, ys[i] - em * 0.4)
        below = crossed(ys[i] + em * 0.4, ys[i] + em * 1.5)
        if above == below:
            # Else on the outer side of the bend.
            return ys[i] <= (ys[max(i - 1, 0)] + ys[min(i + 1, len(ys) - 1)]) / 2
        return above < below

    def chosen(self, xs: list[float], values: list[float]) -> set[int]:
        if len(values) < MANY:
            return set(range(len(values)))
        wanted = [len(values) - 1, 0, values.index(min(values)), values.index(max(values))]
        room = max(self.width(mark.label) for mark in self.spec.marks) * 1.25
        kept: set[int] = set()
        for i in wanted:
            if all(abs(xs[i] - xs[j]) >= room for j in kept):
                kept.add(i)
        return kept

    def target(self, target: Mark, xs: list[float], ys: list[float], y: float) -> None:
        em = self.spec.text_px
        self.line("target", [xs[0], xs[-1]], [y, y], colour="accent_2", thick=em * 0.1, dashes=(3, 2.2),
                  dash_capstyle="butt")  # fmt: skip
        # The words stand where the line of values is farther away.
        at_start = abs(ys[0] - y) >= abs(ys[-1] - y)
        above = (ys[0] if at_start else ys[-1]) >= y
        self.text(
            "target", xs[0] if at_start else xs[-1], y + em * (-0.45 if above else 1.15),
            f"{target.label}: {target.written}", weight=700, colour="accent_2", across="left" if at_start else "right",
        )  # fmt: skip


class _Columns(_Drawer):
    """A few values over time as columns from zero."""

    def draw(self) -> None:
        spec, em = self.spec, self.spec.text_px
        count = len(spec.marks)
        values = [float(mark.value) for mark in spec.marks]
        high = max([*values, float(spec.target.value) if spec.target else 0.0, 1e-9])
        top, base = em * (2.6 if spec.target else 1.8), spec.height_px - em * 1.6
        step = spec.width_px / count
        for i, (mark, value) in enumerate(zip(spec.marks, values, strict=True)):
            middle, end = step * (i + 0.5), i == count - 1
            tall = max(0.0, value / high) * (base - top)
            patch = Rectangle((middle - step * 0.34, base - tall), step * 0.68, tall, linewidth=0,
                              facecolor=self.colour("accent"), alpha=1 if end else 0.55)  # fmt: skip
            self.artists["data"].append(self.axes.add_patch(patch))
            self.text("labels", middle, base - tall - em * 0.4, mark.written, size=1.25 if end else 1,
                      weight=800 if end else 600, colour="ink" if end else "muted")  # fmt: skip
            self.text("axes", middle, spec.height_px - em * 0.45, mark.label, weight=700 if end else 500,
                      colour="ink" if end else "muted")  # fmt: skip
        self.line("axes", [0, spec.width_px], [base, base], colour="muted", thick=3)
        if spec.target:
            y = base - float(spec.target.value) / high * (base - top)
            self.line("target", [0, spec.width_px], [y, y], colour="accent_2", thick=em * 0.1, dashes=(3, 2.2),
                      dash_capstyle="butt")  # fmt: skip
            self.text("target", 0, y - em * 0.4, f"{spec.target.label}: {spec.target.written}", weight=700,
                      colour="accent_2", across="left")  # fmt: skip


class _Progress(_Drawer):
    """One value against its target: a bar from zero that grows the way the language is read."""

    def draw(self) -> None:
        spec, em = self.spec, self.spec.text_px
        mark = spec.marks[-1]
        end = max(other.value for other in (mark, spec.target, spec.whole) if other is not None)
        tall = min(em * 1.6, spec.height_px - em * 3)
        y = (spec.height_px - tall) / 2
        self.box("axes", 0, y, spec.width_px, tall, "track")
        self.box("data", 0, y, spec.width_px * float(mark.value / end), tall, "accent")
        start, side = (spec.width_px, "right") if self.rtl else (0, "left")
        self.text("labels", start, y - em * 0.5, mark.written, weight=800, size=1.2, colour="ink", across=side)  # type: ignore[arg-type]
        if spec.target:
            at = spec.width_px * float(spec.target.value / end)
            self.box("target", min(at, spec.width_px - 8), y - em * 0.3, 8, tall + em * 0.6, "accent_2")
            words = f"{spec.target.label}: {spec.target.written}"
            half = self.width(words, weight=700) / 2
            x = spec.width_px - at if self.rtl else at
            x = min(max(x, half), spec.width_px - half)
            self.text("target", x, y + tall + em * 1.35, words, weight=700, colour="accent_2")


class _Share(_Drawer):
    """A share as a hundred squares, filled row by row from where reading starts."""

    def draw(self) -> None:
        spec = self.spec
        mark = spec.marks[-1]
        whole = spec.whole.value if spec.whole else Decimal(100)
        share = float(mark.value / whole * 100)
        columns = 20 if spec.width_px >= 2.5 * spec.height_px else 10
        rows = 100 // columns
        step = min(spec.width_px / columns, spec.height_px / rows)
        side = step * 0.82
        for i in range(100):
            x, y = (i % columns) * step, (i // columns) * step
            self.box("axes", x, y, side, side, "track")
            if (part := min(max(share - i, 0), 1)) > 0:
                self.box("data", x, y, side * part, side, "accent")


_DRAWERS: dict[ChartKind, type[_Drawer]] = {
    "line": _Line,
    "columns": _Columns,
    "progress": _Progress,
    "share": _Share,
}
