"""Viettel AI's Vietnamese voices: what is sent stays in Viet Nam.

Documented at viettelai.vn, "Text to speech": the text is posted together with the token, and sound comes back, or JSON
that says what is wrong. It tells no word times: they are found by comparison. An address of one's own is for those who
run Viettel's service in their own house.
"""

from __future__ import annotations

from briefcast.speech.asking import ask, read_sound
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine

_WAV = 2
"""``tts_return_option``: 2 is WAV, 3 is MP3."""


class ViettelEngine(ServiceEngine):
    """Speaks Vietnamese of the north, the centre and the south."""

    name = "viettel"
    address = "https://viettelai.vn"
    settings = "wav unfiltered"

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence."""
        return Said(sound=self._sound(" ".join(words), voice.id, ends_s))

    def look(self, ends_s: float) -> None:
        """Ask for one word that is in no brief: there is nothing to ask that costs nothing."""
        self._sound("Xin chào", "hn-quynhanh", ends_s)

    def _sound(self, text: str, voice: str, ends_s: float) -> bytes:
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/tts/speech_synthesis",
            ends_s=ends_s,
            headers={"accept": "*/*"},
            json={
                "text": text,
                "voice": voice,
                "speed": 1.0,
                "tts_return_option": _WAV,
                "token": self.key().get_secret_value(),
                "without_filter": True,
            },
        )
        return read_sound(self.terms, answer)
