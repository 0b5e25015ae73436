"""The banner: figure and finding large, true and light, in every language and clear of what players lay over it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from briefcast.brief.read import read_brief
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.errors import BriefError, LayoutError, MediaError
from briefcast.language.written import letters_alone
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.banner import draw as draw_module
from briefcast.products.banner.draw import BADGE, BANNERS, TEMPLATE, WEIGHT_MAX_BYTES, drawn, filled, make_banner
from briefcast.products.profiles import read_audience
from briefcast.products.video.arrangement import Shape, arrange
from briefcast.products.video.blocks import leading_scene
from briefcast.script import ColumnHead, Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.edition_fixtures import BRIEF, write_small_brief
from tests.picture_fixtures import EXAMPLE

BRAND = read_brand("institutional")
THUMBNAIL = "1280x720"


@cache
def script(audience: str, language: str) -> Script:
    brief = read_brief(EXAMPLE)
    told = write_script(brief, collect_facts(brief), read_audience(audience), language, to_read=True)
    return told.drawn()


def worn(audience: str):  # type: ignore[no-untyped-def]
    return BRAND.wearing(read_audience(audience).look)


@pytest.mark.parametrize("size", BANNERS)
@pytest.mark.parametrize("language", ["vi", "en", "he"])
@pytest.mark.parametrize("audience", ["leaders", "citizens", "youth"])
def test_every_text_has_its_place_and_the_picture_is_light(
    audience: str, language: str, size: str, tmp_path: Path
) -> None:
    """Mail programs and YouTube refuse what is heavy; what runs out of its box is cut off where nobody looks again."""
    [output] = make_banner(script(audience, language), worn(audience), size, tmp_path)
    with Image.open(tmp_path / output.name) as image:
        assert image.size == (BANNERS[size].width_px, BANNERS[size].height_px)
        assert image.text["Title"] == leading_scene(script(audience, language)).headline  # type: ignore[attr-defined]
    assert (tmp_path / output.name).stat().st_size <= WEIGHT_MAX_BYTES
    boxes = drawing.measure(TEMPLATE, filled(script(audience, language), worn(audience), size))
    assert {"issuer", "number", "title"} <= {box.part for box in boxes}
    for box in boxes:
        assert box.x_px >= 0 and box.x_px + box.width_px <= BANNERS[size].width_px
        assert box.y_px >= 0 and box.y_px + box.height_px <= BANNERS[size].height_px


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("audience", ["leaders", "citizens"])
def test_a_thumbnail_keeps_its_lower_right_corner_free_of_text(audience: str, language: str) -> None:
    """YouTube lays the length of the film there: in Hebrew it would cover the end of the finding."""
    assert not _in_corner(audience, language)


def test_text_in_the_corner_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        draw_module,
        "BANNERS",
        {THUMBNAIL: replace(BANNERS[THUMBNAIL], foot=0.0, number_px=440, title_px=110, lines=4, beside=0.1)},
    )
    assert _in_corner("leaders", "he")


def _in_corner(audience: str, language: str) -> list[str]:
    banner = BANNERS[THUMBNAIL]
    right, bottom = BADGE[0] * banner.width_px, BADGE[1] * banner.height_px
    boxes = drawing.measure(TEMPLATE, filled(script(audience, language), worn(audience), THUMBNAIL))
    return [box.part for box in boxes if box.x_px + box.width_px > right and box.y_px + box.height_px > bottom]


@pytest.mark.parametrize("rtl", [False, True])
def test_the_cover_that_youtube_gets_keeps_that_corner_free_too(rtl: bool) -> None:
    """The channel uploads the cover of the film in 16:9 as its thumbnail."""
    shape: Shape = "16x9"
    place = arrange(shape, rtl=rtl)
    for _, _, right, bottom in (place.cover.title, place.cover.figure):
        assert right <= BADGE[0] * place.width_px or bottom <= BADGE[1] * place.height_px


def test_the_digits_of_a_thumbnail_are_twice_as_high_as_those_of_a_link_card() -> None:
    """It is seen 168 px wide in a list of films."""
    boxes = drawing.measure(TEMPLATE, filled(script("leaders", "en"), worn("leaders"), THUMBNAIL))
    [number] = [box for box in boxes if box.part == "number"]
    assert number.height_px / BANNERS[THUMBNAIL].height_px >= 2 * (120 * 0.72 / 567)


def test_a_number_stands_once() -> None:
    """The finding says 55 million: beside the number stands what it counts."""
    data = filled(script("citizens", "en"), worn("citizens"), THUMBNAIL)
    assert data["d"]["number"] == "55" and "55" not in data["title"]
    data = filled(script("leaders", "en"), worn("leaders"), THUMBNAIL)
    assert letters_alone(data["title"]) == letters_alone(leading_scene(script("leaders", "en")).headline)


def test_a_number_in_words_stands_once_and_large_too() -> None:
    """ "Almost 9 in 10" is the figure of those who read no percentages; the finding alone would leave them none."""
    told = script("citizens", "en")
    figure = told.figure(leading_scene(told).visual.figures[0])
    words = replace(figure, plain="almost 9 in 10", written="almost 9 in 10", number="87", suffix="%", qualifier="")
    scene = replace(leading_scene(told), headline="Almost 9 in 10 people use a smartphone")
    told = replace(
        told,
        figures=tuple(words if each is figure else each for each in told.figures),
        scenes=tuple(scene if each.id == scene.id else each for each in told.scenes),
    )
    for size in BANNERS:
        data = filled(told, worn("citizens"), size)
        assert data["d"] is not None and data["scene"] is not None
        assert letters_alone(data["title"]) == letters_alone(figure.label)


@pytest.mark.parametrize("size", BANNERS)
def test_what_may_not_go_out_yet_says_so(size: str) -> None:
    """A newsroom that is sent the picture alone would publish it at once."""
    told = script("press", "en")
    held = replace(told, kicker="Embargoed until October 21, 2025", release=replace(told.release, embargo="21/10"))
    boxes = drawing.measure(TEMPLATE, filled(held, worn("press"), size))
    assert "embargo" in {box.part for box in boxes}
    boxes = drawing.measure(TEMPLATE, filled(told, worn("press"), size))
    assert "embargo" not in {box.part for box in boxes}


def test_a_finding_too_long_for_any_banner_is_refused_by_name() -> None:
    told = script("leaders", "en")
    scene = leading_scene(told)
    long = replace(scene, headline="Viet Nam is up fifteen places " * 20)
    told = replace(told, scenes=tuple(long if each is scene else each for each in told.scenes))
    with pytest.raises(LayoutError, match="Shorten it"):
        drawn(told, BRAND, "1200x400")


def test_one_that_is_too_heavy_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_module, "WEIGHT_MAX_BYTES", 2_000)
    with pytest.raises(MediaError, match="heavier than 2 kB"):
        make_banner(script("leaders", "en"), BRAND, "1200x400", tmp_path)


def test_the_picture_stands_where_reading_ends() -> None:
    # A scene has an outline in white, which text has not.
    assert _white("en", "right") > _white("en", "left") and _white("he", "left") > _white("he", "right")


def _white(language: str, side: str) -> int:
    with Image.open(io.BytesIO(drawn(script("citizens", language), worn("citizens"), "1200x400"))) as image:
        wide, tall = image.size
        box = (0, 0, wide // 4, tall) if side == "left" else (wide - wide // 4, 0, wide, tall)
        colours = image.crop(box).convert("RGB").getcolors(1 << 20) or []
    return sum(count for count, colour in colours if colour == (255, 255, 255))


def test_it_is_made_listed_and_shown(tmp_path: Path) -> None:
    words = BRIEF.replace("products: [infographic, podcast]", "products: [banner]")
    brief = write_small_brief(tmp_path, words)
    asked = EditionRequest(brief=brief, out=tmp_path / "out")
    edition = make_edition(asked)
    assert not edition.manifest.failures
    assert {(o.language, o.variant) for o in edition.manifest.outputs} == {
        (language, size) for language in ("vi", "en", "he") for size in BANNERS
    }
    assert all(o.alt_text and o.long_description and o.facts for o in edition.manifest.outputs)
    page = edition.page.read_text("utf-8")
    assert 'data-product="banner"' in page and "banner-1200x400.png" in page and "Biểu ngữ" in page
    assert make_edition(asked).fresh == 0


def test_a_profile_that_asks_for_a_size_there_is_not_is_refused_by_line(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF.replace("products: [infographic, podcast]", "products: [banner]"))
    profile = tmp_path / "audiences" / "neighbours.yaml"
    profile.write_text(profile.read_text("utf-8") + "products:\n  banner: {sizes: [468x60]}\n", "utf-8")
    with pytest.raises(BriefError, match=r"neighbours.yaml:\d+.*468x60"):
        plan_edition(EditionRequest(brief=brief, out=tmp_path / "out"))


@pytest.mark.parametrize(
    ("language", "name", "number"),
    [
        ("vi", "Số liệu thứ Tư", "Số 12"),
        ("en", "Figure of the Wednesday", "No. 12"),
        ("he", "המספר של יום רביעי", "מס׳ 12"),
    ],
)
def test_a_piece_of_a_column_is_headed_by_it_where_there_is_room(language: str, name: str, number: str) -> None:
    """Readers know a column by its name; the finding and where its figure comes from are never left out for it."""
    head = ColumnHead(id="wednesday", name=name, number=12, written=number)
    piece = replace(script("citizens", language), column=head)
    for size in ("1200x400", "1920x480"):
        filling = filled(piece, worn("citizens"), size)
        assert filling["column"].replace("\xa0", " ") == f"{name} · {number}" and filling["source"] and filling["d"]
        boxes = drawing.measure(TEMPLATE, filling)
        assert {"issuer", "column", "number", "title", "source"} <= {box.part for box in boxes}
    plain, crowded = (filled(each, worn("citizens"), THUMBNAIL) for each in (script("citizens", language), piece))
    assert all(crowded[each] == plain[each] for each in ("d", "source", "scene", "title")), "nothing goes for it"
