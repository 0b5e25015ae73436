"""The audiogram as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.messages import tell
from briefcast.products.audiogram.profile import LEAST_MS, MOST_MS, AudiogramProfile
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.products.audiogram.excerpt import Excerpt
    from briefcast.products.podcast.plan import EpisodePlan
    from briefcast.products.video.arrangement import Shape
    from briefcast.sound.choice import Bed
    from briefcast.store.store import Store


class Audiogram:
    """The half minute of an episode that tells its best figure, as a film to be posted."""

    name = "audiogram"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("video",)
    speaks = True
    by_default = False
    reads_brief = True
    Profile = AudiogramProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the shapes."""
        shapes = audience.profile(self.name, AudiogramProfile).shapes
        return tuple(Piece(variant=shape, weight=6.0) for shape in shapes)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:
        """Lay the episode out, choose what of it is heard, and film it in one shape."""
        from briefcast.products.audiogram.board import build_audiogram
        from briefcast.products.audiogram.excerpt import choose_excerpt
        from briefcast.products.podcast.product import lay_out

        options = making.options
        laid = lay_out(making)
        excerpt = choose_excerpt(laid.plan)
        storyboard = build_audiogram(
            laid.telling,
            laid.plan,
            excerpt,
            _sound(laid.plan, excerpt, making.store),
            cast("Shape", piece.variant),
            reduced_motion=options.reduced_motion,
            bed=bed_of(making.audience),
        )

        def render(folder: Path) -> tuple[Output, ...]:
            from briefcast.products.video.render import render_video

            motion = "reduced motion" if options.reduced_motion else ""
            film = " ".join(
                (self.name, making.brief.id, making.audience.id, making.script.language, piece.variant, motion)
            ).strip()
            return render_video(
                storyboard,
                folder,
                preset=options.preset,
                store=making.store,
                film=film,
                product=self.name,
                progress=watch,
            )

        return making.keep(
            content_key(self.name, storyboard, options.preset), render, voice=laid.voice, fallbacks=laid.fallbacks
        )

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Report audiograms that are too short or too long: no sentence of the episode ends where they should."""
        for output in outputs:
            length_ms = output.media.duration_ms
            if output.role != "video" or length_ms is None or LEAST_MS <= length_ms <= MOST_MS + _AIR_MS:
                continue
            yield Finding(
                code="audiogram-length",
                severity="warning",
                place=f"{output.audience}/{output.language}",
                message=tell(
                    "The audiogram {shape} lasts {seconds} s; {least} to {most} s are listened to.",
                    shape=output.variant,
                    seconds=f"{length_ms / 1000:.0f}",
                    least=LEAST_MS // 1000,
                    most=MOST_MS // 1000,
                ),
                remedy=tell("Say the leading point in more words, or give it a second sentence.")
                if length_ms < LEAST_MS
                else tell("Part the long sentence of the leading point into two."),
                language=output.language,
            )

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: audiograms stand alone."""
        return ()


def bed_of(audience: Audience) -> Bed | Literal["none"]:
    """Name the music of an audience's audiograms: what its profile says, else that of its films."""
    from briefcast.products.video.profile import VideoProfile

    own = audience.profile(Audiogram.name, AudiogramProfile).bed
    return own or audience.profile("video", VideoProfile).sound.bed


_AIR_MS = 1_000
"""What stands before and after the words."""


def _sound(plan: EpisodePlan, excerpt: Excerpt, store: Store) -> Path:
    """Give the sound of an excerpt, as it lies in the episode; the film's master makes it as loud as it has to be."""
    pieces = [
        (piece.start_ms - excerpt.start_ms, piece.audio) for piece in plan.pieces if piece.start_ms < excerpt.end_ms
    ]
    length_ms = excerpt.end_ms - excerpt.start_ms

    def cut(folder: Path) -> None:
        from briefcast.products.audiogram.cutting import cut_sound

        cut_sound(pieces, length_ms=length_ms, out=folder / _SOUND)

    return store.make(content_key("excerpt", pieces, length_ms), cut).folder / _SOUND


_SOUND = "excerpt.wav"
