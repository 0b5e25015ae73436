"""Drawing a chart as its spec says."""

from __future__ import annotations

import matplotlib

from briefcast.charts.amounts import Parts, Progress, Ranked, Share
from briefcast.charts.areas import AreaMap
from briefcast.charts.canvas import LOCK, SETTINGS, Chart, Drawer
from briefcast.charts.lines import Lines
from briefcast.charts.over_time import Columns, Line, Rank
from briefcast.charts.rings import Donut, Gauge
from briefcast.charts.spec import ChartKind, ChartSpec
from briefcast.charts.table import Table
from briefcast.charts.tiles import TileMap
from briefcast.look.fonts import register_fonts

_DRAWERS: dict[ChartKind, type[Drawer]] = {
    "line": Line,
    "rank": Rank,
    "columns": Columns,
    "ranked": Ranked,
    "table": Table,
    "map": TileMap,
    "areas": AreaMap,
    "lines": Lines,
    "parts": Parts,
    "progress": Progress,
    "gauge": Gauge,
    "share": Share,
    "donut": Donut,
}


def draw_chart(spec: ChartSpec) -> Chart:
    """Draw a chart; LayoutError when a label does not fit or the chart would not be true.

    Time runs from left to right in every language; bars, squares and rings start where reading starts.
    """
    register_fonts()
    with LOCK, matplotlib.rc_context(SETTINGS):
        return _DRAWERS[spec.kind](spec).done()
