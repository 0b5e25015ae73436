"""Cards and pages must look as they were approved; `make golden` draws the references of what was meant to change."""

from __future__ import annotations

import dataclasses
import io

import pytest
from PIL import Image

from briefcast.cards import CARDS
from briefcast.look import drawing
from briefcast.look.figures import figure_data
from briefcast.products.infographic.choice import LAYOUTS
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from tests import golden
from tests.picture_fixtures import BRAND, able, fibre, look


@pytest.mark.parametrize(("kind", "name", "language"), golden.names())
def test_it_looks_as_it_was_approved(kind: str, name: str, language: str) -> None:
    assert golden.difference(golden.draw(kind, name, language), golden.read(kind, name, language)) <= golden.TOLERANCE


def test_every_card_and_layout_has_its_references_and_nothing_else_does() -> None:
    """A picture of what nothing draws any more guards nothing."""
    kept = {
        (kind, *path.stem.rsplit("-", 1))
        for kind in ("cards", "layouts", "scenes")
        for path in (golden.FOLDER / kind).glob("*")
    }
    assert kept == set(golden.names())
    assert {name for kind, name, _ in kept if kind == "cards"} == set(CARDS)
    assert {name for kind, name, _ in kept if kind == "layouts"} == set(LAYOUTS)
    assert {name for kind, name, _ in kept if kind == "scenes"} == set(BRAND.looks)


@pytest.mark.parametrize("role", ["accent", "ink"])
def test_one_changed_colour_is_seen(role: str) -> None:
    changed = {**look("vi", height=760)["panel_colours"], role: "#0D2B67"}
    drawn = golden.draw("cards", "progress", "vi", look={**look("vi", height=760), "panel_colours": changed})
    assert golden.difference(drawn, golden.read("cards", "progress", "vi")) > golden.TOLERANCE


def test_one_shifted_box_is_seen() -> None:
    """By a fiftieth of the bar: the place of the target."""
    d = figure_data(fibre("vi"))
    drawn = golden.draw("cards", "progress", "vi", d={**d, "target_fraction": d["target_fraction"] + 0.02})
    assert golden.difference(drawn, golden.read("cards", "progress", "vi")) > golden.TOLERANCE
    moved = golden.draw("cards", "number", "vi", inset=62)
    assert golden.difference(moved, golden.read("cards", "number", "vi")) > golden.TOLERANCE


def test_one_changed_letter_is_seen() -> None:
    """The comparison above can fail: a single digit more, and it does."""
    d = {**figure_data(fibre("vi")), "number": "82,9"}
    drawn = golden.draw("cards", "number", "vi", d=d)
    assert golden.difference(drawn, golden.read("cards", "number", "vi")) > golden.TOLERANCE


def test_one_word_more_on_a_page_is_seen() -> None:
    """Nor would the pictures of layouts guard anything if any page passed for them."""
    told = able("scorecard", "vi")
    page = lay_out(dataclasses.replace(told, title=f"{told.title} hơn"), BRAND, golden.SIZE, layout="scorecard")
    [png] = drawing.draw(page.template, page_data(page), scale=golden.WIDTH_PX / 1080)
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    assert golden.difference(drawn, golden.read("layouts", "scorecard", "vi")) > golden.TOLERANCE
