"""Casting: which voice speaks for which host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefcast.audiences import Audience
from briefcast.brief import LanguageCode
from briefcast.podcast.phrases import Role
from briefcast.podcast.script import EpisodeScript
from briefcast.podcast.settings import podcast_settings
from briefcast.podcast.telling import host_scripts
from briefcast.speech.base import Narration
from briefcast.speech.narrate import narrate
from briefcast.store import Store


def speak_telling(
    telling: EpisodeScript, audience: Audience, *, first: Sequence[str] = (), store: Store, strict: bool = False
) -> Mapping[Role, Narration]:
    """Speak what each host says: the one who answers in the audience's own voice, the other in a second one.

    Args:
        telling: Who says what.
        audience: Whose voices and pace are taken.
        first: Voices to ask before them.
        store: Where what was spoken is kept.
        strict: Take the first wish or fail.

    Raises:
        VoiceError: If nobody can speak the language.
    """
    language: LanguageCode = telling.script.language  # type: ignore[assignment]
    second = podcast_settings().second_voices[language]
    asked = {wish.partition(":")[0] for wish in first}
    wishes: dict[Role, tuple[str, ...]] = {
        "answer": (*first, *audience.voices[language]),
        "ask": (
            *(voice for voice in second if voice.partition(":")[0] in asked),
            *first,
            *second,
            *audience.voices[language],
        ),
    }
    return {
        host: narrate(script, voices=wishes[host], pace=audience.pace, store=store, strict=strict)
        for host, script in host_scripts(telling).items()
    }
