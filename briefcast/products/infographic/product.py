"""The infographic as a product."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.messages import Message, tell
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.infographic.agree import Agreed, agree, agreed_of
from briefcast.products.infographic.filling import Filling, Way, Ways
from briefcast.products.infographic.profile import InfographicProfile
from briefcast.products.infographic.sizes import SIZES
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.brief.model import Layout
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
        agreed, compared = agreed_on(making, drawn, piece.variant), _ways(making, drawn, piece.variant)
        key = content_key(self.name, drawn, making.brand, piece.variant, agreed, compared)

        def draw(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.infographic.draw import make_infographic

            return make_infographic(drawn, making.brand, piece.variant, folder, agreed=agreed, ways_agreed=compared)

        return making.keep(key, draw)

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Name the pictures that do without what none should; what else a page left out stands with it."""
        outputs = [*outputs]
        followed = {(output.audience, output.language) for output in outputs if output.variant == "carousel"}
        points: dict[tuple[str, str, str, str], dict[str, None]] = {}
        for output in outputs:
            for lack in output.media.lacking or ():
                kind, _, point = lack.partition(":")
                readers = (output.audience, output.language)
                # Of what a cover has no room for, the pages behind it tell.
                if kind == "bad" and readers in followed and SIZES[output.variant].shape == "tall":
                    continue
                points.setdefault((*readers, kind, output.variant), {}).update({point: None} if point else {})
        # What one size leaves out, another may show: each is told with its own.
        found: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
        for (audience, language, lack, size), left in points.items():
            found.setdefault((audience, language, lack, tuple(left)), []).append(size)
        for (audience, language, lack, named), sizes in found.items():
            if named:
                message, remedy = _left_out(lack, tuple(sizes), named)
            else:
                told, remedy = _LACKING[lack]
                message = told(tuple(sizes))
            yield Finding(
                code="picture-lacks",
                severity="warning",
                place=f"{audience}/{language}",
                message=message,
                remedy=remedy,
                language=language,
            )

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: pictures stand alone."""
        return ()


def _left_out(lack: str, sizes: tuple[str, ...], points: tuple[str, ...]) -> tuple[Message, Message]:
    """Say which points pictures leave out, and what to do about it."""
    remedy = tell("Shorten the title and the labels of the figures, or give these points more weight.")
    if lack == "heavier":
        return (
            tell("The pictures {sizes} pass over {points} for what weighs less.", sizes=sizes, points=points),
            remedy,
        )
    return tell("The pictures {sizes} have no room for the bad news of {points}.", sizes=sizes, points=points), remedy


_LACKING: Mapping[str, tuple[Callable[[tuple[str, ...]], Message], Message]] = MappingProxyType(
    {
        "point": (
            lambda sizes: tell("The pictures {sizes} have no room for the point that weighs most.", sizes=sizes),
            tell("Shorten its headline and the labels of its figures, or give another point more weight."),
        ),
        "headed": (
            lambda sizes: tell(
                "The pictures {sizes} have another point's headline as their title: the point that weighs most has no"
                " room.",
                sizes=sizes,
            ),
            tell("Shorten its headline and the labels of its figures, or give another point more weight."),
        ),
        "figure": (
            lambda sizes: tell("The pictures {sizes} show no figure: none fits beside the title.", sizes=sizes),
            tell(
                "Shorten what stands at the top: the title, of an event when it is and how to register, or the label of"
                " the leading figure."
            ),
        ),
        "action": (
            lambda sizes: tell("The pictures {sizes} have no room for what the audience is asked to do.", sizes=sizes),
            tell("Shorten the call to action or the title."),
        ),
        "half": (
            lambda sizes: tell(
                "The pictures {sizes} show only some figures of a point: there is no room for all.", sizes=sizes
            ),
            tell("Shorten the labels of its figures, or give those that tell something else a point of their own."),
        ),
        "cut": (
            lambda sizes: tell("The pictures {sizes} show only some of what a point compares.", sizes=sizes),
            tell("Shorten the title, the names and the call to action, or make two points of it."),
        ),
        "few": (
            lambda sizes: tell(
                "The pictures {sizes} tell less than half of what the audience is to hear.", sizes=sizes
            ),
            tell("Shorten the title and the labels of the figures, or give the audience fewer points."),
        ),
        "request": (
            lambda sizes: tell(
                "The pictures {sizes} ask for something and show nothing of what it is about.", sizes=sizes
            ),
            tell(
                "Give the point that the call to action belongs to more weight, or shorten the labels of its figures."
            ),
        ),
        "day": (
            lambda sizes: tell(
                "The pictures {sizes} do not say by which day to do what they are of: it stands in a text alone.",
                sizes=sizes,
            ),
            tell("Write the day into the headline or a step of its point, or shorten what stands above it."),
        ),
        "steps": (
            lambda sizes: tell("The pictures {sizes} have no room for the steps, which weigh most.", sizes=sizes),
            tell("Shorten the steps and what stands above them, or give them less weight."),
        ),
        "carousel": (
            lambda sizes: tell(
                "The pictures {sizes} come without the pages that would tell the other points: a text does not fit its"
                " page.",
                sizes=sizes,
            ),
            tell(
                "Shorten the longest texts of the points and the labels of their figures; the manifest names the page."
            ),
        ),
        "alike": (
            lambda sizes: tell(
                "The pictures {sizes} show other figures than those in another language: nothing fits them all.",
                sizes=sizes,
            ),
            tell("Shorten the texts of the language whose pictures show less."),
        ),
    }
)
"""What a picture may lack, and what to do about it."""


def agreed_on(making: Making, drawn: Script, size: str) -> Agreed | None:
    """Give what the pictures of one size show in every language; None where nothing is chosen, or nothing fits."""
    if SIZES[size].shape == "carousel":
        return None

    def first_fitting(script: Script, layout: Layout, tried: tuple[Filling, ...]) -> int | None:
        # Trying what fits draws it: the key is what goes in, so that finding it costs nothing.
        def first(_: Path) -> int | None:
            from briefcast.products.infographic.page import first_fitting

            return first_fitting(script, layout, tried, brand=making.brand, size=size)

        key = content_key("fitting", script, making.brand, size, layout, tried)
        place: int | None = making.store.make(key, first).meta
        return place

    def drawable(script: Script, layout: Layout, filling: Filling) -> bool:
        def can(_: Path) -> bool:
            from briefcast.products.infographic.page import drawable

            return drawable(script, layout, filling, brand=making.brand, size=size)

        key = content_key("drawable", script, making.brand, size, layout, filling)
        return bool(making.store.make(key, can).meta)

    def decide(_: Path) -> dict[str, Any] | None:
        others = (as_shown(script, making.audience) for script in making.others())
        agreed = agree((drawn, *others), size, first_fitting, drawable, look=making.brand.look)
        return None if agreed is None else asdict(agreed)

    # While the brief is the same nothing is decided anew, and nothing written that is told in other languages.
    key = content_key("agreed", drawn, making.brief.model_dump_json(), making.audience, making.brand, size)
    row = making.store.make(key, decide).meta
    return None if row is None else agreed_of(row)


def _ways(making: Making, drawn: Script, size: str) -> Ways | None:
    """Give how the pages of a carousel compare figures in every language; None where none comes of this size."""
    if SIZES[size].shape not in ("carousel", "tall"):
        return None

    def fitting(script: Script) -> tuple[tuple[Way, ...], ...]:
        def fits(_: Path) -> list[list[dict[str, Any]]]:
            from briefcast.products.infographic.carousel import ways_fitting

            return [[asdict(way) for way in page] for page in ways_fitting(script, making.brand)]

        rows = making.store.make(content_key("ways", script, making.brand), fits).meta
        return tuple(tuple(Way(**way) for way in page) for page in rows)

    def decide(_: Path) -> list[dict[str, Any] | None]:
        from briefcast.products.infographic.carousel import agree_ways

        own = fitting(drawn)
        others = [fitting(as_shown(script, making.audience)) for script in making.others()] if any(own) else []
        return [asdict(way) if way else None for way in agree_ways(own, others)]

    key = content_key("agreed ways", drawn, making.brief.model_dump_json(), making.audience, making.brand)
    return tuple(Way(**row) if row else None for row in making.store.make(key, decide).meta)


def preferring(script: Script, audience: Audience) -> Script:
    """Give a script with the layouts its audience's profile prefers."""
    profile = audience.profile(Infographic.name, InfographicProfile)
    return replace(script, layouts=profile.layouts, dense=profile.dense)


def as_shown(script: Script, audience: Audience) -> Script:
    """Give a script as its audience's pictures show it: only what is drawn, in the layouts its profile prefers."""
    return preferring(script.drawn(), audience)
