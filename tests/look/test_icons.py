"""The symbols: a name typed wrong must not become an empty place on a poster."""

from __future__ import annotations

import pytest

from briefcast.errors import LayoutError
from briefcast.look.icons import icon_svg, list_icons, near_icons


def test_a_symbol_comes_in_the_colour_asked_for() -> None:
    svg = icon_svg("trophy", "#0D2B57")
    assert 'stroke="#0D2B57"' in svg
    assert "currentColor" not in svg


def test_there_are_symbols_for_what_public_bodies_speak_of() -> None:
    assert {"trophy", "smartphone", "house-wifi", "id-card", "list-checks", "signature", "wifi"} <= list_icons()


@pytest.mark.parametrize(
    ("typed", "meant"), [("smart-phone", "smartphone"), ("trophies", "trophy"), ("chart", "chart-")]
)
def test_a_wrong_name_is_answered_with_near_ones(typed: str, meant: str) -> None:
    assert any(name.startswith(meant) for name in near_icons(typed))
    with pytest.raises(LayoutError, match="no symbol called"):
        icon_svg(typed, "#000000")
