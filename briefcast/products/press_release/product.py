"""The press release as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefcast.brief.findings import Finding
from briefcast.manifest.output import Output, Role
from briefcast.messages import tell
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.press_release.profile import FileKind, PressReleaseProfile
from briefcast.store.store import content_key

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.products.press_release.release import PressRelease


class PressReleaseProduct:
    """The points of an audience as a text for newsrooms: to edit, and to read."""

    name = "press-release"
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("document", "page")
    speaks = False
    by_default = True
    reads_brief = True
    Profile = PressReleaseProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List the one release, for an audience whose profile asks for files of it."""
        return (Piece(weight=0.3),) if audience.profile(self.name, PressReleaseProfile).files else ()

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:  # noqa: ARG002
        """Write the release and its files."""
        from briefcast.products.press_release.release import write_release

        release = write_release(making.brief, making.facts, making.script, making.audience, folder=making.folder)
        files = making.audience.profile(self.name, PressReleaseProfile).files

        def write(folder: Path) -> tuple[Output, ...]:
            return tuple(self._write(release, kind, folder) for kind in files)

        return making.keep(content_key(self.name, release, files), write)

    def _write(self, release: PressRelease, kind: FileKind, folder: Path) -> Output:
        from briefcast.products.press_release.release import plain

        name = f"{self.name}.{kind}"
        if kind == "docx":
            from briefcast.look.word import MEDIA_TYPE
            from briefcast.products.press_release.docx import write_docx

            (folder / name).write_bytes(write_docx(release))
        else:
            from briefcast.products.press_release.web import write_html

            (folder / name).write_text(write_html(release), "utf-8", newline="\n")
        return Output(
            name=name,
            product=self.name,
            role="document" if kind == "docx" else "page",
            media_type=MEDIA_TYPE if kind == "docx" else "text/html",
            language=release.language,
            alt_text=f"{release.words.name}: {release.headline}",
            long_description=plain(release),
            facts=release.facts,
            media={"lacks": list(release.lacks), "topic": release.headline if release.names_topic else ""},
        )

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Report releases after which newsrooms have to ask who says so, whom to call, or what the news is."""
        seen: set[tuple[str, str]] = set()
        for output in outputs:
            place, media = (output.audience, output.language), output.media.model_extra or {}
            if place in seen:
                continue
            seen.add(place)
            if topic := media.get("topic"):
                yield Finding(
                    code="headline-is-topic",
                    severity="warning",
                    place="/".join(place),
                    message=tell(
                        "The headline of the press release, '{headline}', names a topic and no news.", headline=topic
                    ),
                    remedy=tell(
                        "Give the point that weighs most for {audience} a 'headline:' that says what is new, with its"
                        " figure; or write it under 'titles:', {audience}, {language}.",
                        audience=output.audience,
                        language=output.language,
                    ),
                    language=output.language,
                )
            if not (lacks := media.get("lacks")) or not isinstance(lacks, list):
                continue
            names = tuple(f"'{name}'" for name in lacks)
            lacking = tell("{first} and {last}", first=names[:-1], last=names[-1]) if names[1:] else names[0]
            yield Finding(
                code="press-release-lacks",
                severity="warning",
                place="/".join(place),
                message=tell("The press release goes out without {lacking}.", lacking=lacking),
                remedy=tell("Add {lacking} to the brief, in '{language}'.", lacking=lacking, language=output.language),
            )

    def after(self, finished: Finished) -> tuple[Told, ...]:  # noqa: ARG002
        """Do nothing: releases stand alone."""
        return ()
