"""A chart must not lie: heights true to the values, every label readable, the same parts in a film as in a still."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle, Wedge
from matplotlib.text import Text

from briefcast.charts.canvas import PARTS, Chart
from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartSpec, chart_spec, chart_spec_many, choose_kind
from briefcast.errors import LayoutError
from briefcast.script import Mark
from tests import ROOT, golden, golden_charts
from tests.picture_fixtures import LANGUAGES, card, fibre, look, picture, rank, script


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
    assert "60" in places
    assert all(any(text.startswith(f"{value} (") for text in places) for value in (10, 90))


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


def test_two_weights_of_a_variable_font_do_not_share_glyphs() -> None:
    """Hebrew figures come from one variable file; a bold 7 beside a thin 1 would be a misprint."""
    svg = draw_chart(spec("he")).svg().decode()
    ids = {line.split('id="')[1].split('"')[0] for line in svg.splitlines() if 'id="briefcast' in line}
    weights = {name.split("-")[2] for name in ids if name.split("-")[2].isdigit()}
    assert {"500", "800"} <= weights


# ---- what a chart must not hide


def amounts(*values: float, language: str = "en", **fields: object) -> ChartSpec:
    years = tuple(
        Mark(value=Decimal(str(v)), written=str(v), label=str(2020 + i), period=str(2020 + i))
        for i, v in enumerate(values)
    )
    return replace(spec(language), **{"kind": "columns", "marks": years, "target": None, "baseline": None, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["columns", "ranked", "progress", "gauge", "share", "donut"])
def test_a_cut_axis_is_refused_for_everything_that_compares_lengths(kind: str) -> None:
    with pytest.raises(LayoutError, match="does not start at zero"):
        draw_chart(amounts(50, kind=kind, axis_from=Decimal(40), whole=marks(100)[0]))


def test_a_line_may_start_where_it_is_told() -> None:
    near = boxes(draw_chart(amounts(50, 60, kind="line")))["50"]
    far = boxes(draw_chart(amounts(50, 60, kind="line", axis_from=Decimal(0))))["50"]
    assert far[1] < near[1]


def test_a_loss_points_down_and_a_gain_up() -> None:
    loss, gain = bars(draw_chart(amounts(-3, 6)))
    assert loss.get_y() == gain.get_y()
    # The canvas measures downwards.
    assert gain.get_height() < 0
    assert loss.get_height() == pytest.approx(-gain.get_height() / 2)


@pytest.mark.parametrize("kind", ["progress", "gauge", "share", "donut"])
def test_a_negative_value_is_part_of_nothing(kind: str) -> None:
    with pytest.raises(LayoutError, match="negative"):
        draw_chart(amounts(-3, kind=kind, whole=marks(100)[0]))


def many(language: str, **fields: object) -> ChartSpec:
    made = chart_spec_many(golden_charts.figures(language), look(language), width_px=952, height_px=330)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranked_bars_are_sorted_true_and_start_where_reading_starts(language: str) -> None:
    made = many(language)
    values = [float(mark.value) for mark in made.marks]
    assert values == sorted(values, reverse=True)
    assert made.marks[made.lead].fact == "digital-economy"
    drawn = bars(draw_chart(made))
    widths = [bar.get_width() for bar in drawn]
    assert np.allclose(np.array(widths) / widths[0], np.array(values) / values[0])
    starts = {round(bar.get_x() + (bar.get_width() if language == "he" else 0)) for bar in drawn}
    assert starts == {952 if language == "he" else 0}


def test_the_leading_bar_is_told_by_more_than_its_colour() -> None:
    chart = draw_chart(many("en"))
    texts = {a.get_text(): a for parts in chart._artists.values() for a in parts if isinstance(a, Text)}
    assert texts["Digital economy in GDP"].get_fontweight() > texts["People using smartphones"].get_fontweight()


def test_units_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(LayoutError, match="one chart compares one unit"):
        choose_kind(fibre("en"), replace(fibre("en"), unit="count"))
    with pytest.raises(LayoutError, match="length of a bar says nothing of a rank"):
        choose_kind(rank("en"), rank("en"))


def test_half_a_rank_is_refused() -> None:
    with pytest.raises(LayoutError, match="is no rank"):
        draw_chart(amounts(3, 2.5, kind="rank"))


def test_parts_larger_than_their_whole_are_refused() -> None:
    with pytest.raises(LayoutError, match="more than their whole"):
        draw_chart(amounts(70, 40, kind="donut", whole=marks(100)[0]))
    with pytest.raises(LayoutError, match="which a ring of parts does not show"):
        draw_chart(amounts(70, kind="donut", whole=marks(100)[0], target=marks(80)[0]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_is_hatched_or_dashed_and_called_one(language: str) -> None:
    word = {"vi": "ước tính", "en": "estimate", "he": "אומדן"}[language]
    for name in ("line", "below-zero", "ranked", "donut"):
        chart = draw_chart(golden_charts.spec(name, language))
        assert any(word in text for text in boxes(chart)), name
        shapes = chart._artists["data"]
        hatched = [a for a in shapes if isinstance(a, Patch) and a.get_hatch()]
        dashed = [a for a in shapes if isinstance(a, Line2D) and a.is_dashed()]
        assert len(hatched) + len(dashed) == 1, name


def test_a_known_value_is_neither_hatched_nor_dashed() -> None:
    shapes = draw_chart(golden_charts.spec("progress", "en"))._artists["data"]
    assert not [a for a in shapes if isinstance(a, Patch) and a.get_hatch()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["line", "progress", "gauge"])
def test_over_and_nearly_stand_with_the_value(language: str, name: str) -> None:
    assert any(fibre(language).qualifier in text for text in boxes(draw_chart(golden_charts.spec(name, language))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["rank", "line", "columns", "progress", "gauge"])
def test_a_target_is_drawn_and_named(language: str, name: str) -> None:
    made = golden_charts.spec(name, language)
    assert made.target is not None
    chart = draw_chart(made)
    assert any(made.target.label in text for text in boxes(chart))
    assert any(not isinstance(a, Text) for a in chart._artists["target"])


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_gauge_fills_half_a_ring_as_far_as_its_value(language: str) -> None:
    [filled] = [a for a in draw_chart(golden_charts.spec("gauge", language))._artists["data"] if isinstance(a, Wedge)]
    assert abs(filled.theta2 - filled.theta1) == pytest.approx(180 * 0.824)
    assert (filled.theta1 == -180) == (language == "en")


# ---- growth


@pytest.mark.parametrize("name", golden_charts.KINDS)
def test_a_grown_chart_is_the_still_and_one_that_has_not_begun_shows_no_data(name: str) -> None:
    made = golden_charts.spec(name, "he")
    chart = draw_chart(made)
    still = chart.svg()
    half = chart.svg(["data"], grown=0.5)
    assert chart.svg(grown=1.0) == still
    assert half != chart.svg(["data"])
    nothing = golden_charts.raster(chart.svg(["data"], grown=0.0), made)
    assert golden.difference(nothing, golden_charts.raster(chart.svg([]), made)) <= golden.TOLERANCE
    with pytest.raises(ValueError, match="grows from 0 to 1"):
        chart.svg(grown=1.5)


def test_half_grown_bars_are_half_as_long() -> None:
    chart = draw_chart(many("he"))
    full = [bar.get_width() for bar in bars(chart)]
    chart.svg(grown=0.5)
    assert [bar.get_width() for bar in bars(chart)] == pytest.approx([wide / 2 for wide in full])
    assert {round(bar.get_x() + bar.get_width()) for bar in bars(chart)} == {952}


def test_half_grown_columns_and_rings_have_come_half_the_way() -> None:
    columns = draw_chart(golden_charts.spec("columns", "en"))
    before = [bar.get_height() for bar in bars(columns)]
    columns.svg(grown=0.5)
    assert [bar.get_height() for bar in bars(columns)] == pytest.approx([tall / 2 for tall in before])
    ring = draw_chart(golden_charts.spec("donut", "en"))
    ring.svg(grown=0.5)
    [piece] = [a for a in ring._artists["data"] if isinstance(a, Wedge)]
    assert piece.theta2 - piece.theta1 == pytest.approx(360 * 0.183 / 2)


# ---- every size


@pytest.mark.parametrize("language", ["vi", "he"])
@pytest.mark.parametrize("size", [(440, 430), (330, 300)])
def test_labels_stay_on_the_canvas_and_apart_or_the_chart_is_refused(language: str, size: tuple[int, int]) -> None:
    """A cell of a grid is narrow: what does not fit is refused by name, never cut off."""
    drawn = 0
    for name in golden_charts.KINDS:
        made = golden_charts.spec(name, language, width_px=size[0], height_px=size[1])
        try:
            chart = draw_chart(made)
        except LayoutError as error:
            assert "Give" in str(error) or "give" in str(error)
            continue
        drawn += 1
        assert overlaps(chart) == []
        for text, left, top, right, bottom in chart.boxes():
            assert left >= -1 and top >= -1 and right <= size[0] + 1 and bottom <= size[1] + 1, text
    assert drawn >= (7 if size[0] > 400 else 4)


# ---- the kind


def test_the_kind_follows_the_question() -> None:
    share = replace(fibre("en"), target=None, baseline=None)
    amount = replace(share, unit="currency", plain="", out_of=Mark(value=Decimal(100), written="100", label="all"))
    kinds = {
        choose_kind(figure).kind: choose_kind(figure).reason
        for figure in (
            rank("en"),
            replace(rank("en"), unit="index"),
            replace(rank("en"), unit="count"),
            fibre("en"),
            replace(fibre("en"), baseline=None),
            share,
            amount,
        )
    }
    assert list(kinds) == ["rank", "line", "columns", "gauge", "progress", "share", "donut"]
    assert len(set(kinds.values())) == 7
    assert choose_kind(fibre("en"), fibre("en")).kind == "ranked"


def test_a_growth_is_part_of_no_whole() -> None:
    """A growth of 20 % drawn as a fifth of a ring would be a lie."""
    growth = replace(fibre("en"), target=None, baseline=None, plain="")
    with pytest.raises(LayoutError, match="better than the number alone"):
        choose_kind(growth)


# ---- references


@pytest.mark.parametrize(("name", "language"), golden_charts.names())
def test_a_chart_looks_as_it_was_approved(name: str, language: str) -> None:
    drawn = golden_charts.picture(golden_charts.spec(name, language))
    assert golden.difference(drawn, golden_charts.read(name, language)) <= golden.TOLERANCE


def test_one_colour_or_one_bar_that_changed_is_seen() -> None:
    made = golden_charts.spec("ranked", "vi")
    colours = {**made.colours, "accent": "#12509F"}
    first, *rest = made.marks
    longer = (replace(first, value=first.value + 2), *rest)
    for changed in (replace(made, colours=colours), replace(made, marks=longer)):
        assert golden.difference(golden_charts.picture(changed), golden_charts.read("ranked", "vi")) > golden.TOLERANCE


def test_the_example_of_the_page_about_charts_works() -> None:
    [block] = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "charts.md").read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {"script": script("press", "vi")}
    exec(block, names)
    assert names["svg"] != names["frame"]


def test_a_line_of_many_values_runs_without_dots_over_named_years() -> None:
    """The rims of sixty dots eat the line: a row of crescents is left, and nothing says which year one sees."""
    months = [f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13)]
    values = [100 + (i % 7) for i in range(60)]
    values[14], values[40] = 81, 122
    many = tuple(
        Mark(value=Decimal(v), written=str(v), label=f"{month[5:]}/{month[:4]}", period=month)
        for v, month in zip(values, months, strict=True)
    )
    chart = draw_chart(spec(kind="line", marks=many, target=None))
    dots = [line for line in chart._artists["data"] if isinstance(line, Line2D) and len(line.get_xdata()) == 1]
    assert len(dots) <= 4
    texts = set(boxes(chart))
    assert {"2021", "2022", "2023", "2024", "12/2025", "81 (03/2022)", "122 (05/2024)"} <= texts


def test_years_without_values_are_not_joined_like_values() -> None:
    """A firm line over fifteen years would show what nobody measured."""
    some = (*marks(9, 8, 9, 8), *marks(4, 3, 2, first=2019))
    drawn = draw_chart(spec(kind="line", marks=some, target=None))._artists["data"]
    across = [line for line in drawn if isinstance(line, Line2D) and line.get_linestyle() == "--"]
    assert len(across) == 1
    even = draw_chart(spec(kind="line", marks=marks(9, 8, 9, 8, 4, 3, 2), target=None))._artists["data"]
    assert not [line for line in even if isinstance(line, Line2D) and line.get_linestyle() == "--"]


def test_every_column_has_its_year_and_value_where_its_unit_has_a_row_of_its_own() -> None:
    wide = tuple(replace(mark, written=f"${mark.written}\u00a0billion") for mark in marks(1, 34, 51, 88, 12, 98))
    texts = [text for text, *_ in draw_chart(spec(kind="columns", marks=wide, target=None)).boxes()]
    assert texts.count("billion") == 6
    assert {"$1", "$34", "$51", "$88", "$12", "$98", *map(str, range(2000, 2006))} <= set(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_newest_but_one_and_the_lowest_are_written(language: str) -> None:
    """The text speaks of both: a line that names another year instead sends its reader searching."""
    written = {f"{value}": value for value in (931, 502, 587, 618, 742)}
    wide = tuple(replace(mark, label=f"9 tháng {mark.label}") for mark in marks(*written.values(), first=2022))
    chart = draw_chart(spec(language, marks=wide, target=None, baseline=None))
    assert set(written) <= set(boxes(chart))


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_stand_at_their_bars_and_no_line_runs_through_them(language: str) -> None:
    """Pushed behind the line of the whole, 38.9 seems to belong to another bar."""
    ranked = many(language, target=None, overall=Mark(value=Decimal("47.6"), written="47.6%", label="All"))
    values = (71, 52, 44, 39, 33)
    ranked = replace(ranked, marks=tuple(replace(mark, written=f"{mark.value}%") for mark in marks(*values)), lead=0)
    chart = draw_chart(replace(ranked, height_px=560))
    ends = sorted(max(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars(chart))
    starts = sorted(min(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars(chart))
    drawn = boxes(chart)
    own = sorted(drawn[f"{value}%"] for value in values)
    gaps = (
        [box[0] - end for box, end in zip(own, ends, strict=True)]
        if language != "he"
        else [start - box[2] for box, start in zip(own, starts, strict=True)]
    )
    assert max(gaps) - min(gaps) < 2
    lines = [artist for artist in chart._artists["axes"] if isinstance(artist, Line2D)]
    for line in lines:
        (x, _), (top, bottom) = line.get_xdata(), sorted(line.get_ydata())  # type: ignore[misc]
        assert not any(box[0] < x < box[2] and top < box[3] - 3 and bottom > box[1] + 3 for box in own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_of_a_line_has_its_time(language: str) -> None:
    """The newest value of 31 October hid the year before it: 94.3% was of no year."""
    last = Mark(value=Decimal(95), written="95%", label="31 Oct 2026", period="2026-10-31")
    line = replace(spec(language, marks=(*marks(92, 93, 93, 94, first=2022), last)), kind="line", target=None)
    assert {"2022", "2023", "2024", "2025", "31 Oct 2026"} <= set(boxes(draw_chart(line)))


def test_an_earlier_value_is_no_second_target() -> None:
    """Two levels across a line read as two targets, one of them passed long ago."""
    before = replace(rank("vi"), baseline=Mark(value=Decimal(80), written="80", label="31/10/2025"))
    assert chart_spec(before, look("vi"), width_px=952, height_px=330).baseline is None
    alone = chart_spec(replace(before, target=None), look("vi"), width_px=952, height_px=330)
    assert alone.baseline is not None


def reach(chart: Chart) -> tuple[float, float]:
    """From where to where the line of a target runs, in px."""
    lines = [artist for artist in chart._artists["target"] if isinstance(artist, Line2D)]
    xs = [float(x) for line in lines for x in np.asarray(line.get_xdata())]
    return min(xs), max(xs)


@pytest.mark.parametrize("kind", ["line", "columns"])
def test_the_target_of_one_year_is_no_level_over_the_years_before_it(kind: str) -> None:
    """The plan for 2024 would say that four years of five had missed it."""
    years = marks(60, 62, 61, 66, 68, first=2020)
    target = Mark(value=Decimal(65), written="65", label="Plan")
    whole = reach(draw_chart(spec("en", kind=kind, marks=years, target=target, baseline=None)))
    dated = reach(draw_chart(spec("en", kind=kind, marks=years, target=replace(target, period="2024"), baseline=None)))
    assert dated[1] == pytest.approx(whole[1], abs=40)
    assert dated[1] - dated[0] < (whole[1] - whole[0]) * 0.35
    ahead = replace(target, period="2027")
    assert reach(draw_chart(spec("en", kind=kind, marks=years, target=ahead, baseline=None))) == whole


def test_a_target_of_the_year_is_level_over_its_months() -> None:
    months = tuple(
        Mark(value=Decimal(v), written=str(v), label=f"M{n}", period=f"2026-0{n}") for n, v in enumerate((5, 4, 3), 1)
    )
    target = Mark(value=Decimal(4), written="4", label="Ceiling", period="2026")
    own, undated = (
        reach(draw_chart(spec("en", kind="line", marks=months, target=of, baseline=None)))
        for of in (target, replace(target, period=""))
    )
    assert own == undated
