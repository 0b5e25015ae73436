"""Casting: which voice speaks for which host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefcast.brief.audiences import Audience
from briefcast.products.podcast.phrases import Role
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.telling import host_scripts
from briefcast.speech.base import Narration, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import narrate
from briefcast.speech.silent import SilentEngine
from briefcast.speech.voices import other_voices
from briefcast.store.store import Store


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
    scripts = host_scripts(telling)
    wishes = (*first, *audience.voices[telling.script.language])

    def say(host: Role, wishes: Sequence[str]) -> Narration:
        return narrate(scripts[host], voices=wishes, pace=audience.pace, store=store, strict=strict)

    answer = say("answer", wishes)
    spoken = {"answer": answer}
    if "ask" in scripts:
        spoken["ask"] = say("ask", (*second_voices(answer.voice), *wishes))
    return {host: spoken[host] for host in scripts}


def second_voices(voice: Voice) -> tuple[str, ...]:
    """Give whom to ask to talk with a voice: others as natural as it first, of the other gender before its own."""
    if voice.engine == SilentEngine.name:
        return ()
    found = {str(other): other for engine in (voice.engine, EspeakEngine.name) for other in other_voices(voice, engine)}

    def distance(name: str) -> tuple[bool, bool]:
        other = found[name]
        return other.engine != voice.engine, bool(voice.gender) and other.gender == voice.gender

    return tuple(sorted(found, key=distance))
