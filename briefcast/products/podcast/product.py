"""The episode of a podcast as a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefcast.brief.findings import Finding
from briefcast.errors import BriefError, FactError
from briefcast.manifest.output import Role
from briefcast.messages import tell
from briefcast.products.base import Finished, Made, Making, Piece, Told, Watch
from briefcast.products.podcast.profile import PodcastProfile
from briefcast.products.podcast.settings import PRODUCT, ShowSettings, podcast_settings, read_show_settings
from briefcast.store.store import content_key
from briefcast.writing.pronunciation import read_pronunciation

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.manifest.manifest import OutputEntry
    from briefcast.products.podcast.script import EpisodeScript
    from briefcast.products.podcast.telling import Laid
    from briefcast.script import Sentence


class Podcast:
    """An episode of a show, in the format and length an audience asks for, and the feed of the show."""

    name = PRODUCT
    titles: Mapping[str, str] = MappingProxyType({})  # in the labels of pages, a row for each language
    roles: tuple[Role, ...] = ("audio",)
    speaks = True
    by_default = True
    reads_brief = True
    Profile = PodcastProfile

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:  # noqa: ARG002
        """List the one episode."""
        return (Piece(weight=4.0),)

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:  # noqa: ARG002
        """Write, speak and master the telling that comes nearest to the length asked for."""
        from briefcast.products.podcast.episode import render_episode

        laid = lay_out(making)
        return making.keep(
            content_key(self.name, laid.plan),
            lambda folder: render_episode(laid.plan, folder),
            voice=laid.voice,
            fallbacks=laid.fallbacks,
        )

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Report episodes that are not as long as they should be, and talks of a voice with itself."""
        tolerance = podcast_settings().length.tolerance
        for output in outputs:
            media, place = output.media, f"{output.audience}/{output.language}"
            if output.role != "audio" or output.variant != "mp3" or not media.asked_ms or media.duration_ms is None:
                continue
            # Short because there is no more to tell is as it should be, unless half of what was booked stays empty.
            told_all = media.asked_ms / 2 <= media.duration_ms < media.asked_ms and not media.left_out
            if abs(media.duration_ms / media.asked_ms - 1) > tolerance and not told_all:
                yield Finding(
                    code="episode-length",
                    severity="warning",
                    place=place,
                    message=tell(
                        "The episode lasts {seconds} s; its audience asks for {asked} s.",
                        seconds=f"{media.duration_ms / 1000:.0f}",
                        asked=f"{media.asked_ms / 1000:.0f}",
                    ),
                    remedy=tell(
                        "Shorten the texts of its points, give one the weight 0 for this audience, or change"
                        " products.podcast.seconds in its profile."
                    )
                    if media.duration_ms > media.asked_ms
                    else tell(
                        "Not told: {untold}. Give points more weight than 0, say these figures in a text, or change"
                        " products.podcast.seconds in its profile.",
                        untold=", ".join(media.left_out),
                    )
                    if media.left_out
                    else tell(
                        "It tells everything the brief has for this audience. Add points for it, or change"
                        " products.podcast.seconds in its profile."
                    ),
                )
            if (
                media.voices
                and len(media.voices) > len(set(media.voices))
                and not media.voices[0].startswith("silent:")
            ):
                yield Finding(
                    code="one-voice",
                    severity="warning",
                    place=place,
                    message=tell("Both hosts of the conversation speak with {voice}.", voice=media.voices[0]),
                    remedy=tell("Add a second voice for the language: briefcast voices add FILE.onnx."),
                )

    def after(self, finished: Finished) -> tuple[Told, ...]:
        """Write the feeds of every show anew if the edition has episodes."""
        if not any(output.role == "episode" for output in finished.manifest.outputs):
            return ()
        from briefcast.products.podcast.feed import tell_feeds, write_feeds

        show = read_show_settings(finished.folder)
        feeds = write_feeds(
            finished.out,
            show,
            brand=finished.kit_of,
            settings_folder=finished.folder,
            store=finished.store,
            verify=finished.verify,
        )
        return tell_feeds(feeds)


def lay_out(making: Making) -> Laid:
    """Write the episode that comes nearest to the length asked for, speak it and lay it out; nothing is mastered."""
    from briefcast.products.podcast.casting import speak_telling
    from briefcast.products.podcast.episode import plan_episode
    from briefcast.products.podcast.telling import Laid, choose_telling

    audience, folder, options = making.audience, making.folder, making.options
    show, recorded = read_show_settings(folder), making.recorded()
    cover = folder / show.cover if show.cover else None

    def lay(telling: EpisodeScript) -> Laid:
        narrations = speak_telling(
            telling,
            audience,
            first=options.voices,
            store=making.store,
            strict=options.strict,
            online=making.online,
            recorded=recorded,
        )
        plan = plan_episode(telling, narrations, making.brand, audience, show, cover=cover)
        return Laid(telling=telling, plan=plan, narrations=narrations)

    return choose_telling(
        tellings_of(making, show),
        seconds=audience.profile(Podcast.name, PodcastProfile).seconds,
        pace=audience.pace,
        lay_out=lay,
    )


def told_by_one(making: Making) -> tuple[Sentence, ...]:
    """Give what the host who answers, or who speaks alone, may say in an episode of any length that is tried."""
    from briefcast.products.podcast.telling import host_scripts

    tellings = tellings_of(making, read_show_settings(making.folder))
    scenes = (scene for telling in tellings for scene in host_scripts(telling)["answer"].scenes)
    return tuple(dict.fromkeys(sentence for scene in scenes for sentence in scene.sentences))


def tellings_of(making: Making, show: ShowSettings) -> tuple[EpisodeScript, ...]:
    """Write the tellings of an audience in one language, of the points and sources it hears in all of the brief's."""
    from briefcast.products.podcast.telling import Agreed, agree, write_tellings

    brief, audience, own = making.brief, making.audience, making.script.language
    seconds = audience.profile(Podcast.name, PodcastProfile).seconds
    written: dict[str, tuple[EpisodeScript, ...]] = {}

    def write(language: str) -> tuple[EpisodeScript, ...]:
        if language not in written:
            name = show.spoken_name(language)
            written[language] = write_tellings(
                brief, making.facts, audience, language, show=name, folder=making.folder, seconds=seconds
            )
        return written[language]

    def decide() -> dict[str, Any]:
        tellings = {own: write(own)}
        for language in brief.languages:
            try:
                tellings[language] = write(language)
            except (BriefError, FactError):
                continue  # What is wrong in another language is its own affair.
        return asdict(agree(tellings, seconds=seconds, pace=audience.pace))

    # Agreed on once: each language would write all the others.
    key = content_key("agreed-telling", brief.model_dump_json(), audience, show, read_pronunciation(making.folder))
    agreed = Agreed(**making.store.make(key, lambda _: decide(), shared=False).meta)
    return tuple(telling for telling in write(own) if agreed.has(telling))
