"""Blocks: the figures one point of a film shows, each in the way that is true for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefcast.charts import ChartSpec, chart_spec, chart_spec_many, choose_kind, draw_chart
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.figures import figure_data
from briefcast.products.video.arrangement import Arrangement
from briefcast.script import Figure, Scene, Script

_TOGETHER_MAX = 2
"""Figures that stand beside one another; more are compared as bars, or left out."""
_BAR_ROW = 2.2
"""Height of one of several bars with its name, in sizes of text."""

_NOTES: Mapping[str, tuple[str, ...]] = {
    "number": ("change", "gap", "plain", "period"),
    "progress": ("gap", "change"),
    "share": ("plain", "change"),
    "pair": ("change",),
    "series": ("change",),
    "ring": ("gap", "change"),
    "ranking": (),
}
"""What may be remarked under a figure of each kind, the most telling first; beside another figure only the first."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One figure of a point, or several compared in one chart."""

    figures: tuple[Figure, ...]
    """The first one leads."""
    card: str
    """Its entrances in ``templates/video/motion.yaml``."""
    row: Mapping[str, Any]
    """What ``templates/video/scene.typ`` draws: kind, figure, remark."""

    @property
    def absent(self) -> tuple[str, ...]:
        """The layers of its card that it has nothing for."""
        without = {"detail": not self.row["note"], "target": self.row["d"]["target"] is None}
        return tuple(layer for layer, empty in without.items() if empty)


def has_scene(scene: Scene) -> bool:
    """Whether films show the figures of a point; else they show its words alone."""
    return scene.kind == "point" and scene.visual.kind in _NOTES and bool(scene.visual.figures)


def figure_blocks(scene: Scene, script: Script, place: Arrangement, look: Mapping[str, Any]) -> tuple[Block, ...]:
    """Give what a point shows of its figures: nothing for a point that shows its words alone."""
    if not has_scene(scene):
        return ()
    kind, figures = str(scene.visual.kind), [script.figure(id) for id in scene.visual.figures]
    if kind == "ranking" and (compared := _ranking(figures, place, look)):
        return (compared,)
    figures = figures[:_TOGETHER_MAX]
    several = len(figures) > 1
    return tuple(_block(figure, kind, several, n, place, look) for n, figure in enumerate(figures))


def _block(figure: Figure, kind: str, several: bool, number: int, place: Arrangement, look: Mapping[str, Any]) -> Block:
    d = figure_data(figure)
    chart = _ring(figure, place, look) if not several and kind in ("progress", "share") else None
    if chart:
        kind = "ring"
    elif (
        kind == "ranking"
        or (kind == "progress" and d["fraction"] is None)
        or (kind == "share" and d["tenths"] is None)
        or (kind == "pair" and d["baseline"] is None)
        or (kind == "series" and (len(figure.series) < 2 or number > 0))
    ):
        kind = "number"
    if kind == "series":
        width_px, height_px = place.chart_px
        chart = chart_spec(
            figure, look, width_px=width_px, height_px=height_px, on="panel", text_px=drawing.TEXT_FLOOR_PX
        )
    if chart:
        d["chart"] = chart
    notes = _NOTES[kind][: 1 if several else None]
    note = next((name for name in notes if d[name] and d[name] != figure.written), "")
    if several and kind in ("progress", "share"):
        note = ""
    row = {"kind": kind, "d": d, "note": note, "stacked": place.side_by_side}
    return Block(figures=(figure,), card=chart.kind if chart else kind, row=row)


def _ring(figure: Figure, place: Arrangement, look: Mapping[str, Any]) -> ChartSpec | None:
    """Give the gauge or ring that tells a figure better than a bar or people, where its labels have room."""
    try:
        kind = choose_kind(figure).kind
        if kind not in ("gauge", "donut"):
            return None
        width_px, height_px = place.ring_px
        chart = chart_spec(
            figure,
            look,
            # Nothing is written beside a ring.
            width_px=width_px if kind == "gauge" else height_px,
            height_px=height_px,
            on="panel",
            text_px=drawing.TEXT_FLOOR_PX,
        )
        # Its number stands beside it, large: the digits alone hold its place.
        chart = replace(chart, marks=tuple(replace(mark, written=figure.number) for mark in chart.marks))
        draw_chart(chart)
    except LayoutError:
        return None
    return chart


def _ranking(figures: Sequence[Figure], place: Arrangement, look: Mapping[str, Any]) -> Block | None:
    """Give several figures as bars, as many as there is room for; None if no length or no label fits."""
    left, top, right, bottom = place.figure
    foot = 1 if any(figure.target for figure in figures) else 0
    room = int((bottom - top) / (_BAR_ROW * drawing.TEXT_FLOOR_PX)) - foot
    shown = figures[:room]
    if len(shown) < 2:
        return None
    # Few bars keep together: a chart is not stretched over its place.
    height_px = min(bottom - top, round((len(shown) + foot) * 1.6 * _BAR_ROW * drawing.TEXT_FLOOR_PX))
    try:
        chart: ChartSpec = chart_spec_many(
            shown, look, width_px=right - left, height_px=height_px, on="panel", text_px=drawing.TEXT_FLOOR_PX
        )
        draw_chart(chart)
    except LayoutError:
        return None
    d = {**figure_data(shown[0]), "chart": chart}
    if chart.target is None:
        d["target"] = None
    return Block(figures=tuple(shown), card=chart.kind, row={"kind": "ranking", "d": d, "note": "", "stacked": False})
