"""The shades of a map: one colour in as many steps as there are classes, each told from the next by how dark it is.

The shades lead from the ground to the colour of its text, so that they have no colour of their own that would praise or
warn, and are the same to every eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefcast.look.colour import blend, contrast, lightness
from briefcast.look.legibility import TEXT

_NEAREST = 13.0
"""How much lighter or darker than the ground the first shade is, in units of CIELAB."""
_LAST = 0.94
"""How far the last one has come to the colour of the text."""


def shades(ground: str, ink: str, count: int) -> tuple[str, ...]:
    """Give so many shades between a ground and its ink, in even steps of lightness, the nearest to the ground first."""
    mixed = [blend(ground, ink, step / 200) for step in range(201)]
    light = [lightness(colour) for colour in mixed]
    way = 1 if light[-1] > light[0] else -1
    first, last = light[0] + way * _NEAREST, light[0] + (light[-1] - light[0]) * _LAST
    wanted = [first + (last - first) * step / max(count - 1, 1) for step in range(count)]
    return tuple(min(zip(mixed, light, strict=True), key=lambda one: abs(one[1] - aim))[0] for aim in wanted)


def readable_on(shade: str, *colours: str) -> str:
    """Give the first of some colours that can be read on a shade, else black or white, of which one always can."""
    known = (*colours, "#FFFFFF", "#000000")
    return next(colour for colour in known if contrast(colour, shade) >= TEXT)


def classes_of(values: Sequence[Decimal], bounds: Sequence[Decimal], most: int) -> list[int]:
    """Say in which class each value lies, from 0.

    ``bounds`` are where the classes begin, the first aside; without any, each of ``most`` holds as many values as
    another, but that equal values stay together: a class in which none would lie is left out.
    """
    if bounds:
        return [sum(value >= bound for bound in bounds) for value in values]
    placed = [most * sum(other < value for other in values) // len(values) for value in values]
    used = sorted(set(placed))
    return [used.index(place) for place in placed]
