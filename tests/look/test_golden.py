"""A card must look as it was approved; ``make golden`` draws the references again when a change is wanted."""

from __future__ import annotations

import pytest

from briefcast.look.figures import figure_data
from tests import golden
from tests.picture_fixtures import fibre, look


@pytest.mark.parametrize(("kind", "language"), golden.names())
def test_a_card_looks_as_it_was_approved(kind: str, language: str) -> None:
    assert golden.difference(golden.draw(kind, language), golden.read(kind, language)) <= golden.TOLERANCE


@pytest.mark.parametrize("role", ["accent", "ink"])
def test_one_changed_colour_is_seen(role: str) -> None:
    changed = {**look("vi", height=760)["colours"], role: "#0D2B67"}
    drawn = golden.draw("progress", "vi", look={**look("vi", height=760), "colours": changed})
    assert golden.difference(drawn, golden.read("progress", "vi")) > golden.TOLERANCE


def test_one_shifted_box_is_seen() -> None:
    """By a fiftieth of the bar: the place of the target."""
    d = figure_data(fibre("vi"))
    drawn = golden.draw("progress", "vi", d={**d, "target_fraction": d["target_fraction"] + 0.02})
    assert golden.difference(drawn, golden.read("progress", "vi")) > golden.TOLERANCE
    assert golden.difference(golden.draw("number", "vi", inset=62), golden.read("number", "vi")) > golden.TOLERANCE


def test_one_changed_letter_is_seen() -> None:
    """The comparison above can fail: a single digit more, and it does."""
    d = {**figure_data(fibre("vi")), "number": "82,9"}
    assert golden.difference(golden.draw("number", "vi", d=d), golden.read("number", "vi")) > golden.TOLERANCE
