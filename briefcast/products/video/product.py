"""The film as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.messages import tell
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.video.profile import VideoProfile
from briefcast.store.store import content_key
from briefcast.writing.hook import for_film

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.products.video.arrangement import Shape


class Video:
    """A short film with captions, in each shape an audience asks for."""

    name = "video"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("video",)
    speaks = True
    by_default = True
    reads_brief = False
    Profile = VideoProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the shapes."""
        return tuple(Piece(variant=shape, weight=10.0) for shape in audience.profile(self.name, VideoProfile).shapes)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:
        """Direct and render one shape."""
        from briefcast.products.video.directing import build_storyboard

        narration, options = making.narration, making.options
        assert narration is not None
        profile = making.audience.profile(self.name, VideoProfile)
        storyboard = build_storyboard(
            for_film(making.script, making.audience),
            narration,
            making.brand,
            cast("Shape", piece.variant),
            reduced_motion=options.reduced_motion,
            sound=profile.sound,
            captions=profile.captions,
        )

        def render(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.video.encoder import read_preset
            from briefcast.products.video.footage import keep_films
            from briefcast.products.video.render import render_video

            motion = "reduced motion" if options.reduced_motion else ""
            film = " ".join(
                (making.brief.id, making.audience.id, making.script.language, piece.variant, motion)
            ).strip()
            return render_video(
                keep_films(storyboard, making.store, scale=read_preset(options.preset).scale),
                folder,
                preset=options.preset,
                store=making.store,
                film=film,
                progress=watch,
            )

        return making.keep(content_key(self.name, storyboard, options.preset), render, voice=narration.voice)

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Report charts that had no room in a film; faults of captions stand with the film."""
        for output in outputs:
            for told in output.media.stood_in or ():
                yield Finding(
                    code="stood-in",
                    severity="warning",
                    place=f"{output.audience}/{output.language}",
                    message=tell(
                        "The film {film} shows a figure of {point} in another way: its chart has no room there.",
                        film=output.variant,
                        point=told.partition(":")[0],
                    ),
                    remedy=tell("Leave it so, or write 'visual: progress' or 'visual: number' at the point."),
                    language=output.language,
                )
            points: dict[str, list[str]] = {}
            for told in output.media.only_said or ():
                point, _, statistic = told.partition(": ")
                points.setdefault(point, []).append(statistic)
            for point, statistics in points.items():
                yield Finding(
                    code="only-said",
                    severity="warning",
                    place=f"{output.audience}/{output.language}",
                    message=tell(
                        "In the film {film} the voice tells figures of {point} that the picture does not show:"
                        " {figures}.",
                        film=output.variant,
                        point=point,
                        figures=tuple(statistics),
                    ),
                    remedy=tell("Give each of them a point of its own, or list fewer figures in this one."),
                    language=output.language,
                )

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: films stand alone."""
        return ()
