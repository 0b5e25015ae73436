"""The shades of maps: told apart by every eye, with names on them that can be read, in every kit that comes along."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefcast.charts.ramp import classes_of, readable_on, shades
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.colour import VISIONS, contrast, distance, lightness
from briefcast.look.legibility import TEXT

LEAST_APART = 7.0
"""Distance of two neighbouring shades in CIELAB: three times what is just seen side by side."""


def grounds() -> list[tuple[str, str, str, str]]:
    found = []
    for kit in ("institutional", "youthful"):
        brand = read_brand(kit)
        for theme in brand.themes:
            look = drawing.look(brand, "vi", width_px=1080, height_px=1350, theme=theme)
            for on in ("colours", "panel_colours"):
                found.append((kit, f"{theme}-{on}", look[on]["background"], look[on]["ink"]))
    return found


@pytest.mark.parametrize(("kit", "where", "ground", "ink"), grounds())
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_classes_are_told_apart_by_every_eye_and_names_are_read(
    kit: str, where: str, ground: str, ink: str, count: int
) -> None:
    """A reader who sees no red sees the same five classes, for each is darker or lighter than the one before."""
    found = shades(ground, ink, count)
    light = [lightness(shade) for shade in (ground, *found)]
    assert light == sorted(light) or light == sorted(light, reverse=True)
    for one, other in pairwise((ground, *found)):
        assert min(distance(one, other, vision) for vision in (None, *VISIONS)) >= LEAST_APART, (kit, where)
    for shade in found:
        assert contrast(readable_on(shade, ink, ground), shade) >= TEXT


def test_two_shades_alike_would_be_seen() -> None:
    assert distance("#101010", "#121212") < LEAST_APART


@given(st.lists(st.integers(0, 40), min_size=2, max_size=63), st.integers(2, 5))
def test_equal_values_are_of_one_class_and_larger_ones_of_no_lower(values: list[int], most: int) -> None:
    numbers = [Decimal(value) for value in values]
    found = classes_of(numbers, (), most)
    assert {*found} == {*range(max(found) + 1)}, "no class stands empty"
    assert max(found) < most
    for one, its in zip(numbers, found, strict=True):
        for other, theirs in zip(numbers, found, strict=True):
            assert (one < other) <= (its <= theirs)
            assert (one == other) <= (its == theirs)


def test_declared_classes_begin_with_their_bound() -> None:
    bounds = [Decimal(60), Decimal(80)]
    assert classes_of([Decimal("59.9"), Decimal(60), Decimal("79.9"), Decimal(80), Decimal(99)], bounds, 5) == [
        0,
        1,
        1,
        2,
        2,
    ]
