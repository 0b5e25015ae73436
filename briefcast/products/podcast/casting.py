"""Casting: which voice speaks for which host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefcast.brief.audiences import Audience
from briefcast.engines import RECORDED
from briefcast.products.podcast.phrases import Role
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.telling import host_scripts, notice_of, notice_script
from briefcast.script import Script
from briefcast.speech.base import Narration, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import narrate
from briefcast.speech.online import Online
from briefcast.speech.recordings import Recorded
from briefcast.speech.silent import SilentEngine
from briefcast.speech.voices import other_voices
from briefcast.store.store import Store


def speak_telling(
    telling: EpisodeScript,
    audience: Audience,
    *,
    first: Sequence[str] = (),
    store: Store,
    strict: bool = False,
    online: Online | None = None,
    recorded: Recorded | None = None,
) -> Mapping[Role, Narration]:
    """Speak what each host says: the one who answers in the audience's own voice, the other in a second one.

    Args:
        telling: Who says what.
        audience: Whose voices and pace are taken.
        first: Voices to ask before them.
        store: Where what was spoken is kept.
        strict: Take the first wish or fail.
        online: Whether services may be asked, and which do not answer.
        recorded: What a person recorded: she is the host who answers, or the one who speaks alone.

    Raises:
        VoiceError: If nobody can speak the language.
    """
    scripts = host_scripts(telling)
    wishes = (*first, *audience.voices[telling.script.language])

    def say(script: Script, wishes: Sequence[str], recorded: Recorded | None = None) -> Narration:
        return narrate(
            script,
            voices=wishes,
            pace=audience.pace,
            store=store,
            strict=strict,
            online=online,
            recorded=recorded,
        )

    answer = say(scripts["answer"], wishes, recorded)
    spoken: dict[Role, Narration] = {"answer": answer}
    if "ask" in scripts:
        spoken["ask"] = say(scripts["ask"], (*second_voices(answer.voice), *wishes))
    if notice := notice_of(telling, spoken):
        host = spoken[notice.host]
        # Said by a machine, for it is of machines that it tells.
        said = say(notice_script(telling, notice), (str(host.voice), *wishes) if host.voice.synthetic else wishes)
        spoken[notice.host] = replace(host, scenes=(*host.scenes, *said.scenes))
    return {host: spoken[host] for host in scripts}


def second_voices(voice: Voice) -> tuple[str, ...]:
    """Give whom to ask to talk with a voice: as natural as it, of the other gender, of its own region first."""
    if voice.engine in (SilentEngine.name, RECORDED):
        return ()
    found = {str(other): other for engine in (voice.engine, EspeakEngine.name) for other in other_voices(voice, engine)}

    def distance(name: str) -> tuple[bool, bool, bool]:
        other = found[name]
        same_gender = bool(voice.gender) and other.gender == voice.gender
        return other.engine != voice.engine, same_gender, other.region != voice.region

    return tuple(sorted(found, key=distance))
