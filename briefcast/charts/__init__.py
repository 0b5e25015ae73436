"""The charts: matplotlib draws values over time, beside one another, against a target, as parts of a whole.

A chart is drawn in four parts (axes, target, data, labels) on one geometry, so that a video can
bring them in one after another and a still shows them together. Every number on a chart is a text
that the script wrote; nothing is formatted here. A chart carries no title: its card says the finding.
"""

from briefcast.charts.canvas import PARTS, Chart, Part
from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import (
    MANY,
    Beside,
    ChartKind,
    ChartSpec,
    KindChoice,
    chart_spec,
    chart_spec_many,
    choose_kind,
)

__all__ = [
    "MANY",
    "PARTS",
    "Beside",
    "Chart",
    "ChartKind",
    "ChartSpec",
    "KindChoice",
    "Part",
    "chart_spec",
    "chart_spec_many",
    "choose_kind",
    "draw_chart",
]
