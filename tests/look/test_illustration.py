"""A page whose subject is drawn wrongly, not at all, or says more than its symbol would mislead at a glance."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.brand import WORN, read_brand
from briefcast.look.colour import contrast
from briefcast.look.figures import claims_more, figure_data
from briefcast.look.icons import list_icons
from briefcast.look.illustration import cheers_over, object_data, object_svg, points_onward
from briefcast.look.legibility import GRAPHIC
from briefcast.look.looks import known_looks, scene_tones
from briefcast.script import Mark
from tests.picture_fixtures import script

USED = ("trophy", "list-checks", "file-check", "signature", "house-wifi", "wifi", "trending-up", "chart-line", "map")
LAYERS = ("scene-ground", "scene-motif", "scene-companions", "scene-object")
SIDE_PX = 300


def drawn(name: str, *, language: str = "vi", look: str = "warm", **more: Any) -> np.ndarray[Any, Any]:
    brand = read_brand("institutional").wearing(look)
    data = {
        "look": drawing.look(brand, language, width_px=SIDE_PX, height_px=SIDE_PX, theme=WORN, canvas_px=1080),
        "object": object_data(name),
        "on": "page",
        **more,
    }
    [png] = drawing.draw("look/scene.typ", data)
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), np.int16)


@pytest.mark.parametrize("name", [*USED, *sorted(list_icons())[::97]])
def test_every_symbol_becomes_an_object_with_a_body_and_lines(name: str) -> None:
    svg = object_svg(name)
    etree.fromstring(svg)
    assert all(f"{tone}-tone" in svg for tone in ("fill", "shade", "line", "edge"))
    assert "currentColor" not in svg


def test_lines_alone_stand_on_a_sheet_and_do_not_float() -> None:
    assert 'rx="4.5"' in object_svg("trending-up")
    assert 'rx="4.5"' not in object_svg("file-check")


def test_a_symbol_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(LayoutError, match="no symbol called 'trofy'"):
        object_svg("trofy")


def test_no_name_is_no_object() -> None:
    assert object_data("") is None


def test_every_layer_can_be_drawn_alone_and_keeps_its_place() -> None:
    whole, empty = drawn("trophy"), drawn("trophy", visible=[])
    for layer in LAYERS:
        alone = drawn("trophy", visible=[layer])
        assert (alone != empty).any(), layer
    assert (drawn("trophy", visible=list(LAYERS)) == whole).all()


def test_only_what_points_onward_turns_round_from_right_to_left() -> None:
    assert points_onward("arrow-right")
    assert points_onward("truck")
    for straight in ("trending-up", "chart-line", "cart", "card", "copyright", "brightness", "business"):
        assert not points_onward(straight), straight
    for name, turns in (("truck", True), ("file-check", False)):
        there, back = (drawn(name, language=code, visible=["scene-object"]) for code in ("vi", "he"))
        mirrored = np.abs(there[:, ::-1] - back).mean() < np.abs(there - back).mean()
        assert mirrored == turns, name


@pytest.mark.parametrize("kit", ["institutional", "youthful"])
@pytest.mark.parametrize("look", known_looks())
def test_what_is_drawn_can_be_seen_in_every_look(kit: str, look: str) -> None:
    worn = read_brand(kit).wearing(look).look
    for tones in scene_tones(worn.theme, worn.object).values():
        assert contrast(tones["line"], tones["fill"]) >= GRAPHIC
        assert contrast(tones["line"], tones["edge"]) >= GRAPHIC


def test_no_colour_of_a_template_is_left_as_a_word() -> None:
    assert set(re.findall(r"\b(\w+)-tone", object_svg("trophy"))) <= set(
        scene_tones(read_brand("institutional").look.theme, "#FFC54D")["page"]
    )


@pytest.mark.parametrize(
    ("name", "fields", "more"),
    [
        (
            "trophy",
            {"unit": "rank", "value": Decimal(71), "out_of": Mark(value=Decimal(193), written="193", label="")},
            True,
        ),
        (
            "trophy",
            {"unit": "rank", "value": Decimal(12), "out_of": Mark(value=Decimal(193), written="193", label="")},
            False,
        ),
        ("medal", {"unit": "rank", "value": Decimal(2)}, False),
        ("medal", {"unit": "rank", "value": Decimal(9)}, True),
        ("award", {"unit": "count", "target_met": True}, False),
        ("award", {}, True),
        ("circle-check", {"target_met": False, "change_is_good": True}, True),
        ("circle-check", {"change_is_good": True}, False),
        ("rocket", {"change_is_good": False}, True),
        ("list-checks", {"target_met": False}, False),
    ],
)
def test_no_symbol_says_more_than_the_figure(name: str, fields: dict[str, Any], more: bool) -> None:
    """A trophy stood beside rank 71 of 193: a reader sees who won before who reads what."""
    told = script("leaders", "en")
    figure = replace(told.figures[0], **{"out_of": None, "target_met": None, "change_is_good": None, **fields})
    assert claims_more(name, figure) is more
    # It is drawn nowhere: neither large nor beside the number.
    own = replace(told, figures=(replace(figure, icon=name),), news="neutral")
    assert cheers_over(name, own) is more
    assert (figure_data(own.figures[0])["icon"] == "") is more
