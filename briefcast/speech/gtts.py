"""The online engine: Google Translate's voice, where there is a network and no Piper voice.

The service gives an MP3 and no word times; those are found by comparing the sound with the embedded
espeak voice saying the same words. It is an unofficial use of a public page: it is asked seldom and
never twice for the same sentence (the store keeps what was spoken), and it may be limited or refused
at any time, which is then reported like any other engine that cannot serve.

What is asked and how long texts are parted is gTTS's. The call is made here, for gTTS does not look whose certificate
it is: whoever stands in between could put other words into a film.
"""

from __future__ import annotations

import base64
import re
from importlib import metadata

from briefcast.errors import EngineUnavailable
from briefcast.languages import language as find_language
from briefcast.languages import own_language, read_languages
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.asking import Terms, ask, once, patiently, something_else
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.decoding import decode
from briefcast.speech.timing import time_words
from briefcast.speech.voice_cards import voice_card

URL = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
_TERMS = Terms(engine="gtts", interval_s=0.5)
_SOUND = re.compile(r'jQ1olc","\[\\"(.*?)\\"]')
"""Where an answer holds the sound, as gTTS 2.5.4 finds it."""
_PROBE = "OK"
"""What is asked to find out whether the service answers: no word of a brief."""


class GttsEngine:
    """Speaks through the network; the next engine serves when there is none."""

    name = "gtts"

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the service's voice of a language; the network is not touched yet."""
        try:
            version = metadata.version("gTTS")
        except metadata.PackageNotFoundError as error:
            raise EngineUnavailable("gtts is not installed: pip install gtts") from error
        id = preferred or find_language(language).voices.get("gtts", "")
        if not id:
            raise EngineUnavailable(f"gtts has no voice for language {language!r}: name another engine")
        card = voice_card(self.name, id)
        return Voice(
            engine=self.name,
            id=id,
            language=language,
            name=f"Google Translate {id}",
            region=card.region,
            gender=card.gender,
            pace=card.pace,
            licence=card.licence,
            version=f"{version} {RATE_HZ}",
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; EngineUnavailable at once if there is no network."""
        sound = _fetch(" ".join(words), voice.id)
        return time_words(decode(sound, pace, who=self.name), words, voice.language, pace, who=_TERMS.service)

    def probe(self, limit_s: float) -> None:
        """Ask for one short word, once; EngineUnavailable if no sound comes back."""
        code = read_languages()[own_language()].voices[self.name]
        decode(once(lambda ends_s: _ask(_PROBE, code, ends_s), limit_s), 1.0, who=self.name)


def _fetch(text: str, code: str) -> bytes:
    """Ask for an MP3; failures that pass are tried again."""
    return patiently(lambda ends_s: _ask(text, code, ends_s))


def _ask(text: str, code: str, ends_s: float) -> bytes:
    """Ask for the sound of a text, once: an MP3.

    Raises:
        Passing: another try may help.
        EngineUnavailable: it would not.
    """
    from gtts import gTTS

    # The headers are those without which the service does not answer; its own library sends them.
    bodies = gTTS(text, lang=code, lang_check=False).get_bodies()
    return b"".join(_ask_part(body, gTTS.GOOGLE_TTS_HEADERS, ends_s) for body in bodies)


def _ask_part(body: str, headers: dict[str, str], ends_s: float) -> bytes:
    answer = ask(_TERMS, "POST", URL, ends_s=ends_s, headers=headers, content=body.encode())
    found = _SOUND.search(answer.body.decode("utf-8", errors="replace"))
    if not found:
        raise EngineUnavailable(something_else(_TERMS))
    return base64.b64decode(found[1])
