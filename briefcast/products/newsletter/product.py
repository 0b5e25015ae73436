"""The newsletter as a product: its issues are made of weeks (`briefcast.week.newsletter`), and of no brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefcast.brief.findings import Finding
from briefcast.errors import BriefcastError
from briefcast.manifest.output import Role
from briefcast.messages import tell
from briefcast.products.base import Finished, Made, Making, Piece, Profile, Told, Watch

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry

MAIL, PAGE = "mail", "page"
"""Variants of an issue, each an item of its own: what is mailed, and what lies in the archive."""


class NewsletterProduct:
    """What was approved in a week or a month, for one audience in one language."""

    name = "newsletter"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("mail", "page", "document")
    speaks = False
    by_default = False
    reads_brief = False
    Profile = Profile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:  # noqa: ARG002
        """List nothing: no brief has an issue."""
        return ()

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:  # noqa: ARG002
        """Refuse."""
        raise BriefcastError(tell("An issue of the newsletter is made of a week, not of a brief."))

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:  # noqa: ARG002
        """Find nothing: what an issue leaves out is told when it is made."""
        return ()

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: an issue is made when people decided."""
        return ()
