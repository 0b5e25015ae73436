"""What of a brand kit has to be told apart: every pair of colours that meets on a picture, measured.

Two tables: `PAIRS` asks for contrast, so that everybody can read; `TOLD_APART` asks for a difference
that is left to eyes that lack one kind of cone. What the second table names never differs by colour
alone: a target is a stroke or a dashed line with its words, a change has a triangle, a highlighted bar
is bold and lighter or darker than the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from briefcast.look.colour import VISIONS, contrast, distance, palest
from briefcast.messages import tell

TEXT_FLOOR_PX = 35
"""Smallest text on a canvas 1080 px wide: seen 360 CSS px wide on a phone it is 12 CSS px."""

TEXT = 4.5
"""Smallest contrast of text with its ground: WCAG 2.2, success criterion 1.4.3."""
LARGE = 3.0
"""The same for large text, 24 CSS px or bold 18.5 CSS px and more: WCAG 2.2, 1.4.3."""
GRAPHIC = 3.0
"""Smallest contrast of a meaningful shape with what it touches: WCAG 2.2, 1.4.11."""
APART = 16.0
"""Smallest CIELAB distance, seen with any one kind of cone missing.

The two nearest colours of the Okabe-Ito palette, which was made to be told apart, are 16.1 apart when
seen so (bluish green and sky blue, tritan).
"""


class Pair(NamedTuple):
    """Two colours that meet on a picture and what that asks of them."""

    one: str
    """Role of the colour in front, a field of `briefcast.look.brand.Theme`; ``quiet`` is `quiet_colour`."""
    other: str
    least: float
    use: str
    """Where they meet, for people."""


PAIRS: tuple[Pair, ...] = (
    Pair("ink", "background", TEXT, tell("titles and figures")),
    Pair("muted", "background", TEXT, tell("labels and sources")),
    Pair("accent", "background", TEXT, tell("data, addresses")),
    Pair("accent_2", "background", TEXT, tell("targets, the line above the title")),
    Pair("positive", "background", TEXT, tell("a change for the better, a target met")),
    Pair("negative", "background", TEXT, tell("a change for the worse")),
    Pair("accent", "track", GRAPHIC, tell("a bar on its track")),
    Pair("accent_2", "track", GRAPHIC, tell("a target's mark on the track")),
    Pair("quiet", "background", GRAPHIC, tell("the bars beside the highlighted one")),
    Pair("on_panel", "panel", TEXT, tell("text on the panel")),
    Pair("panel_muted", "panel", TEXT, tell("labels on the panel")),
    Pair("panel_accent", "panel", TEXT, tell("the leading figure, data on the panel")),
    Pair("on_panel", "panel_2", TEXT, tell("text where it crosses the pattern")),
    Pair("panel_muted", "panel_2", TEXT, tell("labels where they cross the pattern")),
    Pair("panel_accent", "panel_2", LARGE, tell("the leading figure where it crosses the pattern")),
    Pair("panel_accent", "panel_track", GRAPHIC, tell("a bar on its track, on the panel")),
    Pair("on_panel", "panel_track", GRAPHIC, tell("a target's mark on the track, on the panel")),
    Pair("panel_quiet", "panel", GRAPHIC, tell("the bars beside the highlighted one, on the panel")),
)
"""Every pair of colours that meets on a picture, with the contrast it must reach."""

TOLD_APART: tuple[Pair, ...] = (
    Pair("accent", "accent_2", APART, tell("data and target")),
    Pair("accent", "track", APART, tell("what is reached and what is left")),
    Pair("accent", "quiet", APART, tell("the highlighted bar and the others")),
    Pair("positive", "negative", APART, tell("better and worse")),
    Pair("panel_accent", "on_panel", APART, tell("data and target, on the panel")),
    Pair("panel_accent", "panel_track", APART, tell("what is reached and what is left, on the panel")),
    Pair("panel_accent", "panel_quiet", APART, tell("the highlighted bar and the others, on the panel")),
)
"""Every pair of colours that says two different things, with the distance it must keep."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One pair of one theme as it was measured."""

    pair: Pair
    colours: tuple[str, str]
    value: float
    """The contrast, or the smallest distance to any of the three kinds of eyes."""
    apart: bool
    """Whether ``value`` is a distance."""

    @property
    def enough(self) -> bool:
        """Whether the pair reaches what it must; compared as it is shown, with two digits."""
        return round(self.value, 2) >= self.pair.least


def quiet_colour(muted: str, ground: str) -> str:
    """Give the colour of what stands beside the highlighted value, as pale as a meaningful shape may be."""
    return palest(muted, ground, GRAPHIC + 0.1)


def measure_theme(colours: Mapping[str, str]) -> Iterator[Measured]:
    """Measure every pair of a theme, given as its colours by role."""
    known = {
        **colours,
        "quiet": quiet_colour(colours["muted"], colours["background"]),
        "panel_quiet": quiet_colour(colours["panel_muted"], colours["panel"]),
    }
    for pair in PAIRS:
        one, other = known[pair.one], known[pair.other]
        yield Measured(pair=pair, colours=(one, other), value=contrast(one, other), apart=False)
    for pair in TOLD_APART:
        one, other = known[pair.one], known[pair.other]
        value = min(distance(one, other, vision) for vision in (None, *VISIONS))
        yield Measured(pair=pair, colours=(one, other), value=value, apart=True)
