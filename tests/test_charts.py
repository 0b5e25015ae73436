"""A chart must not lie: heights true to the values, every label readable, the same parts in a film as in a still."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from briefcast.charts import PARTS, Chart, ChartSpec, chart_spec, choose_kind, draw_chart
from briefcast.errors import LayoutError
from briefcast.script import Mark
from tests.picture_fixtures import LANGUAGES, card, fibre, look, picture, rank


def spec(language: str = "vi", **fields: object) -> ChartSpec:
    made = chart_spec(rank(language), look(language), width_px=952, height_px=330)
    return replace(made, **fields)  # type: ignore[arg-type]


def marks(*values: int, first: int = 2000) -> tuple[Mark, ...]:
    return tuple(
        Mark(value=Decimal(v), written=str(v), label=str(first + i), period=str(first + i))
        for i, v in enumerate(values)
    )


def boxes(chart: Chart) -> dict[str, tuple[float, float, float, float]]:
    return {text: (x0, y0, x1, y1) for text, x0, y0, x1, y1 in chart.boxes()}


def bars(chart: Chart) -> list[Rectangle]:
    return [artist for artist in chart._artists["data"] if isinstance(artist, Rectangle)]


def test_a_better_rank_stands_higher() -> None:
    places = boxes(draw_chart(spec()))
    assert places["71"][1] < places["99"][1]


def test_a_higher_value_stands_higher_where_higher_is_better() -> None:
    places = boxes(draw_chart(spec(marks=marks(10, 30), target=None, kind="line")))
    assert places["30"][1] < places["10"][1]


def test_columns_start_at_zero() -> None:
    """Twice the value is twice the height; a cut axis would make a small rise look large."""
    chart = draw_chart(spec(kind="columns", marks=marks(50, 75, 100), target=None))
    heights = [bar.get_height() for bar in bars(chart)]
    assert np.allclose(np.array(heights) / heights[-1], [0.5, 0.75, 1.0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_run_from_left_to_right_in_every_language(language: str) -> None:
    places = boxes(draw_chart(spec(language)))
    assert [places[year][0] for year in ("2014", "2018", "2024")] == sorted(
        places[year][0] for year in ("2014", "2018", "2024")
    )


@pytest.mark.parametrize("kind", ["progress", "share"])
def test_bars_and_squares_start_where_reading_starts(kind: str) -> None:
    def starts(language: str) -> float:
        chart = draw_chart(chart_spec(fibre(language), look(language), width_px=900, height_px=300, kind=kind))  # type: ignore[arg-type]
        first = bars(chart)[0]
        return first.get_x() + first.get_width() / 2

    assert starts("vi") < 450 < starts("he")


def test_a_bar_against_its_target_is_as_long_as_its_share() -> None:
    chart = draw_chart(chart_spec(fibre("vi"), look("vi"), width_px=1000, height_px=300, kind="progress"))
    assert bars(chart)[0].get_width() == pytest.approx(824)


def test_a_share_fills_as_many_squares_as_percent() -> None:
    chart = draw_chart(chart_spec(fibre("vi"), look("vi"), width_px=400, height_px=400, kind="share"))
    widths = [bar.get_width() for bar in bars(chart)]
    assert len(widths) == 83
    assert sum(widths) / widths[0] == pytest.approx(82.4)


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    found = chart.boxes()
    # Letters stand inside the height of their line: a quarter of it is air.
    return [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a[1] < b[3] and b[1] < a[3] and a[2] + 10 < b[4] and b[2] + 10 < a[4]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "values", [(99, 89, 88, 86, 86, 71), (10, 90, 20, 80, 70), (5, 5, 5), (1, 2), tuple(range(20, 60, 2))]
)
def test_no_label_lies_on_another(language: str, values: tuple[int, ...]) -> None:
    assert overlaps(draw_chart(spec(language, marks=marks(*values), target=None))) == []


def test_an_overlap_would_be_seen() -> None:
    slivers = tuple(replace(mark, label=f"Part {mark.label}") for mark in marks(1, 1, 1, 97))
    with pytest.raises(LayoutError, match="would lie on"):
        draw_chart(spec(kind="donut", marks=slivers, target=None))


def test_a_long_series_names_its_ends_and_extremes() -> None:
    places = boxes(draw_chart(spec(marks=marks(*([50] * 6), 10, *([50] * 6), 90, *([50] * 6), 60), target=None)))
    assert {"10", "90", "60"} <= set(places)
    assert len(places) <= 8  # Four values with their years.


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_together_are_the_whole_chart(language: str) -> None:
    """A film brings a chart in part by part; at the end it must be the still's."""
    whole = np.asarray(picture(card("series", language)), np.int16)
    parted = np.asarray(picture(card("series", language, parted=True)), np.int16)
    assert np.abs(whole - parted).max() <= 12  # Soft edges that meet are blended in another order.
    assert (np.abs(whole - parted).max(axis=2) > 3).mean() < 0.001


def test_a_part_alone_shows_only_itself() -> None:
    chart = draw_chart(spec())
    sizes = {part: len(chart.svg([part])) for part in PARTS}
    assert len(chart.svg([])) < min(sizes.values())
    assert max(sizes.values()) < len(chart.svg())
    with pytest.raises(ValueError, match="legend"):
        chart.svg(["legend"])  # type: ignore[list-item]


def test_a_label_that_would_be_cut_off_is_refused() -> None:
    target = Mark(
        value=Decimal(70), written="70", label="A target with a very long name that no chart has room for at all"
    )
    with pytest.raises(LayoutError, match="A target with a very long name"):
        draw_chart(spec(target=target, width_px=500))


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw_chart(spec()).svg() == draw_chart(spec()).svg()


def test_the_kind_follows_the_figure() -> None:
    assert choose_kind(rank("vi")).kind == "rank"
    assert choose_kind(fibre("vi")).kind == "gauge"
    assert choose_kind(replace(fibre("vi"), target=None)).kind == "share"
    assert choose_kind(replace(rank("vi"), unit="count")).kind == "columns"


def test_two_weights_of_a_variable_font_do_not_share_glyphs() -> None:
    """Hebrew figures come from one variable file; a bold 7 beside a thin 1 would be a misprint."""
    svg = draw_chart(spec("he")).svg().decode()
    ids = {line.split('id="')[1].split('"')[0] for line in svg.splitlines() if 'id="briefcast' in line}
    weights = {name.split("-")[2] for name in ids if name.split("-")[2].isdigit()}
    assert {"500", "800"} <= weights
