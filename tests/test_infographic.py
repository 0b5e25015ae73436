"""An infographic must show one message with its figures whole, mirrored in Hebrew, readable, described and sourced."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps

from briefcast import cards
from briefcast.alt import ALT_MAX_CHARS, describe
from briefcast.charts import draw_chart
from briefcast.errors import LayoutError
from briefcast.infographic import (
    LAYOUTS,
    SIZES,
    Layout,
    Page,
    choose_layout,
    draw_infographic,
    lay_out,
    page_data,
    print_address,
)
from briefcast.script import Script
from briefcast.store import content_key
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, script

PICTURES = [size for size, room in SIZES.items() if not room.pdf]
TEXTS = [(size, LANGUAGES[i % 3], AUDIENCES[i % 6]) for i, size in enumerate([*SIZES, *SIZES, *SIZES])]


def measured(page: Page) -> dict[str, cards.Box]:
    chart = draw_chart(page.chart).layers() if page.chart else None
    return {box.part: box for box in cards.measure(page.template, page_data(page, chart))}


def overlapping(boxes: dict[str, cards.Box]) -> list[tuple[str, str]]:
    """Boxes that lie on one another."""
    listed = list(boxes.items())

    def apart(a: cards.Box, b: cards.Box) -> bool:
        beside = a.x_px + a.width_px <= b.x_px + 1 or b.x_px + b.width_px <= a.x_px + 1
        return beside or a.y_px + a.height_px <= b.y_px + 1 or b.y_px + b.height_px <= a.y_px + 1

    return [(one, other) for i, (one, a) in enumerate(listed) for other, b in listed[i + 1 :] if not apart(a, b)]


def drawn(page: Page, folder: Path) -> Image.Image:
    [output] = draw_infographic(page, folder)
    return Image.open(folder / output.name)


def retold(told: Script, **fields: object) -> Script:
    return dataclasses.replace(told, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_audience_gets_a_page_in_every_language(audience: str, language: str) -> None:
    told = script(audience, language)
    page = lay_out(told, BRAND, "1080x1350")
    assert page.figures[0] == told.figures[0].statistic
    assert len(page.figures) >= 2, "a page with its leading figure alone"
    # Nothing is dropped without saying so.
    assert page.figures + page.left_out == tuple(figure.statistic for figure in told.figures)


@pytest.mark.parametrize(("size", "language", "audience"), TEXTS)
def test_nothing_lies_on_anything_else(size: str, language: str, audience: str) -> None:
    boxes = measured(lay_out(script(audience, language), BRAND, size))
    room = SIZES[size]
    holders = {"panel"} | {name for name in boxes if re.fullmatch(r"card-\d+", name)}
    pieces = {n: b for n, b in boxes.items() if n not in holders and not re.fullmatch(r"card-\d+-number", n)}
    pieces |= {n: b for n, b in boxes.items() if re.fullmatch(r"card-\d+", n)}
    assert {"issuer", "kicker", "title", "hero-number", "hero-label", "sources"} <= set(pieces)
    for name, box in pieces.items():
        assert box.page == 1
        assert box.x_px >= 0 and box.x_px + box.width_px <= room.width_px + 1, name
        assert box.y_px >= 0 and box.y_px + box.height_px <= room.height_px + 1, name
    assert overlapping(pieces) == []


def test_an_overlap_would_be_seen() -> None:
    boxes = measured(lay_out(script("staff", "vi"), BRAND, "1080x1080"))
    two = {name: boxes[name] for name in ("title", "hero-number")}
    assert overlapping(two) == []
    two["hero-number"] = dataclasses.replace(two["hero-number"], y_px=two["title"].y_px + 10)
    assert overlapping(two) == [("title", "hero-number")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_story_keeps_text_away_from_the_buttons_of_the_platforms(layout: Layout) -> None:
    for name, box in measured(lay_out(script("leaders", "en"), BRAND, "1080x1920", layout=layout)).items():
        if name != "panel":
            assert box.y_px >= 250 and box.y_px + box.height_px <= 1920 - 250, name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", ["1080x1080", "a4"])
def test_any_layout_can_be_asked_for(layout: Layout, size: str, tmp_path: Path) -> None:
    page = lay_out(script("leaders", "vi"), BRAND, size, layout=layout)
    [output] = draw_infographic(page, tmp_path)
    assert (tmp_path / output.name).stat().st_size > 10_000


def test_audiences_see_different_pages() -> None:
    assert choose_layout(script("leaders", "vi")) == "timeline"
    assert choose_layout(script("staff", "vi")) == "progress"
    assert choose_layout(script("citizens", "vi")) == "scorecard"
    # A rebuttal has one message, whoever reads it.
    assert choose_layout(retold(script("leaders", "vi"), kind="rebuttal")) == "scorecard"
    # No trend without values over time.
    flat = retold(
        script("leaders", "vi"), figures=(script("staff", "vi").figures[0], *script("leaders", "vi").figures[1:])
    )
    assert choose_layout(flat) == "scorecard"


def mass(image: Image.Image, colour: str) -> float:
    """Where a colour lies, 0 at the left edge and 1 at the right one."""
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
    found = np.abs(np.asarray(image.convert("RGB"), np.int16) - wanted).max(axis=2) <= 6
    assert found.sum() > 500
    return float(np.flatnonzero(found.any(axis=0)).mean() / image.width)


@pytest.mark.parametrize("size", PICTURES)
def test_hebrew_is_mirrored_and_not_merely_aligned(size: str, tmp_path: Path) -> None:
    """Logo, leading figure and first column stand at the right; pattern and code at the left."""
    pages = {language: lay_out(script("staff", language), BRAND, size) for language in ("en", "he")}
    boxes = {language: measured(page) for language, page in pages.items()}
    middle = SIZES[size].width_px / 2

    def centre(box: cards.Box) -> float:
        return box.x_px + box.width_px / 2

    assert centre(boxes["en"]["logo"]) < middle < centre(boxes["he"]["logo"])
    if "qr" in boxes["en"]:
        assert centre(boxes["he"]["qr"]) < middle < centre(boxes["en"]["qr"])
    pattern = BRAND.theme("light").panel_2
    ground = {language: mass(drawn(page, tmp_path), pattern) for language, page in pages.items()}
    assert ground["he"] < 0.5 < ground["en"]


def test_in_hebrew_a_grid_is_read_from_the_right() -> None:
    for language, first_is_left in (("vi", True), ("he", False)):
        boxes = measured(lay_out(script("citizens", language), BRAND, "a4"))
        assert (boxes["card-0"].x_px < boxes["card-1"].x_px) == first_is_left


def test_a_picture_carries_its_title_source_and_date(tmp_path: Path) -> None:
    told = script("leaders", "vi")
    image = drawn(lay_out(told, BRAND, "1080x1350"), tmp_path)
    assert image.mode == "RGB"
    assert image.size == (1080, 1350)
    assert image.text["Title"] == told.title
    assert image.text["Title"].lang == "vi"
    assert told.figures[0].source_short in image.text["Source"]
    assert told.as_of in image.text["Creation Time"]
    assert b"sRGB" in (tmp_path / "infographic-1080x1350.png").read_bytes()[:100]


def test_a_sheet_can_be_read_by_a_screen_reader(tmp_path: Path) -> None:
    told = script("staff", "he")
    [output] = draw_infographic(lay_out(told, BRAND, "a4"), tmp_path)
    assert output.media_type == "application/pdf"
    with pikepdf.open(tmp_path / output.name) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "he"
        assert str(pdf.docinfo.Title) == told.title
        assert len(pdf.pages) == 1
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"


def test_the_same_script_gives_the_same_bytes(tmp_path: Path) -> None:
    for size in ("1080x1080", "a4"):
        page = lay_out(script("press", "en"), BRAND, size)
        again = lay_out(script("press", "en"), BRAND, size)
        assert content_key("page", page) == content_key("page", again)
        [output] = draw_infographic(page, tmp_path)
        before = (tmp_path / output.name).read_bytes()
        draw_infographic(again, tmp_path)
        assert (tmp_path / output.name).read_bytes() == before


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
    with pytest.raises(LayoutError, match=r"no figure to show\. Name statistics"):
        lay_out(retold(script("leaders", "en"), figures=()), BRAND, "1080x1350")


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
    assert told.figures[0].written in words.alt_text
    assert len(words.alt_text) <= ALT_MAX_CHARS
    for figure in told.figures:
        assert f"{figure.label}: {figure.written}" in words.long_description
        for mark in figure.series:
            assert f"{mark.label}: {mark.written}" in words.long_description
    for source in told.sources:
        assert source.written.rstrip(".") in words.long_description


def test_a_page_describes_what_it_shows_and_nothing_else() -> None:
    page = lay_out(script("press", "en"), BRAND, "1080x1080")
    assert page.left_out
    for statistic in page.left_out:
        figure = script("press", "en").figure(statistic)
        assert f"{figure.label}: " not in page.description.long_description
    assert set(page.facts) <= {fact for figure in script("press", "en").figures for fact in figure.facts}


# ---- numbers, read back by a machine that has not seen the brief ---------------------------------

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OCR = {"vi": "vie", "en": "eng", "he": "heb"}


def recognise(image: Image.Image, language: str, mode: int, *options: str) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    read = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", language, "--psm", str(mode), *options],
        input=buffer.getvalue(), capture_output=True, check=True,
    )  # fmt: skip
    return re.sub(r"\D", "", read.stdout.decode())


def scaled(image: Image.Image, height_px: int) -> Image.Image:
    width_px = max(1, round(image.width * height_px / image.height))
    return ImageOps.expand(image.resize((width_px, height_px), Image.Resampling.LANCZOS), 24, fill=255)


def tight(image: Image.Image) -> Image.Image:
    return image.crop(ImageOps.invert(image).getbbox())


def by_height(image: Image.Image) -> list[Image.Image]:
    """Cut a line into its large digits and what stands small before and after them."""
    dark = np.asarray(image) < 128
    runs, start = [], None
    for x, on in enumerate([*dark.any(axis=0), False]):
        if on and start is None:
            start = x
        if not on and start is not None:
            rows = np.flatnonzero(dark[:, start:x].any(axis=1))
            runs.append((start, x, rows[-1] - rows[0] + 1))
            start = None
    tallest = max(height for *_, height in runs)
    large = [i for i, (*_, height) in enumerate(runs) if height > 0.72 * tallest]
    groups = (runs[: large[0]], runs[large[0] : large[-1] + 1], runs[large[-1] + 1 :])
    return [tight(image.crop((group[0][0], 0, group[-1][1], image.height))) for group in groups if group]


def readings(crop: Image.Image, language: str, lines: bool):  # type: ignore[no-untyped-def]
    """Digits that tesseract finds, one attempt after another."""
    if crop.getpixel((1, 1)) < 128:
        crop = ImageOps.invert(crop)
    crop = tight(crop.point(lambda value: 255 if value > 150 else 0))
    for height_px in (44, 64, 32):
        for piece in by_height(crop):
            yield recognise(scaled(piece, height_px), "eng", 7, "-c", "tessedit_char_whitelist=0123456789.,/%")
            yield recognise(scaled(piece, height_px), OCR[language], 7)
    yield recognise(scaled(crop, 110 if lines else 44), OCR[language], 6)


def unread(page: Page, image: Image.Image) -> list[str]:
    """Numbers of the page that cannot be read on the picture."""
    boxes = measured(page)
    grey = image.convert("L")
    missing = []
    shown = [("hero-number", page.data["hero"])]
    shown += [(f"card-{i}-number", d) for i, d in enumerate(page.data["cards"])]
    for part, d in shown:
        wanted = {
            re.sub(r"\D", "", n)
            for n in NUMBER.findall(d["plain"] if d["plain_first"] else d["number"] + " " + d["suffix"])
        }
        box = boxes[part]
        below = 0.25 * box.height_px
        crop = grey.crop(
            (
                int(box.x_px) - 4,
                int(box.y_px) - 6,
                int(box.x_px + box.width_px) + 4,
                int(box.y_px + box.height_px + below),
            )
        )
        for digits in readings(crop, page.language, box.height_px > 85):
            wanted = {number for number in wanted if number not in digits}
            if not wanted:
                break
        missing += sorted(wanted)
    return missing


@pytest.mark.ocr
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["leaders", "citizens"])
def test_every_large_number_can_be_read_back(audience: str, language: str, tmp_path: Path) -> None:
    page = lay_out(script(audience, language), BRAND, "1080x1350")
    assert unread(page, drawn(page, tmp_path)) == []


@pytest.mark.ocr
def test_a_wrong_number_would_be_noticed(tmp_path: Path) -> None:
    """The reading above can fail: a picture of other figures does."""
    page = lay_out(script("staff", "en"), BRAND, "1080x1350")
    image = drawn(page, tmp_path)
    other = {**page.data, "hero": {**page.data["hero"], "number": "58"}}
    assert unread(dataclasses.replace(page, data=other), image) == ["58"]
