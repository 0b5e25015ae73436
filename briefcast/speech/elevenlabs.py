"""ElevenLabs' voices: speech with the time of every character.

Documented at elevenlabs.io, "Create speech with timing" (``/v1/text-to-speech/ID/with-timestamps``) and "Get voice". An
account may hold voices that were cloned from people: what the service says of a voice decides, and a clone is refused.
"""

from __future__ import annotations

import base64
from itertools import accumulate

from briefcast.errors import EngineUnavailable
from briefcast.languages import OWN_LANGUAGE
from briefcast.languages import language as find_language
from briefcast.messages import tell
from briefcast.speech.asking import ask, read_json, something_else
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine
from briefcast.speech.voice_cards import known_voices

_MODEL = "eleven_v3"
"""The first of its models that lists Hebrew beside Vietnamese."""
_FORMAT = "mp3_44100_128"
_CLONED = frozenset({"cloned", "professional", "famous"})
"""What the service calls voices that were made from a person's recordings."""
_looked_at: dict[tuple[str, str], str] = {}
"""What a voice is, by address and id: asked once in a process."""


class ElevenLabsEngine(ServiceEngine):
    """Speaks with premade and generated voices of ElevenLabs."""

    name = "elevenlabs"
    address = "https://api.elevenlabs.io"
    used_up = ("quota_exceeded",)
    settings = f"{_MODEL} {_FORMAT}"

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence; each word begins where its first character does."""
        self._refuse_clone(voice.id, ends_s)
        text = " ".join(words)
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/v1/text-to-speech/{voice.id}/with-timestamps",
            ends_s=ends_s,
            headers=self._headers(),
            params={"output_format": _FORMAT},
            json={
                "text": text,
                "model_id": _MODEL,
                "language_code": find_language(voice.language).locale.partition("_")[0],
            },
        )
        found = read_json(self.terms, answer)
        try:
            sound = base64.b64decode(found["audio_base64"], validate=True)
            times = found.get("alignment") or {}
            starts = times.get("character_start_times_seconds") or []
            whole = "".join(times.get("characters") or []) == text and len(starts) == len(text)
            begins = accumulate((len(word) + 1 for word in words[:-1]), initial=0)
            return Said(sound=sound, starts_ms=tuple(float(starts[at]) * 1000 for at in begins) if whole else ())
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise EngineUnavailable(something_else(self.terms)) from error

    def look(self, ends_s: float) -> None:
        """Ask what the first of our voices is, which costs nothing."""
        self._refuse_clone(known_voices(self.name, OWN_LANGUAGE)[0], ends_s, anew=True)

    def _refuse_clone(self, id: str, ends_s: float, *, anew: bool = False) -> None:
        place = (self.base_url(), id)
        if anew or place not in _looked_at:
            answer = ask(self.terms, "GET", f"{place[0]}/v1/voices/{id}", ends_s=ends_s, headers=self._headers())
            _looked_at[place] = str(read_json(self.terms, answer).get("category", ""))
        if _looked_at[place] in _CLONED:
            raise EngineUnavailable(
                tell(
                    "the voice {voice} was made from a person's recordings ({service} calls it {kind}): briefcast takes"
                    " no such voice",
                    voice=id,
                    service=self.terms.service,
                    kind=_looked_at[place],
                )
            )

    def _headers(self) -> dict[str, str]:
        return {"xi-api-key": self.key().get_secret_value()}
