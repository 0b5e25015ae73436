"""A leaflet: what an audience is told, as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from briefcast.brief.audiences import Audience
from briefcast.brief.findings import Finding
from briefcast.manifest.manifest import OutputEntry
from briefcast.manifest.output import Output
from briefcast.products import base
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.store.store import content_key


class LeafletProfile(base.Profile):
    """What an audience's profile says about its leaflets."""

    widths: tuple[int, ...] = (60,)


class Leaflet:
    """The points of a script, a paragraph each, in lines of some width."""

    name = "leaflet"
    titles: ClassVar[dict[str, str]] = {"vi": "Tờ rơi", "en": "Leaflet", "he": "עלון"}
    roles = ("text",)
    speaks = False
    by_default = False
    reads_brief = False
    Profile = LeafletProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        return tuple(Piece(variant=str(width)) for width in audience.profile(self.name, LeafletProfile).widths)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:
        script = making.script

        def write(folder: Path) -> tuple[Output, ...]:
            paragraphs = [" ".join(s.shown for s in scene.sentences) for scene in script.scenes]
            name = f"leaflet-{piece.variant}.txt"
            (folder / name).write_text("\n\n".join([script.title, *paragraphs]), "utf-8")
            watch(1.0)
            return (
                Output(
                    name=name,
                    product=self.name,
                    role="text",
                    media_type="text/plain",
                    language=script.language,
                    alt_text=script.title,
                    facts=script.facts,
                    variant=piece.variant,
                ),
            )

        return making.keep(content_key(self.name, script, piece.variant), write)

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        for output in outputs:
            if output.bytes > 300:
                yield Finding(
                    code="leaflet-long", severity="note", place=output.path, message="It is long.", remedy="Cut it."
                )

    def after(self, finished: Finished) -> tuple[Told, ...]:
        count = sum(output.product == self.name for output in finished.manifest.outputs)
        return (Told(text=f"{count} leaflets."),) if count else ()
