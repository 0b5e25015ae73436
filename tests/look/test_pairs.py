"""Pairs: the newer value is read first, and neither is taken for another amount."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefcast.cards import CARDS
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.video.arrangement import Shape, arrange
from briefcast.products.video.blocks import _block, figure_page
from briefcast.script import Mark
from tests.video_fixtures import make_script


@pytest.mark.parametrize("shape", ["9x16", "1x1", "16x9"])
@pytest.mark.parametrize(
    ("prefix", "number", "suffix", "before"),
    [("$", "1,284.6", "million", "$1,097.3 million"), ("", "6.5", "days", "9 days"), ("", "87", "", "79")],
)
def test_the_newer_value_is_not_the_smaller_one(
    shape: Shape, prefix: str, number: str, suffix: str, before: str
) -> None:
    """ "$1,097.3", large and white, would be read as a thousand dollars, and as the news."""
    figure = replace(
        make_script("en").figures[0],
        prefix=prefix, number=number, suffix=suffix, written=f"{prefix}{number} {suffix}".strip(), qualifier="",
        plain="", change="", compared="", gap="", target=None, label="Goods exports", when="Jan–Sep 2026",
        baseline=Mark(value=Decimal(9), written=before.replace(" ", "\u00a0"), label="Jan–Sep 2025"),
    )  # fmt: skip
    place = arrange(shape, rtl=False)
    look = drawing.look(read_brand("institutional"), "en", width_px=place.width_px, height_px=place.height_px)
    block = _block(figure, CARDS["pair"], False, 0, place, look)
    left, top, right, bottom = place.figure
    box = {"x": 0, "y": 0, "width": right - left, "height": bottom - top}
    page = {**figure_page([block], place), "width": right - left, "height": bottom - top, "drawn": box}
    data = {"look": look, "background": False, "pages": [page], "noted": True}
    found = [text for text in drawing.texts_of("video/scene.typ", data) if text.text == "number"]
    told = {text.body.replace("\u00a0", " ").strip(): text.size_px for text in found}
    assert before in told, "its unit is missing"
    assert told[figure.written] >= told[before]
