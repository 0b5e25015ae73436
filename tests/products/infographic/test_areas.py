"""A figure on a map of the team's own: each place in its outlines, named with its value on it or beside it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from briefcast.charts.areas import AreaMap
from briefcast.charts.draw import draw_chart
from briefcast.charts.ramp import shades
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import chart_words
from briefcast.language.written import NBSP
from briefcast.look.brand import read_brand
from briefcast.look.colour import lightness
from briefcast.products.infographic.draw import draw_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.sizes import SIZES
from tests.groups_fixtures import LANGUAGES, script
from tests.outlines_fixtures import NAMES, VALUES, crowded, told, write_map

BARE = "\u2066\u2067\u2068\u2069\u200f"
BRAND = read_brand("institutional")
SPOKEN = {"vi": 0, "en": 1, "he": 2}


def bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, BARE))).replace(NBSP, " ")


def page(folder: Path, language: str, size: str, text: str) -> Page:
    if not (folder / "maps").exists():
        write_map(folder)
    return lay_out(script(folder, language, text), BRAND, size)


def texts(spec: ChartSpec) -> list[str]:
    return [bare(text) for text, *_ in draw_chart(spec).boxes()]


def written(value: str, language: str) -> str:
    digits = f"{float(value):g}"
    return (digits.replace(".", ",") if language == "vi" else digits) + "%"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1920", "a4"])
def test_every_place_has_its_name_and_its_value(tmp_path: Path, language: str, size: str) -> None:
    """A district that is only a shade of blue says nothing to those who live there."""
    made = page(tmp_path, language, size, told())
    spec = made.charts["chart"]
    assert (spec.kind, len(spec.marks), spec.of) == ("areas", 10, 0)
    drawn = texts(spec)
    for id, names in NAMES.items():
        named = [text for text in drawn if names[SPOKEN[language]] in text]
        assert named, id
        value = written(VALUES[id], language)
        number = named[0].partition(".")[0]
        assert value in named[0] or any(value == text or text.endswith(f" {value}") for text in drawn), id
        if number.isdigit():
            assert drawn.count(number) == 1, f"the number of {id} stands on the map once"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_told_in_words(tmp_path: Path, language: str) -> None:
    """Who cannot see it has its table in the alt text."""
    made = page(tmp_path, language, "1080x1350", told(more="home: quang-tri"))
    for description in (made.description.alt_text, made.description.long_description):
        for mark in made.charts["chart"].marks:
            assert bare(f"{mark.label}: {mark.written}") in bare(description)
    assert made.charts["chart"].home_word in made.description.long_description
    assert chart_words(language).kinds.areas.split(".")[0] in made.description.long_description
    assert any(made.charts["chart"].home_word in text for text in texts(made.charts["chart"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_a_value_is_hatched_and_named(tmp_path: Path, language: str) -> None:
    made = page(tmp_path, language, "1080x1350", told(values={**VALUES, "cam-lo": ""}))
    spec = made.charts["chart"]
    assert spec.areas is not None
    assert (len(spec.areas.shapes), len(spec.areas.unvalued)) == (9, 1)
    name = NAMES["cam-lo"][SPOKEN[language]]
    assert any(chart_words(language).no_value in text and name in text for text in texts(spec))
    assert name in made.description.long_description
    assert b"<pattern" in draw_chart(spec).svg(["data"])
    whole = page(tmp_path, language, "1080x1350", told()).charts["chart"]
    assert b"<pattern" not in draw_chart(whole).svg(["data"])


def test_classes_are_told_apart_by_lightness_alone(tmp_path: Path) -> None:
    """Every eye sees which place is higher."""
    spec = page(tmp_path, "vi", "1080x1350", told()).charts["chart"]
    assert spec.areas is not None
    assert spec.areas.count == 5
    light = [lightness(shade) for shade in shades(spec.colours["background"], spec.colours["ink"], 5)]
    steps = [abs(b - a) for a, b in itertools.pairwise(light)]
    assert min(steps) > 10
    assert light in (sorted(light), sorted(light, reverse=True))
    declared = page(tmp_path, "vi", "1080x1350", told(more="classes: [60, 80, 90]")).charts["chart"]
    assert declared.areas is not None
    assert declared.areas.count == 4
    assert [text for text in texts(declared) if text in ("60%", "80%", "90%")] == ["60%", "80%", "90%"]


def test_the_country_is_not_turned_over_in_hebrew(tmp_path: Path) -> None:
    """A mirrored province has its sea in the west."""
    placed = {}
    for language in ("vi", "he"):
        spec = page(tmp_path, language, "a4", told()).charts["chart"]
        drawer = AreaMap(spec)
        drawer.draw()
        places = {mark.fact: patch for mark, patch in zip(spec.marks, drawer.artists["data"], strict=False)}
        west, east = (places[f"online-{id}"].get_extents() for id in ("huong-hoa", "quang-tri"))
        placed[language] = west.x0 < east.x0
    assert placed == {"vi": True, "he": True}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "a4"])
def test_of_many_places_the_most_telling_are_named(tmp_path: Path, language: str, size: str) -> None:
    """Sixty names on a telephone are none: the ends and the one of the text stay, and all are in the alt text."""
    tree, text = crowded()
    write_map(tmp_path, tree)
    made = page(tmp_path, language, size, text)
    spec = made.charts["chart"]
    assert (spec.kind, len(spec.marks)) == ("areas", 63)
    assert spec.text_px >= SIZES[size].floor_px
    drawn = " ".join(texts(spec))
    most, least = max(spec.marks, key=lambda m: m.value), min(spec.marks, key=lambda m: m.value)
    for mark in (most, least):
        assert mark.label in drawn
        assert bare(mark.written) in drawn
    assert "Xã 30" in drawn
    for mark in spec.marks:
        assert bare(f"{mark.label}: {mark.written}") in bare(made.description.long_description)
    write_map(tmp_path)
    square = " ".join(texts(page(tmp_path, language, "1080x1080", told(more="home: gio-linh")).charts["chart"]))
    for id in ("dong-ha", "da-krong", "gio-linh"):
        assert NAMES[id][SPOKEN[language]] in square


def test_whose_outlines_they_are_stands_under_them(tmp_path: Path) -> None:
    """Maps that anybody may use have to name who drew them."""
    text = told().replace("name: TEN_HUYEN}", "name: TEN_HUYEN, credit: © OpenStreetMap contributors}")
    assert "© OpenStreetMap contributors" in texts(page(tmp_path, "he", "1080x1350", text).charts["chart"])


def test_another_form_may_be_asked_for(tmp_path: Path) -> None:
    assert page(tmp_path, "vi", "a4", told(visual="table")).charts["chart"].kind == "table"
    assert page(tmp_path, "vi", "a4", told(visual="ranking")).charts["chart"].kind == "ranked"
    assert page(tmp_path, "vi", "a4", told(visual="map")).charts["chart"].kind == "areas"


def test_the_picture_is_written(tmp_path: Path) -> None:
    """What passes the check is made."""
    for size in ("1080x1350", "a4", "1200x630"):
        made = page(tmp_path, "he", size, told())
        assert all((tmp_path / output.name).stat().st_size > 10_000 for output in draw_infographic(made, tmp_path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_link_has_the_map_that_it_leads_to(tmp_path: Path, language: str) -> None:
    """The map that the team brought along was on every picture but the one that most people see."""
    write_map(tmp_path)
    words = '{vi: "Đông Hà {online.dong-ha}", en: "Dong Ha {online.dong-ha}", he: "דונג הא {online.dong-ha}"}'
    text = told(named="dong-ha").replace(
        "    statistics: [online]\n", f"    statistics: [online]\n    headline: {words}\n", 1
    )
    spec = page(tmp_path, language, "1200x630", text).charts["chart"]
    assert spec.kind == "areas" and spec.brief and len(spec.marks) == len(VALUES)
    said = " ".join(texts(spec))
    assert written("94.2", language) in said and written("58.6", language) in said
