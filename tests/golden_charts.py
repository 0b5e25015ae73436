"""The reference pictures of the charts: how they are made, and ``python -m tests.golden_charts`` to make them again.

Look at every picture that changed before committing it.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from briefcast.brief.read import read_brief
from briefcast.charts.draw import draw_chart
from briefcast.charts.places import as_map, as_table
from briefcast.charts.spec import ChartSpec, chart_spec, chart_spec_many
from briefcast.script import Figure, Mark
from briefcast.writing.facts import collect_facts
from tests.golden import FOLDER, TOLERANCE, WIDTH_PX, difference
from tests.groups_fixtures import script
from tests.maps_fixtures import PROVINCES, told
from tests.picture_fixtures import EXAMPLE, LANGUAGES, compared, fibre, look, rank

CHARTS = FOLDER / "charts"
KINDS = (
    "rank", "line", "columns", "below-zero", "ranked", "table", "map", "lines", "parts", "progress", "gauge", "share",
    "donut",
)  # fmt: skip


def names() -> list[tuple[str, str]]:
    """Every chart in every language."""
    return [(name, language) for name in KINDS for language in LANGUAGES]


def over_time(figure: Figure, **values: str) -> Figure:
    """A figure whose values are these, a year each: ``y2020="5"``."""
    series = tuple(
        Mark(value=Decimal(v), written=v.replace("-", "−"), label=year[1:], period=year[1:])
        for year, v in values.items()
    )
    return replace(figure, unit="count", series=series, value=series[-1].value, written=series[-1].written, plain="")


def _target(language: str) -> str:
    target = rank(language).target
    assert target is not None
    return target.label


def figures(language: str) -> list[Figure]:
    """Percentages of the first brief, the leading one an estimate and the smallest."""
    facts = collect_facts(read_brief(EXAMPLE))
    ids = ("digital-economy", "signature-adults", "smartphone-share")
    return [facts.figure(id, language, "exact") for id in ids]


def provinces(language: str) -> list[Figure]:
    """One figure in the 34 provinces of Viet Nam, two of them without a value, one the readers' own."""
    values = {**PROVINCES, "ca-mau": "", "khanh-hoa": ""}
    with tempfile.TemporaryDirectory() as folder:
        told_in = script(Path(folder), language, told(values, named="hue", more="home: hue"))
    return [figure for figure in told_in.figures if figure.grouped]


def spec(name: str, language: str, **more: Any) -> ChartSpec:
    """One chart as it is charted on a page, or on the panel for every other one."""
    base, share = look(language), replace(fibre(language), target=None, baseline=None)
    place: dict[str, Any] = {"width_px": 952, "height_px": 330}
    growing = over_time(fibre(language), y2014="31", y2016="44", y2018="46", y2020="63", y2022="74", y2024="82.4")
    growing = replace(growing, unit="percent", written=fibre(language).written, baseline=None, estimate=True)
    amounts = over_time(fibre(language), y2021="30", y2022="46", y2023="61", y2024="84")
    amounts = replace(amounts, baseline=None, target=Mark(value=Decimal(70), written="70", label=_target(language)))
    below = replace(over_time(share, y2021="-3", y2022="4", y2023="-1", y2024="6"), estimate=True)
    high: dict[str, Any] = {"width_px": 952, "height_px": 940, "text_px": 35}
    drawn = {
        "table": lambda: as_table(
            chart_spec_many(places := provinces(language), base, **high), places, places, columns=2
        ),
        "map": lambda: as_map(chart_spec_many(places := provinces(language), base, on="panel", **high), places),
        "rank": lambda: chart_spec(rank(language), base, on="panel", **place),
        "line": lambda: chart_spec(growing, base, kind="line", **place),
        "columns": lambda: chart_spec(amounts, base, on="panel", **place),
        "below-zero": lambda: chart_spec(below, base, **place),
        "ranked": lambda: chart_spec_many(figures(language), base, **place),
        "lines": lambda: chart_spec_many(compared("lines", language), base, kind="lines", on="panel", **place),
        "parts": lambda: chart_spec_many(compared("parts", language), base, kind="parts", **place),
        "progress": lambda: chart_spec(fibre(language), base, kind="progress", on="panel", **place),
        "gauge": lambda: chart_spec(fibre(language), base, **place),
        "share": lambda: chart_spec(share, base, on="panel", **place),
        "donut": lambda: chart_spec(figures(language)[0], base, kind="donut", **place),
    }
    return replace(drawn[name](), **more)


def picture(spec: ChartSpec) -> Image.Image:
    """A chart as Typst sets it on its ground, small."""
    return raster(draw_chart(spec).svg(), spec)


def raster(svg: bytes, spec: ChartSpec) -> Image.Image:
    """Any drawing of a chart as a picture."""
    ground = spec.colours["background"]
    page = (
        f'#set page(width: {spec.width_px}pt, height: {spec.height_px}pt, margin: 0pt, fill: rgb("{ground}"))\n'
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    ppi = 72 * WIDTH_PX / spec.width_px
    png = typst.compile(page.encode(), format="png", ppi=ppi, sys_inputs={"svg": svg.decode()})
    return Image.open(io.BytesIO(png)).convert("RGB")


def read(name: str, language: str) -> Image.Image:
    """The reference of one chart."""
    return Image.open(CHARTS / f"{name}-{language}.png").convert("RGB")


if __name__ == "__main__":
    CHARTS.mkdir(parents=True, exist_ok=True)
    for name, language in names():
        path = CHARTS / f"{name}-{language}.png"
        drawn = picture(spec(name, language))
        if not path.exists() or difference(drawn, read(name, language)) > TOLERANCE:
            drawn.save(path, optimize=True)
            print("drawn again:", path.name)
