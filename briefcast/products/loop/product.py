"""The loop as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.loop.profile import LoopProfile
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.products.video.arrangement import Shape
    from briefcast.products.video.storyboard import Storyboard


class Loop:
    """The leading figure and its finding as five seconds that begin anew without a seam, and without a sound."""

    name = "loop"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("video", "image")
    speaks = False
    by_default = False
    reads_brief = False
    Profile = LoopProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the shapes."""
        profile = audience.profile(self.name, LoopProfile)
        return tuple(Piece(variant=shape, weight=4.0) for shape in (profile.shapes if profile.files else ()))

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:
        """Draw one shape, in each kind of file the audience's profile asks for."""
        from briefcast.products.loop.board import build_loop

        options, files = making.options, making.audience.profile(self.name, LoopProfile).files
        storyboard = build_loop(
            making.script, making.brand, cast("Shape", piece.variant), reduced_motion=options.reduced_motion
        )

        def render(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.loop.moving import KINDS, frames_of, write_moving
            from briefcast.products.video.render import render_video

            outputs: tuple[Output, ...] = ()
            if "mp4" in files:
                motion = "reduced motion" if options.reduced_motion else ""
                film = " ".join(
                    (self.name, making.brief.id, making.audience.id, making.script.language, piece.variant, motion)
                ).strip()
                outputs = render_video(
                    storyboard,
                    folder,
                    preset=options.preset,
                    store=making.store,
                    film=film,
                    product=self.name,
                    progress=watch,
                )
            kinds = [kind for kind in files if kind in KINDS]
            frames = frames_of(storyboard) if kinds else []
            for kind in kinds:
                path = folder / f"{self.name}-{piece.variant}.{kind}"
                size = write_moving(frames, path, fps=storyboard.fps)
                outputs = (*outputs, self._moving(storyboard, path.name, KINDS[kind].media_type, size))
            return outputs

        return making.keep(content_key(self.name, storyboard, files, options.preset), render)

    def _moving(self, storyboard: Storyboard, name: str, media_type: str, size: tuple[int, int]) -> Output:
        return Output(
            name=name,
            product=self.name,
            role="image",
            media_type=media_type,
            language=storyboard.language,
            alt_text=storyboard.description.replace("\n", ". "),
            long_description=storyboard.transcript,
            facts=storyboard.facts,
            media={"width_px": size[0], "height_px": size[1], "duration_ms": storyboard.duration_ms},
            # A thing of its own beside the film: networks that take the one seldom take the other.
            variant=f"{storyboard.shape}-{name.rpartition('.')[2]}",
        )

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:  # noqa: ARG002
        """Find nothing: what does not fit is refused when it is drawn."""
        return ()

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: loops stand alone."""
        return ()
