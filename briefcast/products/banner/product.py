"""The banner as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.products.banner.profile import BannerProfile
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry


class BannerProduct:
    """The leading figure and its finding at the head of a newsletter, of a web page, and as a thumbnail."""

    name = "banner"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("image",)
    speaks = False
    by_default = False
    reads_brief = False
    Profile = BannerProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the sizes."""
        return tuple(Piece(variant=size, weight=0.2) for size in audience.profile(self.name, BannerProfile).sizes)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:  # noqa: ARG002
        """Draw one size."""
        script = making.script.drawn()

        def draw(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.banner.draw import make_banner

            return make_banner(script, making.brand, piece.variant, folder)

        return making.keep(content_key(self.name, script, making.brand, piece.variant), draw)

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:  # noqa: ARG002
        """Find nothing: what does not fit is refused when it is drawn."""
        return ()

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: banners stand alone."""
        return ()
