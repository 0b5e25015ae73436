"""OpenAI's voices: ``/v1/audio/speech``, which any server that speaks the same protocol may answer.

Documented at platform.openai.com, "Create speech". It tells no word times: they are found by comparison. The voices are
the same in all languages, so the language is said in the instructions.
"""

from __future__ import annotations

from briefcast.languages import language as find_language
from briefcast.speech.asking import ask, read_sound
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine

_MODEL = "gpt-4o-mini-tts"
_INSTRUCTIONS = "Read in {language} these words exactly, and none besides, calmly and clearly, as in the news."


class OpenAIEngine(ServiceEngine):
    """Speaks with the built-in voices; voices that were made from somebody's recordings have no place here."""

    name = "openai"
    address = "https://api.openai.com"
    used_up = ("insufficient_quota", "billing_hard_limit_reached")
    settings = f"{_MODEL} wav {_INSTRUCTIONS}"

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence."""
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/v1/audio/speech",
            ends_s=ends_s,
            headers=self._headers(),
            json={
                "model": _MODEL,
                "voice": voice.id,
                "input": " ".join(words),
                "instructions": _INSTRUCTIONS.format(language=find_language(voice.language).english_name),
                "response_format": "wav",
            },
        )
        return Said(sound=read_sound(self.terms, answer))

    def look(self, ends_s: float) -> None:
        """Ask for the model's description, which costs nothing."""
        ask(self.terms, "GET", f"{self.base_url()}/v1/models/{_MODEL}", ends_s=ends_s, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key().get_secret_value()}"}
