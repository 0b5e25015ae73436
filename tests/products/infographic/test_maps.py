"""A figure in many places as a map or a table: all of them, each with the figure of the brief, and the readers' own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.atlas import atlases
from briefcast.charts.draw import draw_chart
from briefcast.charts.places import atlas_of
from briefcast.charts.spec import ChartSpec
from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError
from briefcast.language.written import NBSP
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.legibility import TEXT_FLOOR_PX
from briefcast.products.infographic.draw import draw_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from tests.groups_fixtures import LANGUAGES, many, script
from tests.maps_fixtures import DISTRICTS, PROVINCES, told
from tests.pdf_tree import tags_of

BARE = "\u2066\u2067\u2068\u2069\u200f"
BRAND = read_brand("institutional")


def bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, BARE))).replace(NBSP, " ")


def page(folder: Path, language: str, size: str, text: str) -> Page:
    """Lay out a page, once for all tests that look at it."""
    if (language, size, text) not in _LAID:
        _LAID[language, size, text] = lay_out(script(folder, language, text), BRAND, size)
    return _LAID[language, size, text]


_LAID: dict[tuple[str, str, str], Page] = {}


def texts(spec: ChartSpec) -> list[str]:
    return [bare(text) for text, *_ in draw_chart(spec).boxes()]


def amounts(text: str) -> list[str]:
    """The amounts in a text, with a decimal point."""
    return [found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?(?=%)", text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1920", "a4"])
def test_provinces_stand_on_their_map_with_both_archipelagos(tmp_path: Path, language: str, size: str) -> None:
    """Where a province lies is seen at once, and none of the 34 is missing, nor Hoàng Sa and Trường Sa."""
    made = page(tmp_path, language, size, told(PROVINCES, named="hue", more="home: hue"))
    spec = made.charts["chart"]
    assert (made.layout, spec.kind, len(spec.marks), spec.of, made.lacking) == ("ranking", "map", 34, 0, ())
    drawn = texts(spec)
    for tile in atlases()["viet-nam"].tiles:
        assert {tile.name[language], tile.short.get(language)} & {*drawn}, tile.id
    for island in atlases()["viet-nam"].islands:
        assert {island.name[language], island.short.get(language)} & {*drawn}, island.of
    assert spec.text_px >= (TEXT_FLOOR_PX if SIZES[size].shape != "sheet" else SIZES[size].floor_px)
    own = next(text for text in drawn if spec.home_word in text)
    assert "90.7" in own.replace(",", ".")
    assert any(chart_words(language).most.split()[0] in text for text in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visual", ["map", "table"])
def test_every_value_on_the_picture_is_one_of_the_brief(tmp_path: Path, language: str, visual: str) -> None:
    """A value that no place has would be a false figure of the office."""
    known = {f"{float(value):g}" for value in (*PROVINCES.values(), "81.4")}
    form = {"table": "table"}.get(visual, "")
    made = page(tmp_path, language, "a4", told(PROVINCES, named="hue", more="home: hue", visual=form))
    spec = made.charts["chart"]
    assert spec.kind == visual
    shown = [amount for text in texts(spec) for amount in amounts(text)]
    assert len(shown) > 34
    assert {f"{float(amount):g}" for amount in shown} <= known
    for mark in spec.marks:
        written = PROVINCES[mark.fact.removeprefix("online-")]
        assert amounts(bare(mark.written)) == [f"{float(written):g}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_told_in_words(tmp_path: Path, language: str) -> None:
    """Who cannot see it has its table in the short text already."""
    made = page(tmp_path, language, "1080x1350", told(PROVINCES, named="hue", more="home: hue"))
    for description in (made.description.alt_text, made.description.long_description):
        for mark in made.charts["chart"].marks:
            assert bare(f"{mark.label}: {mark.written}") in bare(description)
    assert made.charts["chart"].home_word in made.description.long_description


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_without_a_value_are_named_as_such(tmp_path: Path, language: str) -> None:
    """An empty tile is no low value."""
    some = {id: value if number % 3 else "" for number, (id, value) in enumerate(PROVINCES.items())}
    some["lai-chau"] = PROVINCES["lai-chau"]
    made = page(tmp_path, language, "1080x1350", told(some))
    spec = made.charts["chart"]
    assert spec.kind == "map"
    assert spec.grid is not None
    assert len(spec.marks) + len(spec.missing) == 34
    assert any(chart_words(language).no_value in text for text in texts(spec))
    for name in spec.missing:
        assert name in made.description.long_description
    apart = [tile for tile in spec.grid.tiles if tile.apart]
    by_place = {bare(tile.names[0]): tile.mark for tile in spec.grid.tiles}
    assert apart[0].mark == by_place[atlases()["viet-nam"].tile("da-nang").name[language]]


def test_the_country_is_not_turned_over_in_hebrew(tmp_path: Path) -> None:
    """A mirrored Viet Nam has its sea in the west."""
    spec = page(tmp_path, "he", "1080x1350", told(PROVINCES, named="hue", more="home: hue")).charts["chart"]
    at = {bare(text): (left, top) for text, left, top, _, _ in draw_chart(spec).boxes()}
    name = {tile.id: tile.name["he"] for tile in atlases()["viet-nam"].tiles}
    assert at[name["lai-chau"]][0] < at[name["cao-bang"]][0], "west stands left of east"
    assert at[name["ha-noi"]][1] < at[name["ca-mau"]][1], "north stands above south"


def test_declared_classes_begin_where_the_brief_says(tmp_path: Path) -> None:
    spec = page(tmp_path, "en", "1080x1350", told(PROVINCES, more="classes: [65, 75, 85, 90]")).charts["chart"]
    assert spec.grid is not None
    for mark, number in zip(spec.marks, spec.grid.classes, strict=True):
        assert number == sum(mark.value >= bound for bound in (65, 75, 85, 90))
    assert {"65%", "75%", "85%", "90%"} <= {*texts(spec)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_districts_of_israel_have_their_map(tmp_path: Path, language: str) -> None:
    spec = page(tmp_path, language, "1080x1350", told(DISTRICTS, country="israel", named="haifa")).charts["chart"]
    assert (spec.kind, len(spec.marks), spec.missing) == ("map", 6, ())


def test_what_is_no_map_is_none(tmp_path: Path) -> None:
    """Sums show where many people live, three provinces no country, and an old province no new one."""
    few = dict([*PROVINCES.items()][:7])
    assert page(tmp_path, "en", "1080x1350", told(few)).charts["chart"].kind == "ranked"
    old = told(PROVINCES).replace(
        "{vi: Lai Châu, en: Lai Chau, he: לאי צ׳או}", "{vi: Hà Giang, en: Ha Giang, he: הא זאנג}"
    )
    old = old.replace("        lai-chau:", "        ha-giang:").replace("{online.lai-chau}", "{online.ha-giang}")
    assert page(tmp_path, "en", "1080x1350", old).charts["chart"].kind == "table"
    figures = [f for f in script(tmp_path, "en", told(PROVINCES)).figures if f.grouped]
    assert atlas_of(figures) is atlases()["viet-nam"]
    assert atlas_of([replace(figure, unit="count") for figure in figures]) is None
    assert atlas_of([replace(figure, unit="count", measure="rate") for figure in figures]) is atlases()["viet-nam"]
    assert atlas_of([*figures, figures[0]]) is None


@pytest.mark.parametrize(("size", "count"), [("1080x1350", 28), ("1080x1920", 34), ("a4", 63)])
def test_a_table_holds_many_rows_that_can_be_read(tmp_path: Path, size: str, count: int) -> None:
    """The last of 63 provinces finds itself, and not only the first twelve."""
    text = many(count, named=count).replace("      values:", f"      home: 'Tỉnh {count}'\n      values:", 1)
    made = page(tmp_path, "vi", size, text)
    spec = made.charts["chart"]
    assert (spec.kind, len(spec.marks), spec.of) == ("table", count, 0)
    assert spec.ranks == tuple(range(1, count + 1))
    assert any(f"thứ {count}/{count}" in drawn for drawn in texts(spec)), "the readers' own is told with its place"
    assert spec.text_px >= (TEXT_FLOOR_PX if SIZES[size].shape != "sheet" else SIZES[size].floor_px)


def test_a_table_on_a_sheet_is_heard_row_by_row(tmp_path: Path) -> None:
    """Of 63 provinces in three columns, who hears the sheet was read one line across all of them, as loose words."""
    made = page(tmp_path, "vi", "a4", many(63, named=63))
    rows = len(made.charts["chart"].marks) + (made.charts["chart"].overall is not None)
    assert rows >= 63
    [output] = draw_infographic(made, tmp_path)
    tags = [tag for tag, _ in tags_of(tmp_path / output.name)]
    assert (tags.count("Table"), tags.count("TR"), tags.count("TH"), tags.count("TD")) == (1, rows + 1, 3, rows * 3)
    assert tags.count("Figure") == 1, "the logo; the table is no picture"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_that_is_cut_keeps_the_readers_own_and_says_so(tmp_path: Path, language: str) -> None:
    text = many(63, named=1).replace("      values:", "      home: 'Tỉnh 60'\n      values:", 1)
    made = page(tmp_path, language, "1080x1350", text)
    spec = made.charts["chart"]
    assert spec.kind == "table"
    assert spec.of == 63
    assert spec.home is not None
    assert (spec.marks[spec.home].label, spec.ranks[spec.home]) == ("Tỉnh 60", 60)
    assert any("63" in drawn and str(len(spec.marks)) in drawn for drawn in texts(spec))


def test_one_brief_gives_each_place_its_own(tmp_path: Path) -> None:
    """Lạng Sơn is marked on the picture for Lạng Sơn, Huế on that for Huế; all else is the same."""
    made = {
        id: page(tmp_path, "vi", "a4", told(PROVINCES, named="ha-noi", more=f"home: {id}", visual="table")).charts[
            "chart"
        ]
        for id in ("lang-son", "hue")
    }
    for id, spec in made.items():
        assert spec.home is not None
        assert spec.marks[spec.home].fact == f"online-{id}"
    assert [m.written for m in made["hue"].marks] == [m.written for m in made["lang-son"].marks]


def test_a_name_too_long_for_any_tile_is_told(tmp_path: Path) -> None:
    spec = page(tmp_path, "en", "1080x1350", told(PROVINCES)).charts["chart"]
    with pytest.raises(LayoutError, match="does not fit"):
        draw_chart(replace(spec, text_px=70))


HEADED = '{vi: "Huế đạt {online.hue}", en: "Hue is at {online.hue}", he: "הואה ב־{online.hue}"}'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_a_link_has_the_map_that_it_leads_to(tmp_path: Path, language: str) -> None:
    """A post on 34 provinces unfolded into six words on a dark ground: what it is about was nowhere to be seen."""
    laid = page(tmp_path, language, "1200x630", told(PROVINCES, named="hue", headline=HEADED))
    spec = laid.charts["chart"]
    assert spec.kind == "map" and spec.brief and len(spec.marks) == len(PROVINCES)
    written = texts(spec)
    ends = (max(spec.marks, key=lambda mark: mark.value), min(spec.marks, key=lambda mark: mark.value))
    assert all(any(bare(mark.written) in text for text in written) for mark in ends), "what its shades mean"
    assert len(written) <= 10, "no name lies on a place that is smaller than it"
    assert not laid.left_out and min(size for _, *_, size in _sizes(laid)) >= TEXT_FLOOR_PX
    # What is measured, and when, stands beside it once.
    assert not any(bare(spec.heading) in text for text in written)
    drawn = " ".join(text.body for text in drawing.texts_of(laid.template, page_data(laid)))
    assert bare(spec.heading) in bare(drawn)


def _sizes(laid: Page) -> list[tuple[str, float]]:
    return [(text.body, text.size_px) for text in drawing.texts_of(laid.template, page_data(laid))]


def test_a_small_map_that_cannot_say_what_its_shades_mean_is_none(tmp_path: Path) -> None:
    """Shades without a value are a pattern."""
    spec = page(tmp_path, "vi", "1200x630", told(PROVINCES, named="hue", headline=HEADED)).charts["chart"]
    draw_chart(spec)
    with pytest.raises(LayoutError, match="what stands out"):
        draw_chart(replace(spec, height_px=110))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_map_says_what_its_hatch_means(tmp_path: Path, language: str) -> None:
    """A place without a figure would be read as one more shade."""
    values = {**PROVINCES, "son-la": ""}
    spec = page(tmp_path, language, "1080x1350", told(values, named="hue", headline=HEADED)).charts["chart"]
    small = replace(spec, brief=True, headed=False)
    said = " ".join(texts(small))
    assert chart_words(language).no_value in said
    assert chart_words(language).no_value not in " ".join(texts(replace(small, missing=())))
    # The readers' own place is named where no headline is about it.
    own = replace(small, home=next(n for n in range(len(small.marks)) if n != small.lead), home_word="OWN")
    assert "OWN" in " ".join(texts(own)) and "OWN" not in " ".join(texts(replace(own, home=own.lead)))
