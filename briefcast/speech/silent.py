"""The silent engine: silence as long as the words would take. For drafts, for tests, for films read by eye alone."""

from __future__ import annotations

import numpy as np

from briefcast.language.pacing import speech_settings
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.base import SpokenSentence, Voice


class SilentEngine:
    """Says nothing for the right time; never fails, needs nothing."""

    name = "silent"

    def find_voice(self, language: str, preferred: str = "") -> Voice:  # noqa: ARG002
        """Give silence, which every language shares."""
        rate = speech_settings().silent_letters_per_s[language]
        return Voice(
            engine=self.name,
            id=language,
            language=language,
            name="Silence",
            licence="public domain",
            version=f"1 {rate}",
            synthetic=False,
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Give each word the time its letters take to read aloud."""
        per_letter_ms = 1000 / speech_settings().silent_letters_per_s[voice.language] / pace
        ends = np.cumsum([(len(word) + 1) * per_letter_ms for word in words]).round().astype(int).tolist()
        starts = [0, *ends[:-1]]
        length = -(-ends[-1] * RATE_HZ // 1000)
        return SpokenSentence(samples=np.zeros(length, np.float32), word_times_ms=tuple(zip(starts, ends, strict=True)))
