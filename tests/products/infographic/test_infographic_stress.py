"""Texts and figures nobody planned for: a picture holds them whole and apart, or says which text is too long."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from briefcast.brief.model import Layout
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.products.infographic.choice import LAYOUTS
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Figure, Mark, Script
from tests.picture_fixtures import BRAND, LANGUAGES, able, pattern

LONG = {
    "vi": (
        "Cơ sở dữ liệu quốc gia về đăng ký hộ tịch điện tử toàn trình",
        "Ủy ban Quốc gia về Chuyển đổi số và Cải cách hành chính",
    ),
    "en": (
        "Interdepartmental telecommunications infrastructure upgraded",
        "Counterintuitive misunderstandings institutionalisation",
    ),
    "he": (
        "התמקצעותם של האינטרדיסציפלינריים במשרדי הממשלה הדיגיטלית",
        "כשבטרנספורמציותיהם הדיגיטליות ובהתייעלויותיהם",
    ),
}
"""A title of sixty characters and a label of the longest words that are in use."""
HOLDERS = re.compile(r"panel|photo|card-\d+-(number|before)")


def strained(told: Script, language: str, **of_figures: object) -> Script:
    title, label = LONG[language]
    figures = tuple(dataclasses.replace(figure, label=label, **of_figures) for figure in told.figures)  # type: ignore[arg-type]
    return dataclasses.replace(told, title=title, subtitle=title, figures=figures)


def wrong(page: Page) -> list[str]:
    """What lies on something else, off its page, or is set too small to be read on a phone."""
    data, room = page_data(page), SIZES[page.size]
    boxes = drawing.measure(page.template, data)
    found = [f"{box.part} is off page {box.page}" for box in boxes if not HOLDERS.fullmatch(box.part) and not (
        box.x_px >= -1 and box.x_px + box.width_px <= room.width_px + 1
        and box.y_px >= -1 and box.y_px + box.height_px <= room.height_px + 1
    )]  # fmt: skip
    apart = [box for box in boxes if not HOLDERS.fullmatch(box.part)]
    for i, a in enumerate(apart):
        for b in apart[i + 1 :]:
            beside = a.x_px + a.width_px <= b.x_px + 1 or b.x_px + b.width_px <= a.x_px + 1
            if (
                a.page == b.page
                and not beside
                and a.y_px < b.y_px + b.height_px - 1
                and b.y_px < a.y_px + a.height_px - 1
            ):
                found.append(f"{a.part} lies on {b.part}")
    for text in drawing.measure_texts(page.template, data):
        if text.size_px < room.floor_px - 0.01:
            found.append(f"{text.text} is set in {text.size_px}")
    return found


def whole_or_refused(told: Script, size: str, layout: Layout | None = None) -> Page | None:
    """A page on which nothing is wrong, or none: its refusal names a text."""
    try:
        page = lay_out(told, BRAND, size, layout=layout)
        drawing.draw(page.template, page_data(page), format="svg")
    except LayoutError as error:
        assert re.search(r"does not fit|needs|no figure|no room", str(error)), error
        return None
    assert wrong(page) == [], (page.layout, page.size)
    return page


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_words_and_titles_are_whole_in_every_layout(layout: Layout, language: str) -> None:
    told = strained(able(layout, language), language)
    sizes = [size for size, room in SIZES.items() if room.shape not in ("carousel", "sheet")]
    drawn = [whole_or_refused(told, size, layout) for size in (sizes[LAYOUTS.index(layout) % len(sizes)], "a4")]
    # A sheet of paper has room for any of them.
    assert drawn[-1] is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("number", "value"),
    [("9,876,543", 9876543), ("\u22121,234,567", -1234567), ("0", 0)],
    ids=["7 digits", "negative", "zero"],
)
def test_large_and_negative_numbers_are_whole(language: str, number: str, value: int) -> None:
    told = strained(
        pattern("leaders", language), language,
        number=number, suffix="", written=number, value=Decimal(value), unit="count", plain="", target=None,
        out_of=None,
        series=(), baseline=Mark(value=Decimal(1), written="7,654,321", label="2023"),
    )  # fmt: skip
    for size in ("1080x1080", "1200x630", "1080x1920"):
        assert whole_or_refused(told, size) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_figures_one_and_none(language: str) -> None:
    told = pattern("leaders", language)
    twelve = tuple(dataclasses.replace(told.figures[n % 5], statistic=f"s{n}", series=()) for n in range(12))
    page = whole_or_refused(dataclasses.replace(told, figures=twelve, scenes=told.scenes[:1]), "1080x1350")
    assert page is not None and len(page.figures) + len(page.left_out) == 12
    one = whole_or_refused(dataclasses.replace(told, figures=twelve[:1], scenes=told.scenes[:1]), "1080x1350")
    assert one is not None and one.figures == ("s0",)
    with pytest.raises(LayoutError, match="no figure to show"):
        lay_out(dataclasses.replace(told, figures=(), scenes=told.scenes[:1]), BRAND, "1080x1350")


def test_latin_names_and_numbers_inside_hebrew_are_whole_and_emoji_are_refused_by_name() -> None:
    told = pattern("leaders", "he")
    mixed = dataclasses.replace(told, title="⁨VNeID⁩ ב־⁨Example Province⁩: 68.5% ב־2025 (לפי ⁨OECD⁩)")
    assert whole_or_refused(mixed, "1080x1350") is not None
    with pytest.raises(LayoutError, match=r"U\+1F600"):
        lay_out(dataclasses.replace(told, title="טפסים בלי תורים 😀"), BRAND, "1080x1350")


def test_a_series_of_two_values_is_no_trend() -> None:
    told = pattern("leaders", "en")
    short: tuple[Figure, ...] = (
        dataclasses.replace(told.figures[0], series=told.figures[0].series[:2]),
        *told.figures[1:],
    )
    page = whole_or_refused(dataclasses.replace(told, figures=short), "1080x1350")
    assert page is not None and page.layout != "timeline"


def test_the_checks_above_can_fail() -> None:
    page = lay_out(pattern("leaders", "en"), BRAND, "1080x1350", layout="progress")
    assert wrong(page) == []
    look = {**page.data["look"], "floor": 20}
    crowded = {**page.data, "look": look, "sizes": {**page.data["sizes"], "title": 30}}
    found = wrong(dataclasses.replace(page, data=crowded))
    assert any("title is set in" in fault for fault in found)
