"""The colours of one appearance, by what they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from briefcast.look.colour import VISIONS, blend, contrast, distance
from briefcast.look.legibility import APART, GRAPHIC, TEXT, quiet_colour


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The colours of one appearance, each ``#RRGGBB``."""

    background: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_2: str
    positive: str
    negative: str
    track: str
    panel: str
    panel_2: str
    on_panel: str
    panel_muted: str
    panel_accent: str
    panel_track: str

    def colours(self) -> dict[str, str]:
        """Give every colour by its role, for a template."""
        return asdict(self)

    def on_panel_theme(self) -> Theme:
        """Give the same theme as seen on the panel: what stands there takes the panel's colours."""
        worse = self._worse_on_panel()
        return Theme(
            **{
                **asdict(self),
                "background": self.panel,
                "ink": self.on_panel,
                "muted": self.panel_muted,
                "line": self.panel_track,
                "accent": self.panel_accent,
                "accent_2": self.on_panel,
                "positive": self._better_on_panel(worse),
                "negative": worse,
                "track": self.panel_track,
            }
        )

    def grave(self) -> Theme:
        """Give the same theme without colours of celebration on the panel: what stands out there is lighter, not gold.

        Over people killed or hurt. Where no such colour keeps apart from text, track and other bars, it is the text's.
        """
        others = (self.on_panel, self.panel_track, quiet_colour(self.panel_muted, self.panel))
        shades = (blend(self.on_panel, self.panel, step / 40) for step in range(1, 30))
        found = (
            shade
            for shade in shades
            if self._is_read_on_panel(shade)
            and contrast(shade, self.panel_track) >= GRAPHIC
            and all(told_apart(shade, other) for other in others)
        )
        return replace(self, panel_accent=next(found, self.on_panel))

    def _worse_on_panel(self) -> str:
        """Give the colour of a change for the worse on the panel: its own, brought to where it can be read there."""
        return next((c for c in self._towards_ink(self.negative) if self._is_read_on_panel(c)), self.on_panel)

    def _better_on_panel(self, worse: str) -> str:
        """Give the colour of a change for the better on the panel: that of its figures.

        Where these are red nobody could tell it from a change for the worse: it is its own, brought to where it can be
        read, or that of the text. Where no colour is apart for all eyes one is that is apart for most.
        """
        own = [*self._towards_ink(self.positive)][: _HUE_STEPS + 1]
        better = [c for c in (self.panel_accent, *own) if c == self.panel_accent or self._is_read_on_panel(c)]
        for_all = (c for c in better if told_apart(c, worse))
        for_most = (c for c in better if distance(c, worse) >= APART)
        return next(for_all, next(for_most, self.on_panel))

    def _towards_ink(self, colour: str) -> Iterator[str]:
        return (blend(colour, self.on_panel, step / 20) for step in range(21))

    def _is_read_on_panel(self, colour: str) -> bool:
        return all(contrast(colour, ground) >= TEXT for ground in (self.panel, self.panel_2))


_HUE_STEPS = 12
"""How far of twenty steps a colour goes towards that of text before it has no hue of its own any more."""


def told_apart(one: str, other: str) -> bool:
    """Whether all eyes can tell two colours apart, those that lack one kind of cone as well."""
    return all(distance(one, other, vision) >= APART for vision in (None, *VISIONS))
