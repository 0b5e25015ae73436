"""What a point of a film compares is one chart, in every language and shape, and what it leaves out it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.charts.draw import draw_chart
from briefcast.charts.words import chart_words, fill
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.video.arrangement import ARRANGEMENTS, Shape, arrange
from briefcast.products.video.blocks import Block, figure_blocks
from tests import outlines_fixtures
from tests.groups_fixtures import GOOD, LANGUAGES, many, script
from tests.maps_fixtures import PROVINCES, told


def blocks(folder: Path, language: str, shape: Shape, point: str, text: str = GOOD) -> tuple[Block, ...]:
    telling = script(folder, language, text)
    place = arrange(shape, rtl=language == "he")
    look = drawing.look(
        read_brand("institutional"), language, width_px=place.width_px, height_px=place.height_px, theme="light"
    )
    return figure_blocks(next(scene for scene in telling.scenes if scene.id == point), telling, place, look)


@pytest.mark.parametrize("shape", list(ARRANGEMENTS))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("point", "moves"), [("a", "ranked"), ("b", "lines"), ("c", "parts")])
def test_a_point_that_compares_is_one_chart(
    tmp_path: Path, language: str, shape: Shape, point: str, moves: str
) -> None:
    """Two bare numbers of many would be all that a film shows."""
    [block] = blocks(tmp_path, language, shape, point)
    assert block.moves == moves
    assert not block.stood_in


@pytest.mark.parametrize("shape", list(ARRANGEMENTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_that_does_not_show_all_says_so(tmp_path: Path, language: str, shape: Shape) -> None:
    [block] = blocks(tmp_path, language, shape, "a", many(34, named=34))
    chart = block.row["d"]["chart"]
    assert block.figures[0].statistic == "online-tinh-34"
    assert 4 <= len(block.figures) < 34
    note = fill(chart_words(language).cut, language, shown=len(block.figures), of=34)
    assert any(note in text for text, *_ in draw_chart(chart).boxes())


def test_a_wide_film_shows_all_of_eight_places_and_the_plan_for_them(tmp_path: Path) -> None:
    """A request would go to wards below half, and one of them would not be on the screen."""
    text = many(8, named=8).replace(
        "    value: 81.4\n", "    value: 81.4\n    target: {value: 91, by: 2025-12, kind: plan}\n"
    )
    [block] = blocks(tmp_path, "en", "16x9", "a", text)
    chart = block.row["d"]["chart"]
    assert len(block.figures) == 8
    assert chart.target is not None and chart.target.value == 91
    assert any("91%" in words for words, *_ in draw_chart(chart).boxes())
    without = many(8, named=8)
    assert blocks(tmp_path, "en", "16x9", "a", without)[0].row["d"]["chart"].target is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_upright_film_shows_all_of_six_places(tmp_path: Path, language: str) -> None:
    """Four of six rows stood there for the sake of the line of what they come to."""
    [block] = blocks(tmp_path, language, "9x16", "a", many(6, named=6))
    assert len(block.figures) == 6
    few = many(3, named=3)
    assert blocks(tmp_path, language, "9x16", "a", few)[0].row["d"]["chart"].overall is not None, "where both have room"


def test_the_target_of_all_places_comes_into_the_film_with_its_bars(tmp_path: Path) -> None:
    """It was laid out, and no layer ever brought it in: the missed plan was said and never seen."""
    text = many(4, named=4).replace(
        "    value: 81.4\n", "    value: 81.4\n    target: {value: 91, by: 2025-12, kind: plan}\n"
    )
    [block] = blocks(tmp_path, "en", "16x9", "a", text)
    assert block.row["d"]["chart"].target is not None
    assert "target" not in block.absent
    [without] = blocks(tmp_path, "en", "16x9", "a", many(4, named=4))
    assert "target" in without.absent


@pytest.mark.parametrize("shape", list(ARRANGEMENTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_of_many_places_shows_their_map(tmp_path: Path, language: str, shape: Shape) -> None:
    """Five bars of 34 provinces: where the low ones lie, which is what a map is for, nobody saw."""
    [block] = blocks(tmp_path, language, shape, "a", told(PROVINCES))
    chart = block.row["d"]["chart"]
    assert block.moves == "map" and len(block.figures) == len(PROVINCES)
    said = [text for text, *_ in draw_chart(chart).boxes()]
    for mark in (max(chart.marks, key=lambda m: m.value), min(chart.marks, key=lambda m: m.value)):
        assert any(mark.written in text for text in said)
    # Who asks for bars gets bars.
    assert blocks(tmp_path, language, shape, "a", told(PROVINCES, visual="ranking"))[0].moves == "ranked"


def test_the_film_of_a_map_of_ones_own_shows_it(tmp_path: Path) -> None:
    outlines_fixtures.write_map(tmp_path)
    [block] = blocks(tmp_path, "vi", "9x16", "a", outlines_fixtures.told())
    assert block.moves == "areas" and len(block.figures) == len(outlines_fixtures.VALUES)
