"""Whoever scrolls past must see whose page it is, what it is about, and the message before the small print."""

from __future__ import annotations

import dataclasses
import io
from functools import cache, partial
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.products.infographic.agree import agree
from briefcast.products.infographic.page import drawable, first_fitting, lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, script

SIZE = "1080x1350"
LIKE_MOST = 0.7
"""Most correlation of grey values, 64 × 80 of them: above it two pages are one poster to somebody who scrolls."""
APART_LEAST = 32.0
"""Least mean difference of two pages 96 px high, of 255 a channel: colours and shapes count, no word can be read."""
FOOT_MOST = 0.28
"""Most of a page for phones that what to do, where it is and the sources take together."""


def worn(audience: str) -> Brand:
    return BRAND.wearing(read_audience(audience).look)


@cache
def page(audience: str, *, language: str = "vi", size: str = SIZE, dressed: bool = True) -> Page:
    return lay_out(script(audience, language), worn(audience) if dressed else BRAND, size)


def picture(shown: Page, *, scale: float = 0.25) -> Image.Image:
    [png] = drawing.draw(shown.template, page_data(shown), scale=scale)
    return Image.open(io.BytesIO(png)).convert("RGB")


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How much the light and dark of two pictures agree, -1 to 1."""
    grey = [np.asarray(each.convert("L").resize((64, 80)), np.float64).ravel() for each in (one, other)]
    return float(np.corrcoef(*grey)[0, 1])


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures as thumbnails, of 255 a channel."""
    small: list[NDArray[Any]] = [np.asarray(each.resize((77, 96)), np.float64) for each in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def foot_share(shown: Page) -> float:
    """Share of the page's height from what is asked, or the sources, to its end."""
    boxes = drawing.measure(shown.template, page_data(shown))
    top = min(box.y_px for box in boxes if box.part in ("action", "sources"))
    height = SIZES[shown.size].height_px
    return (height - top) / height


def scene_share(shown: Page) -> float:
    """Share of the page that its drawn scene takes."""
    room = SIZES[shown.size]
    boxes = [box for box in drawing.measure(shown.template, page_data(shown)) if box.part == "scene"]
    return sum(box.width_px * box.height_px for box in boxes) / (room.width_px * room.height_px)


@pytest.mark.parametrize(("one", "other"), list(combinations(AUDIENCES, 2)))
def test_two_audiences_never_get_one_poster(one: str, other: str) -> None:
    shown = picture(page(one)), picture(page(other))
    assert likeness(*shown) <= LIKE_MOST
    assert apart(*shown) >= APART_LEAST


def test_one_poster_for_all_is_found() -> None:
    """One look with other words in it is what audiences once got."""
    told = script("press", "vi")
    other = lay_out(dataclasses.replace(told, kicker=f"{told.kicker} (2)"), worn("press"), SIZE)
    shown = picture(page("press")), picture(other)
    assert likeness(*shown) > LIKE_MOST
    assert apart(*shown) < APART_LEAST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_foot_is_small_print(audience: str, language: str) -> None:
    assert foot_share(page(audience, language=language)) <= FOOT_MOST


def test_a_foot_that_takes_the_page_is_found() -> None:
    told = script("press", "vi")
    source = "Khảo sát Chính phủ điện tử của Liên hợp quốc và các báo cáo kèm theo của Bộ Khoa học và Công nghệ"
    figures = tuple(dataclasses.replace(figure, source_short=f"{source}, {i}") for i, figure in enumerate(told.figures))
    long: Script = dataclasses.replace(told, figures=figures)
    assert foot_share(lay_out(long, worn("press"), SIZE)) > FOOT_MOST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", [a for a in AUDIENCES if worn(a).look.picture in ("medium", "large")])
def test_what_a_page_is_about_is_pictured(audience: str, language: str) -> None:
    shares = worn(audience).look.scene_shares
    assert scene_share(page(audience, language=language)) >= min(shares) * 0.99


def test_a_page_without_its_scene_is_found() -> None:
    assert scene_share(page("press")) == 0 < min(worn("citizens").look.scene_shares)


def test_nothing_cheerful_is_drawn_large_over_people_who_were_hurt() -> None:
    told = script("citizens", "vi")
    figures = tuple(dataclasses.replace(figure, icon="smile") for figure in told.figures)
    glad = dataclasses.replace(told, figures=figures)
    sad = dataclasses.replace(glad, title=f"{told.title}: hai người thiệt mạng")
    assert lay_out(glad, worn("citizens"), SIZE).data["scene"]
    shown = lay_out(sad, worn("citizens"), SIZE)
    assert shown.data["scene"] is None
    assert shown.data["look"]["pattern"] == "none", "nor does anything shine"


def test_a_small_scene_costs_no_figure() -> None:
    assert worn("leaders").look.picture == "small"
    assert page("leaders").figures == page("leaders", dressed=False).figures


@pytest.mark.parametrize(("audience", "size"), [("citizens", "1200x630"), ("youth", "1200x630"), ("leaders", SIZE)])
def test_what_was_agreed_on_can_be_drawn_in_every_language(audience: str, size: str) -> None:
    """A number that stood in words too long for its place passed while it was tried, and failed when it was drawn."""
    brand, tellings = worn(audience), [script(audience, language) for language in LANGUAGES]
    first, can = partial(first_fitting, brand=brand, size=size), partial(drawable, brand=brand, size=size)
    found = agree(tellings, size, first, can, look=brand.look)
    assert found is not None
    for told in tellings:
        assert picture(lay_out(told, brand, size, agreed=found))
