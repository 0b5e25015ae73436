"""Looks: how one brand is worn for readers who differ, from sober to bold.

Every kit has those of ``assets/looks.yaml``, in colours made of its own; what a kit says of a look itself stands. A
look changes colours, pattern, illustration and how large the picture is: never typeface, grid or place of the logo.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from briefcast.look.colour import blend, contrast
from briefcast.look.legibility import TEXT, measure_theme
from briefcast.look.theme import Theme
from briefcast.paths import ASSETS
from briefcast.tables import read_rows

Pattern = Literal["rings", "lines", "confetti", "squares", "waves", "stripes", "dots", "none"]
Illustration = Literal["rings", "sheet", "hills", "arch", "burst", "none"]
Ground = Literal["kit", "tint", "deep", "bright", "paper"]
PICTURES = ("none", "small", "medium", "large")
Picture = Literal["none", "small", "medium", "large"]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class LookRow(BaseModel):
    """A look as it is written in ``assets/looks.yaml`` or in a kit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ground: Ground = "kit"
    of: Literal["accent", "accent_2", "positive", "negative", "panel"] = "accent"
    object: Literal["accent", "accent_2", "positive", "panel_accent"] | Colour = "panel_accent"
    """The colour in which things are drawn: one of the kit's by its role, or another."""
    pattern: Pattern = "none"
    illustration: Illustration = "rings"
    picture: Picture = "small"
    colours: dict[str, Colour] = {}
    """Colours of its own, by their roles, over those that ``ground`` makes."""


SOBER = "sober"
"""The look in which people killed or hurt are told of, whoever is told."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look of a kit, its colours made and measured."""

    theme: Theme
    printed: Theme
    """The same for paper: pale on white, so that an office printer neither stripes nor soaks it."""
    object: str
    """The colour in which things are drawn, ``#RRGGBB``."""
    pattern: Pattern
    illustration: Illustration
    picture: Picture
    """How much of a page the drawn scene gets where there is room."""

    @property
    def scene_shares(self) -> tuple[float, ...]:
        """Shares of a page that its drawn scene takes at least, the one to try first in front."""
        return {"large": (0.13, 0.06), "medium": (0.09, 0.05), "small": (0.05,), "none": ()}[self.picture]

    @property
    def scene_widths(self) -> tuple[float, ...]:
        """How wide that scene may be, of the width of the words and it, the widest first."""
        return {"large": (0.46, 0.34), "medium": (0.4, 0.3), "small": (0.3,), "none": ()}[self.picture]


def known_looks() -> Mapping[str, LookRow]:
    """Give the looks that every kit has, by their names."""
    return read_rows(ASSETS / "looks.yaml", LookRow)


def make_look(row: LookRow, light: Theme) -> Look:
    """Make a look of a kit's light theme.

    Where none of the colours that its ground makes can be told apart, the kit's own stay: each is measured.
    Colours that the look names itself are taken as they are.
    """
    theme = light if row.colours else next((t for t in _GROUNDS[row.ground](light, row) if _readable(t)), light)
    if row.colours:
        theme = dataclasses.replace(light, **{role: colour.upper() for role, colour in row.colours.items()})
    paint = row.object.upper() if row.object.startswith("#") else getattr(light, row.object)
    printed = theme if row.ground == "paper" else _printed(theme, light)
    return Look(
        theme=theme,
        printed=printed,
        object=paint,
        pattern=row.pattern,
        illustration=row.illustration,
        picture=row.picture,
    )


def scene_tones(theme: Theme, body: str) -> dict[str, dict[str, str]]:
    """Give the tones of a drawn scene on the page and on the panel, by what they paint.

    ``body`` is the colour of things. They have dark lines in every look, on a body that is light enough for them. What
    text may cross (``ground``) is the panel's pattern colour, which is measured with text on it.
    """
    ink = min((theme.ink, theme.on_panel, theme.panel), key=lambda c: contrast(c, "#000000"))
    fill = _towards(body, "#FFFFFF", lambda c: contrast(c, ink) >= TEXT)

    def tones(near: str) -> dict[str, str]:
        return {
            "ground": near,
            "motif": blend(near, fill, 0.28),
            "fill": fill,
            "shade": blend(fill, ink, 0.22),
            "line": ink,
            "edge": "#FFFFFF",
            "spark": blend(near, fill, 0.8),
        }

    return {"page": tones(blend(theme.background, body, 0.14)), "panel": tones(theme.panel_2)}


def _readable(theme: Theme) -> bool:
    return all(found.enough for found in measure_theme(theme.colours()))


def _towards(colour: str, goal: str, fits: Callable[[str], bool]) -> str:
    """Bring a colour towards another until it fits; the goal itself if nothing nearer does."""
    return next((c for c in (blend(colour, goal, step / 20) for step in range(21)) if fits(c)), goal)


def _on(theme: Theme, panel: str, panel_2: str, ink: str, figure: str, *, track: float) -> Theme:
    """Give a theme with another panel; what stands on it is brought to where it can be read."""
    grounds = (panel, panel_2)
    return dataclasses.replace(
        theme,
        panel=panel,
        panel_2=panel_2,
        on_panel=ink,
        panel_muted=_towards(blend(ink, panel, 0.35), ink, lambda c: all(contrast(c, g) >= TEXT for g in grounds)),
        panel_accent=_towards(figure, ink, lambda c: all(contrast(c, g) >= TEXT for g in grounds)),
        panel_track=blend(panel, ink, track),
    )


_PALER = (0.0, 0.12, 0.24, 0.36)
"""How much paler figures become beside dark words: the first at which nobody takes one for the other is kept."""


def _tinted(light: Theme, row: LookRow) -> Iterator[Theme]:
    colour = getattr(light, row.of)
    for share, paler in product((0.24, 0.2, 0.16, 0.12, 0.08), _PALER):
        panel, panel_2 = blend("#FFFFFF", colour, share), blend("#FFFFFF", colour, share + 0.07)
        yield _on(light, panel, panel_2, light.ink, blend(colour, "#FFFFFF", paler), track=0.14)


def _deep(light: Theme, row: LookRow) -> Iterator[Theme]:
    colour = getattr(light, row.of)
    for share in (0.25, 0.35, 0.45, 0.55, 0.65):
        panel = blend(colour, "#000000", share)
        yield _on(light, panel, blend(panel, "#FFFFFF", 0.07), "#FFFFFF", blend(colour, "#FFFFFF", 0.68), track=0.22)


def _bright(light: Theme, _row: LookRow) -> Iterator[Theme]:
    for share, paler in product((0.0, 0.1, 0.2, 0.3), _PALER):
        panel = blend(light.panel_accent, "#FFFFFF", share)
        figure = blend(light.accent, "#FFFFFF", paler)
        yield _on(light, panel, blend(panel, "#000000", 0.06), light.ink, figure, track=0.18)


def _paper(light: Theme, _row: LookRow) -> Iterator[Theme]:
    white = dataclasses.replace(light, background="#FFFFFF")
    for paler in _PALER:
        yield _on(white, "#FFFFFF", "#F4F4F4", light.ink, blend(light.accent, "#FFFFFF", paler), track=0.14)


def _printed(worn: Theme, light: Theme) -> Theme:
    """Give a theme for paper in the hue of a look: a pale panel on white; its own panel if none can be read."""
    dark = contrast(worn.panel, "#FFFFFF") > contrast(worn.panel, "#000000")
    hue = worn.panel if dark else worn.panel_accent
    pale = contrast(worn.background, "#000000") > contrast(worn.background, "#FFFFFF")
    white = dataclasses.replace(worn if pale else light, background="#FFFFFF", surface="#FFFFFF")
    for share, paler in product((0.12, 0.09, 0.06), _PALER):
        panel, panel_2 = blend("#FFFFFF", hue, share), blend("#FFFFFF", hue, share + 0.05)
        made = _on(white, panel, panel_2, white.ink, blend(hue, "#FFFFFF", paler), track=0.14)
        if _readable(made):
            return made
    return white


_GROUNDS: Mapping[Ground, Callable[[Theme, LookRow], Iterator[Theme]]] = {
    "kit": lambda light, _: iter((light,)),
    "tint": _tinted,
    "deep": _deep,
    "bright": _bright,
    "paper": _paper,
}
assert set(_GROUNDS) == set(get_args(Ground))
