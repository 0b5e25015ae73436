"""The infographic as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefcast.manifest.output import Output, Role
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.infographic.profile import InfographicProfile
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.brief.findings import Finding
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.script import Script


class Infographic:
    """One message on a page with the figures that bear it out, in each size an audience asks for."""

    name = "infographic"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("image", "document")
    speaks = False
    by_default = True
    reads_brief = False
    Profile = InfographicProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the sizes."""
        return tuple(Piece(variant=size, weight=0.6) for size in audience.profile(self.name, InfographicProfile).sizes)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:  # noqa: ARG002
        """Draw one size."""
        drawn = as_shown(making.script, making.audience)
        # Laying out tries what fits by drawing it: the key is what goes in, so that finding it costs nothing.
        key = content_key(self.name, drawn, making.brand, piece.variant)

        def draw(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.infographic.draw import make_infographic

            return make_infographic(drawn, making.brand, piece.variant, folder)

        return making.keep(key, draw)

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:  # noqa: ARG002
        """Give nothing: what a page left out stands with it."""
        return ()

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: pictures stand alone."""
        return ()


def preferring(script: Script, audience: Audience) -> Script:
    """Give a script with the layouts its audience's profile prefers."""
    profile = audience.profile(Infographic.name, InfographicProfile)
    return replace(script, layouts=profile.layouts, dense=profile.dense)


def as_shown(script: Script, audience: Audience) -> Script:
    """Give a script as its audience's pictures show it: only what is drawn, in the layouts its profile prefers."""
    return preferring(script.drawn(), audience)
