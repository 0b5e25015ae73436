"""An infographic must show one message with its figures whole, mirrored in Hebrew, readable, described and sourced."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms

from briefcast.brief.model import Layout
from briefcast.errors import LayoutError
from briefcast.language.keeping import keep_together
from briefcast.language.written import without_isolates
from briefcast.look import drawing
from briefcast.look.document import THUMBNAIL_PX, thumbnail_of
from briefcast.products.infographic.choice import LAYOUTS, choose_layout
from briefcast.products.infographic.describe import ALT_MAX_CHARS, describe, describe_chart
from briefcast.products.infographic.draw import WEIGHT_MAX_BYTES, draw_infographic, make_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page, print_address
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Script
from briefcast.store.store import content_key
from tests.pdf_tree import addresses_of, tags_of
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, able, laid_out, pattern, script

ONE_PAGE = [size for size, room in SIZES.items() if room.shape != "carousel"]
PICTURES = [size for size in ONE_PAGE if not SIZES[size].pdf and not SIZES[size].dpi]
TEXTS = [(size, LANGUAGES[i % 3], AUDIENCES[i % 6]) for i, size in enumerate([*ONE_PAGE, *ONE_PAGE, *ONE_PAGE])]


def measured(page: Page) -> dict[str, drawing.Box]:
    return {box.part: box for box in drawing.measure(page.template, page_data(page))}


def overlapping(boxes: dict[str, drawing.Box]) -> list[tuple[str, str]]:
    """Boxes that lie on one another."""
    listed = list(boxes.items())

    def apart(a: drawing.Box, b: drawing.Box) -> bool:
        beside = a.x_px + a.width_px <= b.x_px + 1 or b.x_px + b.width_px <= a.x_px + 1
        return beside or a.y_px + a.height_px <= b.y_px + 1 or b.y_px + b.height_px <= a.y_px + 1

    return [(one, other) for i, (one, a) in enumerate(listed) for other, b in listed[i + 1 :] if not apart(a, b)]


def drawn(page: Page, folder: Path) -> Image.Image:
    output = draw_infographic(page, folder)[0]
    return Image.open(folder / output.name)


def retold(told: Script, **fields: object) -> Script:
    return dataclasses.replace(told, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_audience_gets_a_page_in_every_language(audience: str, language: str) -> None:
    told = script(audience, language)
    page = lay_out(told, BRAND, "1080x1350")
    assert page.figures[0] == told.figures[0].statistic
    assert len(page.figures) >= 2 or page.layout == "hero", "a page with its leading figure alone"
    # Nothing is dropped without saying so, and what stays keeps the script's order.
    order = [figure.statistic for figure in told.figures]
    assert sorted(page.figures + page.left_out) == sorted(order)
    for kept in (page.figures, page.left_out):
        assert list(kept) == [id for id in order if id in kept]


@pytest.mark.parametrize(("size", "language", "audience"), TEXTS)
def test_nothing_lies_on_anything_else(size: str, language: str, audience: str) -> None:
    boxes = measured(laid_out(script(audience, language), size))
    room = SIZES[size]
    holders = {"panel"} | {name for name in boxes if re.fullmatch(r"card-\d+", name)}
    pieces = {n: b for n, b in boxes.items() if n not in holders and not re.fullmatch(r"card-\d+-number", n)}
    pieces |= {n: b for n, b in boxes.items() if re.fullmatch(r"card-\d+", n)}
    # On a link card two figures under a title can need the room of the line above it.
    assert {"issuer", "title", "sources"} | ({"kicker"} if size != "1200x630" else set()) <= set(pieces)
    for name, box in pieces.items():
        assert box.page == 1
        assert box.x_px >= 0 and box.x_px + box.width_px <= room.width_px + 1, name
        assert box.y_px >= 0 and box.y_px + box.height_px <= room.height_px + 1, name
    assert overlapping(pieces) == []


@pytest.mark.parametrize("layout", ["scorecard", "progress", "comparison"])
def test_what_is_measured_is_what_is_drawn(layout: Layout) -> None:
    """Tests of geometry would prove nothing if a page that is measured were arranged in another way."""
    page = laid_out(able(layout, "he"), "1080x1350", layout=layout)
    data = {**page_data(page), "trying": True}
    most = len(page.data["cards"])
    fuller = [{**page.data["fillings"][0], "detail": True, "count": count} for count in range(most, -1, -1)]
    for measured_too in (False, True):
        tried = drawing.query(page.template, {**data, "fillings": fuller, "measured": measured_too}, "fits")
        assert tried == drawing.query(page.template, {**data, "fillings": fuller}, "fits")
    assert page.data["noted"], "what is tried is drawn with the same marks"


def test_an_overlap_would_be_seen() -> None:
    boxes = measured(laid_out(script("staff", "vi"), "1080x1080"))
    two = {name: boxes[name] for name in ("title", "hero-label")}
    assert overlapping(two) == []
    two["hero-label"] = dataclasses.replace(two["hero-label"], y_px=two["title"].y_px + 10)
    assert overlapping(two) == [("title", "hero-label")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_story_keeps_text_away_from_the_buttons_of_the_platforms(layout: Layout) -> None:
    for name, box in measured(laid_out(able(layout, "en"), "1080x1920", layout=layout)).items():
        if name not in ("panel", "photo"):
            assert box.y_px >= 250 and box.y_px + box.height_px <= 1920 - 250, name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", ONE_PAGE)
def test_any_layout_can_be_asked_for_in_any_size(layout: Layout, size: str) -> None:
    language = LANGUAGES[(LAYOUTS.index(layout) + ONE_PAGE.index(size)) % 3]
    page = laid_out(able(layout, language), size, layout=layout)
    assert page.layout == layout
    boxes = measured(page)
    # Where no figure stands there is no source of one.
    assert "title" in boxes and ("sources" in boxes) == bool(page.facts)
    held = {n for n in boxes if n in ("panel", "photo") or re.fullmatch(r"card-\d+-(number|before)", n)}
    assert overlapping({n: b for n, b in boxes.items() if n not in held}) == []
    for name, box in boxes.items():
        assert box.page == 1 and box.x_px >= -0.5 and box.x_px + box.width_px <= SIZES[size].width_px + 1, name
        assert box.y_px >= -1.5 and box.y_px + box.height_px <= SIZES[size].height_px + 1, name


def test_a_layout_that_lacks_its_contents_says_what_it_needs_and_what_can_be_had() -> None:
    with pytest.raises(LayoutError, match=r"quote needs a point with a quote; .* Ask for scorecard"):
        lay_out(script("leaders", "en"), BRAND, "1080x1350", layout="quote")
    with pytest.raises(LayoutError, match="no layout 'mosaic'"):
        lay_out(script("leaders", "en"), BRAND, "1080x1350", layout="mosaic")


def test_the_brief_decides_the_layout_if_it_names_one() -> None:
    assert lay_out(pattern("businesses", "en"), BRAND, "1080x1350").layout == "ranking"
    assert lay_out(pattern("youth", "he"), BRAND, "1080x1350").layout == "quote"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_carousel_gives_every_point_a_page_of_its_own(language: str, tmp_path: Path) -> None:
    told = pattern("staff", language)
    page = lay_out(told, BRAND, "carousel")
    points = [scene for scene in told.scenes if scene.kind == "point"]
    assert len(page.leaves) == len(points) + 2
    pictures = [output for output in draw_infographic(page, tmp_path) if output.media_type == "image/png"]
    assert [output.media["order"] for output in pictures] == list(range(1, len(points) + 3))
    for output, scene in zip(pictures[1:-1], points, strict=True):
        assert scene.headline.rstrip(".") in output.alt_text
        assert Image.open(tmp_path / output.name).size == (1080, 1350)
    boxes = drawing.measure(page.template, page_data(page))
    for number in range(1, len(page.leaves) + 1):
        own = {box.part: box for box in boxes if box.page == number and box.part not in ("panel", "photo")}
        assert overlapping(own) == [], number


def test_a_carousel_has_ten_pages_at_most() -> None:
    told = pattern("staff", "en")
    opening, *points, closing = told.scenes
    many = [dataclasses.replace(points[0], id=f"p{n}") for n in range(12)]
    page = lay_out(retold(told, scenes=(opening, *many, closing)), BRAND, "carousel")
    assert len(page.leaves) == 10
    with pytest.raises(LayoutError, match="no point"):
        lay_out(retold(told, scenes=(opening, closing)), BRAND, "carousel")


def test_a_page_that_leaves_out_more_than_it_shows_comes_with_a_carousel(tmp_path: Path) -> None:
    told = pattern("staff", "vi")
    page = lay_out(told, BRAND, "1080x1350")
    assert len(page.left_out) > len(page.figures)
    names = [output.name for output in make_infographic(told, BRAND, "1080x1350", tmp_path)]
    assert names[:3] == ["infographic-1080x1350.png", "infographic-1080x1350.jpg", "infographic-carousel-01.png"]
    assert {name for name in names if not (tmp_path / name).is_file()} == set()


def test_audiences_see_different_pages() -> None:
    assert choose_layout(script("leaders", "vi")).layout == "timeline"
    assert choose_layout(script("staff", "vi")).layout == "progress"
    assert choose_layout(script("citizens", "vi")).layout == "scorecard"
    assert choose_layout(script("youth", "vi")).layout == "hero"
    # A rebuttal has one message, whoever reads it; further figures stand beneath it.
    leaders = script("leaders", "vi")
    one = retold(leaders, kind="rebuttal", figures=leaders.figures[:1], scenes=leaders.scenes[:2])
    assert choose_layout(one).layout == "hero"
    assert choose_layout(retold(leaders, kind="rebuttal")).layout == "scorecard"
    # No trend without values over time.
    flat = retold(
        script("leaders", "vi"), figures=(script("staff", "vi").figures[0], *script("leaders", "vi").figures[1:])
    )
    choice = choose_layout(flat)
    assert choice.layout == "progress"
    assert "timeline needs a leading figure with three values over time" in choice.reason


def mass(image: Image.Image, colour: str) -> float:
    """Where a colour lies, 0 at the left edge and 1 at the right one."""
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
    found = np.abs(np.asarray(image.convert("RGB"), np.int16) - wanted).max(axis=2) <= 6
    assert found.sum() > 500
    return float(np.flatnonzero(found.any(axis=0)).mean() / image.width)


@pytest.mark.parametrize("size", PICTURES)
def test_hebrew_is_mirrored_and_not_merely_aligned(size: str, tmp_path: Path) -> None:
    """Logo, leading figure and first column stand at the right; pattern and code at the left."""
    pages = {language: laid_out(script("staff", language), size) for language in ("en", "he")}
    boxes = {language: measured(page) for language, page in pages.items()}
    middle = SIZES[size].width_px / 2

    def centre(box: drawing.Box) -> float:
        return box.x_px + box.width_px / 2

    assert centre(boxes["en"]["logo"]) < middle < centre(boxes["he"]["logo"])
    if "qr" in boxes["en"]:
        assert centre(boxes["he"]["qr"]) < middle < centre(boxes["en"]["qr"])
    pattern = BRAND.theme("light").panel_2
    ground = {language: mass(drawn(page, tmp_path), pattern) for language, page in pages.items()}
    assert ground["he"] < 0.5 < ground["en"]


def test_in_hebrew_a_grid_is_read_from_the_right() -> None:
    for language, first_is_left in (("vi", True), ("he", False)):
        boxes = measured(laid_out(script("citizens", language), "a4"))
        assert (boxes["card-0"].x_px < boxes["card-1"].x_px) == first_is_left


def test_a_picture_carries_its_title_source_and_date(tmp_path: Path) -> None:
    told = script("leaders", "vi")
    image = drawn(lay_out(told, BRAND, "1080x1350"), tmp_path)
    assert image.mode == "RGB"
    assert image.size == (1080, 1350)
    assert image.text["Title"] == told.title
    assert image.text["Title"].lang == "vi"
    assert told.figures[0].source_short in image.text["Source"]
    with Image.open(tmp_path / "infographic-1080x1350.jpg") as twin:
        assert (twin.mode, twin.size) == ("RGB", (1080, 1350))
        xmp = twin.info["xmp"].decode()
        assert told.title in xmp and told.figures[0].source_short in xmp
        assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(twin.info["icc_profile"])))
    assert told.as_of.split()[-1] in image.text["Creation Time"]
    assert b"sRGB" in (tmp_path / "infographic-1080x1350.png").read_bytes()[:100]


@pytest.mark.parametrize("size", [size for size, room in SIZES.items() if room.jpeg or size == "1200x630"])
def test_every_network_takes_the_pictures(size: str, tmp_path: Path) -> None:
    """Also one with a photo full of detail, which no PNG holds lightly."""
    noise = np.random.default_rng(1).integers(0, 255, (1240, 1240, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.jpg", quality=95)
    told = pattern("citizens", "en")
    scenes = [
        dataclasses.replace(s, visual=dataclasses.replace(s.visual, image=tmp_path / "noise.jpg")) for s in told.scenes
    ]
    outputs = draw_infographic(lay_out(retold(told, scenes=tuple(scenes)), BRAND, size), tmp_path)
    for output in outputs:
        assert (tmp_path / output.name).stat().st_size <= WEIGHT_MAX_BYTES, output.name
    assert ("image/jpeg" in {output.media_type for output in outputs}) == SIZES[size].jpeg


def test_a_sheet_can_be_read_by_a_screen_reader(tmp_path: Path) -> None:
    told = script("staff", "he")
    [output] = draw_infographic(lay_out(told, BRAND, "a4"), tmp_path)
    assert output.media_type == "application/pdf"
    with pikepdf.open(tmp_path / output.name) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "he"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == told.title
        assert len(pdf.pages) == 1
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        with pdf.open_metadata() as meta:
            assert "pdfuaid:part" not in meta, "what no validator has checked is not claimed"
            assert meta["dc:title"] == told.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_tells_those_who_hear_it_what_it_shows(language: str, tmp_path: Path) -> None:
    """Who hears it got "rank: 71/193" for a whole chart, then each of its numbers without its year."""
    told = script("leaders", language)
    page = lay_out(told, BRAND, "a4")
    [output] = draw_infographic(page, tmp_path)
    tags = tags_of(tmp_path / output.name)
    assert [tag for tag, _ in tags].count("H1") == 1
    logo, chart = (alt for tag, alt in tags if tag == "Figure")
    assert keep_together(told.issuer, language) == logo
    assert chart == describe_chart(page.charts["chart"])
    ends = page.charts["chart"].marks[0], page.charts["chart"].marks[-1]
    assert len(chart) > 100 and all(mark.written in chart and mark.label in chart for mark in ends)


def test_a_sheet_holds_a_small_picture_of_itself(tmp_path: Path) -> None:
    """On the page of an edition each sheet was three letters on grey: nobody knew one from another."""
    [output] = draw_infographic(laid_out(script("citizens", "vi"), "a4"), tmp_path)
    with Image.open(io.BytesIO(thumbnail_of(tmp_path / output.name))) as small:
        assert small.width == THUMBNAIL_PX and abs(small.height - THUMBNAIL_PX * 842 / 595) < 1.5
        assert len({small.getpixel((x, 100)) for x in range(0, small.width, 10)}) > 1
    assert len(thumbnail_of(tmp_path / output.name)) < 32_000
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 of another program")
    assert thumbnail_of(tmp_path / "other.pdf") == thumbnail_of(tmp_path / "none.pdf") == b""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_on_a_sheet_is_pressed(language: str, tmp_path: Path) -> None:
    """On a screen nobody types an address from paper, or holds a phone to its code."""
    told = script("citizens", language)
    [output] = draw_infographic(lay_out(told, BRAND, "a4"), tmp_path)
    assert list(addresses_of(tmp_path / output.name).values()) == [told.call_to_action.url]
    figures = [alt for tag, alt in tags_of(tmp_path / output.name) if tag == "Figure"]
    assert told.call_to_action.url not in figures, "the code beside it says it once more"


def test_the_same_script_gives_the_same_bytes(tmp_path: Path) -> None:
    for size in ("1080x1080", "a4"):
        page = lay_out(script("press", "en"), BRAND, size)
        again = lay_out(script("press", "en"), BRAND, size)
        assert content_key("page", page) == content_key("page", again)
        outputs = draw_infographic(page, tmp_path)
        before = [(tmp_path / output.name).read_bytes() for output in outputs]
        draw_infographic(again, tmp_path)
        assert [(tmp_path / output.name).read_bytes() for output in outputs] == before


def test_another_word_is_another_page() -> None:
    told = script("press", "en")
    pages = [lay_out(t, BRAND, "1200x630") for t in (told, retold(told, title="Digital government is near"))]
    assert content_key("page", pages[0]) != content_key("page", pages[1])


def test_a_page_can_be_kept_as_json() -> None:
    page = lay_out(script("leaders", "vi"), BRAND, "1080x1350")
    json.dumps(dict(page.data), ensure_ascii=False)


def test_a_title_that_is_too_long_is_refused_by_name() -> None:
    told = retold(
        script("leaders", "en"), title="Digital government is moving closer to the people of every province " * 4
    )
    with pytest.raises(LayoutError, match="title does not fit"):
        lay_out(told, BRAND, "1080x1350")


def test_a_script_without_figures_says_what_to_do() -> None:
    bare = retold(script("leaders", "en"), figures=(), scenes=script("leaders", "en").scenes[:1])
    with pytest.raises(LayoutError, match=r"no figure to show\. Name statistics"):
        lay_out(bare, BRAND, "1080x1350")


def test_an_unknown_size_lists_the_known_ones() -> None:
    with pytest.raises(LayoutError, match="1080x1350"):
        lay_out(script("leaders", "en"), BRAND, "999x999")


def test_markup_in_a_script_stays_text() -> None:
    told = script("citizens", "en")
    hostile = retold(told, title='#panic("x") $a$ *b* <c>', issuer='#read("/etc/passwd")', kicker="@ref \\ //")
    page = lay_out(hostile, BRAND, "1080x1350")
    assert page.title == '#panic("x") $a$ *b* <c>'
    # A title that were swallowed as markup would leave no line behind.
    assert measured(page)["title"].height_px > 30


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("https://dichvucong.gov.vn/", "dichvucong.gov.vn"),
        ("https://www.example.org/a/b", "example.org/a/b"),
        ("https://example.org/a/very/long/path/nobody/would/type", "example.org"),
        ("https://example.org/?utm_source=poster", "example.org"),
        ("", ""),
    ],
)
def test_an_address_is_printed_as_one_would_type_it(url: str, printed: str) -> None:
    assert print_address(url) == printed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_cannot_see_the_picture_is_told_every_figure(language: str, audience: str) -> None:
    told = script(audience, language)
    words = describe(told)
    assert told.title in words.alt_text
    first, alt = (" ".join(without_isolates(text).split()) for text in (told.figures[0].written, words.alt_text))
    assert first in alt
    assert len(words.alt_text) <= ALT_MAX_CHARS
    for figure in told.figures:
        assert f"{figure.label}: {figure.written}" in words.long_description
        for mark in figure.series:
            assert f"{mark.label}: {mark.written}" in words.long_description
    for source in told.sources:
        assert source.written.rstrip(".") in words.long_description


def test_a_page_describes_what_it_shows_and_nothing_else() -> None:
    page = laid_out(script("press", "en"), "1080x1080")
    assert page.left_out
    for statistic in page.left_out:
        figure = script("press", "en").figure(statistic)
        assert f"{figure.label}: " not in page.description.long_description
    assert set(page.facts) <= {fact for figure in script("press", "en").figures for fact in figure.facts}


@pytest.mark.parametrize(
    ("asked", "plain", "shown"),
    [
        ("number", False, "number"),
        ("progress", False, "progress"),
        ("progress", True, "share"),
        ("share", False, "share"),
        # A pair has a layout of its own; elsewhere its figure has a bar, if it can.
        ("pair", False, "progress"),
        ("nonsense", False, "progress"),
    ],
)
def test_the_leading_figure_is_shown_as_its_point_asks(asked: str, plain: bool, shown: str) -> None:
    told = pattern("leaders", "en")
    leading = told.figures[0]
    leading = dataclasses.replace(leading, written=leading.plain if plain else leading.written, of="people")
    scenes = tuple(
        dataclasses.replace(scene, visual=dataclasses.replace(scene.visual, kind=asked))
        if scene.visual.figures[:1] == (leading.statistic,)
        else scene
        for scene in told.scenes
    )
    told = retold(told, scenes=scenes, figures=(leading, *told.figures[1:]))
    page = lay_out(told, BRAND, "1080x1350", layout="scorecard")
    assert page.data["lead"] == shown
    # Its people or its bar are there to be seen, or nothing is.
    assert ("hero-picture" in measured(page)) == (shown != "number")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_people_of_a_share_stand_on_their_row_in_a_carousel(language: str) -> None:
    """They would stand beside those they are counted among."""
    told = script("youth", language)
    page = lay_out(told, BRAND, "carousel")
    [place, *_] = [i for i, p in enumerate(page.data["pages"]) if p.get("card") == "share" and not p["photo"]]
    boxes = [box for box in drawing.measure(page.template, page_data(page)) if box.page == place + 1]
    [people] = [box for box in boxes if box.part == "hero-picture"]
    image = Image.open(io.BytesIO(drawing.draw(page.template, page_data(page))[place])).convert("RGB")
    accent = np.array([int(page.data["look"]["panel_colours"]["accent"][i : i + 2], 16) for i in (1, 3, 5)])
    left, right = int(people.x_px), int(people.x_px + people.width_px)
    below = np.asarray(image)[int(people.y_px + people.height_px) + 6 :, left:right].astype(int)
    inside = np.asarray(image)[int(people.y_px) : int(people.y_px + people.height_px), left:right].astype(int)
    assert (np.abs(inside - accent).max(axis=-1) < 6).sum() > 5000
    assert (np.abs(below - accent).max(axis=-1) < 6).sum() < 200
